// The reader's language, on all that stands in the page's own markup.
import { byID } from "./dom.ts";
import { type Key, t, useLanguage } from "./i18n.ts";
import type { Language } from "./permalink.ts";

/** Loads the language's words, or the English ones, and puts them on the page. */
export async function speak(lang: Language): Promise<void> {
	await useLanguage(lang).catch(() => useLanguage("en"));
	byID<HTMLSelectElement>("language").value = lang;
	each("data-t", (node, words) => {
		// The markup has the English words already: to put them there again would have it laid out again.
		if (node.textContent !== words) node.textContent = words;
	});
	each("data-t-label", (node, words) => node.setAttribute("aria-label", words));
	each("data-t-placeholder", (node, words) => node.setAttribute("placeholder", words));
	document.title = t("title");
}

function each(attribute: string, put: (node: Element, words: string) => void): void {
	for (const node of document.querySelectorAll(`[${attribute}]`)) put(node, t(node.getAttribute(attribute) as Key));
}
