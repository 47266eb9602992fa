// Every kind of page as browsers and validators see it: the Nu HTML checker, axe-core in light and dark at a phone's and
// a desk's width, no sideways scrolling from 320 px to 4K, no layout shift, no request to another host, no console error.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import test, {after, before} from 'node:test';
import {configure, folder, links, pause, serve, until, warraq} from '../support/newsroom.mjs';
import {axeFindings, openBrowser} from './chromium.mjs';

const require = createRequire(import.meta.url);

let server, browser, pages, data;

before(async () => {
    data = folder();
    warraq('demo', '--data', data);
    configure(data, {least_stories: 2});
    warraq('mark', '1', '--urgency', 'updating', '--data', data);
    server = await serve(data);
    browser = await openBrowser();
    const story = async (section, pattern) => {
        const html = await (await fetch(server.base + section)).text();
        return links(html, /<h3><a href="([^"]+)"/g).find((link) => pattern.test(decodeURI(link)));
    };
    pages = {
        front: '/',
        section: '/local',
        older: '/local?before=' + (await story('/local', /المجلس/)).split('/')[2],
        story: await story('/local', /الميناء/),
        corrected: await story('/local', /الجسر/),
        long: await story('/science', /سلاحف/),
        thanked: (await story('/culture', /المكتبة/)) + '?comment=received',
        author: '/author/' + encodeURIComponent('سلمى-النجار'),
        topic: '/topic/' + encodeURIComponent('القمح'),
        answering: (await story('/sport', /نجوم/)) + '?reply=' + 13,
        found: '/search?q=' + encodeURIComponent('الميناء'),
        notfound: '/search?q=' + encodeURIComponent('المينااء بطاطا'),
        search: '/search',
        mostread: '/most-read',
        missing: '/nothing-here',
    };
    await until(async () => (await fetch(server.base + pages.found)).status === 200, 'the index');
    // What was read is written when the server ends, and ranked when it starts.
    const agents = ['Firefox', 'Safari', 'Edge'];
    for (const [readers, address] of [pages.story, pages.long, pages.corrected].entries())
        for (const agent of agents.slice(readers))
            await fetch(server.base + address, {headers: {'user-agent': `Mozilla/5.0 (${agent})`}});
    await server.stop();
    server = await serve(data);
    // The withdrawn story is linked from nowhere; its number is known by its answer.
    for (let id = 1; id <= 28; id++)
        if ((await fetch(`${server.base}/local/${id}`)).status === 410) pages.withdrawn = `/local/${id}/x`;
});

after(async () => {
    await browser?.close();
    await server?.stop();
});

async function errorForm(page) {
    await page.goto(server.base + pages.story);
    await page.fill('#comment-text', 'نص بلا اسم');
    await page.press('#comment-form button[type=submit]', 'Enter');
    await page.waitForSelector('.problem');
}

test('an open front page shows breaking news, and lets it go', async () => {
    const page = await browser.newPage();
    await page.goto(server.base + '/');
    const bar = page.locator('#breaking .breaking');
    assert.equal(await bar.count(), 0);
    warraq('mark', '26', '--urgency', 'breaking', '--data', data);
    await bar.waitFor();
    assert.match(await bar.innerText(), /^عاجل/);
    await bar.locator('a').click();
    assert.match(page.url(), /\/26\//);
    await page.goBack();
    warraq('mark', '26', '--urgency', 'normal', '--data', data);
    await bar.waitFor({state: 'detached'});
    await page.close();
});

test('every page kind passes the Nu HTML checker', async (t) => {
    if (spawnSync('java', ['-version']).error) return t.skip('notice: there is no Java here');
    const at = folder();
    const files = [];
    for (const [kind, address] of Object.entries(pages)) {
        const file = path.join(at, kind + '.html');
        writeFileSync(file, await (await fetch(server.base + address)).text());
        files.push(file);
    }
    const page = await browser.newPage({javaScriptEnabled: false});
    const [answer] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), errorForm(page)]);
    writeFileSync(path.join(at, 'form.html'), await answer.text());
    files.push(path.join(at, 'form.html'));
    await page.close();
    assert.equal(htmlErrors(files), '');
    console.log(`# ${files.length} pages without an error`);
});

