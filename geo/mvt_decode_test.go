package geo_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"stele/geo"
)

// mvtLayer is a decoded layer. The decoder is strict: it refuses whatever specification 2.1 says must not be, and what
// our encoder promises on top (no dictionary entry that nothing uses).
type mvtLayer struct {
	name     string
	extent   uint64
	features []mvtFeature
}

type mvtFeature struct {
	id       uint64
	hasID    bool
	kind     geo.MVTKind
	tags     map[string]any
	commands []uint32 // the geometry as integers, as the specification prints it
	paths    [][]geo.TilePoint
}

// wire is one field of a protocol buffer message.
type wire struct {
	field  int
	number uint64 // of a varint or of fixed bits
	bytes  []byte
}

func readWire(b []byte) (w wire, rest []byte, err error) {
	tag, n := binary.Uvarint(b)
	if n <= 0 {
		return w, nil, errors.New("bad field tag")
	}
	b, w.field = b[n:], int(tag>>3)
	if tag&7 == 1 {
		if len(b) < 8 {
			return w, nil, errors.New("double cut short")
		}
		w.number = binary.LittleEndian.Uint64(b)
		return w, b[8:], nil
	}
	if w.number, n = binary.Uvarint(b); n <= 0 {
		return w, nil, errors.New("bad varint")
	}
	b = b[n:]
	switch tag & 7 {
	case 0:
		return w, b, nil
	case 2:
		if w.number > uint64(len(b)) {
			return w, nil, fmt.Errorf("field %d has %d bytes, %d are left", w.field, w.number, len(b))
		}
		w.bytes = b[:w.number]
		return w, b[w.number:], nil
	}
	return w, nil, fmt.Errorf("wire type %d", tag&7)
}

func eachWire(b []byte, f func(wire) error) error {
	for len(b) > 0 {
		w, rest, err := readWire(b)
		if err != nil {
			return err
		}
		if err := f(w); err != nil {
			return err
		}
		b = rest
	}
	return nil
}

func decodeMVT(b []byte) (layers []mvtLayer, err error) {
	names := map[string]bool{}
	err = eachWire(b, func(w wire) error {
		if w.field != 3 || w.bytes == nil {
			return fmt.Errorf("field %d in a tile", w.field)
		}
		l, err := decodeMVTLayer(w.bytes)
		if names[l.name] {
			return fmt.Errorf("two layers %q", l.name)
		}
		names[l.name] = true
		layers = append(layers, l)
		return err
	})
	return layers, err
}

func decodeMVTLayer(b []byte) (l mvtLayer, err error) {
	var features [][]byte
	var keys []string
	var values []any
	version, seen := uint64(0), map[any]bool{}
	err = eachWire(b, func(w wire) (err error) {
		switch w.field {
		case 1:
			l.name = string(w.bytes)
		case 2:
			features = append(features, w.bytes)
		case 3:
			keys = append(keys, string(w.bytes))
			err = once(seen, "key "+string(w.bytes))
		case 4:
			var v any
			if v, err = decodeMVTValue(w.bytes); err == nil {
				values = append(values, v)
				err = once(seen, fmt.Sprintf("value %T %v", v, v))
			}
		case 5:
			l.extent = w.number
		case 15:
			version = w.number
		default:
			err = fmt.Errorf("field %d in a layer", w.field)
		}
		return err
	})
	if err == nil && (version != 2 || l.extent == 0 || len(features) == 0) {
		err = fmt.Errorf("version %d, extent %d, %d features", version, l.extent, len(features))
	}
	usedKeys, usedValues := map[uint64]bool{}, map[uint64]bool{}
	for i, raw := range features {
		if err != nil {
			return l, err
		}
		var f mvtFeature
		f, err = decodeMVTFeature(raw, keys, values, usedKeys, usedValues)
		if err != nil {
			err = fmt.Errorf("feature %d: %w", i+1, err)
		}
		l.features = append(l.features, f)
	}
	if err == nil && (len(usedKeys) != len(keys) || len(usedValues) != len(values)) {
		err = errors.New("a key or value is used by no feature")
	}
	return l, err
}

func once(seen map[any]bool, what string) error {
	if seen[what] {
		return fmt.Errorf("%s occurs twice", what)
	}
	seen[what] = true
	return nil
}

