// What stands over the list of what is not in it: that nothing is, or that an
// area leaves out what has no place on the map. A chunk of its own: most readers
// never see it.
import type { Counted } from "./counted.ts";
import { h } from "./dom.ts";
import { renderEmpty } from "./empty.ts";
import { t, tn } from "./i18n.ts";
import type { Listing } from "./listing.ts";
import type { Asked } from "./permalink.ts";
import { matches } from "./query.ts";
import type { Seeking } from "./searchbox.ts";
import { largeLayers, whole } from "./shown.ts";
import { whereabouts } from "./somewhere.ts";
import { patch } from "./state.ts";
import type { Store } from "./store.ts";

export function renderMissing(
	store: Store,
	counted: Counted,
	q: Asked,
	shown: Listing,
	seeking: Seeking,
): (HTMLElement | null)[] {
	const isEmpty = shown.mapped.length === 0;
	return [isEmpty ? renderEmpty(store, counted, q, shown, seeking) : null, q.area && renderNowhere(store, counted, q)];
}

/** How many records only the area leaves out, as they lie nowhere that is known; null if none. */
function renderNowhere(store: Store, counted: Counted, q: Asked): HTMLElement | null {
	const anywhere = { ...q, area: null };
	const isNowhere = (e: Parameters<typeof matches>[0]) =>
		matches(e, anywhere) && !matches(e, q) && whereabouts(e, store.placeOf(e)) === null;
	const here = whole(store, store.all()).filter(isNowhere).length;
	const n = largeLayers(store, q).reduce((sum, c) => sum + counted.nowhere(c, q), here);
	if (n === 0) return null;
	const drop = h("button", { type: "button", class: "plain", click: () => patch({ area: null }) }, t("empty.dropArea"));
	return h("p", { class: "nowhere" }, tn("area.nowhere", n), " ", drop);
}
