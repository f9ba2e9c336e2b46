package main

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

const mercatorURI = "http://www.opengis.net/def/crs/EPSG/0/3857"

// crsSteps are those of OGC 18-058r1, annex A.
func crsSteps() []abstractTest {
	return []abstractTest{
		{"/conf/crs/crs-uri", conformsCRSNames},
		{"/conf/crs/default-crs", conformsCRSNames},
		{"/conf/crs/storageCrs", func(t *testing.T, c *conformance) {
			all, _ := c.collections(t)
			for _, of := range all {
				if of.StorageCRS != crs84URI || !slices.Contains(of.CRS, of.StorageCRS) {
					t.Errorf("%s is held in %s", of.ID, of.StorageCRS)
				}
			}
		}},
		{"/conf/crs/crs-parameter", conformsDefines("crs", "string")},
		{"/conf/crs/crs-parameter-invalid", func(t *testing.T, c *conformance) {
			c.refused(t, "?crs=http://www.opengis.net/def/crs/EPSG/0/0", "?crs=", "?crs=x")
		}},
		{"/conf/crs/crs-parameter-default", conformsCRSDefault},
		{"/conf/crs/crs-parameter-transform", conformsTransform},
		{"/conf/crs/bbox-crs-parameter", conformsDefines("bbox-crs", "string")},
		{"/conf/crs/bbox-crs-parameter-invalid", func(t *testing.T, c *conformance) {
			c.refused(t, "?bbox=1,2,3,4&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/0", "?bbox=1,2,3,4&bbox-crs=x")
		}},
		{"/conf/crs/bbox-crs-parameter-default", conformsBoxCRS},
		{"/conf/crs/bbox-crs-action", conformsBoxCRS},
	}
}

func conformsCRSNames(t *testing.T, c *conformance) {
	all, global := c.collections(t)
	for _, of := range all {
		if !slices.Equal(of.CRS, global) || len(of.CRS) == 0 || of.CRS[0] != crs84URI {
			t.Errorf("%s has %v, all have %v", of.ID, of.CRS, global)
		}
		for _, uri := range of.CRS {
			if !strings.HasPrefix(uri, "http://www.opengis.net/def/crs/") {
				t.Errorf("%s is no URI of a reference system", uri)
			}
		}
	}
}

func conformsCRSDefault(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		for _, query := range []string{"", "&crs=" + url.QueryEscape(crs84URI)} {
			r := c.get(t, "/collections/"+id+"/items?limit=1"+query)
			if got := r.header.Get("Content-Crs"); r.status != http.StatusOK || got != "<"+crs84URI+">" {
				t.Errorf("%s%s = %d in %s", id, query, r.status, got)
			}
		}
	}
}

// conformsTransform: the same features in the other order of axes, and in metres
// by the formula of the sphere. Where there are no coordinates, it is said.
func conformsTransform(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		all := c.all(t, id)
		turned := c.get(t, "/collections/"+id+"/items?limit=10000&crs="+url.QueryEscape(epsg4326))
		if turned.header.Get("Content-Crs") != "<"+epsg4326+">" {
			t.Errorf("%s: Content-Crs %s", id, turned.header.Get("Content-Crs"))
		}
		for i, f := range c.page(t, id, "limit=10000&crs="+url.QueryEscape(epsg4326)).Features {
			b, ok := f.bound()
			if was, had := all[i].bound(); ok != had || ok && (b.Min != (orb.Point{was.Min[1], was.Min[0]}) || b.Max != (orb.Point{was.Max[1], was.Max[0]})) {
				t.Errorf("%s: lat, lon %v of %v", f.ID, b, was)
			}
		}
		r := c.get(t, "/collections/"+id+"/items?limit=10000&crs="+url.QueryEscape(mercatorURI))
		if polar := slices.ContainsFunc(all, func(f item) bool { b, ok := f.bound(); return ok && (b.Max[1] > 85.06 || b.Min[1] < -85.06) }); polar {
			if r.status != http.StatusBadRequest || !strings.Contains(r.body, "has no coordinates in it") {
				t.Errorf("%s with a pole in Mercator = %d %s", id, r.status, r.body)
			}
			continue
		}
		if r.header.Get("Content-Crs") != "<"+mercatorURI+">" {
			t.Errorf("%s: Content-Crs %s", id, r.header.Get("Content-Crs"))
		}
		for i, f := range c.page(t, id, "limit=10000&crs="+url.QueryEscape(mercatorURI)).Features {
			if b, ok := f.bound(); ok {
				was, _ := all[i].bound()
				if x, y := metres(was.Min); math.Abs(x-b.Min[0]) > 0.01 || math.Abs(y-b.Min[1]) > 0.01 {
					t.Errorf("%s: %v of %v, want %v %v", f.ID, b.Min, was.Min, x, y)
				}
			}
		}
	}
}

func metres(p orb.Point) (x, y float64) {
	const radius = 6378137
	return radius * p[0] * math.Pi / 180, radius * math.Log(math.Tan(math.Pi/4+p[1]*math.Pi/360))
}

// conformsBoxCRS: one box in three systems finds the same.
func conformsBoxCRS(t *testing.T, c *conformance) {
	low, high := orb.Point{44, 38}, orb.Point{47.3, 41}
	x0, y0 := metres(low)
	x1, y1 := metres(high)
	for _, id := range collectionIDs() {
		plain := c.page(t, id, "limit=10000&bbox=44,38,47.3,41")
		for _, query := range []string{
			"bbox=44,38,47.3,41&bbox-crs=" + url.QueryEscape(crs84URI), "bbox=38,44,41,47.3&bbox-crs=" + url.QueryEscape(epsg4326),
			fmt.Sprintf("bbox=%f,%f,%f,%f&bbox-crs=%s", x0, y0, x1, y1, url.QueryEscape(mercatorURI)),
		} {
			if p := c.page(t, id, "limit=10000&"+query); !sameItems(p.Features, plain.Features) {
				t.Errorf("%s: %s finds %d, want %d", id, query, len(p.Features), len(plain.Features))
			}
		}
	}
}

func sameItems(a, b []item) bool {
	return slices.EqualFunc(a, b, func(a, b item) bool { return a.ID == b.ID })
}
