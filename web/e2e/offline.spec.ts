import type { Page } from "@playwright/test";
import { bashlibel, expect, LARGE, needsMadeWorlds, open, painted, row, test } from "./map.ts";

test.use({ serviceWorkers: "allow" });

/** How many answers of a kind the device keeps. */
function kept(page: Page, cache: string, part: string): Promise<number> {
	return page.evaluate(
		async ([name, text]) => {
			if (!(await caches.has(name))) return 0;
			return (await (await caches.open(name)).keys()).filter((r) => r.url.includes(text)).length;
		},
		[cache, part] as const,
	);
}

async function openWithWorker(page: Page): Promise<void> {
	await open(page);
	await page.evaluate(() => navigator.serviceWorker.ready);
	await expect.poll(() => kept(page, "stele-visited", "/items?")).toBeGreaterThanOrEqual(5);
}

test("what was seen is there after a reload without a network, and says of which day it is", async ({
	page,
	context,
}) => {
	await openWithWorker(page);
	const site = await bashlibel(page);
	await row(page, "sites", site.id).click();
	await expect(page.locator("#details")).toContainText("Civilians killed in the village");
	await expect.poll(() => kept(page, "stele-visited", `${site.id}/claims`)).toBe(1);
	await context.setOffline(true);
	await page.reload();
	await expect(page.locator("#details")).toContainText("Civilians killed in the village");
	const today = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date());
	await expect(page.locator("#alert")).toContainText(today);
	await expect(page.locator("#alert")).not.toContainText("Not loaded");
	// The map too: its base and what lies on it.
	await expect(page.locator("#map .base-land").first()).toBeAttached();
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
	await context.setOffline(false);
	await page.reload();
	await expect(page.locator("#alert")).toBeEmpty();
});

test("searches and whole layers are not kept", async ({ page }) => {
	await openWithWorker(page);
	await page.locator("#search").fill("Bashlibel");
	await expect(page.locator("#search-list").getByRole("option").first()).toBeVisible();
	await page.evaluate(() => fetch("collections/sites/export.geojson").then((a) => a.text()));
	expect(await kept(page, "stele-visited", "search")).toBe(0);
	expect(await kept(page, "stele-visited", "export")).toBe(0);
});

test.describe("what was withdrawn", () => {
	test.use({ expected: /status of (404|410)/ });
	test("is deleted when the server no longer has it", async ({ page }) => {
		await openWithWorker(page);
		// As if the record had been there on an earlier visit.
		const url = await page.evaluate(async () => {
			const gone = new URL("collections/sites/items/gone", document.baseURI).href;
			const headers = { "Stele-Kept": new Date().toISOString(), "Stele-Bytes": "2" };
			for (const name of ["stele-visited", "stele-pack"])
				await (await caches.open(name)).put(gone, new Response("{}", { headers }));
			return gone;
		});
		expect(await page.evaluate((u) => fetch(u).then((a) => a.status), url)).toBe(404);
		await expect.poll(() => kept(page, "stele-visited", "items/gone")).toBe(0);
		await expect.poll(() => kept(page, "stele-pack", "items/gone")).toBe(0);
	});
});

test("another release wipes what was kept of the one before", async ({ page }) => {
	await openWithWorker(page);
	await page.evaluate(async () => {
		const headers = { "Stele-Kept": new Date().toISOString(), "Stele-Bytes": "2" };
		const old = new URL("collections/sites/items/old", document.baseURI).href;
		for (const name of ["stele-visited", "stele-pack"])
			await (await caches.open(name)).put(old, new Response("{}", { headers }));
		await (await caches.open("stele-meta")).put("./", new Response("another release"));
		navigator.serviceWorker.controller?.postMessage("forgotten"); // It asks for the release with the next answer.
	});
	await page.reload();
	await expect.poll(() => kept(page, "stele-visited", "items/old")).toBe(0);
	await expect.poll(() => kept(page, "stele-pack", "items/old")).toBe(0);
	await expect(page.locator("#results [data-ref]").first()).toBeVisible();
});

