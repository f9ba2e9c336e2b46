// The sources of a record: what each is, for whom it speaks, whether its bytes
// were kept, and through which other source it was seen if not itself.
import type { ClaimSet, Source } from "./claimset.ts";
import { h } from "./dom.ts";
import { readable } from "./edtf.ts";
import { type Key, number, t } from "./i18n.ts";
import { tagName } from "./names.ts";
import { said } from "./said.ts";
import { word } from "./vocab.ts";

export function renderSources(set: ClaimSet): HTMLElement | null {
	const sources = Object.values(set.sources);
	if (sources.length === 0) return null;
	return h(
		"section",
		{ class: "sources" },
		h("h3", {}, t("sources")),
		sources.map((s) => card(s, set)),
	);
}

/** Unfolds the source in the panel and moves the focus to it. */
export function openSource(id: string): void {
	const node = document.getElementById(`source-${id}`) as HTMLDetailsElement | null;
	if (!node) return;
	node.open = true;
	node.scrollIntoView({ block: "start" });
	node.querySelector("summary")?.focus();
}

function card(s: Source, set: ClaimSet): HTMLElement {
	const through = s.known_through ? (set.sources[s.known_through]?.title ?? s.known_through) : null;
	const facts: [Key, string | Node | null | undefined][] = [
		["source.kind", word("source_kind", s.kind)],
		["source.publisher", s.publisher && said(s.publisher)],
		["source.says", s.agent_name && said(s.agent_name)],
		["source.published", s.published && readable(s.published, t)],
		["source.language", s.language && tagName("language", s.language)],
		["source.perspective", s.perspective && said(s.perspective)],
		["source.archive", archiveWords(s)],
		["source.hash", s.archive?.sha256 && h("code", { class: "hash" }, s.archive.sha256)],
		["source.licence", s.licence && said(s.licence)],
		["source.address", address(s.url)],
		["source.note", s.note && said(s.note)],
	];
	return h(
		"details",
		{ class: "source", id: `source-${s.id}` },
		h(
			"summary",
			{},
			h("span", { lang: said(s.title) === s.title && s.language, dir: "auto" }, said(s.title)),
			through && h("span", { class: "tag" }, t("source.secondHand")),
		),
		through && h("p", { class: "hint" }, t("source.through", { source: said(through) })),
		h(
			"dl",
			{ class: "facts" },
			facts.filter(([, v]) => v).flatMap(([key, v]) => [h("dt", {}, t(key)), h("dd", { dir: "auto" }, v)]),
		),
		h("p", {}, h("a", { href: `sources/${encodeURIComponent(s.id)}` }, t("source.api"))),
	);
}

function archiveWords(s: Source): string | null {
	if (!s.archive) return null;
	const { state, bytes, captured_on: day } = s.archive;
	const parts = [
		word("archive_state", state),
		bytes && t("source.bytes", { n: number(bytes) }),
		day && readable(day, t),
	];
	return parts.filter(Boolean).join(", ");
}

/** A link only for the web: other schemes stay text. */
function address(url: string | null | undefined): Node | string | null {
	if (!url) return null;
	return /^https?:\/\//.test(url) ? h("a", { href: url, rel: "noreferrer noopener" }, url) : url;
}
