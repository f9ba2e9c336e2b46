import assert from "node:assert/strict";
import { test } from "node:test";
import type { CollectionID } from "../src/feature.ts";
import { Store } from "../src/store.ts";

/** A server of one layer of 6,000 records, which answers for records when it is told to. */
function server(c: CollectionID) {
	const waiting = new Map<string, (answer: Response) => void>();
	globalThis.fetch = ((path: string, init: RequestInit) => {
		if (path.startsWith("collections?"))
			return Promise.resolve(Response.json({ collections: [{ id: c, itemCount: 6000, extent: {} }] }));
		return new Promise<Response>((resolve, reject) => {
			const kind = new URL(path, "http://h/").searchParams.get("kind") ?? "";
			waiting.set(kind, resolve);
			init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
		});
	}) as typeof fetch;
	return {
		asked: () => [...waiting.keys()],
		answer(kind: string) {
			const feature = { type: "Feature", id: kind, geometry: null, properties: { names: [] } };
			waiting.get(kind)?.(Response.json({ features: [feature], links: [], numberMatched: 1 }));
		},
	};
}

const breath = () => new Promise((resolve) => setTimeout(resolve, 100));

test("of a large layer the last question counts, asked while the one before had not gone out", async () => {
	const { asked, answer } = server("events");
	const store = new Store(() => undefined);
	const both = [store.load("events", null, "kind=first"), store.load("events", null, "kind=last")];
	await breath();
	assert.deepEqual(asked(), ["last"]);
	answer("last");
	await Promise.all(both);
	assert.deepEqual(
		store.layer("events").entries.map(({ ref }) => ref),
		["events/last"],
	);
	assert.equal(store.layer("events").state, "ready");
});

test("an answer that comes when another question has been asked is not shown", async () => {
	const { answer } = server("events");
	const store = new Store(() => undefined);
	const first = store.load("events", null, "kind=first");
	await breath();
	answer("first");
	const last = store.load("events", null, "kind=last");
	await breath();
	assert.deepEqual(store.layer("events").entries, []);
	assert.equal(store.layer("events").state, "loading");
	answer("last");
	await Promise.all([first, last]);
	assert.deepEqual(
		store.layer("events").entries.map(({ ref }) => ref),
		["events/last"],
	);
});
