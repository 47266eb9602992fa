// Every text that a stranger or an editor can send, with 368 vectors of cross-site scripting: nothing of them runs, and
// nothing stands in a page, feed or answer that could. Chromium's Content-Security-Policy is off here, so that it is the
// escaping alone that is tried.
// usage: [VECTORS=all] node --test xss.test.mjs      (without it every fourth vector)
import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {after, before} from 'node:test';
import {content, enter, picture} from '../support/desk_client.mjs';
import {configure, folder, links, serve, until, warraq} from '../support/newsroom.mjs';
import {wordpressExport} from '../support/wxr.mjs';
import {openBrowser} from './chromium.mjs';

const vectors = readFileSync(new URL('../data/xss.jsonl', import.meta.url), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => JSON.parse(line))
    .filter((_, i) => process.env.VECTORS === 'all' || i % 4 === 0);
const PASSWORD = 'جملة أحفظها جيدًا';
const TABS = 2;

let server, browser, context, data, editor, tabs;
const ran = [];

// What could run in a document, a line each; `html` is parsed without running, else it is the page that is shown.
function runnable(html) {
    const found = [];
    const bad = (address) => /^(javascript|vbscript|livescript|data:(text|image\/svg)|view-source|feed:|blob:xss)/i.test(address.replace(/[\u0000-\u0020\u00a0]/g, ''));
    const look = (root, own) => {
        for (const element of root.querySelectorAll('*')) {
            const name = element.localName;
            if (name === 'script' && !(own && (element.type === 'application/ld+json' || (element.src && new URL(element.src).origin === location.origin)))) found.push(element.outerHTML);
            if (['object', 'embed', 'base', 'frame', 'applet'].includes(name) || (name === 'meta' && element.httpEquiv === 'refresh')) found.push(element.outerHTML);
            if (name === 'iframe' && !(own && element.sandbox.length > 0)) found.push(element.outerHTML);
            for (const {name: attribute, value} of element.attributes) {
                if (attribute.startsWith('on') || attribute === 'srcdoc') found.push(`${attribute}=${value}`);
                if (/^(href|src|action|formaction|xlink:href|poster|background|cite|data)$/.test(attribute) && bad(value)) found.push(`${attribute}=${value}`);
            }
            if (name === 'template') look(element.content, own);
            if (element.shadowRoot) look(element.shadowRoot, own);
        }
    };
    if (html === undefined) look(document, true);
    else look(new DOMParser().parseFromString(html, 'text/html'), false);
    return found;
}

async function inspect(tab, what) {
    assert.deepEqual(await tab.evaluate(runnable), [], what);
    assert.deepEqual(ran.splice(0), [], what);
}

// Opens each address and looks at it, a few tabs at a time.
async function visit(addresses, ready) {
    const waiting = [...addresses];
    await Promise.all(tabs.map(async (tab) => {
        for (let address; (address = waiting.shift()) !== undefined;) {
            await tab.goto(server.base + address, {waitUntil: 'domcontentloaded'});
            if (ready) await tab.waitForSelector(ready);
            await inspect(tab, address);
        }
    }));
}

// HTML that a feed's reader or a program shows: parsed as they would.
async function inspectHtml(html, what) {
    assert.deepEqual(await tabs[0].evaluate(runnable, html), [], what);
}

before(async () => {
    data = folder();
    warraq('demo', '--data', data);
    configure(data, {seconds_to_write: 0, minutes_between: 0, challenge_after: 0, searches_a_minute: 0, full_text: true, least_stories: 1});
    server = await serve(data);
    editor = await enter(data, server.base, 'editor', 'administrator');
    browser = await openBrowser();
    context = await browser.newContext({bypassCSP: true, locale: 'ar'});
    await context.exposeBinding('xss', ({page}) => { ran.push(page.url()); });
    tabs = await Promise.all(Array.from({length: TABS}, () => context.newPage()));
    for (const tab of tabs) {
        tab.on('dialog', (dialog) => { ran.push(dialog.message()); void dialog.dismiss(); });
        tab.on('pageerror', (error) => ran.push(error.stack ?? error.message));
    }
});
after(async () => {
    await browser?.close();
    await server?.stop();
});

