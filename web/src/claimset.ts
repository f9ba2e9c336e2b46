// The shapes of the API's answer to .../items/{id}/claims. No DOM here.

export interface Locator {
	paragraph?: number;
	page?: number;
	row?: number;
	bytes?: [number, number];
	text?: string;
}

export interface Assertion {
	id: string;
	asserted_by: string;
	source: string;
	via?: string[] | null;
	locator?: Locator | null;
	rank: string;
	disputes?: string[] | null;
	supports?: string[] | null;
	perspective?: string | null;
	note?: string | null;
	when?: string | null;
	when_role?: string | null;
}

export interface Claim extends Assertion {
	property: string;
	value: unknown;
}

export interface Figure extends Assertion {
	measure: string;
	low: number | null;
	best: number | null;
	high: number | null;
	comparator?: string | null;
	word?: string | null;
	scope?: { collection: string; id: string } | null;
}

export interface Source {
	id: string;
	kind: string;
	title: string;
	publisher?: string | null;
	published?: string | null;
	language?: string | null;
	url?: string | null;
	perspective?: string | null;
	agent?: string | null;
	agent_name?: string | null;
	licence?: string | null;
	archive?: {
		state: string;
		sha256?: string | null;
		bytes?: number | null;
		media_type?: string | null;
		captured_on?: string | null;
	} | null;
	known_through?: string | null;
	note?: string | null;
}

export interface Agent {
	id: string;
	name: string;
	kind?: string | null;
	note?: string | null;
}

export interface Name {
	text: string;
	language?: string | null;
	script?: string | null;
	when?: string | null;
	source?: string | null;
}

export interface ClaimSet {
	one_sided: boolean;
	perspectives: string[];
	names: Name[];
	properties: { property: string; contested: boolean; claims: Claim[] }[];
	figures: Figure[];
	sources: Record<string, Source>;
	agents: Record<string, Agent>;
}

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
