// The desk while the database of a newsroom of several nodes is away: it says that nothing can be saved, keeps what is written, and
// saves it by itself when it can, at this node or another.
import assert from 'node:assert/strict';
import test from 'node:test';
import {until, warraq} from '../support/newsroom.mjs';
import {database, postgres, threeNodes} from '../support/nodes.mjs';
import {axeFindings, openBrowser} from './chromium.mjs';

test('what is written while the database is away is kept, and saved when it is back', async (t) => {
    const {data, nodes: [a, b]} = await threeNodes(t, database()), browser = await openBrowser();
    t.after(() => browser.close());
    const {out} = warraq('user', 'add', 'nour', '--role', 'editor', '--name', 'نور', '--data', data);
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: 'ar'}), page = await context.newPage();
    await page.goto(a.base + /\/desk#\/welcome\/\w+/.exec(out)[0]);
    await page.fill('input[autocomplete=new-password]', 'جملة أحفظها جيدًا');
    await page.click('.door button.primary');
    await page.waitForSelector('header.top');
    await page.getByRole('button', {name: 'مادة جديدة', exact: true}).first().click();
    await page.locator('.headline textarea').fill('خبر كُتب والقاعدة غائبة');
    await page.click('.body');
    await page.keyboard.insertText('أوّله محفوظ');
    await page.waitForSelector('[data-state=saved]');
    const id = Number(/stories\/(\d+)/.exec(page.url())[1]);

    postgres('crash', 'db1');
    await page.keyboard.insertText('، ووسطه يُكتب في الانقطاع');
    await page.waitForSelector('[data-state=offline]');
    const said = await page.locator('[data-state=offline]').first().innerText();
    assert.match(said, /لا يمكن حفظ شيء الآن/);
    assert.match(said, /محفوظ في هذا المتصفح/);
    assert.deepEqual(await axeFindings(page), []);
    if (process.env.SHOTS) await page.screenshot({path: `${process.env.SHOTS}/away.png`});
    // Whoever opens the desk now is not shown the door; it comes by itself when it can.
    const other = await context.newPage();
    await other.goto(a.base + '/desk#/stories');
    await other.getByText('المكتب لا يستطيع أن يجيب الآن').waitFor();
    if (process.env.SHOTS) await other.screenshot({path: `${process.env.SHOTS}/away-list.png`});
    await page.keyboard.insertText('، وآخره بعده');

    postgres('start', 'db1');
    await page.waitForSelector('[data-state=saved]');
    const whole = 'أوّله محفوظ، ووسطه يُكتب في الانقطاع، وآخره بعده';
    assert.equal(await page.locator('.body').textContent(), whole);
    await other.waitForSelector('header.top');
    // The same session at another node has it.
    await context.addCookies((await context.cookies(a.base + '/desk')).map(({name, value, path}) => ({name, value, path, domain: new URL(b.base).hostname})));
    await other.goto(b.base + `/desk#/stories/${id}`);

    await other.waitForSelector('.body');
    await until(async () => (await other.locator('.body').textContent()) === whole, 'it is on the server');
});
