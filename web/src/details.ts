// The panel of one record: what it is, by whose account, how its place is
// shown, then claims, figures, names and sources. Or the choice between
// several records that lie under one point of the map.
import { claims as fetchClaims, Latest } from "./api.ts";
import type { Cited } from "./cite.ts";
import { copyText, renderCite } from "./citebox.ts";
import { renderClaims } from "./claims.ts";
import type { ClaimSet } from "./claimset.ts";
import { correction } from "./correction.ts";
import { fill, h } from "./dom.ts";
import { readable } from "./edtf.ts";
import { type Entry, nameOf } from "./feature.ts";
import { renderFigures } from "./figures.ts";
import { renderHistory } from "./history.ts";
import { nameLanguages, t } from "./i18n.ts";
import { subtitle } from "./list.ts";
import { renderNames } from "./names.ts";
import { failureWords } from "./notice.ts";
import { mayLieIn } from "./period.ts";
import { renderPlace } from "./place.ts";
import type { About, ReaderEvents } from "./reader.ts";
import { credit, said } from "./said.ts";
import { renderSources } from "./sources.ts";
import { state } from "./state.ts";
import { renderTimeline } from "./timeline.ts";
import { vocabularyOf, word } from "./vocab.ts";

export class Details {
	readonly #latest = new Latest();
	#shown: Entry | null = null;
	#claims: { ref: string; set: ClaimSet } | null = null;

	constructor(
		private readonly box: HTMLElement,
		private readonly events: ReaderEvents,
		private readonly about: () => About,
	) {
		box.addEventListener("keydown", (e) => {
			if (e.key === "Escape") events.close();
		});
	}

	/** Opens the panel on a record and moves the focus to its name. */
	show(entry: Entry): void {
		this.#shown = entry;
		this.box.hidden = false;
		this.draw();
		this.box.scrollTop = 0;
		this.box.querySelector<HTMLElement>("h2")?.focus();
		void this.#load(entry);
	}

	/** Lets the reader choose among records that lie over one another. */
	choose(entries: readonly Entry[]): void {
		this.hide();
		this.box.hidden = false;
		const buttons = entries.map((e) =>
			h(
				"li",
				{},
				h(
					"button",
					{ type: "button", class: "row", click: () => this.events.open(e.ref) },
					...rowWords(e, this.events.placeOf(e)),
				),
			),
		);
		fill(this.box, this.#head(t("choose", { n: entries.length }), null), h("ul", { class: "list choices" }, buttons));
		this.box.querySelector<HTMLElement>("h2")?.focus();
	}

	hide(): void {
		this.#latest.stop();
		this.#shown = null;
		this.box.hidden = true;
		fill(this.box);
	}

	/** Draws again, in another language or with more data. */
	draw(): void {
		const entry = this.#shown;
		if (!entry) return;
		const { text, lang } = nameOf(entry.feature.properties, nameLanguages());
		const loaded = this.#claims?.ref === entry.ref ? this.#claims.set : null;
		const isRead = this.box.contains(document.activeElement);
		fill(
			this.box,
			this.#head(text || t("unnamed"), lang),
			h(
				"div",
				{ class: "details-body" },
				this.#outside(entry),
				summary(entry),
				renderPlace(entry, this.events.placeOf(entry), this.events.open),
				status(entry),
				this.#said(loaded),
				this.#foot(entry),
			),
		);
		// Who was reading here goes on from the record's name.
		if (isRead) this.box.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
	}

	async #load(entry: Entry): Promise<void> {
		if (this.#claims?.ref === entry.ref) return;
		try {
			const set = await this.#latest.run((signal) => fetchClaims(entry.collection, entry.feature.id, signal));
			if (!set) return;
			this.#claims = { ref: entry.ref, set };
			this.draw();
		} catch (error) {
			const retry = h("button", { type: "button", class: "plain", click: () => void this.#load(entry) }, t("retry"));
			const target = this.box.querySelector("#said");
			if (target) fill(target, h("p", { role: "alert" }, failureWords(error), " ", retry));
		}
	}

	#head(title: string, lang: string | null): HTMLElement {
		const close = h(
			"button",
			{
				type: "button",
				class: "close",
				id: "details-close",
				"aria-label": t("close"),
				click: () => this.events.close(),
			},
			"✕",
		);
		return h("div", { class: "details-head" }, h("h2", { tabindex: -1, lang, dir: "auto" }, title), close);
	}

	#outside(entry: Entry): HTMLElement | null {
		const { period } = state();
		const p = entry.feature.properties;
		if (!period || p.when === null || mayLieIn(p, period)) return null;
		const all = h("button", { type: "button", class: "plain", click: () => this.events.anyTime() }, t("time.all"));
		return h("p", { class: "hint" }, t("details.outsidePeriod"), " ", all);
	}

	#said(set: ClaimSet | null): HTMLElement {
		const box = h("div", { id: "said" });
		if (!set) fill(box, h("p", { class: "loading", role: "status" }, t("loading")));
		else
			fill(
				box,
				oneSide(set),
				this.#shown && renderTimeline(this.#shown, set),
				renderClaims(set, this.#shown, this.events.open),
				renderFigures(set),
				renderNames(set),
				renderSources(set),
			);
		return box;
	}

	#cited(entry: Entry): Cited {
		const p = entry.feature.properties;
		const url = new URL(`#v=1&sel=${entry.ref}`, location.href).href;
		return {
			title: nameOf(p, nameLanguages()).text || t("unnamed"),
			author: p.perspective ?? p.according_to,
			publisher: this.about().title,
			url,
			id: entry.feature.id,
			updated: p.updated,
			accessed: new Date().toISOString().slice(0, 10),
		};
	}

	#foot(entry: Entry): HTMLElement {
		const copy = h(
			"button",
			{ type: "button", class: "plain", click: (e) => void copyText(e.target as HTMLElement, location.href) },
			t("details.copyLink"),
		);
		const item = `collections/${entry.collection}/items/${encodeURIComponent(entry.feature.id)}`;
		const updated = entry.feature.properties.updated;
		return h(
			"footer",
			{ class: "details-foot" },
			renderHistory(entry),
			renderCite(this.#cited(entry)),
			updated && h("p", {}, t("details.updated", { date: readable(updated, t) })),
			h("p", {}, copy, " · ", h("a", { href: item }, t("details.api"))),
			h("p", {}, ...correction(this.about().contact, entry)),
		);
	}
}

function rowWords(e: Entry, place: Entry | undefined): HTMLElement[] {
	const { text, lang } = nameOf(e.feature.properties, nameLanguages());
	const sub = [t(`one.${e.collection}`), subtitle(e, place)].filter(Boolean).join(" · ");
	return [
		h("span", { class: "row-name", lang, dir: "auto" }, text || t("unnamed")),
		h("span", { class: "row-sub" }, sub),
	];
}

function summary(entry: Entry): HTMLElement {
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
function status(entry: Entry): HTMLElement | null {
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

function oneSide(set: ClaimSet): HTMLElement | null {
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
