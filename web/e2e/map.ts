// What the specs share: opening the page and watching that it breaks no rule
// of its own, whatever else a test looks at.
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";

/** Two made worlds: of 12,000 villages, and of graves whose exact positions the vault keeps. See large.mjs and guarded.mjs. */
export const LARGE = `http://127.0.0.1:${process.env.STELE_LARGE_PORT}/`;
export const GUARDED = `http://127.0.0.1:${process.env.STELE_GUARDED_PORT}/`;

/** Pages that fail their test on a policy violation, a script error or a request to a third party. */
export const test = base.extend<{ context: BrowserContext; expected: RegExp | null }>({
	/** The faults that a test brings about on purpose. */
	expected: [null, { option: true }],
	context: async ({ context, baseURL, expected }, use) => {
		const faults: string[] = [];
		const own = [baseURL ?? "", LARGE, GUARDED].map((url) => new URL(url).origin);
		// What a context tells of is of all its pages and of their service workers.
		context.on("weberror", (e) => faults.push(`script error: ${e.error().message}`));
		context.on("console", (m) => m.type() === "error" && !m.text().includes("net::ERR") && faults.push(m.text()));
		const isOwn = (url: string) => /^(data|blob):/.test(url) || own.includes(new URL(url).origin);
		context.on("request", (r) => !isOwn(r.url()) && faults.push(`third party: ${r.url()}`));
		context.on("serviceworker", (worker) => !isOwn(worker.url()) && faults.push(`third party: ${worker.url()}`));
		await context.addInitScript(() => {
			addEventListener("securitypolicyviolation", (e) =>
				console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`),
			);
		});
		await use(context);
		expect(faults.filter((fault) => !expected?.test(fault))).toEqual([]);
	},
});

export { expect };

/** Skips what needs a made world where the tests run on a server of somebody's own. */
export function needsMadeWorlds(): void {
	test.skip(process.env.STELE_URL !== undefined, "the server at STELE_URL has another world");
}

/** Opens the map, of the demo or of a made world, and waits until its records are listed. */
export async function open(page: Page, hash = "", world = "./"): Promise<void> {
	await page.goto(`${world}${hash}`);
	await expect(page.locator("#count")).toHaveText(/\d/);
	await expect(page.locator("#layers")).not.toContainText("…");
	await settled(page);
	if (test.info().project.name === "phone") await raise(page);
}

/** Waits until the page has heard of what was done to it, and its list is of that. */
export async function settled(page: Page): Promise<void> {
	await page.evaluate(() => new Promise((heard) => requestAnimationFrame(() => requestAnimationFrame(heard))));
	await expect(page.locator("#results")).not.toHaveAttribute("data-busy", "true");
}

/** The page's address, which the test's own side may hear of a moment later. */
export async function address(page: Page): Promise<string> {
	await settled(page);
	return page.evaluate(() => location.href);
}

/** Draws the sheet up on a small screen, and unfolds what is folded there at first. */
async function raise(page: Page): Promise<void> {
	if (page.url().includes("/embed")) return;
	while ((await page.locator("#page").getAttribute("data-stop")) !== "full") await page.locator("#sheet-up").click();
	for (const id of ["#layers-block", "#time-block"])
		if (await page.locator(`${id}:not([open]) > summary`).isVisible()) await page.locator(`${id} > summary`).click();
}

/** Draws the sheet down on a small screen, so that the map is in reach. */
export async function showMap(page: Page): Promise<void> {
	if (test.info().project.name !== "phone") return;
	while ((await page.locator("#page").getAttribute("data-stop")) !== "peek") await page.locator("#sheet-down").click();
}

/** How many shapes of a kind are painted on the map, a shape on two canvases counted twice. */
export async function painted(page: Page, kind: string): Promise<number> {
	const all = await page
		.locator("#map canvas[data-painted]")
		.evaluateAll((list) => list.flatMap((c) => ((c as HTMLElement).dataset.painted ?? "").split(" ")));
	return all.filter((word) => word.startsWith(`${kind}:`)).reduce((sum, word) => sum + Number(word.split(":")[1]), 0);
}

/** The first feature of a collection of which the test is true, asked of the API. */
export async function feature(page: Page, collection: string, test: (f: Feature) => boolean): Promise<Feature> {
	const answer = await page.request.get(`./collections/${collection}/items?limit=1000`);
	const found = ((await answer.json()).features as Feature[]).find(test);
	if (!found) throw new Error(`the demo has no such feature in ${collection}`);
	return found;
}

export interface Feature {
	id: string;
	geometry: unknown;
	properties: Record<string, string | number | boolean | null>;
}

/** The demo's burial places at Bashlibel. */
export async function bashlibel(page: Page): Promise<Feature> {
	return feature(page, "sites", (f) => f.properties.place_name === "Bashlibel");
}

/** The row of a feature in the list. */
export function row(page: Page, collection: string, id: string) {
	return page.locator(`#results [data-ref="${collection}/${id}"]`);
}

/** The middle of the map, in pixels of the page. */
export async function middle(page: Page): Promise<{ x: number; y: number }> {
	const box = await page.locator("#map").boundingBox();
	if (!box) throw new Error("the map has no box");
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** What the data layers' canvases of a map have round its middle: rows of pixels, each red, green, blue, alpha. */
export async function pixels(page: Page, radius: number, map = "#map"): Promise<number[][][]> {
	const at = await middle(page);
	return page.evaluate(
		([x, y, r, box]) => {
			const canvases = [...document.querySelectorAll<HTMLCanvasElement>(`${box} .data-grid canvas[data-painted]`)];
			const hit = (px: number, py: number) => {
				for (const canvas of canvases) {
					const box = canvas.getBoundingClientRect();
					if (px < box.left || px >= box.right || py < box.top || py >= box.bottom) continue;
					const scale = canvas.width / box.width;
					const data = canvas
						.getContext("2d")
						?.getImageData(Math.floor((px - box.left) * scale), Math.floor((py - box.top) * scale), 1, 1).data;
					return [...(data ?? [])];
				}
				return [0, 0, 0, 0];
			};
			const span = Array.from({ length: 2 * r + 1 }, (_, i) => i - r);
			return span.map((dy) => span.map((dx) => hit(x + dx, y + dy)));
		},
		[at.x, at.y, radius, map] as const,
	);
}
