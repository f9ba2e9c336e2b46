// Leaflet tests for SVG by setting innerHTML to "<svg/>" while it is loaded.
// This policy lets that one text through; every other use of innerHTML is
// refused by the page's `require-trusted-types-for 'script'`. So is every
// script by address but the service worker. It has to be imported before Leaflet.

interface PolicyFactory {
	createPolicy(
		name: string,
		rules: { createHTML(text: string): string | null; createScriptURL(url: string): string | null },
	): unknown;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
factory?.createPolicy("default", {
	createHTML: (text) => (text === "<svg/>" ? text : null),
	createScriptURL: (url) => (url === "sw.js" ? url : null),
});
