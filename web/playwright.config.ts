// The end-to-end tests run in a real Chromium against a real Stele server: the
// one at $STELE_URL, or `stele serve --demo` started here.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./chromium.mjs";
import { freePort } from "./e2e/port.ts";

// The tests' own processes read this file too; they take the port from the first.
process.env.STELE_PORT ??= String(await freePort());
const port = process.env.STELE_PORT;
process.env.STELE_LARGE_PORT ??= String(await freePort());
process.env.STELE_GUARDED_PORT ??= String(await freePort());
/** Where the server that is started here puts the demo's folder. */
const temp = join(tmpdir(), `stele-e2e-${port}`);
const baseURL = process.env.STELE_URL ?? `http://127.0.0.1:${port}/`;

const server = {
	reuseExistingServer: false,
	stderr: "ignore",
	// Without it the server is killed, and leaves its folder behind.
	gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
} as const;

/** The server of a made world, which a script makes and serves. */
function made(script: string, at: string | undefined, world: string) {
	const url = `http://127.0.0.1:${at}/healthz`;
	return { command: `node ${script} ${at} ${temp}-${world}`, url, ...server };
}

export default defineConfig({
	testDir: "e2e",
	fullyParallel: true,
	workers: 2,
	forbidOnly: Boolean(process.env.CI),
	// On a busy machine a wait may end too early; what passes only once more is told of as flaky.
	retries: process.env.CI ? 1 : 0,
	expect: { timeout: process.env.CI ? 10_000 : 5000 },
	reporter: process.env.STELE_URL ? "list" : [["list"], ["./e2e/leftovers.ts", { dir: temp }]],
	use: {
		baseURL,
		locale: "en-GB",
		// Requests of a service worker pass by page.route; offline.spec.ts allows it.
		serviceWorkers: "block",
		viewport: { width: 1280, height: 800 },
		// To record costs a third of a run; what fails is run again.
		trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
		launchOptions: {
			executablePath: chromiumPath(),
			args: [
				"--headless",
				"--no-sandbox",
				"--disable-gpu",
				"--disable-quic",
				"--no-first-run",
				"--disable-background-networking",
				"--disable-component-update",
				"--disable-sync",
			],
		},
	},
	projects: [
		{ name: "desktop" },
		{
			// All that can be found, filtered, read and taken away, once more with a finger on a small screen;
			// and of the rest what is otherwise there.
			name: "phone",
			grep: /(facets|filter|languages|read|search|story|take|time|view)\.spec|@phone/,
			grepInvert: /@wide/,
			use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
		},
	],
	...(process.env.STELE_URL
		? {}
		: {
				webServer: [
					{
						command: `../bin/stele serve --demo --addr 127.0.0.1:${port}`,
						url: `${baseURL}healthz`,
						env: { TMPDIR: temp },
						...server,
					},
					made("e2e/large.mjs", process.env.STELE_LARGE_PORT, "large"),
					made("e2e/guarded.mjs", process.env.STELE_GUARDED_PORT, "guarded"),
				],
			}),
});
