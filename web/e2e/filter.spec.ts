import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { address, bashlibel, expect, type Feature, feature, open, painted, row, settled, test } from "./map.ts";

async function listed(page: Page): Promise<string[]> {
	await settled(page);
	const refs = await page
		.locator("#results [data-ref]")
		.evaluateAll((rows) => rows.map((r) => (r as HTMLElement).dataset.ref ?? ""));
	return refs.sort();
}

test("the time filter shows what the API finds for the same period", async ({ page }) => {
	await open(page, "#v=1&list=all&l=events");
	await page.locator("#year-from").fill("1993");
	await page.locator("#year-from").press("Enter");
	await page.locator("#year-to").fill("1993");
	await page.locator("#year-to").press("Enter");
	await expect(page).toHaveURL(/t=1993\.\.1993/);
	const answer = await page.request.get("./collections/events/items?limit=1000&datetime=1993-01-01/1993-12-31");
	const { features, numberMatched } = await answer.json();
	await expect(page.locator("#count")).toContainText(String(numberMatched));
	expect(await listed(page)).toEqual(features.map((f: { id: string }) => `events/${f.id}`).sort());
	const all = await (await page.request.get("./collections/events/items?limit=1")).json();
	expect(numberMatched).toBeLessThan(all.numberMatched);
});

test("the sliders work by keyboard, and a slider pushes the other", async ({ page }) => {
	await open(page);
	await page.locator("#time-from").focus();
	await page.keyboard.press("ArrowRight");
	await expect(page).toHaveURL(/t=\d{4}\.\.\d{4}/);
	await page.keyboard.press("End");
	await expect(page.locator("#year-from")).toHaveValue(await page.locator("#year-to").inputValue());
	await page.getByRole("button", { name: "Show all times" }).click();
	await expect(page).not.toHaveURL(/t=/);
});

test("a record outside the period says so", async ({ page }) => {
	await open(page);
	const site = await bashlibel(page);
	await open(page, `#v=1&t=1993..1993&sel=sites/${site.id}`);
	await expect(page.locator("#details")).toContainText("outside the period");
});

test("the search finds names in any script, with and without diacritics", async ({ page }) => {
	await open(page, "#v=1&list=all");
	for (const text of ["baslibel", "БАШЛЫБЕЛЬ", "Başlıbel"]) {
		await page.getByRole("combobox", { name: "Search names" }).fill(text);
		const village = await feature(page, "villages", (f) => f.properties.name === "Bashlibel");
		await expect(row(page, "villages", village.id)).toBeVisible();
		await expect(page.locator(`#results [data-ref^="zones/"]`)).toHaveCount(0);
	}
});

for (const [what, hash, button] of [
	["the search", "&q=nowhere", "Clear the search"],
	["the period", "&t=2090..2091&undated=0&l=events", "Show all times"],
	["the layers", "&l=none", "Show all layers"],
	["the undated", "&t=2090..2091&undated=0&l=villages", "Also show what is undated"],
	["a property", "&l=sites&f=stage:memorialised", "Remove the filter: Examination: Memorialised"],
	["two properties together", "&l=sites&f=kind:well;stage:memorialised", "Drop the filters by property"],
	["the area", "&a=1,1,2,1,2,2,1,2&l=villages", "Drop the area"],
	["several", "&q=nowhere&t=2090..2091&undated=0&l=events", "Drop all filters"],
] as const) {
	test(`nothing found for ${what}: the page says what to drop, what it gives, and drops it`, async ({ page }) => {
		await open(page, `#v=1&list=all${hash}`);
		await expect(page.locator("#notice")).toContainText("No record passes these filters");
		await expect(page.locator("#alert")).toHaveText("No record passes these filters.");
		const hint = page.locator("#notice li", { has: page.getByRole("button", { name: button }) });
		await expect(hint).toHaveCount(1);
		const [, n] = /gives ([\d,]+) record/.exec((await hint.textContent()) ?? "") ?? [];
		await hint.getByRole("button").click();
		await expect(page.locator("#count")).toHaveText(`${n} listed`);
		await expect(page.locator("#notice li")).toHaveCount(0);
	});
}

