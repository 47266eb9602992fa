// Blocks among blocks: a picture, a table or a card comes after the paragraph that one is in, never into the middle of it.
import type {Editor, JSONContent} from '@tiptap/core';

export function insertBlock(editor: Editor, block: JSONContent): boolean {
    const {selection: {$from}} = editor.state;
    const empty = $from.depth === 1 && $from.parent.isTextblock && $from.parent.content.size === 0;
    const at = empty ? {from: $from.before(1), to: $from.after(1)} : $from.depth > 0 ? $from.after(1) : editor.state.selection.to;
    return editor.chain().focus().insertContentAt(at, block).run();
}
