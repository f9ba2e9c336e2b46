// The words of what is loaded only when asked for: taking away, telling,
// comparing. They come with that code, so that the page's first load has none.
import { currentLanguage, fillIn } from "../i18n.ts";
import type { Language } from "../permalink.ts";
import { en } from "./strings/en.ts";

export type TakeKey = keyof typeof en;
/** The words of one language; one that is missing fails the build: see strings/complete.ts. */
export type TakeStrings = Record<TakeKey, string>;
/** Gives the words of a key, with {name} filled in. */
export type Say = (key: TakeKey, values?: Record<string, string | number>) => string;

const loaders: Record<Language, () => Promise<TakeStrings>> = {
	en: async () => en,
	az: async () => (await import("./strings/az.ts")).az,
	hy: async () => (await import("./strings/hy.ts")).hy,
	ru: async () => (await import("./strings/ru.ts")).ru,
	qps: async () => {
		const { lengthened } = await import("../strings/pseudo.ts");
		return Object.fromEntries(Object.entries(en).map(([key, text]) => [key, lengthened(text)])) as TakeStrings;
	},
};

/** The words in the page's language; in English if they can't be had. */
export async function words(): Promise<Say> {
	const table = await loaders[currentLanguage()]().catch(() => en);
	return (key, values = {}) => fillIn(table[key], values);
}
