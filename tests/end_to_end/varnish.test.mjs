// Varnish in front, with the file that the docs give: what is published purges the pages that show it, and no other.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import path from 'node:path';
import test from 'node:test';
import {content, enter, published} from '../support/desk_client.mjs';
import {configure, folder, freePort, links, pause, serve, until, warraq} from '../support/newsroom.mjs';

test('a publication purges its pages and nothing else, and readers read on when no node answers', async (t) => {
    const data = folder(), place = folder();
    warraq('demo', '--data', data);
    const [port, front] = [await freePort(), await freePort()];
    configure(data, {tag_field: 'xkey', purge: [`http://127.0.0.1:${front}/`], minutes_between: 0, seconds_to_write: 0, challenge_after: 0});
    const server = await serve(data, {port});
    t.after(() => server.kill());
    writeFileSync(path.join(place, 'warraq.vcl'), readFileSync(new URL('../../docs/scale/varnish.vcl', import.meta.url), 'utf8').replace('"8080"', `"${port}"`));
    const varnish = spawn('/usr/sbin/varnishd', ['-F', '-j', 'none', '-n', path.join(place, 'varnish'), '-f', path.join(place, 'warraq.vcl'), '-a', `127.0.0.1:${front}`,
        '-s', 'malloc,64m'], {stdio: ['ignore', 'ignore', 'pipe']});
    let said = '';
    varnish.stderr.on('data', (bytes) => { said += bytes; });
    t.after(() => varnish.kill());
    const base = `http://127.0.0.1:${front}`;
    await until(() => fetch(base + '/health/ready').then((answer) => answer.ok, () => false), `Varnish serves: ${said}`);

    const call = await enter(data, server.base, 'editor', 'administrator');
    const write = (section, headline) => published(call, headline, ['نص الخبر كما كُتب أول مرة.'], {section});
    const story = await write('local', 'جسر المشاة الجديد يُفتتح غدًا');
    const address = new URL((await fetch(`${server.base}/local/${story.id}`)).url).pathname;
    const [, , elsewhere] = links(await (await fetch(server.base + '/sport')).text(), /<h3><a href="([^"]+)"/g);
    // When Warraq made what Varnish shows.
    const made = async (at) => {
        const answer = await fetch(base + at);
        assert.equal(answer.status, 200, at);
        const html = await answer.text();
        assert.equal(answer.headers.get('xkey'), null, 'readers see no tags');
        return {date: answer.headers.get('date'), html};
    };
    const touched = [address, '/local', '/', '/feed/rss.xml', '/local/feed/rss.xml'], others = [elsewhere, '/sport', '/sport/feed/rss.xml'];
    const before = new Map(), all = [...touched, ...others];
    // What was written is told twice; from then on each is kept.
    await until(async () => {
        for (const at of all) before.set(at, await made(at));
        await pause(2500);
        for (const at of all) if ((await made(at)).date !== before.get(at).date) return false;
        return true;
    }, 'each is kept');
    for (const at of others) assert.ok(!before.get(at).html.includes(address), `${at} does not show the story`);

    const changed = await call('PUT', `/stories/${story.id}`, {version: story.version,
        content: content('جسر المشاة الجديد يُفتتح اليوم', ['نص الخبر بعد التصحيح.'])});
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    const shown = await call('POST', `/stories/${story.id}/changes`, {version: changed.body.version});
    assert.equal(shown.status, 200, JSON.stringify(shown.body));
    const at = performance.now();
    await until(async () => (await made(address)).html.includes('بعد التصحيح'), 'the new page behind Varnish');
    console.log(`# the new page behind Varnish after ${(performance.now() - at).toFixed(0)} ms`);
    for (const page of touched) await until(async () => (await made(page)).date !== before.get(page).date, `${page} is made anew`);
    for (const page of ['/local', '/', '/feed/rss.xml']) assert.match((await made(page)).html, /يُفتتح اليوم/, page);
    await pause(2000);
    for (const page of others) assert.equal((await made(page)).date, before.get(page).date, `${page} is kept still`);

    await server.kill();
    await pause(4000);
    for (const page of all) await made(page);
});

test('a cache that is away is told what changed when it is back, and once more', async (t) => {
    const data = folder(), port = await freePort();
    warraq('demo', '--data', data);
    configure(data, {purge: [`http://127.0.0.1:${port}/`]});
    const server = await serve(data);
    t.after(() => server.kill());
    const call = await enter(data, server.base, 'editor', 'administrator');
    const {id} = await published(call, 'خبر');
    await until(() => server.log().includes('is not told what changed'), 'the log says so');
    const told = [];
    const cache = createServer((request, answer) => {
        told.push(request.headers['xkey-purge'].split(' '));
        answer.writeHead(told.length === 1 ? 500 : 200).end();
    }).listen(port, '127.0.0.1');
    await once(cache, 'listening');
    t.after(() => cache.close());
    const times = (tag) => told.filter((tags) => tags.includes(tag)).length;
    await until(() => ['front', `story:${id}`, 'section:1'].every((tag) => times(tag) >= 3), `refused once, told, and once more: ${JSON.stringify(told)}`);
    await pause(1500);
    assert.equal(times('front'), 3);
    assert.equal(server.log().match(/is not told what changed/g).length, 2, 'each reason once');
});
