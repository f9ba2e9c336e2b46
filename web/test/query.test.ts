import assert from "node:assert/strict";
import { test } from "node:test";
import type { Geometry } from "geojson";
import { boxArea } from "../src/area.ts";
import { nameOf } from "../src/feature.ts";
import { inOrder, nameOrder } from "../src/nameorder.ts";
import type { Period } from "../src/period.ts";
import { matches, reasonAgainst } from "../src/query.ts";
import { ALL, dated, entry } from "./entries.ts";

const PERIODS: [what: string, dates: [string, string | null, string | null], period: Period, shown: boolean][] = [
	["inside", ["1993-04", "1993-04-01", "1993-04-30"], ["1993", "1993"], true],
	["before", ["1992", "1992-01-01", "1992-12-31"], ["1993", "1994"], false],
	["after", ["1995", "1995-01-01", "1995-12-31"], ["1993", "1994"], false],
	["reaching in from before", ["1992/1993-01-01", "1992-01-01", "1993-01-01"], ["1993", "1993"], true],
	["reaching out beyond", ["1993-12-31/2020", "1993-12-31", "2020-12-31"], ["1993", "1993"], true],
	["spanning the period", ["1990/2020", "1990-01-01", "2020-12-31"], ["2000", "2001"], true],
	["open at the end", ["1990/..", "1990-01-01", null], ["2050", "2051"], true],
	["open at the beginning", ["../1990", null, "1990-12-31"], ["1900", "1901"], true],
	["open at the end, begun later", ["1990/..", "1990-01-01", null], ["1980", "1989"], false],
];

for (const [what, dates, period, shown] of PERIODS) {
	test(`a date ${what} is ${shown ? "shown" : "not shown"}`, () => {
		assert.equal(matches(entry("events", "e", dated(...dates)), { ...ALL, period }), shown);
	});
}

test("each filter gives its own reason", () => {
	const e = entry("sites", "s", { name: "Başlıbel" });
	const reasons = [
		{},
		{ layers: new Set(["zones" as const]) },
		{ text: "lachin" },
		{ period: ["1993", "1993"] as Period, undated: false },
		{ period: ["1993", "1993"] as Period },
	].map((change) => reasonAgainst(e, { ...ALL, ...change }));
	assert.deepEqual(reasons, [null, "layer", "text", "undated", null]);
});

test("what has no position lies in an area by its place alone", () => {
	const query = { ...ALL, area: boxArea([46, 39, 47, 40]), places: { met: new Set(["villages/v"]), asked: null } };
	const point = (lon: number): Geometry => ({ type: "Point", coordinates: [lon, 39.5] });
	const reasons = [
		entry("sites", "in", {}, point(46.5)),
		entry("sites", "out", {}, point(48)),
		entry("sites", "by name", { place: "villages/v" }),
		entry("sites", "out, though its place is in", { place: "villages/v" }, point(48)),
		entry("sites", "elsewhere by name", { place: "villages/w" }),
		entry("sites", "nowhere"),
	].map((e) => reasonAgainst(e, query));
	assert.deepEqual(reasons, [null, "area", null, "area", "area", "area"]);
});

test("a name comes in the reader's language, or in one that there is", () => {
	const p = entry("villages", "v", { name: "Kalbajar", name_en: "Kalbajar", name_hy: "Քարվաճառ" }).feature.properties;
	assert.deepEqual(nameOf(p, ["hy"]), { text: "Քարվաճառ", lang: "hy" });
	assert.deepEqual(nameOf(p, ["ru"]), { text: "Kalbajar", lang: "en" });
	assert.deepEqual(nameOf({ ...p, name: null, name_en: null }, ["ru"]), { text: "Քարվաճառ", lang: "hy" });
	assert.deepEqual(nameOf({ ...p, name: "A", name_en: null }, ["ru"]), { text: "A", lang: null });
	assert.deepEqual(nameOf({ ...p, name: "A", name_en: null, name_az: "A" }, ["ru"]), { text: "A", lang: "az" });
	assert.deepEqual(nameOf({ ...p, name: null, name_en: null, name_hy: null }, ["ru"]), { text: "", lang: null });
});

test("a name that is not in the page's language comes in the reader's next one", () => {
	const p = entry("villages", "v", { name: "A", name_en: "A", name_az: "B", name_hy: "C", name_ru: "D" }).feature
		.properties;
	const shown = (page: string, browser: string[], without: object) =>
		nameOf({ ...p, ...without }, nameOrder(page, browser)).text;
	assert.equal(shown("ru", ["ru-RU", "hy-AM", "en"], {}), "D");
	assert.equal(shown("ru", ["ru-RU", "hy-AM", "en"], { name_ru: null }), "C");
	assert.equal(shown("ru", ["az-Latn-AZ", "hy"], { name_ru: null }), "B");
	assert.equal(shown("ru", ["de", "fr"], { name_ru: null }), "A");
});

test("all names come in the reader's languages first, then by their tags", () => {
	const names = ["ru", "hy", null, "fa", "az", "en", "hy"].map((language, i) => ({ language, i }));
	const order = (page: string, ...browser: string[]) =>
		inOrder(names, nameOrder(page, browser)).map(({ language, i }) => `${language}${i}`);
	assert.deepEqual(order("en"), ["en5", "az4", "fa3", "hy1", "hy6", "ru0", "null2"]);
	assert.deepEqual(order("en", "en-GB", "hy-AM", "ru"), ["en5", "hy1", "hy6", "ru0", "az4", "fa3", "null2"]);
});
