package atlas_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/fold"
	"stele/data/release"
	"stele/geo"
)

// called makes a release of villages with the names given, "v0" to "vN"; names
// of one village are parted by "|".
func called(names ...string) made {
	m := made{features: map[string][]release.Feature{}, names: map[string][]data.Name{}}
	for i, list := range names {
		id := fmt.Sprintf("v%d", i)
		for text := range strings.SplitSeq(list, "|") {
			m.names["villages/"+id] = append(m.names["villages/"+id], data.Name{Text: text})
		}
		m.features[data.Villages] = append(m.features[data.Villages], feature(data.Villages, id, nil, map[string]any{"name": m.names["villages/"+id][0].Text}))
	}
	m.features[data.Villages] = inOrder(m.features[data.Villages])
	return m
}

// describe lists what was found as "match name".
func describe(t testing.TB, page []atlas.Found) []string {
	t.Helper()
	var list []string
	for _, f := range page {
		name, err := f.Layer.NameAt(f.Index, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(f.Match)+" "+name.Text)
	}
	return list
}

func TestSearch_Ranks(t *testing.T) {
	a := build(t, called("Gobu", "Guba", "Qalabaş|Kala", "Yuxarı Qala", "Qala Altı", "Başlıbel", "Baslibal", "Ağdam", "Alexandropol", "Çay", "Bel Qala", ""))
	tests := []struct {
		text string
		want []string
	}{
		{"Guba", []string{"exact Guba"}}, // a short skeleton alone is not believed
		{"goba", []string{"fuzzy Gobu", "fuzzy Guba"}},
		{"qala", []string{"prefix Qala Altı", "prefix Qalabaş", "word Bel Qala", "word Yuxarı Qala"}},
		{"Kala", []string{"exact Kala"}},
		{"qala bel", []string{"word Bel Qala"}},
		{"Bashlibel", []string{"exact Başlıbel", "exact Baslibal"}}, // letter by letter first
		{"Bashlibal", []string{"exact Baslibal", "exact Başlıbel"}},
		{"Bashlbiel", []string{"fuzzy Baslibal", "fuzzy Başlıbel"}}, // swapped
		{"Başlibe", []string{"prefix Başlıbel", "prefix Baslibal"}},
		{"Aghdamm", []string{"exact Ağdam"}},
		{"Александрополь", []string{"exact Alexandropol"}},
		{"Zzzzzzz", nil},
		{"!", nil},
		{"", nil},
	}
	for _, test := range tests {
		matched, page := a.Search(atlas.Search{Text: test.text})
		if got := describe(t, page); !slices.Equal(got, test.want) || matched != len(test.want) {
			t.Errorf("Search(%q) = %d %q, want %q", test.text, matched, got, test.want)
		}
	}
}

// Of names that match equally well the one is told that was asked for.
func TestSearch_TellsTheNameThatWasWritten(t *testing.T) {
	a := build(t, called("Bashlibel|Başlıbel|Башлыбель|Բաշլիբել", "Kelbajar|Kəlbəcər|Kelbecer|Кельбаджар"))
	tests := []struct{ text, want string }{
		{"Башлыбель", "exact Башлыбель"},
		{"БАШЛЫБЕЛЬ", "exact Башлыбель"},
		{" bashlibel ", "exact Bashlibel"},
		{"başlıbel", "exact Başlıbel"},
		{"Bas\u0327l\u0131bel", "exact Başlıbel"}, // the cedilla apart
		{"Բաշլիբել", "exact Բաշլիբել"},
		{"Башлыб", "prefix Башлыбель"},  // by its script
		{"Башлибел", "exact Башлыбель"}, // likewise
		{"Bashlib", "prefix Bashlibel"}, // the first of its script
		{"КЕЛЬБАДЖАР", "exact Кельбаджар"},
		{"!Кельбадж", "prefix Кельбаджар"},
	}
	for _, test := range tests {
		if _, page := a.Search(atlas.Search{Text: test.text}); !slices.Equal(describe(t, page), []string{test.want}) {
			t.Errorf("Search(%q) = %q, want %q", test.text, describe(t, page), test.want)
		}
	}
}

