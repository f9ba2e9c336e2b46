import type { Page } from "@playwright/test";
import { bashlibel, expect, type Feature, feature, GUARDED, needsMadeWorlds, open, painted, row, test } from "./map.ts";

async function unfold(page: Page): Promise<void> {
	await page.locator("#filters-block > summary").click();
	await expect(page.locator("#area-text")).toBeVisible();
	await expect(page.locator("#filters fieldset").first()).toBeVisible();
}

/** The references that are listed, of one layer. */
async function listed(page: Page, layer: string): Promise<number> {
	return page.locator(`#results [data-ref^="${layer}/"]`).count();
}

test("a value of a property narrows the layers that have it, and its count is what it leaves", async ({ page }) => {
	await open(page, "#v=1&list=all");
	await unfold(page);
	const { numberMatched } = await (await page.request.get("./collections/events/items?kind=resolution&limit=1")).json();
	const villages = await listed(page, "villages");
	const box = page.locator("#facet-kind-resolution");
	await expect(page.locator("label").filter({ has: box })).toContainText(new RegExp(`\\D${numberMatched}$`));
	await box.check();
	await expect.poll(() => listed(page, "events")).toBe(numberMatched);
	expect(await listed(page, "villages")).toBe(villages);
	await expect(page).toHaveURL(/f=kind:resolution/);
	await page.reload();
	await expect.poll(() => listed(page, "events")).toBe(numberMatched);
});

test("a value that would leave nothing stays, disabled, with its zero", async ({ page }) => {
	await open(page, "#v=1&list=all&l=villages,events");
	await unfold(page);
	await page.locator("#facet-contested-true").check();
	const none = page.locator("#facet-verification-unassessed");
	await expect(none).toBeDisabled();
	await expect(page.locator("label").filter({ has: none })).toContainText(/\D0$/);
});

test("sources are named by their titles", async ({ page }) => {
	await open(page);
	await unfold(page);
	const { sources } = await (await page.request.get("./sources")).json();
	const { properties } = await feature(page, "events", () => true);
	const { title } = sources.find((s: { id: string }) => s.id === properties.source);
	const label = page.locator("label").filter({ has: page.locator(`#facet-source-${properties.source}`) });
	await expect(label).toContainText(title);
	await expect(page.getByRole("group", { name: "How the place is known" })).toHaveCount(1);
	// The demo has no position that is made coarser.
	await expect(page.getByRole("group", { name: "Precision of the position" })).toHaveCount(0);
	// It says which source it is: statements and figures have their own.
	const group = page.getByRole("group", { name: "Main source" }).filter({ has: label });
	await expect(group).toContainText("its statements and figures may have others");
	await label.locator("input").check();
	await expect(page.locator("#chips .chip").filter({ hasText: `Main source: ${title}` })).toHaveCount(1);
});

for (const [lang, words] of [
	["az", "Əsas mənbə"],
	["hy", "Հիմնական աղբյուր"],
	["ru", "Основной источник"],
] as const) {
	test(`the filter by source says in ${lang} that it is the record's own`, async ({ page }) => {
		await open(page, `#v=1&list=all&lang=${lang}&f=source:a`);
		await expect(page.locator("#chips .chip").filter({ hasText: `${words}: ` })).toHaveCount(1);
		await unfold(page);
		await expect(page.getByRole("group", { name: words })).toHaveCount(1);
	});
}

