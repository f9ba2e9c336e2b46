// What the reader takes away: files of what is listed, a link, a picture, paper.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { address, bashlibel, expect, LARGE, needsMadeWorlds, open, painted, test } from "./map.ts";

async function unfold(page: Page): Promise<void> {
	await page.locator("#download > summary").click();
	await expect(page.locator("#take-terms")).toContainText("Licence");
}

/** Has places in it by whose names records are known, and records that are nowhere outside of it. */
const AROUND = "&a=46,39.9,46.2,39.9,46.2,40.05,46,40.05";

/** What the server says of a source. */
interface Kept {
	id: string;
	archive: object | null;
	licence: string | null;
}

interface Offered {
	layer: string;
	count: number;
	href: string | null;
}

/** What the panel offers, layer by layer. */
function offered(page: Page): Promise<Offered[]> {
	return page.locator("#downloads [data-layer]").evaluateAll((list) =>
		(list as HTMLElement[]).map((node) => ({
			layer: node.dataset.layer ?? "",
			count: Number(node.dataset.count),
			href: node.getAttribute("href"),
		})),
	);
}

async function idsListed(page: Page, layer: string): Promise<string[]> {
	const refs = await page
		.locator(`#results [data-ref^="${layer}/"]`)
		.evaluateAll((rows) => rows.map((r) => (r as HTMLElement).dataset.ref ?? ""));
	return refs.map((ref) => ref.slice(layer.length + 1)).sort();
}

for (const { what, hash } of [
	{ what: "everything", hash: "#v=1&list=all" },
	{ what: "a period", hash: "#v=1&list=all&t=1993-04..1994" },
	{ what: "a period without the undated", hash: "#v=1&list=all&t=1993..1994&undated=0" },
	{ what: "kinds and an area", hash: "#v=1&list=all&f=kind:town,village&a=45.5,39.5,46.5,39.5,46.5,40.5,45.5,40.5" },
	{ what: "an area with what is known by its places", hash: `#v=1&list=all${AROUND}` },
	{ what: "an area in view", hash: `#v=1&map=9/39.98/46.13${AROUND}` },
	{ what: "an area, a period and a name", hash: `#v=1&list=all&t=1993..1994&q=bash${AROUND}` },
	{ what: "a name", hash: "#v=1&list=all&q=kal" },
	{ what: "a view and a name in another script", hash: "#v=1&map=9/39.98/46.13&q=%D0%B1%D0%B0%D1%88" },
	{ what: "a view", hash: "#v=1&map=10/39.98/46.13" },
	{
		what: "a view of some kinds and a period",
		hash: "#v=1&map=8.5/39.98/46.13&t=1993-04..2021&f=kind:town,village,resolution",
	},
]) {
	test(`the file of ${what} holds what is listed, and the server's export the same`, async ({ page }) => {
		await open(page, hash);
		await unfold(page);
		const parts = await offered(page);
		expect(parts.length).toBeGreaterThan(0);
		let sum = 0;
		for (const { layer, count, href } of parts) {
			sum += count;
			expect(href, layer).toContain(`collections/${layer}/export.geojson`);
			const { features } = await (await page.request.get(`./${href}`)).json();
			const ids = (features as { id: string }[]).map((f) => f.id).sort();
			expect(ids.length).toBe(count);
			expect(ids).toEqual(await idsListed(page, layer));
			const items = await page.request.get(`./${href?.replace("export.geojson", "items")}`);
			expect((await items.json()).numberMatched).toBe(count);
		}
		await expect(page.locator("#count")).toHaveText(`${sum} listed`);
	});
}

test("every format of the server is offered, and gives the same records", async ({ page }) => {
	await open(page, "#v=1&list=all&f=kind:town");
	await unfold(page);
	const { links } = await (await page.request.get("./collections/villages")).json();
	const exts = (links as { rel: string; href: string }[])
		.filter(({ rel, href }) => rel === "enclosure" && href.includes("/export."))
		.map(({ href }) => href.split("/export.")[1] ?? "");
	expect(exts.length).toBeGreaterThan(5);
	const towns = await idsListed(page, "villages");
	for (const ext of exts) {
		await page.locator("#take-format").selectOption(ext);
		const link = page.locator('a[data-layer="villages"]');
		await expect(link).toHaveAttribute("data-count", String(towns.length));
		const href = (await link.getAttribute("href")) ?? "";
		expect(href).toContain(`collections/villages/export.${ext}?filter=`);
		const answer = await page.request.get(`./${href}`);
		expect(answer.status(), ext).toBe(200);
		const text = ["csv", "geojson", "geojsons", "jsonfg"].includes(ext) ? await answer.text() : "";
		if (text) expect(towns.filter((id) => text.includes(id)).length, ext).toBe(towns.length);
	}
});

