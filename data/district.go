package data

// Districts is the ID of the collection of administrative units.
const Districts = "districts"

func districts() Collection {
	return Collection{
		ID:          Districts,
		Title:       "Districts, for reference",
		Description: "Administrative units with generalised outlines, for orientation. An outline is not a statement about a border or about control.",
		Fields: []Field{
			{Name: "adm1_code", Type: Text, Title: "Natural Earth code"},
			{Name: "geometry_basis", Type: Text, Title: "What the outline was drawn from"},
			{Name: "description", Type: Text, Title: "Description, as the source gives it"},
			{Name: "editor_note", Type: Text, Title: "Note of the editors who recorded it"},
		},
	}
}
