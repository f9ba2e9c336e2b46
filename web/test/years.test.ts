import assert from "node:assert/strict";
import { test } from "node:test";
import { barsOf, domainOf } from "../src/years.ts";
import { dated, entry } from "./entries.ts";

const events = [
	entry("events", "a", dated("1993-04", "1993-04-01", "1993-04-30")),
	entry("events", "b", dated("1992/1994", "1992-01-01", "1994-12-31")),
	entry("sites", "c", dated("1994/..", "1994-01-01", null)),
	entry("zones", "d", dated("1990/1996", "1990-01-01", "1996-12-31")),
	entry("events", "e"),
];

test("the domain holds all dates and the chosen period", () => {
	assert.deepEqual(domainOf(events, [], null), [1990, 1996]);
	assert.deepEqual(domainOf(events, [], ["1980-05", "2000"]), [1980, 2000]);
	assert.deepEqual(domainOf([entry("events", "x", dated("0100", "0100-01-01", "2000-12-31"))], [], null), [1800, 2000]);
});

test("bars tell what is certain from what is possible, and leave zones out", () => {
	assert.deepEqual(barsOf(events, [], [1992, 1995]), [
		{ year: 1992, certain: 0, possible: 1 },
		{ year: 1993, certain: 1, possible: 1 },
		{ year: 1994, certain: 0, possible: 2 },
		{ year: 1995, certain: 0, possible: 1 },
	]);
});

test("an open end is not certain in the last year that there is", () => {
	const open = [entry("events", "a", dated("2020/..", "2020-01-01", null))];
	assert.deepEqual(barsOf(open, [], [2020, 2020]), [{ year: 2020, certain: 0, possible: 1 }]);
});
