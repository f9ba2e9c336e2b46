// The shapes of the API's answer to .../items/{id}/claims, by their names on the
// page. No DOM here.
import type { StatedClaim, StatedFigure } from "./schema.d.ts";

export type { Agent, Dossier as ClaimSet, Locator, Name, Source } from "./schema.d.ts";
export type Claim = StatedClaim;
export type Figure = StatedFigure;

/** What a claim and a figure have in common. */
export type Assertion = Pick<StatedClaim, Extract<keyof StatedClaim, keyof StatedFigure>>;

/** Figures by measure, in the order in which the measures first come. */
export function byMeasure(figures: readonly Figure[]): Map<string, Figure[]> {
	const groups = new Map<string, Figure[]>();
	for (const figure of figures) {
		const group = groups.get(figure.measure) ?? [];
		group.push(figure);
		groups.set(figure.measure, group);
	}
	return groups;
}
