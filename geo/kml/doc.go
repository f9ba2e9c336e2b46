// Package kml reads and writes KML 2.2 (OGC 07-147r2).
package kml
