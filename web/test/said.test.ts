import assert from "node:assert/strict";
import { test } from "node:test";
import { credit, ownWord, propertyWord, said } from "../src/said.ts";

test("without translations, texts stand as they were recorded", () => {
	assert.equal(said("An office"), "An office");
	assert.equal(ownWord("dozens"), "dozens");
	assert.equal(ownWord("dozens", "“dozens”"), "“dozens”");
});

test("who says single values is named by the property's word", () => {
	assert.equal(credit("An office"), "An office");
	assert.equal(credit("An office; stage according to A paper"), "An office; Examination: A paper");
	assert.equal(credit("stage according to A; kind according to B"), "Examination: A; Kind: B");
	assert.equal(credit("News; according to many"), "News; according to many");
});

test("a property without a word is shown by its name", () => {
	assert.equal(propertyWord("part_of"), "Part of");
	assert.equal(propertyWord("grave_goods"), "Grave goods");
	assert.equal(propertyWord("constructor"), "Constructor");
});
