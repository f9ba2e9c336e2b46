// Writes screenshot.png, the picture in the README: from the server at
// $STELE_URL, or from ../bin/stele serve --demo, which it starts and ends.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { chromiumPath } from "./chromium.mjs";
import { withPalette } from "./palette.mjs";

const MOST_BYTES = 200_000;
const server = process.env.STELE_URL ? null : spawn("../bin/stele", ["serve", "--demo", "--addr", "127.0.0.1:0"]);
try {
	const png = withPalette(await take(process.env.STELE_URL ?? (await address(server))));
	console.log(`screenshot.png: ${png.length} B`);
	if (png.length > MOST_BYTES) throw new Error(`screenshot.png has more than ${MOST_BYTES} bytes`);
	writeFileSync("screenshot.png", png);
} finally {
	server?.kill();
}

/** The address that the server says it serves. Reading goes on: a server whose output is closed ends. */
function address(child) {
	return new Promise((resolve, reject) => {
		let said = "";
		child.stdout.on("data", (text) => {
			said += text;
			const [, url] = said.match(/serves (http:\S+)\n/) ?? [];
			if (url) resolve(url);
		});
		child.on("error", reject);
		child.on("close", () => reject(new Error(`../bin/stele serve ended and said: ${said}`)));
	});
}

async function take(url) {
	const browser = await chromium.launch({
		executablePath: chromiumPath(),
		args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
	});
	try {
		const page = await browser.newPage({
			viewport: { width: 1360, height: 800 },
			locale: "en-GB",
			reducedMotion: "reduce",
		});
		await page.goto(url);
		await page.locator('#results [data-ref^="sites/"]').first().click();
		await page.locator("#details .card").first().waitFor();
		await page.locator("#map .chosen").waitFor();
		return await page.screenshot();
	} finally {
		await browser.close();
	}
}
