package demo_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/demo"
	"stele/geo"
)

var seven = []string{"kalbajar", "lachin", "aghdam", "fuzuli", "jabrayil", "gubadli", "zangilan"}

func keysOf(b demo.Bundle, collection string) (keys []string) {
	for _, r := range b.Records {
		if r.Collection == collection {
			keys = append(keys, r.Key)
		}
	}
	return keys
}

func TestVillages_StandWhereTheGazetteerPutsThem(t *testing.T) {
	b := load(t)
	places := map[string]orb.Point{
		"bashlibel": {46.13007, 39.97753}, "kalbajar": {46.03833, 40.10667}, "lachin": {46.55045, 39.59881},
		"aghdam": {46.92736, 39.99096}, "fuzuli": {47.14529, 39.60094}, "jabrayil": {47.02834, 39.39917},
		"gubadli": {46.58183, 39.34441}, "zangilan": {46.6513, 39.0884}, "zar": {45.95321, 40.0027},
		"istisu": {45.96062, 39.94628}, "vank": {46.28512, 40.15916}, "zulfugarli": {46.22639, 40.07525},
		"takhtabashi": {46.35938, 39.98835},
	}
	if got := len(keysOf(b, data.Villages)); got != len(places) {
		t.Errorf("there are %d villages, want %d", got, len(places))
	}
	for key, want := range places {
		v := record(t, b, "villages/"+key)
		if v.Geometry != want {
			t.Errorf("%s is at %v, want %v", key, v.Geometry, want)
		}
		if v.UncertaintyM < 1000 || v.UncertaintyM > 5000 {
			t.Errorf("%s has an uncertainty of %v m, want 1 to 5 km", key, v.UncertaintyM)
		}
	}
}

// The outlines are generalised: one town is known to fall outside its own.
func TestDistricts_HoldTheTownsOfTheirName(t *testing.T) {
	b := load(t)
	for _, key := range seven {
		town := record(t, b, "villages/"+key).Geometry.(orb.Point)
		got := geo.PolygonContains(record(t, b, "districts/"+key).Geometry, town)
		if want := key != "jabrayil"; got != want {
			t.Errorf("district %s holds its town: %v, want %v", key, got, want)
		}
	}
}

func TestDistricts_AreKeyedOnce(t *testing.T) {
	b := load(t)
	codes := map[string]string{}
	for _, key := range keysOf(b, data.Districts) {
		code, _ := record(t, b, "districts/"+key).Properties["adm1_code"].(string)
		if other, ok := codes[code]; ok || code == "" {
			t.Errorf("district %s: adm1_code %q is empty or also that of %q", key, code, other)
		}
		codes[code] = key
	}
	want := map[string]string{"AZE-1682": "kalbajar", "AZE-1735": "lachin", "AZE-1691": "aghdam", "AZE-1702": "fuzuli", "AZE-1699": "jabrayil", "AZE-1736": "gubadli", "AZE-1740": "zangilan"}
	for code, key := range want {
		if codes[code] != key {
			t.Errorf("adm1_code %s is %q, want %q", code, codes[code], key)
		}
	}
}

func TestZones_AreSevenAndSayWhatTheyAreDrawnFrom(t *testing.T) {
	b := load(t)
	if diff := cmp.Diff(seven, keysOf(b, data.Zones)); diff != "" {
		t.Fatalf("zones differ (-want +got):\n%s", diff)
	}
	for _, key := range seven {
		zone := record(t, b, "zones/"+key)
		basis, _ := zone.Properties["geometry_basis"].(string)
		if !strings.Contains(basis, "not a line of control") || zone.Properties["perspective"] == nil {
			t.Errorf("zone %s: basis %q, perspective %v", key, basis, zone.Properties["perspective"])
		}
		if zone.When.IsZero() || zone.WhenRole != "valid" {
			t.Errorf("zone %s is valid %q (%s)", key, zone.When, zone.WhenRole)
		}
		if !orb.Equal(zone.Geometry, record(t, b, "districts/"+key).Geometry) {
			t.Errorf("zone %s is not drawn from its district", key)
		}
	}
}

func TestZones_HaveClaimsForBothEnds(t *testing.T) {
	found := map[string]bool{}
	for _, c := range load(t).Claims {
		found[c.Subject.String()+" "+c.Property] = true
	}
	for _, key := range seven {
		for _, property := range []string{"valid_from", "valid_until"} {
			if !found["zones/"+key+" "+property] {
				t.Errorf("zone %s has no claim %s", key, property)
			}
		}
	}
}

// A zone's end is a plain day only where a claim states that day of the zone;
// "by" a day, and the day of its town, are approximate.
func TestZones_EndNoMoreExactlyThanIsClaimed(t *testing.T) {
	b := load(t)
	claimed := map[string]bool{}
	for _, c := range b.Claims {
		if c.Property == "valid_until" {
			claimed[c.Subject.Key+" "+strings.Trim(string(c.Value), `"`)] = true
		}
	}
	for _, key := range seven {
		_, end, _ := strings.Cut(record(t, b, "zones/"+key).When.String(), "/")
		if !strings.HasSuffix(end, "~") && !claimed[key+" "+end] {
			t.Errorf("zone %s ends on %s, and no claim says so", key, end)
		}
	}
	if got := record(t, b, "zones/lachin").When.String(); got != "1992-05-18/2020-12-01~" {
		t.Errorf("zone lachin is valid %s, want an approximate end: its source says by that day", got)
	}
}

