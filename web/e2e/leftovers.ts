// A reporter that fails the run if the server that it started leaves anything
// in its folder for temporary files. Reporters end after the server.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import type { Reporter } from "@playwright/test/reporter";

export default class Leftovers implements Reporter {
	readonly #dir: string;

	constructor({ dir }: { dir: string }) {
		this.#dir = dir;
		mkdirSync(dir, { recursive: true });
	}

	onEnd(): Promise<{ status: "failed" } | undefined> {
		const left = readdirSync(this.#dir);
		rmSync(this.#dir, { recursive: true });
		if (left.length === 0) return Promise.resolve(undefined);
		console.error(`The server ended and left ${left.join(", ")} in ${this.#dir}`);
		return Promise.resolve({ status: "failed" });
	}

	printsToStdio(): boolean {
		return false;
	}
}
