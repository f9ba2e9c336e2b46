// The answers of the interface, as its OpenAPI document describes them. Made by
// go test ./api -run TypesOfTheMap -update; not to be written by hand.
import type { Geometry } from "geojson";

export type Agent = {
	id: string;
	kind: string;
	links?: Link[];
	name: string;
	note?: string | null;
};

export type Agents = {
	agents: Agent[];
	links: Link[];
	numberMatched: number;
	numberReturned?: number;
};

export type AllStats = {
	bbox: [number, number, number, number] | null;
	collections: Stats[];
	links: Link[];
	located: number;
	numberMatched: number;
	undated: number;
	years: {
		certain: number;
		possible: number;
		year: number;
	}[];
};

export type Archive = {
	bytes?: number | null;
	captured_on?: string | null;
	media_type?: string | null;
	sha256?: string | null;
	state: string;
};

export type Change = {
	collection?: string;
	from?: string;
	id: string;
	kind: "added" | "changed" | "withdrawn" | "coarser" | "finer";
	published_on: string;
	to?: string;
};

export type Changes = {
	changes: Change[];
	complete?: boolean;
	data_version?: string;
	editions?: Edition[];
	links: Link[];
	numberMatched: number;
	numberReturned?: number;
	published_on?: string;
};

export type Claim = {
	agent_name?: string | null;
	asserted_by: string | null;
	contested: boolean;
	disputes?: string[];
	id: string;
	is_shown: boolean;
	links?: Link[];
	locator?: Record<string, unknown> | null;
	note?: string | null;
	perspective?: string | null;
	property: string;
	rank: string | null;
	recorded_at?: string | null;
	recorded_by?: string | null;
	rivals: number;
	rivals_at: string;
	source: string | null;
	source_title?: string | null;
	subject: {
		collection: string;
		id: string;
		name: string | null;
	};
	supersedes?: number | null;
	supports?: string[];
	value: unknown;
	version?: number | null;
	via?: string[];
	when?: string | null;
	when_role?: string | null;
};

export type ClaimedProperty = {
	claims: StatedClaim[];
	contested: boolean;
	property: string;
	rival_claims: string[] | null;
	rivals: number;
	shown: ShownValue | null;
};

export type Claims = {
	claims: Claim[];
	links: Link[];
	numberMatched: number;
	numberReturned?: number;
};

export type Collection = {
	crs: string[];
	description: string;
	extent: {
		spatial?: {
			bbox: [number, number, number, number][];
			crs: string;
		};
		temporal: Record<string, unknown>;
	};
	id: string;
	itemCount: number;
	itemType: string;
	links: Link[];
	storageCrs: string;
	title: string;
};

export type Collections = {
	collections: Collection[];
	crs: string[];
	links: Link[];
};

export type Conformance = {
	conformsTo: string[];
};

export type Dossier = {
	agents: Record<string, Agent>;
	figures: StatedFigure[];
	links: Link[];
	names: Name[];
	one_sided: boolean;
	perspectives: string[];
	properties: ClaimedProperty[];
	sources: Record<string, Source>;
	subject: Subject;
};

export type Edition = {
	changes: number;
	data_version: string;
	listed: boolean;
	published_on: string;
};

export type Feature = {
	geometry: Geometry | null;
	id: string;
	links?: Link[];
	properties: Properties;
	type: "Feature";
};

export type FeatureCollection = {
	features: Feature[];
	links?: Link[];
	numberMatched?: number;
	numberReturned?: number;
	timeStamp?: string;
	type: "FeatureCollection";
};

export type FeaturePage = {
	features: Feature[];
	links: Link[];
	numberMatched: number;
	numberReturned: number;
	timeStamp: string;
	type: "FeatureCollection";
};

export type Figure = {
	agent_name?: string | null;
	asserted_by: string | null;
	best?: number | null;
	comparator?: string | null;
	contested: boolean;
	disputes?: string[];
	high?: number | null;
	id: string;
	links?: Link[];
	locator?: Record<string, unknown> | null;
	low?: number | null;
	measure: string;
	note?: string | null;
	perspective?: string | null;
	rank: string | null;
	recorded_at?: string | null;
	recorded_by?: string | null;
	rivals: number;
	rivals_at: string;
	scope: {
		collection: string;
		id: string;
		name: string | null;
	};
	source: string | null;
	source_title?: string | null;
	supersedes?: number | null;
	supports?: string[];
	version?: number | null;
	via?: string[];
	when?: string | null;
	when_role?: string | null;
	word: string | null;
};

export type Figures = {
	figures: Figure[];
	links: Link[];
	numberMatched: number;
	numberReturned?: number;
};

export type History = {
	links?: Link[];
	subject: Subject;
	versions: PublicVersion[];
};

export type Item = Feature & {
	contested_measures?: string[];
	contested_properties?: string[];
	rivals?: Rivals[];
};

export type Landing = {
	attribution: string;
	base_map: {
		attribution: string;
		url: string;
	} | null;
	contact: string;
	data_version: string;
	description: string;
	licence: string;
	links: Link[];
	policy?: string;
	policy_version?: string;
	published_on: string;
	title: string;
};

export type Link = {
	href: string;
	rel: string;
	title?: string;
	type?: string;
};

export type Locator = {
	bytes?: [number, number];
	page?: number;
	paragraph?: number;
	row?: number;
	text?: string;
};

export type Name = {
	language: string | null;
	script: string | null;
	source: string | null;
	text: string;
	when: string | null;
};

export type Object = Record<string, unknown>;

export type Problem = {
	accepted?: string;
	detail: string;
	figures?: string[];
	instance: string;
	links?: Link[];
	parameter?: string;
	reason?: string;
	request_id: string;
	scopes?: string[];
	status: number;
	title: string;
	type: string;
	value?: string;
};

