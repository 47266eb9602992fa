// A newsroom moves in from WordPress: nothing that its readers saw is lost, and every old address leads to where it is now.
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {after, before} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {folder, serve, shared, warraq} from '../support/newsroom.mjs';
import {openBrowser} from './chromium.mjs';

const wxr = path.join(shared, 'wxr');
const absent = existsSync(wxr) ? false : 'the exports are not here';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

// The items of an export, by hand: another reader than the one that is tested.
function readExport(file) {
    const xml = gunzipSync(readFileSync(file)).toString('utf8');
    const field = (text, name) => {
        const found = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(text)?.[1] ?? '';
        if (!found.includes('<![CDATA['))
            return found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
        return found.replace(/^\s*<!\[CDATA\[/, '').replace(/\]\]>\s*$/, '').replace(/\]\]>\s*<!\[CDATA\[/g, '');
    };
    return xml.split('<item>').slice(1).map((item) => {
        const [post, ...comments] = item.split('<wp:comment>');
        return {id: Number(field(post, 'wp:post_id')), type: field(post, 'wp:post_type'), status: field(post, 'wp:status'),
            password: field(post, 'wp:post_password'), link: field(post, 'link'), title: field(post, 'title'),
            date: field(post, 'wp:post_date'), content: field(post, 'content:encoded'),
            comments: comments.map((c) => ({id: Number(field(c, 'wp:comment_id')), approved: field(c, 'wp:comment_approved'),
                type: field(c, 'wp:comment_type')}))};
    });
}

// The words that a browser shows of a post's HTML; shortcodes stand for pictures and players.
const seen = (page, html) => page.evaluate((given) => {
    const shown = given.replace(/\[\[(\w+[^\]]*)\]\]/g, '［$1］')
        .replace(/\[\/?(caption|gallery|embed|audio|video|playlist|wp_caption)[^\]]*\]/g, ' ')
        .replaceAll('［', '[').replaceAll('］', ']')
        .replace(/<\/?(p|div|h\d|li|ul|ol|dl|dt|dd|td|th|tr|table|caption|figure|figcaption|blockquote|cite|pre|address|br|hr|button|a|footer|q)\b[^>]*>/gi, ' $& ');
    const body = new DOMParser().parseFromString(shown, 'text/html').body;
    body.querySelectorAll('script, style, noscript, svg, select, textarea, video, audio, iframe, object, embed').forEach((e) => e.remove());
    return body.textContent;
}, html);

// Words of letters and digits: quotation marks and dashes may stand otherwise.
const wordsOf = (text) => text.normalize('NFC').replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

const shown = (item) => (item.type === 'post' || item.type === 'page') && item.status === 'publish' && !item.password;

test('every visible word of every post of the theme test stands on its page', {skip: absent}, async () => {
    const file = path.join(wxr, 'theme-unit-test.xml.gz');
    const data = folder(), report = path.join(folder(), 'report.tsv');
    const imported = warraq('import', 'wordpress', file, '--data', data, '--report', report);
    assert.equal(imported.status, 0, imported.err);
    assert.match(warraq('check', '--data', data).out, /Sound/);
    const server = await serve(data);
    const page = await browser.newPage();
    const lost = [];
    const items = readExport(file).filter(shown);
    assert.ok(items.length > 50);
    for (const item of items) {
        await page.goto(`${server.base}/?p=${item.id}`);
        const text = await page.evaluate(() => document.querySelector('main').innerText +
            [...document.querySelectorAll('main a')].map((a) => ' ' + decodeURIComponent(a.href)).join(' '));
        const there = new Map();
        for (const word of wordsOf(text)) there.set(word, (there.get(word) ?? 0) + 1);
        for (const word of wordsOf(await seen(page, `<p>${item.title}</p>${item.content}`))) {
            const left = there.get(word) ?? 0;
            if (left === 0) lost.push(`${item.id} ${item.title}: ${word}`);
            else there.set(word, left - 1);
        }
    }
    assert.deepEqual(lost, []);
    const told = readFileSync(report, 'utf8');
    for (const kind of ['block «calendar»', 'preformatted text', 'pingback from', 'behind a password', 'shortcode ['])
        assert.ok(told.includes(kind), kind);
    await page.close();
    await server.stop();
});

