// The guided view, and two periods side by side.
import type { Page } from "@playwright/test";
import { address, expect, open, painted, showMap, test } from "./map.ts";

interface Story {
	title: Record<string, string>;
	steps: {
		title: Record<string, string>;
		text: Record<string, string>;
		when?: string;
		sources: string[];
		where: number[];
	}[];
}

async function told(page: Page): Promise<Story> {
	return (await page.request.get("./story")).json();
}

test("the guided view moves map and time, by buttons and by keys, and a link leads to a step", async ({ page }) => {
	const { steps } = await told(page);
	expect(steps.length).toBeGreaterThan(3);
	await open(page);
	await page.locator("#story-block > summary").click();
	await expect(page.locator("#story-step")).toHaveText(steps[0]?.title.en ?? "");
	await expect(page).toHaveURL(/&s=1/);
	await page.locator("#story-next").click();
	await expect(page.locator("#story-step")).toHaveText(steps[1]?.title.en ?? "");
	await expect(page.locator("#story-step")).toBeFocused();
	await expect(page).toHaveURL(new RegExp(`t=${steps[1]?.when}.*&s=2`));
	// The step's box is what the map shows now.
	const [west = 0, south = 0, east = 0, north = 0] = steps[1]?.where ?? [];
	// Nearly: on a phone the sheet covers a part of the map.
	const far = async () => {
		const [lon = 0, lat = 0] = await centre(page);
		return Math.max(Math.abs(lon - (west + east) / 2), Math.abs(lat - (south + north) / 2));
	};
	await expect.poll(far).toBeLessThan(1.25);
	await page.keyboard.press("ArrowRight");
	await expect(page.locator("#story-step")).toHaveText(steps[2]?.title.en ?? "");
	await page.keyboard.press("ArrowLeft");
	await expect(page.locator("#story-step")).toHaveText(steps[1]?.title.en ?? "");
	await page.locator(`#story-${steps.length}`).click();
	await expect(page.locator("#story-next")).toHaveAttribute("aria-disabled", "true");
	const last = await address(page);
	await page.locator("#story-leave").click();
	await expect(page).not.toHaveURL(/[&#][st]=/);
	await page.goto("about:blank");
	await open(page, new URL(last).hash);
	await expect(page.locator("#story-step")).toHaveText(steps.at(-1)?.title.en ?? "");
	expect(await address(page)).toBe(last);
});

/** Where the middle of the map is. */
async function centre(page: Page): Promise<number[]> {
	const [, lat, lon] = /map=[\d.]+\/([\d.-]+)\/([\d.-]+)/.exec(await address(page)) ?? [];
	return [Number(lon), Number(lat)];
}

test("a step clears what would hide its records, and leaving gives the reader's own search back", async ({ page }) => {
	const own = [
		"map=8/39.9/46.2",
		"l=villages,events",
		"t=1980..1985",
		"c=1990..1991",
		"undated=0",
		"q=kal",
		"f=kind:town",
		"a=45.5,39.5,46.5,39.5,46.5,40.5,45.5,40.5",
	];
	const { steps } = await told(page);
	await open(page, `#v=1&${own.join("&")}`);
	await expect(page.locator("#map-second")).toBeVisible();
	const before = await address(page);
	await page.locator("#story-block > summary").click();
	for (const [i, { when }] of steps.entries()) {
		await page.locator(`#story-${i + 1}`).click();
		await expect(page).toHaveURL(new RegExp(`${when ? `&t=${when.replaceAll(".", "\\.")}` : ""}&s=${i + 1}$`));
		expect(await address(page)).not.toMatch(/&(c|q|f|a|undated)=/);
		await expect(page.locator("#search")).toHaveValue("");
		await expect(page.locator("#results [data-ref]").first()).toBeVisible();
		await expect(page.locator("#results .empty, #notice .empty")).toHaveCount(0);
		// What the reader looks for meanwhile is of this step only.
		if (i === 0) await page.locator("#search").fill("nothing of that name");
		if (i === 0) await expect(page).toHaveURL(/&q=nothing/);
	}
	await page.locator("#story-leave").click();
	await expect(page).toHaveURL(before);
	await expect(page.locator("#map-second")).toBeVisible();
	await expect(page.locator("#search")).toHaveValue("kal");
	await expect(page.locator("#story")).toBeHidden();
	await expect(page.locator("#story-block > summary")).toBeFocused();
	// Unfolded again, it begins again.
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/&s=1$/);
	await expect(page.locator("#story-step")).toHaveText(steps[0]?.title.en ?? "");
});

test("who comes by a link to a step leaves it for the whole map", async ({ page }) => {
	await open(page, "#v=1&map=8/39.9/46.2&t=1993-04..1993-04&s=2");
	await page.locator("#story-leave").click();
	await expect(page).toHaveURL(/#v=1&map=8\/39\.9\/46\.2$/);
});

test("every step names sources that there are, in every language, and no step looks closely", async ({ page }) => {
	const { title, steps } = await told(page);
	const { sources } = await (await page.request.get("./sources")).json();
	const known = new Set(sources.map((s: { id: string }) => s.id));
	for (const step of steps) {
		expect(step.sources.filter((id) => !known.has(id))).toEqual([]);
		const [west = 0, south = 0, east = 0, north = 0] = step.where;
		expect(Math.min(east - west, north - south)).toBeGreaterThanOrEqual(0.1);
		for (const texts of [title, step.title, step.text])
			expect(Object.keys(texts).sort()).toEqual(["az", "en", "hy", "ru"]);
	}
	for (const lang of ["az", "hy", "ru"]) {
		await open(page, `#v=1&s=2&lang=${lang}`);
		await expect(page.locator(".story-text")).toHaveText(steps[1]?.text[lang] ?? "");
		await expect(page.locator(".story-sources a")).toHaveCount(steps[1]?.sources.length ?? 0);
	}
});

test("who wants little motion is not flown about", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await open(page, "#v=1&map=4/10/10");
	await page.locator("#story-block > summary").click();
	await expect(page.locator("#story-step")).toBeVisible();
	expect(await page.locator(".leaflet-zoom-anim, .leaflet-pan-anim").count()).toBe(0);
	await expect(page).toHaveURL(/&s=1/);
});

test("two periods lie side by side, parted by a slider that keys move", async ({ page }) => {
	await open(page, "#v=1&map=8/39.9/46.2&t=1980..1985&undated=0");
	const before = await painted(page, "zones");
	expect(before).toBe(0);
	await page.locator("#compare-begin").focus();
	await page.keyboard.press("Enter");
	await expect(page.locator("#map-second")).toBeVisible();
	await expect(page).toHaveURL(/&c=\d{4}\.\.\d{4}/);
	await page.locator("#compare-from").fill("1993-5");
	await page.locator("#compare-from").press("Enter");
	await expect(page.locator("#compare-from")).toHaveAttribute("aria-invalid", "true");
	await expect(page.locator("#compare-to")).not.toHaveAttribute("aria-invalid");
	await expect(page.locator("#compare-said")).toContainText("1993-04-18");
	await page.locator("#compare-from").fill("1993-05");
	await page.locator("#compare-to").fill("1994");
	await page.locator("#compare-to").press("Enter");
	await expect(page).toHaveURL(/&c=1993-05\.\.1994/);
	await expect(page.locator("#compare-said")).toBeHidden();
	await expect(page.locator("#compare-from")).not.toHaveAttribute("aria-invalid");
	await expect(page.locator(".half-first")).toContainText("1980");
	await expect(page.locator(".half-second")).toContainText("May 1993");
	const zones = (at: string) =>
		page
			.locator(`${at} canvas[data-painted]`)
			.evaluateAll((all) => all.filter((c) => (c as HTMLElement).dataset.painted?.includes("zones:")).length);
	await expect.poll(() => zones("#map-second")).toBeGreaterThan(0);
	expect(await zones("#map")).toBe(0);
	const cut = () => page.locator("#map-second").evaluate((node) => getComputedStyle(node).clipPath);
	expect(await cut()).toContain("50%");
	await page.locator("#swipe").focus();
	await page.keyboard.press("ArrowLeft");
	expect(await cut()).toContain("49%");
	// The maps move together, whichever of them is moved.
	await showMap(page);
	await page.locator("#zoom-in").click();
	await expect(page).toHaveURL(/map=9\//);
	const levels = () =>
		page.evaluate(() =>
			["#map", "#map-second"].map(
				(id) =>
					document.querySelector(`${id} .data-grid .leaflet-tile-container canvas`)?.getBoundingClientRect().width,
			),
		);
	await expect.poll(async () => new Set(await levels()).size).toBe(1);
	const link = await address(page);
	await page.goto("about:blank");
	await open(page, new URL(link).hash);
	await expect(page.locator(".half-second")).toContainText("May 1993");
	await page.locator("#compare-end").focus();
	await page.keyboard.press("Enter");
	await expect(page.locator("#compare-begin")).toBeFocused();
	await expect(page.locator("#map-second, .swipe, .half-name")).toHaveCount(0);
	await expect(page).not.toHaveURL(/&c=/);
	// The map that stays goes on alone.
	await showMap(page);
	await page.locator("#zoom-out").click();
	await expect(page).toHaveURL(/map=8\//);
});