// TestSearch_AgainstEveryName compares with looking at each name in turn.
func TestSearch_AgainstEveryName(t *testing.T) {
	m := manyNames(2000)
	a := build(t, m)
	r := seeded(t)
	forms := map[string]form{}
	for _, names := range m.names {
		for _, n := range names {
			forms[n.Text] = formOf(n.Text)
		}
	}
	for range 100 {
		id := fmt.Sprintf("v%07d", r.IntN(500))
		text := []rune(m.names["villages/"+id][r.IntN(4)].Text)
		query := string(text[:3+r.IntN(len(text)-3)])
		asked, want := formOf(query), map[string]atlas.Match{}
		for subject, names := range m.names {
			for _, n := range names {
				if match, ok := matchOf(asked, forms[n.Text]); ok {
					if best, found := want[subject]; !found || better(match, best) {
						want[subject] = match
					}
				}
			}
		}
		matched, page := a.Search(atlas.Search{Text: query})
		if len(want) == 0 { // the query ends in half a digraph
			if slices.ContainsFunc(page, func(f atlas.Found) bool { return f.Match != atlas.MatchFuzzy }) {
				t.Fatalf("Search(%q) = %q, want fuzzy matches at most", query, describe(t, page))
			}
			continue
		}
		if matched != len(want) || len(page) != matched {
			t.Fatalf("Search(%q) finds %d (%d listed), want %d", query, matched, len(page), len(want))
		}
		for i, f := range page {
			subject := "villages/" + f.Layer.ID(f.Index)
			if f.Match != want[subject] {
				t.Fatalf("Search(%q): %s matches %q, want %q", query, subject, f.Match, want[subject])
			}
			if i > 0 && better(f.Match, page[i-1].Match) {
				t.Fatalf("Search(%q): %q comes after %q", query, f.Match, page[i-1].Match)
			}
		}
	}
}

var matches = []atlas.Match{atlas.MatchExact, atlas.MatchPrefix, atlas.MatchWord, atlas.MatchFuzzy}

func better(a, b atlas.Match) bool { return slices.Index(matches, a) < slices.Index(matches, b) }

// form is a text as it is compared.
type form struct {
	folded string
	keys   []string
}

func formOf(text string) form { return form{fold.Fold(text), fold.Keys(text)} }

// matchOf is the definition of a match that is not fuzzy, for one name.
func matchOf(query, name form) (atlas.Match, bool) {
	best, found := atlas.MatchFuzzy, false
	for _, q := range query.keys {
		for _, key := range name.keys {
			match, ok := matchOfKeys(q, key, query.folded, name.folded)
			if ok && (!found || better(match, best)) {
				best, found = match, true
			}
		}
	}
	return best, found
}

func matchOfKeys(q, key, folded, name string) (atlas.Match, bool) {
	const believed = 5
	long := len(q) >= believed
	switch {
	case key == q && (long || name == folded):
		return atlas.MatchExact, true
	case strings.HasPrefix(key, q) && key != q && (long || strings.HasPrefix(name, folded)):
		return atlas.MatchPrefix, true
	case strings.Contains(key, " "+q) && (long || strings.Contains(" "+name, " "+folded)):
		return atlas.MatchWord, true
	}
	parts := strings.Fields(q)
	if len(parts) < 2 {
		return "", false
	}
	agrees, long := true, true
	for _, part := range parts {
		long = long && len(part) >= believed
		if !strings.Contains(" "+key, " "+part) {
			return "", false
		}
	}
	for part := range strings.FieldsSeq(folded) {
		agrees = agrees && strings.Contains(" "+name, " "+part)
	}
	return atlas.MatchWord, long || agrees
}

