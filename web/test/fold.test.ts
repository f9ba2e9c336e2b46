import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import vectors from "../../data/fold/testdata/vectors.json" with { type: "json" };
import { contains, fold, searchable, skeleton } from "../src/fold.ts";

test("the server's vectors", () => {
	assert.ok(vectors.length > 100);
	for (const v of vectors) {
		assert.equal(fold(v.input), v.fold, v.input);
		assert.equal(skeleton(v.input), v.skeleton, v.input);
	}
});

const FOUND: [name: string, typed: string][] = [
	["Başlıbel", "bashlibel"],
	["Başlıbel", "baslibel"],
	["BAŞLIBEL", "başlıbel"],
	["Kəlbəcər", "kelbecer"],
	["İstisu", "istisu"],
	["Istisu", "ISTİSU"],
	["Vəng", "VENG"],
	["Zülfüqarlı", "zulfuqarli"],
	["Քարվաճառ", "քարվաճառ"],
	["ՔԱՐՎԱՃԱՌ", "քարվ"],
	["Башлыбель", "БАШЛЫБЕЛЬ"],
	["Фёдоровка", "федоровка"],
	["Burial places reported at Bashlibel", "bashlibel burial"],
];

for (const [name, typed] of FOUND) {
	test(`"${typed}" finds ${name}`, () =>
		assert.ok(contains(searchable(name), typed), `${fold(name)} / ${fold(typed)}`));
}

for (const [name, typed] of [
	["Başlıbel", "lachin"],
	["Zar", "zarr"],
	["Bashlibel", "bashlibel kalbajar"],
]) {
	test(`"${typed}" does not find ${name}`, () => assert.ok(!contains(searchable(name ?? ""), typed ?? "")));
}

test("folding twice changes nothing", () => {
	fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => fold(fold(text)) === fold(text)));
});
