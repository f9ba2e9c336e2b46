// What stands in the list's place when nothing is in it: that records lie
// outside of the map, or which filter to drop and what that would give.
import type { Counted } from "./counted.ts";
import { h } from "./dom.ts";
import { COLLECTIONS, type Entry } from "./feature.ts";
import { t, tn } from "./i18n.ts";
import type { Listing } from "./listing.ts";
import type { Asked } from "./permalink.ts";
import { type Query, reasonAgainst } from "./query.ts";
import type { Seeking } from "./searchbox.ts";
import { patch } from "./state.ts";
import type { Store } from "./store.ts";

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
	const hints = drops(count, q).map(({ n, words, changes }) =>
		h(
			"li",
			{},
			h("button", { type: "button", class: "plain", click: () => patch(changes) }, words),
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

/** The filters whose dropping alone would show something, with how much. */
function drops(count: Count, q: Query) {
	const trials = [
		{ words: t("empty.dropText"), changes: { text: "" } },
		{ words: t("empty.dropPeriod"), changes: { period: null } },
		{ words: t("empty.dropLayers"), changes: { layers: new Set(COLLECTIONS) } },
		{ words: t("empty.dropChosen"), changes: { chosen: {} } },
		{ words: t("empty.dropArea"), changes: { area: null } },
		{
			words: t("empty.dropAll"),
			changes: { text: "", period: null, layers: new Set(COLLECTIONS), chosen: {}, area: null },
		},
	];
	const counts = trials.map((trial) => ({ ...trial, n: count({ ...q, ...trial.changes }) ?? 0 }));
	const single = counts.slice(0, -1).filter(({ n }) => n > 0);
	return single.length > 0 ? single : counts.filter(({ n }) => n > 0);
}
