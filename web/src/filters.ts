// The filters by property: for each a list of its values with the number of
// records that each would leave. A value that would leave none stays, disabled.
import { fill, h } from "./dom.ts";
import { type Chosen, type Counts, FACETS, type Facet, toggled } from "./facets.ts";
import { COLLECTIONS, type CollectionID } from "./feature.ts";
import { number, t } from "./i18n.ts";
import { patch, state } from "./state.ts";
import { codes, vocabularyOf, word } from "./vocab.ts";

/** Values of a property that are listed before the reader asks for more. */
const FIRST = 8;

/** Titles of sources, by their ids. */
const titles = new Map<string, string>();

/** Takes the titles of sources; until then their ids stand for them. */
export function nameSources(sources: readonly { id: string; title: string }[]): void {
	for (const { id, title } of sources) titles.set(id, title);
}

const unfolded = new Set<Facet>();

/** Draws the filters; focus stays where it is. */
export function renderFilters(box: HTMLElement, counts: Counts): void {
	const focused = document.activeElement?.id;
	const again = () => renderFilters(box, counts);
	const groups = FACETS.map((facet) => {
		const values = counts.get(facet) ?? new Map<string, number>();
		if (facet !== "kind") return group(facet, t(`facet.${facet}`), values, again);
		return COLLECTIONS.map((c) =>
			group(facet, t("facet.kindOf", { layer: t(`layer.${c}`) }), kindsOf(c, values), again),
		);
	});
	fill(box, groups);
	if (focused?.startsWith("facet-")) document.getElementById(focused)?.focus();
}

/** A kind is of one layer. */
function kindsOf(c: CollectionID, values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
	const own = codes(vocabularyOf(c, "kind") ?? "");
	return new Map([...values].filter(([v]) => own.includes(v)));
}

function group(
	facet: Facet,
	title: string,
	values: ReadonlyMap<string, number>,
	again: () => void,
): HTMLElement | null {
	const list = [...values].sort(([a, n], [b, m]) => m - n || wordFor(facet, a).localeCompare(wordFor(facet, b)));
	if (list.length === 0) return null;
	const shown = unfolded.has(facet) ? list : list.filter(([v], i) => i < FIRST || isChosen(facet, v));
	const more = () => {
		unfolded.add(facet);
		again();
	};
	return h(
		"fieldset",
		{ class: "facet" },
		h("legend", {}, title),
		shown.map(([value, n]) => option(facet, value, n)),
		shown.length < list.length &&
			h(
				"button",
				{ type: "button", class: "plain", click: more },
				t("filters.more", { n: number(list.length - shown.length) }),
			),
	);
}

function option(facet: Facet, value: string, n: number): HTMLElement {
	const isOn = isChosen(facet, value);
	const box = h("input", {
		type: "checkbox",
		id: `facet-${facet}-${value}`,
		checked: isOn,
		disabled: n === 0 && !isOn,
		change: () => patch({ chosen: toggled(state().chosen, facet, value) }),
	});
	return h(
		"label",
		{ class: n === 0 && !isOn ? "none" : null },
		box,
		h("span", { class: "facet-name" }, wordFor(facet, value)),
		h("span", { class: "layer-count" }, number(n)),
	);
}

/** How many values are chosen, in words; nothing if none is. */
export function chosenWords(chosen: Chosen): string {
	const n = FACETS.reduce((sum, f) => sum + (chosen[f]?.length ?? 0), 0);
	return n > 0 ? t("filters.chosen", { n: number(n) }) : "";
}

function isChosen(facet: Facet, value: string): boolean {
	return state().chosen[facet]?.includes(value) ?? false;
}

/** A value in the reader's words. */
export function wordFor(facet: Facet, value: string): string {
	if (facet === "contested") return t(value === "true" ? "facet.contested.yes" : "facet.contested.no");
	if (facet === "source") return titles.get(value) ?? value;
	if (facet !== "kind") return word(vocabularyOf("sites", facet), value);
	// A kind is of one layer; the layers' kinds have different codes.
	const own = COLLECTIONS.map((c) => word(vocabularyOf(c, "kind"), value)).find(
		(w) => w !== value.replaceAll("_", " "),
	);
	return own ?? word(null, value);
}
