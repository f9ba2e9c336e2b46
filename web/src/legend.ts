// The layers' switches with their counts, and the explanation of the symbols.
import { fill, h } from "./dom.ts";
import { COLLECTIONS, type CollectionID } from "./feature.ts";
import { type Key, number, t } from "./i18n.ts";
import { lookOf, POSSIBLE_ALPHA, type Scope, somewhereLook, type Told } from "./paint/look.ts";
import { sample } from "./paint/sample.ts";
import { theme } from "./paint/theme.ts";
import { said } from "./said.ts";
import { patch, state } from "./state.ts";
import type { Layer, Store } from "./store.ts";

const NOWHEN: Scope = { period: null, perspectives: ["a", "b"] };
const point = (c: CollectionID, p: Told = {}) => sample(lookOf(c, p, true, NOWHEN), "point");
const area = (c: CollectionID, p: Told = {}) => sample(lookOf(c, p, false, NOWHEN), "area");
const somewhere = (of: CollectionID, p: Told = {}) => sample(somewhereLook(of, false, [p], NOWHEN), "circle");

/** What the legend explains: words, and the sample drawn beside them. */
interface Explained {
	key: Key;
	/** Whose claim it is. */
	who?: string;
	sample: () => HTMLElement;
}

/** The hatch of each perspective, with whose it is. */
function zones(perspectives: readonly string[]): Explained[] {
	const scope = { period: null, perspectives };
	return perspectives.map((who) => ({
		key: "legend.zone",
		who,
		sample: () => sample(lookOf("zones", { perspective: who }, false, scope), "area"),
	}));
}

/** What is explained before the zones, in order, and what after them. */
const BEFORE: readonly Explained[] = [
	{ key: "legend.site", sample: () => point("sites") },
	{ key: "legend.cell", sample: () => area("sites", { location_form: "cell" }) },
	{ key: "legend.somewhere", sample: () => somewhere("sites") },
	{ key: "legend.town", sample: () => point("villages", { kind: "town" }) },
	{ key: "legend.village", sample: () => point("villages") },
	{ key: "legend.settlement", sample: () => point("villages", { kind: "settlement" }) },
	{ key: "legend.locality", sample: () => point("villages", { kind: "locality" }) },
];
const AFTER: readonly Explained[] = [
	{ key: "legend.contested", sample: () => area("zones", { contested: true }) },
	{ key: "legend.district", sample: () => area("districts") },
	{ key: "legend.event", sample: () => point("events") },
	{ key: "legend.eventCell", sample: () => area("events", { location_form: "cell" }) },
	{ key: "legend.eventSomewhere", sample: () => somewhere("events") },
	{ key: "legend.eventDistrict", sample: () => sample(somewhereLook("events", true, [{}], NOWHEN), "area") },
	{ key: "legend.contestedPoint", sample: () => point("sites", { contested: true }) },
	{ key: "legend.contestedCell", sample: () => area("sites", { location_form: "cell", contested: true }) },
	{ key: "legend.contestedSomewhere", sample: () => somewhere("sites", { contested: true }) },
	{ key: "legend.count", sample: () => sample(lookOf("villages", {}, true, NOWHEN), "count") },
	{
		key: "legend.possible",
		sample: () => sample({ ...lookOf("events", {}, true, NOWHEN), alpha: POSSIBLE_ALPHA }, "point"),
	},
];

const SAMPLES: Record<CollectionID, () => HTMLElement> = {
	sites: () => point("sites"),
	villages: () => point("villages"),
	zones: () => area("zones", { perspective: "a" }),
	districts: () => area("districts"),
	events: () => point("events"),
};

/** The sample of a layer's symbol, as it is drawn on the map. */
export function sampleOf(c: CollectionID): HTMLElement {
	return SAMPLES[c]();
}

/** What the switches were last drawn from. */
let drawn = "";

/** Draws the switches, if any is otherwise; shown holds how many of each layer pass the filters, as far as that is known. */
export function renderLayers(list: HTMLElement, store: Store, shown: ReadonlyMap<CollectionID, number>): void {
	const rows = COLLECTIONS.map((c) => {
		const isOn = state().layers.has(c);
		const layer = store.layer(c);
		return { c, isOn, count: countOf(layer, shown.get(c) ?? (layer.isLarge && isOn ? null : 0)) };
	});
	const now = JSON.stringify([document.documentElement.lang, theme.changes, rows]);
	if (now === drawn) return;
	drawn = now;
	const focused = document.activeElement?.id;
	fill(list, rows.map(row));
	if (focused?.startsWith("layer-")) document.getElementById(focused)?.focus();
}

/** Explains the symbols, and the hatch of each perspective that the zones have. */
export function renderLegend(list: HTMLElement, perspectives: readonly string[]): void {
	const words = ({ key, who }: Explained) => t(key, who ? { said: t("accordingTo", { who: said(who) }) } : {});
	const all = [...BEFORE, ...zones(perspectives), ...AFTER];
	fill(list, ...all.flatMap((e) => [h("dt", {}, e.sample()), h("dd", {}, words(e))]));
}

function row({ c, isOn, count }: { c: CollectionID; isOn: boolean; count: string }): HTMLElement {
	const toggle = () => {
		const layers = new Set(state().layers);
		if (!layers.delete(c)) layers.add(c);
		patch({ layers });
	};
	const box = h("input", { type: "checkbox", id: `layer-${c}`, checked: isOn, change: toggle });
	const name = h("span", { class: "layer-name" }, t(`layer.${c}`));
	return h("li", {}, h("label", {}, box, SAMPLES[c](), name, h("span", { class: "layer-count" }, count)));
}

function countOf(layer: Layer, shown: number | null): string {
	if (shown === null || (layer.state === "loading" && layer.total === 0)) return "…";
	if (layer.state === "failed") return "–";
	const total = number(layer.total);
	return shown === layer.total ? total : t("count.of", { n: number(shown), total });
}
