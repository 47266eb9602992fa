// The desk's language: Arabic first, English by choice, remembered in this browser.
import {keep, recall} from '../lib/storage';
import {ar, type Words} from './ar';
import {en} from './en';
import type {Code} from './plurals';

const KEY = 'warraq-desk-language';

class Language {
    code = $state<Code>(recall(KEY) === 'en' ? 'en' : 'ar');
    get words(): Words {
        return this.code === 'ar' ? ar : en;
    }
    change(code: Code): void {
        this.code = code;
        keep(KEY, code);
        this.show();
    }
    show(): void {
        document.documentElement.lang = this.code;
        document.documentElement.dir = this.code === 'ar' ? 'rtl' : 'ltr';
    }
}

export const language = new Language();
language.show();

// What a problem of the API is in words.
export function explain(problem: {error: {code: string; message: string}} | undefined): string {
    if (!problem) return language.words.problems.failed;
    const known = language.words.problems as Record<string, string>;
    const text = known[problem.error.code] ?? language.words.problems.failed;
    return problem.error.code === 'invalid' || !(problem.error.code in known) ? `${text} (${problem.error.message})` : text;
}
