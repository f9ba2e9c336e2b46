package edtf

// form is how a date was written. What may follow it in the text depends on it.
type form int

const (
	wholeYear  form = iota // 1993
	maskedYear             // 199X
	longYear               // Y170000002
	wholeMonth             // 1993-04
	anyMonth               // 1993-XX
	season                 // 1993-21
	wholeDay               // 1993-04-12
	anyDay                 // 1993-04-XX
	qualified              // any of them with ~ ? or %
)

// before says, for an error, what could have followed a date of this form before next.
func (f form) before(next string) string {
	const mark = "a qualifier ~ ? % or "
	switch f {
	case wholeYear:
		return "-MM, -XX, " + mark + next
	case maskedYear:
		return mark + next + " (a year with X takes no month)"
	case longYear:
		return mark + next + " (a year with Y takes no month)"
	case wholeMonth:
		return "-DD, -XX, " + mark + next
	case anyMonth:
		return "-XX, " + mark + next
	case season:
		return mark + next + " (a season takes no day)"
	case qualified:
		return next + " (a qualifier ends its date; % means both ~ and ?)"
	}
	return mark + next
}
