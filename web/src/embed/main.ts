// The map for a frame in another page: the records of a link of the map, with
// or without their list beside it, and a way to the whole page.
import "../trusted.ts";
import { landing } from "../api.ts";
import { askOf } from "../ask.ts";
import { Counted } from "../counted.ts";
import { byID, fill, h } from "../dom.ts";
import { COLLECTIONS, type CollectionID, type Entry, nameOf } from "../feature.ts";
import { boxOfRecords } from "../home.ts";
import { nameLanguages, preferredLanguage, t, tn, useLanguage } from "../i18n.ts";
import { markRows, renderList, says, subtitle } from "../list.ts";
import { listing } from "../listing.ts";
import { MapView } from "../map.ts";
import { Banner } from "../notice.ts";
import { format } from "../permalink.ts";
import { askedBy } from "../placed.ts";
import { hear, said } from "../said.ts";
import { isEmpty, passing, perspectives, sourcesOf, whole } from "../shown.ts";
import { followAddress, patch, state, subscribe } from "../state.ts";
import { Store } from "../store.ts";
import { words } from "../take/words.ts";
import { sideOf } from "./side.ts";

const isListed = sideOf(location.hash) === "list";
followAddress();
const hasView = state().view !== null;
const store = new Store(render);
const counted = new Counted(render);
const banner = new Banner(byID("alert"), (failed) => void load(failed));
const map = new MapView(byID("map"), state().view, {
	moved: (view) => {
		patch({ view });
		void load(large());
	},
	at: () => undefined,
	picked: (loaded, refs) => void pick(loaded, refs),
	pointed: (refs) => markRows(byID("results"), refs),
	wanted: () => undefined,
	covered: () => ({ left: 0, right: 0, bottom: 0 }),
	tiles: (pending, failed) => banner.tiles(pending, failed),
});
subscribe(render);
byID("zoom-in").addEventListener("click", () => map.zoomBy(1));
byID("zoom-out").addEventListener("click", () => map.zoomBy(-1));
byID("list").hidden = !isListed;
await useLanguage(state().lang ?? preferredLanguage(navigator.languages)).catch(() => useLanguage("en"));
const say = await words();
for (const [id, key] of [
	["zoom-in", "zoom.in"],
	["zoom-out", "zoom.out"],
	["map", "map"],
] as const)
	byID(id).setAttribute("aria-label", t(key));
void start();

async function start(): Promise<void> {
	landing().then(
		async (about) => {
			if (about.base_map) map.useBaseMap(about.base_map.url);
			document.title = about.title;
			if (await hear(about)) render();
			byID("credit").textContent = [said(about.attribution), about.base_map?.attribution].filter(Boolean).join(" · ");
		},
		() => undefined,
	);
	await load(COLLECTIONS);
	// Which places the area meets is known now.
	if (state().area) await load(large());
	const all = hasView ? null : boxOfRecords(passing(store, askedBy(state(), store)), (e) => store.placeOf(e));
	if (all) map.fit(all);
}

async function load(layers: readonly CollectionID[]): Promise<void> {
	const q = askedBy(state(), store);
	await Promise.all(layers.map((c) => store.load(c, map.box(), askOf(c, q))));
}

function large(): CollectionID[] {
	return COLLECTIONS.filter((c) => store.layer(c).isLarge);
}

function render(): void {
	const q = askedBy(state(), store);
	const passed = passing(store, q);
	const scope = { period: q.period, perspectives: perspectives(store, counted) };
	map.show(whole(store, passed), (e) => store.placeOf(e), sourcesOf(store, q), scope);
	const shown = listing(passed, "view", map.box(), (e) => store.placeOf(e));
	if (isListed)
		renderList(byID("results"), shown, {
			open: read,
			placeOf: (e) => store.placeOf(e),
			pointed: (e) => map.point(e, e ? store.placeOf(e) : undefined),
		});
	byID("count").textContent = tn("count.listed", shown.mapped.length + shown.placeless.length);
	banner.render(
		store,
		isEmpty(store, q, passed, () => null),
	);
	linkOut(null);
}

async function pick(loaded: Entry[], refs: readonly string[]): Promise<void> {
	const first = refs[0] ? await store.fetch(refs[0]).catch(() => undefined) : loaded[0];
	if (first) read(first);
}

/** A record in short; the whole of it is on the page that the frame is of. */
function read(entry: Entry): void {
	const { text, lang } = nameOf(entry.feature.properties, nameLanguages());
	fill(
		byID("record"),
		h("h2", { lang }, text || t("unnamed")),
		h("p", {}, subtitle(entry, store.placeOf(entry))),
		says(entry) && h("p", { class: "row-who" }, says(entry)),
	);
	byID("record").hidden = false;
	linkOut(entry);
}

function linkOut(entry: Entry | null): void {
	const out = byID<HTMLAnchorElement>("out");
	if (entry || !out.dataset.ref) out.dataset.ref = entry?.ref ?? "";
	const selected = (out.dataset.ref || null) as Entry["ref"] | null;
	out.href = `./#${format({ ...state(), selected })}`;
	out.textContent = say?.("embed.out") ?? "";
}
