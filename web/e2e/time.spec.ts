import { expect, open, painted, test } from "./map.ts";

test("a period is typed in months and days, and a bad date is refused in words", async ({ page }) => {
	await open(page, "#v=1&list=all");
	const all = await page.locator('#results [data-ref^="events/"]').count();
	await page.locator("#year-from").fill("1993-04");
	await page.locator("#year-to").fill("1993-04-30");
	await page.locator("#year-to").press("Enter");
	await expect(page).toHaveURL(/t=1993-04\.\.1993-04-30/);
	const answer = await page.request.get("./collections/events/items?limit=1&datetime=1993-04-01/1993-04-30");
	const { numberMatched } = await answer.json();
	await expect(page.locator('#results [data-ref^="events/"]')).toHaveCount(numberMatched);
	expect(numberMatched).toBeLessThan(all);
	await page.locator("#year-from").fill("1993-13");
	await page.locator("#year-from").press("Enter");
	await expect(page.locator("#time-said")).toContainText("1993-04-18");
	await expect(page).toHaveURL(/t=1993-04\.\.1993-04-30/);
	await expect(page.locator("#year-from")).toHaveAttribute("aria-invalid", "");
});

test("the player steps through the years, stops, and goes back step by step", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "no-preference" });
	await open(page, "#v=1&t=1992..1992");
	const from = () => Number(page.url().match(/t=(\d{4})/)?.[1]);
	await page.locator("#time-play").click();
	await expect(page.locator("#time-play")).toHaveText("Pause");
	await expect.poll(from, { timeout: 10_000 }).toBeGreaterThanOrEqual(1994);
	await page.locator("#time-play").click();
	const at = from();
	await page.locator("#time-back").click();
	expect(from()).toBe(at - 1);
	await page.locator("#time-next").click();
	expect(from()).toBe(at);
	await expect(page.locator("#time-play")).toHaveText("Play");
});

test("the map follows the period", async ({ page }) => {
	await open(page, "#v=1&l=events");
	await expect.poll(() => painted(page, "somewhere-events")).toBeGreaterThan(1);
	await page.goto("./#v=1&l=events&t=1950..1951&undated=0");
	await page.reload();
	await expect.poll(() => painted(page, "somewhere-events")).toBe(0);
});
