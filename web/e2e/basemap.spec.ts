// The base map of other people's that an operator names: pictures, or an archive.
import type { Page } from "@playwright/test";
import { archiveOf, quarters, serveFiles } from "./files.ts";
import { expect, open, test } from "./map.ts";
import { ownServer } from "./own.ts";

test.skip(process.env.STELE_URL !== undefined, "the server at STELE_URL has an operator of its own");
test.setTimeout(90_000);
// What is refused is refused on purpose here.
test.use({ expected: /third party|Content Security Policy|policy: |status of 404/ });

const QUARTERS = quarters([
	[200, 0, 0],
	[0, 200, 0],
	[0, 0, 200],
	[200, 200, 0],
]);
const WHOSE = "A map of others";

interface Seen {
	strangers: string[];
	refused: string[];
}

/** Watches what the page asks of others than the two origins, and what its policy refuses. */
function watch(page: Page, ...origins: string[]): Seen {
	const seen: Seen = { strangers: [], refused: [] };
	page.on("request", (r) => {
		const { origin, protocol } = new URL(r.url());
		if (protocol.startsWith("http") && !origins.includes(origin)) seen.strangers.push(r.url());
	});
	page.on("console", (m) => m.type() === "error" && seen.refused.push(m.text()));
	return seen;
}

/** Tries to load a picture and to fetch, each from somewhere; says which the policy let through. */
function tryToLoad(page: Page, url: string): Promise<string[]> {
	return page.evaluate(async (address) => {
		const passed: string[] = [];
		await fetch(address, { mode: "no-cors" }).then(
			() => passed.push("fetch"),
			() => undefined,
		);
		await new Promise<void>((resolve) => {
			const image = Object.assign(new Image(), { src: address });
			image.onload = () => {
				passed.push("picture");
				resolve();
			};
			image.onerror = () => resolve();
		});
		return passed;
	}, url);
}

/** How many canvases of the base map have a colour, given as the page's token or as "r,g,b". */
function canvasesWith(page: Page, colour: string, at = "#map"): Promise<number> {
	return page.evaluate(
		([token, box]) => {
			const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
			const wanted = hex ? [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)).join() : token;
			const all = [...document.querySelectorAll<HTMLCanvasElement>(`${box} .base-tiles canvas[data-base]`)];
			return all.filter((canvas) => {
				const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
				for (let i = 0; i < data.length; i += 4)
					if ([data[i], data[i + 1], data[i + 2]].join() === wanted && data[i + 3] === 255) return true;
				return false;
			}).length;
		},
		[colour, at] as const,
	);
}

test("pictures at an address are the one thing that is asked of others", async ({ page }) => {
	const { server, url, asked } = await serveFiles({ "*": QUARTERS });
	const own = await ownServer({ title: "Ours", base_map: { url: `${url}/{z}/{x}/{y}.png`, attribution: WHOSE } });
	try {
		const seen = watch(page, new URL(own.url).origin, url);
		await open(page, "#v=1&map=7/40/46", own.url);
		await expect.poll(() => page.locator("#map .base-tiles img.leaflet-tile-loaded").count()).toBeGreaterThan(2);
		expect(asked.every(({ path }) => /^\/\d+\/\d+\/\d+\.png$/.test(path))).toBe(true);
		await expect(page.locator("#base-attribution")).toHaveText(WHOSE);
		expect(seen).toEqual({ strangers: [], refused: [] });
		expect(await tryToLoad(page, `${url}/other.png`)).toEqual(["picture"]);
		expect(await tryToLoad(page, "http://127.0.0.1:9/other.png")).toEqual([]);
		expect(seen.refused.join()).toContain("http://127.0.0.1:9/other.png");
	} finally {
		await own.end();
		server.close();
	}
});

