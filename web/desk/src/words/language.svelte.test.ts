// @vitest-environment jsdom
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {ar} from './ar';
import {en} from './en';

// The module as a page finds it that is opened now.
const opened = () => { vi.resetModules(); return import('./language.svelte'); };

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

test('Arabic comes first, from right to left', async () => {
    const {language} = await opened();
    expect([language.code, language.words.desk]).toEqual(['ar', ar.desk]);
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['ar', 'rtl']);
});

test('English is chosen, and remembered in this browser', async () => {
    (await opened()).language.change('en');
    expect([document.documentElement.lang, document.documentElement.dir]).toEqual(['en', 'ltr']);
    expect((await opened()).language.words.desk).toBe(en.desk);
});

test('what a browser holds beside the two languages is Arabic', async () => {
    localStorage.setItem('warraq-desk-language', 'fr');
    expect((await opened()).language.code).toBe('ar');
});

test('a browser whose storage is closed has the desk in Arabic', async () => {
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => { throw new DOMException('closed', 'SecurityError'); });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => { throw new DOMException('closed', 'SecurityError'); });
    const {language} = await opened();
    expect(language.code).toBe('ar');
    language.change('en');
    expect(language.code).toBe('en');
});

test('problems are told in words; the message stands beside where it helps', async () => {
    const {explain} = await opened();
    const problem = (code: string) => ({error: {code, message: 'content.slug: is taken'}});
    expect(explain(undefined)).toBe(ar.problems.failed);
    expect(explain(problem('conflict'))).toBe(ar.problems.conflict);
    expect(explain(problem('invalid'))).toBe(`${ar.problems.invalid} (content.slug: is taken)`);
    expect(explain(problem('never_heard_of'))).toBe(`${ar.problems.failed} (content.slug: is taken)`);
});
