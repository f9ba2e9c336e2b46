import { address, expect, LARGE, needsMadeWorlds, open, painted, showMap, test } from "./map.ts";

const viewOf = (url: string) => (url.match(/map=([\d.]+)\/([\d.-]+)\/([\d.-]+)/) ?? []).slice(1).map(Number);

test("four buttons move the map, without a drag", { tag: "@phone" }, async ({ page }) => {
	await open(page, "#v=1&map=9/40/46");
	await showMap(page);
	for (const [button, axis, sign] of [
		["North", 1, 1],
		["South", 1, -1],
		["East", 2, 1],
		["West", 2, -1],
	] as const) {
		const before = viewOf(await address(page))[axis] ?? 0;
		await page.getByRole("button", { name: button, exact: true }).click();
		await expect.poll(() => Math.sign((viewOf(page.url())[axis] ?? 0) - before)).toBe(sign);
	}
});

test("steps of the zoom that come while one is under way count", { tag: "@phone" }, async ({ page }) => {
	await open(page, "#v=1&map=9/40/46");
	await showMap(page);
	// As a hasty finger does: before the zoom has come to its end, which takes a quarter of a second.
	const press = (id: string, times: number) =>
		page.evaluate(
			async ([button, n]) => {
				for (let i = 0; i < n; i++) {
					document.getElementById(button)?.click();
					for (let k = 0; k < 3; k++) await new Promise((resolve) => requestAnimationFrame(resolve));
				}
			},
			[id, times] as const,
		);
	await press("zoom-in", 3);
	await expect(page).toHaveURL(/map=12\//);
	await press("zoom-out", 5);
	await expect(page).toHaveURL(/map=7\//);
});

test("a scale and the pointer's coordinates are shown", async ({ page }) => {
	await open(page, "#v=1&map=9/40/46");
	await expect(page.locator("#scale")).toHaveText(/km/);
	const map = await page.locator("#map").boundingBox();
	if (!map) throw new Error("the map has no box");
	await page.mouse.move(map.x + map.width / 2, map.y + map.height / 2);
	await expect(page.locator("#readout")).toHaveText(/^(40\.00|39\.99)\d°, (46\.00|45\.99)\d°$/);
});

test.describe("with the reader's leave", () => {
	test.use({ permissions: ["geolocation"], geolocation: { latitude: 39.98, longitude: 46.13 } });
	test("the map goes to where the reader is, and sends that to nobody", async ({ page }) => {
		await open(page);
		const asked: string[] = [];
		page.on("request", (r) => asked.push(r.url()));
		await page.locator("#locate").click();
		await expect(page).toHaveURL(/map=[\d.]+\/39\.98\/46\.13/);
		expect(asked.filter((url) => /39\.98|46\.13/.test(url))).toEqual([]);
	});
});

test("without leave the page says so, and goes on", { tag: "@phone" }, async ({ page }) => {
	await open(page);
	await showMap(page);
	await page.locator("#locate").click();
	await expect(page.locator("#alert")).toContainText("allow");
});

test("a button leads back to all records, or to all that pass the filters", async ({ page }) => {
	await open(page);
	const [zoom, lat, lon] = viewOf(await address(page));
	await open(page, "#v=1&map=12/10/10");
	await page.locator("#zoom-all").click();
	await expect.poll(() => viewOf(page.url()).map(Math.round)).toEqual([zoom, lat, lon].map((n) => Math.round(n ?? 0)));
	const all = viewOf(await address(page))[0] ?? 0;
	await open(page, "#v=1&map=12/10/10&l=sites");
	await page.locator("#zoom-all").click();
	await expect.poll(() => viewOf(page.url())[0] ?? 0).toBeGreaterThan(all);
});

test.describe("of a large layer", () => {
	needsMadeWorlds();
	test.use({ baseURL: LARGE });

	test("the first view shows all of it, and so does the button", async ({ page }) => {
		const asked: string[] = [];
		page.on("request", (r) => asked.push(r.url()));
		await open(page);
		await expect.poll(() => painted(page, "villages")).toBe(12_000);
		// No tile was asked for that the first view does not show.
		const zooms = new Set(asked.map((url) => /WebMercatorQuad\/(\d+)\//.exec(url)?.[1]).filter(Boolean));
		expect(zooms.size).toBe(1);
		const first = viewOf(await address(page));
		await open(page, "#v=1&map=12/10/10");
		await page.locator("#zoom-all").click();
		await expect.poll(() => viewOf(page.url())).toEqual(first);
		// Of a filter, all that passes it.
		await open(page, "#v=1&map=12/10/10&a=46,39.9,46.2,39.9,46.2,40.1,46,40.1");
		await page.locator("#zoom-all").click();
		await expect.poll(() => viewOf(page.url())[0]).toBe(10);
	});
});
