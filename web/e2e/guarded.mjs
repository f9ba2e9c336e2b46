// Serves a small made world whose burial sites are protected, with exact
// positions in its vault that the release does not have, versions, a story of
// its operator's, and zones that lie over one another:
//   node e2e/guarded.mjs PORT FOLDER
import { HELD } from "./held.mjs";
import { World } from "./world.mjs";

const [port, folder] = process.argv.slice(2);
const made = new World(folder);
const who = ["--according-to", "A made register", "--agent-kind", "organisation"];
const at = Object.fromEntries(HELD.map(({ id, lon, lat }) => [id, [lon, lat]]));

made.write(
	"stele.json",
	JSON.stringify({ title: "A guarded world", licence: "CC0 1.0", contact: "someone@example.org", story: "story.json" }),
);
made.write(
	"story.json",
	JSON.stringify({
		title: { en: "A story of our own", ru: "Наша собственная история" },
		steps: [
			{
				title: { en: "Where it begins" },
				text: { en: "A text of our own." },
				where: [46, 39.9, 46.4, 40.2],
				sources: ["a"],
			},
			{
				title: { en: "A year later" },
				text: { en: "Another text." },
				where: [46.1, 40, 46.2, 40.1],
				when: "1994..1995",
				layers: ["sites", "zones"],
				sources: ["a"],
			},
		],
	}),
);

// A dozen villages in each cell of a tenth of a degree, more than the policy asks for.
const villages = [];
for (let i = 0; i < 9; i++)
	for (let j = 0; j < 12; j++) {
		const lon = 46.0 + (i % 3) * 0.1 + 0.02 + (j % 4) * 0.02;
		const lat = 39.9 + Math.floor(i / 3) * 0.1 + 0.02 + Math.floor(j / 4) * 0.03;
		villages.push([`v-${i}-${j}`, `Village ${i}-${j}`, lon.toFixed(2), lat.toFixed(2), "village", 1000]);
	}
made.import("villages", who, [["id", "name", "lon", "lat", "kind", "uncertainty_m"], ...villages]);
made.import("districts", who, [
	["id", "name", "geometry_basis", "wkt"],
	["district", "A district", "a sketch", polygon([45.9, 39.8, 46.5, 40.3])],
]);
const zone = (key, side, when, box) => [
	key,
	`Zone as ${side} has it`,
	"territorial_control",
	side,
	when,
	"valid",
	"a sketch",
	polygon(box),
];
made.import("zones", who, [
	["id", "name", "kind", "perspective", "when", "when_role", "geometry_basis", "wkt"],
	zone("north", "Side A", "1993/1996", [46, 40, 46.3, 40.2]),
	zone("south", "Side B", "1994/1997", [46.05, 39.9, 46.25, 40.1]),
	zone("disputed", "Side C", "1993/1997", [46.35, 39.9, 46.45, 40]),
]);
made.import("events", who, [
	["id", "name", "kind", "when", "lon", "lat", "place"],
	["event", "An event at a known place", "attack_on_civilians", "1993-04", ...at.event, ""],
	["wide", "An event somewhere in the district", "displacement", "1994", "", "", "districts/district"],
	["denied", "An event that another register has otherwise", "displacement", "1993-05", "", "", "villages/v-0-0"],
]);
made.stele(
	"source",
	"add",
	"--key",
	"other",
	"--title",
	"Another register",
	"--kind",
	"report",
	"--agent",
	"office",
	"--agent-name",
	"An office",
	"--agent-kind",
	"state_body",
);
/** Has another register say that a record is of another kind. */
const contest = (subject, kind) =>
	made.stele(
		...["claim", "add", "--key", `rival of ${subject}`, "--subject", subject, "--property", "kind", "--value", kind],
		...["--source", "other", "--paragraph", "3"],
	);
contest("zones/disputed", "contested_area");
contest("villages/v-2-11", "town");
contest("events/denied", "attack_on_civilians");
const sites = (stage) => [
	["id", "name", "kind", "stage", "protection", "when", "lon", "lat", "place"],
	["guarded", "A guarded grave", "burial_place", stage, "guarded", "1993-04-18", ...at.guarded, ""],
	["opened", "An opened grave", "burial_place", "excavation_started", "none", "1994", ...at.opened, ""],
	["unguarded", "An unguarded grave", "burial_place", "reported", "none", "1993", ...at.unguarded, "villages/v-4-5"],
];
made.import("sites", who, sites("reported"));
contest("sites/opened", "cemetery");
made.publish();
// Another edition, so that one of them has a history.
made.import("sites", who, sites("located"));
made.publish();
made.serve(port);

function polygon([west, south, east, north]) {
	return `POLYGON((${west} ${south},${east} ${south},${east} ${north},${west} ${north},${west} ${south}))`;
}
