package twin_test

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"stele/data"
	"stele/geo"
)

// N4: the order is that of public fields, the same on one page and on many.
func TestN4_OrderIsThatOfPublicFields(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[1]))
	for _, collection := range []string{data.Sites, data.Events, data.Villages} {
		all := s.all(t, collection)
		key := func(f printed) uint64 { return geo.HilbertOf(geo.BoundOf(f.geometry)) }
		if !slices.IsSortedFunc(all, func(a, b printed) int { return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.ID, b.ID)) }) {
			t.Errorf("%s are not in the order of the printed geometry and the ID", collection)
		}
		at := 0
		for path := fmt.Sprintf("/collections/%s/items?limit=60", collection); path != ""; {
			got := s.get(t, path)
			for _, id := range idMember.FindAllSubmatch(got.body, -1) {
				if at >= len(all) || all[at].ID != string(id[1]) {
					t.Fatalf("%s: place %d on the pages has %s, not what the export has there", collection, at, id[1])
				}
				at++
			}
			path = nextOf(got)
		}
		if at != len(all) {
			t.Errorf("%s: %d on the pages, %d in the export", collection, at, len(all))
		}
	}
}

var idMember = regexp.MustCompile(`"type":"Feature","id":"([^"]*)"`)

// N5: no release states membership of a computed kind. A property that comes to
// name a zone or district must be made of the whole published cell; this test
// finds it, and with it the records whose exact positions the border parts.
func TestN5_NoFieldTellsTheSideOfABorder(t *testing.T) {
	p := both(t)
	c := compare(t, handler(p.atlas[0]), handler(p.atlas[1]))
	var areas []record
	var names []string
	for _, r := range p.world.records {
		if r.Collection == data.Zones || r.Collection == data.Districts {
			areas = append(areas, r)
			names = append(names, r.ID, r.Names[0].Text)
		}
	}
	parted := 0
	for _, r := range p.world.records {
		if !r.held() || r.at[0] == nil || slices.Equal(sides(areas, r, 0), sides(areas, r, 1)) {
			continue
		}
		if r.cell(0) != (geo.Cell{}) {
			parted++
		}
		for _, rest := range []string{"", "/claims"} {
			got, err := c.one(get("/collections/" + r.Collection + "/items/" + r.ID + rest))
			if err != nil {
				t.Error(err)
			}
			for _, name := range names {
				if bytes.Contains(got.body, []byte(`"`+name+`"`)) || bytes.Contains(got.body, []byte("/"+name+`"`)) {
					t.Errorf("%s lies across the border of %s and names it: only who holds the whole cell may be named\n%s", r.ID, name, got.body)
				}
			}
		}
	}
	if parted < 20 {
		t.Errorf("a border parts the twins of %d records inside their cell, want some", parted)
	}
}

// sides tells which areas hold the exact position.
func sides(areas []record, r record, twin int) (in []bool) {
	for _, a := range areas {
		in = append(in, geo.PolygonContains(a.at[0], vertices(r.at[twin])[0]))
	}
	return in
}

// N6: who counts what is printed gets the number that the server says.
func TestN6_CountsAreThoseOfThePrintedGeometry(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	for _, collection := range []string{data.Sites, data.Events} {
		all := s.all(t, collection)
		for i, b := range p.world.boxes() {
			if i%6 != 0 {
				continue
			}
			want := 0
			for _, f := range all {
				if f.geometry == nil || geo.Intersects(f.geometry, b) {
					want++
				}
			}
			if got := s.page(t, fmt.Sprintf("/collections/%s/items?limit=1&bbox=%s", collection, b)).Matched; got != want {
				t.Errorf("%s in %v: %d matched, %d are printed there", collection, b, got, want)
			}
		}
	}
}

// N9: the vaults record at 05:16 to 05:50 and at 18:47 to 19:20. Nothing says so.
func TestN9_TimesAreDays(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	clock := regexp.MustCompile(`\d\d:\d\d(:\d\d)?`)
	for pattern, route := range routes() {
		for i, path := range route.paths(p.world) {
			if i >= 60 || strings.Contains(path, "datetime") {
				continue
			}
			body := s.get(t, path).body
			for _, of := range clock.FindAll(body, -1) {
				switch string(of) {
				case "00:00:00", "23:59:59": // ends of a day
				case "12:00:00": // timeStamp, the server's clock
				default:
					t.Errorf("route %s: GET %s tells the time %s", pattern, path, of)
				}
			}
		}
	}
}

