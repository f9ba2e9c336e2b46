// The filters by property: for each a list of its values with the number of
// records that each would leave. A value that would leave none stays, disabled.
import { fill, h } from "./dom.ts";
import { type Counts, FACETS, type Facet, toggled } from "./facets.ts";
import { wordFor } from "./facetwords.ts";
import { COLLECTIONS, type CollectionID } from "./feature.ts";
import { number, t } from "./i18n.ts";
import { patch, state } from "./state.ts";
import { codes, vocabularyOf } from "./vocab.ts";

/** Values of a property that are listed before the reader asks for more. */
const FIRST = 8;

const unfolded = new Set<Facet>();

/** Draws the filters; focus stays where it is. */
export function renderFilters(box: HTMLElement, counts: Counts): void {
	const focused = document.activeElement?.id;
	const again = (first: string) => {
		renderFilters(box, counts);
		document.getElementById(first)?.focus();
	};
	const groups = FACETS.map((facet) => {
		const values = counts.get(facet) ?? new Map<string, number>();
		if (facet !== "kind") return group(facet, t(`facet.${facet}`), values, again);
		return COLLECTIONS.map((c) =>
			group(facet, t("facet.kindOf", { layer: t(`layer.${c}`) }), kindsOf(c, values), again, c),
		);
	});
	fill(box, groups);
	if (!focused?.startsWith("facet-")) return;
	const same = document.getElementById(focused);
	// What would leave nothing now takes no focus.
	(same?.matches(":disabled") ? same.closest("fieldset")?.querySelector("legend") : same)?.focus();
}

/** A kind is of one layer. */
function kindsOf(c: CollectionID, values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
	const own = codes(vocabularyOf(c, "kind") ?? "");
	return new Map([...values].filter(([v]) => own.includes(v)));
}

/** @param again draws the filters again, and puts the focus on what of them has the id. */
function group(
	facet: Facet,
	title: string,
	values: ReadonlyMap<string, number>,
	again: (id: string) => void,
	c: CollectionID | "" = "",
): HTMLElement | null {
	const list = [...values].sort(([a, n], [b, m]) => m - n || wordFor(facet, a).localeCompare(wordFor(facet, b)));
	// Where no position is made coarser there is nothing to choose.
	const isMoot = ([v]: [string, number]) => facet === "public_precision" && v === "exact" && !isChosen(facet, v);
	if (list.every(isMoot)) return null;
	const shown = unfolded.has(facet) ? list : list.filter(([v], i) => i < FIRST || isChosen(facet, v));
	const legend = `facet-of-${facet}${c}`;
	const more = () => {
		unfolded.add(facet);
		const [first] = list.find(([v, n]) => n > 0 && !shown.some(([s]) => s === v)) ?? [];
		again(first === undefined ? legend : `facet-${facet}-${first}`);
	};
	return h(
		"fieldset",
		{ class: "facet" },
		h("legend", { id: legend, tabindex: -1 }, title),
		facet === "source" && h("p", { class: "hint" }, t("facet.sourceOnly")),
		shown.map(([value, n]) => option(facet, value, n)),
		shown.length < list.length &&
			h(
				"button",
				{ type: "button", class: "plain", id: `facet-more-${facet}${c}`, click: more },
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

function isChosen(facet: Facet, value: string): boolean {
	return state().chosen[facet]?.includes(value) ?? false;
}
