// @vitest-environment jsdom
import {expect, test} from 'vitest';
import {cleaned, styleOf, withoutPower} from './pasted';

test.each([
    ['<p style="color:red">أ</p>', '<p data-style="color:red">أ</p>'],
    ["<p STYLE='color:red' class=a>", "<p data-style='color:red' class=a>"],
    ['<p class=a style = color:red>', '<p class=a data-style = color:red>'],
    ['<img src=x onerror="hurt()">', '<img src=x data-onerror="hurt()">'],
    ['<img src=x onerror=hurt()>', '<img src=x data-onerror=hurt()>'],
    ['<svg/onload=hurt()>', '<svg/data-onload=hurt()>'],
    ['<p\nonclick\n=\n"hurt()"\nstyle="a">', '<p\ndata-onclick\n=\n"hurt()"\ndata-style="a">'],
    // Where a value holds what looks like an end, or the next attribute follows at once.
    ['<img alt="a>b" onerror="hurt()">', '<img alt="a>b" data-onerror="hurt()">'],
    ["<img alt='>' onerror='hurt()'>", "<img alt='>' data-onerror='hurt()'>"],
    ['<p title="a"style="b">', '<p title="a" data-style="b">'],
    ['<p style="a" onclick>', '<p data-style="a" data-onclick>'],
    ['<p title=it\'s style="a">', '<p title=it\'s data-style="a">'],
    ['<p style=>', '<p data-style=>'],
    // What only looks so stays.
    ['<a href="/?a=1 style=2" title="my onclick = x">style="a"</a>', '<a href="/?a=1 style=2" title="my onclick = x">style="a"</a>'],
    ['<p data-style="a" styles="b" one="c">', '<p data-style="a" styles="b" data-one="c">'],
    ['1 < 2 style="a"', '1 < 2 style="a"'],
    ['', ''], ['نص بلا وسوم', 'نص بلا وسوم'],
    // Style sheets, scripts and comments go.
    ['<style>p { color: red } /* <b x=" */</style><p style="a">', '<p data-style="a">'],
    ['<SCRIPT>if (a < b) hurt()</script >أ', 'أ'],
    ['<!--[if gte mso 9]><xml><b x="></xml><![endif]--><p style="a">', '<p data-style="a">'],
    ['<style>p { color: red }</style x><p style="a">', '<p data-style="a">'],
    ['أ<!-- <p style="y">', 'أ'],
    ['<!-- <b title="x --><p style="y">', '<p data-style="y">'],
])('%s becomes %s', (pasted, harmless) => {
    expect(withoutPower(pasted)).toBe(harmless);
});

test('no attribute of a pasted element is a style or a handler', () => {
    const parts = ['<p', '<img', ' ', '\n', '/', '"', "'", '=', '>', 'style', 'onload', ' style="', " onload='", 'x', '<!--', '-->', '<style>', '</style>', '="a>b"'];
    let seed = 5;
    const random = (below: number): number => { seed = seed * 48_271 % 2_147_483_647; return seed % below; };
    let elements = 0;
    for (let round = 0; round < 1000; round++) {
        const html = Array.from({length: 3 + random(12)}, () => parts[random(parts.length)]).join('');
        const {body} = new DOMParser().parseFromString(withoutPower(html), 'text/html');
        for (const element of body.querySelectorAll('*')) {
            elements++;
            for (const {name} of element.attributes) expect(name, html).not.toMatch(/^(style$|on)/i);
        }
    }
    expect(elements).toBeGreaterThan(250);
});

test('a long text is read in one go', () => {
    const html = '<p ' + 'style = "a" '.repeat(20_000) + '<'.repeat(50_000) + ' ="'.repeat(20_000) + '<!--'.repeat(50_000) + '<style>'.repeat(20_000);
    expect(withoutPower(html)).toContain('data-style = "a" data-style');
});

test('a style is asked for one property, not for another that ends alike', () => {
    const element = document.createElement('b');
    element.dataset.style = 'mso-bidi-font-weight:normal; Font-Style : Italic;font-size:11pt';
    expect([styleOf(element, 'font-weight'), styleOf(element, 'font-style'), styleOf(element, 'color')]).toEqual(['', 'italic', '']);
});

const item = (level: number, mark: string, text: string): string =>
    `<p class=MsoListParagraphCxSpMiddle dir=RTL style='text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span ` +
    `style='mso-list:Ignore'>${mark}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]><span lang=AR-SA>${text}</span></p>`;
const lists = (html: string): string => cleaned(html).replace(/<(?!\/?(p|ul|ol|li)\b)[^>]*>/g, '').replace(/<(\w+)[^>]*>/g, '<$1>').replace(/\n/g, '');

test.each([
    ['bullets', item(1, '·', 'أ') + item(1, '·', 'ب'), '<ul><li><p>أ</p></li><li><p>ب</p></li></ul>'],
    ['numbers', item(1, '1.', 'أ') + item(1, '2.', 'ب'), '<ol><li><p>أ</p></li><li><p>ب</p></li></ol>'],
    ['Arabic numbers and letters', item(1, '١-', 'أ') + item(1, 'ب)', 'ب'), '<ol><li><p>أ</p></li><li><p>ب</p></li></ol>'],
    ['a list in a list', item(1, '·', 'أ') + item(2, 'o', 'ب') + item(2, 'o', 'ج') + item(1, '·', 'د'), '<ul><li><p>أ</p><ul><li><p>ب</p></li><li><p>ج</p></li></ul></li><li><p>د</p></li></ul>'],
    ['numbers in bullets', item(1, '·', 'أ') + item(2, 'a.', 'ب'), '<ul><li><p>أ</p><ol><li><p>ب</p></li></ol></li></ul>'],
    ['two lists', item(1, '·', 'أ') + '<p class=MsoNormal>فقرة</p>' + item(1, '·', 'ب'), '<ul><li><p>أ</p></li></ul><p>فقرة</p><ul><li><p>ب</p></li></ul>'],
    ['one kind after the other', item(1, '·', 'أ') + item(1, '1.', 'ب'), '<ul><li><p>أ</p></li></ul><ol><li><p>ب</p></li></ol>'],
    ['a list that begins within', item(3, '·', 'أ') + item(1, '·', 'ب'), '<ul><li><p>أ</p></li><li><p>ب</p></li></ul>'],
])('Word’s %s', (_, html, read) => {
    expect(lists(html)).toBe(read);
});
