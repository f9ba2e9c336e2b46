import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { bashlibel, expect, open, row, test } from "./map.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules of WCAG A and AA that the page breaks, with where. */
async function violations(page: Page): Promise<string[]> {
	// By the debugger, which the page's content policy does not bind.
	const session = await page.context().newCDPSession(page);
	const run = `${axe}; axe.run({ runOnly: ["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"] }).then((r) => JSON.stringify(
		r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ") + " " + n.failureSummary).join(" | "))))`;
	const { result } = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true });
	return JSON.parse(result.value);
}

for (const scheme of ["light", "dark"] as const) {
	for (const lang of ["en", "az", "hy", "ru"]) {
		test(`no violation of WCAG A or AA: ${lang}, ${scheme}`, async ({ page }) => {
			await page.emulateMedia({ colorScheme: scheme });
			await open(page, `#v=1&lang=${lang}`);
			for (const summary of await page.locator(".legend > summary, .download > summary").all()) await summary.click();
			expect(await violations(page)).toEqual([]);
			const site = await bashlibel(page);
			await row(page, "sites", site.id).click();
			await page.locator("#details .source > summary").first().click();
			expect(await violations(page)).toEqual([]);
		});
	}
}

for (const [name, media] of Object.entries({
	"more contrast": { contrast: "more" },
	"more contrast, dark": { contrast: "more", colorScheme: "dark" },
	"forced colours": { forcedColors: "active" },
	"forced colours, dark": { forcedColors: "active", colorScheme: "dark" },
} as const)) {
	test(`no violation of WCAG A or AA: ${name}`, async ({ page }) => {
		await page.emulateMedia(media);
		await open(page);
		expect(await violations(page)).toEqual([]);
		await page.locator("#results .row").first().click();
		await expect(page.locator("#details .card").first()).toBeVisible();
		expect(await violations(page)).toEqual([]);
		// The open record is told from the others by more than a ground that may be forced away.
		const opened = page.locator("#results .row[aria-current]");
		const mark = await opened.evaluate((n) => getComputedStyle(n).outlineStyle + getComputedStyle(n).boxShadow);
		expect(mark).toMatch(/solid|inset/);
	});
}

test("map and legend are painted anew in the colours that the system forces", async ({ page }) => {
	await open(page);
	const picture = (selector: string) =>
		page
			.locator(selector)
			.first()
			.evaluate((n) => (n as HTMLCanvasElement).toDataURL());
	const selectors = ["#layers canvas.sample", "#map canvas[data-painted]"];
	const before = await Promise.all(selectors.map(picture));
	await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
	for (const [i, selector] of selectors.entries()) await expect.poll(() => picture(selector)).not.toBe(before[i]);
});

test("no violation where nothing is found and where loading fails", async ({ page }) => {
	await open(page, "#v=1&q=nowhere");
	expect(await violations(page)).toEqual([]);
	await page.route("**/collections/zones/items*", (route) => route.abort());
	await page.reload();
	await expect(page.locator("#alert")).toContainText("Not loaded");
	expect(await violations(page)).toEqual([]);
});

test("no violation in the guided view, beside a second map, and on the pages for frames", async ({ page }) => {
	await open(page, "#v=1&s=3");
	await expect(page.locator(".story-sources a").first()).toBeVisible();
	expect(await violations(page)).toEqual([]);
	await open(page, "#v=1&map=8/39.9/46.2&t=1990..1991&c=1993..1994");
	await expect(page.locator("#swipe")).toBeVisible();
	expect(await violations(page)).toEqual([]);
	await page.goto("./embed#v=1&map=8/39.9/46.2&side=list");
	await expect(page.locator("#results .row").first()).toBeVisible();
	expect(await violations(page)).toEqual([]);
	await page.goto("./embed-options#v=1");
	await expect(page.locator("#snippet")).toHaveValue(/iframe/);
	expect(await violations(page)).toEqual([]);
});

test("by keyboard alone: skip to the list, open a record, read a source, close, and be back", async ({ page }) => {
	await open(page);
	await page.keyboard.press("Tab");
	await expect(page.locator("#skip")).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(page.locator("#results")).toBeFocused();
	await page.keyboard.press("Tab");
	const first = page.locator("#results .row").first();
	await expect(first).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(page.locator("#details h2")).toBeFocused();
	const source = page.locator("#details .source > summary").first();
	await expect(source).toBeVisible();
	for (let i = 0; i < 60 && !(await source.evaluate((n) => n === document.activeElement)); i++)
		await page.keyboard.press("Tab");
	await expect(source).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(page.locator("#details .source").first()).toHaveAttribute("open", "");
	await page.keyboard.press("Escape");
	await expect(page.locator("#details")).toBeHidden();
	await expect(first).toBeFocused();
});

test("the map pans and zooms by keyboard", async ({ page }) => {
	await open(page);
	const before = page.url();
	await page.locator("#map").focus();
	await page.keyboard.press("ArrowRight");
	await expect.poll(() => page.url()).not.toBe(before);
	const zoom = () => Number(page.url().match(/map=([\d.]+)/)?.[1]);
	const at = zoom();
	await page.keyboard.press("+");
	await expect.poll(zoom).toBeGreaterThan(at);
});

test("the page speaks the reader's language, the records too", async ({ page }) => {
	await open(page);
	await page.locator("#language").selectOption("az");
	await expect(page.locator("html")).toHaveAttribute("lang", "az");
	await expect(page.getByRole("heading", { name: "Laylar" })).toBeVisible();
	await expect(page.locator("#results .row-name", { hasText: "Başlıbel" }).first()).toHaveAttribute("lang", "az");
});
