// Says what of the page's words a language lacks. The build runs it, and fails
// where anything is. A table of words that is new is to be named here.
import english from "vocab:en";
import { LANGUAGES } from "../permalink.ts";
import { az as takeAz } from "../take/strings/az.ts";
import { en as takeEn } from "../take/strings/en.ts";
import { hy as takeHy } from "../take/strings/hy.ts";
import { ru as takeRu } from "../take/strings/ru.ts";
import { az, terms as azTerms } from "./az.ts";
import { en } from "./en.ts";
import { hy, terms as hyTerms } from "./hy.ts";
import { words as offline } from "./offline.ts";
import { ru, terms as ruTerms } from "./ru.ts";

type Words = Readonly<Record<string, string | undefined>>;

/** Every table of words by language, as the build may find it: without a word that the types ask for. */
export const TABLES: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
	"": { en, az, hy, ru },
	"take/": { en: takeEn, az: takeAz, hy: takeHy, ru: takeRu },
	"offline/": offline,
	"vocabulary/": { en: labels(english), az: labels(azTerms), hy: labels(hyTerms), ru: labels(ruTerms) },
};

const FORM = /\.(?:one|two|few|many|other|zero)$/;

/** The forms that whole numbers take in a language, by Unicode's rules. */
export function formsOf(lang: string): string[] {
	const rules = new Intl.PluralRules(lang);
	return [...new Set(Array.from({ length: 201 }, (_, n) => rules.select(n)))];
}

/**
 * The keys that a table lacks beside the English one. A language whose words
 * stay as they are after a number has one form, .other, of each; one that has
 * more of any has to have them of all.
 */
export function lacking(lang: string, table: Words, whole: Words): string[] {
	const has = (key: string) => Boolean(table[key]);
	const isInflected = Object.keys(table).some((k) => FORM.test(k) && !k.endsWith(".other"));
	const forms = ["other", ...(isInflected ? formsOf(lang) : [])];
	const stems = new Set(
		Object.keys(whole)
			.filter((k) => FORM.test(k))
			.map((k) => k.replace(FORM, "")),
	);
	return [
		...Object.keys(whole).filter((k) => !FORM.test(k) && !has(k)),
		...[...stems].flatMap((stem) => [...new Set(forms)].map((f) => `${stem}.${f}`)).filter((k) => !has(k)),
	];
}

/** All that is missing, as "ru: count.sites.few" or "az: take/format". */
export function missing(): string[] {
	return Object.entries(TABLES).flatMap(([kind, tables]) =>
		LANGUAGES.flatMap((lang) =>
			lacking(lang, tables[lang] ?? {}, tables.en ?? {}).map((key) => `${lang}: ${kind}${key}`),
		),
	);
}

/** The labels of all vocabularies, by vocabulary and code. */
function labels(terms: Readonly<Record<string, Words>>): Words {
	return Object.fromEntries(
		Object.entries(terms).flatMap(([name, words]) =>
			Object.entries(words).map(([code, label]) => [`${name}/${code}`, label] as const),
		),
	);
}
