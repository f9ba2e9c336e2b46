package geo

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParsePRJ finds out the reference system of a .prj file, which is well-known text 1 in ESRI's dialect or OGC's. It goes
// by the parameters, since names differ; what is none of the known ones is an [UnknownCRSError] with its name.
func ParsePRJ(s string) (FileCRS, error) {
	p := prjParser{rest: strings.TrimSpace(strings.TrimPrefix(s, "\ufeff"))}
	root, err := p.node(0)
	if err != nil {
		return FileCRS{}, fmt.Errorf("the definition of the reference system is no well-known text: %w", err)
	}
	unknown := UnknownCRSError(clip(root.name))
	switch root.keyword {
	case "GEOGCS":
		if !root.isWGS84() {
			return FileCRS{}, unknown
		}
		return FileCRS{}, nil
	case "COMPD_CS": // with heights, which are dropped
		if len(root.children) > 0 && (root.children[0].keyword == "GEOGCS" || root.children[0].keyword == "PROJCS") {
			root = root.children[0]
		}
	}
	if root.keyword == "GEOGCS" && root.isWGS84() {
		return FileCRS{}, nil
	}
	base := root.child("GEOGCS")
	if root.keyword != "PROJCS" || base == nil || !base.isWGS84() {
		return FileCRS{}, unknown
	}
	if code := root.projected(); code > 0 {
		return FileCRS{code}, nil
	}
	return FileCRS{}, unknown
}

// prjNode is KEYWORD["name",numbers,children].
type prjNode struct {
	keyword, name string
	numbers       []float64
	children      []*prjNode
}

func (n *prjNode) child(keyword string) *prjNode {
	for _, c := range n.children {
		if c.keyword == keyword {
			return c
		}
	}
	return nil
}

// is tells whether the child has about that number.
func (n *prjNode) is(keyword string, want float64) bool {
	c := n.child(keyword)
	return c != nil && len(c.numbers) > 0 && math.Abs(c.numbers[0]-want) < 1e-9*max(1, math.Abs(want))
}

func (n *prjNode) isWGS84() bool {
	datum, meridian := n.child("DATUM"), n.child("PRIMEM")
	if datum == nil || meridian != nil && !n.is("PRIMEM", 0) || !n.is("UNIT", math.Pi/180) {
		return false
	}
	name := strings.NewReplacer("_", "", " ", "").Replace(strings.ToUpper(datum.name))
	return name == "WGS1984" || name == "DWGS1984" || name == "WORLDGEODETICSYSTEM1984"
}

func (n *prjNode) parameter(names ...string) float64 {
	for _, c := range n.children {
		for _, name := range names {
			if c.keyword == "PARAMETER" && strings.EqualFold(c.name, name) && len(c.numbers) > 0 {
				return c.numbers[0]
			}
		}
	}
	return 0
}

// projected returns the EPSG code by the parameters, 0 if they are not known ones.
func (n *prjNode) projected() int {
	projection := n.child("PROJECTION")
	if projection == nil || !n.is("UNIT", 1) {
		return 0
	}
	meridian, east, north := n.parameter("central_meridian", "longitude_of_center"), n.parameter("false_easting"), n.parameter("false_northing")
	switch strings.ToLower(projection.name) {
	case "mercator_auxiliary_sphere", "popular_visualisation_pseudo_mercator":
		if meridian == 0 && east == 0 && north == 0 && n.parameter("standard_parallel_1") == 0 {
			return 3857
		}
	case "mercator_1sp":
		if extension := n.child("EXTENSION"); extension != nil && meridian == 0 && east == 0 && north == 0 && strings.Contains(extension.name+extension.text(), "+a=6378137 +b=6378137") {
			return 3857
		}
	case "transverse_mercator":
		zone := (meridian + 183) / 6
		isUTM := zone == math.Trunc(zone) && 1 <= zone && zone <= 60 && n.parameter("scale_factor") == utmScale && east == utmFalseEasting && n.parameter("latitude_of_origin") == 0
		switch {
		case isUTM && north == 0:
			return 32600 + int(zone)
		case isUTM && north == utmNorthernM:
			return 32700 + int(zone)
		}
	}
	return 0
}

// text is the second string of a node, as EXTENSION has one; the parser keeps it as a child without a keyword.
func (n *prjNode) text() string {
	if len(n.children) > 0 && n.children[0].keyword == "" {
		return n.children[0].name
	}
	return ""
}

const maxPRJ = 64 << 10 // bytes

type prjParser struct{ rest string }

func (p *prjParser) node(depth int) (*prjNode, error) {
	if depth > 16 || len(p.rest) > maxPRJ {
		return nil, errors.New("it is too long or nests too deep")
	}
	open := strings.IndexAny(p.rest, "[(")
	if open <= 0 {
		return nil, errors.New("it has no bracket")
	}
	n := &prjNode{keyword: strings.ToUpper(strings.TrimSpace(p.rest[:open]))}
	p.rest = p.rest[open+1:]
	for i := 0; ; i++ {
		if err := p.part(n, i, depth); err != nil {
			return nil, err
		}
		p.rest = strings.TrimSpace(p.rest)
		switch {
		case p.rest == "":
			return nil, errors.New("it ends too early")
		case p.rest[0] == ',':
			p.rest = p.rest[1:]
		case p.rest[0] == ']' || p.rest[0] == ')':
			p.rest = p.rest[1:]
			return n, nil
		default:
			return nil, fmt.Errorf("found %q, want a comma or bracket", clip(p.rest))
		}
	}
}

// part reads a string, a number, a word or a child.
func (p *prjParser) part(n *prjNode, i, depth int) error {
	p.rest = strings.TrimSpace(p.rest)
	if s, ok := strings.CutPrefix(p.rest, `"`); ok {
		name, rest, closed := strings.Cut(s, `"`)
		if !closed {
			return errors.New("a quote is never closed")
		}
		p.rest = rest
		if i == 0 {
			n.name = name
		} else {
			n.children = append(n.children, &prjNode{name: name})
		}
		return nil
	}
	end := strings.IndexAny(p.rest, ",[]()")
	if end < 0 {
		return errors.New("it ends too early")
	}
	if c := p.rest[end]; c == '[' || c == '(' {
		child, err := p.node(depth + 1)
		n.children = append(n.children, child)
		return err
	}
	if v, err := strconv.ParseFloat(strings.TrimSpace(p.rest[:end]), 64); err == nil {
		n.numbers = append(n.numbers, v)
	}
	p.rest = p.rest[end:]
	return nil
}
