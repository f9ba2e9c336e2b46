// What readers in JavaScript find in a layer's files. Usage: node read.mjs FOLDER COLLECTION
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VectorTile } from "@mapbox/vector-tile";
import { getIssues } from "@placemarkio/check-geojson";
import { Validator } from "@seriousme/openapi-schema-validator";
import { geojson as flatgeobuf } from "flatgeobuf";
import { parquetReadObjects, parquetMetadata } from "hyparquet";
import { PbfReader } from "pbf";
import { PMTiles } from "pmtiles";

const [folder, collection] = process.argv.slice(2);
const bytes = (name) => readFileSync(join(folder, name));
const buffer = (name) => new Uint8Array(bytes(name)).buffer;
const found = {};

found.geojsonIssues = getIssues(bytes("export.geojson").toString()).map((issue) => issue.message);

const features = [];
for await (const feature of flatgeobuf.deserialize(new Uint8Array(buffer("export.fgb")))) features.push(feature);
found.flatgeobuf = features.map((f) => ({ id: f.properties.id, name: f.properties.name ?? null, type: f.geometry?.type ?? null }));

const parquet = buffer("export.parquet");
const rows = await parquetReadObjects({ file: parquet });
found.geoparquet = rows.map((row) => ({ id: row.id, name: row.name ?? null, type: row.geometry?.type ?? null }));
found.geo = JSON.parse(parquetMetadata(parquet).key_value_metadata.find((pair) => pair.key === "geo").value);

const archive = new PMTiles({
	getKey: () => "export.pmtiles",
	getBytes: async (offset, length) => ({ data: buffer("export.pmtiles").slice(offset, offset + length) }),
});
found.metadata = await archive.getMetadata();
const world = await archive.getZxy(0, 0, 0);
const layer = world && new VectorTile(new PbfReader(new Uint8Array(world.data))).layers[collection];
found.pmtiles = [];
for (let i = 0; i < (layer?.length ?? 0); i++) {
	const { geometry, properties } = layer.feature(i).toGeoJSON(0, 0, 0);
	found.pmtiles.push({ id: properties.id, type: geometry.type });
}

for (const name of ["openapi30", "openapi31"]) {
	const result = await new Validator().validate(JSON.parse(bytes(`${name}.json`)));
	found[name] = result.valid ? "valid" : JSON.stringify(result.errors).slice(0, 2000);
}
console.log(JSON.stringify(found));
