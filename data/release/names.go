package release

import (
	"context"
	"errors"
	"iter"

	"stele/data"
)

// Names are all names of one record, by its public ID.
type Names struct {
	Subject data.Ref
	Names   []data.Name
}

// Names yields the names of all records that have any, by subject. The list is
// only good until the next step.
func (r *Reader) Names(ctx context.Context) iter.Seq2[Names, error] {
	return names(func(t table, row rowFunc) error { return r.each(ctx, t, row) })
}

func names(each eachRow) iter.Seq2[Names, error] {
	return func(yield func(Names, error) bool) {
		var of Names
		err := each(nameTable, func(scan func(...any) error) error {
			var subject data.Ref
			var n data.Name
			if err := scan(text{&subject}, &n.Text, orNull{&n.Language}, orNull{&n.Script}, date{&n.When}, orNull{&n.Source}); err != nil {
				return err
			}
			if subject != of.Subject {
				if len(of.Names) > 0 && !yield(of, nil) {
					return errStop
				}
				of = Names{Subject: subject, Names: of.Names[:0]}
			}
			of.Names = append(of.Names, n)
			return nil
		})
		if err == nil && len(of.Names) > 0 {
			yield(of, nil)
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(Names{}, err)
		}
	}
}
