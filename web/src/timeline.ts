// A record's time in order: what its own date says, what its claims and figures
// are of, and when its sources came out.
import type { ClaimSet } from "./claimset.ts";
import { h } from "./dom.ts";
import { firstDay, readable } from "./edtf.ts";
import type { Entry } from "./feature.ts";
import { t } from "./i18n.ts";
import { said } from "./said.ts";
import { word } from "./vocab.ts";

interface Moment {
	when: string;
	words: string;
	kind: "record" | "claim" | "source";
}

/** The list, or null if it would have fewer than two moments. */
export function renderTimeline(entry: Entry, set: ClaimSet): HTMLElement | null {
	const moments = unique([...ofRecord(entry), ...ofClaims(set), ...ofSources(set)]);
	if (moments.length < 2) return null;
	moments.sort((a, b) => firstDay(a.when).localeCompare(firstDay(b.when)));
	return h(
		"section",
		{},
		h("h3", {}, t("timeline")),
		h(
			"ol",
			{ class: "timeline" },
			moments.map((m) =>
				h("li", { class: `of-${m.kind}` }, h("span", { class: "moment" }, readable(m.when, t)), " ", m.words),
			),
		),
	);
}

function ofRecord({ feature: { properties: p } }: Entry): Moment[] {
	if (!p.when) return [];
	const words = p.when_role ? word("date_role", p.when_role) : t("timeline.record");
	return [{ when: p.when, words, kind: "record" }];
}

function ofClaims(set: ClaimSet): Moment[] {
	const claims = set.properties.flatMap((p) => p.claims);
	return [...claims, ...set.figures].flatMap((c) => {
		if (!c.when) return [];
		const who = set.agents[c.asserted_by]?.name ?? t("unnamed");
		const role = c.when_role ? `${word("date_role", c.when_role)}, ` : "";
		return [{ when: c.when, words: role + t("accordingTo", { who: said(who) }), kind: "claim" as const }];
	});
}

function ofSources(set: ClaimSet): Moment[] {
	return Object.values(set.sources).flatMap((s) =>
		s.published
			? [{ when: s.published, words: t("timeline.source", { title: said(s.title) }), kind: "source" as const }]
			: [],
	);
}

function unique(moments: readonly Moment[]): Moment[] {
	return [...new Map(moments.map((m) => [`${m.when} ${m.words}`, m])).values()];
}
