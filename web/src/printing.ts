// The page on paper: the map as wide as the sheet, and the legend unfolded.
import type { MapView } from "./map.ts";

/** Follows the beginning and the end of printing. */
export function listenToPrinting(maps: () => readonly MapView[]): void {
	const unfolded = new Set<HTMLDetailsElement>();
	const set = (isPrinting: boolean) => {
		const root = document.documentElement;
		if (root.classList.toggle("printing", isPrinting)) {
			for (const node of document.querySelectorAll<HTMLDetailsElement>(".legend, #layers-block, #time-block")) {
				if (!node.open) unfolded.add(node);
				node.open = true;
			}
		} else {
			for (const node of unfolded) node.open = false;
			unfolded.clear();
		}
		// A map is measured and drawn for the paper before it is laid out.
		for (const map of maps()) map.resized();
	};
	addEventListener("beforeprint", () => set(true));
	addEventListener("afterprint", () => set(false));
	matchMedia("print").addEventListener("change", (e) => set(e.matches));
}
