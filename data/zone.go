package data

// Zones is the ID of the collection of areas of control.
const Zones = "zones"

func zones() Collection {
	return Collection{
		ID:          Zones,
		Title:       "Zones of control, as claimed",
		Description: "Areas of control as a named perspective claims them, each with the period claimed. Zones may overlap; none is Stele's own statement.",
		Status:      "kind",
		Fields: []Field{
			{Name: "kind", Type: Code, Vocabulary: "zone_kind", Required: true, Title: "Kind of zone"},
			{Name: "perspective", Type: Text, Required: true, Title: "Perspective that claims it"},
			{Name: "controlled_by", Type: Text, Title: "In control, according to that perspective"},
			{Name: "geometry_basis", Type: Text, Required: true, Title: "What the outline was drawn from"},
			{Name: "description", Type: Text, Title: "Description, as the source gives it"},
			{Name: "editor_note", Type: Text, Title: "Note of the editors who recorded it"},
		},
	}
}
