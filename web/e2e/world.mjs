// What the made worlds share: their data come in as anybody's do, imported,
// approved and published by the program, and are served until somebody ends it.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A folder for a world's data, which the world begins without. */
export class World {
	constructor(folder) {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(join(folder, "data"), { recursive: true });
		this.folder = folder;
		this.data = join(folder, "data");
	}

	/** Writes a file of the operator's into the data folder. */
	write(name, content) {
		writeFileSync(join(this.data, name), content);
	}

	/** Imports rows, each a record of one layer, below their column names. */
	import(collection, who, rows) {
		const csv = join(this.folder, `${collection}.csv`);
		writeFileSync(csv, `${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`);
		this.stele("import", "--collection", collection, ...who, csv);
	}

	/** Approves all that is there, and publishes it. */
	publish() {
		this.stele("review", "approve", "--by", "A. Tester", "--reason", "made for tests", "--all");
		this.stele("publish");
	}

	stele(...args) {
		const words = ["review", "source", "claim"].includes(args[0]) ? 2 : 1;
		const all = [...args.slice(0, words), "--data", this.data, ...args.slice(words)];
		const { status, stderr } = spawnSync("../bin/stele", all, {
			stdio: ["ignore", "ignore", "pipe"],
			encoding: "utf8",
		});
		if (status !== 0) throw new Error(`stele ${all.join(" ")} failed:\n${stderr}`);
	}

	/** Serves the world until this process is told to end; then its folder goes. */
	serve(port) {
		const server = spawn("../bin/stele", ["serve", "--data", this.data, "--addr", `127.0.0.1:${port}`], {
			stdio: "inherit",
		});
		for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => server.kill(signal));
		server.on("exit", (code) => {
			rmSync(this.folder, { recursive: true, force: true });
			process.exit(code ?? 1);
		});
	}
}

function cell(value) {
	const text = String(value ?? "");
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
