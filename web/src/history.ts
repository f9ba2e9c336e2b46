// The public versions of a record: when each came out and why.
import { history } from "./api.ts";
import { fill, h } from "./dom.ts";
import { readable } from "./edtf.ts";
import { failureWithRetry } from "./failure.ts";
import type { Entry } from "./feature.ts";
import { number, t } from "./i18n.ts";
import { propertyWord, said } from "./said.ts";
import type { History } from "./schema.d.ts";

/** The folded section of one record; it stays the same element, so that a new drawing does not fold it. */
export class HistoryFold {
	#isAsked = false;
	#found: History | null = null;
	#error: unknown = null;
	readonly #summary = h("summary");
	readonly #list = h("div", { role: "status" });
	readonly #box = h("details", { class: "fold history", toggle: () => void this.ask() }, this.#summary, this.#list);

	constructor(readonly entry: Entry) {}

	/** Asks for the versions, unless they are here or on their way. */
	async ask(): Promise<void> {
		if (!this.#isAsked || this.#error !== null) await this.#load();
	}

	/** Draws again, in another language. */
	draw(): HTMLElement {
		this.#summary.textContent = t("history");
		fill(this.#list, this.#content());
		return this.#box;
	}

	async #load(): Promise<void> {
		this.#isAsked = true;
		this.#error = null;
		this.draw();
		try {
			this.#found = await history(this.entry.collection, this.entry.feature.id);
		} catch (error) {
			this.#error = error;
		}
		this.draw();
	}

	#content(): HTMLElement | null {
		if (this.#found) return versions(this.#found);
		if (this.#error === null) return this.#isAsked ? h("p", { class: "loading" }, t("loading")) : null;
		return h(
			"p",
			{},
			failureWithRetry(this.#error, () => void this.#load()),
		);
	}
}

function versions({ versions: all }: History): HTMLElement {
	return h(
		"ol",
		{ class: "timeline", reversed: true },
		all.map((v) =>
			h(
				"li",
				{ class: "of-record" },
				h("span", { class: "moment" }, readable(v.day, t)),
				" ",
				t("history.version", { n: number(v.version) }),
				v.reason && [": ", h("bdi", {}, said(v.reason))],
				changedWords(v.changed),
			),
		),
	);
}

/** The names of the properties that a version has otherwise than the one before. */
function changedWords(changed: Record<string, unknown> | null): HTMLElement | null {
	const names = Object.keys(changed ?? {}).map(propertyWord);
	return names.length > 0 ? h("p", {}, t("history.changed", { list: names.join(", ") })) : null;
}
