package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
)

// rivals is a release with one site that two agents disagree on.
func rivals(t testing.TB) *atlas.Atlas {
	ref := data.Ref{Collection: data.Sites, Key: "s1"}
	low := int64(501)
	add := func(w *release.Writer) error {
		ctx := t.Context()
		for _, a := range []data.Agent{{ID: "ag1", Name: "A ministry", Kind: "state_body"}, {ID: "ag2", Name: "A paper", Kind: "media"}} {
			if err := w.AddAgent(ctx, a); err != nil {
				return err
			}
		}
		for _, src := range []data.Source{
			{ID: "src1", Kind: "news_article", Title: "One", Agent: "ag2", Perspective: "side A", Archive: data.Archive{State: "captured"}},
			{ID: "src2", Kind: "report", Title: "Two", Agent: "ag1", Perspective: "side B", Archive: data.Archive{State: "not_captured"}},
		} {
			if err := w.AddSource(ctx, src); err != nil {
				return err
			}
		}
		for _, c := range []data.Claim{
			{ID: "c1", Subject: ref, Property: "stage", Value: json.RawMessage(`"reported"`), Assertion: data.Assertion{AssertedBy: "ag1", Source: "src1", Rank: "normal"}},
			{ID: "c2", Subject: ref, Property: "stage", Value: json.RawMessage(`"located"`), Assertion: data.Assertion{AssertedBy: "ag2", Source: "src2", Rank: "normal", Disputes: []string{"c1"}}},
		} {
			if err := w.AddClaim(ctx, c); err != nil {
				return err
			}
		}
		f := data.Figure{ID: "f1", Scope: ref, Measure: "killed", Low: &low, Comparator: "more_than", Assertion: data.Assertion{AssertedBy: "ag1", Source: "src1", Rank: "normal"}}
		if err := w.AddFigure(ctx, f); err != nil {
			return err
		}
		return w.AddNames(ctx, ref, []data.Name{{Text: "Başlıbel", Language: "az", Source: "src2"}})
	}
	return writeRelease(t, []made{{data.Sites, "s1", nil, "1993-04", map[string]any{"contested": true, "one_sided": false, "source": "src1"}}}, add)
}

func TestClaims_RivalsComeTogether(t *testing.T) {
	s := serve(t, rivals(t))
	r := s.get("/collections/sites/items/s1/claims")
	d := decode[struct {
		OneSided     bool `json:"one_sided"`
		Perspectives []string
		Names        []map[string]any
		Properties   []struct {
			Property  string
			Contested bool
			Claims    []map[string]any
		}
		Figures []map[string]any
		Sources map[string]map[string]any
		Agents  map[string]map[string]any
		Links   []map[string]string
	}](t, r)
	if len(d.Properties) != 1 || !d.Properties[0].Contested || len(d.Properties[0].Claims) != 2 {
		t.Errorf("properties %+v: a contested claim came without its rival", d.Properties)
	}
	if strings.Join(d.Perspectives, ",") != "side A,side B" || d.OneSided {
		t.Errorf("perspectives %v, one sided %v", d.Perspectives, d.OneSided)
	}
	if len(d.Sources) != 2 || len(d.Agents) != 2 || len(d.Names) != 1 || len(d.Figures) != 1 || len(d.Links) == 0 {
		t.Errorf("dossier %s", r.body)
	}
	for _, p := range d.Properties[0].Claims {
		if d.Sources[p["source"].(string)] == nil || d.Agents[p["asserted_by"].(string)] == nil {
			t.Errorf("claim %v names a source or agent that is not there", p)
		}
	}
	s.check([]row{
		{"/collections/sites/items/s1/claims", 200, []string{`"low":501,"best":null,"high":null,"comparator":"more_than"`, `"rel":"help"`}, []string{`"key"`}},
		{"/collections/sites/items/s1", 200, []string{`"contested":true`, `"one_sided":false`, `/items/s1/claims","rel":"related"`, `"rel":"help"`}, nil},
		{"/collections/sites/items/s2/claims", 404, nil, nil},
		{"/collections/villages/items/s1/claims", 404, nil, nil},
	})
}
