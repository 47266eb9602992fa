// The command line as tools and people call it: exit codes, one clear line for each failure, and a newsroom that works.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {appendFileSync, copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {gzipSync} from 'node:zlib';
import {configure, folder, links, pause, program, serve, shared, until, warraq} from '../support/newsroom.mjs';

const oneLine = (text) => text.trim().split('\n').length === 1 && text.startsWith('warraq: ');

test('wrong usage is 2, failure is 1 with one line', () => {
    assert.equal(warraq().status, 2);
    assert.equal(warraq('fly').status, 2);
    assert.equal(warraq('serve').status, 2);
    for (const option of ['--threads', '--cores'])
        for (const number of ['0', '257', '-1', 'many', '1.5']) assert.equal(warraq('serve', '--data', folder(), option, number).status, 2);
    assert.equal(warraq('--help').status, 0);
    assert.match(warraq('--version').out, /warraq \d+\.\d+/);
    for (const args of [['check', '--data', '/nonexistent'], ['import', 'stories', '/nonexistent', '--data', folder()],
        ['comments', 'list', '--data', folder()], ['serve', '--data', '/proc/no'],
        ['serve', '--data', folder(), '--listen', 'nowhere'], ['serve', '--data', folder(), '--listen', '203.0.113.1:80'],
        ['serve', '--data', folder(), '--listen', '::1:8080'], ['demo', '--data', folder(), '--share', '/nonexistent']]) {
        const {status, err} = warraq(...args);
        assert.equal(status, 1, args.join(' '));
        assert.ok(oneLine(err), err);
    }
});

test('a number of cores that is none is refused in one line, by every command', () => {
    for (const number of ['0', '257', 'many', '-2'])
        for (const args of [['serve', '--data', folder()], ['import', 'stories', '/nonexistent', '--data', folder()], ['demo', '--data', folder()]]) {
            const {status, stderr} = spawnSync(program, args, {encoding: 'utf8', env: {...process.env, WARRAQ_CORES: number}});
            assert.equal(status, 1, `${number}: ${args.join(' ')}`);
            assert.ok(oneLine(stderr) && stderr.includes('WARRAQ_CORES'), stderr);
        }
});

test('the option counts over the variable, and the number of loops over both', async (t) => {
    const data = folder();
    const server = await serve(data, {env: {WARRAQ_CORES: '8'}, args: ['--cores', '3', '--threads', '2']});
    t.after(() => server.kill());
    await until(() => server.said().includes('\nas on '), 'what it took');
    assert.match(server.said(), /^as on 3 cores: 2 network loops, 6 workers, 4 for changes, 3 for heavy work, 25 database readers$/m);
    await server.stop();
});

test('IPv6: in brackets, as it is given and as it is told', async (t) => {
    const held = createServer().listen(0, '::1');
    const there = await new Promise((resolve) => held.on('listening', () => resolve(true)).on('error', () => resolve(false)));
    held.close();
    if (!there) return t.skip('notice: there is no IPv6 here');
    const server = await serve(folder(), {on: {address: '[::1]', under: (...words) => words}});
    t.after(() => server.kill());
    assert.match(server.base, /^http:\/\/\[::1\]:\d+$/);
    assert.equal((await fetch(server.base + '/health/live')).status, 200);
    await server.stop();
    const taken = warraq('serve', '--data', folder(), '--listen', '[2001:db8::7]:8080');
    assert.equal(taken.status, 1);
    assert.match(taken.err, /cannot listen on \[2001:db8::7\]:8080: /);
});

