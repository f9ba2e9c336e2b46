// What the server counts of large layers: by year and by property. The counts
// of a filter are asked for once and kept.
import { stats } from "./api.ts";
import { askOf } from "./ask.ts";
import { type Counts, FACETS, type Facet, layersOf } from "./facets.ts";
import type { CollectionID } from "./feature.ts";
import type { Query } from "./query.ts";
import type { Stats } from "./schema.d.ts";
import type { Bar } from "./years.ts";

const MOST_KEPT = 60;

export class Counted {
	readonly #kept = new Map<string, Stats | null>();

	/** @param changed is called when counts have come. */
	constructor(private readonly changed: () => void) {}

	/** How many records of each value the other filters leave, of one layer; what has not come yet is left out. */
	facets(c: CollectionID, q: Query): Counts {
		const counts = new Map<Facet, Map<string, number>>();
		for (const facet of FACETS) {
			if (!layersOf(facet).includes(c)) continue;
			const { [facet]: own, ...others } = q.chosen;
			const found = this.#get(c, { ...q, chosen: others }, own?.length ? facet : null);
			const values = found?.facets.find((f) => f.property === facet)?.values ?? [];
			counts.set(
				facet,
				new Map([
					...(own ?? []).map((v) => [v, 0] as const),
					...values.map((v) => [String(v.value), v.count] as const),
				]),
			);
		}
		return counts;
	}

	/** The histogram of one layer, whatever period is chosen; sites and events only, as in years.ts. */
	years(c: CollectionID, q: Query): readonly Bar[] {
		if (c !== "sites" && c !== "events") return [];
		return this.#get(c, { ...q, period: null }, null)?.years ?? [];
	}

	/** How many of one layer are undated. */
	undated(c: CollectionID, q: Query): number {
		return this.#get(c, { ...q, period: null }, null)?.undated ?? 0;
	}

	/** How many of one layer pass the filters; null if that is not known yet. */
	matched(c: CollectionID, q: Query): number | null {
		return this.#get(c, q, null)?.numberMatched ?? null;
	}

	/** Without a facet named, all of them come in one answer. */
	#get(c: CollectionID, q: Query, facet: Facet | null): Stats | null {
		const asked = facet ? [facet] : FACETS.filter((f) => layersOf(f).includes(c));
		const query = [askOf(c, q), `facets=${asked.join(",")}`].filter(Boolean).join("&");
		const key = `${c}?${query}`;
		const known = this.#kept.get(key);
		if (known !== undefined) return known;
		this.#kept.set(key, null);
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= MOST_KEPT) break;
			this.#kept.delete(oldest);
		}
		stats(c, query).then(
			(found) => {
				this.#kept.set(key, found);
				this.changed();
			},
			() => this.#kept.delete(key), // Asked again with the next drawing that needs it.
		);
		return null;
	}
}
