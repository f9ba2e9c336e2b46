// Takes pictures of the page in the states that are to be looked at, into
// states/: from the demo, and from a made world where the demo has no true
// example. It starts and ends both servers.
//   node states.mjs          all
//   node states.mjs print    those whose name has the word
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { chromiumPath } from "./chromium.mjs";

const FOLDER = "states";
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

const open = (hash) => async (page) => {
	await page.goto(`./#v=1${hash}`);
	await page.locator("#count", { hasText: /\d/ }).waitFor({ state: "attached" });
	await page.waitForTimeout(600); // labels and tiles fade in
};
const record =
	(collection, test, more = "") =>
	async (page) => {
		const answer = await page.request.get(`collections/${collection}/items?limit=1000`);
		const found = (await answer.json()).features.find((f) => test(f));
		if (!found) return false;
		await open(`&sel=${collection}/${found.id}${more}`)(page);
		await page.locator("#details .card, #details .source").first().waitFor({ state: "attached" });
	};

/** Each state: the window, what the reader's system wants, what to do, and whether it is made up. A state that there is nothing for answers false. */
const states = {
	desktop: { do: open("") },
	phone: { viewport: phone, do: open("") },
	"phone-list": {
		viewport: phone,
		do: async (page) => {
			await open("")(page);
			await page.locator("#sheet-up").click();
			await page.locator("#sheet-up").click();
			await page.waitForTimeout(400);
		},
	},
	"phone-record": { viewport: phone, do: record("sites", () => true) },
	dark: { media: { colorScheme: "dark" }, do: record("sites", () => true) },
	en: { do: record("villages", (f) => f.properties.claim_count > 0, "&lang=en") },
	az: { do: record("villages", (f) => f.properties.claim_count > 0, "&lang=az") },
	hy: { do: record("villages", (f) => f.properties.claim_count > 0, "&lang=hy") },
	ru: { do: record("villages", (f) => f.properties.claim_count > 0, "&lang=ru") },
	print: {
		isPage: true,
		do: async (page) => {
			await open("&t=1993-01..1993-12&list=all")(page);
			await page.emulateMedia({ media: "print" }); // a page hears of it as it does of a printer
			await page.waitForTimeout(1000);
		},
	},
	embed: {
		viewport: { width: 640, height: 480 },
		do: async (page) => {
			const answer = await page.goto("./embed#v=1&l=sites,villages,zones&t=1993..1994&side=list");
			if (answer.status() !== 200) return false;
			await page.waitForTimeout(1500);
		},
	},
	"embed-options": { isPage: true, do: (page) => page.goto("./embed-options#v=1&l=sites,villages,zones") },
	contested: { do: record("zones", (f) => f.properties.contested) },
	"contested-figures": {
		do: async (page) => {
			await record("events", (f) => f.properties.figure_count > 3)(page);
			await page.locator("#details .figures").evaluate((node) => node.scrollIntoView());
		},
	},
	generalised: { isMade: true, do: record("sites", (f) => f.properties.location_form === "cell") },
	"generalised-phone-ru": {
		isMade: true,
		viewport: phone,
		do: record("sites", (f) => f.properties.location_form === "cell", "&lang=ru"),
	},
	withheld: { isMade: true, do: record("sites", (f) => f.properties.public_precision === "withheld") },
	unlocated: { do: record("sites", (f) => f.geometry === null) },
	empty: { do: open("&q=nowhere&t=1700..1701") },
	filters: {
		do: async (page) => {
			await open("&f=stage:excavation_started")(page);
			await page.locator("#filters-block > summary").click();
			await page.locator("#filters fieldset").first().waitFor();
			await page.locator("#filters-block").evaluate((node) => node.scrollIntoView());
		},
	},
	mirrored: { do: record("sites", () => true, "&lang=qps") },
	"mirrored-phone": { viewport: phone, do: open("&lang=qps") },
	contrast: { media: { contrast: "more" }, do: record("sites", () => true) },
	"contrast-dark": { media: { contrast: "more", colorScheme: "dark" }, do: record("zones", () => true) },
	"forced-colours": { media: { forcedColors: "active" }, do: record("zones", () => true) },
	"forced-colours-dark": { media: { forcedColors: "active", colorScheme: "dark" }, do: record("sites", () => true) },
	"page-list": { isPage: true, do: (page) => page.goto("./collections/villages/items?f=html&limit=12") },
	"page-record": {
		isPage: true,
		do: async (page) => {
			const answer = await page.request.get("collections/sites/items?limit=1");
			await page.goto(`./collections/sites/items/${(await answer.json()).features[0].id}?f=html`);
		},
	},
	"page-record-phone-dark": {
		viewport: phone,
		media: { colorScheme: "dark" },
		isPage: true,
		do: async (page) => {
			const answer = await page.request.get("collections/zones/items?limit=1");
			await page.goto(`./collections/zones/items/${(await answer.json()).features[0].id}?f=html`);
		},
	},
	"page-sources": { isPage: true, do: (page) => page.goto("./sources?f=html") },
};

// What nobody reads of their log would fill a pipe, and stop them.
const stdio = ["ignore", "pipe", "ignore"];
const servers = [
	spawn("../bin/stele", ["serve", "--demo", "--addr", "127.0.0.1:0"], { stdio }),
	spawn("node", ["e2e/guarded.mjs", "0", mkdtempSync(join(tmpdir(), "stele-states-"))], { stdio }),
];
try {
	mkdirSync(FOLDER, { recursive: true });
	const [demo, made] = await Promise.all(servers.map(address));
	await takeAll({ demo, made }, process.argv[2] ?? "");
} finally {
	for (const server of servers) server.kill();
}

async function takeAll({ demo, made }, part) {
	const browser = await chromium.launch({
		executablePath: chromiumPath(),
		args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
	});
	try {
		for (const [name, state] of Object.entries(states)) {
			if (!name.includes(part)) continue;
			const page = await browser.newPage({
				baseURL: state.isMade ? made : demo,
				viewport: state.viewport ?? desktop,
				locale: "en-GB",
				reducedMotion: "reduce",
				serviceWorkers: "block",
			});
			page.setDefaultTimeout(120_000); // a busy machine is no fault
			await page.emulateMedia(state.media ?? {});
			const path = `${FOLDER}/${name}.png`;
			if ((await state.do(page)) === false) console.log(`${name}: there is nothing to show it with`);
			else {
				await page.screenshot({ path, fullPage: state.isPage ?? false });
				console.log(path);
			}
			await page.close();
		}
	} finally {
		await browser.close();
	}
}

/** The address that the server says it serves. Reading goes on: a server whose output is closed ends. */
function address(child) {
	return new Promise((resolve, reject) => {
		let said = "";
		child.stdout.on("data", (text) => {
			said += text;
			const [, url] = said.match(/serves (http:\S+)\n/) ?? [];
			if (url) resolve(url.endsWith("/") ? url : `${url}/`);
		});
		child.on("error", reject);
		child.on("close", () => reject(new Error(`a server ended and said: ${said}`)));
	});
}
