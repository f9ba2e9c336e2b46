// The public versions of a record: when each came out and why.
import { history } from "./api.ts";
import { fill, h } from "./dom.ts";
import { readable } from "./edtf.ts";
import type { Entry } from "./feature.ts";
import { number, t } from "./i18n.ts";
import { failureWords } from "./notice.ts";
import { propertyWord, said } from "./said.ts";
import type { History } from "./schema.d.ts";

/** A folded section that asks for the versions when it is first opened. */
export function renderHistory(entry: Entry): HTMLElement {
	const list = h("div", { role: "status" });
	const load = async () => {
		fill(list, h("p", { class: "loading" }, t("loading")));
		try {
			fill(list, versions(await history(entry.collection, entry.feature.id)));
		} catch (error) {
			const again = h("button", { type: "button", class: "plain", click: () => void load() }, t("retry"));
			fill(list, h("p", {}, failureWords(error), " ", again));
		}
	};
	let isAsked = false;
	const toggle = () => {
		if (isAsked) return;
		isAsked = true;
		void load();
	};
	return h("details", { class: "fold history", toggle }, h("summary", {}, t("history")), list);
}

function versions({ versions: all }: History): HTMLElement {
	return h(
		"ol",
		{ class: "timeline", reversed: true },
		all.map((v) =>
			h(
				"li",
				{ class: "of-record" },
				h("span", { class: "moment" }, readable(v.day, t)),
				" ",
				t("history.version", { n: number(v.version) }),
				v.reason && [": ", h("bdi", {}, said(v.reason))],
				changedWords(v.changed),
			),
		),
	);
}

/** The names of the properties that a version has otherwise than the one before. */
function changedWords(changed: Record<string, unknown> | null): HTMLElement | null {
	const names = Object.keys(changed ?? {}).map(propertyWord);
	return names.length > 0 ? h("p", {}, t("history.changed", { list: names.join(", ") })) : null;
}
