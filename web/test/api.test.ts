import assert from "node:assert/strict";
import { test } from "node:test";
import { bboxOf, claims, keptSince, Latest, nextQuery, secondsOf } from "../src/api.ts";

for (const [links, want] of [
	[[{ rel: "next", href: "http://elsewhere:1/collections/sites/items?limit=1&next=Ab" }], "?limit=1&next=Ab"],
	[[{ rel: "self", href: "http://h/items?limit=1" }], null],
	[[{ rel: "next", href: "http://h/items" }], null],
	[undefined, null],
] as const) {
	test(`the next page of ${JSON.stringify(links)} is ${want}`, () => {
		assert.equal(nextQuery(links as Parameters<typeof nextQuery>[0]), want);
	});
}

test("a later request aborts the one before, which then gives nothing", async () => {
	const latest = new Latest();
	let finishFirst = (_: string) => {};
	let first: AbortSignal | undefined;
	const one = latest.run((signal) => {
		first = signal;
		return new Promise<string>((resolve) => {
			finishFirst = resolve;
		});
	});
	const two = latest.run(async () => "two");
	finishFirst("one");
	assert.deepEqual([await one, await two, first?.aborted], [undefined, "two", true]);
});

test("an error of the latest request is its caller's", async () => {
	await assert.rejects(
		new Latest().run(() => Promise.reject(new Error("no"))),
		/no/,
	);
});

for (const [seen, want] of [
	[[45, 38, 48, 41], "45,38,48,41"],
	[[-205, -60, 245, 85], "-180,-60,180,85"],
	[[405, 38, 408, 41], "45,38,48,41"],
	[[-315.1234567, -95, -312, 95], "44.876543,-90,48,90"],
] as const) {
	test(`a map from ${seen} asks for ${want}`, () => assert.equal(bboxOf(seen), want));
}

test("Retry-After is seconds or a time", () => {
	const now = Date.parse("2026-05-03T10:00:00Z");
	assert.equal(secondsOf("5", now), 5);
	assert.equal(secondsOf("Sun, 03 May 2026 10:01:30 GMT", now), 90);
	assert.equal(secondsOf("Sun, 03 May 2026 09:00:00 GMT", now), 0);
	assert.equal(secondsOf("soon", now), null);
	assert.equal(secondsOf(null, now), null);
});

test("a copy is told of until the network has answered in its place, whatever else has come", async () => {
	const answer = (kept?: string) => {
		globalThis.fetch = async () => Response.json({}, { headers: kept ? { "Stele-Kept": kept } : {} });
	};
	answer("2026-05-02T10:00:00Z");
	await claims("sites", "a");
	answer("2026-05-01T10:00:00Z");
	await claims("sites", "b");
	assert.equal(keptSince(), "2026-05-01T10:00:00Z");
	answer();
	await claims("sites", "c");
	assert.equal(keptSince(), "2026-05-01T10:00:00Z");
	await claims("sites", "b");
	assert.equal(keptSince(), "2026-05-02T10:00:00Z");
	await claims("sites", "a");
	assert.equal(keptSince(), null);
});
