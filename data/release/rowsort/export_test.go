package rowsort

// SetMost makes chunks of so many bytes.
func (s *Sorter) SetMost(most int) { s.most = most }
