// Writes a PNG as Chromium makes it with a palette of 256 colours, which takes
// a third of the bytes for a drawn page. Format: W3C, PNG (third edition).
import { crc32, deflateSync, inflateSync } from "node:zlib";

/** @param {Buffer} png 8 bits a channel, RGB or RGBA, not interlaced. */
export function withPalette(png) {
	const { width, height, channels, data } = read(png);
	const pixels = unfilter(inflateSync(data), width * channels, height, channels);
	const counts = new Map();
	for (let i = 0; i < pixels.length; i += channels) {
		const bin = binOf(pixels, i);
		counts.set(bin, (counts.get(bin) ?? 0) + 1);
	}
	const palette = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 256);
	const index = new Map([...counts.keys()].map((bin) => [bin, nearest(palette, bin)]));
	const rows = Buffer.alloc((width + 1) * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			rows[y * (width + 1) + 1 + x] = index.get(binOf(pixels, (y * width + x) * channels));
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 3], 8);
	const colours = Buffer.from(palette.flatMap((bin) => [(bin >> 16) & 255, (bin >> 8) & 255, bin & 255]));
	const parts = [
		chunk("IHDR", header),
		chunk("PLTE", colours),
		chunk("IDAT", deflateSync(rows, { level: 9 })),
		chunk("IEND", Buffer.alloc(0)),
	];
	return Buffer.concat([png.subarray(0, 8), ...parts]);
}

/** Colours that differ by less than 4 in each channel count as one. */
function binOf(pixels, i) {
	return ((pixels[i] & 0xfc) << 16) | ((pixels[i + 1] & 0xfc) << 8) | (pixels[i + 2] & 0xfc) | 0x030303;
}

function nearest(palette, bin) {
	const distance = (a) =>
		[16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((bin >> shift) & 255)) ** 2, 0);
	return palette.reduce((best, colour, i) => (distance(colour) < distance(palette[best]) ? i : best), 0);
}

function read(png) {
	const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
	const parts = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
		const type = png.toString("latin1", at + 4, at + 8);
		if (type === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
	}
	return { width, height, channels: png[25] === 6 ? 4 : 3, data: Buffer.concat(parts) };
}

function unfilter(data, stride, height, bpp) {
	const out = Buffer.alloc(stride * height);
	for (let y = 0; y < height; y++) {
		const filter = data[y * (stride + 1)];
		for (let x = 0; x < stride; x++) {
			const left = x >= bpp ? out[y * stride + x - bpp] : 0;
			const up = y > 0 ? out[(y - 1) * stride + x] : 0;
			const corner = x >= bpp && y > 0 ? out[(y - 1) * stride + x - bpp] : 0;
			const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
			out[y * stride + x] = data[y * (stride + 1) + 1 + x] + guess;
		}
	}
	return out;
}

function paeth(a, b, c) {
	const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
	if (pa <= pb && pa <= pc) return a;
	return pb <= pc ? b : c;
}

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}
