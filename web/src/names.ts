// All names of a record, by language, each with its script and source. None is
// put before the others but by the reader's own languages.
import type { ClaimSet, Name } from "./claimset.ts";
import { h } from "./dom.ts";
import { readable } from "./edtf.ts";
import { currentLanguage, nameLanguages, t } from "./i18n.ts";
import { inOrder } from "./nameorder.ts";
import { said } from "./said.ts";
import { openSource } from "./sources.ts";

export function renderNames(set: ClaimSet): HTMLElement | null {
	if (set.names.length === 0) return null;
	return h(
		"section",
		{},
		h("h3", {}, t("names")),
		h(
			"ul",
			{ class: "names" },
			inOrder(set.names, nameLanguages()).map((n) => row(n, set)),
		),
	);
}

function row(n: Name, set: ClaimSet): HTMLElement {
	const source = n.source ? set.sources[n.source] : undefined;
	const [language, script] = [n.language && tagName("language", n.language), n.script && tagName("script", n.script)];
	const about = [language, script !== language && script, n.when && readable(n.when, t)];
	return h(
		"li",
		{},
		h("span", { class: "name", lang: n.language, dir: "auto" }, n.text),
		h("span", { class: "about" }, about.filter(Boolean).join(", ")),
		source &&
			h(
				"button",
				{ type: "button", class: "link about", dir: "auto", click: () => openSource(source.id) },
				said(source.title),
			),
	);
}

/** As Unicode's CLDR has them: Chromium knows no names in these languages. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	az: {
		az: "azərbaycan",
		en: "ingilis",
		fa: "fars",
		hy: "erməni",
		ka: "gürcü",
		ku: "kürd",
		ru: "rus",
		tr: "türk",
		Arab: "ərəb",
		Armn: "erməni",
		Cyrl: "kiril",
		Geor: "gürcü",
		Latn: "latın",
	},
	hy: {
		az: "ադրբեջաներեն",
		en: "անգլերեն",
		fa: "պարսկերեն",
		hy: "հայերեն",
		ka: "վրացերեն",
		ku: "քրդերեն",
		ru: "ռուսերեն",
		tr: "թուրքերեն",
		Arab: "արաբական",
		Armn: "հայկական",
		Cyrl: "կյուրեղագիր",
		Geor: "վրացական",
		Latn: "լատինական",
	},
};

/** The name of a language or script in the reader's language; its tag if neither page nor browser knows one. */
export function tagName(type: "language" | "script", tag: string): string {
	const known = KNOWN[currentLanguage()]?.[tag];
	if (known) return known;
	try {
		return new Intl.DisplayNames([currentLanguage()], { type }).of(tag) ?? tag;
	} catch {
		return tag;
	}
}
