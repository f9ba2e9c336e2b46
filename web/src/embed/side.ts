// What stands beside the map in a frame: its list of records, or nothing. No DOM here.

export type Side = "list" | "none";

/** Reads the member `side` of a hash. */
export function sideOf(hash: string): Side {
	return /[#&]side=list(&|$)/.test(hash) ? "list" : "none";
}

/** What a frame is made of. */
export interface Frame {
	/** The address of the page /embed. */
	address: string;
	/** Of the map's state, without "#". */
	hash: string;
	side: Side;
	height: number;
	title: string;
}

export function addressOf({ address, hash, side }: Frame): string {
	return `${address}#${hash}${side === "list" ? "&side=list" : ""}`;
}

/** The frame's height in pixels. */
export function heightOf({ height }: Frame): number {
	return Math.min(2000, Math.max(200, Math.round(height) || 480));
}

/** The markup of the frame, for a page of other people. */
export function snippetOf(frame: Frame): string {
	return `<iframe src="${escaped(addressOf(frame))}" title="${escaped(frame.title)}" width="100%" height="${heightOf(frame)}" loading="lazy"></iframe>`;
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
