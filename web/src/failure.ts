// A failure where the answer would stand, in panels that the first visit does
// not pay for.
import { h } from "./dom.ts";
import { t } from "./i18n.ts";
import { failureWords } from "./notice.ts";

/** Why something could not be had, and the button that asks for it again. */
export function failureWithRetry(why: unknown, again: () => void, id?: string): (HTMLElement | string)[] {
	return [failureWords(why), " ", h("button", { type: "button", class: "plain", id, click: again }, t("retry"))];
}
