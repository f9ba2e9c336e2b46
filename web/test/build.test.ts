// The build as it is run, on a copy of the sources.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";

test("a word that a language lacks ends the build, and is named", () => {
	const folder = mkdtempSync(join(tmpdir(), "stele-build-"));
	try {
		const web = join(folder, "web");
		const isSource = (path: string) =>
			!/(node_modules|dist|test-results|states|playwright-report)(\/|$)/.test(path.slice(resolve(".").length));
		cpSync(resolve("."), web, { recursive: true, filter: isSource });
		cpSync(resolve("../data/vocab"), join(folder, "data/vocab"), { recursive: true });
		symlinkSync(resolve("node_modules"), join(web, "node_modules"));
		mkdirSync(join(web, "dist"));
		const path = join(web, "src/strings/hy.ts");
		const words = readFileSync(path, "utf8");
		const without = words.replace(/^\tretry: .*\n/m, "");
		assert.notEqual(without, words);
		writeFileSync(path, without);
		const { status, stderr } = spawnSync("node", ["build.mjs"], { cwd: web, encoding: "utf8" });
		assert.equal(status, 1);
		assert.match(stderr, /words are missing:\nhy: retry\n/);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
