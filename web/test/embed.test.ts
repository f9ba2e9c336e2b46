import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, sideOf, snippetOf } from "../src/embed/side.ts";

const FRAME = {
	address: "https://map.example.org/embed",
	hash: "v=1&t=1993..1994",
	side: "list",
	height: 480,
	title: 'A "map" & more',
} as const;

test("the frame's address has the state and says what stands beside the map", () => {
	assert.equal(addressOf(FRAME), "https://map.example.org/embed#v=1&t=1993..1994&side=list");
	assert.equal(addressOf({ ...FRAME, side: "none" }), "https://map.example.org/embed#v=1&t=1993..1994");
	assert.equal(sideOf(new URL(addressOf(FRAME)).hash), "list");
	for (const hash of ["", "#v=1", "#side=lists", "#inside=list"]) assert.equal(sideOf(hash), "none", hash);
});

test("the markup is safe to paste, whatever the title and the height", () => {
	const text = snippetOf(FRAME);
	assert.ok(text.includes('src="https://map.example.org/embed#v=1&amp;t=1993..1994&amp;side=list"'), text);
	assert.ok(text.includes('title="A &quot;map&quot; &amp; more"'), text);
	assert.ok(snippetOf({ ...FRAME, height: 5 }).includes('height="200"'));
	assert.ok(snippetOf({ ...FRAME, height: 1e9 }).includes('height="2000"'));
	assert.ok(snippetOf({ ...FRAME, height: Number.NaN }).includes('height="480"'));
});
