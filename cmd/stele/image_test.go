package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// imageMarks are what image files and what is written into them begin with. The
// beginnings alone of two bytes are too short to be looked for.
var imageMarks = map[string]string{
	"JPEG/JFIF": "\xff\xd8\xff\xe0\x00\x10", "JPEG/Exif": "\xff\xd8\xff\xe1", "JPEG": "\xff\xd8\xff\xdb\x00",
	"PNG": "\x89PNG\r\n\x1a\n", "GIF87": "GIF87a", "GIF89": "GIF89a", "WebP": "WEBPVP8", "TIFF": "II*\x00\x08\x00", "big-endian TIFF": "MM\x00*\x00\x00",
	"Exif": "Exif\x00\x00", "XMP": "http://ns.adobe.com/xap/", "XMP packet": "<?xpacket", "IPTC": "Photoshop 3.0\x00", "HEIF": "ftypheic", "AVIF": "ftypavif",
}

// imageIn names the mark, or the piece of the original, that content holds, or
// is "". Pieces are looked for as they are, in hex and in base64.
func imageIn(content string, original []byte) string {
	for name, mark := range imageMarks {
		if strings.Contains(content, mark) {
			return name
		}
	}
	lower := strings.ToLower(content)
	for i := 0; i+24 <= len(original); i += 24 { // a multiple of three, as base64 has it
		piece := original[i : i+24]
		if bytes.Count(piece, piece[:1]) == len(piece) {
			continue // padding
		}
		if strings.Contains(content, string(piece)) || strings.Contains(content, base64.StdEncoding.EncodeToString(piece)) || strings.Contains(lower, hex.EncodeToString(piece)) {
			return "a piece of the original"
		}
	}
	return ""
}

// photograph is a JPEG with Exif and XMP in it that say where it was taken.
func photograph(t *testing.T) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range picture.Pix {
		picture.SetGray(i%64, i/64, color.Gray{Y: uint8(i * i >> 3)})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	segment := func(content string) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(2+len(content))), content...)
	}
	exif := segment("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x25\x88\x04\x00\x01\x00\x00\x00\x1a\x00\x00\x00\x00\x00\x00\x00 GPS 39.97753 N 46.13007 E, camera CANARY-7")
	xmp := segment("http://ns.adobe.com/xap/1.0/\x00<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>")
	return bytes.Join([][]byte{b.Bytes()[:2], exif, xmp, b.Bytes()[2:]}, nil)
}

// T2: Stele publishes no image at all, so that none goes out with what its
// camera wrote into it. Whoever lets images out has to re-encode them, and to
// say here how that is seen.
func TestT2_NoImageIsPublished(t *testing.T) {
	dir := t.TempDir()
	original := photograph(t)
	if _, err := jpeg.Decode(bytes.NewReader(original)); err != nil {
		t.Fatalf("the photograph is not one: %v", err)
	}
	for _, as := range []string{string(original), string(original[500:]), hex.EncodeToString(original), base64.StdEncoding.EncodeToString(original)} {
		if imageIn("before "+as+" after", original) == "" {
			t.Fatalf("the photograph would not be seen as %.40q", as)
		}
	}
	file := filepath.Join(t.TempDir(), "photograph.jpg")
	if err := os.WriteFile(file, original, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"demo", "--data", dir},
		{"source", "add", file, "--data", dir, "--key", "photo", "--title", "A photograph", "--kind", "report", "--agent", "camera", "--agent-name", "An agency", "--rights", "open"},
		{"claim", "add", "--data", dir, "--key", "photo-stage", "--subject", "sites/bashlibel-burial-places", "--property", "stage", "--value", "reported", "--source", "photo"},
		{"review", "approve", "--data", dir, "--by", "an editor", "--reason", "checked", "--all"},
		{"publish", "--data", dir},
	} {
		if code, stdout, stderr := runIn(t.Context(), t, args...); code != exitOK {
			t.Fatalf("stele %s = %d\n%s%s", strings.Join(args, " "), code, stdout, stderr)
		}
	}
	content, err := os.ReadFile(filepath.Join(dir, "releases", "public.gpkg"))
	if err != nil || !strings.Contains(string(content), "A photograph") {
		t.Fatalf("the release does not know the photograph (%v)", err)
	}
	if found := imageIn(string(content), original); found != "" {
		t.Errorf("the release holds an image: %s", found)
	}

	s := startServer(t, "--data", dir)
	answers := crawl(t, s.url)
	for url, answer := range answers {
		if found := imageIn(answer, original); found != "" {
			t.Errorf("GET %s gives an image: %s", url, found)
		}
		for line := range strings.Lines(answer) {
			if strings.TrimSpace(line) == "" {
				break
			}
			if strings.HasPrefix(line, "Content-Type: image/") && !strings.Contains(line, "image/svg+xml") {
				t.Errorf("GET %s is of the type %s", url, line)
			}
		}
	}
	known := 0
	for _, answer := range answers {
		if strings.Contains(answer, "A photograph") {
			known++
		}
	}
	if len(answers) < 50 || known == 0 {
		t.Errorf("of %d answers %d name the photograph, want many, and some", len(answers), known)
	}
}
