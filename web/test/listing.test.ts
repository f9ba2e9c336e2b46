import assert from "node:assert/strict";
import { test } from "node:test";
import type { Box } from "../src/feature.ts";
import { listing } from "../src/listing.ts";
import { entry } from "./entries.ts";

const here = entry("villages", "here", {}, { type: "Point", coordinates: [46, 40] });
const away = entry("villages", "away", {}, { type: "Point", coordinates: [10, 10] });
const hereByName = entry("events", "byName", { place: "villages/here" });
const awayByName = entry("events", "awayByName", { place: "villages/away" });
const ofUnknownPlace = entry("events", "unknownPlace", { place: "villages/nowhere" });
const war = entry("events", "war");

const places = new Map([here, away].map((e) => [e.ref as string, e]));
const view: Box = [45, 39, 47, 41];

for (const { scope, mapped } of [
	{ scope: "view", mapped: [here, hereByName] },
	{ scope: "all", mapped: [here, away, hereByName, awayByName] },
] as const) {
	test(`with the scope "${scope}" what no map can show is listed too`, () => {
		const all = [here, away, hereByName, awayByName, ofUnknownPlace, war];
		const got = listing(all, scope, view, (e) => places.get(e.feature.properties.place ?? ""));
		assert.deepEqual(got.mapped, mapped);
		assert.deepEqual(got.placeless, [ofUnknownPlace, war]);
	});
}
