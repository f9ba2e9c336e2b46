package shapefile_test

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// table makes a .dbf of fields "NAME TYPE WIDTH" and rows as they stand in it.
func table(fields []string, rows ...string) []byte {
	size := 1
	var list []byte
	for _, field := range fields {
		var name, kind string
		var width int
		fmt.Sscan(field, &name, &kind, &width)
		d := make([]byte, 32)
		copy(d, name)
		d[11], d[16] = kind[0], byte(width)
		list = append(list, d...)
		size += width
	}
	b := make([]byte, 32)
	b[0] = 3
	binary.LittleEndian.PutUint32(b[4:], uint32(len(rows)))
	binary.LittleEndian.PutUint16(b[8:], uint16(33+len(list)))
	binary.LittleEndian.PutUint16(b[10:], uint16(size))
	b = append(append(b, list...), '\r')
	for _, row := range rows {
		b = append(b, fmt.Sprintf("%-*.*s", size, size, row)...)
	}
	return append(b, 0x1a)
}

func file(kind uint32, records ...[]byte) []byte {
	b := make([]byte, 100)
	for i, r := range records {
		b = binary.BigEndian.AppendUint32(b, uint32(i+1))
		b = binary.BigEndian.AppendUint32(b, uint32(len(r)/2))
		b = append(b, r...)
	}
	binary.BigEndian.PutUint32(b, 9994)
	binary.BigEndian.PutUint32(b[24:], uint32(len(b)/2))
	binary.LittleEndian.PutUint32(b[28:], 1000)
	binary.LittleEndian.PutUint32(b[32:], kind)
	return b
}

func appendPoint(b []byte, p orb.Point) []byte {
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
}

func points(all ...orb.Point) []byte {
	var records [][]byte
	for _, p := range all {
		records = append(records, appendPoint([]byte{1, 0, 0, 0}, p))
	}
	return file(1, records...)
}

// polygon makes a .shp of one polygon with these rings.
func polygon(rings ...orb.Ring) []byte {
	b := append([]byte{5, 0, 0, 0}, make([]byte, 32)...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(rings)))
	total := 0
	for _, ring := range rings {
		total += len(ring)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(total))
	start := 0
	for _, ring := range rings {
		b = binary.LittleEndian.AppendUint32(b, uint32(start))
		start += len(ring)
	}
	for _, ring := range rings {
		for _, p := range ring {
			b = appendPoint(b, p)
		}
	}
	return file(5, b)
}

// raised gives every position of a .shp of one polygon a height.
func raised(shp []byte) []byte {
	record := append([]byte(nil), shp[108:]...)
	record[0] = 15
	positions := int(binary.LittleEndian.Uint32(record[40:]))
	return file(15, append(record, make([]byte, 8*(2+positions))...))
}
