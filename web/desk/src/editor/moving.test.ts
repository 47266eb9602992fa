// @vitest-environment jsdom
import type {Editor} from '@tiptap/core';
import {NodeSelection, TextSelection} from '@tiptap/pm/state';
import {afterEach, expect, test} from 'vitest';
import {editorWith} from './editor_for_tests';
import {moveBlock} from './moving';

let editor: Editor;
afterEach(() => editor.destroy());

// A paragraph a word, the place in the text at its `|`.
function opened(words: string): void {
    const paragraphs = words.split(' ');
    let at = 1;
    const places: number[] = [];
    const content = paragraphs.map((word) => {
        for (let i = word.indexOf('|'); i >= 0; i = word.indexOf('|')) { places.push(at + i); word = word.replace('|', ''); }
        at += word.length + 2;
        return {type: 'paragraph', ...(word ? {content: [{type: 'text', text: word}]} : {})};
    });
    editor = editorWith(...content);
    editor.commands.setTextSelection({from: places[0]!, to: places.at(-1)!});
}
function shown(): string {
    const {doc, selection: {from, to}} = editor.state;
    const out: string[] = [];
    doc.forEach((block, offset) => {
        const within = (place: number): number => place - offset - 1;
        let word = block.textContent;
        for (const place of to === from ? [from] : [to, from])
            if (within(place) >= 0 && within(place) <= block.content.size) word = word.slice(0, within(place)) + '|' + word.slice(within(place));
        out.push(word);
    });
    return out.join(' ');
}

test.each([
    ['a|b cd ef', 1, 'cd a|b ef', true], ['ab cd| ef', -1, 'cd| ab ef', true], ['ab c|d| ef', 1, 'ab ef c|d|', true],
    ['a|b cd', -1, 'a|b cd', false], ['ab c|d', 1, 'ab c|d', false], ['| a', 1, 'a |', true],
    // What is selected beyond the block stays where it is.
    ['a|b cd e|f', 1, 'cd a|b| ef', true],
] as const)('%s by %i: %s', (before, by, after, moved) => {
    opened(before);
    expect(moveBlock(editor, by)).toBe(moved);
    expect(shown()).toBe(after);
});

test('selected from its end backwards, a block moves as well', () => {
    opened('ab| cd ef');
    const {tr, doc} = editor.state;
    editor.view.dispatch(tr.setSelection(TextSelection.create(doc, doc.content.size - 1, 2)));
    expect(moveBlock(editor, 1)).toBe(true);
    expect(shown().replaceAll('|', '')).toBe('cd ab ef');
});

test('a picture that is chosen stays so', () => {
    opened('a|b cd');
    editor.commands.insertContentAt(0, {type: 'image', attrs: {media: 'a.png', width: 1, height: 1}});
    editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, 0)));
    expect(moveBlock(editor, 1)).toBe(true);
    expect(editor.getJSON().content?.map(({type}) => type)).toEqual(['paragraph', 'image', 'paragraph']);
    expect((editor.state.selection as NodeSelection).node.type.name).toBe('image');
});