test('what is no newsroom is told from a sound one, and none is made by looking', () => {
    const bare = folder();
    const looks = [['check'], ['export', '/dev/null'], ['user', 'list'], ['comments', 'list'], ['search', 'x'], ['reindex'], ['topics', 'list'],
        ['backup', path.join(folder(), 'backups')], ['mark', '1', '--urgency', 'breaking'], ['move', '--to', 'postgresql:///none']];
    for (const [why, content] of [['no warraq.db', undefined], ['it is empty', Buffer.alloc(0)], ['its file is damaged', Buffer.alloc(8192, 'x')]]) {
        if (content) writeFileSync(path.join(bare, 'warraq.db'), content);
        for (const [command, ...rest] of looks) {
            const {status, err} = warraq(command, ...rest, '--data', bare);
            assert.equal(status, 1, `${command}: ${why}`);
            assert.ok(oneLine(err) && err.includes(why), `${command}: ${err}`);
            assert.deepEqual(readdirSync(bare), content ? ['warraq.db'] : [], `${command} leaves it as it was`);
            if (content) assert.deepEqual(readFileSync(path.join(bare, 'warraq.db')), content);
        }
    }
    rmSync(path.join(bare, 'warraq.db'));
    const file = path.join(folder(), 'none.jsonl');
    writeFileSync(file, '');
    assert.equal(warraq('import', 'stories', file, '--data', bare).status, 0);
    const empty = warraq('check', '--data', bare);
    assert.equal(empty.status, 0, 'a new newsroom is no failure');
    assert.match(empty.out, /^looked at 0 sections, 0 stories, /m);
    assert.match(empty.out, /^empty: there is no section and no story in /m);
    assert.doesNotMatch(empty.out, /Sound/);
    const backups = path.join(folder(), 'backups');
    assert.equal(warraq('backup', backups, '--data', bare).status, 0);
    assert.match(warraq('check', '--backup', backups).out, /^empty: /m);
});

test('after the end all is in the database itself: served, written to, ended, copied alone', async (t) => {
    const data = folder(), copy = folder();
    warraq('demo', '--data', data);
    assert.deepEqual(readdirSync(data).filter((name) => name.startsWith('warraq.db')), ['warraq.db'], 'after a command too');
    configure(data, {minutes_between: 0, seconds_to_write: 0, challenge_after: 0});
    const server = await serve(data);
    t.after(() => server.kill());
    const [story] = links(await (await fetch(server.base + '/')).text(), /<h3><a href="([^"]+)"/g);
    const [token] = links(await (await fetch(server.base + story)).text(), /name="token" value="([^"]+)"/g);
    // Readers at once: each has a connection of its own that stays open.
    await Promise.all(Array.from({length: 30}, async (_, i) => {
        assert.equal((await fetch(`${server.base}/nothing-${i}`)).status, 404);
        const sent = await fetch(server.base + story, {method: 'POST', redirect: 'manual',
            body: new URLSearchParams({name: 'قارئ', email: 'reader@example.org', text: `تعليق ${i}.`, token})});
        assert.equal(sent.status, 303);
    }));
    assert.ok(statSync(path.join(data, 'warraq.db-wal')).size > 0, 'written, and in the log');
    assert.deepEqual(await server.stop(), {code: 0, signal: null});
    assert.equal(server.log(), '');
    assert.deepEqual(readdirSync(data).filter((name) => name.startsWith('warraq.db')), ['warraq.db']);
    copyFileSync(path.join(data, 'warraq.db'), path.join(copy, 'warraq.db'));
    cpSync(path.join(data, 'media'), path.join(copy, 'media'), {recursive: true});
    const [whole, alone] = [data, copy].map((folder) => warraq('check', '--data', folder));
    assert.match(whole.out, /^looked at \d+ sections, 28 stories, 4\d comments, /m);
    assert.equal(alone.status, 0, alone.out + alone.err);
    assert.equal(alone.out, whole.out);
});

