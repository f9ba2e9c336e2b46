// A picture of the map: its base, its data, its names and its scale, and below
// them what is shown, what the symbols mean and whose it is. It is painted
// anew from what the page shows, so that the content policy stays as it is.
import { theme } from "../paint/theme.ts";
import { Column } from "./column.ts";
import { paintMap } from "./paintmap.ts";

const EDGE = 16;
const LEGEND_WIDTH = 230;

/** What stands below the map. */
export interface Caption {
	title: string;
	/** Lines under the title: the filters, then the date. */
	lines: readonly string[];
	/** Samples of symbols with their words. */
	legend: readonly { sample: HTMLCanvasElement; words: string }[];
	/** Whose the data are, and from where. */
	credits: readonly string[];
}

/** Paints the map in the box, with its scale and a caption; null if the browser can't. */
export async function picture(box: HTMLElement, scale: HTMLElement, caption: Caption): Promise<Blob | null> {
	const { width, height } = box.getBoundingClientRect();
	const ratio = Math.min(2, devicePixelRatio || 1);
	// The caption's height is known when it has been set once.
	const trial = document.createElement("canvas").getContext("2d");
	if (!trial) return null;
	const below = setCaption(trial, caption, width, 0);
	const canvas = document.createElement("canvas");
	canvas.width = Math.round(width * ratio);
	canvas.height = Math.round((height + below) * ratio);
	const ctx = canvas.getContext("2d");
	if (!ctx) return null;
	ctx.scale(ratio, ratio);
	ctx.save();
	ctx.beginPath();
	ctx.rect(0, 0, width, height);
	ctx.clip();
	paintMap(ctx, box, scale);
	paintSecond(ctx, box, scale);
	ctx.restore();
	ctx.fillStyle = theme.colour("paper");
	ctx.fillRect(0, height, width, below);
	setCaption(ctx, caption, width, height);
	return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

/** The map of the second period, where two are compared, from the line on. */
function paintSecond(ctx: CanvasRenderingContext2D, first: HTMLElement, scale: HTMLElement): void {
	const second = document.getElementById("map-second");
	const line = document.querySelector(".swipe-line");
	if (!second || !line) return;
	const { left, right, height } = first.getBoundingClientRect();
	const from = line.getBoundingClientRect().left - left;
	ctx.beginPath();
	ctx.rect(from, 0, right - left - from, height);
	ctx.clip();
	paintMap(ctx, second, scale);
	ctx.fillStyle = theme.colour("ink");
	ctx.fillRect(from, 0, 2, height);
}

/** Sets the caption below y; returns its height. */
function setCaption(ctx: CanvasRenderingContext2D, caption: Caption, width: number, y: number): number {
	const page = new Column(ctx, EDGE, y + EDGE, width - 2 * EDGE);
	page.text(caption.title, "title", "ink");
	for (const line of caption.lines) page.text(line, "text", "ink");
	const across = Math.max(1, Math.floor((width - 2 * EDGE) / LEGEND_WIDTH));
	const rows = Math.ceil(caption.legend.length / across);
	const tops = Array.from({ length: across }, (_, i) => {
		const column = new Column(ctx, EDGE + i * LEGEND_WIDTH, page.y + 8, LEGEND_WIDTH - EDGE);
		for (const { sample, words } of caption.legend.slice(i * rows, (i + 1) * rows)) column.sample(sample, words);
		return column.y;
	});
	page.y = Math.max(...tops) + 8;
	for (const line of caption.credits) page.text(line, "small", "muted");
	return page.y + EDGE - y;
}
