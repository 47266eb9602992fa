// The body's tree in the editor: the same nodes and marks, under the same names, as src/story/schema.cpp. What is pasted
// is read into them, and what has no place among them is left behind.
import {Extension, Mark, mergeAttributes, Node, textblockTypeInputRule, wrappingInputRule, type Extensions} from '@tiptap/core';
import {dropCursor} from '@tiptap/pm/dropcursor';
import {gapCursor} from '@tiptap/pm/gapcursor';
import {history, redo, undo} from '@tiptap/pm/history';
import {styleOf} from './pasted';

const Doc = Node.create({name: 'doc', topNode: true, content: 'block+'});
const Text = Node.create({name: 'text', group: 'inline'});

const Paragraph = Node.create({
    name: 'paragraph', group: 'block', content: 'text*', priority: 1000,
    parseHTML: () => [{tag: 'p'}],
    renderHTML: ({HTMLAttributes}) => ['p', mergeAttributes(HTMLAttributes, {dir: 'auto'}), 0],
});

const Heading = Node.create({
    name: 'heading', group: 'block', content: 'text*', defining: true,
    addAttributes: () => ({level: {default: 2}}),
    parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({tag: `h${level}`, attrs: {level: Math.min(4, Math.max(2, level))}})),
    renderHTML: ({node, HTMLAttributes}) => [`h${node.attrs.level}`, mergeAttributes(HTMLAttributes, {dir: 'auto'}), 0],
    addInputRules() {
        return [2, 3, 4].map((level) => textblockTypeInputRule({find: new RegExp(`^(#{${level}})\\s$`), type: this.type, getAttributes: {level}}));
    },
    addKeyboardShortcuts() {
        return {'Mod-Alt-2': () => this.editor.commands.toggleNode('heading', 'paragraph', {level: 2}),
                'Mod-Alt-3': () => this.editor.commands.toggleNode('heading', 'paragraph', {level: 3})};
    },
});

const List = Node.create({
    name: 'list', group: 'block list', content: 'listItem+',
    addAttributes: () => ({ordered: {default: false}}),
    parseHTML: () => [{tag: 'ul', attrs: {ordered: false}}, {tag: 'ol', attrs: {ordered: true}}],
    renderHTML: ({node, HTMLAttributes}) => [node.attrs.ordered ? 'ol' : 'ul', mergeAttributes(HTMLAttributes), 0],
    addInputRules() {
        return [wrappingInputRule({find: /^[-*•]\s$/, type: this.type, getAttributes: {ordered: false}}),
                wrappingInputRule({find: /^[1١][.)]\s$/, type: this.type, getAttributes: {ordered: true}})];
    },
});

const ListItem = Node.create({
    name: 'listItem', content: 'paragraph (paragraph | list)*', defining: true,
    parseHTML: () => [{tag: 'li'}],
    renderHTML: ({HTMLAttributes}) => ['li', mergeAttributes(HTMLAttributes), 0],
    addKeyboardShortcuts() {
        return {Enter: () => this.editor.commands.splitListItem('listItem'), Tab: () => this.editor.commands.sinkListItem('listItem'),
                'Shift-Tab': () => this.editor.commands.liftListItem('listItem')};
    },
});

const Quote = Node.create({
    name: 'quote', group: 'block', content: 'paragraph+', defining: true,
    addAttributes: () => ({speaker: {default: null, parseHTML: (element) => element.dataset.speaker ?? null,
        renderHTML: ({speaker}) => speaker ? {'data-speaker': speaker as string} : {}}}),
    parseHTML: () => [{tag: 'blockquote'}],
    renderHTML: ({HTMLAttributes}) => ['blockquote', mergeAttributes(HTMLAttributes), 0],
    addInputRules() {
        return [wrappingInputRule({find: /^>\s$/, type: this.type})];
    },
    addKeyboardShortcuts() {
        return {'Mod-Shift-b': () => this.editor.commands.toggleWrap('quote')};
    },
});

// What a leaf of the tree is made of, for the clipboard.
const shown = (attrs: Record<string, unknown>): Record<string, string> =>
    Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => [`data-${name}`, String(value)]));
const isMediaName = (name: string | undefined): boolean => /^(?!\.)[\w.-]{1,200}$/.test(name ?? '');
const isSide = (pixels: string | undefined): boolean => /^[1-9]\d{0,4}$/.test(pixels ?? '') && Number(pixels) <= 20_000;

const IMAGE = ['media', 'alt', 'caption', 'credit', 'width', 'height'];
const Image = Node.create({
    name: 'image', group: 'block', draggable: true,
    addAttributes: () => Object.fromEntries(IMAGE.map((name) => [name, {default: null, rendered: false}])),
    // One of ours, cut or copied here. Another pasted picture lies on another host: it is uploaded first, and never linked.
    parseHTML: () => [{tag: 'figure[data-media]', getAttrs: (figure) => {
        const {media, alt, caption, credit, width, height} = (figure as HTMLElement).dataset;
        return isMediaName(media) && isSide(width) && isSide(height) && {media, alt, caption, credit, width: Number(width), height: Number(height)};
    }}],
    renderHTML: ({node}) => ['figure', shown(node.attrs), ['img', {src: `/desk/media/${node.attrs.media}`, alt: node.attrs.alt ?? '', width: node.attrs.width,
        height: node.attrs.height}], ['figcaption', {dir: 'auto'}, [node.attrs.caption, node.attrs.credit].filter(Boolean).join(' · ')]],
});

