package geo

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// point reads a position of a MULTIPOINT, which may have parentheses of its own.
func (r *wktReader) point() (orb.Point, error) {
	if r.peek() != "(" {
		return r.position(0)
	}
	path, err := r.path(1)
	if err == nil && len(path) > 1 {
		err = fmt.Errorf("%d positions, want one", len(path))
	}
	if err != nil {
		return orb.Point{}, err
	}
	return path[0], nil
}

// path reads positions in parentheses.
func (r *wktReader) path(atLeast int) ([]orb.Point, error) {
	if err := r.enter(); err != nil {
		return nil, err
	}
	rest := r.s[r.i:]
	if end := strings.IndexByte(rest, ')'); end >= 0 {
		rest = rest[:end]
	}
	path := make([]orb.Point, 0, min(1+strings.Count(rest, ","), r.left))
	for {
		p, err := r.position(len(path) + 1)
		if err != nil {
			return nil, err
		}
		path = append(path, p)
		more, err := r.follows()
		if err == nil && !more {
			err = checkCount(path, atLeast)
		}
		if err != nil || !more {
			return path, err
		}
	}
}

// position reads two to four numbers, and keeps two; number is its own in its path, 0 if it has none.
func (r *wktReader) position(number int) (p orb.Point, err error) {
	if r.left--; r.left < 0 {
		return p, errTooManyVertices
	}
	n := 0
	for ; ; n++ {
		t := r.peek()
		if t == "" || !isNumberStart(t[0]) {
			break
		}
		v, err := strconv.ParseFloat(t, 64)
		if err != nil || math.IsInf(v, 0) {
			return p, wktBroken(fmt.Sprintf("%q is no number, or too large a one", clip(t)))
		}
		if r.i += len(t); n < 2 {
			p[n] = v + 0 // -0 + 0 is 0
		}
	}
	switch t := r.peek(); {
	case n == 0 || t != "," && t != ")":
		return p, r.unexpected()
	case n == 1:
		err = errors.New("has one number alone, want lon and lat with a space between")
	case n > 4:
		err = fmt.Errorf("has %d numbers, want lon, lat and at most two more (a comma missing?)", n)
	case r.numbers != 0 && n != r.numbers:
		err = fmt.Errorf("has %d numbers, and those before it have %d", n, r.numbers)
	}
	if err != nil && number > 0 {
		err = fmt.Errorf("position %d %w", number, err)
	}
	if err != nil {
		return p, err
	}
	r.numbers = n
	r.flattened = r.flattened || n > 2
	return p, nil
}
