package twin_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/release"
	"stele/data/vault"
	"stele/geo"
)

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// N2: no column, index or free page of a release holds what is held.
func TestN2_ReleaseHoldsNoHeldCoordinate(t *testing.T) {
	p := both(t)
	s := p.scanner()
	t.Logf("looking for %d forms", len(s.eight)+len(s.four)+len(s.five)+len(s.text))
	for n, file := range p.files {
		for _, found := range s.scan(file) {
			t.Errorf("the release of vault %d: %s", n, found)
		}
	}
}

// internal are words of what stays in.
func internal(w *world) []string {
	words := []string{"-at-", "Jane Witness", "lives in house", "John Writer", "editor 1", "note of vault", "file-0", "file-1", "hidden-"}
	for _, list := range w.hidden {
		for _, h := range list {
			words = append(words, h.ID)
		}
	}
	return words
}

// Nor does it hold what else stays in.
func TestN2_ReleaseHoldsNothingInternal(t *testing.T) {
	p := both(t)
	for n, file := range p.files {
		for _, word := range internal(p.world) {
			if bytes.Contains(file, []byte(word)) {
				t.Errorf("the release of vault %d holds %q", n, word)
			}
		}
	}
}

// Seen from the other side: each geometry is the one that the rule allows.
func TestN2_EveryGeometryIsTheOneAllowed(t *testing.T) {
	p := both(t)
	path := filepath.Join(t.TempDir(), "copy.gpkg")
	if err := os.WriteFile(path, p.files[0], 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := release.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	want := map[string]orb.Geometry{}
	for _, rec := range p.world.records {
		switch cell := rec.cell(0); {
		case !rec.held():
			want[rec.ID] = rec.at[0]
		case cell != (geo.Cell{}):
			want[rec.ID] = cell.Polygon()
		default:
			want[rec.ID] = nil
		}
	}
	for _, c := range data.Collections() {
		for f, err := range r.Features(t.Context(), c.ID) {
			if err != nil {
				t.Fatal(err)
			}
			at, ok := want[f.ID]
			if !ok || !cmp.Equal(at, f.Geometry) {
				t.Errorf("%s/%s is at %v, want %v (in the release: %v)", c.ID, f.ID, f.Geometry, at, ok)
			}
			delete(want, f.ID)
		}
	}
	if len(want) > 0 {
		t.Errorf("%d records are not in the release", len(want))
	}
}

// planted writes a position in every form that the scan must know.
func planted(p orb.Point) map[string][]byte {
	forms := map[string][]byte{
		"WKB":                  geo.AppendWKB(nil, p),
		"GeoPackage":           geo.AppendGPKG(nil, p, 4326),
		"WKT":                  []byte(geo.WKT(p)),
		"GeoJSON":              geo.AppendGeometry(nil, p),
		"Hilbert key":          binary.LittleEndian.AppendUint64(nil, geo.Hilbert(p[0], p[1])),
		"one float64":          binary.LittleEndian.AppendUint64(nil, math.Float64bits(p[1])),
		"one text":             fmt.Appendf(nil, "%.4f", p[0]),
		"one text with comma":  []byte(strings.Replace(fmt.Sprintf("%.5f", p[1]), ".", ",", 1)),
		"one 1e-7 degree text": fmt.Appendf(nil, "%d", toE7(p[0])),
	}
	for _, v := range p {
		n, bits, bits32 := toE7(v), math.Float64bits(v), math.Float32bits(float32(v))
		for name, form := range map[string][]byte{
			"float64 little endian": binary.LittleEndian.AppendUint64(nil, bits),
			"float64 big endian":    binary.BigEndian.AppendUint64(nil, bits),
			"float32 little endian": binary.LittleEndian.AppendUint32(nil, bits32),
			"float32 big endian":    binary.BigEndian.AppendUint32(nil, bits32),
			"int32 little endian":   binary.LittleEndian.AppendUint32(nil, uint32(int32(n))),
			"int32 big endian":      binary.BigEndian.AppendUint32(nil, uint32(int32(n))),
			"int64 little endian":   binary.LittleEndian.AppendUint64(nil, uint64(n)),
			"int64 big endian":      binary.BigEndian.AppendUint64(nil, uint64(n)),
			"varint":                binary.AppendUvarint(nil, uint64(abs(n))),
			"zigzag varint":         binary.AppendVarint(nil, n),
			"SQLite varint":         sqliteVarint(uint64(abs(n))),
			"commas":                []byte(strings.Replace(fmt.Sprintf(" %.3f", v), ".", ",", 1)),
			"padded with zeros":     fmt.Appendf(nil, " %012.3f", v),
			"1e-7 degrees in text":  fmt.Appendf(nil, " %d", n),
		} {
			forms[name] = append(forms[name], form...)
		}
		for d := 2; d <= 14; d++ {
			name := fmt.Sprintf("text of %d decimals", d)
			forms[name] = fmt.Appendf(forms[name], " %.*f", d, v)
		}
	}
	return forms
}

// The scan is worth something: it finds each form between the release's pages.
func TestN2_TheScanFindsWhatIsPlanted(t *testing.T) {
	p := both(t)
	file := p.files[0]
	file = file[len(file)/2 : len(file)/2+4000]
	for _, at := range []orb.Point{{61.2834567, 19.8176543}, {-3.1594826, -77.7177777}, {178.9123457, 4.4812345}} {
		s := p.scanner().only(at)
		if found := s.scan(file); len(found) > 0 {
			t.Fatalf("before anything is planted: %v", found)
		}
		for name, form := range planted(at) {
			for _, i := range []int{0, 2001, len(file)} {
				with := slices.Concat(file[:i], form, file[i:])
				if len(s.scan(with)) == 0 {
					t.Errorf("%v as %s (%x) at byte %d is not found", at, name, form, i)
				}
			}
		}
	}
}

// The same in a real file: a row that was deleted again stays in a free page.
func TestN2_TheScanFindsWhatWasDeleted(t *testing.T) {
	p := both(t)
	at := orb.Point{61.2834567, 19.8176543}
	s := p.scanner().only(at)
	tests := []struct {
		name     string
		lon, lat any
	}{
		{"one REAL", at[0], nil},
		{"INTEGER", toE7(at[0]), toE7(at[1])},
		{"TEXT", fmt.Sprintf("near %.2f", at[0]), fmt.Sprintf("%.2f", at[1])},
		{"BLOB", geo.AppendGPKG(nil, at, 4326), nil},
	}
	for _, test := range tests {
		path := filepath.Join(t.TempDir(), "copy.gpkg")
		if err := os.WriteFile(path, p.files[0], 0o600); err != nil {
			t.Fatal(err)
		}
		plant(t, path, test.lon, test.lat)
		if len(s.scan(readFile(t, path))) == 0 {
			t.Errorf("%s is not found", test.name)
		}
	}
}

func plant(t *testing.T, path string, position ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statements := []string{"CREATE TABLE planted (lon, lat)", "INSERT INTO planted VALUES (?, ?)", "DELETE FROM planted", "DROP TABLE planted"}
	for i, q := range statements {
		var args []any
		if i == 1 {
			args = position
		}
		if _, err := db.ExecContext(t.Context(), q, args...); err != nil {
			t.Fatal(err)
		}
	}
}

// publishIn tells a child process what to publish, and where to.
const publishIn = "STELE_TWIN_PUBLISH_IN"

// TestMain is also the other process of the test below, since SQLite reads TMPDIR
// once.
func TestMain(m *testing.M) {
	dir := os.Getenv(publishIn)
	if dir == "" {
		os.Exit(m.Run())
	}
	if err := publishChild(context.Background(), dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func publishChild(ctx context.Context, dir string) error {
	v, err := vault.Open(ctx, filepath.Join(dir, "vault-0"), time.Now)
	if err != nil {
		return err
	}
	return errors.Join(publishTo(ctx, v, filepath.Join(dir, "releases", "public.gpkg")), v.Close())
}

func TestN2_PublishingLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dir, temp := t.TempDir(), t.TempDir()
	p := &pair{world: small(*seed, func(m *maker) {
		for i := range 30 {
			c := m.class(i)
			spots, _ := m.spots(c.shown)
			m.addClass(c, record{shown: c.shown, at: [2]orb.Geometry{spots[0].point(), spots[1].point()}})
		}
	})}
	p.twins[0] = newTwin(p.world, 0, dir)
	v, err := p.twins[0].build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), publishIn+"="+dir, "TMPDIR="+temp, "SQLITE_TMPDIR="+temp)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("publish: %v\n%s", err, out)
	}
	s := p.newScanner()
	for _, root := range []string{temp, filepath.Join(dir, "releases")} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			if filepath.Base(path) != "public.gpkg" {
				t.Errorf("publishing leaves %s", path)
			}
			for _, found := range s.scan(readFile(t, path)) {
				t.Errorf("%s: %s", path, found)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(s.scan(readFile(t, filepath.Join(dir, "vault-0", vault.FileName)))) == 0 {
		t.Error("the scan finds nothing in the vault itself")
	}
}
