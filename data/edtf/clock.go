package edtf

// clock reads what follows "YYYY-MM-DDT" to the end: HH:MM:SS and perhaps a zone. It is checked and then left to the
// text. 24:00:00 and leap seconds are refused: the one belongs to two days, the other dates nothing here.
func (p *parser) clock() error {
	const want = "a time HH:MM:SS"
	if _, err := p.twoDigits("hour", 0, 23, ""); err != nil {
		return err
	}
	if !p.accept(':') {
		return p.unexpected(want)
	}
	if _, err := p.twoDigits("minute", 0, 59, ""); err != nil {
		return err
	}
	if !p.accept(':') {
		return p.unexpected(want)
	}
	if _, err := p.twoDigits("second", 0, 59, ""); err != nil {
		return err
	}
	return p.zone()
}

// zone reads nothing, Z, or the offset from UTC in hours or in hours and minutes, to the end of the text.
func (p *parser) zone() error {
	const want = "Z, +HH:MM, -HH:MM or the end"
	if p.accept('Z') || p.atEnd() {
		return p.finish("the end")
	}
	start, negative := p.column(), p.peek() == '-'
	if !negative && p.peek() != '+' {
		return p.unexpected(want)
	}
	p.pos++
	hours, err := p.twoDigits("zone hour", 0, 23, "")
	if err != nil {
		return err
	}
	var minutes int64
	if p.accept(':') {
		if minutes, err = p.twoDigits("zone minute", 0, 59, ""); err != nil {
			return err
		}
	}
	if negative && hours == 0 && minutes == 0 {
		return p.refuse("the zone at column %d is minus zero: want Z", start)
	}
	return p.finish("the end")
}
