package edtf

// date reads one date of levels 0 and 1 with its qualifier, without a time of day.
func (p *parser) date() (span, form, error) {
	found, form, err := p.unqualified()
	if err != nil {
		return span{}, 0, err
	}
	if found.quals = p.qualifier(); found.quals != 0 {
		form = qualified
	}
	return found, form, nil
}

func (p *parser) unqualified() (span, form, error) {
	if p.peek() == 'Y' {
		return p.longYear()
	}
	return p.calendar()
}

// calendar reads YYYY, YYYY-MM or YYYY-MM-DD, a season, or one of these with unspecified digits.
func (p *parser) calendar() (span, form, error) {
	years, masked, err := p.year()
	switch {
	case err != nil:
		return span{}, 0, err
	case masked:
		return years.span(), maskedYear, nil
	case !p.accept('-'):
		return years.span(), wholeYear, nil
	}
	return p.month(years.first)
}

// month reads what follows "YYYY-": a month and perhaps a day, XX or a season.
func (p *parser) month(year int64) (span, form, error) {
	if p.acceptXX() {
		return p.anyMonth(year)
	}
	if n := p.peekTwoDigits(); firstSeason <= n && n <= lastSeasonLevel2 {
		return p.season(year)
	}
	month, err := p.twoDigits("month", 1, 12, ", or XX")
	if err != nil {
		return span{}, 0, err
	}
	if p.accept('-') {
		return p.day(year, month)
	}
	return monthsOf(year, month, month), wholeMonth, nil
}

// anyMonth reads what follows "YYYY-XX": nothing or "-XX". A known day of an unknown month is level 2.
func (p *parser) anyMonth(year int64) (span, form, error) {
	whole := yearRange{year, year}.span()
	if !p.accept('-') {
		return whole, anyMonth, nil
	}
	if !p.acceptXX() {
		return span{}, 0, p.unexpected("XX, the day of an unspecified month")
	}
	return whole, anyDay, nil
}

// day reads what follows "YYYY-MM-".
func (p *parser) day(year, month int64) (span, form, error) {
	if p.acceptXX() {
		return monthsOf(year, month, month), anyDay, nil
	}
	day, err := p.twoDigits("day", 1, daysIn(year, month), ", or XX")
	if err != nil {
		return span{}, 0, err
	}
	days := civilDays(year, month, day)
	return span{first: days, last: days}, wholeDay, nil
}

// acceptXX steps over two unspecified digits if they are next.
func (p *parser) acceptXX() bool {
	if p.peek() != 'X' || p.ahead(1) != 'X' {
		return false
	}
	p.pos += 2
	return true
}

// monthsOf covers whole months of a year, and beyond it for months outside 1..12.
func monthsOf(year, from, to int64) span {
	return span{first: civilDays(year, from, 1), last: civilDays(year, to+1, 1) - 1}
}
