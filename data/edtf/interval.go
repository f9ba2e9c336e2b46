package edtf

// interval reads start/end. Either end may be a date, ".." for open or nothing for unknown, but not both without a
// date. Times of day and durations are not part of EDTF intervals.
func (p *parser) interval() (span, error) {
	start, hasStart, err := p.intervalEnd("/")
	if err != nil {
		return span{}, err
	}
	p.accept('/') // there is one, or this were no interval
	endColumn := p.column()
	end, hasEnd, err := p.intervalEnd("the end")
	if err != nil {
		return span{}, err
	}
	if !p.atEnd() {
		return span{}, p.unexpected("the end (an interval has one slash)")
	}
	if !hasStart && !hasEnd {
		return span{}, p.refuse("the interval has no date, its end is at column %d: want one in start/end", endColumn)
	}
	whole := start.to(end)
	if !whole.inOrder() {
		return span{}, p.refuse("the end at column %d lies before the start: want start/end", endColumn)
	}
	return whole, nil
}

// intervalEnd reads one end of an interval, up to a slash or the end of the text, and reports whether it is a date.
func (p *parser) intervalEnd(next string) (found span, isDate bool, err error) {
	if p.acceptDots() {
		if !p.atIntervalEnd() {
			return span{}, false, p.unexpected(next + " after the open side ..")
		}
		return unbounded(), false, nil
	}
	if p.atIntervalEnd() {
		return unbounded(), false, nil
	}
	found, form, err := p.date()
	switch {
	case err != nil:
		return span{}, false, err
	case p.peek() == 'T':
		return span{}, false, p.unexpected(form.before(next) + " (an interval takes no time of day)")
	case !p.atIntervalEnd():
		return span{}, false, p.unexpected(form.before(next))
	}
	return found, true, nil
}

func (p *parser) atIntervalEnd() bool { return p.atEnd() || p.peek() == '/' }
