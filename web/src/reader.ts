// What the reader reads: holds the panel of details, whose code is loaded with
// the first record that is opened.
import type { Details } from "./details.ts";
import { fill, h } from "./dom.ts";
import type { Entry } from "./feature.ts";
import { t } from "./i18n.ts";

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
		this.#details?.draw();
	}

	async #with(job: (d: Details) => void): Promise<void> {
		const mine = ++this.#asked;
		if (!this.#details) {
			this.box.hidden = false;
			fill(this.box, h("p", { class: "loading", role: "status" }, t("loading")));
			const { Details } = await import("./details.ts");
			this.#details ??= new Details(this.box, this.events, () => this.#about);
		}
		if (mine === this.#asked) job(this.#details);
	}
}
