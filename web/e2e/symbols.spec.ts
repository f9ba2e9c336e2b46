// What the map's symbols look like: by their pixels, in the guarded world.
import type { Page } from "@playwright/test";
import { expect, GUARDED, middle, needsMadeWorlds, open, painted, pixels, test } from "./map.ts";

needsMadeWorlds();
test.use({ baseURL: GUARDED });

/** The parts of the pixels that are as their neighbour in each direction: all of them, along the lines of a hatch. */
function texture(block: number[][][]) {
	const likeness = (dx: number, dy: number) => {
		let [same, all] = [0, 0];
		for (let y = 1; y + 1 < block.length; y++)
			for (let x = 1; x + 1 < block.length; x++) {
				const [a, b] = [block[y]?.[x], block[y + dy]?.[x + dx]];
				const isSame = a?.every((v, i) => Math.abs(v - (b?.[i] ?? 0)) <= 3);
				same += isSame ? 1 : 0;
				all++;
			}
		return same / all;
	};
	return { rising: likeness(1, -1), falling: likeness(1, 1), level: likeness(1, 0), upright: likeness(0, 1) };
}

async function textureAt(page: Page, layer: string, lon: number, lat: number, kind = layer) {
	await page.goto("about:blank");
	await open(page, `#v=1&l=${layer}&map=13/${lat}/${lon}`);
	await expect.poll(() => painted(page, kind)).toBeGreaterThan(0);
	return texture(await pixels(page, 24));
}

/** The most of the pixels that are as their neighbour in any direction: few of them, where lines cross. */
function most(t: ReturnType<typeof texture>): number {
	return Math.max(t.rising, t.falling, t.level, t.upright);
}

/** Whose colour the pixels round the middle have, of the two that have cells; what is thin is paler and no other. */
async function hues(page: Page): Promise<string[]> {
	const tokens = await Promise.all(["sites", "events"].map(async (name) => [name, await rgb(page, name)] as const));
	const found = (await pixels(page, 12)).flat().map(([r = 0, g = 0, b = 0, alpha = 0]) => {
		if (alpha < 100) return null;
		const far = ([, c]: (typeof tokens)[number]) => Math.hypot(r - (c[0] ?? 0), g - (c[1] ?? 0), b - (c[2] ?? 0));
		return [...tokens].sort((one, other) => far(one) - far(other))[0]?.[0];
	});
	return [...new Set(found.filter((name) => name !== null && name !== undefined))];
}

/** A token's colour. */
function rgb(page: Page, token: string): Promise<number[]> {
	return page.evaluate((name) => {
		const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
		return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
	}, token);
}

test("each perspective's zones have a hatch of their own, and where two lie over one another both are seen", async ({
	page,
}) => {
	const a = await textureAt(page, "zones", 46.02, 40.15);
	const b = await textureAt(page, "zones", 46.15, 39.93);
	const both = await textureAt(page, "zones", 46.15, 40.05);
	expect(a.rising).toBeGreaterThan(0.9);
	expect(a.falling).toBeLessThan(0.8);
	expect(b.falling).toBeGreaterThan(0.9);
	expect(b.rising).toBeLessThan(0.8);
	expect(Math.max(both.rising, both.falling)).toBeLessThan(0.8);
	// A click there gives both, each with whose claim it is.
	const { x, y } = await middle(page);
	await page.mouse.click(x, y);
	await expect(page.locator("#details .choices")).toContainText("Side A");
	await expect(page.locator("#details .choices")).toContainText("Side B");
});

test.describe("a perspective keeps its hatch", () => {
	const VIEW = "l=zones&map=13/39.93/46.15";
	const ofSideB = async (page: Page, map = "#map") => {
		await expect.poll(async () => texture(await pixels(page, 24, map)).falling).toBeGreaterThan(0.9);
		expect(texture(await pixels(page, 24, map)).rising).toBeLessThan(0.8);
	};

	for (const [what, hash] of [
		["when a period hides the others", "&t=1997..1997"],
		["when a filter does", "&f=perspective:Side%20B"],
		["in a frame", "&t=1997..1997"],
	] as const)
		test(what, async ({ page }) => {
			await page.goto(`./${what === "in a frame" ? "embed" : ""}#v=1&${VIEW}${hash}`);
			await ofSideB(page);
		});

	test("on both of two maps, and in the legend", async ({ page }) => {
		await open(page, `#v=1&${VIEW}&t=1997..1997&c=1994..1995`);
		await ofSideB(page);
		await ofSideB(page, "#map-second");
		const legend = page.locator("#legend dd").filter({ hasText: "Zone of control" });
		await expect(legend).toHaveText([/according to Side A/, /according to Side B/, /according to Side C/]);
	});

	for (const where of ["", "embed"])
		test(`in the tiles of a large layer${where && " in a frame"}`, async ({ page }) => {
			await page.route("**/collections?f=json", async (route) => {
				const answer = await route.fetch();
				const body = await answer.json();
				for (const c of body.collections) if (c.id === "zones") c.itemCount = 1_000_000;
				await route.fulfill({ json: body });
			});
			const tiles: string[] = [];
			page.on("response", (r) => r.url().includes("collections/zones/tiles") && tiles.push(r.url()));
			await page.goto(`./${where}#v=1&${VIEW}&t=1997..1997`);
			await ofSideB(page);
			expect(tiles.length).toBeGreaterThan(0);
		});
});

