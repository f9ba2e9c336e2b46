// Lets the page say `import terms from "vocab:az"`: the labels of the server's
// vocabularies in one language, since a reader needs no others.
import { readFileSync } from "node:fs";

const FILE = new URL("../data/vocab/vocabularies.json", import.meta.url);

/** Labels by vocabulary and code, in the file's order. */
export function termsIn(lang) {
	const { vocabularies } = JSON.parse(readFileSync(FILE, "utf8"));
	const labels = (terms) => Object.fromEntries(terms.map(({ code, labels }) => [code, labels[lang]]));
	return Object.fromEntries(Object.entries(vocabularies).map(([name, terms]) => [name, labels(terms)]));
}

/** The esbuild plugin. */
export const vocabulary = {
	name: "vocabulary",
	setup(build) {
		build.onResolve({ filter: /^vocab:/ }, ({ path }) => ({ path: path.slice("vocab:".length), namespace: "vocab" }));
		build.onLoad({ filter: /.*/, namespace: "vocab" }, ({ path }) => ({
			contents: JSON.stringify(termsIn(path)),
			loader: "json",
		}));
	},
};