test("what is in view is asked for by its box in every format that has one, however many there are", async ({
	page,
}) => {
	await open(page, "#v=1&map=10/39.98/46.13");
	await unfold(page);
	for (const [layer, question] of [
		["villages", /\?bbox=[\d.,]+$/],
		["events", /\?bbox=[\d.,]+&filter=.*place\+IN/],
	] as const) {
		const listed = await idsListed(page, layer);
		expect(listed.length).toBeGreaterThan(2);
		for (const ext of ["gpkg", "shp.zip", "kml", "csv", "geojsons", "pmtiles"]) {
			await page.locator("#take-format").selectOption(ext);
			const href = (await page.locator(`a[data-layer="${layer}"]`).getAttribute("href")) ?? "";
			// An archive of tiles has no edge that a box could cut.
			expect(href, ext).toMatch(ext === "pmtiles" ? /\?id=/ : question);
			const answer = await page.request.get(`./${href}`);
			expect(answer.status(), ext).toBe(200);
			if (ext !== "csv" && ext !== "geojsons") continue;
			const text = await answer.text();
			expect(listed.filter((id) => text.includes(id)).length, ext).toBe(listed.length);
			expect(text.trim().split("\n").length, ext).toBe(listed.length + (ext === "csv" ? 1 : 0));
		}
	}
});

test("a format that the server does not have is written by the page", async ({ page }) => {
	await page.route(/\/collections\?f=json$/, (route) => route.fulfill({ json: { collections: [] } }));
	await open(page, "#v=1&list=all&t=1993..1993");
	await unfold(page);
	await page.locator("#take-format").selectOption("csv");
	const coming = page.waitForEvent("download");
	await page.locator('#downloads [data-layer="events"]').click();
	const text = await readFile(await (await coming).path(), "utf8");
	const ids = text
		.trim()
		.split(/\r?\n/)
		.slice(1)
		.map((row) => row.split(",")[0] ?? "");
	expect(ids.sort()).toEqual(await idsListed(page, "events"));
});

for (const [what, layer, hash] of [
	["a kind", "villages", "&list=all&f=kind:town"],
	["an area", "events", `&list=all${AROUND}`],
	["an area in view", "events", `&map=9/39.98/46.13${AROUND}`],
] as const) {
	test(`the interface's address gives what is on the map of ${what}`, async ({ page }) => {
		await open(page, `#v=1${hash}`);
		await unfold(page);
		const href = await page.locator(`#take-api-${layer}`).getAttribute("href");
		const { features } = await (await page.request.get(`./${href}`)).json();
		const ids = (features as { id: string }[]).map((f) => f.id).sort();
		expect(ids.length).toBeGreaterThan(1);
		expect(ids).toEqual(await idsListed(page, layer));
	});
}

test.describe("of a large layer", () => {
	needsMadeWorlds();
	test.use({ baseURL: LARGE });

	test("the file is all that passes, not what is listed of it", async ({ page }) => {
		await open(page, "#v=1&map=6.5/40.6/45.6&list=all&q=made&f=kind:town");
		await unfold(page);
		const { numberMatched } = await (await page.request.get("./collections/villages/items?limit=1&kind=town")).json();
		expect(numberMatched).toBeGreaterThan(500);
		await expect.poll(async () => (await offered(page))[0]?.count).toBe(numberMatched);
		const [part] = await offered(page);
		const { features } = await (await page.request.get(`./${part?.href}`)).json();
		expect(features.length).toBe(numberMatched);
	});

	test("the picture has its tiles", async ({ page }) => {
		await open(page, "#v=1&map=6.5/40.6/45.6");
		await expect.poll(() => painted(page, "villages")).toBe(12_000);
		await unfold(page);
		const coming = page.waitForEvent("download");
		await page.getByRole("button", { name: "Map as a picture" }).click();
		const bytes = await readFile(await (await coming).path());
		const share = await page.evaluate(
			async (list) => {
				const image = await createImageBitmap(new Blob([Uint8Array.from(list)]));
				const ctx = new OffscreenCanvas(image.width, image.height).getContext("2d");
				ctx?.drawImage(image, 0, 0);
				const map = document.getElementById("map")?.getBoundingClientRect();
				const data = ctx?.getImageData(0, 0, map?.width ?? 1, map?.height ?? 1).data ?? [];
				const hex = getComputedStyle(document.documentElement).getPropertyValue("--villages").trim();
				const wanted = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join();
				let n = 0;
				for (let i = 0; i < data.length; i += 4) if ([data[i], data[i + 1], data[i + 2]].join() === wanted) n++;
				return n;
			},
			[...bytes],
		);
		expect(share).toBeGreaterThan(200);
	});
});

