package edtf

// Long years have more digits than YYYY has room for. Twelve reach back beyond the age of the universe and leave
// room in 64 bits for their days.
const (
	minLongDigits = 5
	maxLongDigits = 12
)

// yearRange is one year or, with unspecified digits, several; first is the earliest, also of negative years.
type yearRange struct{ first, last int64 }

func (y yearRange) span() span {
	return span{first: civilDays(y.first, 1, 1), last: civilDays(y.last+1, 1, 1) - 1}
}

// year reads YYYY, perhaps negative and perhaps with its last one or two digits unspecified, which it reports.
func (p *parser) year() (years yearRange, masked bool, err error) {
	start, negative := p.column(), p.accept('-')
	var value, unknown int64 // unknown is the largest number that the X could stand for
	for range 4 {
		c := p.peek()
		switch {
		case c == 'X':
			unknown = unknown*10 + 9
		case !isDigit(c):
			return yearRange{}, false, p.unexpected("a year of four digits, YYYY")
		case unknown > 0:
			return yearRange{}, false, p.unexpected("X (digits are unspecified from the right, as in 199X or 19XX)")
		}
		value *= 10
		if c != 'X' {
			value += int64(c - '0')
		}
		p.pos++
	}
	if unknown > 99 {
		return yearRange{}, false, p.refuse("the year at column %d has more than two X: want at most 19XX", start)
	}
	return p.signedYears(start, negative, value, value+unknown)
}

// signedYears gives years their sign. There is no year -0000.
func (p *parser) signedYears(start int, negative bool, low, high int64) (yearRange, bool, error) {
	masked := low != high
	switch {
	case !negative:
		return yearRange{low, high}, masked, nil
	case high == 0:
		return yearRange{}, false, p.refuse("the year at column %d is -0000: want 0000, which is 1 BC", start)
	}
	return yearRange{-high, -max(low, 1)}, masked, nil
}

// longYear reads Y170000002 or Y-170000002.
func (p *parser) longYear() (span, form, error) {
	p.accept('Y')
	sign := int64(1)
	if p.accept('-') {
		sign = -1
	}
	digits := countDigits(p.text[p.pos:])
	if digits < minLongDigits || digits > maxLongDigits || p.peek() == '0' {
		return span{}, 0, p.refuse("the year at column %d has to have %d to %d digits after Y, the first not 0",
			p.column(), minLongDigits, maxLongDigits)
	}
	var year int64
	for range digits {
		year = year*10 + int64(p.peek()-'0')
		p.pos++
	}
	return yearRange{sign * year, sign * year}.span(), longYear, nil
}
