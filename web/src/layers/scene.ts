// What the map draws of records that were loaded whole, in the order in which
// they are given.
import type { Entry } from "../feature.ts";
import { lookOf, type Scope, somewhereLook } from "../paint/look.ts";
import { circleShape, type Shape, shapeOf } from "../paint/shape.ts";
import { areaOf, LEADING, type Somewhere } from "../somewhere.ts";
import type { Item } from "./grid.ts";

/** Projecting is the dear part, and a record's geometry does not change. */
const projected = new WeakMap<object, Shape>();

/** The item of a record; null if it has no geometry. */
export function recordItem(entry: Entry, scope: Scope): Item | null {
	const { geometry, properties } = entry.feature;
	if (!geometry) return null;
	let shape = projected.get(geometry);
	if (!shape) {
		shape = shapeOf(geometry);
		projected.set(geometry, shape);
	}
	return {
		shape,
		look: lookOf(entry.collection, properties, shape.points.length > 0, scope),
		kind: entry.collection,
	};
}

/** The area in which records without a position lie. */
export function somewhereItem(group: Somewhere, scope: Scope): Item | null {
	const area = areaOf(group.place);
	if (!area) return null;
	const of = LEADING.find((c) => group.counts.has(c)) ?? "events";
	const isWide = area.kind === "outline";
	const shape = isWide ? shapeOf(area.geometry) : circleShape(area.center, area.radiusM);
	const records = group.entries.map((e) => e.feature.properties);
	return { shape, look: somewhereLook(of, isWide, records, scope), kind: `somewhere-${of}` };
}
