// A newsroom's day at the desk, in Arabic, as its people live it: doors, writing, review, publishing, comments, correction,
// withdrawal; a server that dies in mid-sentence and a network that goes. Each answer of the API on the way is held against
// docs/desk-api.yaml, each screen is looked at by axe, and none may scroll sideways or log an error.
import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {mkdirSync, readFileSync, readdirSync} from 'node:fs';
import {createServer} from 'node:http';
import path from 'node:path';
import test, {after, before} from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {parse} from 'yaml';
import {startMailServer} from '../support/smtp.mjs';
import {configure, folder, freePort, serve, until, warraq} from '../support/newsroom.mjs';
import {wordpressExport} from '../support/wxr.mjs';
import {axeFindings, openBrowser} from './chromium.mjs';

const described = parse(readFileSync(new URL('../../docs/desk-api.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv({strict: false, allErrors: true});
formats(ajv);
ajv.addSchema(described, 'api');
const PASSWORD = 'جملة أحفظها جيدًا';
const PHONE = {width: 390, height: 844}, DESKTOP = {width: 1280, height: 900};

let server, browser, data, port, mail;
const faults = [];

// Holds an answer against the description of its path.
async function hold(answer) {
    const url = new URL(answer.url()), method = answer.request().method().toLowerCase();
    if (!url.pathname.startsWith('/desk/api/')) return;
    const pattern = Object.keys(described.paths).find((one) => new RegExp(`^${one.replace(/\{\w+\}/g, '[^/]+')}$`).test(url.pathname));
    if (url.pathname === '/desk/api/events') return;
    const responses = described.paths[pattern]?.[method]?.responses;
    if (!responses) return faults.push(`${method} ${url.pathname} is not described`);
    let response = responses[answer.status()] ?? responses.default;
    if (response.$ref) response = described.components.responses[response.$ref.split('/').at(-1)];
    if (answer.status() === 204 || !response.content['application/json']) return;
    const json = await answer.json().catch(() => undefined);
    const validate = ajv.compile({$ref: 'api#/components/schemas/' + response.content['application/json'].schema.$ref.split('/').at(-1)});
    if (json !== undefined && !validate(json)) faults.push(`${method} ${url.pathname} ${answer.status()}: ${ajv.errorsText(validate.errors)}`);
}

// Someone at a machine of their own.
async function person(viewport = DESKTOP, options = {}) {
    const context = await browser.newContext({viewport, locale: 'ar', ...options});
    const page = await context.newPage();
    page.on('response', (answer) => void hold(answer));
    page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
    page.on('console', (message) => {
        // What a browser says of answers that are meant (409, 422 …) is no fault of the page.
        if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(`console: ${message.text()}`);
    });
    return page;
}
async function arrive(page, link) {
    await page.goto(server.base + link);
    await page.fill('input[autocomplete=new-password]', PASSWORD);
    await page.click('.door button.primary');
    await page.waitForSelector('header.top').catch(async (error) => {
        throw new Error(`${error.message}: ${await page.textContent('#desk')}`);
    });
}
// A colleague added by the command line, at the desk.
async function colleague(login, role, name, viewport) {
    const {out, err} = warraq('user', 'add', login, '--role', role, '--name', name, '--data', data);
    assert.match(out, /welcome/, err);
    const page = await person(viewport);
    await arrive(page, /\/desk#\/welcome\/\w+/.exec(out)[0]);
    return page;
}
// RFC 6238, of a secret in base32.
function totp(secret) {
    const bits = [...secret.replace(/=+$/, '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
    const hash = createHmac('sha1', key).update(step).digest(), at = hash.at(-1) & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
const headline = (page) => page.locator('.headline textarea');
const saved = (page) => page.waitForSelector('[data-state=saved]');
const press = (page, name) => page.getByRole('button', {name, exact: true}).first().click();
async function confirm(page, text) {
    await page.waitForSelector('dialog[open]');
    if (text !== undefined) await page.locator('dialog[open] :is(textarea, input)').fill(text);
    await page.locator('dialog[open] button').first().click();
}
const asksForProof = (page) => page.locator('dialog[open]', {hasText: 'أكّد أنك صاحب الحساب'});
// Shows that the account is one's own, by keyboard alone: the focus stands in the first field, and Enter sends.
async function prove(page, password = PASSWORD, code) {
    const dialog = asksForProof(page), field = dialog.getByLabel('كلمة السر', {exact: true});
    await field.waitFor();
    await until(() => field.evaluate((input) => input === document.activeElement), 'the focus in the first field');
    await page.keyboard.insertText(password);
    if (code !== undefined) await dialog.getByLabel('رمز التحقق').fill(code);
    await page.keyboard.press('Enter');
}
// Waits for `then`; a proof that is asked for on the way is given.
async function proving(page, then) {
    await then.or(asksForProof(page)).first().waitFor();
    if (await asksForProof(page).isVisible()) await prove(page);
    await then.waitFor();
}
async function begin(page, title, text) {
    await page.goto(server.base + '/desk#/stories');
    await press(page, 'مادة جديدة');
    await headline(page).fill(title);
    await page.click('.body');
    await page.keyboard.insertText(text);
    await saved(page);
    return Number(/stories\/(\d+)/.exec(page.url())[1]);
}
const read = async (address) => { const answer = await fetch(server.base + address); return {status: answer.status, html: await answer.text()}; };

before(async () => {
    data = folder();
    port = await freePort();
    warraq('demo', '--data', data);
    mail = await startMailServer();
    configure(data, {seconds_to_write: 0, private_downloads: true, server: mail.address});
    server = await serve(data, {port});
    browser = await openBrowser();
});
after(async () => {
    await browser?.close();
    await server?.stop();
    mail?.close();
});

for (const [device, viewport] of [['a desk', DESKTOP], ['a phone', PHONE]])
    test(`a newsroom’s day, on ${device}`, async (t) => {
        const tag = device === 'a desk' ? '1' : '2';
        let admin;
        if (tag === '1') {
            // The first one comes by the link that the server printed.
            await until(() => /welcome\/\w+/.test(server.said()), 'the first link');
            const link = /\/desk#\/welcome\/\w+/.exec(server.said())[0];
            admin = await person(viewport);
            await admin.goto(server.base + link);
            await admin.fill('input[autocomplete=name]', 'ليلى المدير');
            await admin.fill('input[autocomplete=username]', 'leila');
            await admin.fill('input[autocomplete=new-password]', PASSWORD);
            await press(admin, 'ابدأ');
            await admin.waitForSelector('header.top');
            assert.doesNotMatch(admin.url(), /welcome/, 'the link is not left in the address');
            const late = await person();
            await late.goto(server.base + link);
            await late.waitForSelector('.problem');
        } else {
            admin = await person(viewport);
            await admin.goto(server.base + '/desk');
            await admin.fill('input[autocomplete=username]', 'leila');
            await admin.fill('input[autocomplete=current-password]', 'كلمة خاطئة تمامًا');
            await press(admin, 'دخول');
            await admin.waitForSelector('.problem');
            await admin.fill('input[autocomplete=current-password]', PASSWORD);
            await press(admin, 'دخول');
            await admin.waitForSelector('header.top');
        }
        // A reporter is added at the desk, and comes by the link that is shown.
        await admin.goto(server.base + '/desk#/people');
        await admin.locator('form.narrow input').nth(0).fill('سالم الكاتب');
        await admin.locator('form.narrow input').nth(1).fill('salem' + tag);
        await press(admin, 'أضف');
        await prove(admin);
        const invitation = await admin.locator('.panel code').textContent();
        const reporter = await person(viewport);
        await arrive(reporter, invitation.slice(server.base.length));
        assert.equal(await reporter.locator('nav a').count(), 3, 'a reporter sees stories, pictures and the account alone');

        // He writes: typed, and pasted from a word processor.
        const title = `الميناء يستقبل سفينة القمح رقم ${tag}`;
        const id = await begin(reporter, title, `اعلن مدير الميناء سالم الحداد، اليوم السبت، أن السفينة أفرغت 18 ألف طن من القمح في 31 ساعة.`);
        await reporter.keyboard.press('Enter');
        await reporter.evaluate(() => {
            const clipboard = new DataTransfer();
            clipboard.setData('text/html', '<p class="MsoNormal" style="color:red"><span lang="AR-SA"><o:p></o:p>وقال <b>الحداد</b> إن <a href="https://example.org/a">الرصيف</a> سيستقبل سفينتين كل أسبوع.</span></p>' +
                '<script>window.hurt = 1</scr' + 'ipt><h1>الرصيف الشرقي</h1><ul><li>العمق 14 مترًا</li><li>الطول 300 متر</li></ul><p><a href="javascript:hurt()">رابط سيئ</a><img src=x onerror="window.hurt = 1"></p>');
            document.querySelector('.body').dispatchEvent(new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true}));
        });
        const body = reporter.locator('.body');
        assert.equal(await body.locator('strong').textContent(), 'الحداد');
        assert.equal(await body.locator('a').count(), 1, 'the good link alone');
        assert.equal(await body.locator('h2').textContent(), 'الرصيف الشرقي');
        assert.equal(await body.locator('li').count(), 2);
        assert.equal(await body.locator('[style], script, img:not(.ProseMirror-separator)').count(), 0);
        assert.equal(await reporter.evaluate(() => window.hurt), undefined);
        await reporter.evaluate(() => {
            const clipboard = new DataTransfer();
            clipboard.setData('text/html', '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="rtl" style="line-height:1.4"><span style="font-size:11pt;font-weight:400">من وثيقة، </span>' +
                '<span style="font-weight:700">عريضها</span><span style="font-style:italic"> ومائلها</span></p></b>');
            document.querySelector('.body').dispatchEvent(new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true}));
        });
        assert.deepEqual(await body.locator('strong').allTextContents(), ['الحداد', 'عريضها']);
        assert.equal(await body.locator('em').textContent(), ' ومائلها');

        // What the machine proposes is taken or left.
        await reporter.waitForSelector('.points .proposed button');
        const proposed = await reporter.locator('.points .proposed p').first().textContent();
        await reporter.locator('.points .proposed button').first().click();
        assert.equal(await reporter.locator('.points textarea').first().inputValue(), proposed);
        // It is looked at as readers would see it, by a link that works for anyone who has it.
        await press(reporter, 'عاينها');
        const preview = await reporter.locator('.panel.link a').getAttribute('href');
        const guest = await person(viewport);
        await guest.goto(server.base + preview);
        assert.equal(await guest.locator('h1').textContent(), title);
        assert.equal(await guest.locator('meta[name=robots]').getAttribute('content'), 'noindex');
        assert.equal((await read(preview + '0')).status, 404);
        await guest.context().close();

        // A picture, refused and taken.
        await reporter.setInputFiles('.drop input', {name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg onload="alert(1)">')});
        await reporter.waitForSelector('aside .problem');
        await reporter.setInputFiles('.drop input', new URL('../../demo/pictures/port.webp', import.meta.url).pathname);
        await reporter.waitForSelector('img.lead');
        await reporter.getByLabel('النص البديل').fill('رسم لميناء فيه سفينة قمح');

        await reporter.getByRole('button', {name: 'صحّح: اعلن'}).click();
        await until(async () => (await body.textContent()).startsWith('أعلن'), 'the correction is in the text');
        await until(async () => await reporter.getByRole('button', {name: 'صحّح: اعلن'}).count() === 0, 'and is not proposed again');
        await saved(reporter);
        await press(reporter, 'سلّمها للمراجعة');
        await reporter.waitForSelector('.status.in_review');
        assert.equal(await headline(reporter).getAttribute('readonly'), '', 'what is handed in is the editor’s');

        // An editor reviews, leaves a note, schedules and publishes.
        const editor = await colleague('huda' + tag, 'editor', 'هدى المحررة', viewport);
        await editor.goto(server.base + `/desk#/stories/${id}`);
        await editor.waitForSelector('.body');
        await editor.fill('aside form textarea', 'راجعت الأرقام.');
        await press(editor, 'أرسل');
        await editor.getByText('راجعت الأرقام.').waitFor();
        await press(editor, 'جدوِل نشرها');
        await confirm(editor);
        await editor.waitForSelector('.status.scheduled');
        await press(editor, 'انشرها');
        await confirm(editor);
        await editor.waitForSelector('.status.published');
        const address = await editor.getByRole('link', {name: 'انظرها في الموقع'}).getAttribute('href');

        // As a reader finds it.
        const reader = await person(viewport);
        await reader.goto(server.base + address);
        assert.equal(await reader.locator('h1').textContent(), title);
        const picture = reader.locator('figure.picture img').first();
        assert.equal(await picture.getAttribute('alt'), 'رسم لميناء فيه سفينة قمح');
        assert.match(await picture.getAttribute('srcset'), /-400\.webp 400w, .* 1280w$/);
        await until(() => picture.evaluate((img) => img.complete && img.naturalWidth > 0), 'the picture is there');
        assert.match(await picture.evaluate((image) => image.currentSrc), /\.sets(-\d+)?\.avif$/);
        const shared = await reader.locator('meta[property="og:image"]').getAttribute('content');
        const plain = await fetch(server.base + new URL(shared, server.base).pathname);
        assert.deepEqual([plain.status, plain.headers.get('content-type')], [200, 'image/jpeg']);
        assert.match(await reader.locator('.points').textContent(), new RegExp(proposed.slice(0, 20)));
        await reader.fill('#comment-name', 'قارئ');
        await reader.fill('#comment-email', 'reader@example.org');
        await reader.fill('#comment-text', `خبر مفرح للمدينة رقم ${tag}.`);
        await reader.press('#comment-form button[type=submit]', 'Enter');
        await reader.waitForSelector('.received');

        // A moderator decides by keyboard.
        const moderator = await colleague('mona' + tag, 'moderator', 'منى المشرفة', viewport);
        await moderator.waitForSelector('.queue li');
        // What a reader sends meanwhile is there without asking.
        await reader.goto(server.base + address);
        await reader.fill('#comment-name', 'قارئة');
        await reader.fill('#comment-email', 'reader2@example.org');
        await reader.fill('#comment-text', `متى تصل السفينة التالية بعد ${tag}؟`);
        await reader.press('#comment-form button[type=submit]', 'Enter');
        await moderator.getByText(`متى تصل السفينة التالية بعد ${tag}؟`).waitFor();
        const before = await moderator.locator('.queue li').count();
        await moderator.keyboard.press('j');
        await moderator.keyboard.press('k');
        await moderator.locator('.queue li', {hasText: `خبر مفرح للمدينة رقم ${tag}`}).focus();
        await moderator.keyboard.press('a');
        await until(async () => await moderator.locator('.queue li').count() === before - 1, 'one less');
        await until(async () => (await read(address)).html.includes(`خبر مفرح للمدينة رقم ${tag}.`), 'the comment on the page');
        await press(moderator, 'تراجع عن القرار');
        await until(async () => await moderator.locator('.queue li').count() === before, 'back in the queue');

        // Changes to a public story wait until they are published; a correction says so to readers.
        await headline(editor).fill(title + ' منذ التوسعة');
        await saved(editor);
        assert.ok(!(await read(address)).html.includes('منذ التوسعة'));
        await press(editor, 'انشر تصحيحًا');
        await confirm(editor, 'الصحيح أن السفينة أفرغت 18 ألف طن.');
        await editor.waitForSelector('.status.corrected');
        await until(async () => { const {html} = await read(address); return html.includes('منذ التوسعة') && html.includes('الصحيح أن السفينة'); }, 'the correction');
        assert.equal(await editor.getByRole('button', {name: 'اسحبها'}).count(), 0, 'an editor does not withdraw');

        // The administrator withdraws it.
        await admin.goto(server.base + `/desk#/stories/${id}`);
        await press(admin, 'اسحبها');
        await confirm(admin, 'تبيّن أن المصدر غير موثوق.');
        await admin.waitForSelector('.status.withdrawn');
        await until(async () => { const {status, html} = await read(address); return status === 410 && html.includes('غير موثوق'); }, 'gone, with the reason');
        await admin.goto(server.base + '/desk#/audit');
        await admin.getByText('سُحبت').first().waitFor();

        // It is found at the desk by its words, withdrawn or not, and a public one in another inflection.
        await editor.goto(server.base + '/desk#/stories');
        await editor.fill('input[type=search]', 'سفينه القمح');
        await editor.locator('.list li', {hasText: title}).waitFor();
        await editor.fill('input[type=search]', 'للميناء');
        await editor.locator('.list li', {hasText: 'الميناء القديم'}).waitFor();

        // The history tells who wrote what, and shows it against what is there now.
        await editor.goto(server.base + '/desk#/stories');
        await editor.goto(server.base + `/desk#/stories/${id}`);
        await editor.getByRole('button', {name: 'قارن بما هو الآن'}).last().click();
        await editor.waitForSelector('.diff ins');
        for (const page of [admin, reporter, editor, reader, moderator]) await page.context().close();
        t.diagnostic(`story ${id}`);
    });

test('two people at one story: one writes, the other is told, nothing is overwritten', async () => {
    const first = await colleague('amal', 'editor', 'أمل'), second = await colleague('badr', 'editor', 'بدر');
    const id = await begin(first, 'خبر مشترك', 'نص أمل.');
    await second.goto(server.base + `/desk#/stories/${id}`);
    await second.getByText('الكتابة في هذه المادة الآن عند أمل.').waitFor();
    assert.equal(await headline(second).getAttribute('readonly'), '');
    await press(second, 'تولَّ الكتابة');
    await until(async () => await headline(second).getAttribute('readonly') === null, 'the seat is taken');
    await headline(second).fill('عنوان بدر');
    await saved(second);
    // The first has not heard of it yet, and types on.
    await headline(first).fill('عنوان أمل');
    await first.getByRole('alert').getByText('حفظ زميل هذه المادة بعد أن فتحتَها.').waitFor();
    assert.equal(await headline(first).inputValue(), 'عنوان أمل', 'what was typed stays');
    await press(first, 'احفظ نسختي فوقها');
    await saved(first);
    await second.goto(server.base + '/desk#/stories');
    await second.goto(server.base + `/desk#/stories/${id}`);
    await until(async () => await headline(second).inputValue() === 'عنوان أمل', 'saved on purpose');
    await first.context().close();
    await second.context().close();
});

test('a server that dies in mid-sentence and a network that goes lose nothing', async () => {
    const page = await colleague('nour', 'editor', 'نور');
    const id = await begin(page, 'جملة لم تكتمل', 'أولها محفوظ');
    await page.keyboard.insertText('، ووسطها يُكتب والخادم يموت');
    await server.kill();
    await page.waitForSelector('[data-state=offline]');
    await page.keyboard.insertText('، وآخرها بعد موته');
    server = await serve(data, {port});
    await saved(page);
    const whole = 'أولها محفوظ، ووسطها يُكتب والخادم يموت، وآخرها بعد موته';
    assert.match(await page.locator('.body').textContent(), new RegExp(whole));
    await page.reload();
    await page.waitForSelector('.body');
    assert.equal(await page.locator('.body').textContent(), whole, 'it is on the server');

    // The network goes, and the tab is closed before it comes back.
    await page.context().setOffline(true);
    await page.click('.body');
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('. وهذه كُتبت بلا شبكة');
    await page.waitForSelector('[data-state=offline]');
    const context = page.context();
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(server.base + `/desk#/stories/${id}`);
    await again.waitForSelector('.body');
    await until(async () => (await again.locator('.body').textContent()) === whole + '. وهذه كُتبت بلا شبكة', 'found in this browser');
    await saved(again);
    const {out} = warraq('check', '--data', data);
    assert.match(out, /Sound/);
    await context.close();
});

test('what two wrote apart is put together where neither touched the other’s', async () => {
    const first = await colleague('dalia', 'editor', 'داليا'), second = await colleague('ehab', 'editor', 'إيهاب');
    const id = await begin(first, 'فقرتان لكاتبين', 'الفقرة الأولى.');
    await first.keyboard.press('Enter');
    await first.keyboard.insertText('الفقرة الثانية.');
    await saved(first);
    await first.context().setOffline(true);
    await first.keyboard.insertText(' زادتها داليا بلا شبكة.');
    await first.waitForSelector('[data-state=offline]');
    await second.goto(server.base + `/desk#/stories/${id}`);
    await second.waitForSelector('.body p');
    const takeOver = second.getByRole('button', {name: 'تولَّ الكتابة'});
    await takeOver.click();
    await takeOver.waitFor({state: 'detached'});
    await second.locator('.body p').first().click();
    await second.keyboard.press('End');
    await second.keyboard.insertText(' غيّرها إيهاب.');
    await saved(second);
    await first.context().setOffline(false);
    await first.getByText('ضُمّ ما حفظه زميلك').waitFor();
    await saved(first);
    const paragraphs = ['الفقرة الأولى. غيّرها إيهاب.', 'الفقرة الثانية. زادتها داليا بلا شبكة.'];
    assert.deepEqual(await first.locator('.body p').allTextContents(), paragraphs);
    await second.reload();
    await second.waitForSelector('.body p');
    assert.deepEqual(await second.locator('.body p').allTextContents(), paragraphs);
    await first.context().close();
    await second.context().close();
});

function shot(name) {
    const at = path.join(process.env.WARRAQ_SCREENSHOTS ?? path.join(data, 'screenshots'));
    mkdirSync(at, {recursive: true});
    return path.join(at, `${name}.jpg`);
}

test('an embargo holds changes back, and those of a withdrawn story stay with it', async () => {
    const manager = await colleague('warda', 'managing_editor', 'وردة المديرة');
    const looked = async (name) => {
        assert.deepEqual(await axeFindings(manager), [], name);
        for (const width of [320, 390, 1280]) {
            await manager.setViewportSize({width, height: 900});
            const over = await manager.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert.ok(over <= 0, `${name} is ${over} px too wide at ${width}`);
            if (width > 320) await manager.screenshot({path: shot(`${name}-${width}`), fullPage: true, quality: 70});
        }
        await manager.setViewportSize(DESKTOP);
    };
    const id = await begin(manager, 'عنوان قبل الحظر', 'أعلنت الوزارة فتح الجسر الجديد أمام السيارات صباح الأحد.');
    await press(manager, 'انشرها');
    await confirm(manager);
    await manager.waitForSelector('.status.published');
    const address = await manager.getByRole('link', {name: 'انظرها في الموقع'}).getAttribute('href');
    assert.equal(await manager.locator('.held').count(), 0);

    // The changes are under embargo; neither they nor a correction are published, and nothing typed is lost.
    await headline(manager).fill('عنوان تحت الحظر');
    const until_ = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 16), embargo = manager.getByLabel('محظورة النشر حتى');
    await embargo.fill(until_);
    await embargo.blur();
    await manager.locator('.held', {hasText: 'محظورة النشر حتى'}).waitFor();
    await saved(manager);
    await looked('embargo');
    await press(manager, 'انشر التعديلات');
    await manager.getByRole('alert').getByText('المادة محظورة النشر حتى موعد لم يأتِ').waitFor();
    await press(manager, 'انشر تصحيحًا');
    await confirm(manager, 'صُحّح الاسم.');
    await manager.getByRole('alert').getByText('المادة محظورة النشر حتى موعد لم يأتِ').waitFor();
    assert.equal(await headline(manager).inputValue(), 'عنوان تحت الحظر');
    assert.ok(!(await read(address)).html.includes('عنوان تحت الحظر'));

    // A revision of before is restored, and the embargo stays.
    await manager.getByRole('button', {name: 'قارن بما هو الآن'}).last().click();
    await press(manager, 'استرجع هذه النسخة');
    await until(async () => await headline(manager).inputValue() === 'عنوان قبل الحظر', 'the revision');
    assert.equal(await embargo.inputValue(), until_);
    await headline(manager).fill('عنوان تحت الحظر');
    await saved(manager);

    // It is withdrawn: what was not published is there still, and is given up or taken on purpose.
    await press(manager, 'اسحبها');
    await manager.getByText('تعديلاتها التي لم تُنشر تبقى معها.').waitFor();
    await confirm(manager, 'تبيّن خطأ فيها.');
    await manager.waitForSelector('.status.withdrawn');
    await manager.waitForSelector('.kept');
    assert.equal(await headline(manager).inputValue(), 'عنوان تحت الحظر');
    await until(async () => (await read(address)).status === 410, 'gone');
    await looked('withdrawn');
    await headline(manager).fill('عنوان أُكمل بعد السحب');
    await saved(manager);
    await press(manager, 'انشرها');
    await manager.waitForSelector('.status.published');
    await until(async () => { const {status, html} = await read(address); return status === 200 && html.includes('عنوان قبل الحظر'); }, 'as it was');
    assert.equal(await headline(manager).inputValue(), 'عنوان أُكمل بعد السحب');

    // The embargo is lifted, and the changes go out; what is given up is found among the revisions.
    await embargo.fill('');
    await embargo.blur();
    await manager.locator('.held').waitFor({state: 'hidden'});
    await press(manager, 'انشر التعديلات');
    await until(async () => (await read(address)).html.includes('عنوان أُكمل بعد السحب'), 'the changes');
    await headline(manager).fill('عنوان متروك');
    await press(manager, 'اترك التعديلات');
    await confirm(manager);
    await until(async () => await headline(manager).inputValue() === 'عنوان أُكمل بعد السحب', 'what readers see');
    const {body} = await manager.evaluate(async (id) => {
        const {revisions} = await (await fetch(`/desk/api/stories/${id}/revisions`)).json();
        return {body: await Promise.all(revisions.map(async (one) => (await (await fetch(`/desk/api/stories/${id}/revisions/${one.id}`)).json()).content.headline))};
    }, id);
    assert.ok(body.includes('عنوان متروك'), body.join('، '));
    await manager.context().close();
});

test('the front page is arranged by dragging and by choosing, looked at, shown, and put back', async () => {
    const page = await colleague('rami.front', 'editor', 'رامي');
    await page.goto(server.base + '/desk#/front');
    await page.waitForSelector('.candidates li');
    const slots = page.locator('.slots li'), candidates = page.locator('.candidates li');
    const before = await slots.first().locator('b').last().textContent();
    const wanted = await candidates.nth(4).locator('p').first().textContent();
    await candidates.nth(4).locator('p').first().dragTo(slots.first());
    assert.equal(await slots.first().locator('b').last().textContent(), wanted);
    const second = await candidates.nth(5).locator('p').first().textContent();
    await candidates.nth(5).locator('select').selectOption({label: 'الثاني'});
    await slots.nth(1).getByRole('button', {name: 'ثبّته حتى…'}).click();
    await confirm(page);
    await page.waitForFunction((title) => document.querySelector('iframe')?.contentDocument?.querySelector('.lead')?.textContent.includes(title), wanted);
    assert.ok((await read('/')).html.includes(before), 'readers see nothing of it yet');
    await press(page, 'اعرضها للقرّاء');
    await page.waitForSelector('[role=status]');
    const lead = async () => /<div class="lead">.*?<h[23][^>]*>(.*?)<\/h/s.exec((await read('/')).html)[1];
    await until(async () => (await lead()).includes(wanted), 'the lead on the front page');
    assert.ok((await read('/')).html.includes(second));
    assert.match(await slots.nth(1).textContent(), /مثبّت حتى/);
    await press(page, 'تراجع');
    await until(async () => (await lead()).includes(before.trim()), 'the lead as it was');
    await page.context().close();
});

test('pictures of the library and tables in the text, and many stories at once', async () => {
    const page = await colleague('rana', 'editor', 'رنا');
    const id = await begin(page, 'مادة بصورة وجدول', 'فقرة أولى عن الميناء القديم.');
    await page.getByRole('toolbar').getByRole('button', {name: 'الصورة'}).click();
    await page.locator('dialog[open] input[type=search]').fill('الرصيف');
    await page.waitForFunction(() => document.querySelectorAll('dialog[open] .pictures li').length === 1);
    await page.locator('.pictures button').first().click();
    await page.waitForSelector('.body figure');
    assert.equal(await page.locator('.body > p').first().textContent(), 'فقرة أولى عن الميناء القديم.', 'it comes after the paragraph');
    await page.locator('.body figure').click();
    await page.getByLabel('التعليق تحتها').last().fill('تعليق على الصورة');
    await page.getByLabel('التعليق تحتها').last().press('Tab');
    await page.getByRole('button', {name: 'انقلها إلى أعلى'}).click();
    assert.equal(await page.locator('.body > *').first().evaluate((one) => one.tagName), 'FIGURE');
    await page.locator('.body > p').last().click();
    await page.getByRole('toolbar').getByRole('button', {name: 'جدول'}).click();
    await page.locator('.body th').first().click();
    for (const text of ['السنة', 'المحصول']) { await page.keyboard.insertText(text); await page.locator('.body th').nth(1).click(); }
    await press(page, 'أضف صفًّا');
    await page.locator('.body td').first().click();
    await press(page, 'احذف العمود');
    assert.deepEqual([await page.locator('.body th').count(), await page.locator('.body td').count()], [2, 6]);
    await saved(page);
    await page.goto(server.base + '/desk#/pictures');
    await page.getByText('تعليق على الصورة').waitFor();
    await page.getByRole('link', {name: 'مادة بصورة وجدول'}).waitFor();
    // Many at once: to another section, and back.
    await page.goto(server.base + '/desk#/stories');
    await page.getByLabel('كاتبها').selectOption({label: 'رنا'});
    await page.getByLabel('اختر: مادة بصورة وجدول').check();
    await page.getByLabel('انقلها إلى قسم…').selectOption({label: 'رياضة'});
    await page.getByText('تغيّرت مادة واحدة.').waitFor();
    const sectionOf = () => page.evaluate(async (story) => (await (await fetch(`/desk/api/stories/${story}`)).json()).section, id);
    assert.equal(await sectionOf(), 'sport');
    await press(page, 'تراجع');
    await until(async () => await sectionOf() !== 'sport', 'the section that it was in');
    await page.context().close();
});

test('settings, sections and redirects hold at once', async () => {
    const page = await colleague('manager', 'administrator', 'هدى');
    await page.goto(server.base + '/desk#/settings/look');
    const name = page.getByLabel('الاسم', {exact: true});
    await page.waitForSelector('iframe');
    const before = await name.inputValue();
    await name.fill('سنابل الجديدة');
    await page.getByLabel('لون الموقع').selectOption('teal');
    await page.waitForFunction(() => document.querySelector('iframe')?.contentDocument?.querySelector('body.hue-teal .name')?.textContent.includes('سنابل الجديدة'));
    assert.ok(!(await read('/')).html.includes('page-front hue-teal'), 'readers see nothing of it yet');
    await press(page, 'احفظ');
    await until(async () => (await read('/')).html.includes('سنابل الجديدة') && (await read('/')).html.includes('page-front hue-teal'), 'the new look');
    await press(page, 'كما في الملف');
    await press(page, 'احفظ');
    await until(async () => !(await read('/')).html.includes('سنابل الجديدة'), before);
    await page.goto(server.base + '/desk#/settings/sections');
    await page.waitForSelector('.chosen li');
    const first = await page.locator('.chosen li input').first().inputValue();
    await page.locator('.chosen li').first().getByRole('button', {name: /إلى أسفل/}).click();
    await page.locator('.chosen li').nth(1).locator('select').first().selectOption('olive');
    await press(page, 'احفظ');
    const menu = async () => [...(await read('/')).html.matchAll(/<li><a href="\/[a-z-]+"[^>]*>([^<]+)</g)].map(([, one]) => one);
    await until(async () => (await menu())[1] === first, 'the menu in its new order');
    assert.ok((await read('/')).html.includes('river hue-olive'));
    await page.goto(server.base + '/desk#/settings/redirects');
    await page.getByLabel('الرابط القديم').fill('/2019/05/قديم');
    await page.getByLabel('يقود إلى').fill('/economy');
    await press(page, 'أضف');
    await page.waitForSelector('.redirects li');
    const moved = await fetch(server.base + encodeURI('/2019/05/قديم'), {redirect: 'manual'});
    assert.deepEqual([moved.status, moved.headers.get('location')], [301, '/economy']);
    await press(page, 'احذف: /2019/05/قديم');
    await page.waitForSelector('.chosen > .quiet');
    assert.equal((await read(encodeURI('/2019/05/قديم'))).status, 404);
    await page.context().close();
});

test('a newsroom moves in from WordPress: sent over a bad line, looked at, brought in with its pictures', async () => {
    const admin = await colleague('mover', 'administrator', 'منى');
    const pictures = path.join(data, 'media');
    const picture = readFileSync(path.join(pictures, readdirSync(pictures).find((name) => name.endsWith('.webp'))));
    const asked = [];
    const old = createServer((request, response) => {
        asked.push(request.url);
        response.end(picture);
    }).listen(0, '127.0.0.1');
    await once(old, 'listening');
    const base = `http://127.0.0.1:${old.address().port}`, file = `${base}/wp-content/uploads/2024/01/port.webp`;
    const text = wordpressExport({
        base, authors: [{id: 7, login: 'salma', name: 'سلمى النجار'}], categories: [{id: 3, slug: 'mawani', name: 'موانئ'}],
        posts: [{id: 9001, title: 'سفينة القمح', author: 'salma', categories: ['mawani'], content: `<p>وصلت صباح اليوم.</p><img src="${file}" alt="السفينة">[tides port=3]`}],
        pages: [{id: 9002, title: 'من نحن', name: 'who', link: '/who/', content: '<p>صحيفة الميناء.</p>'}],
        attachments: [{id: 9003, title: 'السفينة', parent: 9001, file}],
    });
    await admin.goto(server.base + '/desk#/settings/move-in');
    let cut = 0;
    await admin.route('**/move-in/file**', (route) => (cut++ === 0 ? route.abort() : route.continue()));
    await admin.setInputFiles('input[type=file]', {name: 'export.xml', mimeType: 'text/xml', buffer: Buffer.from(text)});
    await admin.getByText('لا اتصال بالخادم؛').waitFor();
    await admin.getByRole('button', {name: 'أدخله الآن'}).waitFor();
    assert.equal(cut, 2);
    assert.equal(await admin.getByLabel('ما يبدأ بهذا الرابط وحده').inputValue(), `${base}/wp-content/uploads/`);
    assert.equal(await admin.getByLabel('خذ اسم الموقع ووصفه').isChecked(), false, 'this newsroom has stories under its own name');
    assert.equal((await read('/mawani')).status, 404, 'nothing is in before one says so');
    await press(admin, 'أدخله الآن');
    await proving(admin, admin.getByText('تم الإدخال'));
    assert.deepEqual([...new Set(asked)], ['/wp-content/uploads/2024/01/port.webp']);
    const story = await read('/mawani/9001');
    assert.match(story.html, /سفينة القمح/);
    assert.match(story.html, /<img[^>]+media\/\w+/);
    assert.match((await read('/who')).html, /صحيفة الميناء/);
    const [download] = await Promise.all([admin.waitForEvent('download'), admin.getByText(/نزّل التقرير/).click()]);
    assert.match(readFileSync(await download.path(), 'utf8'), /^post\ttype\twhat\ttimes\n/);
    await press(admin, 'احذف الملف من الخادم');
    await confirm(admin);
    await admin.getByText('في الملف', {exact: true}).waitFor({state: 'detached'});

    // The page that came with it, and one begun here; a section that became a part of another.
    await admin.goto(server.base + '/desk#/stories');
    await admin.getByLabel('الصفحات الثابتة').check();
    await admin.getByRole('link', {name: 'من نحن'}).waitFor();
    await press(admin, 'صفحة جديدة');
    await confirm(admin, '/contact');
    await headline(admin).fill('اتصل بنا');
    await admin.click('.body');
    await admin.keyboard.insertText('اكتبوا إلينا على عنوان الصحيفة.');
    await saved(admin);
    await press(admin, 'انشرها');
    await confirm(admin);
    await until(async () => (await read('/contact')).status === 200, 'the page');
    await admin.getByRole('link', {name: 'انظرها في الموقع'}).waitFor();
    await admin.getByLabel('رابط الصفحة').selectText();
    await admin.keyboard.type('/economy');
    await admin.keyboard.press('Tab');
    await admin.getByText('لم تُحفظ: عند هذا الرابط صفحة أخرى أو قسم.').waitFor();
    await admin.getByLabel('رابط الصفحة').selectText();
    await admin.keyboard.type('/contact-us');
    await admin.keyboard.press('Tab');
    await admin.waitForSelector('[data-state=unsaved]');
    await saved(admin);
    await press(admin, 'انشر التعديلات');
    await until(async () => (await fetch(server.base + '/contact', {redirect: 'manual'})).headers.get('location')?.endsWith('/contact-us'), 'the old address leading on');
    await admin.goto(server.base + '/desk#/settings/sections');
    await admin.getByLabel('جزء من: موانئ').selectOption('economy');
    await press(admin, 'احفظ');
    await until(async () => (await read('/economy')).html.includes('سفينة القمح'), 'its stories in the section above');
    await admin.goto(server.base + '/desk#/stories/9001');
    await admin.getByText('تظهر أيضًا في').click();
    await admin.getByLabel('ثقافة', {exact: true}).check();
    await admin.waitForSelector('[data-state=unsaved]');
    await saved(admin);
    await press(admin, 'انشر التعديلات');
    await until(async () => (await read('/culture')).html.includes('سفينة القمح'), 'the story in a section beside its own');
    old.close();
    await admin.context().close();
});

test('under attack, one switch has readers keep pages and comments cost work', async () => {
    const admin = await colleague('guard', 'administrator', 'هند');
    const kept = async () => (await fetch(server.base + '/')).headers.get('cache-control');
    const before = await kept();
    await admin.goto(server.base + '/desk#/settings/defence');
    await admin.getByLabel('الموقع يُهاجَم الآن').check();
    await press(admin, 'احفظ');
    await admin.getByText('حُفظت، وهي').waitFor();
    await until(async () => await kept() === 'public, max-age=300, stale-if-error=86400', 'pages that are kept longer');
    await admin.goto(server.base + '/desk#/state');
    await admin.getByText('الموقع في وضع الدفاع').waitFor();
    await admin.getByRole('link', {name: 'إعدادات الدفاع'}).click();
    await admin.getByLabel('الموقع يُهاجَم الآن').uncheck();
    await press(admin, 'احفظ');
    await admin.getByText('حُفظت، وهي').waitFor();
    await until(async () => await kept() === before, 'pages as before');
    await admin.context().close();
});

test('a forgotten password comes back by mail, and a role may have to come in with two factors', async () => {
    const admin = await colleague('chief', 'administrator', 'وليد');
    await admin.goto(server.base + '/desk#/settings/mail');
    const late = await person();
    await late.goto(server.base + '/desk');
    await late.fill('input[autocomplete=username]', 'zain@example.org');
    await press(late, 'نسيت كلمة السر');
    await late.getByText('لا يرسل هذا المكتب بريدًا').waitFor();
    assert.equal(await admin.locator('form input').count(), 1, 'where its password goes is the file’s alone');
    await admin.getByLabel('المرسِل').fill('desk@example.org');
    await press(admin, 'احفظ');
    await asksForProof(admin).waitFor();
    await admin.keyboard.press('Escape');
    await asksForProof(admin).waitFor({state: 'hidden'});
    assert.equal(await admin.getByText('حُفظت، وهي').count(), 0, 'nothing is kept without a proof');
    await press(admin, 'احفظ');
    await prove(admin);
    await admin.getByText('حُفظت، وهي').waitFor();
    await admin.goto(server.base + '/desk#/settings/publication');
    await admin.getByLabel('عنوان الموقع').fill(server.base);
    await press(admin, 'احفظ');
    await proving(admin, admin.getByText('حُفظت، وهي'));
    await (await colleague('zain@example.org', 'moderator', 'زين')).context().close();
    for (const login of ['nobody@example.org', 'zain@example.org']) {
        await late.fill('input[autocomplete=username]', login);
        await press(late, 'نسيت كلمة السر');
        await late.getByText('فقد أُرسل إليه').waitFor();
    }
    await until(() => mail.letters.length > 0, 'the letter');
    assert.equal(mail.letters.length, 1, 'to who has a login alone');
    const [letter] = mail.letters;
    assert.deepEqual([letter.from, letter.to], ['desk@example.org', 'zain@example.org']);
    assert.match(letter.subject, /^كلمة سر جديدة لمكتب تحرير «/);
    await late.goto(/http\S+welcome\/\w+/.exec(letter.text)[0]);
    await late.fill('input[autocomplete=new-password]', 'جملة أخرى أحفظها');
    await late.click('.door button.primary');
    await late.waitForSelector('.queue');
    await until(() => mail.letters.length === 2, 'a letter that the password is another');
    assert.match(mail.letters[1].subject, /^ضُبطت كلمة سر جديدة في مكتب تحرير «/);
    assert.match(mail.letters[1].text, /إن لم تكن/);
    await admin.goto(server.base + '/desk#/settings/desk');
    await admin.getByLabel('مشرف تعليقات').check();
    await press(admin, 'احفظ');
    await proving(admin, admin.getByText('حُفظت، وهي'));
    await late.reload();
    await late.getByText('دورك لا يدخل المكتب إلا بخطوتين').waitFor();
    assert.equal(await late.locator('nav a').count(), 1, 'the account alone');
    const turnOn = async () => {
        const secret = (await late.locator('.link code').first().textContent()).replace(/\s/g, '');
        await late.getByLabel('رمز التحقق').fill(totp(secret));
        await press(late, 'فعّله');
        return secret;
    };
    await press(late, 'فعّله');
    await turnOn();
    await prove(late, 'جملة أخرى أحفظها');
    await late.waitForSelector('.codes');
    const codes = await late.locator('.codes code').allTextContents();
    await until(() => mail.letters.length === 3, 'a letter that a second factor is asked');
    assert.match(mail.letters[2].subject, /^صار الدخول بخطوتين/);

    // Another phone takes the place of this one: not by an open session, but by password and code.
    await late.reload();
    await press(late, 'انقله إلى هاتف آخر');
    await turnOn();
    const dialog = asksForProof(late);
    await dialog.waitFor();
    assert.deepEqual(await axeFindings(late), []);
    await prove(late, 'كلمة خاطئة تمامًا', codes[0]);
    const password = dialog.getByLabel('كلمة السر', {exact: true});
    await dialog.getByText('كلمة السر غير صحيحة').waitFor();
    assert.equal(await password.getAttribute('aria-invalid'), 'true');
    assert.ok(await password.evaluate((input) => document.getElementById(input.getAttribute('aria-describedby')).textContent.includes('كلمة السر')));
    assert.deepEqual(await axeFindings(late), []);
    await password.fill('جملة أخرى أحفظها');
    await dialog.getByLabel('رمز التحقق').fill('000000');
    await late.keyboard.press('Enter');
    await dialog.getByText('الرمز غير صحيح').waitFor();
    await until(() => dialog.getByLabel('رمز التحقق').evaluate((input) => input === document.activeElement), 'the focus in the field that is wrong');
    await dialog.getByLabel('رمز التحقق').fill(codes[0]);
    await late.keyboard.press('Enter');
    await dialog.waitFor({state: 'hidden'});
    await late.waitForSelector('.codes');
    assert.notDeepEqual(await late.locator('.codes code').allTextContents(), codes);
    await until(() => mail.letters.length === 4, 'a letter that it is another');
    assert.match(mail.letters[3].subject, /^استُبدل مفتاح الدخول بخطوتين/);

    await late.locator('nav a').first().click();
    await late.waitForSelector('.queue');
    await admin.getByLabel('مشرف تعليقات').uncheck();
    await press(admin, 'احفظ');
    await proving(admin, admin.getByText('حُفظت، وهي'));
    for (const page of [admin, late]) await page.context().close();
});

test('a passkey is made on the site’s own name, and opens the desk without a password', async () => {
    const admin = await colleague('passkeys', 'administrator', 'رنا');
    await admin.goto(server.base + '/desk#/account');
    await admin.getByText('تُصنع مفاتيح المرور على عنوان الموقع نفسه').waitFor();
    const site = `http://localhost:${port}`;
    await admin.goto(server.base + '/desk#/settings/publication');
    await admin.getByLabel('عنوان الموقع').fill(site);
    await press(admin, 'احفظ');
    await proving(admin, admin.getByText('حُفظت، وهي'));

    const page = await person(PHONE);
    const device = await page.context().newCDPSession(page);
    await device.send('WebAuthn.enable');
    const {authenticatorId} = await device.send('WebAuthn.addVirtualAuthenticator', {options: {
        protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true}});
    await page.goto(site + '/desk');
    await page.fill('input[autocomplete=username]', 'passkeys');
    await page.fill('input[autocomplete=current-password]', PASSWORD);
    await press(page, 'دخول');
    await page.waitForSelector('header.top');
    await page.goto(site + '/desk#/account');
    const keys = page.locator('section', {has: page.getByRole('heading', {name: 'مفاتيح المرور'})});
    await keys.getByLabel('اسم يدلّك عليه').fill('هاتف رنا');
    const add = () => keys.getByRole('button', {name: 'أضف مفتاحًا'}).click();
    await add();
    await prove(page, 'كلمة خاطئة تمامًا');
    await asksForProof(page).locator('.problem').waitFor();
    await asksForProof(page).getByLabel('كلمة السر', {exact: true}).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await keys.getByText('أُضيف المفتاح').waitFor();
    assert.match(await keys.locator('li').innerText(), /^هاتف رنا/);
    // From now on the password alone proves nothing: the key is asked for, and no password.
    await add();
    const dialog = asksForProof(page), byKey = dialog.getByRole('button', {name: 'أكّد بمفتاح مرور'});
    await dialog.getByText('في حسابك مفتاح مرور. أكّد به.').waitFor();
    assert.equal(await dialog.locator('input').count(), 0, 'no password is asked for');
    assert.deepEqual(await axeFindings(page), []);
    for (const width of [320, 390, 1280]) {
        await page.setViewportSize({width, height: 844});
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `the dialog is ${over} px too wide at ${width}`);
        if (width > 320) await page.screenshot({path: shot(`proof-by-passkey-${width}`), quality: 70});
    }
    await page.setViewportSize(PHONE);
    assert.equal(await byKey.evaluate((button) => button === document.activeElement), true, 'Enter confirms');
    await page.keyboard.press('Enter');
    await keys.getByText('على هذا الجهاز مفتاح لحسابك').waitFor();
    assert.deepEqual(await axeFindings(page), []);

    await press(page, 'خروج');
    const enter = page.getByRole('button', {name: 'دخول بمفتاح مرور'});
    await device.send('WebAuthn.setUserVerified', {authenticatorId, isUserVerified: false});
    await enter.click();
    await page.getByText('لم يكتمل استعمال المفتاح').waitFor();
    await device.send('WebAuthn.setUserVerified', {authenticatorId, isUserVerified: true});
    await enter.click();
    await page.waitForSelector('header.top');
    await page.goto(site + '/desk#/account');
    await keys.getByRole('button', {name: 'احذفه'}).click();
    await confirm(page);
    await byKey.click();
    await keys.locator('li').waitFor({state: 'detached'});
    await press(page, 'خروج');
    await enter.click();
    await page.getByText('لا أحد هنا يدخل بهذا المفتاح').waitFor();
    for (const one of [admin, page]) await one.context().close();
});

test('each screen passes axe, keeps its width, and works in both languages', async () => {
    const {out} = warraq('user', 'add', 'screens', '--role', 'administrator', '--name', 'سناء', '--data', data);
    const link = /\/desk#\/welcome\/\w+/.exec(out)[0];
    const look = async (page, name, colorScheme) => {
        assert.deepEqual(await axeFindings(page), [], `${name}, ${colorScheme}`);
        for (const width of [320, 390, 1280, 1920]) {
            await page.setViewportSize({width, height: 900});
            const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert.ok(over <= 0, `${name} is ${over} px too wide at ${width}`);
            if (colorScheme === 'light' && (width === 390 || width === 1280)) await page.screenshot({path: shot(`${name}-${width}`), fullPage: true, quality: 70});
        }
        await page.setViewportSize(DESKTOP);
    };
    let story;
    for (const colorScheme of ['light', 'dark']) {
        const page = await person(DESKTOP, {colorScheme});
        if (colorScheme === 'light') {
            await page.goto(server.base + link);
            await page.waitForSelector('.door form');
            await look(page, 'welcome', colorScheme);
            await page.fill('input[autocomplete=new-password]', PASSWORD);
            assert.equal(await page.locator('input[type=password]').count(), 1);
            await press(page, 'أظهرها');
            assert.equal(await page.locator('input[type=password]').count(), 0, 'what is typed may be looked at');
            await arrive(page, link);
            story = await begin(page, 'مادة للنظر', 'اعلن المجلس، اليوم السبت، فتح إتحاد المكتبات أبوابه ليلًا في 3 أحياء من المدينة.');
            await page.context().setOffline(true);
            await press(page, 'خروج');
            await page.getByText('لم تخرج بعد.').waitFor();
            await page.context().setOffline(false);
            await press(page, 'خروج');
            await page.waitForSelector('.door form');
        }
        await page.goto(server.base + '/desk');
        await page.waitForSelector('.door form');
        await look(page, 'sign-in', colorScheme);
        // Nothing stands in the way of what a password manager pastes.
        for (const field of ['username', 'current-password'])
            assert.ok(await page.locator(`input[autocomplete=${field}]`).evaluate((input) =>
                input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: new DataTransfer(), bubbles: true, cancelable: true}))), field);
        await page.fill('input[autocomplete=username]', 'screens');
        await page.fill('input[autocomplete=current-password]', PASSWORD);
        await press(page, 'دخول');
        await page.waitForSelector('header.top');
        for (const [name, ready] of [['stories', '.list li'], [`stories/${story}`, '.proposed li'], ['pictures', '.pictures img'], ['front', '.slots li'], ['comments', '.queue li'], ['people', '.list li'],
            ['settings/publication', '.setting'], ['settings/defence', '.setting'], ['settings/look', 'iframe'], ['settings/sections', '.chosen li'], ['settings/redirects', '.chosen form'], ['settings/move-in', 'input[type=file]'],
            ['settings/desk', '.setting'], ['state', '.facts div'], ['audit', '.log li'], ['account', '.list li']]) {
            await page.goto(server.base + `/desk#/${name}`);
            await page.waitForSelector(ready);
            await look(page, name.startsWith('stories/') ? 'editor' : name.replace('/', '-'), colorScheme);
        }
        await press(page, 'فعّله');
        await page.waitForSelector('.link code');
        await look(page, 'second-factor', colorScheme);
        await page.fill('input[autocomplete=new-password]', PASSWORD + '!');
        await press(page, 'غيّر كلمة السر');
        await asksForProof(page).waitFor();
        await look(page, 'proof', colorScheme);
        await prove(page, 'كلمة خاطئة تمامًا');
        await page.getByText('كلمة السر غير صحيحة').waitFor();
        await look(page, 'proof-refused', colorScheme);
        await page.keyboard.press('Escape');
        await asksForProof(page).waitFor({state: 'hidden'});
        await press(page, 'English');
        assert.equal(await page.getAttribute('html', 'dir'), 'ltr');
        await look(page, 'account-en', colorScheme);
        await page.goto(server.base + `/desk#/stories/${story}`);
        await page.waitForSelector('.proposed li');
        await look(page, 'editor-en', colorScheme);
        await press(page, 'العربية');
        await page.context().close();
    }
});

