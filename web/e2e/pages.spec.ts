// The pages that need no script: read without JavaScript, from the map's own
// links to a record and its sources.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { bashlibel, expect, feature, test } from "./map.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axe);
	return page.evaluate(async () => {
		const run = (globalThis as unknown as { axe: { run(o: object): Promise<{ violations: { id: string }[] }> } }).axe;
		const found = await run.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
		return found.violations.map((v) => v.id);
	});
}

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

test("no page has a fault that axe knows of, in either scheme", async ({ page }) => {
	const site = await bashlibel(page);
	const zone = await feature(page, "zones", (f) => f.properties.contested === true);
	const paths = [
		"collections",
		"collections/zones",
		"collections/villages/items?limit=5",
		`collections/sites/items/${site.id}`,
		`collections/zones/items/${zone.id}`,
		`collections/zones/items/${zone.id}/claims`,
		"sources",
		"agents",
		"claims?limit=5",
		"figures/ranges",
		"conformance",
		"changes",
		"search?q=Bashlibel",
	];
	test.setTimeout(120_000);
	for (const scheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme: scheme });
		for (const path of scheme === "light" ? paths : paths.slice(2, 6)) {
			await page.goto(`./${path}${path.includes("?") ? "&" : "?"}f=html`);
			expect(await violations(page), `${path} in ${scheme}`).toEqual([]);
		}
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
