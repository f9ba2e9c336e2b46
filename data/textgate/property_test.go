package textgate_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"stele/data/textgate"
)

// A place is a random position with the formats that it is printed in.
type place struct{ lat, lon float64 }

var generators = []struct {
	name  string
	print func(r *rand.Rand, p place) string
}{
	{"decimal pair", func(r *rand.Rand, p place) string {
		sep := pick(r, ",", ", ", " ", "; ", ";", "/", " / ", "\t", "\n", "\u00a0", " | ")
		d := 5 + r.IntN(3)
		if r.IntN(2) == 0 {
			return fmt.Sprintf("%.*f%s%.*f", d, p.lat, sep, d, p.lon)
		}
		return fmt.Sprintf("%.*f%s%.*f", d, p.lon, sep, d, p.lat)
	}},
	{"decimal commas", func(r *rand.Rand, p place) string {
		s := fmt.Sprintf("%.5f%s%.5f", p.lat, pick(r, "; ", " ", " / ", ";"), p.lon)
		return strings.ReplaceAll(s, ".", ",")
	}},
	{"hemispheres", func(r *rand.Rand, p place) string {
		degree := pick(r, "°", "° ", "º ", "")
		format := pick(r, "%.5[1]f%[5]s%[2]s, %.5[3]f%[5]s%[4]s", "%[2]s%.4[1]f%[5]s %[4]s%.4[3]f%[5]s", "%[2]s %.6[1]f, %[4]s %.6[3]f")
		return fmt.Sprintf(format, math.Abs(p.lat), half(p.lat, "N", "S"), math.Abs(p.lon), half(p.lon, "E", "W"), degree)
	}},
	{"labels", func(r *rand.Rand, p place) string {
		format := pick(r, "lat: %.3f, lon: %.3f", "lat=%.5f&lng=%.5f", "Latitude %.2f Longitude %.2f", "enlik: %.4f, uzunluq: %.4f",
			"en dairəsi %.4f, uzunluq dairəsi %.4f", "широта %.3f, долгота %.3f", "լայնություն՝ %.4f, երկայնություն՝ %.4f", `{"lat":%.5f,"lon":%.5f}`,
			"Enlem: %.5f Boylam: %.5f", "Y: %.5f X: %.5f")
		return fmt.Sprintf(format, p.lat, p.lon)
	}},
	{"words", func(r *rand.Rand, p place) string {
		format := pick(r, "%.4f° şimal enliyi, %.4f° şərq uzunluğu", "%.4f° с.ш., %.4f° в.д.", "%.3f° северной широты и %.3f° восточной долготы",
			"%.4f degrees north, %.4f degrees east", "%.4f° հս. լ., %.4f° ավլ. ե.")
		return fmt.Sprintf(format, math.Abs(p.lat), math.Abs(p.lon))
	}},
	{"GeoJSON and WKT", func(r *rand.Rand, p place) string {
		return fmt.Sprintf(pick(r, `{"type":"Point","coordinates":[%.6f,%.6f]}`, "POINT(%.4f %.4f)", "POINT (%.7f %.7f)", "geo:%.5[2]f,%.5[1]f"), p.lon, p.lat)
	}},
	{"degrees, minutes, seconds", func(r *rand.Rand, p place) string {
		signs := [][3]string{{"°", "'", `"`}, {"° ", "′ ", "″ "}, {"°", "’", "”"}, {"&deg;", "&prime;", "&Prime;"}, {"º", "'", "''"}, {" deg ", " min ", " sec "}, {"d", "m", "s"}, {" dərəcə ", " dəqiqə ", " saniyə "}, {" град. ", " мин. ", " сек. "}, {"%C2%B0", "%27", "%22"}}
		s := signs[r.IntN(len(signs))]
		return sexagesimal(p.lat, s) + half(p.lat, "N", "S") + pick(r, " ", ", ", " / ") + sexagesimal(p.lon, s) + half(p.lon, "E", "W")
	}},
	{"minutes", func(r *rand.Rand, p place) string {
		lat, lon := math.Abs(p.lat), math.Abs(p.lon)
		format := pick(r, "%[5]s%02.0[1]f°%06.3[2]f' %[6]s%03.0[3]f°%06.3[4]f'", "%02.0[1]f %06.3[2]f %[5]s %03.0[3]f %06.3[4]f %[6]s", "%[5]s %.0[1]f° %.2[2]f', %[6]s %.0[3]f° %.2[4]f'")
		return fmt.Sprintf(format, math.Floor(lat), minutes(lat), math.Floor(lon), minutes(lon), half(p.lat, "N", "S"), half(p.lon, "E", "W"))
	}},
	{"spaces", func(r *rand.Rand, p place) string {
		s := pick(r, " ", "-", ":")
		signs := [3]string{s, s, ""}
		return sexagesimal(p.lat, signs) + " " + half(p.lat, "N", "S") + " " + sexagesimal(p.lon, signs) + " " + half(p.lon, "E", "W")
	}},
	{"UTM", func(r *rand.Rand, p place) string {
		band := "CDEFGHJKLMNPQRSTUVWX"[min(int((min(max(p.lat, -80), 83.9)+80)/8), 19)]
		zone := int((p.lon+180)/6) + 1
		format := pick(r, "%d%c %06d %07d", "%d%c %06dmE %07dmN", "UTM %d%c E%06d N%07d", "%d %c %06d, %07d")
		return fmt.Sprintf(format, min(zone, 60), band, 166000+r.IntN(668000), 1000000+r.IntN(8999999))
	}},
	{"metres in groups", func(r *rand.Rand, _ place) string {
		group := pick(r, " ", "'", "\u00a0")
		metres := func(n int) string {
			return fmt.Sprintf("%d%s%03d%s%03d", n/1_000_000, group, n/1000%1000, group, n%1000)
		}
		format := pick(r, "X = %s, Y = %s", "x: %s; y: %s", "X %s Y %s", "Х=%s У=%s")
		return fmt.Sprintf(format, metres(4_200_000+r.IntN(500_000)), metres(8_300_000+r.IntN(400_000)))
	}},
	{"degrees without their sign", func(r *rand.Rand, p place) string {
		s := [3]string{pick(r, " ", "-"), pick(r, "'", "′ ", "' "), pick(r, "\"", "″", "''")}
		lat, lon := 10+math.Abs(p.lat)*0.7, 10+math.Abs(p.lon)*0.9
		return sexagesimal(lat, s) + pick(r, " / ", ", ", " ") + sexagesimal(lon, s)
	}},
	{"map reference", func(r *rand.Rand, _ place) string {
		format := pick(r, "grid reference %03d%03d", "map ref: %03d %03d", "Grid Ref. %03d %03d", "MGRS %03d%03d", "grid reference %04[1]d %04[2]d", "квадрат %03d %03d")
		return fmt.Sprintf(format, r.IntN(1000), r.IntN(1000))
	}},
	{"MGRS", func(r *rand.Rand, p place) string {
		band := "CDEFGHJKLMNPQRSTUVWX"[min(int((min(max(p.lat, -80), 83.9)+80)/8), 19)]
		zone := min(int((p.lon+180)/6)+1, 60)
		column := [3]string{"STUVWXYZ", "ABCDEFGH", "JKLMNPQR"}[zone%3][r.IntN(8)]
		n := 2 + r.IntN(4)
		size := int(math.Pow10(n))
		format := pick(r, "%d%c%c%c%0*d%0*d", "%d%c %c%c %0*d %0*d", "%d%c%c%c %0*d %0*d")
		return fmt.Sprintf(format, zone, band, column, "ABCDEFGHJKLMNPQRSTUV"[r.IntN(20)], n, r.IntN(size), n, r.IntN(size))
	}},
	{"plus code", func(r *rand.Rand, p place) string {
		c := plusCode(p)
		for !strings.ContainsAny(c, "CFGHJMPQRVWX") { // of digits alone it may be a sum
			c = plusCode(randomPlace(r))
		}
		return pick(r, c, strings.ToLower(c), c[:4]+" "+c[4:])
	}},
	{"geohash", func(r *rand.Rand, p place) string {
		return pick(r, "geohash: ", "Geohash ", "https://geohash.org/") + geohash(p, 6+r.IntN(6))
	}},
	{"map link", func(r *rand.Rand, p place) string {
		format := pick(r, "https://www.google.com/maps/@%.5f,%.5f,15z", "https://maps.google.com/?q=%.5f,%.5f", "https://www.openstreetmap.org/#map=15/%.4f/%.4f",
			"https://www.openstreetmap.org/?mlat=%.5f&mlon=%.5f", "https://yandex.ru/maps/?ll=%.4[2]f%%2C%.4[1]f&z=12", "https://www.bing.com/maps?cp=%.5f~%.5f",
			"https://maps.apple.com/?ll=%.5f,%.5f", "https://waze.com/ul?ll=%.5f,%.5f", "https://wego.here.com/?map=%.4f,%.4f,15,normal")
		return fmt.Sprintf(format, p.lat, p.lon)
	}},
	{"relative", func(r *rand.Rand, _ place) string {
		format := pick(r, "%d km north-east of", "%d km south of", "%d km from", "в %d км к северу от", "в %d км юго-западнее", "kənddən %d km şimal-şərqdə", "kəndin %d km cənubunda", "գյուղից %d կմ հյուսիս", "%d miles west of")
		return fmt.Sprintf(format, 1+r.IntN(18)) + " " + pick(r, "Bashlibel", "the school", "село")
	}},
}

