import type { Page } from "@playwright/test";
import { bashlibel, expect, open, painted, test } from "./map.ts";

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
	await expect(page.locator("#year-from")).toHaveAttribute("aria-invalid", "true");
	await expect(page.locator("#year-to")).not.toHaveAttribute("aria-invalid");
});

for (const [what, mend] of [
	["a slider that is moved", (page: Page) => page.locator("#time-from").press("ArrowRight")],
	["the button for all times", (page: Page) => page.locator("#time-all").click()],
	["the player", (page: Page) => page.locator("#time-next").click()],
	["a filter that is taken away", (page: Page) => page.locator(".chip").first().click()],
] as const) {
	test(`a bad date stays to be mended, and ${what} takes it back with its words`, async ({ page }) => {
		await open(page, "#v=1&map=8/39.9/46.2&t=1993..1994");
		const field = page.locator("#year-from");
		await field.fill("1993-13");
		await field.press("Tab");
		await expect(page.locator("#time-said")).toBeVisible();
		// What is drawn anew meanwhile leaves it as it was typed, in words of the reader's language.
		await page.locator("#language").selectOption("ru");
		await expect(page.locator("#time-said")).toContainText("Пишите");
		await expect(field).toHaveValue("1993-13");
		await mend(page);
		await expect(page.locator("#time-said")).toBeHidden();
		await expect(field).not.toHaveAttribute("aria-invalid");
		await expect(field).toHaveValue(/^\d{4}$/);
	});
}

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

for (const [from, to, hash, days] of [
	["199X", "", "1990..1999", "1990-01-01/1999-12-31"],
	["1993-21", "1993-22", "1993-03..1993-09", "1993-03-01/1993-09-30"],
	["1992/1994-05", "", "1992..1994-05", "1992-01-01/1994-05-31"],
	["1993~", "1993-XX", "1993..1993", "1993-01-01/1993-12-31"],
	["[1992, 1994]", "", "1992..1994", "1992-01-01/1994-12-31"],
] as const) {
	test(`EDTF is understood: ${from} ${to}`, async ({ page }) => {
		await open(page, "#v=1&list=all&l=events");
		await page.locator("#year-to").fill(to || from);
		await page.locator("#year-from").fill(from);
		await page.locator("#year-from").press("Enter");
		await expect(page).toHaveURL(new RegExp(`t=${hash.replaceAll(".", "\\.")}(&|$)`));
		const { numberMatched } = await (
			await page.request.get(`./collections/events/items?limit=1&datetime=${days}`)
		).json();
		await expect(page.locator("#count")).toHaveText(new RegExp(`^${numberMatched} `));
	});
}

test("the histogram has the server's counts, certain and possible", async ({ page }) => {
	await open(page);
	const counts = new Map<number, { certain: number; possible: number }>();
	for (const layer of ["sites", "events"]) {
		const { years } = await (await page.request.get(`./collections/${layer}/stats`)).json();
		for (const { year, certain, possible } of years) {
			const sum = counts.get(year) ?? { certain: 0, possible: 0 };
			counts.set(year, { certain: sum.certain + certain, possible: sum.possible + possible });
		}
	}
	const first = Number(await page.locator("#time-from").getAttribute("min"));
	const drawn = await page.locator("#time .bars").evaluate((svg) => {
		const heights = (kind: string) =>
			[...svg.querySelectorAll(`.${kind}`)].map((bar) => Number(bar.getAttribute("height")));
		return { certain: heights("certain"), possible: heights("possible") };
	});
	const inView = [...counts].filter(([year]) => year >= first && year < first + drawn.certain.length);
	expect(inView.some(([, c]) => c.certain > 0) && inView.some(([, c]) => c.possible > c.certain)).toBe(true);
	const most = Math.max(...inView.map(([, c]) => c.possible));
	for (const [i, height] of drawn.certain.entries()) {
		// The server's years begin with its first date, the page's with the first of all layers.
		const { certain, possible } = counts.get(first + i) ?? { certain: 0, possible: null };
		expect(height * most, `certain in ${first + i}`).toBeCloseTo(certain, 5);
		if (possible === null) continue;
		expect((drawn.possible[i] ?? 0) * most, `only possible in ${first + i}`).toBeCloseTo(possible - certain, 5);
	}
});

