package vault_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stele/data"
	"stele/data/madeup"
	"stele/data/vault"
)

// madeVillages name the source that fill makes.
func madeVillages(v madeup.Villages) (records []data.Record) {
	for _, r := range v.All() {
		r.Source = "atlas"
		records = append(records, r)
	}
	return records
}

// Records are looked up and inserted in groups: neither their borders nor what
// comes between shows in the vault.
func TestBatch_ManyRecords(t *testing.T) {
	v, dir := create(t)
	first := madeVillages(madeup.Villages{N: 300})
	if b := mustFill(t, v, first...); b.Summary() != "300 new, 0 changed, 0 as they were" {
		t.Errorf("the first import has %s", b.Summary())
	}
	records := slices.Clone(first)
	for i, r := range madeVillages(madeup.Villages{N: 300, Revision: " B"}) {
		if i%7 == 0 {
			records[i] = r // 43 of them
		}
	}
	for i := range 10 {
		r := records[i]
		r.Key = "" // which is a new record each time
		records = append(records, r)
		r.Key, r.Collection = records[i].Key, data.Sites
		records = append(records, r)
	}
	for range 2 {
		b := mustFill(t, v, records...)
		if b.Added+b.Changed+b.Same != 320 || b.Added < 10 {
			t.Errorf("of 320 rows the import has %s", b.Summary())
		}
		records[299].UncertaintyM += 7
	}
	right(t, dir)
	rows := column(t, dir, `SELECT import_row FROM record WHERE import_id = 1 ORDER BY leaf`)
	if len(rows) != 300 || !slices.IsSorted(rows) || rows[0] != 1 || rows[299] != 300 {
		t.Errorf("the rows of the first import are in the log as %v", rows)
	}
	got := column(t, dir, `SELECT count(*) FROM record WHERE import_id = 2 UNION ALL SELECT count(*) FROM record WHERE import_id = 2 AND version = 2
		UNION ALL SELECT count(*) FROM record WHERE import_id = 3 UNION ALL SELECT count(*) FROM record WHERE import_id = 3 AND version > 1
		UNION ALL SELECT count(DISTINCT id) FROM record`)
	// 43 new names, 10 sites, 20 times a record without a key; in the end one village is changed.
	if want := []int64{63, 43, 11, 1, 330}; !slices.Equal(got, want) {
		t.Errorf("records by import and version: %v, want %v", got, want)
	}
}

// column reads one column of whole numbers, behind the vault's back.
func column(t *testing.T, dir, query string) (all []int64) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, vault.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBatch_FindsAKeyTwice(t *testing.T) {
	for _, inMemory := range []int{1 << 20, 100, 1} {
		t.Run(fmt.Sprint(inMemory, " in memory"), func(t *testing.T) {
			v, _ := create(t)
			records := madeVillages(madeup.Villages{N: 200})
			mustFill(t, v, records[:50]...)
			_, err := fill(t, v, func(b *vault.Batch) error {
				b.RememberInMemory(inMemory)
				if err := errors.Join(addAll(t.Context(), b, records), b.See(t.Context(), 201, data.Villages, "spoilt")); err != nil {
					return err
				}
				for _, i := range []int{0, 49, 50, 120, 198, 199} { // known, new, waiting
					var twice *data.DuplicateError
					if err := b.Add(t.Context(), 300, records[i]); !errors.As(err, &twice) || twice.FirstRow != i+1 {
						t.Errorf("Add of the key of row %d once more = %v", i+1, err)
					}
					if err := b.See(t.Context(), 300, data.Villages, records[i].Key); !errors.As(err, &twice) || twice.FirstRow != i+1 {
						t.Errorf("See of the key of row %d once more = %v", i+1, err)
					}
				}
				var twice *data.DuplicateError
				if err := b.See(t.Context(), 300, data.Villages, "spoilt"); !errors.As(err, &twice) || twice.FirstRow != 201 {
					t.Errorf("a key that was only seen, once more = %v", err)
				}
				if got, all := b.Remembered(), len(records)+3; got != min(all, max(inMemory, 2)) { // the agent and the source came first
					t.Errorf("%d keys are in memory, of %d", got, all)
				}
				site := records[0]
				site.Collection = data.Sites
				return b.Add(t.Context(), 301, site)
			})
			if err != nil {
				t.Errorf("rows with other keys: %v", err)
			}
		})
	}
}

