// How to ask for a correction or a removal; the page and every record say it.
import { h } from "./dom.ts";
import type { Entry } from "./feature.ts";
import { t } from "./i18n.ts";
import { said } from "./said.ts";

/** The words with a link, if the contact is an address; about one record or about all. */
export function correction(contact: string, entry: Entry | null): (string | Node)[] {
	const words = t("correction");
	if (!contact) return [words];
	if (/^https?:/.test(contact)) return [words, " ", h("a", { href: contact, rel: "noreferrer" }, contact)];
	if (!/^[^\s@]+@[^\s@]+$/.test(contact)) return [words, " ", said(contact)];
	const subject = entry ? `?subject=${encodeURIComponent(`Stele: ${entry.ref}`)}` : "";
	return [words, " ", h("a", { href: `mailto:${contact}${subject}` }, contact)];
}
