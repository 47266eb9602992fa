// @vitest-environment jsdom
import {getSchema, type Editor, type JSONContent} from '@tiptap/core';
import {DOMParser as Reader, DOMSerializer, Node} from '@tiptap/pm/model';
import {afterEach, describe, expect, test} from 'vitest';
import {editorWith} from './editor_for_tests';
import {cleaned} from './pasted';
import {extensions, isWebAddress, toStored} from './schema';

type Tree = Parameters<typeof toStored>[0];
const text = (said: string, ...marks: NonNullable<Tree['marks']>): Tree => marks.length ? {type: 'text', marks, text: said} : {type: 'text', text: said};
const node = (type: string, ...content: Tree[]): Tree => content.length ? {type, content} : {type};
const withAttrs = (type: string, attrs: Record<string, unknown>, ...content: Tree[]): Tree => content.length ? {type, attrs, content} : {type, attrs};
const p = (said: string, ...marks: NonNullable<Tree['marks']>): Tree => node('paragraph', text(said, ...marks));
const item = (...content: Tree[]): Tree => node('listItem', ...content);
const cell = (header: boolean, ...content: Tree[]): Tree => withAttrs('tableCell', {header}, ...content);
const link = {type: 'link', attrs: {href: 'https://example.org/a?b=1&c'}}, language = {type: 'language', attrs: {lang: 'en'}};
const image = {media: '3f2a-b_c.avif', alt: 'سفينة «القمح» & رصيف', caption: 'أمس', credit: 'أمل', width: 1600, height: 900};

// One of each, as src/story/schema.cpp has them.
const NODES: Record<string, Tree> = {
    paragraph: p('نص'), 'an empty paragraph': node('paragraph'),
    ...Object.fromEntries([2, 3, 4].map((level) => [`heading ${level}`, withAttrs('heading', {level}, text('عنوان'))])),
    list: withAttrs('list', {ordered: false}, item(p('أ')), item(p('ب'))),
    'numbered list': withAttrs('list', {ordered: true}, item(p('أ'), p('وتتمته')), item(p('ب'), withAttrs('list', {ordered: false}, item(p('ج'))))),
    quote: node('quote', p('قال'), p('وقال')), 'quote of someone': withAttrs('quote', {speaker: 'سالم «الحداد»'}, p('قال')),
    image: withAttrs('image', image), 'image without words': withAttrs('image', {media: 'a.png', width: 1, height: 20_000}),
    table: node('table', node('tableRow', cell(true, p('أ')), cell(true, p('ب'))), node('tableRow', cell(false, p('ج'), p('د')), cell(false, node('paragraph')))),
    embed: withAttrs('embed', {url: 'https://example.org/v', title: 'بطاقة', provider: 'example.org'}), 'embed by its address': withAttrs('embed', {url: '/story/1'}),
    divider: node('divider'),
};
const MARKS: Record<string, NonNullable<Tree['marks']>> = {
    strong: [{type: 'strong'}], emphasis: [{type: 'emphasis'}], link: [link], 'link within the site': [{type: 'link', attrs: {href: '/about'}}], language: [language],
    all: [{type: 'strong'}, {type: 'emphasis'}, link, language],
};
const BODIES: [string, Tree][] = [
    ...Object.entries(NODES).map(([name, one]): [string, Tree] => [name, node('doc', one)]),
    ...Object.entries(MARKS).map(([name, marks]): [string, Tree] => [name, node('doc', node('paragraph', text('قبل '), text('فيه', ...marks), text(' بعد')))]),
    ['all of them', node('doc', ...Object.values(NODES), p('آخر'))],
];

const schema = getSchema(extensions);
const read = (html: string): Tree => {
    const element = document.createElement('div');
    element.innerHTML = cleaned(html);
    return toStored(Reader.fromSchema(schema).parse(element).toJSON() as Tree);
};

test('has the nodes and marks of the server, and no others', () => {
    expect(Object.keys(schema.nodes).sort()).toEqual(['divider', 'doc', 'embed', 'heading', 'image', 'list', 'listItem', 'paragraph', 'quote', 'table', 'tableCell', 'tableRow', 'text']);
    expect(Object.keys(schema.marks).sort()).toEqual(['emphasis', 'language', 'link', 'strong']);
    const seen = new Set<string>();
    const see = ({type, content = [], marks = []}: Tree): void => { seen.add(type); marks.forEach((mark) => seen.add(mark.type)); content.forEach(see); };
    BODIES.forEach(([, body]) => see(body));
    expect([...seen].sort(), 'each is tried below').toEqual([...Object.keys(schema.nodes), ...Object.keys(schema.marks)].sort());
});

