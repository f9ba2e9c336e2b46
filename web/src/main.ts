// Puts the page together: state in, records in, and out to map, list, filters
// and details. Everything that is drawn is drawn from render().
import "./trusted.ts";
import { type Landing, landing, sources } from "./api.ts";
import type { AreaTool } from "./areatool.ts";
import { askOf } from "./ask.ts";
import { Boundary } from "./boundary.ts";
import { renderChips } from "./chips.ts";
import type { ComparePanel } from "./compare/panel.ts";
import { drawScale, listenToControls, readOut } from "./controls.ts";
import { correction } from "./correction.ts";
import { Counted } from "./counted.ts";
import { byID, fill, whenIdle } from "./dom.ts";
import { addCounts, countsOf } from "./facets.ts";
import { COLLECTIONS, type CollectionID, type Entry, parseRef, type Ref } from "./feature.ts";
import { chosenWords, nameSources, renderFilters } from "./filters.ts";
import { day, type Key, preferredLanguage, t, tn, useLanguage } from "./i18n.ts";
import { renderLayers, renderLegend } from "./legend.ts";
import { bringIntoView, focusRow, markRows, renderList } from "./list.ts";
import { listing } from "./listing.ts";
import { type MapEvents, MapView } from "./map.ts";
import { Banner, failureWords, renderNotice } from "./notice.ts";
import type { OfflineBox } from "./offline/box.ts";
import { theme } from "./paint/theme.ts";
import type { Language, State, View } from "./permalink.ts";
import { listenToPrinting } from "./printing.ts";
import { matches } from "./query.ts";
import { Reader } from "./reader.ts";
import { SearchBox } from "./searchbox.ts";
import { Sheet } from "./sheet.ts";
import { boxOfAll, boxOfLarge } from "./home.ts";
import { whereabouts } from "./somewhere.ts";
import { followAddress, patch, state, subscribe } from "./state.ts";
import { Store } from "./store.ts";
import type { StoryPanel } from "./story/panel.ts";
import type { TakePanel } from "./take/panel.ts";
import type { Source } from "./tiles/tile.ts";
import { TimeFilter } from "./time.ts";

followAddress();
const store = new Store(later);
const counted = new Counted(later);
const sheet = new Sheet(byID("page"), byID("sheet"), byID("grip"), { up: byID("sheet-up"), down: byID("sheet-down") });
const time = new TimeFilter(byID("time"), byID("time-summary"));
const boundary = new Boundary(byID("broken"));
const details = new Reader(
	byID("details"),
	{
		open: openRef,
		close,
		anyTime: () => patch({ period: null }),
		placeOf: (e) => store.placeOf(e),
	},
	boundary,
);
const banner = new Banner(byID("alert"), (failed) => {
	void load(failed);
	map.retry();
});
const map = mapOrNone(byID("map"), state().view, {
	moved: (view) => {
		patch({ view });
		readOut(view, view.zoom);
		drawScale(map.metresPerPixel());
	},
	at: readOut,
	picked,
	pointed: (refs) => markRows(byID("results"), refs),
	wanted: () => sheet.moveTo("peek"),
	covered,
	tiles: (pending, failed) => {
		banner.tiles(pending, failed);
		banner.render(store);
	},
});

/** Records of tiles among which a click gives a choice. */
const MOST_CHOICES = 20;

let areaTool: AreaTool | null = null;
let offlineBox: OfflineBox | null = null;
let take: TakePanel | null = null;
let storyPanel: StoryPanel | null = null;
let comparing: ComparePanel | null = null;
let about: Landing | null = null;
let scheduled = false;
let shownKey = "";
let opener: Ref | null = null;
// The open record whose row has been brought into view.
let rowShown: Ref | null = null;
// A record opened on the page is brought into view; a link keeps its own view.
const hadView = state().view !== null;
let revealing = !hadView;

subscribe(follow);
listen();
const speaking = chooseLanguage(state().lang ?? preferredLanguage(navigator.languages));
void start();
await speaking;

