// The page that makes a frame of the map for another page: its options, the
// markup to copy, and how it looks.
import "../trusted.ts";
import { landing } from "../api.ts";
import { copyText } from "../citebox.ts";
import { byID, fill, h, markInvalid } from "../dom.ts";
import { COLLECTIONS, type CollectionID } from "../feature.ts";
import { preferredLanguage, t, useLanguage } from "../i18n.ts";
import { isTyped, readTyped } from "../periodtext.ts";
import { format, LANGUAGES, type Language, parse, type State } from "../permalink.ts";
import { words } from "../take/words.ts";
import { addressOf, type Frame, heightOf, snippetOf } from "./side.ts";

const NAMES: Readonly<Partial<Record<Language, string>>> = {
	en: "English",
	az: "Azərbaycanca",
	hy: "Հայերեն",
	ru: "Русский",
};

const given = parse(location.hash);
await useLanguage(given.lang ?? preferredLanguage(navigator.languages)).catch(() => useLanguage("en"));
const say = await words();
const title = await landing().then(
	(about) => about.title,
	() => "Stele",
);

const boxes = new Map(
	COLLECTIONS.map((c) => [c, h("input", { type: "checkbox", id: `layer-${c}`, checked: given.layers.has(c) })]),
);
const [from, to] = ["from", "to"].map((id, i) =>
	h("input", {
		type: "text",
		id,
		value: given.period?.[i] ?? "",
		maxlength: 30,
		inputmode: "numeric",
		autocomplete: "off",
		"aria-describedby": "time-said",
	}),
) as [HTMLInputElement, HTMLInputElement];
const badDate = h("p", { class: "hint", id: "time-said", role: "status", hidden: true });
const list = h("input", { type: "checkbox", id: "list" });
const height = h("input", { type: "number", id: "height", min: 200, max: 2000, step: 20, value: 480 });
const language = h(
	"select",
	{ id: "language" },
	h("option", { value: "" }, say("embed.ownLanguage")),
	LANGUAGES.filter((l) => NAMES[l]).map((l) =>
		h("option", { value: l, lang: l, selected: l === given.lang }, NAMES[l]),
	),
);
const snippet = h("textarea", { id: "snippet", rows: 5, readonly: true, "aria-label": say("embed.snippet") });
const preview = h("div", { id: "preview" });
const copy = h(
	"button",
	{ type: "button", class: "plain", click: () => void copyText(copy, snippet.value) },
	t("cite.copy"),
);

document.title = `${say("embed")} – ${title}`;
fill(
	byID("options"),
	h("h1", {}, say("embed")),
	h("p", {}, say("embed.hint")),
	h(
		"form",
		{ input: update, submit: (e) => e.preventDefault() },
		h(
			"fieldset",
			{},
			h("legend", {}, t("layers")),
			COLLECTIONS.map((c) => h("label", {}, boxes.get(c), " ", t(`layer.${c}`))),
		),
		h(
			"fieldset",
			{},
			h("legend", {}, t("time")),
			h("label", { for: "from" }, t("time.fromShort")),
			from,
			h("label", { for: "to" }, t("time.toShort")),
			to,
			badDate,
		),
		h("label", {}, list, " ", say("embed.list")),
		h("label", {}, `${t("language")} `, language),
		h("label", {}, `${say("embed.height")} `, height),
	),
	h("h2", {}, say("embed.snippet")),
	snippet,
	h("p", {}, copy),
	h("h2", {}, say("embed.preview")),
	preview,
	h("p", {}, h("a", { href: `./${location.hash}` }, say("embed.out"))),
);
update();

function update(): void {
	const layers = new Set<CollectionID>(COLLECTIONS.filter((c) => boxes.get(c)?.checked));
	const period = from.value && to.value ? readTyped(from.value, to.value, "to") : null;
	const isBad = Boolean(from.value && to.value) && period === null;
	for (const field of [from, to]) markInvalid(field, isBad && !isTyped(field.value));
	badDate.hidden = !isBad;
	badDate.textContent = isBad ? t("time.bad") : "";
	const state: State = { ...given, layers, period, selected: null, lang: (language.value || null) as Language | null };
	const frame: Frame = {
		address: new URL("embed", location.href).href,
		hash: format(state),
		side: list.checked ? "list" : "none",
		height: Number(height.value),
		title,
	};
	snippet.value = snippetOf(frame);
	// A new frame each time: a change of what stands behind the # alone would not load it anew.
	fill(preview, h("iframe", { title: say("embed.preview"), src: addressOf(frame), height: heightOf(frame) }));
}
