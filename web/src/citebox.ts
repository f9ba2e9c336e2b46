// The folded box with the citation, to be copied in one of its forms.
import { CITATIONS, type Citation, type Cited, cite } from "./cite.ts";
import { h } from "./dom.ts";
import { t } from "./i18n.ts";

/** The form that the reader took last. */
let chosen: Citation = "text";

export function renderCite(cited: Cited): HTMLElement {
	const shown = h("textarea", { id: "cite-text", rows: 6, readonly: true, "aria-label": t("cite") });
	const choose = h(
		"select",
		{ id: "cite-form", "aria-label": t("cite.form"), change: () => draw() },
		CITATIONS.map((form) => h("option", { value: form, selected: form === chosen }, t(`cite.${form}`))),
	);
	const draw = () => {
		chosen = choose.value as Citation;
		shown.value = cite(cited, chosen);
	};
	const copy = h(
		"button",
		{ type: "button", class: "plain", click: () => void copyText(copy, shown.value) },
		t("cite.copy"),
	);
	draw();
	return h(
		"details",
		{ class: "fold cite", id: "cite" },
		h("summary", {}, t("cite")),
		shown,
		h("p", { class: "cite-tools" }, choose, copy),
		h("p", { class: "on-paper" }, cite(cited, "text")),
	);
}

/** Copies the text and says so on the button; without a clipboard, asks the reader to copy it. */
export async function copyText(button: HTMLElement, text: string): Promise<void> {
	// The clipboard is there on https and on this machine only.
	const copied = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
		() => true,
		() => false,
	);
	if (copied) button.textContent = t("details.copied");
	else prompt(t("details.copyYourself"), text);
}
