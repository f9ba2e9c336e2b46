// The layers' switches with their counts, and the explanation of the symbols.
import { fill, h, svg } from "./dom.ts";
import { COLLECTIONS, type CollectionID } from "./feature.ts";
import { type Key, number, t } from "./i18n.ts";
import { patch, state } from "./state.ts";
import type { Store } from "./store.ts";
import { pathOf, type Shape } from "./symbols.ts";

/** What the legend explains, in order: a word, and the sample drawn beside it. */
const EXPLAINED: { key: Key; sample: () => SVGElement }[] = [
	{ key: "legend.site", sample: () => point("sites", "stele", 9) },
	{ key: "legend.cell", sample: () => area("sites cell", "hatch-cell") },
	{ key: "legend.somewhere", sample: () => area("somewhere sites", "hatch-somewhere-sites", true) },
	{ key: "legend.town", sample: () => point("villages", "square", 5) },
	{ key: "legend.village", sample: () => point("villages", "disc", 4) },
	{ key: "legend.settlement", sample: () => point("villages", "ring", 4.5) },
	{ key: "legend.locality", sample: () => point("villages", "dot", 2.5) },
	{ key: "legend.zone", sample: () => area("zones", "hatch-zone-0") },
	{ key: "legend.contested", sample: () => area("zones contested", "hatch-contested") },
	{ key: "legend.district", sample: () => area("districts", null) },
	{ key: "legend.event", sample: () => point("events", "triangle", 8) },
	{ key: "legend.eventSomewhere", sample: () => area("somewhere events", "hatch-somewhere-events", true) },
];

const SAMPLES: Record<CollectionID, () => SVGElement> = {
	sites: () => point("sites", "stele", 9),
	villages: () => point("villages", "disc", 4.5),
	zones: () => area("zones", "hatch-zone-0"),
	districts: () => area("districts", null),
	events: () => point("events", "triangle", 8),
};

/** The sample of a layer's symbol, as it is drawn on the map. */
export function sampleOf(c: CollectionID): SVGElement {
	return SAMPLES[c]();
}

/** Draws the switches; shown holds how many of each layer pass the filters. */
export function renderLayers(list: HTMLElement, store: Store, shown: ReadonlyMap<CollectionID, number>): void {
	const focused = document.activeElement?.id;
	fill(list, ...COLLECTIONS.map((c) => row(c, store, shown.get(c) ?? 0)));
	if (focused?.startsWith("layer-")) document.getElementById(focused)?.focus();
}

export function renderLegend(list: HTMLElement): void {
	fill(list, ...EXPLAINED.flatMap(({ key, sample }) => [h("dt", {}, sample()), h("dd", {}, t(key))]));
}

function row(c: CollectionID, store: Store, shown: number): HTMLElement {
	const layer = store.layer(c);
	const toggle = () => {
		const layers = new Set(state().layers);
		if (!layers.delete(c)) layers.add(c);
		patch({ layers });
	};
	const box = h("input", { type: "checkbox", id: `layer-${c}`, checked: state().layers.has(c), change: toggle });
	return h(
		"li",
		{},
		h("label", {}, box, SAMPLES[c](), h("span", { class: "layer-name" }, t(`layer.${c}`)), count(layer, shown)),
	);
}

function count(layer: ReturnType<Store["layer"]>, shown: number): HTMLElement {
	if (layer.state === "loading" && layer.matched === 0) return h("span", { class: "layer-count" }, "…");
	if (layer.state === "failed") return h("span", { class: "layer-count" }, "–");
	const total = number(layer.matched);
	const text = shown === layer.matched ? total : t("count.of", { n: number(shown), total });
	return h("span", { class: "layer-count" }, text);
}

function point(collection: CollectionID, shape: Shape, r: number): SVGElement {
	return picture(svg("path", { class: `shape ${collection}`, d: pathOf(shape, 14, 11, r) }));
}

function area(classes: string, hatch: string | null, round = false): SVGElement {
	const look = { class: `shape ${classes}`, fill: hatch ? `url(#${hatch})` : "none" };
	if (round) return picture(svg("circle", { ...look, cx: 14, cy: 11, r: 9.5 }));
	return picture(svg("rect", { ...look, x: 2, y: 2.5, width: 24, height: 17 }));
}

function picture(shape: SVGElement): SVGElement {
	return svg("svg", { class: "sample", viewBox: "0 0 28 22", width: 28, height: 22, "aria-hidden": "true" }, shape);
}
