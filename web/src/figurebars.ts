// Figures of one measure as bars on one scale, so that one sees how far the
// sources lie apart. The table beside it says the same in words.
import type { Figure } from "./claimset.ts";
import { h, svg } from "./dom.ts";
import { number } from "./i18n.ts";

/** A line for the source's name, and one for its bar. */
const ROW = 28;
const BAR = 20;
/** Letters of a name that there is room for. */
const MOST_LETTERS = 42;
const WIDTH = 240;
const LEFT = 4;

/** What of a figure can be drawn: from low to high, open to a side where nothing is said of it. */
interface Bar {
	low: number;
	high: number;
	best: number | null;
	isOpen: boolean;
}

/** The picture, with a scale from nothing to the largest number and each figure's source; null if fewer than two can be drawn. */
export function figureBars(figures: readonly Figure[], sourceOf: (f: Figure) => string): HTMLElement | null {
	const bars = figures.map(barOf);
	const most = Math.max(0, ...bars.map((b) => b?.high ?? 0));
	if (bars.filter(Boolean).length < 2 || most === 0) return null;
	const step = niceStep(most);
	const end = Math.ceil(most / step) * step;
	const x = (n: number) => LEFT + (n / end) * (WIDTH - 2 * LEFT);
	const height = figures.length * ROW + 18;
	const picture = svg("svg", { class: "figure-bars", viewBox: `0 0 ${WIDTH} ${height}`, "aria-hidden": "true" });
	for (let n = 0; n <= end; n += step) {
		picture.append(svg("line", { class: "grid", x1: x(n), x2: x(n), y1: 0, y2: height - 14 }));
		const label = svg("text", {
			x: x(n),
			y: height - 2,
			"text-anchor": n === 0 ? "start" : n === end ? "end" : "middle",
		});
		label.textContent = number(n);
		picture.append(label);
	}
	bars.forEach((bar, i) => {
		const name = svg("text", { class: "bar-source", x: LEFT, y: i * ROW + 11 });
		name.textContent = shortened(sourceOf(figures[i] as Figure));
		picture.append(name);
		if (bar) picture.append(...drawBar(bar, i * ROW + BAR, x, x(end)));
	});
	return h("div", { class: "figure-drawing" }, picture);
}

function shortened(name: string): string {
	const letters = [...name];
	return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join("")}…` : name;
}

function drawBar(bar: Bar, y: number, x: (n: number) => number, edge: number): SVGElement[] {
	const parts: SVGElement[] = [];
	const to = bar.isOpen ? edge : x(bar.high);
	if (to > x(bar.low)) {
		const box = { x: x(bar.low), y: y - 4, width: to - x(bar.low), height: 8, rx: 2 };
		parts.push(svg("rect", { class: bar.isOpen ? "range open" : "range", ...box }));
	}
	const at = bar.best ?? (bar.low === bar.high || bar.isOpen ? bar.low : null);
	if (at !== null) parts.push(svg("circle", { class: "best", cx: x(at), cy: y, r: 4 }));
	return parts;
}

function barOf({ low, best, high, comparator }: Figure): Bar | null {
	const known = [low, best, high].filter((n) => n !== null);
	if (known.length === 0) return null;
	const isOpen =
		high === null && (comparator === "more_than" || comparator === "at_least" || (best === null && low !== null));
	return { low: low ?? (best === null ? 0 : best), high: high ?? Math.max(...known), best, isOpen };
}

/** Steps of 1, 2 or 5 times a power of ten, at most five of them. */
function niceStep(most: number): number {
	const power = 10 ** Math.floor(Math.log10(most / 4 || 1));
	return Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((s) => most / s <= 5) ?? most);
}
