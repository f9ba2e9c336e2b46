// A small picture of how something is drawn on the map, by the map's own brush.
import { h } from "../dom.ts";
import { Brush } from "./brush.ts";
import type { Look } from "./look.ts";
import { type Shape, shape } from "./shape.ts";

/** Edge of a sample in pixels. */
const SIZE = 28;

/** The picture of a point, of an area, or of an area round a point; empty where nothing can be drawn. */
export function sample(look: Look, form: "point" | "area" | "circle" | "count"): HTMLCanvasElement {
	const canvas = h("canvas", { class: "sample", "aria-hidden": "true" });
	const ratio = Math.min(2, devicePixelRatio || 1);
	canvas.width = canvas.height = SIZE * ratio;
	try {
		const ctx = canvas.getContext("2d");
		if (ctx) paint(ctx, ratio, look, form);
	} catch (error) {
		console.error(error); // The words beside it say the same.
	}
	return canvas;
}

function paint(ctx: CanvasRenderingContext2D, ratio: number, look: Look, form: string): void {
	const brush = new Brush(ctx, { x: 0, y: 0, world: SIZE, size: SIZE, ratio });
	if (form === "count") brush.count(CENTRE.points, 24, 0.7, "24", look);
	else brush.draw(form === "point" ? CENTRE : form === "area" ? OBLONG : DISC, look);
}

const CENTRE: Shape = shape(Float64Array.of(0.5, 0.5), [], []);
const OBLONG: Shape = ring([
	[0.07, 0.2],
	[0.93, 0.2],
	[0.93, 0.8],
	[0.07, 0.8],
	[0.07, 0.2],
]);
const DISC: Shape = ring(
	Array.from({ length: 33 }, (_, i) => {
		const turn = (2 * Math.PI * i) / 32;
		return [0.5 + 0.36 * Math.cos(turn), 0.5 + 0.36 * Math.sin(turn)];
	}),
);

function ring(points: readonly (readonly number[])[]): Shape {
	return shape(new Float64Array(), [], [Float64Array.from(points.flat())]);
}
