// Which records of large layers lie under a point of the map.
import type { CollectionID, Ref } from "../feature.ts";
import type { Path, Shape } from "../paint/shape.ts";
import type { TileFeature } from "./tile.ts";

export interface TileHit {
	refs: Ref[];
	/** The point stands for so many records that they are not told apart here. */
	isMany: boolean;
	/** The first of the records that is a point. */
	first: Shape | null;
}

/** What lies at x, y or, if it is a point, no further from it than reach; all in units of the world. */
export function hitsAt(
	features: readonly { collection: CollectionID; feature: TileFeature }[],
	x: number,
	y: number,
	reach: number,
): TileHit {
	const refs = new Set<Ref>();
	let [isMany, first]: [boolean, Shape | null] = [false, null];
	for (const { collection, feature } of features) {
		if (!touches(feature.shape, x, y, reach)) continue;
		if (feature.properties.count !== undefined) isMany = true;
		else {
			refs.add(`${collection}/${feature.properties.id}`);
			if (feature.shape.points.length > 0) first ??= feature.shape;
		}
	}
	return { refs: [...refs], isMany, first };
}

function touches({ points, rings, box }: Shape, x: number, y: number, reach: number): boolean {
	const [west, north, east, south] = box;
	if (x < west - reach || x > east + reach || y < north - reach || y > south + reach) return false;
	for (let i = 0; i + 1 < points.length; i += 2)
		if (Math.hypot((points[i] ?? 0) - x, (points[i + 1] ?? 0) - y) <= reach) return true;
	return rings.filter((ring) => isInside(ring, x, y)).length % 2 === 1;
}

function isInside(ring: Path, x: number, y: number): boolean {
	let inside = false;
	for (let i = 0, j = ring.length - 2; i + 1 < ring.length; j = i, i += 2) {
		const [ax = 0, ay = 0, bx = 0, by = 0] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
		if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
	}
	return inside;
}
