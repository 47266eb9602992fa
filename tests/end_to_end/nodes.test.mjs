// Two nodes on one PostgreSQL: what one of them writes the other shows, and what they do when it goes away, comes back, or a standby
// takes its place.
// usage: [CYCLES=20] node --test nodes.test.mjs       (CI runs fewer)
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {content, enter} from '../support/desk_client.mjs';
import {configure, folder, freePort, links, serve, until, warraq} from '../support/newsroom.mjs';
import {comparedWithKept, newsroomAtWork, nothingKept} from '../support/newsroom_at_work.mjs';

const cycles = Number(process.env.CYCLES ?? 2), rounds = Number(process.env.CYCLES ?? 1);
const repeated = (name, work) => {
    for (let round = 1; round <= rounds; round++) test(rounds === 1 ? name : `${name} (${round})`, work);
};
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const script = new URL('../support/postgres', import.meta.url).pathname;
const place = folder();
const file = (name) => path.join(place, name);
const postgres = (action, ...names) => execFileSync(script, [action, ...names.map(file)], {stdio: ['ignore', 'ignore', 'pipe']});
// Before the folder is removed that says where they are.
process.prependListener('exit', () => ['first', 'second'].forEach((name) => postgres('stop', name)));
const hostOf = (name) => /host=([^&]*)/.exec(readFileSync(file(name), 'utf8'))[1];

postgres('start', 'first');
let databases = 0;
// An empty database on the first server; `also` names a server that may take over.
function database(also) {
    const name = `newsroom${++databases}`, host = hostOf('first');
    execFileSync('psql', ['-h', host, '-U', 'warraq', '-d', 'postgres', '-qc', `CREATE DATABASE ${name}`]);
    return `postgresql:///${name}?host=${also ? `${host},${hostOf(also)}` : host}&user=warraq`;
}

// The demo edition on PostgreSQL and two nodes that serve it, with one folder of pictures. The commands of this process use it too.
async function twoNodes(t, address) {
    const data = folder(), other = path.join(folder(), 'data');
    assert.equal(warraq('demo', '--data', data).status, 0);
    configure(data, {minutes_between: 0, seconds_to_write: 0, challenge_after: 0});
    const moved = warraq('move', '--data', data, '--to', address);
    assert.equal(moved.status, 0, moved.err);
    assert.match(moved.out, /\d+ rows are there, each compared/);
    rmSync(path.join(data, 'warraq.db'));
    mkdirSync(other);
    for (const name of ['warraq.toml', 'secret.key']) cpSync(path.join(data, name), path.join(other, name));
    symlinkSync(path.join(data, 'media'), path.join(other, 'media'));
    process.env.WARRAQ_DB = address;
    t.after(() => delete process.env.WARRAQ_DB);
    const nodes = [await serve(data, {args: ['--drain', '2']}), await serve(other, {args: ['--drain', '2']})];
    nodes[1].data = other;
    t.after(() => Promise.all(nodes.map((node) => node.kill())));
    return {data, nodes, call: await enter(data, nodes[0].base, 'editor', 'administrator')};
}

const text = async (address) => (await fetch(address)).text();

test('what is published through one node is on the other', async (t) => {
    const {nodes: [a, b], call} = await twoNodes(t, database());
    const waited = [];
    for (let i = 0; i < 20; i++) {
        const headline = `خبر من العقدة الأولى ${i}`;
        await text(b.base + '/');  // in its memory, where the change has to reach it
        call.at(i % 2 ? a.base : b.base);  // one session for both
        const {body: {id, version}} = await call('POST', '/stories', {});
        const saved = await call('PUT', `/stories/${id}`, {version, content: content(headline, ['نص الخبر.'])});
        assert.equal(saved.status, 200, JSON.stringify(saved.body));
        const published = await call('POST', `/stories/${id}/move`, {version: saved.body.version, to: 'published'});
        assert.equal(published.status, 200, JSON.stringify(published.body));
        const at = performance.now();
        for (const node of [a, b]) await until(async () => (await text(node.base + '/')).includes(headline), `«${headline}» on each front page`);
        waited.push(performance.now() - at);
    }
    waited.sort((x, y) => x - y);
    console.log(`# on both front pages after ${waited[10].toFixed(0)} ms at the median, ${waited.at(-1).toFixed(0)} ms at the most`);
    // Ended at one, a session is over at the other.
    call.at(a.base);
    assert.equal((await call('DELETE', '/session')).status, 204);
    call.at(b.base);
    assert.equal((await call('GET', '/stories?status=draft')).status, 401);
});

