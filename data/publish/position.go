package publish

import (
	"encoding/json"
	"strconv"

	"stele/data"
)

// mayHoldPosition reports that a claim's value could say where its record lies,
// as coordinates in an object, a list or a number may. Words, truth values and
// counts do not; words that spell out a position are for the text gate to find.
func mayHoldPosition(c data.Claim) bool {
	var value any
	if json.Unmarshal(c.Value, &value) != nil {
		return true
	}
	switch value.(type) {
	case nil, string, bool:
		return false
	case float64:
		return !isCount(c.Value)
	}
	return true
}

// isCount reports a whole number below a million: as a coordinate, even one
// without its decimal point, it would say less than a degree.
func isCount(value json.RawMessage) bool {
	n, err := strconv.Atoi(string(value))
	return err == nil && -1_000_000 < n && n < 1_000_000
}
