package data

// Events is the ID of the collection of dated happenings.
const Events = "events"

func events() Collection {
	return Collection{
		ID:          Events,
		Title:       "Events",
		Description: "What is said to have happened, when and where, each according to its sources.",
		Status:      "kind",
		Fields: []Field{
			{Name: "kind", Type: Code, Vocabulary: "event_kind", Required: true, Title: "Kind of event"},
			{Name: "verification", Type: Code, Vocabulary: "verification", Title: "Verification"},
			{Name: "description", Type: Text, Title: "Description, as the source gives it"},
			{Name: "editor_note", Type: Text, Title: "Note of the editors who recorded it"},
		},
	}
}
