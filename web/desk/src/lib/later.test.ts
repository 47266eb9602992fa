// @vitest-environment jsdom
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {later} from './later';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('is done once, a moment after the last call', () => {
    const act = vi.fn(), typed = later(250, act);
    vi.advanceTimersByTime(1000);
    expect(act, 'not before it is called').not.toHaveBeenCalled();
    for (let key = 0; key < 5; key++) { typed(); vi.advanceTimersByTime(249); }
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    expect(act).toHaveBeenCalledTimes(1);
});

test('and once more for what comes after', () => {
    const act = vi.fn(), typed = later(250, act);
    typed(); vi.advanceTimersByTime(250);
    typed(); vi.advanceTimersByTime(250);
    expect(act).toHaveBeenCalledTimes(2);
});

test('two do not disturb each other', () => {
    const one = vi.fn(), other = vi.fn(), typed = later(100, one), searched = later(200, other);
    typed(); searched();
    vi.advanceTimersByTime(150);
    expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 0]);
    vi.advanceTimersByTime(50);
    expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 1]);
});
