package importer

import (
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/vocab"
	"stele/geo"
)

// The fields that all records have, by their place in builder.values. The
// collection's own follow them.
const (
	fieldID = iota
	fieldName
	fieldNameEN
	fieldNameAZ
	fieldNameHY
	fieldNameRU
	fieldNames
	fieldWhen
	fieldWhenRole
	fieldPlace
	fieldUncertainty
	fieldGroup
	fieldSource
	fieldAssertedBy
	fieldLocator
	fieldPublicID
	fieldLon
	fieldLat
	fieldGeometry
	firstOwn
)

var commonFields = [firstOwn]string{
	"id", "name", "name_en", "name_az", "name_hy", "name_ru", "names",
	"when", "when_role", "place", "uncertainty_m", "location_group", "source", "asserted_by", "locator", "public_id",
	"lon", "lat", "geometry",
}

// builder makes a record of each row's values and notes what is wrong with it.
type builder struct {
	collection data.Collection
	source     string
	known      orb.Bound
	fields     []string            // names, by place in values
	codes      map[string][]string // by vocabulary
	columns    *columns
	counts     counts
	crs        geo.FileCRS // of the positions in the file
	isCRSGiven bool        // by the options, whatever the file says

	encoding *textEncoding // of a table's cells
	keepsRow bool          // for the rejects
	met      metNames      // of properties
	byAlias  []bool        // fields that the row gave under an alias

	judged // the row at hand
	values []value
	shape  []byte // the geometry of a Feature, nil if absent
	rowCRS geo.FileCRS
	ready  readyShape
	more   []data.Name // names besides those of fields
	reckon             // what fields are made of if the row does not have them
	given  []int       // the row in which a property gave the field
}

func newBuilder(o Options) (*builder, error) {
	b := &builder{collection: o.Collection, source: o.Source, known: o.Known, codes: map[string][]string{}, met: metNames{}}
	b.fields = slices.Clone(commonFields[:])
	for _, f := range o.Collection.Fields {
		b.fields = append(b.fields, f.Name)
		b.codes[f.Vocabulary] = vocab.Codes(f.Vocabulary)
	}
	b.codes["date_role"] = vocab.Codes("date_role")
	b.values, b.given = make([]value, len(b.fields)), make([]int, len(b.fields))
	b.byAlias = make([]bool, len(b.fields))
	var err error
	b.columns, err = newColumns(b.fields, o.Map)
	return b, err
}

// begin forgets the row before.
func (b *builder) begin(row, line int) {
	b.judged = judged{row: row, line: line}
	clear(b.values)
	b.shape, b.ready, b.rowCRS = nil, readyShape{}, b.crs
	b.more, b.reckon = nil, reckon{}
}

// readyShape is a position that a reader of a format has read already.
type readyShape struct {
	is        bool
	geometry  orb.Geometry
	wrong     error
	flattened bool
}

func (b *builder) refuseField(field int, reason string) {
	b.refuse(b.fields[field], b.values[field].text, reason)
}

// record reads all values of the row. Without a problem the record is good.
func (b *builder) record() data.Record {
	b.fillIn()
	r := data.Record{
		Collection: b.collection.ID,
		Key:        b.key(),
		Names:      b.names(),
		When:       b.when(),
		WhenRole:   b.code(fieldWhenRole, "date_role"),
		Place:      b.place(),
		Group:      b.text(fieldGroup),
		AssertedBy: b.text(fieldAssertedBy),
		Source:     b.text(fieldSource),
		Geometry:   b.geometry(),
		Properties: b.properties(),
	}
	b.fill("uncertainty_m", b.accuracyM) // which the geometry may have
	r.UncertaintyM = b.uncertainty()
	b.decode(fieldLocator, &r.Locator, `a JSON object such as {"page": 3}`)
	if _, reason := (value{text, r.Locator.Text}).words(); reason != "" {
		b.refuseField(fieldLocator, reason)
	}
	if r.Source == "" {
		r.Source = b.source
	}
	if r.Source == "" && b.values[fieldSource].kind == null {
		b.refuse("source", "", "missing, and no source is named for the whole file: every record says where it was read")
	}
	if b.values[fieldPublicID].kind != null {
		b.counts.publicIDs++
	}
	return r
}

// text reads a field of plain text.
func (b *builder) text(field int) string {
	v := b.values[field]
	if v.kind == null {
		return ""
	}
	s, reason := v.words()
	if reason != "" {
		b.refuseField(field, reason)
	}
	return s
}

// maxKey bounds an id, in bytes.
const maxKey = 200

func (b *builder) key() string {
	key := b.text(fieldID)
	if len(key) > maxKey {
		b.refuseField(fieldID, "is longer than 200 bytes")
	}
	return key
}

func (b *builder) when() edtf.Date {
	s := b.text(fieldWhen)
	if s == "" {
		return edtf.Date{}
	}
	d, err := edtf.Parse(s)
	if err != nil {
		b.refuseField(fieldWhen, err.Error()+dateHint(s))
	}
	return d
}

func (b *builder) place() data.Ref {
	ref, err := data.ParseRef(b.text(fieldPlace))
	switch {
	case err != nil:
		b.refuseField(fieldPlace, err.Error())
	case !ref.IsZero() && ref.Collection != data.Villages && ref.Collection != data.Districts:
		b.refuseField(fieldPlace, "a place is a village or a district, such as villages/bashlibel")
	}
	return ref
}

func (b *builder) uncertainty() float64 {
	v := b.values[fieldUncertainty]
	if v.kind == null {
		return 0
	}
	const halfway = math.Pi * 6378137 // metres, half around the earth
	f, reason := v.float()
	if reason == "" && (f < 0 || f > halfway) {
		reason = shorten(v.text) + " is outside 0..20037508 metres"
	}
	if reason != "" {
		b.refuseField(fieldUncertainty, reason)
	}
	return f
}

// code reads a code of a vocabulary; it returns the vocabulary's own string.
func (b *builder) code(field int, vocabulary string) string {
	v := b.values[field]
	if v.kind == null {
		return ""
	}
	codes := b.codes[vocabulary]
	if i := slices.Index(codes, v.text); i >= 0 && v.kind == text {
		return codes[i]
	}
	b.refuse(b.fields[field], v.text, unknownCode(v, b.fields[field], vocabulary, codes))
	return ""
}

// unknownCode is the reason against a value that is no code. A label of the
// vocabulary, in any of its languages, points at its code.
func unknownCode(v value, field, vocabulary string, codes []string) string {
	if v.kind != text {
		return "want a code, found " + v.found() + "; accepted: " + strings.Join(codes, ", ")
	}
	hint := didYouMean(v.text, codes)
	for _, code := range codes {
		for _, language := range []string{"en", "az", "hy", "ru"} {
			if strings.EqualFold(v.text, vocab.Label(vocabulary, code, language)) {
				hint = "; did you mean " + code + "?"
			}
		}
	}
	lead := "unknown code " + quote(v.text) + " for " + field
	if hint == "" {
		return lead + "; accepted: " + strings.Join(codes, ", ")
	}
	return lead + hint + " accepted: " + strings.Join(codes, ", ")
}
