// What the server counts of large layers: by year and by property. The counts
// of a filter are asked for once and kept.
import { stats } from "./api.ts";
import { askOf } from "./ask.ts";
import { type Counts, FACETS, type Facet, layersOf } from "./facets.ts";
import type { Box, CollectionID } from "./feature.ts";
import { DEFAULTS } from "./permalink.ts";
import { NOWHERE, type Query } from "./query.ts";
import type { Stats } from "./schema.d.ts";
import { afterTiles } from "./tiles/tile.ts";
import type { Bar } from "./years.ts";

const MOST_KEPT = 60;
const ALL: Query = { ...DEFAULTS, places: NOWHERE };
/** Where only numbers and years are wanted: to count by many properties takes the server longer. */
const FEWEST = ["contested"] as const;

export class Counted {
	readonly #kept = new Map<string, Stats | null>();

	/** @param changed is called when counts have come. */
	constructor(readonly changed: () => void) {}

	/** How many records of each value the other filters leave, of one layer; what has not come yet is left out. */
	facets(c: CollectionID, q: Query): Counts {
		const counts = new Map<Facet, Map<string, number>>();
		const all = facetsOf(c);
		const valuesOf = (query: Query, asked: readonly Facet[], facet: Facet) =>
			this.#get(c, query, asked)?.facets.find((f) => f.property === facet)?.values ?? [];
		for (const facet of all) {
			const { [facet]: own, ...others } = q.chosen;
			// Those that nothing is chosen of come in one answer.
			const left = valuesOf({ ...q, chosen: others }, own?.length ? [facet] : all, facet);
			counts.set(
				facet,
				new Map([
					...(own ?? []).map((v) => [v, 0] as const),
					// A value that none is left of stays, with its zero.
					...valuesOf(ALL, all, facet).map((v) => [String(v.value), 0] as const),
					...left.map((v) => [String(v.value), v.count] as const),
				]),
			);
		}
		return counts;
	}

	/** The histogram of one layer, whatever period is chosen; sites and events only, as in years.ts. Of no query, that of all. */
	years(c: CollectionID, q: Query = ALL): readonly Bar[] {
		if (c !== "sites" && c !== "events") return [];
		return this.#get(c, { ...q, period: null }, FEWEST)?.years ?? [];
	}

	/** How many of one layer are undated. */
	undated(c: CollectionID, q: Query): number {
		return this.#get(c, { ...q, period: null }, FEWEST)?.undated ?? 0;
	}

	/** How many of one layer pass the filters; null if that is not known yet. */
	matched(c: CollectionID, q: Query): number | null {
		return this.#get(c, q, FEWEST)?.numberMatched ?? null;
	}

	/** How many of one layer the area leaves out for want of a position, or of a place that is asked for. */
	nowhere(c: CollectionID, q: Query): number {
		const condition = `geometry IS NULL${q.places.asked ? " AND place IS NULL" : ""}`;
		return this.#get(c, { ...q, area: null }, FEWEST, condition)?.numberMatched ?? 0;
	}

	/** Where the records of one layer lie that pass the filters; null if nowhere, or not known yet. */
	extent(c: CollectionID, q: Query): Box | null {
		return this.#get(c, q, FEWEST)?.bbox ?? null;
	}

	/** All values of a property that the records of one layer have; none if they are not known yet. */
	values(c: CollectionID, facet: Facet): string[] {
		const found = this.#get(c, ALL, facetsOf(c))?.facets.find((f) => f.property === facet);
		return (found?.values ?? []).map(({ value }) => String(value));
	}

	#get(c: CollectionID, q: Query, asked: readonly Facet[], more = ""): Stats | null {
		const query = [askOf(c, q, more), `facets=${asked.join(",")}`].filter(Boolean).join("&");
		const key = `${c}?${query}`;
		const known = this.#kept.get(key);
		if (known !== undefined) return known;
		this.#kept.set(key, null);
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= MOST_KEPT) break;
			this.#kept.delete(oldest);
		}
		const job = afterTiles().then(() => stats(c, query));
		job.then(
			(found) => {
				this.#kept.set(key, found);
				this.changed();
			},
			() => this.#kept.delete(key), // Asked again with the next drawing that needs it.
		);
		return null;
	}
}

/** What a layer is counted by. */
function facetsOf(c: CollectionID): Facet[] {
	return FACETS.filter((f) => layersOf(f).includes(c));
}