func TestGeometry_IsValid(t *testing.T) {
	for _, r := range load(t).Records {
		if err := geo.Validate(r.Geometry); err != nil {
			t.Errorf("%s/%s: %v", r.Collection, r.Key, err)
		}
		kind, _ := r.Properties["kind"].(string)
		if c, _ := data.CollectionByID(r.Collection); c.CheckShape(r.Geometry, kind) != nil {
			t.Errorf("%s/%s: %v", r.Collection, r.Key, c.CheckShape(r.Geometry, kind))
		}
	}
}

// The article gives no coordinates, so nothing that it tells of has any.
func TestSitesAndEvents_HaveNoGeometry(t *testing.T) {
	for _, r := range load(t).Records {
		if (r.Collection == data.Sites || r.Collection == data.Events) && r.Geometry != nil {
			t.Errorf("%s/%s has a geometry", r.Collection, r.Key)
		}
	}
}

func TestFigures_KeepWordsAsWords(t *testing.T) {
	words := 0
	for _, f := range load(t).Figures {
		numbers := f.Low != nil || f.Best != nil || f.High != nil
		if f.Word != "" {
			words++
		}
		if numbers == (f.Word != "") {
			t.Errorf("%s: word %q, low %v, best %v, high %v: want either a word or a number", f.Key, f.Word, f.Low, f.Best, f.High)
		}
	}
	if words == 0 {
		t.Error("no figure is a word")
	}
}

func TestFigures_KeepBoundsAsStated(t *testing.T) {
	for _, f := range load(t).Figures {
		switch f.Key {
		case "kalbajar-facilities":
			if f.Low == nil || *f.Low != 501 || f.Best != nil || f.High != nil || f.Comparator != "more_than" {
				t.Errorf("more than 500 facilities: %+v", f)
			}
		case "bashlibel-killed-everybodywiki":
			if f.Low == nil || *f.Low != 27 || f.Best != nil || f.High == nil || *f.High != 29 {
				t.Errorf("27 or 29 killed: %+v", f)
			}
		}
	}
}

// Rivals each rest on a source of their own, marked as not read.
func TestFigures_RivalsAreSecondHand(t *testing.T) {
	b := load(t)
	sources := map[string]data.Source{}
	for _, s := range b.Sources {
		sources[s.Key] = s
	}
	used := map[string]string{}
	for _, f := range b.Figures {
		s := sources[f.Source]
		if len(f.Disputes) == 0 {
			continue
		}
		if s.KnownThrough == "" || s.Archive.State != "not_captured" {
			t.Errorf("%s: source %s is not marked as second-hand", f.Key, s.Key)
		}
		if other := used[f.Measure+s.Key]; other != "" {
			t.Errorf("%s and %s are of one source", f.Key, other)
		}
		used[f.Measure+s.Key] = f.Key
	}
}

func TestPerspectives_AreOfAFixedSet(t *testing.T) {
	b := load(t)
	known := []string{"", "Azerbaijani accounts", "United Nations Security Council"}
	of := map[string]string{}
	for _, s := range b.Sources {
		of[s.Key] = s.Perspective
		if !slices.Contains(known, s.Perspective) {
			t.Errorf("source %s has the perspective %q", s.Key, s.Perspective)
		}
	}
	for _, s := range statements(b) {
		if s.Perspective != of[s.Source] {
			t.Errorf("%s has the perspective %q, its source %q", s.key, s.Perspective, of[s.Source])
		}
	}
}

func TestGap_IsRecordedForSiteAndEvent(t *testing.T) {
	found := map[string]string{}
	for _, c := range load(t).Claims {
		if c.Property == "coverage_gap" {
			found[c.Subject.String()] = c.AssertedBy
		}
	}
	want := map[string]string{"sites/bashlibel-burial-places": "stele-editors", "events/bashlibel-1993-04": "stele-editors"}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("gaps differ (-want +got):\n%s", diff)
	}
}

func TestSources_AreEitherKeptOrMarked(t *testing.T) {
	captured := 0
	for _, s := range load(t).Sources {
		isKept := s.Archive.State == "captured"
		if isKept {
			captured++
		}
		if hasHash := s.Archive.SHA256 != "" && s.Archive.Bytes > 0; hasHash != isKept {
			t.Errorf("source %s is %s, but has a hash: %v", s.Key, s.Archive.State, hasHash)
		}
		if s.Author != "" && s.AuthorConsent {
			t.Errorf("source %s claims the author's consent, which nobody gave", s.Key)
		}
	}
	if captured != 1 {
		t.Errorf("%d sources were captured, want the article alone", captured)
	}
}

func TestAgents_AreRolesAndBodies(t *testing.T) {
	for _, a := range load(t).Agents {
		if a.Kind == "person" || a.Consent {
			t.Errorf("agent %s is a person", a.Key)
		}
	}
}

// The publish step refuses such texts; better to have none.
func TestTexts_HoldNoPositions(t *testing.T) {
	position := regexp.MustCompile(`\d{1,3}\.\d{2,}|\d+\s*°|[?&/@](q|ll|mlat|map)=`)
	for name, file := range dataFiles(t) {
		for text := range quoted(string(file.Data)) {
			if position.MatchString(text) {
				t.Errorf("%s: %q holds a position", name, text)
			}
		}
	}
}
