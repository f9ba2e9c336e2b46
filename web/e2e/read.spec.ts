// What the panel of a record has beside its claims.
import type { Page } from "@playwright/test";
import { bashlibel, expect, feature, open, row, settled, test } from "./map.ts";

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
	// Each bar has its source's name, in the table's order.
	const names = await measure.locator(".bar-source").allTextContents();
	const told = await measure.locator("td .who").allTextContents();
	expect(names.length).toBe(numbers.length);
	for (const [i, name] of names.entries()) expect(told[i]).toContain(name.replace(/…$/, ""));
	await expect(measure.locator(".best, .range")).not.toHaveCount(0);
	expect(await measure.locator(".best").count()).toBeLessThanOrEqual(drawn);
});

test("a figure that is open to one side is drawn so, alone as it is", async ({ page }) => {
	const { figures } = await (await page.request.get("./figures?limit=1000")).json();
	type Figure = { word: string | null; comparator: string; measure: string; scope: { collection: string; id: string } };
	const open500 = (figures as Figure[]).find((f) => f.comparator === "more_than");
	await open(page, `#v=1&sel=${open500?.scope.collection}/${open500?.scope.id}`);
	const row = page.locator("#details .figures tbody", { hasText: "More than 500" });
	await expect(row.locator(".figure-bars .range.open")).toHaveCount(1);
	// It begins at its number and reaches the end of the scale; no dot says that it is 501.
	const at = async (part: string, name: string) =>
		Number(await row.locator(`.figure-bars ${part}`).last().getAttribute(name));
	const width = await at(".range.open", "width");
	expect((await at(".range.open", "x")) + width).toBeCloseTo(await at(".grid", "x1"), 5);
	expect(width).toBeGreaterThan(20);
	await expect(row.locator(".figure-bars .best")).toHaveCount(0);
	// What is one number by itself has no drawing.
	await expect(page.locator("#details .figures tbody", { hasText: "53,340" }).locator(".figure-bars")).toHaveCount(0);
});

test("a word is drawn as a word", async ({ page }) => {
	await openContested(page);
	await expect(page.locator("#details .figure-bars .bar-word")).toHaveText(["“dozens”"]);
});

test("the timeline puts the record's dates in order", async ({ page }) => {
	await openContested(page);
	const moments = page.locator("#details .timeline").first().locator("li");
	expect(await moments.count()).toBeGreaterThan(2);
	const years = (await moments.locator(".moment").allTextContents()).map((text) => Number(text.match(/\d{4}/)?.[0]));
	expect(years).toEqual([...years].sort());
});

test("the history tells when each public version came out, and why", async ({ page }) => {
	const event = await openContested(page);
	await page.locator("#details .history > summary").click();
	const { versions } = await (await page.request.get(`./collections/events/items/${event.id}/history`)).json();
	await expect(page.locator("#details .history li")).toHaveCount(versions.length);
	await expect(page.locator("#details .history")).toContainText(versions[0].reason);
});

