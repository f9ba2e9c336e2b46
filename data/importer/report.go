package importer

// Report says what a file held.
type Report struct {
	Format string `json:"format"` // one of the formats of this package
	Rows   int    `json:"rows"`   // features, or rows of the table below its head
	Good   int    `json:"good"`   // rows given to the sink and taken by it
	// Problems are the first Options.MaxProblems in the order of the file;
	// all problems of a row are told.
	Problems     []Problem `json:"problems"`
	MoreProblems int       `json:"more_problems"` // found beyond those
	// Notes say what was read otherwise than written or not read at all, each
	// with a count. They do not stand in the way of an import.
	Notes  []string `json:"notes"`
	SHA256 string   `json:"sha256"` // of the whole input, hexadecimal; "" if it was not read to its end
	Bytes  int64    `json:"bytes"`  // read
}

// OK reports whether the file has no problem.
func (r Report) OK() bool { return len(r.Problems) == 0 && r.MoreProblems == 0 }

func (r *Report) add(p Problem, limit int) {
	if len(r.Problems) < limit {
		r.Problems = append(r.Problems, p)
	} else {
		r.MoreProblems++
	}
}
