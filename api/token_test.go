package api_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/api"
	"stele/data/atlas"
)

func TestToken_ComesBack(t *testing.T) {
	for _, c := range []atlas.Cursor{
		{Key: 0, ID: "a"},
		{Key: 1<<64 - 1, ID: "k3v9"},
		{Key: 5, ID: "ə/🜨\x00"},
		{Key: 5, ID: "a", Values: []*atlas.Value{nil, {Text: "Başlıbel"}, {Number: -0.25}}},
	} {
		token := api.EncodeToken(c, "sites?")
		got, err := api.DecodeToken(token, "sites?", len(c.Values))
		if diff := cmp.Diff(c, got); err != nil || diff != "" {
			t.Errorf("DecodeToken(EncodeToken(%v)): %v %s", c, err, diff)
		}
		if _, err := api.DecodeToken(token, "sites?bbox=1,2,3,4", len(c.Values)); err == nil {
			t.Errorf("the token of %v is good for another query", c)
		}
		if _, err := api.DecodeToken(token, "sites?", len(c.Values)+1); err == nil {
			t.Errorf("the token of %v is good for another order", c)
		}
	}
}

func FuzzDecodeToken(f *testing.F) {
	f.Add(api.EncodeToken(atlas.Cursor{Key: 7, ID: "abc"}, "q"))
	f.Add("")
	f.Add("AAAA")
	f.Add(api.EncodeToken(atlas.Cursor{Key: 7, ID: "abc", Values: []*atlas.Value{{Number: 3}}}, "q"))
	f.Add(api.EncodeToken(atlas.Cursor{Key: 7, ID: "abc"}, "q") + "\n")
	f.Fuzz(func(t *testing.T, token string) {
		for sortKeys := range 3 {
			c, err := api.DecodeToken(token, "q", sortKeys)
			if err != nil {
				continue
			}
			if c.ID == "" && sortKeys == 0 {
				t.Fatalf("DecodeToken(%q) has no ID", token)
			}
			if again := api.EncodeToken(c, "q"); again != token {
				t.Fatalf("%q and %q are one token", token, again)
			}
		}
	})
}
