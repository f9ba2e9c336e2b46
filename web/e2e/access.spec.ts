// Faults of access that axe finds, in every state of the page, in either scheme;
// and the ways through it that no rule of axe knows.
import type { Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { address, expect, open, test } from "./map.ts";
import { openWhole, STATES, unfoldAll } from "./states.ts";

const isElsewhere = process.env.STELE_URL !== undefined;

for (const [name, state] of Object.entries(STATES)) {
	test.describe(name, () => {
		test.use({ expected: state.expected ?? null, ...(state.size ? { viewport: state.size } : {}) });
		test.skip(isElsewhere && state.isMade === true, "the server at STELE_URL has another world");
		test("no violation of WCAG A or AA, light and dark", async ({ page }) => {
			await state.reach(page);
			expect(await violationsOfBoth(page)).toEqual([]);
		});
	});
}

// The other languages: see languages.spec.ts.
test("no violation of WCAG A or AA, light and dark, from right to left", async ({ page }) => {
	// The mirrored pseudo-language is no language, and nobody's choice.
	const faults = async () => (await violationsOfBoth(page)).filter((v) => !/^\w+: html-lang-valid/.test(v));
	await open(page, "#v=1&lang=qps");
	await unfoldAll(page);
	expect(await faults()).toEqual([]);
	await openWhole(page, "&lang=qps");
	expect(await faults()).toEqual([]);
});

/** The faults of a state, each with the scheme that has it. */
async function violationsOfBoth(page: Page): Promise<string[]> {
	const found: string[] = [];
	for (const colorScheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme });
		found.push(...(await violations(page)).map((v) => `${colorScheme}: ${v}`));
	}
	return found;
}

for (const [name, media] of Object.entries({
	"more contrast": { contrast: "more" },
	"more contrast, dark": { contrast: "more", colorScheme: "dark" },
	"forced colours": { forcedColors: "active" },
	"forced colours, dark": { forcedColors: "active", colorScheme: "dark" },
	"on paper": { media: "print" },
} as const)) {
	test(`no violation of WCAG A or AA: ${name}`, async ({ page }) => {
		await open(page);
		if (name !== "on paper") await unfoldAll(page);
		await page.emulateMedia(media);
		expect(await violations(page)).toEqual([]);
		await openWhole(page);
		expect(await violations(page)).toEqual([]);
		if (name === "on paper") return;
		// The open record is told from the others by more than a ground that may be forced away.
		const opened = page.locator("#results .row[aria-current]");
		const mark = await opened.evaluate((n) => getComputedStyle(n).outlineStyle + getComputedStyle(n).boxShadow);
		expect(mark).toMatch(/solid|inset/);
		await open(page, "#v=1&map=8/39.9/46.2&t=1990..1991&c=1993..1994&s=2");
		await expect(page.locator("#story-step")).toBeVisible();
		expect(await violations(page)).toEqual([]);
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
	const before = await address(page);
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
