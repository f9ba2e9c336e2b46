// Which labels the map has: names of places and districts, whose claim a zone
// is, and what lies somewhere in an area.
import type { Position } from "geojson";
import { type CollectionID, type Entry, nameOf } from "../feature.ts";
import { currentLanguage, nameLanguages, t, tn } from "../i18n.ts";
import { unproject } from "../paint/shape.ts";
import { said } from "../said.ts";
import { areaOf, boxOfArea, LEADING, type Somewhere } from "../somewhere.ts";
import type { TileFeature } from "../tiles/tile.ts";
import type { Label } from "./labels.ts";

export function recordLabel(entry: Entry): Label | null {
	const at = anchor(entry);
	const { text, lang } = nameOf(entry.feature.properties, nameLanguages());
	if (!at || !text) return null;
	const [lon = 0, lat = 0] = at;
	const base = { lat, lon, lang, lines: [text], className: `label-${entry.collection}` };
	switch (entry.collection) {
		case "sites": {
			const site = { ...base, rank: 1, minZoom: 9, offset: 12 };
			// In the middle of a cell a name would look like a position.
			return entry.box && entry.feature.properties.location_form === "cell"
				? { ...site, lat: entry.box[3], offset: -2, clear: entry.box, slides: true }
				: site;
		}
		case "villages": {
			const isTown = entry.feature.properties.kind === "town";
			return {
				...base,
				className: isTown ? "label-town" : base.className,
				rank: isTown ? 2 : 5,
				minZoom: isTown ? 7 : 8,
				offset: 7,
			};
		}
		case "zones": {
			const by = entry.feature.properties.perspective;
			return {
				...base,
				lines: by ? [text, t("accordingTo", { who: said(by) })] : [text],
				rank: 4,
				minZoom: 9,
				offset: 26,
				yields: true,
				slides: true,
			};
		}
		case "districts":
			return { ...base, rank: 6, minZoom: 8, offset: -14 };
		default:
			return null;
	}
}

/** The name of a record in a tile; a count and an area have none. */
export function tileLabel(collection: CollectionID, { shape, properties }: TileFeature): Label | null {
	const [x, y] = shape.points;
	if (x === undefined || y === undefined || typeof properties.name !== "string") return null;
	const [lon, lat] = unproject(x, y);
	return {
		lat,
		lon,
		lang: null,
		lines: [properties.name],
		className: `label-${collection}`,
		rank: collection === "sites" ? 1 : 5,
		minZoom: 8,
		offset: collection === "sites" ? 12 : 7,
	};
}

export function somewhereLabel(group: Somewhere): Label | null {
	const area = areaOf(group.place);
	if (!area) return null;
	const counts = LEADING.filter((c) => group.counts.has(c)).map((c) => tn(`count.${c}`, group.counts.get(c) ?? 0));
	const lines = [counts.join(", "), t("map.somewhereHere")];
	const isSites = group.counts.has("sites");
	const box = boxOfArea(area);
	if (!box) return null;
	const [west, south, east, north] = box;
	const base = {
		lang: currentLanguage(),
		lines,
		className: isSites ? "label-somewhere" : "label-somewhere quiet",
		lon: (west + east) / 2,
		minZoom: isSites ? 6 : 9,
		slides: true,
	};
	if (area.kind === "circle") return { ...base, lat: north, rank: 0, offset: -2, clear: box };
	return { ...base, lat: (south + north) / 2, rank: isSites ? 0 : 3, offset: 12, yields: true };
}

/** Where a record's name goes: its point, or the middle of its box. */
function anchor(entry: Entry): Position | null {
	const { geometry } = entry.feature;
	if (geometry?.type === "Point") return geometry.coordinates;
	return entry.box && [(entry.box[0] + entry.box[2]) / 2, (entry.box[1] + entry.box[3]) / 2];
}
