package export

import (
	"errors"
	"fmt"
	"io"

	"stele/geo/shapefile"
)

// shortNames are those of fields in a shapefile, which has ten letters for them.
var shortNames = map[string]string{
	"according_to":     "accord_to",
	"claim_count":      "n_claims",
	"controlled_by":    "control_by",
	"description":      "descript",
	"editor_note":      "ed_note",
	"figure_count":     "n_figures",
	"gazetteer_id":     "gazett_id",
	"generalised":      "general",
	"geometry_basis":   "geom_basis",
	"location_form":    "loc_form",
	"perspective":      "perspect",
	"precision_rule":   "prec_rule",
	"public_precision": "pub_precis",
	"uncertainty_m":    "uncert_m",
	"verification":     "verific",
}

func prepareShapefile(s *source) (func(io.Writer) error, error) {
	w, err := shapefile.New(s.table(), shortNames)
	if errors.Is(err, shapefile.ErrTooLarge) {
		return nil, fmt.Errorf("%w (FlatGeobuf and GeoPackage have no such limit): %w", err, ErrTooLarge)
	}
	if err != nil {
		return nil, err
	}
	return w.Write, nil
}
