package geo

import "fmt"

// ESRI returns the system's definition as a .prj file has it (well-known text 1 in ESRI's dialect). Its coordinates are
// taken to be lon, lat or easting, northing whatever the system says, so CRS84 and LatLon have one definition.
func (c CRS) ESRI() string {
	const degrees = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	switch c {
	case WebMercator:
		return `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",` + degrees + `,PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`
	case UTM38N, UTM39N:
		return fmt.Sprintf(`PROJCS["WGS_1984_UTM_Zone_%dN",`+degrees+`,PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",%.1f],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`, c.EPSG()-32600, c.meridian())
	}
	return degrees
}

// WKT returns the definition of a system in metres as well-known text 1 (OGC 01-009), as a GeoPackage has it; "" for the
// others.
func (c CRS) WKT() string {
	const degrees = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]`
	const metres = `UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH]`
	switch c {
	case WebMercator:
		return `PROJCS["WGS 84 / Pseudo-Mercator",` + degrees + `,PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],` + metres +
			`,EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +wktext +no_defs"],AUTHORITY["EPSG","3857"]]`
	case UTM38N, UTM39N:
		return fmt.Sprintf(`PROJCS["WGS 84 / UTM zone %dN",`+degrees+`,PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",%v],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],`+metres+`,AUTHORITY["EPSG","%d"]]`, c.EPSG()-32600, c.meridian(), c.EPSG())
	}
	return ""
}
