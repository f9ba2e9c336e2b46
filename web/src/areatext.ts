// Reads an area that a reader types or pastes: WKT, GeoJSON, or a box as four
// numbers. No DOM here.
import type { Geometry, Position } from "geojson";
import { type Area, areaOf, boxArea } from "./area.ts";

/** The area of a text; null if it is none, or one that has no single ring. */
export function readArea(text: string): Area | null {
	const trimmed = text.trim();
	if (trimmed.startsWith("{")) return fromGeoJSON(trimmed);
	if (/^(srid=\d+;)?\s*polygon/i.test(trimmed)) return fromWKT(trimmed);
	const numbers = trimmed.split(/[\s,;]+/).map(Number);
	if (numbers.length !== 4 || !numbers.every(Number.isFinite)) return null;
	const [west = 0, south = 0, east = 0, north = 0] = numbers;
	return west < east && south < north ? areaOf(boxArea([west, south, east, north])) : null;
}

function fromGeoJSON(text: string): Area | null {
	try {
		const geometry = geometryIn(JSON.parse(text));
		if (geometry?.type === "Polygon" && geometry.coordinates.length === 1) return ringOf(geometry.coordinates[0] ?? []);
	} catch {
		// Not JSON: no area.
	}
	return null;
}

/** Of a geometry, a feature, or a collection of one feature. */
function geometryIn(value: unknown): Geometry | null {
	const { type, geometry, features } = value as { type?: string; geometry?: Geometry; features?: unknown[] };
	if (type === "Feature") return geometry ?? null;
	if (type === "FeatureCollection") return features?.length === 1 ? geometryIn(features[0]) : null;
	return value as Geometry;
}

function fromWKT(text: string): Area | null {
	const [, ring] = text.match(/polygon\s*z?\s*\(\s*\(([^()]*)\)\s*\)\s*$/i) ?? [];
	if (ring === undefined) return null;
	return ringOf(ring.split(",").map((p) => p.trim().split(/\s+/).map(Number)));
}

function ringOf(positions: readonly Position[]): Area | null {
	if (!positions.every((p) => p.length >= 2 && p.every(Number.isFinite))) return null;
	return areaOf(positions.map(([lon = 0, lat = 0]) => [lon, lat] as const));
}
