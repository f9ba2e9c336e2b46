package demo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"stele/data"
	"stele/data/demo"
)

const article = "article-2021-04-26"

// readArticle returns the article's bytes. They are not ours to publish, so
// they do not lie in the repository.
func readArticle(t *testing.T) []byte {
	t.Helper()
	path := os.Getenv("STELE_ARTICLE")
	if path == "" {
		path = "../../../shared/seed/article.txt" // beside the repository
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("the article is missing (%v): set STELE_ARTICLE to its file", err)
	}
	return text
}

// span is a half-open range of bytes.
type span struct{ first, end int }

// paragraphs returns where the article's paragraphs lie: blank lines part
// them, and the line of date and author is the first.
func paragraphs(text []byte) (all []span) {
	at := 0
	for part := range bytes.SplitSeq(text, []byte("\n\n")) {
		all = append(all, span{at, at + len(part)})
		at += len(part) + len("\n\n")
	}
	return all
}

// located yields what is said to stand in the article, with its place there.
func located(b demo.Bundle) iter.Seq2[string, data.Locator] {
	return func(yield func(string, data.Locator) bool) {
		for _, s := range statements(b) {
			if s.Source == article && !yield(s.key, s.Locator) {
				return
			}
		}
		for _, r := range b.Records {
			if r.Source == article && !yield(r.Collection+"/"+r.Key, r.Locator) {
				return
			}
		}
	}
}

func TestArticle_IsTheOneRecorded(t *testing.T) {
	text := readArticle(t)
	sum := sha256.Sum256(text)
	for _, s := range load(t).Sources {
		if s.Key != article {
			continue
		}
		if s.Archive.SHA256 != hex.EncodeToString(sum[:]) || s.Archive.Bytes != int64(len(text)) {
			t.Errorf("archive is %+v, the article has %d bytes and SHA-256 %x", s.Archive, len(text), sum)
		}
		return
	}
	t.Errorf("there is no source %s", article)
}

func TestLocators_PointIntoTheirParagraph(t *testing.T) {
	text := readArticle(t)
	parts := paragraphs(text)
	found := 0
	for key, l := range located(load(t)) {
		found++
		if l.Paragraph < 1 || l.Paragraph > len(parts) || l.Bytes == nil {
			t.Errorf("%s: locator %+v, want one of %d paragraphs and bytes", key, l, len(parts))
			continue
		}
		in, got := parts[l.Paragraph-1], span{int(l.Bytes[0]), int(l.Bytes[1])}
		if got.first < in.first || got.end > in.end || got.first >= got.end {
			t.Errorf("%s: bytes %v are not in paragraph %d, %v", key, got, l.Paragraph, in)
			continue
		}
		if !wholeWords(text, got) {
			t.Errorf("%s: bytes %v cut a word: %q", key, got, text[got.first:got.end])
		}
	}
	if found == 0 {
		t.Error("nothing is located in the article")
	}
}

// wholeWords reports that the range begins and ends with a word's border.
func wholeWords(text []byte, s span) bool {
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	before, _ := utf8.DecodeLastRune(text[:s.first])
	first, _ := utf8.DecodeRune(text[s.first:])
	last, _ := utf8.DecodeLastRune(text[:s.end])
	after, _ := utf8.DecodeRune(text[s.end:])
	return isWord(first) && isWord(last) && !isWord(before) && !isWord(after)
}

func TestLocators_OfFiguresHoldTheFigure(t *testing.T) {
	text := readArticle(t)
	for _, f := range load(t).Figures {
		if f.Source != article {
			continue
		}
		var want string
		switch {
		case f.Word != "":
			want = f.Word
		case f.Comparator == "more_than":
			want = fmt.Sprint(*f.Low - 1)
		default:
			want = fmt.Sprint(*f.Best)
		}
		quote := strings.ReplaceAll(strings.ToLower(string(text[f.Locator.Bytes[0]:f.Locator.Bytes[1]])), ",", "")
		if !strings.Contains(quote, want) {
			t.Errorf("%s: %q does not hold %q", f.Key, quote, want)
		}
	}
}

func TestFiles_CopyNoSentenceOfTheArticle(t *testing.T) {
	const most = 8 // this many words in a row are a copy
	copied := map[string]bool{}
	words := wordsOf(string(readArticle(t)))
	for i := range len(words) - most + 1 {
		copied[strings.Join(words[i:i+most], " ")] = true
	}
	all := dataFiles(t)
	notes, err := os.ReadFile("SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"SOURCES.md": string(notes)}
	for name, file := range all {
		texts[name] = string(file.Data)
	}
	for name, text := range texts {
		words := wordsOf(text)
		for i := range max(0, len(words)-most+1) {
			if run := strings.Join(words[i:i+most], " "); copied[run] {
				t.Errorf("%s copies %q", name, run)
			}
		}
	}
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// The people whom the article names have given no consent. The author stands
// in the one member that a release leaves out.
func TestFiles_NameNoPersonOfTheArticle(t *testing.T) {
	text := string(readArticle(t))
	named := regexp.MustCompile(`(?:President|aide) (\p{Lu}\pL+) (\p{Lu}\pL+)`).FindAllStringSubmatch(text, -1)
	byline := regexp.MustCompile(`By (\p{Lu}\pL+) (\p{Lu}\pL+)`).FindStringSubmatch(text)
	if len(named) == 0 || byline == nil {
		t.Fatalf("found %d people and the author %v in the article", len(named), byline)
	}
	for name, file := range dataFiles(t) {
		for _, person := range named {
			for _, part := range person[1:] {
				if bytes.Contains(file.Data, []byte(part)) {
					t.Errorf("%s names a person of the article", name)
				}
			}
		}
		without := bytes.ReplaceAll(file.Data, []byte(`"author": "`+byline[1]+" "+byline[2]+`"`), nil)
		if bytes.Contains(without, []byte(byline[2])) {
			t.Errorf("%s names the article's author elsewhere than in author", name)
		}
	}
}

// quoted yields the JSON strings of a text; good enough for our own files.
func quoted(text string) iter.Seq[string] {
	strs := regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
	return func(yield func(string) bool) {
		for _, s := range strs.FindAllString(text, -1) {
			if !yield(s) {
				return
			}
		}
	}
}
