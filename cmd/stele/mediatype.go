package main

import (
	"bytes"
	"net/http"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// sniffed is how much of a file its media type is told from.
const sniffed = 4096

// mediaTypeOf tells a media type from a file's beginning and, where that leaves
// several, from its name. What is not UTF-8 is not called text.
func mediaTypeOf(start []byte, name string) string {
	found, _, _ := strings.Cut(http.DetectContentType(start), ";")
	extension := strings.ToLower(filepath.Ext(name))
	switch found {
	case "text/plain":
		return textType(start, extension)
	case "text/xml":
		if bytes.Contains(start, []byte("<svg")) {
			return "image/svg+xml"
		}
	case "application/zip":
		if t := zipType(extension); t != "" {
			return t
		}
	}
	return found
}

// zipType is that of a format which is a zip archive inside.
func zipType(extension string) string {
	switch extension {
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".odt":
		return "application/vnd.oasis.opendocument.text"
	case ".ods":
		return "application/vnd.oasis.opendocument.spreadsheet"
	case ".kmz":
		return "application/vnd.google-earth.kmz"
	}
	return ""
}

func textType(start []byte, extension string) string {
	if !startsUTF8(start) {
		return "application/octet-stream"
	}
	trimmed := bytes.TrimSpace(start)
	switch {
	case extension == ".geojson":
		return "application/geo+json"
	case extension == ".json", bytes.HasPrefix(trimmed, []byte(`{"`)):
		return "application/json"
	case extension == ".csv":
		return "text/csv"
	case extension == ".md":
		return "text/markdown"
	case extension == ".html", extension == ".htm":
		return "text/html"
	}
	return "text/plain"
}

// startsUTF8 reports that a text is UTF-8; it may end within a character.
func startsUTF8(start []byte) bool {
	for cut := range min(utf8.UTFMax, len(start)+1) {
		if utf8.Valid(start[:len(start)-cut]) {
			return true
		}
	}
	return false
}
