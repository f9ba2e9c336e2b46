package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

var saidAgain = regexp.MustCompile(`to be mended and imported from there(?: with (.*))?\n`)

// Rejects that are mended, and imported by the words that were printed, as a shell
// takes them, are the rows that the mended file itself would have had.
func TestImport_RejectsComeInByThePrintedWords(t *testing.T) {
	bin := program(t)
	for name, test := range map[string]struct {
		file, text, flags, want string
		letters                 *charmap.Charmap
	}{
		"mapped table": {
			"m.csv", "id,toponym,kind,X,Y\na,A,village,46,40\nb,B,hamlet,46,40\n", `--according-to A --map name=toponym --map lon=X --map lat=Y`,
			`--source file:m.csv:A --map lat=Y --map lon=X --map name=toponym`, nil,
		},
		"awkward words": {
			"m's.csv", "id;Name, local;kind\na;A;village\nb;B;hamlet\n", `--according-to "O'Neil, A" --map 'name=Name\, local'`,
			`--source 'file:m'\''s.csv:O'\''Neil, A' --map 'name=Name\, local'`, nil,
		},
		"own source, letters and coordinates": {
			"m.csv", "id,название,kind,lon,lat\na,А,village,628971,4373338\nb,Б,hamlet,628971,4373338\n", `--source report-7 --crs EPSG:32638 --encoding cp1251 --map name=название`,
			`--source report-7 --crs EPSG:32638 --encoding cp1251 --map 'name=название'`, charmap.Windows1251,
		},
		"features, one mapping in good ones only": {
			"m.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":null,"properties":{"toponym":"A","notes":"N"}},` +
				`{"type":"Feature","id":"b","geometry":null,"properties":{"toponym":"B","kind":"hamlet"}}]}`, `--according-to A --map name=toponym --map description=notes`,
			`--source file:m.geojson:A --map name=toponym`, nil,
		},
		"given degrees go before a feature's own metres": {
			"m.geojsonl", `{"type":"Feature","id":"a","geometry":null,"properties":{"name":"A"}}` + "\n" +
				`{"type":"Feature","id":"b","crs":{"type":"name","properties":{"name":"EPSG:3857"}},"geometry":{"type":"Point","coordinates":[46.5,39.5]},"properties":{"name":"B","kind":"hamlet"}}` + "\n",
			`--according-to A --crs EPSG:4326`, `--source file:m.geojsonl:A --crs EPSG:4326`, nil,
		},
		"a layer": {
			"m.kml", `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>1993</name></Folder><Folder><name>1994</name>` + placemark("a", "village") + placemark("b", "hamlet") +
				`</Folder></Document></kml>`, `--according-to A --layer 1994 --map name=toponym`,
			`--source file:m.kml:A --map name=toponym`, nil,
		},
		"GeoNames": {
			"AZ.txt", geoNamesRow("1", "village", "A") + geoNamesRow("2", "hamlet", "B"), `--according-to A --map kind=timezone`,
			`--source file:AZ.txt:A --map kind=timezone`, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file, rejects := filepath.Join(dir, test.file), filepath.Join(dir, "mend")
			text := test.text
			if test.letters != nil {
				var err error
				if text, err = test.letters.NewEncoder().String(text); err != nil {
					t.Fatal(err)
				}
			}
			write(t, file, text)
			shell := func(flags, file string) string {
				t.Helper()
				out, err := exec.Command("sh", "-c", `"$0" import --data "$1" --collection villages "$2" `+flags, bin, filepath.Join(dir, "v"), file).CombinedOutput()
				if err != nil {
					t.Fatalf("import %s %s: %v\n%s", flags, file, err, out)
				}
				return string(out)
			}
			runs(t, "source", "add", "--data", filepath.Join(dir, "v"), "--key", "report-7", "--title", "T", "--kind", "report", "--agent", "a", "--agent-name", "A")
			said := saidAgain.FindStringSubmatch(shell(test.flags+` --rejects "`+rejects+`"`, file))
			if said == nil || said[1] != test.want {
				t.Fatalf("rejects are to be imported with %q, want %s", said, test.want)
			}
			mend(t, rejects)
			if out := shell(said[1], rejects); !strings.Contains(out, "1 rows read: 1 new") {
				t.Errorf("the mended row comes in as\n%s", out)
			}
			mend(t, file)
			if out := shell(test.flags, file); !strings.Contains(out, "2 rows read: 0 new, 0 changed, 2 as they were") {
				t.Errorf("the mended file says otherwise than the mended rejects:\n%s", out)
			}
		})
	}
}

func placemark(id, kind string) string {
	return `<Placemark><ExtendedData><Data name="id"><value>` + id + `</value></Data><Data name="toponym"><value>T` + id + `</value></Data><Data name="kind"><value>` + kind +
		`</value></Data></ExtendedData><Point><coordinates>46.5,39.5</coordinates></Point></Placemark>`
}

// geoNamesRow has the kind where the time zone is.
func geoNamesRow(id, kind, name string) string {
	cells := []string{id, name, name, name + "-i," + name + "-o", "39.5", "46.5", "P", "PPL", "AZ", "", "", "", "", "", "0", "", "1", kind, "2020-01-01"}
	return strings.Join(cells, "\t") + "\n"
}

func mend(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, string(bytes.ReplaceAll(text, []byte("hamlet"), []byte("village"))))
}
