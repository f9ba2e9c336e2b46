// The map in other people's pages.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, LARGE, needsMadeWorlds, painted, test } from "./map.ts";

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
	await page.locator("#from").fill("1993");
	await page.locator("#to").fill("1994");
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
