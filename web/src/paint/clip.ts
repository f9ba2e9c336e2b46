// What of a path lies near a canvas, so that a border of ten thousand points
// costs a canvas no more than what is seen of it. No DOM here.
import type { Path } from "./shape.ts";

/** West, north, east, south. */
export type Window = readonly [number, number, number, number];

/** The ring inside the window, by Sutherland and Hodgman; empty if it is elsewhere. */
export function clipRing(ring: Path, window: Window): Path {
	let points: ArrayLike<number> = ring;
	for (const [side, limit] of window.entries()) {
		if (points.length === 0) break;
		const axis = side % 2;
		const isIn = (i: number) => (side < 2 ? (points[i + axis] ?? 0) >= limit : (points[i + axis] ?? 0) <= limit);
		const out: number[] = [];
		for (let i = 0; i < points.length; i += 2) {
			const j = (i + points.length - 2) % points.length;
			if (isIn(i) !== isIn(j)) out.push(...crossing(points, j, i, axis, limit));
			if (isIn(i)) out.push(points[i] ?? 0, points[i + 1] ?? 0);
		}
		points = out;
	}
	return Float64Array.from(points);
}

function crossing(p: ArrayLike<number>, i: number, j: number, axis: number, limit: number): [number, number] {
	const [ax = 0, ay = 0, bx = 0, by = 0] = [p[i], p[i + 1], p[j], p[j + 1]];
	const [a, b] = axis === 0 ? [ax, bx] : [ay, by];
	const part = (limit - a) / (b - a);
	return axis === 0 ? [limit, ay + (by - ay) * part] : [ax + (bx - ax) * part, limit];
}

/** A part of a path: its first and last position, and the path's length before it. */
export interface Run {
	first: number;
	last: number;
	before: number;
}

/** The parts of the path whose segments come near the window. */
export function runsOf(path: Path, [west, north, east, south]: Window): Run[] {
	const runs: Run[] = [];
	let open: Run | null = null;
	let length = 0;
	for (let i = 0; i + 3 < path.length; i += 2) {
		const [ax = 0, ay = 0, bx = 0, by = 0] = [path[i], path[i + 1], path[i + 2], path[i + 3]];
		const isNear =
			Math.max(ax, bx) >= west && Math.min(ax, bx) <= east && Math.max(ay, by) >= north && Math.min(ay, by) <= south;
		if (!isNear) open = null;
		else if (open) open.last = i / 2 + 1;
		else {
			open = { first: i / 2, last: i / 2 + 1, before: length };
			runs.push(open);
		}
		length += Math.hypot(bx - ax, by - ay);
	}
	return runs;
}
