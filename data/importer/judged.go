package importer

import "stele/data"

// judged is a row that was read: its record, or what is wrong with it.
type judged struct {
	row, line int
	record    data.Record
	problems  []Problem
	further   int  // problems beyond those
	spoilt    bool // the row is not to be kept
}

// A row made to be wrong may be wrong a million times.
const (
	maxRowProblems = 100
	maxReason      = 1000 // bytes
)

// refuse notes a problem of the row; field and found may be empty.
func (j *judged) refuse(field, found, reason string) {
	j.spoilt = true
	if len(j.problems) >= maxRowProblems {
		j.further++
		return
	}
	j.problems = append(j.problems, Problem{j.row, j.line, shorten(field), shorten(found), cut(reason, maxReason)})
}
