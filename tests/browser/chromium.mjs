// Debian's Chromium as tests and benches run it, and axe over what it shows.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const openBrowser = () => chromium.launch({executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']});

// What axe finds on the page, a line each.
export async function axeFindings(page) {
    await page.evaluate(axe);
    const {violations} = await page.evaluate(() => window.axe.run(document));
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 300) + ' ' + n.failureSummary).join('; ')}`);
}
