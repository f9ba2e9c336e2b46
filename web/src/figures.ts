// Figures by measure and source, as ranges or as the source's own word. They
// are never added up: scopes may lie inside one another.
import { byMeasure, type ClaimSet, type Figure } from "./claimset.ts";
import { h } from "./dom.ts";
import { readable } from "./edtf.ts";
import { figureBars } from "./figurebars.ts";
import { isKey, number, t } from "./i18n.ts";
import { disputes, provenance, whoSays } from "./provenance.ts";
import { ownWord } from "./said.ts";
import { word } from "./vocab.ts";

export function renderFigures(set: ClaimSet): HTMLElement | null {
	if (set.figures.length === 0) return null;
	const head = h(
		"tr",
		{},
		...(["figures.number", "figures.when", "figures.who"] as const).map((k) => h("th", { scope: "col" }, t(k))),
	);
	const bodies = [...byMeasure(set.figures)].map(([measure, list]) => {
		const title = h(
			"th",
			{ scope: "rowgroup", colspan: 3, class: "measure" },
			word("measure", measure),
			figureBars(list, (f) => whoSays(f, set), amount),
		);
		return h(
			"tbody",
			{},
			h("tr", {}, title),
			list.map((f) => row(f, set)),
		);
	});
	return h(
		"section",
		{ class: "figures" },
		h("h3", {}, t("figures")),
		h("table", {}, h("caption", {}, t("figures.note")), h("thead", {}, head), bodies),
	);
}

function row(f: Figure, set: ClaimSet): HTMLElement {
	const rivals = disputes(f, (id) => {
		const rival = set.figures.find((other) => other.id === id);
		return rival && amount(rival);
	});
	return h(
		"tr",
		{},
		h("td", { class: "number" }, amount(f)),
		h("td", {}, f.when ? readable(f.when, t) : "–"),
		h("td", {}, ...provenance(f, set), rivals),
	);
}

/** A figure in words: the source's own word, a range, or a number with its "more than". */
export function amount(f: Figure): string {
	if (f.word) return ownWord(f.word, t("quoted", { text: f.word }));
	const { low, best, high } = f;
	if (f.comparator === "more_than" && best === null && low !== null) return compared("more_than", low - 1);
	if (f.comparator === "fewer_than" && best === null && high !== null) return compared("fewer_than", high + 1);
	const range = rangeOf(low, high);
	const comparator = f.comparator === "at_least" ? null : f.comparator;
	if (best !== null) return compared(comparator, best) + (range && low !== high ? ` (${range})` : "");
	return range || t("figures.unknown");
}

/** A number with its "about" or "more than", in the order that the language has. */
function compared(comparator: string | null, n: number): string {
	const key = `figures.${comparator}`;
	return isKey(key) ? t(key, { n: number(n) }) : number(n);
}

function rangeOf(low: number | null, high: number | null): string {
	if (low !== null && high !== null) return low === high ? number(low) : `${number(low)}–${number(high)}`;
	if (low !== null) return compared("at_least", low);
	return high !== null ? compared("at_most", high) : "";
}
