// What a first visit costs: requests, bytes as they come over the line, and
// nobody else is asked. The build gates the files' sizes one by one.
import { expect, open, test } from "./map.ts";

/** Markup, style, scripts and the base map, Brotli-compressed. */
const MOST_BYTES = 100 * 1024;

test("a first visit loads at most 100 KB of page, in few requests, and asks nobody else", async ({ page, baseURL }) => {
	const asked: string[] = [];
	page.on("request", (r) => asked.push(r.url()));
	await open(page);
	await expect(page.locator("#map .base-land").first()).toBeAttached();
	const bytes = await page.evaluate(() => {
		const files = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/assets/"));
		const all = [...performance.getEntriesByType("navigation"), ...files] as PerformanceResourceTiming[];
		return all.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
	});
	expect(bytes).toBeGreaterThan(20_000);
	expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
	// The page, its style and icon, its scripts, two files of the base map, and one question a layer and some.
	const home = baseURL ?? "";
	const scripts = asked.filter((url) => url.endsWith(".js"));
	expect(scripts.length).toBeLessThanOrEqual(20);
	expect(asked.length - scripts.length).toBeLessThanOrEqual(20);
	// Nothing twice; how often a browser asks for its icon is its own.
	expect(asked.filter((url, i) => asked.indexOf(url) !== i && !url.endsWith(".svg"))).toEqual([]);
	expect(asked.filter((url) => !url.startsWith(home) && !/^(data|blob):/.test(url))).toEqual([]);
});

test("what a script imports is asked for beside it, and the layers' sizes once", async ({ page, baseURL }) => {
	const html = await (await page.request.get(`${baseURL}?f=html`)).text();
	const named = [...html.matchAll(/(?:href|src)="(assets\/[^"]+\.js)"/g)].map((m) => `${baseURL}${m[1]}`);
	expect(named.length).toBeGreaterThan(5);
	const asked: string[] = [];
	page.on("request", (r) => asked.push(r.url()));
	await open(page);
	const first = asked.filter((url) => url.endsWith(".js")).slice(0, named.length);
	expect(new Set(first)).toEqual(new Set(named));
	expect(asked.filter((url) => url.includes("collections?f=json"))).toHaveLength(1);
});