test("each filter is a chip that takes it away, by keyboard too", async ({ page }) => {
	await open(page, "#v=1&t=1993..1994&f=kind:resolution;verification:single_source&l=events,zones&q=a");
	const chips = page.locator("#chips .chip");
	await expect(chips).toHaveCount(7);
	await page.getByRole("button", { name: "Remove the filter: Kind: Resolution" }).focus();
	await page.keyboard.press("Enter");
	await expect(chips).toHaveCount(6);
	// Focus stays among the chips.
	await expect(page.locator("#chips :focus")).toHaveCount(1);
	await page.locator("#chips").getByText("Drop all filters").click();
	await expect(chips).toHaveCount(0);
	await expect(page).not.toHaveURL(/[&#](t|f|l|q)=/);
});

test("an area that is typed narrows list and map, and a bad one is refused in words", async ({ page }) => {
	const zar = await feature(page, "villages", (f) => f.properties.name === "Zar");
	const [lon, lat] = (zar.geometry as { coordinates: [number, number] }).coordinates;
	await open(page, "#v=1&list=all&l=villages");
	await unfold(page);
	await page.locator("#area-text").fill("POLYGON((1 2, 3");
	await page.getByText("Use this area").click();
	await expect(page.locator("#area-said")).toContainText("POLYGON((46 40");
	await page.locator("#area-text").fill(`${lon - 0.01}, ${lat - 0.01}, ${lon + 0.01}, ${lat + 0.01}`);
	await page.getByText("Use this area").click();
	await expect(page.locator("#results .row")).toHaveCount(1);
	await expect(row(page, "villages", zar.id)).toBeVisible();
	await expect(page.locator("#map path.area")).toHaveCount(1);
	await expect.poll(() => painted(page, "villages")).toBe(1);
	await page.getByRole("button", { name: "Remove the filter: In the area drawn" }).click();
	await expect(page.locator("#map path.area")).toHaveCount(0);
});

test("an area is drawn by clicks, without dragging, and Escape gives it up", async ({ page }) => {
	await open(page, "#v=1&list=all&l=villages");
	await unfold(page);
	const map = await page.locator("#map").boundingBox();
	if (!map) throw new Error("the map has no box");
	const at = (x: number, y: number) => page.mouse.click(map.x + map.width * x, map.y + map.height * y);
	await page.getByText("Draw a box").click();
	await at(0.2, 0.2);
	await page.keyboard.press("Escape");
	await expect(page.locator("#map path.area")).toHaveCount(0);
	await page.getByText("Draw a polygon").click();
	for (const [x, y] of [
		// Not where the map's buttons or a phone's sheet lie.
		[0.02, 0.02],
		[0.85, 0.02],
		[0.85, 0.7],
		[0.02, 0.7],
	] as const)
		await at(x, y);
	await page.keyboard.press("Enter");
	await expect(page.locator("#map path.area")).toHaveCount(1);
	await expect(page).toHaveURL(/&a=[\d.,-]+/);
	expect(await listed(page, "villages")).toBeGreaterThan(0);
	await expect(page.locator("#details")).toBeHidden();
});

test("each property that can be filtered by gives what its count says, and what the server finds", async ({ page }) => {
	test.setTimeout(90_000);
	const layers: Record<string, string[]> = {
		kind: ["events"],
		stage: ["sites"],
		verification: ["sites", "events"],
		perspective: ["zones"],
		source: ["villages"],
		location_form: ["sites", "events", "villages", "zones", "districts"],
		contested: ["zones"],
	};
	for (const [facet, of] of Object.entries(layers)) {
		const first = of[0] ?? "";
		const { facets } = await (await page.request.get(`./collections/${first}/stats?facets=${facet}`)).json();
		const { value } = facets[0].values.find((v: { count: number }) => v.count > 0);
		let matched = 0;
		for (const layer of of) {
			const answer = await page.request.get(
				`./collections/${layer}/items?limit=1&${facet}=${encodeURIComponent(value)}`,
			);
			matched += (await answer.json()).numberMatched;
		}
		await page.goto("about:blank");
		await open(page, `#v=1&list=all&l=${of.join(",")}`);
		await unfold(page);
		const box = page.locator(`[id="facet-${facet}-${value}"]`);
		const more = page.locator(`[id^="facet-more-${facet}"]`).first();
		await expect(box.or(more).first()).toBeVisible();
		if (!(await box.isVisible())) await more.click();
		await expect(page.locator("label").filter({ has: box }), facet).toContainText(new RegExp(`\\D${matched}$`));
		await box.check();
		await expect(page.locator("#count"), facet).toHaveText(`${matched} listed`);
	}
});

for (const [form, text] of [
	["WKT", "POLYGON((45.5 39.5, 46.5 39.5, 46.5 40.5, 45.5 40.5, 45.5 39.5))"],
	["GeoJSON", '{"type":"Polygon","coordinates":[[[45.5,39.5],[46.5,39.5],[46.5,40.5],[45.5,40.5],[45.5,39.5]]]}'],
	["a box", "45.5 39.5 46.5 40.5"],
] as const) {
	test(`an area is taken as ${form}, and holds what the server finds in it`, async ({ page }) => {
		await open(page, "#v=1&list=all&l=villages");
		await unfold(page);
		await page.locator("#area-text").fill(text);
		await page.getByText("Use this area").click();
		const { numberMatched } = await (
			await page.request.get("./collections/villages/items?limit=1&bbox=45.5,39.5,46.5,40.5")
		).json();
		await expect(page.locator("#count")).toHaveText(`${numberMatched} listed`);
		await expect(page.locator("#map path.area")).toHaveCount(1);
	});
}

test("a box is drawn by two clicks, and what the map shows is an area too", async ({ page }) => {
	await open(page, "#v=1&list=all&l=villages&map=9/39.98/46.13");
	await unfold(page);
	const map = await page.locator("#map").boundingBox();
	if (!map) throw new Error("the map has no box");
	await page.getByText("Draw a box").click();
	// On a small screen the sheet makes way; until it has, a click would be its own.
	await expect(page.locator("#page")).toHaveAttribute("data-stop", "peek");
	await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))));
	await page.mouse.click(map.x + map.width * 0.4, map.y + map.height * 0.4);
	await page.mouse.click(map.x + map.width * 0.6, map.y + map.height * 0.6);
	await expect(page.locator("#map path.area:not(.sketch)")).toHaveCount(1);
	const hash = await page.evaluate(() => location.hash);
	const [, text = ""] = /&a=([\d.,-]+)/.exec(hash) ?? [];
	const numbers = text.split(",").map(Number);
	const [lons, lats] = [numbers.filter((_, i) => i % 2 === 0), numbers.filter((_, i) => i % 2 === 1)];
	const box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
	const inBox = await (await page.request.get(`./collections/villages/items?limit=1&bbox=${box}`)).json();
	expect(inBox.numberMatched).toBeGreaterThan(0);
	await expect(page.locator("#count")).toHaveText(`${inBox.numberMatched} listed`);
	await page.getByText("What the map shows").click();
	await expect.poll(() => listed(page, "villages")).toBeGreaterThan(inBox.numberMatched);
});

