// The part of the panel that saves an area for use without a network, says how
// large it will be before, and takes it away again.
import { fill, h } from "../dom.ts";
import { currentLanguage, day, number } from "../i18n.ts";
import type { MapView } from "../map.ts";
import type { Store } from "../store.ts";
import { type OfflineKey, offlineWords } from "../strings/offline.ts";
import { estimate, isTooLarge, plan, save, saved, type Wanted } from "./pack.ts";
import type { Manifest } from "./packed.ts";
import { forget } from "./register.ts";
import { wantedNow } from "./wanted.ts";

export class OfflineBox {
	#abort: AbortController | null = null;

	constructor(
		private readonly box: HTMLElement,
		private readonly store: Store,
		private readonly map: MapView,
	) {}

	/** Draws anew: after a change of language too. */
	async draw(): Promise<void> {
		if (this.#abort) return;
		const manifest = await saved();
		const focused = document.activeElement;
		const isHeld = this.box.contains(focused);
		fill(
			this.box,
			h("p", {}, words("why")),
			manifest && h("p", { class: "saved" }, this.#about(manifest)),
			h(
				"p",
				{ class: "area-buttons" },
				button("save", () => this.#propose()),
				button("remove", () => this.#remove()),
			),
			h("p", { class: "offline-said", role: "status" }),
		);
		// The button that was pressed, or the first of them where it is gone.
		if (isHeld) (this.box.querySelector<HTMLElement>(`#${focused?.id}`) ?? this.box.querySelector("button"))?.focus();
	}

	#about({ savedAt, bytes, records }: Manifest): string {
		return words("saved", { day: day(new Date(savedAt)), size: size(bytes), n: number(records) });
	}

	/** Says how much it will be, and asks whether to go on. */
	async #propose(): Promise<void> {
		const wanted = wantedNow(this.store, this.map);
		const steps = plan(wanted);
		if (isTooLarge(wanted, steps)) return this.#say(words("tooLarge"));
		await this.#run(async (signal) => {
			this.#say(words("measuring"), this.#cancel());
			const bytes = await estimate(steps, signal);
			const text = words("size", { size: size(bytes), n: number(wanted.records.length) });
			const go = button("go", () => this.#save(wanted));
			this.#say(
				text,
				go,
				button("cancel", () => this.draw()),
			);
			go.focus();
		});
	}

	async #save(wanted: Wanted): Promise<void> {
		await this.#run(async (signal) => {
			const bar = h("progress", { max: 1, value: 0, "aria-label": words("saving") });
			this.#say(words("saving"), bar, this.#cancel());
			await save(wanted, plan(wanted), signal, (done, of) => {
				bar.max = of;
				bar.value = done;
			});
			this.#abort = null;
			await this.draw();
			this.#say(words("done"));
		});
	}

	async #remove(): Promise<void> {
		this.#abort?.abort();
		this.#abort = null;
		await forget();
		await this.draw();
		this.#say(words("removed"));
	}

	async #run(job: (signal: AbortSignal) => Promise<void>): Promise<void> {
		this.#abort?.abort();
		const abort = new AbortController();
		this.#abort = abort;
		try {
			await job(abort.signal);
		} catch {
			// Another job has the word now.
			if (this.#abort !== abort) return;
			this.#abort = null;
			await this.draw();
			this.#say(words(abort.signal.aborted ? "cancelled" : "failed"), (await saved()) ? words("still") : "");
		} finally {
			if (this.#abort === abort) this.#abort = null;
		}
	}

	#cancel(): HTMLElement {
		const cancel = button("cancel", () => this.#abort?.abort());
		queueMicrotask(() => cancel.focus());
		return cancel;
	}

	#say(...parts: (string | HTMLElement)[]): void {
		const said = this.box.querySelector(".offline-said");
		if (said) fill(said, ...parts.flatMap((p) => [p, " "]));
	}
}

function button(key: OfflineKey, click: () => unknown): HTMLButtonElement {
	return h("button", { type: "button", class: "plain", id: `offline-${key}`, click: () => void click() }, words(key));
}

function words(key: OfflineKey, values: Record<string, string> = {}): string {
	return offlineWords(currentLanguage(), key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function size(bytes: number): string {
	const [unit, n] = bytes < 1e6 ? (["kilobyte", bytes / 1e3] as const) : (["megabyte", bytes / 1e6] as const);
	const digits = n < 10 ? 1 : 0;
	return new Intl.NumberFormat(currentLanguage(), { style: "unit", unit, maximumFractionDigits: digits }).format(n);
}
