package data

// Villages is the ID of the collection of populated places.
const Villages = "villages"

func villages() Collection {
	return Collection{
		ID:          Villages,
		Title:       "Villages and towns",
		Description: "Populated places with their names in several languages. A point stands for the whole place and carries its uncertainty in metres.",
		Status:      "status",
		Fields: []Field{
			{Name: "kind", Type: Code, Vocabulary: "village_kind", Title: "Kind of place"},
			{Name: "status", Type: Code, Vocabulary: "village_status", Title: "Status"},
			{Name: "gazetteer_id", Type: Text, Title: "Identifier in a gazetteer"},
			{Name: "description", Type: Text, Title: "Description, as the source gives it"},
			{Name: "editor_note", Type: Text, Title: "Note of the editors who recorded it"},
		},
	}
}
