// What is done to a table: rows and columns around the cell that one is in. Every row has as many cells.
import type {Editor} from '@tiptap/core';
import type {Node} from '@tiptap/pm/model';
import {insertBlock} from './blocks';

interface Place {
    table: Node;
    at: number; // where the table begins
    row: number;
    column: number;
}

function place({state: {selection: {$from}}}: Editor): Place | null {
    for (let depth = $from.depth; depth > 1; depth--)
        if ($from.node(depth).type.name === 'tableCell')
            return {table: $from.node(depth - 2), at: $from.before(depth - 2), row: $from.index(depth - 2), column: $from.index(depth - 1)};
    return null;
}

const cellOf = (editor: Editor, header: boolean): Node => {
    const {tableCell, paragraph} = editor.schema.nodes;
    return tableCell!.create({header}, paragraph!.create());
};

// Puts the rows that `change` makes in the place of the table's; none: the table goes.
function rebuild(editor: Editor, change: (rows: Node[][], at: Place) => Node[][]): boolean {
    const at = place(editor);
    if (!at) return false;
    const rows = change(at.table.children.map((row) => [...row.children]), at).filter((cells) => cells.length > 0);
    const {tr, schema} = editor.state;
    const end = at.at + at.table.nodeSize;
    if (rows.length === 0) tr.delete(at.at, end);
    else tr.replaceWith(at.at, end, schema.nodes.table!.create(null, rows.map((cells) => schema.nodes.tableRow!.create(null, cells))));
    editor.view.dispatch(tr);
    if (rows.length > 0) editor.commands.focus(at.at + 4); // the first cell's text
    return true;
}

const inserted = <T>(list: T[], at: number, one: T): T[] => [...list.slice(0, at), one, ...list.slice(at)];
const without = <T>(list: T[], at: number): T[] => list.filter((_, i) => i !== at);

export function insertTable(editor: Editor): boolean {
    const paragraph = {type: 'paragraph'};
    const row = (header: boolean) => ({type: 'tableRow', content: [0, 1, 2].map(() => ({type: 'tableCell', attrs: {header}, content: [paragraph]}))});
    return insertBlock(editor, {type: 'table', content: [row(true), row(false), row(false)]});
}
export const addRow = (editor: Editor): boolean => rebuild(editor, (rows, {row}) => inserted(rows, row + 1, rows[row]!.map(() => cellOf(editor, false))));
export const addColumn = (editor: Editor): boolean => rebuild(editor, (rows, {column}) => rows.map((cells) =>
    inserted(cells, column + 1, cellOf(editor, Boolean(cells[column]?.attrs.header)))));
export const dropRow = (editor: Editor): boolean => rebuild(editor, (rows, {row}) => without(rows, row));
export const dropColumn = (editor: Editor): boolean => rebuild(editor, (rows, {column}) => rows.map((cells) => without(cells, column)));
export const dropTable = (editor: Editor): boolean => rebuild(editor, () => []);
