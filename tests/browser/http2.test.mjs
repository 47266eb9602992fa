// The site over HTTP/2, as browsers speak it: pages with all they need on one connection, a comment, live events; the
// bytes are those of HTTP/1.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import http2 from 'node:http2';
import path from 'node:path';
import test, {after, before} from 'node:test';
import {configure, folder, links, serve, until, warraq} from '../support/newsroom.mjs';
import {openBrowser} from './chromium.mjs';

let data, server, secure, browser, story;

before(async () => {
    data = folder();
    warraq('demo', '--data', data);
    const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => path.join(data, name));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
        '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=localhost', '-addext',
        'subjectAltName=DNS:localhost,IP:127.0.0.1'], {stdio: 'ignore'});
    configure(data, {certificate, key, seconds_to_write: 0});
    server = await serve(data, {args: ['--tls-port', '0']});
    await until(() => /https:\/\/\S+(?=\/\n)/.test(server.said()), 'the address over TLS');
    secure = /https:\/\/\S+(?=\/\n)/.exec(server.said())[0];
    browser = await openBrowser();
    const html = await (await fetch(server.base + '/')).text();
    story = links(html, /<h[23]><a href="([^"]+)"/g)[0];
});

after(async () => {
    await browser?.close();
    await server?.stop();
});

test('a browser loads pages and all they need over HTTP/2', async () => {
    const context = await browser.newContext({ignoreHTTPSErrors: true});
    const page = await context.newPage();
    const errors = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('response', (response) => response.status() >= 400 && errors.push(response.url()));
    for (const address of ['/', story]) {
        await page.goto(secure + address);
        await page.evaluate(() => document.fonts.ready);
        const protocols = await page.evaluate(() => [...performance.getEntriesByType('navigation'),
            ...performance.getEntriesByType('resource')].map((entry) => [entry.name, entry.nextHopProtocol]));
        assert.ok(protocols.length > 3, 'style, script and fonts');
        for (const [name, protocol] of protocols) if (protocol) assert.equal(protocol, 'h2', name);
        assert.ok((await page.textContent('h1, h2')).trim());
    }
    await page.fill('#comment-name', 'قارئ');
    await page.fill('#comment-email', 'reader@example.org');
    await page.fill('#comment-text', 'تعليق وصل عبر اتصال واحد');
    await page.click('#comment-form button[type=submit]');
    await page.waitForURL(/comment=received/);
    assert.deepEqual(errors, []);
    await context.close();
});

test('what a client of HTTP/2 gets is what HTTP/1 gives, many at once', async () => {
    const session = http2.connect(secure, {ca: readFileSync(path.join(data, 'certificate.pem'))});
    const ask = (address) => new Promise((resolve, reject) => {
        const stream = session.request({':path': encodeURI(decodeURI(address)), 'accept-encoding': 'identity'});
        const parts = [];
        let headers;
        stream.on('response', (given) => { headers = given; });
        stream.on('data', (bytes) => parts.push(bytes));
        stream.on('end', () => resolve({headers, body: Buffer.concat(parts)}));
        stream.on('error', reject);
    });
    const addresses = ['/', story, '/local', '/sport', '/feed/rss.xml', '/search', '/none', '/wp-json/wp/v2/posts'];
    const expected = await Promise.all(addresses.map(async (address) => {
        const answer = await fetch(server.base + address, {headers: {'accept-encoding': 'identity'}});
        return {status: answer.status, type: answer.headers.get('content-type'), csp: answer.headers.get('content-security-policy'),
            body: Buffer.from(await answer.arrayBuffer())};
    }));
    const rounds = Array.from({length: 10}, () => addresses).flat();
    const answers = await Promise.all(rounds.map(ask));
    for (const [i, {headers, body}] of answers.entries()) {
        const right = expected[i % addresses.length];
        assert.equal(headers[':status'], right.status, rounds[i]);
        assert.equal(headers['content-type'], right.type);
        assert.equal(headers['content-security-policy'], right.csp);
        assert.ok(body.equals(right.body), rounds[i]);
    }
    session.close();
});
