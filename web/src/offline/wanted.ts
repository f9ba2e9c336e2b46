// What an area holds that is saved now: the layers and records on the map.
import { askOf } from "../ask.ts";
import { COLLECTIONS } from "../feature.ts";
import { listing } from "../listing.ts";
import type { MapView } from "../map.ts";
import { NOWHERE } from "../query.ts";
import { state } from "../state.ts";
import type { Store } from "../store.ts";
import type { Wanted } from "./pack.ts";

export function wantedNow(store: Store, map: MapView): Wanted {
	const [q, box] = [state(), map.box()];
	const near = listing(store.all(), "view", box, (e) => store.placeOf(e));
	return {
		box,
		zoom: map.view().zoom,
		layers: COLLECTIONS.filter((c) => q.layers.has(c)).map((collection) => ({
			collection,
			isLarge: store.layer(collection).isLarge,
			// What has no position is in no tile; and what somebody searches for is kept nowhere.
			query: askOf(collection, { ...q, text: "", places: NOWHERE }),
		})),
		records: [...near.mapped, ...near.placeless]
			.filter((e) => q.layers.has(e.collection))
			.map((e) => ({ collection: e.collection, id: e.feature.id })),
	};
}
