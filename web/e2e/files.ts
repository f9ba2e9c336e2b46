// A file server of other people's, which answers ranges as theirs do, and what
// it may serve: a picture, and an archive of pictures.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32, deflateSync } from "node:zlib";

/** What was asked of a file server: a path, and the range as its header has it. */
export interface Asked {
	path: string;
	range: string | undefined;
}

/** Serves files by their paths, to pages of any origin; a path that it does not have is 404. */
export async function serveFiles(
	files: Record<string, Buffer>,
): Promise<{ server: Server; url: string; asked: Asked[] }> {
	const asked: Asked[] = [];
	const server = createServer((request, response) => {
		const path = request.url ?? "/";
		asked.push({ path, range: request.headers.range });
		answer(request, response, files[path] ?? files["*"]);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function answer(request: IncomingMessage, response: ServerResponse, body: Buffer | undefined): void {
	const open = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "range" };
	if (request.method === "OPTIONS") response.writeHead(204, open).end();
	else if (!body) response.writeHead(404, open).end();
	else {
		const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
		if (first === undefined) response.writeHead(200, open).end(body);
		else {
			const part = body.subarray(Number(first), Number(last) + 1);
			const range = `bytes ${first}-${Number(first) + part.length - 1}/${body.length}`;
			response.writeHead(206, { ...open, "Content-Range": range, "Content-Length": part.length }).end(part);
		}
	}
}

/** A PNG of 256 pixels, each quarter of one colour: from the left upper one, row by row. */
export function quarters(colours: readonly (readonly [number, number, number])[]): Buffer {
	const edge = 256;
	const rows = Buffer.alloc(edge * (1 + 3 * edge));
	for (let y = 0; y < edge; y++)
		for (let x = 0; x < edge; x++) {
			const colour = colours[(y < edge / 2 ? 0 : 2) + (x < edge / 2 ? 0 : 1)] ?? [0, 0, 0];
			rows.set(colour, y * (1 + 3 * edge) + 1 + 3 * x);
		}
	const head = Buffer.alloc(13);
	head.writeUInt32BE(edge, 0);
	head.writeUInt32BE(edge, 4);
	head.set([8, 2], 8);
	const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
	return Buffer.concat([
		signature,
		chunk("IHDR", head),
		chunk("IDAT", deflateSync(rows)),
		chunk("IEND", Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}

/** A PMTiles archive, version 3, of one tile: the whole world as a PNG. */
export function archiveOf(png: Buffer): Buffer {
	const HEAD = 127;
	const meta = Buffer.from("{}");
	// One entry: its tile's number, its run, its length, and its offset plus one.
	const directory = Buffer.concat([varint(1), varint(0), varint(1), varint(png.length), varint(1)]);
	const head = Buffer.alloc(HEAD);
	head.write("PMTiles\x03", "latin1");
	const at = [HEAD, directory.length, HEAD + directory.length, meta.length, 0, 0];
	const data = HEAD + directory.length + meta.length;
	for (const [i, n] of [...at, data, png.length, 1, 1, 1].entries()) head.writeBigUInt64LE(BigInt(n), 8 + 8 * i);
	// In order, uncompressed within and without, PNG, zoom 0 to 0.
	head.set([1, 1, 1, 2, 0, 0], 96);
	for (const [i, degrees] of [-180, -85, 180, 85].entries()) head.writeInt32LE(degrees * 1e7, 102 + 4 * i);
	return Buffer.concat([head, directory, meta, png]);
}

function varint(n: number): Buffer {
	const bytes: number[] = [];
	for (let rest = n; ; rest >>>= 7) {
		if (rest < 128) return Buffer.from([...bytes, rest]);
		bytes.push((rest & 127) | 128);
	}
}