test('what would run is found: the net has no holes', async () => {
    const tab = tabs[0];
    await tab.goto(server.base + '/about-nothing');
    let caught = 0, could = 0;
    for (const vector of vectors.filter((one) => /^<(?!\u0000)[a-z]/i.test(one))) {
        could++;
        if ((await tab.evaluate(runnable, vector)).length) caught++;
    }
    assert.ok(caught > 0.8 * could, `${caught} of ${could} that are markup`);
    await tab.evaluate(() => { document.body.innerHTML = '<img src=x onerror=xss()>'; });
    await until(() => ran.splice(0).length > 0, 'a vector that runs is heard');
});

test('addresses that a stranger makes up', async () => {
    const some = encodeURIComponent;
    await visit(vectors.map((one) => '/' + some(one)));
    await visit(vectors.flatMap((one, i) => [[`/local/1/${some(one)}`, `/topic/${some(one)}`, `/author/${some(one)}`, `/local/1?reply=${some(one)}`,
        `/local?before=${some(one)}`, `/?${some(one)}=${some(one)}`][i % 6]]));
    for (const one of vectors) {
        const answer = await fetch(`${server.base}/search/suggest?q=${some(one)}`);
        assert.match(answer.headers.get('content-type') ?? '', /^application\/json|^text\/plain/, one);
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    }
});

test('headers that a stranger sends', async () => {
    for (const [i, one] of vectors.entries()) {
        const name = ['user-agent', 'referer', 'cookie', 'accept-language', 'x-forwarded-for', 'x-forwarded-host'][i % 6];
        if (/[^\t\x20-\x7e]/.test(one) || one !== one.trim()) continue;
        const answer = await fetch(server.base + (i % 2 ? '/' : '/nothing'), {headers: {[name]: one}});
        assert.ok(!(await answer.text()).includes(one), `${name}: ${one}`);
    }
});

// A story's address, and the token of its comment form.
async function formOf(id) {
    const page = await fetch(`${server.base}/local/${id}`);
    return {address: page.url, token: links(await page.text(), /name="token" value="([^"]+)"/g)[0]};
}

let stories;
test('stories, comments, notes and histories', async () => {
    const sent = await editor('POST', '/pictures', picture(1));
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    const {media} = sent.body;
    stories = [];
    for (const one of vectors) {
        const image = {media, alt: one, caption: one, credit: one, width: 64, height: 64};
        const text = (more = {}) => ({type: 'text', text: one.replaceAll('\u0000', ' '), ...more});
        const paragraph = (more) => ({type: 'paragraph', content: [text(more)]});
        const body = (address) => ({type: 'doc', content: [{type: 'paragraph', content: [{type: 'text', text: 'نص الخبر.'}]}, paragraph(), paragraph({marks: [{type: 'strong'}]}), {type: 'heading', attrs: {level: 2}, content: [text()]},
            {type: 'quote', attrs: {speaker: one}, content: [paragraph()]}, {type: 'list', attrs: {ordered: false}, content: [{type: 'listItem', content: [paragraph()]}]},
            {type: 'image', attrs: image}, {type: 'table', content: [{type: 'tableRow', content: [{type: 'tableCell', attrs: {header: true}, content: [paragraph()]}]}]},
            {type: 'embed', attrs: {url: address, title: one, provider: one}}, paragraph({marks: [{type: 'link', attrs: {href: address}}]})]});
        const address = 'https://example.org/' + one;
        const story = (link) => content(one, [], {kicker: one, standfirst: one, dateline: one, search_headline: one, social_headline: one, key_points: [one, one, one],
            bylines: [one], sources: [{name: one, url: link}], tags: [{name: one, kind: 'topic'}, {name: one + ' ', kind: 'person'}], lead_image: {...image, focus: ''}, body: body(link)});
        const made = await editor('POST', '/stories', {section: 'local'});
        const id = made.body.id;
        // An address that is none is refused; then the vector comes at the end of one that is.
        let saved;
        for (const link of [one, address, encodeURI(address), 'https://example.org/'])
            if ((saved = await editor('PUT', `/stories/${id}`, {version: made.body.version, content: story(link)})).status !== 422) break;
        if (saved.status === 422) continue;
        assert.equal(saved.status, 200, `${one}: ${JSON.stringify(saved.body)}`);
        await editor('POST', `/stories/${id}/notes`, {text: one});
        const moved = await editor('POST', `/stories/${id}/move`, {to: 'published', version: saved.body.version});
        assert.equal(moved.status, 200, JSON.stringify(moved.body));
        const {address: page, token} = await formOf(id);
        const comment = await fetch(page, {method: 'POST', redirect: 'manual', body: new URLSearchParams({token, name: one, email: 'a@example.org', text: one})});
        stories.push({id, one, commented: comment.status === 303});
    }
    assert.ok(stories.length > 0.95 * vectors.length, `${stories.length} of ${vectors.length} may be stories`);
    const commented = stories.filter((story) => story.commented).length;
    assert.ok(commented > 0.9 * vectors.length, `${commented} may be comments`);
    for (let id = 1; id < stories.length + 60; id++) await editor('PATCH', `/comments/${id}`, {status: 'approved'});
    await visit(stories.map(({id}) => `/local/${id}`));
    await visit(['/', '/local', '/most-read', '/author/', ...vectors.slice(0, 40).map((one) => `/topic/${encodeURIComponent(one)}`)]);
    await until(async () => (await (await fetch(server.base + '/search?format=json&q=xss')).text()).includes('"id"'), 'they are found');
    await visit(vectors.map((one) => `/search?q=${encodeURIComponent(one)}`));
});

