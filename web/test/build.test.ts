// The build as it is run, on a copy of the sources.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";

/** A line of each kind of table, in one language, and what the build is to call it. */
const LINES = [
	{ file: "web/src/strings/hy.ts", line: /^\tretry: .*\n/m, name: "hy: retry" },
	{ file: "web/src/take/strings/ru.ts", line: /^\t"compare\.end": .*\n/m, name: "ru: take/compare.end" },
	{ file: "web/src/strings/offline.ts", line: /^\t\tcancel: "Ləğv et",\n/m, name: "az: offline/cancel" },
	{ file: "data/vocab/vocabularies.json", line: /, "ru": "Колодец"/, name: "ru: vocabulary/site_kind/well" },
];

test("a word that a language lacks ends the build, and is named, whichever table it is of", () => {
	const folder = mkdtempSync(join(tmpdir(), "stele-build-"));
	try {
		const web = join(folder, "web");
		const isSource = (path: string) =>
			!/(node_modules|dist|test-results|states|playwright-report)(\/|$)/.test(path.slice(resolve(".").length));
		cpSync(resolve("."), web, { recursive: true, filter: isSource });
		cpSync(resolve("../data/vocab"), join(folder, "data/vocab"), { recursive: true });
		symlinkSync(resolve("node_modules"), join(web, "node_modules"));
		mkdirSync(join(web, "dist"));
		for (const { file, line, name } of LINES) {
			const path = join(folder, file);
			const whole = readFileSync(path, "utf8");
			assert.match(whole, line);
			writeFileSync(path, whole.replace(line, ""));
			const { status, stderr } = spawnSync("node", ["build.mjs"], { cwd: web, encoding: "utf8" });
			assert.equal(status, 1, name);
			assert.equal(stderr, `words are missing:\n${name}\n`);
			writeFileSync(path, whole);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
