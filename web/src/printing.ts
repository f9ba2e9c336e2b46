// The page on paper: the map as it is on the screen, made as small as the sheet
// asks for, the legend unfolded, and all that a record has.
import type { MapView } from "./map.ts";

/** What is unfolded on paper. */
const UNFOLDED = ".legend, #layers-block, #time-block, #details details";

/** The room that a sheet has for the map: 18 cm each way. */
const SHEET_PX = (18 / 2.54) * 96;

/** Follows the beginning and the end of printing. */
export function listenToPrinting(stage: HTMLElement, map: MapView): void {
	const unfolded = new Set<HTMLDetailsElement>();
	const set = (isPrinting: boolean) => {
		if (document.documentElement.classList.toggle("printing", isPrinting)) {
			for (const node of document.querySelectorAll<HTMLDetailsElement>(UNFOLDED)) {
				if (!node.open) unfolded.add(node);
				node.open = true;
			}
			keepSize(stage, map);
		} else {
			for (const node of unfolded) node.open = false;
			unfolded.clear();
		}
	};
	addEventListener("beforeprint", () => set(true));
	addEventListener("afterprint", () => set(false));
	matchMedia("print").addEventListener("change", (e) => set(e.matches));
}

/** A map of another size would show another part of the world, and tiles that have not come yet. */
function keepSize(stage: HTMLElement, map: MapView): void {
	const { width, height } = map.size();
	stage.style.setProperty("--map-width", `${width}px`);
	stage.style.setProperty("--map-height", `${height}px`);
	stage.style.setProperty("--map-zoom", String(SHEET_PX / Math.max(width, height, SHEET_PX / 2)));
}
