import type { Page } from "@playwright/test";
import { bashlibel, expect, LARGE, needsMadeWorlds, open, painted, row, test } from "./map.ts";

test.use({ serviceWorkers: "allow" });

/** How many answers of a kind the device keeps, in all caches whose names begin so. */
function kept(page: Page, cache: string, part: string): Promise<number> {
	return page.evaluate(
		async ([begin, text]) => {
			const names = (await caches.keys()).filter((name) => name.startsWith(begin));
			const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
			return all.flat().filter((r) => r.url.includes(text)).length;
		},
		[cache, part] as const,
	);
}

/** The caches of saved areas. */
function packs(page: Page): Promise<string[]> {
	return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("stele-pack")));
}

/** Begins to save what is on the map. */
async function beginToSave(page: Page): Promise<void> {
	const isOpen = (await page.locator("#offline-block[open]").count()) > 0;
	if (!isOpen) await page.locator("#offline-block > summary").click();
	await page.getByRole("button", { name: "Save this area" }).click();
	await page.getByRole("button", { name: "Load it" }).click();
}

async function isSaved(page: Page): Promise<void> {
	await expect(page.locator(".offline-said")).toContainText("The area is saved", { timeout: 30_000 });
}

/** Saves what is on the map. */
async function saveArea(page: Page): Promise<void> {
	await beginToSave(page);
	await isSaved(page);
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

test("on a line that hangs the page opens all the same, with what was seen", async ({ page, context }) => {
	test.setTimeout(60_000);
	await openWithWorker(page);
	const asked: string[] = [];
	await context.route("**/*", (route) => void asked.push(new URL(route.request().url()).pathname)); // It never answers.
	const begun = Date.now();
	await page.reload();
	await expect(page.locator("#results [data-ref]").first()).toBeVisible({ timeout: 40_000 });
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
	await expect(page.locator("#alert")).toContainText("kept on");
	expect(asked).toContain("/");
	// Once the page was waited for in vain, its data are not waited for as long again.
	expect(Date.now() - begun).toBeLessThan(20_000);
	await context.unroute("**/*");
	await page.reload();
	await expect(page.locator("#alert")).toBeEmpty();
});

test("what the service worker asks is watched as what the page asks is, and asked of nobody else", async ({
	page,
	context,
	baseURL,
}) => {
	// See map.ts: there too the context is listened to.
	const asked: string[] = [];
	context.on("request", (r) => r.serviceWorker() && asked.push(r.url()));
	await openWithWorker(page);
	await page.reload();
	await expect(page.locator("#results [data-ref]").first()).toBeVisible();
	expect(asked.filter((url) => url.includes("/items?")).length).toBeGreaterThanOrEqual(5);
	expect(asked.filter((url) => !url.startsWith(baseURL ?? ""))).toEqual([]);
});

test("on a line that is slow once, what comes a little later is the network's again", async ({ page, context }) => {
	test.setTimeout(60_000);
	await openWithWorker(page);
	const site = await bashlibel(page);
	const address = `collections/sites/items/${site.id}/claims`;
	const ask = () => page.evaluate((at) => fetch(at).then((a) => a.headers.get("Stele-Kept")), address);
	expect(await ask()).toBeNull();
	await expect.poll(() => kept(page, "stele-visited", address)).toBe(1);
	let late = 10_000;
	let came = 0;
	await context.route("**/claims", async (route) => {
		await new Promise((resolve) => setTimeout(resolve, late));
		came++;
		await route.continue().catch(() => undefined);
	});
	expect(await ask()).not.toBeNull();
	await expect.poll(() => came).toBe(1);
	await expect.poll(() => page.evaluate(() => fetch("sources").then((a) => a.headers.get("Stele-Kept")))).toBeNull();
	late = 2000;
	expect(await ask()).toBeNull();
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
			// Of an area that is saved, and of one that is being saved.
			for (const name of ["stele-visited", "stele-pack-1", "stele-pack-2"])
				await (await caches.open(name)).put(gone, new Response("{}", { headers }));
			return gone;
		});
		expect(await page.evaluate((u) => fetch(u).then((a) => a.status), url)).toBe(404);
		await expect.poll(() => kept(page, "stele-visited", "items/gone")).toBe(0);
		await expect.poll(() => kept(page, "stele-pack", "items/gone")).toBe(0);
	});

	test("what was not there tells of another release, of which nothing older is kept", async ({ page }) => {
		await openWithWorker(page);
		await page.evaluate(async () => {
			const headers = { "Stele-Kept": new Date().toISOString(), "Stele-Bytes": "2" };
			const old = new URL("collections/sites/items/old", document.baseURI).href;
			await (await caches.open("stele-visited")).put(old, new Response("{}", { headers }));
			// The worker asked a moment ago, and would not ask again for a while.
			await (await caches.open("stele-meta")).put("./", new Response("another release"));
			await fetch("collections/sites/items?limit=1&bbox=1,1,2,2").then((a) => a.text());
		});
		expect(await kept(page, "stele-visited", "items/old")).toBe(1);
		await page.evaluate(() => fetch("collections/sites/items/nosuchrecord").catch(() => undefined));
		await expect.poll(() => kept(page, "stele-visited", "items/old")).toBe(0);
	});
});

