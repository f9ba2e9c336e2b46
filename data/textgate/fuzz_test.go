package textgate_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"stele/data/textgate"
)

func FuzzFind(f *testing.F) {
	for _, s := range positions(f) {
		f.Add(s.text)
	}
	for _, text := range innocents(f)[:40] {
		f.Add(text)
	}
	for _, piece := range hostile {
		f.Add(strings.Repeat(piece, 20))
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkFindings(t, text, textgate.Find(text))
	})
}

// checkFindings checks what Find promises of any text.
func checkFindings(t *testing.T, text string, findings []textgate.Finding) {
	t.Helper()
	end := 0
	for _, f := range findings {
		if f.Start < end || f.End <= f.Start || f.End > len(text) {
			t.Fatalf("Find(%q): [%d, %d) after %d in %d bytes", text, f.Start, f.End, end, len(text))
		}
		end = f.End
		head := text[:f.Start]
		line, last := 1+strings.Count(head, "\n"), strings.LastIndexByte(head, '\n')
		column := 1 + utf8.RuneCountInString(head[last+1:])
		if f.Line != line || f.Column != column || f.Runes != utf8.RuneCountInString(f.Text(text)) {
			t.Fatalf("Find(%q): %s, want line %d, column %d", text, f, line, column)
		}
	}
}

// hostile are pieces that, repeated, could make a search go back and forth.
var hostile = []string{
	"1", "1 ", "1.", "1,", "1.1,", "39.97753,46.13007 ", "39.97753,46.13007,", "39 58 39 ", "39°58'", "39°", "N39 ", "n", "n ", "lat ", "lat:", "lat: 39,98 ",
	"38SPK", "38SPK96", "596543 4426123 ", "POINT(", "POINT(46.13 ", "[[[", "3 km ", "3 km from ", "300 m north-", "a few hundred ", "three kilometres ", "kənddən ",
	"https://", "osm.org/", "osm.org/about/", "goo.gl/maps/", "google.com/maps/@39.97,", "///a.b.", "///aa.bb.cc", "%25", "%C2", "&amp;", "&amp", "<b", "<b>", "\\u00", "\\",
	"\u200b", "\u0301", "և", "９", "𝟗", "İ", "\xff", "\n", "geohash: ", "tp1c2m8q ", "X4HJ+2V ", "point nine ", "thirty-nine point nine ", "39 point ", "azimuth 45 ", "045°/300 m ",
	"utm zone 38 ", "x=4426123 ", "north ", "հյուսիս-", "северо-", "şimal-şərq ", "10 minutes' walk ", "distance from a ", "at a distance of ", "39:58:39 ", "coordinates ", "1e5", "395839N",
	"39.97753 1 ", "39.97753•", "39 58.65, ", "39 58 39, ", "596543 east ", "lat 39.58.39 ", "38ТРК", "38ТРК9654326123 ", "Х4НJ+2V ", "mаps.app.goo.gl/", "39о58'", "3\ufe0f\u20e3", "39.98, 46.13 and ",
}

// A search that went back to the start for each piece would not come to an end
// before the test's own deadline: it takes tens of nanoseconds for each step.
func TestFind_EndsOnLongHostileText(t *testing.T) {
	for _, piece := range append(slices.Clone(hostile), strings.Join(hostile, "")) {
		text := strings.Repeat(piece, 1+(1<<16)/len(piece))
		checkEnds(t, text, textgate.Find(text))
	}
}

func BenchmarkFind_Hostile(b *testing.B) {
	for _, size := range []int{1 << 12, 1 << 15} {
		text := strings.Repeat(strings.Join(hostile, ""), size/len(strings.Join(hostile, "")))
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				textgate.Find(text)
			}
		})
	}
}

func checkEnds(t *testing.T, text string, findings []textgate.Finding) {
	t.Helper()
	end := 0
	for _, f := range findings {
		if f.Start < end || f.End <= f.Start || f.End > len(text) {
			t.Fatalf("[%d, %d) after %d in %d bytes", f.Start, f.End, end, len(text))
		}
		end = f.End
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Join(innocents(b), "\n")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		textgate.Find(text)
	}
}
