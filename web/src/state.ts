// The one state object, mirrored in the address after #. Parts of the page
// read it, change it by patch, and hear of changes; none keeps its own copy.
import { DEFAULTS, format, parse, type State } from "./permalink.ts";

type Listener = (now: State, before: State) => void;

let current: State = DEFAULTS;
const listeners: Listener[] = [];
/** What stays in the address beside the state. */
let beside = "";

export function state(): State {
	return current;
}

export function subscribe(listener: Listener): void {
	listeners.push(listener);
}

/** Keeps a member in the address that is no part of the state, such as "&side=list". */
export function keepBeside(member: string): void {
	beside = member;
}

/** Changes some members, mirrors them in the address and tells the listeners. */
export function patch(changes: Partial<State>): void {
	const before = current;
	current = { ...current, ...changes };
	const hash = `#${format(current)}${beside}`;
	// Opening a record is a step one may want to go back from; panning is not.
	const isStep = before.selected !== current.selected && location.hash !== "";
	if (hash !== location.hash) history[isStep ? "pushState" : "replaceState"](null, "", hash);
	for (const listener of listeners) listener(current, before);
}

/** Takes the state from the address, now and when the reader changes it. */
export function followAddress(): void {
	const read = () => {
		const before = current;
		const next = parse(location.hash);
		current = { ...next, view: next.view ?? before.view };
		for (const listener of listeners) listener(current, before);
	};
	current = parse(location.hash);
	addEventListener("hashchange", read);
	addEventListener("popstate", read);
}