test('demo, check, serve, comment, moderate', async () => {
    const data = folder();
    assert.match(warraq('demo', '--data', data).out, /28 stories/);
    assert.match(warraq('demo', '--data', data).out, /nothing was changed/);
    assert.match(warraq('check', '--data', data).out, /Sound/);
    assert.equal(statSync(path.join(data, 'warraq.toml')).isFile(), true);

    const server = await serve(data);
    assert.equal(statSync(path.join(data, 'secret.key')).mode & 0o777, 0o600);
    const front = await (await fetch(server.base + '/')).text();
    const [story] = links(front, /<h3><a href="([^"]+)"/g);
    const page = await (await fetch(server.base + story)).text();
    const [token] = links(page, /name="token" value="([^"]+)"/g);
    await pause(4500);  // as long as a person takes at the least
    const sent = await fetch(server.base + story, {method: 'POST', redirect: 'manual',
        body: new URLSearchParams({name: 'قارئ الاختبار', email: 'secret@example.org', text: 'تعليق من الاختبار', token})});
    assert.equal(sent.status, 303);

    const listed = warraq('comments', 'list', '--data', data);
    assert.match(listed.out, /تعليق من الاختبار/);
    assert.doesNotMatch(listed.out, /secret@/);
    assert.match(warraq('comments', 'list', '--emails', '--data', data).out, /secret@example\.org/);
    const id = /^(\d+) .*قارئ الاختبار/m.exec(listed.out)[1];
    assert.equal(warraq('comments', 'approve', id, '999', '--data', data).status, 1, 'all or none');
    assert.match(warraq('comments', 'list', '--data', data).out, /تعليق من الاختبار/);
    assert.equal(warraq('comments', 'approve', id, '--data', data).status, 0);
    let shown = '';
    await until(async () => {
        shown = await (await fetch(server.base + story)).text();
        return shown.includes('تعليق من الاختبار');
    }, 'another process approved it');
    assert.ok(!shown.includes('secret@'));

    const {status, err} = warraq('serve', '--data', folder(), '--listen', server.base.replace('http://', ''));
    assert.equal(status, 1);
    assert.match(err, /cannot listen on .*in use/);
    assert.deepEqual(await server.stop(), {code: 0, signal: null});
    assert.equal(server.log(), '', 'a quiet day leaves no log lines');
});

test('import reports bad lines and goes on', () => {
    const data = folder(), file = path.join(folder(), 's.jsonl.gz');
    const line = (id) => JSON.stringify({id, source: 'BBC', section: 'sport', headline: 'عنوان ' + id,
        published: '2018-03-19T13:57:16+00:00', author: '', abstract: '', paragraphs: ['نص الخبر هنا.'], url: ''});
    writeFileSync(file, gzipSync([line('a'), 'broken', line('b'), ''].join('\n')));
    const first = warraq('import', 'stories', file, '--data', data);
    assert.equal(first.status, 0);
    assert.match(first.out, /2 added, 0 updated, 0 unchanged, 0 kept as edited here, 1 bad lines/);
    assert.match(first.err, /:2: is not JSON; skipped/);
    assert.match(warraq('import', 'stories', file, '--data', data).out, /0 added, 0 updated, 2 unchanged/);
});

test('settings with a slip are refused with their line', () => {
    const data = folder();
    warraq('demo', '--data', data);
    appendFileSync(path.join(data, 'warraq.toml'), 'colour = "red"\n');
    const {status, err} = warraq('serve', '--data', data, '--listen', '127.0.0.1:0');
    assert.equal(status, 1);
    assert.match(err, /warraq\.toml:\d+: there is no setting «serve\.colour»/);
});

test('the 6,080 real stories', {skip: existsSync(shared + '/news') ? false : 'notice: ../shared/news is absent'}, async () => {
    const data = folder();
    assert.match(warraq('import', 'stories', shared + '/news/stories.jsonl.gz', '--data', data).out, /6080 added.* 0 bad/);
    assert.match(warraq('check', '--data', data).out, /Sound/);
    const server = await serve(data);
    let worst = 0, large = 0, last = 0;
    for (let id = 1; id <= 6080; id += 19) {
        const answer = await fetch(server.base + '/x/' + id + '/x', {headers: {'accept-encoding': 'gzip'}});
        assert.equal(answer.status, 200, 'story ' + id);
        const html = await answer.text();
        assert.match(html, /<h1>/);
        const size = Number(answer.headers.get('content-length'));
        worst = Math.max(worst, size);
        large += size > 14 * 1024 ? 1 : 0;
        last = id;
    }
    console.log(`# ${Math.floor(last / 19) + 1} story pages, ${large} over 14 KiB, the largest ${worst} bytes`);
    await server.stop();
});

