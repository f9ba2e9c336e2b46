import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesOf, copyOf, isExpired, KEPT_AT, keep, MOST_DAYS } from "../src/offline/kept.ts";
import { plan } from "../src/offline/pack.ts";
import { kindOf } from "../src/offline/rule.ts";
import { tilesIn } from "../src/offline/tiles.ts";
import { project } from "../src/paint/shape.ts";

const scope = "https://example.org/stele/";

function asked(path: string, more: Partial<Parameters<typeof kindOf>[0]> = {}) {
	return kindOf({ url: new URL(path, scope).href, method: "GET", mode: "cors", cache: "default", ...more }, scope);
}

test("only the page, its files and public data by address are answered by the worker", () => {
	for (const path of [
		"?f=json",
		"collections?f=json",
		"story",
		"collections/sites/items?limit=1000",
		"collections/sites/items/abc",
		"collections/sites/items/abc/claims",
		"collections/sites/items/abc/history",
		"collections/sites/stats?facets=kind",
		"collections/sites/tiles/WebMercatorQuad/3/4/5",
		"sources",
		"sources/abc",
		"translations/az",
	])
		assert.equal(asked(path), "data", path);
	for (const path of [
		"search?q=name",
		"collections/sites/items?limit=500&q=name",
		"collections/sites/stats?facets=kind&q=name",
		"collections/sites/tiles/WebMercatorQuad/3/4/5?q=name",
		"collections/sites/export.geojson",
		"collections/sites/search",
		"changes",
		"log/checkpoint",
		"claims?subject=x",
		"https://example.org/other/collections/sites/items",
		"https://example.net/collections/sites/items",
	])
		assert.equal(asked(path), null, path);
	assert.equal(asked("assets/main.js"), "asset");
	assert.equal(asked("", { mode: "navigate" }), "page");
	assert.equal(asked("?f=json", { mode: "navigate" }), null);
	assert.equal(asked("collections/sites/items", { mode: "navigate" }), null);
	assert.equal(asked("collections/sites/items", { cache: "no-store" }), null);
	assert.equal(asked("collections/sites/items", { method: "HEAD" }), null);
});

/** What of a Cache is used, over a map. */
function cacheOf(): Cache {
	const kept = new Map<string, Response>();
	return {
		put: async (url: string, answer: Response) => void kept.set(url, answer),
		match: async (url: string) => kept.get(url)?.clone(),
		delete: async (url: string) => kept.delete(url),
	} as unknown as Cache;
}

test("a copy has its time, its size and its type; the sum of its bytes is counted", async () => {
	const cache = cacheOf();
	const answer = new Response("éé", { headers: { "Content-Type": "text/plain", "X-Other": "1" } });
	assert.equal(await keep(cache, "a", answer, new Date("2026-05-03T10:00:00Z")), 4);
	const copy = await copyOf(cache, "a", new Date("2026-05-04T10:00:00Z"));
	assert.equal(copy?.headers.get(KEPT_AT), "2026-05-03T10:00:00.000Z");
	assert.equal(copy?.headers.get("X-Other"), null);
	assert.equal(copy && bytesOf(copy), 4);
	assert.equal(await copy?.text(), "éé");
});

test("an empty tile is kept as that", async () => {
	const cache = cacheOf();
	const now = new Date();
	await keep(cache, "a", new Response(null, { status: 204 }), now);
	assert.equal((await copyOf(cache, "a", now))?.status, 204);
});

test("a copy that is too old is deleted when it is looked for", async () => {
	const cache = cacheOf();
	const then = new Date("2026-05-03T10:00:00Z");
	await keep(cache, "a", new Response("x"), then);
	const later = new Date(then.getTime() + MOST_DAYS * 86_400_000 + 1);
	assert.equal(await copyOf(cache, "a", later), undefined);
	assert.equal(await copyOf(cache, "a", then), undefined);
	assert.ok(isExpired(null, then) && isExpired("yesterday", then) && isExpired(later.toISOString(), then));
});

test("the tiles over a box hold its corners, at each zoom", () => {
	const lon = fc.double({ min: -179, max: 178, noNaN: true });
	const lat = fc.double({ min: -80, max: 79, noNaN: true });
	fc.assert(
		fc.property(lon, lat, fc.integer({ min: 0, max: 12 }), (w, s, zoom) => {
			const tiles = tilesIn([w, s, w + 0.1, s + 0.1], zoom, 3);
			for (let z = zoom; z < zoom + 3; z++)
				for (const corner of [
					[w, s],
					[w + 0.1, s + 0.1],
				]) {
					const [x, y] = project(corner).map((share) => Math.floor(share * 2 ** z));
					assert.ok(tiles.some((t) => t.z === z && t.col === x && t.row === y));
				}
		}),
	);
});

test("a plan asks for whole small layers, a large layer's area and tiles, and each record's claims", () => {
	const { pages, paths } = plan({
		box: [46, 39, 46.1, 39.1],
		zoom: 10,
		layers: [
			{ collection: "zones", isLarge: false, query: "" },
			{ collection: "sites", isLarge: true, query: "datetime=1993" },
		],
		records: [{ collection: "sites", id: "a b" }],
	});
	assert.deepEqual(
		pages.map((p) => p.path),
		["collections/zones/items?limit=1000", "collections/sites/items?limit=1000&bbox=46,39,46.1,39.1"],
	);
	assert.ok(paths.includes("collections?f=json"));
	assert.ok(paths.includes("collections/sites/items/a%20b/claims"));
	assert.ok(paths.some((p) => /sites\/tiles\/WebMercatorQuad\/9\/\d+\/\d+\?datetime=1993$/.test(p)));
	assert.ok(!paths.some((p) => p.includes("zones/tiles")));
	assert.ok(paths.every((p) => kindOf({ url: scope + p, method: "GET", mode: "cors", cache: "default" }, scope)));
});
