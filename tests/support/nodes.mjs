// A newsroom of three nodes, PostgreSQL and its standby, and HAProxy in front, each a host of its own where that is allowed
// (support/hosts.mjs); on one machine else. `t`: the test that they end with.
import assert from 'node:assert/strict';
import {execFileSync, spawn} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import {content, enter} from './desk_client.mjs';
import {hosts} from './hosts.mjs';
import {configure, folder, freePort, program, serve, until} from './newsroom.mjs';

export const net = hosts('db1', 'db2', 'node1', 'node2', 'node3', 'balancer', 'reader');
export const cycles = Number(process.env.CYCLES ?? 2);
export const text = async (address) => (await fetch(address)).text();

const script = new URL('./postgres', import.meta.url).pathname;
const place = folder(), file = (name) => path.join(place, name);

// What tests/support/postgres does, on the server's own host.
export function postgres(action, name, of) {
    const [first, ...words] = net[name].under(script, action, file(name), ...(of ? [file(of)] : []));
    const reached = net.apart ? {LISTEN: net[name].address, ...(of && {FROM: net[of].address})} : {};
    execFileSync(first, words, {stdio: ['ignore', 'ignore', 'pipe'], env: {...process.env, ...reached}});
}
// Before the folder is removed that says where they are.
process.prependListener('exit', () => ['db1', 'db2'].forEach((name) => postgres('stop', name)));
const reach = (name) => net.apart ? net[name].address : /host=([^&]*)/.exec(readFileSync(file(name), 'utf8'))[1];

postgres('start', 'db1');
let databases = 0;
// An empty database on db1; `also` names a server that may take over.
export function database(also) {
    const name = `newsroom${++databases}`;
    execFileSync('psql', ['-h', reach('db1'), '-U', 'warraq', '-d', 'postgres', '-qc', `CREATE DATABASE ${name}`]);
    return `postgresql:///${name}?host=${reach('db1')}${also ? ',' + reach(also) : ''}&user=warraq`;
}

// The demo edition on PostgreSQL, its pictures too, and three nodes that serve it. The commands of this process use it too.
// `of`: the program that made it and serves it; `env`: of each node; `settings`, `args` and `drain`: of all.
export async function threeNodes(t, address, {of = program, env = [], settings = {}, args = [], drain = 2} = {}) {
    const first = folder(), made = (...words) => String(execFileSync(of, words, {stdio: ['ignore', 'pipe', 'pipe']}));
    made('demo', '--data', first);
    configure(first, {minutes_between: 0, seconds_to_write: 0, challenge_after: 0, ...(of === program && {media: 'database'}), ...settings});
    assert.match(made('move', '--data', first, '--to', address), /\d+ rows are there, each compared/);
    rmSync(path.join(first, 'warraq.db'));
    process.env.WARRAQ_DB = address;
    t.after(() => delete process.env.WARRAQ_DB);
    const nodes = [];
    t.after(() => Promise.all(nodes.map((node) => node.kill())));
    for (const [i, name] of ['node1', 'node2', 'node3'].entries()) {
        const data = path.join(folder(), 'data');
        mkdirSync(data);
        for (const needed of ['warraq.toml', 'secret.key']) cpSync(path.join(first, needed), path.join(data, needed));
        // Older ones know no other way than a folder of pictures that all share.
        if (of !== program) cpSync(path.join(first, 'media'), path.join(data, 'media'), {recursive: true});
        const begin = async (how = {}) => {
            const node = await serve(data, {args: ['--drain', String(drain), ...args], of, env: env[i], on: net[name], ...how});
            return Object.assign(node, {name, data, port: Number(new URL(node.base).port)});
        };
        nodes.push(await begin());
        // Once more at the same address; `how` as serve() takes it.
        nodes.again ??= [];
        nodes.again[i] = async (how = {}) => { nodes[i] = await begin({port: nodes[i].port, ...how}); };
    }
    return {data: nodes[0].data, nodes, call: await enter(nodes[0].data, nodes[0].base, 'editor', 'administrator')};
}

// HAProxy by the file that the docs give, with the nodes' addresses: {base, up()}; how many nodes are well, by its checks.
export async function balanced(t, nodes) {
    const port = await freePort(), front = `${net.balancer.address}:${port}`, at = nodes.map((node) => new URL(node.base).host);
    const socket = file('haproxy.socket'), stats = `global\n    stats socket ${socket}\n`;
    writeFileSync(file('haproxy.cfg'), stats + readFileSync(new URL('../../docs/scale/haproxy.cfg', import.meta.url), 'utf8').replace('bind :8000', `bind ${front}`)
        .replaceAll('10.0.0.11:8080', at[0]).replaceAll('10.0.0.12:8080', at[1])
        .replace('    server one_anyway', `    server three ${at[2]}\n    server one_anyway`));
    const [first, ...words] = net.balancer.under('/usr/sbin/haproxy', '-f', file('haproxy.cfg'));
    const haproxy = spawn(first, words, {stdio: 'ignore'});
    process.on('exit', () => haproxy.kill('SIGKILL'));
    t.after(() => haproxy.kill());
    await until(() => fetch(`http://${front}/health/ready`).then((answer) => answer.ok, () => false), 'HAProxy serves');
    const up = async () => {
        let said = '';
        for await (const bytes of connect(socket).end('show stat\n')) said += bytes;
        return said.match(/^nodes,(?!BACKEND|\w+_anyway).*,UP,/gm)?.length ?? 0;
    };
    return {base: `http://${front}`, up};
}

// Reads pages one after the other until end(), which answers how many; what is no page is a fault.
export function readers(t, count, address) {
    let going = true, read = 0;
    t.after(() => { going = false; });
    const wrong = [];
    const reading = Array.from({length: count}, async () => {
        while (going) {
            const answer = await fetch(address).catch((error) => ({status: String(error.cause ?? error)}));
            if (answer.status !== 200) wrong.push(answer.status);
            else await answer.text();
            read++;
        }
    });
    return {
        async end() {
            going = false;
            await Promise.all(reading);
            assert.deepEqual(wrong, []);
            return read;
        },
    };
}

// A published story whose text says which version of it a page shows.
export async function counted(call) {
    const said = (n) => content(`عدد ${n}`, Array(20).fill(`نص ${n} من الخبر.`), {key_points: [`نقطة ${n}.`]});
    const done = async (method, where, body) => {
        const answer = await call(method, where, body);
        assert.ok(answer.status < 300, `${method} ${where}: ${JSON.stringify(answer.body)}`);
        return answer.body;
    };
    const {id, version} = await done('POST', '/stories', {});
    let at = (await done('PUT', `/stories/${id}`, {version, content: said(0)})).version;
    at = (await done('POST', `/stories/${id}/move`, {version: at, to: 'published'})).version;
    const story = {
        id,
        write: async (n) => { at = (await done('PUT', `/stories/${id}`, {version: at, content: said(n)})).version; },
        show: async () => { at = (await done('POST', `/stories/${id}/changes`, {version: at})).version; },
        publish: async (n) => { await story.write(n); await story.show(); },
        tryToSave: (n) => call('PUT', `/stories/${id}`, {version: at, content: said(n)}),
    };
    return story;
}
// Which version a page shows. All of it is of one.
export function versionOf(html) {
    const numbers = new Set([...html.matchAll(/(?:عدد|نقطة|نص) (\d+)/g)].map(([, n]) => Number(n)));
    assert.equal(numbers.size, 1, `a mixed page: ${[...numbers]}`);
    return [...numbers][0];
}