test.each(BODIES)('%s: from the API into the editor and back', (_, body) => {
    const doc = Node.fromJSON(schema, body);
    doc.check();
    expect(toStored(doc.toJSON() as Tree)).toEqual(body);
});

test.each(BODIES)('%s: cut and pasted', (_, body) => {
    const element = document.createElement('div');
    element.append(DOMSerializer.fromSchema(schema).serializeFragment(Node.fromJSON(schema, body).content));
    expect(read(element.innerHTML)).toEqual(body);
});

describe('toStored', () => {
    test.each([
        ['a heading that is held open', node('doc', withAttrs('heading', {level: 2}), p('أ')), node('doc', p('أ'))],
        ['a list of one empty item stays: its paragraph is there', node('doc', node('list', item(node('paragraph')))), node('doc', node('list', item(node('paragraph'))))],
        ['a list of nothing goes with its items', node('doc', node('list', item()), p('أ')), node('doc', p('أ'))],
        ['a quote of nothing', node('doc', withAttrs('quote', {speaker: 'سالم'}), p('أ')), node('doc', p('أ'))],
        ['a table of rows without cells', node('doc', node('table', node('tableRow'))), {type: 'doc', content: []}],
        ['attributes that are not set', node('doc', withAttrs('image', {media: 'a.png', alt: '', caption: null, width: 1, height: 1})), node('doc', withAttrs('image', {media: 'a.png', width: 1, height: 1}))],
        ['a flag that is not raised stays', node('doc', withAttrs('list', {ordered: false}, item(p('أ')))), node('doc', withAttrs('list', {ordered: false}, item(p('أ'))))],
        ['marks of which there are none', node('doc', node('paragraph', {type: 'text', text: 'أ', marks: []})), node('doc', p('أ'))],
        ['nothing at all', {type: 'doc'}, {type: 'doc', content: []}],
    ])('%s', (_, shown, stored) => {
        expect(toStored(shown)).toEqual(stored);
    });
});

test.each([
    ['https://example.org/a?b=c#d', true], ['http://example.org', true], ['mailto:a@example.org', true], ['/about', true], ['https://مثال.إختبار/أ', true],
    ['//example.org', false], ['javascript:alert(1)', false], ['data:text/html,x', false], ['https://a\\b', false], ['https://a b', false], ['ftp://a', false], ['', false], [null, false],
    ['https://a/\u0001', false], ['https://a/\u007F', false], ['https://a/' + 'b'.repeat(3990), true], ['https://a/' + 'b'.repeat(3991), false], ['https://a/' + 'ب'.repeat(2000), false],
])('is %s an address of the web: %s', (address, is) => {
    expect(isWebAddress(address)).toBe(is);
});

