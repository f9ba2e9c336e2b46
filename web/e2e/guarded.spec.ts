// What is protected: graves whose exact positions the vault keeps. The world is
// that of guarded.mjs.
import type { Page } from "@playwright/test";
import { HELD } from "./held.mjs";
import { expect, feature, GUARDED, middle, needsMadeWorlds, open, painted, pixels, row, test } from "./map.ts";
import { unfoldAll } from "./states.ts";
import { Within } from "./within.ts";

needsMadeWorlds();
test.use({ baseURL: GUARDED });

/** Collects the bodies of all answers that the page receives; one that cannot be read is a fault, not an empty one. */
function collect(page: Page): () => Promise<{ url: string; body: Buffer }[]> {
	const bodies: Promise<{ url: string; body: Buffer }>[] = [];
	page.on("response", (answer) => {
		const isRedirect = answer.status() >= 300 && answer.status() < 400;
		const body = isRedirect ? Promise.resolve(Buffer.alloc(0)) : answer.body();
		const url = answer.url();
		const read = body.then(
			(bytes) => ({ url, body: bytes }),
			(error) => Promise.reject(new Error(`the answer from ${url} cannot be read: ${error}`)),
		);
		read.catch(() => undefined); // It is told of when all are asked for.
		bodies.push(read);
	});
	return () => Promise.all(bodies);
}

/** Reads all that the page can show, and asks for all that it offers to take away. */
async function readAll(page: Page): Promise<void> {
	await open(page, "#v=1&list=all&map=9/40.05/46.15");
	await unfoldAll(page);
	for (const collection of ["sites", "events"]) {
		const { features } = await (await page.request.get(`./collections/${collection}/items?limit=100`)).json();
		for (const { id } of features) {
			await row(page, collection, id).click();
			await expect(page.locator("#details .source").first()).toBeVisible();
			await page.locator("#details .history > summary").click();
			await expect(page.locator("#details .history li").first()).toBeVisible();
			await page.locator("#details-close").click();
		}
	}
	await page.locator("#search").fill("grave");
	await expect(page.locator("#search-list").getByRole("option").first()).toBeVisible();
	await page.locator("#search").press("Escape");
	await page.locator("#search").fill("");
	const formats = await page
		.locator("#take-format option")
		.evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value));
	for (const format of formats) {
		await page.locator("#take-format").selectOption(format);
		const links = await page.locator("#downloads a").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
		expect(links.length).toBeGreaterThan(2);
		await page.evaluate((hrefs) => Promise.all(hrefs.map((href) => fetch(href).then((a) => a.arrayBuffer()))), links);
	}
	// The tiles that it would ask for if the layers were large.
	await page.evaluate(async () => {
		for (let z = 0; z <= 14; z++) {
			const size = 2 ** z;
			const sin = Math.sin((40.05 * Math.PI) / 180);
			const col = Math.floor(((46.15 + 180) / 360) * size);
			const rowAt = Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size);
			for (const layer of ["sites", "events", "villages"])
				await fetch(`collections/${layer}/tiles/WebMercatorQuad/${z}/${rowAt}/${col}`).then((a) => a.arrayBuffer());
		}
	});
}

test("no exact position that is kept back is in any answer that the page receives", async ({ page }) => {
	test.setTimeout(120_000);
	const bodies = collect(page);
	await readAll(page);
	const all = await bodies();
	expect(all.filter(({ body }) => body.length > 0).length).toBeGreaterThan(60);
	const answers = await Promise.all(all.map(async ({ url, body }) => ({ url, within: await Within.read(url, body) })));
	for (const { url, within } of answers)
		for (const position of HELD) expect(within.has(position), `${position.id} in ${url}`).toBe(false);
	// What is looked for is found where it is: a made body, and a village's own position, in tiles and in all formats but one: see within.ts.
	const [held = { lon: 0, lat: 0 }] = HELD;
	expect((await Within.read(GUARDED, Buffer.from(`[46.1,${held.lat}]`))).has(held)).toBe(true);
	const village = await feature(page, "villages", (f) => f.properties.name === "Village 4-6");
	const [lon = 0, lat = 0] = (village.geometry as { coordinates: number[] }).coordinates;
	const villages = answers.filter(({ url }) =>
		/\/villages\/(export\.(?!parquet)|tiles\/WebMercatorQuad\/14\/)/.test(url),
	);
	expect(villages.length).toBeGreaterThan(8);
	for (const { url, within } of villages) expect(within.has({ lon, lat }), url).toBe(true);
});

