// The buttons on the map: nearer, farther, all, where I am, and four to move it,
// so that nothing needs a drag. And what they show: a scale and coordinates.
import { byID, whenIdle } from "./dom.ts";
import { numberForm, t } from "./i18n.ts";
import type { MapView } from "./map.ts";

/** The part of the map by which a button moves it. */
const STEP = 0.3;

/** What the buttons say when something can't be had. */
type Say = (words: string) => void;

/** Puts the buttons to work. */
export function listenToControls(map: MapView, showAll: () => void, say: Say): void {
	const on = (id: string, click: () => void) => byID(id).addEventListener("click", click);
	on("zoom-in", () => map.zoomBy(1));
	on("zoom-out", () => map.zoomBy(-1));
	on("zoom-all", showAll);
	on("pan-up", () => map.panBy(0, -STEP));
	on("pan-down", () => map.panBy(0, STEP));
	on("pan-left", () => map.panBy(-STEP, 0));
	on("pan-right", () => map.panBy(STEP, 0));
	on("locate", () => locate(map, say));
}

/** Where the reader is stays in the browser: the map is moved, and nothing is sent but what is asked for there. */
function locate(map: MapView, say: Say): void {
	if (!navigator.geolocation) {
		say(t("locate.none"));
		return;
	}
	navigator.geolocation.getCurrentPosition(
		({ coords }) => map.setView({ lat: coords.latitude, lon: coords.longitude, zoom: Math.max(10, map.view().zoom) }),
		(error) => say(t(error.code === error.PERMISSION_DENIED ? "locate.refused" : "locate.none")),
		{ timeout: 10_000, maximumAge: 60_000 },
	);
}

let scaleOf = 0;

/** Draws a scale of a round length, at most 110 pixels long, when there is time for it. */
export function drawScale(metresPerPixel: number): void {
	if (scaleOf === 0) whenIdle(scale);
	scaleOf = metresPerPixel;
}

function scale(): void {
	const metresPerPixel = scaleOf;
	scaleOf = 0;
	const most = metresPerPixel * 110;
	const power = 10 ** Math.floor(Math.log10(most));
	const metres = power * ([5, 2, 1].find((n) => n * power <= most) ?? 1);
	const box = byID("scale");
	const [n, unit] = metres >= 1000 ? [metres / 1000, "kilometer"] : [metres, "meter"];
	box.style.inlineSize = `${Math.round(metres / metresPerPixel)}px`;
	box.textContent = numberForm({ style: "unit", unit }).format(n);
}

/** Shows a place in degrees. */
export function readOut({ lat, lon }: { lat: number; lon: number }, zoom: number): void {
	const digits = Math.max(1, Math.min(5, Math.round(zoom / 2.5) - 1));
	const form = numberForm({ minimumFractionDigits: digits, maximumFractionDigits: digits });
	const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
	byID("readout").textContent = `${form.format(lat)}°, ${form.format(wrapped)}°`;
}
