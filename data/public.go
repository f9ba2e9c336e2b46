package data

// PublicFields returns what every feature of a released collection carries, in
// column order: first what all records have, then the collection's own fields
// that are not hidden. Each is present in every feature, null if unset.
func PublicFields(c Collection) []Field {
	fields := []Field{
		{Name: "name", Type: Text, Title: "Name, in English or Latin script where there is one"},
		{Name: "name_en", Type: Text, Title: "Name in English"},
		{Name: "name_az", Type: Text, Title: "Name in Azerbaijani"},
		{Name: "name_hy", Type: Text, Title: "Name in Armenian"},
		{Name: "name_ru", Type: Text, Title: "Name in Russian"},
		{Name: "when", Type: Text, Title: "Date, EDTF text"},
		{Name: "when_role", Type: Code, Vocabulary: "date_role", Title: "What the date dates"},
		{Name: "earliest", Type: Date, Title: "Earliest day of the date; null if open or undated"},
		{Name: "latest", Type: Date, Title: "Latest day of the date; null if open or undated"},
		{Name: "place", Type: Text, Title: "Record that the source places it at, as collection/id"},
		{Name: "place_name", Type: Text, Title: "Name of that place"},
		{Name: "location_form", Type: Code, Vocabulary: "location_form", Title: "How it is located here"},
		{Name: "generalised", Type: Boolean, Title: "Position made coarser, or left out, to protect it"},
		{Name: "public_precision", Type: Text, Title: "Size of the cell in degrees, \"exact\" or \"withheld\""},
		{Name: "precision_rule", Type: Text, Title: "Rule of the policy that set the precision"},
		{Name: "uncertainty_m", Type: Number, Title: "Uncertainty radius in metres"},
		{Name: "according_to", Type: Text, Title: "Who says so"},
		{Name: "source", Type: Text, Title: "Identifier of the source"},
		{Name: "contested", Type: Boolean, Title: "Some claim about it is disputed by another"},
		{Name: "claim_count", Type: Integer, Title: "Number of claims about it"},
		{Name: "figure_count", Type: Integer, Title: "Number of figures about it"},
		{Name: "one_sided", Type: Boolean, Title: "Only one perspective is recorded"},
		{Name: "updated", Type: Date, Title: "Day of the latest change"},
	}
	for _, f := range c.Fields {
		if !f.Hidden {
			fields = append(fields, f)
		}
	}
	return fields
}
