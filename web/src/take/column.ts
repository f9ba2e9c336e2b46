// A column of text on a canvas, set from its top downwards.
import { type Colour, theme } from "../paint/theme.ts";

const SIZES = { title: 18, text: 13, small: 11 } as const;
const SAMPLE = 24;

export class Column {
	constructor(
		private readonly ctx: CanvasRenderingContext2D,
		private readonly x: number,
		/** Where the next line begins. */
		public y: number,
		private readonly width: number,
	) {}

	/** Sets a paragraph, broken into lines that fit. */
	text(words: string, size: keyof typeof SIZES, colour: Colour, indent = 0): void {
		const { ctx } = this;
		ctx.font = `${size === "title" ? 600 : 400} ${SIZES[size]}px ${getComputedStyle(document.body).fontFamily}`;
		ctx.fillStyle = theme.colour(colour);
		ctx.textBaseline = "alphabetic";
		for (const line of this.#lines(words, this.width - indent)) {
			ctx.fillText(line, this.x + indent, this.y + SIZES[size]);
			this.y += SIZES[size] * 1.4;
		}
	}

	/** Sets a symbol with its words beside it. */
	sample(picture: HTMLCanvasElement, words: string): void {
		const top = this.y;
		this.ctx.drawImage(picture, this.x, top - 4, SAMPLE, SAMPLE);
		this.text(words, "small", "ink", SAMPLE + 8);
		this.y = Math.max(this.y, top + SAMPLE - 4) + 4;
	}

	#lines(text: string, width: number): string[] {
		const lines: string[] = [];
		for (const word of text.split(/\s+/)) {
			const last = lines.at(-1);
			const longer = last === undefined ? word : `${last} ${word}`;
			if (last !== undefined && this.ctx.measureText(longer).width <= width) lines[lines.length - 1] = longer;
			else lines.push(word);
		}
		return lines;
	}
}
