// The period that the records are narrowed to: two dates of EDTF level 0, each
// a year, a month or a day, both included. No DOM here.

/** From and to, in the precision in which they were chosen: ["1993-04", "1994"]. */
export type Period = readonly [string, string];

const DATE = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/;

/** A date of EDTF level 0, or null if the text is none that the calendar has. */
export function readDate(text: string): string | null {
	const trimmed = text.trim();
	const [, year, month, day] = trimmed.match(DATE) ?? [];
	if (year === undefined || year === "0000") return null;
	if (month !== undefined && (Number(month) < 1 || Number(month) > 12)) return null;
	if (day !== undefined && (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month)))) return null;
	return trimmed;
}

/** The period between two dates, as a link has it; see readTyped for what a reader types. */
export function readPeriod(from: string, to: string): Period | null {
	const [start, end] = [readDate(from), readDate(to)];
	if (start === null || end === null) return null;
	return firstDay(start) <= lastDay(end) ? [start, end] : [end, start];
}

/** First and last day, as the API's datetime parameter takes them. */
export function daysOf([from, to]: Period): [string, string] {
	return [firstDay(from), lastDay(to)];
}

/** The years that hold the period. */
export function yearsOf([from, to]: Period): [number, number] {
	return [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
}

/** A period of whole years. */
export function periodOf(from: number, to: number): Period {
	return [String(from).padStart(4, "0"), String(to).padStart(4, "0")];
}

function firstDay(date: string): string {
	return `${date}-01-01`.slice(0, 10);
}

function lastDay(date: string): string {
	const [year = "", month = "12", day] = date.split("-");
	return `${year}-${month}-${day ?? String(daysIn(Number(year), Number(month))).padStart(2, "0")}`;
}

function daysIn(year: number, month: number): number {
	const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

interface Days {
	earliest: string | null;
	latest: string | null;
}

/** The date may lie in the period: an open or unknown end reaches for ever. */
export function mayLieIn(p: Days, period: Period): boolean {
	const [first, last] = daysOf(period);
	return (p.earliest ?? "0000-01-01") <= last && (p.latest ?? "9999-12-31") >= first;
}

/** The date lies in the period for certain. */
export function liesIn(p: Days, period: Period): boolean {
	const [first, last] = daysOf(period);
	return (p.earliest ?? "0000-01-01") >= first && (p.latest ?? "9999-12-31") <= last;
}