test("the view is shared by a link, and the steps for QGIS have the address @wide", async ({ page, context }) => {
	await context.grantPermissions(["clipboard-read", "clipboard-write"]);
	const site = await bashlibel(page);
	await open(page, `#v=1&map=9/39.98/46.13&t=1993..1994&q=bash&sel=sites/${site.id}`);
	await unfold(page);
	await page.getByRole("button", { name: "Copy a link to this view" }).click();
	const link = await address(page);
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
	expect(link).toContain("t=1993..1994");
	expect(link).toContain(`sel=sites/${site.id}`);
	await page.getByText("Use it in QGIS").click();
	await expect(page.locator(".qgis ol li")).toHaveCount(3);
	await expect(page.locator(".qgis code")).toHaveText(new URL("./", page.url().split("#")[0]).href);
	// It stays unfolded when the map moves.
	await page.locator("#zoom-in").click();
	await expect(page.locator(".qgis code")).toBeVisible();
});

test("the picture has the map, with all its colours, and a caption below", async ({ page }) => {
	await open(page, "#v=1&map=8/39.9/46.2&t=1993..2021");
	await unfold(page);
	const coming = page.waitForEvent("download");
	await page.getByRole("button", { name: "Map as a picture" }).click();
	const bytes = await readFile(await (await coming).path());
	const stage = await page.locator("#map").boundingBox();
	const seen = await page.evaluate(
		async (list) => {
			const image = await createImageBitmap(new Blob([Uint8Array.from(list)]));
			const canvas = new OffscreenCanvas(image.width, image.height);
			const ctx = canvas.getContext("2d");
			ctx?.drawImage(image, 0, 0);
			const data = ctx?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
			const colours = new Set<string>();
			for (let i = 0; i < data.length; i += 4) colours.add([...data.slice(i, i + 3)].join());
			const css = (name: string) => {
				const hex = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
				return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join();
			};
			const has = ["land", "sea", "zones", "villages", "ink", "paper"].filter((name) => colours.has(css(name)));
			return { width: image.width, height: image.height, has };
		},
		[...bytes],
	);
	expect(seen.width).toBe(Math.round(stage?.width ?? 0));
	expect(seen.height).toBeGreaterThan((stage?.height ?? 0) + 150);
	expect(seen.has).toEqual(["land", "sea", "zones", "villages", "ink", "paper"]);
});

