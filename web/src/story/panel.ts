// A guided view: steps with a text each, which move the map and the time. It
// comes from the server; what it may say and how closely it may look at a place
// is decided when it is published.
import { type Story, sources, story } from "../api.ts";
import { fill, h } from "../dom.ts";
import { failureWithRetry } from "../failure.ts";
import { COLLECTIONS, type CollectionID } from "../feature.ts";
import { currentLanguage, number, t } from "../i18n.ts";
import { readPeriod } from "../period.ts";
import { DEFAULTS, type State } from "../permalink.ts";
import { said } from "../said.ts";
import { patch, state } from "../state.ts";
import { type Say, words } from "../take/words.ts";

type StoryStep = Story["steps"][number];

/** What a step sets, and leaving gives back. */
type Own = Pick<State, "layers" | "period" | "undated" | "text" | "chosen" | "area" | "compare" | "view">;

export class StoryPanel {
	#story: Story | null = null;
	#isAsking = false;
	#hasView = false;
	/** Why there is no story to tell; null while it is awaited. */
	#failure: { why: unknown } | null = null;
	/** What the reader had before the first step; a link to a step has nothing before it. */
	#before: Own | null = null;
	/** Titles of sources by id; null until they have come. */
	#titles: ReadonlyMap<string, string> | null = null;

	constructor(
		private readonly box: HTMLElement,
		/** Shows a box on the map. */
		private readonly show: (box: StoryStep["where"]) => void,
	) {
		box.addEventListener("keydown", (e) => this.#key(e));
	}

	/** Begins the story, or goes on where a link says; a link that has a view keeps it. */
	async open(hasView = this.#hasView): Promise<void> {
		this.#hasView = hasView;
		if (this.#isAsking) return;
		const isFirst = !this.#story;
		if (isFirst) await this.#ask();
		const at = state().step;
		if (at === null || (isFirst && !hasView)) this.#go(at ?? 1, false);
		await this.draw();
		if (!this.#titles) await this.#name();
	}

	/** Draws the step that the state names. */
	async draw(): Promise<void> {
		const told = this.#story;
		if (!told) return this.#wait();
		const say = await words();
		const at = Math.min(told.steps.length, Math.max(1, state().step ?? 1));
		const step = told.steps[at - 1];
		if (!step) return;
		const focused = document.activeElement?.id;
		fill(
			this.box,
			h("p", { class: "story-title" }, inLanguage(told.title)),
			h("h3", { id: "story-step", tabindex: -1 }, inLanguage(step.title)),
			h("p", { class: "story-text" }, inLanguage(step.text)),
			this.#sources(step, say),
			this.#tools(at, told.steps.length, say),
			h(
				"ol",
				{ class: "story-steps", "aria-label": say("story.steps") },
				told.steps.map((s, i) => h("li", {}, this.#link(s, i + 1, at))),
			),
		);
		if (focused?.startsWith("story-")) document.getElementById(focused)?.focus();
	}

	/** Stands there until the story does: that it is on its way, or why not. */
	#wait(): void {
		const again = () => void this.open();
		fill(
			this.box,
			this.#failure
				? h("p", { role: "alert" }, failureWithRetry(this.#failure.why, again, "story-again"))
				: h("p", { class: "loading", role: "status" }, t("loading")),
		);
	}

	async #ask(): Promise<void> {
		this.#isAsking = true;
		this.#failure = null;
		this.#wait();
		try {
			this.#story = await story();
		} catch (why) {
			this.#failure = { why };
		}
		this.#isAsking = false;
	}

	/** Takes in the sources' titles; until they can be had, their ids stand for them. */
	async #name(): Promise<void> {
		const found = await sources().catch(() => null);
		if (!found) return;
		this.#titles = new Map(found.sources.map(({ id, title }) => [id, title]));
		await this.draw();
	}

	#tools(at: number, last: number, say: Say): HTMLElement {
		const step = (id: string, text: string, to: number) => {
			const isEnd = to < 1 || to > last;
			const click = () => !isEnd && this.#go(to, true);
			return h("button", { type: "button", class: "plain", id, "aria-disabled": isEnd && "true", click }, text);
		};
		const leave = () => this.#leave();
		return h(
			"p",
			{ class: "story-tools" },
			step("story-back", say("story.back"), at - 1),
			h("span", { role: "status" }, say("story.at", { n: number(at), total: number(last) })),
			step("story-next", say("story.next"), at + 1),
			state().step !== null &&
				h("button", { type: "button", class: "plain", id: "story-leave", click: leave }, say("story.leave")),
		);
	}

	#sources(step: StoryStep, say: Say): HTMLElement | null {
		const known = step.sources.filter((id) => this.#titles?.has(id) ?? true);
		if (known.length === 0) return null;
		const links = known.map((id) => h("li", {}, h("a", { href: `sources/${id}` }, said(this.#titles?.get(id) ?? id))));
		return h("div", { class: "story-sources" }, h("h4", {}, say("story.sources")), h("ul", {}, links));
	}

	#link(step: StoryStep, to: number, at: number): HTMLElement {
		const click = () => this.#go(to, true);
		const current = to === at && "step";
		return h(
			"button",
			{ type: "button", class: "link", id: `story-${to}`, "aria-current": current, click },
			inLanguage(step.title),
		);
	}

	/** Goes to a step: its place, its time and its layers, and nothing else that would hide its records. */
	#go(to: number, isAsked: boolean): void {
		const step = this.#story?.steps[to - 1];
		if (!step) return;
		if (state().step === null) this.#before = ownOf(state());
		const [from = "", end = ""] = step.when?.split("..") ?? [];
		const layers = step.layers?.filter((id): id is CollectionID => COLLECTIONS.some((c) => c === id));
		patch({
			...ownOf(DEFAULTS),
			view: state().view,
			step: to,
			period: readPeriod(from, end),
			layers: new Set(layers ?? COLLECTIONS),
			selected: null,
		});
		this.show(step.where);
		if (!this.#titles) void this.#name();
		if (isAsked) void this.draw().then(() => document.getElementById("story-step")?.focus());
	}

	/** Folds the story, and gives back what the reader had before it. */
	#leave(): void {
		const own = this.#before ?? ownOf(DEFAULTS);
		this.#before = null;
		patch({ ...own, view: own.view ?? state().view, step: null });
		const fold = this.box.closest("details");
		fold?.removeAttribute("open");
		fold?.querySelector("summary")?.focus();
	}

	#key(e: KeyboardEvent): void {
		const by = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
		if (by === 0 || e.altKey || e.ctrlKey || e.metaKey) return;
		e.preventDefault();
		const forward = document.documentElement.dir === "rtl" ? -by : by;
		this.#go((state().step ?? 1) + forward, true);
	}
}

function ownOf({ layers, period, undated, text, chosen, area, compare, view }: State): Own {
	return { layers, period, undated, text, chosen, area, compare, view };
}

/** A text in the reader's language, or in English. */
function inLanguage(texts: Readonly<Record<string, string>>): HTMLElement {
	const lang = currentLanguage();
	const own = texts[lang];
	return h("span", own ? {} : { lang: "en" }, own ?? texts.en ?? "");
}