func decodeMVTValue(b []byte) (any, error) {
	w, rest, err := readWire(b)
	if err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("value of more or less than one field: %w", err)
	}
	switch w.field {
	case 1:
		return string(w.bytes), nil
	case 3:
		return math.Float64frombits(w.number), nil
	case 4:
		return int64(w.number), nil
	case 6:
		return int64(w.number>>1) ^ -int64(w.number&1), nil
	case 7:
		return w.number == 1, nil
	}
	return nil, fmt.Errorf("field %d in a value", w.field)
}

func decodeMVTFeature(b []byte, keys []string, values []any, usedKeys, usedValues map[uint64]bool) (f mvtFeature, err error) {
	f.tags = map[string]any{}
	err = eachWire(b, func(w wire) error {
		switch w.field {
		case 1:
			f.id, f.hasID = w.number, true
		case 2:
			list, err := unpackVarints(w.bytes)
			if err != nil || len(list)%2 != 0 {
				return fmt.Errorf("%d tags: %w", len(list), err)
			}
			for i := 0; i < len(list); i += 2 {
				k, v := list[i], list[i+1]
				if k >= uint64(len(keys)) || v >= uint64(len(values)) {
					return fmt.Errorf("tag %d=%d is not in the dictionaries", k, v)
				}
				if _, twice := f.tags[keys[k]]; twice {
					return fmt.Errorf("key %q occurs twice", keys[k])
				}
				f.tags[keys[k]], usedKeys[k], usedValues[v] = values[v], true, true
			}
		case 3:
			f.kind = geo.MVTKind(w.number)
		case 4:
			list, err := unpackVarints(w.bytes)
			if err != nil {
				return err
			}
			for _, v := range list {
				if v > math.MaxUint32 {
					return fmt.Errorf("%d in a geometry is no uint32", v)
				}
				f.commands = append(f.commands, uint32(v))
			}
		default:
			return fmt.Errorf("field %d in a feature", w.field)
		}
		return nil
	})
	if err == nil {
		err = f.followPen()
	}
	return f, err
}

func unpackVarints(b []byte) (list []uint64, err error) {
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, errors.New("bad varint")
		}
		list, b = append(list, v), b[n:]
	}
	return list, nil
}

// followPen turns the commands into paths by the grammar of section 4.3.4; rings stay without their closing position.
func (f *mvtFeature) followPen() error {
	var at geo.TilePoint
	rest := f.commands
	take := func(want uint32) (points []geo.TilePoint, err error) {
		if len(rest) == 0 || rest[0]&7 != want || rest[0]>>3 == 0 {
			return nil, fmt.Errorf("want command %d before %v", want, rest)
		}
		n := int(rest[0] >> 3)
		rest = rest[1:]
		if want == 7 {
			if n != 1 {
				return nil, fmt.Errorf("ClosePath %d times", n)
			}
			return nil, nil
		}
		if len(rest) < 2*n {
			return nil, errors.New("geometry cut short")
		}
		for range n {
			dx, dy := unzigzag(rest[0]), unzigzag(rest[1])
			if want == 2 && dx == 0 && dy == 0 {
				return nil, errors.New("LineTo goes nowhere")
			}
			at.X, at.Y = at.X+dx, at.Y+dy
			points, rest = append(points, at), rest[2:]
		}
		return points, nil
	}
	for len(rest) > 0 {
		start, err := take(1)
		if err != nil {
			return err
		}
		if f.kind == geo.MVTPoint {
			f.paths = append(f.paths, start)
			if len(rest) > 0 {
				return errors.New("points have more than one command")
			}
			return nil
		}
		line, err := take(2)
		if err != nil || len(start) != 1 {
			return fmt.Errorf("%d positions in MoveTo: %w", len(start), err)
		}
		path := append(start, line...)
		if f.kind == geo.MVTPolygon {
			if _, err := take(7); err != nil {
				return err
			}
			area := tileArea2(path)
			if area == 0 || len(path) < 3 || path[0] == path[len(path)-1] || (len(f.paths) == 0 && area < 0) {
				return fmt.Errorf("ring %v has twice the area %v", path, area)
			}
		} else if f.kind != geo.MVTLine {
			return fmt.Errorf("kind %d", f.kind)
		}
		f.paths = append(f.paths, path)
	}
	if len(f.paths) == 0 {
		return errors.New("no geometry")
	}
	return nil
}

func unzigzag(v uint32) int32 { return int32(v>>1) ^ -int32(v&1) }

// tileArea2 is twice the area by the surveyor's formula, y as it is.
func tileArea2(ring []geo.TilePoint) (sum int64) {
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += int64(p.X)*int64(q.Y) - int64(q.X)*int64(p.Y)
	}
	return sum
}