test("an archive of vector tiles is read by ranges and drawn in the page's own colours, without borders", async ({
	page,
	baseURL,
}) => {
	const archive = await (await page.request.get(`${baseURL}collections/districts/export.pmtiles`)).body();
	const { server, url, asked } = await serveFiles({ "/region.pmtiles": archive });
	const own = await ownServer({ title: "Ours", base_map: { url: `${url}/region.pmtiles`, attribution: WHOSE } });
	try {
		const seen = watch(page, new URL(own.url).origin, url);
		await open(page, "#v=1&map=8/40/46&l=villages", own.url);
		await expect.poll(() => canvasesWith(page, "land")).toBeGreaterThan(0);
		const drawn = await page
			.locator("#map .base-tiles canvas[data-base]")
			.evaluateAll((list) => list.map((c) => (c as HTMLElement).dataset.base ?? ""));
		expect(drawn.some((text) => /land:[1-9]/.test(text))).toBe(true);
		// Nothing but land and what it fades into at its rim: no line of another colour.
		const furthest = await page.evaluate(() => {
			const hex = getComputedStyle(document.documentElement).getPropertyValue("--land").trim();
			const land = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
			let most = 0;
			for (const canvas of document.querySelectorAll<HTMLCanvasElement>("#map .base-tiles canvas[data-base]")) {
				const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
				for (let i = 0; i < data.length; i += 4)
					if ((data[i + 3] ?? 0) > 128) most = Math.max(most, ...land.map((v, k) => Math.abs(v - (data[i + k] ?? 0))));
			}
			return most;
		});
		expect(furthest).toBeLessThanOrEqual(4);
		// Beyond the archive's last zoom the tile above is drawn larger.
		await open(page, "#v=1&map=16/40/46&l=villages", own.url);
		await page.reload();
		await expect.poll(() => canvasesWith(page, "land")).toBeGreaterThan(0);
		expect(asked.length).toBeGreaterThan(1);
		expect(asked.filter(({ path, range }) => path !== "/region.pmtiles" || !range)).toEqual([]);
		await expect(page.locator("#base-attribution")).toHaveText(WHOSE);
		expect(seen).toEqual({ strangers: [], refused: [] });
		expect(await tryToLoad(page, `${url}/region.pmtiles`)).toEqual(["fetch"]);
		expect(await tryToLoad(page, "http://127.0.0.1:9/other.pmtiles")).toEqual([]);
		// The frame's page has it too, and so has the second of two maps.
		await page.goto(`${own.url}embed#v=1&map=8/40/46`);
		await expect.poll(() => canvasesWith(page, "land")).toBeGreaterThan(0);
		// The second may be there before the server has said whose base map it is.
		await page.route(`${own.url}?f=json`, async (route) => {
			await page.locator("#map-second").waitFor();
			await route.continue();
		});
		await page.goto(`${own.url}#v=1&map=8/40/46&t=1990..1991&c=1993..1994`);
		await expect.poll(() => canvasesWith(page, "land", "#map-second"), { timeout: 30_000 }).toBeGreaterThan(0);
	} finally {
		await own.end();
		server.close();
	}
});

test("whose the base map is stands on paper, and in the picture's caption beside whose the data are", async ({
	page,
}) => {
	const { server, url } = await serveFiles({ "/world.pmtiles": archiveOf(QUARTERS) });
	const own = await ownServer({ title: "Ours", base_map: { url: `${url}/world.pmtiles`, attribution: WHOSE } });
	try {
		await page.addInitScript(() => {
			const set: string[] = [];
			Object.assign(globalThis, { set });
			const { fillText } = CanvasRenderingContext2D.prototype;
			CanvasRenderingContext2D.prototype.fillText = function (text: string, x: number, y: number) {
				set.push(text);
				fillText.call(this, text, x, y);
			};
		});
		await open(page, "#v=1&map=6/40/46", own.url);
		await expect.poll(() => canvasesWith(page, "0,200,0")).toBeGreaterThan(0);
		await page.locator("#download > summary").click();
		const coming = page.waitForEvent("download");
		await page.getByRole("button", { name: "Map as a picture" }).click();
		await coming;
		const lines = await page.evaluate(() => (globalThis as unknown as { set: string[] }).set.slice(-20).join("\n"));
		const data = (await page.locator("#attribution").textContent()) ?? "";
		expect(lines.replace(/\s+/g, " ")).toContain(data.slice(0, 30));
		expect(lines).toContain(WHOSE);
		await page.emulateMedia({ media: "print" });
		await expect(page.locator("#base-attribution")).toBeVisible();
		await expect(page.locator("#base-attribution")).toHaveText(WHOSE);
	} finally {
		await own.end();
		server.close();
	}
});

test("an archive of pictures is shown as it is, at any zoom", async ({ page }) => {
	const { server, url, asked } = await serveFiles({ "/world.pmtiles": archiveOf(QUARTERS) });
	const own = await ownServer({ title: "Ours", base_map: { url: `${url}/world.pmtiles`, attribution: WHOSE } });
	try {
		const seen = watch(page, new URL(own.url).origin, url);
		// North-east of the middle of the world: its second quarter.
		await open(page, "#v=1&map=6/40/46", own.url);
		await expect.poll(() => canvasesWith(page, "0,200,0")).toBeGreaterThan(3);
		expect(await canvasesWith(page, "200,0,0")).toBe(0);
		expect(asked.every(({ range }) => range)).toBe(true);
		expect(seen).toEqual({ strangers: [], refused: [] });
	} finally {
		await own.end();
		server.close();
	}
});

test("without the archive the page's own base map is there, and all else", async ({ page }) => {
	const { server, url, asked } = await serveFiles({});
	const own = await ownServer({ title: "Ours", base_map: { url: `${url}/gone.pmtiles`, attribution: WHOSE } });
	try {
		await open(page, "#v=1&map=7/40/46", own.url);
		await expect.poll(() => asked.length).toBeGreaterThan(0);
		await expect(page.locator("#map .base-land").first()).toBeAttached();
		await expect(page.locator("#results .row").first()).toBeVisible();
		await expect(page.locator("#broken")).toBeEmpty();
		expect(await page.locator("#map .base-tiles").count()).toBe(0);
	} finally {
		await own.end();
		server.close();
	}
});
