package api_test

import (
	"testing"

	"stele/api"
	"stele/data/atlas"
)

func TestToken_ComesBack(t *testing.T) {
	for _, c := range []atlas.Cursor{{Key: 0, ID: "a"}, {Key: 1<<64 - 1, ID: "k3v9"}, {Key: 5, ID: "ə/🜨\x00"}} {
		token := api.EncodeToken(c, "sites?")
		if got, err := api.DecodeToken(token, "sites?"); err != nil || got != c {
			t.Errorf("DecodeToken(EncodeToken(%v)) = %v, %v", c, got, err)
		}
		if _, err := api.DecodeToken(token, "sites?bbox=1,2,3,4"); err == nil {
			t.Errorf("the token of %v is good for another query", c)
		}
	}
}

func FuzzDecodeToken(f *testing.F) {
	f.Add(api.EncodeToken(atlas.Cursor{Key: 7, ID: "abc"}, "q"))
	f.Add("")
	f.Add("AAAA")
	f.Add(api.EncodeToken(atlas.Cursor{Key: 7, ID: "abc"}, "q") + "\n")
	f.Fuzz(func(t *testing.T, token string) {
		c, err := api.DecodeToken(token, "q")
		if err != nil {
			return
		}
		if c.ID == "" {
			t.Fatalf("DecodeToken(%q) has no ID", token)
		}
		if again := api.EncodeToken(c, "q"); again != token {
			t.Fatalf("%q and %q are one token", token, again)
		}
	})
}
