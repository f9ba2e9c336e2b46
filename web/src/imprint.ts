// Whose the data are and of when, and where to ask for a correction: what the
// server says of itself, on the page and on paper. The map works without it.
import { type Landing, landing } from "./api.ts";
import { correction } from "./correction.ts";
import { byID, fill, whenIdle } from "./dom.ts";
import { readable } from "./edtf.ts";
import { day, t } from "./i18n.ts";
import { hear, said } from "./said.ts";

export class Imprint {
	#about: Landing | null = null;

	/** Asks the server; null if it does not answer. */
	async ask(): Promise<Landing | null> {
		this.#about = await landing().catch(() => null);
		whenIdle(() => this.draw());
		return this.#about;
	}

	/** Asks for the data's texts in the page's language; false if there are none. */
	async translate(): Promise<boolean> {
		return this.#about !== null && (await hear(this.#about));
	}

	/** What goes with the data wherever they are taken. */
	get terms(): { attribution: string; licence: string } {
		return this.#about ?? { attribution: "", licence: "" };
	}

	/** Draws again, in another language. */
	draw(): void {
		const about = this.#about;
		if (!about) return;
		byID("attribution").textContent = said(about.attribution);
		byID("base-attribution").textContent = about.base_map?.attribution ?? "";
		const printed = t("printed", {
			date: day(new Date()),
			day: readable(about.published_on, t),
			version: about.data_version.slice(0, 12),
		});
		byID("printed").textContent = [printed, said(about.licence)].filter(Boolean).join(" · ");
		fill(byID("contact"), ...correction(about.contact ?? "", null));
	}
}
