// Elements without innerHTML: every text goes in as text.

export type Child = Node | string | number | null | undefined | false | readonly Child[];
type Attributes = Record<string, string | number | boolean | null | undefined | ((e: Event) => void)>;

/**
 * Makes an HTML element. An attribute that is a function listens to the event
 * of that name; true sets a bare attribute; null, undefined and false set none.
 * What has a language of its own runs as its own letters do.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	attributes: Attributes = {},
	...children: Child[]
): HTMLElementTagNameMap[K] {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (typeof value === "function") node.addEventListener(name, value);
		else if (value === true) node.setAttribute(name, "");
		else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, String(value));
	}
	if (node.lang) node.dir = "auto";
	append(node, children);
	return node;
}

/** Makes an SVG element; see h. */
export function svg<K extends keyof SVGElementTagNameMap>(
	tag: K,
	attributes: Record<string, string | number> = {},
	...children: Node[]
): SVGElementTagNameMap[K] {
	const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
	for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
	node.append(...children);
	return node;
}

/** Replaces what is in the node. */
export function fill(node: Element, ...children: Child[]): void {
	node.replaceChildren();
	append(node, children);
}

/**
 * The same, but only where anything is otherwise, so that what is said already
 * is not said again and a button keeps the focus. The focus that was in the
 * node goes on to its first button, or to the element of the id where it has none.
 */
export function refill(node: Element, elsewhere: string, ...children: Child[]): void {
	const next = node.cloneNode() as Element;
	append(next, children);
	if (next.isEqualNode(node)) return;
	const isHeld = node.contains(document.activeElement);
	node.replaceChildren(...next.childNodes);
	if (isHeld) (node.querySelector("button") ?? byID(elsewhere)).focus();
}

/** The element of that id; the page's own markup is known to have it. */
export function byID<T extends HTMLElement = HTMLElement>(id: string): T {
	const node = document.getElementById(id);
	if (!node) throw new Error(`index.html has no element with the id ${id}`);
	return node as T;
}

/** Marks a field as filled in wrongly, or no longer; the attribute without a word would say that it is right. */
export function markInvalid(field: Element, isInvalid: boolean): void {
	if (isInvalid) field.setAttribute("aria-invalid", "true");
	else field.removeAttribute("aria-invalid");
}

/** Does a job once there is nothing that the reader waits for more, or soon anyway. */
export function whenIdle(job: () => void): void {
	if ("requestIdleCallback" in globalThis) requestIdleCallback(job, { timeout: 400 });
	else setTimeout(job);
}

function append(node: Element, children: readonly Child[]): void {
	for (const child of children) {
		if (Array.isArray(child)) append(node, child);
		else if (child !== null && child !== undefined && child !== false)
			node.append(typeof child === "number" ? String(child) : (child as Node | string));
	}
}