test('terms: a line a word, the same for what readers expect to meet', () => {
    const {status, out} = warraq('terms', 'وبالمدن', 'مدينة', 'CNN');
    assert.equal(status, 0);
    assert.equal(out, 'مدينه\nمدينه\ncnn\n');
    assert.equal(warraq('terms').status, 2);
});

test('digest: a line out for a line in, copies among them, bad lines told', () => {
    const story = (id) => JSON.stringify({id, headline: 'الميناء يفتح أبوابه', published: '2018-12-08T10:00:00Z', paragraphs: [
        'أعلن وزير النقل سمير النجار أمس أن الميناء القديم يستقبل أول سفينة قمح بعد التوسعة.',
        'ويبلغ طول الرصيف الجديد نحو 340 مترا ويسمح برسو سفينتين متوسطتين في وقت واحد.',
        'كما طلبت نقابة عمال الشحن تدريب ستين عاملا على الرافعات الكهربائية قبل نهاية الموسم.']});
    const {status, stdout, stderr} = spawnSync(program, ['digest'],
        {input: [story('a'), 'x', story('b'), ''].join('\n'), encoding: 'utf8'});
    assert.equal(status, 1, 'a bad line is a failure');
    assert.match(stderr, /line 2: is not a JSON object; skipped/);
    const [first, second, ...rest] = stdout.trim().split('\n').map((line) => JSON.parse(line));
    assert.equal(rest.length, 0);
    assert.equal(first.points.length, 3);
    assert.equal(first.names[0].name, 'سمير النجار');
    assert.equal(first.names[0].role, 'وزير النقل');
    assert.equal(first.dates[0].value, '2018-12-07');
    assert.deepEqual(first.copies, []);
    assert.deepEqual(second.copies, [{id: 'a', resemblance: 1}]);
});