test('the whole desk is reached by keyboard', async () => {
    const page = await colleague('keys', 'editor', 'كريم');
    await page.waitForSelector('.list li');
    await page.reload();
    await page.waitForSelector('.list li');
    const seen = [];
    for (let i = 0; i < 14; i++) {
        await page.keyboard.press('Tab');
        seen.push(await page.evaluate(() => { const e = document.activeElement; return e.textContent.trim().slice(0, 30) || e.tagName; }));
    }
    for (const name of ['إلى المحتوى', 'المواد', 'خروج', 'مادة جديدة']) assert.ok(seen.includes(name), `${name} among ${seen}`);
    await page.getByRole('button', {name: 'مادة جديدة'}).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.body');
    await page.locator('.body').focus();
    await page.keyboard.type('## ');
    await page.keyboard.insertText('عنوان فرعي');
    await page.keyboard.press('Enter');
    await page.keyboard.type('- ');
    await page.keyboard.insertText('بند');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+b');
    await page.keyboard.insertText('عريض');
    assert.equal(await page.locator('.body h2').textContent(), 'عنوان فرعي');
    assert.equal(await page.locator('.body ul li').count(), 1);
    assert.equal(await page.locator('.body > p strong').textContent(), 'عريض');
    await page.keyboard.press('Alt+ArrowUp');
    const kinds = () => page.locator('.body > *').evaluateAll((blocks) => blocks.map((block) => block.localName));
    assert.deepEqual(await kinds(), ['h2', 'p', 'ul']);
    await page.keyboard.insertText(' جدًا');
    assert.equal(await page.locator('.body > p').textContent(), 'عريض جدًا', 'one writes on where one was');
    await page.keyboard.press('Alt+ArrowDown');
    assert.deepEqual(await kinds(), ['h2', 'ul', 'p']);
    await page.locator('.body > p').hover();
    const heading = await page.locator('.body > h2').boundingBox();
    await page.locator('.grip').dragTo(page.locator('.body > h2'), {targetPosition: {x: heading.width - 2, y: heading.height / 2}});
    assert.deepEqual(await kinds(), ['p', 'h2', 'ul'], 'dragged by its grip');
    await page.keyboard.press('Control+z');
    assert.deepEqual(await kinds(), ['h2', 'ul', 'p']);
    await page.keyboard.press('Control+s');
    await saved(page);
    await page.context().close();
});

test('nothing went wrong on the way', () => assert.deepEqual(faults, []));
