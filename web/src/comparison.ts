// The second of two periods: its map lies over the first and shows what passes
// the same filters. Its code comes with the first comparison.
import type { ComparePanel } from "./compare/panel.ts";
import { byID } from "./dom.ts";
import type { MapView } from "./map.ts";
import type { Asked, State } from "./permalink.ts";
import { matches } from "./query.ts";
import { sourcesOf, whole } from "./shown.ts";
import { state } from "./state.ts";
import type { Store } from "./store.ts";

export class Comparison {
	#panel: ComparePanel | null = null;

	constructor(
		private readonly store: Store,
		/** Lays a map into a box that moves with the page's own. */
		private readonly layMap: (box: HTMLElement) => MapView,
		/** Has all that is on the maps drawn again. */
		private readonly again: () => void,
	) {}

	/** Puts the button to work, and compares at once if a link says so. */
	listen(): void {
		byID("compare-begin").addEventListener("click", () => void this.#update(true));
		if (state().compare) void this.#update(false);
	}

	follow(now: State, before: State): void {
		const isOther = now.compare !== before.compare || (now.compare !== null && now.period !== before.period);
		if (isOther) void this.#update(false);
	}

	/** Draws again, in another language. */
	draw(): void {
		void this.#panel?.update();
	}

	/** Shows on the second map what passes in the second period, with the hatches of the first. */
	show(q: Asked, perspectives: readonly string[]): void {
		if (!q.compare) return;
		const second = { ...q, period: q.compare };
		const entries = whole(this.store, this.store.all()).filter((e) => matches(e, second));
		const scope = { period: q.compare, perspectives };
		this.#panel?.map?.show(entries, (e) => this.store.placeOf(e), sourcesOf(this.store, second), scope);
	}

	async #update(isAsked: boolean): Promise<void> {
		const { ComparePanel } = await import("./compare/panel.ts");
		this.#panel ??= new ComparePanel(byID("compare"), byID("stage"), this.layMap);
		const { min, max } = byID<HTMLInputElement>("time-from");
		if (isAsked) this.#panel.begin(Number(min), Number(max));
		byID("compare-begin").hidden = state().compare !== null;
		await this.#panel.update();
		if (!state().compare && document.activeElement === document.body) byID("compare-begin").focus();
		this.again();
	}
}
