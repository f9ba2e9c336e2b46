import { expect, open, test } from "./map.ts";

test("a layer that is not loaded is named, and can be tried again", async ({ page }) => {
	let isDown = true;
	await page.route("**/collections/zones/items*", (route) => (isDown ? route.abort() : route.continue()));
	await page.goto("./");
	await expect(page.locator("#alert")).toContainText("Not loaded: Zones of control");
	await expect(page.locator("#alert")).toContainText("does not answer");
	await expect(page.locator("#results [data-ref]").first()).toBeVisible();
	isDown = false;
	await page.getByRole("button", { name: "Try again" }).click();
	await expect(page.locator("#alert")).toBeEmpty();
	await expect(page.locator('#results [data-ref^="zones/"]').first()).toBeVisible();
});

test.describe("a link to a record that is not there", () => {
	test.use({ expected: /status of 404/ });
	test("says what the server says", async ({ page }) => {
		await page.goto("./#v=1&sel=sites/nosuchrecord");
		await expect(page.locator("#alert")).toContainText("404");
		await expect(page.locator("#results [data-ref]").first()).toBeVisible();
		await expect(page.locator("#alert")).toContainText("404");
	});
	test("leaves the lists in reach on a phone", async ({ page }) => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.goto("./#v=1&sel=sites/nosuchrecord");
		await expect(page.locator("#alert")).toContainText("404");
		await expect(page.locator("#search")).toBeVisible();
	});
});

test("offline is told of, and what has been loaded stays", async ({ page, context }) => {
	await open(page);
	await context.setOffline(true);
	await expect(page.locator("#alert")).toContainText("offline");
	await expect(page.locator("#results [data-ref]").first()).toBeVisible();
	await context.setOffline(false);
	await expect(page.locator("#alert")).toBeEmpty();
});

test.describe("without JavaScript", () => {
	test.use({ javaScriptEnabled: false });
	test("the page says where the lists are", async ({ page }) => {
		await page.goto("./");
		await expect(page.getByRole("link", { name: "burial and other sites" })).toHaveAttribute(
			"href",
			"collections/sites/items",
		);
	});
});
