// Three nodes, PostgreSQL's primary and its synchronous standby, HAProxy and readers, each a host of its own in a network namespace: from the
// publish click to the new page on all three nodes, while wrk reads the same page through HAProxy at full speed; and whether a
// node ever shows an older page after a newer one.
// usage: node bench/nodes.mjs [PUBLICATIONS=500] [READERS=32]      (as root; iproute2, postgresql-15, haproxy, wrk)
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {Agent, get} from 'node:http';
import path from 'node:path';
import {content as written, enter} from '../tests/support/desk_client.mjs';
import {configure, folder, program, until, warraq} from '../tests/support/newsroom.mjs';

const [publications = 500, readers = 32] = process.argv.slice(2).map(Number);
if (process.getuid() !== 0) {
    console.log('skipped: network namespaces are root\'s');
    process.exit(0);
}
const run = (...words) => execFileSync(words[0], words.slice(1), {stdio: ['ignore', 'ignore', 'pipe']});
const clean = [];
process.prependListener('exit', () => {
    for (const undo of clean.reverse()) {
        try {
            undo();
        } catch {}
    }
});

// Hosts on one switch, this process's among them.
const net = `wq${process.pid}`, address = {db1: '10.77.0.11', db2: '10.77.0.12', node1: '10.77.0.21', node2: '10.77.0.22', node3: '10.77.0.23',
    balancer: '10.77.0.31', reader: '10.77.0.41'};
