// The Debian package: what is in it, and that it runs from where it is installed.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {folder, program, serve} from '../support/newsroom.mjs';

const run = (command, ...args) => {
    const {status, stdout, stderr} = spawnSync(command, args, {encoding: 'utf8'});
    assert.equal(status, 0, `${command}: ${stderr || stdout}`);
    return stdout;
};

test('the package installs a program that finds its parts, a sandboxed service, and removes no data', async () => {
    const work = folder(), root = path.join(work, 'root');
    run('cpack', '--config', path.join(path.dirname(program), 'CPackConfig.cmake'), '-B', work);
    const file = path.join(work, readdirSync(work).find((name) => name.endsWith('.deb')));
    run('dpkg-deb', '-R', file, root);
    const control = readFileSync(path.join(root, 'DEBIAN/control'), 'utf8');
    assert.match(control, /^Depends: .*libvips42.*libxapian30/m);
    assert.equal(readFileSync(path.join(root, 'DEBIAN/conffiles'), 'utf8').trim(), '/etc/default/warraq');
    for (const script of ['postinst', 'prerm', 'postrm']) {
        run('sh', '-n', path.join(root, 'DEBIAN', script));
        assert.doesNotMatch(readFileSync(path.join(root, 'DEBIAN', script), 'utf8'), /\brm\b|deluser/, 'data and their owner stay');
    }
    assert.equal(statSync(path.join(root, 'usr/bin/warraq')).mode & 0o777, 0o755);

    // Nothing of how it was made: no sources, no maps to them, no tests, no notes of version control.
    const entries = readdirSync(root, {recursive: true}).filter((name) => !name.startsWith('DEBIAN'));
    assert.ok(entries.length > 50);
    assert.deepEqual(entries.filter((name) => /(^|\/)\.|\.(map|ts|svelte|cpp|h|o|pdb)$|(^|\/)(tests?|bench|node_modules|src)(\/|$)/.test(name)), []);

    const installed = path.join(root, 'usr/bin/warraq'), data = path.join(work, 'data');
    const unset = {...process.env};
    delete unset.WARRAQ_SHARE;
    const demo = spawnSync(installed, ['demo', '--data', data], {encoding: 'utf8', env: unset});
    assert.equal(demo.status, 0, demo.stderr);
    const server = await serve(data, {of: installed});
    for (const address of ['/', '/desk', '/search']) assert.equal((await fetch(server.base + address)).status, 200, address);
    const page = await (await fetch(server.base + '/')).text();
    const [script] = /\/static\/[\w.]+\.js/.exec(page);
    assert.equal((await fetch(server.base + script, {headers: {'Accept-Encoding': 'br'}})).headers.get('content-encoding'), 'br');
    await server.stop();

    const service = readFileSync(path.join(root, 'lib/systemd/system/warraq.service'), 'utf8');
    for (const line of ['UMask=0077', 'StateDirectoryMode=0700', 'LimitCORE=0']) assert.ok(service.split('\n').includes(line), line);
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) return;
    const unit = path.join(root, 'lib/systemd/system/warraq.service');
    const exposure = /exposure level for [^:]+: ([\d.]+)/.exec(run('systemd-analyze', 'security', '--offline=true', '--no-pager', unit));
    assert.ok(Number(exposure[1]) <= 2, `the service is exposed by ${exposure[1]} of 10`);
});
