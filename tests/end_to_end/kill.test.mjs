// kill -9 at random moments: what was acknowledged is there afterwards, and `warraq check` finds nothing.
// usage: [CYCLES=50] node --test kill.test.mjs       (CI runs fewer)
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {configure, folder, links, program, serve, warraq} from '../support/newsroom.mjs';

const cycles = Number(process.env.CYCLES ?? 8);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function storyFile(count) {
    const file = path.join(folder(), 'stories.jsonl');
    const text = 'قالت البلدية إن العمل في الرصيف الجديد يبدأ صباح الأحد ويستمر خمسة أشهر كاملة. ';
    writeFileSync(file, Array.from({length: count}, (_, i) => JSON.stringify({
        id: 'K-' + i, source: 'test', section: 'sport', headline: 'عنوان رقم ' + i, published: '2018-03-19T13:57:16Z',
        author: 'كاتب ' + 'أبجدهوزحط'[i % 8], abstract: '', paragraphs: [text.repeat(8), text + i], url: ''})).join('\n'));
    return file;
}

const everything = (data) => warraq('comments', 'list', '--limit', '100000', '--data', data).out;

test(`import, killed ${cycles} times, ends as if it had not been`, async () => {
    const file = storyFile(8000);
    for (let cycle = 0; cycle < cycles; cycle++) {
        const data = mkdtempSync(path.join(tmpdir(), 'warraq-kill-'));
        const child = spawn(program, ['import', 'stories', file, '--data', data], {stdio: 'ignore'});
        const ended = new Promise((resolve) => child.on('exit', resolve));
        await pause(20 + Math.random() * 900);
        child.kill('SIGKILL');
        await ended;
        const again = warraq('import', 'stories', file, '--data', data);
        assert.equal(again.status, 0, again.err);
        const [, added, unchanged] = /(\d+) added, 0 updated, (\d+) unchanged/.exec(again.out).map(Number);
        assert.equal(added + unchanged, 8000);
        assert.equal(unchanged % 200, 0, 'whole transactions');
        const checked = warraq('check', '--data', data);
        assert.equal(checked.status, 0, checked.out);
        rmSync(data, {recursive: true});
    }
});

test(`comments, the server killed ${cycles} times, lose nothing acknowledged`, async () => {
    const data = folder();
    warraq('demo', '--data', data);
    configure(data, {minutes_between: 0, seconds_to_write: 0, challenge_after: 0});
    const acknowledged = [];
    let sent = 0;
    for (let cycle = 0; cycle < cycles; cycle++) {
        const server = await serve(data);
        const front = await (await fetch(server.base + '/')).text();
        const [story] = links(front, /<h3><a href="([^"]+)"/g);
        const [token] = links(await (await fetch(server.base + story)).text(), /name="token" value="([^"]+)"/g);
        let alive = true;
        const writer = async (number) => {
            for (let i = 0; alive; i++) {
                const text = `تعليق ${cycle}-${number}-${i}.`;
                sent++;
                try {
                    const answer = await fetch(server.base + story, {method: 'POST', redirect: 'manual',
                        body: new URLSearchParams({name: 'قارئ', email: 'reader@example.org', text, token})});
                    if (answer.status === 303) acknowledged.push(text);
                    else assert.fail('status ' + answer.status);
                } catch (error) {
                    if (alive) await pause(1);
                    else return;
                    if (error.code === 'ERR_ASSERTION') throw error;
                }
            }
        };
        const writers = [1, 2, 3, 4, 5, 6].map(writer);
        await pause(50 + Math.random() * 400);
        alive = false;
        await server.kill();
        await Promise.all(writers);
        const checked = warraq('check', '--data', data);
        assert.equal(checked.status, 0, checked.out);
    }
    const stored = new Set(everything(data).split('\n').map((line) => line.replace(/^ *\| /, '')));
    const lost = acknowledged.filter((text) => !stored.has(text));
    console.log(`# ${acknowledged.length} acknowledged of ${sent} sent, ${lost.length} lost`);
    assert.ok(acknowledged.length > cycles, 'comments were taken');
    assert.deepEqual(lost, []);
});
