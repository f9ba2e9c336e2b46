// Turns records into what Leaflet draws. Colours are the style sheet's, by
// class; hatches are the patterns in index.html.
import type { Geometry } from "geojson";
import * as L from "leaflet";
import type { CollectionID, Entry } from "../feature.ts";
import { areaOf, type Somewhere } from "../somewhere.ts";
import { symbolOf } from "../symbols.ts";
import { Mark } from "./mark.ts";

/** The panes from the lowest to the highest, with the z-index of each. */
export const PANES = { districts: 401, zones: 402, somewhere: 403, cells: 404, lines: 405, points: 406, chosen: 407 };
export type Pane = keyof typeof PANES;

const ZONE_HATCHES = 4;

/** Draws records and areas into their panes, each pane with one renderer. */
export class Painter {
	readonly #renderers = new Map<Pane, L.Renderer>();

	constructor(map: L.Map) {
		for (const [pane, zIndex] of Object.entries(PANES)) {
			map.createPane(pane).style.zIndex = String(zIndex);
			this.#renderers.set(pane as Pane, L.svg({ pane, padding: 0.2 }));
		}
	}

	/** The shape of a record that has a geometry; perspectives gives a zone its hatch. */
	record(entry: Entry, perspectives: readonly string[]): L.Layer | null {
		const { geometry, properties: p } = entry.feature;
		if (!geometry) return null;
		const classes = ["shape", entry.collection, p.kind, p.contested && "contested"];
		if (p.location_form === "cell")
			return this.#geometry(geometry, "cells", [...classes, "cell"], "url(#hatch-cell)", entry);
		if (entry.collection === "districts") return this.#geometry(geometry, "districts", classes, undefined, entry);
		if (entry.collection === "zones") {
			const turn = Math.max(0, perspectives.indexOf(p.perspective ?? "")) % ZONE_HATCHES;
			const hatch = p.contested ? "url(#hatch-contested)" : `url(#hatch-zone-${turn})`;
			return this.#geometry(geometry, "zones", classes, hatch, entry);
		}
		return this.#geometry(geometry, isPoint(geometry) ? "points" : "lines", classes, undefined, entry);
	}

	/** The area in which records without a position lie. */
	somewhere(group: Somewhere): L.Layer | null {
		const area = areaOf(group.place);
		const of: CollectionID = group.counts.has("sites") ? "sites" : "events";
		if (!area) return null;
		const classes = ["shape", "somewhere", of];
		const hatch = `url(#hatch-somewhere-${of})`;
		// A whole district hatched for its events would look like a contested zone.
		if (area.kind === "outline")
			return this.#geometry(area.geometry, "somewhere", [...classes, "wide"], of === "events" ? "none" : hatch);
		const [lon = 0, lat = 0] = area.center;
		return L.circle([lat, lon], { ...this.#style("somewhere", classes, hatch), radius: area.radiusM });
	}

	/** The outline that shows which record is open. */
	chosen(geometry: Geometry): L.Layer {
		return this.#geometry(geometry, "chosen", ["chosen"], "none");
	}

	/** The outline round the circle in which an open record lies. */
	chosenCircle(center: L.LatLngExpression, radiusM: number): L.Layer {
		return L.circle(center, { ...this.#style("chosen", ["chosen"], "none"), radius: radiusM });
	}

	#geometry(geometry: Geometry, pane: Pane, classes: Classes, hatch?: string, entry?: Entry): L.Layer {
		const style = this.#style(pane, classes, hatch);
		return L.geoJSON(geometry, {
			style,
			interactive: false,
			pointToLayer: (_, at) => {
				if (!entry) return new Mark(at, { ...style, shape: "disc", radius: 14 });
				return new Mark(at, { ...style, ...symbolOf(entry.collection, entry.feature.properties) });
			},
		});
	}

	#style(pane: Pane, classes: Classes, hatch?: string): L.PathOptions {
		const renderer = this.#renderers.get(pane);
		const style: L.PathOptions = {
			pane,
			interactive: false,
			className: classes.filter(Boolean).join(" "),
			fillOpacity: 1,
			weight: 1,
		};
		if (renderer) style.renderer = renderer;
		if (hatch) style.fillColor = hatch;
		return style;
	}
}

type Classes = readonly (string | false | null | undefined)[];

function isPoint(geometry: Geometry): boolean {
	return geometry.type === "Point" || geometry.type === "MultiPoint";
}
