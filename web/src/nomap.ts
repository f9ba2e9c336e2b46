// What stands for the map where it cannot be made: one that shows nothing, so
// that all else of the page works.
import type { Boundary } from "./boundary.ts";
import { type MapEvents, MapView } from "./map.ts";
import type { View } from "./permalink.ts";

/** The map in its box, or what stands for it. */
export function mapOrNone(boundary: Boundary, box: HTMLElement, view: View | null, events: MapEvents): MapView {
	const map = boundary.run("map", () => new MapView(box, view, events));
	if (map) return map;
	const answers: Record<string, unknown> = {
		box: [-180, -90, 180, 90],
		view: view ?? { zoom: 2, lat: 0, lon: 0 },
		metresPerPixel: 1,
		size: { width: 1, height: 1 },
	};
	return new Proxy({}, { get: (_, name) => () => answers[String(name)] }) as MapView;
}
