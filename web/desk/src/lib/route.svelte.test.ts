// @vitest-environment jsdom
import {beforeEach, expect, test} from 'vitest';
import {go, route} from './route.svelte';

const changed = (): Promise<unknown> => new Promise((done) => addEventListener('hashchange', done, {once: true}));

beforeEach(() => go('begin', {replace: true}));

test.each([
    ['#/stories', ['stories']], ['#/stories/12', ['stories', '12']], ['#stories/12', ['stories', '12']], ['#/stories//12/', ['stories', '12']],
    ['#/welcome/a-b_C9', ['welcome', 'a-b_C9']], ['#/settings/%D8%A3', ['settings', 'أ']], ['#/settings/أ', ['settings', 'أ']], ['#/a%2Fb/c', ['a/b', 'c']],
    ['#/50%', ['50%']], ['#/%E0%A4%A/x', ['%E0%A4%A', 'x']], ['#', []], ['#/', []],
])('%s is %j', async (hash, parts) => {
    const told = changed();
    location.hash = hash; // as a link does
    await told;
    expect(route.parts).toEqual(parts);
});

test('goes, so that the browser’s back button comes back', async () => {
    const length = history.length;
    let told = changed();
    go('stories/12');
    expect([location.hash, route.path, route.parts]).toEqual(['#/stories/12', 'stories/12', ['stories', '12']]);
    expect(history.length).toBe(length + 1);
    await told;
    told = changed();
    history.back();
    await told;
    expect(route.path).toBe('begin');
});

test('or in the place of where one is', () => {
    const length = history.length;
    go('account', {replace: true});
    expect([location.hash, route.path, history.length]).toEqual(['#/account', 'account', length]);
});
