// Who watches a newsroom's server finds what the manual promises: each metric that an alert or the board asks for is there,
// and each line of the log is explained.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {fileURLToPath} from 'node:url';
import {configure, folder, serve, warraq} from '../support/newsroom.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (file) => readFileSync(path.join(root, file), 'utf8');

test('alerts and the board ask for metrics that there are', async (t) => {
    const data = folder();
    warraq('demo', '--data', data);
    configure(data, {folder: path.join(data, 'backups')});
    const server = await serve(data);
    t.after(() => server.stop());
    const metrics = await (await fetch(server.base + '/metrics')).text();
    const there = new Set([...metrics.matchAll(/^(warraq_\w+)/gm)].map(([, name]) => name));
    there.add('warraq_certificate_ends_seconds');  // with TLS: tests/serve/tls_test.cpp
    const asked = [text('docs/monitoring/warraq.rules.yml'), text('docs/monitoring/warraq.board.json')]
        .flatMap((file) => [...file.matchAll(/\bwarraq_[a-z_]+/g)].map(([name]) => name));
    assert.ok(asked.length > 20);
    assert.deepEqual(asked.filter((name) => !there.has(name)), []);
    const number = (name) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(metrics)[1]);
    assert.ok(number('warraq_disk_free_bytes') > 0);
    assert.ok(number('warraq_resident_bytes') > 1e6);
    assert.equal(number('warraq_log_errors_total'), 0);
});

test('the manual explains each warning and error', () => {
    const manual = text('docs/operate.md');
    const sources = readdirSync(path.join(root, 'src'), {recursive: true, withFileTypes: true})
        .filter((entry) => entry.name.endsWith('.cpp')).map((entry) => readFileSync(path.join(entry.path, entry.name), 'utf8'));
    const lines = sources.flatMap((source) => [...source.matchAll(/spdlog::(?:error|warn)\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, line]) => line));
    assert.ok(lines.length > 20, `${lines.length} lines`);
    const unexplained = lines.filter((line) => {
        const words = line.split(/\{[^}]*\}/).map((part) => part.replace(/^[\s:;,]+|[\s:;,]+$/g, '')).filter((part) => /\w{2}/.test(part));
        return words.length > 0 && !words.every((part) => manual.includes(part.slice(0, 60)));
    });
    assert.deepEqual(unexplained, []);
});
