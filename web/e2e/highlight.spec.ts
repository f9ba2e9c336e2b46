// What is pointed at, in the list or on the map, is marked in both.
import { bashlibel, expect, feature, LARGE, middle, needsMadeWorlds, open, painted, row, test } from "./map.ts";

test("a row that the pointer is over, or that has the focus, is outlined on the map", async ({ page }) => {
	await open(page);
	const site = await bashlibel(page);
	const outline = page.locator("#map path.pointed");
	await row(page, "sites", site.id).hover();
	await expect(outline).toHaveCount(1);
	await page.locator("#title").hover();
	await expect(outline).toHaveCount(0);
	await page.locator("#results").focus();
	await page.keyboard.press("Tab");
	await expect(page.locator("#results .row").first()).toBeFocused();
	await expect(outline).toHaveCount(1);
	await page.locator("#search").focus();
	await expect(outline).toHaveCount(0);
});

test("a place on the map that the pointer is over is outlined there, and its row marked", async ({ page }) => {
	const zar = await feature(page, "villages", (f) => f.properties.name === "Zar");
	const [lon, lat] = (zar.geometry as { coordinates: [number, number] }).coordinates;
	await open(page, `#v=1&l=villages&map=12/${lat}/${lon}`);
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
	const { x, y } = await middle(page);
	await page.mouse.move(x, y);
	await expect(row(page, "villages", zar.id)).toHaveClass(/pointed/);
	await expect(page.locator("#map path.pointed")).toHaveCount(1);
	await page.locator("#title").hover();
	await expect(page.locator("#results .pointed")).toHaveCount(0);
	await expect(page.locator("#map path.pointed")).toHaveCount(0);
});

test("in the frame's page too", async ({ page }) => {
	await page.goto("./embed#v=1&map=9/39.98/46.13&l=villages&side=list");
	await page.locator("#results .row").first().hover();
	await expect(page.locator("#map path.pointed")).toHaveCount(1);
});

test.describe("of a large layer", () => {
	needsMadeWorlds();
	test.use({ baseURL: LARGE });
	test("a record in a tile is marked in map and list alike", async ({ page }) => {
		const [village] = (await (await page.request.get("./collections/villages/items?limit=1&sortby=name")).json())
			.features;
		const [lon, lat] = village.geometry.coordinates;
		await open(page, `#v=1&map=16/${lat}/${lon}`);
		await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
		await expect(row(page, "villages", village.id)).toBeVisible();
		const { x, y } = await middle(page);
		await page.mouse.move(x, y);
		await expect(row(page, "villages", village.id)).toHaveClass(/pointed/);
		await expect(page.locator("#map path.pointed").first()).toBeAttached();
		await row(page, "villages", village.id).hover();
		await expect(page.locator("#map path.pointed")).toHaveCount(1);
	});
});
