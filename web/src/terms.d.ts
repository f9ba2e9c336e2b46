/** The vocabularies' labels in one language, by vocabulary and code, in their order; see vocabulary.mjs. */
declare module "vocab:*" {
	const terms: Readonly<Record<string, Readonly<Record<string, string>>>>;
	export default terms;
}
