// The filter by area: draw a box or a polygon, take what the map shows, or
// type or paste it. Typing is no second-class way: it does all that drawing does.
import { type Area, areaOf, boxArea, wktOf } from "./area.ts";
import { readArea } from "./areatext.ts";
import { fill, h, markInvalid } from "./dom.ts";
import type { Box } from "./feature.ts";
import type { Drawn } from "./layers/draw.ts";
import { patch, state } from "./state.ts";
import { type Say, words } from "./take/words.ts";

/** What the tool asks of the map. */
export interface AreaMap {
	box(): Box;
	draw(form: "box" | "polygon", signal: AbortSignal): Promise<Drawn | null>;
}

/** The controls; made once, so that a text that is being typed stays. */
export class AreaTool {
	readonly #text = h("textarea", { id: "area-text", rows: 2, spellcheck: "false", autocomplete: "off" });
	readonly #said = h("p", { class: "hint", id: "area-said", role: "status" });
	#say: Say = () => "";
	#drawing: AbortController | null = null;
	#shown: Area | null = null;

	constructor(
		private readonly box: HTMLElement,
		private readonly map: AreaMap,
	) {
		this.#text.setAttribute("aria-describedby", "area-said");
	}

	/** Draws the words in the reader's language. */
	async draw(): Promise<void> {
		this.#say = await words();
		const say = this.#say;
		const form = h(
			"form",
			{
				class: "area-form",
				submit: (e) => {
					e.preventDefault();
					this.#typed();
				},
			},
			h("label", { for: "area-text" }, say("area.text")),
			this.#text,
			h("button", { type: "submit", class: "plain" }, say("area.use")),
		);
		const button = (key: "area.box" | "area.polygon", shape: "box" | "polygon") =>
			h("button", { type: "button", class: "plain", click: () => void this.#point(shape) }, say(key));
		const view = () => this.#choose(areaOf(boxArea(worldBox(this.map.box()))));
		fill(
			this.box,
			h(
				"fieldset",
				{ class: "facet" },
				h("legend", {}, say("area")),
				h(
					"div",
					{ class: "area-buttons" },
					button("area.box", "box"),
					button("area.polygon", "polygon"),
					h("button", { type: "button", class: "plain", click: view }, say("area.view")),
				),
				form,
				this.#said,
			),
		);
		this.update();
	}

	/** Shows the area that the state has. */
	update(): void {
		const { area } = state();
		if (area === this.#shown) return;
		this.#shown = area;
		this.#text.value = area ? wktOf(area) : "";
	}

	#typed(): void {
		const text = this.#text.value;
		const area = readArea(text);
		if (text.trim() === "") this.#choose(null);
		else if (area) this.#choose(area);
		else {
			this.#tell(this.#say("area.bad"));
			markInvalid(this.#text, true);
		}
	}

	async #point(shape: "box" | "polygon"): Promise<void> {
		this.#drawing?.abort();
		const mine = new AbortController();
		this.#drawing = mine;
		this.#tell(this.#say(shape === "box" ? "area.howBox" : "area.howPolygon"));
		const corners = await this.map.draw(shape, mine.signal);
		if (mine.signal.aborted) return;
		if (!corners) this.#tell("");
		else {
			const area = areaOf(corners);
			if (area) this.#choose(area);
			else this.#tell(this.#say("area.bad"));
		}
	}

	#choose(area: Area | null): void {
		markInvalid(this.#text, false);
		this.#tell("");
		patch({ area });
	}

	#tell(words: string): void {
		this.#said.textContent = words;
	}
}

/** The part of a map's view that is on Earth once. */
function worldBox([west, south, east, north]: Box): Box {
	const round = (n: number) => Number(n.toFixed(5));
	const [w, e] = east - west >= 360 ? [-180, 180] : [Math.max(-180, west), Math.min(180, east)];
	return [round(w), round(Math.max(-90, south)), round(e), round(Math.min(90, north))];
}
