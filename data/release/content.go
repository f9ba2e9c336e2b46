package release

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	"stele/data/ledger"
)

// content works out a release's Version: a SHA-256 over audience and policy,
// and the digests of all rows, table by table, in the release's order.
type content struct {
	hash     hash.Hash
	digester ledger.Digester
}

func newContent(m Meta) *content {
	c := &content{hash: sha256.New()}
	fmt.Fprintf(c.hash, "%s %s\n", m.Audience, m.PolicyVersion)
	return c
}

func (c *content) endOf(t table) { fmt.Fprintf(c.hash, "end of %s\n", t.name) }

func (c *content) version() string { return hex.EncodeToString(c.hash.Sum(nil)) }

// contentTables are those that a Version covers: all but what a release says
// of itself, which may change while its content does not.
func contentTables() []table {
	var list []table
	for _, t := range tables() {
		if !t.aside {
			list = append(list, t)
		}
	}
	return list
}
