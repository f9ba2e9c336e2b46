// How to cite a record: as text, BibTeX and RIS. No DOM here.
export interface Cited {
	title: string;
	/** Whose account it is; null if nobody is named. */
	author: string | null;
	/** Who serves the record. */
	publisher: string;
	/** The record's own address on the page. */
	url: string;
	id: string;
	/** When it was last changed, and when it was read: YYYY-MM-DD. */
	updated: string | null;
	accessed: string;
}

export const CITATIONS = ["text", "bibtex", "ris"] as const;
export type Citation = (typeof CITATIONS)[number];

export function cite(c: Cited, form: Citation): string {
	return { text, bibtex, ris }[form](c);
}

function text(c: Cited): string {
	const year = c.updated ? ` (${c.updated})` : "";
	return `${c.author ? `${c.author}: ` : ""}${c.title}${year}. ${c.publisher}. ${c.url} (${c.accessed}).`;
}

function bibtex(c: Cited): string {
	const fields: [string, string | null][] = [
		["title", c.title],
		["author", c.author && `{${escaped(c.author)}}`],
		["publisher", c.publisher],
		["year", c.updated?.slice(0, 4) ?? null],
		["url", c.url],
		["urldate", c.accessed],
	];
	const lines = fields.flatMap(([name, value]) => {
		if (!value) return [];
		const isPlain = name === "url" || name === "author";
		return [`  ${name} = {${isPlain ? value : escaped(value)}}`];
	});
	return `@misc{stele-${c.id},\n${lines.join(",\n")}\n}\n`;
}

/** What means something to TeX is written so that it means itself. */
function escaped(value: string): string {
	return value.replace(/[\\{}]/g, "").replace(/[&%$#_]/g, (c) => `\\${c}`);
}

function ris(c: Cited): string {
	const lines: [string, string | null][] = [
		["TY", "DATA"],
		["TI", c.title],
		["AU", c.author],
		["PB", c.publisher],
		["PY", c.updated?.slice(0, 4) ?? null],
		["DA", c.updated?.replaceAll("-", "/") ?? null],
		["UR", c.url],
		["Y2", c.accessed.replaceAll("-", "/")],
		["ID", `stele-${c.id}`],
		["ER", ""],
	];
	// A line break would begin another field.
	return lines
		.flatMap(([tag, value]) => (value === null ? [] : [`${tag}  - ${value.replace(/\s+/g, " ")}\r\n`]))
		.join("");
}
