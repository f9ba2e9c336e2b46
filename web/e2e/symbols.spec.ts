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

async function textureAt(page: Page, layer: string, lon: number, lat: number) {
	await page.goto("about:blank");
	await open(page, `#v=1&l=${layer}&map=13/${lat}/${lon}`);
	await expect.poll(() => painted(page, layer)).toBeGreaterThan(0);
	return texture(await pixels(page, 24));
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

test("a contested zone is hatched both ways, and marked in the list", async ({ page }) => {
	const zone = await textureAt(page, "zones", 46.4, 39.95);
	expect(Math.max(zone.rising, zone.falling, zone.level, zone.upright)).toBeLessThan(0.95);
	await expect(page.locator("#results .row", { hasText: "Side C" }).locator(".tag.contested")).toBeVisible();
});

test("a cell has lines of its own", async ({ page }) => {
	const cell = await textureAt(page, "sites", 46.25, 39.95);
	expect(cell.level).toBeGreaterThan(0.97);
	expect(cell.upright).toBeLessThan(0.9);
});

test("what only may lie in the period is pale, what lies in it is not", async ({ page }) => {
	const strength = async (period: string) => {
		await page.goto("about:blank");
		await open(page, `#v=1&l=events&undated=0&t=${period}&map=12/40.05/46.15`);
		await expect.poll(() => painted(page, "events")).toBeGreaterThan(0);
		const all = (await pixels(page, 16)).flat();
		return all.reduce((sum, [, , , alpha = 0]) => sum + alpha, 0) / all.length;
	};
	const [certain, possible] = [await strength("1993-04..1993-04"), await strength("1993-04-10..1993-04-12")];
	expect(certain).toBeGreaterThan(10);
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
