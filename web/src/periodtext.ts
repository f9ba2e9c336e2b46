// Reads a period that a reader types: two dates of EDTF, as the server reads
// them. No DOM here.
import { type Period, readDate, readPeriod } from "./period.ts";

/**
 * The period from one date to another, or null if one of them is none. A decade,
 * a season or a set covers all its days; an interval in the field that was
 * changed last is the period by itself.
 */
export function readTyped(from: string, to: string, changed: "from" | "to"): Period | null {
	const own = boundsOf(changed === "from" ? from : to);
	if (own?.isSpan) return readPeriod(own.first, own.last);
	const [a, b] = [boundsOf(from), boundsOf(to)];
	return a && b && readPeriod(a.first, b.last);
}

/** One field by itself holds a date, or several. */
export function isTyped(text: string): boolean {
	return readTyped(text, text, "to") !== null;
}

interface Bounds {
	/** Dates of EDTF level 0. */
	first: string;
	last: string;
	/** It was written as two dates or more. */
	isSpan: boolean;
}

function boundsOf(text: string): Bounds | null {
	const plain = text.trim().replace(/[~?%]/g, "");
	const [, members] = plain.match(/^[[{](.+)[\]}]$/) ?? [];
	const parts = members?.split(/,|\.\./) ?? plain.split("/");
	if (members === undefined && parts.length > 2) return null;
	const dates = parts.map((part) => ends(part.trim()));
	if (dates.some((d) => d === null)) return null;
	const [first, last] = [
		dates.map((d) => d?.[0] ?? "").sort()[0],
		dates
			.map((d) => d?.[1] ?? "")
			.sort()
			.at(-1),
	];
	return first && last ? { first, last, isSpan: parts.length > 1 } : null;
}

/** The first and the last date that one date may mean. */
function ends(date: string): readonly [string, string] | null {
	const [, year = "", month = "XX", day = "XX"] = date.match(/^(\d{2,4}X{0,2})(?:-(\d\d|XX))?(?:-(\d\d|XX))?$/) ?? [];
	if (year.length !== 4) return null;
	const [from, to] = [year.replaceAll("X", "0"), year.replaceAll("X", "9")];
	if (month === "XX") return [from, to];
	if (from !== to) return null;
	// As the server: a season covers every month that it touches, and winter may be that on either side.
	const season = SEASONS[month];
	if (season && day === "XX") return season(Number(year));
	const text = [year, month, day].filter((part) => part !== "XX").join("-");
	return readDate(text) ? [text, text] : null;
}

const SEASONS: Readonly<Record<string, (year: number) => readonly [string, string]>> = {
	"21": (y) => [`${y}-03`, `${y}-06`],
	"22": (y) => [`${y}-06`, `${y}-09`],
	"23": (y) => [`${y}-09`, `${y}-12`],
	"24": (y) => [`${y - 1}-12`, `${y + 1}-03`],
};
