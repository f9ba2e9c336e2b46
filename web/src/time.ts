// The time filter: a histogram of sites and events, two native sliders, two
// date fields, a player, and a switch for what is undated.

import { fill, h, markInvalid, svg } from "./dom.ts";
import { readable } from "./edtf.ts";
import { type Key, number, t } from "./i18n.ts";
import { type Period, periodOf, yearsOf } from "./period.ts";
import { patch, state } from "./state.ts";
import type { Bar } from "./years.ts";

const STEP_MS = 1100;
/** For readers who want little motion: time to look at each step. */
const SLOW_STEP_MS = 2500;

/** The filter's controls; made once, so that a drag is not cut off by a redraw. */
export class TimeFilter {
	#domain: readonly [number, number] = [1990, new Date().getFullYear()];
	/** What the bars were last drawn from: they are many, and mostly stay. */
	#drawn = "";
	/** The period that the fields were last filled from. */
	#period: Period | null = null;
	#player: ReturnType<typeof setInterval> | undefined;
	readonly #bars = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
	readonly #from = h("input", { type: "range", id: "time-from", input: () => this.#slide("from") });
	readonly #to = h("input", { type: "range", id: "time-to", input: () => this.#slide("to") });
	readonly #fromDate = dateField("year-from", () => void this.#typed("from"));
	readonly #toDate = dateField("year-to", () => void this.#typed("to"));
	readonly #said = h("p", { class: "hint", id: "time-said", role: "status", hidden: true });
	readonly #undated = h("input", {
		type: "checkbox",
		id: "undated",
		change: () => patch({ undated: this.#undated.checked }),
	});
	readonly #undatedText = h("span");
	readonly #all = button("time-all", () => this.#choose(null));
	readonly #back = button("time-back", () => this.#step(-1));
	readonly #play = button("time-play", () => this.#toggle());
	readonly #next = button("time-next", () => this.#step(1));
	readonly #labels = { from: h("label", { for: "year-from" }), to: h("label", { for: "year-to" }) };

	constructor(
		box: HTMLElement,
		private readonly summary: HTMLElement,
	) {
		fill(
			box,
			h("div", { class: "sliders" }, this.#bars, this.#from, this.#to),
			h("div", { class: "years" }, this.#labels.from, this.#fromDate, this.#labels.to, this.#toDate),
			this.#said,
			h("div", { class: "player" }, this.#back, this.#play, this.#next, this.#all),
			h("label", { class: "undated" }, this.#undated, this.#undatedText),
		);
	}

	/** Takes first and last year, a bar for each and the state into the controls. */
	render(domain: readonly [number, number], bars: readonly Bar[], undated: number): void {
		const { period } = state();
		this.#domain = domain;
		const [min, max] = this.#domain;
		const [from, to] = period ? yearsOf(period) : this.#domain;
		for (const input of [this.#from, this.#to]) {
			input.min = String(min);
			input.max = String(max);
		}
		this.#from.value = String(from);
		this.#to.value = String(to);
		// Another period has come from elsewhere: what was typed wrongly is of no more interest.
		if (period !== this.#period) this.#refuse([]);
		this.#period = period;
		const [first, last] = period ?? periodOf(min, max);
		fillIn(this.#fromDate, first);
		fillIn(this.#toDate, last);
		this.#undated.checked = state().undated;
		this.#drawBars(bars, from, to);
		this.#words(undated);
	}

	#words(undated: number): void {
		const { period } = state();
		this.#from.setAttribute("aria-label", t("time.from"));
		this.#to.setAttribute("aria-label", t("time.to"));
		this.#labels.from.textContent = t("time.fromShort");
		this.#labels.to.textContent = t("time.toShort");
		this.#all.textContent = t("time.all");
		this.#all.hidden = period === null;
		icon(this.#back, "◀", "time.back");
		icon(this.#next, "▶", "time.next");
		this.#play.textContent = t(this.#player ? "time.pause" : "time.play");
		this.#undatedText.textContent = t("time.undated", { n: number(undated) });
		if (!this.#said.hidden) this.#said.textContent = t("time.bad");
		const [from, to] = period ?? ["", ""];
		this.summary.textContent = !period
			? t("time.allYears")
			: from === to
				? readable(from, t)
				: t("date.interval", { from: readable(from, t), to: readable(to, t) });
	}

	#drawBars(bars: readonly Bar[], from: number, to: number): void {
		const drawn = JSON.stringify([bars, from, to]);
		if (drawn === this.#drawn) return;
		this.#drawn = drawn;
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
		const [from, to] = [moved === "from" ? a : Math.min(a, b), moved === "to" ? b : Math.max(a, b)];
		const [min, max] = this.#domain;
		this.#choose(from <= min && to >= max ? null : periodOf(from, to));
	}

	async #typed(changed: "from" | "to"): Promise<void> {
		const { isTyped, readTyped } = await import("./periodtext.ts");
		const period = readTyped(this.#fromDate.value, this.#toDate.value, changed);
		if (period) this.#choose(period);
		else this.#refuse([this.#fromDate, this.#toDate].filter(({ value }) => !isTyped(value)));
	}

	/** Says which fields hold no date; none takes back what was said. */
	#refuse(bad: readonly HTMLInputElement[]): void {
		for (const field of [this.#fromDate, this.#toDate]) markInvalid(field, bad.includes(field));
		this.#said.hidden = bad.length === 0;
		this.#said.textContent = bad.length > 0 ? t("time.bad") : "";
	}

	#choose(period: Period | null): void {
		this.#pause();
		this.#refuse([]);
		patch({ period });
	}

	/** Moves the period by its own length in years; false at the end. */
	#step(by: 1 | -1): boolean {
		const [min, max] = this.#domain;
		const { period } = state();
		if (!period) {
			const year = by > 0 ? min : max;
			patch({ period: periodOf(year, year) });
			return true;
		}
		const [from, to] = yearsOf(period);
		const length = to - from + 1;
		const [next, end] = [from + by * length, to + by * length];
		if (end < min || next > max) return false;
		patch({ period: periodOf(Math.max(min, next), Math.min(max, end)) });
		return true;
	}

	#toggle(): void {
		if (this.#player) {
			this.#pause();
			return;
		}
		const isSlow = matchMedia("(prefers-reduced-motion: reduce)").matches;
		this.#player = setInterval(() => this.#step(1) || this.#pause(), isSlow ? SLOW_STEP_MS : STEP_MS);
		// At the end it begins again.
		if (!this.#step(1)) patch({ period: periodOf(this.#domain[0], this.#domain[0]) });
	}

	#pause(): void {
		clearInterval(this.#player);
		this.#player = undefined;
		this.#play.textContent = t("time.play");
	}
}

function dateField(id: string, change: () => void): HTMLInputElement {
	const keys = { id, maxlength: 30, autocomplete: "off", spellcheck: "false", "aria-describedby": "time-said" };
	return h("input", { type: "text", inputmode: "numeric", change, ...keys });
}

/** What is being typed stays, and what has been refused. */
function fillIn(field: HTMLInputElement, date: string): void {
	if (document.activeElement !== field && !field.hasAttribute("aria-invalid")) field.value = date;
}

function button(id: string, click: () => void): HTMLButtonElement {
	return h("button", { type: "button", class: "plain", id, click });
}

function icon(node: HTMLElement, sign: string, key: Key): void {
	node.textContent = sign;
	node.setAttribute("aria-label", t(key));
}
