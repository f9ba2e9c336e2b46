// Two maps that show one place, one of which comes and goes.
import type * as L from "leaflet";

/** Reports that a map has been taken away: what was loaded for it meanwhile has no place any more. */
export function isGone(map: L.Map): boolean {
	return map.getPane("mapPane") === undefined;
}

/** Moves each map with the other, until the function that is returned is called. */
export function moveTogether(a: L.Map, b: L.Map): () => void {
	const follow = (from: L.Map, to: L.Map) => {
		const move = () => {
			const [at, zoom] = [from.getCenter(), from.getZoom()];
			if (zoom !== to.getZoom() || !at.equals(to.getCenter(), 1e-9)) to.setView(at, zoom, { animate: false });
		};
		from.on("move", move);
		return () => from.off("move", move);
	};
	const ends = [follow(a, b), follow(b, a)];
	return () => {
		for (const end of ends) end();
	};
}
