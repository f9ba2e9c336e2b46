// The states of the page that are looked at for faults of access: each is a way
// to get there, in a window, on a page that says what went wrong on purpose.
import type { Page } from "@playwright/test";
import { bashlibel, expect, feature, GUARDED, LARGE, middle, open, painted, row } from "./map.ts";

export interface State {
	/** The faults that it brings about on purpose. */
	expected?: RegExp;
	size?: { width: number; height: number };
	/** It needs the made worlds. */
	isMade?: boolean;
	/** It has words that no other state has, which are looked at in each language. */
	isWorded?: boolean;
	reach(page: Page): Promise<void>;
}

const PHONE = { width: 390, height: 844 };

const at = (hash: string): State => ({ reach: (page) => open(page, hash) });

/** Unfolds every block of the panel, and what is folded in each. */
export async function unfoldAll(page: Page): Promise<void> {
	const folded = page.locator("#panel details:not([open]) > summary:visible");
	while ((await folded.count()) > 0) await folded.first().click();
	// What comes later is folded too.
	await expect(page.locator(".qgis")).toBeAttached();
	while ((await folded.count()) > 0) await folded.first().click();
	await expect(page.locator("#take-format option").nth(5)).toBeAttached();
	await expect(page.locator("#filters fieldset").first()).toBeVisible();
	await expect(page.locator("#offline button").first()).toBeVisible();
	await expect(page.locator("#story-step")).toBeVisible();
}

/** Opens the demo's burial places with all that is folded. */
export async function openWhole(page: Page, hash = ""): Promise<void> {
	const site = await bashlibel(page);
	await open(page, `#v=1&sel=sites/${site.id}${hash}`);
	await expect(page.locator("#details .card").first()).toBeVisible();
	const folded = page.locator("#details details:not([open]) > summary");
	while ((await folded.count()) > 0) await folded.first().click();
	await expect(page.locator("#details .history li").first()).toBeVisible();
}

async function type(page: Page, text: string): Promise<void> {
	await open(page);
	await page.locator("#search").fill(text);
	await expect(page.locator("#search-list").getByRole("option").first()).toBeVisible();
}

/** Fails or holds what the page asks for. */
function answering(pattern: string | RegExp, status: number | null): State["reach"] {
	return async (page) => {
		await page.route(pattern, (route) =>
			status === null
				? undefined
				: route.fulfill({
						status,
						headers: { "Retry-After": "7" },
						contentType: "application/problem+json",
						body: "{}",
					}),
		);
		await page.goto("./");
		await expect(page.locator("#alert p").first()).toBeVisible();
		await expect(page.locator("#results .row").first()).toBeVisible();
	};
}

