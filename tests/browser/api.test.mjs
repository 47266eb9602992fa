// The site's API is what docs/site-api.yaml says: each path is asked, each answer held against its schema, which allows
// no member that it does not name. JSON feeds are held against JSON Feed's rules in the same way.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test, {after, before} from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {parse} from 'yaml';
import {configure, folder, serve, until, warraq} from '../support/newsroom.mjs';

const described = parse(readFileSync(new URL('../../docs/site-api.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv({strict: false, allErrors: true});
formats(ajv);
ajv.addSchema(described, 'api');
const feedSchema = ajv.compile(JSON.parse(readFileSync(new URL('../data/json_feed.schema.json', import.meta.url), 'utf8')));

const pointer = (...parts) => 'api#/' + parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .map(encodeURIComponent).join('/');
const asked = new Set();
let server;

// The answer to `path`, which must be as described for its status.
async function ask(pattern, address, status = 200) {
    const answer = await fetch(server.base + address);
    assert.equal(answer.status, status, address);
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    const json = await answer.json();
    const responses = described.paths[pattern].get.responses;
    const at = responses[status].$ref ? ['components', 'responses', responses[status].$ref.split('/').at(-1)]
        : ['paths', pattern, 'get', 'responses', String(status)];
    const validate = ajv.getSchema(pointer(...at, 'content', 'application/json', 'schema'));
    assert.ok(validate, `${pattern} ${status} has a schema`);
    assert.ok(validate(json), `${address}: ${ajv.errorsText(validate.errors)}`);
    asked.add(pattern);
    return json;
}

before(async () => {
    const data = folder();
    warraq('demo', '--data', data);
    configure(data, {least_stories: 2});
    server = await serve(data);
    await until(async () => (await fetch(server.base + '/search?q=a')).status === 200, 'the index');
});
after(() => server?.stop());

test('the site and its sections', async () => {
    const site = await ask('/api/v1/site', '/api/v1/site');
    assert.equal(site.sections[0].slug, 'local');
    const answer = await fetch(server.base + '/api/v1/site');
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    const again = await fetch(server.base + '/api/v1/site', {headers: {'if-none-match': answer.headers.get('etag')}});
    assert.equal(again.status, 304);
});

test('all stories, page by page and back', async () => {
    const all = await ask('/api/v1/stories', '/api/v1/stories?limit=100');
    assert.ok(all.stories.length > 20);
    assert.equal(all.older, null);
    const ids = all.stories.map((story) => story.id);
    const local = (address) => new URL(address).pathname + new URL(address).search;
    const pages = [];
    for (let address = '/api/v1/stories?limit=7'; address;) {
        const page = await ask('/api/v1/stories', address);
        pages.push(page);
        address = page.older && local(page.older);
    }
    assert.deepEqual(pages.flatMap((page) => page.stories.map((story) => story.id)), ids);
    const back = await ask('/api/v1/stories', local(pages.at(-1).newer));
    assert.deepEqual(back.stories, pages.at(-2).stories);
});

test('stories of a section, a topic, an author', async () => {
    for (const [name, slug] of [['section', 'local'], ['topic', 'القمح'], ['author', 'سلمى-النجار']]) {
        const address = `/api/v1/stories?${name}=${encodeURIComponent(slug)}`;
        assert.ok((await ask('/api/v1/stories', address)).stories.length > 1, name);
        await ask('/api/v1/stories', `/api/v1/stories?${name}=none`, 404);
    }
    for (const wrong of ['limit=0', 'limit=101', 'limit=x', 'before=-1', 'before=1&after=2', 'section=local&author=x'])
        await ask('/api/v1/stories', '/api/v1/stories?' + wrong, 400);
});

test('every story whole, and its comments', async () => {
    let comments = 0;
    for (const {id} of (await ask('/api/v1/stories', '/api/v1/stories?limit=100')).stories) {
        const story = await ask('/api/v1/stories/{id}', `/api/v1/stories/${id}`);
        assert.match(story.body_html, /^<p>/);
        assert.equal(story.body.type, 'doc');
        const page = await ask('/api/v1/stories/{id}/comments', new URL(story.comments.url).pathname);
        assert.equal(page.count, story.comments.count);
        comments += page.count;
    }
    assert.ok(comments > 0);
    let withdrawn = 0;
    for (let id = 1; id <= 28; id++)
        if ((await fetch(`${server.base}/api/v1/stories/${id}`)).status === 410) {
            withdrawn++;
            assert.ok((await ask('/api/v1/stories/{id}', `/api/v1/stories/${id}`, 410)).error.message);
            await ask('/api/v1/stories/{id}/comments', `/api/v1/stories/${id}/comments`, 410);
        }
    assert.equal(withdrawn, 1);
    for (const id of ['9999', '0', 'x', '1x']) {
        await ask('/api/v1/stories/{id}', `/api/v1/stories/${id}`, 404);
        await ask('/api/v1/stories/{id}/comments', `/api/v1/stories/${id}/comments`, 404);
    }
    await ask('/api/v1/stories/{id}/comments', '/api/v1/stories/2/comments?page=0', 400);
});

test('topics, most read, search', async () => {
    const {topics} = await ask('/api/v1/topics', '/api/v1/topics');
    assert.ok(topics.length > 0);
    for (const {stories} of topics) assert.ok(stories >= 2);
    await ask('/api/v1/topics', '/api/v1/topics?limit=0', 400);
    await ask('/api/v1/most-read', '/api/v1/most-read');
    const found = await ask('/search', '/search?format=json&q=' + encodeURIComponent('الميناء'));
    assert.ok(found.total > 0);
});

test('nothing that is described is left out', () => {
    const rest = Object.keys(described.paths).filter((path) => !asked.has(path));
    assert.deepEqual(rest, ['/live']);  // events: the server's own tests follow them
});

test('JSON feeds keep to JSON Feed 1.1', async () => {
    for (const address of ['/feed/feed.json', '/local/feed/feed.json', `/author/${encodeURIComponent('سلمى-النجار')}/feed/feed.json`]) {
        const feed = await (await fetch(server.base + address)).json();
        assert.ok(feedSchema(feed), `${address}: ${ajv.errorsText(feedSchema.errors)}`);
        assert.ok(feed.items.length > 0);
    }
});
