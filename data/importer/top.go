package importer

import (
	"fmt"
)

// top is what the outermost object says besides its features.
type top struct {
	kind     string
	streamed bool // it had features, and they are read
	seen     map[string]bool
}

// readTop reads the object at the window up to its end, which it returns. The
// window still holds the whole object, if no features were streamed from it.
func (im *importing) readTop(s *scanner) (t top, size int, err error) {
	t.seen = map[string]bool{}
	i, err := s.space(1)
	for err == nil && im.in.window()[i] != '}' {
		if i, err = im.topMember(s, &t, i); err != nil {
			break
		}
		switch im.in.window()[i] {
		case '}':
		case ',':
			i, err = s.space(i + 1)
			if err == nil && im.in.window()[i] != '"' {
				err = im.unexpected(i, "the name of a member")
			}
		default:
			err = im.unexpected(i, `"," or "}"`)
		}
	}
	return t, i + 1, err
}

// topMember reads the member at i and returns what follows it.
func (im *importing) topMember(s *scanner, t *top, i int) (int, error) {
	if im.in.window()[i] != '"' {
		return i, im.unexpected(i, "the name of a member")
	}
	end, err := s.value(i)
	if err != nil {
		return i, err
	}
	raw := im.in.window()[i:end]
	if err := checkJSON(raw, im.in.taken+int64(i)); err != nil {
		return i, err
	}
	name, _ := unquote(raw)
	if i, err = s.space(end); err != nil {
		return i, err
	}
	if im.in.window()[i] != ':' {
		return i, im.unexpected(i, `":"`)
	}
	if i, err = s.space(i + 1); err != nil {
		return i, err
	}
	if i, err = im.topValue(s, t, name, i); err != nil {
		return i, err
	}
	return s.space(i)
}

func (im *importing) topValue(s *scanner, t *top, name string, i int) (int, error) {
	known := name == "type" || name == "crs" || name == "features"
	if known && t.seen[name] {
		return i, fmt.Errorf("member %q stands twice", name)
	}
	t.seen[name] = known
	if name == "features" && im.in.window()[i] == '[' {
		im.in.take(i + 1)
		t.streamed = true
		return 0, im.features(s)
	}
	end, err := s.value(i)
	if err != nil {
		return i, err
	}
	raw := im.in.window()[i:end]
	if t.streamed || known {
		err = checkJSON(raw, im.in.taken+int64(i))
	}
	switch {
	case err != nil:
	case name == "type" && raw[0] == '"':
		t.kind, _ = unquote(raw)
	case name == "crs":
		err = im.takeCRS(raw)
	}
	return end, err
}
