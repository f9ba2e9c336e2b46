package atlas

// TextAt returns the value of field n, which is a text, code or date, of feature
// i; false if it is null. It is not a copy and not to be changed.
func (l *Layer) TextAt(i uint32, n int) ([]byte, bool) {
	c := &l.columns[n]
	code := c.codes.at(i)
	if code == 0 {
		return nil, false
	}
	return c.texts.at(code - 1), true
}

// NumberAt returns the value of field n, which is an integer, number or boolean
// (0 or 1), of feature i; false if it is null.
func (l *Layer) NumberAt(i uint32, n int) (float64, bool) {
	c := &l.columns[n]
	code := c.codes.at(i)
	if code == 0 {
		return 0, false
	}
	return c.numbers[code-1], true
}

// IDAt is ID as it lies in memory: not to be changed.
func (l *Layer) IDAt(i uint32) []byte { return l.ids.at(i) }