describe('read from what is pasted', () => {
    const strong = {type: 'strong'}, emphasis = {type: 'emphasis'};
    test.each<[string, string, Tree[]]>([
        ['bold and italics by tag', '<p>أ<b>ب</b><i>ج</i><strong>د</strong><em>هـ</em></p>', [node('paragraph', text('أ'), text('ب', strong), text('ج', emphasis), text('د', strong), text('هـ', emphasis))]],
        ['Word’s own bold', '<p class=MsoNormal><b style=\'mso-bidi-font-weight:normal\'>عريض</b></p>', [p('عريض', strong)]],
        ['Word’s own italics', '<p><i style=\'mso-bidi-font-style:normal\'>مائل</i><span style=\'mso-bidi-font-style:italic;mso-bidi-font-weight:bold\'> عادي</span></p>', [node('paragraph', text('مائل', emphasis), text(' عادي'))]],
        ['Google’s wrapping, and its styles', '<b style="font-weight:normal"><p><span style="font-weight:400">أ</span><span style="font-weight:700">ب</span><span style="font-style:italic">ج</span></p></b>', [node('paragraph', text('أ'), text('ب', strong), text('ج', emphasis))]],
        ['bold and italics in one span', '<p><span style="font-weight: bold; font-style: italic">أ</span></p>', [p('أ', strong, emphasis)]],
        ['headings of all levels', '<h1>١</h1><h2>٢</h2><h3>٣</h3><h4>٤</h4><h6>٦</h6>', [[2, '١'], [2, '٢'], [3, '٣'], [4, '٤'], [4, '٦']].map(([level, said]) => withAttrs('heading', {level}, text(said as string)))],
        ['good links and bad ones', '<p><a href="https://a.org/">أ</a><a href="javascript:hurt()">ب</a><a href="https://a/\u0001">ج</a></p>', [node('paragraph', text('أ', {type: 'link', attrs: {href: 'https://a.org/'}}), text('بج'))]],
        ['another language', '<p>في <span lang="en-GB">Port Said</span></p>', [node('paragraph', text('في '), text('Port Said', {type: 'language', attrs: {lang: 'en-GB'}}))]],
        ['bold of another language', '<p><span lang="fr" style="font-weight:bold">Le Caire</span></p>', [p('Le Caire', strong, {type: 'language', attrs: {lang: 'fr'}})]],
        ['what Word says of each Arabic word', '<p><span lang=AR-SA dir=RTL>نص</span><span lang="ar">ه</span></p>', [p('نصه')]],
        ['languages that the server refuses', '<p><span lang="">أ</span><span lang="en_US">ب</span><span lang="x">ج</span></p>', [p('أبج')]],
        ['pictures of other hosts', '<p>أ<img src="https://evil.example/x.png" alt="x"></p>', [p('أ')]],
        ['pictures that cannot be ours', '<figure data-media="../x" data-width="1" data-height="1"></figure><figure data-media="a.png" data-width="0" data-height="1"></figure><p>أ</p>', [p('أ')]],
        ['cards that lead nowhere', '<p class="embed" data-url="javascript:hurt()">أ</p>', [p('أ')]],
        ['scripts, styles, titles, comments', '<title>ع</title><style>p{}</style><script>hurt()</script><!-- x --><p onclick="hurt()" style="color:red">أ</p>', [p('أ')]],
        ['a table', '<table><thead><tr><th>أ</th></tr></thead><tbody><tr><td>ب</td></tr></tbody></table>', [node('table', node('tableRow', cell(true, p('أ'))), node('tableRow', cell(false, p('ب'))))]],
        ['lists in lists', '<ol><li>أ<ul><li>ب</li></ul></li></ol>', [withAttrs('list', {ordered: true}, item(p('أ'), withAttrs('list', {ordered: false}, item(p('ب')))))]],
        ['a quote and a divider', '<blockquote>قال</blockquote><hr>', [node('quote', p('قال')), node('divider')]],
        ['blocks that have no name here', '<div>أ</div><section><article>ب</article></section>', [p('أ'), p('ب')]],
        ['Word’s list', '<p class=MsoListParagraph style=\'mso-list:l0 level1 lfo1\'><![if !supportLists]><span style=\'mso-list:Ignore\'>1.<span>&nbsp; </span></span><![endif]><b>أ</b></p><p class=MsoNormal>ب<o:p></o:p></p>', [withAttrs('list', {ordered: true}, item(p('أ', strong))), p('ب')]],
    ])('%s', (_, html, blocks) => {
        expect(read(html)).toEqual(node('doc', ...blocks));
    });
});

describe('in the editor', () => {
    let editor: Editor | undefined;
    afterEach(() => editor?.destroy());
    const opened = (...blocks: Tree[]): Editor => editor = editorWith(...blocks as JSONContent[]);
    const body = (): Tree[] | undefined => toStored(editor!.getJSON() as Tree).content;

    test('what is pasted stands where one is', () => {
        const {view, commands} = opened(p('قبل'), p('بعد'));
        commands.setTextSelection(4);
        view.pasteHTML('<p class="MsoNormal" style="color:red">، وهنا</p><h1>عنوان</h1><p>ثم</p>', new Event('paste') as ClipboardEvent);
        expect(body()).toEqual([p('قبل، وهنا'), withAttrs('heading', {level: 2}, text('عنوان')), p('ثم'), p('بعد')]);
    });
    test('an open heading is not stored', () => {
        const {commands} = opened(p('أ'), node('paragraph'));
        commands.setTextSelection(4);
        commands.toggleNode('heading', 'paragraph', {level: 2});
        expect(editor!.getJSON().content?.[1]?.type).toBe('heading');
        expect(body()).toEqual([p('أ')]);
    });
    test('undone and done again', () => {
        const {commands, view} = opened(p('أ'));
        commands.insertContentAt(2, 'ب');
        expect(body()).toEqual([p('أب')]);
        const press = (key: string): void => { view.someProp('handleKeyDown', (handle) => handle(view, new KeyboardEvent('keydown', {key, ctrlKey: true}))); };
        press('z');
        expect(body()).toEqual([p('أ')]);
        press('y');
        expect(body()).toEqual([p('أب')]);
    });
});
