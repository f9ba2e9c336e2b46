// The panels that the reader unfolds: the code of each comes when it is first
// unfolded, or when a link asks for it.
import { sources } from "./api.ts";
import type { AreaTool } from "./areatool.ts";
import { byID } from "./dom.ts";
import type { Counts } from "./facets.ts";
import { nameSources } from "./facetwords.ts";
import type { renderFilters } from "./filters.ts";
import type { Imprint } from "./imprint.ts";
import type { MapView } from "./map.ts";
import type { OfflineBox } from "./offline/box.ts";
import { state } from "./state.ts";
import type { Store } from "./store.ts";
import type { StoryPanel } from "./story/panel.ts";
import type { TakePanel } from "./take/panel.ts";
import type { Listed } from "./take/part.ts";

/** What the panels work with. */
export interface Shelf {
	store: Store;
	map: MapView;
	imprint: Imprint;
	/** The page's link came with a view, which the guided view then keeps. */
	hadView: boolean;
	/** Has the page drawn again, a panel with it. */
	later(): void;
}

export class Panels {
	#area: AreaTool | null = null;
	#renderFilters: typeof renderFilters | null = null;
	/** The titles of sources are here, or on their way. */
	#areNamed = false;
	#offline: OfflineBox | null = null;
	#take: TakePanel | null = null;
	#story: StoryPanel | null = null;

	constructor(private readonly on: Shelf) {}

	/** Puts the panels to work. */
	listen(): void {
		const on = (id: string, unfold: () => Promise<void>) =>
			byID(id).addEventListener("toggle", () => void unfold().then(() => this.on.later()));
		on("filters-block", () => this.#unfoldFilters());
		on("offline-block", () => this.#unfoldOffline());
		on("download", () => this.#unfoldTake());
		on("story-block", () => this.#unfoldStory());
		// What is chosen is named by its titles, folded or not.
		if (Object.keys(state().chosen).length > 0) void this.#unfoldFilters();
	}

	/** Draws again, in another language. */
	draw(): void {
		void this.#area?.draw();
		void this.#offline?.draw();
		this.drawStory();
	}

	/** Draws the step of the guided view that the state names. */
	drawStory(): void {
		void this.#story?.draw();
	}

	/** Says that the server has a guided view, or none. */
	offerStory(isThere: boolean): void {
		byID("story-block").hidden = !isThere;
		if (state().step !== null) byID<HTMLDetailsElement>("story-block").open = true;
	}

	/** Draws the filters, if they are unfolded. */
	showFilters(counts: () => Counts): void {
		if (byID<HTMLDetailsElement>("filters-block").open) this.#renderFilters?.(byID("filters"), counts());
	}

	/** Shows the area that narrows the records. */
	showArea(): void {
		this.#area?.update();
	}

	/** Offers what is listed. */
	showListed(listed: Listed): void {
		this.#take?.show(listed);
	}

	async #unfoldFilters(): Promise<void> {
		this.#nameSources();
		if (this.#area) return;
		const [{ AreaTool }, { renderFilters }] = await Promise.all([import("./areatool.ts"), import("./filters.ts")]);
		this.#renderFilters = renderFilters;
		if (this.#area) return;
		this.#area = new AreaTool(byID("area"), this.on.map);
		await this.#area.draw();
		this.on.later();
	}

	#nameSources(): void {
		if (this.#areNamed) return;
		this.#areNamed = true;
		sources().then(
			(found) => {
				nameSources(found.sources);
				this.on.later();
			},
			() => {
				this.#areNamed = false; // Their ids stand for them until the next unfolding.
			},
		);
	}

	async #unfoldOffline(): Promise<void> {
		const { OfflineBox } = await import("./offline/box.ts");
		this.#offline ??= new OfflineBox(byID("offline"), this.on.store, this.on.map);
		await this.#offline.draw();
	}

	async #unfoldTake(): Promise<void> {
		const { TakePanel } = await import("./take/panel.ts");
		this.#take ??= new TakePanel(byID("take"), () => this.on.imprint.terms);
		this.#take.ask();
	}

	async #unfoldStory(): Promise<void> {
		// Folded, it neither begins nor goes on.
		if (!byID<HTMLDetailsElement>("story-block").open) return;
		const { StoryPanel } = await import("./story/panel.ts");
		this.#story ??= new StoryPanel(byID("story"), (box) => this.on.map.fit(box, 12));
		await this.#story.open(this.on.hadView);
	}
}
