// Puts the page together: its parts, what each asks of the others, and what a
// change of the state asks of them.
import "./trusted.ts";
import { askOf } from "./ask.ts";
import { Boundary } from "./boundary.ts";
import { Comparison } from "./comparison.ts";
import { drawScale, listenToControls, readOut } from "./controls.ts";
import { Counted } from "./counted.ts";
import { byID } from "./dom.ts";
import { Drawing } from "./drawing.ts";
import { COLLECTIONS, type CollectionID, type Entry } from "./feature.ts";
import { followInFind, listenToFind } from "./find.ts";
import { boxOfAll, boxOfLarge } from "./home.ts";
import { preferredLanguage } from "./i18n.ts";
import { Imprint } from "./imprint.ts";
import { speak } from "./language.ts";
import { markRows } from "./list.ts";
import { MapView } from "./map.ts";
import { mapOrNone } from "./nomap.ts";
import { Banner } from "./notice.ts";
import { theme } from "./paint/theme.ts";
import { Panels } from "./panels.ts";
import type { Asked, Language, State } from "./permalink.ts";
import { askedBy } from "./placed.ts";
import { Reader } from "./reader.ts";
import { Selection } from "./selection.ts";
import { coverOf, Sheet } from "./sheet.ts";
import { followAddress, patch, state, subscribe } from "./state.ts";
import { Store } from "./store.ts";
import { TimeFilter } from "./time.ts";

/** Words and legend wait so long for the map's first tiles to be asked for. */
const PATIENCE_MS = 100;

followAddress();
const hadView = state().view !== null;
const store = new Store(later);
const placeOf = (e: Entry) => store.placeOf(e);
const counted = new Counted(later);
const sheet = new Sheet(byID("page"), byID("sheet"), byID("grip"), { up: byID("sheet-up"), down: byID("sheet-down") });
const time = new TimeFilter(byID("time"), byID("time-summary"));
/** What the lists were loaded of. */
const asked = new Map<CollectionID, string>();
const boundary = new Boundary(byID("broken"));
const imprint = new Imprint();
const details = new Reader(
	byID("details"),
	{
		open: (ref) => selection.openRef(ref),
		close: () => selection.close(),
		anyTime: () => patch({ period: null }),
		placeOf,
	},
	boundary,
);
const banner = new Banner(byID("alert"), (failed) => {
	void load(failed);
	map.retry();
});
const covered = () => coverOf(sheet, byID("details"), byID("map"));
const map = mapOrNone(boundary, byID("map"), state().view, {
	moved: (view) => {
		patch({ view });
		banner.moved();
		readOut(view, view.zoom);
		drawScale(map.metresPerPixel());
	},
	at: readOut,
	picked: (entries, refs) => void selection.pick(entries, refs),
	pointed: (refs) => markRows(byID("results"), refs),
	wanted: () => sheet.moveTo("peek"),
	covered,
	tiles: (pending, failed) => {
		banner.tiles(pending, failed);
		banner.render(store);
	},
});
const selection = new Selection({ store, map, sheet, details, banner }, !hadView);
const comparison = new Comparison(store, secondMap, () => drawing.again());
const panels = new Panels({ store, map, imprint, hadView, later });
const open = (entry: Entry) => selection.open(entry);
const drawing = new Drawing({ store, counted, map, comparison, time, panels, banner, boundary, open });

subscribe(follow);
listen();
const begun = begin();
/** When the map has asked for what it shows first, or that takes too long to wait for. */
const mapFirst = Promise.race([begun, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
void start();
await chooseLanguage(state().lang ?? preferredLanguage(navigator.languages));

/** The map comes before all else that the page draws. */
async function begin(): Promise<void> {
	await store.size();
	const first = state().view === null ? await boxOfLarge() : null;
	if (first) map.fit(first);
	drawing.map();
}

async function start(): Promise<void> {
	void mapFirst.then(introduce);
	await begun;
	await load(COLLECTIONS);
	if (state().view === null) showAll();
	selection.follow();
	await idle();
	const rest = await import("./afterwards.ts").catch(() => null);
	rest?.listenToPrinting(byID("stage"), map);
	// Without a network there is none to start, or it is there already.
	await rest?.register().catch(() => undefined);
}

/** Waits until nothing that the reader waits for is left to do. */
function idle(): Promise<void> {
	return new Promise((resolve) => {
		if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 5000 });
		else setTimeout(resolve, 2000);
	});
}