repeated('while the database is away readers read, the desk is told, and then all goes on by itself', async (t) => {
    const {data, nodes: [a, b], call} = await twoNodes(t, database());
    const front = await text(b.base + '/');
    const [story] = links(front, /<h3><a href="([^"]+)"/g);
    const page = await text(b.base + story);
    const [token] = links(page, /name="token" value="([^"]+)"/g);
    const {body: {id, version}} = await call('POST', '/stories', {});
    const save = (n) => call('PUT', `/stories/${id}`, {version, content: content(`مسودّة ${n}`, ['نص.'])});

    postgres('crash', 'first');
    await pause(2500);  // both have noticed
    for (let i = 0; i < 3; i++) {
        const answer = await fetch(b.base + story);
        assert.equal(answer.status, 200);
        assert.match(await answer.text(), /<h1/);
        assert.equal((await fetch(b.base + '/')).status, 200);
    }
    assert.equal((await fetch(b.base + '/health/ready')).status, 503);
    assert.equal((await fetch(b.base + '/health/live')).status, 200);
    const comment = () => fetch(b.base + story, {method: 'POST', redirect: 'manual',
        body: new URLSearchParams({name: 'قارئ', email: 'r@example.org', text: 'تعليق في الانقطاع', token})});
    const refused = await comment();
    assert.equal(refused.status, 503);
    assert.match(await refused.text(), /تعليق في الانقطاع/, 'what was written is not lost');
    const failed = await save(1);
    assert.equal(failed.status, 503, JSON.stringify(failed.body));
    assert.match(a.log(), /the database is away/);

    postgres('start', 'first');
    await until(async () => (await save(2)).status === 200, 'the desk writes again');
    await until(async () => (await comment()).status === 303, 'comments are taken again');
    assert.match(a.log(), /the database is back/);
    await until(async () => (await fetch(b.base + '/health/ready')).status === 200, 'ready again');
    assert.match(warraq('check', '--data', data).out, /Sound/);
});

repeated('behind HAProxy each node is begun anew and no reader notices', async (t) => {
    const {data, nodes: [a, b]} = await twoNodes(t, database());
    const ports = [a, b].map((node) => Number(new URL(node.base).port)), front = await freePort();
    // The file that the docs give, with our addresses.
    const config = readFileSync(new URL('../../docs/scale/haproxy.cfg', import.meta.url), 'utf8').replace('bind :8000', `bind 127.0.0.1:${front}`)
        .replaceAll('10.0.0.11:8080', `127.0.0.1:${ports[0]}`).replaceAll('10.0.0.12:8080', `127.0.0.1:${ports[1]}`);
    writeFileSync(file('haproxy.cfg'), config);
    const haproxy = spawn('/usr/sbin/haproxy', ['-f', file('haproxy.cfg')], {stdio: 'ignore'});
    t.after(() => haproxy.kill());
    const base = `http://127.0.0.1:${front}`;
    await until(() => fetch(base + '/health/ready').then((answer) => answer.ok, () => false), 'HAProxy serves');
    const [story] = links(await text(base + '/'), /<h3><a href="([^"]+)"/g);
    let going = true, read = 0;
    const wrong = [];
    const reader = async () => {
        while (going) {
            const answer = await fetch(base + story).catch((error) => ({status: String(error.cause ?? error)}));
            if (answer.status !== 200) wrong.push(answer.status);
            else await answer.text();
            read++;
        }
    };
    const readers = [reader(), reader(), reader(), reader()];
    const nodes = [a, b], folders = [data, b.data];
    for (const [i, port] of ports.entries()) {
        const ended = nodes[i].stop();
        await pause(300);
        assert.equal((await fetch(nodes[i].base + '/health/ready')).status, 503, 'it says that it leaves, and serves on');
        await ended;
        nodes[i] = await serve(folders[i], {port, args: ['--drain', '2']});
        await pause(2000);  // HAProxy has seen it
    }
    // One that dies is another thing than one that leaves: what was on its way is asked of the other.
    await nodes[0].kill();
    await pause(2000);
    going = false;
    await Promise.all(readers);
    await nodes[1].stop();
    console.log(`# ${read} pages read meanwhile, ${wrong.length} not`);
    assert.ok(read > 500);
    assert.deepEqual(wrong, []);
});

test(`a primary that dies ${cycles} times while its standby takes over loses nothing acknowledged`, async (t) => {
    postgres('standby', 'second', 'first');
    const {data, nodes: [a, b], call} = await twoNodes(t, database('second'));
    const kept = nothingKept(), waits = [];
    // Without a standby that confirms, nothing is acknowledged.
    const {body: {id, version}} = await call('POST', '/stories', {});
    postgres('crash', 'second');
    const alone = await call('PUT', `/stories/${id}`, {version, content: content('بلا نسخة ثانية', ['نص.'])});
    assert.equal(alone.status, 503, JSON.stringify(alone.body));
    assert.match(a.log(), /no standby confirms/);
    postgres('start', 'second');
    await until(async () => (await call('POST', '/stories', {})).status === 201, 'the standby confirms again');
    let [primary, standby] = ['first', 'second'];
    for (let cycle = 0; cycle < cycles; cycle++) {
        call.at(cycle % 2 ? b.base : a.base);
        const work = newsroomAtWork(cycle, data, b.base, call, kept, {patient: true});
        await pause(1500 + Math.random() * 1000);
        postgres('crash', primary);
        const at = performance.now();
        postgres('promote', standby);
        const promoted = performance.now();
        const before = kept.saved.size + kept.published.size;
        await until(() => kept.saved.size + kept.published.size > before, 'the desk writes again');
        waits.push([promoted - at, performance.now() - promoted]);
        await work.end(async () => {});
        [primary, standby] = [standby, primary];
        postgres('standby', standby, primary);
    }
    console.log(`# ${waits.map(([promoting, writing]) => `promoted in ${promoting.toFixed(0)} ms, written again after ${writing.toFixed(0)}`).join('; ')}`);
    await comparedWithKept(data, a.base, call, kept);
});
