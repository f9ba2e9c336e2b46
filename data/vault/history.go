package vault

// Past is a version of a record that its decisions have let out and not taken
// back since, it or one after it.
type Past struct {
	Cleared          // as it would be if this version were in force
	DecidedAt string // RFC 3339: when this version was let out
	Reason    string // of that decision
}

// recorded gives the columns of a statement's Recorded: when and by whom its
// version was imported, and its number among the versions that are let out.
func recorded(table string) string {
	return `t.recorded_at, coalesce((SELECT i.recorded_by FROM import i WHERE i.id = t.import_id), ''),
		(SELECT count(DISTINCT p.version) FROM decision p
			WHERE p.entity = '` + table + `' AND p.id = t.id AND p.version <= t.version AND p.state = 'published'
			AND NOT EXISTS (SELECT 1 FROM decision q WHERE q.entity = '` + table + `' AND q.id = p.id AND q.version >= p.version
				AND q.seq > p.seq AND q.state IN ('embargoed', 'withdrawn')))`
}
