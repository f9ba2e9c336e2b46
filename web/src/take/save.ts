// Hands a file to the reader that the page has made.
import { h } from "../dom.ts";

export function save(name: string, content: Blob): void {
	const url = URL.createObjectURL(content);
	h("a", { href: url, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
