// Apps and front ends that were made for WordPress read the site as they read WordPress: with its own client, wpapi, and
// with calls as @wordpress/api-fetch makes them.
import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {after, before} from 'node:test';
import WPAPI from 'wpapi';
import {folder, serve, warraq} from '../support/newsroom.mjs';
import {wordpressExport} from '../support/wxr.mjs';

let server, wp, root;

before(async () => {
    const data = folder(), file = path.join(folder(), 'export.xml');
    const posts = Array.from({length: 25}, (_, i) => ({
        id: 100 + i, title: `خبر رقم ${i + 1} & ما بعده`, name: encodeURIComponent(`خبر-${i + 1}`).toLowerCase(), date: `2024-03-${String(i + 1).padStart(2, '0')} 10:00:00`,
        content: `<!-- wp:paragraph --><p>نص الخبر ${i + 1} عن ${i % 2 ? 'القمح' : 'الموانئ'} في عُمان.</p><!-- /wp:paragraph -->`,
        excerpt: 'مقدمة', categories: i % 3 ? ['economy'] : ['sport', 'economy'], tags: i < 5 ? ['wheat'] : [], author: 'salma', sticky: i === 3,
        comments: i === 0 ? [{id: 7, text: 'تعليق أول', approved: '1'}, {id: 8, text: 'ردّ عليه', approved: '1', parent: 7},
            {id: 9, text: 'ينتظر', approved: '0'}] : [],
    }));
    writeFileSync(file, wordpressExport({posts, pages: [{id: 5, title: 'من نحن', name: 'about', link: '/about/', content: 'نبذة'}],
        authors: [{id: 3, login: 'salma', name: 'سلمى النجار'}],
        categories: [{id: 11, slug: 'economy', name: 'اقتصاد'}, {id: 12, slug: 'sport', name: 'رياضة', parent: ''}], tags: [{id: 21, slug: 'wheat', name: 'القمح'}]}));
    const imported = warraq('import', 'wordpress', file, '--data', data);
    assert.equal(imported.status, 0, imported.err);
    server = await serve(data);
    root = server.base + '/wp-json';
    wp = new WPAPI({endpoint: root});
});
after(() => server?.stop());

test('lists, pages and totals', async () => {
    const first = await wp.posts().perPage(10);
    assert.equal(first.length, 10);
    assert.deepEqual({total: Number(first._paging.total), pages: Number(first._paging.totalPages)}, {total: 25, pages: 3});
    const ids = [];
    for (let page = 1; page <= 3; page++) ids.push(...(await wp.posts().perPage(10).page(page)).map((p) => p.id));
    assert.deepEqual(ids, Array.from({length: 25}, (_, i) => 124 - i), 'newest first, each once, under the numbers that WordPress gave');
    await assert.rejects(wp.posts().page(99).get(), (error) => error.code === 'rest_post_invalid_page_number' && error.data.status === 400);
    assert.deepEqual((await wp.posts().perPage(3).offset(2).order('asc').orderby('id')).map((p) => p.id), [102, 103, 104]);
});

test('one post as WordPress writes it', async () => {
    const post = await wp.posts().id(100);
    assert.deepEqual(Object.keys(post), ['id', 'date', 'date_gmt', 'modified', 'modified_gmt', 'guid', 'slug', 'status', 'type', 'link', 'title',
        'content', 'excerpt', 'author', 'featured_media', 'comment_status', 'ping_status', 'sticky', 'template', 'format', 'meta', 'categories', 'tags',
        '_links']);
    assert.equal(post.date_gmt, '2024-03-01T10:00:00');
    assert.equal(post.title.rendered, 'خبر رقم 1 &amp; ما بعده');
    assert.match(post.content.rendered, /<p>نص الخبر/);
    assert.equal(post.slug, encodeURIComponent('خبر-1').toLowerCase());
    assert.deepEqual([post.author, post.categories, post.tags, post.format], [3, [12, 11], [21], 'standard']);
    await assert.rejects(wp.posts().id(9999).get(), (error) => error.code === 'rest_post_invalid_id' && error.data.status === 404);
});

