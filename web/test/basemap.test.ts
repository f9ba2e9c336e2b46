import assert from "node:assert/strict";
import { test } from "node:test";
import { region, world } from "../basemap.mjs";

test("no ring of the world's map runs from one edge of it to the other", () => {
	const { land, lakes, scale } = world();
	for (const ring of [...land, ...lakes].flat()) {
		let [x, y] = [0, 0];
		for (let i = 0; i + 1 < ring.length; i += 2) {
			const [dx, dy] = [ring[i] ?? 0, ring[i + 1] ?? 0];
			const isAlongPole = Math.abs(y) === 90 * scale && dy === 0;
			if (i > 0) assert.ok(Math.abs(dx) <= 180 * scale || isAlongPole, `a step of ${dx / scale} degrees at ${x}, ${y}`);
			[x, y] = [x + dx, y + dy];
			assert.ok(Math.abs(x) <= 180 * scale && Math.abs(y) <= 90 * scale);
		}
	}
	assert.ok(land.length > 100);
});

test("there are land and water, and no borders", () => {
	for (const map of [world(), region()])
		assert.deepEqual(Object.keys(map).sort(), ["box", "lakes", "land", "rivers", "scale"]);
});
