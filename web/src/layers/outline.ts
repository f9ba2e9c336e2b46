// The outlines that show which record is open and which one is pointed at, over
// everything else.
import type { Geometry } from "geojson";
import * as L from "leaflet";
import type { Entry } from "../feature.ts";
import { type Shape, unproject } from "../paint/shape.ts";
import { areaOf } from "../somewhere.ts";

export class Outline {
	readonly #group = L.layerGroup();
	readonly #renderer: L.Renderer;
	#shown: Entry | null = null;

	/** @param className is "chosen" or "pointed", as in the style sheet. */
	constructor(
		map: L.Map,
		private readonly className: string,
		zIndex: number,
	) {
		map.createPane(className).style.zIndex = String(zIndex);
		this.#renderer = L.svg({ pane: className, padding: 0.2 });
		this.#group.addTo(map);
	}

	/** Outlines a record, or the area that it lies in; null outlines none. */
	show(entry: Entry | null, place: Entry | undefined): void {
		const isSame = entry !== null && this.#shown === entry && this.#group.getLayers().length > 0;
		if (isSame) return;
		this.#shown = entry;
		this.#group.clearLayers();
		const { geometry } = entry?.feature ?? {};
		const area = entry && !geometry && place ? areaOf(place) : null;
		if (geometry) this.#group.addLayer(this.#shape(geometry));
		else if (area?.kind === "outline") this.#group.addLayer(this.#shape(area.geometry));
		else if (area?.kind === "circle") {
			const [lon = 0, lat = 0] = area.center;
			this.#group.addLayer(L.circle([lat, lon], { ...this.#style(), radius: area.radiusM }));
		}
	}

	/** Outlines a point of a tile. */
	showAt({ points: [x = 0, y = 0] }: Pick<Shape, "points">): void {
		this.show(null, undefined);
		this.#group.addLayer(this.#shape({ type: "Point", coordinates: unproject(x, y) }));
	}

	#shape(geometry: Geometry): L.Layer {
		const style = this.#style();
		return L.geoJSON(geometry, {
			style,
			interactive: false,
			pointToLayer: (_, at) => L.circleMarker(at, { ...style, radius: 14 }),
		});
	}

	#style(): L.PathOptions {
		return {
			pane: this.className,
			renderer: this.#renderer,
			interactive: false,
			className: this.className,
			fill: false,
		};
	}
}
