package atlas_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
)

func TestAppendFeature_Whole(t *testing.T) {
	fields := []data.Field{
		{Name: "name", Type: data.Text},
		{Name: "n", Type: data.Integer},
		{Name: "uncertainty_m", Type: data.Number},
		{Name: "contested", Type: data.Boolean},
		{Name: "earliest", Type: data.Date},
		{Name: "kind", Type: data.Code},
	}
	tests := []struct {
		name string
		f    release.Feature
		want string
	}{
		{
			"all set",
			release.Feature{ID: "a1", Geometry: orb.Point{46.5, 39.25}, Values: []any{"Başlıbel", int64(3), 500.5, true, "1993-04-01", "village"}},
			`{"type":"Feature","id":"a1","geometry":{"type":"Point","coordinates":[46.5,39.25]},"properties":{"name":"Başlıbel","n":3,"uncertainty_m":500.5,"contested":true,"earliest":"1993-04-01","kind":"village"}}`,
		},
		{
			"none set",
			release.Feature{ID: "a2", Values: []any{nil, nil, nil, nil, nil, nil}},
			`{"type":"Feature","id":"a2","geometry":null,"properties":{"name":null,"n":null,"uncertainty_m":null,"contested":null,"earliest":null,"kind":null}}`,
		},
		{
			"numbers without exponents, text with escapes",
			release.Feature{ID: `a"3`, Values: []any{"a\"\\\n\x01\u2028\xff/", int64(-1), 1e21, false, "", ""}},
			`{"type":"Feature","id":"a\"3","geometry":null,"properties":{"name":"a\"\\\n\u0001\u2028\ufffd/","n":-1,"uncertainty_m":1000000000000000000000,"contested":false,"earliest":"","kind":""}}`,
		},
		{
			"an integer is a number, and there is no minus zero",
			release.Feature{ID: "a4", Values: []any{nil, nil, math.Copysign(0, -1), nil, nil, nil}},
			`{"type":"Feature","id":"a4","geometry":null,"properties":{"name":null,"n":null,"uncertainty_m":0,"contested":null,"earliest":null,"kind":null}}`,
		},
	}
	for _, test := range tests {
		got, err := atlas.AppendFeature([]byte("kept"), fields, test.f)
		if err != nil || string(got) != "kept"+test.want {
			t.Errorf("%s: %v\n got %s\nwant %s", test.name, err, got, test.want)
		}
	}
}

func TestAppendFeature_RefusesWhatDoesNotFit(t *testing.T) {
	tests := []struct {
		field data.FieldType
		value any
		want  string
	}{
		{data.Text, int64(1), "value of type int64 in a field of type text"},
		{data.Integer, 1.5, "float64"},
		{data.Boolean, "true", "string"},
		{data.Number, math.NaN(), "NaN is not a finite number"},
		{data.Number, math.Inf(1), "not a finite number"},
		{data.Text, []byte("x"), "[]uint8"},
	}
	for _, test := range tests {
		f := release.Feature{ID: "b", Values: []any{test.value}}
		_, err := atlas.AppendFeature(nil, []data.Field{{Name: "p", Type: test.field}}, f)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "feature b: p:") {
			t.Errorf("AppendFeature(%v in %s) = %v, want an error with %q and the place", test.value, test.field, err, test.want)
		}
	}
	_, err := atlas.AppendFeature(nil, []data.Field{{Name: "p"}}, release.Feature{ID: "b"})
	if err == nil || !strings.Contains(err.Error(), "0 values for 1 fields") {
		t.Errorf("AppendFeature without values = %v", err)
	}
}

// FuzzAppendFeature: whatever text a release holds, the feature is JSON that
// reads back as the text.
func FuzzAppendFeature(f *testing.F) {
	for _, s := range []string{"", "Başlıbel", "\x00\x1f\"\\", "\xff\xc0", "\u2028\u2029", "😀\xf0\x9f"} {
		f.Add(s)
	}
	fields := []data.Field{{Name: "name", Type: data.Text}}
	f.Fuzz(func(t *testing.T, s string) {
		text, err := atlas.AppendFeature(nil, fields, release.Feature{ID: s, Values: []any{s}})
		if err != nil || !utf8.Valid(text) {
			t.Fatalf("AppendFeature(%q) = %q, %v", s, text, err)
		}
		var got struct {
			ID         string
			Properties map[string]string
		}
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%q is no JSON: %v", text, err)
		}
		want := string([]rune(s)) // each wrong byte is one U+FFFD
		if diff := cmp.Diff(want, got.Properties["name"]); diff != "" || got.ID != want {
			t.Errorf("text changed: %s", diff)
		}
	})
}
