// The map for a frame in another page: the records of a link of the map, with
// or without their list beside it, and a way to the whole page.
import "../trusted.ts";
import { landing } from "../api.ts";
import { askOf } from "../ask.ts";
import { recordsAt } from "../choices.ts";
import { Counted } from "../counted.ts";
import { byID } from "../dom.ts";
import { COLLECTIONS, type CollectionID, type Entry, type Ref } from "../feature.ts";
import { boxOfRecords } from "../home.ts";
import { preferredLanguage, t, tn, useLanguage } from "../i18n.ts";
import { focusRow, markRows, renderList } from "../list.ts";
import { listing } from "../listing.ts";
import { MapView } from "../map.ts";
import { Banner, failureWords } from "../notice.ts";
import { format } from "../permalink.ts";
import { askedBy } from "../placed.ts";
import { hear, said } from "../said.ts";
import { isEmpty, passing, perspectives, sourcesOf, whole } from "../shown.ts";
import { followAddress, keepBeside, patch, state, subscribe } from "../state.ts";
import { Store } from "../store.ts";
import { type Say, words } from "../take/words.ts";
import { RecordBox } from "./record.ts";
import { sideOf } from "./side.ts";

const isListed = sideOf(location.hash) === "list";
followAddress();
// A frame that is loaded again has its list still.
if (isListed) keepBeside("&side=list");
const hasView = state().view !== null;
const store = new Store(render);
const counted = new Counted(render);
/** The words have to be loaded first, and the box that needs them. */
let say: Say | null = null;
let record: RecordBox | null = null;
let opened: Entry | null = null;
let contact = "";
/** Counts what was asked for: only the last of it is shown. */
let picks = 0;
const banner = new Banner(byID("alert"), (failed) => {
	void load(failed);
	map.retry();
});
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
	tiles: (pending, failed) => {
		banner.tiles(pending, failed);
		banner.render(store);
	},
});
subscribe(render);
byID("zoom-in").addEventListener("click", () => map.zoomBy(1));
byID("zoom-out").addEventListener("click", () => map.zoomBy(-1));
byID("list").hidden = !isListed;
await useLanguage(state().lang ?? preferredLanguage(navigator.languages)).catch(() => useLanguage("en"));
say = await words();
record = new RecordBox(byID("record"), say, {
	open: read,
	close,
	placeOf: (e) => store.placeOf(e),
	contact: () => contact,
});
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
			contact = about.contact ?? "";
			if (about.base_map) map.useBaseMap(about.base_map.url);
			document.title = about.title;
			if (await hear(about)) render();
			record?.draw();
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
	linkOut();
}

/** Opens what lies under a point of the map, or gives the choice if it is more than one. */
async function pick(loaded: readonly Entry[], refs: readonly Ref[]): Promise<void> {
	const mine = ++picks;
	const entries = await recordsAt(store, loaded, refs).catch((error) => banner.notFound(failureWords(error)));
	const [only, ...others] = entries ?? [];
	if (!entries || !only || mine !== picks) return;
	banner.notFound(null);
	if (others.length === 0) return read(only);
	record?.choose(entries);
	note(null);
}

function read(entry: Entry): void {
	record?.show(entry);
	note(entry);
}

/** Takes the record away; the focus goes back to its row. */
function close(): void {
	record?.hide();
	if (isListed && opened) focusRow(byID("results"), opened.ref);
	else byID("map").focus();
	note(null);
}

/** Outlines the open record on the map, and has the link lead to it. */
function note(entry: Entry | null): void {
	picks++;
	opened = entry;
	map.choose(entry, entry ? store.placeOf(entry) : undefined);
	linkOut();
}

/** The whole page shows what the frame does, with the record that is open in it. */
function linkOut(): void {
	const out = byID<HTMLAnchorElement>("out");
	out.href = `./#${format({ ...state(), selected: opened?.ref ?? null })}`;
	out.textContent = say?.("embed.out") ?? "";
}
