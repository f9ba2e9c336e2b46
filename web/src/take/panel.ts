// What the reader can take away of what is listed: files, addresses, a link to
// the view, a picture and paper.
import { copyText } from "../citebox.ts";
import { byID, fill, h } from "../dom.ts";
import { COLLECTIONS, type CollectionID } from "../feature.ts";
import { currentLanguage, t, tn } from "../i18n.ts";
import { said } from "../said.ts";
import { csv, geojson, WRITTEN } from "./file.ts";
import { type Formats, formats, titleOf } from "./formats.ts";
import { type Listed, type Part, partOf, viewPath } from "./part.ts";
import { save } from "./save.ts";
import { type Say, words } from "./words.ts";

/** What the server says of the data. */
export interface Terms {
	attribution: string;
	licence: string;
}

export class TakePanel {
	#say: Say | null = null;
	#language = "";
	#formats: Formats = new Map();
	#format = "geojson";
	#listed: Listed | null = null;
	readonly #choose = h("select", {
		id: "take-format",
		change: () => {
			this.#format = this.#choose.value;
			this.#draw();
		},
	});

	readonly #label = h("label", { for: "take-format" });
	readonly #offer = h("div");

	constructor(
		box: HTMLElement,
		private readonly terms: () => Terms,
	) {
		// The list of formats is never drawn anew: who types a format's name into it goes on typing.
		fill(box, h("p", { class: "take-format" }, this.#label, " ", this.#choose), this.#offer);
	}

	/** Asks for the server's formats, unless they are known; without them the page writes two itself. */
	ask(): void {
		if (this.#formats.size > 0) return;
		formats().then(
			(found) => {
				this.#formats = found;
				this.#draw();
			},
			() => undefined,
		);
	}

	/** Offers what is listed now. */
	show(listed: Listed): void {
		this.#listed = listed;
		this.#draw();
	}

	#draw(): void {
		if (this.#language !== currentLanguage()) {
			this.#language = currentLanguage();
			void words().then((say) => {
				this.#say = say;
				this.#draw();
			});
		}
		const [say, listed] = [this.#say, this.#listed];
		if (!say || !listed) return;
		const focused = document.activeElement?.id;
		const isUnfolded = this.#offer.querySelector<HTMLDetailsElement>(".qgis")?.open ?? false;
		const parts = COLLECTIONS.map((c) => partOf(c, listed)).filter((part) => part.count > 0);
		this.#label.textContent = say("format");
		this.#nameFormats();
		fill(
			this.#offer,
			h(
				"ul",
				{ id: "downloads", class: "downloads" },
				parts.map((part) => h("li", {}, this.#file(part, say), this.#address(part.collection, listed, say))),
			),
			this.#terms(say),
			this.#qgis(say, isUnfolded),
			h("p", { class: "take-tools" }, this.#share(say), this.#embed(say), this.#picture(say), this.#print(say)),
		);
		if (focused?.startsWith("take-")) document.getElementById(focused)?.focus();
	}

	#nameFormats(): void {
		const all = [...new Set([...this.#formats.keys(), ...Object.keys(WRITTEN)])];
		if (this.#choose.options.length === all.length) return;
		fill(
			this.#choose,
			all.map((ext) => h("option", { value: ext, selected: ext === this.#format }, titleOf(ext))),
		);
	}

	/** A link to the server's export, a button where the page writes the file, or that there is none. */
	#file(part: Part, say: Say): HTMLElement {
		const { collection: c, count } = part;
		const ask = [part.ask, part.names].find((a) => a !== null && canAsk(this.#format, a)) ?? null;
		const attributes = { "data-layer": c, "data-count": count, id: `take-file-${c}` };
		const text = [t(`layer.${c}`), h("span", { class: "group-count" }, tn(`count.${c}`, count))];
		const name = `stele-${c}.${this.#format}`;
		if (ask !== null && this.#formats.get(this.#format)?.has(c)) {
			const href = [`collections/${c}/export.${this.#format}`, ask].filter(Boolean).join("?");
			return h("a", { ...attributes, href, download: name }, ...text);
		}
		const media = WRITTEN[this.#format];
		if (!media || part.isLarge) return h("span", attributes, ...text, h("span", { class: "hint" }, say("notIn")));
		const write = () => save(name, new Blob([this.#write(part)], { type: media }));
		return h("button", { ...attributes, type: "button", class: "plain", click: write }, ...text);
	}

	#write({ collection, entries }: Part): string {
		if (this.#format === "csv") return csv(entries);
		return geojson(collection, entries, { ...this.terms(), page: location.href });
	}

	#address(c: CollectionID, listed: Listed, say: Say): HTMLElement {
		const title = say("api", { layer: t(`layer.${c}`) });
		const href = viewPath(c, listed);
		return h("a", { class: "take-api", id: `take-api-${c}`, href, title, "aria-label": `API: ${title}` }, "API");
	}

	#terms(say: Say): HTMLElement {
		const { attribution, licence } = this.terms();
		return h(
			"p",
			{ class: "hint", id: "take-terms" },
			licence && say("licence", { licence: said(licence) }),
			" ",
			attribution && say("credit", { attribution: said(attribution) }),
		);
	}

	#qgis(say: Say, open: boolean): HTMLElement {
		const address = new URL("./", location.href).href;
		const copy = button("take-qgis-copy", t("cite.copy"), () => void copyText(copy, address));
		return h(
			"details",
			{ class: "qgis fold", open },
			h("summary", {}, say("qgis")),
			h(
				"ol",
				{},
				h("li", {}, say("qgis.open")),
				h("li", {}, say("qgis.connect"), " ", h("code", {}, address), " ", copy),
				h("li", {}, say("qgis.add")),
			),
			h("p", { class: "hint" }, say("qgis.view")),
		);
	}

	#share(say: Say): HTMLElement {
		const copy = button("take-share", say("share"), () => void copyText(copy, location.href));
		copy.title = say("share.hint");
		return copy;
	}

	#embed(say: Say): HTMLElement {
		return h("a", { id: "take-embed", href: `embed-options${location.hash}` }, say("embed"));
	}

	#picture(say: Say): HTMLElement {
		const draw = async () => {
			const image = await pictureNow();
			if (image) save("stele-map.png", image);
			else make.textContent = say("picture.failed");
		};
		const make = button("take-picture", say("picture"), () => void draw());
		return make;
	}

	#print(say: Say): HTMLElement {
		return button("take-print", say("print"), () => print());
	}
}

/** An archive of tiles has no edge that a box could cut. */
function canAsk(format: string, ask: string): boolean {
	return format !== "pmtiles" || !ask.startsWith("bbox=");
}

/** The map as it is, with what the page says beside it. */
async function pictureNow(): Promise<Blob | null> {
	const { picture } = await import("./picture.ts");
	const words = (id: string) => byID(id).textContent ?? "";
	const chips = [...document.querySelectorAll(".chip > :first-child")].map((chip) => chip.textContent);
	const legend = [...document.querySelectorAll("#legend dt")].flatMap((term) => {
		const sample = term.querySelector("canvas");
		return sample ? [{ sample, words: term.nextElementSibling?.textContent ?? "" }] : [];
	});
	return picture(byID("map"), byID("scale"), {
		title: words("title"),
		lines: [...halves(), chips.join(" · "), words("printed")].filter(Boolean),
		legend,
		credits: [words("attribution"), words("base-attribution"), words("base-credit"), location.href].filter(Boolean),
	});
}

/** The two periods, where two are compared. */
function halves(): string[] {
	const names = [...document.querySelectorAll(".half-name")].map((name) => name.textContent ?? "");
	return names.length > 0 ? [names.join(" | ")] : [];
}

function button(id: string, text: string, click: () => void): HTMLButtonElement {
	return h("button", { type: "button", class: "plain", id, click }, text);
}
