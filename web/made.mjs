// Serves what the demo has no true example of, so that it can be looked at and
// tested: a site whose position is made coarser, and one whose position is
// withheld. All of it is made up and says so, and lies in open sea.
//   node made.mjs PORT FOLDER
// The data come in as anybody's do: beside the demo's, imported, approved, published.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const stele = fileURLToPath(new URL("../bin/stele", import.meta.url));
const [port, folder] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const data = join(folder, "data");

/** Positions that no answer may hold; tests look for them. */
const VILLAGES = [
	["first", 50.512, 42.832],
	["second", 50.587, 42.861],
	["third", 50.538, 42.889],
	["fourth", 50.561, 42.807],
	["fifth", 50.524, 42.853],
	["other", 50.812, 42.853],
];
const SITES = [
	["cell", "Made-up burial place, under excavation", "excavation_started", 50.5512345, 42.8498765, "first"],
	["withheld", "Made-up burial place, not examined", "located", 50.8034567, 42.8365432, "other"],
];

run("demo", "--data", data);
add("villages", [
	"id,name,kind,lon,lat,uncertainty_m",
	...VILLAGES.map(([n, lon, lat]) => `made-${n},"Made-up village, the ${n}",village,${lon},${lat},1000`),
]);
add("sites", [
	"id,name,kind,stage,protection,lon,lat,place,description",
	...SITES.map(
		([id, name, stage, lon, lat, at]) =>
			`made-${id},"${name}",burial_place,${stage},none,${lon},${lat},villages/made-${at},"Made up, to show how such a record looks. Nobody is buried here."`,
	),
]);
run("review", "approve", "--data", data, "--by", "A. Tester", "--reason", "made up, to be looked at", "--all");
run("publish", "--data", data);
const server = spawn(stele, ["serve", "--data", data, "--addr", `127.0.0.1:${port}`], { stdio: "inherit" });
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => {
	rmSync(folder, { recursive: true, force: true });
	process.exit(code ?? 1);
});

function add(collection, rows) {
	const csv = join(folder, `${collection}.csv`);
	writeFileSync(csv, `${rows.join("\n")}\n`);
	run(
		"import",
		"--data",
		data,
		"--collection",
		collection,
		"--according-to",
		"Made up",
		"--agent-kind",
		"organisation",
		csv,
	);
}

function run(...args) {
	const { status, stderr } = spawnSync(stele, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
	if (status !== 0) throw new Error(`stele ${args[0]} failed:\n${stderr}`);
}
