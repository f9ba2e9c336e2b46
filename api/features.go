package api

import (
	"io"
	"net/http"
	"strconv"

	"stele/data/atlas"
	"stele/geo"
)

// runs calls visit with runs [low, high) of features, in the order in which they
// are to be written, until it returns false. It does the same each time.
type runs func(visit func(low, high uint32) bool)

// featuresBody writes head, a JSON object with members, with one more: features.
// The length is known before, but for features that are written in part.
func featuresBody(h http.Header, l *atlas.Layer, f form, head []byte, of runs) writeBody {
	head = append(append(head[:len(head)-1], geo.MemberCRS(f.CRS)...), `,"features":[`...)
	// The runs are walked twice, now for the length, by which a client sees an answer
	// that was cut: a list of them would be memory for each feature of an export.
	const tail = "]}\n"
	if f.IsWhole() {
		size, n := len(head)+len(tail), 0
		of(func(low, high uint32) bool {
			size += len(l.EncodedRun(low, high))
			n++
			return true
		})
		h["Content-Length"] = []string{strconv.Itoa(size + max(0, n-1))}
	}
	return func(w io.Writer) error {
		if _, err := w.Write(head); err != nil {
			return err
		}
		if err := writeFeatures(w, l, f, of); err != nil {
			return err
		}
		_, err := io.WriteString(w, tail)
		return err
	}
}

func writeFeatures(w io.Writer, l *atlas.Layer, f form, of runs) (err error) {
	var scratch []byte
	between := ""
	comma := func() {
		if err == nil {
			_, err = io.WriteString(w, between)
		}
		between = ","
	}
	of(func(low, high uint32) bool {
		if f.IsWhole() {
			if comma(); err == nil {
				err = writeLasting(w, l.EncodedRun(low, high))
			}
			return err == nil
		}
		for i := low; i < high && err == nil; i++ {
			if comma(); err == nil {
				scratch, err = l.WriteForm(w, scratch, i, f.Form)
			}
		}
		return err == nil
	})
	return err
}
