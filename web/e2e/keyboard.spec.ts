// All that the page can do, by keyboard alone: no click, no drag, and nothing is
// reached but by Tab and the keys of what has the focus.
import type { Page } from "@playwright/test";
import { bashlibel, expect, GUARDED, needsMadeWorlds, open, test } from "./map.ts";

/** Goes on by Tab, or back, until the element has the focus. */
async function tabTo(page: Page, selector: string, key = "Tab"): Promise<void> {
	const isThere = () => page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector);
	for (let i = 0; i < 250; i++) {
		if (await isThere()) return;
		await page.keyboard.press(key);
	}
	throw new Error(`Tab does not lead to ${selector}`);
}

/** Unfolds a block by its summary. */
async function unfold(page: Page, id: string): Promise<void> {
	await tabTo(page, `#${id} > summary`);
	await page.keyboard.press("Enter");
	await expect(page.locator(`#${id}`)).toHaveAttribute("open", "");
}

test("find: type a name, choose, read, close", async ({ page }) => {
	await open(page);
	await tabTo(page, "#search");
	await page.keyboard.type("kelbecer");
	await expect(page.locator("#search-list").getByRole("option").first()).toBeVisible();
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await expect(page.locator("#details h2")).toBeFocused();
	await page.keyboard.press("Escape");
	await expect(page.locator("#details")).toBeHidden();
});

test("filter: a layer, a property, an area that is typed, and chips that take them away", async ({ page }) => {
	await open(page, "#v=1&list=all");
	await tabTo(page, "#layer-districts");
	await page.keyboard.press("Space");
	await expect(page).toHaveURL(/l=sites,villages,zones,events/);
	await unfold(page, "filters-block");
	await expect(page.locator("#area-text")).toBeVisible();
	await tabTo(page, "#area-text");
	await page.keyboard.type("45.5 39.5 46.5 40.5");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/&a=45\.5,39\.5/);
	await tabTo(page, "#facet-kind-town");
	await page.keyboard.press("Space");
	await expect(page).toHaveURL(/f=kind:town/);
	await tabTo(page, "#chips button");
	for (const left of [3, 2, 1]) {
		await expect(page.locator("#chips .chip")).toHaveCount(left);
		await expect(page.locator("#chips button:focus")).toHaveCount(1);
		await page.keyboard.press("Enter");
	}
	await expect(page.locator("#chips button")).toHaveCount(0);
	await expect(page).not.toHaveURL(/[&#](l|f|a)=/);
	await tabTo(page, 'input[name="scope"]', "Shift+Tab");
	await page.keyboard.press("ArrowLeft");
	await expect(page.locator('input[name="scope"][value="view"]')).toBeChecked();
});

test("time: slide, type, step, play, and compare", async ({ page }) => {
	await open(page);
	await tabTo(page, "#time-from");
	await page.keyboard.press("ArrowRight");
	await expect(page).toHaveURL(/t=\d{4}\.\.\d{4}/);
	await tabTo(page, "#year-from");
	await page.keyboard.press("Control+a");
	await page.keyboard.type("1993-04");
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/t=1993-04\.\./);
	await tabTo(page, "#undated");
	await page.keyboard.press("Space");
	await expect(page).toHaveURL(/undated=0/);
	await tabTo(page, "#time-next", "Shift+Tab");
	await page.keyboard.press("Enter");
	await tabTo(page, "#compare-begin");
	await page.keyboard.press("Enter");
	await expect(page.locator("#map-second")).toBeVisible();
	await tabTo(page, "#swipe");
	await page.keyboard.press("ArrowRight");
	expect(await page.locator("#map-second").evaluate((n) => getComputedStyle(n).clipPath)).toContain("51%");
	await tabTo(page, "#compare-end", "Shift+Tab");
	await page.keyboard.press("Enter");
	await expect(page.locator("#map-second")).toHaveCount(0);
});

test("map: pan and zoom by its buttons and by its keys", async ({ page }) => {
	await open(page, "#v=1&map=9/40/46");
	for (const [id, moved] of [
		["zoom-in", /map=10\//],
		["zoom-out", /map=9\//],
		["pan-up", /map=9\/40\.[1-9]/],
		["pan-right", /map=9\/40\.\d+\/46\.[1-9]/],
	] as const) {
		await tabTo(page, `#${id}`);
		await page.keyboard.press("Enter");
		await expect(page).toHaveURL(moved);
	}
});

test("read: a record's claims, a source, its history and its citation", async ({ page }) => {
	const site = await bashlibel(page);
	await open(page, "#v=1");
	await tabTo(page, `[data-ref="sites/${site.id}"]`);
	await page.keyboard.press("Enter");
	await expect(page.locator("#details h2")).toBeFocused();
	await expect(page.locator("#details .card").first()).toBeVisible();
	await tabTo(page, "#details .cited button");
	await page.keyboard.press("Enter");
	await expect(page.locator("#details details.source[open] > summary")).toBeFocused();
	await tabTo(page, "#details .history > summary");
	await page.keyboard.press("Enter");
	await expect(page.locator("#details .history li").first()).toBeVisible();
	await tabTo(page, "#details .cite > summary");
	await page.keyboard.press("Enter");
	await tabTo(page, "#cite-form");
	await page.keyboard.press("ArrowDown");
	await expect(page.locator("#cite-text")).toHaveValue(/^@misc/);
	await page.keyboard.press("Escape");
	await expect(page.locator(`[data-ref="sites/${site.id}"]`)).toBeFocused();
});

test("take away: a format, a file, the frame's page", async ({ page }) => {
	await open(page, "#v=1&list=all&l=events");
	await unfold(page, "download");
	await expect(page.locator("#take-format option").nth(5)).toBeAttached();
	await tabTo(page, "#take-format");
	await page.keyboard.type("CSV");
	await expect(page.locator("#take-format")).toHaveValue("csv");
	await tabTo(page, 'a[data-layer="events"]');
	const coming = page.waitForEvent("download");
	await page.keyboard.press("Enter");
	expect((await coming).suggestedFilename()).toMatch(/^stele-events.*\.csv$/);
	await tabTo(page, "#take-embed");
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/embed-options/);
	await tabTo(page, "#layer-events");
	await page.keyboard.press("Space");
	await expect(page.locator("#snippet")).toHaveValue(/l=none/);
});

test("the guided view, and the language", async ({ page }) => {
	await open(page);
	await tabTo(page, "#language");
	await page.keyboard.press("ArrowDown");
	await expect(page.locator("html")).toHaveAttribute("lang", "az");
	await unfold(page, "story-block");
	await expect(page.locator("#story-step")).toBeVisible();
	await tabTo(page, "#story-next");
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/&s=2/);
	await expect(page.locator("#story-step")).toBeFocused();
	await page.keyboard.press("ArrowRight");
	await expect(page).toHaveURL(/&s=3/);
	await tabTo(page, "#story-leave");
	await page.keyboard.press("Enter");
	await expect(page).not.toHaveURL(/&s=/);
});

