// Serves a made world of 12,000 villages, more than a page loads whole:
//   node e2e/large.mjs PORT FOLDER
// The data come in as anybody's do: a CSV file, imported, approved, published.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const VILLAGES = 12_000;

const [port, folder] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const [csv, data] = [join(folder, "villages.csv"), join(folder, "data")];
writeFileSync(csv, world(VILLAGES));
stele("import", "--data", data, "--collection", "villages", "--according-to", "A made gazetteer", csv);
stele("review", "approve", "--data", data, "--by", "A. Tester", "--reason", "made for tests", "--all");
stele("publish", "--data", data);
const server = spawn("../bin/stele", ["serve", "--data", data, "--addr", `127.0.0.1:${port}`], { stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => {
	rmSync(folder, { recursive: true, force: true });
	process.exit(code ?? 1);
});

function stele(...args) {
	const { status, stderr } = spawnSync("../bin/stele", args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
	if (status !== 0) throw new Error(`stele ${args[0]} failed:\n${stderr}`);
}

/** Villages round two centres, the nearer the denser; the same in every run. */
function world(n) {
	let seed = 7;
	const random = () => {
		seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
		return seed / 2_147_483_648;
	};
	const rows = ["id,name,lon,lat,kind,uncertainty_m,when"];
	for (let i = 0; i < n; i++) {
		const [lon, lat] = i % 3 === 0 ? [44.5, 41.5] : [46.5, 40];
		const [far, turn] = [random() ** 2 * 1.5, random() * 2 * Math.PI];
		const kind = ["village", "village", "village", "town", "settlement"][i % 5];
		const when = i % 4 === 0 ? "" : String(1900 + (i % 100));
		const at = [lon + far * Math.cos(turn), lat + far * Math.sin(turn)].map((v) => v.toFixed(5));
		rows.push(`made-${i},Made ${i},${at.join(",")},${kind},500,${when}`);
	}
	return `${rows.join("\n")}\n`;
}
