// What the reader reads: holds the panel of details, whose code is loaded with
// the first record that is opened.
import type { Boundary } from "./boundary.ts";
import type { Details } from "./details.ts";
import { fill, h } from "./dom.ts";
import type { Entry } from "./feature.ts";
import { type Key, t } from "./i18n.ts";

export interface ReaderEvents {
	open(ref: string): void;
	close(): void;
	/** Shows all times again. */
	anyTime(): void;
	placeOf(entry: Entry): Entry | undefined;
}

/** Whose map it is, and where to ask for a correction. */
export interface About {
	contact: string;
	title: string;
}

export class Reader {
	#details: Details | null = null;
	#about: About = { contact: "", title: "Stele" };
	/** Counts what was asked for: only the last of it is shown. */
	#asked = 0;

	constructor(
		private readonly box: HTMLElement,
		private readonly events: ReaderEvents,
		private readonly boundary: Boundary,
	) {}

	/** What the server says of itself. */
	get about(): About {
		return this.#about;
	}

	set about(about: About) {
		this.#about = about;
		this.draw();
	}

	/** Opens the panel on a record. */
	show(entry: Entry): void {
		void this.#with((d) => d.show(entry));
	}

	/** Lets the reader choose among records that lie over one another. */
	choose(entries: readonly Entry[]): void {
		void this.#with((d) => d.choose(entries));
	}

	hide(): void {
		this.#asked++;
		if (this.#details) this.#details.hide();
		else this.box.hidden = true;
	}

	/** Draws again, in another language or with more data. */
	draw(): void {
		this.boundary.run("details", () => this.#details?.draw());
	}

	async #with(job: (d: Details) => void): Promise<void> {
		const mine = ++this.#asked;
		if (!this.#details) {
			this.box.hidden = false;
			fill(this.box, h("p", { class: "loading", role: "status" }, t("loading")));
			const { Details } = await import("./details.ts").catch(() => ({ Details: null }));
			if (!Details) return this.#failed(() => this.#with(job));
			this.#details ??= new Details(this.box, this.events, () => this.#about);
		}
		const details = this.#details;
		if (mine !== this.#asked) return;
		const isDone = this.boundary.run("details", () => {
			job(details);
			return true;
		});
		if (!isDone) this.#failed(() => this.#with(job));
	}

	/** In the place of the details: that they failed, with a way back to the list. */
	#failed(again: () => Promise<void>): void {
		const button = (key: Key, click: () => void) => h("button", { type: "button", class: "plain", click }, t(key));
		fill(
			this.box,
			h("p", { class: "loading", role: "alert" }, t("broken.details"), " "),
			h(
				"p",
				{ class: "loading" },
				button("retry", () => void again()),
				" ",
				button("close", this.events.close),
			),
		);
	}
}
