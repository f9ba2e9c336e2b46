// Serves a made world of 12,000 villages, more than a page loads whole:
//   node e2e/large.mjs PORT FOLDER
import { World } from "./world.mjs";

const VILLAGES = 12_000;

const [port, folder] = process.argv.slice(2);
const made = new World(folder);
made.import("villages", ["--according-to", "A made gazetteer"], villages(VILLAGES));
made.publish();
made.serve(port);

/** Villages round two centres, the nearer the denser; the same in every run. */
function villages(n) {
	let seed = 7;
	const random = () => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return seed / 2_147_483_648;
	};
	const rows = [["id", "name", "lon", "lat", "kind", "uncertainty_m", "when"]];
	for (let i = 0; i < n; i++) {
		const [lon, lat] = i % 3 === 0 ? [44.5, 41.5] : [46.5, 40];
		const [far, turn] = [random() ** 2 * 1.5, random() * 2 * Math.PI];
		const kind = ["village", "village", "village", "town", "settlement"][i % 5];
		const when = i % 4 === 0 ? "" : String(1900 + (i % 100));
		const at = [lon + far * Math.cos(turn), lat + far * Math.sin(turn)].map((v) => v.toFixed(5));
		rows.push([`made-${i}`, `Made ${i}`, ...at, kind, 500, when]);
	}
	return rows;
}
