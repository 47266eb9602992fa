import {describe, expect, test} from 'vitest';
import type {Content} from '../api/client';
import {canonical, merge, mergeLists} from './merge';

describe('canonical', () => {
    test('is the same for the same value, in whatever order its members stand', () => {
        expect(canonical({b: 1, a: {d: [2, {y: 3, x: 4}], c: null}})).toBe(canonical({a: {c: null, d: [2, {x: 4, y: 3}]}, b: 1}));
    });
    test.each([
        [[1, 2], [2, 1]], [{a: 1}, {a: '1'}], [{a: null}, {}], [{a: 1}, {b: 1}], [{a: []}, {a: {}}], ['', null],
    ])('tells %j from %j', (one, other) => {
        expect(canonical(one)).not.toBe(canonical(other));
    });
});

// Blocks as letters; what comes of them, or null where the writer decides.
const merged = (base: string, mine: string, theirs: string): string | null => mergeLists([...base], [...mine], [...theirs])?.join('') ?? null;

describe('mergeLists', () => {
    test.each([
        // base, mine, theirs, both
        ['', '', '', ''],
        ['abc', 'abc', 'abc', 'abc'],
        // One of the two changed something.
        ['abc', 'aXc', 'abc', 'aXc'], ['abc', 'abc', 'aXc', 'aXc'],
        ['abc', 'ac', 'abc', 'ac'], ['abc', 'abc', 'ac', 'ac'],
        ['abc', 'abXc', 'abc', 'abXc'], ['abc', 'Xabc', 'abc', 'Xabc'], ['abc', 'abc', 'abcX', 'abcX'],
        ['abc', '', 'abc', ''], ['', 'ab', '', 'ab'], ['', '', 'ab', 'ab'],
        // Both did, apart from each other.
        ['abcde', 'aXcde', 'abcYe', 'aXcYe'], ['abcde', 'abcYe', 'aXcde', 'aXcYe'],
        ['abcde', 'acde', 'abce', 'ace'], ['abc', 'Xabc', 'abcY', 'XabcY'],
        ['abcde', 'aXYbcde', 'abce', 'aXYbce'], ['abcdefg', 'aXcefg', 'abcdeYZfg', 'aXceYZfg'],
        // Both did the same.
        ['abc', 'aXc', 'aXc', 'aXc'], ['abc', 'ac', 'ac', 'ac'], ['abc', 'abXc', 'abXc', 'abXc'], ['', 'ab', 'ab', 'ab'],
        ['abc', '', '', ''], ['abcde', 'XbcYe', 'XbcZe', null], ['abcde', 'Xbcde', 'XbcYe', 'XbcYe'],
        // Side by side, as many blocks as before: block by block.
        ['abcd', 'aXcd', 'abYd', 'aXYd'], ['abcd', 'aXYd', 'abYd', 'aXYd'], ['ab', 'Xb', 'aY', 'XY'], ['abcd', 'XbcY', 'aZcd', 'XZcY'],
        ['abcd', 'aXYd', 'aXZd', null],
        // The same block, otherwise.
        ['abc', 'aXc', 'aYc', null], ['a', 'X', 'Y', null], ['abc', 'Xbc', 'bc', null], ['abc', 'ac', 'aXc', null],
        // Others at the same place, or beside what the other changed.
        ['abc', 'abXc', 'abYc', null], ['', 'a', 'b', null], ['abc', 'abcX', 'abcY', null],
        ['abc', 'aXbc', 'aYc', null], ['abc', 'abXc', 'aYc', null], ['abcd', 'acd', 'abXd', null], ['abcd', 'acd', 'abd', null],
        // A block that moved, while the other left it alone or did not.
        ['abcd', 'bcda', 'abcd', 'bcda'], ['abcd', 'bacd', 'abcX', 'bacX'], ['abcd', 'bcda', 'Xbcd', null],
        // The same block more than once.
        ['aaaa', 'aaa', 'aaaa', 'aaa'], ['abab', 'ababX', 'Xabab', 'XababX'], ['aa', 'aaa', 'aa', 'aaa'], ['----', '-X--', '----', '-X--'],
        ['aa', 'aaad', 'ba', 'baad'], ['aa', 'bab', 'aab', 'bab'], ['cccc', 'dccc', 'ccc', 'dcc'], ['aad', 'ad', 'bad', null], ['bbb', 'babb', 'bab', null],
    ])('%s, %s and %s: %s', (base, mine, theirs, both) => {
        expect(merged(base, mine, theirs)).toBe(both);
    });

    test('takes a change from either side alike', () => {
        // All lists of at most three blocks of two letters.
        const lists = ['']; for (const list of lists) if (list.length < 3) lists.push(list + 'a', list + 'b');
        for (const base of lists)
            for (const changed of lists) {
                expect(merged(base, changed, base), `${base} → ${changed}`).toBe(changed);
                expect(merged(base, base, changed), `${base} → ${changed}`).toBe(changed);
                expect(merged(base, changed, changed), `${base} → ${changed}`).toBe(changed);
            }
    });

    test('what one wrote is never lost: each new block stands in what comes of it, once', () => {
        let seed = 7;
        const random = (below: number): number => { seed = seed * 48_271 % 2_147_483_647; return seed % below; };
        let apart = 0;
        for (let round = 0; round < 3000; round++) {
            const base = Array.from({length: random(8)}, (_, at) => `${at}`);
            const written = (who: string): string[] => {
                const list = [...base];
                for (let change = random(3); change >= 0; change--) list.splice(random(list.length + 1), random(2), ...(random(3) ? [`${who}${change}`] : []));
                return list;
            };
            const mine = written('m'), theirs = written('t'), both = mergeLists(base, mine, theirs);
            if (!both) continue;
            apart++;
            const added = [...mine, ...theirs].filter((block) => !base.includes(block));
            for (const block of added) expect(both.filter((one) => one === block), `${base} ${mine} ${theirs}`).toHaveLength(1);
            // What neither took away is there, and what one took away is not.
            for (const block of base) expect(both.includes(block), `${base} ${mine} ${theirs}`).toBe(mine.includes(block) && theirs.includes(block));
        }
        expect(apart).toBeGreaterThan(1000);
    });

    test('answers the blocks themselves, whatever the order of their members', () => {
        const block = (text: string) => ({type: 'paragraph', content: [{type: 'text', text}]});
        const turned = (text: string) => ({content: [{text, type: 'text'}], type: 'paragraph'});
        expect(mergeLists([block('a'), block('b')], [turned('a'), turned('B')], [block('A'), block('b')])).toEqual([block('A'), block('B')]);
    });
});

