// A layer of more records than a page loads whole comes in vector tiles. The
// server is that of large.mjs: 12,000 made villages.
import type { Page } from "@playwright/test";
import { expect, LARGE, needsMadeWorlds, open, painted, showMap, test } from "./map.ts";

const ALL = 12_000;

needsMadeWorlds();
test.use({ baseURL: LARGE });

const WIDE = "#v=1&map=6.5/40.6/45.6";

test("every record of a large layer is on the map once, as one or in a count", async ({ page }) => {
	const asked: string[] = [];
	page.on("request", (r) => asked.push(r.url()));
	await open(page, WIDE);
	await expect.poll(() => painted(page, "villages")).toBe(ALL);
	await expect(page.locator("#notice")).toContainText("the list the first 500");
	await expect(page.locator("#count")).toHaveText(/^500 /);
	expect(asked.some((url) => url.includes("/villages/tiles/WebMercatorQuad/"))).toBe(true);
	// Neither map nor list loads the layer itself.
	expect(asked.filter((url) => url.includes("/villages/items")).length).toBeLessThanOrEqual(4);
});

/** How much of so many villages is painted; endlessly much while some are missing. */
async function share(page: Page, of: number): Promise<number> {
	const drawn = await painted(page, "villages");
	return drawn < of ? Number.POSITIVE_INFINITY : drawn / of;
}

test("the period counts for tiles as it does for the list", async ({ page }) => {
	await open(page, `${WIDE}&t=1950..1954`);
	const answer = await page.request.get("./collections/villages/items?limit=1&datetime=1950-01-01/1954-12-31");
	const { numberMatched } = await answer.json();
	expect(numberMatched).toBeGreaterThan(100);
	expect(numberMatched).toBeLessThan(ALL);
	// A record at a tile's edge is drawn on the neighbouring tile too.
	await expect.poll(() => share(page, numberMatched)).toBeLessThan(1.05);
});

const AREA = "POLYGON((46 39.5,47 39.5,47 40.5,46 40.5,46 39.5))";

for (const { what, hash, query } of [
	{ what: "a kind", hash: "&f=kind:town", query: "kind=town" },
	{ what: "an area", hash: "&a=46,39.5,47,39.5,47,40.5,46,40.5", query: filter(`S_INTERSECTS(geometry, ${AREA})`) },
	{
		what: "a period without the undated",
		hash: "&t=1950..1999&undated=0",
		query: `datetime=1950-01-01/1999-12-31&${filter('"when" IS NOT NULL')}`,
	},
	{ what: "a name in another script", hash: "&q=%D0%BC%D0%B0%D0%B4%D0%B5%2011", query: "q=made+11" },
	{
		what: "all of them",
		hash: "&f=kind:town,village&t=1950..1999&undated=0&q=m%C3%A1de&a=46,39.5,47,39.5,47,40.5,46,40.5",
		query: `q=made&kind=town,village&datetime=1950-01-01/1999-12-31&${filter(`"when" IS NOT NULL AND S_INTERSECTS(geometry, ${AREA})`)}`,
	},
]) {
	test(`${what} narrows tiles, list and counts of a large layer as the API does`, async ({ page }) => {
		const answer = await page.request.get(`./collections/villages/items?limit=1&${query}`);
		const { numberMatched } = await answer.json();
		expect(numberMatched).toBeGreaterThan(20);
		expect(numberMatched).toBeLessThan(ALL / 2);
		await open(page, `${WIDE}&list=all${hash}`);
		const shown = page.locator("#layers li", { has: page.locator("#layer-villages") }).locator(".layer-count");
		await expect(shown).toHaveText(`${numberMatched.toLocaleString("en")} of ${ALL.toLocaleString("en")}`);
		const listed = Math.min(500, numberMatched);
		await expect(page.locator("#count")).toHaveText(`${listed} listed`);
		// A record at a tile's edge is drawn on the neighbouring tile too.
		await expect.poll(() => share(page, numberMatched)).toBeLessThanOrEqual(1.1);
	});
}

