// Package shapefile reads and writes ESRI shapefiles (ESRI Shapefile Technical Description, 1998) with their dBASE tables.
package shapefile
