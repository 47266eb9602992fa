import {expect, test} from 'vitest';
import {counted} from './plurals';

const NAMES = {zero: 'zero', one: 'one', two: 'two', few: 'few', many: 'many', other: 'other'};

test.each([
    [0, 'zero'], [1, 'one'], [2, 'two'],
    [3, 'few'], [7, 'few'], [10, 'few'], [103, 'few'], [110, 'few'], [1003, 'few'],
    [11, 'many'], [12, 'many'], [20, 'many'], [99, 'many'], [111, 'many'], [199, 'many'],
    [100, 'other'], [101, 'other'], [102, 'other'], [200, 'other'], [1000, 'other'], [1_000_002, 'other'],
])('Arabic counts %i as %s', (value, form) => {
    expect(counted('ar', value, NAMES)).toBe(form);
});

test.each([[0, 'zero'], [1, 'one'], [2, 'other'], [11, 'other'], [100, 'other'], [101, 'other']])('English counts %i as %s', (value, form) => {
    expect(counted('en', value, NAMES)).toBe(form);
});

test('a form that is not given is the other one', () => {
    expect(counted('ar', 0, {other: '{} كلمة'})).toBe('٠ كلمة');
    expect(counted('ar', 11, {few: 'few', other: '{} كلمة'})).toBe('١١ كلمة');
    expect(counted('en', 0, {one: '{} word', other: '{} words'})).toBe('0 words');
});

test('numbers are written in the digits of the language', () => {
    expect(counted('ar', 12_345, {other: '{}'})).toBe('١٢٬٣٤٥');
    expect(counted('en', 12_345, {other: '{}'})).toBe('12,345');
});