export const STATES: Record<string, State> = {
	"the map and the list": at(""),
	"every panel open": {
		reach: async (page) => {
			await open(page);
			await unfoldAll(page);
		},
	},
	"filters chosen, a period and an area": {
		isWorded: true,
		reach: async (page) => {
			await open(page, "#v=1&list=all&t=1993..1994&undated=0&f=kind:town,village&a=45,39,47,39,47,41,45,41");
			await unfoldAll(page);
		},
	},
	"suggestions of the search": { isWorded: true, reach: (page) => type(page, "ba") },
	"coordinates typed": { isWorded: true, reach: (page) => type(page, "39.9, 46.1") },
	"an area and a date that are refused": {
		isWorded: true,
		reach: async (page) => {
			await open(page);
			await page.locator("#filters-block > summary").click();
			await page.locator("#area-text").fill("nothing");
			await page.locator(".area-form button").click();
			await page.locator("#year-from").fill("1993-13");
			await page.locator("#year-from").press("Enter");
			await expect(page.locator("#time-said")).toBeVisible();
		},
	},
	"drawing an area": {
		isWorded: true,
		reach: async (page) => {
			await open(page);
			await page.locator("#filters-block > summary").click();
			await page.locator(".area-buttons button").nth(1).click();
			await expect(page.locator("#area-said")).not.toBeEmpty();
		},
	},
	"a record with all that is folded": { reach: (page) => openWhole(page) },
	"a record outside the period": { isWorded: true, reach: (page) => openWhole(page, "&t=1700..1701") },
	"a contested record with figures": {
		isWorded: true,
		reach: async (page) => {
			await open(page, "#v=1&list=all");
			const event = await feature(page, "events", (f) => Number(f.properties.figure_count) > 3);
			await row(page, "events", event.id).click();
			await expect(page.locator("#details .figures")).toBeVisible();
		},
	},
	"a choice of records": {
		isWorded: true,
		reach: async (page) => {
			await open(page, "#v=1&map=10/39.97753/46.13007");
			const box = await page.locator("#map").boundingBox();
			await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2 + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2);
			await expect(page.locator("#details .choices button").first()).toBeVisible();
		},
	},
	"a record that is being loaded": {
		reach: async (page) => {
			await page.route("**/claims", () => undefined);
			await open(page);
			await page.locator("#results .row").first().click();
			await expect(page.locator("#details .loading")).toBeVisible();
		},
	},
	"a record whose claims do not come": {
		expected: /status of 500/,
		reach: async (page) => {
			await page.route("**/claims", (route) => route.fulfill({ status: 500, body: "{}" }));
			await open(page);
			await page.locator("#results .row").first().click();
			await expect(page.locator("#details [role=alert]")).toBeVisible();
		},
	},
	"details whose code does not come": {
		isWorded: true,
		expected: /details|script error|dynamically imported/,
		reach: async (page) => {
			await page.route("**/assets/details.*.js", (route) => route.abort());
			await open(page);
			await page.locator("#results .row").first().click();
			await expect(page.locator("#details [role=alert]")).toBeVisible();
		},
	},
	"a link to a record that is not there": {
		isWorded: true,
		expected: /status of 404/,
		reach: async (page) => {
			await page.goto("./#v=1&sel=sites/nosuchrecord");
			await expect(page.locator("#alert")).toContainText("404");
		},
	},
	"the guided view": {
		isWorded: true,
		reach: async (page) => {
			await open(page, "#v=1&s=3");
			await expect(page.locator(".story-sources a").first()).toBeVisible();
		},
	},
	"two periods side by side": {
		isWorded: true,
		reach: async (page) => {
			await open(page, "#v=1&map=8/39.9/46.2&t=1990..1991&c=1993..1994");
			await expect(page.locator("#swipe")).toBeVisible();
		},
	},
	"nothing found": { isWorded: true, reach: (page) => open(page, "#v=1&q=nowhere") },
	"records elsewhere": { isWorded: true, reach: (page) => open(page, "#v=1&map=8/10/-150") },
	"the size of an area to save": {
		isWorded: true,
		reach: async (page) => {
			await open(page);
			await page.locator("#offline-block > summary").click();
			await page.locator("#offline-save").click();
			await expect(page.locator("#offline-go")).toBeVisible();
		},
	},
	"no network": {
		isWorded: true,
		reach: async (page) => {
			await open(page);
			await page.context().setOffline(true);
			await expect(page.locator("#alert p").first()).toBeVisible();
		},
	},
	"a layer that takes its time": { isWorded: true, reach: answering("**/collections/zones/items*", null) },
	"a layer that fails": { expected: /status of 500/, reach: answering("**/collections/zones/items*", 500) },
	"too much asked": { isWorded: true, expected: /status of 429/, reach: answering("**/collections/zones/items*", 429) },
	"no data": { isWorded: true, expected: /status of 503/, reach: answering("**/collections/zones/items*", 503) },
	"a map that fails": {
		isWorded: true,
		expected: /broken on purpose|TypeError|script error/,
		reach: async (page) => {
			await page.addInitScript(() => {
				HTMLCanvasElement.prototype.getContext = () => {
					throw new Error("broken on purpose");
				};
			});
			await page.goto("./");
			await expect(page.locator("#broken p").first()).toBeVisible();
			await expect(page.locator("#results .row").first()).toBeVisible();
		},
	},
	"without scripts": {
		reach: async (page) => {
			const html = await (await page.request.get("./?f=html")).text();
			const bare = html.replace(/<script.*?<\/script>/g, "").replace(/noscript>/g, "div>");
			await page.route(/\/$/, (route) => route.fulfill({ contentType: "text/html", body: bare }));
			await page.goto("./");
			await expect(page.getByRole("link", { name: "burial and other sites" })).toBeVisible();
		},
	},
	"a large layer": {
		isWorded: true,
		isMade: true,
		reach: async (page) => {
			await open(page, "#v=1&map=6.5/40.6/45.6", LARGE);
			await expect(page.locator("#notice")).toContainText("500");
		},
	},
	"a record made coarser": {
		isWorded: true,
		isMade: true,
		reach: async (page) => {
			await open(page, "#v=1&list=all&l=sites", GUARDED);
			await page.locator("#results .row").first().click();
			await expect(page.locator("#details .place")).toContainText(/11[.,]1/);
		},
	},
	"the frame's page": {
		isWorded: true,
		reach: async (page) => {
			await page.goto("./embed#v=1&map=8/39.9/46.2&side=list");
			await page.locator("#results .row").first().click();
			await expect(page.locator("#record h2")).toBeVisible();
		},
	},
	"the frame's page, a contested record": {
		size: { width: 640, height: 360 },
		reach: async (page) => {
			const event = await feature(page, "events", (f) => f.properties.contested === true);
			await page.goto("./embed#v=1&map=8/39.9/46.2&l=events&side=list");
			await row(page, "events", event.id).click();
			await expect(page.locator("#record .rivals a").first()).toBeVisible();
		},
	},
	"the frame's page, a choice of records": {
		reach: async (page) => {
			await page.goto("./embed#v=1&map=10/39.97753/46.13007");
			await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
			const at = await middle(page);
			await page.mouse.click(at.x + 20, at.y);
			await expect(page.locator("#record .choices button").first()).toBeVisible();
		},
	},
	"the page that makes the frame": {
		isWorded: true,
		reach: async (page) => {
			await page.goto("./embed-options#v=1");
			await expect(page.locator("#snippet")).toHaveValue(/iframe/);
		},
	},
	"a phone, the sheet low": { ...at(""), size: PHONE },
	"a phone, the sheet half": {
		size: PHONE,
		reach: async (page) => {
			await open(page);
			await page.locator("#sheet-up").click();
			await expect(page.locator("#page")).toHaveAttribute("data-stop", "half");
		},
	},
	"a phone, the sheet high and every panel open": {
		size: PHONE,
		reach: async (page) => {
			await open(page);
			for (let i = 0; i < 2; i++) await page.locator("#sheet-up").click();
			await unfoldAll(page);
		},
	},
	"a phone, a record": { size: PHONE, reach: (page) => openWhole(page) },
	"a phone, two periods": { ...at("#v=1&map=8/39.9/46.2&t=1990..1991&c=1993..1994"), size: PHONE },
};
