package ledger_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"stele/data/ledger"
)

// memory keeps chunks, and refuses what a store may not be asked for.
type memory struct {
	t      testing.TB
	chunks map[int64][]byte
}

func (m memory) Chunk(_ context.Context, n int64) ([]byte, error) { return m.chunks[n], nil }

func (m memory) SetChunk(_ context.Context, n int64, hashes []byte) error {
	if !bytes.HasPrefix(hashes, m.chunks[n]) || n > int64(len(m.chunks)) || len(hashes) > ledger.ChunkHashes*32 {
		m.t.Errorf("chunk %d of %d bytes is not its old one grown", n, len(hashes))
	}
	m.chunks[n] = bytes.Clone(hashes)
	return nil
}

func (m memory) all() (hashes []tlog.Hash) {
	for n := range int64(len(m.chunks)) {
		for chunk := m.chunks[n]; len(chunk) > 0; chunk = chunk[32:] {
			hashes = append(hashes, tlog.Hash(chunk[:32]))
		}
	}
	return hashes
}

func leaf(i int64) []byte {
	d, _ := new(ledger.Digester).Sum("leaf", i)
	return d[:]
}

// reference is the tree as the library alone builds it.
func reference(t testing.TB, n int64) tlog.HashReader {
	var hashes []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) (list []tlog.Hash, err error) {
		for _, i := range indexes {
			list = append(list, hashes[i])
		}
		return list, nil
	})
	for i := range n {
		more, err := tlog.StoredHashes(i, leaf(i), read)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, more...)
	}
	return read
}

// A log that is closed and opened at random is the tree that the library builds.
func TestLog_IsTheLibrarysTree(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	const n = 3000
	store := memory{t, map[int64][]byte{}}
	want := reference(t, n)
	log, err := ledger.Open(t.Context(), store, 0)
	if err != nil {
		t.Fatal(err)
	}
	var replay ledger.Replay
	for i := range int64(n) {
		if at, err := log.Append(t.Context(), leaf(i)); err != nil || at != i {
			t.Fatalf("Append = %d, %v, want %d", at, err, i)
		}
		if random.IntN(100) > 0 && i < n-1 {
			continue
		}
		root, err := log.Root(t.Context())
		if wanted, wantErr := tlog.TreeHash(i+1, want); err != nil || wantErr != nil || root != wanted {
			t.Fatalf("root of %d leaves is %v, %v, want %v, %v", i+1, root, err, wanted, wantErr)
		}
		if err := log.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if log, err = ledger.Open(t.Context(), store, i+1); err != nil {
			t.Fatal(err)
		}
	}
	for i, h := range store.all() {
		if err := replay.Add(h); err != nil {
			t.Fatalf("hash %d: %v", i, err)
		}
		if size := replay.Size(); replay.Complete() && size%97 == 0 {
			if wanted, _ := tlog.TreeHash(size, want); replay.Root() != wanted {
				t.Fatalf("replay of %d leaves has another root", size)
			}
		}
	}
	if replay.Size() != n || !replay.Complete() {
		t.Errorf("replay ends at %d of %d leaves", replay.Size(), n)
	}
}