function filter(text: string): string {
	return new URLSearchParams({ filter: text }).toString();
}

test("nothing found of a large layer: the page says what to drop, and what that gives", { tag: "@phone" }, async ({
	page,
}) => {
	await open(page, `${WIDE}&q=nowhere&f=kind:town`);
	const { numberMatched } = await (await page.request.get("./collections/villages/items?limit=1&kind=town")).json();
	await expect(page.locator("#notice")).toContainText("No record passes these filters");
	await expect(page.locator("#notice li")).toHaveText(
		`Clear the search gives ${numberMatched.toLocaleString("en")} records`,
	);
	await page.getByRole("button", { name: "Clear the search" }).click();
	await expect.poll(() => painted(page, "villages")).toBeGreaterThanOrEqual(numberMatched);
});

test("records of a large layer that lie outside the map are told of", async ({ page }) => {
	await open(page, "#v=1&map=8/10/-150");
	await expect(page.locator("#notice")).toContainText("12,000 records pass the filters, but lie outside the map");
	await expect(page.locator("#alert")).toBeEmpty();
	await page.getByRole("button", { name: "List them all" }).click();
	await expect(page.locator("#count")).toHaveText("500 listed");
});

test("a value that would leave nothing of a large layer stays, disabled, with its zero", async ({ page }) => {
	await open(page, `${WIDE}&q=made+3`);
	await page.locator("#filters-block > summary").click();
	await page.locator("#facet-kind-town").check();
	await page.locator("#search").fill("made 11999"); // A village of another kind.
	const other = page.locator("label", { has: page.locator("#facet-kind-village") });
	await expect(other).toContainText(/\D0$/);
	await expect(page.locator("#facet-kind-village")).toBeDisabled();
});

test("tiles come before the list, the list before counts, and the layer itself is never asked for", async ({
	page,
}) => {
	const asked: string[] = [];
	page.on("request", (r) => asked.push(new URL(r.url()).pathname.replace(/\/WebMercatorQuad.*/, "")));
	await open(page, WIDE);
	const first = (part: string) => asked.findIndex((path) => path.endsWith(part));
	expect(first("/villages/tiles")).toBeGreaterThan(0);
	expect(first("/villages/items")).toBeGreaterThan(first("/villages/tiles"));
	expect(first("/villages/stats")).toBeGreaterThan(first("/villages/tiles"));
	expect(asked.filter((path) => path.endsWith("/villages/items"))).toHaveLength(1);
});

test("a count leads nearer", async ({ page }) => {
	await open(page, "#v=1&map=8/40/46.5");
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(1000);
	await clickMiddle(page);
	await expect(page).toHaveURL(/map=10\//);
	await expect(page.locator("#details")).toBeHidden();
});

test("a record of a tile opens", { tag: "@phone" }, async ({ page }) => {
	const answer = await page.request.get("./collections/villages/items?limit=1&sortby=name");
	const [village] = (await answer.json()).features;
	const [lon, lat] = village.geometry.coordinates;
	await open(page, `#v=1&map=16/${lat}/${lon}`);
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
	await showMap(page);
	await clickMiddle(page);
	const opened = page.locator("#details").getByText(village.properties.name).first();
	await expect(opened).toBeVisible();
});

test("tiles that do not come are told of, and come when asked for again", async ({ page }) => {
	await page.route("**/tiles/WebMercatorQuad/**", (route) => route.abort());
	await open(page, WIDE);
	await expect(page.locator("#alert")).toContainText("Not loaded: Villages and towns");
	expect(await painted(page, "villages")).toBe(0);
	await page.unroute("**/tiles/WebMercatorQuad/**");
	await page.locator("#alert button").click();
	await expect.poll(() => painted(page, "villages")).toBe(ALL);
	await expect(page.locator("#alert")).toBeEmpty();
});

async function clickMiddle(page: Page): Promise<void> {
	const box = await page.locator("#map").boundingBox();
	if (!box) throw new Error("the map has no box");
	await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}
