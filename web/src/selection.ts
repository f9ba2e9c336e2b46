// The open record: opened from the list, the map, the search or a link, read in
// the details, and closed back to the row that it was opened from.
import { recordsAt } from "./choices.ts";
import { byID } from "./dom.ts";
import { type Entry, parseRef, type Ref } from "./feature.ts";
import { focusRow } from "./list.ts";
import type { MapView } from "./map.ts";
import { type Banner, failureWords } from "./notice.ts";
import type { State } from "./permalink.ts";
import type { Reader } from "./reader.ts";
import type { Sheet } from "./sheet.ts";
import { whereabouts } from "./somewhere.ts";
import { patch, state } from "./state.ts";
import type { Store } from "./store.ts";

/** The parts of the page that a record is shown on. */
export interface Stage {
	store: Store;
	map: MapView;
	sheet: Sheet;
	details: Reader;
	banner: Banner;
}

export class Selection {
	#opener: Ref | null = null;

	/** @param isRevealing brings the first record into view; a link keeps its own. */
	constructor(
		private readonly on: Stage,
		private isRevealing: boolean,
	) {}

	/** Opens a record; the page comes back to its row. */
	open(entry: Entry): void {
		this.#opener = entry.ref;
		this.isRevealing = true;
		if (state().selected === entry.ref) this.follow();
		else patch({ selected: entry.ref });
	}

	/** Opens a record that may not be loaded yet, in one step with other changes. */
	openRef(ref: string, changes: Partial<State> = {}): void {
		if (!parseRef(ref)) return;
		this.isRevealing = true;
		const isOpen = state().selected === ref;
		patch({ ...changes, selected: ref as Ref });
		if (isOpen) this.follow();
	}

	/** Opens what lies under a point of the map, or gives the choice if it is more than one. */
	async pick(loaded: readonly Entry[], refs: readonly Ref[]): Promise<void> {
		const { store, sheet, details, banner } = this.on;
		const entries = await recordsAt(store, loaded, refs).catch((error) => banner.notFound(failureWords(error)));
		const [only, ...others] = entries ?? [];
		if (!entries || !only) return;
		banner.notFound(null);
		sheet.raise();
		if (others.length === 0) {
			this.open(only);
			return;
		}
		patch({ selected: null });
		byID("page").classList.add("reading");
		details.choose(entries);
	}

	/** Opens what the state says is selected, fetching it if need be. */
	follow(): void {
		const { store, details } = this.on;
		const ref = state().selected;
		const entry = store.byRef(ref);
		byID("page").classList.toggle("reading", Boolean(entry));
		if (ref === null) details.hide();
		else if (entry) this.#show(entry);
		else this.#fetch(ref);
	}

	/** Closes the record; the focus goes back to where it was opened. */
	close(): void {
		const ref = state().selected ?? this.#opener;
		byID("page").classList.remove("reading");
		this.on.details.hide();
		patch({ selected: null });
		if (ref) focusRow(byID("results"), this.#opener ?? ref);
		this.#opener = null;
	}

	#show(entry: Entry): void {
		const { store, map, sheet, details, banner } = this.on;
		banner.notFound(null);
		details.show(entry);
		sheet.raise();
		const at = whereabouts(entry, store.placeOf(entry));
		map.resized();
		if (at && this.isRevealing) map.reveal(at);
		this.isRevealing = false;
	}

	#fetch(ref: Ref): void {
		this.on.store.fetch(ref).then(
			(found) => found && state().selected === ref && this.follow(),
			(error) => {
				// Nothing to read: the lists stay in reach, and the reason in sight.
				this.on.banner.notFound(failureWords(error));
				if (state().selected === ref) patch({ selected: null });
			},
		);
	}
}
