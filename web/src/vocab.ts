// The words for the codes in the data, from the same file as the server's.
import type { CollectionID } from "./feature.ts";
import { METRES_PER_DEGREE } from "./hit.ts";
import { currentTerms, number } from "./i18n.ts";

const KINDS: Record<CollectionID, string | null> = {
	sites: "site_kind",
	villages: "village_kind",
	zones: "zone_kind",
	districts: null,
	events: "event_kind",
};

/** The word for a code; a code that the page does not know is shown as it is. */
export function word(vocabulary: string | null, code: string): string {
	return (vocabulary && currentTerms()[vocabulary]?.[code]) || code.replaceAll("_", " ");
}

/** The vocabulary that a property of a record takes its codes from; null if it is free. */
export function vocabularyOf(collection: CollectionID, property: string): string | null {
	if (property === "kind") return KINDS[collection];
	if (property === "status") return collection === "villages" ? "village_status" : null;
	if (property === "when_role") return "date_role";
	return ["stage", "verification", "protection", "location_form"].find((v) => v === property) ?? null;
}

/** How large the cell is that a position is shown as, given in degrees. */
export function cellSize(degrees: string): { degrees: string; km: string } {
	const n = Number(degrees);
	return { degrees: number(n), km: number(Math.round((n * METRES_PER_DEGREE) / 100) / 10) };
}

/** The codes of a vocabulary, in its order. */
export function codes(vocabulary: string): string[] {
	return Object.keys(currentTerms()[vocabulary] ?? {});
}
