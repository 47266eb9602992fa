// Blocks of the text change places: by Alt with an arrow, by the toolbar, and by a grip beside them that is dragged.
import {Extension, type Editor} from '@tiptap/core';
import {NodeSelection, Plugin, TextSelection, type EditorState} from '@tiptap/pm/state';
import type {EditorView} from '@tiptap/pm/view';

// The block that one is in trades places with the one before or after it; what was selected in it stays so.
export function moveBlock(editor: Editor, by: -1 | 1): boolean {
    const {doc, selection, tr} = editor.state;
    const at = selection.$from.index(0), other = at + by;
    if (at >= doc.childCount || other < 0 || other >= doc.childCount) return false;
    let start = 0;
    for (let i = 0; i < at; i++) start += doc.child(i).nodeSize;
    const block = doc.child(at), size = doc.child(other).nodeSize, step = by * size;
    tr.delete(start, start + block.nodeSize).insert(start + step, block);
    if (selection instanceof NodeSelection) tr.setSelection(NodeSelection.create(tr.doc, selection.from + step));
    else {
        const within = (place: number): number => Math.min(Math.max(place, start), start + block.nodeSize - 1) + step;
        tr.setSelection(TextSelection.between(tr.doc.resolve(within(selection.anchor)), tr.doc.resolve(within(selection.head))));
    }
    editor.view.dispatch(tr.scrollIntoView());
    return true;
}

// Stands beside the block that the mouse is over. Keys and toolbar do the same, so others than the mouse pass it by.
class Grip {
    readonly #grip = document.createElement('div');
    #at: number | null = null; // where the block begins

    constructor(readonly view: EditorView) {
        this.#grip.className = 'grip';
        this.#grip.draggable = true;
        this.#grip.hidden = true;
        this.#grip.setAttribute('aria-hidden', 'true');
        this.#grip.addEventListener('dragstart', this.#take);
        this.#grip.addEventListener('dragend', () => { view.dragging = null; });
        const page = view.dom.parentElement;
        page?.append(this.#grip);
        page?.addEventListener('mousemove', this.#follow);
        page?.addEventListener('mouseleave', this.#hide);
    }
    update(view: EditorView, before: EditorState): void {
        if (!before.doc.eq(view.state.doc)) this.#hide();
    }
    destroy(): void {
        const page = this.#grip.parentElement;
        page?.removeEventListener('mousemove', this.#follow);
        page?.removeEventListener('mouseleave', this.#hide);
        this.#grip.remove();
    }

    readonly #hide = (): void => { this.#grip.hidden = true; };
    readonly #follow = (event: MouseEvent): void => {
        if (!this.view.editable || event.buttons !== 0) return;
        this.view.state.doc.forEach((_, offset) => {
            const shown = this.view.nodeDOM(offset);
            if (!(shown instanceof HTMLElement)) return;
            const {top, bottom} = shown.getBoundingClientRect();
            if (event.clientY < top || event.clientY > bottom) return;
            this.#at = offset;
            this.#grip.hidden = false;
            this.#grip.style.insetBlockStart = `${top - (this.#grip.parentElement?.getBoundingClientRect().top ?? 0)}px`;
        });
    };
    readonly #take = (event: DragEvent): void => {
        const {view} = this;
        if (this.#at === null || !event.dataTransfer) return;
        const shown = view.nodeDOM(this.#at);
        view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, this.#at)));
        const slice = view.state.selection.content();
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', slice.content.textBetween(0, slice.content.size, '\n'));
        if (shown instanceof HTMLElement) event.dataTransfer.setDragImage(shown, 0, 0);
        view.dragging = {slice, move: true};
    };
}

export const Moving = Extension.create({
    name: 'moving',
    addKeyboardShortcuts() {
        return {'Alt-ArrowUp': () => moveBlock(this.editor, -1), 'Alt-ArrowDown': () => moveBlock(this.editor, 1)};
    },
    addProseMirrorPlugins: () => [new Plugin({view: (view) => new Grip(view)})],
});