// What the Nu HTML checker finds, a line each.
function htmlErrors(files) {
    const {status, stderr} = spawnSync('java', ['-jar', require.resolve('vnu-jar/build/dist/vnu.jar'), '--errors-only',
        '--format', 'gnu', ...files], {encoding: 'utf8'});
    return stderr.replace(/^Picked up .*\n/, '') + (status ? `it ended with ${status}` : '');
}

for (const colorScheme of ['light', 'dark'])
    for (const width of [360, 1280])
        test(`axe finds nothing: ${colorScheme}, ${width} px`, async () => {
            const page = await browser.newPage({viewport: {width, height: 800}, colorScheme});
            const visit = async (kind, go) => {
                await go();
                assert.deepEqual(await axeFindings(page), [], kind);
            };
            for (const [kind, address] of Object.entries(pages)) await visit(kind, () => page.goto(server.base + address));
            await visit('form with errors', () => errorForm(page));
            await page.close();
        });

test('no page scrolls sideways, shifts, errs, or asks another host', async () => {
    for (const width of [320, 360, 768, 1280, 3840]) {
        const page = await browser.newPage({viewport: {width, height: 900}});
        const foreign = [], problems = [];
        page.on('request', (request) => {
            if (!request.url().startsWith(server.base) && !request.url().startsWith('data:')) foreign.push(request.url());
        });
        page.on('console', (message) => {
            if (message.type() === 'error' && !/40[0-9]|410/.test(message.text())) problems.push(message.text());
        });
        page.on('pageerror', (error) => problems.push(String(error)));
        await page.addInitScript(() => {
            window.shift = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
            }).observe({type: 'layout-shift', buffered: true});
        });
        for (const [kind, address] of Object.entries(pages)) {
            await page.goto(server.base + address);
            const seen = await page.evaluate(async () => {
                await document.fonts.ready;
                // What moves does so by then. The network is never idle where the page follows the news.
                await new Promise((resolve) => setTimeout(resolve, 300));
                return {scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
                    shift: window.shift, broken: [...document.images].filter((i) => i.complete && !i.naturalWidth).length};
            });
            assert.ok(seen.scroll <= seen.client, `${kind} at ${width} px is ${seen.scroll} px wide`);
            assert.ok(seen.shift < 0.1, `${kind} at ${width} px shifts by ${seen.shift}`);
            assert.equal(seen.broken, 0, `${kind} has broken pictures`);
        }
        assert.deepEqual(foreign, []);
        assert.deepEqual(problems, []);
        await page.close();
    }
});

test('targets are large enough for a thumb', async () => {
    const page = await browser.newPage({viewport: {width: 360, height: 800}});
    await page.goto(server.base + pages.story);
    const small = await page.evaluate(() => [...document.querySelectorAll('nav a, button, input:not([type=hidden]), textarea')]
        .filter((e) => e.checkVisibility()).map((e) => [e.closest('label') ?? e, e.outerHTML])
        .map(([e, html]) => [e.getBoundingClientRect(), html]).filter(([r]) => r.height < 44).map(([, html]) => html));
    assert.deepEqual(small, []);
    await page.close();
});

