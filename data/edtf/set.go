package edtf

// set reads a one-of set to the end of the text: dates and ranges between [ and ], with commas and without spaces.
// The first member may be open before its date, the last one after it. The dates of a range need not have one
// precision.
func (p *parser) set() (span, error) {
	p.accept('[')
	whole, closed, err := p.firstMember()
	for err == nil && !closed && p.accept(',') {
		var next span
		next, closed, err = p.member()
		whole = whole.with(next)
	}
	if err != nil {
		return span{}, err
	}
	if !closed {
		p.accept(']') // a member that is not followed by a comma is followed by this
	}
	return whole, p.finish("the end, a set takes nothing after its ]")
}

// firstMember reads a member that may be open before its date.
func (p *parser) firstMember() (found span, closed bool, err error) {
	if !p.acceptDots() {
		return p.member()
	}
	found, form, err := p.date()
	if err != nil {
		return span{}, false, err
	}
	if c := p.peek(); c != ',' && c != ']' {
		return span{}, false, p.unexpected(form.before(`"," or "]"`))
	}
	return unbounded().to(found), false, nil
}

// member reads a date, a range or, with the bracket that closes the set, a date that is open after it.
func (p *parser) member() (found span, closed bool, err error) {
	found, form, err := p.date()
	if err != nil {
		return span{}, false, err
	}
	if c := p.peek(); c == ',' || c == ']' {
		return found, false, nil
	}
	if !p.acceptDots() {
		return span{}, false, p.unexpected(form.before(`"..", "," or "]"`))
	}
	if p.accept(']') {
		return found.to(unbounded()), true, nil
	}
	found, err = p.rangeEnd(found)
	return found, false, err
}

// rangeEnd reads the last date of a range that begins with start.
func (p *parser) rangeEnd(start span) (span, error) {
	at := p.column()
	last, form, err := p.date()
	if err != nil {
		return span{}, err
	}
	if c := p.peek(); c != ',' && c != ']' {
		return span{}, p.unexpected(form.before(`"," or "]"`))
	}
	whole := start.to(last)
	if !whole.inOrder() {
		return span{}, p.refuse("the range end at column %d lies before its start: want first..last", at)
	}
	return whole, nil
}
