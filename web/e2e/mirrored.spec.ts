// The layout from right to left and with words a third longer: nothing is cut
// off, nothing is wider than the screen, and the panels change sides.
import type { Page } from "@playwright/test";
import { bashlibel, expect, open, row, test } from "./map.ts";

/** What shows less than it holds, or lies outside of the screen. */
function cutOff(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const faults: string[] = [];
		const name = (n: Element) =>
			`${n.tagName}#${n.id}.${n.getAttribute("class") ?? ""}: ${n.textContent?.slice(0, 40)}`;
		if (document.documentElement.scrollWidth > innerWidth) faults.push("the page is wider than the screen");
		for (const n of document.querySelectorAll<HTMLElement>("body *:not(#map, #map *)")) {
			const style = getComputedStyle(n);
			const box = n.getBoundingClientRect();
			if (box.width === 0 || box.height === 0 || style.clipPath !== "none" || n.closest(".away, svg, option, .skip"))
				continue;
			if (n.checkVisibility && !n.checkVisibility()) continue;
			if (box.left < -1 || box.right > innerWidth + 1) faults.push(`outside: ${name(n)}`);
			const isHidden = style.overflowX === "hidden" || style.overflowX === "clip";
			if ((isHidden || n.matches("button, label, .panel, .details")) && n.scrollWidth > n.clientWidth + 1)
				faults.push(`cut off: ${name(n)}`);
		}
		return faults;
	});
}

const sizes = {
	desktop: { width: 1280, height: 800 },
	tablet: { width: 900, height: 800 },
	phone: { width: 360, height: 740 },
};

for (const [name, size] of Object.entries(sizes)) {
	test(`from right to left with long words, on a ${name}`, async ({ page }) => {
		await page.setViewportSize(size);
		await open(page, "#v=1&lang=qps");
		await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
		if (name === "phone") await page.locator("#sheet-up").click({ clickCount: 2, delay: 300 });
		for (const id of ["layers-block", "time-block", "filters-block", "offline-block", "download"]) {
			const block = page.locator(`#${id}`);
			if ((await block.getAttribute("open")) === null) await block.locator("> summary").click();
		}
		await expect(page.locator("#filters fieldset").first()).toBeVisible();
		await expect(page.locator("#offline button").first()).toBeVisible();
		expect(await cutOff(page)).toEqual([]);
		const left = (selector: string) => page.locator(selector).evaluate((n) => n.getBoundingClientRect().left);
		if (name !== "phone") expect(await left("#panel")).toBeGreaterThan(await left("#map"));
		const site = await bashlibel(page);
		await row(page, "sites", site.id).click();
		await expect(page.locator("#details .card").first()).toBeVisible();
		await page.locator("#details details").evaluateAll((folds) => {
			for (const fold of folds as HTMLDetailsElement[]) fold.open = true;
		});
		expect(await cutOff(page)).toEqual([]);
		if (name === "desktop") expect(await left("#details")).toBeLessThan(await left("#map"));
		// The record lies beside the panel that covers the map, not under it.
		if (name !== "phone") {
			const chosen = await page.locator("#map .chosen").first().boundingBox();
			const details = await page.locator("#details").boundingBox();
			expect((chosen?.x ?? 0) + (chosen?.width ?? 0) / 2).toBeGreaterThan((details?.x ?? 0) + (details?.width ?? 0));
		}
	});
}

test("the map's west stays left, and its arrows where they point", async ({ page }) => {
	await open(page, "#v=1&lang=qps");
	const left = (selector: string) => page.locator(selector).evaluate((n) => n.getBoundingClientRect().left);
	expect(await left("#pan-left")).toBeLessThan(await left("#pan-right"));
	expect(await page.locator("#map").evaluate((n) => getComputedStyle(n).direction)).toBe("ltr");
	expect(await page.locator(".sliders").evaluate((n) => getComputedStyle(n).direction)).toBe("ltr");
});

test("data in other letters run their own way on a mirrored page", async ({ page }) => {
	const site = await bashlibel(page);
	await open(page, `#v=1&lang=qps&list=all&sel=sites/${site.id}`);
	await expect(page.locator("#details .card").first()).toBeVisible();
	const direction = (selector: string) =>
		page.locator(selector).evaluateAll((all) => [...new Set(all.map((n) => getComputedStyle(n).direction))]);
	expect(await direction("html")).toEqual(["rtl"]);
	for (const selector of [
		"#results .row-name",
		"#results .row-sub",
		"#details h2",
		"#details .card .value",
		"#details .card .cited button",
		"#details .source > summary > span:first-child",
		"#details .source dd",
	])
		expect(await direction(selector), selector).toEqual(["ltr"]);
	// Words filled into a sentence are kept apart from it, by Unicode's isolates.
	const who = await page.locator("#details .card .who").first().textContent();
	expect(who).toMatch(/\u2068[^\u2068\u2069]+\u2069/);
	// A name in Arabic letters runs from right to left on a page that does not.
	await page.locator("#language").selectOption("en");
	await page
		.locator("#results .row-name")
		.first()
		.evaluate((n) => {
			n.textContent = "کلبجر";
		});
	expect(await direction("#results .row:first-of-type .row-name")).toContain("rtl");
});