test('a form that comes back', async () => {
    const [{id}] = stories;
    const {address} = await formOf(id);
    for (const one of vectors) {
        const answer = await fetch(address, {method: 'POST', body: new URLSearchParams({token: one, parent: one, name: one, email: one, text: one, website: one})});
        const page = await answer.text();
        // Our own scripts stand in it; all else that could run does not.
        const [own] = await Promise.all([tabs[0].evaluate(runnable, page)]);
        assert.deepEqual(own.filter((found) => !/^<script src="\/static\/[\w.]+"|^<script type="application\/ld\+json">/.test(found)), [], one);
    }
});

test('feeds and answers for programs', async () => {
    let seen = 0;
    for (const address of ['/feed/rss.xml', '/feed/atom.xml', '/feed/feed.json', '/local/feed/rss.xml', '/feed/comments.xml', '/sitemap.xml', '/sitemap/news.xml']) {
        const answer = await fetch(server.base + address);
        assert.equal(answer.status, 200, address);
        const text = await answer.text();
        if (text.startsWith('{')) {
            for (const item of JSON.parse(text).items) await inspectHtml(item.content_html ?? '', address);
        } else {
            const parts = await tabs[0].evaluate((xml) => {
                const parsed = new DOMParser().parseFromString(xml, 'application/xml');
                if (parsed.querySelector('parsererror')) return undefined;
                return [...parsed.querySelectorAll('item > description, content[type=html]')].concat([...parsed.getElementsByTagName('content:encoded')]).map((e) => e.textContent);
            }, text);
            assert.ok(parts, `${address} is well-formed`);
            // A description is HTML to feed readers.
            for (const part of parts) await inspectHtml(part, address);
        }
    }
    for (const {id} of stories) {
        const answer = await fetch(`${server.base}/wp-json/wp/v2/posts/${id}`);
        assert.equal(answer.headers.get('content-type'), 'application/json; charset=UTF-8');
        const post = await answer.json();
        for (const html of [post.title.rendered, post.content.rendered, post.excerpt.rendered]) await inspectHtml(html, `post ${id}`);
        const own = await (await fetch(`${server.base}/api/v1/stories/${id}`)).json();
        await inspectHtml(own.body_html, `story ${id}`);
        seen++;
    }
    assert.ok(seen > 0.95 * vectors.length);
});

test('what moves in from WordPress', async () => {
    const moved = folder(), file = path.join(folder(), 'export.xml');
    const plain = vectors.map((one) => one.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' '));  // XML has no control letters
    const posts = plain.map((one, i) => ({id: i + 10, title: one, name: `post-${i}`, author: 'a', excerpt: one, categories: [`c${i % 7}`], tags: [`t${i}`],
        content: `<p>${one}</p>\n<h2>${one}</h2><a href="${one.replaceAll('"', '&quot;')}">رابط</a><img alt="${one.replaceAll('"', '&quot;')}" src="x.png">${one}`,
        meta: {_yoast_wpseo_metadesc: one, _yoast_wpseo_title: one}, comments: [{id: i + 1, author: one, text: one, approved: 1}]}));
    writeFileSync(file, wordpressExport({posts, authors: [{id: 1, login: 'a', name: plain[0]}],
        categories: [0, 1, 2, 3, 4, 5, 6].map((i) => ({id: i + 1, slug: `c${i}`, name: plain[i]})), tags: plain.map((one, i) => ({id: i + 20, slug: `t${i}`, name: one}))}));
    const imported = warraq('import', 'wordpress', file, '--data', moved);
    assert.equal(imported.status, 0, imported.err);
    const old = server;
    server = await serve(moved);
    try {
        const addresses = [];
        for (const {id} of posts) {
            const answer = await fetch(`${server.base}/?p=${id}`, {redirect: 'manual'});
            if (answer.status === 301) addresses.push(new URL(answer.headers.get('location'), server.base).pathname);
        }
        assert.ok(addresses.length > 0.95 * posts.length, `${addresses.length} moved in`);
        await visit(['/', ...addresses]);
    } finally {
        await server.stop();
        server = old;
    }
});

