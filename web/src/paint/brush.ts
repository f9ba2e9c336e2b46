// Draws shapes on one canvas: the one painter for tiles and for records that
// were loaded whole.
import { pathOf as symbolPath } from "../symbols.ts";
import { clipRing, runsOf } from "./clip.ts";
import { type Look, RING_DASH } from "./look.ts";
import type { Path, Shape } from "./shape.ts";
import { type Colour, theme } from "./theme.ts";

/** Where a canvas lies in the world. */
export interface Frame {
	/** The canvas's left upper corner, in pixels from the world's. */
	x: number;
	y: number;
	/** The world's width in pixels. */
	world: number;
	/** The canvas's width and height in pixels. */
	size: number;
	/** Device pixels in a CSS pixel. */
	ratio: number;
}

/** What is drawn may reach this far into the canvas from outside it. */
export const MARGIN = 14;

export class Brush {
	constructor(
		private readonly ctx: CanvasRenderingContext2D,
		private readonly frame: Frame,
	) {
		ctx.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
		ctx.clearRect(0, 0, frame.size, frame.size);
		ctx.lineJoin = "round";
	}

	/** The shape, or what of it comes near, lies on the canvas. */
	sees({ box }: Shape): boolean {
		const { x, y, world, size } = this.frame;
		return (
			box[0] * world <= x + size + MARGIN &&
			box[2] * world >= x - MARGIN &&
			box[1] * world <= y + size + MARGIN &&
			box[3] * world >= y - MARGIN
		);
	}

	/** Covers the canvas. */
	cover(colour: Colour): void {
		this.ctx.fillStyle = theme.colour(colour);
		this.ctx.fillRect(0, 0, this.frame.size, this.frame.size);
	}

	draw(shape: Shape, look: Look): void {
		this.ctx.globalAlpha = look.alpha;
		if (shape.rings.length > 0) this.#fill(shape.rings, look);
		this.#pen(look);
		for (const path of [...shape.rings, ...shape.lines]) this.#stroke(path);
		this.#symbols(shape.points, look);
		this.ctx.setLineDash([]);
		this.ctx.globalAlpha = 1;
	}

	/**
	 * A disc that says how many there are; its ring is full for the part of them
	 * that has the most frequent status.
	 */
	count(at: Path, n: number, share: number, label: string, look: Look): void {
		const { ctx } = this;
		const [x, y] = this.#pixel(at, 0);
		const r = Math.min(15.5, 7 + 2.2 * Math.log10(n + 1));
		ctx.globalAlpha = look.alpha;
		ctx.fillStyle = theme.colour("halo");
		circle(ctx, x, y, r);
		ctx.fill();
		ctx.fillStyle = ctx.strokeStyle = theme.colour(look.fill ?? look.stroke);
		ctx.globalAlpha = 0.18;
		ctx.fill();
		ctx.lineWidth = 2;
		ctx.globalAlpha = 0.35;
		ctx.stroke();
		ctx.globalAlpha = 1;
		ctx.beginPath();
		ctx.arc(x, y, r, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share);
		ctx.stroke();
		ctx.fillStyle = theme.colour("ink");
		ctx.font = `600 ${label.length > 3 ? 9 : 10.5}px system-ui, sans-serif`;
		ctx.textAlign = "center";
		ctx.textBaseline = "middle";
		ctx.fillText(label, x, y + 0.5);
	}

	#fill(rings: readonly Path[], look: Look): void {
		if (!look.fill && !look.hatch) return;
		const { ctx, frame } = this;
		ctx.beginPath();
		for (const ring of rings) {
			const near = clipRing(ring, this.#window());
			for (let i = 0; i + 1 < near.length; i += 2) ctx[i === 0 ? "moveTo" : "lineTo"](...this.#pixel(near, i));
			ctx.closePath();
		}
		ctx.fillStyle = look.hatch
			? theme.hatch(ctx, look.hatch, frame.x, frame.y, frame.ratio)
			: theme.colour(look.fill ?? "ink");
		ctx.fill("evenodd");
	}

	#pen(look: Look): void {
		const { ctx } = this;
		ctx.strokeStyle = theme.colour(look.stroke);
		ctx.lineWidth = look.width;
		ctx.lineCap = look.dash[0] === 1 ? "round" : "butt";
		ctx.setLineDash([...look.dash]);
	}

	/** Only what is near is stroked; dashes go on where the neighbouring canvas's end. */
	#stroke(path: Path): void {
		const { ctx, frame } = this;
		for (const { first, last, before } of runsOf(path, this.#window())) {
			ctx.lineDashOffset = before * frame.world;
			ctx.beginPath();
			for (let i = first; i <= last; i++) ctx[i === first ? "moveTo" : "lineTo"](...this.#pixel(path, i * 2));
			ctx.stroke();
		}
		ctx.lineDashOffset = 0;
	}

	#symbols(points: Path, look: Look): void {
		const { ctx } = this;
		for (let i = 0; i + 1 < points.length; i += 2) {
			const [x, y] = this.#pixel(points, i);
			const path = new Path2D(symbolPath(look.symbol.shape, x, y, look.symbol.radius));
			ctx.fillStyle = theme.colour(look.fill ?? look.stroke);
			ctx.fill(path, "evenodd");
			ctx.stroke(path);
			if (look.isRinged) this.#ring(x, y, look.symbol.radius + 3);
		}
	}

	/** A ring of dashes, on a ground of its own. */
	#ring(x: number, y: number, r: number): void {
		const { ctx } = this;
		ctx.save();
		circle(ctx, x, y, r);
		ctx.lineWidth = 3;
		ctx.strokeStyle = theme.colour("halo");
		ctx.stroke();
		ctx.lineWidth = 1.75;
		ctx.setLineDash([...RING_DASH]);
		ctx.strokeStyle = theme.colour("contested");
		ctx.stroke();
		ctx.restore();
	}

	#pixel(path: Path, i: number): [number, number] {
		const { x, y, world } = this.frame;
		return [(path[i] ?? 0) * world - x, (path[i + 1] ?? 0) * world - y];
	}

	/** The canvas and its margin in units of the world: west, north, east, south. */
	#window(): readonly [number, number, number, number] {
		const { x, y, world, size } = this.frame;
		return [(x - MARGIN) / world, (y - MARGIN) / world, (x + size + MARGIN) / world, (y + size + MARGIN) / world];
	}
}

function circle(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
	ctx.beginPath();
	ctx.arc(x, y, r, 0, 2 * Math.PI);
}
