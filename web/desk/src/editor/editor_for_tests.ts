// An editor on a page that nobody sees: jsdom has the elements, and lays nothing out.
import {Editor, type JSONContent} from '@tiptap/core';
import {cleaned} from './pasted';
import {extensions} from './schema';

export function editorWith(...content: JSONContent[]): Editor {
    Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
    Range.prototype.getBoundingClientRect = () => new DOMRect();
    const element = document.body.appendChild(document.createElement('div'));
    return new Editor({element, extensions, injectCSS: false, content: {type: 'doc', content}, editorProps: {transformPastedHTML: cleaned}});
}