test("what is too old goes with the next visit, although nobody asks for it, and is no saved area", async ({
	page,
	context,
}) => {
	await openWithWorker(page);
	await page.evaluate(async () => {
		const headers = { "Stele-Kept": new Date(Date.now() - 31 * 86_400_000).toISOString(), "Stele-Bytes": "2" };
		const old = new URL("collections/sites/items/old/claims", document.baseURI).href;
		for (const name of ["stele-visited", "stele-pack-1"])
			await (await caches.open(name)).put(old, new Response("{}", { headers }));
		const manifest = { box: [46, 39, 47, 40], savedAt: headers["Stele-Kept"], bytes: 2, records: 1, areas: {} };
		await (await caches.open("stele-pack-1")).put("offline-pack.json", Response.json(manifest, { headers }));
	});
	await context.setOffline(true);
	await page.reload();
	await expect.poll(() => packs(page)).toEqual([]);
	await expect.poll(() => kept(page, "stele-visited", "items/old")).toBe(0);
	await page.locator("#offline-block > summary").click();
	await expect(page.getByRole("button", { name: "Save this area" })).toBeVisible();
	await expect(page.locator("#offline .saved")).toHaveCount(0);
});

for (const [when, prepare] of [
	[
		"all was removed before",
		async (page: Page) => {
			await page.locator("#offline-block > summary").click();
			await page.getByRole("button", { name: "Remove everything kept" }).click();
			await expect(page.locator(".offline-said")).toContainText("Nothing of the data is kept");
		},
	],
	[
		"another release was there before",
		(page: Page) =>
			page.evaluate(async () => {
				await (await caches.open("stele-meta")).put("./", new Response("another release"));
			}),
	],
] as const) {
	test(`an area that is saved stays saved when ${when}`, async ({ page }) => {
		await openWithWorker(page);
		await prepare(page);
		await saveArea(page);
		expect(await kept(page, "stele-meta", "")).toBe(1);
		const many = await kept(page, "stele-pack", "");
		const site = await bashlibel(page);
		await row(page, "sites", site.id).click();
		await expect.poll(() => kept(page, "stele-visited", `${site.id}/claims`)).toBe(1);
		// Asked anew which release there is, too.
		await page.evaluate(() => navigator.serviceWorker.controller?.postMessage("forgotten"));
		await page.evaluate(() => fetch("sources").then((a) => a.text()));
		await expect.poll(() => kept(page, "stele-visited", "/sources")).toBe(1);
		expect(await kept(page, "stele-pack", "")).toBe(many);
	});
}

test("another release wipes what was kept of the one before", async ({ page }) => {
	await openWithWorker(page);
	await page.evaluate(async () => {
		const headers = { "Stele-Kept": new Date().toISOString(), "Stele-Bytes": "2" };
		const old = new URL("collections/sites/items/old", document.baseURI).href;
		for (const name of ["stele-visited", "stele-pack-1", "stele-pack-2"]) {
			const cache = await caches.open(name);
			await cache.put(old, new Response("{}", { headers }));
			await cache.put(new URL("offline-pack.json", document.baseURI).href, new Response("{}", { headers }));
		}
		await (await caches.open("stele-meta")).put("./", new Response("another release"));
		navigator.serviceWorker.controller?.postMessage("forgotten"); // It asks for the release with the next answer.
	});
	await page.reload();
	await expect.poll(() => kept(page, "stele-visited", "items/old")).toBe(0);
	await expect.poll(() => kept(page, "stele-pack", "items/old")).toBe(0);
	await expect(page.locator("#results [data-ref]").first()).toBeVisible();
});

