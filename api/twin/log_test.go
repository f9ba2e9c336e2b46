package twin_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stele/data/ledger"
)

// N8, N11: the public log has a leaf for each release and none for anything else. The
// vaults' own logs are of other sizes, and neither these nor what is in them can be
// told from an answer.
func TestN8_ThePublicLogIsOfReleasesAlone(t *testing.T) {
	p := both(t)
	var own [2]int64
	for n, head := range p.heads {
		size, err := strconv.ParseInt(strings.Split(head, "\n")[1], 10, 64)
		if err != nil || size < int64(len(p.world.records)) {
			t.Fatalf("the vault's log has %d leaves (%v)", size, err)
		}
		own[n] = size
	}
	if own[0] == own[1] {
		t.Fatalf("both vaults' logs have %d leaves: this tells nothing", own[0])
	}
	for n := range p.atlas {
		s := serve(t, handler(p.atlas[n]))
		var proof struct {
			ledger.Entered
			Earlier []int64
		}
		if err := json.Unmarshal(s.get(t, "/log/proof").body, &proof); err != nil {
			t.Fatal(err)
		}
		c, err := ledger.OpenCheckpoint(string(s.get(t, "/log/checkpoint").body), proof.Verifier)
		if err != nil || c.Size != 2 || proof.Leaf != 1 || !slices.Equal(proof.Earlier, []int64{1}) || len(proof.Proof) != 1 {
			t.Errorf("after two releases the log has %d leaves, proof %+v (%v)", c.Size, proof, err)
		}
		var grown struct {
			Proof   ledger.Proof
			Earlier string `json:"earlier_checkpoint"`
		}
		if err := json.Unmarshal(s.get(t, "/log/consistency?from=1").body, &grown); err != nil {
			t.Fatal(err)
		}
		older, err := ledger.OpenCheckpoint(grown.Earlier, proof.Verifier)
		if err != nil || older.Size != 1 {
			t.Fatalf("the earlier checkpoint is of size %d (%v)", older.Size, err)
		}
		if err := ledger.CheckGrowth(grown.Proof, c, older); err != nil {
			t.Error(err)
		}
		if file := string(p.files[n]); strings.Contains(file, strings.Split(p.heads[n], "\n")[2]) || strings.Contains(file, "\n"+strconv.FormatInt(own[n], 10)+"\n") {
			t.Error("the release has the head of the vault's log in it")
		}
	}
}
