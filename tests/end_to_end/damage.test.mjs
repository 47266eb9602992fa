// A newsroom whose files are damaged, lost or full, and whose clock jumps: what is wrong is said in plain words, what can
// be served is served, and what can be made anew is.
import assert from 'node:assert/strict';
import {cpSync, existsSync, openSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync, writeSync, closeSync} from 'node:fs';
import path from 'node:path';
import test, {after, before} from 'node:test';
import {enter, published, written} from '../support/desk_client.mjs';
import {configure, folder, links, ownClock, serve, until, warraq} from '../support/newsroom.mjs';

const PAGE = 4096;
let whole;  // a newsroom with all of its database in one file

before(() => {
    whole = folder();
    warraq('demo', '--data', whole);
    configure(whole, {seconds_to_write: 0, burst: 1000});
    assert.ok(statSync(path.join(whole, 'warraq.db')).size > 50 * PAGE);
});

const copy = () => {
    const made = folder();
    cpSync(whole, made, {recursive: true});
    return made;
};
// Ends with its test, whatever becomes of it.
async function served(t, data, options) {
    const server = await serve(data, options);
    t.after(() => server.kill());
    return server;
}
// Whether a folder could be deleted: what is put there meanwhile stays.
function deleted(at) {
    try {
        rmSync(at, {recursive: true});
        return true;
    } catch (error) {
        if (error.code === 'ENOTEMPTY') return false;
        throw error;
    }
}
const status = async (base, address) => (await fetch(base + address)).status;
const found = async (server, words) => {
    const answer = await fetch(`${server.base}/search?format=json&q=${encodeURIComponent(words)}`);
    return answer.status === 200 && (await answer.json()).total > 0;
};

test('a damaged page of the database: check says where, the rest is served', async (t) => {
    const pages = statSync(path.join(whole, 'warraq.db')).size / PAGE;
    let given = 0, asked = 0;
    for (let page = 2; page < pages; page += 9) {
        const data = copy();
        const file = openSync(path.join(data, 'warraq.db'), 'r+');
        writeSync(file, Buffer.alloc(PAGE, 0xA7), 0, PAGE, page * PAGE);
        closeSync(file);
        const checked = warraq('check', '--data', data);
        assert.equal(checked.status, 1, `page ${page}: ${checked.out}`);
        assert.match(checked.out + checked.err, /FOUND: .*(damaged|malformed|cannot be read|is not JSON)|its file is damaged/, `page ${page}`);
        const server = await served(t, data).catch((error) => error);
        if (server instanceof Error) {
            assert.match(server.message, /its file is damaged; «warraq check» says where, a backup brings it back/);
            continue;
        }
        for (const address of ['/', '/local', '/search', '/health/live', ...Array.from({length: 28}, (_, i) => `/local/${i + 1}`)]) {
            const answer = await status(server.base, address);
            assert.ok([200, 404, 410, 503].includes(answer), `page ${page}, ${address}: ${answer}`);
            asked++;
            if (answer !== 503) given++;
        }
        await server.stop();
        if (server.log()) assert.match(server.log(), /its file is damaged|cannot be read/);
    }
    assert.ok(given > asked / 2, `${given} of ${asked} answers`);
});

test('a backup brings a damaged newsroom back', () => {
    const data = copy(), backups = path.join(folder(), 'backups'), restored = path.join(folder(), 'restored');
    warraq('backup', backups, '--data', data);
    truncateSync(path.join(data, 'warraq.db'), 20 * PAGE);
    assert.equal(warraq('check', '--data', data).status, 1);
    const done = warraq('restore', backups, '--data', restored);
    assert.equal(done.status, 0, done.err);
    assert.equal(warraq('check', '--data', restored).status, 0);
});

