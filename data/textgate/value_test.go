package textgate_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"stele/data/textgate"
)

func TestT1_ValuesThatMayBeAPosition(t *testing.T) {
	for _, row := range []struct {
		name   string
		values []string
	}{
		{"latitude", []string{"39.97753", "39,97753", "39.98", "40", "39 58 39", "N 39.97753", "39.97753°", "39°58'", "３９．９７７５３", "٣٩٫٩٧٧٥٣", "39 . 97753", "about 39.98"}},
		{"lat_e4", []string{"399775"}},
		{"easting", []string{"596543", "596 543", "596543 m", "596.543"}},
		{"northing", []string{"4425678", "4 425 678", "4'425'678", "4,425,678", "4.425.678", "4425678 mN", "4 425 678 m"}},
		{"note", []string{
			"39.97753", "39,97753", "39.97753 N", "39.97753N", "N39.97753", "39.97753° N", "39.98", "+39.97753", "\u221239.97753", "39.97753 с.ш.", "39.97753 ş.e.", "39.97753 lat",
			"(39.97753)", "~39.97753", "about 39.97753", "approx. 39.97753", "39.97753 (WGS84)", "39.97753 or so, by the phone", "3.997753e1", "399775", "461300", "596543", "4425678", "8 596 543", "4425678 m", "596543.25",
			"39 58 39", "39-58-39", "39 58.65", "39 58", "39 58 39 / 46 07 48", "39977 46130", "39,977", "46,130", "399775, 461300", "399775/461300",
			`{"a": 39.9, "b": [46.1]}`, `["46.1"]`, `[399775, 461300]`, "３９．９７７５３", "३९.९७७५३", "39.97\u200b753", "39.97753&deg;",
		}},
		{"position", []string{"northing 4425678, the rest is lost", "taken at 39.977", "596543 or near it"}},
		{"x", []string{"4425678", "46.13", "8596543", "39"}},
		{"y_m", []string{"596543"}},
		{"lat_deg", []string{"39"}},
		{"lat_min", []string{"58"}},
		{"long", []string{"46.13007", "46"}},
		{"enlem", []string{"39,97753", "39"}},
		{"boylam", []string{"46,13007", "46"}},
		{"uzunluq", []string{"46.13007", "46,13007", "461300"}},
		{"enlik", []string{"39.97753", "399775"}},
		{"en_dairesi", []string{"39,97753", "39 58 39"}},
		{"shirota", []string{"39,97753", "39 58"}},
		{"dolgota", []string{"46.13007", "461300"}},
		{"широта", []string{"39,97753", "39"}},
		{"долгота", []string{"46.13007"}},
		{"լայնություն", []string{"39.97753", "39"}},
		{"երկայնություն", []string{"46.13007", "46"}},
		{"laynutyun", []string{"39.97753", "39"}},
		{"utm", []string{"596543", "38S"}},
		{"osm_id", []string{"1234567890"}},
		{"plus_code", []string{"XMHQ+QP", "X4HJ+2V"}},
		{"geohash", []string{"tp5k2"}},
		{"mgrs", []string{"PK 965 261", "38S PK 965 261"}},
		{"azimuth", []string{"45", "045"}},
		{"m_from_school", []string{"300", "about 300"}},
		{"km_north_of_village", []string{"3", "three", "1,5"}},
		{"distance_to_school_m", []string{"300"}},
		{"distance_from_village", []string{"3 km", "3"}},
		{"graves_position", []string{"399775", "39.97753"}},
		{"persons_buried", []string{"39.97753", "3.5"}},
		{"file_no", []string{"39.97753", "46.1301"}},
		{"valid_from", []string{"39.97753", "399775", "4425678"}},
		{"length_km", []string{"39.97753"}},
		{"lat_39_97753", []string{"yes"}},
	} {
		for _, value := range row.values {
			if !textgate.MayLocate(row.name, value) {
				t.Errorf("MayLocate(%q, %q) = false, want true", row.name, value)
			}
		}
	}
}