test('settings, sections, people and redirects', async () => {
    const texts = ['publication.name', 'publication.tagline', 'publication.description', 'publication.about'];
    for (const [i, one] of vectors.entries())
        if (i % 4 === 0) {
            const user = await editor('POST', '/users', {login: `u${i}`, name: one.replace(/[\r\n\t]/g, ' ').slice(0, 100), role: 'reporter'});
            assert.ok([201, 422].includes(user.status), JSON.stringify(user.body));
            await editor('PUT', '/redirects', {path: '/old/' + i, target: one});
            await editor('PUT', '/redirects', {path: one, target: '/local'});
        }
    for (let i = 0; i < vectors.length; i += texts.length) {
        const changes = Object.fromEntries(texts.map((key, k) => [key, vectors[(i + k) % vectors.length]]));
        const menu = {'publication.menu': [`${vectors[i].replace(/\s/g, '')} /about`, `x ${vectors[i]}`], 'publication.foot': [`${vectors[i].replace(/\s/g, '')} https://example.org/${encodeURIComponent(vectors[i])}`]};
        const {settings} = (await editor('GET', '/settings')).body;
        assert.ok(settings.length > 20);
        for (const one of [changes, {'publication.menu': [menu['publication.menu'][0]]}, {'publication.menu': [menu['publication.menu'][1]]}, {'publication.foot': menu['publication.foot']}])
            await editor('PUT', '/settings', {values: one});
        await visit(['/', `/local/${stories[0].id}`]);
    }
    const names = vectors.slice(0, 30).map((one, i) => ({slug: `s${i}`, name: one.slice(0, 60), hue: '', parent: ''}));
    const {sections} = (await editor('GET', '/sections')).body;
    for (const name of names) await editor('PUT', '/sections', {sections: [...sections, name]});
    await visit(['/', '/local']);
});

test('the desk shows all of it', async () => {
    const {out} = warraq('user', 'add', 'looker', '--role', 'administrator', '--name', 'هند', '--data', data);
    const [first] = tabs;
    await first.goto(server.base + /\/desk#\/welcome\/\w+/.exec(out)[0]);
    await first.fill('input[autocomplete=new-password]', PASSWORD);
    await first.click('.door button.primary');
    await first.waitForSelector('header.top');
    for (const screen of ['stories', 'pictures', 'front', 'comments', 'people', 'settings/publication', 'settings/sections', 'settings/redirects', 'settings/look', 'state', 'audit', 'account']) {
        await first.goto(`${server.base}/desk#/${screen}`);
        await first.waitForSelector('main :is(li, form, dl, iframe, .setting)');
        await first.waitForTimeout(300);
        await inspect(first, screen);
    }
    const waiting = stories.map(({id}) => id);
    await Promise.all(tabs.map(async (tab) => {
        await tab.goto(server.base + '/desk#/stories');
        await tab.waitForSelector('main li');
        for (let id; (id = waiting.shift()) !== undefined;) {
            await tab.evaluate((to) => { location.hash = to; }, `#/stories/${id}`);
            await tab.waitForFunction((expected) => document.querySelector('.body p') && location.hash.endsWith(`/${expected}`), id)
                .catch((error) => { throw new Error(`story ${id} does not open: ${ran}`, {cause: error}); });
            await inspect(tab, `story ${id} at the desk`);
        }
    }));
    for (const one of vectors) {
        await first.evaluate((to) => { location.hash = to; }, `#/${one}`).catch(() => undefined);
        await inspect(first, `#/${one}`);
    }
});