const AREA = "POLYGON((46.1 39.95,46.16 39.95,46.16 40,46.1 40,46.1 39.95))";
const IN_AREA = "&a=46.1,39.95,46.16,39.95,46.16,40,46.1,40";

/** The demo's events: those at a place that the area meets, and those that are nowhere. */
async function events(page: Page): Promise<{ here: string[]; nowhere: string[] }> {
	const { features } = await (await page.request.get("./collections/events/items?limit=1000")).json();
	const filter = encodeURIComponent(`S_INTERSECTS(geometry,${AREA})`);
	const met = ["villages", "districts"].map(async (c) => {
		const answer = await page.request.get(`./collections/${c}/items?limit=1000&filter=${filter}`);
		return ((await answer.json()).features as Feature[]).map((f) => `${c}/${f.id}`);
	});
	const places = (await Promise.all(met)).flat();
	expect(places.length).toBeGreaterThan(1);
	const refs = (list: Feature[]) => list.map((f) => `events/${f.id}`).sort();
	return {
		here: refs((features as Feature[]).filter(({ properties: p }) => places.includes(String(p.place)))),
		nowhere: refs(
			(features as Feature[]).filter(({ geometry, properties: p }) => geometry === null && p.place === null),
		),
	};
}

async function refs(page: Page, layer: string): Promise<string[]> {
	const rows = page.locator(`#results [data-ref^="${layer}/"]`);
	return (await rows.evaluateAll((all) => all.map((r) => (r as HTMLElement).dataset.ref ?? ""))).sort();
}

