// The pages that need no script: read without JavaScript, from the map's own
// links to a record and its sources.
import { violations } from "./axe.ts";
import { bashlibel, expect, feature, test } from "./map.ts";

test.describe("without JavaScript", () => {
	test.use({ javaScriptEnabled: false });
	test("one gets from the map's address to a record, what is said about it and by whom", async ({ page }) => {
		await page.goto("./");
		await page.getByRole("link", { name: "burial and other sites" }).click();
		await expect(page.getByRole("heading", { level: 1 })).toHaveText("Burial and other sites");
		await page.getByRole("link", { name: /Bashlibel/ }).click();
		await expect(page.getByRole("heading", { level: 1 })).toContainText("Bashlibel");
		await expect(page.getByRole("img", { name: /somewhere round or over Bashlibel/ })).toBeVisible();
		await expect(page.getByRole("main")).toContainText("Civilians killed in the village");
		await expect(page.getByRole("main")).toContainText("One side recorded");
		await page
			.getByRole("listitem")
			.getByRole("link", { name: /News article on Bashlibel/ })
			.first()
			.click();
		await expect(page.getByRole("heading", { level: 1 })).toContainText("News article on Bashlibel");
		await page.getByRole("navigation").getByRole("link", { name: "Sources" }).click();
		await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sources");
	});

	test("a long list has pages", async ({ page }) => {
		await page.goto("./collections/villages/items?limit=3");
		const first = await page.locator("tbody th").allTextContents();
		await page.getByRole("link", { name: "Next page" }).click();
		const second = await page.locator("tbody th").allTextContents();
		expect(second.length).toBeGreaterThan(0);
		expect(first.filter((name) => second.includes(name))).toEqual([]);
		await page.getByRole("link", { name: "First page" }).click();
		expect(await page.locator("tbody th").allTextContents()).toEqual(first);
	});
});

test.describe("faults of access", () => {
	for (const [name, media] of Object.entries({
		light: { colorScheme: "light" },
		dark: { colorScheme: "dark" },
		"more contrast": { contrast: "more" },
		"forced colours": { forcedColors: "active" },
		"on paper": { media: "print" },
	} as const)) {
		test(`no page has one that axe knows of: ${name}`, async ({ page }) => {
			test.setTimeout(120_000);
			const site = await bashlibel(page);
			const zone = await feature(page, "zones", (f) => f.properties.contested === true);
			const first = async (path: string, member: string) =>
				(await (await page.request.get(`./${path}`)).json())[member][0].id;
			const paths = [
				"collections",
				"collections/zones",
				"collections/zones/schema",
				"collections/zones/queryables",
				"collections/villages/items?limit=5",
				"collections/villages/items?q=nowhere",
				`collections/sites/items/${site.id}`,
				`collections/sites/items/${site.id}/history`,
				`collections/zones/items/${zone.id}`,
				`collections/zones/items/${zone.id}/claims`,
				"collections/sites/stats",
				"stats",
				"sources",
				`sources/${await first("sources", "sources")}`,
				"agents",
				`agents/${await first("agents", "agents")}`,
				"claims?limit=5",
				`claims/${await first("claims", "claims")}`,
				"figures?limit=5",
				`figures/${await first("figures", "figures")}`,
				"figures/ranges",
				"conformance",
				"changes",
				"search?q=Bashlibel",
				"tileMatrixSets",
			];
			await page.emulateMedia(media);
			for (const path of name === "light" || name === "dark" ? paths : paths.slice(4, 14)) {
				await page.goto(`./${path}${path.includes("?") ? "&" : "?"}f=html`);
				await expect(page.locator("h1").first()).toBeVisible();
				expect(await violations(page, "best-practice"), path).toEqual([]);
			}
		});
	}
});

test("on a phone, nothing is wider than the screen", async ({ page }) => {
	await page.setViewportSize({ width: 360, height: 740 });
	const site = await bashlibel(page);
	for (const path of ["collections/villages/items", `collections/sites/items/${site.id}`, "sources", "collections"]) {
		await page.goto(`./${path}?f=html`);
		expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
	}
});