test("of several properties the one that empties the list is named, as in its chip, with what else would help", async ({
	page,
}) => {
	const resolution = await feature(page, "events", (f) => f.properties.kind === "resolution");
	const hints = page.locator("#notice li");
	const source = `source:${resolution.properties.source}`;
	await open(page, `#v=1&list=all&l=events&f=kind:resolution;verification:contested;${source}`);
	await expect(hints).toHaveText("Remove the filter: Verification: Contested gives 1 record");
	await hints.getByRole("button").click();
	await expect(page).toHaveURL(new RegExp(`f=kind:resolution;${source}&`));
	await expect(page.locator("#count")).toHaveText("1 listed");
	// Several values of a property are one filter; each of two would do.
	await open(page, "#v=1&list=all&l=events&f=kind:agreement,resolution;verification:contested");
	await expect(hints).toHaveText([
		"Remove the filter: Kind: Agreement, Resolution gives 1 record",
		"Remove the filter: Verification: Contested gives 5 records",
		/^Show all layers gives \d+ records$/,
	]);
});

test("records outside the map are told of", async ({ page }) => {
	await open(page, "#v=1&map=8/10/-150");
	await expect(page.locator("#notice")).toContainText("outside the map");
	await expect(page.locator('#results [data-ref^="villages/"]')).toHaveCount(0);
	await page.getByRole("button", { name: "List them all" }).click();
	await expect(page.locator('#results [data-ref^="villages/"]').first()).toBeVisible();
});

interface Downloaded {
	features: { id: string; properties: unknown; geometry: unknown }[];
}

async function download(page: Page, layer: string): Promise<Downloaded> {
	await page.locator("#download > summary").click();
	const coming = page.waitForEvent("download");
	await page.locator(`#downloads [data-layer="${layer}"]`).click();
	return JSON.parse(await readFile(await (await coming).path(), "utf8"));
}

for (const { what, hash, query } of [
	{ what: "all", hash: "#v=1&list=all", query: "" },
	{ what: "a period", hash: "#v=1&list=all&t=1993..1993", query: "&datetime=1993-01-01/1993-12-31" },
]) {
	test(`the download of ${what} is what is listed and what the API gives`, async ({ page }) => {
		await open(page, hash);
		const file = await download(page, "events");
		const { features } = await (await page.request.get(`./collections/events/items?limit=1000${query}`)).json();
		const byID = (list: Downloaded["features"]) =>
			[...list]
				.sort((a, b) => (a.id < b.id ? -1 : 1))
				.map(({ id, geometry, properties }) => ({ id, geometry, properties }));
		expect(byID(file.features)).toEqual(byID(features));
		expect(file.features.map((f) => `events/${f.id}`).sort()).toEqual(
			(await listed(page)).filter((r) => r.startsWith("events/")),
		);
	});
}

test("the download of a search and a view is what is listed", async ({ page }) => {
	await open(page, "#v=1&map=9/39.98/46.13&q=bash&t=1993..2021&undated=0");
	const file = await download(page, "events");
	const refs = file.features.map((f) => `events/${f.id}`).sort();
	expect(refs.length).toBeGreaterThan(0);
	expect(refs).toEqual((await listed(page)).filter((r) => r.startsWith("events/")));
});

