// The body's tree in the editor: the same nodes and marks, under the same names, as src/story/schema.cpp. What is pasted
// is read into them, and what has no place among them is left behind.
import {Extension, Mark, mergeAttributes, Node, textblockTypeInputRule, wrappingInputRule, type Extensions} from '@tiptap/core';
import {dropCursor} from '@tiptap/pm/dropcursor';
import {gapCursor} from '@tiptap/pm/gapcursor';
import {history, redo, undo} from '@tiptap/pm/history';

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

const IMAGE = ['media', 'alt', 'caption', 'credit', 'width', 'height'];
const Image = Node.create({
    name: 'image', group: 'block', draggable: true,
    addAttributes: () => Object.fromEntries(IMAGE.map((name) => [name, {default: null, rendered: false}])),
    // A pasted picture lies on another host: it is uploaded first, and never linked.
    renderHTML: ({node}) => ['figure', ['img', {src: `/desk/media/${node.attrs.media}`, alt: node.attrs.alt ?? '', width: node.attrs.width,
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
    renderHTML: ({node}) => ['p', {class: 'embed'}, ['a', {href: node.attrs.url, dir: 'auto'}, String(node.attrs.title ?? node.attrs.url)]],
});

const Divider = Node.create({
    name: 'divider', group: 'block',
    parseHTML: () => [{tag: 'hr'}],
    renderHTML: () => ['hr'],
});

// Pasted styles and handlers are never applied, nor even tried: they become plain attributes before the text is read.
export function withoutPower(html: string): string {
    return html.replace(/<[^>]*>/g, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, (_, name: string) => ` data-${name.toLowerCase()}=`));
}
const styleOf = (element: HTMLElement | string): string => (element as HTMLElement).dataset.style ?? '';

const Strong = Mark.create({
    name: 'strong',
    // Google Docs wraps all it copies in a <b> that is not bold, and says what is by style.
    parseHTML: () => [{tag: 'strong'}, {tag: 'b', getAttrs: (b) => !/font-weight:\s*(normal|400)/.test(styleOf(b)) && null},
        {tag: 'span', consuming: false, getAttrs: (span) => /font-weight:\s*(bold|[6-9]00)/.test(styleOf(span)) && null}],
    renderHTML: () => ['strong', 0],
    addKeyboardShortcuts() { return {'Mod-b': () => this.editor.commands.toggleMark('strong')}; },
});
const Emphasis = Mark.create({
    name: 'emphasis',
    parseHTML: () => [{tag: 'em'}, {tag: 'i'},
        {tag: 'span', consuming: false, getAttrs: (span) => /font-style:\s*italic/.test(styleOf(span)) && null}],
    renderHTML: () => ['em', 0],
    addKeyboardShortcuts() { return {'Mod-i': () => this.editor.commands.toggleMark('emphasis')}; },
});
export const isWebAddress = (address: string | null): boolean => /^(https?:\/\/|mailto:|\/(?!\/))[^\s\\]*$/.test(address ?? '');
const Link = Mark.create({
    name: 'link', inclusive: false,
    addAttributes: () => ({href: {default: null}}),
    parseHTML: () => [{tag: 'a[href]', getAttrs: (a) => isWebAddress((a as HTMLElement).getAttribute('href')) && null}],
    renderHTML: ({HTMLAttributes}) => ['a', mergeAttributes(HTMLAttributes, {rel: 'noopener'}), 0],
});
const Language = Mark.create({
    name: 'language',
    addAttributes: () => ({lang: {default: null}}),
    parseHTML: () => [{tag: 'span[lang]'}],
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