for (const reading of [false, true]) {
	test(`on paper ${reading ? "a record" : "the list"} has map, legend, filters, date and version, and nothing is cut off`, async ({
		page,
	}) => {
		const site = await bashlibel(page);
		await open(
			page,
			`#v=1&map=8/39.9/46.2&t=1993..2021${reading ? `&sel=sites/${site.id}` : "&a=45,39,47.5,39,47.5,41,45,41"}`,
		);
		const about = await (await page.request.get("./?f=json")).json();
		const version = about.data_version as string;
		// What a record has is there before it is printed: paper does not wait.
		if (reading) await expect(page.locator("#details .history li").first()).toBeAttached();
		await page.setViewportSize({ width: 718, height: 1000 });
		await expect(page.locator("#sheet")).toHaveCSS("position", "absolute");
		// The map of another size has another middle, which comes into the address in a while.
		let link = "";
		const isSettled = async () => {
			const before = link;
			link = await address(page);
			return link === before;
		};
		await expect.poll(isSettled, { intervals: [500] }).toBe(true);
		const screen = await page.locator("#map").boundingBox();
		await page.emulateMedia({ media: "print" });
		for (const text of [
			"What the symbols mean",
			"GeoNames",
			"Natural Earth",
			version.slice(0, 12),
			String(new Date().getFullYear()),
			dayInWords(about.published_on),
			about.licence,
			reading ? "SHA-256" : "Only what is on the map",
			reading ? "Seen second-hand" : "In the area drawn: BBOX(45, 39, 47.5, 41)",
		])
			await expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
		await expect(page.locator("#legend dd").last()).toBeVisible();
		await expect(page.locator(".chip").first()).toBeVisible();
		if (reading) {
			await expect(page.locator("#details h2")).toBeVisible();
			const { sources } = await (await page.request.get(`./collections/sites/items/${site.id}/claims`)).json();
			for (const { id, archive, licence } of Object.values(sources) as Kept[]) {
				const card = page.locator(`[id="source-${id}"]`);
				if (archive) await expect(card.locator('dt:text-is("Archive") + dd')).toBeVisible();
				if (licence) await expect(card.getByText(licence, { exact: true })).toBeVisible();
			}
			await expect(page.locator("#details .history li").first()).toBeVisible();
			await expect(page.locator("#cite .on-paper")).toContainText(`#v=1&sel=sites/${site.id}`);
		} else await expect(page.locator("#results .row").first()).toBeVisible();
		// The map shows what it showed, on as much of the paper as there is for it.
		const faults = await page.evaluate(() => {
			const width = document.documentElement.clientWidth;
			const out: string[] = [];
			if (document.documentElement.scrollWidth > width)
				out.push(`the page is ${document.documentElement.scrollWidth} wide`);
			for (const node of document.querySelectorAll<HTMLElement>("#panel *, #details *, .stage, #map")) {
				const at = node.getBoundingClientRect();
				const style = getComputedStyle(node);
				if (at.width === 0 || node.closest(".away, [hidden]") || node.closest("svg") || style.position === "absolute")
					continue;
				if (at.right > width + 1 || at.left < -1) out.push(`${node.tagName}.${node.className} ${at.left}..${at.right}`);
				if (style.overflow !== "visible" && node.scrollHeight > node.clientHeight + 1 && node.id !== "map")
					out.push(`${node.className} is cut off`);
			}
			return out;
		});
		expect(faults).toEqual([]);
		const map = await page.locator("#map").boundingBox();
		expect((map?.width ?? 0) / (map?.height ?? 1)).toBeCloseTo((screen?.width ?? 0) / (screen?.height ?? 1), 2);
		expect(Math.max(map?.width ?? 0, map?.height ?? 0)).toBeCloseTo(680, -1);
		expect(await address(page)).toBe(link);
		await page.screenshot({ path: `test-results/print-${reading ? "record" : "list"}.png`, fullPage: true });
		const pdf = await page.pdf({ format: "A4" });
		expect(pdf.length).toBeGreaterThan(20_000);
		await page.emulateMedia({ media: "screen" });
		await expect(page.locator("#legend")).toBeHidden();
		await expect(page.locator("#details details[open], .on-paper:visible")).toHaveCount(0);
	});
}

test("on paper the day of the data is written in the reader's language, and a list of all does not say that it is of the map", async ({
	page,
}) => {
	await open(page, "#v=1&map=8/39.9/46.2&list=all&lang=ru");
	const { published_on: published } = await (await page.request.get("./?f=json")).json();
	await page.emulateMedia({ media: "print" });
	await expect(page.locator("#printed")).toContainText(`данные от ${dayInWords(published, "ru")}`);
	await expect(page.locator("#printed")).not.toContainText(published);
	await expect(page.getByText("Только то, что на карте")).toBeHidden();
});

/** A day of the server as the page writes it. */
function dayInWords(date: string, lang = "en-GB"): string {
	const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
	return new Intl.DateTimeFormat(lang, form).format(new Date(date));
}

test("the picture of two periods has both", async ({ page }) => {
	await open(page, "#v=1&map=8/39.9/46.2&t=1980..1985&c=1993-05..1994&undated=0");
	await expect(page.locator("#map-second canvas[data-painted*='zones:']").first()).toBeAttached();
	await unfold(page);
	const coming = page.waitForEvent("download");
	await page.getByRole("button", { name: "Map as a picture" }).click();
	const bytes = await readFile(await (await coming).path());
	const stage = await page.locator("#map").boundingBox();
	const halves = await page.evaluate(
		async ({ list, width, height }) => {
			const image = await createImageBitmap(new Blob([Uint8Array.from(list)]));
			const ctx = new OffscreenCanvas(image.width, image.height).getContext("2d");
			ctx?.drawImage(image, 0, 0);
			const hex = getComputedStyle(document.documentElement).getPropertyValue("--zones").trim();
			const zone = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join();
			const count = (x: number) => {
				const data = ctx?.getImageData(x, 0, width / 2 - 2, height).data ?? [];
				let n = 0;
				for (let i = 0; i < data.length; i += 4) if ([data[i], data[i + 1], data[i + 2]].join() === zone) n++;
				return n;
			};
			return [count(0), count(width / 2 + 2)];
		},
		{ list: [...bytes], width: Math.floor(stage?.width ?? 0), height: Math.floor(stage?.height ?? 0) },
	);
	expect(halves[0]).toBe(0);
	expect(halves[1]).toBeGreaterThan(20);
});
