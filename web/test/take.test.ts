import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { boxArea, meets } from "../src/area.ts";
import type { Box, Entry } from "../src/feature.ts";
import { listing } from "../src/listing.ts";
import { matches, type Query } from "../src/query.ts";
import { csv, geojson } from "../src/take/file.ts";
import { partOf, viewPath } from "../src/take/part.ts";
import { ALL, entry } from "./entries.ts";

const VIEW: Box = [45, 39, 47, 41];
const SQUARE = "POLYGON((46 39,47 39,47 40,46 40,46 39))";
const point = { type: "Point" as const, coordinates: [46.13007, 39.97753] };
const SITES = [entry("sites", "a", {}, point), entry("sites", "b")];

function listed(query: Partial<Query>, scope: "view" | "all", isLarge = false, entries: readonly Entry[] = SITES) {
	// Elsewhere there is one more.
	const all = [...entries, entry("sites", "far", {}, { type: "Point", coordinates: [10, 10] })];
	const layer = () => ({ isLarge, matched: 7, total: 9, entries: all });
	return { query: { ...ALL, ...query }, scope, view: VIEW, entries, layer };
}

for (const [what, given, ask, count] of [
	["a period", listed({ period: ["1993", "1994"] }, "all"), "datetime=1993-01-01%2F1994-12-31", 2],
	["what is in view", listed({}, "view"), "bbox=45,39,47,41", 2],
	[
		"a period in view",
		listed({ period: ["1993", "1994"] }, "view"),
		"bbox=45,39,47,41&datetime=1993-01-01%2F1994-12-31",
		2,
	],
	["a name in view", listed({ text: "kal" }, "view"), "id=a,b", 2],
	["what a name finds", listed({ text: "kal" }, "all"), "id=a,b", 2],
	["the whole layer, though in view", listed({}, "view", false, Array(9).fill(SITES[0])), "", 9],
	["too many to name", listed({ text: "a" }, "view", false, Array(8).fill(entry("sites", "a".repeat(999)))), null, 8],
	["a large layer in view", listed({ text: "kal" }, "view", true), "bbox=45,39,47,41&q=kal", 7],
	["a large layer anywhere", listed({ text: "kal" }, "all", true), "q=kal", 7],
	[
		"an area",
		listed({ area: boxArea([46, 39, 47, 40]), places: { met: new Set(), asked: ["villages/other"] } }, "all", false, [
			entry("sites", "a", {}, point),
			entry("sites", "b", { place: "villages/v" }),
			entry("sites", "c", { place: "villages/v" }),
		]),
		`filter=${new URLSearchParams([["", `(S_INTERSECTS(geometry, ${SQUARE}) OR (geometry IS NULL AND place IN ('villages/v')))`]]).toString().slice(1)}`,
		3,
	],
	[
		"an area of too many places",
		listed(
			{ area: boxArea([46, 39, 47, 40]) },
			"all",
			false,
			Array.from({ length: 600 }, (_, i) => entry("sites", `${i}`, { place: `villages/${i}` })),
		),
		`id=${Array.from({ length: 600 }, (_, i) => i)}`,
		600,
	],
	[
		"a large layer in an area",
		listed({ area: boxArea([46, 39, 47, 40]), places: { met: new Set(), asked: ["villages/v"] } }, "all", true),
		`filter=${new URLSearchParams([["", `(S_INTERSECTS(geometry, ${SQUARE}) OR (geometry IS NULL AND place IN ('villages/v')))`]]).toString().slice(1)}`,
		7,
	],
] as const) {
	test(`${what}: the file is the server's answer to ${ask}`, () => {
		const part = partOf("sites", given);
		assert.equal(part.ask, ask);
		assert.equal(part.count, count);
	});
}

const PLACES = [0, 1, 2, 3].map((i) =>
	entry("villages", `v${i}`, {}, { type: "Point", coordinates: [44 + i * 2, 40] }),
);
const placeOf = (e: Entry) => PLACES.find((p) => p.ref === e.feature.properties.place);

/** What the server gives: filters as the page has them, a box by true shapes, then the conditions on places. */
function answered(ask: string, all: readonly Entry[], query: Query): string[] {
	const params = new URLSearchParams(ask);
	const ids = params.get("id")?.split(",");
	if (ids) return ids.sort();
	const [w = 0, s = 0, e = 0, n = 0] = params.get("bbox")?.split(",").map(Number) ?? [];
	const filter = params.get("filter") ?? "";
	const named = [.../'(villages\/\w+)'/g[Symbol.matchAll](filter)].map(([, place]) => place);
	const isGiven = ({ feature: { geometry, properties } }: Entry) => {
		if (geometry) return !params.has("bbox") || meets(geometry, boxArea([w, s, e, n]));
		return !filter.includes("geometry IS NOT NULL") || !properties.place || named.includes(properties.place);
	};
	return all
		.filter((e) => matches(e, query) && isGiven(e))
		.map((e) => e.feature.id)
		.sort();
}