func pick(r *rand.Rand, choices ...string) string { return choices[r.IntN(len(choices))] }

func half(v float64, positive, negative string) string {
	if v < 0 {
		return negative
	}
	return positive
}

func minutes(v float64) float64 { return math.Min((v-math.Floor(v))*60, 59.99) }

func sexagesimal(v float64, signs [3]string) string {
	seconds := int(math.Abs(v) * 3600)
	return fmt.Sprintf("%d%s%02d%s%02d%s", seconds/3600, signs[0], seconds/60%60, signs[1], seconds%60, signs[2])
}

// plusCode is the ten-digit Open Location Code of a place.
func plusCode(p place) string {
	const digits = "23456789CFGHJMPQRVWX"
	lat, lon := int((p.lat+90)*8000), int((p.lon+180)*8000)
	code := ""
	for range 5 {
		code = string(digits[lat%20]) + string(digits[lon%20]) + code
		lat, lon = lat/20, lon/20
	}
	return code[:8] + "+" + code[8:]
}

func geohash(p place, n int) (code string) {
	box := [2][2]float64{{-180, 180}, {-90, 90}}
	at := [2]float64{p.lon, p.lat}
	for bits := 0; len(code) < n; {
		value := 0
		for range 5 {
			axis := bits % 2
			middle := (box[axis][0] + box[axis][1]) / 2
			value *= 2
			if at[axis] >= middle {
				value, box[axis][0] = value+1, middle
			} else {
				box[axis][1] = middle
			}
			bits++
		}
		code += string("0123456789bcdefghjkmnpqrstuvwxyz"[value])
	}
	return code
}

