// One server for one newsroom in a file: a second one is told who has it, commands work beside it, and whoever dies leaves
// nothing that holds up the next.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, symlinkSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import path from 'node:path';
import test from 'node:test';
import {folder, freePort, program, serve, warraq} from '../support/newsroom.mjs';

const IN_USE = 3, support = new URL('../support/postgres', import.meta.url).pathname;
const newsroom = () => {
    const data = folder();
    warraq('demo', '--data', data);
    return data;
};
const second = (data, ...args) => warraq('serve', '--data', data, '--listen', '127.0.0.1:0', ...args);

test('a second server is refused in one line that says who serves, and the first serves on', async (t) => {
    const data = newsroom(), server = await serve(data);
    t.after(() => server.kill());
    const {status, out, err} = second(data);
    assert.equal(status, IN_USE);
    assert.equal(out, '');
    const told = new RegExp(`^warraq: ${path.join(data, 'warraq.db')} is in use by warraq serve, process ${server.child.pid} on ${hostname()} ` +
        `since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ, at ${server.base}; one server at a time serves a newsroom in a file\\n$`);
    assert.match(err, told);
    assert.equal((await fetch(server.base + '/health/ready')).status, 200);
    // However the folder is called, and the database reached.
    const other = folder();
    symlinkSync(data, path.join(other, 'linked'));
    assert.equal(second(path.join(other, 'linked')).status, IN_USE);
    assert.equal(second(data + '/../' + path.basename(data)).status, IN_USE);
    const beside = folder();
    symlinkSync(path.join(data, 'warraq.db'), path.join(beside, 'warraq.db'));
    assert.equal(second(beside).status, IN_USE);
    assert.deepEqual(await server.stop(), {code: 0, signal: null});
    const next = await serve(data);
    assert.deepEqual(await next.stop(), {code: 0, signal: null});
    assert.equal(next.log(), '');
});

test('of many that start at once, one serves', async (t) => {
    const data = newsroom();
    const begun = Array.from({length: 6}, () => spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0'], {stdio: ['ignore', 'pipe', 'pipe']}));
    t.after(() => begun.forEach((child) => child.kill('SIGKILL')));
    const ended = begun.map((child) => new Promise((resolve) => child.on('exit', (code) => resolve(code))));
    const refused = [];
    let serving;
    await new Promise((resolve) => {
        const look = () => { if (serving && refused.length === begun.length - 1) resolve(); };
        begun.forEach((child, i) => {
            child.stdout.once('data', () => { assert.equal(serving, undefined, 'one alone'); serving = child; look(); });
            void ended[i].then((code) => { refused.push(code); look(); });
        });
    });
    assert.deepEqual(refused, Array(begun.length - 1).fill(IN_USE));
    serving.kill('SIGTERM');
    await Promise.all(ended);
});

// What a descriptor leads to; nothing where it was closed meanwhile.
const opened = (descriptor) => { try { return readlinkSync(descriptor); } catch { return null; } };

test('a server that is killed leaves nothing that holds up the next, and nothing it opened is inherited', async (t) => {
    const data = newsroom(), port = await freePort();
    for (let cycle = 0; cycle < 5; cycle++) {
        const server = await serve(data, {port});
        t.after(() => server.kill());
        const own = `/proc/${server.child.pid}`;
        const lock = readdirSync(own + '/fd').find((fd) => opened(`${own}/fd/${fd}`) === path.join(data, 'server.lock'));
        const flags = parseInt(/flags:\s+(\d+)/.exec(readFileSync(`${own}/fdinfo/${lock}`, 'utf8'))[1], 8);
        assert.ok(flags & 0o2000000, 'O_CLOEXEC');
        await server.kill();
    }
    const server = await serve(data, {port});
    await server.stop();
});

test('while it is drained it is there still', async (t) => {
    const data = newsroom(), server = await serve(data, {args: ['--drain', '600']});
    t.after(() => server.kill());
    server.child.kill('SIGTERM');
    for (;;) if ((await fetch(server.base + '/health/ready')).status === 503) break;
    assert.equal(second(data).status, IN_USE);
    server.child.kill('SIGTERM');
    assert.deepEqual(await server.ended, {code: 0, signal: null});
    assert.deepEqual(await (await serve(data)).stop(), {code: 0, signal: null});
});

test('commands work beside it, and what would be written over it does not', async (t) => {
    const data = newsroom(), server = await serve(data);
    t.after(() => server.kill());
    const stories = path.join(folder(), 'stories.jsonl');
    writeFileSync(stories, '');
    for (const [command, ...rest] of [['check'], ['user', 'list'], ['comments', 'list'], ['topics', 'list'], ['search', 'الميناء'], ['reindex'],
        ['demo'], ['import', 'stories', stories], ['export', path.join(folder(), 'all.jsonl')], ['backup', path.join(folder(), 'backups')]]) {
        const {status, err} = warraq(command, ...rest, '--data', data);
        assert.equal(status, 0, `${command}: ${err}`);
    }
    await server.stop();
});

test('nodes over PostgreSQL are several, and nothing is moved onto a file that is served', async (t) => {
    const where = path.join(folder(), 'postgres'), postgres = (action) => spawnSync(support, [action, where], {encoding: 'utf8'});
    const started = postgres('start');
    if (started.status !== 0) return t.skip(`notice: there is no PostgreSQL here (${started.stderr.trim()})`);
    t.after(() => postgres('stop'));
    const address = `postgresql:///postgres?${readFileSync(where, 'utf8').trim()}`, data = newsroom();
    const moved = warraq('move', '--data', data, '--to', address);
    assert.equal(moved.status, 0, moved.err);
    const nodes = [await serve(data, {args: ['--db', address]}), await serve(data, {args: ['--db', address]})];
    t.after(() => nodes.forEach((node) => node.kill()));
    for (const {base} of nodes) assert.equal((await fetch(base + '/health/ready')).status, 200);
    const server = await serve(data);  // the file, which nobody serves
    t.after(() => server.kill());
    const back = () => warraq('move', '--data', data, '--db', address, '--to', 'file', '--replace');
    const refused = back();
    assert.equal(refused.status, 1);
    assert.ok(refused.err.includes(`is in use by warraq serve, process ${server.child.pid} on`), refused.err);
    await server.stop();
    const done = back();
    assert.equal(done.status, 0, done.err);
    for (const node of nodes) await node.stop();
});

test('a backup of a served newsroom, restored, is served by anyone', async (t) => {
    const data = newsroom(), server = await serve(data);
    t.after(() => server.kill());
    const backups = path.join(folder(), 'backups'), restored = path.join(folder(), 'restored');
    assert.equal(warraq('backup', backups, '--data', data).status, 0);
    assert.equal(warraq('restore', backups, '--data', restored).status, 0);
    assert.ok(!existsSync(path.join(restored, 'server.lock')), 'it is no part of a newsroom');
    const other = await serve(restored);
    assert.deepEqual(await other.stop(), {code: 0, signal: null});
    await server.stop();
});

test('a folder that cannot be locked is named', () => {
    const data = newsroom();
    mkdirSync(path.join(data, 'server.lock'));
    const {status, err} = second(data);
    assert.equal(status, 1);
    assert.match(err, /^warraq: cannot open .*server\.lock: Is a directory\n$/);
});
