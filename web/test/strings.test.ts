import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { preferredLanguage, type Strings } from "../src/i18n.ts";
import { az } from "../src/strings/az.ts";
import { en } from "../src/strings/en.ts";
import { hy } from "../src/strings/hy.ts";
import { ru } from "../src/strings/ru.ts";
import { codes } from "../src/vocab.ts";

const others: Record<string, Strings> = { az, hy, ru };
const english = en as Strings;

function names(text: string | undefined): string[] {
	return [...(text ?? "").matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? "").sort();
}

for (const [lang, table] of Object.entries(others)) {
	test(`${lang}: missing keys are listed; they fall back to English`, (t) => {
		// The English form for one thing has no counterpart where a language has one form.
		const missing = Object.keys(english).filter((k) => !(k in table) && !k.endsWith(".one"));
		for (const key of missing) t.diagnostic(`missing in ${lang}: ${key}`);
		assert.ok(
			missing.length <= Object.keys(english).length / 10,
			`more than a tenth is missing: ${missing.join(", ")}`,
		);
	});

	test(`${lang}: every text has the places to fill that the English one has`, () => {
		for (const [key, text] of Object.entries(table)) {
			const source = english[key as keyof Strings] ?? english[key.replace(/\.\w+$/, ".other") as keyof Strings];
			assert.ok(source, `${key} is not a key of en`);
			assert.deepEqual(names(text), names(source), key);
		}
	});

	test(`${lang}: there are twelve months`, () => {
		for (const key of ["date.months", "date.monthsOf"] as const) assert.equal(table[key]?.split(" ").length, 12, key);
	});
}

test("the page's markup asks only for texts that there are", () => {
	const html = readFileSync("public/index.html", "utf8");
	const keys = [...html.matchAll(/data-t(?:-\w+)?="([^"]+)"/g)].map((m) => m[1] ?? "");
	assert.ok(keys.length > 20);
	assert.deepEqual(
		keys.filter((k) => !(k in en)),
		[],
	);
});

test("the browser's first language that the page knows is taken", () => {
	assert.equal(preferredLanguage(["de-DE", "ru-RU", "az"]), "ru");
	assert.equal(preferredLanguage(["de"]), "en");
	assert.equal(preferredLanguage([]), "en");
});

test("every kind of village and zone that the map draws is in the vocabulary", () => {
	assert.ok(["village", "town", "settlement", "locality"].every((c) => codes("village_kind").includes(c)));
	assert.ok(codes("stage").includes("excavation_started"));
});
