package release_test

import (
	"database/sql"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
)

// Each layer of a release has a style for what it holds, by which QGIS draws it.
func TestRelease_HasStyles(t *testing.T) {
	w, path := create(t)
	villages, _ := data.CollectionByID(data.Villages)
	area := orb.Polygon{{{46, 40}, {47, 40}, {47, 41}, {46, 40}}}
	for id, g := range map[string]orb.Geometry{"a": orb.Point{46, 40}, "b": area, "c": nil} {
		if err := w.AddFeature(t.Context(), villages, feature(id, g, false)); err != nil {
			t.Fatal(err)
		}
	}
	commit(t, w, path)
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range data.Collections() {
		var qml, sld string
		if err := db.QueryRowContext(t.Context(), "SELECT styleQML, styleSLD FROM layer_styles WHERE f_table_name = ? AND f_geometry_column = 'geom' AND useAsDefault", c.ID).Scan(&qml, &sld); err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		field := c.Status
		switch {
		case c.ID == data.Villages && (!strings.Contains(qml, `"RuleRenderer"`) || !strings.Contains(qml, `type="fill"`) || !strings.Contains(qml, `type="marker"`) || strings.Contains(qml, `type="line"`)):
			t.Errorf("points and areas are drawn by %s", qml)
		case field != "" && (!strings.Contains(qml, field) || !strings.Contains(sld, "<ogc:PropertyName>"+field)):
			t.Errorf("%s are not told apart by their %s: %s %s", c.ID, field, qml, sld)
		}
	}
	var named int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM gpkg_contents WHERE table_name = 'layer_styles' AND data_type = 'attributes'").Scan(&named); err != nil || named != 1 {
		t.Errorf("the table of styles is named %d times, %v", named, err)
	}
}
