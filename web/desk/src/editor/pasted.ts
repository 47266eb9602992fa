// What is pasted, before the editor reads it.

// <tag, then each attribute. Comments, and what a style sheet or a script holds, are no tags.
const TAG = /<!--[\s\S]*?(?:-->|$)|<(style|script|title)(?=[\s/>])[\s\S]*?(?:<\/\1(?=[\s/>])[^>]*>|$)|<[a-z][^\s/>]*/gi;
const ATTRIBUTE = /([\s/]*)(=[^\s/>=]*|[^\s/>=]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*)?)?/y;

// Styles and handlers are never applied, nor even tried: they become plain attributes before the text is read.
export function withoutPower(html: string): string {
    let out = '', at = 0;
    for (TAG.lastIndex = 0; ;) {
        const tag = TAG.exec(html);
        if (!tag) return out + html.slice(at);
        out += html.slice(at, tag.index);
        at = TAG.lastIndex;
        if (tag[1] || tag[0].startsWith('<!')) continue;
        out += tag[0];
        for (ATTRIBUTE.lastIndex = at; ; at = ATTRIBUTE.lastIndex) {
            const attribute = ATTRIBUTE.exec(html);
            if (!attribute) break;
            const [, space, name, value = ''] = attribute as unknown as [string, string, string, string?];
            out += (space || ' ') + (/^(style|on.*)$/is.test(name) ? `data-${name.toLowerCase()}` : name) + value;
        }
        TAG.lastIndex = at;
    }
}

// What such a style said, of one property: not of another whose name ends alike, as Word's mso-bidi-font-weight.
export function styleOf(element: HTMLElement | string, property: string): string {
    const declarations = ((element as HTMLElement).dataset.style ?? '').split(';').map((one) => one.split(':').map((part) => part.trim().toLowerCase()));
    return declarations.find(([name]) => name === property)?.[1] ?? '';
}

// Word's lists are paragraphs that begin with their bullet or number, and say so by style alone.
function withLists(html: string): string {
    const {body} = new DOMParser().parseFromString(html, 'text/html');
    let lists: HTMLElement[] = []; // the list that one is in, and those that it stands in
    for (const paragraph of body.querySelectorAll<HTMLElement>('p[data-style*="mso-list" i]')) {
        const level = Number(/level(\d)/.exec(styleOf(paragraph, 'mso-list'))?.[1] ?? 0);
        const mark = [...paragraph.querySelectorAll<HTMLElement>('span')].find((span) => styleOf(span, 'mso-list') === 'ignore');
        if (level === 0 || !mark) continue;
        const tag = /^[\p{L}\p{N}]{1,5}[.)\-]|^\(/u.test(mark.textContent?.trim() ?? '') && mark.textContent?.trim() !== 'o' ? 'ol' : 'ul';
        mark.remove();
        if (paragraph.previousElementSibling !== lists[0]) lists = [];
        lists.length = Math.min(lists.length, level);
        if (lists.length > 1 && lists.length === level && lists.at(-1)!.localName !== tag) lists.pop();
        if (lists.length === 1 && level === 1 && lists[0]!.localName !== tag) lists = [];
        if (lists.length < level) {
            const list = body.ownerDocument.createElement(tag);
            const within = lists.at(-1)?.lastElementChild;
            if (within) within.append(list);
            else paragraph.before(list);
            lists.push(list);
        }
        const item = body.ownerDocument.createElement('li');
        lists.at(-1)!.append(item);
        item.append(paragraph);
    }
    return body.innerHTML;
}

export function cleaned(html: string): string {
    const harmless = withoutPower(html);
    return harmless.includes('mso-list') ? withLists(harmless) : harmless;
}
