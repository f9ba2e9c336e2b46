// Builds the front end into dist/: index.html and content-hashed assets, each
// beside its Brotli and gzip form. Fails when the page grows over its budget.
//   node build.mjs           the page
//   node build.mjs --tests   the unit tests, into test-results/unit
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { region, world } from "./basemap.mjs";
import { vocabulary } from "./vocabulary.mjs";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));

/** Bytes, Brotli-compressed, that a first visit may load, and one chunk that comes later. */
const BUDGET = { js: 75 * 1024, css: 8 * 1024, html: 6 * 1024, chunk: 35 * 1024 };

/** The page, the map for frames, and the page that makes frames. */
const PAGES = ["index.html", "embed.html", "embed-options.html"];

if (process.argv.includes("--tests")) await buildTests();
else await buildPage();

async function buildTests() {
	await build({
		entryPoints: readdirSync("test")
			.filter((f) => f.endsWith(".test.ts"))
			.map((f) => `test/${f}`),
		outdir: "test-results/unit",
		outExtension: { ".js": ".mjs" },
		bundle: true,
		format: "esm",
		platform: "node",
		plugins: [vocabulary],
		external: ["fast-check"],
		logLevel: "warning",
	});
}

/** A word that a language lacks ends the build: the page would show it in English. */
async function checkLanguages() {
	const { outputFiles } = await build({
		entryPoints: ["src/strings/complete.ts"],
		bundle: true,
		write: false,
		format: "esm",
		platform: "node",
		plugins: [vocabulary],
	});
	const { missing } = await import(
		`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`
	);
	const lacking = missing();
	if (lacking.length === 0) return;
	console.error(`words are missing:\n${lacking.join("\n")}`);
	process.exit(1);
}

async function buildPage() {
	await checkLanguages();
	for (const name of readdirSync("dist")) {
		if (name !== ".gitkeep") rmSync(join("dist", name), { recursive: true });
	}
	mkdirSync("dist/assets", { recursive: true });
	const maps = {
		world: hashed("world.json", JSON.stringify(world())),
		region: hashed("region.json", JSON.stringify(region())),
	};
	const meta = await bundle(["src/main.ts", "css/main.css"], maps);
	const others = await bundle(["src/embed/main.ts", "src/embed/options.ts", "css/embed.css"], maps);
	const outputs = { ...meta.outputs, ...others.outputs };
	const entry = (name) => Object.entries(outputs).find(([, o]) => o.entryPoint === name)[0];
	const names = {
		script: `assets/${basename(entry("src/main.ts"))}`,
		style: `assets/${basename(entry("css/main.css"))}`,
		embedScript: `assets/${basename(entry("src/embed/main.ts"))}`,
		optionsScript: `assets/${basename(entry("src/embed/options.ts"))}`,
		embedStyle: `assets/${basename(entry("css/embed.css"))}`,
		preloads: preloads(meta, entry("src/main.ts")),
		embedPreloads: preloads(others, entry("src/embed/main.ts")),
		icon: hashed("icon.svg", readFileSync("public/icon.svg")),
	};
	for (const page of PAGES) {
		const html = readFileSync(`public/${page}`, "utf8").replace(/\{\{(\w+)\}\}/g, (_, key) => names[key]);
		writeFileSync(`dist/${page}`, html.replace(/^\s+/gm, ""));
	}
	await buildWorker();
	const sizes = compressAll();
	report(sizes, meta, { js: firstLoad(meta, entry("src/main.ts")), css: [names.style], html: ["index.html"] });
}

/** Bundles what belongs together; what two bundles share is in both, for a reader opens one of them. */
async function bundle(entryPoints, maps) {
	const { metafile } = await build({
		entryPoints,
		outdir: "dist/assets",
		entryNames: "[name].[hash]",
		chunkNames: "[name].[hash]",
		assetNames: "[name].[hash]",
		bundle: true,
		splitting: true,
		format: "esm",
		minify: true,
		charset: "utf8",
		target: ["es2022"],
		define: { BASE_WORLD: JSON.stringify(maps.world), BASE_REGION: JSON.stringify(maps.region) },
		plugins: [vocabulary],
		loader: { ".png": "empty" },
		alias: { leaflet: "leaflet/dist/leaflet-src.esm.js" },
		legalComments: "none",
		metafile: true,
		logLevel: "warning",
	});
	return metafile;
}

/** The service worker, with the list of the page's files; its name stays, so that browsers find the next one. */
async function buildWorker() {
	const shell = ["", ...readdirSync("dist/assets").map((f) => `assets/${f}`)];
	const sum = createHash("sha256").update(readFileSync("dist/index.html"));
	for (const path of shell.slice(1)) sum.update(path);
	await build({
		entryPoints: { sw: "src/offline/worker.ts" },
		outdir: "dist",
		bundle: true,
		format: "iife",
		minify: true,
		target: ["es2022"],
		define: { SHELL: JSON.stringify(shell), SHELL_HASH: JSON.stringify(sum.digest("hex").slice(0, 12)) },
		legalComments: "none",
		logLevel: "warning",
	});
}

function hashed(name, content) {
	const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
	const [stem, ext] = name.split(".");
	writeFileSync(`dist/assets/${stem}.${hash}.${ext}`, content);
	return `assets/${stem}.${hash}.${ext}`;
}

/** The entry script and what it imports statically, as paths inside dist. */
function firstLoad(meta, entry, seen = new Set()) {
	if (seen.has(entry)) return [];
	seen.add(entry);
	const next = meta.outputs[entry].imports.filter((i) => i.kind === "import-statement");
	return [entry.replace(/^dist\//, ""), ...next.flatMap((i) => firstLoad(meta, i.path, seen))];
}

/** Has the browser ask for what a script imports beside the script, and not once it has read it. */
function preloads(meta, entry) {
	const [, ...imported] = new Set(firstLoad(meta, entry));
	return imported.map((path) => `<link rel="modulepreload" href="${path}">`).join("\n");
}

/** Writes NAME.br and NAME.gz for every file; returns Brotli sizes by path inside dist. */
function compressAll() {
	const sizes = {};
	const files = [...PAGES, "sw.js", ...readdirSync("dist/assets").map((f) => `assets/${f}`)];
	for (const file of files) {
		const bytes = readFileSync(`dist/${file}`);
		const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
		writeFileSync(`dist/${file}.br`, br);
		writeFileSync(`dist/${file}.gz`, gzipSync(bytes, { level: 9 }));
		sizes[file] = br.length;
	}
	return sizes;
}

function report(sizes, meta, groups) {
	for (const [file, size] of Object.entries(sizes)) console.log(`${String(size).padStart(8)} B  ${file}`);
	let over = false;
	for (const [group, files] of Object.entries(groups)) {
		const total = files.reduce((sum, f) => sum + sizes[f], 0);
		over ||= total > BUDGET[group];
		console.log(`first load ${group}: ${total} of ${BUDGET[group]} B Brotli`);
	}
	const shared = new Set([...groups.js, ...groups.css, ...groups.html]);
	for (const path of Object.keys(meta.outputs).map((p) => p.replace(/^dist\//, ""))) {
		if (shared.has(path) || sizes[path] <= BUDGET.chunk) continue;
		over = true;
		console.error(`${path} is larger than ${BUDGET.chunk} B`);
	}
	if (!over) return;
	console.error("the page is over its budget");
	process.exit(1);
}