/** The map; where it cannot be made, one that shows nothing, so that all else works. */
function mapOrNone(box: HTMLElement, view: View | null, events: MapEvents): MapView {
	const map = boundary.run("map", () => new MapView(box, view, events));
	if (map) return map;
	const answers: Record<string, unknown> = {
		box: [-180, -90, 180, 90],
		view: view ?? { zoom: 2, lat: 0, lon: 0 },
		metresPerPixel: 1,
	};
	return new Proxy({}, { get: (_, name) => () => answers[String(name)] }) as MapView;
}

async function start(): Promise<void> {
	void introduce();
	const first = state().view === null ? await boxOfLarge() : null;
	if (first) map.fit(first, 10);
	await load(COLLECTIONS);
	if (state().view === null) showAll();
	followSelection();
	await idle();
	// Without a network there is none to start, or it is there already.
	await import("./offline/register.ts").then((m) => m.register()).catch(() => undefined);
}

/** Waits until nothing that the reader waits for is left to do. */
function idle(): Promise<void> {
	return new Promise((resolve) => {
		if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: 5000 });
		else setTimeout(resolve, 2000);
	});
}

async function load(layers: readonly CollectionID[]): Promise<void> {
	const box = state().scope === "view" ? map.box() : null;
	await Promise.all(layers.map((c) => store.load(c, box, askOf(c, state()))));
}

/** Fetches what the server says about itself; the map works without it. */
async function introduce(): Promise<void> {
	about = await landing().catch(() => null);
	if (!about) return;
	details.about = { contact: about.contact ?? "", title: about.title };
	whenIdle(credit);
	if (about.base_map) map.useBaseMap(about.base_map.url);
	byID("story-block").hidden = !about.links.some(({ href }) => href.endsWith("/story"));
	if (state().step !== null) byID<HTMLDetailsElement>("story-block").open = true;
}

/** Says whose the data are and of when, on the page and on paper. */
function credit(): void {
	if (!about) return;
	byID("attribution").textContent = about.attribution;
	byID("base-attribution").textContent = about.base_map?.attribution ?? "";
	byID("printed").textContent = t("printed", {
		date: day(new Date()),
		day: about.published_on,
		version: about.data_version.slice(0, 12),
	});
	fill(byID("contact"), ...correction(details.about.contact, null));
}

/** The filters in full: made when the reader first unfolds them, or comes with some. */
async function unfoldFilters(): Promise<void> {
	if (areaTool) return;
	const { AreaTool } = await import("./areatool.ts");
	areaTool ??= new AreaTool(byID("area"), map);
	areaTool.draw();
	sources().then(
		(found) => {
			nameSources(found.sources);
			later();
		},
		() => undefined, // Their ids stand for them.
	);
}

/** The saving of areas: made when the reader first unfolds it. */
async function unfoldOffline(): Promise<void> {
	const { OfflineBox } = await import("./offline/box.ts");
	offlineBox ??= new OfflineBox(byID("offline"), () => {
		const [q, box] = [state(), map.box()];
		const layers = COLLECTIONS.filter((c) => q.layers.has(c));
		const near = listing(store.all(), "view", box, (e) => store.placeOf(e));
		return {
			box,
			zoom: map.view().zoom,
			layers: layers.map((collection) => ({
				collection,
				isLarge: store.layer(collection).isLarge,
				query: askOf(collection, q),
			})),
			records: [...near.mapped, ...near.placeless]
				.filter((e) => q.layers.has(e.collection))
				.map((e) => ({ collection: e.collection, id: e.feature.id })),
		};
	});
	await offlineBox.draw();
}

/** One drawing for however many changes there were since the last. */
function later(): void {
	if (scheduled) return;
	scheduled = true;
	requestAnimationFrame(() => {
		scheduled = false;
		render();
	});
}

