package geo

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// maxJSONNesting bounds skipped values: 8 collections of two brackets each, 4 for coordinates and some to spare.
const maxJSONNesting = 32

// scanner walks over bytes that are already known to be valid JSON, so it need not check the grammar again.
type scanner struct {
	b []byte
	i int
}

// peek moves to the next token and returns its first byte, 0 at the end.
func (s *scanner) peek() byte {
	for ; s.i < len(s.b); s.i++ {
		if c := s.b[s.i]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

func (s *scanner) array(what string, item func() error) error {
	if s.peek() != '[' {
		return fmt.Errorf("found %s, want a %s", s.found(), what)
	}
	s.i++
	for s.peek() != ']' {
		if err := item(); err != nil {
			return err
		}
		s.comma()
	}
	s.i++
	return nil
}

func (s *scanner) comma() {
	if s.peek() == ',' {
		s.i++
	}
}

func (s *scanner) number() (float64, error) {
	if c := s.peek(); c != '-' && (c < '0' || c > '9') {
		return 0, fmt.Errorf("found %s, want a number", s.found())
	}
	start := s.i
	for s.i < len(s.b) && isNumberByte(s.b[s.i]) {
		s.i++
	}
	v, err := strconv.ParseFloat(string(s.b[start:s.i]), 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, fmt.Errorf("number %s is not finite", clip(string(s.b[start:s.i])))
	}
	return v + 0, nil // -0 + 0 is 0
}

func isNumberByte(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}

// found names the next token for an error.
func (s *scanner) found() string {
	switch s.peek() {
	case '[':
		return "an array"
	case '{':
		return "an object"
	case '"':
		return "a string"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	case 0:
		return "nothing"
	}
	return "a number"
}

// skip passes over one value of any kind and returns its bytes.
func (s *scanner) skip() ([]byte, error) {
	s.peek()
	start, depth := s.i, 0
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case '"':
			s.skipString()
			s.i-- // counted again below
		case '[', '{':
			if depth++; depth > maxJSONNesting {
				return nil, fmt.Errorf("values nest deeper than %d", maxJSONNesting)
			}
		case ']', '}':
			depth--
		}
		s.i++
		if depth == 0 && s.atEndOfValue() {
			break
		}
	}
	return s.b[start:s.i], nil
}

// atEndOfValue: a bare number or word ends where its bytes do, everything else with the byte just passed.
func (s *scanner) atEndOfValue() bool {
	if s.i == len(s.b) {
		return true
	}
	switch c := s.b[s.i]; c {
	case ',', ']', '}', ':', ' ', '\t', '\n', '\r':
		return true
	}
	return false
}

func (s *scanner) skipString() {
	for s.i++; s.i < len(s.b) && s.b[s.i] != '"'; s.i++ {
		if s.b[s.i] == '\\' {
			s.i++
		}
	}
	s.i++
}

// text reads a string value.
func (s *scanner) text() (string, error) {
	if s.peek() != '"' {
		return "", fmt.Errorf("found %s, want a string", s.found())
	}
	start := s.i
	s.skipString()
	var v string
	err := json.Unmarshal(s.b[start:s.i], &v)
	return v, err
}

// members are what a geometry object may say; a nil slice is a member that is not there.
type members struct {
	kind                    string
	coordinates, geometries []byte
}

func readMembers(s *scanner) (members, error) {
	if s.peek() != '{' {
		return members{}, fmt.Errorf("found %s, want a geometry object", s.found())
	}
	var m members
	var kind []byte
	targets := map[string]*[]byte{"type": &kind, "coordinates": &m.coordinates, "geometries": &m.geometries}
	for s.i++; s.peek() != '}'; s.comma() {
		name, err := s.text()
		if err != nil {
			return m, err
		}
		s.peek()
		s.i++ // the colon
		value, err := s.skip()
		if err != nil {
			return m, err
		}
		target := targets[name]
		if target == nil {
			continue
		}
		if *target != nil {
			return m, fmt.Errorf("member %q is there twice", name)
		}
		*target = value
	}
	s.i++
	return m, m.setKind(kind)
}

func (m *members) setKind(raw []byte) error {
	if raw == nil {
		return errors.New(`member "type" is missing`)
	}
	kind, err := (&scanner{b: raw}).text()
	if err != nil {
		return fmt.Errorf(`member "type": %w`, err)
	}
	m.kind = kind
	return nil
}

// only returns a scanner over the member that the type needs and refuses the one that belongs to other types.
func (m *members) only(name string, value, other []byte) (*scanner, error) {
	if value == nil {
		return nil, fmt.Errorf("%s has no member %q", m.kind, name)
	}
	if other != nil {
		return nil, fmt.Errorf(`%s has both "coordinates" and "geometries"`, m.kind)
	}
	return &scanner{b: value}, nil
}

// clip shortens foreign text for an error.
func clip(s string) string {
	const most = 40
	if len(s) > most {
		return s[:most] + "..."
	}
	return s
}
