// A language that nobody speaks: English made a third longer, between marks
// that show where a text is cut off. It is set from right to left (see i18n.ts),
// so that one sees what of the layout does not follow.
import type { Strings } from "../i18n.ts";
import { en } from "./en.ts";

const ACCENTED: Record<string, string> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", c: "č", n: "ñ", s: "š", y: "ý" };

/** Longer by a third, in words that can be broken; what is to be filled in stays. */
export function lengthened(text: string): string {
	const parts = text.split(/(\{\w+\})/);
	const accented = parts.map((part, i) => (i % 2 ? part : part.replace(/[aeioucnsy]/g, (l) => ACCENTED[l] ?? l)));
	const more = "ǫñ ".repeat(Math.ceil(text.length / 9)).trim();
	return `⟦${accented.join("")} ${more}⟧`;
}

const KEPT = ["date.months", "date.monthsOf"];

export const pseudo: Strings = Object.fromEntries(
	Object.entries(en).map(([key, text]) => [key, KEPT.includes(key) ? text : lengthened(text)]),
);