const Table = Node.create({
    name: 'table', group: 'block', content: 'tableRow+', isolating: true,
    parseHTML: () => [{tag: 'table'}],
    renderHTML: ({HTMLAttributes}) => ['table', mergeAttributes(HTMLAttributes), ['tbody', 0]],
});
const TableRow = Node.create({
    name: 'tableRow', content: 'tableCell+',
    parseHTML: () => [{tag: 'tr'}],
    renderHTML: ({HTMLAttributes}) => ['tr', mergeAttributes(HTMLAttributes), 0],
});
const TableCell = Node.create({
    name: 'tableCell', content: 'paragraph+', isolating: true,
    addAttributes: () => ({header: {default: false, rendered: false}}),
    parseHTML: () => [{tag: 'td', attrs: {header: false}}, {tag: 'th', attrs: {header: true}}],
    renderHTML: ({node, HTMLAttributes}) => [node.attrs.header ? 'th' : 'td', mergeAttributes(HTMLAttributes), 0],
});

const Embed = Node.create({
    name: 'embed', group: 'block', draggable: true,
    addAttributes: () => ({url: {default: null, rendered: false}, title: {default: null, rendered: false}, provider: {default: null, rendered: false}}),
    parseHTML: () => [{tag: 'p.embed[data-url]', priority: 60, getAttrs: (card) => {
        const {url, title, provider} = (card as HTMLElement).dataset;
        return isWebAddress(url ?? null) && {url, title, provider};
    }}],
    renderHTML: ({node}) => ['p', {class: 'embed', ...shown(node.attrs)}, ['a', {href: node.attrs.url, dir: 'auto'}, String(node.attrs.title ?? node.attrs.url)]],
});

const Divider = Node.create({
    name: 'divider', group: 'block',
    parseHTML: () => [{tag: 'hr'}],
    renderHTML: () => ['hr'],
});

const Strong = Mark.create({
    name: 'strong',
    // Google Docs wraps all it copies in a <b> that is not bold, and says what is by style.
    parseHTML: () => [{tag: 'strong'}, {tag: 'b', getAttrs: (b) => !/^(normal|400)$/.test(styleOf(b, 'font-weight')) && null},
        {tag: 'span', consuming: false, getAttrs: (span) => /^(bold|[6-9]00)$/.test(styleOf(span, 'font-weight')) && null}],
    renderHTML: () => ['strong', 0],
    addKeyboardShortcuts() { return {'Mod-b': () => this.editor.commands.toggleMark('strong')}; },
});
const Emphasis = Mark.create({
    name: 'emphasis',
    parseHTML: () => [{tag: 'em'}, {tag: 'i'},
        {tag: 'span', consuming: false, getAttrs: (span) => styleOf(span, 'font-style') === 'italic' && null}],
    renderHTML: () => ['em', 0],
    addKeyboardShortcuts() { return {'Mod-i': () => this.editor.commands.toggleMark('emphasis')}; },
});
const LONGEST = 4000; // bytes of an attribute that the server takes
export const isWebAddress = (address: string | null): boolean =>
    /^(https?:\/\/|mailto:|\/(?!\/))[^\s\\\p{Cc}]*$/u.test(address ?? '') && new TextEncoder().encode(address ?? '').length <= LONGEST;
// The text is Arabic anyway: word processors say so of each word.
const isOtherLanguage = (tag: string | null): boolean => /^(?!ar(-|$))[a-z\d-]{2,35}$/i.test(tag ?? '');
const Link = Mark.create({
    name: 'link', inclusive: false,
    addAttributes: () => ({href: {default: null}}),
    parseHTML: () => [{tag: 'a[href]', getAttrs: (a) => isWebAddress((a as HTMLElement).getAttribute('href')) && null}],
    renderHTML: ({HTMLAttributes}) => ['a', mergeAttributes(HTMLAttributes, {rel: 'noopener'}), 0],
});
const Language = Mark.create({
    name: 'language',
    addAttributes: () => ({lang: {default: null}}),
    parseHTML: () => [{tag: 'span[lang]', consuming: false, getAttrs: (span) => isOtherLanguage((span as HTMLElement).getAttribute('lang')) && null}],
    renderHTML: ({HTMLAttributes}) => ['span', mergeAttributes(HTMLAttributes, {dir: 'auto'}), 0],
});

const Writing = Extension.create({
    name: 'writing',
    addProseMirrorPlugins: () => [history(), dropCursor(), gapCursor()],
    addKeyboardShortcuts() {
        const run = (command: typeof undo) => () => command(this.editor.state, this.editor.view.dispatch);
        return {'Mod-z': run(undo), 'Mod-y': run(redo), 'Mod-Shift-z': run(redo)};
    },
});

export const extensions: Extensions = [Doc, Text, Paragraph, Heading, List, ListItem, Quote, Image, Table, TableRow, TableCell, Embed, Divider,
    Strong, Emphasis, Link, Language, Writing];

interface Tree {
    type: string;
    attrs?: Record<string, unknown>;
    content?: Tree[];
    text?: string;
    marks?: {type: string; attrs?: Record<string, unknown>}[];
}

const NEEDS_CONTENT = new Set(['heading', 'list', 'listItem', 'quote', 'table', 'tableRow']);

// The tree as the server takes it: without what the editor only holds open (empty headings, attributes that are not set).
export function toStored(tree: Tree): Tree {
    const out: Tree = {type: tree.type};
    const attrs = Object.entries(tree.attrs ?? {}).filter(([, value]) => value !== null && value !== '');
    if (attrs.length > 0) out.attrs = Object.fromEntries(attrs);
    if (tree.text !== undefined) out.text = tree.text;
    if (tree.marks?.length) out.marks = tree.marks;
    const content = (tree.content ?? []).map(toStored).filter((node) => !NEEDS_CONTENT.has(node.type) || node.content?.length);
    if (content.length > 0 || tree.type === 'doc') out.content = content;
    return out;
}
