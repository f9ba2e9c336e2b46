// How a record's place is shown, and why it is shown no more exactly.
import { h } from "./dom.ts";
import { type Entry, nameOf, parseRef } from "./feature.ts";
import { type Key, nameLanguages, number, t } from "./i18n.ts";
import { said } from "./said.ts";
import { LEAST_RADIUS_M } from "./somewhere.ts";
import { cellSize } from "./vocab.ts";

export function renderPlace(entry: Entry, at: Entry | undefined, open: (ref: string) => void): HTMLElement {
	const p = entry.feature.properties;
	const basis = p.geometry_basis && h("p", {}, t("place.basis", { basis: said(p.geometry_basis) }));
	const uncertain =
		p.uncertainty_m &&
		entry.feature.geometry?.type === "Point" &&
		h("p", {}, t("place.uncertain", { km: km(p.uncertainty_m) }));
	const gazetteer = p.gazetteer_id && h("p", {}, t("place.gazetteer", { id: p.gazetteer_id }));
	return h(
		"section",
		{ class: "place" },
		h("h3", {}, t("place")),
		named(entry, at, open),
		h("p", {}, words(entry)),
		uncertain,
		basis,
		gazetteer,
	);
}

/** The explanation for a record's location. */
export function words(entry: Entry): string {
	const p = entry.feature.properties;
	if (p.location_form === "cell" && p.public_precision) return t("place.cell", cellSize(p.public_precision));
	if (p.public_precision === "withheld") return t(p.place ? "place.withheldAt" : "place.withheld");
	if (p.location_form === "place_reference") return t("place.reference", { km: km(LEAST_RADIUS_M) });
	if (!entry.feature.geometry) return t("place.none");
	const forms: Record<string, Key> = { villages: "place.village", zones: "place.zone", districts: "place.district" };
	return t(forms[entry.collection] ?? (p.generalised ? "place.generalised" : "place.exact"));
}

function named(entry: Entry, at: Entry | undefined, open: (ref: string) => void): HTMLElement | null {
	const { place, place_name } = entry.feature.properties;
	const name = at ? nameOf(at.feature.properties, nameLanguages()).text : place_name;
	if (!name) return null;
	if (!parseRef(place)) return h("p", {}, name);
	return h("p", {}, h("button", { type: "button", class: "link", click: () => open(place ?? "") }, name));
}

function km(metres: number): string {
	return number(Math.round(metres / 100) / 10);
}
