// @vitest-environment jsdom
import {afterEach, expect, test, vi} from 'vitest';
import {forget, keep, recall} from './storage';

afterEach(() => localStorage.clear());

test('keeps, recalls and forgets', () => {
    expect(recall('a')).toBeNull();
    keep('a', 'نص');
    expect(recall('a')).toBe('نص');
    forget('a');
    expect(recall('a')).toBeNull();
});

test('a storage that is closed keeps nothing and breaks nothing', () => {
    const closed = (): never => { throw new DOMException('closed', 'SecurityError'); };
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(closed);
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(closed);
    vi.spyOn(Storage.prototype, 'removeItem').mockImplementation(closed);
    expect(() => keep('a', 'b')).not.toThrow();
    expect(recall('a')).toBeNull();
    expect(() => forget('a')).not.toThrow();
});