func TestLog_Proves(t *testing.T) {
	const n = 777
	store := memory{t, map[int64][]byte{}}
	log, _ := ledger.Open(t.Context(), store, 0)
	roots := []ledger.Hash{{}}
	for i := range int64(n) {
		log.Append(t.Context(), leaf(i))
		root, err := log.Root(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		roots = append(roots, root)
	}
	at := func(size int64) ledger.Checkpoint {
		return ledger.Checkpoint{Origin: "test", Size: size, Root: roots[size]}
	}
	for size := int64(1); size <= n; size += 13 {
		for i := int64(0); i < size; i += 7 {
			proof, err := log.ProveLeaf(t.Context(), size, i)
			if err != nil || ledger.CheckLeaf(proof, at(size), i, leaf(i)) != nil {
				t.Fatalf("leaf %d of %d is not proved: %v", i, size, err)
			}
			if ledger.CheckLeaf(proof, at(size), i, leaf(i+1)) == nil {
				t.Fatalf("leaf %d of %d is proved to be another", i, size)
			}
			if hash, err := log.Leaf(t.Context(), i); err != nil || hash != ledger.LeafHash(leaf(i)) {
				t.Fatalf("Leaf(%d) = %v, %v", i, hash, err)
			}
		}
		proof, err := log.ProveGrowth(t.Context(), n, size)
		if err != nil || ledger.CheckGrowth(proof, at(n), at(size)) != nil {
			t.Fatalf("growth from %d is not proved: %v", size, err)
		}
		wrong := at(size)
		wrong.Root[0] ^= 1
		if ledger.CheckGrowth(proof, at(n), wrong) == nil {
			t.Fatalf("growth from %d is proved of another tree", size)
		}
	}
	if _, err := log.ProveLeaf(t.Context(), n, n); err == nil {
		t.Error("a leaf beyond the tree is proved")
	}
	if _, err := log.ProveGrowth(t.Context(), n, n+1); err == nil {
		t.Error("growth from a larger tree is proved")
	}
}

func TestOpen_RefusesACutLog(t *testing.T) {
	store := memory{t, map[int64][]byte{}}
	log, _ := ledger.Open(t.Context(), store, 0)
	for i := range int64(10) {
		log.Append(t.Context(), leaf(i))
	}
	log.Flush(t.Context())
	store.chunks[0] = store.chunks[0][:64]
	if _, err := ledger.Open(t.Context(), store, 10); err == nil {
		t.Error("a log without its end is opened")
	}
}

func TestReplay_FindsAWrongHash(t *testing.T) {
	store := memory{t, map[int64][]byte{}}
	log, _ := ledger.Open(t.Context(), store, 0)
	for i := range int64(300) {
		log.Append(t.Context(), leaf(i))
	}
	root, _ := log.Root(t.Context())
	log.Flush(t.Context())
	hashes := store.all()
	for i := range hashes {
		hashes[i][3] ^= 0x10
		var replay ledger.Replay
		var err error
		for _, h := range hashes {
			if err = replay.Add(h); err != nil {
				break
			}
		}
		if err == nil && replay.Root() == root {
			t.Errorf("a change of hash %d is not found", i)
		}
		hashes[i][3] ^= 0x10
	}
}

// The forms are fixed: a digest of today must be that of tomorrow. These were
// worked out by another program from the comment of Sum.
func TestDigest_Golden(t *testing.T) {
	n := int64(7)
	tests := map[string]struct {
		values []any
		want   string
	}{
		"nothing": {nil, "92924a073acbd9be9c9306e84063967b0528f4855a2ebff7e723a95d639c8fcc"},
		"all":     {[]any{nil, "kənd", []byte{1, 2}, 7, int64(7), &n, (*int64)(nil), true, 2.5}, "b8242d28102bb0df3db822c7a1dc0f755eecd9da6008247ded6fa83b120c522d"},
	}
	for name, test := range tests {
		got, err := new(ledger.Digester).Sum(ledger.Form("record", []string{"a", "b"}), test.values...)
		if err != nil || hex.EncodeToString(got[:]) != test.want {
			t.Errorf("%s: %x, %v, want %s", name, got, err, test.want)
		}
	}
}

func TestDigest_TellsApart(t *testing.T) {
	rows := [][]any{
		{}, {nil}, {""}, {[]byte{}}, {0}, {"0"}, {nil, nil}, {"a", "b"}, {"ab", ""}, {"", "ab"}, {[]byte("ab"), ""}, {1}, {1.5}, {"1"}, {-1}, {1e300},
	}
	seen := map[ledger.Digest]int{}
	var d ledger.Digester
	for i, row := range rows {
		sum, err := d.Sum("x", row...)
		if err != nil {
			t.Fatal(err)
		}
		if before, ok := seen[sum]; ok {
			t.Errorf("rows %v and %v have one digest", rows[before], row)
		}
		seen[sum] = i
	}
	one, _ := d.Sum("x", 5.0, true)
	other, _ := d.Sum("x", int64(5), 1)
	if one != other {
		t.Error("5.0 and 5, or true and 1, have two digests: databases do not tell them apart")
	}
	if _, err := d.Sum("x", struct{}{}); err == nil {
		t.Error("a value without a canonical form has a digest")
	}
}

// A row as a database keeps it has the digest of its values.
func TestDigest_OfScannedValues(t *testing.T) {
	row := []ledger.Value{
		{},
		{Kind: ledger.Whole, Whole: -7},
		{Kind: ledger.Number, Number: 2.5},
		{Kind: ledger.Number, Number: 5},
		{Kind: ledger.Text, Bytes: []byte("kənd")},
		{Kind: ledger.Text},
		{Kind: ledger.Blob, Bytes: []byte{0, 1}},
		{Kind: ledger.Blob},
	}
	var values []any
	for _, v := range row {
		values = append(values, v.Any())
	}
	var d ledger.Digester
	want, err := d.Sum("x", values...)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.SumValues("x", row); got != want {
		t.Errorf("SumValues(%v) = %x, want %x", row, got, want)
	}
	of := ledger.VersionOf{Entity: "record", ID: "a", Version: 2, Import: 3, Row: 4, RecordedAt: "2026-11-25T00:00:00Z"}
	want, err = d.Sum("version 1", of.Entity, of.ID, of.Version, want[:], of.Import, of.Row, of.RecordedAt)
	if got := d.Fact(of, d.SumValues("x", row)); err != nil || got != want {
		t.Errorf("Fact = %x, want %x, %v", got, want, err)
	}
	if n := testing.AllocsPerRun(10, func() { d.SumValues("x", row) }); n > 0 {
		t.Errorf("a digest of values makes %v objects", n)
	}
}

// N8: leaves of equal facts differ, and the salt is all there is to it.
func TestN8_CommitmentsAreSalted(t *testing.T) {
	fact, _ := new(ledger.Digester).Sum("position", 46.1, 40.0)
	random := rand.NewChaCha8([32]byte{1})
	seen := map[ledger.Digest]bool{}
	for range 100 {
		salt, err := ledger.NewSalt(random)
		if err != nil {
			t.Fatal(err)
		}
		c := ledger.Commit(salt, fact)
		if seen[c] || c != ledger.Commit(salt, fact) {
			t.Fatal("two salts give one commitment, or one gives two")
		}
		seen[c] = true
	}
	if _, err := ledger.NewSalt(strings.NewReader("short")); err == nil {
		t.Error("a salt is made without enough randomness")
	}
}

func TestCheckpoint_RoundTrip(t *testing.T) {
	secret, verifier, err := ledger.NewKey(rand.NewChaCha8([32]byte{2}), "stele/test")
	if err != nil {
		t.Fatal(err)
	}
	if v, err := ledger.VerifierOf(secret); err != nil || v != verifier {
		t.Errorf("VerifierOf = %q, %v, want %q", v, err, verifier)
	}
	want := ledger.Checkpoint{Origin: "stele/test", Size: 42, Root: ledger.LeafHash([]byte("x"))}
	signed, err := ledger.Sign(want, secret)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ledger.OpenCheckpoint(signed, verifier)
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Fatalf("OpenCheckpoint: %v\n%s", err, d)
	}
	for i := range signed {
		changed := []byte(signed)
		changed[i] ^= 0x01
		if _, err := ledger.OpenCheckpoint(string(changed), verifier); err == nil {
			t.Errorf("a checkpoint with byte %d changed is taken: %q", i, changed)
		}
	}
	for i := range secret {
		changed := []byte(secret)
		changed[i] ^= 0x20
		if v, err := ledger.VerifierOf(string(changed)); err == nil && v == verifier {
			t.Errorf("the secret key with byte %d changed is taken for the same", i)
		}
	}
	other, _, _ := ledger.NewKey(rand.NewChaCha8([32]byte{3}), "stele/test")
	if forged, _ := ledger.Sign(want, other); forged != "" {
		if _, err := ledger.OpenCheckpoint(forged, verifier); err == nil {
			t.Error("a checkpoint signed by another key is taken")
		}
	}
}

