// Starts the service worker once the page has what it needs, and tells it what
// was loaded before it was there. Takes away what an earlier page left behind.
import { forgetAll, sweep, VISITED } from "./kept.ts";
import { tellForgotten, tidy } from "./packs.ts";

export async function register(): Promise<void> {
	// A page that is served without TLS has no service workers, but on this machine.
	if (!("serviceWorker" in navigator)) return;
	await Promise.all([tidy(document.baseURI), sweep(VISITED, new Date())]).catch(() => undefined);
	const isFirst = navigator.serviceWorker.controller === null;
	try {
		await navigator.serviceWorker.register("sw.js", { scope: "./" });
		const { active } = await navigator.serviceWorker.ready;
		const seen = performance.getEntriesByType("resource").map((r) => r.name);
		if (isFirst) active?.postMessage(seen);
	} catch (error) {
		// The page works as before, with a network.
		console.warn("no service worker:", error);
	}
}

/** Deletes all copies of data from this device. */
export async function forget(): Promise<void> {
	await forgetAll();
	tellForgotten();
}
