import assert from "node:assert/strict";
import { test } from "node:test";
import { az } from "../src/strings/az.ts";
import { hy } from "../src/strings/hy.ts";
import { words as offline } from "../src/strings/offline.ts";
import { ru } from "../src/strings/ru.ts";
import { az as takeAz } from "../src/take/strings/az.ts";
import { hy as takeHy } from "../src/take/strings/hy.ts";
import { ru as takeRu } from "../src/take/strings/ru.ts";

const TABLES = {
	az: { ...az, ...offline.az, ...takeAz },
	hy: { ...hy, ...offline.hy, ...takeHy },
	ru: { ...ru, ...offline.ru, ...takeRu },
};

/** What a careful editor of the language would strike out, and why. */
const FAULTS: Record<keyof typeof TABLES, [fault: RegExp, why: string][]> = {
	az: [
		[/[\u0400-\u04ff\u01dd]|i\u0307/, "a letter that only looks like an Azerbaijani one"],
		[/"|'/, "a straight quotation mark"],
		[/ - /, "a hyphen for a dash"],
	],
	hy: [
		[/[:?!;]/, "Latin punctuation: Armenian has ։ ՞ ՜ and a dot"],
		[/\u2024/, "a one dot leader for the dot"],
		[/["“”]/, "other quotation marks than «»"],
		[/[\u0400-\u04ff]/, "a Cyrillic letter"],
	],
	ru: [
		[/["“”]/, "other quotation marks than «»"],
		[/ [-–] /, "a short dash between words"],
		[/ …/, "a space before an ellipsis"],
	],
};

/** Names that stay as they are in any script. */
const KEPT = new Set(
	"Stele WKT GeoJSON POLYGON Escape Enter EDTF BibTeX RIS SHA Natural Earth QGIS Layer Add WFS OGC API Features Vector Protocol PNG".split(
		" ",
	),
);

for (const [lang, table] of Object.entries(TABLES)) {
	test(`${lang} keeps to the language's letters and marks`, () => {
		for (const [key, text] of Object.entries(table)) {
			// Layer names of QGIS and coordinates are written as they are typed.
			const own = text.replace(/POLYGON\(\(.*?\)\)|OGC API - Features/g, "");
			for (const [fault, why] of FAULTS[lang as keyof typeof TABLES])
				assert.doesNotMatch(own.replace(/\{\w+\}/g, "x"), fault, `${key}: ${why}`);
		}
	});
}

for (const lang of ["hy", "ru"] as const) {
	test(`${lang} has no English left`, () => {
		for (const [key, text] of Object.entries(TABLES[lang])) {
			const latin = text.replace(/\{\w+\}/g, "").match(/[A-Za-z]{3,}/g) ?? [];
			assert.deepEqual(
				latin.filter((word) => !KEPT.has(word)),
				[],
				key,
			);
		}
	});
}
