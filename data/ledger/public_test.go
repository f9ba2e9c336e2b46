package ledger_test

import (
	"crypto/rand"
	"testing"

	"stele/data/ledger"
)

// An audience's log signs with the vault's key under a name of its own: who has
// the one's public key has the other's, and no checkpoint is of both.
func TestPublicLog_HasAKeyOfItsOwn(t *testing.T) {
	for range 20 { // the key's base64 may hold the sign that divides its parts
		secret, verifier, err := ledger.NewKey(rand.Reader, "stele/x")
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{verifier: true}
		for _, audience := range []string{"public", "a court", "a+court", "a/court", "суд"} {
			public, err := ledger.PublicVerifier(verifier, audience)
			if err != nil || seen[public] {
				t.Fatalf("the key for %q is %q, %v", audience, public, err)
			}
			seen[public] = true
			hidden, err := ledger.PublicSecret(secret, audience)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := ledger.VerifierOf(hidden); err != nil || got != public {
				t.Errorf("the secret key for %q is that of %q, %v, want %q", audience, got, err, public)
			}
			note, err := ledger.Sign(ledger.Checkpoint{Origin: ledger.PublicOrigin("stele/x", audience), Size: 3, Root: ledger.LeafHash(nil)}, hidden)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := ledger.OpenCheckpoint(note, public); err != nil {
				t.Errorf("for %q: %v", audience, err)
			}
			if _, err := ledger.OpenCheckpoint(note, verifier); err == nil {
				t.Errorf("a checkpoint for %q is one of the vault's log", audience)
			}
		}
	}
	if _, err := ledger.PublicVerifier("stele/x+00000000+AAAA", "public"); err == nil {
		t.Error("a key is made out of none")
	}
}

// Releases that were entered before there were public logs have entries without
// a commitment, and are read as before.
func TestRelease_Entries(t *testing.T) {
	r := ledger.Release{Audience: "public", Version: "ab", PolicyVersion: "public-1", PublishedOn: "2026-03-05"}
	if got, want := r.Entry(), "stele release 1\npublic\nab\npublic-1\n2026-03-05\n"; got != want {
		t.Errorf("Entry = %q, want %q", got, want)
	}
	r.Head = "cd"
	if got, want := r.Entry(), "stele release 2\npublic\nab\npublic-1\n2026-03-05\ncd\n"; got != want {
		t.Errorf("Entry = %q, want %q", got, want)
	}
}
