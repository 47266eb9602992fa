// The desk in Chromium: how long until the list can be used on a processor slowed four times, and how long a key takes to
// show in a story of 5,000 words; beside them what the browser loads.
//
//     node bench/desk.mjs
import {readdirSync, readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {openBrowser} from '../tests/browser/chromium.mjs';
import {folder, serve, warraq} from '../tests/support/newsroom.mjs';

const PASSWORD = 'كلمة سر للقياس';
const data = folder();
warraq('demo', '--data', data);
const {out} = warraq('user', 'add', 'bench', '--role', 'editor', '--data', data);
const server = await serve(data);
const browser = await openBrowser();
const context = await browser.newContext({viewport: {width: 1280, height: 900}});
const page = await context.newPage();
await page.goto(server.base + /\/desk#\/welcome\/\w+/.exec(out)[0]);
await page.fill('input[autocomplete=new-password]', PASSWORD);
await page.click('button.primary');
await page.waitForSelector('.list li');
const share = (times, part) => times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(0);

const first = [];
for (let i = 0; i < 10; i++) {
    const fresh = await browser.newContext({viewport: {width: 1280, height: 900}, storageState: await context.storageState()});
    const visit = await fresh.newPage();
    await (await fresh.newCDPSession(visit)).send('Emulation.setCPUThrottlingRate', {rate: 4});
    await visit.goto(server.base + '/desk');
    await visit.waitForSelector('.list li');
    first.push(await visit.evaluate(() => performance.now()));
    await fresh.close();
}

await page.click('button.primary');
await page.waitForSelector('.body');
await page.click('.body');
const words = 'قال وزير النقل إن الميناء الجديد يستقبل السفن الكبيرة في الربيع بعد أعمال توسعة دامت ثلاث سنوات كاملة'.split(' ');
await page.evaluate((html) => {
    const clipboard = new DataTransfer();
    clipboard.setData('text/html', html);
    document.querySelector('.body').dispatchEvent(new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true}));
}, Array.from({length: 100}, (_, i) => `<p>${Array.from({length: 50}, (_, j) => words[(i * 7 + j) % words.length]).join(' ')}.</p>`).join(''));
await page.waitForSelector('[data-state=saved]');
await page.evaluate(() => {
    window.latencies = [];
    document.querySelector('.body').addEventListener('beforeinput', () => {
        const typed = performance.now();
        requestAnimationFrame(() => { const {port1, port2} = new MessageChannel(); port1.onmessage = () => window.latencies.push(performance.now() - typed); port2.postMessage(0); });
    }, true);
});
await page.locator('.body p').nth(50).click();
for (let i = 0; i < 200; i++) {
    await page.keyboard.type('ميناء '[i % 6]);
    await page.waitForTimeout(40);
}
const typing = await page.evaluate(() => window.latencies);
const assets = new URL('../build/share/desk/assets/', import.meta.url);
const size = (pattern) => readdirSync(assets).filter((name) => pattern.test(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, assets))).length, 0) / 1024;
console.log(`list usable, CPU four times slower: p50 ${share(first, 0.5)} ms, longest ${share(first, 1)}`);
console.log(`a key in a story of 5,000 words: p50 ${share(typing, 0.5)} ms, p95 ${share(typing, 0.95)}, longest ${share(typing, 1)} (${typing.length} keys, the wait for the frame included)`);
console.log(`gzipped: list ${size(/^index.*\.(js|css)$/).toFixed(0)} KB, editor on demand ${size(/^StoryEditor.*\.(js|css)$/).toFixed(0)} KB`);
await browser.close();
await server.stop();
process.exit(0);
