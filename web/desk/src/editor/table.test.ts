// @vitest-environment jsdom
import type {Editor} from '@tiptap/core';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {editorWith} from './editor_for_tests';
import {addColumn, addRow, dropColumn, dropRow, dropTable, insertTable} from './table';

let editor: Editor;
beforeEach(() => { editor = editorWith({type: 'paragraph', content: [{type: 'text', text: 'ab'}]}, {type: 'paragraph', content: [{type: 'text', text: 'cd'}]}); });
afterEach(() => editor.destroy());

const blocks = (): (string | undefined)[] => editor.getJSON().content?.map(({type}) => type) ?? [];
// Rows of cells; a heading's with #.
const table = (): string => (editor.getJSON().content?.find(({type}) => type === 'table')?.content ?? []).map((row) =>
    (row.content ?? []).map((cell) => (cell.attrs?.header ? '#' : '') + (cell.content?.[0]?.content?.[0] as {text: string} | undefined)?.text).join(' ')).join(' / ').replaceAll('undefined', '.');
const inCell = (row: number, column: number): void => {
    let at = 0, seen = [-1, -1];
    editor.state.doc.descendants((node, place) => {
        if (node.type.name === 'tableRow') seen = [seen[0]! + 1, -1];
        if (node.type.name === 'tableCell' && (seen = [seen[0]!, seen[1]! + 1]) && seen[0] === row && seen[1] === column) at = place + 2;
    });
    editor.commands.setTextSelection(at);
};

test('a table comes after the paragraph that one is in', () => {
    expect(insertTable(editor)).toBe(true);
    expect(blocks()).toEqual(['paragraph', 'table', 'paragraph']);
    expect(table()).toBe('#. #. #. / . . . / . . .');
});

test('rows and columns come and go around the cell that one is in', () => {
    insertTable(editor);
    inCell(1, 1);
    editor.commands.insertContent('x');
    expect(addRow(editor)).toBe(true);
    expect(table()).toBe('#. #. #. / . x . / . . . / . . .');
    inCell(1, 1);
    expect(addColumn(editor)).toBe(true);
    expect(table()).toBe('#. #. #. #. / . x . . / . . . . / . . . .');
    inCell(0, 0);
    expect(dropColumn(editor)).toBe(true);
    expect(table()).toBe('#. #. #. / x . . / . . . / . . .');
    inCell(0, 0);
    expect(dropRow(editor)).toBe(true);
    expect(table()).toBe('x . . / . . . / . . .');
    inCell(2, 2);
    expect(dropTable(editor)).toBe(true);
    expect(blocks()).toEqual(['paragraph', 'paragraph']);
});

test('a table without rows or columns is none, and beside a table nothing is done', () => {
    for (const act of [addRow, addColumn, dropRow, dropColumn, dropTable]) expect(act(editor)).toBe(false);
    insertTable(editor);
    for (let column = 0; column < 3; column++) { inCell(0, 0); dropColumn(editor); }
    expect(blocks()).toEqual(['paragraph', 'paragraph']);
});