test.describe("a record that one goes back to while another is on its way", () => {
	test.use({ expected: /status of 500/ });
	for (const status of [200, 500])
		test(`keeps what is said of it, whatever comes then: ${status}`, async ({ page }) => {
			const event = await openContested(page);
			const said = page.locator("#details .source").first();
			await expect(said).toBeVisible();
			const other = await feature(page, "events", (f) => f.id !== event.id);
			let release = () => {};
			const held = new Promise<void>((resolve) => {
				release = resolve;
			});
			const answered = page
				.waitForEvent("requestfinished", (r) => r.url().includes(`${other.id}/claims`))
				.catch(() => null);
			await page.route(`**/${other.id}/claims`, async (route) => {
				await held;
				await (status === 200 ? route.continue() : route.fulfill({ status })).catch(() => undefined);
			});
			await open(page, `#v=1&list=all&sel=events/${other.id}`);
			await expect(page.locator("#details h2")).toHaveText(String(other.properties.name));
			await page.goBack();
			await expect(page.locator("#details h2")).toHaveText(String(event.properties.name));
			await expect(said).toBeVisible();
			release();
			await Promise.race([answered, page.waitForTimeout(1000)]);
			await settled(page);
			await expect(page.locator("#details .loading, #details [role=alert]")).toHaveCount(0);
			await expect(said).toBeVisible();
		});
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

test.describe("for a reader whose browser is in Armenian", () => {
	test.use({ locale: "hy-AM" });

	test("names on an English page come in English, then in Armenian, then by their languages", async ({ page }) => {
		const { id } = await feature(page, "districts", (f) => f.properties.name === "Kalbajar");
		await open(page, `#v=1&lang=en&sel=districts/${id}`);
		const names = page.locator("#details .names .name");
		await expect(names.first()).toHaveAttribute("lang", "en");
		const languages = await names.evaluateAll((all) => all.map((n) => n.getAttribute("lang") ?? ""));
		const rest = languages.filter((l) => l !== "en" && l !== "hy");
		expect(rest.length).toBeGreaterThan(1);
		expect(languages).toEqual([
			...languages.filter((l) => l === "en"),
			...languages.filter((l) => l === "hy"),
			...rest,
		]);
		expect(languages).toContain("hy");
		expect(rest).toEqual([...rest].sort());
	});
});

test("a place has its names by language and script, and each its source", async ({ page }) => {
	const { id } = await feature(page, "districts", (f) => f.properties.name_hy === "Քարվաճառ");
	const { names, sources } = await (await page.request.get(`./collections/districts/items/${id}/claims`)).json();
	expect(names.length).toBeGreaterThan(3);
	await open(page, `#v=1&sel=districts/${id}&lang=ru`);
	const rows = page.locator("#details .names li");
	await expect(rows).toHaveCount(names.length);
	// The reader's language first.
	await expect(rows.first().locator(".name")).toHaveAttribute("lang", "ru");
	for (const name of names as { text: string; language: string; when: string | null; source: string }[]) {
		const own = rows.filter({ has: page.locator(".name", { hasText: name.text }) }).first();
		await expect(own.locator(".name").first()).toHaveAttribute("lang", /^[a-z]{2}/);
		await expect(own.locator("button")).not.toHaveText("");
	}
	await page.locator("#language").selectOption("en");
	for (const { text, source } of names as { text: string; source: string }[]) {
		const own = rows.filter({ has: page.locator(".name", { hasText: text }) }).first();
		await expect(own).toContainText(sources[source].title);
	}
	const text = await page.locator("#details .names").textContent();
	for (const word of ["Azerbaijani", "Armenian", "Russian", "Cyrillic"]) expect(text).toContain(word);
});

test("each axis of a record's status stands by itself, in plain words, with whose judgement it is", async ({
	page,
}) => {
	const site = await bashlibel(page);
	await open(page, `#v=1&sel=sites/${site.id}`);
	const facts = page.locator("#details .details-body > section", {
		has: page.getByRole("heading", { name: "Status" }),
	});
	for (const [axis, property] of [
		["Examination", "stage"],
		["Verification", "verification"],
		["Protection", "protection"],
	] as const) {
		if (site.properties[property] === null) continue;
		const said = facts.locator(`dt:text-is("${axis}") + dd`);
		await expect(said).toHaveText(/^[A-Z][a-z ,-]+( \(as the editors assess it\))?$/);
		expect(await said.textContent()).not.toContain("_");
	}
	await expect(facts.locator('dt:text-is("Verification") + dd')).toContainText("as the editors assess it");
});

test("a claim says who, when, in which source and where in it", async ({ page }) => {
	const site = await bashlibel(page);
	const { properties, agents, sources } = await (
		await page.request.get(`./collections/sites/items/${site.id}/claims`)
	).json();
	const claims = properties.flatMap((p: { claims: unknown[] }) => p.claims);
	await open(page, `#v=1&sel=sites/${site.id}`);
	const cards = page.locator("#details .card");
	await expect(cards).toHaveCount(claims.length);
	for (const [i, claim] of claims.entries()) {
		const card = cards.nth(i);
		await expect(card).toContainText(`according to ${agents[claim.asserted_by].name}`);
		await expect(card.locator(".cited")).toContainText(sources[claim.source].title);
		if (claim.locator?.paragraph)
			await expect(card.locator(".cited")).toContainText(`paragraph ${claim.locator.paragraph}`);
		if (claim.when) await expect(card).toContainText(claim.when.slice(0, 4));
	}
	expect(claims.some((c: { locator: { paragraph?: number } | null }) => c.locator?.paragraph)).toBe(true);
});

test("a source says what is kept of it, and under which licence", async ({ page }) => {
	const site = await bashlibel(page);
	const { sources } = await (await page.request.get(`./collections/sites/items/${site.id}/claims`)).json();
	await open(page, `#v=1&sel=sites/${site.id}`);
	for (const source of Object.values(sources) as { id: string; licence: string | null; archive: object | null }[]) {
		const card = page.locator(`[id="source-${source.id}"]`);
		await card.locator("> summary").click();
		if (source.licence) await expect(card.locator('dt:text-is("Licence") + dd')).toHaveText(source.licence);
		if (source.archive) await expect(card.locator('dt:text-is("Archive") + dd')).toHaveText(/\S/);
	}
	expect(Object.values(sources).some((s) => (s as { archive: object | null }).archive)).toBe(true);
});

test("the link of a record is copied, and opens it", async ({ page, context }) => {
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	const site = await bashlibel(page);
	await open(page, `#v=1&map=9/39.98/46.13&sel=sites/${site.id}`);
	await page.getByRole("button", { name: "Copy link" }).click();
	const link = await page.evaluate(() => navigator.clipboard.readText());
	await page.goto("about:blank");
	await page.goto(link);
	await expect(page.locator("#details h2")).toHaveText(String(site.properties.name));
});
