// The time filter: a histogram of sites and events, two native sliders, two
// year fields, and a switch for what is undated.
import { fill, h, svg } from "./dom.ts";
import type { Entry } from "./feature.ts";
import { t } from "./i18n.ts";
import { patch, state } from "./state.ts";
import { type Bar, barsOf, domainOf } from "./years.ts";

/** The filter's controls; made once, so that a drag is not cut off by a redraw. */
export class TimeFilter {
	#domain: readonly [number, number] = [1990, new Date().getFullYear()];
	readonly #bars = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
	readonly #from = h("input", { type: "range", id: "time-from", input: () => this.#slide("from") });
	readonly #to = h("input", { type: "range", id: "time-to", input: () => this.#slide("to") });
	readonly #fromYear = h("input", {
		type: "number",
		id: "year-from",
		inputmode: "numeric",
		change: () => this.#typed(),
	});
	readonly #toYear = h("input", { type: "number", id: "year-to", inputmode: "numeric", change: () => this.#typed() });
	readonly #undated = h("input", {
		type: "checkbox",
		id: "undated",
		change: () => patch({ undated: this.#undated.checked }),
	});
	readonly #undatedText = h("span");
	readonly #all = h("button", { type: "button", class: "plain", click: () => patch({ years: null }) });
	readonly #labels = { from: h("label", { for: "year-from" }), to: h("label", { for: "year-to" }) };

	constructor(
		box: HTMLElement,
		private readonly summary: HTMLElement,
	) {
		fill(
			box,
			h("div", { class: "sliders" }, this.#bars, this.#from, this.#to),
			h("div", { class: "years" }, this.#labels.from, this.#fromYear, this.#labels.to, this.#toYear, this.#all),
			h("label", { class: "undated" }, this.#undated, this.#undatedText),
		);
	}

	/** Takes the data and the state into the controls. */
	render(entries: readonly Entry[]): void {
		this.#domain = domainOf(entries, state().years);
		const [min, max] = this.#domain;
		const [from, to] = state().years ?? this.#domain;
		for (const input of [this.#from, this.#to, this.#fromYear, this.#toYear]) {
			input.min = String(min);
			input.max = String(max);
		}
		this.#from.value = this.#fromYear.value = String(from);
		this.#to.value = this.#toYear.value = String(to);
		this.#undated.checked = state().undated;
		this.#drawBars(barsOf(entries, this.#domain), from, to);
		this.#words(entries.filter((e) => e.feature.properties.when === null).length);
	}

	#words(undated: number): void {
		this.#from.setAttribute("aria-label", t("time.from"));
		this.#to.setAttribute("aria-label", t("time.to"));
		this.#labels.from.textContent = t("time.fromShort");
		this.#labels.to.textContent = t("time.toShort");
		this.#all.textContent = t("time.all");
		this.#all.hidden = state().years === null;
		this.#undatedText.textContent = t("time.undated", { n: undated });
		const years = state().years;
		this.summary.textContent = years ? `${years[0]}–${years[1]}` : t("time.allYears");
	}

	#drawBars(bars: readonly Bar[], from: number, to: number): void {
		const most = Math.max(1, ...bars.map((b) => b.certain + b.possible));
		this.#bars.setAttribute("viewBox", `0 0 ${bars.length} 1`);
		const rects = bars.flatMap((bar, i) => {
			const where = { x: i + 0.1, width: 0.8 };
			const state = bar.year >= from && bar.year <= to ? "in" : "out";
			const [sure, may] = [bar.certain / most, bar.possible / most];
			return [
				svg("rect", { ...where, class: `bar possible ${state}`, y: 1 - sure - may, height: may }),
				svg("rect", { ...where, class: `bar certain ${state}`, y: 1 - sure, height: sure }),
			];
		});
		this.#bars.replaceChildren(...rects);
	}

	/** A slider that is pushed past the other takes it along. */
	#slide(moved: "from" | "to"): void {
		const [a, b] = [Number(this.#from.value), Number(this.#to.value)];
		this.#set(moved === "from" ? a : Math.min(a, b), moved === "to" ? b : Math.max(a, b));
	}

	#typed(): void {
		const [a, b] = [Number(this.#fromYear.value), Number(this.#toYear.value)];
		if (Number.isInteger(a) && Number.isInteger(b) && a > 0 && b > 0 && b < 10_000)
			this.#set(Math.min(a, b), Math.max(a, b));
	}

	#set(from: number, to: number): void {
		const [min, max] = this.#domain;
		patch({ years: from <= min && to >= max ? null : [from, to] });
	}
}
