package release

import (
	"database/sql"
	"fmt"

	"stele/data/release/btree"
)

// rowFunc takes one row of a table; scan is that of sql.Rows.
type rowFunc = func(scan func(dest ...any) error) error

// eachRow calls a function for all rows of a table, in the release's order.
type eachRow func(t table, row rowFunc) error

// scanValue is what database/sql does with a column, for the types that rows of
// releases are read into.
func scanValue(v btree.Value, to any) error {
	switch to := to.(type) {
	case *any:
		*to = v.Any()
	case *string:
		*to = string(v.Bytes())
	case *[]byte:
		*to = v.Bytes() // nil of null
	case *int:
		n, ok := v.Any().(int64)
		if !ok {
			return fmt.Errorf("it is no whole number")
		}
		*to = int(n)
	case sql.Scanner:
		return to.Scan(v.Any())
	default:
		return fmt.Errorf("there is no way into %T", to)
	}
	return nil
}
