package main

import "testing"

func TestMediaTypeOf(t *testing.T) {
	tests := []struct{ name, start, want string }{
		{"a.pdf", "%PDF-1.7\n", "application/pdf"},
		{"a.bin", "%PDF-1.7\n", "application/pdf"},
		{"a.txt", "Kənd yandırıldı.\n", "text/plain"},
		{"a", "plain words", "text/plain"},
		{"cut.txt", "k\xc9", "text/plain"},
		{"latin.txt", "caf\xe9 was here", "application/octet-stream"},
		{"a.csv", "id,name\n", "text/csv"},
		{"a.geojson", "{}", "application/geo+json"},
		{"a", `{"type":1}`, "application/json"},
		{"a.md", "# Words", "text/markdown"},
		{"a.html", "<!DOCTYPE html><p>x", "text/html"},
		{"a.svg", `<?xml version="1.0"?><svg>`, "image/svg+xml"},
		{"a.jpg", "\xff\xd8\xff\xe0", "image/jpeg"},
		{"a.docx", "PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"a.zip", "PK\x03\x04", "application/zip"},
		{"a.txt", "\x00\x01\x02", "application/octet-stream"},
	}
	for _, test := range tests {
		if got := mediaTypeOf([]byte(test.start), test.name); got != test.want {
			t.Errorf("%s beginning with %q is %s, want %s", test.name, test.start, got, test.want)
		}
	}
}