function render(): void {
	const q = state();
	const large = largeLayers(q);
	const all = store.all();
	// Names of a large layer are searched by the server, by rules of its own.
	const passing = all.filter((e) => matches(e, store.layer(e.collection).isLarge ? { ...q, text: "" } : q));
	const shown = listing(passing, q.scope, map.box(), (e) => store.placeOf(e));
	const listed = [...shown.mapped, ...shown.placeless];
	boundary.run("map", () => showOnMap(passing));
	renderList(byID("results"), shown, {
		open,
		placeOf: (e) => store.placeOf(e),
		pointed: (e) => map.point(e, e ? store.placeOf(e) : undefined),
	});
	boundary.run("page", () => renderLayers(byID("layers"), store, countByLayer(passing)));
	if (byID<HTMLDetailsElement>("filters-block").open) {
		const whole = all.filter((e) => !store.layer(e.collection).isLarge);
		const counts = countsOf(whole, q.chosen, (e) => matches(e, { ...q, chosen: {} }));
		renderFilters(byID("filters"), addCounts([counts, ...large.map((c) => counted.facets(c, q))]));
	}
	byID("filters-summary").textContent = chosenWords(q.chosen);
	renderChips(byID("chips"));
	renderNotice(byID("notice"), store, counted, shown);
	take?.show({ query: q, scope: q.scope, view: map.box(), entries: listed, layer: (c) => store.layer(c) });
	byID("count").textContent = tn("count.listed", listed.length);
	const timed = all.filter((e) => q.layers.has(e.collection) && !store.layer(e.collection).isLarge);
	const undated = timed.filter((e) => e.feature.properties.when === null).length;
	boundary.run("page", () =>
		time.render(
			timed,
			large.flatMap((c) => counted.years(c, q)),
			large.reduce((sum, c) => sum + counted.undated(c, q), undated),
		),
	);
	banner.render(store);
	showRow(q.selected);
}

/** The layers shown that come in tiles. */
function largeLayers(q: State): CollectionID[] {
	return COLLECTIONS.filter((c) => store.layer(c).isLarge && q.layers.has(c));
}

/** What their tiles are asked for. */
function sourcesOf(q: State): Source[] {
	return largeLayers(q).map((collection) => ({ collection, query: askOf(collection, q) }));
}

/** Brings the open record's row into view once, as soon as it is listed. */
function showRow(ref: Ref | null): void {
	if (ref === rowShown) return;
	if (ref === null || bringIntoView(byID("results"), ref)) rowShown = ref;
}

/** Shapes are drawn again only when other records are shown, not on every move. */
function showOnMap(passing: Entry[]): void {
	const q = state();
	const selected = store.byRef(q.selected) ?? null;
	const whole = passing.filter((e) => !store.layer(e.collection).isLarge);
	const sources = sourcesOf(q);
	const key = [
		document.documentElement.lang,
		q.period,
		q.compare,
		...sources.map((s) => `${s.collection}?${s.query}`),
		...whole.map((e) => `${e.ref}${store.placeOf(e) ? "+" : ""}`),
	].join();
	if (key !== shownKey) {
		map.show(whole, (e) => store.placeOf(e), sources, q.period);
		if (q.compare) showSecond({ ...q, period: q.compare });
	}
	shownKey = key;
	map.bound(q.area);
	areaTool?.update();
	map.choose(selected, selected ? store.placeOf(selected) : undefined);
}

/** The guided view; its code and its text come when the reader unfolds it. */
async function unfoldStory(): Promise<void> {
	const { StoryPanel } = await import("./story/panel.ts");
	storyPanel ??= new StoryPanel(byID("story"), (box) => map.fit(box, 12));
	await storyPanel.open(hadView).catch((error) => banner.notFound(failureWords(error)));
}

/** The second map; its code comes with the first comparison. */
async function compare(isAsked: boolean): Promise<void> {
	const { ComparePanel } = await import("./compare/panel.ts");
	comparing ??= new ComparePanel(byID("compare"), byID("stage"), second);
	const { min, max } = byID<HTMLInputElement>("time-from");
	if (isAsked) comparing.begin(Number(min), Number(max));
	byID("compare-begin").hidden = state().compare !== null;
	await comparing.update();
	if (!state().compare && document.activeElement === document.body) byID("compare-begin").focus();
	shownKey = "";
	later();
}

/** What can be taken away; its code comes when the reader unfolds it. */
async function unfoldTake(): Promise<void> {
	if (take) return;
	const { TakePanel } = await import("./take/panel.ts");
	take ??= new TakePanel(byID("take"), () => about ?? { attribution: "", licence: "" });
	later();
}

