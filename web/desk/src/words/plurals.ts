// Counted things as a language's grammar has them: كلمة واحدة، كلمتان، ٣ كلمات، ١١ كلمة.
export type Code = 'ar' | 'en';

// Whose digits and dates each language is written with.
export const LOCALES: Record<Code, string> = {ar: 'ar-EG', en: 'en-GB'};

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & {other: string};

// {} in a form is the number. `zero` is what nothing is called, also in a language whose grammar has no form for it.
export function counted(language: Code, value: number, forms: Forms): string {
    const rule = value === 0 && forms.zero ? 'zero' : new Intl.PluralRules(language).select(value);
    return (forms[rule] ?? forms.other).replace('{}', new Intl.NumberFormat(LOCALES[language]).format(value));
}
