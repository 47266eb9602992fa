// Lighthouse, mobile, over the kinds of pages that readers see most. The demo newsroom is served for it; the median of
// some runs is printed, since a busy machine makes pages look slow. Pages of results ask search engines to leave them out,
// as those wish; that one audit is left out for them.
//
//     npm ci --prefix bench/lighthouse && node bench/lighthouse/lighthouse.mjs [RUNS] [--why]
//
// --why names what each page lost points for.
import {launch} from 'chrome-launcher';
import lighthouse from 'lighthouse';
import {configure, folder, freePort, links, serve, warraq} from '../../tests/support/newsroom.mjs';

const runs = Number(process.argv[2]) || 3, why = process.argv.includes('--why');
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

const port = await freePort();
const data = folder();
warraq('demo', '--data', data);
configure(data, {address: `http://127.0.0.1:${port}`});
const server = await serve(data, {port});
const html = await (await fetch(server.base + '/local')).text();
const story = links(html, /<h3><a href="([^"]+)"/g).find((link) => /الميناء/.test(decodeURI(link)));
const pages = {story, front: '/', section: '/local', search: '/search',
    results: '/search?q=' + encodeURIComponent('الميناء')};
for (let i = 0; i < 100 && (await fetch(server.base + pages.results)).status !== 200; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));

const browser = await launch({chromePath: '/usr/bin/chromium', logLevel: 'silent', chromeFlags: ['--headless', '--no-sandbox',
    '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']});
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
let least = 100;
for (const [kind, address] of Object.entries(pages)) {
    const scores = Object.fromEntries(CATEGORIES.map((category) => [category, []])), lost = new Set();
    for (let run = 0; run < runs; run++) {
        const {lhr} = await lighthouse(server.base + address, {port: browser.port, logLevel: 'silent', onlyCategories: CATEGORIES,
            skipAudits: kind === 'results' ? ['is-crawlable'] : []});
        for (const category of CATEGORIES) {
            scores[category].push(Math.round(lhr.categories[category].score * 100));
            for (const {id, weight} of lhr.categories[category].auditRefs) {
                const {score, displayValue} = lhr.audits[id];
                if (weight > 0 && score !== null && score < 0.995) lost.add(`${category}: ${id} ${displayValue ?? ''}`);
            }
        }
    }
    const medians = CATEGORIES.map((category) => median(scores[category]));
    least = Math.min(least, ...medians);
    console.log(kind.padEnd(8), CATEGORIES.map((category, i) => `${category} ${medians[i]}`).join(', '));
    if (why) for (const line of lost) console.log('    ' + line);
}
console.log(`least: ${least}`);
browser.kill();
await server.stop();
process.exit(least >= 95 ? 0 : 1);
