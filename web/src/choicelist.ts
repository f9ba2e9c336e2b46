// The choice among records that lie over one another on the map.
import { h } from "./dom.ts";
import { type Entry, nameOf } from "./feature.ts";
import { nameLanguages, t } from "./i18n.ts";
import { subtitle } from "./list.ts";

export function renderChoices(
	entries: readonly Entry[],
	open: (e: Entry) => void,
	placeOf: (e: Entry) => Entry | undefined,
): HTMLElement {
	const rows = entries.map((e) =>
		h("li", {}, h("button", { type: "button", class: "row", click: () => open(e) }, ...rowWords(e, placeOf(e)))),
	);
	return h("ul", { class: "list choices" }, rows);
}

function rowWords(e: Entry, place: Entry | undefined): (HTMLElement | null)[] {
	const { text, lang } = nameOf(e.feature.properties, nameLanguages());
	const sub = [t(`one.${e.collection}`), subtitle(e, place)].filter(Boolean).join(" · ");
	return [
		h("span", { class: "row-name", lang, dir: "auto" }, text || t("unnamed")),
		h("span", { class: "row-sub" }, sub),
		e.feature.properties.contested ? h("span", { class: "tag contested" }, t("contested")) : null,
	];
}
