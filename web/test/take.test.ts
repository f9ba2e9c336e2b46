import assert from "node:assert/strict";
import { test } from "node:test";
import { boxArea } from "../src/area.ts";
import { type Box, COLLECTIONS, type Entry } from "../src/feature.ts";
import { NOWHERE, type Query } from "../src/query.ts";
import { csv, geojson } from "../src/take/file.ts";
import { partOf, viewPath } from "../src/take/part.ts";
import { entry } from "./entries.ts";

const ALL: Query = {
	layers: new Set(COLLECTIONS),
	period: null,
	undated: true,
	text: "",
	chosen: {},
	area: null,
	places: NOWHERE,
};
const VIEW: Box = [45, 39, 47, 41];
const SQUARE = "POLYGON((46 39,47 39,47 40,46 40,46 39))";
const point = { type: "Point" as const, coordinates: [46.13007, 39.97753] };
const SITES = [entry("sites", "a", {}, point), entry("sites", "b")];

function listed(query: Partial<Query>, scope: "view" | "all", isLarge = false, entries: readonly Entry[] = SITES) {
	const layer = () => ({ isLarge, matched: 7, total: 9 });
	return { query: { ...ALL, ...query }, scope, view: VIEW, entries, layer };
}

for (const [what, given, ask, count] of [
	["a period", listed({ period: ["1993", "1994"] }, "all"), "datetime=1993-01-01%2F1994-12-31", 2],
	["what is in view", listed({}, "view"), "id=a,b", 2],
	["what a name finds", listed({ text: "kal" }, "all"), "id=a,b", 2],
	["the whole layer, though in view", listed({}, "view", false, Array(9).fill(SITES[0])), "", 9],
	["too many to name", listed({}, "view", false, Array(8).fill(entry("sites", "a".repeat(999)))), null, 8],
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
