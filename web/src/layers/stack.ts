// What a map's panes hold, in the order in which they lie over one another.

/** The paths and canvases of the map in the box, from the lowest up. */
export function stacked(box: HTMLElement): (SVGPathElement | HTMLCanvasElement)[] {
	const shapes = [...box.querySelectorAll<SVGPathElement | HTMLCanvasElement>("path, canvas")];
	const level = new Map(shapes.map((node) => [node, levelOf(node)]));
	return shapes.sort((a, b) => (level.get(a) ?? 0) - (level.get(b) ?? 0));
}

/** The level of the pane that the node is on. */
function levelOf(node: Element): number {
	const pane = node.closest(".leaflet-pane:not(.leaflet-map-pane)");
	return pane ? Number(getComputedStyle(pane).zIndex) || 0 : 0;
}
