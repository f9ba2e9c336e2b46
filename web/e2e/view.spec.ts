import { bashlibel, expect, feature, open, painted, row, showMap, test } from "./map.ts";

test("the map shows every layer, with counts that are the API's", async ({ page }) => {
	await open(page);
	await page.getByText("All", { exact: true }).click();
	for (const layer of ["sites", "villages", "zones", "districts", "events"]) {
		const answer = await page.request.get(`./collections/${layer}/items?limit=1`);
		const { numberMatched } = await answer.json();
		await expect(page.locator("#layers li").filter({ has: page.locator(`#layer-${layer}`) })).toContainText(
			new RegExp(`\\D${numberMatched}$`),
		);
		await expect(page.locator(`#results [data-ref^="${layer}/"]`)).toHaveCount(numberMatched);
	}
	for (const kind of ["villages", "zones", "districts", "somewhere-sites", "somewhere-events"])
		await expect.poll(() => painted(page, kind), kind).toBeGreaterThan(0);
	await expect(page.locator("#map .base-land").first()).toBeAttached();
});

test("a site without a position has an area and no point", async ({ page }) => {
	await open(page);
	const site = await bashlibel(page);
	expect(site.geometry).toBeNull();
	await expect.poll(() => painted(page, "somewhere-sites")).toBeGreaterThan(0);
	expect(await painted(page, "sites")).toBe(0);
	await expect(page.locator("#map .label-somewhere").first()).toContainText("1 site");
});

test("Bashlibel's burial places open, and say who says so", async ({ page }) => {
	await open(page);
	const site = await bashlibel(page);
	await row(page, "sites", site.id).click();
	const details = page.locator("#details");
	await expect(details.getByRole("heading", { level: 2 })).toHaveText(String(site.properties.name));
	await expect(details).toContainText(`according to ${site.properties.according_to}`);
	await expect(details).toContainText("One side recorded");
	await expect(details).toContainText("No position is recorded");
	await expect(details.locator(".claims").filter({ hasText: "Excavation started" })).toContainText("Located");
	await expect(page).toHaveURL(new RegExp(`sel=sites/${site.id}`));
});

test("a record that no side alone speaks of has no such badge", async ({ page }) => {
	await open(page);
	for (const name of ["Zar", "Kalbajar"]) {
		const { id, properties } = await feature(page, "villages", (f) => f.properties.name === name);
		expect(properties.one_sided).toBe(false);
		await row(page, "villages", id).click();
		await expect(page.locator("#details h2")).toHaveText(name);
		await expect(page.locator("#details .source").first()).toBeVisible();
		await expect(page.locator("#details")).not.toContainText("One side recorded");
		await page.locator("#details-close").click();
	}
});

test("P4: every claim that is shown names whose it is", async ({ page }) => {
	await open(page);
	const site = await bashlibel(page);
	await row(page, "sites", site.id).click();
	const cards = page.locator("#details .card");
	await expect(cards.first()).toBeVisible();
	for (const card of await cards.all()) await expect(card).toContainText("according to");
});

test("T3: the page asks nothing of anybody else", async ({ page, baseURL }) => {
	const asked: string[] = [];
	page.on("request", (r) => asked.push(r.url()));
	await open(page);
	await row(page, "sites", (await bashlibel(page)).id).click();
	const home = new URL(baseURL ?? "").origin;
	expect(asked.length).toBeGreaterThan(5);
	expect(asked.filter((url) => !url.startsWith(`${home}/`) && !/^(data|blob):/.test(url))).toEqual([]);
});

test("P8: a record shows where to ask for a correction", async ({ page }) => {
	await open(page);
	await row(page, "sites", (await bashlibel(page)).id).click();
	await expect(page.locator("#details")).toContainText(/correction/i);
});

test("a source can be read from a claim", async ({ page }) => {
	await open(page);
	const site = await bashlibel(page);
	await row(page, "sites", site.id).click();
	const cite = page.locator("#details .card .cited button").nth(1);
	const title = await cite.textContent();
	await cite.click();
	const source = page.locator("#details details.source[open]");
	await expect(source.locator("summary")).toContainText(title ?? "?");
	await expect(source.locator("summary")).toBeFocused();
	await expect(source).toContainText(/Archive/);
});

test("P5: rival figures stand side by side, and words stay words", async ({ page }) => {
	await open(page);
	const event = await feature(
		page,
		"events",
		(f) => Number(f.properties.figure_count) > 3 && f.properties.place_name === "Bashlibel",
	);
	await row(page, "events", event.id).click();
	const table = page.locator("#details .figures");
	await expect(table).toContainText("“dozens”");
	await expect(table).toContainText("27–29");
	await expect(table).toContainText("are not added");
});

