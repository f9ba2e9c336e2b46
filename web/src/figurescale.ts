// Where the figures of one measure lie on their common scale, by the rules by
// which the server gives them as ranges. A word is no number. No DOM here.
import type { Figure } from "./claimset.ts";

/** What a figure says, both ends inclusive; an end that it does not give is null. */
export interface Bar {
	low: number | null;
	high: number | null;
	/** The one number that the source gives or thinks best; null where it only bounds. */
	best: number | null;
	/** How far off that number may be is not said. */
	isAbout: boolean;
}

export interface Scale {
	/** One for each figure; null where it has no number. */
	bars: (Bar | null)[];
	/** It reaches from nothing to here. */
	end: number;
	step: number;
}

/** An open bar reaches further than its number, for one to see that it is open. */
const BEYOND = 1.25;

/** The scale of the figures; null where there is nothing to see: no number, or a single one by itself. */
export function scaleOf(figures: readonly Figure[]): Scale | null {
	const bars = figures.map(barOf);
	const known = bars.filter((b) => b !== null);
	const [only] = known;
	if (!only || (known.length === 1 && only.low === only.high && !only.isAbout)) return null;
	const most = Math.max(1, ...known.map(({ low, best, high }) => Math.max(best ?? 0, high ?? (low ?? 0) * BEYOND)));
	const step = niceStep(most);
	return { bars, step, end: Math.ceil(most / step) * step };
}

function barOf({ low, best, high, comparator, word }: Figure): Bar | null {
	if (word || (low === null && best === null && high === null)) return null;
	const is = (...of: (string | null)[]) => of.includes(comparator);
	const isAbout = is("about") && low === null && high === null;
	if (best === null) return { low, high, best: low === high ? low : null, isAbout };
	const bar = { low, high, best, isAbout };
	if (is(null, "exactly", "at_least")) bar.low ??= best;
	if (is(null, "exactly", "at_most")) bar.high ??= best;
	if (is("more_than")) bar.low ??= best + 1;
	if (is("fewer_than")) bar.high ??= best - 1;
	const isBound = !is(null, "exactly", "about") && (bar.low === null || bar.high === null);
	return isBound ? { ...bar, best: null } : bar;
}

/** Steps of 1, 2 or 5 times a power of ten, at most five of them. */
function niceStep(most: number): number {
	const power = 10 ** Math.floor(Math.log10(most / 4));
	return Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((s) => most / s <= 5) ?? most);
}
