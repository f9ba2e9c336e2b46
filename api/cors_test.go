package api_test

import "testing"

func TestOptions(t *testing.T) {
	s := serve(t, writeRelease(t, nil))
	for _, path := range []string{"/", "/collections/sites/items", "/collections/sites/items/x", "/sources", "/assets/x"} {
		plain := s.ask("OPTIONS", path)
		if plain.status != 204 || plain.header.Get("Allow") != "GET, HEAD, OPTIONS" || plain.header.Get("Access-Control-Allow-Methods") != "" {
			t.Errorf("OPTIONS %s = %d %v", path, plain.status, plain.header)
		}
		preflight := s.ask("OPTIONS", path, "Origin: https://example.org", "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: if-none-match")
		if preflight.status != 204 || preflight.header.Get("Access-Control-Allow-Origin") != "*" || preflight.header.Get("Access-Control-Allow-Methods") == "" || preflight.header.Get("Allow") == "" {
			t.Errorf("preflight %s = %d %v", path, preflight.status, preflight.header)
		}
	}
}
