import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import enTerms from "vocab:en";
import ruTerms from "vocab:ru";
import { preferredLanguage } from "../src/i18n.ts";
import { formsOf, lacking, missing, TABLES } from "../src/strings/complete.ts";
import { en } from "../src/strings/en.ts";
import { lengthened } from "../src/strings/pseudo.ts";
import { codes } from "../src/vocab.ts";

function names(text: string | undefined): string[] {
	return [...(text ?? "").matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? "").sort();
}

for (const [kind, { en: english = {}, ...others }] of Object.entries(TABLES))
	for (const [lang, table] of Object.entries(others))
		test(`${kind}${lang}: every text has the places to fill that the English one has`, () => {
			for (const [key, text] of Object.entries(table)) {
				const source = english[key] ?? english[key.replace(/\.\w+$/, ".other")];
				assert.ok(source, `${key} is not a key of en`);
				assert.deepEqual(names(text), names(source), key);
			}
		});

test("there are twelve months in each language", () => {
	for (const [lang, table] of Object.entries(TABLES[""] ?? {}))
		for (const key of ["date.months", "date.monthsOf"])
			assert.equal(table[key]?.split(" ").length, 12, `${lang}: ${key}`);
});

test("no language lacks a word", () => {
	assert.deepEqual(missing(), []);
});

test("a word or a form that is missing is named", () => {
	const whole = { title: "x", "count.sites.one": "{n} site", "count.sites.other": "{n} sites" };
	assert.deepEqual(lacking("az", { "count.sites.other": "x" }, whole), ["title"]);
	assert.deepEqual(lacking("ru", { title: "x", "count.sites.one": "x", "count.sites.many": "x" }, whole), [
		"count.sites.other",
		"count.sites.few",
	]);
	assert.deepEqual(formsOf("ru").sort(), ["few", "many", "one"]);
});

test("the pseudo-language is longer and keeps what is filled in", () => {
	for (const text of Object.values(en)) {
		assert.ok(lengthened(text).length >= text.length * 1.3, text);
		assert.deepEqual(names(lengthened(text)), names(text));
	}
});

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

test("each language brings labels of its own for all codes", () => {
	assert.deepEqual(
		Object.entries(ruTerms).map(([name, terms]) => [name, Object.keys(terms)]),
		Object.entries(enTerms).map(([name, terms]) => [name, Object.keys(terms)]),
	);
	assert.equal(enTerms.site_kind?.well, "Well");
	assert.equal(ruTerms.site_kind?.well, "Колодец");
});
