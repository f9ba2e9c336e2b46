// The first words of a record: what it is, when, by whose account, its status,
// and that only one side has been heard.
import type { ClaimSet } from "./claimset.ts";
import { h } from "./dom.ts";
import { readable } from "./edtf.ts";
import type { Entry } from "./feature.ts";
import { t } from "./i18n.ts";
import { credit, said } from "./said.ts";
import { vocabularyOf, word } from "./vocab.ts";

/** What the record says of itself, and by whose account. */
export function renderSummary(entry: Entry): HTMLElement {
	const p = entry.feature.properties;
	const kind = p.kind ? word(vocabularyOf(entry.collection, "kind"), p.kind) : t(`one.${entry.collection}`);
	const who = p.perspective ?? p.according_to;
	return h(
		"div",
		{ class: "summary" },
		h(
			"p",
			{ class: "kind" },
			kind,
			p.contested && h("span", { class: "tag contested" }, t("contested")),
			p.one_sided && h("span", { class: "tag" }, t("oneSide")),
		),
		p.when &&
			h(
				"p",
				{ class: "when" },
				p.when_role && `${word("date_role", p.when_role)}: `,
				readable(p.when, t),
				" ",
				h("code", { title: t("details.edtf") }, p.when),
			),
		p.description && h("p", { class: "description", dir: "auto" }, said(p.description)),
		p.controlled_by && h("p", {}, t("zone.controlledBy", { who: said(p.controlled_by) })),
		who && h("p", { class: "who" }, t("accordingTo", { who: credit(who) })),
		// What the editors say is theirs: it stands below what the source says.
		p.editor_note &&
			h("p", { class: "hint" }, h("strong", {}, t("details.editorNote")), " ", h("bdi", {}, said(p.editor_note))),
	);
}

/** The status axes, each by itself, in plain words. */
export function renderStatus(entry: Entry): HTMLElement | null {
	const p = entry.feature.properties;
	const axes = (["stage", "verification", "protection", "status"] as const).filter((axis) => p[axis]);
	if (axes.length === 0) return null;
	const rows = axes.flatMap((axis) => [
		h("dt", {}, t(`axis.${axis}`)),
		h(
			"dd",
			{},
			word(vocabularyOf(entry.collection, axis), p[axis] ?? ""),
			// How well a record is known is the editors' judgement, not the source's.
			axis === "verification" && h("span", { class: "who" }, ` (${t("details.byEditors")})`),
		),
	]);
	const isSaid = axes.some((axis) => axis !== "verification");
	const who = isSaid && p.according_to && h("p", { class: "who" }, t("accordingTo", { who: credit(p.according_to) }));
	return h("section", {}, h("h3", {}, t("details.status")), h("dl", { class: "facts" }, rows), who);
}

/** That only one side's account is recorded, if that is so. */
export function renderOneSide(set: ClaimSet): HTMLElement | null {
	if (!set.one_sided) return null;
	const who = set.perspectives.map(said).join(", ");
	return h(
		"p",
		{ class: "hint" },
		h("strong", { class: "lead" }, t("oneSide")),
		" ",
		who ? t("oneSide.whose", { who }) : "",
		" ",
		t("oneSide.why"),
	);
}
