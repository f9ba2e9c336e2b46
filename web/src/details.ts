// The panel of one record: what it is, by whose account, how its place is
// shown, then claims, figures, names and sources. Or the choice between
// several records that lie under one point of the map.
import { claims as fetchClaims, Latest } from "./api.ts";
import { renderChoices } from "./choicelist.ts";
import type { Cited } from "./cite.ts";
import { copyText, renderCite } from "./citebox.ts";
import { renderClaims } from "./claims.ts";
import type { ClaimSet } from "./claimset.ts";
import { correction } from "./correction.ts";
import { fill, h, whenIdle } from "./dom.ts";
import { readable } from "./edtf.ts";
import { failureWithRetry } from "./failure.ts";
import { type Entry, nameOf } from "./feature.ts";
import { renderFigures } from "./figures.ts";
import { HistoryFold } from "./history.ts";
import { nameLanguages, t } from "./i18n.ts";
import { renderNames } from "./names.ts";
import { mayLieIn } from "./period.ts";
import { renderPlace } from "./place.ts";
import type { About, ReaderEvents } from "./reader.ts";
import { renderSources } from "./sources.ts";
import { state } from "./state.ts";
import { renderOneSide, renderStatus, renderSummary } from "./summary.ts";
import { renderTimeline } from "./timeline.ts";

export class Details {
	readonly #latest = new Latest();
	#shown: Entry | null = null;
	/** The records that the reader chooses among. */
	#choices: readonly Entry[] = [];
	#claims: { ref: string; set: ClaimSet } | null = null;
	/** Why the open record's claims are not here; null while they are awaited. */
	#failure: { why: unknown } | null = null;
	#history: HistoryFold | null = null;

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
		this.#choices = [];
		this.#failure = null;
		if (this.#history?.entry.ref !== entry.ref) this.#history = new HistoryFold(entry);
		this.box.hidden = false;
		this.draw();
		this.box.scrollTop = 0;
		this.box.querySelector<HTMLElement>("h2")?.focus();
		void this.#load(entry);
	}

	/** Lets the reader choose among records that lie over one another. */
	choose(entries: readonly Entry[]): void {
		this.hide();
		this.#choices = entries;
		this.box.hidden = false;
		this.draw();
		this.box.querySelector<HTMLElement>("h2")?.focus();
	}

	hide(): void {
		this.#latest.stop();
		this.#shown = null;
		this.#choices = [];
		this.box.hidden = true;
		fill(this.box);
	}

	/** Draws again, in another language or with more data. */
	draw(): void {
		const isRead = this.box.contains(document.activeElement);
		const unfolded = [...this.box.querySelectorAll("details[open]")].map(({ id }) => id);
		if (this.#shown) this.#drawRecord(this.#shown);
		else if (this.#choices.length > 0) this.#drawChoices();
		else return;
		for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
		// Who was reading here goes on from the record's name.
		if (isRead) this.box.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
	}

	#drawChoices(): void {
		const choices = renderChoices(this.#choices, (e) => this.events.open(e.ref), this.events.placeOf);
		fill(this.box, this.#head(t("choose", { n: this.#choices.length }), null), choices);
	}

	#drawRecord(entry: Entry): void {
		const { text, lang } = nameOf(entry.feature.properties, nameLanguages());
		const loaded = this.#claims?.ref === entry.ref ? this.#claims.set : null;
		fill(
			this.box,
			this.#head(text || t("unnamed"), lang),
			h(
				"div",
				{ class: "details-body" },
				this.#outside(entry),
				renderSummary(entry),
				renderPlace(entry, this.events.placeOf(entry), this.events.open),
				renderStatus(entry),
				this.#said(loaded),
				this.#foot(entry),
			),
		);
	}

	async #load(entry: Entry): Promise<void> {
		// What another record was waiting for must not take the place of what is here.
		if (this.#claims?.ref === entry.ref) return this.#latest.stop();
		try {
			const set = await this.#latest.run((signal) => fetchClaims(entry.collection, entry.feature.id, signal));
			if (!set) return;
			this.#claims = { ref: entry.ref, set };
			this.draw();
			// Paper does not wait until it is asked for.
			whenIdle(() => void this.#history?.ask());
		} catch (why) {
			// What cannot be drawn is asked for anew as well.
			this.#claims = null;
			this.#failure = { why };
			this.draw();
		}
	}

	#again(entry: Entry): void {
		this.#failure = null;
		this.draw();
		void this.#load(entry);
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
		const entry = this.#shown;
		if (!set && this.#failure && entry) {
			fill(
				box,
				h(
					"p",
					{ role: "alert" },
					failureWithRetry(this.#failure.why, () => this.#again(entry)),
				),
			);
		} else if (!set) fill(box, h("p", { class: "loading", role: "status" }, t("loading")));
		else
			fill(
				box,
				renderOneSide(set),
				entry && renderTimeline(entry, set),
				renderClaims(set, entry, this.events.open),
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
			this.#history?.draw(),
			renderCite(this.#cited(entry)),
			updated && h("p", {}, t("details.updated", { date: readable(updated, t) })),
			h("p", {}, copy, " · ", h("a", { href: item }, t("details.api"))),
			h("p", {}, ...correction(this.about().contact, entry)),
		);
	}
}
