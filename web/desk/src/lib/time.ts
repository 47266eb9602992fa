// Times and numbers in the reader's language.
import {language} from '../words/language.svelte';
import {LOCALES} from '../words/plurals';

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

function locale(): string {
    return LOCALES[language.code];
}

// «قبل ٥ ثوانٍ»; from a day on by the calendar, as people say «أمس».
export function ago(iso: string, now = Date.now()): string {
    const then = Date.parse(iso), seconds = Math.min(0, Math.round((then - now) / 1000));  // clocks differ
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
    if (unit === 'day' && Math.abs(seconds) > 30 * 86_400) return moment(iso);
    const count = unit === 'day' ? Math.round((midnight(then) - midnight(now)) / 86_400_000) : Math.trunc(seconds / size);
    return new Intl.RelativeTimeFormat(locale(), {numeric: 'auto'}).format(count, unit);
}

function midnight(time: number): number {
    return new Date(time).setHours(0, 0, 0, 0);
}

export function moment(iso: string): string {
    return new Intl.DateTimeFormat(locale(), {dateStyle: 'medium', timeStyle: 'short'}).format(new Date(iso));
}

// As <input type=datetime-local> takes it.
export function localTime(date: Date): string {
    return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

// What such a field holds, as the API takes it.
export function toInstant(local: string): string {
    return new Date(local).toISOString().slice(0, 19) + 'Z';
}

export function number(value: number): string {
    return new Intl.NumberFormat(locale()).format(value);
}

export function percent(share: number): string {
    return new Intl.NumberFormat(locale(), {style: 'percent', maximumFractionDigits: 1}).format(share);
}

// ٣٫٢ غيغابايت
export function bytes(count: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
    let at = 0;
    while (count >= 1000 && at < units.length - 1) { count /= 1000; at++; }
    return new Intl.NumberFormat(locale(), {style: 'unit', unit: units[at], unitDisplay: 'long', maximumFractionDigits: 1}).format(count);
}
