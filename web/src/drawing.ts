// Draws the page from its state and from what is loaded: the map, the list, the
// counts and the notices, all of the same records.
import type { Boundary } from "./boundary.ts";
import { renderChips } from "./chips.ts";
import type { Comparison } from "./comparison.ts";
import type { Counted } from "./counted.ts";
import { byID, whenIdle } from "./dom.ts";
import { addCounts, type Counts, countsOf } from "./facets.ts";
import { chosenWords } from "./facetwords.ts";
import type { Entry, Ref } from "./feature.ts";
import { tn } from "./i18n.ts";
import { renderLayers, renderLegend } from "./legend.ts";
import { bringIntoView, isInView, renderList } from "./list.ts";
import { listing } from "./listing.ts";
import type { MapView } from "./map.ts";
import { type Banner, renderNotice } from "./notice.ts";
import type { Panels } from "./panels.ts";
import type { Asked } from "./permalink.ts";
import { askedBy } from "./placed.ts";
import { matches } from "./query.ts";
import type { Seeking } from "./searchbox.ts";
import { countByLayer, isEmpty, largeLayers, passing, perspectives, sourcesOf, whole } from "./shown.ts";
import { state } from "./state.ts";
import type { Store } from "./store.ts";
import { afterTiles } from "./tiles/tile.ts";
import type { TimeFilter } from "./time.ts";
import { barsOf, domainOf } from "./years.ts";

/** What is drawn, and what it is drawn on. */
export interface Parts {
	store: Store;
	counted: Counted;
	map: MapView;
	comparison: Comparison;
	time: TimeFilter;
	panels: Panels;
	banner: Banner;
	boundary: Boundary;
	/** The reader opens a record of the list. */
	open(entry: Entry): void;
}

export class Drawing {
	#isScheduled = false;
	#seeking: Seeking = null;
	/** What the map was last drawn of. */
	#shownKey = "";
	/** Whose zones the legend last explained; null before it was drawn. */
	#explained: string | null = null;
	/** The open record whose row has been brought into view. */
	#rowShown: Ref | null = null;
	readonly #placeOf = (e: Entry) => this.on.store.placeOf(e);

	constructor(private readonly on: Parts) {}

	/** One drawing for however many changes there were since the last. */
	later(): void {
		if (this.#isScheduled) return;
		this.#isScheduled = true;
		byID("results").dataset.busy = "true";
		requestAnimationFrame(() => {
			this.#isScheduled = false;
			this.#draw();
		});
	}

	/** The same, with the map's shapes even if they are as before. */
	again(): void {
		this.#shownKey = "";
		this.later();
	}

	/** Takes note that the search has names of its own to offer, beside those that are listed. */
	seek(now: Seeking): void {
		if (now === this.#seeking) return;
		this.#seeking = now;
		this.later();
	}

	/** Draws the map at once, so that its tiles are on their way while all else is drawn. */
	map(): void {
		const { store, counted, boundary } = this.on;
		const q = askedBy(state(), store);
		boundary.run("map", () => this.#drawMap(q, passing(store, q), perspectives(store, counted)));
	}

	/** Draws the explanation of the symbols: many small pictures, which come after the map's while they are folded away. */
	legend(): void {
		const sides = perspectives(this.on.store, this.on.counted);
		this.#explained = sides.join();
		const draw = () => this.on.boundary.run("page", () => renderLegend(byID("legend"), sides));
		if (byID("legend").closest("details")?.open) draw();
		else void afterTiles().then(() => whenIdle(draw));
	}

	#draw(): void {
		const { store, map, panels, banner, boundary } = this.on;
		const q = askedBy(state(), store);
		const passed = passing(store, q);
		const sides = perspectives(store, this.on.counted);
		const shown = listing(passed, q.scope, map.box(), this.#placeOf);
		const listed = [...shown.mapped, ...shown.placeless];
		boundary.run("map", () => this.#drawMap(q, passed, sides));
		const wasRowSeen = q.selected !== null && isInView(byID("results"), q.selected);
		renderList(byID("results"), shown, {
			open: this.on.open,
			placeOf: this.#placeOf,
			pointed: (e) => map.point(e, e ? this.#placeOf(e) : undefined),
		});
		boundary.run("page", () => renderLayers(byID("layers"), store, countByLayer(store, this.on.counted, q, passed)));
		// Not before it was first asked for: there is more to wait for then.
		if (this.#explained !== null && this.#explained !== sides.join()) this.legend();
		panels.showFilters(() => this.#counts(q));
		byID("filters-summary").textContent = chosenWords(q.chosen);
		renderChips(byID("chips"));
		renderNotice(byID("notice"), store, this.on.counted, q, shown, this.#seeking);
		panels.showListed({ query: q, scope: q.scope, view: map.box(), entries: listed, layer: (c) => store.layer(c) });
		byID("count").textContent = tn("count.listed", listed.length);
		boundary.run("page", () => this.#drawTime(q));
		banner.render(store, this.#seeking === null && isEmpty(store, q, passed, (c) => this.on.counted.matched(c, q)));
		this.#showRow(q.selected, wasRowSeen);
		// For tests alone: said to readers, some of their programs would take the list away meanwhile.
		byID("results").dataset.busy = String(!store.isSettled());
	}

	/** Shapes are drawn again only when other records are shown, not on every move. */
	#drawMap(q: Asked, passed: readonly Entry[], sides: readonly string[]): void {
		const { store, map, comparison, panels } = this.on;
		const selected = store.byRef(q.selected) ?? null;
		const entries = whole(store, passed);
		const sources = sourcesOf(store, q);
		const key = [
			document.documentElement.lang,
			...sides,
			q.period,
			q.compare,
			...sources.map((s) => `${s.collection}?${s.query}`),
			...entries.map((e) => `${e.ref}${this.#placeOf(e) ? "+" : ""}`),
		].join();
		if (key !== this.#shownKey) {
			map.show(entries, this.#placeOf, sources, { period: q.period, perspectives: sides });
			comparison.show(q, sides);
		}
		this.#shownKey = key;
		map.bound(q.area);
		panels.showArea();
		map.choose(selected, selected ? this.#placeOf(selected) : undefined);
	}

	/** What each filter by property would leave. */
	#counts(q: Asked): Counts {
		const { store, counted } = this.on;
		const own = countsOf(whole(store, store.all()), q.chosen, (e) => matches(e, { ...q, chosen: {} }));
		return addCounts([own, ...largeLayers(store, q).map((c) => counted.facets(c, q))]);
	}

	/** The years have all that passes but the period; the sliders keep their ends, whatever else is chosen. */
	#drawTime(q: Asked): void {
		const { store, counted, time } = this.on;
		const large = largeLayers(store, q);
		const shown = whole(store, store.all()).filter((e) => q.layers.has(e.collection));
		const timed = shown.filter((e) => matches(e, { ...q, period: null }));
		const undated = timed.filter((e) => e.feature.properties.when === null).length;
		const years = large.flatMap((c) => counted.years(c, q));
		const domain = domainOf(
			shown,
			large.flatMap((c) => counted.years(c)),
			q.period,
		);
		time.render(
			domain,
			barsOf(timed, years, domain),
			large.reduce((sum, c) => sum + counted.undated(c, q), undated),
		);
	}

	/** Brings the open record's row into view once, as soon as it is listed; a list that grows or shrinks does not take it away. */
	#showRow(ref: Ref | null, wasSeen: boolean): void {
		if (ref === this.#rowShown && !wasSeen) return;
		if (ref === null || bringIntoView(byID("results"), ref)) this.#rowShown = ref;
	}
}
