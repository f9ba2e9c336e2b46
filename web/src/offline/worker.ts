// The service worker: the page opens without a network, with the data that the
// reader has seen or saved. What is kept and for how long: see kept.ts.
import { fromPack } from "./packed.ts";
import { forgetPacked } from "./packs.ts";
import { meetRelease } from "./release.ts";
import { kindOf } from "./rule.ts";
import { Visited } from "./visited.ts";

/** The files of the page, relative to it, and what they come to, by the build. */
declare const SHELL: readonly string[];
declare const SHELL_HASH: string;

/** The part of a worker's scope that is used; the page's types know none. */
interface Scope {
	registration: { scope: string };
	clients: { claim(): Promise<void> };
	addEventListener(type: "install" | "activate", listener: (e: Waiting) => void): void;
	addEventListener(type: "fetch", listener: (e: Waiting & Fetched) => void): void;
	addEventListener(type: "message", listener: (e: Waiting & { data: unknown }) => void): void;
}
interface Waiting {
	waitUntil(job: Promise<unknown>): void;
}
interface Fetched {
	request: Request;
	respondWith(answer: Promise<Response>): void;
}

const worker = globalThis as unknown as Scope;
const scope = worker.registration.scope;
const shellName = `stele-shell-${SHELL_HASH}`;

/** After this long, a copy is better than waiting; the answer is kept when it comes. */
const PATIENCE_MS = 8000;
/** After this long, where the last answer was waited for in vain. */
const NO_PATIENCE_MS = 1000;
/** How often the server is asked whether the release is still the same. */
const CHECK_MS = 60_000;

const visited = new Visited();
let isHanging = false;
let check: { at: number; job: Promise<void> } | null = null;

worker.addEventListener("install", (e) => e.waitUntil(keepShell()));
worker.addEventListener("activate", (e) => e.waitUntil(Promise.all([dropOldShells(), worker.clients.claim()])));
worker.addEventListener("message", (e) => e.waitUntil(keepSeen(e.data)));
worker.addEventListener("fetch", (e) => {
	const kind = kindOf(e.request, scope);
	if (kind === "page") e.respondWith(page(e.request));
	if (kind === "asset") e.respondWith(asset(e.request));
	if (kind === "data") e.respondWith(data(e));
});

async function keepShell(): Promise<void> {
	const shell = await caches.open(shellName);
	const ask = (path: string) => new Request(new URL(path, scope), { headers: { Accept: path ? "*/*" : "text/html" } });
	await shell.addAll(SHELL.map(ask));
}

async function dropOldShells(): Promise<void> {
	const old = (await caches.keys()).filter((name) => name.startsWith("stele-shell-") && name !== shellName);
	await Promise.all(old.map((name) => caches.delete(name)));
}

/** What a page had loaded before there was a worker to see it; the browser still has it. */
async function keepSeen(seen: unknown): Promise<void> {
	if (!Array.isArray(seen)) {
		visited.reset();
		check = null;
		return;
	}
	const asked = seen.slice(0, 200).map((url) => ({ url: String(url), method: "GET", mode: "cors", cache: "default" }));
	for (const { url } of asked.filter((a) => kindOf(a, scope) === "data")) {
		if (!(await visited.find(url))) await had(url, await fetch(url, { headers: { Accept: "application/json" } }));
	}
}

/** The copy that came with this worker is better than a page that never opens. */
function page(request: Request): Promise<Response> {
	return answered(fetch(request), () => caches.match(scope, { cacheName: shellName, ignoreVary: true }));
}

/** The names of these files change with what is in them. */
async function asset(request: Request): Promise<Response> {
	return (await caches.match(request.url, { cacheName: shellName, ignoreVary: true })) ?? fetch(request);
}

function data(e: Waiting & Fetched): Promise<Response> {
	const { url } = e.request;
	const fresh = fetch(e.request);
	// Said at once: where a copy is given first, a worker may wait for nothing that it begins later.
	e.waitUntil(
		fresh.then(
			(answer) => had(url, answer.clone()),
			() => undefined,
		),
	);
	return answered(fresh, () => copyFor(url));
}

/** What the network has; the copy, if there is one, where that fails or takes too long. */
async function answered(fresh: Promise<Response>, copy: () => Promise<Response | undefined>): Promise<Response> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<Response>((resolve) => {
		const give = async () => {
			const found = await copy();
			if (!found) return;
			isHanging = true;
			resolve(found);
		};
		timer = setTimeout(give, isHanging ? NO_PATIENCE_MS : PATIENCE_MS);
	});
	const come = fresh.then((answer) => {
		isHanging = false;
		return answer;
	});
	try {
		return await Promise.race([come, late]);
	} catch (error) {
		const found = await copy();
		if (found) return found;
		throw error;
	} finally {
		clearTimeout(timer);
	}
}

async function copyFor(url: string): Promise<Response | undefined> {
	return (await visited.find(url)) ?? (await fromPack(url, scope, new Date()));
}

/** Keeps an answer, or deletes the copy of what is no longer there. Others, such as 503, say nothing of the record. */
async function had(url: string, answer: Response): Promise<void> {
	const isGone = answer.status === 404 || answer.status === 410;
	// Lists and tiles may have it too: they are of another release, and go.
	if (isGone) check = null;
	await checkRelease();
	if (answer.ok) await visited.keep(url, answer);
	if (isGone) {
		await visited.forget(url);
		await forgetPacked(url);
	}
}

function checkRelease(): Promise<void> {
	const now = Date.now();
	if (!check || now - check.at > CHECK_MS) check = { at: now, job: compareRelease().catch(() => undefined) };
	return check.job;
}

async function compareRelease(): Promise<void> {
	if (await meetRelease(scope)) visited.reset();
}
