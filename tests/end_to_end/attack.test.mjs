// Hostile peers, each kind for a moment (tests/support/attacks.mjs), against servers as on 2, 8 and 64 cores: after each the
// server lives, its pages and every worker answer, and its memory is bounded; it ends when it is told to, and its data is whole.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import test, {after} from 'node:test';
import {ask, asOn, attackedNewsroom} from '../support/attacked.mjs';
import {keepOn, kinds} from '../support/attacks.mjs';
import {PATIENCE, pause, shared, until, warraq} from '../support/newsroom.mjs';
import {Peer} from '../support/peer.mjs';
import {Records} from '../support/tls_records.mjs';

const SECONDS = 1.5, LANES = 8, RATE = 40;  // of each kind: connections side by side, new ones a second in all
const GROWTH_MIB = 128, LOG_LINES = 20;  // at the most, by each kind: all connections may hold 96, and the allocator keeps some beside it
const AT_ONCE = 40;  // pages made anew at once: more than the workers of a small machine

async function serves({server, secure, target, most}, before) {
    assert.equal(server.child.exitCode ?? server.child.signalCode, null, `the server is gone: ${server.log()}`);
    const pages = {'/': 200, [target.story]: 200, [target.picture]: 200, '/local': 200, '/nothing-here': 404, '/health/live': 200};
    for (const [address, status] of Object.entries(pages)) assert.equal((await ask(secure, address)).status, status, address);
    await until(async () => (await ask(secure, '/health/ready')).status === 200, 'ready');  // on a machine that starves it, workers stand still for a while
    const made = await Promise.all(Array.from({length: AT_ONCE}, (_, i) => ask(secure, `/search?q=a${i}`)));
    assert.deepEqual(made.filter(({status}) => status !== 200), [], 'every worker answers');
    assert.ok(most() <= before + GROWTH_MIB, `from ${before.toFixed(0)} to ${most().toFixed(0)} MiB resident`);
    const lines = server.log().split('\n').length;
    assert.ok(lines <= LOG_LINES, `${lines} lines in the log: ${server.log().slice(0, 2000)}`);
}

// Whether it ends by itself, however long it takes until we lose patience.
async function ends({server, data}) {
    const how = await Promise.race([server.stop(), pause(PATIENCE).then(() => null)]);
    if (!how) await server.kill();
    assert.deepEqual(how, {code: 0, signal: null}, `it does not end as it should: ${server.log()}`);
    const checked = warraq('check', '--data', data);
    assert.equal(checked.status, 0, checked.out + checked.err);
}

test('who takes new keys without end is cut off', async (t) => {
    const {target, server} = await attackedNewsroom();
    t.after(() => server.kill());
    const MOST = 20_000;
    const peer = await Peer.open(target, {tls: true, alpn: 'h2', version: 'TLSv1.3'});
    peer.read();
    const records = new Records(peer.socket.getCipher().standardName, peer.secret);
    let taken = 0;
    for (; taken < MOST && await peer.writeRaw(records.keyUpdates(1000), PATIENCE); taken += 1000) await pause(1);
    assert.ok(taken < MOST, `${taken} changes of keys were taken`);
});

for (const cores of (process.env.CORES ?? '2,8,64').split(',').map(Number))
    test(`as on ${cores} cores`, async (t) => {
        if (!asOn(cores).certain) t.diagnostic('without ../shared/attack or gcc it is WARRAQ_CORES alone that says how many there are');
        let newsroom = await attackedNewsroom({cores});
        after(() => newsroom.server.kill());
        // What a kind has broken is no other kind's fault.
        const anewWhereBroken = async (name, attacked) => {
            newsroom.forgetMost();
            const before = newsroom.resident();
            try {
                await attacked(newsroom);
                await serves(newsroom, before);
                t.diagnostic(`${name}: from ${before.toFixed(0)} to ${newsroom.most().toFixed(0)} MiB resident`);
            } catch (error) {
                await newsroom.server.kill();
                newsroom = await attackedNewsroom({cores});
                throw error;
            }
        };

        for (const [name, kind] of Object.entries(kinds))
            await t.test(name, () => anewWhereBroken(name, async ({target}) => {
                const done = await keepOn(kind, target, {lanes: LANES, rate: RATE, signal: AbortSignal.timeout(SECONDS * 1000)});
                assert.ok(done.acts > 0, 'it was made');
            }));

        const scripts = {
            'blank_lines.py': ({target, server}) => [target.port, server.child.pid],
            'half_close.py': ({target}) => [target.tlsPort, target.picture],
            'not_found.py': ({target}) => [target.port],
        };
        for (const [script, args] of Object.entries(scripts)) {
            const file = path.join(shared, 'attack', script);
            const lacks = !existsSync(file) ? 'there is no ../shared/attack' : spawnSync('python3', ['-V']).status !== 0 && 'python3 is not installed';
            await t.test(script, {skip: lacks}, () => anewWhereBroken(script, async (attacked) => {
                const child = spawn('python3', [file, ...args(attacked).map(String)]);
                let said = '';
                for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { said += bytes; });
                const code = await new Promise((resolve) => child.on('close', resolve));
                assert.equal(code, 0, said);
            }));
        }

        await t.test('it ends when it is told to, in the midst of it', async () => {
            const over = new AbortController();
            const going = Promise.all(['idle', 'followers', 'handshakes', 'slow_heads', 'slow_bodies', 'slow_readers', 'unread_answers', 'pipelined', 'not_found']
                .map((name) => keepOn(kinds[name], newsroom.target, {lanes: LANES, rate: RATE, signal: over.signal})));
            await pause(1000);
            await ends(newsroom).finally(() => over.abort());
            await going;
        });
    });
