import {expect, test} from 'vitest';
import {ar} from './ar';
import {en} from './en';

type Part = string | ((...values: never[]) => string) | Part[] | {[name: string]: Part};

// Every phrase by the way to it: statuses.draft, placeNames.0.
function phrases(part: Part, path = ''): Map<string, Part> {
    if (typeof part !== 'object') return new Map([[path, part]]);
    return new Map(Object.entries(part).flatMap(([name, inner]) => [...phrases(inner, path ? `${path}.${name}` : name)]));
}
const arabic = phrases(ar as unknown as Part), english = phrases(en as unknown as Part);

test('both languages say the same things', () => {
    expect(arabic.size).toBeGreaterThan(400);
    expect([...english.keys()].sort()).toEqual([...arabic.keys()].sort());
});

test('a phrase that takes something takes it in both, and tells it', () => {
    for (const [path, phrase] of arabic) expect(typeof english.get(path), path).toBe(typeof phrase);
    const told = (phrase: Part | undefined, count: number): string => (phrase as (...values: unknown[]) => string)(...Array.from({length: count}, (_, at) => `<${at}>`));
    const counts = new Set(['chosen', 'doneTo', 'failedFor', 'words', 'indexBehind', 'move.report', 'headlineLength', 'reading', 'relatedHidden', 'pendingCount']);
    for (const [path, phrase] of arabic) {
        if (typeof phrase !== 'function' || counts.has(path)) continue;
        for (const one of [phrase, english.get(path)])
            for (let at = 0; at < phrase.length; at++) expect(told(one, phrase.length), path).toContain(`<${at}>`);
    }
});

test('none is empty, but what is not to be said', () => {
    for (const [path, phrase] of [...arabic, ...english])
        if (path !== 'problems.proof_cancelled') expect(phrase, path).not.toBe('');
});

test('Arabic is written in Arabic, English in Latin letters', () => {
    const SAYS_ITSELF_IN_THE_OTHER = ['language'];
    for (const [path, phrase] of arabic)
        if (typeof phrase === 'string' && phrase && !SAYS_ITSELF_IN_THE_OTHER.includes(path)) expect(phrase, path).toMatch(/\p{Script=Arabic}/u);
    for (const [path, phrase] of english)
        if (typeof phrase === 'string' && phrase && !SAYS_ITSELF_IN_THE_OTHER.includes(path)) expect(phrase, path).toMatch(/^[^\p{Script=Arabic}]*[a-z]/iu);
});

test('English counts', () => {
    expect([0, 1, 2].map(en.words)).toEqual(['0 words', '1 word', '2 words']);
    expect([0, 1, 2].map(en.doneTo)).toEqual(['Nothing changed.', '1 story changed.', '2 stories changed.']);
    expect([1, 3].map(en.relatedHidden)).toEqual(['And one more that you cannot see', 'And 3 more that you cannot see']);
    expect(en.pendingCount(1_234)).toBe('1,234 waiting');
});
