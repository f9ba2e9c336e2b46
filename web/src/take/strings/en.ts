// English words of what is loaded when asked for: see words.ts.
export const en = {
	format: "Format",
	notIn: "not in this format; choose another",
	licence: "Licence: {licence}",
	credit: "Credit: {attribution}",
	api: "{layer}: GeoJSON of this view, by the programming interface",
	qgis: "Use it in QGIS",
	"qgis.open": "In QGIS choose Layer → Add Layer → Add WFS / OGC API - Features Layer.",
	"qgis.connect": "Make a new connection, version OGC API - Features, with this address:",
	"qgis.add": "Connect, and add the layers. Each comes whole.",
	"qgis.view":
		"For this view alone: Layer → Add Layer → Add Vector Layer, source type Protocol, with the address of a layer's API link above.",
	share: "Copy a link to this view",
	"share.hint": "The link holds place, time, filters and the open record",
	embed: "Put this map into a page",
	picture: "Map as a picture (PNG)",
	"picture.failed": "The browser could not make the picture",
	print: "Print",
};
