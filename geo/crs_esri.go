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
