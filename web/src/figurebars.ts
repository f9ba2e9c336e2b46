// Figures of one measure as bars on one scale, so that one sees how far the
// sources lie apart. The table beside it says the same in words.
import type { Figure } from "./claimset.ts";
import { h, svg } from "./dom.ts";
import { type Bar, scaleOf } from "./figurescale.ts";
import { number } from "./i18n.ts";

/** A line for the source's name, and one for its bar. */
const ROW = 28;
const BAR = 20;
/** Letters of a name that there is room for. */
const MOST_LETTERS = 42;
const WIDTH = 240;
const LEFT = 4;

/** The picture, with a scale from nothing to the largest number and each figure's source; null if there is nothing to see. */
export function figureBars(
	figures: readonly Figure[],
	sourceOf: (f: Figure) => string,
	wordsOf: (f: Figure) => string,
): HTMLElement | null {
	const scale = scaleOf(figures);
	if (!scale) return null;
	const { bars, step, end } = scale;
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
		const figure = figures[i] as Figure;
		picture.append(line(sourceOf(figure), { class: "bar-source", y: i * ROW + 11 }));
		// A word stands beside the scale, not on it.
		if (bar) picture.append(...drawBar(bar, i * ROW + BAR, x, x(end)));
		else picture.append(line(wordsOf(figure), { class: "bar-word", y: i * ROW + BAR + 3 }));
	});
	return h("div", { class: "figure-drawing" }, picture);
}

/** A line of text that does not run out of the picture. */
function line(text: string, where: Record<string, string | number>): SVGElement {
	const letters = [...text];
	const node = svg("text", { x: LEFT, ...where });
	node.textContent = letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join("")}…` : text;
	return node;
}

/** A box from end to end and a dot for the best number; where an end is open, the box is pale up to an arrow. */
function drawBar({ low, high, best, isAbout }: Bar, y: number, x: (n: number) => number, edge: number): SVGElement[] {
	const parts: SVGElement[] = [];
	const [from, to] = [x(low ?? 0), high === null ? edge : x(high)];
	const isOpen = low === null || high === null;
	if (to > from && !isAbout) {
		const box = { x: from, y: y - 4, width: to - from, height: 8, rx: 2 };
		parts.push(svg("rect", { class: isOpen ? "range open" : "range", ...box }));
	}
	if (isOpen && !isAbout) {
		for (const at of [low, high]) {
			if (at === null) continue;
			parts.push(svg("rect", { class: "end", x: x(at) - 1, y: y - 5, width: 2, height: 10 }));
		}
		if (high === null) parts.push(svg("path", { class: "end", d: `M${to} ${y}l-5-4v8z` }));
		if (low === null) parts.push(svg("path", { class: "end", d: `M${from} ${y}l5-4v8z` }));
	}
	if (best !== null) parts.push(svg("circle", { class: isAbout ? "best vague" : "best", cx: x(best), cy: y, r: 4 }));
	return parts;
}
