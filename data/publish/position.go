package publish

import (
	"encoding/json"

	"stele/data"
	"stele/data/textgate"
)

// MayHoldPosition reports that a claim's value could say where its record lies,
// as a geometry, an object or a list may, and as a number may that its property
// does not tell to be something else. How it is written makes no difference:
// stele claim add keeps every value of a free property as a text. Such a claim
// goes out only where the record's own position is shown exactly.
func MayHoldPosition(c data.Claim) bool {
	if c.Property == "geometry" {
		return true
	}
	var value any
	if json.Unmarshal(c.Value, &value) != nil {
		return true
	}
	switch value := value.(type) {
	case nil, bool:
		return false
	case string:
		// A place is a reference, whose random ID may have any digits.
		return c.Property != "place" && textgate.MayLocate(c.Property, value)
	case float64:
		return textgate.MayLocate(c.Property, string(c.Value))
	}
	return true
}
