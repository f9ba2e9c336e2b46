import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";

test("README's picture has at most 200,000 bytes", () => {
	const { size } = statSync("screenshot.png");
	assert.ok(size > 10_000 && size <= 200_000, `${size} bytes`);
});
