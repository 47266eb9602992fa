// The front page's top while it is arranged: what editors placed, until it is shown to readers.
import {api, type Card, type Front, type Problem} from '../api/client';

export interface Slot {
    story: Card | null; // null: it fills by itself, with what is not known yet
    placed: boolean;
    until: string | null;
}
const SLOTS = 4;
const EMPTY: Slot = {story: null, placed: false, until: null};

class FrontArrangement {
    slots = $state<Slot[]>([]);
    changed = $state(false);
    problem = $state<Problem | undefined>();
    #stamp = '';
    #before: Slot[] = []; // what readers saw before the last change

    async open(): Promise<void> {
        const {data, error} = await api.GET('/desk/api/front');
        this.problem = error;
        if (data) this.#take(data);
    }
    // A colleague's change; what is being arranged here stays.
    async refresh(): Promise<void> {
        if (!this.changed) await this.open();
    }
    put(place: number, story: Card): void {
        const until = this.slots.find((slot) => slot.story?.id === story.id)?.until ?? null;
        this.#arrange((slot, at) => at === place ? {story, placed: true, until} : slot.story?.id === story.id ? EMPTY : slot);
    }
    swap(a: number, b: number): void {
        const moved = (from: number): Slot => { const slot = this.slots[from] ?? EMPTY; return {...slot, placed: slot.story !== null}; };
        const [one, other] = [moved(a), moved(b)];
        this.#arrange((slot, at) => at === a ? other : at === b ? one : slot);
    }
    free(place: number): void {
        this.#arrange((slot, at) => at === place ? {...slot, placed: false, until: null} : slot);
    }
    keepUntil(place: number, until: string): void {
        this.#arrange((slot, at) => at === place ? {...slot, placed: true, until} : slot);
    }
    get places() {
        return this.slots.flatMap(({story, placed, until}, place) => placed && story ? [{place, story: story.id, until}] : []);
    }
    async show(): Promise<boolean> {
        const before = this.#before;
        const {data, error} = await api.PUT('/desk/api/front', {body: {stamp: this.#stamp, places: this.places}});
        this.problem = error;
        if (!data) return false;
        this.#take(data);
        this.#before = before;
        return true;
    }
    // Back to what readers saw before the last show().
    async undo(): Promise<void> {
        const shown = this.slots;
        this.slots = this.#before;
        this.#before = shown;
        await this.show();
    }
    async preview(): Promise<string | undefined> {
        return (await api.POST('/desk/api/front/preview', {body: {places: this.places}})).data?.link;
    }
    #arrange(change: (slot: Slot, at: number) => Slot): void {
        this.slots = this.slots.map(change);
        this.changed = true;
    }
    #take(front: Front): void {
        const same = front.stamp === this.#stamp; // our own change comes back to us: it can be undone still
        this.#stamp = front.stamp;
        const slots: Slot[] = front.places.map(({story, placed, until}) => ({story, placed, until}));
        while (slots.length < SLOTS) slots.push(EMPTY);
        this.slots = slots;
        if (!same) this.#before = slots;
        this.changed = false;
    }
}

export const front = new FrontArrangement();
