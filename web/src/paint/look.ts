// What a record looks like on the map, by its properties alone: the same for a
// record of a tile and for one that was loaded whole. No canvas here.
import type { CollectionID } from "../feature.ts";
import { liesIn, mayLieIn, type Period } from "../period.ts";
import { type SymbolStyle, symbolOf } from "../symbols.ts";
import { cellHatch, type Hatch, somewhereHatch, zoneHatch } from "./hatch.ts";
import type { Colour } from "./theme.ts";

/** The properties that a look depends on; a tile's features have them too. */
export interface Told {
	kind?: string | null;
	contested?: boolean | null;
	location_form?: string | null;
	perspective?: string | null;
	earliest?: string | null;
	latest?: string | null;
	when_role?: string | null;
}

/** What is drawn first lies lowest. */
export const ORDER = ["districts", "zones", "somewhere", "cells", "lines", "points"] as const;
export type Level = (typeof ORDER)[number];

export interface Look {
	level: Level;
	/** Drawn at points. */
	symbol: SymbolStyle;
	fill: Colour | null;
	hatch: Hatch | null;
	stroke: Colour;
	width: number;
	dash: readonly number[];
	/** A ring of dashes goes round its points: another source contradicts it. */
	isRinged: boolean;
	/** Less than 1: it only may lie in the period chosen. */
	alpha: number;
}

/** What all looks of one drawing depend on. */
export interface Scope {
	period: Period | null;
	/** All that zones are claimed from, not only those that are shown, in alphabetical order: the n-th has the n-th hatch. */
	perspectives: readonly string[];
}

/** Of the rim of what is contested and too small, or too thin, for a hatch. */
export const RING_DASH: readonly number[] = [3, 2];

/** Of what only may lie in the period chosen. */
export const POSSIBLE_ALPHA = 0.45;

export function lookOf(collection: CollectionID, p: Told, isPoint: boolean, scope: Scope): Look {
	const base: Look = {
		level: isPoint ? "points" : "lines",
		symbol: symbolOf(collection, p),
		fill: collection,
		hatch: null,
		stroke: "halo",
		width: 1.25,
		dash: [],
		isRinged: false,
		alpha: isPossible(p, scope.period) ? POSSIBLE_ALPHA : 1,
	};
	const isContested = p.contested === true;
	if (p.location_form === "cell")
		return {
			...base,
			level: "cells",
			fill: null,
			hatch: cellHatch(collection, isContested),
			stroke: collection,
			width: 1.5,
		};
	// Never marked as contested: it would look like a border in dispute, of which the map says nothing.
	if (collection === "districts") return { ...base, level: "districts", fill: null, stroke: "districts", width: 0.8 };
	if (collection === "zones") {
		const hatch = zoneHatch(scope.perspectives.indexOf(p.perspective ?? ""), isContested);
		return { ...base, level: "zones", fill: null, hatch, stroke: "zones", width: 1.5, dash: [7, 4] };
	}
	if (isPoint) return { ...base, isRinged: isContested };
	const outline = { ...base, fill: null, stroke: collection, width: 1.75 };
	return isContested ? { ...outline, hatch: somewhereHatch(collection, true), dash: RING_DASH } : outline;
}

/** The area that records lie somewhere in: pale if each of them only may lie in the period, contested if one is. */
export function somewhereLook(of: CollectionID, isWide: boolean, records: readonly Told[], scope: Scope): Look {
	const isContested = records.some((p) => p.contested);
	// A whole district hatched for its events would look like a zone.
	const isPlain = isWide && of !== "sites" && !isContested;
	return {
		level: "somewhere",
		symbol: { shape: "disc", radius: 4 },
		fill: null,
		hatch: isPlain ? null : somewhereHatch(of, isContested),
		stroke: of,
		width: isWide ? 2 : 1.25,
		dash: isWide ? [1, 6] : [2, 4],
		isRinged: false,
		alpha: records.every((p) => isPossible(p, scope.period)) ? POSSIBLE_ALPHA : 1,
	};
}

/** The record's date may lie in the period, and need not. */
function isPossible(p: Told, period: Period | null): boolean {
	if (period === null || (!p.earliest && !p.latest)) return false;
	// What is valid from one day to another is so on every day between.
	if (p.when_role === "valid") return false;
	const days = { earliest: p.earliest ?? null, latest: p.latest ?? null };
	return mayLieIn(days, period) && !liesIn(days, period);
}
