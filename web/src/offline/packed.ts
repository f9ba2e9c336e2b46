// The area that the reader saved, as the service worker reads it.
import { type Box, boxOf, intersects } from "../feature.ts";
import type { FeaturePage } from "../schema.d.ts";
import { copyOf, KEPT_AT } from "./kept.ts";
import { MANIFEST, wholePack } from "./packs.ts";

export interface Manifest {
	box: Box;
	/** An ISO time. */
	savedAt: string;
	bytes: number;
	records: number;
	/** For each large layer, the addresses of its records in the box. */
	areas: Record<string, string[]>;
}

type Page = Pick<FeaturePage, "features">;

/** The packed answer to a request, if there is one; for records in a box, those of the pack that lie in it. */
export async function fromPack(url: string, scope: string, now: Date): Promise<Response | undefined> {
	const cache = await wholePack(scope);
	if (!cache) return undefined;
	const copy = await copyOf(cache, url, now);
	if (copy) return copy;
	const asked = new URL(url);
	const collection = asked.pathname.match(/\/collections\/([^/]+)\/items$/)?.[1];
	const box = asked.searchParams.get("bbox")?.split(",").map(Number);
	const manifest = await copyOf(cache, new URL(MANIFEST, scope).href, now);
	if (!collection || box?.length !== 4 || !manifest) return undefined;
	const { areas, savedAt } = (await manifest.json()) as Manifest;
	const pages = await Promise.all((areas[collection] ?? []).map((at) => copyOf(cache, at, now)));
	if (pages.length === 0) return undefined;
	const found = await Promise.all(pages.map(async (page) => (page ? ((await page.json()) as Page).features : [])));
	const features = found.flat().filter((f) => meets(f, box));
	const body = JSON.stringify({ type: "FeatureCollection", numberMatched: features.length, features, links: [] });
	return new Response(body, { headers: { "Content-Type": "application/geo+json", [KEPT_AT]: savedAt } });
}

/** As the server: what has no position is in every box. */
function meets({ geometry }: Page["features"][number], [w = 0, s = 0, e = 0, n = 0]: number[]): boolean {
	const own = geometry && boxOf(geometry);
	return !own || intersects(own, [w, s, e, n]);
}
