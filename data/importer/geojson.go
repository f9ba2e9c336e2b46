package importer

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// readGeoJSON reads a FeatureCollection, a Feature, or Features one after the
// other. Which of them it is shows only at the member "features" or at the end
// of the first object, since members come in any order.
func (im *importing) readGeoJSON() error {
	s := &scanner{in: im.in}
	start, err := s.space(0)
	if err != nil {
		return im.at(err)
	}
	im.in.take(start)
	if im.in.window()[0] != '{' {
		return im.at(im.unexpected(0, "a GeoJSON object"))
	}
	top, size, err := im.readTop(s)
	switch {
	case err != nil:
		return im.at(err)
	case top.streamed:
		return im.closeCollection(s, top, size)
	case top.kind != "Feature":
		return notFeatures(top.kind)
	}
	onOneLine := bytes.IndexByte(im.in.window()[:size], '\n') < 0
	if err := im.feature(im.in.window()[:size]); err != nil {
		return err
	}
	im.in.take(size)
	return im.readMore(s, onOneLine)
}

func notFeatures(kind string) error {
	switch kind {
	case "":
		return errors.New(`the file is JSON without a member "type": want a GeoJSON FeatureCollection or Feature`)
	case "FeatureCollection":
		return errors.New(`the FeatureCollection has no array "features"`)
	case "Topology":
		return errors.New("the file is TopoJSON; export it as GeoJSON")
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		return fmt.Errorf("the file is a bare %s; want a Feature that holds it as its geometry", kind)
	}
	return fmt.Errorf("the file has the type %s; want a GeoJSON FeatureCollection or Feature", quote(kind))
}

// features reads the elements of the array, from behind its bracket to its end.
func (im *importing) features(s *scanner) error {
	for first := true; ; first = false {
		c, err := im.skipTo(s)
		switch {
		case err != nil:
			return err
		case c == ']':
			im.in.take(1)
			return nil
		case !first && c != ',':
			return im.unexpected(0, `"," or "]"`)
		case !first:
			im.in.take(1)
			if _, err := im.skipTo(s); err != nil {
				return err
			}
		}
		if err := im.element(s); err != nil {
			return err
		}
	}
}

func (im *importing) skipTo(s *scanner) (byte, error) {
	i, err := s.space(0)
	if err != nil {
		return 0, err
	}
	im.in.take(i)
	return im.in.window()[0], nil
}

// element reads the value at the window as a feature.
func (im *importing) element(s *scanner) error {
	end, err := s.value(0)
	switch {
	case err != nil:
		return err
	case end == 0:
		return im.unexpected(0, "a Feature")
	}
	if err := im.feature(im.in.window()[:end]); err != nil {
		return err
	}
	im.in.take(end)
	return nil
}

// closeCollection checks what only the end of a FeatureCollection tells.
func (im *importing) closeCollection(s *scanner, t top, size int) error {
	im.in.take(size)
	if t.kind != "FeatureCollection" {
		return fmt.Errorf(`the object with the features has the type %s; want "FeatureCollection"`, quote(t.kind))
	}
	i, err := s.space(0)
	switch {
	case err == nil:
		return im.unexpected(i, "nothing more after the FeatureCollection")
	case !errors.Is(err, errTruncated):
		return err
	}
	im.in.take(i)
	return im.build.columns.checkMap()
}

// unexpected is about the byte i of the window.
func (im *importing) unexpected(i int, want string) error {
	rest := im.in.window()[i:]
	_, size := utf8.DecodeRune(rest)
	return fmt.Errorf("found %s at byte %d, want %s", describe(rest[:size]), im.in.taken+int64(i)+1, want)
}

// at says where in the file an error ended the reading.
func (im *importing) at(err error) error {
	var crs crsRefused
	if err == nil || strings.HasPrefix(err.Error(), "row ") || errors.As(err, &crs) {
		return err
	}
	return fmt.Errorf("after row %d (line %d, byte %d): %w", im.rows, im.in.line(), im.in.taken, err)
}
