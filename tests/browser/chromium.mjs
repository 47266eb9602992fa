// Debian's Chromium as tests and benches run it, and axe over what it shows.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';
import {PATIENCE} from '../support/newsroom.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function openBrowser() {
    const browser = await chromium.launch({executablePath: '/usr/bin/chromium', timeout: PATIENCE, args: ['--headless', '--no-sandbox', '--disable-gpu',
        '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']});
    const newContext = browser.newContext.bind(browser);  // newPage() begins with it too
    browser.newContext = async (options) => {
        const context = await newContext(options);
        context.setDefaultTimeout(PATIENCE);
        return context;
    };
    return browser;
}

// What axe finds on the page, a line each.
export async function axeFindings(page) {
    await page.evaluate(axe);
    const {violations} = await page.evaluate(() => window.axe.run(document));
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 300) + ' ' + n.failureSummary).join('; ')}`);
}
