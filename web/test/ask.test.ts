import assert from "node:assert/strict";
import { test } from "node:test";
import { boxArea } from "../src/area.ts";
import { askOf } from "../src/ask.ts";
import type { Query } from "../src/query.ts";
import { ALL } from "./entries.ts";

function asked(change: Partial<Query>): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(askOf("villages", { ...ALL, ...change })));
}

for (const [what, change, want] of [
	["everything", {}, {}],
	["a period", { period: ["1993", "1994"] }, { datetime: "1993-01-01/1994-12-31" }],
	[
		"a period without the undated",
		{ period: ["1993", "1994"], undated: false },
		{ datetime: "1993-01-01/1994-12-31", filter: '"when" IS NOT NULL' },
	],
	["a switch that says nothing without a period", { undated: false }, {}],
	["a property", { chosen: { kind: ["town", "village"] } }, { filter: "kind IN ('town', 'village')" }],
	["a property of another layer", { chosen: { stage: ["located"] } }, {}],
	["a quotation mark", { chosen: { source: ["o'x"] } }, { filter: "source IN ('o''x')" }],
	["one of true and false", { chosen: { contested: ["true"] } }, { filter: "contested = true" }],
	["a name", { text: " Başlıbel & Zar " }, { q: "Başlıbel & Zar" }],
	["blanks", { text: "  " }, {}],
	[
		"an area",
		{ area: boxArea([46, 39, 47, 40]) },
		{ filter: "S_INTERSECTS(geometry, POLYGON((46 39,47 39,47 40,46 40,46 39)))" },
	],
	[
		"an area with places",
		{ area: boxArea([46, 39, 47, 40]), places: { met: new Set(), asked: ["villages/a", "districts/b"] } },
		{
			filter:
				"(S_INTERSECTS(geometry, POLYGON((46 39,47 39,47 40,46 40,46 39))) OR (geometry IS NULL AND place IN ('villages/a', 'districts/b')))",
		},
	],
	[
		"an area of whose places not all are known",
		{ area: boxArea([46, 39, 47, 40]), places: { met: new Set(["villages/a"]), asked: null } },
		{ filter: "S_INTERSECTS(geometry, POLYGON((46 39,47 39,47 40,46 40,46 39)))" },
	],
] as [string, Partial<Query>, Record<string, string>][]) {
	test(`${what} is asked of the server`, () => assert.deepEqual(asked(change), want));
}

test("a condition more is asked beside the filters", () => {
	const asked = askOf("villages", { ...ALL, chosen: { kind: ["town"] } }, "geometry IS NULL");
	assert.equal(new URLSearchParams(asked).get("filter"), "kind IN ('town') AND geometry IS NULL");
});