func randomPlace(r *rand.Rand) place {
	if r.IntN(2) == 0 {
		return place{38.5 + 3*r.Float64(), 44 + 6*r.Float64()}
	}
	return place{-79 + 158*r.Float64(), -179 + 358*r.Float64()}
}

// seedOf is the same in every run, so that a change makes a test fail and not
// chance; STELE_SEED=N tries other texts, as the fuzz targets do.
func seedOf(t *testing.T) uint64 {
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("STELE_SEED"), "1"), 10, 64)
	if err != nil {
		t.Fatalf("STELE_SEED: %v", err)
	}
	t.Logf("seed %d", seed)
	return seed
}

func TestFind_RandomPositionsAmongInnocentText(t *testing.T) {
	seed := seedOf(t)
	r := rand.New(rand.NewPCG(seed, 1))
	texts := innocents(t)
	for _, g := range generators {
		missed := 0
		for range 150 {
			position := strings.Trim(g.print(r, randomPlace(r)), " ")
			head := texts[r.IntN(len(texts))] + pick(r, " ", "\n", " – ", " (", " “")
			text := head + position + pick(r, " ", "\n", ". ", ") ", "; ") + texts[r.IntN(len(texts))]
			if !isFoundIn(text, len(head), len(head)+len(position)) {
				missed++
				if missed <= 3 {
					t.Errorf("%s: %q is not found in %q", g.name, position, text)
				}
			}
		}
	}
}

// isFoundIn reports whether the findings leave no two digits in a row of the
// text between start and end.
func isFoundIn(text string, start, end int) bool {
	findings := textgate.Find(text)
	if len(findings) == 0 {
		return false
	}
	for _, d := range digits.FindAllStringIndex(text[start:end], -1) {
		if !covered([2]int{start + d[0], start + d[1]}, findings) && text[max(start, start+d[0]-1):start+d[1]] != "\u00b00" {
			return false
		}
	}
	for _, f := range findings {
		if f.Start < end && start < f.End {
			return true
		}
	}
	return false
}

func TestFind_LoneGeohashesOfTheRegion(t *testing.T) {
	seed := seedOf(t)
	r := rand.New(rand.NewPCG(seed, 2))
	for range 500 {
		code := geohash(place{38.5 + 3*r.Float64(), 44 + 6*r.Float64()}, 7+r.IntN(5))
		if len(digits.FindAllString(code, -1)) == 0 {
			continue // too few digits to tell from a word
		}
		if !isFoundIn("seen at "+code+", in May", 8, 8+len(code)) && strings.IndexFunc(code[2:], func(r rune) bool { return r > '9' }) >= 0 {
			t.Errorf("%q is not found", code)
		}
	}
}
