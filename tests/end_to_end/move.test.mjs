// Moving in, interrupted at any moment, ends in the same result; a backup that is made under load holds all that was
// acknowledged before it.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {configure, folder, links, pause, program, serve, shared, until, warraq} from '../support/newsroom.mjs';
import {wordpressExport} from '../support/wxr.mjs';

const real = path.join(shared, 'wxr', 'arabic-wordpress-6.1.xml.gz');

// What an archive is, as bytes.
function archive(data) {
    const file = path.join(folder(), 'archive.jsonl');
    assert.equal(warraq('export', file, '--data', data, '--emails').status, 0);
    return readFileSync(file);
}

test('an import that is killed at 20 moments and run again ends in the same archive', {skip: existsSync(real) ? false : 'the export is not here'}, async (t) => {
    const whole = folder();
    const started = Date.now();
    assert.equal(warraq('import', 'wordpress', real, '--data', whole).status, 0);
    const took = Date.now() - started;
    const data = folder();
    let killed = 0;
    for (let i = 0; i < 20; i++) {
        const child = spawn(program, ['import', 'wordpress', real, '--data', data], {stdio: 'ignore'});
        const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal)));
        setTimeout(() => child.kill('SIGKILL'), 30 + Math.random() * took * 0.2);
        if (await ended === 'SIGKILL') killed++;
    }
    assert.ok(killed >= 10, `${killed} were killed`);
    const last = warraq('import', 'wordpress', real, '--data', data);
    assert.equal(last.status, 0, last.err);
    assert.match(warraq('check', '--data', data).out, /Sound/);
    assert.ok(archive(data).equals(archive(whole)), 'the same bytes');
    t.diagnostic(`${killed} of 20 killed; the last run: ${last.out.split('\n')[0]}`);
});

test('a backup under load is whole, and holds what was acknowledged before it', async () => {
    const data = folder(), backups = path.join(folder(), 'backups');
    warraq('demo', '--data', data);
    configure(data, {minutes_between: 0, policy: 'after', challenge_after: 0});
    const server = await serve(data);
    const front = await (await fetch(server.base + '/')).text();
    const [story] = links(front, /<h3><a href="([^"]+)"/g);
    const [token] = links(await (await fetch(server.base + story)).text(), /name="token" value="([^"]+)"/g);
    await pause(4500);  // as long as a person takes at the least
    let sent = 0, taken = 0, going = true;
    const write = async () => {
        while (going) {
            const answer = await fetch(server.base + story, {method: 'POST', redirect: 'manual', body: new URLSearchParams(
                {name: `قارئ ${++sent}`, email: 'r@example.org', text: `تعليق رقم ${sent} من الاختبار`, token})});
            await answer.arrayBuffer();
            if (answer.status === 303) taken++;
        }
    };
    const read = async () => { while (going) await (await fetch(server.base + story)).arrayBuffer(); };
    const work = [write(), read(), read()];
    await pause(500);
    await until(() => taken > 0, 'a comment is taken');
    const before = warraq('export', '--data', data).out.split('\n').filter((line) => line.startsWith('{"kind":"comment"'));
    const made = warraq('backup', backups, '--data', data);
    assert.equal(made.status, 0, made.err);
    going = false;
    await Promise.all(work);
    await server.stop();
    assert.match(warraq('check', '--backup', backups).out, /Sound/);
    const restored = path.join(folder(), 'restored');
    assert.equal(warraq('restore', backups, '--data', restored).status, 0);
    assert.match(warraq('check', '--data', restored).out, /Sound/);
    const after = new Set(warraq('export', '--data', restored).out.split('\n'));
    assert.ok(before.length > 0);
    assert.deepEqual(before.filter((line) => !after.has(line)), []);
    assert.deepEqual(readdirSync(path.join(data, 'media')).sort(), readdirSync(path.join(restored, 'media')).sort());
    // A file that changed since is found, and not restored.
    const [name] = readdirSync(path.join(backups, 'media'));
    writeFileSync(path.join(backups, 'media', name), 'x');
    assert.equal(warraq('check', '--backup', backups).status, 1);
    assert.equal(warraq('restore', backups, '--data', path.join(folder(), 'again')).status, 1);
});

test('wrong files are refused with one line', () => {
    const file = path.join(folder(), 'x.xml'), data = folder();
    for (const text of ['', '<html></html>', '<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>', wordpressExport({posts: [{id: 1, title: 'x'}]}).slice(0, -40)]) {
        writeFileSync(file, text);
        const {status, err} = warraq('import', 'wordpress', file, '--data', data);
        assert.equal(status, 1);
        assert.equal(err.trim().split('\n').length, 1, err);
    }
    assert.equal(warraq('import', 'wordpress', '/nonexistent', '--data', data).status, 1);
    const anywhere = warraq('import', 'wordpress', real, '--data', data, '--download', 'https://');
    assert.equal(anywhere.status, 1);
    assert.match(anywhere.err, /--download names no host/);
    assert.equal(warraq('check').status, 2);
});
