// The same program as on machines of 1, 2, 8 and 64 cores, with all that readers and editors do at once: every request is
// answered, with its right status, and then the server is ready, ends in order and leaves a whole newsroom.
// usage: [SHAPES=8,64] node --test shapes.test.mjs
import assert from 'node:assert/strict';
import {cpSync, existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {before} from 'node:test';
import {content, enter, written} from '../support/desk_client.mjs';
import {configure, folder, links, PATIENCE, serve, until, warraq} from '../support/newsroom.mjs';
import {everything} from '../support/newsroom_at_work.mjs';

const shapes = (process.env.SHAPES ?? '1,2,8,64').split(',').map(Number);
let whole;

before(() => {
    whole = folder();
    warraq('demo', '--data', whole);
    configure(whole, {minutes_between: 0, seconds_to_write: 0, challenge_after: 0, searches_a_minute: 0});
});

// An answer that does not come is a failure with its address, not a test that hangs.
async function asked(address, status, how = {}) {
    const answer = await fetch(address, {redirect: 'manual', signal: AbortSignal.timeout(PATIENCE), ...how}).catch((error) => {
        throw new Error(`${how.method ?? 'GET'} ${address}: ${error.cause?.message ?? error.message}`);
    });
    const text = await answer.text();
    assert.equal(answer.status, status, `${how.method ?? 'GET'} ${address}: ${text.slice(0, 300)}`);
    return text;
}
// `each` so many times at once, one after the other `times` times each.
const atOnce = (each, times, work) => Array.from({length: each}, async (_, who) => {
    for (let turn = 0; turn < times; turn++) await work(who, turn);
});
// All of them are waited for, so that what fails first is told and nothing goes on after the test.
async function all(works) {
    const failed = (await Promise.allSettled(works)).filter(({status}) => status === 'rejected').map(({reason}) => reason.message);
    assert.deepEqual(failed.slice(0, 3), [], `${failed.length} of ${works.length} failed`);
}

const resident = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

for (const cores of shapes)
    test(`as on ${cores} cores: all at once, each answered as it should be`, async (t) => {
        const data = folder();
        cpSync(whole, data, {recursive: true});
        const server = await serve(data, {env: {WARRAQ_CORES: String(cores)}});
        t.after(() => server.kill());
        const {base} = server;
        await until(() => server.said().includes('\nas on '), 'what it took');
        assert.match(server.said(), new RegExp(`^as on ${cores} cores?: ${cores} network loops?, \\d+ workers, `, 'm'));

        const editors = [];
        for (let n = 0; n < 4; n++) editors.push(await enter(data, base, `editor${n}`, 'editor'));
        const drafts = await Promise.all(editors.map((call, n) => written(call, `مسودّة ${n}`)));
        const stories = links(await asked(base + '/local', 200), /<h3><a href="([^"]+)"/g);
        const token = links(await asked(base + stories[0], 200), /name="token" value="([^"]+)"/g)[0];
        const comments = [];
        const form = (text) => ({method: 'POST', body: new URLSearchParams({name: 'قارئ', email: 'reader@example.org', text, token})});

        const started = performance.now();
        await all([
            ...atOnce(200, 20, (who, turn) => asked(`${base}/nothing-${who}-${turn}`, 404)),
            ...atOnce(20, 10, (who, turn) => asked(`${base}/search?q=${encodeURIComponent(`الميناء ${who} ${turn}`)}`, 200)),
            ...atOnce(20, 20, (who, turn) => asked(base + stories[(who + turn) % stories.length], 200)),
            ...atOnce(8, 10, async (who, turn) => {
                const text = `تعليق ${who}-${turn}.`;
                await asked(base + stories[0], 303, form(text));
                comments.push(text);
            }),
            ...atOnce(4, 4, (who) => asked(`${base}/desk/api/session`, 200, {method: 'POST', headers: {'Content-Type': 'application/json'},
                body: JSON.stringify({login: `editor${who}`, password: 'كلمة سر طويلة للاختبار'})})),
            ...atOnce(4, 10, async (who, turn) => {
                const {status, body} = await editors[who]('PUT', `/stories/${drafts[who].id}`,
                    {version: drafts[who].version, content: content(`مسودّة ${who}`, [`حفظ رقم ${turn}`])});
                assert.equal(status, 200, JSON.stringify(body));
                drafts[who].version = body.version;
            }),
        ]);
        t.diagnostic(`${((performance.now() - started) / 1000).toFixed(1)} s, ${resident(server.child.pid).toFixed(0)} MiB resident`);

        await asked(base + '/health/live', 200);
        await asked(base + '/health/ready', 200);
        await asked(base + '/', 200);
        assert.deepEqual(await server.stop(), {code: 0, signal: null});
        assert.equal(server.log(), '', 'nothing went wrong on the way');
        assert.ok(!existsSync(path.join(data, 'warraq.db-wal')), 'all is in the database itself');
        const checked = warraq('check', '--data', data);
        assert.equal(checked.status, 0, checked.out);
        assert.match(checked.out, /^Sound/m);
        const stored = everything(data);
        assert.deepEqual(comments.filter((text) => !stored.has(text)), []);
        assert.equal(comments.length, 80);
    });
