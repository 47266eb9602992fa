#!/usr/bin/env node
// Attacks a demo newsroom of its own with Debian's wapiti and sqlmap: every page and form that a crawler finds, every
// parameter of the site, of its APIs and of the desk's. Prints what each tool found; ends with 1 where that is anything.
// usage: apt install wapiti sqlmap; scripts/attack.mjs [FOLDER for reports]      (20 to 40 minutes)
import {spawn} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {content, enter} from '../tests/support/desk_client.mjs';
import {configure, folder, links, serve, warraq} from '../tests/support/newsroom.mjs';

// All but wapp and nikto, whose tables come from elsewhere. (An exclusion, -x, ends this wapiti with Debian's Python.)
const MODULES = 'backup,blindsql,brute_login_form,buster,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,ssrf,xss,xxe';
// What it asks for and a site of today does not send: frame-ancestors stands for X-Frame-Options, X-XSS-Protection did harm and is
// gone from browsers, and Strict-Transport-Security may not come over plain HTTP (RFC 6797, 7.2).
const MEANT = /^(X-Frame-Options|X-XSS-Protection|Strict-Transport-Security) is not set$/;
const reports = path.resolve(process.argv[2] ?? folder());
mkdirSync(reports, {recursive: true});
const data = folder();
warraq('demo', '--data', data);
configure(data, {seconds_to_write: 0, minutes_between: 0, challenge_after: 0, searches_a_minute: 0, open_metrics: true});
const server = await serve(data);
let found = 0;

const run = (program, args, log) => new Promise((resolve) => {
    const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'pipe']});
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { out += bytes; });
    child.on('exit', () => { writeFileSync(path.join(reports, log), out); resolve(out); });
});

async function wapiti(name, args) {
    const file = path.join(reports, `wapiti-${name}.json`);
    await run('wapiti', [...args, '--flush-session', '--scope', 'folder', '--max-scan-time', '900', '-f', 'json', '-o', file, '--color', '-v', '1'], `wapiti-${name}.log`);
    const {vulnerabilities, anomalies, infos} = JSON.parse(readFileSync(file, 'utf8'));
    const told = Object.entries(vulnerabilities).map(([kind, list]) => [kind, list.filter(({info}) => !MEANT.test(info))]).filter(([, list]) => list.length);
    for (const [kind, list] of told) console.log(`wapiti ${name}: ${kind}: ${list.map((one) => `${one.method} ${one.path} ${one.info}`).slice(0, 3).join('; ')}`);
    for (const [kind, list] of Object.entries(anomalies).filter(([, list]) => list.length)) console.log(`wapiti ${name}: anomaly: ${kind}: ${list.length}, ${list[0].path} ${list[0].info}`);
    const count = told.reduce((sum, [, list]) => sum + list.length, 0);
    found += count;
    console.log(`wapiti ${name}: ${count} findings in ${infos.crawled_pages_nbr ?? '?'} pages`);
}

async function sqlmap(name, args) {
    const out = await run('sqlmap', [...args, '--batch', '--flush-session', '--level', '2', '--risk', '2', '--technique', 'BEUST', '--dbms', 'sqlite', '--ignore-code', '400,401,403,404,409,422,429',
        '--output-dir', path.join(reports, 'sqlmap')], `sqlmap-${name}.log`);
    const hurt = /is vulnerable|identified the following injection point/.test(out);
    if (hurt) found++;
    console.log(`sqlmap ${name}: ${hurt ? 'FOUND' : /do not appear to be injectable|all tested parameters/.test(out) ? 'none injectable' : 'no answer: ' + out.trim().split('\n').at(-3)}`);
}

const editor = await enter(data, server.base, 'attacked', 'administrator');
const headers = editor.headers();
const {body: {id, version}} = await editor('POST', '/stories', {section: 'local'});
const page = links(await (await fetch(server.base + '/local')).text(), /<h3><a href="([^"]+)"/g).at(-1);
const token = links(await (await fetch(server.base + page)).text(), /name="token" value="([^"]+)"/g)[0];

await wapiti('site', ['-u', server.base + '/', '-m', MODULES, '-s', server.base + page, '-s', server.base + '/search?q=a', '-s', server.base + '/wp-json/wp/v2/posts?search=a&page=1']);
await wapiti('desk', ['-u', server.base + '/desk/', '-m', MODULES, ...['stories?q=a&status=draft&section=local', 'pictures?q=a', 'audit?before=9', 'comments?status=pending', 'redirects?from=a', `stories/${id}`]
    .flatMap((one) => ['-s', `${server.base}/desk/api/${one}`]), ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])]);

const site = {search: '/search?q=a&section=local&from=2026-01-01&to=2026-12-31&sort=date&page=1', suggest: '/search/suggest?q=a', section: '/local?before=9', story: `${page}?reply=1&comments=1`,
    old: '/?p=1', archive: '/archive/2026*/11*', topic: '/topic/a*', author: '/author/a*', short: '/local*/1*', media: '/media/a*.webp', comment: '/comments/1*', feed: '/local/feed/rss.xml*',
    api: '/api/v1/stories?section=local&author=a&topic=a&after=1&limit=5', posts: '/wp-json/wp/v2/posts?search=a&page=1&per_page=5&author=1&categories=1&tags=1&slug=a&after=2026-01-01&orderby=date', oembed: `/oembed?url=${encodeURIComponent(server.base + page)}&format=json`};
for (const [name, address] of Object.entries(site)) await sqlmap(name, ['-u', server.base + address]);
await sqlmap('form', ['-u', server.base + page, '--data', `name=a&email=a@example.org&text=a&parent=1&token=${token}`]);
const session = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
await sqlmap('sign-in', ['-u', server.base + '/desk/api/session', '--data', JSON.stringify({login: 'a*', password: 'b*'}), '-H', 'Content-Type: application/json']);
for (const [name, address] of Object.entries({stories: 'stories?status=draft&section=local&owner=1&until=2026-12-31T00:00:00Z&after=1&q=a', pictures: 'pictures?q=a&after=1', audit: 'audit?before=9', comments: 'comments?status=pending', redirects: 'redirects?from=a', one: `stories/${id}*`}))
    await sqlmap('desk-' + name, ['-u', `${server.base}/desk/api/${address}`, ...session]);
await sqlmap('desk-save', ['-u', `${server.base}/desk/api/stories/${id}`, '--method', 'PUT', '--data', JSON.stringify({version, content: content('a*', ['b*'], {kicker: 'c*', tags: [{name: 'd*', kind: 'topic'}]})}), '-H', 'Content-Type: application/json', ...session]);

const alive = (await fetch(server.base + '/')).status === 200;
await server.stop();
const checked = warraq('check', '--data', data);
console.log(`the site ${alive ? 'answers' : 'IS GONE'}; ${checked.out.trim().split('\n').at(-1)}; ${found} findings`);
process.exit(found || !alive || checked.status ? 1 : 0);
