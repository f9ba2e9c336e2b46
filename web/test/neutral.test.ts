import assert from "node:assert/strict";
import { test } from "node:test";
import { groundOf, hasWater } from "../src/basemap/neutral.ts";
import { type Shape, shape } from "../src/paint/shape.ts";

const path = Float64Array.of(0, 0, 1, 1);
const none = new Float64Array();
const AREA: Shape = shape(none, [], [path]);
const LINE: Shape = shape(none, [path], []);
const POINT: Shape = shape(path, [], []);

for (const [layers, form, ground] of [
	["water ocean water_polygons ne_10m_lakes", AREA, "water"],
	["earth land ne_10m_land districts ne_10m_admin_0_countries", AREA, "land"],
	["building buildings", AREA, "building"],
	["waterway water water_lines rivers streams", LINE, "river"],
	["transportation roads streets transit railway", LINE, "road"],
	["landuse landcover landmarks park boundaries places", AREA, null],
	["boundary boundaries ne_10m_admin_0_boundary_lines_land water_boundaries street_labels", LINE, null],
	["place places pois water_name street_labels_points housenumber villages", POINT, null],
] as const) {
	test(`a base map's ${layers} are drawn as ${ground}`, () => {
		for (const layer of layers.split(" ")) assert.equal(groundOf(layer, form), ground, layer);
	});
}

test("the ground of tiles that show water is land", () => {
	assert.equal(hasWater(["boundary", "water"]), true);
	assert.equal(hasWater(["districts"]), false);
});
