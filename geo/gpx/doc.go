// Package gpx reads and writes GPX 1.1, the format of handheld receivers.
package gpx
