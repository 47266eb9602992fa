// WebSub, from a story's publication to the subscriber that a hub tells of it.
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {listen, startHub} from '../support/hub.mjs';
import {folder, freePort, serve, until, warraq} from '../support/newsroom.mjs';

// Publishes a story of the business section.
function publish(data, id, headline) {
    const file = path.join(data, `${id}.jsonl`);
    writeFileSync(file, JSON.stringify({id, headline, section: 'business', published: '2026-03-01T10:00:00Z',
        paragraphs: ['بلغت صادرات القمح ألف طن في فبراير، وفق ما أعلنته الوزارة يوم الأحد في بيانها الشهري.']}) + '\n');
    const {status, err} = warraq('import', 'stories', file, '--data', data);
    assert.equal(status, 0, err);
}

test('a subscriber has a story moments after its readers', async (t) => {
    const hub = await startHub();
    const secret = 'سرّ', received = [];
    const subscriber = await listen(async (request, response, body) => {
        const challenge = new URL(request.url, 'http://localhost').searchParams.get('hub.challenge');
        if (!challenge) received.push({headers: request.headers, body});
        response.end(challenge ?? '');
    });
    t.after(() => { hub.close(); subscriber.close(); });

    const data = folder(), port = await freePort(), site = `http://127.0.0.1:${port}`;
    const settings = (address, more = '') => writeFileSync(path.join(data, 'warraq.toml'),
        `[publication]\naddress = "${site}"\n[feeds]\nhub = "${address}/"\n${more}`);
    settings(hub.base);
    publish(data, 'first', 'أول خبر');

    // A hub within the own network is told nothing, unless the machine's file lists it.
    let server = await serve(data, {port});
    await until(() => /is told later of \d+ feeds: it is not on the open internet/.test(server.log()), 'a line in the log');
    await server.stop();
    assert.deepEqual([hub.pings, hub.refused], [[], []]);
    settings(hub.base, '[outgoing]\nallowed_hosts = ["127.0.0.0/8"]\n');
    server = await serve(data, {port});
    const feed = `${site}/feed/atom.xml`;
    await until(() => hub.pings.length === 3, 'the site\'s feeds at the start');
    assert.deepEqual(new Set(hub.pings), new Set(['atom.xml', 'feed.json', 'rss.xml'].map((file) => `${site}/feed/${file}`)));

    // As a subscriber does: the hub is found in the feed's own headers, and its intent is verified.
    const link = (await fetch(feed)).headers.get('link');
    assert.match(link, new RegExp(`<${hub.base}/>; rel="hub", <${feed}>; rel="self"`));
    await fetch(hub.base, {method: 'POST', body: new URLSearchParams({'hub.mode': 'subscribe', 'hub.topic': feed,
        'hub.callback': subscriber.base + '/told', 'hub.secret': secret})});

    publish(data, 'second', 'صادرات القمح تتضاعف');
    await until(() => received.length > 0, 'the story at the subscriber');
    assert.match(received[0].body.toString(), /صادرات القمح تتضاعف/, 'the feed was fresh when the hub read it');
    assert.equal(received[0].headers['x-hub-signature'],
        'sha256=' + createHmac('sha256', secret).update(received[0].body).digest('hex'));
    await until(() => hub.pings.some((url) => url === `${site}/business/feed/rss.xml`), 'the section\'s feed');

    // A hub that is down is told later, and of what came meanwhile.
    hub.down = true;
    publish(data, 'third', 'خبر والموزّع غائب');
    await until(() => /is told later/.test(server.log()), 'a line in the log');
    hub.down = false;
    await until(() => received.some(({body}) => /خبر والموزّع غائب/.test(body)), 'told again');
    assert.deepEqual(hub.refused, []);

    // One that never answers does not hold the server up at its end.
    const silent = createServer(() => {});
    await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
    assert.deepEqual(await server.stop(), {code: 0, signal: null});
    settings(`http://127.0.0.1:${silent.address().port}`, `[outgoing]\nallowed_hosts = ["127.0.0.1:${silent.address().port}"]\n`);
    server = await serve(data, {port});
    await new Promise((resolve) => silent.once('connection', resolve));
    const ending = Date.now();
    assert.deepEqual(await server.stop(), {code: 0, signal: null});
    assert.ok(Date.now() - ending < 10_000, 'before its patience with the hub ends');
    silent.close();
});