func TestParseCheckpoint_Refuses(t *testing.T) {
	root := ledger.LeafHash(nil).String()
	for name, text := range map[string]string{
		"nothing":       "",
		"no root":       "o\n1\n",
		"a line more":   "o\n1\n" + root + "\nmore\n",
		"no origin":     "\n1\n" + root + "\n",
		"a sign":        "o\n+1\n" + root + "\n",
		"a zero before": "o\n01\n" + root + "\n",
		"negative":      "o\n-1\n" + root + "\n",
		"a short root":  "o\n1\n" + root[:40] + "\n",
		"a cut line":    "o\n1\n" + root,
	} {
		if c, err := ledger.ParseCheckpoint(text); err == nil {
			t.Errorf("%s: %v is taken", name, c)
		}
	}
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add(ledger.Checkpoint{Origin: "stele/x", Size: 3, Root: ledger.LeafHash(nil)}.String())
	f.Add("o\n1\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := ledger.ParseCheckpoint(text); err == nil && c.String() != text {
			t.Errorf("%q is read as %q", text, c)
		}
	})
}

func FuzzReadBundle(f *testing.F) {
	f.Add([]byte(`{"entity":"record","id":"a","version":1,"content":[{"name":"key","value":"k"},{"name":"n","value":1.5},{"name":"g","value":null,"bytes":"AAE="}],"salt":"00","leaf":0,"proof":[],"checkpoint":"","verifier":"x+y+z"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := ledger.ReadBundle(bytes.NewReader(text))
		if err != nil {
			return
		}
		if _, err := b.Check(); err == nil {
			t.Errorf("a bundle out of nothing is proof: %s", text)
		}
	})
}
