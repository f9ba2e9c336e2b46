import assert from "node:assert/strict";
import { test } from "node:test";
import { mostHelpful } from "../src/empty.ts";

for (const [what, given, want] of [
	["nothing helps", [0, 0], []],
	["what gives nothing is left out", [0, 3, 0, 1], [3, 1]],
	["of many those that give most, in their order", [1, 5, 2, 9, 4, 3], [5, 9, 4, 3]],
] as const) {
	test(`hints: ${what}`, () => {
		const hints = mostHelpful(given.map((n) => ({ n })));
		assert.deepEqual(
			hints.map(({ n }) => n),
			want,
		);
	});
}
