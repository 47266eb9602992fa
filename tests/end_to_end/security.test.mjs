// What the program as it is run tells browsers with each answer, and what it writes down: logs and files are searched for
// every secret that went through it.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {request} from 'node:http';
import path from 'node:path';
import test, {after, before} from 'node:test';
import {configure, folder, links, serve, until, warraq} from '../support/newsroom.mjs';

const PASSWORD = 'نخلة وجسر ونهر قديم', EMAIL = 'one.reader.of.ours@example.org';
const ONE_YEAR = 'max-age=31536000; includeSubDomains';

let data, logs, server, cookie = '', token = '', firstLink, preview;

// As a reader behind a proxy that took TLS off; the target goes as it is written.
const ask = (target, {method = 'GET', headers = {}, body} = {}) => new Promise((resolve, reject) => {
    const {hostname, port} = new URL(server.base);
    const sent = request({hostname, port, path: target.replace(/[^\x21-\x7e]+/g, encodeURIComponent), method, headers: {'X-Forwarded-Proto': 'https', ...headers}}, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => resolve({status: answer.statusCode, headers: answer.headers, text}));
    });
    sent.on('error', reject).end(body);
});
const call = (method, address, body, headers = {}) => ask('/desk/api' + address, {method, body: body && JSON.stringify(body),
    headers: {'Content-Type': 'application/json', 'X-CSRF-Token': token, Cookie: cookie, ...headers}});

before(async () => {
    data = folder();
    logs = folder();
    warraq('demo', '--data', data);
    configure(data, {address: 'https://news.example', https_only: true, https_subdomains: true, trusted_proxies: ['127.0.0.1'], access_log: path.join(logs, 'access.log'), seconds_to_write: 0});
    server = await serve(data);
    await until(() => /welcome\/\w+/.test(server.said()), 'the first link');
    firstLink = /welcome\/(\w+)/.exec(server.said())[1];
});
after(() => server?.stop());

test('who comes in is given a cookie of this host alone', async () => {
    const entered = await call('PUT', '/link', {link: firstLink, login: 'leila', name: 'ليلى', password: PASSWORD});
    assert.equal(entered.status, 200, entered.text);
    const [set] = entered.headers['set-cookie'];
    assert.match(set, /^__Host-warraq_desk=[0-9a-f]{64}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/);
    cookie = set.split(';')[0];
    token = JSON.parse(entered.text).csrf_token;
    assert.equal((await call('GET', '/sessions')).status, 200);
});

test('every answer of site and desk tells browsers what they may do', async () => {
    const page = await ask('/'), desk = await ask('/desk');
    const [story] = links(page.text, /<h3><a href="([^"]+)"/g), [picture] = links(page.text, /src="(\/media\/[^"]+)"/g);
    const assets = [...links(page.text, /(?:href|src)="(\/static\/[^"]+)"/g), ...links(desk.text, /(?:href|src)="(\/desk\/assets\/[^"]+)"/g)];
    assert.ok(assets.length >= 4, assets.join(' '));
    preview = JSON.parse((await call('POST', '/stories/1/preview')).text).link;
    const seen = [];
    for (const [target, headers = {}] of [['/'], [story], [picture], ['/local'], ['/nothing'], ['/feed/rss.xml'], ['/feed/atom.xml'], ['/feed/feed.json'], ['/sitemap.xml'], ['/robots.txt'],
        ['/search?q=a'], ['/search/suggest?q=a'], ['/api/v1/site'], ['/wp-json/wp/v2/posts'], ['/oembed?url=x'], ['/health/ready'], ['/metrics'], ...assets.map((asset) => [asset]),
        ['/desk'], [preview], ['/desk/api/session', {Cookie: cookie}], ['/desk/api/settings', {Cookie: cookie}], ['/desk/api/settings'], ['/desk/api/move-in/report', {Cookie: cookie}]]) {
        const {status, headers: fields, text} = await ask(target, {headers});
        const policy = Object.fromEntries((fields['content-security-policy'] ?? '').split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]));
        const framed = target === '/desk' || target === preview;
        assert.equal(policy['default-src'], "'none'", `${target} ${status}`);
        assert.equal(policy['object-src'], "'none'", target);
        assert.equal(policy['base-uri'], "'none'", target);
        assert.equal(policy['frame-ancestors'], framed ? "'self'" : "'none'", target);
        assert.ok(['\'self\'', undefined].includes(policy['script-src']), `${target}: ${policy['script-src']}`);
        assert.equal(fields['x-content-type-options'], 'nosniff', target);
        assert.equal(fields['referrer-policy'], 'strict-origin-when-cross-origin', target);
        assert.equal(fields['strict-transport-security'], ONE_YEAR, target);
        assert.equal(fields['set-cookie'], undefined, target);
        const open = /^\/(api\/v1|wp-json)\//.test(target) || target.endsWith('.woff2');
        assert.equal(fields['access-control-allow-origin'], open ? '*' : undefined, target);
        const type = fields['content-type'];
        if (text) assert.ok(type, target);
        if (text && /^text\/|[/+]xml|json/.test(type) && !type.startsWith('image/')) assert.match(type, /; charset=utf-8$/i, target);
        if (target.startsWith('/desk/api') || framed) assert.match(fields['cache-control'], target === '/desk' ? /^no-cache$/ : /^no-store$/, target);
        seen.push(status);
    }
    assert.ok(seen.filter((status) => status === 200).length > 20, seen.join(' '));
});