test('filters, search, slugs, dates', async () => {
    const ids = async (query) => (await query).map((p) => p.id);
    assert.equal((await wp.posts().categories(12).perPage(100)).length, 9);
    assert.equal((await wp.posts().categories([11]).perPage(100)).length, 25, 'a category that is the second of some');
    assert.deepEqual(await ids(wp.posts().tags(21).order('asc').orderby('date')), [100, 101, 102, 103, 104]);
    assert.equal((await wp.posts().author(3).perPage(100)).length, 25);
    assert.deepEqual(await ids(wp.posts().slug('خبر-7')), [106]);
    assert.deepEqual(await ids(wp.posts().slug(encodeURIComponent('خبر-7'))), [106]);
    assert.deepEqual(await ids(wp.posts().after('2024-03-20T12:00:00').before('2024-03-22T12:00:00')), [121, 120]);
    const given = await (await fetch(`${root}/wp/v2/posts?include=110,104&orderby=include`)).json();
    assert.deepEqual(given.map((p) => p.id), [110, 104]);
    assert.equal((await wp.posts().exclude([100, 101]).perPage(100)).length, 23);
    assert.deepEqual(await ids(wp.posts().sticky(true)), [103]);
    const found = await wp.posts().search('قمح').perPage(100);
    assert.equal(found.length, 15, 'a word without its article finds it, in texts and tags');
    const mixed = await (await fetch(`${root}/wp/v2/search?search=${encodeURIComponent('القمح')}&per_page=3`)).json();
    assert.equal(mixed.length, 3);
    assert.deepEqual(Object.keys(mixed[0]), ['id', 'title', 'url', 'type', 'subtype', '_links']);
});

test('what belongs to a post: author, terms, comments, embedded or by themselves', async () => {
    const post = await wp.posts().id(100).embed();
    assert.equal(post._embedded.author[0].name, 'سلمى النجار');
    assert.deepEqual(post._embedded['wp:term'].map((terms) => terms.map((t) => t.name)), [['رياضة', 'اقتصاد'], ['القمح']]);
    assert.deepEqual(post._embedded.replies[0].map((c) => c.id).sort(), [7, 8]);
    const comments = await wp.comments().param('post', 100).order('asc');
    assert.deepEqual(comments.map((c) => [c.id, c.parent, c.status]), [[7, 0, 'approved'], [8, 7, 'approved']]);
    assert.ok(!JSON.stringify(comments).includes('@'), 'no address of a reader');
    assert.deepEqual((await wp.categories()).map((c) => [c.id, c.slug, c.count]), [[11, 'economy', 25], [12, 'sport', 9]]);
    assert.deepEqual((await wp.tags()).map((t) => [t.id, t.slug, t.count]), [[21, 'wheat', 5]]);
    assert.deepEqual((await wp.users()).map((u) => [u.id, u.slug]), [[3, 'salma']]);
    assert.deepEqual((await wp.pages()).map((p) => [p.id, p.title.rendered, new URL(p.link).pathname]), [[5, 'من نحن', '/about']]);
    assert.deepEqual(Object.keys(await wp.types()), ['post', 'page', 'attachment']);
    assert.deepEqual(Object.keys(await wp.taxonomies()), ['category', 'post_tag']);
});

test('fields, headers and refusals', async () => {
    const answer = await fetch(`${root}/wp/v2/posts?per_page=2&_fields=id,title.rendered`);
    assert.deepEqual(Object.keys((await answer.json())[0]), ['id', 'title']);
    assert.equal(answer.headers.get('x-wp-total'), '25');
    assert.equal(answer.headers.get('x-wp-totalpages'), '13');
    assert.match(answer.headers.get('link'), /page=2>; rel="next"/);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    const refused = async (address, options) => {
        const reply = await fetch(root + address, options);
        return [reply.status, (await reply.json()).code];
    };
    assert.deepEqual(await refused('/wp/v2/posts?per_page=101'), [400, 'rest_invalid_param']);
    assert.deepEqual(await refused('/wp/v2/posts?orderby=random'), [400, 'rest_invalid_param']);
    assert.deepEqual(await refused('/wp/v2/posts?after=yesterday'), [400, 'rest_invalid_param']);
    assert.deepEqual(await refused('/wp/v2/posts?context=edit'), [401, 'rest_forbidden_context']);
    assert.deepEqual(await refused('/wp/v2/posts', {method: 'POST'}), [401, 'rest_cannot_edit']);
    assert.deepEqual(await refused('/wp/v2/nothing'), [404, 'rest_no_route']);
    assert.deepEqual(await refused('/contact-form-7/v1/x'), [404, 'rest_no_route']);
    assert.equal((await fetch(server.base + '/xmlrpc.php', {method: 'POST', body: '<methodCall/>'})).status, 403);
    assert.equal((await (await fetch(root)).json()).namespaces[0], 'wp/v2');
});
