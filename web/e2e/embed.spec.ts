// The map in other people's pages.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, feature, LARGE, middle, needsMadeWorlds, painted, row, test } from "./map.ts";

/** A server of the test's own, at 127.0.0.1. */
async function serve(
	answer: (path: string) => { type: string; body: string | Buffer },
): Promise<{ server: Server; url: string }> {
	const server = createServer((request, response) => {
		const { type, body } = answer(request.url ?? "/");
		response.writeHead(200, { "Content-Type": type }).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test("the frame's page has the records of its link, and leads to the whole map", { tag: "@phone" }, async ({
	page,
}) => {
	await page.goto("./embed#v=1&map=7/39.9/46.2&l=villages,zones&t=1993..1994&side=list");
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
	expect(await painted(page, "districts")).toBe(0);
	const rows = page.locator("#results .row");
	const { numberMatched } = await (
		await page.request.get("./collections/zones/items?limit=1&datetime=1993/1994")
	).json();
	await expect(page.locator('#results [data-ref^="zones/"]')).toHaveCount(numberMatched);
	await rows.first().click();
	await expect(page.locator("#record h2")).toBeVisible();
	const href = await page.locator("#out").getAttribute("href");
	expect(href).toMatch(/^\.\/#v=1&map=7.*&sel=(villages|zones)\//);
	await page.goto("about:blank");
	await page.goto("./embed#v=1&lang=ru");
	await expect(page.locator("#out")).toHaveText("Открыть всю карту");
	await expect(page.locator("#list")).toBeHidden();
});

test("a frame without a view begins with all of its records in sight", async ({ page }) => {
	await page.goto("./embed#v=1&l=sites,villages");
	await expect(page).toHaveURL(/map=([7-9]|10)(\.\d+)?\/(39|40)\./);
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
});

test("a frame that is loaded again has its list still, and the focus stays in one that has none", async ({ page }) => {
	await page.goto("./embed#v=1&map=8/39.9/46.2&l=events&side=list");
	await expect(page.locator("#results .row").first()).toBeVisible();
	await page.locator("#zoom-in").click();
	await expect(page).toHaveURL(/map=9\//);
	await page.reload();
	await expect(page.locator("#results .row").first()).toBeVisible();
	await page.goto("about:blank");
	await page.goto("./embed#v=1&map=10/39.97753/46.13007&l=villages");
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
	const at = await middle(page);
	await page.mouse.click(at.x, at.y);
	await page.locator("#record").getByRole("button", { name: "Close" }).click();
	await expect(page.locator("#record")).toBeHidden();
	await expect(page.locator("#map")).toBeFocused();
});

test("P5: a contested record says so, with how many statements contradict it and where", async ({ page }) => {
	const event = await feature(page, "events", (f) => f.properties.contested === true);
	const { rivals } = await (await page.request.get(`./collections/events/items/${event.id}`)).json();
	expect(rivals.length).toBeGreaterThan(1);
	await page.goto("./embed#v=1&map=8/39.9/46.2&l=events&side=list");
	await row(page, "events", event.id).click();
	const record = page.locator("#record");
	await expect(record.locator(".tag.contested")).toHaveText("Contested");
	const links = record.locator(".rivals a");
	await expect(links).toHaveCount(rivals.length);
	for (const [i, rival] of (rivals as { rivals: number; rivals_at: string }[]).entries()) {
		await expect(links.nth(i)).toHaveText(new RegExp(`^[A-Z].* \\(${rival.rivals}\\)$`));
		expect(await links.nth(i).evaluate((a) => (a as HTMLAnchorElement).href)).toBe(rival.rivals_at);
	}
	await expect(record).toContainText("Ask for a correction");
	// Closed by key or by button, the row that opened it is there again.
	await page.locator("#record-close").focus();
	await page.keyboard.press("Escape");
	await expect(record).toBeHidden();
	await expect(row(page, "events", event.id)).toBeFocused();
	expect(await page.locator("#out").getAttribute("href")).not.toContain("sel=");
});

test.describe("rivals that do not come", () => {
	test.use({ expected: /status of 500/ });
	test("are told of, the record says that it is contested all the same", async ({ page }) => {
		const event = await feature(page, "events", (f) => f.properties.contested === true);
		await page.route(`**/items/${event.id}`, (route) => route.fulfill({ status: 500, body: "{}" }), { times: 1 });
		await page.goto("./embed#v=1&map=8/39.9/46.2&l=events&side=list");
		await row(page, "events", event.id).click();
		const record = page.locator("#record");
		await expect(record.locator(".tag.contested")).toBeVisible();
		await expect(record.locator(".rivals")).toContainText("status 500");
		await record.getByRole("button", { name: "Try again" }).click();
		await expect(record.locator(".rivals a").first()).toBeVisible();
	});
});

test("a click where records lie over one another gives the choice, and each opens", async ({ page }) => {
	await page.goto("./embed#v=1&map=10/39.97753/46.13007");
	await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
	const at = await middle(page);
	await page.mouse.click(at.x + 20, at.y);
	const choices = page.locator("#record .choices button");
	await expect.poll(() => choices.count()).toBeGreaterThan(2);
	await expect(page.locator("#record h2")).toHaveText(`${await choices.count()} records at this point`);
	await expect(page.locator("#record h2")).toBeFocused();
	const contested = choices.filter({ hasText: "Contested" }).first();
	const name = await contested.locator(".row-name").textContent();
	await contested.click();
	await expect(page.locator("#record h2")).toHaveText(name ?? "");
	await expect(page.locator("#record h2")).toBeFocused();
	await expect(page.locator("#out")).toHaveAttribute("href", /&sel=/);
	await page.locator("#record-close").click();
	await expect(page.locator("#record")).toBeHidden();
});

test("another site may frame that page, and no other", async ({ page, baseURL, browser }) => {
	const { server, url } = await serve((path) => ({
		type: "text/html",
		body: `<!doctype html><title>Theirs</title><iframe src="${baseURL}${path.slice(1)}" width="800" height="480"></iframe>`,
	}));
	try {
		const theirs = await browser.newPage();
		const refused: string[] = [];
		theirs.on("console", (m) => m.type() === "error" && refused.push(m.text()));
		await theirs.goto(`${url}/embed`);
		await expect(theirs.frameLocator("iframe").locator("#out")).toHaveText("Open the whole map");
		expect(refused).toEqual([]);
		await theirs.goto(`${url}/`);
		await expect.poll(() => refused.join()).toContain("frame-ancestors");
		await theirs.close();
		await page.goto("./");
	} finally {
		server.close();
	}
});

test("the options page writes the frame, and shows it", { tag: "@phone" }, async ({ page }) => {
	await page.goto("./embed-options#v=1&map=8/39.9/46.2");
	await page.locator("#layer-districts").uncheck();
	await page.locator("#from").fill("1993-13");
	await page.locator("#to").fill("1994");
	await expect(page.locator("#from")).toHaveAttribute("aria-invalid", "true");
	await expect(page.locator("#to")).not.toHaveAttribute("aria-invalid");
	await expect(page.locator("#time-said")).toContainText("1993-04-18");
	await page.locator("#from").fill("1993");
	await expect(page.locator("#from")).not.toHaveAttribute("aria-invalid");
	await expect(page.locator("#time-said")).toBeHidden();
	await page.locator("#list").check();
	await page.locator("#language").selectOption("az");
	await page.locator("#height").fill("320");
	const text = await page.locator("#snippet").inputValue();
	const [, src = ""] = /src="([^"]*)"/.exec(text) ?? [];
	expect(text).toContain('height="320"');
	expect(src).toContain(
		"/embed#v=1&amp;map=8/39.9/46.2&amp;l=sites,villages,zones,events&amp;t=1993..1994&amp;lang=az&amp;side=list",
	);
	const frame = page.frameLocator("#preview iframe");
	await expect(frame.locator("#out")).toHaveText("Bütün xəritəni aç");
	await expect(frame.locator("#results .row").first()).toBeVisible();
	await expect(page.locator("#preview iframe")).toHaveAttribute("height", "320");
});

test.describe("of a large layer", () => {
	needsMadeWorlds();
	test.use({ baseURL: LARGE });

	test("tiles that do not come are told of, and come when asked for again", async ({ page }) => {
		await page.route("**/tiles/WebMercatorQuad/**", (route) => route.abort());
		await page.goto("./embed#v=1&map=6.5/40.6/45.6");
		await expect(page.locator("#alert")).toContainText("Not loaded: Villages and towns");
		expect(await painted(page, "villages")).toBe(0);
		await page.unroute("**/tiles/WebMercatorQuad/**");
		await page.locator("#alert button").click();
		await expect.poll(() => painted(page, "villages")).toBe(12_000);
		await expect(page.locator("#alert")).toBeEmpty();
	});

	test("a record of a tile that does not come is told of", async ({ page }) => {
		const answer = await page.request.get("./collections/villages/items?limit=1&sortby=name");
		const [village] = (await answer.json()).features;
		const [lon, lat] = village.geometry.coordinates;
		await page.route("**/villages/items?*", (route) => route.abort());
		await page.goto(`./embed#v=1&map=16/${lat}/${lon}`);
		await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
		await page.route("**/villages/items/*", (route) => route.abort(), { times: 1 });
		const at = await middle(page);
		await page.mouse.click(at.x, at.y);
		await expect(page.locator("#alert")).toContainText("The server does not answer.");
		await page.mouse.click(at.x, at.y);
		await expect(page.locator("#record h2")).toHaveText(village.properties.name);
	});

	test("the frame's page has tiles too", async ({ page }) => {
		await page.goto("./embed#v=1&map=6.5/40.6/45.6&f=kind:town&side=list");
		const { numberMatched } = await (await page.request.get("./collections/villages/items?limit=1&kind=town")).json();
		await expect.poll(() => painted(page, "villages")).toBeGreaterThanOrEqual(numberMatched);
		expect(await painted(page, "villages")).toBeLessThan(numberMatched * 1.1);
		await expect(page.locator("#results .row").first()).toBeVisible();
		const asked = page.waitForRequest((r) => r.url().includes("/villages/items") && r.url().includes("bbox="));
		await page.locator("#zoom-in").click();
		await asked;
	});
});
