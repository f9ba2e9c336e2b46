// Downloads of exactly what is listed. Where the server can be asked the very
// same question, the link is the server's export; else the page writes the
// file from the records that it has loaded.
import { fill, h } from "./dom.ts";
import { COLLECTIONS, type CollectionID, type Entry } from "./feature.ts";
import { number, t } from "./i18n.ts";
import { daysOf } from "./period.ts";
import type { Query } from "./query.ts";

/** What a downloaded collection says about itself. */
export interface About {
	attribution: string;
	page: string;
}

/**
 * The server's export that holds exactly what the query lets through, or null
 * if the server cannot be asked that: it takes a period (with which it always
 * sends what is undated) but no search text and not the list's view.
 */
export function exportPath(c: CollectionID, q: Query, scope: "view" | "all"): string | null {
	if (scope === "view" || q.text.trim() !== "") return null;
	if (q.period === null) return `collections/${c}/export.geojson`;
	return q.undated ? `collections/${c}/export.geojson?datetime=${daysOf(q.period).join("/")}` : null;
}

/** The GeoJSON text of these records of one layer. */
export function geojson(c: CollectionID, entries: readonly Entry[], about: About): string {
	const features = entries.map((e) => ({
		type: "Feature",
		id: e.feature.id,
		geometry: e.feature.geometry,
		properties: e.feature.properties,
	}));
	return JSON.stringify({
		type: "FeatureCollection",
		name: c,
		attribution: about.attribution,
		page: about.page,
		numberReturned: features.length,
		features,
	});
}

/** Draws one link for each layer that has records in the list. */
export function renderDownloads(
	list: HTMLElement,
	listed: readonly Entry[],
	q: Query,
	scope: "view" | "all",
	about: () => About,
): void {
	const groups = COLLECTIONS.map((c) => [c, listed.filter((e) => e.collection === c)] as const);
	fill(
		list,
		groups
			.filter(([, entries]) => entries.length > 0)
			.map(([c, entries]) => h("li", {}, link(c, entries, q, scope, about))),
	);
}

function link(
	c: CollectionID,
	entries: readonly Entry[],
	q: Query,
	scope: "view" | "all",
	about: () => About,
): HTMLElement {
	const name = `stele-${c}.geojson`;
	const text = [
		t(`layer.${c}`),
		h("span", { class: "group-count" }, t("download.count", { n: number(entries.length) })),
	];
	const path = exportPath(c, q, scope);
	if (path) return h("a", { href: path, download: name, "data-layer": c }, ...text);
	return h(
		"button",
		{ type: "button", class: "plain", "data-layer": c, click: () => save(name, geojson(c, entries, about())) },
		...text,
	);
}

function save(name: string, text: string): void {
	const url = URL.createObjectURL(new Blob([text], { type: "application/geo+json" }));
	h("a", { href: url, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
