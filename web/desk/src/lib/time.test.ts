// @vitest-environment jsdom
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {language} from '../words/language.svelte';
import {ago, bytes, localTime, moment, number, percent, toInstant} from './time';

const NOW = Date.parse('2026-03-11T12:00:00Z'); // a Wednesday, three in the afternoon in Riyadh
const before = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();
const unvowelled = (text: string): string => text.replace(/[\u064B-\u0652\u061C]/g, ''); // browsers differ in the last vowel
const MINUTE = 60, HOUR = 3600, DAY = 86_400;

beforeEach(() => language.change('ar'));
afterEach(() => language.change('ar'));

describe('ago', () => {
    test.each([
        [0, 'الآن', 'now'], [-5, 'الآن', 'now'], // clocks differ
        [1, 'قبل ثانية واحدة', '1 second ago'], [2, 'قبل ثانيتين', '2 seconds ago'], [5, 'قبل ٥ ثوانٍ', '5 seconds ago'], [59, 'قبل ٥٩ ثانية', '59 seconds ago'],
        [MINUTE, 'قبل دقيقة واحدة', '1 minute ago'], [2 * MINUTE - 1, 'قبل دقيقة واحدة', '1 minute ago'], [2 * MINUTE, 'قبل دقيقتين', '2 minutes ago'],
        [HOUR - 1, 'قبل ٥٩ دقيقة', '59 minutes ago'], [HOUR, 'قبل ساعة واحدة', '1 hour ago'], [3 * HOUR, 'قبل ٣ ساعات', '3 hours ago'], [DAY - 1, 'قبل ٢٣ ساعة', '23 hours ago'],
        [DAY, 'أمس', 'yesterday'],
        // By the calendar: 39 hours before three in the afternoon is yesterday's first minute, and one second more the day before.
        [39 * HOUR, 'أمس', 'yesterday'], [39 * HOUR + 1, 'أول أمس', '2 days ago'], [46 * HOUR, 'أول أمس', '2 days ago'],
        [7 * DAY, 'قبل ٧ أيام', '7 days ago'], [30 * DAY, 'قبل ٣٠ يومًا', '30 days ago'],
    ])('%i seconds: %s, %s', (seconds, arabic, english) => {
        expect(unvowelled(ago(before(seconds), NOW))).toBe(unvowelled(arabic));
        language.change('en');
        expect(ago(before(seconds), NOW)).toBe(english);
    });
    test('what is older than thirty days is told by its date', () => {
        expect(ago(before(30 * DAY + 1), NOW)).toBe(moment(before(30 * DAY + 1)));
        expect(ago('2025-01-02T10:00:00Z', NOW)).toContain('٢٠٢٥');
    });
});

test('a moment, in the digits of the language', () => {
    expect(moment('2026-03-11T12:05:00Z')).toMatch(/١١.*٢٠٢٦.*٣:٠٥/);
    language.change('en');
    expect(moment('2026-03-11T12:05:00Z')).toMatch(/11 Mar 2026.*15:05/);
});

test('what a field for times holds is local, what the API takes is not', () => {
    expect(localTime(new Date('2026-03-11T22:30:45Z'))).toBe('2026-03-12T01:30');
    expect(toInstant('2026-03-12T01:30')).toBe('2026-03-11T22:30:00Z');
    expect(toInstant('2026-03-12T01:30:15')).toBe('2026-03-11T22:30:15Z');
    for (const at of ['2026-01-01T00:00:00Z', '2026-12-31T21:00:00Z', '2028-02-29T12:34:00Z']) expect(toInstant(localTime(new Date(at)))).toBe(at);
});

test.each([
    [0, '٠ بايت', '0 bytes'], [999, '٩٩٩ بايت', '999 bytes'], [1000, '١ كيلوبايت', '1 kilobyte'], [1500, '١٫٥ كيلوبايت', '1.5 kilobytes'],
    [3_200_000_000, '٣٫٢ غيغابايت', '3.2 gigabytes'], [5e15, '٥٬٠٠٠ تيرابايت', '5,000 terabytes'],
])('%d bytes: %s, %s', (count, arabic, english) => {
    expect(bytes(count)).toBe(arabic);
    language.change('en');
    expect(bytes(count)).toBe(english);
});

test('numbers and shares', () => {
    expect([number(1_234_567), unvowelled(percent(0.1234))]).toEqual(['١٬٢٣٤٬٥٦٧', '١٢٫٣٪']);
    language.change('en');
    expect([number(1_234_567), percent(0.1234), percent(1)]).toEqual(['1,234,567', '12.3%', '100%']);
});
