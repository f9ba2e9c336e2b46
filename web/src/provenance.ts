// Who says it, in which source and where in it: for claims and figures alike.
import type { Assertion, ClaimSet, Locator } from "./claimset.ts";
import { h } from "./dom.ts";
import { number, t } from "./i18n.ts";
import { said } from "./said.ts";
import { openSource } from "./sources.ts";
import { word } from "./vocab.ts";

/** The lines under a claim's or a figure's value. */
export function provenance(a: Assertion, set: ClaimSet): (HTMLElement | null)[] {
	const who = whoSays(a, set);
	const via = (a.via ?? []).map((id) => said(set.sources[id]?.title ?? id));
	return [
		h("p", { class: "who" }, t("accordingTo", { who })),
		cited(a, set),
		via.length > 0 ? h("p", {}, t("claims.via", { list: via.join(" → ") })) : null,
		a.perspective ? h("p", {}, t("perspective", { who: said(a.perspective) })) : null,
		a.rank !== "normal" ? h("p", {}, h("span", { class: "tag" }, word("claim_rank", a.rank))) : null,
		a.note ? h("p", { class: "note", dir: "auto" }, said(a.note)) : null,
	];
}

/** The name of who asserts, in the reader's language. */
export function whoSays(a: Assertion, set: ClaimSet): string {
	const name = set.agents[a.asserted_by]?.name ?? set.sources[a.source]?.agent_name;
	return name ? said(name) : t("unnamed");
}

function cited(a: Assertion, set: ClaimSet): HTMLElement | null {
	const source = set.sources[a.source];
	if (!source) return null;
	const where = a.locator ? ` (${locatorWords(a.locator)})` : "";
	const open = () => openSource(source.id);
	return h(
		"p",
		{ class: "cited" },
		h("button", { type: "button", class: "link", dir: "auto", click: open }, said(source.title)),
		where,
	);
}

/** What an assertion disputes, each rival in the words that the caller has for it. */
export function disputes(a: Assertion, wordsOf: (id: string) => string | undefined): HTMLElement | null {
	const rivals = (a.disputes ?? []).map((id) => t("quoted", { text: wordsOf(id) ?? id }));
	return rivals.length > 0 ? h("p", { class: "disputes" }, t("claims.disputes", { list: rivals.join(", ") })) : null;
}

/** The place in a source, in words: "paragraph 3, bytes 390–434". */
export function locatorWords(l: Locator): string {
	const parts = [
		l.page && t("locator.page", { n: l.page }),
		l.paragraph && t("locator.paragraph", { n: l.paragraph }),
		l.row && t("locator.row", { n: l.row }),
		l.text && said(l.text),
		l.bytes && t("locator.bytes", { from: number(l.bytes[0]), to: number(l.bytes[1]) }),
	];
	return parts.filter(Boolean).join(", ");
}
