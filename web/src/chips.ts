// What narrows the records at present, each a button that takes it away.
import { areaWords } from "./areawords.ts";
import { fill, h } from "./dom.ts";
import { readable } from "./edtf.ts";
import { FACETS, toggled } from "./facets.ts";
import { facetWords } from "./facetwords.ts";
import { COLLECTIONS } from "./feature.ts";
import { t } from "./i18n.ts";
import type { State } from "./permalink.ts";
import { patch, state } from "./state.ts";

interface Chip {
	words: string;
	/** What the reader sees on the map, and paper and pictures have to say. */
	more?: string;
	drop: Partial<State>;
}

/** Draws the chips; when one is taken away, focus goes to its neighbour. */
export function renderChips(list: HTMLElement): void {
	const before = [...list.querySelectorAll("button")];
	const at = before.indexOf(document.activeElement as HTMLButtonElement);
	const chips = active(state());
	fill(
		list,
		chips.map((chip) => h("li", {}, button(chip))),
		chips.length > 1 && h("li", {}, dropAll(chips)),
	);
	if (at < 0) return;
	const buttons = list.querySelectorAll("button");
	(buttons[Math.min(at, buttons.length - 1)] ?? document.getElementById("search"))?.focus();
}

function button({ words, more, drop }: Chip): HTMLElement {
	const click = () => patch(drop);
	return h(
		"button",
		{ type: "button", class: "chip", "aria-label": t("chips.drop", { filter: words }), click },
		h("span", {}, words, more && h("span", { class: "on-paper" }, `: ${more}`)),
		h("span", { "aria-hidden": "true" }, "✕"),
	);
}

function dropAll(chips: readonly Chip[]): HTMLElement {
	// Each chip of a layer brings back its own only: all together bring back all.
	const drop = () =>
		patch(Object.assign({}, ...chips.map((c) => c.drop), { chosen: {}, layers: new Set(COLLECTIONS) }));
	return h("button", { type: "button", class: "plain", click: drop }, t("empty.dropAll"));
}

/** The filters that are not at their default. */
function active(s: State): Chip[] {
	const chips: Chip[] = [];
	if (s.text.trim()) chips.push({ words: t("chips.text", { text: s.text.trim() }), drop: { text: "" } });
	if (s.period)
		chips.push({
			words: t("chips.period", { from: readable(s.period[0], t), to: readable(s.period[1], t) }),
			drop: { period: null },
		});
	if (s.period && !s.undated) chips.push({ words: t("chips.dated"), drop: { undated: true } });
	if (s.area) chips.push({ words: t("chips.area"), more: areaWords(s.area), drop: { area: null } });
	for (const c of COLLECTIONS) {
		if (s.layers.has(c)) continue;
		chips.push({ words: t("chips.layer", { layer: t(`layer.${c}`) }), drop: { layers: new Set([...s.layers, c]) } });
	}
	for (const facet of FACETS) {
		for (const value of s.chosen[facet] ?? []) {
			chips.push({ words: facetWords(facet, [value]), drop: { chosen: toggled(s.chosen, facet, value) } });
		}
	}
	return chips;
}