// A filter leaves out and never brings in, and never changes the order.
func TestSearch_FiltersLeaveOut(t *testing.T) {
	r := seeded(t)
	m := made{features: map[string][]release.Feature{}, names: map[string][]data.Name{}}
	for _, c := range []string{data.Sites, data.Villages, data.Zones} {
		for i := range 150 {
			id := fmt.Sprintf("%s%03d", c[:1], i)
			name := []string{"Başlıbel", "Bashlibel qala", "Yuxarı Başlıbel", "Laçın"}[r.IntN(4)]
			m.features[c] = append(m.features[c], feature(c, id, randomGeometry(r), map[string]any{"name": name}))
			m.names[c+"/"+id] = []data.Name{{Text: name}}
		}
		m.features[c] = inOrder(m.features[c])
	}
	a := build(t, m)
	for range 60 {
		s := atlas.Search{Text: []string{"bashlibel", "bashlivel", "lachin", "q"}[r.IntN(4)]}
		_, all := a.Search(s)
		s.BBox, s.Limit = randomBox(r), r.IntN(40)
		if r.IntN(2) == 0 {
			s.Collections = []string{data.Zones, data.Sites}
		}
		from, to := atlas.AllTime()
		var want []atlas.Found
		for _, f := range all {
			in := f.Layer.Query(atlas.Query{Selection: atlas.Selection{BBox: s.BBox, From: from, To: to}})
			_, meets := slices.BinarySearch(in.Indexes(), f.Index)
			if meets && (s.Collections == nil || slices.Contains(s.Collections, f.Layer.Collection().ID)) {
				want = append(want, f)
			}
		}
		for _, l := range a.Layers() {
			wantNamed := []uint32{}
			for _, f := range all {
				in := l.Query(atlas.Query{Selection: atlas.Selection{BBox: s.BBox, From: from, To: to}})
				if _, meets := slices.BinarySearch(in.Indexes(), f.Index); meets && f.Layer == l && f.Match != atlas.MatchFuzzy {
					wantNamed = append(wantNamed, f.Index)
				}
			}
			slices.Sort(wantNamed)
			got := l.Query(atlas.Query{Selection: atlas.Selection{BBox: s.BBox, From: from, To: to, Named: l.Named(s.Text)}})
			if got.Matched != len(wantNamed) || !slices.Equal(got.Indexes(), wantNamed) {
				t.Fatalf("named %q in %v: %v of %s, want %v", s.Text, s.BBox, got.Indexes(), l.Collection().ID, wantNamed)
			}
		}
		matched, page := a.Search(s)
		if s.Limit == 0 {
			s.Limit = len(want)
		}
		if matched != len(want) || !slices.Equal(page, want[:min(len(want), s.Limit)]) {
			t.Fatalf("Search(%+v) = %d %v, want %d", s, matched, page, len(want))
		}
	}
}

// TestSearch_ForgivesTypos breaks long names in one place each.
func TestSearch_ForgivesTypos(t *testing.T) {
	m := manyNames(2000)
	a := build(t, m)
	r := seeded(t)
	asked := 0
	for subject, names := range m.names {
		name := fold.Fold(names[0].Text)
		if len(fold.Skeleton(name)) < 7 || strings.Contains(name, " ") {
			continue
		}
		i := 1 + r.IntN(len(name)-2)
		typo := []string{name[:i] + name[i+1:], name[:i] + "f" + name[i:], name[:i] + "f" + name[i+1:]}[r.IntN(3)]
		_, page := a.Search(atlas.Search{Text: typo})
		found := slices.ContainsFunc(page, func(f atlas.Found) bool { return "villages/"+f.Layer.ID(f.Index) == subject })
		other := len(page) > 0 && page[0].Match != atlas.MatchFuzzy // the typo is another name
		if !found && !other {
			// A typo may take a digraph apart, which is two mistakes in the skeleton.
			if d := distance(fold.Skeleton(typo), fold.Skeleton(name)); d <= 1 {
				t.Errorf("Search(%q) does not find %q, %d away", typo, name, d)
			}
		}
		asked++
	}
	if asked < 100 {
		t.Fatalf("only %d names asked", asked)
	}
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func FuzzSearch(f *testing.F) {
	a := build(f, called("Başlıbel|Башлыбель", "Քարվաճառ", "Qala Altı", "استان اردبیل", "北京", "Alexandropol", "Gobu"))
	for _, seed := range []string{"Bashlibel", "qala a", "ار", "京", "\xff", "a b c d", "Alexandrpol"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		matched, page := a.Search(atlas.Search{Text: text})
		if matched != len(page) || fold.Fold(text) == "" && matched > 0 {
			t.Fatalf("Search(%q) = %d, %v", text, matched, page)
		}
		describe(t, page)
	})
}

func TestLayer_BoxAt(t *testing.T) {
	geometries := []orb.Geometry{
		orb.Point{46.5, 40},
		orb.Polygon{{{10, 10}, {20, 10}, {10, 20}, {10, 10}}},
		orb.Bound{Min: orb.Point{46, 40}, Max: orb.Point{46.1, 40.1}}.ToPolygon(),
		nil,
	}
	for _, g := range geometries {
		l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: {feature(data.Sites, "a", g, nil)}}}), data.Sites)
		box, ok := l.BoxAt(0)
		if ok != (g != nil) || ok && box != geo.BoundOf(g) {
			t.Errorf("BoxAt of %v = %v, %v", g, box, ok)
		}
	}
}
