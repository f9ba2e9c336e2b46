// Where Chromium is: $CHROMIUM, or the first of its usual names on $PATH.
//   node chromium.mjs   prints it, or says that there is none and exits with 1
import { accessSync, constants, statSync } from "node:fs";
import { basename, delimiter, join, resolve } from "node:path";

// The shell is the same browser without windows of its own, and takes half the time.
const NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

/** The program's path; throws if there is none. CHROMIUM may be a path or a name on PATH. */
export function chromiumPath({ CHROMIUM, PATH } = process.env) {
	const names = CHROMIUM ? [CHROMIUM] : NAMES;
	const folders = (PATH ?? "").split(delimiter).filter(Boolean);
	for (const name of names) {
		const candidates = name.includes("/") ? [resolve(name)] : folders.map((f) => join(f, name));
		const found = candidates.find(isProgram);
		if (found) return found;
	}
	throw new Error(
		CHROMIUM
			? `CHROMIUM is ${CHROMIUM}, which is no program`
			: `there is no ${NAMES.join(", ")} on PATH; CHROMIUM names one that is elsewhere`,
	);
}

function isProgram(path) {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

// By its name: in a bundle import.meta.url is the bundle's.
if (basename(process.argv[1] ?? "") === "chromium.mjs") {
	try {
		console.log(chromiumPath());
	} catch (error) {
		console.error(error.message);
		process.exitCode = 1;
	}
}