test('search without a server and beside one, and an index made anew', async () => {
    const data = folder();
    warraq('demo', '--data', data);
    const search = (...words) => JSON.parse(warraq('search', ...words, '--data', data, '--json').out);
    const found = search('الميناء');
    assert.ok(found.total > 0, 'the index is made when it is missing');
    assert.deepEqual(Object.keys(found.results[0]).slice(0, 2), ['id', 'headline']);
    assert.match(found.results[0].url, /^http:\/\/localhost\/\w+\/\d+\//);
    assert.match(found.results[0].published, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(search('ميناء').results.map((r) => r.id), found.results.map((r) => r.id));
    assert.match(warraq('search', 'الميناء', '--data', data).out, /\d+ stories\./);

    const server = await serve(data);
    assert.equal(search('الميناء').total, found.total, 'beside a server that writes the index');
    assert.match(warraq('reindex', '--data', data).out, /28 stories indexed|27 stories indexed/);
    assert.equal(search('الميناء').total, found.total);
    const page = await fetch(`${server.base}/search?q=${encodeURIComponent('الميناء')}&format=json`);
    assert.equal((await page.json()).total, found.total, 'the server reads the new index');
    await server.stop();
    assert.equal(warraq('search', 'x', '--data', '/nonexistent').status, 1);
    assert.equal(warraq('search', '--data', data).status, 2);
    assert.equal(warraq('reindex', '--data', '/nonexistent').status, 1);
});

test('spellings and inflections of a word find the same stories of a real archive', (t) => {
    const stories = path.join(shared, 'news/stories.jsonl.gz');
    if (!existsSync(stories)) return t.skip('notice: the real stories are not here');
    const data = folder();
    assert.equal(warraq('import', 'stories', stories, '--data', data).status, 0);
    const ids = (query) => JSON.parse(warraq('search', query, '--data', data, '--json', '--limit', '1000').out);
    for (const same of [['إسرائيل', 'اسرائيل'], ['انتخابات', 'الإنتخابات', 'للانتخابات'],
        ['الرئيس الأمريكي', 'الرئيس الأميركي']]) {
        const [first, ...others] = same.map((query) => ids(query));
        assert.ok(first.total >= 498);
        for (const other of others) {
            assert.equal(other.total, first.total, same.join(' '));
            assert.deepEqual(other.results.map((r) => r.id).sort(), first.results.map((r) => r.id).sort(), same.join(' '));
        }
        console.log(`# ${same.join('، ')}: ${first.total} stories each`);
    }
});

test('feeds and sitemaps are well-formed XML and JSON Feed', async (t) => {
    if (spawnSync('xmllint', ['--version']).error) return t.skip('notice: there is no xmllint here');
    const data = folder();
    warraq('demo', '--data', data);
    const server = await serve(data);
    const at = folder();
    const read = async (address) => {
        const answer = await fetch(server.base + address);
        assert.equal(answer.status, 200, address);
        return answer.text();
    };
    for (const address of ['/feed/rss.xml', '/feed/atom.xml', '/local/feed/rss.xml', '/sitemap.xml', '/sitemap/1.xml',
        '/sitemap/pages.xml', '/sitemap/news.xml', '/author/' + encodeURIComponent('سلمى-النجار') + '/feed/atom.xml']) {
        const file = path.join(at, 'feed.xml');
        writeFileSync(file, await read(address));
        const checked = spawnSync('xmllint', ['--noout', '--nonet', file], {encoding: 'utf8'});
        assert.equal(checked.status, 0, address + checked.stderr);
    }
    // What the specifications ask for: RSS 2.0 with its best practices, Atom (RFC 4287, 4.1), JSON Feed 1.1.
    const xpath = (file, expression) => spawnSync('xmllint', ['--xpath', expression, file], {encoding: 'utf8'}).stdout.trim();
    const rss = path.join(at, 'rss.xml');
    writeFileSync(rss, await read('/feed/rss.xml'));
    for (const must of ['title', 'link', 'description']) assert.equal(xpath(rss, `count(/rss/channel/${must})`), '1', must);
    const items = Number(xpath(rss, 'count(//item)'));
    assert.ok(items > 20);
    assert.equal(Number(xpath(rss, 'count(//item[title][link][guid][pubDate][description])')), items);
    assert.equal(xpath(rss, 'count(//item/guid[not(. = preceding::guid)])'), String(items), 'guids differ');
    const atom = path.join(at, 'atom.xml');
    writeFileSync(atom, (await read('/feed/atom.xml')).replace(' xmlns="http://www.w3.org/2005/Atom"', ''));
    for (const must of ['id', 'title', 'updated']) {
        assert.equal(xpath(atom, `count(/feed/${must})`), '1', must);
        assert.equal(xpath(atom, `count(//entry[count(${must}) = 1])`), xpath(atom, 'count(//entry)'), must);
    }
    assert.equal(xpath(atom, 'count(/feed/link[@rel="self"])'), '1');
    assert.match(xpath(atom, 'string(/feed/updated)'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const feed = JSON.parse(await read('/feed/feed.json'));
    assert.equal(feed.version, 'https://jsonfeed.org/version/1.1');
    for (const item of feed.items) {
        assert.equal(typeof item.id, 'string');
        assert.ok(item.content_html || item.content_text);
        assert.ok(!Number.isNaN(Date.parse(item.date_published)));
        for (const author of item.authors ?? []) assert.ok(author.name);
    }
    assert.equal(new Set(feed.items.map((item) => item.id)).size, feed.items.length);
    await server.stop();
});
