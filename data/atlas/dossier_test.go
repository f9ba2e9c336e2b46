package atlas_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data"
	"stele/data/edtf"
	"stele/data/release"
)

// disputedSite has two rival claims from two sides, one through a third source.
func disputedSite(t testing.TB) made {
	when, err := edtf.Parse("1993-04-18")
	if err != nil {
		t.Fatal(err)
	}
	low := int64(501)
	ref := data.Ref{Collection: data.Sites, Key: "s1"}
	return made{
		features: map[string][]release.Feature{data.Sites: {
			feature(data.Sites, "s1", nil, map[string]any{"source": "src1", "one_sided": false}),
			feature(data.Sites, "s2", nil, map[string]any{"source": "src3", "one_sided": true}),
		}},
		names:  map[string][]data.Name{"sites/s1": {{Text: "Başlıbel", Language: "az", Source: "src2"}}},
		agents: []data.Agent{{ID: "ag1", Name: "A ministry", Kind: "state_body"}, {ID: "ag2", Name: "A paper", Kind: "media"}},
		sources: []data.Source{
			{ID: "src1", Kind: "news_article", Title: "One", Agent: "ag2", Perspective: "side A", KnownThrough: "src3", Author: "Somebody"},
			{ID: "src2", Kind: "gazetteer", Title: "Two", Agent: "ag1", Perspective: "side B"},
			{ID: "src3", Kind: "report", Title: "Three", Agent: "ag1"},
		},
		claims: []data.Claim{
			{ID: "c1", Subject: ref, Property: "description", Value: json.RawMessage(`"x"`), Assertion: data.Assertion{AssertedBy: "ag1", Source: "src1", Rank: "normal"}},
			{ID: "c2", Subject: ref, Property: "stage", Value: json.RawMessage(`"reported"`), When: when, WhenRole: "happened", Assertion: data.Assertion{AssertedBy: "ag1", Source: "src1", Rank: "normal", Locator: data.Locator{Paragraph: 2}}},
			{ID: "c3", Subject: ref, Property: "stage", Value: nil, Assertion: data.Assertion{AssertedBy: "ag2", Source: "src2", Rank: "normal", Disputes: []string{"c2"}, Perspective: "side C"}},
		},
		shown:   []release.Shown{{Subject: ref, Property: "stage", Value: json.RawMessage(`"reported"`), Rule: "the record's source", Claim: "c2", Contested: true, Rivals: []string{"c3"}}},
		figures: []data.Figure{{ID: "f1", Scope: ref, Measure: "killed", Low: &low, Comparator: "more_than", Assertion: data.Assertion{AssertedBy: "ag1", Source: "src1", Rank: "normal"}}},
	}
}

func TestDossier_Whole(t *testing.T) {
	a := build(t, disputedSite(t))
	d, ok, err := a.Dossier(data.Sites, "s1")
	if err != nil || !ok {
		t.Fatalf("Dossier = %v, %v", ok, err)
	}
	got, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"subject":{"collection":"sites","id":"s1"},"one_sided":false,"perspectives":["side A","side B","side C"],` +
		`"names":[{"text":"Başlıbel","language":"az","script":null,"when":null,"source":"src2"}],` +
		`"properties":[{"property":"description","contested":false,"shown":null,"rivals":0,"rival_claims":[],"claims":[{"id":"c1","property":"description","value":"x","when":null,"when_role":null,"asserted_by":"ag1","source":"src1","via":[],"locator":null,"rank":"normal","disputes":[],"supports":[],"perspective":null,"note":null,"recorded_at":null,"recorded_by":null,"version":null,"supersedes":null}]},` +
		`{"property":"stage","contested":true,"shown":{"value":"reported","rule":"the record's source","claim":"c2","record_value":null},"rivals":1,"rival_claims":["c3"],"claims":[{"id":"c2","property":"stage","value":"reported","when":"1993-04-18","when_role":"happened","asserted_by":"ag1","source":"src1","via":[],"locator":{"paragraph":2},"rank":"normal","disputes":[],"supports":[],"perspective":null,"note":null,"recorded_at":null,"recorded_by":null,"version":null,"supersedes":null},` +
		`{"id":"c3","property":"stage","value":null,"when":null,"when_role":null,"asserted_by":"ag2","source":"src2","via":[],"locator":null,"rank":"normal","disputes":["c2"],"supports":[],"perspective":"side C","note":null,"recorded_at":null,"recorded_by":null,"version":null,"supersedes":null}]}],` +
		`"figures":[{"scope":{"collection":"sites","id":"s1"},"id":"f1","measure":"killed","low":501,"best":null,"high":null,"comparator":"more_than","word":null,"when":null,"when_role":null,"asserted_by":"ag1","source":"src1","via":[],"locator":null,"rank":"normal","disputes":[],"supports":[],"perspective":null,"note":null,"recorded_at":null,"recorded_by":null,"version":null,"supersedes":null}],` +
		`"sources":{"src1":` + sourceJSON(t, a.Source, "src1") + `,"src2":` + sourceJSON(t, a.Source, "src2") + `,"src3":` + sourceJSON(t, a.Source, "src3") + `},` +
		`"agents":{"ag1":{"id":"ag1","name":"A ministry","kind":"state_body","note":null},"ag2":{"id":"ag2","name":"A paper","kind":"media","note":null}}}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("dossier: %s", diff)
	}
}

func sourceJSON(t *testing.T, source func(string) (json.RawMessage, bool), id string) string {
	text, ok := source(id)
	if !ok {
		t.Fatalf("no source %s", id)
	}
	return string(text)
}

func TestDossier_OfNothing(t *testing.T) {
	a := build(t, disputedSite(t))
	d, ok, err := a.Dossier(data.Sites, "s2")
	if err != nil || !ok || !d.OneSided || string(d.Names) != "[]" || d.Properties == nil || d.Figures == nil || len(d.Sources) != 1 {
		t.Errorf("Dossier(s2) = %+v, %v, %v", d, ok, err)
	}
	for _, subject := range [][2]string{{data.Sites, "s3"}, {data.Villages, "s1"}, {"graves", "s1"}} {
		if _, ok, err := a.Dossier(subject[0], subject[1]); ok || err != nil {
			t.Errorf("Dossier(%v) = %v, %v, want none", subject, ok, err)
		}
	}
}

func TestSource_PublishesNoAuthorWithoutConsent(t *testing.T) {
	a := build(t, disputedSite(t))
	want := `{"id":"src1","kind":"news_article","title":"One","author":null,"publisher":null,"published":null,"language":null,"url":null,"perspective":"side A",` +
		`"agent":"ag2","agent_name":"A paper","licence":null,"archive":{"state":null,"sha256":null,"bytes":null,"media_type":null,"captured_on":null},"known_through":"src3","note":null}`
	if got := sourceJSON(t, a.Source, "src1"); got != want {
		t.Errorf("source:\n got %s\nwant %s", got, want)
	}
	if diff := cmp.Diff([]string{"src1", "src2", "src3"}, a.SourceIDs()); diff != "" {
		t.Error(diff)
	}
}
