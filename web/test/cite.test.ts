import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cited, cite } from "../src/cite.ts";
import { firstDay } from "../src/edtf.ts";

const RECORD: Cited = {
	title: "Burial place {A} & 50%",
	author: "An office",
	publisher: "Stele",
	url: "https://example.org/#v=1&sel=sites/a_b",
	id: "ab",
	updated: "2026-11-25",
	accessed: "2026-11-26",
};

test("the text names whose account it is, and when it was read", () => {
	assert.equal(
		cite(RECORD, "text"),
		"An office: Burial place {A} & 50% (2026-11-25). Stele. https://example.org/#v=1&sel=sites/a_b (2026-11-26).",
	);
});

test("BibTeX keeps what means something to TeX from meaning it", () => {
	const text = cite(RECORD, "bibtex");
	assert.match(text, /title = \{Burial place A \\& 50\\%\}/);
	assert.match(text, /author = \{\{An office\}\}/);
	assert.match(text, /url = \{https:\/\/example\.org\/#v=1&sel=sites\/a_b\}/);
	assert.equal(text.split("{").length, text.split("}").length);
});

test("a line break in a title begins no field of RIS", () => {
	const text = cite({ ...RECORD, title: "One\nER  - two", author: null }, "ris");
	assert.equal(text.split("\r\n").filter((line) => line.startsWith("ER")).length, 1);
	assert.doesNotMatch(text, /AU {2}-/);
});

for (const [when, day] of [
	["1993-04", "1993-04-01"],
	["1993", "1993-01-01"],
	["199X", "1990-01-01"],
	["1993-04-18~", "1993-04-18"],
	["../1994-05", "1994-05-01"],
	["[1667,1668]", "1667-01-01"],
	["1993-21", "1993-21-01"],
] as const) {
	test(`${when} is put in order by ${day}`, () => assert.equal(firstDay(when), day));
}
