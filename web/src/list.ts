// The list of records: the page's primary way in, for keyboard, screen reader
// and everyone. Plain buttons in headed groups, one for each layer and one for
// what has no place on the map.
import { fill, h } from "./dom.ts";
import { readable } from "./edtf.ts";
import { COLLECTIONS, type CollectionID, type Entry, nameOf, type Ref } from "./feature.ts";
import { currentLanguage, nameLanguages, number, t } from "./i18n.ts";
import { sampleOf } from "./legend.ts";
import type { Listing } from "./listing.ts";
import { theme } from "./paint/theme.ts";
import { credit } from "./said.ts";
import { state } from "./state.ts";
import { vocabularyOf, word } from "./vocab.ts";

/** More rows are put on the page when asked for. */
const STEP = 100;

type GroupID = CollectionID | "placeless";

const limits = new Map<GroupID, number>();

/** What a row asks of the page. */
export interface RowEvents {
	open(entry: Entry): void;
	placeOf(entry: Entry): Entry | undefined;
	/** The reader points at this entry's row, by pointer or focus, or no longer at any. */
	pointed(entry: Entry | null): void;
}

/** Marks the rows of what the reader points at on the map. */
export function markRows(box: HTMLElement, refs: readonly Ref[]): void {
	const pointed = new Set<string | undefined>(refs);
	for (const node of box.querySelectorAll<HTMLElement>("[data-ref]"))
		node.classList.toggle("pointed", pointed.has(node.dataset.ref));
}

/** What the list was last drawn from, to be compared one by one. */
let drawn: readonly unknown[] = [];

/** Draws the entries in their groups, if anything is otherwise than it was. */
export function renderList(box: HTMLElement, shown: Listing, events: RowEvents): void {
	const entries = [...shown.mapped, ...shown.placeless];
	const about = [currentLanguage(), theme.changes, state().selected, ...limits.values(), shown.placeless.length];
	// What a row says may change without its record, as with the name of its place.
	const now = [...about, ...entries, ...entries.map((e) => `${subtitle(e, events.placeOf(e))} ${says(e)}`)];
	if (now.length === drawn.length && now.every((part, i) => part === drawn[i])) return;
	drawn = now;
	const focused = box.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
	const groups: (readonly [GroupID, Entry[]])[] = [
		...COLLECTIONS.map((c) => [c, shown.mapped.filter((e) => e.collection === c)] as const),
		["placeless", shown.placeless],
	];
	const again = (first: Ref) => {
		renderList(box, shown, events);
		rowOf(box, first)?.focus();
	};
	fill(
		box,
		groups.filter(([, list]) => list.length > 0).map(([id, list]) => group(id, list, events, again)),
	);
	const same = focused?.id ? document.getElementById(focused.id) : rowOf(box, focused?.dataset.ref);
	if (focused) (same ?? box).focus({ preventScroll: true });
}

/** Puts the focus on an entry's row, or on the list if it has none now. */
export function focusRow(box: HTMLElement, ref: string): void {
	(rowOf(box, ref) ?? box).focus();
}

/** Scrolls no further than it takes to see an entry's row; false if it has none now. */
export function bringIntoView(box: HTMLElement, ref: string): boolean {
	const found = rowOf(box, ref);
	found?.scrollIntoView({ block: "nearest" });
	return found !== undefined;
}

/** Reports that an entry has a row, and that it can be seen: neither scrolled away nor under something. */
export function isInView(box: HTMLElement, ref: string): boolean {
	const found = rowOf(box, ref);
	if (!found) return false;
	const { left, top, width, height } = found.getBoundingClientRect();
	return found.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}

/** The line under a record's name: kind, date, place. */
export function subtitle(entry: Entry, place: Entry | undefined): string {
	const p = entry.feature.properties;
	const kind = p.kind ? word(vocabularyOf(entry.collection, "kind"), p.kind) : null;
	const date = p.when ? readable(p.when, t) : null;
	const at = place ? nameOf(place.feature.properties, nameLanguages()).text : p.place_name;
	return [kind, date, at].filter(Boolean).join(" · ");
}

function rowOf(box: HTMLElement, ref: string | undefined): HTMLElement | undefined {
	return [...box.querySelectorAll<HTMLElement>("[data-ref]")].find((n) => n.dataset.ref === ref);
}

/** @param again draws the list again, and puts the focus on a row that it had not before. */
function group(id: GroupID, list: readonly Entry[], events: RowEvents, again: (first: Ref) => void): HTMLElement {
	// The open record's row is there, however far down.
	const open = list.findIndex((e) => e.ref === state().selected);
	const limit = Math.max(limits.get(id) ?? STEP, open + 1);
	const more = () => {
		limits.set(id, limit + STEP);
		if (list[limit]) again(list[limit].ref);
	};
	return h(
		"section",
		{ class: "group", "aria-labelledby": `group-${id}` },
		h(
			"h3",
			{ id: `group-${id}` },
			id !== "placeless" && sampleOf(id),
			t(id === "placeless" ? "list.placeless" : `layer.${id}`),
			h("span", { class: "group-count" }, number(list.length)),
		),
		h(
			"ul",
			{},
			list.slice(0, limit).map((e) => h("li", {}, row(e, events))),
		),
		list.length > limit &&
			h(
				"button",
				{ type: "button", class: "more", id: `more-${id}`, click: more },
				t("list.more", { n: number(list.length - limit) }),
			),
	);
}

function row(entry: Entry, events: RowEvents): HTMLElement {
	const p = entry.feature.properties;
	const { text, lang } = nameOf(p, nameLanguages());
	const sub = subtitle(entry, events.placeOf(entry));
	return h(
		"button",
		{
			type: "button",
			class: "row",
			"data-ref": entry.ref,
			"aria-current": state().selected === entry.ref && "true",
			click: () => events.open(entry),
			pointerenter: () => events.pointed(entry),
			pointerleave: () => events.pointed(null),
			focus: () => events.pointed(entry),
			blur: () => events.pointed(null),
		},
		h("span", { class: "row-name", lang, dir: "auto" }, text || t("unnamed")),
		sub && h("span", { class: "row-sub", dir: "auto" }, sub),
		says(entry) && h("span", { class: "row-who" }, says(entry)),
		p.contested && h("span", { class: "tag contested" }, t("contested")),
		entry.feature.geometry === null && h("span", { class: "tag" }, t(p.place ? "tag.placeOnly" : "tag.noPosition")),
		p.location_form === "cell" && h("span", { class: "tag" }, t("tag.cell")),
	);
}

/** Whose statement the record is: a zone's is its perspective's. Null of what is only for reference. */
export function says(entry: Entry): string | null {
	const p = entry.feature.properties;
	if (entry.collection === "villages" || entry.collection === "districts") return null;
	const who = p.perspective ?? p.according_to;
	return who ? t("accordingTo", { who: credit(who) }) : null;
}
