// Two people's changes to one story put together, where they did not touch the same thing: each part of the content by
// itself, and the text block by block (diff3, Khanna, Kunal and Pierce 2007, "A formal investigation of diff3").
// The package node-diff3 refuses what two changed side by side, and matches blocks that stand more than once otherwise.
import type {Content} from '../api/client';

// The same for the same value, in whatever order its members stand.
export function canonical(value: unknown): string {
    return JSON.stringify(value, (_, part: unknown) => part && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a.localeCompare(b))) : part);
}

// For each block of `base`, the place in `other` of the same one, or -1: a longest common subsequence.
function matched(base: string[], other: string[]): number[] {
    const longest = Array.from({length: base.length + 1}, () => new Uint16Array(other.length + 1));
    for (let i = base.length - 1; i >= 0; i--)
        for (let j = other.length - 1; j >= 0; j--)
            longest[i]![j] = base[i] === other[j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
    const places = base.map(() => -1);
    for (let i = 0, j = 0; i < base.length && j < other.length;) {
        if (base[i] === other[j]) places[i++] = j++;
        else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) i++;
        else j++;
    }
    return places;
}

// Nothing where both changed the same blocks, or put others at the same place.
export function mergeLists<T>(base: T[], mine: T[], theirs: T[]): T[] | null {
    const [b, m, t] = [base, mine, theirs].map((list) => list.map(canonical)) as [string[], string[], string[]];
    const inMine = matched(b, m), inTheirs = matched(b, t);
    const out: T[] = [];
    let [from, fromMine, fromTheirs] = [0, 0, 0];
    for (let at = 0; at <= base.length; at++) {
        const end = at === base.length;
        if (!end && (inMine[at]! < 0 || inTheirs[at]! < 0)) continue;
        // From the last block that all three have to this one: a part that one of the two left as it was; or as many
        // blocks of each, none of which both changed.
        const [toMine, toTheirs] = end ? [mine.length, theirs.length] : [inMine[at]!, inTheirs[at]!];
        const part = {was: b.slice(from, at), one: m.slice(fromMine, toMine), other: t.slice(fromTheirs, toTheirs)};
        const [was, one, other] = [part.was, part.one, part.other].map((list) => list.join('\n'));
        if (one === was) out.push(...theirs.slice(fromTheirs, toTheirs));
        else if (other === was || other === one) out.push(...mine.slice(fromMine, toMine));
        else if (part.one.length !== part.was.length || part.other.length !== part.was.length) return null;
        else
            for (let i = 0; i < part.was.length; i++) {
                const [left, right] = [part.one[i] === part.was[i], part.other[i] === part.was[i]];
                if (!left && !right && part.one[i] !== part.other[i]) return null;
                out.push(left ? theirs[fromTheirs + i]! : mine[fromMine + i]!);
            }
        if (!end) out.push(mine[toMine]!);
        [from, fromMine, fromTheirs] = [at + 1, toMine + 1, toTheirs + 1];
    }
    return out;
}

interface Doc {
    type: string;
    content?: unknown[];
}

export function merge(base: Content, mine: Content, theirs: Content): Content | null {
    const out: Record<string, unknown> = {...theirs};
    for (const key of Object.keys(mine) as (keyof Content)[]) {
        const [was, one, other] = [canonical(base[key]), canonical(mine[key]), canonical(theirs[key])];
        if (one === was || one === other) continue;
        if (other === was) { out[key] = mine[key]; continue; }
        if (key !== 'body') return null;
        const blocks = [base, mine, theirs].map((content) => (content.body as unknown as Doc).content ?? []) as [unknown[], unknown[], unknown[]];
        const content = mergeLists(...blocks);
        if (!content) return null;
        out.body = {...mine.body, content};
    }
    return out as unknown as Content;
}
