// What the page says when something is missing: loading, a failure with a
// retry, no network, nothing found and which filter to drop.
import { Failure, keptSince } from "./api.ts";
import type { Counted } from "./counted.ts";
import { h, refill } from "./dom.ts";
import { COLLECTIONS, type CollectionID } from "./feature.ts";
import { day, inSeconds, number, t } from "./i18n.ts";
import type { Listing } from "./listing.ts";
import type { Asked } from "./permalink.ts";
import type { Seeking } from "./searchbox.ts";
import { LIST_LIMIT, type Store } from "./store.ts";

const PATIENCE_MS = 300;

/** The words for an error: what happened, and what the server said of it. */
export function failureWords(error: unknown): string {
	if (!(error instanceof Failure)) return t("error.unknown");
	if (error.kind === "offline") return t("error.offline");
	if (error.kind === "no-answer") return t("error.noAnswer");
	if (error.kind === "bad-answer") return t("error.badAnswer");
	if (error.status === 429 || error.status === 503) {
		const words = t(error.status === 429 ? "error.busy" : "error.notReady");
		const when = error.retryAfterS;
		return when === null ? words : `${words} ${t("error.tryAgain", { when: inSeconds(when) })}`;
	}
	const detail = [error.detail, error.requestID].filter(Boolean).join(" · ");
	return t("error.status", { status: error.status ?? "?", detail });
}

/** The banner over the map: loading, failures, offline. */
export class Banner {
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** When each layer that is loading began to. */
	readonly #since = new Map<CollectionID, number>();
	#missing: string | null = null;
	#isPassing = false;
	#store: Store | null = null;
	#isEmpty = false;
	#tiles: { pending: number; failed: unknown } = { pending: 0, failed: null };

	constructor(
		private readonly box: HTMLElement,
		private readonly retry: (failed: CollectionID[]) => void,
	) {}

	/** Takes note of how the loading of tiles goes. */
	tiles(pending: number, failed: unknown): void {
		this.#tiles = { pending, failed };
	}

	/**
	 * Keeps in sight why a record that a link names, or something else, can't be
	 * shown, or takes it away. What is passing goes with the map's next move.
	 */
	notFound(why: string | null, isPassing = false): void {
		if (this.#missing === why) return;
		this.#missing = why;
		this.#isPassing = isPassing;
		if (this.#store) this.render(this.#store);
	}

	/** The map has another view. */
	moved(): void {
		if (this.#isPassing) this.notFound(null);
	}

	/** @param isEmpty nothing passes the filters: a map without a word would look broken. */
	render(store: Store, isEmpty = this.#isEmpty): void {
		this.#isEmpty = isEmpty;
		this.#store = store;
		const failed = COLLECTIONS.filter((c) => store.layer(c).state === "failed");
		const isFailed = failed.length > 0 || (this.#tiles.failed !== null && this.#tiles.pending === 0);
		const slow = this.#slow(store, isEmpty);
		const close = h("button", { type: "button", click: () => this.notFound(null) }, t("close"));
		refill(
			this.box,
			"map",
			isFailed ? this.#failure(store, failed) : slow.length > 0 ? loading(slow) : offline(),
			this.#missing !== null && h("p", {}, this.#missing, " ", close),
			// The list says so too, and more, to who can't see the map.
			isEmpty && h("p", { "aria-hidden": "true" }, t("empty")),
		);
	}

	/** The layers that have been loading for longer than one waits without a word; drawn again when another has. */
	#slow(store: Store, isEmpty: boolean): CollectionID[] {
		const now = performance.now();
		const isLoading = (c: CollectionID) =>
			store.layer(c).state === "loading" || (store.layer(c).isLarge && this.#tiles.pending > 0);
		for (const c of COLLECTIONS) {
			if (!isLoading(c)) this.#since.delete(c);
			else if (!this.#since.has(c)) this.#since.set(c, now);
		}
		const ages = [...this.#since].map(([c, since]) => [c, now - since] as const);
		const waits = ages.filter(([, age]) => age < PATIENCE_MS).map(([, age]) => PATIENCE_MS - age);
		clearTimeout(this.#timer);
		if (waits.length > 0) this.#timer = setTimeout(() => this.render(store, isEmpty), Math.min(...waits) + 1);
		return ages.filter(([, age]) => age >= PATIENCE_MS).map(([c]) => c);
	}

	#failure(store: Store, failed: CollectionID[]): HTMLElement {
		const large = COLLECTIONS.filter((c) => store.layer(c).isLarge);
		const layers = (failed.length > 0 ? failed : large).map((c) => t(`layer.${c}`)).join(", ");
		const first = failed[0];
		const why = failureWords(first ? store.layer(first).error : this.#tiles.failed);
		const again = h("button", { type: "button", click: () => this.retry(failed) }, t("retry"));
		return h("p", {}, t("error.layers", { layers }), " ", why, " ", again);
	}
}

/** Names the last that one waits for. The names of several would lie over half a phone's map; beside each, the list of layers says so too. */
function loading(layers: readonly CollectionID[]): HTMLElement {
	if (layers.length > 1) return h("p", {}, t("loading"));
	return h("p", {}, t("loading.layers", { layers: layers.map((c) => t(`layer.${c}`)).join(", ") }));
}

/** Where copies are shown, the day that the oldest is of; a copy may come on a bad line too. */
function offline(): HTMLElement | null {
	const kept = keptSince();
	if (kept) return h("p", {}, t("error.kept", { day: day(new Date(kept)) }));
	return navigator.onLine ? null : h("p", {}, t("error.offlineLoaded"));
}

let missing: Pick<typeof import("./missing.ts"), "renderMissing"> | null = null;

/** What stands over the list: that it shows nothing and why, or that a layer is not whole. */
export function renderNotice(
	box: HTMLElement,
	store: Store,
	counted: Counted,
	q: Asked,
	shown: Listing,
	seeking: Seeking,
): void {
	const isLoading = COLLECTIONS.some((c) => store.layer(c).state === "loading");
	const cut = COLLECTIONS.filter(
		(c) => store.layer(c).matched > LIST_LIMIT && store.layer(c).isLarge && q.layers.has(c),
	);
	const large = cut.map((c) =>
		h("p", {}, t("large", { layer: t(`layer.${c}`), n: number(LIST_LIMIT), total: number(store.layer(c).matched) })),
	);
	const isEmpty = shown.mapped.length === 0;
	const isMissing = !isLoading && (isEmpty || q.area !== null);
	if (isMissing && !missing)
		import("./missing.ts")
			// Without it, that nothing is there is said all the same.
			.catch(() => ({ renderMissing: () => [isEmpty ? h("p", { class: "empty" }, t("empty")) : null] }))
			.then((found) => {
				missing = found;
				counted.changed();
			});
	refill(box, "results", large, isMissing && (missing?.renderMissing(store, counted, q, shown, seeking) ?? null));
}
