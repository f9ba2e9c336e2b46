// Two periods beside one another: a second map lies over the first, moves with
// it, and is cut off along a line that a slider moves.
import { byID, fill, h, markInvalid } from "../dom.ts";
import { readable } from "../edtf.ts";
import { t } from "../i18n.ts";
import type { MapView } from "../map.ts";
import { type Period, periodOf } from "../period.ts";
import { isTyped, readTyped } from "../periodtext.ts";
import { patch, state } from "../state.ts";
import { type Say, words } from "../take/words.ts";

export class ComparePanel {
	#second: { box: HTMLElement; map: MapView; names: [HTMLElement, HTMLElement]; slider: HTMLInputElement } | null =
		null;
	#say: Say | null = null;

	constructor(
		private readonly box: HTMLElement,
		private readonly stage: HTMLElement,
		/** Lays a map into a box that moves with the page's own. */
		private readonly layMap: (box: HTMLElement) => MapView,
	) {}

	/** The map of the second period, while two are compared. */
	get map(): MapView | null {
		return this.#second?.map ?? null;
	}

	/** Begins with the halves of the time that the page has, unless a period is chosen already. */
	begin(min: number, max: number): void {
		const middle = Math.floor((min + max) / 2);
		patch({ period: state().period ?? periodOf(min, middle), compare: periodOf(middle + 1, max) });
	}

	/** Draws the fields, and the second map or none, as the state says. */
	async update(): Promise<void> {
		this.#say = await words();
		const { compare } = state();
		if (compare && !this.#second) this.#lay(this.#say);
		if (!compare && this.#second) this.#takeAway();
		this.#draw(this.#say, compare);
	}

	#draw(say: Say, compare: Period | null): void {
		if (!compare || !this.#second) {
			fill(this.box);
			return;
		}
		const [left, right] = this.#second.names;
		left.textContent = wordsOf(state().period);
		right.textContent = wordsOf(compare);
		this.#second.slider.setAttribute("aria-label", say("compare.slider"));
		if (this.box.contains(document.activeElement) && this.box.querySelector("input")) return;
		const field = (id: string, value: string, label: string) => {
			const change = () => this.#typed(id === "compare-from" ? "from" : "to");
			return [
				h("label", { for: id }, label),
				h("input", {
					id,
					value,
					type: "text",
					inputmode: "numeric",
					maxlength: 30,
					autocomplete: "off",
					"aria-describedby": "compare-said",
					change,
				}),
			];
		};
		const end = () => patch({ compare: null });
		fill(
			this.box,
			h("p", { class: "hint" }, say("compare.second")),
			h(
				"div",
				{ class: "years" },
				field("compare-from", compare[0], t("time.fromShort")),
				field("compare-to", compare[1], t("time.toShort")),
			),
			h("p", { class: "hint", id: "compare-said", role: "status", hidden: true }),
			h("button", { type: "button", class: "plain", id: "compare-end", click: end }, say("compare.end")),
		);
	}

	#typed(changed: "from" | "to"): void {
		const [from, to] = [byID<HTMLInputElement>("compare-from"), byID<HTMLInputElement>("compare-to")];
		const period = readTyped(from.value, to.value, changed);
		for (const field of [from, to]) markInvalid(field, !period && !isTyped(field.value));
		byID("compare-said").hidden = period !== null;
		byID("compare-said").textContent = period ? "" : t("time.bad");
		if (period) patch({ compare: period });
	}

	#lay(say: Say): void {
		const box = h("div", { id: "map-second", role: "region", "aria-label": say("compare.map") });
		const slider = h("input", {
			type: "range",
			id: "swipe",
			class: "swipe",
			min: 0,
			max: 100,
			value: 50,
			input: () => this.#cut(Number(slider.value)),
		});
		const half = (which: string) => h("p", { class: `half-name half-${which}` });
		const names: [HTMLElement, HTMLElement] = [half("first"), half("second")];
		this.stage.querySelector("#map")?.after(box, h("div", { class: "swipe-line" }), ...names, slider);
		const map = this.layMap(box);
		this.#second = { box, map, names, slider };
		this.#cut(50);
	}

	/** Cuts the second map off at so many hundredths of the stage. */
	#cut(at: number): void {
		this.stage.style.setProperty("--swipe", `${at}%`);
	}

	#takeAway(): void {
		this.#second?.map.remove();
		for (const node of this.stage.querySelectorAll("#map-second, .swipe-line, .half-name, .swipe")) node.remove();
		this.#second = null;
	}
}

/** A period in words. */
function wordsOf(period: Period | null): string {
	if (!period) return t("time.allYears");
	const [from, to] = period;
	return from === to ? readable(from, t) : t("date.interval", { from: readable(from, t), to: readable(to, t) });
}
