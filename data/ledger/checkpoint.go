package ledger

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint says what a log was at one size. Its text form is that of
// c2sp.org/tlog-checkpoint: the origin, the size and the root in base64, a line
// each.
type Checkpoint struct {
	Origin string // names the log; the name of its key too
	Size   int64
	Root   Hash
}

func (c Checkpoint) String() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
}

var errCheckpoint = errors.New("a checkpoint is three lines: origin, size and root hash in base64")

// ParseCheckpoint reads the text form, without a signature. Further lines, of
// which the format allows some, are refused: this program writes none.
func ParseCheckpoint(text string) (c Checkpoint, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] == "" {
		return Checkpoint{}, errCheckpoint
	}
	c.Origin = lines[0]
	if c.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || c.Size < 0 || strconv.FormatInt(c.Size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("checkpoint of %q is not a size: %w", lines[1], errCheckpoint)
	}
	root, err := decode(lines[2])
	if err != nil || copy(c.Root[:], root) != tlog.HashSize || len(root) != tlog.HashSize {
		return Checkpoint{}, fmt.Errorf("root %q: %w", lines[2], errCheckpoint)
	}
	return c, nil
}

// Sign signs a checkpoint as a note: its text, an empty line, the signature.
func Sign(c Checkpoint, secret string) (string, error) {
	signer, err := note.NewSigner(secret)
	if err != nil {
		return "", err
	}
	signed, err := note.Sign(&note.Note{Text: c.String()}, signer)
	return string(signed), err
}

// OpenCheckpoint reads a signed checkpoint and checks the signature, which must
// be its only one and written as Sign writes it: base64 has room for texts that
// differ and mean the same.
func OpenCheckpoint(signed, verifier string) (Checkpoint, error) {
	origin, err := OriginOf(verifier)
	if err != nil {
		return Checkpoint{}, err
	}
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return Checkpoint{}, err
	}
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("signature of the checkpoint: %w", err)
	}
	if _, err := decode(n.Sigs[0].Base64); err != nil ||
		signed != n.Text+"\n— "+n.Sigs[0].Name+" "+n.Sigs[0].Base64+"\n" {
		return Checkpoint{}, errors.New("the checkpoint has other signatures or spellings than this program gives")
	}
	c, err := ParseCheckpoint(n.Text)
	if err == nil && c.Origin != origin {
		err = fmt.Errorf("the checkpoint is of %s, the key of %s", c.Origin, origin)
	}
	return c, err
}

func emptyRoot() Hash { return sha256.Sum256(nil) }

// CheckLeaf checks a proof that a leaf has an index in a checkpoint's tree.
func CheckLeaf(proof []Hash, c Checkpoint, index int64, leaf []byte) error {
	return tlog.CheckRecord(proof, c.Size, c.Root, index, LeafHash(leaf))
}

// CheckGrowth checks a proof that the older checkpoint's tree is the beginning
// of the newer one's.
func CheckGrowth(proof []Hash, newer, older Checkpoint) error {
	if newer.Origin != older.Origin {
		return fmt.Errorf("checkpoints of two logs, %s and %s", newer.Origin, older.Origin)
	}
	if older.Size == newer.Size && len(proof) == 0 {
		if older.Root != newer.Root {
			return errors.New("two trees of one size are not the same")
		}
		return nil
	}
	return tlog.CheckTree(proof, newer.Size, newer.Root, older.Size, older.Root)
}
