// The exact positions of the guarded world's records that nobody may learn, and
// how to find one in bytes. See guarded.mjs.

/** Digits that nothing else of that world has. */
export const HELD = [
	{ id: "guarded", lon: 46.12347, lat: 40.06783 },
	{ id: "opened", lon: 46.23459, lat: 39.97534 },
	{ id: "unguarded", lon: 46.15438, lat: 40.01359 },
	{ id: "event", lon: 46.18647, lat: 40.08149 },
];

export function holds(bytes, n) {
	const digits = [n.toFixed(5), n.toFixed(4), String(Math.floor(n * 1e4) / 1e4)];
	if (digits.some((text) => bytes.includes(text))) return true;
	const [le, be, shortLE, shortBE] = [8, 8, 4, 4].map((size) => Buffer.alloc(size));
	le.writeDoubleLE(n);
	be.writeDoubleBE(n);
	shortLE.writeFloatLE(n);
	shortBE.writeFloatBE(n);
	return [le, be, shortLE, shortBE].some((form) => bytes.includes(form));
}
