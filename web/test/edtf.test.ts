import assert from "node:assert/strict";
import { test } from "node:test";
import { readable } from "../src/edtf.ts";
import { translator } from "../src/i18n.ts";
import { az } from "../src/strings/az.ts";
import { en } from "../src/strings/en.ts";
import { hy } from "../src/strings/hy.ts";
import { ru } from "../src/strings/ru.ts";

const IN_ENGLISH: [edtf: string, words: string][] = [
	["1993", "1993"],
	["1993-04", "April 1993"],
	["1993-04-02", "2 April 1993"],
	["1993-04-02T10:00:00Z", "2 April 1993"],
	["1993~", "about 1993"],
	["1993-04?", "April 1993 (uncertain)"],
	["1993%", "about 1993 (uncertain)"],
	["199X", "1990s"],
	["19XX", "from 1900 to 1999"],
	["1993-XX", "1993"],
	["1993-04-XX", "April 1993"],
	["1993-21", "spring 1993"],
	["-0043", "−0043"],
	["1993-04-02/2020-11-25", "from 2 April 1993 to 25 November 2020"],
	["1993-04/..", "from April 1993, without an end"],
	["1993/", "from 1993, end not known"],
	["../1994", "until 1994, without a beginning"],
	["/1994", "until 1994, beginning not known"],
	["1992~/1994-05", "from about 1992 to May 1994"],
	["[2020-11..]", "November 2020 or later"],
	["[..1984]", "1984 or earlier"],
	["[1992,1993-04]", "one of: 1992; April 1993"],
	["[1992..1994]", "between 1992 and 1994"],
	["whatever", "whatever"],
	["1993-13", "1993-13"],
];

for (const [edtf, words] of IN_ENGLISH) {
	test(`${edtf} is ${words}`, () => assert.equal(readable(edtf, translator(en)), words));
}

for (const [lang, table, day, month] of [
	["az", az, /^2 aprel 1993$/, /aprel/],
	["hy", hy, /^2 ապրիլի/, /ապրիլ/],
	["ru", ru, /^2 апреля 1993/, /^апрель 1993/],
] as const) {
	test(`days and months are in the words of the language, by Intl: ${lang}`, () => {
		assert.match(readable("1993-04-02", translator(table), lang), day);
		assert.match(readable("1993-04", translator(table), lang), month);
		assert.match(readable("1993-04/1994-05-18", translator(table), lang), /1993.*18.*1994|1993.*1994.*18/);
	});
}

test("where the browser has no names of months, the page has", () => {
	const day = [az, hy, ru].map((table) => readable("1993-04-02", translator(table), "qps"));
	assert.deepEqual(day, ["2 aprel 1993", "1993 թ. ապրիլի 2", "2 апреля 1993 г."]);
	const month = [az, hy, ru].map((table) => readable("1993-04", translator(table), "qps"));
	assert.deepEqual(month, ["aprel 1993", "1993 թ. ապրիլ", "апрель 1993 г."]);
});
