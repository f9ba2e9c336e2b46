// Which of the records that pass the filters stand in the list. No DOM here.
import { type Box, type Entry, intersects } from "./feature.ts";
import { whereabouts } from "./somewhere.ts";

export interface Listing {
	/** Records that the map shows: in its view, or anywhere. */
	mapped: Entry[];
	/** Records with neither a position nor a known place: no map shows them, so the list always does. */
	placeless: Entry[];
}

export function listing(
	passing: readonly Entry[],
	scope: "view" | "all",
	view: Box,
	placeOf: (e: Entry) => Entry | undefined,
): Listing {
	const sorted: Listing = { mapped: [], placeless: [] };
	for (const entry of passing) {
		const at = whereabouts(entry, placeOf(entry));
		if (at === null) sorted.placeless.push(entry);
		else if (scope === "all" || intersects(at, view)) sorted.mapped.push(entry);
	}
	return sorted;
}