test('a comment is written without script, mended and sent', async () => {
    const page = await browser.newPage({javaScriptEnabled: false});
    await errorForm(page);
    assert.equal(await page.inputValue('#comment-text'), 'نص بلا اسم');
    assert.equal(await page.getAttribute('#comment-name', 'aria-invalid'), 'true');
    assert.ok(!(await page.isVisible('.remember')), 'what needs script is not shown without it');
    await page.fill('#comment-name', 'قارئ');
    await page.fill('#comment-email', 'reader@example.org');
    await pause(4500);  // as long as a person takes at the least
    await page.press('#comment-form button[type=submit]', 'Enter');
    await page.waitForSelector('.received');
    assert.match(page.url(), /comment=received#comment-form$/);
    await page.close();
});

test('in a flood of comments the browser works for one and sends it by itself', async () => {
    const flooded = folder();
    warraq('demo', '--data', flooded);
    configure(flooded, {seconds_to_write: 0, challenge_after: 1});
    const own = await serve(flooded);
    async function write(page, text) {
        await page.goto(own.base + pages.story);
        await page.fill('#comment-name', 'قارئ');
        await page.fill('#comment-email', 'reader@example.org');
        await page.fill('#comment-text', text);
        await page.press('#comment-form button[type=submit]', 'Enter');
    }
    const page = await browser.newPage();
    const statuses = [];
    page.on('response', (answer) => { if (answer.request().method() === 'POST') statuses.push(answer.status()); });
    await write(page, 'أول تعليق');
    await page.waitForSelector('.received');
    await write(page, 'تعليق ثانٍ\nفي سطرين');
    await page.waitForSelector('.received');
    assert.deepEqual(statuses, [303, 429, 303]);
    assert.match(warraq('comments', 'list', '--data', flooded).out, /تعليق ثانٍ/);
    await page.close();

    const plain = await browser.newPage({javaScriptEnabled: false, viewport: {width: 390, height: 844}});
    const asked = plain.waitForResponse((answer) => answer.status() === 429);
    await write(plain, 'تعليق بلا جافاسكربت');
    assert.ok(await plain.isVisible('noscript .problem'));
    assert.equal(await plain.inputValue('#comment-text'), 'تعليق بلا جافاسكربت');
    const file = path.join(folder(), 'challenged.html');
    writeFileSync(file, await (await asked).text());
    assert.equal(htmlErrors([file]), '');
    await plain.close();
    await own.stop();
});

test('the reader is remembered in this browser alone, and forgotten on wish', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.base + pages.long);
    await page.fill('#comment-name', 'سالم');
    await page.fill('#comment-email', 'salem@example.org');
    await page.check('[name=remember]');
    await page.press('#comment-form button[type=submit]', 'Enter');
    await page.waitForSelector('.problem');
    await page.goto(server.base + pages.story);
    assert.equal(await page.inputValue('#comment-name'), 'سالم');
    assert.equal(await page.inputValue('#comment-email'), 'salem@example.org');
    assert.deepEqual(await context.cookies(), []);
    await page.uncheck('[name=remember]');
    await page.press('#comment-form button[type=submit]', 'Enter');
    await page.waitForSelector('.problem');
    await page.goto(server.base + pages.story);
    assert.equal(await page.inputValue('#comment-name'), '');
    await context.close();
});

test('a search is suggested while one types, and walked by keyboard', async () => {
    const page = await browser.newPage({viewport: {width: 1280, height: 900}});
    await page.goto(server.base + '/');
    await page.locator('#find').pressSequentially('المينا');
    await page.waitForSelector('.suggestions:not([hidden]) li');
    assert.equal(await page.getAttribute('#find', 'aria-expanded'), 'true');
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.suggestions').isVisible(), false);
    await page.locator('#find').pressSequentially('ء');
    await page.waitForSelector('.suggestions:not([hidden]) li');
    await page.keyboard.press('ArrowUp');
    assert.ok(await page.getAttribute('#find', 'aria-activedescendant'));
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.match(decodeURI(page.url()), /\/[a-z]+\/\d+\//);
    await page.close();
});

test('search works without script, from the phone’s front page to a story', async () => {
    const page = await browser.newPage({javaScriptEnabled: false, viewport: {width: 360, height: 800}});
    await page.goto(server.base + '/');
    await page.click('.tofind');
    await page.fill('#query', 'الميناء');
    await page.press('#query', 'Enter');
    await page.click('.found h3 a');
    assert.match(decodeURI(page.url()), /\/local\/\d+\//);
    await page.close();
});

test('the fonts are ours and the keyboard reaches the content', async () => {
    const page = await browser.newPage({viewport: {width: 1280, height: 900}});
    await page.goto(server.base + pages.story, {waitUntil: 'networkidle'});
    const loaded = await page.evaluate(() => [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family));
    assert.ok(loaded.some((family) => family.includes('Warraq Naskh')) && loaded.some((family) => family.includes('Warraq Sans')));
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.close();
});

test('pictures of the pages are taken for whoever wants to look', async () => {
    const at = process.env.SCREENSHOTS;
    if (!at) return;
    mkdirSync(at, {recursive: true});
    for (const [width, colorScheme] of [[390, 'light'], [1280, 'light'], [1280, 'dark']]) {
        const page = await browser.newPage({viewport: {width, height: 900}, colorScheme});
        for (const kind of ['front', 'section', 'story', 'found', 'withdrawn']) {
            await page.goto(server.base + pages[kind]);
            await page.evaluate(() => document.fonts.ready);
            await page.screenshot({path: path.join(at, `${kind}-${width}-${colorScheme}.png`)});
        }
        await page.close();
    }
});
