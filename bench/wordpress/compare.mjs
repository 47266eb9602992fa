// Warraq beside a real WordPress, field by field:
//
//     node bench/wordpress/compare.mjs FILE.xml [POSTS]
//
// The export is taken into WordPress; WordPress's own export goes into Warraq, and both REST APIs are held against each
// other. Then Warraq's export goes into a second, empty WordPress, which is held against the first.
// Needs Debian's wordpress, mariadb-server, php-cli, php-mysql, php-xml and php-mbstring.
import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {folder, serve, until, warraq} from '../../tests/support/newsroom.mjs';

const [file, limit = '200'] = process.argv.slice(2);
const work = folder(), socket = path.join(work, 'socket'), database = path.join(work, 'database');
const site = (...args) => execFileSync('php', [new URL('site.php', import.meta.url).pathname, socket, ...args], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28});
const sql = (text) => execFileSync('mariadb', ['-uroot', '-S', socket, '-e', text], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']});

execFileSync('mariadb-install-db', ['--no-defaults', `--datadir=${database}`, '--auth-root-authentication-method=normal', '--user=root'], {stdio: 'ignore'});
const server = spawn('mariadbd', ['--no-defaults', '--user=root', `--datadir=${database}`, `--socket=${socket}`, '--skip-networking'], {stdio: 'ignore'});
const ended = once(server, 'exit');
process.on('exit', () => server.kill('SIGKILL'));
await until(() => { try { return sql('SELECT 1'); } catch { return false; } }, 'the database');
sql('CREATE DATABASE wp CHARACTER SET utf8mb4');

// WordPress writes quotes, dashes and dots its own way where it shows them, and Warraq keeps what was written.
const ENTITIES = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', hellip: '…'};
const text = (html) => html.replace(/<(script|style)\b[^]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, number, name) => (hex ? String.fromCodePoint(parseInt(hex, 16)) : number ? String.fromCodePoint(Number(number)) : ENTITIES[name] ?? all))
    .normalize('NFC').replace(/[“”„″]/g, '"').replace(/[‘’‚′]/g, "'").replace(/…/g, '...').replace(/[–—]|--+/g, '-').replace(/[\s\u00a0\u200b-\u200f]+/g, '').trim();
const slugs = (ids, terms) => ids.map((id) => terms.find((term) => term.id === id)?.slug).sort().join(' ');
const plain = (slug) => { try { return decodeURIComponent(slug); } catch { return slug; } };

const fields = {
    posts: {
        date: (post) => post.date_gmt, modified: (post) => post.modified_gmt, status: (post) => post.status, type: (post) => post.type,
        slug: (post) => plain(post.slug), title: (post) => text(post.title.rendered), text: (post) => text(post.content.rendered),
        excerpt: (post) => text(post.excerpt.rendered), author: (post, all) => all.users.find(({id}) => id === post.author)?.name,
        categories: (post, all) => slugs(post.categories, all.categories), tags: (post, all) => slugs(post.tags, all.tags),
        sticky: (post) => post.sticky, 'comments open': (post) => post.comment_status, protected: (post) => post.content.protected,
    },
    pages: {date: (post) => post.date_gmt, slug: (post) => plain(post.slug), title: (post) => text(post.title.rendered), text: (post) => text(post.content.rendered), parent: (post) => post.parent},
    categories: {name: (term) => text(term.name), slug: (term) => plain(term.slug), count: (term) => term.count, parent: (term) => term.parent},
    tags: {name: (term) => text(term.name), slug: (term) => plain(term.slug), count: (term) => term.count},
    users: {name: (user) => user.name, slug: (user) => user.slug},
    comments: {
        post: (one) => one.post, parent: (one) => one.parent, date: (one) => one.date_gmt, author: (one) => one.author_name, text: (one) => text(one.content.rendered),
    },
};

// `key`: what names the same thing in both.
function hold(title, left, right, keys = {}) {
    console.log(`\n${title}`);
    for (const [kind, asked] of Object.entries(fields)) {
        const key = keys[kind] ?? ((thing) => thing.id);
        const others = new Map(right[kind].map((thing) => [key(thing, right), thing]));
        const missing = left[kind].filter((thing) => !others.has(key(thing, left)));
        console.log(`  ${kind}: ${left[kind].length} and ${right[kind].length}${missing.length ? `; without: ${missing.slice(0, 5).map((thing) => key(thing, left))}` : ''}`);
        for (const [name, value] of Object.entries(asked)) {
            const wrong = left[kind].filter((thing) => others.has(key(thing, left)) && value(thing, left) !== value(others.get(key(thing, left)), right));
            if (wrong.length === 0) continue;
            const [one] = wrong, other = others.get(key(one, left));
            console.log(`    ${name}: ${wrong.length} differ, such as ${key(one, left)}: ${around(value(one, left), value(other, right))}`);
        }
    }
}
function around(one, other) {
    const [a, b] = [String(one), String(other)];
    let at = 0;
    while (at < a.length && a[at] === b[at]) at++;
    const cut = (whole) => JSON.stringify(whole.slice(Math.max(0, at - 30), at + 50));
    return `${cut(a)} and ${cut(b)}`;
}

const first = path.join(work, 'first.json'), second = path.join(work, 'second.json'), exported = path.join(work, 'wordpress.xml'), back = path.join(work, 'warraq.xml');
site('one', 'install');
site('one', 'take', path.resolve(file), limit);
site('one', 'export', exported);
site('one', 'api', first);
const wordpress = JSON.parse(readFileSync(first, 'utf8'));

const data = path.join(work, 'data');
console.log(warraq('import', 'wordpress', exported, '--data', data).out.trim());
const newsroom = await serve(data);
const ours = {};
for (const kind of Object.keys(fields)) {
    ours[kind] = [];
    for (let page = 1; ; page++) {
        const answer = await fetch(`${newsroom.base}/wp-json/wp/v2/${kind}?per_page=100&page=${page}&orderby=id&order=asc`);
        const some = answer.ok ? await answer.json() : [];
        ours[kind].push(...some);
        if (some.length < 100) break;
    }
}
hold('WordPress, and Warraq after its export', wordpress, ours);
let moved = 0;
for (const post of wordpress.posts) {
    const answer = await fetch(newsroom.base + new URL(post.link).pathname, {redirect: 'manual'});
    const to = answer.status === 301 ? await fetch(new URL(answer.headers.get('location'), newsroom.base)) : answer;
    if (to.status === 200 && text(await to.text()).includes(text(post.title.rendered))) moved++;
}
console.log(`  ${moved} of ${wordpress.posts.length} links lead to their stories`);

await newsroom.stop();
warraq('export', '--format', 'wordpress', back, '--data', data, '--emails');
site('two', 'install');
site('two', 'take', back);
site('two', 'api', second);
// An importer gives terms, users and comments numbers of its own.
const said = (comment) => `${comment.date_gmt} ${comment.author_name}`;
const again = JSON.parse(readFileSync(second, 'utf8'));
for (const all of [wordpress, again]) {
    for (const comment of all.comments) comment.parent = Boolean(comment.parent);
    for (const term of all.categories) term.parent = slugs([term.parent], all.categories);
}
hold('WordPress, and a second WordPress after Warraq’s export', wordpress, again,
    {categories: (term) => term.slug, tags: (term) => term.slug, users: (user) => user.name, comments: said});
server.kill('SIGTERM');
await ended;
