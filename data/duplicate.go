package data

import "fmt"

// DuplicateError says that a key stands twice in one file.
type DuplicateError struct {
	FirstRow int // the row that had it first
}

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("the same id stands in row %d", e.FirstRow)
}
