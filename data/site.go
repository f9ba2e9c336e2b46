package data

// Sites is the ID of the collection of burial and other physical sites.
const Sites = "sites"

func sites() Collection {
	return Collection{
		ID:          Sites,
		Title:       "Burial and other sites",
		Description: "Burial places and related physical sites, as reported by their sources. Positions are generalised or left out as the release's policy demands.",
		Status:      "stage",
		Fields: []Field{
			{Name: "kind", Type: Code, Vocabulary: "site_kind", Required: true, Title: "Kind of site"},
			{Name: "stage", Type: Code, Vocabulary: "stage", Required: true, Title: "Stage of examination"},
			{Name: "verification", Type: Code, Vocabulary: "verification", Title: "Verification"},
			{Name: "protection", Type: Code, Vocabulary: "protection", Title: "Protection of the place"},
			{Name: "position_officially_published", Type: Boolean, Title: "Position already published officially", Hidden: true},
			{Name: "description", Type: Text, Title: "Description, as the source gives it"},
			{Name: "editor_note", Type: Text, Title: "Note of the editors who recorded it"},
		},
	}
}
