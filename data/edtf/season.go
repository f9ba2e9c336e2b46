package edtf

// Seasons are numbered like months: level 1 has spring 21 to winter 24, level 2 goes on to 41 with seasons by
// hemisphere, quarters and other parts of a year, which are refused by their own name.
const (
	firstSeason      = 21
	lastSeason       = 24
	lastSeasonLevel2 = 41
)

// season reads what follows "YYYY-" if it is a season. Which months it covers is said at Date.Earliest.
func (p *parser) season(year int64) (span, form, error) {
	n, err := p.twoDigits("season", firstSeason, lastSeason, "")
	if err != nil {
		return span{}, 0, err
	}
	if n == lastSeason {
		return monthsOf(year, 0, 15), season, nil
	}
	from := 3 * (n - firstSeason + 1)
	return monthsOf(year, from, from+3), season, nil
}
