// Paints on a canvas what the map shows: whatever paths, canvases and words
// stand in it, in the order in which they lie over one another. Pictures of
// other servers are left out: a canvas that holds one cannot be saved.
import { stacked } from "../layers/stack.ts";
import { theme } from "../paint/theme.ts";

/** Paints the map in the box and the scale over it, the box's left upper corner at 0, 0. */
export function paintMap(ctx: CanvasRenderingContext2D, box: HTMLElement, scale: HTMLElement): void {
	const { left, top, width, height } = box.getBoundingClientRect();
	ctx.fillStyle = getComputedStyle(box).backgroundColor;
	ctx.fillRect(0, 0, width, height);
	for (const node of stacked(box)) {
		ctx.save();
		if (node instanceof SVGPathElement) paintPath(ctx, node, left, top);
		else paintCanvas(ctx, node, left, top);
		ctx.restore();
	}
	for (const line of box.querySelectorAll<HTMLElement>(".label span")) paintWords(ctx, line, left, top);
	paintScale(ctx, scale, left, top);
}

function paintPath(ctx: CanvasRenderingContext2D, path: SVGPathElement, left: number, top: number): void {
	const m = path.getScreenCTM();
	const shape = path.getAttribute("d");
	if (!m || !shape) return;
	const style = getComputedStyle(path);
	const outline = new Path2D(shape);
	ctx.transform(m.a, m.b, m.c, m.d, m.e - left, m.f - top);
	ctx.lineWidth = Number.parseFloat(style.strokeWidth) || 1;
	ctx.lineCap = style.strokeLinecap as CanvasLineCap;
	ctx.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(",").map(Number.parseFloat));
	if (style.fill !== "none") {
		ctx.globalAlpha = Number(style.fillOpacity);
		ctx.fillStyle = style.fill;
		ctx.fill(outline, style.fillRule as CanvasFillRule);
	}
	if (style.stroke === "none") return;
	ctx.globalAlpha = Number(style.strokeOpacity);
	ctx.strokeStyle = style.stroke;
	ctx.stroke(outline);
}

function paintCanvas(ctx: CanvasRenderingContext2D, canvas: HTMLCanvasElement, left: number, top: number): void {
	const at = canvas.getBoundingClientRect();
	if (canvas.width > 0 && at.width > 0) ctx.drawImage(canvas, at.left - left, at.top - top, at.width, at.height);
}

/** Word by word, where the page has set each: it may have broken them into lines. */
function paintWords(ctx: CanvasRenderingContext2D, line: HTMLElement, left: number, top: number): void {
	const text = line.firstChild;
	if (!text) return;
	const style = getComputedStyle(line);
	ctx.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
	ctx.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
	ctx.fillStyle = style.color;
	ctx.strokeStyle = theme.colour("halo");
	ctx.lineWidth = 3;
	ctx.lineJoin = "round";
	const range = document.createRange();
	for (const { 0: word, index } of (text.textContent ?? "").matchAll(/\S+/g)) {
		range.setStart(text, index);
		range.setEnd(text, index + word.length);
		const at = range.getBoundingClientRect();
		const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ctx.measureText(word);
		const y = at.top - top + (at.height - up - down) / 2 + up;
		ctx.strokeText(word, at.left - left, y);
		ctx.fillText(word, at.left - left, y);
	}
	ctx.letterSpacing = "0px";
}

function paintScale(ctx: CanvasRenderingContext2D, scale: HTMLElement, left: number, top: number): void {
	const at = scale.getBoundingClientRect();
	const style = getComputedStyle(scale);
	const [x, y] = [at.left - left, at.top - top];
	ctx.fillStyle = style.backgroundColor;
	ctx.fillRect(x, y, at.width, at.height);
	ctx.strokeStyle = ctx.fillStyle = theme.colour("ink");
	ctx.lineWidth = 1.5;
	ctx.beginPath();
	ctx.moveTo(x, y);
	ctx.lineTo(x, y + at.height);
	ctx.lineTo(x + at.width, y + at.height);
	ctx.lineTo(x + at.width, y);
	ctx.stroke();
	ctx.font = `${style.fontSize} ${style.fontFamily}`;
	ctx.textBaseline = "middle";
	ctx.fillText(scale.textContent ?? "", x + 5, y + at.height / 2);
	ctx.textBaseline = "alphabetic";
}
