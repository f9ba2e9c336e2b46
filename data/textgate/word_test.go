package textgate

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The short way past the finders may skip no position, however it is written.
func TestFind_SkipsNoPosition(t *testing.T) {
	for _, name := range []string{"testdata/positions.txt", "testdata/innocent.txt"} {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range regexp.MustCompile(`[\s⟦⟧]+`).Split(string(file), -1) {
			word = strings.TrimSpace(word)
			if plain := fold(word); isWord(word) && plain.scan() != nil {
				t.Errorf("%q is skipped, and holds a position", word)
			}
		}
		for line := range strings.Lines(string(file)) {
			line = strings.NewReplacer("⟦", "", "⟧", "").Replace(strings.TrimSpace(line))
			if plain := fold(line); isWord(line) && plain.scan() != nil {
				t.Errorf("%q is skipped, and holds a position", line)
			}
		}
	}
	for text, want := range map[string]bool{"Bashlibel": true, "Başlıbel": true, "Башлыбель": true, "Başlı bel": false, "N39": false, "thirty-nine": false, "39ᵒ": false, "geohashːbcdefgh": false} {
		if isWord(text) != want {
			t.Errorf("isWord(%q) = %v", text, !want)
		}
	}
}
