// Whose the data are and of when, and where to ask for a correction: what the
// server says of itself, on the page and on paper. The map works without it.
import { type Landing, landing } from "./api.ts";
import { correction } from "./correction.ts";
import { byID, fill } from "./dom.ts";
import { t } from "./i18n.ts";

export class Imprint {
	#said: Landing | null = null;

	/** Asks the server; null if it does not answer. */
	async ask(): Promise<Landing | null> {
		this.#said = await landing().catch(() => null);
		this.draw();
		return this.#said;
	}

	/** What goes with the data wherever they are taken. */
	get terms(): { attribution: string; licence: string } {
		return this.#said ?? { attribution: "", licence: "" };
	}

	/** Draws again, in another language. */
	draw(): void {
		const said = this.#said;
		if (!said) return;
		byID("attribution").textContent = said.attribution;
		byID("base-attribution").textContent = said.base_map?.attribution ?? "";
		byID("printed").textContent = t("printed", {
			date: new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(new Date()),
			day: said.published_on,
			version: said.data_version.slice(0, 12),
		});
		fill(byID("contact"), ...correction(said.contact ?? "", null));
	}
}
