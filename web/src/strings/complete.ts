// Says what of the page's words a language lacks. The build runs it, and fails
// where anything is.
import type { Strings } from "../i18n.ts";
import { az } from "./az.ts";
import { en } from "./en.ts";
import { hy } from "./hy.ts";
import { words as offline } from "./offline.ts";
import { ru } from "./ru.ts";

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
export function lacking(lang: string, table: Strings, whole: Strings): string[] {
	const has = (key: string) => Boolean(table[key as keyof Strings]);
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

/** All that is missing, as "ru: count.sites.few". */
export function missing(): string[] {
	const tables: Record<string, [Strings, Strings][]> = {
		en: [[en, en]],
		az: [[az, en]],
		hy: [[hy, en]],
		ru: [[ru, en]],
	};
	for (const [lang, table] of Object.entries(offline)) tables[lang]?.push([table as Strings, offline.en as Strings]);
	return Object.entries(tables).flatMap(([lang, pairs]) =>
		pairs.flatMap(([table, whole]) => lacking(lang, table, whole).map((key) => `${lang}: ${key}`)),
	);
}
