// A server with the demo's data and an operator's own stele.json, for one test.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./port.ts";

export interface Own {
	/** The address of its map. */
	url: string;
	end(): Promise<void>;
}

/** Publishes the demo as the operator of this stele.json and serves it. */
export async function ownServer(config: object): Promise<Own> {
	const folder = mkdtempSync(join(tmpdir(), "stele-own-"));
	const stele = (...args: string[]) => {
		const done = spawnSync("../bin/stele", args, { encoding: "utf8" });
		if (done.status !== 0) throw new Error(`stele ${args[0]}: ${done.stderr}`);
	};
	stele("demo", "--data", folder);
	writeFileSync(join(folder, "stele.json"), JSON.stringify(config));
	stele("publish", "--data", folder);
	const port = await freePort();
	const server = spawn("../bin/stele", ["serve", "--data", folder, "--addr", `127.0.0.1:${port}`], { stdio: "ignore" });
	const ended = new Promise((resolve) => server.on("exit", resolve));
	const url = `http://127.0.0.1:${port}/`;
	for (let i = 0; !(await isUp(url)); i++) {
		if (i === 200) throw new Error(`${url} does not answer`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return {
		url,
		end: async () => {
			server.kill();
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function isUp(url: string): Promise<boolean> {
	return fetch(`${url}healthz`).then(
		(answer) => answer.ok,
		() => false,
	);
}
