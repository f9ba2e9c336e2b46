// What a first visit costs: requests, bytes as they come over the line, and
// nobody else is asked. The build gates the files' sizes one by one.
import { expect, open, test } from "./map.ts";

/** Scripts, style and markup, Brotli-compressed. */
const MOST_BYTES = 100 * 1024;

test("a first visit loads at most 100 KB of page, in few requests, and asks nobody else", async ({ page, baseURL }) => {
	const session = await page.context().newCDPSession(page);
	await session.send("Network.enable");
	const urls = new Map<string, string>();
	const sizes = new Map<string, number>();
	session.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, response.url));
	session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
	const asked: string[] = [];
	page.on("request", (r) => asked.push(r.url()));
	await open(page);
	await expect(page.locator("#map .base-land").first()).toBeAttached();
	const home = baseURL ?? "";
	const isPage = (url: string) => url === home || /\/assets\/.*\.(js|css|svg)$/.test(url);
	const bytes = [...urls].filter(([, url]) => isPage(url)).reduce((sum, [id]) => sum + (sizes.get(id) ?? 0), 0);
	expect(bytes).toBeGreaterThan(20_000);
	expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
	// The page, its style and icon, its scripts, two files of the base map, and one question a layer and some.
	const scripts = asked.filter((url) => url.endsWith(".js"));
	expect(scripts.length).toBeLessThanOrEqual(16);
	expect(asked.length - scripts.length).toBeLessThanOrEqual(16);
	expect(new Set(asked).size).toBe(asked.length);
	expect(asked.filter((url) => !url.startsWith(home) && !/^(data|blob):/.test(url))).toEqual([]);
});

test("what a script imports is asked for beside it, and the layers' sizes once", async ({ page, baseURL }) => {
	const html = await (await page.request.get(`${baseURL}?f=html`)).text();
	const named = [...html.matchAll(/(?:href|src)="(assets\/[^"]+\.js|collections[^"]*)"/g)].map((m) => `${baseURL}${m[1]}`);
	const asked: string[] = [];
	page.on("request", (r) => asked.push(r.url()));
	await open(page);
	const first = asked.filter((url) => url.endsWith(".js")).slice(0, named.length - 1);
	expect(new Set(first)).toEqual(new Set(named.filter((url) => url.endsWith(".js"))));
	expect(asked.filter((url) => url.includes("collections?f=json"))).toHaveLength(1);
});
