package importer

import (
	"slices"
	"strings"

	"stele/data/edtf"
)

// reckon is what a format says of a row in a way of its own, which becomes a
// field that the row does not have itself.
type reckon struct {
	begins, ends string // when, by a format that has elements for it
	inception    string // when, in the EDTF of Who's On First
	cessation    string
	gazetteerID  string
	accuracyM    string
}

// fillIn gives the row's fields what is reckoned.
func (b *builder) fillIn() {
	b.fill("gazetteer_id", b.gazetteerID)
	if b.values[fieldWhen].kind != null {
		return
	}
	switch {
	case b.begins != "" || b.ends != "":
		b.values[fieldWhen] = cell(interval(b.begins, b.ends))
	case b.inception != "" || b.cessation != "":
		if when := b.inception + "/" + b.cessation; edtfIs(when) {
			b.values[fieldWhen] = cell(when)
			b.fill("when_role", "valid")
		}
	}
}

func (b *builder) fill(name, s string) {
	field := slices.Index(b.fields, name)
	if s != "" && field >= 0 && b.values[field].kind == null {
		b.values[field] = cell(s)
	}
}

// interval writes two times as an EDTF interval of days, open where one is not
// stated; one time alone keeps its clock.
func interval(begin, end string) string {
	if begin == end {
		if strings.Contains(begin, "T00:00:00") || !edtfIs(begin) {
			return day(begin)
		}
		return begin
	}
	begin, end = day(begin), day(end)
	switch {
	case begin == end:
		return begin
	case begin == "":
		begin = ".."
	case end == "":
		end = ".."
	}
	return begin + "/" + end
}

// day cuts the clock off a time.
func day(s string) string {
	date, _, _ := strings.Cut(s, "T")
	return date
}

func edtfIs(s string) bool {
	_, err := edtf.Parse(s)
	return err == nil
}
