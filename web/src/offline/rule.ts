// What the service worker does with a request. No worker's own things here.

/** How a request is answered: the page itself, a file of it, data, or not by us. */
export type Kind = "page" | "asset" | "data" | null;

export interface Asked {
	url: string;
	method: string;
	/** "navigate" for a page. */
	mode: string;
	/** "no-store" asks that nothing be kept of the answer. */
	cache: string;
}

/** Layers, records and what belongs to them, sources, translations and the guided view: public, and asked for by address alone. */
const DATA =
	/^(?:collections(?:\/[^/]+\/(?:items(?:\/[^/]+(?:\/claims|\/history)?)?|stats|tilejson|tiles\/.+))?|sources(?:\/[^/]+)?|translations\/[^/]+|story)$/;

/** @param scope is the address of the page, with its slash. */
export function kindOf(asked: Asked, scope: string): Kind {
	if (asked.method !== "GET" || !asked.url.startsWith(scope)) return null;
	const url = new URL(asked.url);
	const path = asked.url.slice(scope.length).replace(/[?#].*$/, "");
	if (asked.mode === "navigate") return path === "" && !url.searchParams.has("f") ? "page" : null;
	if (path.startsWith("assets/")) return "asset";
	if (asked.cache === "no-store") return null;
	if (path === "" && url.searchParams.get("f") === "json") return "data";
	// What somebody searched for is kept nowhere, be it of a layer or of all, and a whole layer is a file to save.
	if (url.searchParams.has("q")) return null;
	return DATA.test(path) ? "data" : null;
}
