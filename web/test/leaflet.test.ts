import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

test("only MapView and the map's layers know Leaflet, its classes included", () => {
	const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"));
	const known = files.filter((f) => /leaflet/.test(readFileSync(`src/${f}`, "utf8")));
	assert.ok(known.includes("map.ts"));
	assert.deepEqual(
		known.filter((f) => f !== "map.ts" && !/^layers[/\\]/.test(f)),
		[],
	);
});