for (const { size, isLarge } of [
	{ size: "loaded whole", isLarge: false },
	{ size: "that the server filters", isLarge: true },
]) {
	test(`an area holds what is known by the name of a place in it, and says what lies nowhere, of layers ${size}`, async ({
		page,
	}) => {
		const { here, nowhere } = await events(page);
		expect(here.length).toBeGreaterThan(2);
		expect(nowhere.length).toBeGreaterThan(1);
		const site = await bashlibel(page);
		if (isLarge)
			await page.route(/\/collections\?f=json/, async (route) => {
				const answer = await route.fetch();
				const body = await answer.json();
				for (const c of body.collections) if (c.id === "events") c.itemCount = 6000;
				await route.fulfill({ response: answer, json: body });
			});
		await open(page, `#v=1&list=all${IN_AREA}`);
		await expect.poll(() => refs(page, "events")).toEqual(here);
		expect(await refs(page, "sites")).toEqual([`sites/${site.id}`]);
		await expect.poll(() => painted(page, "somewhere-sites")).toBeGreaterThan(0);
		const counted = page.locator("#layers li", { has: page.locator("#layer-events") }).locator(".layer-count");
		await expect(counted).toContainText(new RegExp(`^${here.length} of `));
		// The filters count the same records, and so does the file.
		await unfold(page);
		const stage = page.locator("label", { has: page.locator(`#facet-stage-${site.properties.stage}`) });
		await expect(stage).toContainText(/\D1$/);
		await page.locator("#download > summary").click();
		const file = page.locator('#downloads [data-layer="events"]');
		await expect(file).toHaveAttribute("data-count", String(here.length));
		const { features } = await (await page.request.get(`./${await file.getAttribute("href")}`)).json();
		expect((features as Feature[]).map((f) => `events/${f.id}`).sort()).toEqual(here);
		// Of the rest the page says why they are not there.
		const notice = page.locator("#notice");
		await expect(notice).toContainText(`${nowhere.length} records have no place on the map, so they lie in no area.`);
		await page.locator("#layer-events").uncheck();
		await expect(notice).not.toContainText("no area");
		await page.locator("#layer-events").check();
		await notice.getByRole("button", { name: "Drop the area" }).click();
		await expect(page).not.toHaveURL(/&a=/);
		await expect(notice).not.toContainText("no area");
		for (const ref of nowhere) await expect(page.locator(`[data-ref="${ref}"]`)).toBeVisible();
	});
}

test("what the page says of an area stays where it is while the map moves", async ({ page }) => {
	await open(page, `#v=1&map=9/39.98/46.13${IN_AREA}`);
	const drop = page.locator("#notice").getByRole("button", { name: "Drop the area" });
	await drop.focus();
	await page.evaluate(() => {
		location.hash = location.hash.replace("map=9/39.98/46.13", "map=9/39.97/46.14");
	});
	await expect(page).not.toHaveURL(/46.13&/);
	await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
	await expect(drop).toBeFocused();
});

test.describe("of protected records", () => {
	needsMadeWorlds();
	test.use({ baseURL: GUARDED });

	test("each precision that positions are shown in can be filtered by, as the server does", async ({ page }) => {
		const layers = ["sites", "villages", "zones", "districts", "events"];
		const { properties } = await (await page.request.get("./collections/sites/queryables")).json();
		expect(properties).toHaveProperty("public_precision");
		const matched = new Map<string, number>();
		for (const layer of layers) {
			const answer = await page.request.get(`./collections/${layer}/stats?facets=public_precision`);
			const [{ values }] = (await answer.json()).facets;
			for (const { value, count } of values) matched.set(value, (matched.get(value) ?? 0) + count);
		}
		expect([...matched.keys()].sort()).toEqual(["0.1", "exact", "withheld"]);
		const words: Record<string, string> = {
			"0.1": "Cell of 0.1°, about 11.1 km",
			exact: "Not made coarser",
			withheld: "Withheld",
		};
		for (const [value, n] of matched) {
			await page.goto("about:blank");
			await open(page, "#v=1&list=all");
			await unfold(page);
			const label = page.getByRole("group", { name: "Precision of the position" }).locator("label", {
				has: page.locator(`[id="facet-public_precision-${value}"]`),
			});
			await expect(label).toHaveText(`${words[value]}${n}`);
			await label.locator("input").check();
			await expect(page.locator("#chips .chip")).toContainText(`Precision of the position: ${words[value]}`);
			await expect(page.locator("#count")).toHaveText(`${n} listed`);
			let listed = 0;
			for (const layer of layers) {
				const { numberMatched } = await (
					await page.request.get(`./collections/${layer}/items?limit=1&public_precision=${value}`)
				).json();
				const rows = page.locator(`#results [data-ref^="${layer}/"]`);
				expect(numberMatched).toBeLessThanOrEqual(120);
				listed += numberMatched;
				if (numberMatched <= 100) await expect(rows).toHaveCount(numberMatched);
			}
			expect(listed).toBe(n);
		}
	});
});
