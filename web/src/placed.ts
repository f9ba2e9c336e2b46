// The places that an area meets: what is known by the name of a place only
// counts by the area that is shown for it. No DOM here.
import { type Area, meets, meetsCircle } from "./area.ts";
import { fitting } from "./ask.ts";
import { type Entry, isPlaceOnly } from "./feature.ts";
import type { Asked, State } from "./permalink.ts";
import { NOWHERE, type Places } from "./query.ts";
import { areaOf } from "./somewhere.ts";
import type { Store } from "./store.ts";

/** What the areas shown for places have been found to meet. */
const found = new WeakMap<Area, Map<Entry, boolean>>();

/** What the state asks for, with the places that its area meets. */
export function askedBy(s: State, store: Store): Asked {
	return { ...s, places: s.area ? placesIn(store, s.area) : NOWHERE };
}

function placesIn(store: Store, area: Area): Places {
	const gazetteers = (["villages", "districts"] as const).map((c) => store.layer(c));
	const isKnown = gazetteers.every(({ state, isLarge }) => state === "ready" && !isLarge);
	const met = (places: readonly Entry[]) => places.filter((p) => isMet(p, area)).map((p) => p.ref);
	const named = store.all().flatMap((e) => (isPlaceOnly(e) ? (store.placeOf(e) ?? []) : []));
	return {
		met: new Set(met([...new Set(named)])),
		asked: isKnown ? fitting(area, met(gazetteers.flatMap(({ entries }) => entries))) : null,
	};
}

/** The area shown for a place has something in common with the one drawn. */
function isMet(place: Entry, area: Area): boolean {
	let known = found.get(area);
	if (!known) {
		known = new Map();
		found.set(area, known);
	}
	let is = known.get(place);
	if (is === undefined) {
		const shown = areaOf(place);
		is =
			shown?.kind === "circle"
				? meetsCircle(shown.center, shown.radiusM, area)
				: !!shown && meets(shown.geometry, area);
		known.set(place, is);
	}
	return is;
}
