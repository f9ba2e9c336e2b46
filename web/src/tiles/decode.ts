// Reads vector tiles. A chunk of its own: a map without large layers needs none.
import { VectorTile, type VectorTileFeature, type VectorTileLayer } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { type Path, type Shape, shape } from "../paint/shape.ts";
import type { TileFeature, TileID } from "./tile.ts";

/** The features of a layer's tile, in units of the world. */
export function decode(bytes: ArrayBuffer, collection: string, id: TileID): TileFeature[] {
	return decodeAll(bytes, id).get(collection) ?? [];
}

/** The features of every layer of a tile, in units of the world, by the layer's name. */
export function decodeAll(bytes: ArrayBuffer, id: TileID): Map<string, TileFeature[]> {
	const { layers } = new VectorTile(new PbfReader(bytes));
	return new Map(Object.entries(layers).map(([name, layer]) => [name, featuresOf(layer, id)]));
}

function featuresOf(layer: VectorTileLayer, id: TileID): TileFeature[] {
	return Array.from({ length: layer.length }, (_, i) => {
		const feature = layer.feature(i);
		return { shape: shapeIn(feature, id, layer.extent), properties: feature.properties };
	});
}

function shapeIn(feature: VectorTileFeature, { z, row, col }: TileID, extent: number): Shape {
	const tiles = 2 ** z;
	const paths = feature.loadGeometry().map((part) => {
		const path: Path = new Float64Array(part.length * 2);
		for (const [i, p] of part.entries()) path.set([(col + p.x / extent) / tiles, (row + p.y / extent) / tiles], i * 2);
		return path;
	});
	if (feature.type === 1) return shape(joined(paths), [], []);
	return feature.type === 2 ? shape(new Float64Array(), paths, []) : shape(new Float64Array(), [], paths);
}

function joined(paths: readonly Path[]): Path {
	return Float64Array.from(paths.flatMap((p) => [...p]));
}
