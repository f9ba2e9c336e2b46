// A record in short, below the map of a frame, or the choice among several: the
// whole of it is on the page that the frame is of.
import { feature, Latest } from "../api.ts";
import { renderChoices } from "../choicelist.ts";
import { correction } from "../correction.ts";
import { fill, h } from "../dom.ts";
import { failureWithRetry } from "../failure.ts";
import { type Entry, nameOf } from "../feature.ts";
import { nameLanguages, number, t } from "../i18n.ts";
import { says, subtitle } from "../list.ts";
import { propertyWord } from "../said.ts";
import type { Rivals } from "../schema.d.ts";
import type { Say } from "../take/words.ts";
import { word } from "../vocab.ts";

export interface RecordEvents {
	open(entry: Entry): void;
	close(): void;
	placeOf(entry: Entry): Entry | undefined;
	/** Where to ask for a correction. */
	contact(): string;
}

export class RecordBox {
	readonly #latest = new Latest();
	#shown: Entry | null = null;
	#choices: readonly Entry[] = [];
	/** How many contradict it and where; null until that is known. */
	#rivals: readonly Rivals[] | null = null;
	#failure: { why: unknown } | null = null;

	constructor(
		private readonly box: HTMLElement,
		private readonly say: Say,
		private readonly events: RecordEvents,
	) {
		box.addEventListener("keydown", (e) => {
			if (e.key === "Escape") events.close();
		});
	}

	show(entry: Entry): void {
		this.hide();
		this.#shown = entry;
		this.#begin();
		// A contested record is never shown without its rivals, or their number and where they are.
		if (entry.feature.properties.contested) void this.#ask(entry);
	}

	/** Lets the reader choose among records that lie over one another. */
	choose(entries: readonly Entry[]): void {
		this.hide();
		this.#choices = entries;
		this.#begin();
		this.box.querySelector<HTMLElement>("h2")?.focus();
	}

	hide(): void {
		this.#latest.stop();
		this.#shown = null;
		this.#choices = [];
		this.#rivals = null;
		this.#failure = null;
		this.box.hidden = true;
	}

	/** Draws again, with more data. */
	draw(): void {
		const isRead = this.box.contains(document.activeElement);
		if (this.#shown) this.#drawRecord(this.#shown);
		else if (this.#choices.length > 0) this.#drawChoices();
		if (isRead) this.box.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
	}

	#begin(): void {
		this.box.hidden = false;
		this.draw();
		this.box.scrollTop = 0;
	}

	async #ask(entry: Entry): Promise<void> {
		this.#failure = null;
		this.draw();
		try {
			const item = await this.#latest.run((signal) => feature(entry.collection, entry.feature.id, signal));
			if (!item) return;
			this.#rivals = item.rivals ?? [];
		} catch (why) {
			this.#failure = { why };
		}
		this.draw();
	}

	#drawRecord(entry: Entry): void {
		const p = entry.feature.properties;
		const { text, lang } = nameOf(p, nameLanguages());
		fill(
			this.box,
			this.#close(),
			h("h2", { tabindex: -1, lang, dir: "auto" }, text || t("unnamed")),
			h(
				"p",
				{},
				subtitle(entry, this.events.placeOf(entry)),
				p.contested && h("span", { class: "tag contested" }, t("contested")),
				p.one_sided && h("span", { class: "tag" }, t("oneSide")),
			),
			says(entry) && h("p", { class: "row-who" }, says(entry)),
			p.contested && this.#rivalWords(entry),
			h("p", { class: "correction" }, ...correction(this.events.contact(), entry)),
		);
	}

	#rivalWords(entry: Entry): HTMLElement {
		if (this.#failure) {
			const failure = failureWithRetry(this.#failure.why, () => void this.#ask(entry));
			return h("p", { class: "rivals" }, this.say("embed.rivals"), " ", failure);
		}
		if (!this.#rivals) return h("p", { class: "rivals" }, this.say("embed.rivals"), " ", t("loading"));
		const links = this.#rivals.map(({ property, measure, rivals, rivals_at }) => {
			const what = property ? propertyWord(property) : word("measure", measure ?? "");
			const where = { href: hereOf(rivals_at), target: "_blank", rel: "noopener" };
			return h("li", {}, h("a", where, `${what} (${number(rivals)})`));
		});
		return h("div", { class: "rivals" }, h("p", {}, this.say("embed.rivals")), " ", h("ul", {}, links));
	}

	#drawChoices(): void {
		const title = h("h2", { tabindex: -1 }, t("choose", { n: number(this.#choices.length) }));
		const choices = renderChoices(this.#choices, this.events.open, this.events.placeOf);
		fill(this.box, this.#close(), title, choices);
	}

	#close(): HTMLElement {
		const close = () => this.events.close();
		return h(
			"button",
			{ type: "button", class: "close", id: "record-close", "aria-label": t("close"), click: close },
			"✕",
		);
	}
}

/** An address of the interface as seen from this page; its host is not used: a proxy may have another. */
function hereOf(address: string): string {
	return /(?:collections|figures)\/.*$/.exec(address)?.[0] ?? address;
}