/** A map that moves with the first, and opens records as it does. */
function second(box: HTMLElement): MapView {
	const nothing = () => undefined;
	const other = new MapView(box, map.view(), {
		moved: nothing,
		at: readOut,
		picked,
		pointed: nothing,
		wanted: nothing,
		covered,
		tiles: nothing,
	});
	other.moveWith(map);
	return other;
}

/** Shows on the second map what passes the same filters in the other period. */
function showSecond(q: State): void {
	const whole = store.all().filter((e) => !store.layer(e.collection).isLarge && matches(e, q));
	comparing?.map?.show(whole, (e) => store.placeOf(e), sourcesOf(q), q.period);
}

/** How many of each layer pass the filters; of a large one the server says it, and it may not have yet. */
function countByLayer(entries: readonly Entry[]): Map<CollectionID, number> {
	const counts = new Map<CollectionID, number>();
	for (const e of entries)
		if (!store.layer(e.collection).isLarge) counts.set(e.collection, (counts.get(e.collection) ?? 0) + 1);
	for (const c of COLLECTIONS) {
		const n = store.layer(c).isLarge && state().layers.has(c) ? counted.matched(c, state()) : null;
		if (n !== null) counts.set(c, n);
	}
	return counts;
}

/** What a change of state asks for besides drawing. */
function follow(now: State, before: State): void {
	if (now.lang && now.lang !== before.lang) void chooseLanguage(now.lang);
	if (now.selected !== before.selected) followSelection();
	if (now.view && before.view && now.view !== before.view) {
		const [a, b] = [now.view, map.view()];
		if (Math.abs(a.lat - b.lat) + Math.abs(a.lon - b.lon) + Math.abs(a.zoom - b.zoom) > 0.01) map.setView(a);
	}
	const isElsewhere = now.scope !== before.scope || (now.scope === "view" && now.view !== before.view);
	const isAskedAnew = (c: CollectionID) => isElsewhere || askOf(c, now) !== askOf(c, before);
	void load(COLLECTIONS.filter((c) => store.layer(c).isLarge && isAskedAnew(c)));
	if (now.period !== before.period) details.draw();
	if (now.step !== before.step) void storyPanel?.draw();
	const isCompared = now.compare !== before.compare || (now.compare !== null && now.period !== before.period);
	if (isCompared) void compare(false);
	const search = byID<HTMLInputElement>("search");
	// Coordinates that are being typed are no search text.
	const isTyping = document.activeElement === search && now.text === before.text;
	if (!isTyping && search.value.trim() !== now.text.trim()) search.value = now.text;
	for (const radio of document.querySelectorAll<HTMLInputElement>("input[name=scope]"))
		radio.checked = radio.value === now.scope;
	later();
}

function open(entry: Entry): void {
	opener = entry.ref;
	revealing = true;
	if (state().selected === entry.ref) followSelection();
	else patch({ selected: entry.ref });
}

function openRef(ref: string): void {
	if (!parseRef(ref)) return;
	revealing = true;
	patch({ selected: ref as Ref });
}

async function picked(loaded: Entry[], refs: Ref[]): Promise<void> {
	const fetched = await Promise.all(refs.slice(0, MOST_CHOICES).map((ref) => store.fetch(ref).catch(() => undefined)));
	const entries = [...fetched.filter((e) => e !== undefined), ...loaded];
	const [only, ...others] = entries;
	if (!only) return;
	sheet.raise();
	if (others.length === 0) {
		open(only);
		return;
	}
	patch({ selected: null });
	byID("page").classList.add("reading");
	details.choose(entries);
}

/** Opens what the state says is selected, fetching it if need be. */
function followSelection(): void {
	const ref = state().selected;
	const entry = ref === null ? null : store.byRef(ref);
	byID("page").classList.toggle("reading", Boolean(entry));
	if (ref === null) {
		details.hide();
		return;
	}
	if (!entry) {
		store.fetch(ref).then(
			(found) => found && state().selected === ref && followSelection(),
			(error) => {
				// Nothing to read: the lists stay in reach, and the reason in sight.
				banner.notFound(failureWords(error));
				if (state().selected === ref) patch({ selected: null });
			},
		);
		return;
	}
	banner.notFound(null);
	details.show(entry);
	sheet.raise();
	const at = whereabouts(entry, store.placeOf(entry));
	map.resized();
	if (at && revealing) map.reveal(at);
	revealing = false;
}

