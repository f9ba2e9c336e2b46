// In which languages a reader would rather read a name. No side's language
// comes before another's but by the reader's own wish. No DOM here.

/** The page's language, then the browser's others as the reader has put them there; tags without region and script. */
export function nameOrder(page: string, browser: readonly string[]): readonly string[] {
	return [...new Set([page, ...browser.map((tag) => tag.split("-")[0]?.toLowerCase() ?? tag)])];
}

/** The names in that order, and those in other languages after them by their tags. */
export function inOrder<N extends { language?: string | null }>(names: readonly N[], order: readonly string[]): N[] {
	const rank = ({ language }: N) => {
		const at = order.indexOf(language ?? "");
		return at < 0 ? order.length : at;
	};
	const tag = ({ language }: N) => language ?? "\uffff";
	return [...names].sort((a, b) => rank(a) - rank(b) || (tag(a) < tag(b) ? -1 : tag(a) > tag(b) ? 1 : 0));
}