export type Properties = {
	according_to: string | null;
	adm1_code?: string | null;
	claim_count: number | null;
	contested: boolean | null;
	controlled_by?: string | null;
	description: string | null;
	earliest: string | null;
	editor_note: string | null;
	figure_count: number | null;
	gazetteer_id?: string | null;
	generalised: boolean | null;
	geometry_basis?: string | null;
	kind?: string | null;
	latest: string | null;
	location_form: string | null;
	name: string | null;
	name_az: string | null;
	name_en: string | null;
	name_hy: string | null;
	name_ru: string | null;
	one_sided: boolean | null;
	perspective?: string | null;
	place: string | null;
	place_name: string | null;
	precision_rule: string | null;
	protection?: string | null;
	public_precision: string | null;
	source: string | null;
	stage?: string | null;
	status?: string | null;
	uncertainty_m: number | null;
	updated: string | null;
	verification?: string | null;
	when: string | null;
	when_role: string | null;
};

export type PublicVersion = {
	changed: Record<string, unknown> | null;
	day: string;
	reason: string | null;
	version: number;
};

export type Query = {
	bbox?: unknown;
	certainty?: string;
	datetime?: string;
	filter?: unknown;
	"filter-crs"?: "http://www.opengis.net/def/crs/OGC/1.3/CRS84" | "http://www.opengis.net/def/crs/EPSG/0/4326" | "http://www.opengis.net/def/crs/EPSG/0/3857" | "http://www.opengis.net/def/crs/EPSG/0/32638" | "http://www.opengis.net/def/crs/EPSG/0/32639";
	"filter-lang"?: "cql2-text" | "cql2-json" | "cql-text";
	limit?: number;
	next?: string;
	properties?: unknown;
	q?: string;
	sortby?: unknown;
};

export type Range = {
	agent?: string;
	agent_name: string | null;
	best: number | null;
	comparator?: string | null;
	contested?: boolean;
	disputes?: string[];
	figure: string;
	high: number | null;
	low: number | null;
	open_high: boolean;
	open_low: boolean;
	positioned: boolean;
	rank?: string | null;
	source: string;
	source_title?: string | null;
	when?: string | null;
	word: string | null;
};

export type RangeGroup = {
	contested?: boolean;
	max: number | null;
	measure: string;
	min: number | null;
	ranges: Range[];
	scope: {
		collection: string;
		id: string;
		name: string | null;
	};
};

export type Ranges = {
	groups: RangeGroup[];
	links: Link[];
	numberMatched: number;
	numberReturned?: number;
};

export type Rivals = {
	measure?: string;
	property?: string;
	rivals: number;
	rivals_at: string;
};

export type Search = {
	links: Link[];
	numberMatched: number;
	query: string;
	results: SearchResult[];
};

export type SearchResult = {
	bbox: [number, number, number, number] | null;
	collection: string;
	id: string;
	links: Link[];
	match: "exact" | "prefix" | "word" | "fuzzy";
	matched: {
		language: string | null;
		script: string | null;
		source: string | null;
		text: string;
	};
	name: string | null;
	place_name: string | null;
};

export type ShownValue = {
	claim: string | null;
	record_value: unknown;
	rule: string;
	value: unknown;
};

export type Source = {
	agent?: string | null;
	agent_name?: string | null;
	archive: Archive;
	author?: string | null;
	id: string;
	kind: string;
	known_through?: string | null;
	language?: string | null;
	licence?: string | null;
	links?: Link[];
	note?: string | null;
	perspective?: string | null;
	published?: string | null;
	publisher?: string | null;
	title: string;
	url?: string | null;
};

export type Sources = {
	links: Link[];
	numberMatched: number;
	sources: Source[];
};

export type StatedClaim = {
	asserted_by: string;
	disputes: string[];
	id: string;
	locator: Locator | null;
	note: string | null;
	perspective: string | null;
	property: string;
	rank: string;
	recorded_at: string | null;
	recorded_by: string | null;
	source: string;
	supersedes: number | null;
	supports: string[];
	value: unknown;
	version: number | null;
	via: string[];
	when: string | null;
	when_role: string | null;
};

export type StatedFigure = {
	asserted_by: string;
	best: number | null;
	comparator: string | null;
	disputes: string[];
	high: number | null;
	id: string;
	locator: Locator | null;
	low: number | null;
	measure: string;
	note: string | null;
	perspective: string | null;
	rank: string;
	recorded_at: string | null;
	recorded_by: string | null;
	scope: Subject;
	source: string;
	supersedes: number | null;
	supports: string[];
	version: number | null;
	via: string[];
	when: string | null;
	when_role: string | null;
	word: string | null;
};

export type Stats = {
	bbox: [number, number, number, number] | null;
	collection: string;
	facets: ({
		more: number;
		null: number;
		property: string;
		values: ({
			count: number;
			value: string | number | boolean;
		})[];
	})[];
	links: Link[];
	located: number;
	numberMatched: number;
	undated: number;
	years: {
		certain: number;
		possible: number;
		year: number;
	}[];
};

export type Story = {
	steps: {
		layers?: string[];
		sources: string[];
		text: Record<string, string>;
		title: Record<string, string>;
		when?: string;
		where: [number, number, number, number];
	}[];
	title: Record<string, string>;
};

export type Subject = {
	collection: string;
	id: string;
};

export type Sum = {
	addends: Figure[];
	best: number | null;
	contested?: boolean;
	high: number | null;
	links?: Link[];
	low: number | null;
	measure: string;
};

export type Translations = Record<string, string>;