test("whatever lies where, the server's answer is what is listed of the view", () => {
	const degree = fc.double({ min: 43, max: 51, noNaN: true });
	const record = fc.record({
		at: fc.option(fc.tuple(degree, fc.double({ min: 38, max: 42, noNaN: true }))),
		size: fc.constantFrom(0, 0.5, 2),
		place: fc.option(fc.constantFrom(...PLACES.map((p) => p.ref), "villages/unknown")),
		year: fc.option(fc.integer({ min: 1990, max: 1995 })),
	});
	let [boxes, asked] = [0, 0];
	fc.assert(
		fc.property(
			fc.array(record, { minLength: 1, maxLength: 30 }),
			fc.tuple(degree, degree),
			fc.boolean(),
			(records, [a, b], isDated) => {
				const all = records.map(({ at, size, place, year }, i) => {
					const when = year === null ? {} : { when: `${year}`, earliest: `${year}-01-01`, latest: `${year}-12-31` };
					return entry("sites", `s${i}`, { place, ...when }, at && shape(at, size));
				});
				const query: Query = { ...ALL, period: isDated ? ["1992", "1993"] : null };
				const view: Box = [Math.min(a, b), 39, Math.max(a, b), 41];
				const passing = all.filter((e) => matches(e, query));
				const { mapped, placeless } = listing(passing, "view", view, placeOf);
				const layer = () => ({ isLarge: false, matched: all.length, total: all.length, entries: all });
				const part = partOf("sites", { query, scope: "view", view, entries: [...mapped, ...placeless], layer });
				if (part.count === 0) return;
				asked++;
				if (part.ask?.startsWith("bbox=")) boxes++;
				assert.deepEqual(answered(part.ask ?? "", all, query), part.entries.map((e) => e.feature.id).sort());
			},
		),
		{ numRuns: 500 },
	);
	// Most need not be named one by one.
	assert.ok(boxes > asked / 2, `${boxes} of ${asked}`);
});

/** A point, or a triangle that fills half of its box. */
function shape([lon, lat]: readonly [number, number], size: number): Entry["feature"]["geometry"] {
	if (size === 0) return { type: "Point", coordinates: [lon, lat] };
	const ring = [
		[lon, lat],
		[lon + size, lat],
		[lon, lat + size],
		[lon, lat],
	]; // prettier-ignore
	return { type: "Polygon", coordinates: [ring] };
}

test("more records than an address has room for come by their box in every format that has one", () => {
	const all = Array.from({ length: 900 }, (_, i) =>
		entry("sites", `record-${i}`, {}, { type: "Point", coordinates: [45 + i / 500, 40] }),
	);
	const byName = [1, 2].flatMap((v) =>
		Array.from({ length: 600 }, (_, i) => entry("sites", `named-${v}-${i}`, { place: `villages/v${v}` })),
	);
	const layer = () => ({ isLarge: false, matched: 9, total: 9999, entries: [...all, ...byName] });
	const view: Box = [45.5, 39, 46.5, 41];
	const { mapped, placeless } = listing([...all, ...byName], "view", view, placeOf);
	assert.equal(mapped.length + placeless.length, 501 + 600);
	const part = partOf("sites", { query: ALL, scope: "view", view, entries: [...mapped, ...placeless], layer });
	const filter = "(geometry IS NOT NULL OR place IS NULL OR place IN ('villages/v1'))";
	assert.equal(part.ask, `bbox=45.5,39,46.5,41&${new URLSearchParams({ filter })}`);
	assert.equal(part.names, null);
});

test("the view's address asks for the view and its filters", () => {
	const path = viewPath("sites", listed({ period: ["1993", "1994"] }, "view"));
	assert.equal(path, "collections/sites/items?limit=10000&bbox=45,39,47,41&datetime=1993-01-01%2F1994-12-31");
});

test("a written GeoJSON file holds the features as they came, and whose they are", () => {
	const file = JSON.parse(geojson("sites", SITES, { attribution: "A", licence: "L", page: "P" }));
	assert.deepEqual(file.features, JSON.parse(JSON.stringify(SITES.map((e) => e.feature))));
	assert.deepEqual([file.attribution, file.licence, file.numberReturned], ["A", "L", 2]);
});

test("a written CSV file has a row for each record, and quotes what needs it", () => {
	const area = {
		type: "MultiPolygon" as const,
		coordinates: [
			[
				[
					[0, 0],
					[1, 0],
					[1, 1],
					[0, 0],
				],
			],
		],
	}; // prettier-ignore
	const rows = csv([...SITES, entry("sites", "c", { name: 'a "b", c\nd' }, area)]).split("\r\n");
	assert.equal(rows.length, 5);
	assert.ok(rows[0]?.startsWith("id,wkt,name,"));
	assert.ok(rows[1]?.startsWith("a,POINT (46.13007 39.97753),"));
	assert.ok(rows[2]?.startsWith("b,,"));
	assert.ok(rows[3]?.startsWith('c,"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))","a ""b"", c\nd",'), rows[3]);
});
