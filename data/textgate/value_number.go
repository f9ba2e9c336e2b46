package textgate

import "strings"

// amount is a number that is a value, or one of several.
type amount struct {
	value    float64
	whole    int // digits before the point, without leading zeros
	decimals int
	comma    bool // the point is a comma
	isPower  bool // it has an exponent
	isLength bool // a unit of length follows
}

// mayBeThousands reports that "46,130" is 46130 to some, and 46.13 to others.
func (a amount) mayBeThousands() bool { return a.comma && a.decimals == 3 && a.whole <= 3 }

// numbers are all that a value holds, and what parts them.
type numbers struct {
	all  []amount
	gaps []string // one fewer
}

var (
	// Groups of three with one sign between them and perhaps a fraction, in
	// three styles; or plain digits, with a point or a comma. No measure has more
	// than six groups, and a long list of numbers is not read through from each.
	groupedAt = []struct {
		form  *pattern
		point string
	}{
		{compile(`^(\d{1,3}(?:[ '_]\d{3}){1,6}(?:[.,]\d+)?)(?:\D|$)`), ".,"},
		{compile(`^(\d{1,3}(?:(?:,\d{3}){2,6}(?:\.\d+)?|,\d{3}\.\d+))(?:[.,]?(?:[^\d.,]|$))`), "."},
		{compile(`^(\d{1,3}(?:(?:\.\d{3}){2,6}(?:,\d+)?|\.\d{3},\d+))(?:[.,]?(?:[^\d.,]|$))`), ","},
		{compile(`^(\d+[.,]\d+)(?:[.,]?(?:[^\d.,]|$))`), ".,"},
	}
	powerAt      = compile(`^(e[+-]?\d{1,2})(?:[^\d\pL]|$)`)
	unitOfLength = compile(`^ ?(?:km|m|км|м|կմ|մ|met(?:er|re)s?|metr)(?:[^\pL]|$)`)
)

// amountAt reads the number at i, which is a digit, and returns where it ends.
func amountAt(plain string, i int) (a amount, end int) {
	end = i
	for end < len(plain) && isDigit(plain[end]) {
		end++
	}
	point := ""
	for _, g := range groupedAt {
		if m := g.form.submatches(plain[i:]); m != nil {
			end, point = i+m[3], g.point
			break
		}
	}
	s := plain[i:end]
	at := len(s)
	if p := strings.LastIndexAny(s, point); p >= 0 {
		at, a.decimals, a.comma = p, len(s)-p-1, s[p] == ','
	}
	whole := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s[:at])
	a.value, a.whole = parse(whole+"."+s[min(at+1, len(s)):]), len(strings.TrimLeft(whole, "0"))
	if m := powerAt.submatches(plain[end:]); m != nil {
		a.isPower, end = true, end+m[3]
	}
	a.isLength = unitOfLength.matches(plain[end:])
	return a, end
}

// What may stand around and between numbers that are all of a value: signs, the
// letters and words of axes, units of angles and of length, "about".
var (
	besideSign = compile(`^[ .,;:/|'"°~()\[\]<>=*^+_@-]`)
	besideWord = compile(`^(` + degreeMark + `|` + minuteMark + `|` + secondMark + `|` + latitudeWords + `|` + longitudeWords + `|` + northSouth + `|` + eastWest +
		`|[nsewxyсювзху]|km|km|m|км|м|կմ|մ|met(?:er|re)s?|metr|m[en]|about|approx|ca|circa|c|or so|около|примерно|прибл|texminen|teqriben|մոտ|մոտավորապես|` +
		`wgs ?84|gps|utm|epsg|dd|and|ve|и|եւ|to|zone)(?:[^\pL]|$)`)
)

// numbersOf reads a value that is numbers and nothing else.
func numbersOf(plain string) (n numbers, ok bool) {
	gap := 0
	for i := 0; i < len(plain); {
		if isDigit(plain[i]) {
			a, end := amountAt(plain, i)
			if len(n.all) > 0 {
				n.gaps = append(n.gaps, plain[gap:i])
			}
			n.all = append(n.all, a)
			i, gap = end, end
			continue
		}
		if m := besideSign.find(plain[i:]); m != "" {
			i += len(m)
			continue
		}
		m := besideWord.submatches(plain[i:])
		if m == nil {
			return n, false
		}
		i += max(m[3], 1)
	}
	return n, len(n.all) > 0
}

// mayLocate weighs the numbers that are all of a value, by what its name says.
func (n numbers) mayLocate(of kind) bool {
	for _, a := range n.all {
		if a.mayLocate(of) {
			return true
		}
	}
	return of.isOpen() && (n.isSexagesimal() || n.isThousandths())
}

func (a amount) mayLocate(of kind) bool {
	whole := a.whole
	if a.mayBeThousands() && (of == ofCount || of == ofCode || !isOfRegion(a.value)) {
		whole, a.decimals = a.whole+3, 0
	}
	switch {
	case a.isPower:
		return true
	case a.decimals > 0 && of == ofMeasure:
		return a.decimals > 3 || a.whole >= coordinateDigits
	case a.decimals > 0 && of == ofCode:
		return a.decimals > 2
	case a.decimals > 0:
		return of == ofCount || of == ofYear || !a.isLength || a.whole+a.decimals >= coordinateDigits
	}
	return whole >= coordinateDigits && of.isOpen()
}

// isOfRegion reports a number that is a latitude or a longitude of the region.
func isOfRegion(v float64) bool { return inRegion(v, 45) || inRegion(40, v) }

// isThousandths reports two numbers that are thousandths of degrees in the region.
func (n numbers) isThousandths() bool {
	return len(n.all) == 2 && n.all[0].whole == 5 && n.all[1].whole == 5 && inRegion(n.all[0].value/1000, n.all[1].value/1000)
}

// isSexagesimal reports degrees with minutes: 39 58, 39-58-39, 39 58 39 / 46 07
// 48. Two numbers with a hyphen are a range.
func (n numbers) isSexagesimal() bool {
	if len(n.all) < 2 {
		return false
	}
	for k, a := range n.all[:min(len(n.all), 3)] {
		isLast := k == min(len(n.all), 3)-1
		switch {
		case k == 0 && (a.whole < 2 || a.value > 180 || a.decimals > 0),
			k > 0 && (a.value >= 60 || a.decimals > 0 && !isLast):
			return false
		case k == 1 && len(n.all) == 2 && !isGap(n.gaps[0], ` °'"`),
			k > 0 && k < 3 && !isGap(n.gaps[k-1], ` °'":.-`) && (k == 1 || len(n.all) < 4):
			return false
		}
	}
	return true
}

func isGap(gap, set string) bool {
	return gap != "" && strings.Trim(gap, set) == ""
}
