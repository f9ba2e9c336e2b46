package importer

import (
	"stele/geo"
	"stele/geo/flatgeobuf"
)

func (im *importing) readFlatGeobuf() error {
	r, err := flatgeobuf.NewReader(im.in)
	if err != nil {
		return err
	}
	if _, err := im.chooseLayer([]string{r.Name}); err != nil {
		return err
	}
	err = im.useCRS(r.CRS, func(s string) (err error) {
		im.build.crs, err = geo.ParseFileCRS(s)
		return err
	})
	if err != nil {
		return err
	}
	r.In(im.build.crs)
	return im.readLayer(r)
}