describe('merge', () => {
    const paragraph = (text: string) => ({type: 'paragraph', content: [{type: 'text', text}]});
    const story = (change: Partial<Record<keyof Content, unknown>> = {}, ...paragraphs: string[]): Content => ({
        section: 'local', kicker: '', headline: 'الميناء', standfirst: '', dateline: '', urgency: 'normal', slug: '', search_headline: '', social_headline: '', page: '',
        also_in: [], embargo: null, related_pinned: [], related_excluded: [], key_points_by: 'machine', key_points: [], bylines: ['سالم'], sources: [], tags: [],
        lead_image: null, body: {type: 'doc', content: (paragraphs.length ? paragraphs : ['أولى', 'ثانية', 'ثالثة']).map(paragraph)}, ...change,
    }) as Content;

    test('nothing changed: theirs', () => {
        expect(merge(story(), story(), story())).toEqual(story());
    });
    test('different parts come together', () => {
        expect(merge(story(), story({headline: 'الميناء الشرقي'}), story({kicker: 'اقتصاد', tags: [{name: 'قمح', kind: 'topic'}]})))
            .toEqual(story({headline: 'الميناء الشرقي', kicker: 'اقتصاد', tags: [{name: 'قمح', kind: 'topic'}]}));
    });
    test('the same change twice is one', () => {
        expect(merge(story(), story({bylines: ['سالم', 'أمل']}), story({bylines: ['سالم', 'أمل']}))).toEqual(story({bylines: ['سالم', 'أمل']}));
    });
    test('one part that both wrote otherwise is for the writer to decide, lists as well', () => {
        expect(merge(story(), story({headline: 'أ'}), story({headline: 'ب'}))).toBeNull();
        expect(merge(story(), story({bylines: ['سالم', 'أمل']}), story({bylines: ['سالم', 'ندى']}))).toBeNull();
        expect(merge(story(), story({embargo: '2026-10-01T10:00:00Z'}), story({embargo: '2026-10-02T10:00:00Z'}))).toBeNull();
    });
    test('the text comes together block by block', () => {
        expect(merge(story(), story({}, 'أولى مني', 'ثانية', 'ثالثة'), story({}, 'أولى', 'ثانية', 'ثالثة منها', 'رابعة')))
            .toEqual(story({}, 'أولى مني', 'ثانية', 'ثالثة منها', 'رابعة'));
        expect(merge(story(), story({}, 'أولى مني', 'ثانية', 'ثالثة'), story({}, 'أولى منها', 'ثانية', 'ثالثة'))).toBeNull();
    });
    test('text beside other parts', () => {
        expect(merge(story(), story({headline: 'أ'}, 'أولى مني', 'ثانية', 'ثالثة'), story({kicker: 'ب'}, 'أولى', 'ثانية', 'ثالثة منها')))
            .toEqual(story({headline: 'أ', kicker: 'ب'}, 'أولى مني', 'ثانية', 'ثالثة منها'));
    });
    test('a text that was empty, and one without a list of blocks', () => {
        const empty = story({body: {type: 'doc'}});
        expect(merge(empty, story({}, 'مني'), empty)).toEqual(story({}, 'مني'));
        expect(merge(empty, empty, story({}, 'منها'))).toEqual(story({}, 'منها'));
        expect(merge(empty, story({}, 'مني'), story({}, 'منها'))).toBeNull();
    });
    test('a part that is newer than what this browser kept is theirs', () => {
        const kept = (change: object): Content => { const {embargo: _, ...rest} = story(change); return rest as Content; };
        expect(merge(kept({}), kept({headline: 'أ'}), story({embargo: '2026-10-01T10:00:00Z'}))).toEqual(story({headline: 'أ', embargo: '2026-10-01T10:00:00Z'}));
    });
    test('changes none of the three', () => {
        const [base, mine, theirs] = [story(), story({headline: 'أ'}, 'أولى مني', 'ثانية', 'ثالثة'), story({kicker: 'ب'}, 'أولى', 'ثانية', 'ثالثة منها')];
        const before = structuredClone([base, mine, theirs]);
        merge(base, mine, theirs);
        expect([base, mine, theirs]).toEqual(before);
    });
});
