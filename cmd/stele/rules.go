package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// rule is a promise of the program and the files with the tests named for it.
type rule struct {
	Rule    string   `json:"rule"`
	Promise string   `json:"promise"`
	Tests   []string `json:"tests"`
}

//go:embed rules.json
var rulesJSON []byte

// rules are all promises, in the order in which they are told.
func rules() (all []rule, err error) {
	if err := json.Unmarshal(rulesJSON, &all); err != nil {
		return nil, fmt.Errorf("rules.json: %w", err)
	}
	return all, nil
}
