package geoparquet

import (
	"reflect"

	"github.com/parquet-go/parquet-go"
)

// ordered is a group that keeps its fields in their order; parquet.Group sorts them by name.
type ordered struct {
	parquet.Group // what else a group is
	fields        []parquet.Field
}

func (o ordered) Fields() []parquet.Field { return o.fields }

type field struct {
	parquet.Node
	name string
}

func (f field) Name() string { return f.name }

// Value is for Go structs, of which none is written here.
func (f field) Value(base reflect.Value) reflect.Value { return base }
