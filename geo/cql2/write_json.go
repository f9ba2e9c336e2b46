package cql2

import (
	"encoding/json"

	"github.com/paulmach/orb"
)

// WriteJSON writes a filter as CQL2 JSON, which ParseJSON reads back to the same
// tree.
func (n *Node) WriteJSON() []byte {
	text, err := json.Marshal(n.value())
	if err != nil {
		panic(err) // maps, texts and finite numbers
	}
	return text
}

func (n *Node) value() any {
	switch n.Kind {
	case Property:
		return map[string]any{"property": n.Text}
	case String:
		return n.Text
	case Number:
		return n.Number
	case Bool:
		return n.Bool
	case Date:
		return map[string]any{"date": n.Text}
	case Timestamp:
		return map[string]any{"timestamp": n.Text}
	case Interval:
		return map[string]any{"interval": n.ends()}
	case Geometry:
		return geometryValue(n.Geometry)
	case BBox:
		return map[string]any{"bbox": n.Box}
	case Array:
		return n.values()
	}
	return map[string]any{"op": n.Text, "args": n.values()}
}

func (n *Node) values() []any {
	all := make([]any, len(n.Args))
	for i, arg := range n.Args {
		all[i] = arg.value()
	}
	return all
}

func (n *Node) ends() []any {
	all := make([]any, len(n.Args))
	for i, end := range n.Args {
		switch end.Kind {
		case Open:
			all[i] = ".."
		case Date, Timestamp:
			all[i] = end.Text
		default:
			all[i] = end.value()
		}
	}
	return all
}

func geometryValue(g orb.Geometry) any {
	if c, ok := g.(orb.Collection); ok {
		all := make([]any, len(c))
		for i, member := range c {
			all[i] = geometryValue(member)
		}
		return map[string]any{"type": "GeometryCollection", "geometries": all}
	}
	return map[string]any{"type": g.GeoJSONType(), "coordinates": g}
}
