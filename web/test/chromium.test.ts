import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromiumPath } from "../chromium.mjs";

/** A folder with empty files of these names that may be run. */
function folder(t: { after(f: () => void): void }, ...names: string[]): string {
	const dir = mkdtempSync(join(tmpdir(), "stele-chromium-"));
	t.after(() => rmSync(dir, { recursive: true }));
	for (const name of names) {
		writeFileSync(join(dir, name), "");
		chmodSync(join(dir, name), 0o755);
	}
	return dir;
}

for (const name of ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]) {
	test(`${name} on PATH is found`, (t) => {
		const dir = folder(t, name);
		assert.equal(chromiumPath({ PATH: `/nosuchfolder:${dir}` }), join(dir, name));
	});
}

test("the one without windows goes before the whole browser", (t) => {
	const dir = folder(t, "chromium", "chromium-headless-shell");
	assert.equal(chromiumPath({ PATH: dir }), join(dir, "chromium-headless-shell"));
});

test("CHROMIUM goes before what is on PATH, and may be a name on it", (t) => {
	const dir = folder(t, "chromium", "other");
	assert.equal(chromiumPath({ CHROMIUM: join(dir, "other"), PATH: dir }), join(dir, "other"));
	assert.equal(chromiumPath({ CHROMIUM: "other", PATH: dir }), join(dir, "other"));
});

test("what is no program is not taken, and the error names it", (t) => {
	const dir = folder(t);
	writeFileSync(join(dir, "chromium"), "");
	assert.throws(
		() => chromiumPath({ PATH: dir }),
		/no chromium-headless-shell, chromium, chromium-browser, google-chrome on PATH/,
	);
	assert.throws(() => chromiumPath({ CHROMIUM: "/nosuch/chromium", PATH: dir }), /CHROMIUM is \/nosuch\/chromium/);
});

test("as a program it prints the path, or says what is missing", (t) => {
	const dir = folder(t, "google-chrome");
	const run = (PATH: string) => spawnSync(process.execPath, ["chromium.mjs"], { env: { PATH }, encoding: "utf8" });
	assert.equal(run(dir).stdout, `${join(dir, "google-chrome")}\n`);
	assert.equal(run(folder(t)).status, 1);
});

test("nothing else looks for Chromium by itself", () => {
	for (const file of ["playwright.config.ts", "screenshot.mjs", "../.ci/setup"]) {
		const text = readFileSync(file, "utf8");
		assert.match(text, /chromium\.mjs/, file);
		assert.doesNotMatch(text, /\/usr\/bin\/chromium|command -v (chromium|google)/, file);
	}
});