async function load(layers: readonly CollectionID[]): Promise<void> {
	const q = askedBy(state(), store);
	const box = q.scope === "view" ? map.box() : null;
	for (const c of layers) asked.set(c, listOf(c, q));
	await Promise.all(layers.map((c) => store.load(c, box, askOf(c, q))));
}

/** Loads anew what is listed of large layers where something else is to be listed now. */
function reload(): void {
	const q = askedBy(state(), store);
	void load(COLLECTIONS.filter((c) => store.layer(c).isLarge && asked.has(c) && asked.get(c) !== listOf(c, q)));
}

/** What is listed of a layer. */
function listOf(c: CollectionID, q: Asked): string {
	return JSON.stringify([askOf(c, q), q.scope === "view" && q.view]);
}

/** Takes in what the server says of itself. */
async function introduce(): Promise<void> {
	const said = await imprint.ask();
	if (!said) return;
	details.about = { contact: said.contact ?? "", title: said.title };
	if (said.base_map) map.useBaseMap(said.base_map.url);
	panels.offerStory(said.links.some(({ href }) => href.endsWith("/story")));
	await translate();
}

function later(): void {
	drawing.later();
	// Where places lie that an area meets may be known only now.
	if (state().area) reload();
}

/** What a change of state asks for besides drawing. */
function follow(now: State, before: State): void {
	if (now.lang && now.lang !== before.lang) void chooseLanguage(now.lang);
	if (now.selected !== before.selected) selection.follow();
	if (now.view && before.view && now.view !== before.view) {
		const [a, b] = [now.view, map.view()];
		if (Math.abs(a.lat - b.lat) + Math.abs(a.lon - b.lon) + Math.abs(a.zoom - b.zoom) > 0.01) map.setView(a);
	}
	reload();
	if (now.period !== before.period) details.draw();
	if (now.step !== before.step) panels.drawStory();
	comparison.follow(now, before);
	followInFind(now, before);
	later();
}

async function chooseLanguage(lang: Language): Promise<void> {
	await speak(lang);
	await mapFirst;
	redraw();
	await translate();
}

/** Shows the data's texts in the page's language, once they are there. */
async function translate(): Promise<void> {
	if (await imprint.translate()) redraw();
}

/** Draws all that has words. */
function redraw(): void {
	drawing.legend();
	boundary.draw();
	panels.draw();
	comparison.draw();
	imprint.draw();
	details.draw();
	drawing.again();
}

/** Fits the map to what passes the filters, or to all if nothing does. */
function showAll(): void {
	const box = boxOfAll(store, counted, askedBy(state(), store));
	if (box) map.fit(box);
}

/** A map that moves with the first, and opens records as it does. */
function secondMap(box: HTMLElement): MapView {
	const nothing = () => undefined;
	const picked = (entries: Entry[], refs: Entry["ref"][]) => void selection.pick(entries, refs);
	const events = { moved: nothing, at: readOut, picked, pointed: nothing, wanted: nothing, covered, tiles: nothing };
	const second = new MapView(box, map.view(), events);
	second.moveWith(map);
	return second;
}

function listen(): void {
	panels.listen();
	comparison.listen();
	byID("language").addEventListener("change", (e) =>
		patch({ lang: (e.target as HTMLSelectElement).value as Language }),
	);
	listenToFind(map, {
		open: (ref) => selection.openRef(ref, { text: "" }),
		seeking: (now) => drawing.seek(now),
	});
	drawScale(map.metresPerPixel());
	listenToControls(map, showAll, (words) => banner.notFound(words, true));
	for (const event of ["online", "offline"]) addEventListener(event, later);
	theme.onChange(() => {
		drawing.legend();
		later();
	});
	if (matchMedia("(max-width: 48rem)").matches) {
		for (const id of ["layers-block", "time-block"]) byID<HTMLDetailsElement>(id).open = false;
	}
}
