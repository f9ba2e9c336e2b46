package vault

// Covered lists by table the columns that a leaf, a checkpoint or the tree
// itself guards.
func Covered() map[string][]string {
	covered := map[string][]string{
		"log_identity":    {"id", "origin", "verifier"},
		"log_chunk":       {"n", "hashes"},
		"log_checkpoint":  {"size", "note"},
		"released":        {"seq", "audience", "version", "policy", "published_on", "leaf"}, // seq by released_file
		"released_public": {"seq", "size", "salt", "note"},                                  // by the entry of the release
		"anchor":          {"seq", "subject", "lon_e7", "lat_e7", "anchoring", "place", "salt"},
		"stance":          {"entity", "id", "version", "stance", "target"}, // by the assertions
	}
	for _, e := range versioned {
		covered[e.table] = e.columns
	}
	for _, e := range events {
		covered[e.table] = append(append([]string(nil), e.columns...), "leaf", "salt")
	}
	return covered
}

// RememberInMemory makes the batch remember so many keys in memory.
func (b *Batch) RememberInMemory(keys int) { b.seen.most = keys }

// Remembered is how many keys it has in memory.
func (b *Batch) Remembered() int { return len(b.seen.rows) }