func TestT1_ValuesThatAreNoPosition(t *testing.T) {
	for _, row := range []struct {
		name   string
		values []string
	}{
		{"persons_buried", []string{"12", "1 025", "53,340", "53 340", "1,025", "about 300", "300-400", "30 to 40", "dozens", "3 or 4", "1234567", "1,234,567", "39,977"}},
		{"people_affected", []string{"53340", "1000000", "1 000 000", "1.000.000", "60,000 people were displaced"}},
		{"note", []string{
			"12", "-150", "3", "1 025", "53,340", "12345", "1993", "1993-04", "1993-04-02", "1993-04-02/2020-11-25", "1993/2020", "199X", "1993~", "[1992-05-18..2020-12-01]", "1993-1994",
			"26.04.2021", "04.1993", "12/10/1993", "2020-11-10T00:00:00+04:00", "14:30", "01:23:45", "12-15", "39/46", "2, 3 and 7", "39, 46, 58", "12 %", "99.98 %", "1.2 m", "12,5 m", "300 m long",
			"the village", "39 men and 46 women", "7.62 mm", "house 12", "A/RES/62/243", "true", "1,200", "Case No. 40216/12", "page 39977 of 46130",
			"1.2 million", "USD 1.7000", "amended on 24.04.2021", "04.1993 or later", "1250.50 USD",
		}},
		{"depth_m", []string{"1.2", "-1.5", "12.25", "1,5", "2"}},
		{"depth_cm", []string{"-150", "150"}},
		{"area_ha", []string{"39.97", "1936"}},
		{"cost_azn", []string{"1250.50", "1 250 000", "1250000"}},
		{"age", []string{"41.5", "39"}},
		{"share_percent", []string{"12.35", "39,98"}},
		{"gazetteer_id", []string{"585933", "1234567"}},
		{"wikidata", []string{"Q4072041"}},
		{"file_no", []string{"596543", "39-58-39", "38/1993", "145"}},
		{"phone", []string{"+994 12 498 44 20", "39-58-39", "596543"}},
		{"resolution", []string{"822", "822 (1993)"}},
		{"valid_from", []string{"1993-04-02", "20201125", "199304", "1993", "02.04.1993"}},
		{"valid_until", []string{"2020-11-25", ".."}},
		{"census_1989", []string{"1025", "1 025"}},
		{"duration", []string{"44 days", "10 months and 12 days", "3.5 years"}},
		{"distance_from_baku_km", []string{"330"}},
		{"distance_from_baku", []string{"330 km"}},
		{"villages_north", []string{"12"}},
		{"located_in", []string{"the village", "villages/bashlibel", "house 12"}},
		{"latitude", []string{"unknown", "not given"}},
		{"stage", []string{"excavation_started"}},
		{"outcome", []string{"18 killed, 14 taken hostage, 30 found refuge"}},
	} {
		for _, value := range row.values {
			if textgate.MayLocate(row.name, value) {
				t.Errorf("MayLocate(%q, %q) = true, want false", row.name, value)
			}
		}
	}
}

// No claim of the demonstration data is taken for a position, and nearly none of
// the innocent texts, whatever they are said of.
func TestMayLocate_PassesTheDemoAndInnocentTexts(t *testing.T) {
	b, err := os.ReadFile("../demo/claims.json")
	if err != nil {
		t.Fatal(err)
	}
	var claims []struct {
		Property string
		Value    json.RawMessage
	}
	if err := json.Unmarshal(b, &claims); err != nil {
		t.Fatal(err)
	}
	for _, c := range claims {
		text := string(c.Value)
		_ = json.Unmarshal(c.Value, &text)
		if c.Property != "geometry" && textgate.MayLocate(c.Property, text) {
			t.Errorf("MayLocate(%q, %q) = true, want false", c.Property, text)
		}
	}
	if len(claims) < 20 {
		t.Errorf("the demo has only %d claims", len(claims))
	}
	for _, name := range []string{"note", "description", "outcome", "characterisation"} {
		alarms, texts := 0, innocents(t)
		for _, text := range texts {
			if textgate.MayLocate(name, text) {
				alarms++
				t.Logf("false alarm: %s %q", name, text)
			}
		}
		if alarms*100 >= 2*len(texts) {
			t.Errorf("%s: %d of %d innocent texts are held back, want under 2 %%", name, alarms, len(texts))
		}
	}
}

// Groups of digits that were read to the end of them from each would not come to
// an end before the test's own deadline.
func TestMayLocate_EndsOnLongHostileValues(t *testing.T) {
	for piece, end := range map[string]string{"123,": "1234", "123.": "1234", "123 ": "1234x", "123": ".", "1,": "x", "39 58 ": "x", "1e5": "x"} {
		textgate.MayLocate("note", strings.Repeat(piece, 1<<14)+end)
	}
}

func TestIsCoordinate(t *testing.T) {
	for _, text := range []string{"39.97753", "46,1301", " 39.977 ", "N 39.97753", "39.97753°", "39 58 39", "596543", "4 425 678", "8596543.25", "３９．９７７５３"} {
		if !textgate.IsCoordinate(text) {
			t.Errorf("IsCoordinate(%q) = false, want true", text)
		}
	}
	for _, text := range []string{"", "Bashlibel", "1993-04-02", "20201125", "12", "1 025", "53,340", "39.98", "7.62", "14:30", "26.04.2021", "village 12", "1.2.3", "39-46"} {
		if textgate.IsCoordinate(text) {
			t.Errorf("IsCoordinate(%q) = true, want false", text)
		}
	}
}

func TestNamesOther(t *testing.T) {
	for name, want := range map[string]bool{
		"latitude": false, "lat_e7": false, "utm_easting": false, "village_latitude": false, "centre_lon": false, "persons": false, "osm_id": false,
		"grave_latitude": true, "site_lat": true, "burial_easting": true, "pit_utm": true,
	} {
		if got := textgate.NamesOther(name); got != want {
			t.Errorf("NamesOther(%q) = %v, want %v", name, got, want)
		}
	}
}

func FuzzMayLocate(f *testing.F) {
	for _, s := range positions(f)[:60] {
		f.Add("note", s.text)
	}
	for _, text := range innocents(f)[:40] {
		f.Add("persons_buried", text)
	}
	f.Add("lat_deg", "39°")
	f.Add("x", "4 425 678,5 e12")
	f.Fuzz(func(_ *testing.T, name, value string) {
		textgate.MayLocate(name, value)
		textgate.IsCoordinate(value)
		textgate.NamesOther(name)
	})
}
