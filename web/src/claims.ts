// Claims side by side: for each property every value that somebody states,
// with who says it, when, in which source, and what it disputes.
import type { Claim, ClaimSet } from "./claimset.ts";
import { h } from "./dom.ts";
import { readable } from "./edtf.ts";
import { type CollectionID, type Entry, parseRef } from "./feature.ts";
import { number, t } from "./i18n.ts";
import { disputes, provenance } from "./provenance.ts";
import { ownWord, propertyWord, said } from "./said.ts";
import { vocabularyOf, word } from "./vocab.ts";

/** Properties whose value is a date. */
const DATES = ["when", "valid_from", "valid_until"];

export function renderClaims(set: ClaimSet, entry: Entry | null, open: (ref: string) => void): HTMLElement | null {
	if (set.properties.length === 0 || !entry) return null;
	const groups = set.properties.map(({ property, contested, claims }) =>
		h(
			"section",
			{ class: contested ? "claims contested" : "claims" },
			h("h4", {}, propertyWord(property), contested && h("span", { class: "tag contested" }, t("contested"))),
			h(
				"ul",
				{ class: "cards" },
				claims.map((c) => card(c, set, entry.collection, open)),
			),
		),
	);
	return h("section", {}, h("h3", {}, t("claims")), h("p", { class: "hint" }, t("claims.note")), groups);
}

function card(claim: Claim, set: ClaimSet, c: CollectionID, open: (ref: string) => void): HTMLElement {
	return h(
		"li",
		{ class: `card rank-${claim.rank}` },
		h("p", { class: "value", dir: "auto" }, shown(claim, c, open)),
		claim.when && h("p", {}, claim.when_role && `${word("date_role", claim.when_role)}: `, readable(claim.when, t)),
		...provenance(claim, set),
		disputed(claim, set, c),
	);
}

function disputed(claim: Claim, set: ClaimSet, c: CollectionID): HTMLElement | null {
	const all = set.properties.flatMap((p) => p.claims);
	return disputes(claim, (id) => {
		const rival = all.find((other) => other.id === id);
		return rival && inWords(rival, c);
	});
}

function shown(claim: Claim, c: CollectionID, open: (ref: string) => void): string | HTMLElement {
	const { value } = claim;
	if (typeof value !== "string" || !parseRef(value)) return inWords(claim, c);
	return h("button", { type: "button", class: "link", click: () => open(value) }, t("claims.openPlace"));
}

function inWords(claim: Claim, c: CollectionID): string {
	const vocabulary = vocabularyOf(c, claim.property);
	return typeof claim.value === "string" && vocabulary ? word(vocabulary, claim.value) : plainValue(claim);
}

function plainValue({ value, property }: Claim): string {
	if (typeof value === "boolean") return t(value ? "yes" : "no");
	if (typeof value === "number") return number(value);
	if (DATES.includes(property) && typeof value === "string") return readable(value, t);
	if (property === "geometry") return geometryWords(value);
	if (typeof value !== "string") return JSON.stringify(value);
	// What a source calls it stands in the source's own word too.
	return property === "characterisation" ? ownWord(value) : said(value);
}

/** A point by its coordinates, so that rival points can be told apart; other shapes by name only. */
function geometryWords(value: unknown): string {
	const { type, coordinates } = value as { type?: string; coordinates?: unknown };
	if (type !== "Point" || !Array.isArray(coordinates)) return t("claims.geometry");
	const [lon, lat] = coordinates;
	return t("claims.point", { lat: String(lat), lon: String(lon) });
}
