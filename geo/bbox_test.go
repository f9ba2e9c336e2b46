package geo_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

func TestParseBBox_Accepts(t *testing.T) {
	for _, c := range []struct {
		in   string
		want geo.BBox
	}{
		{"46,39,47,40", geo.BBox{46, 39, 47, 40}},
		{" 46.5 , 39 ,47, 4e1", geo.BBox{46.5, 39, 47, 40}},
		{"46,39,-100,47,40,5000", geo.BBox{46, 39, 47, 40}},
		{"170,-10,-170,10", geo.BBox{170, -10, -170, 10}},
		{"46,39,46,39", geo.BBox{46, 39, 46, 39}},
		{"-180,-90,180,90", geo.BBox{-180, -90, 180, 90}},
		{"-0,-0,0,0", geo.BBox{}},
	} {
		got, err := geo.ParseBBox(c.in)
		if err != nil || got != c.want || math.Signbit(got.West) != math.Signbit(c.want.West) {
			t.Errorf("ParseBBox(%q) = %v, %v, want %v", c.in, got, err, c.want)
		}
	}
}

func TestParseBBox_SaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "1 numbers, not 4 or 6"},
		{"1,2,3", "3 numbers, not 4 or 6"},
		{"1,2,3,4,5", "5 numbers, not 4 or 6"},
		{"1,2,x,4", `number 3 "x" is not a decimal number`},
		{"1,,3,4", `number 2 "" is not a finite decimal number`},
		{"NaN,2,3,4", `number 1 "NaN" is not a decimal`},
		{"1,2,3,Inf", `number 4 "Inf" is not a decimal`},
		{"1,2,1e999,4", `number 3 "1e999" is not a finite`},
		{"0x10,2,3,4", `number 1 "0x10" is not a decimal`},
		{"1,2,Inf,3,4,5", `number 3 "Inf"`},
		{"46,39,47,95", "north 95 is outside -90..90: want west,south,east,north in degrees"},
		{"39,146,40,147", "south 146 is outside -90..90: want west,south,east,north in degrees; lat and lon look swapped"},
		{"46,39,190,40", "east 190 is outside -180..180"},
		{"46,40,47,39", "south 40 is above north 39"},
		{strings.Repeat("1", 500), "500 characters"},
	} {
		_, err := geo.ParseBBox(c.in)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseBBox(%q) = %v, want %q", c.in, err, c.want)
		}
		if err != nil && !strings.Contains(err.Error(), "west,south,east,north") {
			t.Errorf("ParseBBox(%q) = %v does not name the accepted form", c.in, err)
		}
	}
}

func TestBBox_Bounds(t *testing.T) {
	for _, c := range []struct {
		in   geo.BBox
		want []orb.Bound
	}{
		{geo.BBox{1, 2, 3, 4}, []orb.Bound{{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}}}},
		{geo.BBox{1, 2, 1, 2}, []orb.Bound{{Min: orb.Point{1, 2}, Max: orb.Point{1, 2}}}},
		{geo.BBox{170, -1, -170, 1}, []orb.Bound{
			{Min: orb.Point{170, -1}, Max: orb.Point{180, 1}},
			{Min: orb.Point{-180, -1}, Max: orb.Point{-170, 1}},
		}},
	} {
		if diff := cmp.Diff(c.want, c.in.Bounds()); diff != "" {
			t.Errorf("%v.Bounds() (-want +got):\n%s", c.in, diff)
		}
	}
}

func FuzzParseBBox(f *testing.F) {
	for _, s := range []string{"46,39,47,40", "1,2,3,4,5,6", "170,-10,-170,10", "nan,1,2,3", "-0,1e-7,2,3", ",,,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := geo.ParseBBox(s)
		if err != nil {
			return
		}
		if !(b.South <= b.North && b.South >= -90 && b.North <= 90 && math.Abs(b.West) <= 180 && math.Abs(b.East) <= 180) {
			t.Errorf("ParseBBox(%q) = %+v is no box in the world", s, b)
		}
		again, err := geo.ParseBBox(b.String())
		if err != nil || again != b {
			t.Errorf("ParseBBox(%q) = %v, %v, want %v", b.String(), again, err, b)
		}
	})
}
