// Package api serves one release over HTTP: the map for browsers and OGC API -
// Features for everything else, from an atlas in memory.
//
// Every filter, count and page acts on published geometry, for an atlas holds
// no other. The package opens no database and no file, and it only reads.
package api
