// What stands in the list's place when nothing is in it: that records lie
// outside of the map, or which filter to drop and what that would give.
import type { Counted } from "./counted.ts";
import { h } from "./dom.ts";
import { type Chosen, FACETS } from "./facets.ts";
import { facetWords } from "./facetwords.ts";
import { COLLECTIONS, type Entry } from "./feature.ts";
import { t, tn } from "./i18n.ts";
import type { Listing } from "./listing.ts";
import type { Asked, State } from "./permalink.ts";
import { type Query, reasonAgainst } from "./query.ts";
import type { Seeking } from "./searchbox.ts";
import { patch, state } from "./state.ts";
import type { Store } from "./store.ts";

/** More ways out than these are no help. */
const MOST_HINTS = 4;

/** How many records pass a question; null where the server counts them and has not said yet. */
type Count = (q: Query) => number | null;

/** Null where all that passes is listed. That nothing passes is not said while the search may know a name like what is typed. */
export function renderEmpty(
	store: Store,
	counted: Counted,
	q: Asked,
	shown: Listing,
	seeking: Seeking,
): HTMLElement | null {
	const count = counter(store.all(), store, counted);
	const passing = count(q);
	if (passing === null) return null;
	if (passing > 0) return elsewhere(passing - shown.placeless.length);
	if (seeking) return h("p", { class: "empty" }, t(seeking === "asked" ? "loading" : "search.only"));
	const hints = drops(count, q).map(({ n, words, drop }) =>
		h(
			"li",
			{},
			h("button", { type: "button", class: "plain", click: () => patch(drop(state())) }, words),
			" ",
			tn("empty.gives", n),
		),
	);
	return h("div", { class: "empty" }, h("p", {}, t("empty")), hints.length > 0 && h("ul", {}, hints));
}

function elsewhere(n: number): HTMLElement | null {
	if (n === 0) return null;
	const all = h("button", { type: "button", class: "plain", click: () => patch({ scope: "all" }) }, t("empty.listAll"));
	return h("p", { class: "empty" }, tn("empty.elsewhere", n), " ", all);
}

function counter(all: readonly Entry[], store: Store, counted: Counted): Count {
	const large = COLLECTIONS.filter((c) => store.layer(c).isLarge);
	const whole = all.filter((e) => !large.includes(e.collection));
	return (q) => {
		const here = whole.filter((e) => reasonAgainst(e, q) === null).length;
		return large
			.filter((c) => q.layers.has(c))
			.map((c) => counted.matched(c, q))
			.reduce((sum, n) => (sum === null || n === null ? null : sum + n), here);
	};
}

interface Trial {
	words: string;
	drop(s: State): Partial<State>;
}

/** A trial with what it gives. */
type Hint = Trial & { n: number };

/** The filters to drop so that something is shown, one alone if that is enough, with how much. */
function drops(count: Count, q: Asked): Hint[] {
	const tried = (...trials: Trial[]): Hint[] =>
		mostHelpful(trials.map((trial) => ({ ...trial, n: count({ ...q, ...trial.drop(q) }) ?? 0 })));
	const layers = new Set(COLLECTIONS);
	const all = { text: "", period: null, layers, chosen: {}, area: null };
	const properties = tried(...byProperty(q.chosen));
	const alone = [
		...tried(
			{ words: t("empty.dropText"), drop: () => ({ text: "" }) },
			{ words: t("empty.dropPeriod"), drop: () => ({ period: null }) },
			{ words: t("empty.showUndated"), drop: () => ({ undated: true }) },
		),
		...(properties.length > 0 ? properties : tried({ words: t("empty.dropChosen"), drop: () => ({ chosen: {} }) })),
		...tried(
			{ words: t("empty.dropArea"), drop: () => ({ area: null }) },
			{ words: t("empty.dropLayers"), drop: () => ({ layers }) },
		),
	];
	return alone.length > 0 ? mostHelpful(alone) : tried({ words: t("empty.dropAll"), drop: () => all });
}

/** One property at a time, named as in its chip. */
function byProperty(chosen: Chosen): Trial[] {
	return FACETS.filter((facet) => chosen[facet]?.length).map((facet) => ({
		words: t("chips.drop", { filter: facetWords(facet, chosen[facet] ?? []) }),
		drop: ({ chosen: { [facet]: _, ...others } }) => ({ chosen: others }),
	}));
}

/** Those that give the most, in the order that they have, and none that gives nothing. */
export function mostHelpful<T extends { n: number }>(trials: readonly T[]): T[] {
	const best = [...trials].sort((a, b) => b.n - a.n).slice(0, MOST_HINTS);
	return trials.filter((trial) => trial.n > 0 && best.includes(trial));
}
