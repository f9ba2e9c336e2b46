// What the time filter's histogram counts: sites and events year by year.
// Zones and places last for decades and would only fill every bar.
import type { Entry } from "./feature.ts";
import { type Period, yearsOf } from "./period.ts";

export interface Bar {
	year: number;
	/** Lies in this year for certain. */
	certain: number;
	/** May lie in this year: its date covers more than one. */
	possible: number;
}

/** The slider keeps to this many years, up to the latest that there is. */
const MOST_YEARS = 200;

/** First and last year of the slider: those of the data, and of the period chosen. */
export function domainOf(
	entries: readonly Entry[],
	counted: readonly Bar[],
	period: Period | null,
): readonly [number, number] {
	const all = entries.flatMap((e) => [yearOf(e.feature.properties.earliest), yearOf(e.feature.properties.latest)]);
	const known = [...all.filter((y) => y !== null), ...counted.map((b) => b.year), ...(period ? yearsOf(period) : [])];
	if (known.length === 0) return [1990, 2020];
	const max = known.reduce((a, b) => Math.max(a, b));
	const min = known.reduce((a, b) => Math.min(a, b));
	return [Math.max(min, max - MOST_YEARS), max];
}

/** The bars of entries, and on them those that the server has counted. */
export function barsOf(
	entries: readonly Entry[],
	counted: readonly Bar[],
	[min, max]: readonly [number, number],
): Bar[] {
	const bars = Array.from({ length: max - min + 1 }, (_, i) => ({ year: min + i, certain: 0, possible: 0 }));
	for (const { collection, feature } of entries) {
		if (collection !== "sites" && collection !== "events") continue;
		if (feature.properties.when === null) continue;
		const [begin, end] = [yearOf(feature.properties.earliest), yearOf(feature.properties.latest)];
		const [first, last] = [begin ?? min, end ?? max];
		// As the server counts: what is open is nowhere for certain.
		const isCertain = begin !== null && begin === end;
		for (let y = Math.max(first, min); y <= Math.min(last, max); y++) {
			const bar = bars[y - min];
			if (bar) bar[isCertain ? "certain" : "possible"]++;
		}
	}
	for (const { year, certain, possible } of counted) {
		const bar = bars[year - min];
		if (!bar) continue;
		bar.certain += certain;
		// The server counts what is certain among what is possible.
		bar.possible += possible - certain;
	}
	return bars;
}

function yearOf(day: string | null): number | null {
	const year = day === null ? Number.NaN : Number(day.match(/^-?\d+/)?.[0]);
	return Number.isFinite(year) ? year : null;
}
