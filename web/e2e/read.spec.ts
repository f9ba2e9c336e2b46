// What the panel of a record has beside its claims.
import type { Page } from "@playwright/test";
import { bashlibel, expect, feature, open, row, test } from "./map.ts";

async function openContested(page: Page) {
	await open(page, "#v=1&list=all");
	const event = await feature(page, "events", (f) => Number(f.properties.figure_count) > 3);
	await row(page, "events", event.id).click();
	await expect(page.locator("#details .figures")).toBeVisible();
	return event;
}

test("rival figures are drawn on one scale, and the drawing says no more than the table", async ({ page }) => {
	await openContested(page);
	const drawing = page.locator("#details .figure-bars").first();
	await expect(drawing).toBeVisible();
	await expect(drawing).toHaveAttribute("aria-hidden", "true");
	const measure = page
		.locator("#details .figures tbody")
		.filter({ has: page.locator(".figure-bars") })
		.first();
	const numbers = await measure.locator("td.number").allTextContents();
	const drawn = numbers.filter((text) => /\d/.test(text)).length;
	await expect(measure.locator(".best, .range")).not.toHaveCount(0);
	expect(await measure.locator(".best").count()).toBeLessThanOrEqual(drawn);
});

test("the timeline puts the record's dates in order", async ({ page }) => {
	await openContested(page);
	const moments = page.locator("#details .timeline").first().locator("li");
	expect(await moments.count()).toBeGreaterThan(2);
	const years = (await moments.locator(".moment").allTextContents()).map((text) => Number(text.match(/\d{4}/)?.[0]));
	expect(years).toEqual([...years].sort());
});

test("the history says what a version has otherwise, the newest first", async ({ page }) => {
	const site = await bashlibel(page);
	await page.route("**/history", async (route) => {
		const answer = await route.fetch();
		const text = await answer.json();
		const versions = [
			{ version: 2, day: "2026-05-03", reason: "as reviewed", changed: { stage: "located" } },
			...text.versions,
		];
		await route.fulfill({ response: answer, json: { ...text, versions } });
	});
	await open(page, `#v=1&sel=sites/${site.id}`);
	await page.locator("#details .history > summary").click();
	await expect(page.locator("#details .history li").first()).toContainText("as reviewed");
	await expect(page.locator("#details .history li").first()).toContainText("Changed: Examination");
});

test("the history tells when each public version came out, and why", async ({ page }) => {
	const event = await openContested(page);
	await page.locator("#details .history > summary").click();
	const { versions } = await (await page.request.get(`./collections/events/items/${event.id}/history`)).json();
	await expect(page.locator("#details .history li")).toHaveCount(versions.length);
	await expect(page.locator("#details .history")).toContainText(versions[0].reason);
});

test("a record is cited as text, BibTeX and RIS, with a link that opens it", async ({ page }) => {
	const event = await openContested(page);
	await page.locator("#details .cite > summary").click();
	const text = page.locator("#cite-text");
	await expect(text).toHaveValue(new RegExp(`#v=1&sel=events/${event.id}`));
	await page.locator("#cite-form").selectOption("bibtex");
	await expect(text).toHaveValue(/^@misc\{stele-/);
	await page.locator("#cite-form").selectOption("ris");
	await expect(text).toHaveValue(/^TY {2}- DATA/);
	const [, url] = (await text.inputValue()).match(/UR {2}- (\S+)/) ?? [];
	await page.goto("about:blank");
	await page.goto(url ?? "");
	await expect(page.locator("#details h2")).toHaveText(String(event.properties.name));
});