test("what is undated is shown, or not, as the reader wants", async ({ page }) => {
	await open(page, "#v=1&list=all&t=1993..1994");
	const { undated } = await (await page.request.get("./collections/villages/stats")).json();
	expect(undated).toBeGreaterThan(0);
	const villages = page.locator('#results [data-ref^="villages/"]');
	const before = await villages.count();
	await expect(page.locator("#time .undated")).toContainText(/\(\d+\)/);
	await page.locator("#undated").uncheck();
	await expect(villages).toHaveCount(before - undated);
	await expect(page).toHaveURL(/undated=0/);
	await page.locator("#undated").check();
	await expect(villages).toHaveCount(before);
});

test("who wants little motion is given longer to look at each step", async ({ page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" });
	await page.clock.install();
	await open(page, "#v=1&t=1992..1992");
	const from = () => Number(page.url().match(/t=(\d{4})/)?.[1]);
	await page.locator("#time-play").click();
	const first = from();
	await page.clock.runFor(2000);
	expect(from()).toBe(first);
	await page.clock.runFor(1000);
	expect(from()).toBe(first + 1);
});

test("the sliders are the browser's own, and so is the one between two maps", async ({ page }) => {
	await open(page, "#v=1&t=1990..1991&c=1993..1994");
	for (const id of ["#time-from", "#time-to", "#swipe"])
		await expect(page.locator(id)).toHaveAttribute("type", "range");
});

interface Stats {
	undated: number;
	years: { year: number; certain: number; possible: number }[];
}

for (const [what, hash, params] of [
	["nothing else", "", {}],
	["a property", "&f=kind:resolution", { kind: "resolution" }],
	["a property, whatever the period", "&f=kind:resolution&t=2021..2021", { kind: "resolution" }],
	[
		"two properties",
		"&f=contested:false;verification:single_source",
		{ contested: "false", verification: "single_source" },
	],
	["a name", "&q=bash", { q: "bash" }],
	["an area", "&a=46.12,39.97,46.14,39.97,46.14,39.99,46.12,39.99", {}],
] as [string, string, Record<string, string>][]) {
	test(`the years count what passes ${what}, as the server counts it`, async ({ page }) => {
		if (what === "an area") {
			const { place } = (await bashlibel(page)).properties;
			const answer = await page.request.get("./collections/districts/items?bbox=46.12,39.97,46.14,39.99");
			const { features } = await answer.json();
			const places = [place, ...features.map((f: { id: string }) => `districts/${f.id}`)];
			params.filter = `place IN (${places.map((ref) => `'${ref}'`).join(",")})`;
		}
		const query = new URLSearchParams({ facets: "contested", ...params });
		const all: Stats = await (await page.request.get("./collections/events/stats?facets=contested")).json();
		const stats: Stats = await (await page.request.get(`./collections/events/stats?${query}`)).json();
		if (hash) expect(stats.years).not.toEqual(all.years);
		await open(page, `#v=1&l=events${hash}`);
		const most = Math.max(...stats.years.map(({ possible }) => possible));
		const bars = page.locator("#time .bars rect");
		const heights = () =>
			bars.evaluateAll((list) => list.map((r) => Number(Number(r.getAttribute("height")).toFixed(6))));
		const want = all.years.flatMap(({ year }) => {
			const { certain, possible } = stats.years.find((y) => y.year === year) ?? { certain: 0, possible: 0 };
			return [(possible - certain) / most, certain / most];
		});
		await expect.poll(heights).toEqual(want.map((n) => Number(n.toFixed(6))));
		// The sliders keep their ends.
		await expect(page.locator("#time-from")).toHaveAttribute("min", String(all.years[0]?.year));
		await expect(page.locator("#time-from")).toHaveAttribute("max", String(all.years.at(-1)?.year));
	});
}

test("what is undated is counted of what passes the other filters", async ({ page }) => {
	await open(page, "#v=1&list=all&l=villages&f=kind:town&t=1993..1993");
	const towns: Stats = await (await page.request.get("./collections/villages/stats?facets=contested&kind=town")).json();
	const all: Stats = await (await page.request.get("./collections/villages/stats?facets=contested")).json();
	expect(towns.undated).toBeGreaterThan(0);
	expect(towns.undated).toBeLessThan(all.undated);
	const words = (n: number) => `Also show what is undated (${n})`;
	await expect(page.locator("#time .undated")).toHaveText(words(towns.undated));
	await page.locator("#search").fill("lachin");
	await expect(page.locator("#time .undated")).toHaveText(words(1));
	await page.locator("#search").fill("");
	await page.locator("#chips .chip").filter({ hasText: "Kind" }).click();
	await expect(page.locator("#time .undated")).toHaveText(words(all.undated));
});
