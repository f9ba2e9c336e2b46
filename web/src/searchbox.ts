// The search field until it is used: what it suggests comes with the first focus.
import type { Place } from "./coordinates.ts";
import { patch } from "./state.ts";

/** Suggestions are asked for, or are there; null if neither. */
export type Seeking = "asked" | "found" | null;

export interface SearchEvents {
	/** The reader chose a record, of whatever name: what was typed narrows nothing any more. */
	open(ref: string): void;
	seeking(now: Seeking): void;
	goTo(place: Place): void;
}

export class SearchBox {
	constructor(input: HTMLInputElement, list: HTMLElement, events: SearchEvents) {
		let isBegun = false;
		const begin = async () => {
			if (isBegun) return;
			isBegun = true;
			const { Suggestions } = await import("./suggestions.ts").catch(() => ({ Suggestions: null }));
			if (Suggestions) new Suggestions(input, list, events);
			// Without suggestions, what is typed narrows the list all the same.
			else input.addEventListener("input", () => patch({ text: input.value }));
		};
		input.addEventListener("focus", () => void begin());
		if (document.activeElement === input) void begin();
	}
}