test("an area is saved after its size was said, read without a network, and removed", { tag: "@phone" }, async ({
	page,
	context,
}) => {
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
	await beginToSave(page);
	await expect(page.getByRole("progressbar")).toBeVisible();
	await page.getByRole("button", { name: "Cancel" }).click();
	await expect(page.locator(".offline-said")).toHaveText(/^Nothing was saved.\s*$/);
	await expect(page.getByRole("button", { name: "Save this area" })).toBeFocused();
	expect(await packs(page)).toEqual([]);
});

test.describe("where an area was saved before", () => {
	test.use({ expected: /status of (410|500)/ });

	test("a saving that is stopped, or fails, or loses its page leaves that as it was, and nothing else", async ({
		page,
		context,
	}) => {
		test.setTimeout(60_000);
		await openWithWorker(page);
		await saveArea(page);
		const [before, many] = [await packs(page), await kept(page, "stele-pack", "")];
		expect(before).toHaveLength(1);
		const isAsBefore = async () => {
			expect(await packs(page)).toEqual(before);
			expect(await kept(page, "stele-pack", "")).toBe(many);
			await expect(page.locator("#offline .saved")).toBeVisible();
		};
		let status: number | null = null;
		await context.route("**/claims", (route) => {
			// The sizes are told.
			if (route.request().method() === "HEAD") return route.continue();
			return status === null ? undefined : route.fulfill({ status });
		});
		await beginToSave(page);
		await expect.poll(() => packs(page)).toHaveLength(2);
		await page.getByRole("button", { name: "Cancel" }).click();
		await expect(page.locator(".offline-said")).toContainText("The area that was saved before is as it was");
		await isAsBefore();
		// Its page is closed in the middle.
		await beginToSave(page);
		await expect.poll(() => packs(page)).toHaveLength(2);
		await page.reload();
		await expect.poll(() => packs(page)).toEqual(before);
		status = 500;
		await beginToSave(page);
		await expect(page.locator(".offline-said")).toContainText("It could not be saved");
		await isAsBefore();
		// But for what was withdrawn since, of what was only seen as well.
		await context.unroute("**/claims");
		const site = await bashlibel(page);
		await page.evaluate((id) => fetch(`collections/sites/items/${id}/claims`).then((a) => a.text()), site.id);
		await expect.poll(() => kept(page, "stele-visited", `${site.id}/claims`)).toBe(1);
		await context.route(`**/${site.id}/claims`, (route) =>
			route.request().method() === "HEAD" ? route.continue() : route.fulfill({ status: 410 }),
		);
		await beginToSave(page);
		await expect(page.locator(".offline-said")).toContainText("It could not be saved");
		expect(await packs(page)).toEqual(before);
		expect(await kept(page, "stele-pack", "")).toBe(many - 1);
		expect(await kept(page, "stele-visited", `${site.id}/claims`)).toBe(0);
		// And a saving that comes to its end takes its place.
		await context.unroute(`**/${site.id}/claims`);
		await saveArea(page);
		expect(await packs(page)).toHaveLength(1);
		expect(await packs(page)).not.toEqual(before);
		expect(await kept(page, "stele-pack", "")).toBe(many);
	});

	test("another page does not take away what is being saved, and waits for its own turn", async ({ page, context }) => {
		test.setTimeout(60_000);
		await openWithWorker(page);
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		await context.route("**/claims", async (route) => {
			if (route.request().method() !== "HEAD") await held;
			await route.continue().catch(() => undefined);
		});
		await beginToSave(page);
		await expect.poll(() => packs(page)).toHaveLength(1);
		const other = await context.newPage();
		await openWithWorker(other);
		await beginToSave(other);
		await expect(other.getByRole("progressbar")).toBeVisible();
		expect(await packs(other)).toEqual(await packs(page));
		expect(await packs(page)).toHaveLength(1);
		release();
		for (const one of [page, other]) await isSaved(one);
		expect(await packs(page)).toHaveLength(1);
	});
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

	test("what is searched for in it is not kept, and a saved area has its tiles without it", async ({ page }) => {
		await openLarge(page, "#v=1&map=12/40.9/46.4");
		await page.locator("#search").fill("Made");
		await expect(page).toHaveURL(/&q=Made/);
		await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
		await saveArea(page);
		for (const cache of ["stele-visited", "stele-pack"]) expect(await kept(page, cache, "q=")).toBe(0);
		expect(await kept(page, "stele-pack", "/tiles/")).toBeGreaterThan(0);
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
		expect(await packs(page)).toHaveLength(1);
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
