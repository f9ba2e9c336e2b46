// On a phone the panel is a sheet over the map with three stops, moved by two
// buttons or by dragging its grip. On a wide screen the style sheet ignores it.

const STOPS = ["peek", "half", "full"] as const;
export type Stop = (typeof STOPS)[number];

// As in phone.css.
const PEEK_PX = 136;
const HALF = 0.52;

export class Sheet {
	#dragFrom: { y: number; height: number } | null = null;

	constructor(
		private readonly page: HTMLElement,
		private readonly sheet: HTMLElement,
		grip: HTMLElement,
		private readonly buttons: { up: HTMLButtonElement; down: HTMLButtonElement },
	) {
		buttons.up.addEventListener("click", () => this.#step(1));
		buttons.down.addEventListener("click", () => this.#step(-1));
		grip.addEventListener("pointerdown", (e) => this.#start(e, grip));
		grip.addEventListener("pointermove", (e) => this.#drag(e));
		for (const end of ["pointerup", "pointercancel"] as const) grip.addEventListener(end, () => this.#drop());
		this.moveTo("peek");
	}

	moveTo(stop: Stop): void {
		this.page.dataset.stop = stop;
		this.sheet.style.removeProperty("--sheet-height");
		// Not `disabled`: a button that loses its focus when it is pressed strands the keyboard.
		this.buttons.up.setAttribute("aria-disabled", String(stop === "full"));
		this.buttons.down.setAttribute("aria-disabled", String(stop === "peek"));
	}

	/** Makes sure that there is room to read. */
	raise(): void {
		if (this.page.dataset.stop === "peek") this.moveTo("half");
	}

	/** How many pixels of the map the sheet will cover when it has come to rest; 0 on a wide screen. */
	covered(): number {
		if (getComputedStyle(this.sheet).position !== "absolute") return 0;
		const stop = this.page.dataset.stop as Stop;
		// The map cannot be seen at all behind a full sheet: aim for when it is half.
		return stop === "peek" ? PEEK_PX : this.page.offsetHeight * HALF;
	}

	#step(by: number): void {
		const at = STOPS.indexOf(this.page.dataset.stop as Stop);
		this.moveTo(STOPS[Math.max(0, Math.min(STOPS.length - 1, at + by))] ?? "half");
	}

	#start(e: PointerEvent, grip: HTMLElement): void {
		if ((e.target as Element).closest("button")) return;
		this.#dragFrom = { y: e.clientY, height: this.sheet.offsetHeight };
		grip.setPointerCapture(e.pointerId);
		this.page.classList.add("dragging");
	}

	#drag(e: PointerEvent): void {
		if (!this.#dragFrom) return;
		const height = this.#dragFrom.height + this.#dragFrom.y - e.clientY;
		this.sheet.style.setProperty("--sheet-height", `${Math.max(40, height)}px`);
	}

	#drop(): void {
		if (!this.#dragFrom) return;
		this.#dragFrom = null;
		this.page.classList.remove("dragging");
		const share = this.sheet.offsetHeight / this.page.offsetHeight;
		this.moveTo(share > 0.7 ? "full" : share > 0.28 ? "half" : "peek");
	}
}

/** How many pixels of the map lie under a sheet, as on a phone, or under the details, as on a screen of middle width. */
export function coverOf(
	sheet: Sheet,
	details: HTMLElement,
	map: HTMLElement,
): { left: number; right: number; bottom: number } {
	const bottom = sheet.covered();
	if (bottom > 0 || details.hidden) return { bottom, left: 0, right: 0 };
	const stage = map.getBoundingClientRect();
	const { left, right } = details.getBoundingClientRect();
	const isMirrored = document.documentElement.dir === "rtl";
	return {
		bottom,
		left: isMirrored ? Math.max(0, right - stage.left) : 0,
		right: isMirrored ? 0 : Math.max(0, stage.right - left),
	};
}
