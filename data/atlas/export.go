package atlas

import (
	"encoding/json"

	"stele/data"
	"stele/data/release"
)

// ExportHead returns the members that come before the features of a collection
// written as one file, as a JSON object: what a reader needs who has only the
// file.
func ExportHead(c data.Collection, meta release.Meta) ([]byte, error) {
	return json.Marshal(struct {
		Type        string `json:"type"`
		Name        string `json:"name"`
		Attribution string `json:"attribution"`
		Licence     string `json:"licence"`
		Contact     string `json:"contact"`
		PublishedOn string `json:"published_on"`
		DataVersion string `json:"data_version"`
	}{"FeatureCollection", c.Title, meta.Attribution, meta.Licence, meta.Contact, meta.PublishedOn, meta.Version})
}
