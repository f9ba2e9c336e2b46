// What is chosen among the properties, in words.
import { type Chosen, FACETS, type Facet } from "./facets.ts";
import { COLLECTIONS } from "./feature.ts";
import { number, t } from "./i18n.ts";
import { said } from "./said.ts";
import { cellSize, vocabularyOf, word } from "./vocab.ts";

/** Titles of sources, by their ids. */
const titles = new Map<string, string>();

/** Takes the titles of sources; until then their ids stand for them. */
export function nameSources(sources: readonly { id: string; title: string }[]): void {
	for (const { id, title } of sources) titles.set(id, title);
}

/** How many values are chosen, in words; nothing if none is. */
export function chosenWords(chosen: Chosen): string {
	const n = FACETS.reduce((sum, f) => sum + (chosen[f]?.length ?? 0), 0);
	return n > 0 ? t("filters.chosen", { n: number(n) }) : "";
}

/** A property and values of it, as a filter is named. */
export function facetWords(facet: Facet, values: readonly string[]): string {
	return `${t(`facet.${facet}`)}: ${values.map((v) => wordFor(facet, v)).join(", ")}`;
}

/** A value in the reader's words. */
export function wordFor(facet: Facet, value: string): string {
	if (facet === "contested") return t(value === "true" ? "facet.contested.yes" : "facet.contested.no");
	if (facet === "public_precision")
		return value === "exact" || value === "withheld" ? t(`precision.${value}`) : t("precision.cell", cellSize(value));
	if (facet === "source") return said(titles.get(value) ?? value);
	if (facet === "perspective") return said(value);
	if (facet !== "kind") return word(vocabularyOf("sites", facet), value);
	// A kind is of one layer; the layers' kinds have different codes.
	const own = COLLECTIONS.map((c) => word(vocabularyOf(c, "kind"), value)).find(
		(w) => w !== value.replaceAll("_", " "),
	);
	return own ?? word(null, value);
}
