// The properties that records are narrowed by, and how many records each value
// would leave. A choice narrows the layers that know the property; the others
// stay, as the ground that the rest is read on. No DOM here.
import type { CollectionID, Entry } from "./feature.ts";
import { codes, vocabularyOf } from "./vocab.ts";

export const FACETS = [
	"kind",
	"stage",
	"verification",
	"perspective",
	"source",
	"location_form",
	"public_precision",
	"contested",
] as const;
export type Facet = (typeof FACETS)[number];

/** The values chosen, for each property that has any. */
export type Chosen = Readonly<Partial<Record<Facet, readonly string[]>>>;

const LAYERS: Record<Facet, readonly CollectionID[]> = {
	kind: ["sites", "villages", "zones", "events"],
	stage: ["sites"],
	verification: ["sites", "events"],
	perspective: ["zones"],
	source: ["sites", "villages", "zones", "districts", "events"],
	location_form: ["sites", "villages", "zones", "districts", "events"],
	public_precision: ["sites", "villages", "zones", "districts", "events"],
	contested: ["sites", "villages", "zones", "districts", "events"],
};

/** The layers that know a property. */
export function layersOf(facet: Facet): readonly CollectionID[] {
	return LAYERS[facet];
}

/** Layers have kinds of their own: a kind of site says nothing of villages. */
export function valuesFor(c: CollectionID, facet: Facet, chosen: Chosen): readonly string[] {
	const values = LAYERS[facet].includes(c) ? (chosen[facet] ?? []) : [];
	if (facet !== "kind") return values;
	const own = codes(vocabularyOf(c, "kind") ?? "");
	return values.filter((v) => own.includes(v));
}

export function facetValue(entry: Entry, facet: Facet): string | null {
	const value = entry.feature.properties[facet];
	return value === null || value === undefined ? null : String(value);
}

/** The record has one of the values chosen, for each property that narrows its layer. */
export function passes(entry: Entry, chosen: Chosen): boolean {
	return FACETS.every((facet) => {
		const values = valuesFor(entry.collection, facet, chosen);
		return values.length === 0 || values.includes(facetValue(entry, facet) ?? "");
	});
}

/** Without one value, or with it. */
export function toggled(chosen: Chosen, facet: Facet, value: string): Chosen {
	const before = chosen[facet] ?? [];
	const values = before.includes(value) ? before.filter((v) => v !== value) : [...before, value].sort();
	const { [facet]: _, ...others } = chosen;
	return values.length > 0 ? { ...others, [facet]: values } : others;
}

export type Counts = ReadonlyMap<Facet, ReadonlyMap<string, number>>;

/**
 * How many records there are for each value of each property: all values that
 * any entry has or that are chosen, counted where the other choices let it through.
 */
export function countsOf(entries: readonly Entry[], chosen: Chosen, passesRest: (e: Entry) => boolean): Counts {
	const counts = new Map<Facet, Map<string, number>>();
	for (const facet of FACETS) {
		const { [facet]: _, ...others } = chosen;
		const values = new Map<string, number>((chosen[facet] ?? []).map((v) => [v, 0]));
		for (const entry of entries) {
			const value = LAYERS[facet].includes(entry.collection) ? facetValue(entry, facet) : null;
			if (value === null) continue;
			const n = values.get(value) ?? 0;
			values.set(value, passesRest(entry) && passes(entry, others) ? n + 1 : n);
		}
		counts.set(facet, values);
	}
	return counts;
}

/** Adds up the counts of layers loaded whole and of layers that the server counts. */
export function addCounts(all: readonly Counts[]): Counts {
	const sum = new Map<Facet, Map<string, number>>();
	for (const counts of all) {
		for (const [facet, values] of counts) {
			const into = sum.get(facet) ?? new Map<string, number>();
			for (const [value, n] of values) into.set(value, (into.get(value) ?? 0) + n);
			sum.set(facet, into);
		}
	}
	return sum;
}