test("a link brings back the same page", async ({ page, context }) => {
	await open(page);
	const site = await bashlibel(page);
	await page.locator("#layer-districts").uncheck();
	await page.locator("#year-to").fill("2020");
	await page.locator("#year-to").press("Enter");
	await page.locator("#undated").uncheck();
	await page.getByText("All", { exact: true }).click();
	await page.locator("#layer-zones").focus();
	await page.locator("#language").selectOption("ru");
	await open(page, new URL(await address(page)).hash.replace("&lang", `&sel=sites/${site.id}&lang`));
	const url = await address(page);
	const before = await listed(page);
	const other = await context.newPage();
	await open(other, new URL(url).hash);
	await expect(other.locator("#details h2")).toContainText("Башлыбел");
	await expect(other.locator("#layer-districts")).not.toBeChecked();
	await expect(other.locator("#undated")).not.toBeChecked();
	await expect(other.locator("#year-to")).toHaveValue("2020");
	expect(await listed(other)).toEqual(before);
	expect(await address(other)).toBe(url);
});

test("a link stays the one that it is, although the record that it opens makes the map smaller", async ({ page }) => {
	await open(page);
	const site = await bashlibel(page);
	for (const view of ["7.5/40.22321/46.31964", "8/39.91237/46.21233", "14/39.97751/46.13007"]) {
		const link = `#v=1&map=${view}&sel=sites/${site.id}`;
		await page.goto("about:blank");
		await open(page, link);
		await expect(page.locator("#details h2")).toBeVisible();
		expect(new URL(await address(page)).hash).toBe(link);
		await page.locator("#details .close").click();
		expect(new URL(await address(page)).hash).toBe(`#v=1&map=${view}`);
	}
});

test("what has no place on the map is listed wherever the map looks, and downloaded with the rest", async ({
	page,
}) => {
	await open(page);
	const { features } = await (await page.request.get("./collections/events/items?limit=1000")).json();
	const placeless = (features as Feature[]).filter((f) => f.geometry === null && f.properties.place === null);
	expect(placeless.length).toBeGreaterThan(1);
	const refs = placeless.map((f) => `events/${f.id}`).sort();
	const group = page
		.locator("#results .group")
		.filter({ has: page.getByRole("heading", { name: /^No place on the map/ }) });
	const rows = group.locator("[data-ref]");
	const grouped = () => rows.evaluateAll((all) => all.map((r) => (r as HTMLElement).dataset.ref).sort());
	await expect.poll(grouped).toEqual(refs);
	await expect(page.locator("#count")).toContainText(String((await listed(page)).length));

	await open(page, "#v=1&map=8/10/-150");
	await expect.poll(() => listed(page)).toEqual(refs);
	await expect(page.locator("#count")).toContainText(String(refs.length));
	const file = await download(page, "events");
	expect(file.features.map((f) => `events/${f.id}`).sort()).toEqual(refs);

	// The time filter is for them as for the rest: what is surely later is left out.
	await open(page, "#v=1&t=1993..1993");
	const within = await (
		await page.request.get("./collections/events/items?limit=1000&datetime=1993-01-01/1993-12-31")
	).json();
	const ids = new Set(within.features.map((f: Feature) => `events/${f.id}`));
	const left = refs.filter((ref) => ids.has(ref));
	expect(left.length).toBeLessThan(refs.length);
	await expect.poll(grouped).toEqual(left);
	await page.getByText("All", { exact: true }).click();
	await expect.poll(grouped).toEqual(left);
});

test("a layer that is switched off is neither on the map nor in the list, and comes back", async ({ page }) => {
	await open(page);
	const rows = page.locator('#results [data-ref^="zones/"]');
	const { numberMatched } = await (await page.request.get("./collections/zones/items?limit=1")).json();
	await expect.poll(() => painted(page, "zones")).toBeGreaterThanOrEqual(numberMatched);
	await expect(rows).toHaveCount(numberMatched);
	await page.locator("#layer-zones").uncheck();
	await expect.poll(() => painted(page, "zones")).toBe(0);
	await expect(rows).toHaveCount(0);
	await expect(page.locator("#map .label-zones")).toHaveCount(0);
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
	await page.locator("#layer-zones").check();
	await expect.poll(() => painted(page, "zones")).toBeGreaterThanOrEqual(numberMatched);
	await expect(rows).toHaveCount(numberMatched);
});
