// What a newsroom keeps is open to nobody else on its machine, whichever part of the program or library made the file, and
// whatever umask it was started under; what is open already is told with the command that closes it.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {configure, folder, program, serve, until, warraq} from '../support/newsroom.mjs';
import {wordpressExport} from '../support/wxr.mjs';

process.umask(0);  // the program inherits it: whatever is closed was closed by the program

// Every file and folder below, itself included: {name: mode}.
const modes = (root) => Object.fromEntries([root, ...readdirSync(root, {recursive: true}).map((name) => path.join(root, name))]
    .map((name) => [path.relative(root, name) || '.', (lstatSync(name).mode & 0o7777).toString(8)]));
const open = (root) => Object.entries(modes(root)).filter(([, mode]) => Number.parseInt(mode, 8) & 0o077);
const mode = (file) => (lstatSync(file).mode & 0o7777).toString(8);

// A newsroom with a little of everything, and what was made beside it.
async function newsroom(env = {}) {
    const root = path.join(folder(), 'root'), data = path.join(root, 'data'), backups = path.join(root, 'backups'), logs = path.join(root, 'logs');
    mkdirSync(logs, {recursive: true});
    const run = (...args) => {
        const {status, stderr, stdout} = spawnSync(program, args, {encoding: 'utf8', env: {...process.env, ...env}});
        assert.equal(status, 0, `${args[0]}: ${stderr}`);
        return stdout;
    };
    run('demo', '--data', data);
    configure(data, {folder: path.join(root, 'nightly'), access_log: path.join(logs, 'access.log')});
    const server = await serve(data, {env});
    await (await fetch(server.base + '/')).arrayBuffer();
    await (await fetch(server.base + '/search?q=' + encodeURIComponent('القمح'))).arrayBuffer();
    writeFileSync(path.join(root, 'in.xml'), wordpressExport({posts: [{id: 900, title: 'خبر'}]}));
    run('import', 'wordpress', path.join(root, 'in.xml'), '--data', data, '--report', path.join(root, 'report.tsv'));
    run('backup', backups, '--data', data);
    await until(() => existsSync(path.join(root, 'nightly')) && readdirSync(path.join(root, 'nightly')).some((name) => /Z$/.test(name)), 'the night\'s backup');
    for (const name of ['archive.jsonl', 'archive.jsonl.gz', 'archive.xml'])
        run('export', path.join(root, name), '--data', data, ...(name.endsWith('xml') ? ['--format', 'wordpress'] : []));
    const running = open(data);  // with its -wal and -shm
    const files = readdirSync(data);
    await server.stop();
    run('restore', backups, '--data', path.join(root, 'restored'));
    run('reindex', '--data', path.join(root, 'restored'));
    return {root, data, backups, logs, running, files, log: server.log(), run};
}

test('nothing of a newsroom is open to others, whoever made it', async () => {
    const {root, data, backups, running, files, log, run} = await newsroom();
    assert.ok(files.includes('warraq.db-wal') && files.includes('search') && files.includes('secret.key'), files.join(' '));
    assert.deepEqual(running, []);
    // All but what this test made itself.
    const own = new Set(['.', 'logs', 'in.xml']);
    assert.deepEqual(open(root).filter(([name]) => !own.has(name)), []);
    assert.ok(Object.keys(modes(root)).length > 60);
    assert.deepEqual([mode(data), mode(backups), mode(path.join(root, 'restored'))], ['700', '700', '700']);
    for (const file of ['warraq.toml', 'secret.key', 'warraq.db']) assert.equal(mode(path.join(data, file)), '600', file);
    assert.doesNotMatch(run('check', '--data', data), /OPEN/);
    assert.doesNotMatch(log, /open to other users/);
});

