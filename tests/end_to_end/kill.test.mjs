// kill -9 at random moments: what was acknowledged is there afterwards, and `warraq check` finds nothing.
// usage: [CYCLES=50] node --test kill.test.mjs       (CI runs fewer)
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {enter} from '../support/desk_client.mjs';
import {configure, folder, links, pause, program, serve, warraq} from '../support/newsroom.mjs';
import {comparedWithKept, everything, newsroomAtWork, nothingKept, storyFile} from '../support/newsroom_at_work.mjs';

const cycles = Number(process.env.CYCLES ?? 10);

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
    const stored = everything(data);
    const lost = acknowledged.filter((text) => !stored.has(text));
    console.log(`# ${acknowledged.length} acknowledged of ${sent} sent, ${lost.length} lost`);
    assert.ok(acknowledged.length > cycles, 'comments were taken');
    assert.deepEqual(lost, []);
});

// A newsroom for each fifty: what is looked at after each kill is the whole archive, which grows.
const ROUND = 50;
for (let first = 0; first < cycles; first += ROUND)
    test(`a newsroom at work, killed ${Math.min(ROUND, cycles - first)} times, keeps all that it was told is kept`,
        (t) => killedAtWork(t, Math.min(ROUND, cycles - first)));

async function killedAtWork(t, kills) {
    const data = folder();
    warraq('demo', '--data', data);
    configure(data, {minutes_between: 0, seconds_to_write: 0, challenge_after: 0});
    const kept = nothingKept();
    let server = await serve(data);
    t.after(() => server.stop());
    const call = await enter(data, server.base, 'editor', 'administrator');
    for (let cycle = 0; cycle < kills; cycle++) {
        const work = newsroomAtWork(cycle, data, server.base, call, kept);
        await work.goOn(300 + Math.random() * 900);
        await work.end(server.kill);
        const checked = warraq('check', '--data', data);
        assert.equal(checked.status, 0, checked.out);
        server = await serve(data);
        call.at(server.base);
        kept.token = undefined;
    }
    await comparedWithKept(data, server.base, call, kept);
}
