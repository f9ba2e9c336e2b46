// The page's words in the reader's language. English is complete and comes
// with the page; the others are loaded when asked for, and a word that one of
// them lacks is shown in English.
import english from "vocab:en";
import { readable } from "./edtf.ts";
import { nameOrder } from "./nameorder.ts";
import { LANGUAGES, type Language } from "./permalink.ts";
import { en } from "./strings/en.ts";

export type Key = keyof typeof en;

/** A key without its plural form. */
type Stem = Key extends infer K ? (K extends `${infer S}.other` ? S : never) : never;
type Form = `${Stem}.${"one" | "few" | "many" | "other"}`;
/** The words of one language; what is missing is shown in English. */
export type Strings = Partial<Record<Key | Form, string>>;
type Values = Record<string, string | number>;
export type Translate = (key: Key, values?: Values) => string;

/** The labels of the vocabularies' codes in one language. */
type Terms = typeof english;

const loaders: Record<Language, () => Promise<{ strings: Strings; terms: Terms }>> = {
	en: async () => ({ strings: en, terms: english }),
	az: () => import("./strings/az.ts").then(({ az, terms }) => ({ strings: az, terms })),
	hy: () => import("./strings/hy.ts").then(({ hy, terms }) => ({ strings: hy, terms })),
	ru: () => import("./strings/ru.ts").then(({ ru, terms }) => ({ strings: ru, terms })),
	qps: () => import("./strings/pseudo.ts").then(({ pseudo }) => ({ strings: pseudo, terms: english })),
};

/** The languages whose lines run from right to left; none of them is complete yet. */
const MIRRORED: readonly Language[] = ["qps"];

let table: Strings = en;
let labels: Terms = english;
let language: Language = "en";
let namesIn: readonly string[] = ["en"];

/** Loads the language's words; the page's `lang` and `dir` follow. */
export async function useLanguage(lang: Language): Promise<void> {
	const { strings, terms } = await loaders[lang]();
	table = strings;
	labels = terms;
	language = lang;
	namesIn = nameOrder(lang, navigator.languages);
	document.documentElement.lang = lang;
	document.documentElement.dir = MIRRORED.includes(lang) ? "rtl" : "ltr";
}

export function currentLanguage(): Language {
	return language;
}

/** The languages that the reader would read a name in, the dearest first. */
export function nameLanguages(): readonly string[] {
	return namesIn;
}

/** The vocabularies' labels in the reader's language. */
export function currentTerms(): Terms {
	return labels;
}

/** The first of the browser's languages that the page knows. */
export function preferredLanguage(wanted: readonly string[]): Language {
	const tags = wanted.map((tag) => tag.split("-")[0]);
	return LANGUAGES.find((l) => l === tags.find((tag) => LANGUAGES.some((known) => known === tag))) ?? "en";
}

/** Reports that the page has words by this key. */
export function isKey(key: string): key is Key {
	return Object.hasOwn(en, key);
}

/** The words of a key, with {name} filled in. */
export function t(key: Key, values: Values = {}): string {
	return fillIn(table[key] ?? en[key], values);
}

/** The words for a number of things: the key's .one, .few, .many or .other form, with {n} filled in. */
export function tn(key: Stem, n: number, values: Values = {}): string {
	const form = `${key}.${pluralOf(n)}` as Form;
	const other = `${key}.other` as const;
	return fillIn(table[form] ?? table[other] ?? (en as Strings)[form] ?? en[other], { n: number(n), ...values });
}

/** A translator over one table alone, for tests and for what is not the page. */
export function translator(strings: Strings): Translate {
	return (key, values = {}) => fillIn(strings[key] ?? en[key], values);
}

export function number(n: number): string {
	return numberForm().format(n);
}

const forms = new Map<string, Intl.NumberFormat>();

/** How numbers are written in the language; made once, for that takes browsers longer than to draw a list. */
export function numberForm(options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
	const key = language + JSON.stringify(options);
	const known = forms.get(key);
	if (known) return known;
	const made = new Intl.NumberFormat(language, options);
	forms.set(key, made);
	return made;
}

const rules = new Map<Language, Intl.PluralRules>();

function pluralOf(n: number): Intl.LDMLPluralRule {
	const known = rules.get(language) ?? new Intl.PluralRules(language);
	rules.set(language, known);
	return known.select(n);
}

/** A day in the words of the language. */
export function day(date: Date): string {
	const [month, ofMonth] = [date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0"));
	return readable(`${date.getFullYear()}-${month}-${ofMonth}`, t);
}

/** "in 5 seconds", in the words of the language. */
export function inSeconds(n: number): string {
	const text = new Intl.RelativeTimeFormat(language).format(n, "second");
	// Some browsers have a sign in the place of words that they lack.
	return /\p{L}{3}/u.test(text) ? text : t("error.inSeconds", { n: number(n) });
}

/** Fills {name} in. In lines from right to left, each value runs its own way, between Unicode's isolates. */
export function fillIn(text: string, values: Values): string {
	const [open, close] = MIRRORED.includes(language) ? ["\u2068", "\u2069"] : ["", ""];
	return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? open + values[name] + close : whole));
}
