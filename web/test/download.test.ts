import assert from "node:assert/strict";
import { test } from "node:test";
import { exportPath, geojson } from "../src/download.ts";
import { COLLECTIONS } from "../src/feature.ts";
import type { Query } from "../src/query.ts";
import { entry } from "./entries.ts";

const ALL: Query = { layers: new Set(COLLECTIONS), period: null, undated: true, text: "", chosen: {}, area: null };

for (const [what, change, scope, want] of [
	["everything", {}, "all", "collections/sites/export.geojson"],
	["a period", { period: ["1993", "1994"] }, "all", "collections/sites/export.geojson?datetime=1993-01-01/1994-12-31"],
	["a period without the undated", { period: ["1993", "1994"], undated: false }, "all", null],
	["a search", { text: "kal" }, "all", null],
	["blanks in the search", { text: "  " }, "all", "collections/sites/export.geojson"],
	["what is in view", {}, "view", null],
] as [string, Partial<Query>, "all" | "view", string | null][]) {
	test(`${what} is ${want ? "the server's export" : "written by the page"}`, () => {
		assert.equal(exportPath("sites", { ...ALL, ...change }, scope), want);
	});
}

test("a written file holds the features as they came", () => {
	const point = { type: "Point" as const, coordinates: [46.13007, 39.97753] };
	const entries = [entry("villages", "v1", { name: "Başlıbel" }, point), entry("villages", "v2")];
	const file = JSON.parse(geojson("villages", entries, { attribution: "A", page: "P" }));
	assert.equal(file.type, "FeatureCollection");
	assert.deepEqual(file.features, JSON.parse(JSON.stringify(entries.map((e) => e.feature))));
	assert.equal(file.attribution, "A");
});