test("an area is saved for use without a network", async ({ page }) => {
	await open(page);
	await unfold(page, "offline-block");
	await expect(page.locator("#offline button").first()).toBeVisible();
	await tabTo(page, "#offline button");
	await page.keyboard.press("Enter");
	await expect(page.locator(".offline-said button").first()).toBeFocused();
	await expect(page.locator(".offline-said")).toContainText("to load");
});

/** Has the page drawn anew, as it is with every move of the map, and waits until it is. */
async function drawAgain(page: Page): Promise<void> {
	await page.evaluate(async () => {
		dispatchEvent(new Event("online"));
		for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
	});
}

test.describe("in a long list", () => {
	needsMadeWorlds();
	test.use({ baseURL: GUARDED });
	test("more rows are asked for, and the focus is on the first of them", async ({ page }) => {
		await open(page, "#v=1&list=all&l=villages");
		await expect(page.locator("#results .row")).toHaveCount(100);
		await page.locator("#results .row").nth(98).focus();
		await tabTo(page, "button.more");
		await page.keyboard.press("Enter");
		await expect(page.locator("#results .row")).toHaveCount(108);
		await expect(page.locator("#results .row").nth(100)).toBeFocused();
	});
});

test("more values of a filter are asked for, and the focus is on the first of them", async ({ page }) => {
	await page.route("**/collections/villages/items*", async (route) => {
		const answer = await route.fetch();
		const body = await answer.json();
		for (const [i, { properties }] of body.features.entries()) properties.source = `source-${i % 12}`;
		await route.fulfill({ response: answer, json: body });
	});
	await open(page, "#v=1&list=all&l=villages");
	await unfold(page, "filters-block");
	await tabTo(page, "#facet-more-source");
	await drawAgain(page);
	await expect(page.locator("#facet-more-source")).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(page.locator("#facet-more-source")).toHaveCount(0);
	await expect(page.locator('[id^="facet-source-"]').nth(8)).toBeFocused();
});

test("nothing found: a filter is dropped, and the focus is on the list", async ({ page }) => {
	await open(page, "#v=1&list=all&q=nowhere");
	await tabTo(page, "#notice button");
	await drawAgain(page);
	await expect(page.locator("#notice button").first()).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(page.locator("#results .row").first()).toBeVisible();
	await expect(page.locator("#results")).toBeFocused();
});

test("a layer that did not come is asked for again, and said once to be missing", async ({ page }) => {
	await page.route("**/collections/zones/items*", (route) => route.abort());
	await open(page, "#v=1&map=9/40/46");
	const again = page.locator("#alert button");
	await expect(again).toHaveText("Try again");
	await tabTo(page, "#alert button");
	const changes = await page.evaluateHandle(() => {
		const seen: MutationRecord[] = [];
		const watch = (id: string) =>
			new MutationObserver((found) => seen.push(...found)).observe(document.getElementById(id) as HTMLElement, {
				childList: true,
				subtree: true,
				characterData: true,
			});
		watch("alert");
		watch("notice");
		return seen;
	});
	await page.evaluate(() => document.getElementById("pan-up")?.click());
	await expect(page).toHaveURL(/map=9\/40\.[1-9]/);
	await drawAgain(page);
	await expect(again).toBeFocused();
	expect(await changes.evaluate((seen) => seen.length)).toBe(0);
	await page.unroute("**/collections/zones/items*");
	await page.keyboard.press("Enter");
	await expect(page.locator("#alert")).toBeEmpty();
	await expect(page.locator("#map")).toBeFocused();
});

test("that no place was told of is said until the map moves, or it is closed", async ({ page }) => {
	await open(page, "#v=1&map=9/40/46");
	const told = page.locator("#alert");
	await tabTo(page, "#locate");
	await page.keyboard.press("Enter");
	await expect(told).toContainText("allow");
	await drawAgain(page);
	await expect(told).toContainText("allow");
	await tabTo(page, "#zoom-in", "Shift+Tab");
	await page.keyboard.press("Enter");
	await expect(told).toBeEmpty();
	await tabTo(page, "#locate");
	await page.keyboard.press("Enter");
	await expect(told).toContainText("allow");
	await tabTo(page, "#alert button");
	await page.keyboard.press("Enter");
	await expect(told).toBeEmpty();
	await expect(page.locator("#map")).toBeFocused();
});
