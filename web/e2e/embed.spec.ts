// The map in other people's pages, and the base map of other people.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, open, painted, test } from "./map.ts";
import { freePort } from "./port.ts";

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

test("the frame's page has the records of its link, and leads to the whole map", async ({ page }) => {
	await page.goto("./embed#v=1&map=8/39.9/46.2&l=villages,zones&t=1993..1994&side=list");
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
	expect(href).toMatch(/^\.\/#v=1&map=8.*&sel=(villages|zones)\//);
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

test("the options page writes the frame, and shows it", async ({ page }) => {
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

test("the operator's base map is the one thing that is asked of others", async ({ browser }) => {
	test.skip(process.env.STELE_URL !== undefined, "the server at STELE_URL has an operator of its own");
	test.setTimeout(90_000);
	const asked: string[] = [];
	const pixel = Buffer.from(
		"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
		"base64",
	);
	const { server, url } = await serve((path) => {
		asked.push(path);
		return { type: "image/png", body: pixel };
	});
	const folder = mkdtempSync(join(tmpdir(), "stele-base-"));
	const stele = (...args: string[]) => {
		const done = spawnSync("../bin/stele", args, { encoding: "utf8" });
		if (done.status !== 0) throw new Error(`stele ${args[0]}: ${done.stderr}`);
	};
	stele("demo", "--data", folder);
	const baseMap = { url: `${url}/{z}/{x}/{y}.png`, attribution: "A map of others" };
	writeFileSync(join(folder, "stele.json"), JSON.stringify({ title: "Ours", base_map: baseMap }));
	stele("publish", "--data", folder);
	const port = await freePort();
	const own = spawn("../bin/stele", ["serve", "--data", folder, "--addr", `127.0.0.1:${port}`], { stdio: "ignore" });
	try {
		const page = await browser.newPage({ baseURL: `http://127.0.0.1:${port}/` });
		const faults: string[] = [];
		page.on("console", (m) => m.type() === "error" && !m.text().includes("net::ERR") && faults.push(m.text()));
		await expect
			.poll(
				() =>
					page.request.get("./healthz").then(
						(r) => r.status(),
						() => 0,
					),
				{ timeout: 20_000 },
			)
			.toBe(200);
		const strangers: string[] = [];
		page.on("request", (r) => {
			const { origin } = new URL(r.url());
			if (origin !== `http://127.0.0.1:${port}` && origin !== url) strangers.push(r.url());
		});
		await open(page, "#v=1&map=7/40/46");
		await expect
			.poll(() =>
				page.locator("#map img.base-tiles.leaflet-tile-loaded, #map .base-tiles img.leaflet-tile-loaded").count(),
			)
			.toBeGreaterThan(2);
		expect(asked.every((path) => /^\/\d+\/\d+\/\d+\.png$/.test(path))).toBe(true);
		await expect(page.locator("#base-attribution")).toHaveText("A map of others");
		expect(strangers).toEqual([]);
		// Another origin is still refused.
		await page.evaluate(() =>
			document.body.append(Object.assign(new Image(), { src: "http://127.0.0.1:9/other.png" })),
		);
		await expect.poll(() => faults.join()).toContain("http://127.0.0.1:9/other.png");
		expect(faults.filter((fault) => !fault.includes("http://127.0.0.1:9/other.png"))).toEqual([]);
		await page.close();
	} finally {
		own.kill();
		server.close();
		rmSync(folder, { recursive: true, force: true });
	}
});

test("a large layer comes in tiles to the frame's page too", async ({ browser }) => {
	test.skip(process.env.STELE_URL !== undefined, "the server at STELE_URL has another world");
	const page = await browser.newPage({ baseURL: `http://127.0.0.1:${process.env.STELE_LARGE_PORT}/` });
	await page.goto("./embed#v=1&map=6.5/40.6/45.6&f=kind:town&side=list");
	const { numberMatched } = await (await page.request.get("./collections/villages/items?limit=1&kind=town")).json();
	await expect.poll(() => painted(page, "villages")).toBeGreaterThanOrEqual(numberMatched);
	expect(await painted(page, "villages")).toBeLessThan(numberMatched * 1.1);
	const first = page.locator("#results .row").first();
	await expect(first).toBeVisible();
	const asked = page.waitForRequest((r) => r.url().includes("/villages/items") && r.url().includes("bbox="));
	await page.locator("#zoom-in").click();
	await asked;
	await page.close();
});
