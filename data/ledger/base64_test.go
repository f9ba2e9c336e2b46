package ledger_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"stele/data/ledger"
)

// A proof has one spelling: what differs from it by one sign is another proof.
func TestProof_IsReadStrictly(t *testing.T) {
	root := ledger.LeafHash([]byte("leaf")).String() // 32 bytes leave two bits in the last sign but one
	last := strings.IndexByte(alphabet, root[42])
	loose := root[:42] + string(alphabet[last|1]) + "="
	if loose == root {
		t.Fatalf("%s has bits behind its last byte", root)
	}
	for name, text := range map[string]string{
		"bits behind the last byte": loose,
		"a line end":                root[:10] + `\n` + root[10:],
		"a carriage return":         root + `\r`,
		"a line end for a sign":     root[:10] + `\n` + root[11:],
		"no padding":                root[:43],
		"a byte less":               "AAAA",
		"nothing":                   "",
		"url signs":                 strings.Repeat("_", 43) + "=",
	} {
		bundle := fmt.Sprintf(`{"entity":"record","id":"a","version":1,"salt":"","leaf":0,"checkpoint":"","verifier":"","content":[],"proof":["%s"]}`, text)
		if b, err := ledger.ReadBundle(strings.NewReader(bundle)); err == nil {
			t.Errorf("%s: the proof is read as %v", name, b.Proof)
		}
		var p ledger.Proof
		if err := json.Unmarshal([]byte(`["`+root+`"]`), &p); err != nil || len(p) != 1 || p[0].String() != root {
			t.Fatalf("a proof of %s is read as %v, %v", root, p, err)
		}
	}
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

func TestReadBundle_ReadsBytesStrictly(t *testing.T) {
	of := func(text string) string {
		return `{"entity":"record","id":"a","version":1,"salt":"","leaf":0,"checkpoint":"","verifier":"","proof":[],"content":[{"name":"g","value":null,"bytes":"` + text + `"}]}`
	}
	if b, err := ledger.ReadBundle(strings.NewReader(of("AAE="))); err != nil || string(b.Content[0].Bytes) != "\x00\x01" {
		t.Fatalf("bytes are read as %v, %v", b.Content, err)
	}
	for _, text := range []string{"AAF=", `AA\nE=`, `AAE=\n`, `\r\nAAE=`, "AAE", "A_E="} {
		if b, err := ledger.ReadBundle(strings.NewReader(of(text))); err == nil {
			t.Errorf("the bytes %q are read as %v", text, b.Content)
		}
	}
}
