package ledger

import (
	"fmt"
	"slices"
	"strings"
)

// Release is a release as its leaf names it. All of it is public, so the leaf
// is the text of Entry itself, without a salt.
type Release struct {
	Audience      string
	Version       string
	PolicyVersion string
	PublishedOn   string // YYYY-MM-DD
	// Head is a salted commitment, in hex, to the checkpoint of the vault's log
	// before the release: to all that is behind it, and tells nothing of it. It
	// is "" of releases that were entered before there were public logs.
	Head string
}

// Entry is the text of the release's leaf.
func (r Release) Entry() string {
	lines := []string{"stele release 1", r.Audience, r.Version, r.PolicyVersion, r.PublishedOn}
	if r.Head != "" {
		lines[0] = "stele release 2"
		lines = append(lines, r.Head)
	}
	return strings.Join(append(lines, ""), "\n")
}

// headOf reads a Head out of an entry; "" if there is none.
func headOf(entry string) string {
	lines := strings.Split(entry, "\n")
	if lines[0] != "stele release 2" || len(lines) < 3 {
		return ""
	}
	return lines[len(lines)-2]
}

// Entered is what a release carries of its audience's public log: proof that it
// stands there, and that the log has only grown since the releases before it. It
// says nothing about rows: the size of a log with rows in it would tell how many
// are held back, their leaves' numbers what was entered together with what, and a
// salt would let coordinates be guessed.
type Entered struct {
	Verifier   string    `json:"verifier"`   // the public log's key
	Checkpoint string    `json:"checkpoint"` // signed
	Entry      string    `json:"entry"`      // text of the release's own leaf
	Leaf       int64     `json:"leaf"`       // its number, from 0
	Proof      Proof     `json:"proof"`      // that the leaf is in the checkpoint's tree
	Earlier    []Earlier `json:"-"`          // by size
}

// Earlier is the checkpoint of an earlier release for the same audience.
type Earlier struct {
	Size       int64
	Checkpoint string // signed
	Proof      Proof  // that its tree is the beginning of this release's
}

// Check checks all that can be without the log: that the entry is of the release
// r and in the checkpoint's tree, that the tree grew out of the earlier ones,
// and all signatures.
func (e Entered) Check(r Release) error {
	if r.Head = headOf(e.Entry); e.Entry != r.Entry() {
		return fmt.Errorf("the log's entry is of another release: %q", e.Entry)
	}
	c, err := OpenCheckpoint(e.Checkpoint, e.Verifier)
	if err != nil {
		return err
	}
	if c.Size != e.Size() {
		return fmt.Errorf("the release's leaf is %d and its checkpoint of %d leaves: something was entered between", e.Leaf, c.Size)
	}
	if err := CheckLeaf(e.Proof, c, e.Leaf, []byte(e.Entry)); err != nil {
		return fmt.Errorf("the release is not in the log: %w", err)
	}
	for _, earlier := range e.Earlier {
		if err := earlier.check(c, e.Verifier); err != nil {
			return fmt.Errorf("earlier checkpoint of size %d: %w", earlier.Size, err)
		}
	}
	return nil
}

func (e Earlier) check(newer Checkpoint, verifier string) error {
	c, err := OpenCheckpoint(e.Checkpoint, verifier)
	if err != nil {
		return err
	}
	if c.Size != e.Size {
		return fmt.Errorf("it was signed for size %d", c.Size)
	}
	return CheckGrowth(e.Proof, newer, c)
}

// Size is that of the checkpoint's tree: the release's leaf is its last.
func (e Entered) Size() int64 { return e.Leaf + 1 }

// EarlierAt returns the earlier checkpoint of a size.
func (e Entered) EarlierAt(size int64) (Earlier, bool) {
	i := slices.IndexFunc(e.Earlier, func(c Earlier) bool { return c.Size == size })
	if i < 0 {
		return Earlier{}, false
	}
	return e.Earlier[i], true
}
