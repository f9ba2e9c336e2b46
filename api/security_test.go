package api_test

import (
	"strings"
	"testing"
)

func TestSecurityHeaders_Everywhere(t *testing.T) {
	s := serve(t, writeRelease(t, nil), withWeb)
	for _, path := range []string{"/?f=html", "/?f=json", "/collections/sites/items", "/none", "/assets/app-1a2b.js", "/collections/sites/items?bbox=x"} {
		h := s.get(path).header
		policy := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("GET %s: policy without %s: %q", path, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") || strings.Contains(policy, "*") {
			t.Errorf("GET %s: policy %q lets too much in", path, policy)
		}
		for name, want := range map[string]string{
			"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "cross-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("GET %s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
		if h.Get("Permissions-Policy") == "" || h.Get("Server") != "" {
			t.Errorf("GET %s: %v", path, h)
		}
	}
}