test("a contested zone is hatched both ways, and marked in the list", async ({ page }) => {
	const zone = await textureAt(page, "zones", 46.4, 39.95);
	expect(most(zone)).toBeLessThan(0.95);
	await expect(page.locator("#results .row", { hasText: "Side C" }).locator(".tag.contested")).toBeVisible();
});

test("a cell has lines of its own, a grave's other ones than an event's, and in the layer's colour", async ({
	page,
}) => {
	const grave = await textureAt(page, "sites", 46.106, 40.0945);
	expect(grave.level).toBeGreaterThan(0.97);
	expect(grave.upright).toBeLessThan(0.9);
	const event = await textureAt(page, "events", 46.106, 40.0945);
	expect(event.upright).toBeGreaterThan(0.97);
	expect(event.level).toBeLessThan(0.9);
	expect(await hues(page)).toEqual(["events"]);
});

test("lines cross where another source contradicts what lies in a cell, or somewhere in an area", async ({ page }) => {
	const cell = await textureAt(page, "sites", 46.25, 39.95);
	expect(most(cell)).toBeLessThan(0.9);
	const agreed = await textureAt(page, "sites", 46.09, 40.05, "somewhere-sites");
	expect(agreed.falling - agreed.rising).toBeGreaterThan(0.2);
	const contested = await textureAt(page, "events", 46.02, 39.92, "somewhere-events");
	expect(most(contested)).toBeLessThan(0.95);
	expect(Math.abs(contested.falling - contested.rising)).toBeLessThan(0.05);
});

test("a contested point has a ring of dashes, others have none", async ({ page }) => {
	const ring = async (lon: number, lat: number) => {
		await page.goto("about:blank");
		await open(page, `#v=1&l=villages&map=14/${lat}/${lon}`);
		await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
		const [block, [r = 0, g = 0, b = 0]] = [await pixels(page, 9), await rgb(page, "contested")];
		return block
			.flat()
			.filter((p) => Math.hypot((p[0] ?? 0) - r, (p[1] ?? 0) - g, (p[2] ?? 0) - b) < 40 && p[3] === 255).length;
	};
	expect(await ring(46.26, 39.98)).toBe(0);
	const dashes = await ring(46.28, 39.98);
	// A whole ring of its width would have about 75.
	expect(dashes).toBeGreaterThan(12);
	expect(dashes).toBeLessThan(60);
	await expect(page.locator("#legend dd", { hasText: "Dashed ring: contested" })).toHaveCount(1);
});

for (const [what, kind, day, at] of [
	["what", "events", "1993-04", "12/40.05/46.15"],
	["the area of what", "somewhere-events", "1993-05", "12/39.92/46.02"],
] as const)
	test(`${what} only may lie in the period is pale, what lies in it is not: ${kind}`, async ({ page }) => {
		const strength = async (period: string) => {
			await page.goto("about:blank");
			await open(page, `#v=1&l=events&undated=0&t=${period}&map=${at}`);
			await expect.poll(() => painted(page, kind)).toBeGreaterThan(0);
			const all = (await pixels(page, 16)).flat();
			return all.reduce((sum, [, , , alpha = 0]) => sum + alpha, 0) / all.length;
		};
		const [certain, possible] = [await strength(`${day}..${day}`), await strength(`${day}-10..${day}-12`)];
		expect(certain).toBeGreaterThan(5);
		expect(possible / certain).toBeGreaterThan(0.3);
		expect(possible / certain).toBeLessThan(0.6);
	});

test("symbols differ by their outline, not by colour alone", async ({ page }) => {
	await open(page);
	await page.locator(".legend > summary").click();
	const masks = await page.locator("#legend dt canvas").evaluateAll((all) =>
		(all as HTMLCanvasElement[]).map((canvas) => {
			const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
			return Array.from({ length: data.length / 4 }, (_, i) => (data[i * 4 + 3] ?? 0) > 100);
		}),
	);
	expect(masks.length).toBeGreaterThan(10);
	const words = await page.locator("#legend dd").allTextContents();
	for (const [i, one] of masks.entries())
		for (const [j, other] of masks.entries()) {
			if (i >= j) continue;
			const [union, shared] = one.reduce(
				([u, s], v, k) => [u + Number(v || other[k]), s + Number(v && other[k])],
				[0, 0],
			);
			// Pale is the same outline as strong: that is what it is to say.
			const isSameShape = [words[i], words[j]].every((w) => /^(Event$|Pale)/.test(w ?? ""));
			if (!isSameShape) expect(shared / Math.max(1, union), `${words[i]} and ${words[j]}`).toBeLessThan(0.9);
		}
});
