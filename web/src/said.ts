// The data's texts in the reader's language, as far as the release has them:
// names of agents and perspectives, notes, titles. A text without a translation
// is shown as it was recorded.
import { translations } from "./api.ts";
import { currentLanguage, isKey, t } from "./i18n.ts";
import type { Landing } from "./schema.d.ts";

let heard: { lang: string; texts: ReadonlyMap<string, string> } = { lang: "", texts: new Map() };

/** Asks for the texts in the page's language, if what the server says of itself leads to some; false if there are none. */
export async function hear(about: Landing): Promise<boolean> {
	const lang = currentLanguage();
	const isThere = about.links.some(({ href }) => href.endsWith(`/translations/${lang}`));
	const found = isThere ? await translations(lang).catch(() => null) : null;
	if (lang !== currentLanguage()) return false;
	heard = { lang, texts: new Map(Object.entries(found ?? {})) };
	return heard.texts.size > 0;
}

/** A text of the data. */
export function said(text: string): string {
	return translated(text) ?? text;
}

/** A source's own word, with what it means in the reader's language before it; what stands alone if that is not known. */
export function ownWord(text: string, alone = text): string {
	const meaning = translated(text);
	return meaning === undefined ? alone : `${meaning} (${t("quoted", { text })})`;
}

/** Who says a record, and who says single values of it, as the server puts them in one text. */
export function credit(text: string): string {
	const parts = text.split("; ").map((part) => {
		const [, property, who] = part.match(/^([a-z0-9_]+) according to (.+)$/) ?? [];
		return property && who ? `${propertyWord(property)}: ${said(who)}` : said(part);
	});
	return parts.join("; ");
}

function translated(text: string): string | undefined {
	return heard.lang === currentLanguage() ? heard.texts.get(text) : undefined;
}

/** The name of a property; one that has no word of its own is shown as it is. */
export function propertyWord(property: string): string {
	const key = `property.${property}`;
	const words = property.replaceAll("_", " ");
	return isKey(key) ? t(key) : words.charAt(0).toUpperCase() + words.slice(1);
}
