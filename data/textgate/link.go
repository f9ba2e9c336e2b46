package textgate

import "strings"

const linkForm = "map link"

// mapService is a host, perhaps with a path, that shows places. What follows
// says which, unless it is empty or innocent.
type mapService struct {
	host     string
	innocent *pattern // of what follows the host; nil for none
}

var (
	nothing = compile(`^[/?#]?$`)
	pages   = compile(`^/?(?:$|(?:copyright|about|help|terms|privacy|legal|user|login|wiki|traces|diary|welcome|export$|note/new|history$|faq|docs|developers?|api$|blog|copyright\b|[a-z]{2}$|about\b)(?:[/?#].*)?$)`)
	// Of a host with many countries: what does not lead to its maps.
	notMaps = compile(`^[a-z.]{2,6}(?:$|[?#]|/(?:$|[^mn]|m(?:$|[^a])|ma(?:$|[^p])|map(?:$|[^s])|maps[a-z0-9-]|n(?:$|[^a])|na(?:$|[^v])|nav(?:$|[^i])|maps/?$|navi/?$))`)
	regions = compile(`^/?(?:[a-z-]{2,20}/?)?$`)
)

var mapServices = []mapService{
	{"goo.gl/maps", nothing},
	{"maps.app.goo.gl", nothing},
	{"earth.app.goo.gl", nothing},
	{"g.co/maps", nothing},
	{"g.page", nothing},
	{"maps.google.", compile(`^[a-z.]{2,6}(?:/maps)?/?$`)},
	{"google.com/maps", nothing},
	{"google.", notMaps},
	{"earth.google.com", compile(`^/?(?:web/?)?$`)},
	{"openstreetmap.org", pages},
	{"osm.org", pages},
	{"openstreetmap.de", pages},
	{"osmand.net", pages},
	{"opentopomap.org", pages},
	{"maps.yandex.", compile(`^[a-z.]{2,6}/?$`)},
	{"yandex.", notMaps},
	{"ya.ru/maps", nothing},
	{"n.maps.yandex", nothing},
	{"bing.com/maps", nothing},
	{"maps.apple.com", nothing},
	{"maps.apple", nothing},
	{"wikimapia.org", pages},
	{"2gis.", compile(`^[a-z.]{2,6}/?(?:[a-z]+/?)?$`)},
	{"go.2gis.com", nothing},
	{"wego.here.com", regions},
	{"share.here.com", nothing},
	{"her.is", nothing},
	{"here.com", pages},
	{"waze.com", regions},
	{"geohack.toolforge.org", nothing},
	{"tools.wmflabs.org/geohack", nothing},
	{"mapcarta.com", pages},
	{"mapy.cz", regions},
	{"mapy.com", regions},
	{"sentinel-hub.com", pages},
	{"apps.sentinel-hub.com", nothing},
	{"browser.dataspace.copernicus.eu", nothing},
	{"zoom.earth", regions},
	{"wikiloc.com", pages},
	{"w3w.co", nothing},
	{"what3words.com", pages},
	{"plus.codes", compile(`^/?(?:howitworks|map)?/?$`)},
	{"geohash.org", nothing},
	{"satellites.pro", regions},
	{"mapbox.com/maps", nothing},
	{"windy.com", compile(`^[^\d]*$`)},
	{"gaiagps.com", pages},
	{"caltopo.com", pages},
	{"livingatlas.arcgis.com/wayback", nothing},
	{"kosmosnimki.ru", nothing},
	{"nakarte.me", nothing},
	{"geocaching.com/geocache", nothing},
	{"latlong.net/c", nothing},
	{"gps-coordinates.net", nothing},
	{"liveuamap.com", compile(`^[^\d@]*$`)},
	{"maps.me", pages},
	{"ge0.me", nothing},
	{"omaps.app", nothing},
	{"mapillary.com", pages},
	{"suncalc.org", nothing},
	{"peakfinder.", regions},
	{"peakvisor.com", pages},
	{"gomap.az", regions},
	{"goradar.az", regions},
}

// Schemes that open a map.
var mapScheme = compile(`^(?:geo|google\.navigation|comgooglemaps|maps|om|waze|yandexmaps|yandexnavi|dgis|here\.app|osmand\.api|mapsme|mapswithme):(?://)?[^ "'<>]*\d`)

// findLink finds links to map services, whole. Links to their front pages pass,
// and so do links that name no place finer than 0.1 degree.
func findLink(t *text, i int) (span, bool) {
	if t.letterBefore(i) {
		return span{}, false
	}
	if m := mapScheme.index(t.window(i, 200)); m != nil && fineDecimal.matches(t.window(i, 200)[:m[1]]) {
		return span{form: linkForm, start: i, end: i + m[1]}, true
	}
	w := t.window(i, 100)
	for _, service := range mapServices {
		if w[0] != service.host[0] || !strings.HasPrefix(w, service.host) {
			continue
		}
		after := i + len(service.host)
		rest := t.s[after:t.linkEnd(after, after+300)]
		if t.isHostEnd(after, service.host) && !service.innocent.matches(rest) && !coarseLinks.matches(rest) {
			return span{form: linkForm, start: t.linkStart(i), end: t.linkEnd(after, len(t.s))}, true
		}
	}
	return span{}, false
}

// findLinkDigit finds links to the one host whose name begins with a digit.
func findLinkDigit(t *text, i int) (span, bool) {
	if t.s[i] != '2' || !strings.HasPrefix(t.s[i:], "2gis") {
		return span{}, false
	}
	return findLink(t, i)
}

var (
	linkHead = compile(`(?:https?://)?(?:[a-z0-9_-]+\.){0,3}$`)
	// Links that name a place to 0.1 degree or coarser may pass.
	coarseLinks = compile(`^/?#map=\d{1,2}/-?\d{1,3}(?:\.\d)?/-?\d{1,3}(?:\.\d)?$|[?&](?:q|ll)=-?\d{1,2}(?:\.\d)?,-?\d{1,3}(?:\.\d)?$|^/?@-?\d{1,2}(?:\.\d)?,-?\d{1,3}(?:\.\d)?,\d{1,2}z$`)
)

// isHostEnd tells "osm.org" from "osm.organic".
func (t *text) isHostEnd(i int, host string) bool {
	return strings.HasSuffix(host, ".") || !t.letterAt(i) && (i >= len(t.s) || t.s[i] != '-')
}

func (t *text) linkStart(i int) int {
	return i - len(linkHead.find(t.before(i, 60)))
}

// linkEnd is where a link that goes on at i ends, not beyond most. An escaped
// quotation mark belongs to it, and the signs of the sentence around it do not.
func (t *text) linkEnd(i, most int) int {
	end := i
	for end < min(most, len(t.s)) && (strings.IndexByte(` "<>`, t.s[end]) < 0 || t.raw[t.starts[end]] == '%') {
		end++
	}
	return i + len(strings.TrimRight(t.s[i:end], ".,;:!?)]}»*"))
}
