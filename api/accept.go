package api

import (
	"strconv"
	"strings"
)

// preference is one item of an Accept or Accept-Encoding header.
type preference struct {
	name string // lower case, without parameters
	q    float64
}

// accepted reads a list of preferences (RFC 9110, 12.4.2). A q that is no number
// from 0 to 1 counts as 0: what is not understood is not offered.
func accepted(fields []string) []preference {
	if len(fields) == 0 {
		return nil
	}
	var list []preference
	for item := range strings.SplitSeq(strings.Join(fields, ","), ",") {
		name, rest, _ := strings.Cut(item, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" {
			continue
		}
		p := preference{name, 1}
		for param := range strings.SplitSeq(rest, ";") {
			key, value, _ := strings.Cut(param, "=")
			if strings.EqualFold(strings.TrimSpace(key), "q") {
				p.q = quality(strings.TrimSpace(value))
			}
		}
		list = append(list, p)
	}
	return list
}

func quality(s string) float64 {
	q, err := strconv.ParseFloat(s, 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}

// encodingQuality returns how much a client wants an encoding: 0 is not at all.
func encodingQuality(list []preference, encoding string) float64 {
	var any float64
	for _, p := range list {
		switch p.name {
		case encoding:
			return p.q
		case "*":
			any = p.q
		}
	}
	return any
}
