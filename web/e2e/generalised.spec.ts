// Positions that are made coarser or withheld. The demo has none: the server is
// that of made.mjs, with made-up records whose positions these are.
import { readFileSync } from "node:fs";
import { expect, feature, open, painted, row, test } from "./map.ts";

test.skip(process.env.STELE_URL !== undefined, "the server at STELE_URL has another world");
test.use({ baseURL: `http://127.0.0.1:${process.env.STELE_MADE_PORT}/` });

/** The positions that stay in, to a hundred metres: nothing else lies so far north or east. */
const HELD = [...readFileSync("made.mjs", "utf8").matchAll(/((?:50|42)\.\d{3})\d{4}/g)].map(([, n]) => n);

test("a generalised record is a shaded cell, and nothing that the page gets says more", async ({ page }) => {
	const bodies: Promise<string>[] = [];
	page.on("response", (r) => {
		if (/json/.test(r.headers()["content-type"] ?? "")) bodies.push(r.text());
	});
	await open(page, "#v=1&list=all");
	const site = await feature(page, "sites", (f) => f.properties.location_form === "cell");
	await row(page, "sites", site.id).click();
	const details = page.locator("#details");
	await expect(details).toContainText("Shown as a cell of 0.1 degrees, about 11.1 km from south to north");
	await expect(row(page, "sites", site.id).locator(".tag").first()).toHaveText("Position made coarser");
	expect((site.geometry as { type: string }).type).toBe("Polygon");
	await expect.poll(() => painted(page, "sites")).toBeGreaterThan(0);
	const outline = await page.locator("#map path.chosen").first().boundingBox();
	expect(outline?.height).toBeGreaterThan(90);
	await details.locator(".history summary").click();
	await expect(details.locator(".history li").first()).toBeVisible();
	expect(HELD.length).toBe(4);
	const all = (await Promise.all(bodies)).join("\n");
	expect(all).toContain("Made-up burial place");
	for (const position of HELD) expect(all.includes(String(position)), position).toBe(false);
});

test("a position that is withheld is said to be, and stands for the village's area only", async ({ page }) => {
	await open(page, "#v=1&list=all");
	const site = await feature(page, "sites", (f) => f.properties.public_precision === "withheld");
	await row(page, "sites", site.id).click();
	await expect(page.locator("#details .place")).toContainText("A position is known and is withheld");
	await expect(page.locator("#map path.chosen").first()).toBeAttached();
	await expect(row(page, "sites", site.id)).toContainText("Place name only");
});