// N10: what is hidden is answered like what never was, whatever state hides it.
func TestN10_HiddenAndUnknownIDsAnswerAlike(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	hidden := hiddenIDs(t, p)
	const sites = "/collections/sites/items/%s"
	paths := map[string]string{ // what is found there, and so not hidden
		sites: "", sites + "?f=json": "", sites + "/claims": "", sites + "/history": "",
		"/sources/%s": "", "/agents/%s": "agent", "/claims/%s": "claim", "/figures/%s": "figure",
	}
	for path, own := range paths {
		if got := s.ask(t, get(fmt.Sprintf(path, nobody))); got.status != 404 {
			t.Fatalf("GET %s of nobody = %d, want 404", path, got.status)
		}
		alikeWithout(t, s, path, own, hidden, "")
	}
	for path, own := range map[string]string{
		"/claims?subject=sites/%s": "", "/claims?source=%s": "", "/claims?asserted_by=%s": "agent",
		"/figures?scope=sites/%s": "", "/figures?source=%s": "", "/figures/ranges?scope=sites/%s": "", "/figures/sum?measure=killed&scope=sites/%s": "",
	} {
		alikeWithout(t, s, path, own, hidden, "Etag") // a list's is made of what is asked, too
	}
}

// nobody has this ID.
const nobody = "aaaaaaaaaaaaaaaa"

// hiddenIDs are those of hidden sites, of claims that hold a position back, and
// of public things of other kinds; by ID, what has it.
func hiddenIDs(t *testing.T, p *pair) map[string]string {
	t.Helper()
	ids := map[string]string{}
	for _, h := range p.world.hidden[0] {
		ids[h.ID] = "hidden site"
	}
	held := 0
	for _, c := range p.world.claims {
		if _, isPublic := p.atlas[0].Claim(c.ID); !isPublic && held < 40 {
			ids[c.ID] = "hidden claim"
			held++
		}
	}
	if len(p.world.hidden[0]) == 0 || held == 0 {
		t.Fatalf("%d sites and %d claims are hidden, want some", len(p.world.hidden[0]), held)
	}
	ids[p.world.claims[0].ID], ids[p.world.figures[0].ID] = "claim", "figure"
	ids[p.world.agents[0].ID], ids[p.world.records[0].ID] = "agent", "village"
	return ids
}

// alikeWithout asks path about every ID but those of its own kind, and compares
// with the answer about nobody, all but a header.
func alikeWithout(t *testing.T, s *server, path, own string, ids map[string]string, header string) {
	t.Helper()
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "POST"} {
		for _, tag := range []string{"", `If-None-Match: W/"x"`} {
			ask := func(id string) reply {
				r := request{method, fmt.Sprintf(path, id), nil}
				if tag != "" {
					r.headers = []string{tag}
				}
				got := s.ask(t, r)
				got.body = bytes.ReplaceAll(got.body, []byte(id), []byte("ID"))
				got.header.Del(header)
				for _, values := range got.header {
					for i, v := range values {
						values[i] = strings.ReplaceAll(v, id, "ID")
					}
				}
				return got
			}
			want := ask(nobody)
			for id, kind := range ids {
				if kind == own {
					continue
				}
				if d := difference(want, ask(id)); d != "" {
					t.Errorf("%s %s of the %s %s is not answered like that of nobody: %s", method, path, kind, id, d)
				}
			}
		}
	}
}

// N11: a tag or page token of one twin is as good for the other.
func TestN11_ETagsAndTokensAreEqual(t *testing.T) {
	p := both(t)
	a, b := serve(t, handler(p.atlas[0])), serve(t, handler(p.atlas[1]))
	tagged := 0
	for pattern, route := range routes() {
		for i, path := range route.paths(p.world) {
			if i >= 100 {
				break
			}
			tag := a.get(t, path).header.Get("ETag")
			if tag == "" || route.isOfLog {
				continue
			}
			tagged++
			if got := b.ask(t, get(path, "If-None-Match: "+tag)); got.status != 304 || len(got.body) > 0 {
				t.Errorf("route %s: GET %s with the twin's tag = %d, want 304", pattern, path, got.status)
			}
		}
	}
	if tagged < 100 {
		t.Errorf("%d answers have a tag, want many", tagged)
	}
	followed := 0
	for page := nextOf(a.get(t, "/collections/sites/items?limit=20")); page != ""; followed++ {
		got := b.get(t, page)
		if got.status != 200 {
			t.Fatalf("GET %s, the twin's next page = %d", page, got.status)
		}
		page = nextOf(got)
		a, b = b, a
	}
	if followed < 5 {
		t.Errorf("followed %d next links, want some", followed)
	}
}

// G3: what is not random does not average away.
func TestG3_AThousandIdenticalRequestsGiveOneBody(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	at := boxAround(vertices(p.world.held(geo.PrecisionTenth).at[0])[0], 0.001)
	path := fmt.Sprintf("/collections/sites/items?limit=4&bbox=%s", at)
	first := s.get(t, path)
	for i := range 999 {
		if d := difference(first, s.get(t, path)); d != "" {
			t.Fatalf("request %d: %s", i+2, d)
		}
	}
}

// held is the first record with a position that is shown in a cell of p.
func (w *world) held(p geo.Precision) record {
	i := slices.IndexFunc(w.records, func(r record) bool { return r.shown == p && r.held() && r.at[0] != nil })
	return w.records[i]
}
