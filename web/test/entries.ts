// Makes entries for the tests: every property null but those given; and the query
// that lets all of them through.
import { type CollectionID, type Entry, entryOf, type Properties } from "../src/feature.ts";
import { DEFAULTS } from "../src/permalink.ts";
import { NOWHERE, type Query } from "../src/query.ts";

export const ALL: Query = { ...DEFAULTS, places: NOWHERE };

const NOTHING: Properties = {
	name: null,
	name_en: null,
	name_az: null,
	name_hy: null,
	name_ru: null,
	when: null,
	when_role: null,
	earliest: null,
	latest: null,
	place: null,
	place_name: null,
	location_form: null,
	precision_rule: null,
	description: null,
	editor_note: null,
	generalised: null,
	public_precision: null,
	uncertainty_m: null,
	according_to: null,
	source: null,
	contested: null,
	claim_count: null,
	figure_count: null,
	one_sided: null,
	updated: null,
};

export function entry(
	collection: CollectionID,
	id: string,
	properties: Partial<Properties> = {},
	geometry: Entry["feature"]["geometry"] = null,
): Entry {
	return entryOf(collection, { type: "Feature", id, geometry, properties: { ...NOTHING, ...properties } });
}

/** Properties of a record dated from one day to another. */
export function dated(when: string, earliest: string | null, latest: string | null): Partial<Properties> {
	return { when, earliest, latest };
}
