// Reads a place that a reader types as coordinates: decimal degrees, or degrees
// with minutes and seconds, latitude first unless letters say otherwise. No DOM here.

export interface Place {
	lat: number;
	lon: number;
}

const SIGNS = /^[\s\d.,NSEW°º'′’"″”]+$/i;
const DECIMAL = /^([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?$/;

/** As the page itself writes them in a language whose decimals begin with a comma. */
const COMMA = /^([+-]?\d{1,3},\d+)\s*°?\s*[,;\s]\s*([+-]?\d{1,3},\d+)\s*°?$/;

/** The place, or null if the text is none or not on Earth. */
export function readPlace(text: string): Place | null {
	const trimmed = text.trim().replaceAll("−", "-");
	const [, a, b] = trimmed.match(DECIMAL) ?? trimmed.match(COMMA) ?? [];
	if (a !== undefined && b !== undefined) return onEarth(decimal(a), decimal(b));
	return SIGNS.test(trimmed) ? fromParts(trimmed.toUpperCase().match(/[NSEW]|\d+(?:[.,]\d+)?/g) ?? []) : null;
}

/** Two angles, each with its letter before it or each with its letter after it. */
function fromParts(parts: readonly string[]): Place | null {
	const letters = parts.flatMap((part, i) => (/[NSEW]/.test(part) ? [i] : []));
	const [first = -1, second = -1] = letters;
	if (letters.length !== 2) return null;
	const isBefore = first === 0;
	if (!isBefore && second !== parts.length - 1) return null;
	const split = isBefore ? second : first + 1;
	const [a, b] = [parts.slice(0, split), parts.slice(split)].map(angleOf);
	if (!a || !b || a.isLatitude === b.isLatitude) return null;
	return a.isLatitude ? onEarth(a.degrees, b.degrees) : onEarth(b.degrees, a.degrees);
}

/** Degrees, minutes and seconds, of which only the last may have decimals. */
function angleOf(parts: readonly string[]): { degrees: number; isLatitude: boolean } | null {
	const letter = parts.find((part) => /[NSEW]/.test(part)) ?? "";
	const numbers = parts.filter((part) => part !== letter).map(decimal);
	const [degrees, minutes = 0, seconds = 0] = numbers;
	if (degrees === undefined || numbers.length > 3 || minutes >= 60 || seconds >= 60) return null;
	if (!numbers.slice(0, -1).every(Number.isInteger)) return null;
	const size = degrees + minutes / 60 + seconds / 3600;
	return { degrees: letter === "S" || letter === "W" ? -size : size, isLatitude: letter === "N" || letter === "S" };
}

function decimal(text: string): number {
	return Number(text.replace(",", "."));
}

function onEarth(lat: number, lon: number): Place | null {
	return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}
