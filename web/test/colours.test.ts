// The layers' hues are told apart by readers who see colours otherwise.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

/** Machado, Oliveira and Fernandes, 2009, at full severity, on linear RGB. */
const SEEN: Record<string, readonly (readonly number[])[]> = {
	everybody: [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1],
	],
	protanopia: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998],
	],
	deuteranopia: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881],
	],
	tritanopia: [
		[1.255528, -0.076749, -0.178779],
		[-0.078411, 0.930809, 0.147602],
		[0.004733, 0.691367, 0.3039],
	],
};

/** What two colours differ by at least, as CIE 1976 counts it; 2.3 is just noticed. */
const LEAST = 12;
const LAYERS = ["sites", "villages", "zones", "events"];

const css = readFileSync("css/tokens.css", "utf8");
const schemes = [...css.matchAll(/:root \{([^}]*)\}/g)].map((m) =>
	Object.fromEntries([...(m[1] ?? "").matchAll(/--(\w+): #(\w{6})/g)].map((c) => [c[1], c[2]])),
);

for (const [i, scheme] of ["light", "dark"].entries()) {
	for (const [who, matrix] of Object.entries(SEEN)) {
		test(`${scheme}: the layers differ for ${who}`, () => {
			const labs = LAYERS.map((name) => lab(schemes[i]?.[name] ?? "", matrix));
			for (const [a, one] of labs.entries())
				for (const [b, other] of labs.entries()) {
					const difference = Math.hypot(...one.map((v, k) => v - (other[k] ?? 0)));
					assert.ok(a === b || difference >= LEAST, `${LAYERS[a]} and ${LAYERS[b]} differ by ${difference.toFixed(1)}`);
				}
		});
	}
}

function lab(hex: string, matrix: readonly (readonly number[])[]): number[] {
	assert.match(hex, /^\w{6}$/);
	const linear = [0, 2, 4].map((at) => {
		const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	});
	const seen = matrix.map((row) =>
		Math.max(
			0,
			row.reduce((sum, m, k) => sum + m * (linear[k] ?? 0), 0),
		),
	);
	const [r = 0, g = 0, b = 0] = seen;
	const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
	const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
	const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
	const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
	return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
