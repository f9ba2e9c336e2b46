// Keeps one part's failure from taking the others along: the list stays usable
// where the map or the details fail, and the page says what is missing.
import { h, refill } from "./dom.ts";
import { t } from "./i18n.ts";

/** A part of the page that can fail by itself; "page" where it is not known which. */
export type Part = "map" | "details" | "page";

export class Boundary {
	readonly #broken = new Set<Part>();

	/** @param box is where the page says so. */
	constructor(private readonly box: HTMLElement) {
		// What nobody caught, such as a fault while the map is painted.
		addEventListener("error", (e) => this.tell("page", e.error));
		addEventListener("unhandledrejection", (e) => this.tell("page", e.reason));
	}

	/** Does a job of a part; undefined if it failed. */
	run<T>(part: Part, job: () => T): T | undefined {
		try {
			return job();
		} catch (error) {
			console.error(error);
			this.tell(part, error);
			return undefined;
		}
	}

	/** Says that a part failed; what was only stopped is no failure. */
	tell(part: Part, error: unknown): void {
		if (error instanceof DOMException && error.name === "AbortError") return;
		this.#broken.add(part);
		this.draw();
	}

	/** Draws again, in another language. */
	draw(): void {
		const words = [...this.#broken].map((part) => h("p", {}, t(`broken.${part}`)));
		const again = h("button", { type: "button", class: "plain", click: () => location.reload() }, t("broken.reload"));
		refill(this.box, "results", words, words.length > 0 && again);
	}
}