// Every address that WordPress answered for the site.
function oldAddresses(items) {
    const addresses = new Set(['/feed/', '/comments/feed/', '/wp-sitemap.xml', '/page/2/', '/?feed=rss2']);
    for (const item of items.filter(shown)) {
        const link = new URL(item.link);
        const own = link.pathname + link.search;
        addresses.add(own);
        addresses.add(`/?p=${item.id}`);
        if (item.type === 'page') addresses.add(`/?page_id=${item.id}`);
        if (!link.search) {
            const slash = own.endsWith('/') ? own : own + '/';
            addresses.add(slash);
            addresses.add(slash + 'amp/');
            addresses.add(slash + 'feed/');
        }
        const [day] = item.date.split(' ');
        const [year, month, date] = day.split('-');
        for (const archive of [`/${year}/`, `/${year}/${month}/`, `/${year}/${month}/${date}/`]) addresses.add(archive);
    }
    return addresses;
}

async function wrongAddresses(server, addresses) {
    const wrong = [];
    const good = new Set();  // pages that were seen to answer
    const queue = [...addresses];
    const hand = async () => {
        for (let address = queue.pop(); address; address = queue.pop()) {
            const first = await fetch(server.base + address, {redirect: 'manual'});
            await first.arrayBuffer();
            if (first.status === 200) continue;
            const to = first.headers.get('location');
            if (first.status !== 301 || !to) { wrong.push(`${address}: ${first.status}`); continue; }
            if (good.has(to)) continue;
            const second = await fetch(server.base + to, {redirect: 'manual'});
            await second.arrayBuffer();
            if (second.status === 200) good.add(to); else wrong.push(`${address}: 301 to ${to}: ${second.status}`);
        }
    };
    await Promise.all(Array.from({length: 8}, hand));
    return wrong;
}

test('the whole site of six thousand posts: counts, every old address, and nothing twice', {skip: absent}, async (t) => {
    const file = path.join(wxr, 'arabic-wordpress-6.1.xml.gz');
    const data = folder();
    const first = warraq('import', 'wordpress', file, '--data', data);
    assert.equal(first.status, 0, first.err);
    t.diagnostic(first.out.split('\n')[0]);
    assert.match(first.out, /6015 added/);
    assert.match(first.out, /2 are pages; 1 draft, 6014 published/);
    assert.match(first.out, /7 sections, 6 authors, 0 topics, 1002 comments/);
    assert.match(warraq('import', 'wordpress', file, '--data', data).out, /0 added, 0 updated, 6015 unchanged, 0 kept/);
    assert.match(warraq('check', '--data', data).out, /Sound/);
    assert.equal(warraq('comments', 'list', '--data', data).out.trim().split('\n').length > 0, true);

    const items = readExport(file);
    const approved = items.flatMap((i) => i.comments).filter((c) => c.approved === '1').length;
    assert.equal(approved, 779);
    const addresses = oldAddresses(items);
    for (const slug of ['economy', 'middleeast', 'technology', 'culture', 'internationalnews', 'sport'])
        for (const end of ['', 'feed/', 'page/2/']) addresses.add(`/category/${slug}/${end}`);
    for (const login of ['desk_alarabia', 'desk_france24', 'desk_bbc', 'desk_cnn', 'desk_skynews'])
        for (const end of ['', 'feed/']) addresses.add(`/author/${login}/${end}`);
    assert.ok(addresses.size >= 20_000, `${addresses.size} addresses`);
    const server = await serve(data);
    assert.deepEqual(await wrongAddresses(server, addresses), []);
    t.diagnostic(`${addresses.size} old addresses answered`);
    await server.stop();
});