test('what is open is told, with the command that closes it, and stays as it is', async () => {
    const root = folder(), data = path.join(root, 'the data');
    warraq('demo', '--data', data);
    chmodSync(data, 0o755);
    chmodSync(path.join(data, 'warraq.db'), 0o644);
    chmodSync(path.join(data, 'warraq.toml'), 0o640);
    const checked = warraq('check', '--data', data);
    assert.equal(checked.status, 0, 'the data are whole');
    const [, what, command] = /^OPEN to other users of this machine: (.*); close it: (.*)$/m.exec(checked.out);
    assert.equal(what, `${data} (mode 0755): warraq.db (0644), warraq.toml (0640)`);
    const server = await serve(data);
    await server.stop();
    assert.equal(server.log().split('\n').filter((line) => line.includes(`open to other users of this machine: ${data} `)).length, 1, server.log());
    assert.equal(mode(data), '755');
    assert.equal(mode(path.join(data, 'warraq.db')), '644');
    assert.equal(spawnSync('sh', ['-c', command]).status, 0);
    assert.deepEqual(open(data), []);
    assert.doesNotMatch(warraq('check', '--data', data).out, /OPEN/);
});

test('a backup leaves a folder that was there as it was, and closes what it puts in', async () => {
    const root = folder(), data = path.join(root, 'data'), backups = path.join(root, 'backups');
    warraq('demo', '--data', data);
    mkdirSync(backups);
    for (const before of [0o755, 0o2770]) {
        chmodSync(backups, before);
        assert.equal(warraq('backup', backups, '--data', data).status, 0);
        assert.equal(mode(backups), before.toString(8));
        // A folder with the set-group-ID bit hands it on; who may enter is the umask's.
        assert.deepEqual(open(backups).filter(([name]) => name !== '.'), []);
        await new Promise((resolve) => setTimeout(resolve, 1100));  // a backup's name is its second
    }
});

test('an owner may open files to a group, secrets never', async () => {
    const data = path.join(folder(), 'data'), env = {...process.env, WARRAQ_UMASK: '027'};
    const run = (...args) => spawnSync(program, args, {encoding: 'utf8', env});
    assert.equal(run('demo', '--data', data).status, 0);
    assert.deepEqual([mode(data), mode(path.join(data, 'media'))], ['750', '750']);
    assert.equal(mode(path.join(data, 'media', readdirSync(path.join(data, 'media'))[0])), '640');
    assert.deepEqual([mode(path.join(data, 'warraq.toml')), mode(path.join(data, 'secret.key'))], ['600', '600']);
    assert.doesNotMatch(run('check', '--data', data).stdout, /OPEN/, 'it is what was asked for');
    assert.match(warraq('check', '--data', data).out, /OPEN/);
    for (const wrong of ['7', '0777', '099', 'u=rwx', '277']) {
        const {status, stderr} = spawnSync(program, ['check', '--data', data], {encoding: 'utf8', env: {...env, WARRAQ_UMASK: wrong}});
        assert.deepEqual([status, stderr.trim()], [1, `warraq: WARRAQ_UMASK: «${wrong}» is no umask such as 027`]);
    }
});

test('no core file and no debugger reads its memory, unless it is asked for', async () => {
    const data = path.join(folder(), 'data');
    warraq('demo', '--data', data);
    // The hard limit: a sanitizer sets the soft one itself.
    const cores = (pid) => /^Max core file size\s+\S+\s+(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))[1];
    // What belongs to a process that may not be dumped is root's in /proc.
    const owner = (pid) => lstatSync(`/proc/${pid}/maps`).uid;
    for (const [env, limit, dumpable] of [[{}, '0', false], [{WARRAQ_CORE_DUMPS: '1'}, cores(process.pid), true]]) {
        const server = await serve(data, {env});
        assert.equal(cores(server.child.pid), limit);
        if (process.getuid() !== 0) assert.equal(owner(server.child.pid), dumpable ? process.getuid() : 0);
        assert.deepEqual(await server.stop(), {code: 0, signal: null});
    }
});