test("a site that is made coarser is a shaded cell without a point, and says how and why", async ({ page }) => {
	const site = await feature(page, "sites", (f) => f.properties.name === "A guarded grave");
	await open(page, `#v=1&l=sites&map=11/40.05/46.15&sel=sites/${site.id}`);
	await expect(row(page, "sites", site.id)).toContainText("Position made coarser");
	await expect(page.locator("#details .place")).toContainText("a cell of 0.1 degrees, about 11.1 km");
	await expect(page.locator("#details .place")).toContainText("to protect the place");
	// The cell is brought near enough to be seen as one.
	await page.goto("about:blank");
	await open(page, `#v=1&sel=sites/${site.id}`);
	await expect
		.poll(async () => (await page.locator("#map path.chosen").first().boundingBox())?.height)
		.toBeGreaterThan(90);
	// Shaded evenly: the same texture at the true position as anywhere else in the cell.
	const texture = async (lon: number, lat: number) => {
		await page.goto("about:blank");
		await open(page, `#v=1&l=sites&map=11/${lat}/${lon}`);
		await expect.poll(() => painted(page, "sites")).toBeGreaterThan(0);
		const block = await pixels(page, 12);
		return block.flat().reduce((sum, [, , , alpha = 0]) => sum + alpha, 0) / block.flat().length;
	};
	const inside = await texture(46.12347, 40.06783);
	expect(inside).toBeGreaterThan(10);
	expect(Math.abs(inside - (await texture(46.17, 40.03)))).toBeLessThan(6);
	expect(await texture(46.27, 40.17)).toBe(0);
});

test("a site whose position is withheld lies somewhere round its village, and says so", { tag: "@phone" }, async ({
	page,
}) => {
	const site = await feature(page, "sites", (f) => f.properties.name === "An unguarded grave");
	expect(site.geometry).toBeNull();
	await open(page, `#v=1&l=sites,villages&map=11/40.0/46.1&sel=sites/${site.id}`);
	await expect(page.locator("#details .place")).toContainText("A position is known and is withheld");
	await expect(row(page, "sites", site.id)).toContainText("Place name only");
	await expect(page.locator("#map path.chosen").first()).toBeAttached();
	await expect.poll(() => painted(page, "somewhere-sites")).toBeGreaterThan(0);
	await expect(page.locator("#map .label-somewhere")).toContainText("somewhere here");
});

test("what lies somewhere in a district has the district's area", async ({ page }) => {
	await open(page, "#v=1&l=events,districts&map=11/39.87/46.45");
	await expect.poll(() => painted(page, "somewhere-events")).toBeGreaterThan(0);
	const { x, y } = await middle(page);
	await page.mouse.click(x, y);
	await expect(page.locator("#details .choices")).toContainText("An event somewhere in the district");
	await page.locator("#details .choices button").filter({ hasText: "An event somewhere" }).click();
	await expect(page.locator("#map path.chosen").first()).toBeAttached();
});

test("the history says what a version has otherwise, the newest first", async ({ page }) => {
	const site = await feature(page, "sites", (f) => f.properties.name === "A guarded grave");
	await open(page, `#v=1&sel=sites/${site.id}`);
	await page.locator("#details .history > summary").click();
	await expect(page.locator("#details .history li")).toHaveCount(2);
	await expect(page.locator("#details .history li").first()).toContainText("version 2: made for tests");
	await expect(page.locator("#details .history li").first()).toContainText("Changed: Examination");
});

test("an operator's own story is told, in the reader's language where it has it", async ({ page }) => {
	await open(page);
	await page.locator("#story-block > summary").click();
	await expect(page.locator(".story-title")).toHaveText("A story of our own");
	await page.locator("#story-next").click();
	await expect(page.locator("#story-step")).toHaveText("A year later");
	await expect(page).toHaveURL(/l=sites,zones&t=1994\.\.1995&s=2/);
	await expect(page.locator("#layer-villages")).not.toBeChecked();
	await page.locator("#language").selectOption("ru");
	await expect(page.locator(".story-title")).toHaveText("Наша собственная история");
	await expect(page.locator("#story-step span")).toHaveAttribute("lang", "en");
});

test("a record says by mail to whom, and about which record, to write for a correction", async ({ page }) => {
	const site = await feature(page, "sites", () => true);
	await open(page, `#v=1&sel=sites/${site.id}`);
	await expect(page.locator("#details .details-foot")).toContainText("correction or removal");
	const link = page.locator('#details .details-foot a[href^="mailto:"]');
	await expect(link).toHaveAttribute(
		"href",
		`mailto:someone@example.org?subject=${encodeURIComponent(`Stele: sites/${site.id}`)}`,
	);
	await expect(page.locator("#contact")).toContainText("someone@example.org");
});
