// What the reader finds records with: the search field, and whether the list
// holds what is on the map or all.
import { byID } from "./dom.ts";
import type { MapView } from "./map.ts";
import type { State } from "./permalink.ts";
import { SearchBox, type SearchEvents } from "./searchbox.ts";
import { patch, state } from "./state.ts";

/** Puts the fields to work. */
export function listenToFind(map: MapView, events: Pick<SearchEvents, "open" | "seeking">): void {
	new SearchBox(byID("search"), byID("search-list"), {
		...events,
		goTo: ({ lat, lon }) => map.lookAt({ lat, lon, zoom: Math.max(11, map.view().zoom) }),
	});
	byID<HTMLInputElement>("search").value = state().text;
	for (const radio of scopes()) {
		radio.checked = radio.value === state().scope;
		radio.addEventListener("change", () => patch({ scope: radio.value === "all" ? "all" : "view" }));
	}
	byID("skip").addEventListener("click", (e) => {
		e.preventDefault();
		byID("results").focus();
	});
}

/** Shows in the fields what the state says. */
export function followInFind(now: State, before: State): void {
	const search = byID<HTMLInputElement>("search");
	// Coordinates that are being typed are no search text.
	const isTyping = document.activeElement === search && now.text === before.text;
	if (!isTyping && search.value.trim() !== now.text.trim()) search.value = now.text;
	for (const radio of scopes()) radio.checked = radio.value === now.scope;
}

function scopes(): NodeListOf<HTMLInputElement> {
	return document.querySelectorAll("input[name=scope]");
}
