// The state of the page as the text after # in its address, and back. What is
// not understood is left at its default: an old link still opens a map.
import { formatArea, parseArea } from "./area.ts";
import { type Chosen, FACETS, type Facet } from "./facets.ts";
import { COLLECTIONS, type CollectionID, parseRef, type Ref } from "./feature.ts";
import { type Period, readPeriod } from "./period.ts";
import type { Query } from "./query.ts";

export const LANGUAGES = ["en", "az", "hy", "ru"] as const;
/** Words made long and mirrored, to look at the layout with; no choice for readers. */
export const PSEUDO = "qps";
export type Language = (typeof LANGUAGES)[number] | typeof PSEUDO;

export interface View {
	zoom: number;
	lat: number;
	lon: number;
}

export interface State extends Omit<Query, "places"> {
	/** null until the map has chosen its first view. */
	view: View | null;
	selected: Ref | null;
	lang: Language | null;
	/** The list holds what is in view, or all. */
	scope: "view" | "all";
	/** The period that is compared with the first; null compares none. */
	compare: Period | null;
	/** The step of the guided view that the reader is at, from 1; null outside it. */
	step: number | null;
}

/** The state, and what follows from it. */
export type Asked = State & Query;

export const DEFAULTS: State = {
	layers: new Set(COLLECTIONS),
	period: null,
	undated: true,
	text: "",
	chosen: {},
	area: null,
	view: null,
	selected: null,
	lang: null,
	scope: "view",
	compare: null,
	step: null,
};

/** Writes the hash without its "#". Defaults are left out. */
export function format(s: State): string {
	const parts = ["v=1"];
	const put = (key: string, value: string) => parts.push(`${key}=${value}`);
	if (s.view) put("map", `${round(s.view.zoom, 2)}/${round(s.view.lat, 5)}/${round(s.view.lon, 5)}`);
	if (s.layers.size < COLLECTIONS.length) put("l", COLLECTIONS.filter((c) => s.layers.has(c)).join(",") || "none");
	if (s.period) put("t", s.period.join(".."));
	if (s.compare) put("c", s.compare.join(".."));
	if (!s.undated) put("undated", "0");
	if (s.text.trim()) put("q", encodeURIComponent(s.text.trim()));
	const chosen = FACETS.filter((f) => s.chosen[f]?.length).map(
		(f) => `${f}:${s.chosen[f]?.map(encodeURIComponent).join(",")}`,
	);
	if (chosen.length > 0) put("f", chosen.join(";"));
	if (s.area) put("a", formatArea(s.area));
	if (s.scope === "all") put("list", "all");
	if (s.selected) put("sel", s.selected);
	if (s.step !== null) put("s", String(s.step));
	if (s.lang) put("lang", s.lang);
	return parts.join("&");
}

/** Reads a hash, with or without its "#". */
export function parse(hash: string): State {
	const params = new Map(
		hash
			.replace(/^#/, "")
			.split("&")
			.map((part) => {
				const at = part.indexOf("=");
				return [part.slice(0, at), part.slice(at + 1)] as const;
			}),
	);
	return {
		layers: layersOf(params.get("l")),
		period: periodIn(decode(params.get("t") ?? "")),
		compare: periodIn(decode(params.get("c") ?? "")),
		undated: params.get("undated") !== "0",
		text: decode(params.get("q") ?? "").slice(0, 200),
		chosen: chosenOf(params.get("f")),
		area: parseArea(decode(params.get("a") ?? "")),
		view: viewOf(decode(params.get("map") ?? "")),
		selected: refOf(decode(params.get("sel") ?? "")),
		lang: ([...LANGUAGES, PSEUDO] as const).find((l) => l === params.get("lang")) ?? null,
		scope: params.get("list") === "all" ? "all" : "view",
		step: /^[1-9]\d?$/.test(params.get("s") ?? "") ? Number(params.get("s")) : null,
	};
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function refOf(text: string): Ref | null {
	return parseRef(text) ? (text as Ref) : null;
}

/** Reads kind:a,b;stage:c; a property that the page does not know is left out. */
function chosenOf(text: string | undefined): Chosen {
	const chosen: Partial<Record<Facet, string[]>> = {};
	for (const part of (text ?? "").split(";")) {
		const [name, list = ""] = part.split(":");
		const facet = FACETS.find((f) => f === name);
		const values = list
			.split(",")
			.filter(Boolean)
			.map(decode)
			.filter((v) => v.length <= 200);
		if (facet && values.length > 0) chosen[facet] = [...new Set(values)].slice(0, 50).sort();
	}
	return chosen;
}

function layersOf(text: string | undefined): ReadonlySet<CollectionID> {
	if (text === undefined) return DEFAULTS.layers;
	const named = decode(text).split(",");
	return new Set(COLLECTIONS.filter((c) => named.includes(c)));
}

function periodIn(text: string): Period | null {
	const [from, to, ...more] = text.split("..");
	return from && to && more.length === 0 ? readPeriod(from, to) : null;
}

function viewOf(text: string | undefined): View | null {
	const numbers = text?.split("/").map(Number) ?? [];
	const [zoom, lat, lon] = numbers;
	if (numbers.length !== 3 || !numbers.every(Number.isFinite)) return null;
	if (zoom === undefined || lat === undefined || lon === undefined) return null;
	if (zoom < 0 || zoom > 22 || Math.abs(lat) > 86 || Math.abs(lon) > 360) return null;
	return { zoom, lat, lon };
}

function round(n: number, digits: number): number {
	return Number(n.toFixed(digits));
}
