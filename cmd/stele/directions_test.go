package main

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stele/web"
)

// waysThere are the ways to send somebody to a place: routing services, map
// links, the geo: scheme, relations of links, and the words for it in the four
// languages of the page.
var waysThere = regexp.MustCompile(`(?i)google\.[a-z.]+/maps|maps\.(google|apple)|goo\.gl/maps|maps\.app\.goo|geo:-?\d|["']geo:|comgooglemaps|` +
	`yandex\.[a-z]+/maps|waze\.com|bing\.com/maps|\b2gis\b|openstreetmap\.org/(directions|\?mlat)|\bosrm\b|graphhopper|valhalla|openrouteservice|` +
	`\bdirections\b|directions?[-_ ]to\b|/rout(e|ing)\b|\brouting\b|get there|navigate to|turn-by-turn|` +
	`"rel"\s*:\s*"[^"]*(rout|direction|navigat|itinerar)[^"]*"|` +
	`маршрут|проложить путь|как добраться|marşrut|yol tarifi|necə getmək|երթուղ|ինչպես հասնել`)

// signs are parts, in small letters, of whatever waysThere finds: to look for them
// first takes a hundredth of the time, of all that a server answers and with the race detector on.
var signs = []string{
	"maps", "geo:", "waze", "2gis", "openstreetmap", "osrm", "graphhopper", "valhalla", "openrouteservice", "direction", "rout", "navigat", "itinerar",
	"get there", "turn-by-turn", "маршрут", "проложить путь", "как добраться", "marşrut", "yol tarifi", "necə getmək", "երթուղ", "ինչպես հասնել",
}

// wayIn finds the way to a place that a text shows, and returns what stands about it; "" if there is none.
func wayIn(text string) string {
	const about = 120
	text = strings.ToLower(text)
	for _, sign := range signs {
		for at := 0; ; at += len(sign) {
			next := strings.Index(text[at:], sign)
			if next < 0 {
				break
			}
			at += next
			if around := text[max(0, at-about):min(len(text), at+about)]; waysThere.MatchString(around) {
				return around
			}
		}
	}
	return ""
}

// T4: nothing that Stele serves shows the way to a burial site.
func TestT4_NoDirectionsToASite(t *testing.T) {
	for text, isWay := range map[string]bool{
		`"https://www.google.com/maps/dir/?api=1"`: true, `href="geo:39.9,46.1"`: true, `{"rel":"directions"}`: true, "Directions to this site": true,
		"Как добраться": true, "/route/v1/": true, `"router.project-osrm.org"`: true,
		"its own direction of lines": false, "flex-direction: column": false, `navigator.geolocation`: false, `"rel":"next"`: false,
	} {
		if (wayIn(text) != "") != isWay {
			t.Errorf("%q shows a way: %v, want %v", text, !isWay, isWay)
		}
	}

	s := startServer(t, "--demo")
	answers := crawl(t, s.url)
	sites := 0
	for url, answer := range answers {
		noWay(t, url, answer)
		if strings.Contains(url, "/collections/sites/items/") {
			sites++
		}
	}
	if sites == 0 || len(answers) < 50 {
		t.Errorf("%d answers, %d of them about a site: want many, and some", len(answers), sites)
	}
	for _, path := range []string{"/directions", "/route", "/routes", "/collections/sites/directions", "/collections/sites/items/x/directions"} {
		if got := fetch(t, s.url+path); !strings.Contains(got, `"status":404`) {
			t.Errorf("GET %s is answered: %s", path, got)
		}
	}
}

// T4, of the page: its scripts and strings, also those it has not linked.
func TestT4_ThePageGivesNoDirections(t *testing.T) {
	dist, built := web.Dist()
	if !built {
		missing(t, "the front end is not built: make build")
	}
	read := 0
	err := fs.WalkDir(dist, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.ContainsFunc([]string{".js", ".html", ".css", ".svg"}, func(end string) bool { return strings.HasSuffix(path, end) }) {
			return err
		}
		text, err := fs.ReadFile(dist, path)
		read++
		noWay(t, path, string(text))
		return err
	})
	if err != nil || read < 4 {
		t.Errorf("read %d files of the page (%v), want its languages and more", read, err)
	}
}

func noWay(t *testing.T, where, text string) {
	t.Helper()
	if way := wayIn(text); way != "" {
		t.Errorf("T4: %s shows a way to a place: ...%s...", where, way)
	}
}
