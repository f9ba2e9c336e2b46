package edtf

// qualifiers say how sure a source is of a date. They do not move its days; Date.Earliest says why.
type qualifiers uint8

const (
	approximate qualifiers = 1 << iota
	uncertain
)

// qualifier steps over one qualifier if it is next.
func (p *parser) qualifier() qualifiers {
	var found qualifiers
	switch p.peek() {
	case '~':
		found = approximate
	case '?':
		found = uncertain
	case '%':
		found = approximate | uncertain
	default:
		return 0
	}
	p.pos++
	return found
}