// A key that is there is the row's next version, and of nothing else.
func TestBatch_AKeyStaysAboutOneThing(t *testing.T) {
	v, dir := create(t)
	claim := func(subject, property, value string) func(*vault.Batch) error {
		return func(b *vault.Batch) error {
			return b.AddClaim(t.Context(), data.Claim{
				Key: "c", Subject: data.Ref{Collection: data.Villages, Key: subject}, Property: property, Value: []byte(value),
				Assertion: data.Assertion{Source: "atlas", Rank: "normal"},
			})
		}
	}
	mustFill(t, v, village(t, "a", 46, 40), village(t, "b", 46, 40))
	for i, test := range []struct {
		add     func(*vault.Batch) error
		want    string
		version int
		isSame  bool
	}{
		{claim("a", "status", `"abandoned"`), "", 1, false},
		{claim("a", "status", `"abandoned"`), "", 1, true},
		{claim("a", "status", `"destroyed"`), "", 2, false},
		{claim("b", "status", `"destroyed"`), "claim c is there already, about status of villages/a; one about status of villages/b", 0, false},
		{claim("a", "kind", `"town"`), "one about kind of villages/a needs another key", 0, false},
	} {
		b, err := fill(t, v, test.add)
		if test.want != "" {
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%d: claim = %v, want an error with %q", i, err, test.want)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Taken[len(b.Taken)-1]; got.Key != "c" || got.Version != test.version || got.IsSame != test.isSame {
			t.Errorf("%d: the batch took %+v, want version %d, the same %v", i, got, test.version, test.isSame)
		}
	}
	if got := column(t, dir, `SELECT count(*) FROM claim`); got[0] != 2 {
		t.Errorf("the vault has %d versions of the claim, want 2", got[0])
	}
}

// What records point at may come after them, in any number.
func TestBatch_PointsForward(t *testing.T) {
	for _, n := range []int{10, 11_000} {
		v, dir := create(t)
		records := madeVillages(madeup.Villages{N: n})
		for i := range records {
			records[i].Place, records[i].AssertedBy = data.Ref{Collection: data.Villages, Key: records[(i+1)%n].Key}, "office"
		}
		mustFill(t, v, records...)
		if got := column(t, dir, `SELECT count(*) FROM record`); got[0] != int64(n) {
			t.Errorf("%d of %d records are there", got[0], n)
		}
	}
}

// An insert may fail after its Add: nothing may be committed then.
func TestBatch_InsertsThatFail(t *testing.T) {
	for _, n := range []int{2, 64, 1000} {
		v, dir := create(t)
		records := madeVillages(madeup.Villages{N: n})
		records[0].ID, records[1].ID = "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"
		b, err := fill(t, v, func(b *vault.Batch) error {
			_ = addAll(t.Context(), b, records) // which may be told, or not yet
			first := b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"})
			if second := b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"}); first == nil || second == nil {
				t.Errorf("Commits of %d records, two of one ID, are %v and %v", n, first, second)
			}
			return first
		})
		if err == nil || !strings.Contains(err.Error(), "UNIQUE") || b.Rollback() != nil {
			t.Errorf("a batch with two records of one ID ends with %v", err)
		}
		if _, total, err := v.Pending(t.Context(), 0); err != nil || total != 0 {
			t.Errorf("it leaves %d rows, %v", total, err)
		}
		right(t, dir)
	}
}

func TestBatch_EndsWithItsContext(t *testing.T) {
	v, dir := create(t)
	ctx, cancel := context.WithCancel(t.Context())
	added := 0
	_, err := fill(t, v, func(b *vault.Batch) error {
		for i, r := range madeVillages(madeup.Villages{N: 10_000}) {
			if i == 5000 {
				cancel()
			}
			if err := b.Add(ctx, i+1, r); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || added < 4000 || added > 5100 {
		t.Errorf("a batch whose context ends at row 5000 ends after %d with %v", added, err)
	}
	if _, total, err := v.Pending(t.Context(), 0); err != nil || total != 0 {
		t.Errorf("it leaves %d rows, %v", total, err)
	}
	right(t, dir)
}