function close(): void {
	const ref = state().selected ?? opener;
	byID("page").classList.remove("reading");
	details.hide();
	patch({ selected: null });
	if (ref) focusRow(byID("results"), opener ?? ref);
	opener = null;
}

/** A sheet lies over the map on a phone, the details on a screen of middle width. */
function covered(): { left: number; right: number; bottom: number } {
	const [panel, stage] = [byID("details"), byID("map").getBoundingClientRect()];
	const bottom = sheet.covered();
	if (bottom > 0 || panel.hidden) return { bottom, left: 0, right: 0 };
	const { left, right } = panel.getBoundingClientRect();
	const isMirrored = document.documentElement.dir === "rtl";
	return {
		bottom,
		left: isMirrored ? Math.max(0, right - stage.left) : 0,
		right: isMirrored ? 0 : Math.max(0, stage.right - left),
	};
}

/** Fits the map to what passes the filters. */
function showAll(): void {
	const box = boxOfAll(store, counted, state());
	if (box) map.fit(box, 10);
}

async function chooseLanguage(lang: Language): Promise<void> {
	await useLanguage(lang).catch(() => useLanguage("en"));
	byID<HTMLSelectElement>("language").value = lang;
	for (const node of document.querySelectorAll<HTMLElement>("[data-t]")) node.textContent = t(node.dataset.t as Key);
	for (const node of document.querySelectorAll<HTMLElement>("[data-t-label]"))
		node.setAttribute("aria-label", t(node.dataset.tLabel as Key));
	for (const node of document.querySelectorAll<HTMLElement>("[data-t-placeholder]"))
		node.setAttribute("placeholder", t(node.dataset.tPlaceholder as Key));
	document.title = t("title");
	boundary.run("page", () => renderLegend(byID("legend")));
	boundary.draw();
	areaTool?.draw();
	void offlineBox?.draw();
	void storyPanel?.draw();
	void comparing?.update();
	credit();
	details.draw();
	later();
}

function listen(): void {
	byID("filters-block").addEventListener("toggle", () => {
		void unfoldFilters();
		later();
	});
	byID("offline-block").addEventListener("toggle", () => void unfoldOffline());
	if (Object.keys(state().chosen).length > 0) void unfoldFilters();
	byID("download").addEventListener("toggle", () => void unfoldTake());
	byID("story-block").addEventListener("toggle", () => void unfoldStory());
	byID("compare-begin").addEventListener("click", () => void compare(true));
	if (state().compare) void compare(false);
	listenToPrinting(() => [map, comparing?.map].filter((m) => m != null));
	byID("language").addEventListener("change", (e) =>
		patch({ lang: (e.target as HTMLSelectElement).value as Language }),
	);
	new SearchBox(byID("search"), byID("search-list"), {
		open: openRef,
		goTo: ({ lat, lon }) => map.lookAt({ lat, lon, zoom: Math.max(11, map.view().zoom) }),
	});
	byID<HTMLInputElement>("search").value = state().text;
	for (const radio of document.querySelectorAll<HTMLInputElement>("input[name=scope]")) {
		radio.checked = radio.value === state().scope;
		radio.addEventListener("change", () => patch({ scope: radio.value === "all" ? "all" : "view" }));
	}
	byID("skip").addEventListener("click", (e) => {
		e.preventDefault();
		byID("results").focus();
	});
	drawScale(map.metresPerPixel());
	listenToControls(map, showAll, (words) => banner.notFound(words));
	for (const event of ["online", "offline"]) addEventListener(event, later);
	theme.onChange(() => {
		renderLegend(byID("legend"));
		later();
	});
	if (matchMedia("(max-width: 48rem)").matches) {
		for (const id of ["layers-block", "time-block"]) byID<HTMLDetailsElement>(id).open = false;
	}
}