test('a log that lost its end: what stood before it is whole, and the index is told', async (t) => {
    const data = copy();
    let server = await served(t, data);
    await until(() => found(server, 'الميناء'), 'the index');
    // Through the server: a command that ends writes the log back.
    const call = await enter(data, server.base, 'editor', 'editor');
    for (let i = 1; i <= 10; i++) await written(call, `مسودّة ${i}`);
    await published(call, 'قافلة الملح', ['وصلت.']);
    await until(() => found(server, 'قافلة الملح'), 'the index has all');
    await server.kill();
    const log = path.join(data, 'warraq.db-wal');
    assert.ok(statSync(log).size > 4 * PAGE);
    truncateSync(log, Math.floor(statSync(log).size / 3));
    assert.equal(warraq('check', '--data', data).status, 0);
    server = await served(t, data);
    await until(() => found(server, 'الميناء'), 'the index is made anew');
    await server.stop();
    assert.match(server.log(), /the archive ends at change \d+, the search index has seen \d+/);
});

test('a picture that is lost is told by check, and its story is served', async (t) => {
    const data = copy();
    const server = await served(t, data);
    const front = await (await fetch(server.base + '/')).text();
    const [picture] = links(front, /src="\/media\/([0-9a-f]+)[^"]*"/g);
    for (const file of readdirSync(path.join(data, 'media'))) if (file.startsWith(picture)) rmSync(path.join(data, 'media', file));
    const checked = warraq('check', '--data', data);
    assert.equal(checked.status, 1);
    assert.match(checked.out, new RegExp(`FOUND: the picture ${picture}\\.\\w+ is missing`));
    assert.equal(await status(server.base, '/'), 200);
    await server.stop();
});

test('an index that is deleted is made anew, while serving and at a start', async (t) => {
    const data = copy();
    let server = await served(t, data);
    await until(() => found(server, 'الميناء'), 'the index');
    await until(() => deleted(path.join(data, 'search')), 'it is deleted, though the server writes there');
    await until(() => existsSync(path.join(data, 'search', 'current')), 'a new index');
    await until(() => found(server, 'الميناء'), 'it finds');
    await server.stop();
    rmSync(path.join(data, 'search'), {recursive: true});
    server = await served(t, data);
    await until(() => found(server, 'الميناء'), 'the index, again');
    await server.stop();
});

test('a disk of logs that is full stops no one', async (t) => {
    const data = copy();
    configure(data, {access_log: '/dev/full'});
    const server = await served(t, data);
    for (let i = 0; i < 50; i++) assert.equal(await status(server.base, i % 2 ? '/' : `/nothing-${i}`), i % 2 ? 200 : 404);
    assert.deepEqual(await server.stop(), {code: 0, signal: null});
});

test('a clock that jumps: pages, comments and schedules go on', async (t) => {
    if (!ownClock()) return t.skip('faketime is not here');
    const data = copy(), clock = path.join(folder(), 'clock');
    const set = (offset) => writeFileSync(clock, offset);
    set('+0');
    const server = await served(t, data, {env: ownClock({FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1'})});
    const page = links(await (await fetch(server.base + '/local')).text(), /<h3><a href="([^"]+)"/g).at(-1);
    const comment = async (text) => {
        const html = await (await fetch(server.base + page)).text();
        const answer = await fetch(server.base + page, {method: 'POST', redirect: 'manual', body: new URLSearchParams({name: 'قارئ', email: 'r@example.org', text,
            token: links(html, /name="token" value="([^"]+)"/g)[0]})});
        return answer.status;
    };
    for (const offset of ['+0', '+3600', '-3600', '+40d', '-400d', '+0']) {
        set(offset);
        const date = new Date((await fetch(server.base + `/nothing${offset}`)).headers.get('date'));
        assert.equal(await status(server.base, '/'), 200, offset);
        assert.equal(await status(server.base, page), 200, offset);
        assert.equal(await comment(`تعليق عند ${offset}.`), 303, `a comment at ${offset}`);
        t.diagnostic(`${offset}: ${date.toISOString()}`);
    }
    await server.stop();
    assert.equal(warraq('check', '--data', data).status, 0);
    assert.doesNotMatch(server.log(), /error/);
});
