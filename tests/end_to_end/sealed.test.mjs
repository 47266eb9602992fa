// Sealed backups as their owner uses them: the key made and taken away, backups at night and by hand, killed at any moment,
// looked at without the key and with it, restored.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync, lstatSync, readFileSync, readdirSync, renameSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {configure, folder, program, serve, until, warraq} from '../support/newsroom.mjs';

const files = (root) => readdirSync(root, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
const made = (backups) => existsSync(backups) ? readdirSync(backups).filter((name) => existsSync(path.join(backups, name, 'manifest')) && !name.endsWith('.part')) : [];

// A demo newsroom whose backups are sealed: {data, key, line}.
function newsroom() {
    const data = path.join(folder(), 'data'), away = path.join(folder(), 'newsroom.key');
    assert.equal(warraq('demo', '--data', data).status, 0);
    const {status, out} = warraq('backup-key', away);
    assert.equal(status, 0);
    const [, line] = /^recipient = "(warraq-seal-1-\S+)"$/m.exec(out);
    configure(data, {recipient: line});
    return {data, key: away, line};
}

test('a key is made once, for its owner alone, and opens what its line seals', () => {
    const {data, key, line} = newsroom(), backups = path.join(folder(), 'backups');
    assert.equal((lstatSync(key).mode & 0o777).toString(8), '600');
    assert.match(readFileSync(key, 'utf8'), /^warraq-open-1-\S+$/m);
    assert.equal(warraq('backup-key', key).status, 1, 'a key that is there is not lost');
    assert.match(warraq('backup-key').out, /^warraq-open-1-\S+$[\s\S]*^recipient = "warraq-seal-1-/m);

    const backup = warraq('backup', backups, '--data', data);
    assert.equal(backup.status, 0, backup.err);
    assert.match(backup.out, /sealed for the key [0-9a-f]{16}\.$/m);
    const stored = files(backups);
    assert.ok(stored.length > 5);
    assert.deepEqual(stored.filter((file) => !file.endsWith('.sealed') && path.basename(file) !== 'manifest'), []);
    for (const file of stored) assert.ok(!readFileSync(file).includes('SQLite format') && !readFileSync(file).includes(line), file);
    assert.deepEqual(readdirSync(data).filter((name) => name.includes('part')), [], 'nothing stays of how it was made');

    assert.match(warraq('check', '--backup', backups).out, /sealed: as they lie there.*--key/);
    assert.match(warraq('check', '--backup', backups, '--key', key).out, /Sound/);
    const restored = path.join(folder(), 'restored');
    const without = warraq('restore', backups, '--data', restored);
    assert.deepEqual([without.status, without.err.trim().split('\n').length], [1, 1]);
    assert.match(without.err, /is sealed for the key [0-9a-f]{16}, which must be given/);
    const another = path.join(folder(), 'other.key');
    warraq('backup-key', another);
    assert.match(warraq('restore', backups, '--data', restored, '--key', another).err, /is sealed for the key .* and this one is/);
    assert.match(warraq('restore', backups, '--data', restored, '--key', path.join(data, 'secret.key')).err, /holds no key|is larger than/);
    assert.ok(!existsSync(restored) && !existsSync(restored + '.part'));
    assert.equal(warraq('restore', backups, '--data', restored, '--key', key).status, 0);
    assert.match(warraq('check', '--data', restored).out, /Sound/);
    const archive = (of) => warraq('export', '--data', of, '--emails').out;
    assert.equal(archive(restored), archive(data));
    assert.equal(warraq('check', '--data', data, '--backup', backups).status, 2);
    assert.equal(warraq('check', '--data', data, '--key', key).status, 2);
});

test('the server seals the night\'s backup, and goes on from it', async () => {
    const {data, key} = newsroom(), backups = path.join(folder(), 'nightly');
    configure(data, {folder: backups});
    let server = await serve(data);
    await until(() => made(backups).length === 1, 'the night\'s backup');
    await server.stop();
    assert.match(warraq('check', '--backup', backups, '--key', key).out, /Sound/);
    // A day on: what was there is not sealed anew.
    const [name] = made(backups), before = files(backups).length;
    const again = warraq('backup', backups, '--data', data);
    assert.match(again.out, / 0 of them new/);
    assert.equal(files(backups).length, before + 4);
    // Under another's name it is none of ours.
    renameSync(path.join(backups, name), path.join(backups, '2099-01-01T00-00-00Z'));
    assert.match(warraq('restore', backups, '--data', path.join(folder(), 'x'), '--key', key).err, /it stands under another's name/);
});

test('one that is killed leaves nothing that passes for a backup', async (t) => {
    const {data, key} = newsroom(), backups = path.join(folder(), 'backups');
    const began = Date.now();
    assert.equal(warraq('backup', path.join(folder(), 'first'), '--data', data).status, 0);
    const took = Date.now() - began;
    let killed = 0;
    for (let i = 0; i < 12; i++) {
        const child = spawn(program, ['backup', backups, '--data', data], {stdio: 'ignore'});
        const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal)));
        setTimeout(() => child.kill('SIGKILL'), took * i / 12);
        if (await ended === 'SIGKILL') killed++;
        for (const name of made(backups)) {
            const {out, err} = warraq('check', '--backup', path.join(backups, name), '--key', key);
            assert.match(out, /Sound/, err);
        }
    }
    assert.ok(killed > 0, 'none was killed');
    t.diagnostic(`${killed} of 12 killed`);
    await new Promise((resolve) => setTimeout(resolve, 1100));  // a backup's name is its second
    assert.equal(warraq('backup', backups, '--data', data).status, 0, 'what was left is in nobody\'s way');
    assert.match(warraq('check', '--backup', backups, '--key', key).out, /Sound/);
    const restored = path.join(folder(), 'restored');
    assert.equal(warraq('restore', backups, '--data', restored, '--key', key).status, 0);
    assert.match(warraq('check', '--data', restored).out, /Sound/);
});
