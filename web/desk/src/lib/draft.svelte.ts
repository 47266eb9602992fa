// A story while it is written: saved a moment after each change, kept in this browser until the server has it.
//
// Nothing typed is lost: each change goes to the browser's storage first; what the server did not acknowledge is tried
// again, and found again when the story is next opened here.
import {api, type Content, type Problem, type Status, type Story} from '../api/client';
import {canonical, merge} from './merge';

const QUIET = 1500; // ms without typing until a save
const AGAIN = 4000; // ms until the next try where the server cannot be reached

interface Kept {
    version: number;
    base?: Content; // what `content` was made from
    content: Content;
    at: string;
}

export type DraftState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'refused' | 'conflict';

// Trying again may help against these; what else is refused stays so until it is written otherwise.
const PASSING = ['offline', 'failed', 'unavailable', 'throttled', 'signed_out'];

export class Draft {
    story = $state<Story | null>(null);
    content = $state.raw<Content | null>(null);
    state = $state<DraftState>('saved');
    savedAt = $state('');
    problem = $state<Problem | undefined>();
    found = $state<Kept | null>(null); // written here, never seen by the server, on another version of the story
    merged = $state(0); // how often a colleague's changes and these were put together
    #version = 0;
    #base: Content | null = null; // what the server had when this one was last the same
    #timer = 0;
    #saving: Promise<void> | undefined;
    readonly #key: string;

    constructor(readonly id: number) {
        this.#key = `warraq-draft-${id}`;
    }

    async open(): Promise<void> {
        const {data, error} = await api.GET('/desk/api/stories/{id}', {params: {path: {id: this.id}}});
        this.problem = error;
        if (!data) return;
        this.#take(data);
        const kept = this.#kept();
        if (!kept || canonical(kept.content) === canonical(this.content)) return this.#forget();
        if (!data.may_write) { this.found = kept; return; }
        if (kept.version !== data.version) {
            // Written here while a colleague wrote there.
            const both = kept.base && merge(kept.base, kept.content, this.content!);
            if (!both) { this.found = kept; return; }
            this.content = both;
            this.merged++;
            return this.#changed();
        }
        this.content = kept.content;
        this.#changed();
    }

    // `change` makes the new content of the old.
    edit(change: Partial<Content>): void {
        if (!this.content) return;
        this.content = {...this.content, ...change};
        this.#changed();
    }

    // When it returns, the server has everything, or `state` says why not.
    async save(): Promise<boolean> {
        clearTimeout(this.#timer);
        await this.#saving;
        if (this.state === 'saved' || this.state === 'conflict') return this.state === 'saved';
        // What is typed while a save is on its way goes with the next one.
        do {
            this.#saving = this.#send();
            await this.#saving;
            this.#saving = undefined;
        } while ((this.state as DraftState) === 'unsaved');
        return (this.state as DraftState) === 'saved';
    }

    // Both versions are among the revisions; this one is saved over the other's.
    async keepMine(): Promise<void> {
        const {data} = await api.GET('/desk/api/stories/{id}', {params: {path: {id: this.id}}});
        if (!data) return;
        this.#version = data.version;
        this.state = 'unsaved';
        await this.save();
    }
    async takeTheirs(): Promise<void> {
        this.#forget();
        await this.open();
    }
    restoreFound(): void {
        if (!this.found) return;
        this.content = this.found.content;
        this.found = null;
        this.#changed();
    }
    dropFound(): void {
        this.found = null;
        this.#forget();
    }

    // Moves, once everything is saved.
    async move(to: Status, particulars: {at?: string; text?: string} = {}): Promise<Problem | undefined> {
        if (!await this.save()) return this.problem;
        const {error} = await api.POST('/desk/api/stories/{id}/move', {params: {path: {id: this.id}}, body: {version: this.#version, to, ...particulars}});
        await this.open();
        return error;
    }
    async publishChanges(): Promise<Problem | undefined> {
        if (!await this.save()) return this.problem;
        const {error} = await api.POST('/desk/api/stories/{id}/changes', {params: {path: {id: this.id}}, body: {version: this.#version}});
        await this.open();
        return error;
    }
    async dropChanges(): Promise<Problem | undefined> {
        await this.save(); // so that the last words too are among the revisions
        const {error} = await api.DELETE('/desk/api/stories/{id}/changes', {params: {path: {id: this.id}}, body: {version: this.#version}});
        this.#forget();
        await this.open();
        return error;
    }

    // At the page's end: what is not saved yet goes on its way without an answer; the browser's storage has it too.
    leave(): void {
        clearTimeout(this.#timer);
        if (this.state === 'unsaved') void this.#send(true);
    }

    #take(story: Story): void {
        this.story = story;
        this.#version = story.version;
        this.content = story.working_copy?.content ?? story.content;
        this.#base = this.content;
        this.savedAt = story.working_copy?.at ?? story.updated;
        this.state = 'saved';
    }
    #changed(): void {
        if (this.state !== 'conflict') this.state = 'unsaved';
        const kept: Kept = {version: this.#version, base: this.#base ?? undefined, content: this.content!, at: new Date().toISOString()};
        try {
            localStorage.setItem(this.#key, JSON.stringify(kept));
        } catch {
            // Full or closed to us: the server's copy has to do.
        }
        clearTimeout(this.#timer);
        this.#timer = window.setTimeout(() => void this.save(), QUIET);
    }
    async #send(leaving = false): Promise<void> {
        const content = this.content!;
        this.state = 'saving';
        const {data, error} = await api.PUT('/desk/api/stories/{id}',
            {params: {path: {id: this.id}}, body: {version: this.#version, content}, keepalive: leaving});
        this.problem = error;
        if (data) {
            this.#version = data.version;
            this.savedAt = data.saved;
            this.#base = content;
            if (this.story) {
                this.story.version = data.version;
                if (data.working_copy) this.story.working_copy = {who: this.story.working_copy?.who ?? '', at: data.saved, content};
            }
            if (this.content !== content) return this.#changed();
            this.state = 'saved';
            this.#forget();
            return;
        }
        if (error?.error.code === 'conflict') {
            await this.#meet(content);
            return;
        }
        if (!PASSING.includes(error?.error.code ?? 'failed')) {
            this.state = 'refused';
            return;
        }
        this.state = 'offline';
        this.#timer = window.setTimeout(() => void this.save(), AGAIN);
    }
    // Somebody's save came first: this one whose answer was lost, or a colleague's, whose changes are taken in where they
    // touch nothing that was changed here.
    async #meet(sent: Content): Promise<void> {
        const {data} = await api.GET('/desk/api/stories/{id}', {params: {path: {id: this.id}}});
        const theirs = data?.working_copy?.content ?? data?.content;
        const same = theirs && canonical(theirs) === canonical(sent);
        const both = same ? this.content : theirs && this.#base && merge(this.#base, this.content!, theirs);
        if (!data || !theirs || !both) { this.state = 'conflict'; return; }
        this.#version = data.version;
        this.#base = theirs;
        this.savedAt = data.working_copy?.at ?? data.updated;
        if (this.story) this.story.version = data.version;
        if (same && this.content === sent) { this.state = 'saved'; this.#forget(); return; }
        this.content = both;
        if (!same) this.merged++;
        this.#changed();
    }
    #kept(): Kept | null {
        try {
            return JSON.parse(localStorage.getItem(this.#key) ?? 'null') as Kept | null;
        } catch {
            return null;
        }
    }
    #forget(): void {
        localStorage.removeItem(this.#key);
    }
}
