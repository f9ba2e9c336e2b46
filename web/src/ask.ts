// The page's query as the server's parameters, so that a layer in tiles, its
// counts and every download are what the list and the map show. No DOM here.
import { type Area, wktOf } from "./area.ts";
import { FACETS, valuesFor } from "./facets.ts";
import type { CollectionID } from "./feature.ts";
import { daysOf } from "./period.ts";
import type { Query } from "./query.ts";

/** Characters of a name that the server looks for. */
const MOST_TEXT = 100;

/** Characters of an area and its places that an address has room for. */
const MOST_PLACES = 5000;

/** The parameters for a layer, as a query without its "?"; empty for all of it. More is a condition in CQL2 text. */
export function askOf(c: CollectionID, q: Query, more = ""): string {
	const params = new URLSearchParams();
	if (q.period) params.set("datetime", daysOf(q.period).join("/"));
	if (q.text.trim()) params.set("q", q.text.trim().slice(0, MOST_TEXT));
	const filter = [filterOf(c, q), more].filter(Boolean).join(" AND ");
	if (filter) params.set("filter", filter);
	return params.toString();
}

/** What has no parameter of its own, in CQL2 text. */
function filterOf(c: CollectionID, q: Query): string {
	const parts = FACETS.flatMap((facet) => {
		const values = valuesFor(c, facet, q.chosen);
		if (values.length === 0) return [];
		if (facet === "contested") return [values.length > 1 ? "contested IS NOT NULL" : `contested = ${values[0]}`];
		return [`${facet} IN (${values.map(quoted).join(", ")})`];
	});
	if (q.period && !q.undated) parts.push('"when" IS NOT NULL');
	if (q.area) parts.push(isIn(q.area, q.places.asked ?? []));
	return parts.join(" AND ");
}

/** Meets the area, or is known by a place that does. */
function isIn(area: Area, places: readonly string[]): string {
	const here = `S_INTERSECTS(geometry, ${wktOf(area)})`;
	if (places.length === 0) return here;
	return `(${here} OR (geometry IS NULL AND place IN (${places.map(quoted).join(", ")})))`;
}

/** The places, if an address has room for them. */
export function fitting(area: Area, places: readonly string[]): readonly string[] | null {
	return isIn(area, places).length <= MOST_PLACES ? places : null;
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}
