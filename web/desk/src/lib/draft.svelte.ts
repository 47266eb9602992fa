// A story while it is written: saved a moment after each change, kept in this browser until the server has it.
//
// Nothing typed is lost: each change goes to the browser's storage first; what the server did not acknowledge is tried
// again, and found again when the story is next opened here.
import {api, type Content, type Problem, type Status, type Story} from '../api/client';
import {canonical, merge} from './merge';
import {forget, keep, recall} from './storage';

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
    found = $state.raw<Kept | null>(null); // written here, never seen by the server, on another version of the story
    merged = $state(0); // how often a colleague's changes and these were put together
    #version = 0;
    #base: Content | null = null; // what the server had when this one was last the same
    #timer = 0;
    #saving: Promise<void> | undefined;
    #left = false; // nothing is tried again by itself: storage has it, and who comes back finds it there
    readonly #key: string;

    constructor(readonly id: number) {
        this.#key = `warraq-draft-${id}`;
    }

    async open(): Promise<void> {
        while (this.#saving) await this.#saving;
        await this.#open(() => this.state === 'saved' ? this.#kept() : this.#unsaved());
    }
    // `written` is what was written here and is not on the server yet.
    async #open(written: () => Kept | null): Promise<void> {
        const {data, error} = await api.GET('/desk/api/stories/{id}', {params: {path: {id: this.id}}});
        this.problem = error;
        if (!data) return;
        const kept = written();
        this.#take(data);
        this.found = null;
        if (!kept || canonical(kept.content) === canonical(this.content)) this.#forget();
        else if (!data.may_write) this.found = kept;
        else if (kept.version === data.version) this.#changed(kept.content);
        else {
            // Written here while a colleague wrote there.
            const both = kept.base && merge(kept.base, kept.content, this.content!);
            if (!both) { this.found = kept; return; }
            if (canonical(kept.base) !== canonical(this.content)) this.merged++;
            this.#changed(both);
        }
    }

    // `change` makes the new content of the old.
    edit(change: Partial<Content>): void {
        if (!this.content) return;
        this.#left = false;
        this.#changed({...this.content, ...change});
    }

    // When it returns, the server has everything, or `state` says why not.
    async save(): Promise<boolean> {
        this.#left = false;
        clearTimeout(this.#timer);
        // One save at a time; what is typed while it is on its way goes with the next one.
        for (let tried = false; ; tried = true) {
            while (this.#saving) await this.#saving;
            if (this.state === 'saved' || this.state === 'conflict' || (tried && this.state !== 'unsaved')) return this.state === 'saved';
            await this.#send();
        }
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
        await this.#open(() => null);
    }
    restoreFound(): void {
        if (!this.found) return;
        const {content} = this.found;
        this.found = null;
        this.#changed(content);
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
        if (error) await this.open();
        else { this.#forget(); await this.takeTheirs(); }
        return error;
    }

    // At the page's end: what is not saved yet goes on its way without an answer; the browser's storage has it too.
    leave(): void {
        this.#left = true;
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
    #changed(content: Content): void {
        this.content = content;
        if (this.state !== 'conflict') this.state = 'unsaved';
        keep(this.#key, JSON.stringify(this.#unsaved()));
        this.#saveIn(QUIET);
    }
    #unsaved(): Kept {
        return {version: this.#version, base: this.#base ?? undefined, content: this.content!, at: new Date().toISOString()};
    }
    #saveIn(wait: number): void {
        clearTimeout(this.#timer);
        if (!this.#left) this.#timer = window.setTimeout(() => void this.save(), wait);
    }
    #send(leaving = false): Promise<void> {
        const sending = this.#put(leaving).finally(() => { if (this.#saving === sending) this.#saving = undefined; });
        this.#saving = sending;
        return sending;
    }
    async #put(leaving: boolean): Promise<void> {
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
            if (this.content !== content) return this.#changed(this.content!);
            this.state = 'saved';
            this.#forget();
            return;
        }
        if (error?.error.code === 'conflict') {
            await this.#meet(content);
            return;
        }
        this.#failed(error);
    }
    #failed(error: Problem | undefined): void {
        this.problem = error;
        this.state = PASSING.includes(error?.error.code ?? 'failed') ? 'offline' : 'refused';
        if (this.state === 'offline') this.#saveIn(AGAIN);
    }
    // Somebody's save came first: this one whose answer was lost, or a colleague's, whose changes are taken in where they
    // touch nothing that was changed here.
    async #meet(sent: Content): Promise<void> {
        const {data, error} = await api.GET('/desk/api/stories/{id}', {params: {path: {id: this.id}}});
        if (!data) return this.#failed(error);
        const theirs = data.working_copy?.content ?? data.content;
        const here = canonical(theirs) === canonical(this.content), same = here || canonical(theirs) === canonical(sent);
        const both = same ? this.content : this.#base && merge(this.#base, this.content!, theirs);
        if (!both) { this.state = 'conflict'; return; }
        if (!same && canonical(theirs) !== canonical(this.#base)) this.merged++;
        this.#version = data.version;
        this.#base = theirs;
        this.savedAt = data.working_copy?.at ?? data.updated;
        if (this.story) this.story.version = data.version;
        if (here) { this.state = 'saved'; this.#forget(); return; }
        this.#changed(both);
    }
    #kept(): Kept | null {
        try {
            return JSON.parse(recall(this.#key) ?? 'null') as Kept | null;
        } catch {
            return null;
        }
    }
    #forget(): void {
        forget(this.#key);
    }
}