test('without TLS nothing is given', async () => {
    const answer = await ask('/', {headers: {'X-Forwarded-Proto': 'http'}});
    assert.deepEqual([answer.status, answer.headers.location], [301, 'https://news.example/']);
    assert.equal((await call('POST', '/session', {login: 'leila', password: PASSWORD}, {'X-Forwarded-Proto': 'http'})).status, 403);
});

test('what went through is in no log and no file', async () => {
    // Wrong and right passwords, a second factor's secret, a form, addresses that would be lines of their own.
    await call('POST', '/session', {login: 'leila', password: 'كلمة لا يعرفها السجل'}, {Cookie: ''});
    const {proof} = JSON.parse((await call('POST', '/proof', {password: PASSWORD})).text);
    const {secret} = JSON.parse((await call('POST', '/second-factor', {proof})).text);
    assert.equal((await call('PUT', '/second-factor', {secret, code: '000000', proof})).status, 422);
    assert.equal((await call('GET', '/users', undefined, {Cookie: cookie.replace(/.$/, 'x')})).status, 401);
    assert.equal((await ask(preview)).status, 200);
    const page = await ask((await ask('/local/1')).headers.location ?? '/local/1');
    const [form] = links(page.text, /name="token" value="([^"]+)"/g);
    const sent = await ask((await ask('/local/1')).headers.location, {method: 'POST', headers: {'Content-Type': 'application/x-www-form-urlencoded'},
        body: String(new URLSearchParams({name: 'قارئ', email: EMAIL, text: 'تعليق لا يعرفه السجل', token: form}))});
    assert.equal(sent.status, 303, sent.text.slice(0, 300));
    const forged = '/x%0a%7b%22time%22:%22forged%22%7d';
    await ask(forged, {headers: {'User-Agent': 'x\ty'}});
    await ask('/desk/api/stories/%0aforged', {headers: {Cookie: cookie}});
    assert.deepEqual(await server.stop(), {code: 0, signal: null});

    const access = readFileSync(path.join(logs, 'access.log'), 'utf8'), log = server.log();
    const lines = access.trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.ok(lines.length > 40, `${lines.length} lines`);
    for (const line of lines) {
        assert.deepEqual(Object.keys(line), ['time', 'method', 'target', 'status', 'bytes', 'micros']);
        assert.match(line.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
    assert.ok(lines.some(({target}) => target === forged), 'what was asked stands there as it came');
    assert.ok(lines.some(({target}) => target === '/desk/preview/') && !access.includes(preview), 'a secret address is cut');
    assert.equal(log.split('\n').filter((line) => line && !/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z\] \[warraq\] \[/.test(line)).join('\n'), '', 'each line is one of the log');
    const secrets = {password: PASSWORD, wrong: 'كلمة لا يعرفها السجل', session: cookie.split('=')[1], csrf: token, link: firstLink, secret, email: EMAIL};
    for (const [name, secret_] of Object.entries(secrets))
        for (const [where, text] of [['access log', access], ['log', log]]) assert.ok(!text.includes(secret_), `${name} is in the ${where}`);
    assert.ok(!access.includes('127.0.0.1') && !access.includes('تعليق'));
    // The data folder: the comment is there in clear, who wrote it is not.
    const files = readdirSync(data, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
    const found = Object.fromEntries(Object.entries({comment: 'تعليق لا يعرفه السجل', ...secrets})
        .map(([name, secret_]) => [name, files.filter((file) => readFileSync(file).includes(secret_)).map((file) => path.basename(file))]));
    assert.ok(found.comment.length > 0, 'the search finds what is there');
    assert.deepEqual({...found, comment: []}, {comment: [], password: [], wrong: [], session: [], csrf: [], link: [], secret: [], email: []});
});