run('ip', 'link', 'add', net, 'type', 'bridge');
clean.push(() => run('ip', 'link', 'del', net));
run('ip', 'addr', 'add', '10.77.0.1/24', 'dev', net);
run('ip', 'link', 'set', net, 'up');
for (const [host, ip] of Object.entries(address)) {
    const ns = `${net}-${host}`, wire = `w${process.pid % 100000}${Object.keys(address).indexOf(host)}`;
    run('ip', 'netns', 'add', ns);
    clean.push(() => run('ip', 'netns', 'del', ns));
    run('ip', 'link', 'add', wire, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', ns);
    run('ip', 'link', 'set', wire, 'master', net, 'up');
    run('ip', '-n', ns, 'addr', 'add', `${ip}/24`, 'dev', 'eth0');
    run('ip', '-n', ns, 'link', 'set', 'eth0', 'up');
    run('ip', '-n', ns, 'link', 'set', 'lo', 'up');
}
const on = (host, ...words) => ['ip', 'netns', 'exec', `${net}-${host}`, ...words];
const start = (host, ...words) => {
    const child = spawn('ip', on(host, ...words).slice(1), {stdio: ['ignore', 'ignore', 'pipe']});
    child.stderr.on('data', (bytes) => { if (process.env.LOUD) process.stderr.write(bytes); });
    clean.push(() => child.kill('SIGKILL'));
    return child;
};

const place = folder(), script = new URL('../tests/support/postgres', import.meta.url).pathname;
const postgres = (host, environment, ...words) => execFileSync('ip', on(host, script, ...words).slice(1),
    {stdio: ['ignore', 'ignore', 'pipe'], env: {...process.env, FSYNC: 'on', LISTEN: address[host], ...environment}});
for (const host of ['db1', 'db2']) clean.push(() => postgres(host, {}, 'stop', path.join(place, host)));
postgres('db1', {}, 'start', path.join(place, 'db1'));
run('psql', '-h', address.db1, '-U', 'warraq', '-d', 'postgres', '-qc', 'CREATE DATABASE news');
postgres('db2', {FROM: address.db1}, 'standby', path.join(place, 'db2'), path.join(place, 'db1'));
process.env.WARRAQ_DB = `postgresql://warraq@${address.db1},${address.db2}/news`;

const first = folder(), nodes = ['node1', 'node2', 'node3'], base = (host) => `http://${address[host]}:8080`;
delete process.env.WARRAQ_DB;
warraq('demo', '--data', first);
process.env.WARRAQ_DB = `postgresql://warraq@${address.db1},${address.db2}/news`;
const moved = execFileSync(program, ['move', '--data', first, '--db', '', '--to', process.env.WARRAQ_DB],
    {env: {...process.env, WARRAQ_DB: ''}, stdio: ['ignore', 'pipe', 'pipe']});
assert.match(String(moved), /each compared/);
for (const host of nodes) {
    const data = path.join(folder(), 'data');
    mkdirSync(data);
    for (const name of ['warraq.toml', 'secret.key']) cpSync(path.join(first, name), path.join(data, name));
    symlinkSync(path.join(first, 'media'), path.join(data, 'media'));
    start(host, program, 'serve', '--data', data, '--listen', `${address[host]}:8080`, '--threads', '1');
}
const config = path.join(place, 'haproxy.cfg');
writeFileSync(config, readFileSync(new URL('../docs/scale/haproxy.cfg', import.meta.url), 'utf8').replace('bind :8000', `bind ${address.balancer}:8000`)
    .replaceAll('10.0.0.11', address.node1).replaceAll('10.0.0.12', address.node2)
    .replace('    server one_anyway', `    server three ${address.node3}:8080\n    server one_anyway`));
start('balancer', '/usr/sbin/haproxy', '-f', config);
for (const at of [...nodes.map(base), `http://${address.balancer}:8000`])
    await until(() => fetch(at + '/health/ready').then((answer) => answer.ok, () => false), at);

const call = await enter(first, base('node1'), 'bench', 'editor');
async function done(method, where, body) {
    const answer = await call(method, where, body);
    assert.ok(answer.status < 300, `${method} ${where}: ${JSON.stringify(answer.body)}`);
    return answer.body;
}
const content = (n) => written(`عدد ${n}`, Array(20).fill(`نص ${n} من الخبر الذي يُقاس به.`), {key_points: [`نقطة ${n}.`]});
const {id, version} = await done('POST', '/stories', {});
let at = (await done('PUT', `/stories/${id}`, {version, content: content(0)})).version;
at = (await done('POST', `/stories/${id}/move`, {version: at, to: 'published'})).version;
const page = new URL((await fetch(`${base('node1')}/local/${id}`)).url).pathname;

const agent = new Agent({keepAlive: true});
const read = (host) => new Promise((resolve, reject) => {
    get(base(host) + page, {agent}, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => resolve(Buffer.concat(parts).toString()));
    }).on('error', reject);
});
function numberOf(html) {
    const numbers = new Set([...html.matchAll(/(?:عدد|نقطة|نص) (\d+)/g)].map(([, n]) => Number(n)));
    assert.equal(numbers.size, 1, `a mixed page: ${[...numbers]}`);
    return [...numbers][0];
}

const wrk = spawn('ip', on('reader', 'wrk', '-t1', `-c${readers}`, '-d3600', `http://${address.balancer}:8000${page}`).slice(1), {stdio: ['ignore', 'pipe', 'ignore']});
clean.push(() => wrk.kill('SIGKILL'));
let said = '';
wrk.stdout.on('data', (bytes) => { said += bytes; });
const times = [];
for (let n = 1; n <= publications; n++) {
    at = (await done('PUT', `/stories/${id}`, {version: at, content: content(n)})).version;
    const clicked = performance.now();
    const published = done('POST', `/stories/${id}/changes`, {version: at});
    await Promise.all(nodes.map(async (host) => {
        for (let last = n - 1; last < n;) {
            const seen = numberOf(await read(host));
            assert.ok(seen >= last, `${host}: page ${seen} after page ${last}`);
            last = seen;
        }
    }));
    times.push(performance.now() - clicked);
    at = (await published).version;
}
wrk.kill('SIGINT');
await new Promise((resolve) => wrk.on('exit', resolve));
times.sort((a, b) => a - b);
const share = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(1);
console.log(`${publications} publications on all three nodes, beside ${readers} connections through HAProxy (${/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1] ?? '?'} pages a second): ` +
    `p50 ${share(0.5)} ms, p99 ${share(0.99)}, longest ${share(1)}; no page mixed or older than one before`);
process.exit(0);
