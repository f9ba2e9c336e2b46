// What the search field suggests: a combobox over the server's search, which
// finds a name in any script and says which name it found. What is typed narrows
// the list too. Coordinates lead to their place. A chunk of its own, which comes
// when the field first has the focus.
import { Latest, search } from "./api.ts";
import { type Place, readPlace } from "./coordinates.ts";
import { fill, h } from "./dom.ts";
import { type CollectionID, parseRef } from "./feature.ts";
import { number, numberForm, t } from "./i18n.ts";
import { sampleOf } from "./legend.ts";
import type { SearchResult } from "./schema.d.ts";
import type { SearchEvents } from "./searchbox.ts";
import { patch } from "./state.ts";

const PATIENCE_MS = 180;

interface Option {
	node: HTMLElement;
	choose(): void;
}

export class Suggestions {
	readonly #latest = new Latest();
	#timer: ReturnType<typeof setTimeout> | undefined;
	#options: Option[] = [];
	#active = -1;

	constructor(
		private readonly input: HTMLInputElement,
		private readonly list: HTMLElement,
		private readonly events: SearchEvents,
	) {
		input.addEventListener("input", () => this.#typed());
		input.addEventListener("keydown", (e) => this.#key(e));
		input.addEventListener("focus", () => this.#typed());
		input.addEventListener("blur", () => this.#close());
		// The field keeps its focus when an option is pressed.
		list.addEventListener("pointerdown", (e) => e.preventDefault());
		// What was typed meanwhile.
		if (document.activeElement === input) this.#typed();
	}

	#typed(): void {
		const text = this.input.value.trim();
		const place = readPlace(text);
		// Coordinates are no name: nothing would be left in the list.
		if (document.activeElement === this.input) patch({ text: place ? "" : this.input.value });
		clearTimeout(this.#timer);
		this.#latest.stop();
		if (place) this.#show([this.#placeOption(place)]);
		else if ([...text].length < 2) this.#close();
		else {
			this.events.seeking("asked");
			this.#timer = setTimeout(() => void this.#ask(text), PATIENCE_MS);
		}
	}

	async #ask(text: string): Promise<void> {
		try {
			const found = await this.#latest.run((signal) => search(text, signal));
			if (found && document.activeElement === this.input)
				this.#show(found.results.flatMap((hit) => this.#option(hit) ?? []));
		} catch {
			// The list below is narrowed by what is loaded all the same.
			this.#close();
		}
	}

	#option(hit: SearchResult): Option | null {
		const ref = `${hit.collection}/${hit.id}`;
		if (!parseRef(ref)) return null;
		const by = hit.matched.text !== hit.name;
		const node = h(
			"div",
			{ role: "option", class: "option" },
			sampleOf(hit.collection as CollectionID),
			h("span", { class: "row-name" }, hit.name ?? hit.matched.text),
			by && h("span", { class: "row-sub", lang: hit.matched.language }, t("search.by", { name: hit.matched.text })),
			h(
				"span",
				{ class: "row-sub" },
				[t(`one.${hit.collection as CollectionID}`), hit.place_name !== hit.name && hit.place_name]
					.filter(Boolean)
					.join(" · "),
			),
		);
		return { node, choose: () => this.events.open(ref) };
	}

	#placeOption(place: Place): Option {
		const at = [place.lat, place.lon].map((n) => numberForm({ maximumFractionDigits: 5 }).format(n));
		const node = h(
			"div",
			{ role: "option", class: "option" },
			h("span", { class: "row-name" }, t("search.goTo", { lat: at[0] ?? "", lon: at[1] ?? "" })),
		);
		return { node, choose: () => this.events.goTo(place) };
	}

	#show(options: Option[]): void {
		this.events.seeking(options.length > 0 ? "found" : null);
		this.#options = options;
		this.#active = -1;
		for (const [i, { node, choose }] of options.entries()) {
			node.id = `search-option-${i}`;
			node.addEventListener("click", () => this.#choose(choose));
		}
		fill(
			this.list,
			options.map((o) => o.node),
		);
		this.list.hidden = options.length === 0;
		this.input.setAttribute("aria-expanded", String(options.length > 0));
		this.#mark();
		// Said after a pause of the reader's, as a screen reader reads what is typed first.
		const said = document.getElementById("search-said");
		if (said) said.textContent = options.length > 0 ? t("search.found", { n: number(options.length) }) : "";
	}

	#close(): void {
		clearTimeout(this.#timer);
		this.#latest.stop();
		this.#show([]);
	}

	#choose(choose: () => void): void {
		this.#close();
		choose();
	}

	#key(e: KeyboardEvent): void {
		const isOpen = this.#options.length > 0;
		if (e.key === "ArrowDown" || e.key === "ArrowUp") {
			e.preventDefault();
			if (!isOpen) {
				this.#typed();
				return;
			}
			const n = this.#options.length;
			// One more place, before the first and after the last: the field itself.
			this.#active = ((this.#active + 1 + (e.key === "ArrowDown" ? 1 : n)) % (n + 1)) - 1;
			this.#mark();
		} else if (e.key === "Enter" && isOpen) {
			const only = this.#options.length === 1 ? 0 : -1;
			const option = this.#options[this.#active >= 0 ? this.#active : only];
			if (option) this.#choose(option.choose);
		} else if (e.key === "Escape" && isOpen) {
			e.preventDefault();
			this.#close();
		}
	}

	#mark(): void {
		for (const [i, { node }] of this.#options.entries()) node.setAttribute("aria-selected", String(i === this.#active));
		const active = this.#options[this.#active];
		if (active) {
			this.input.setAttribute("aria-activedescendant", active.node.id);
			active.node.scrollIntoView({ block: "nearest" });
		} else this.input.removeAttribute("aria-activedescendant");
	}
}
