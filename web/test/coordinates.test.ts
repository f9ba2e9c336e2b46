import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readPlace } from "../src/coordinates.ts";

for (const [text, lat, lon] of [
	["39.97753, 46.13007", 39.97753, 46.13007],
	["39.97753 46.13007", 39.97753, 46.13007],
	["-33.5;70", -33.5, 70],
	["39.5°, 46.25°", 39.5, 46.25],
	["39,97753; 46,13007", 39.97753, 46.13007],
	["39,98°, −46,13°", 39.98, -46.13],
	["39°30′N, 46°15′E", 39.5, 46.25],
	["39°30'0\"N 46°15'0\"E", 39.5, 46.25],
	["46.25°E 39.5°N", 39.5, 46.25],
	["N 39 30 00 E 46 15 00", 39.5, 46.25],
	["S 10.5 W 20.25", -10.5, -20.25],
] as const) {
	test(`${text} is a place`, () => {
		const place = readPlace(text);
		assert.ok(place);
		assert.ok(Math.abs(place.lat - lat) < 1e-9 && Math.abs(place.lon - lon) < 1e-9, JSON.stringify(place));
	});
}

for (const text of [
	"",
	"Zar",
	"1993",
	"1993-04",
	"91, 10",
	"10, 181",
	"39°61'N 46°E",
	"N 39 N 46",
	"39N",
	"12 villages",
]) {
	test(`“${text}” is no place`, () => assert.equal(readPlace(text), null));
}

test("any place is read back from its decimal degrees", () => {
	const degrees = (most: number) => fc.integer({ min: -most * 1e5, max: most * 1e5 }).map((n) => n / 1e5);
	fc.assert(
		fc.property(degrees(90), degrees(180), (lat, lon) => {
			assert.deepEqual(readPlace(`${lat}, ${lon}`), { lat, lon });
		}),
	);
});