test("an area is saved after its size was said, read without a network, and removed", async ({ page, context }) => {
	await openWithWorker(page);
	const site = await bashlibel(page);
	await page.locator("#offline-block > summary").click();
	await page.getByRole("button", { name: "Save this area" }).click();
	await expect(page.locator(".offline-said")).toContainText(/About [\d.,]+ (kB|MB) to load/);
	expect(await kept(page, "stele-pack", "")).toBe(0);
	await page.getByRole("button", { name: "Load it" }).click();
	await expect(page.locator(".offline-said")).toContainText("The area is saved");
	await expect(page.locator("#offline .saved")).toContainText(/records/);
	expect(await kept(page, "stele-pack", "/claims")).toBeGreaterThan(5);
	await context.setOffline(true);
	await page.reload();
	await row(page, "sites", site.id).click(); // Never opened before.
	await expect(page.locator("#details")).toContainText("Civilians killed in the village");
	await context.setOffline(false);
	await page.locator("#details").getByRole("button", { name: "Close" }).click();
	await page.locator("#offline-block > summary").click();
	await page.getByRole("button", { name: "Remove everything kept" }).click();
	await expect(page.locator(".offline-said")).toContainText("Nothing of the data is kept");
	expect(await kept(page, "stele-pack", "")).toBe(0);
});

test("saving can be stopped, and leaves nothing behind", async ({ page, context }) => {
	await openWithWorker(page);
	await context.route("**/claims", async (route) => {
		await new Promise((resolve) => setTimeout(resolve, 1000));
		await route.continue().catch(() => undefined);
	});
	await page.locator("#offline-block > summary").click();
	await page.getByRole("button", { name: "Save this area" }).click();
	await page.getByRole("button", { name: "Load it" }).click();
	await expect(page.getByRole("progressbar")).toBeVisible();
	await page.getByRole("button", { name: "Cancel" }).click();
	await expect(page.locator(".offline-said")).toContainText("Nothing was saved");
	expect(await kept(page, "stele-pack", "")).toBe(0);
});

test.describe("of a large layer", () => {
	needsMadeWorlds();
	test.use({ baseURL: LARGE });

	async function openLarge(page: Page, hash: string): Promise<void> {
		await open(page, hash);
		await page.evaluate(() => navigator.serviceWorker.ready);
		await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
		await expect.poll(() => kept(page, "stele-visited", "collections?f=json")).toBe(1);
	}

	test("tiles that were seen are there without a network", async ({ page, context }) => {
		await openLarge(page, "#v=1&map=6.5/40.6/45.6");
		await expect.poll(() => painted(page, "villages")).toBe(12_000);
		await expect.poll(() => kept(page, "stele-visited", "/villages/tiles/")).toBeGreaterThan(0);
		await expect.poll(() => kept(page, "stele-visited", "/villages/items?limit=500&bbox=")).toBeGreaterThan(0);
		await context.setOffline(true);
		await page.reload();
		await expect.poll(() => painted(page, "villages")).toBe(12_000);
		await expect(page.locator("#results .row").first()).toBeVisible();
		await expect(page.locator("#alert")).not.toContainText("Not loaded");
	});

	test("an area is saved as one pack: its tiles nearer by too, its list, and what is said of each record", async ({
		page,
		context,
	}) => {
		test.setTimeout(120_000);
		await openLarge(page, "#v=1&map=10/40.9/46.4");
		const listed = await page.locator("#results .row").count();
		expect(listed).toBeGreaterThan(5);
		await page.locator("#offline-block > summary").click();
		await page.getByRole("button", { name: "Save this area" }).click();
		await expect(page.locator(".offline-said")).toContainText(/About [\d.,]+ (kB|MB) to load/);
		await page.getByRole("button", { name: "Load it" }).click();
		await expect(page.locator(".offline-said")).toContainText("The area is saved", { timeout: 60_000 });
		// One pack, beside what was seen, and small beside the layer.
		expect(await kept(page, "stele-pack", "/villages/tiles/WebMercatorQuad/11/")).toBeGreaterThan(4);
		expect(await page.evaluate(() => caches.keys())).toContain("stele-pack");
		// What was only seen goes, so that what follows is the pack's.
		await page.evaluate(() => caches.delete("stele-visited"));
		await context.setOffline(true);
		await page.goto("about:blank");
		await page.goto("./#v=1&map=12/40.9/46.4");
		await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
		const rows = page.locator("#results .row");
		await expect(rows.first()).toBeVisible();
		expect(await rows.count()).toBeLessThanOrEqual(listed);
		await expect(page.locator("#alert")).not.toContainText("Not loaded");
		await rows.first().click(); // Never opened before.
		await expect(page.locator("#details .source").first()).toBeVisible();
	});

	test("an area that is too large is refused in words", async ({ page }) => {
		await openLarge(page, "#v=1&map=6.5/40.6/45.6&t=1900..1999");
		await page.locator("#offline-block > summary").click();
		await page.getByRole("button", { name: "Save this area" }).click();
		await expect(page.locator(".offline-said")).toContainText(/About|too much/);
	});
});
