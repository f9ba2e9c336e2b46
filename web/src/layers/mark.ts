// A point symbol of one of our shapes, drawn by Leaflet's SVG renderer.
import * as L from "leaflet";
import { pathOf, type Shape } from "../symbols.ts";

interface MarkOptions extends L.CircleMarkerOptions {
	shape: Shape;
}

/** What L.CircleMarker keeps of itself; it is Leaflet's interface for shapes of one's own. */
interface Internals {
	_renderer: { _setPath(layer: unknown, path: string): void };
	_point: L.Point;
	_empty(): boolean;
}

export class Mark extends L.CircleMarker {
	constructor(
		at: L.LatLngExpression,
		readonly markOptions: MarkOptions,
	) {
		super(at, markOptions);
	}

	// Called by Leaflet whenever the point has moved on the screen.
	_updatePath(): void {
		const own = this as unknown as Internals;
		const { shape } = this.markOptions;
		const path = own._empty() ? "M0 0" : pathOf(shape, own._point.x, own._point.y, this.getRadius());
		own._renderer._setPath(this, path);
	}
}
