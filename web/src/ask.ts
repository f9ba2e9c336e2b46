// The page's query as the server's parameters: what a layer that is too large
// to be loaded whole is asked for.
import { daysOf, type Query } from "./query.ts";

/** The query of an address, without its "?"; empty for all. */
export function askOf(q: Query): string {
	return q.years === null ? "" : `datetime=${daysOf(q.years).join("/")}`;
}