test("a click on the map where things lie over one another gives a choice", async ({ page }) => {
	await open(page, "#v=1&map=10/39.97753/46.13007");
	await showMap(page);
	const box = await page.locator("#map").boundingBox();
	if (!box) throw new Error("the map has no box");
	await page.mouse.click(box.x + box.width / 2 + 20, box.y + box.height / 2);
	const choices = page.locator("#details .choices button");
	await expect.poll(() => choices.count()).toBeGreaterThan(2);
	await page.locator("#language").selectOption("ru");
	await expect(page.locator("#details h2")).toContainText("этой точке");
	await page.locator("#language").selectOption("en");
	await expect(page.locator("#details h2")).toContainText("at this point");
	const { properties } = await bashlibel(page);
	await choices.filter({ hasText: String(properties.name) }).click();
	await expect(page.locator("#details h2")).toHaveText(String(properties.name));
});

test("a click on the map marks the record's row in the list and scrolls it into view @wide", async ({ page }) => {
	const zar = await feature(page, "villages", (f) => f.properties.name === "Zar");
	const [lon, lat] = (zar.geometry as { coordinates: [number, number] }).coordinates;
	await open(page, `#v=1&l=villages&map=12/${lat}/${lon}`);
	await page.locator(".legend > summary").click();
	const zarRow = row(page, "villages", zar.id);
	await expect(zarRow).not.toBeInViewport();
	const box = await page.locator("#map").boundingBox();
	if (!box) throw new Error("the map has no box");
	await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
	await expect(page.locator("#details h2")).toHaveText("Zar");
	await expect(zarRow).toHaveAttribute("aria-current", "true");
	await expect(page.locator("#results [aria-current]")).toHaveCount(1);
	await expect(zarRow).toBeInViewport({ ratio: 1 });
});

test("the row of an open record stays in sight when the map moves and others leave the list @wide", async ({
	page,
}) => {
	await open(page, "#v=1&l=villages");
	const rows = page.locator('#results [data-ref^="villages/"]');
	const before = await rows.count();
	const last = rows.last();
	await last.scrollIntoViewIfNeeded();
	const ref = await last.getAttribute("data-ref");
	await last.click();
	await page.locator("#zoom-in").click();
	await page.locator("#zoom-in").click();
	await expect.poll(() => rows.count()).toBeLessThan(before);
	await page.locator("#zoom-out").click();
	await page.locator("#zoom-out").click();
	await page.locator("#zoom-out").click();
	await expect.poll(() => rows.count()).toBeGreaterThanOrEqual(before);
	await expect(page.locator(`#results [data-ref="${ref}"]`)).toBeInViewport({ ratio: 1 });
});

for (const lang of ["en", "hy"]) {
	test(`no name is cut off at the map's edge or lies under its buttons: ${lang} @wide`, async ({ page }) => {
		await open(page, `#v=1&lang=${lang}`);
		const labels = page.locator("#map .label");
		await expect(labels.nth(10)).toBeVisible();
		for (let i = 0; i < 3; i++) {
			const map = await page.locator("#map").boundingBox();
			if (!map) throw new Error("the map has no box");
			const cut = await labels.evaluateAll((all, { x, y, width, height }) => {
				const buttons = [...document.querySelectorAll(".zoom, .pan")].map((n) => n.getBoundingClientRect());
				const isUnder = (r: DOMRect) =>
					buttons.some((b) => r.left < b.right && b.left < r.right && r.top < b.bottom && b.top < r.bottom);
				const isCut = (r: DOMRect) =>
					r.left < x || r.top < y || r.right > x + width || r.bottom > y + height || isUnder(r);
				const words = (n: Node) => {
					const range = document.createRange();
					range.selectNodeContents(n);
					return range.getBoundingClientRect();
				};
				return all.filter((n) => [...n.children].some((line) => isCut(words(line)))).map((n) => n.textContent);
			}, map);
			expect(cut).toEqual([]);
			await page.locator("#zoom-in").click();
			await expect(labels.first()).toBeVisible();
		}
	});
}

test("the name of an area at the map's edge slides along it @wide", async ({ page }) => {
	await open(page, "#v=1&lang=hy&map=9/39.98/47.174");
	const name = page.locator("#map .label-somewhere").filter({ hasText: "1 վայր" });
	await expect(name).toBeVisible();
	const map = await page.locator("#map").boundingBox();
	const words = await name.locator("span").first().boundingBox();
	expect((words?.x ?? 0) - (map?.x ?? 0)).toBeLessThan(30);
});
