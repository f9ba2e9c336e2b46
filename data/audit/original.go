package audit

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"stele/data"
	"stele/data/audit/pdf"
)

// original is a copy of a source, and what of it can be counted.
type original struct {
	text       []byte
	isText     bool // bytes are characters
	isPlain    bool // paragraphs are known
	paragraphs [][2]int64
	isHTML     bool
	isPDF      bool
	// count is how many pages a PDF has, 0 if they cannot be counted, or how many
	// paragraphs an HTML page has at most. It is asked for once or more, or never.
	count func() int
}

func newOriginal(text []byte, mediaType string) *original {
	o := &original{text: text, isText: strings.HasPrefix(mediaType, "text/") && utf8.Valid(text)}
	switch {
	case o.isText && strings.HasPrefix(mediaType, "text/plain"):
		o.isPlain, o.paragraphs = true, paragraphs(text)
	case strings.HasPrefix(mediaType, "text/html"), strings.HasPrefix(mediaType, "application/xhtml"):
		o.isHTML, o.count = true, sync.OnceValue(func() int { return mostParagraphs(text) })
	case strings.HasPrefix(mediaType, "application/pdf"):
		o.isPDF, o.count = true, sync.OnceValue(func() int { n, _ := pdf.Pages(text); return n })
	}
	return o
}

// paragraphs returns where a plain text's paragraphs lie: lines that are blank
// part them. The ends leave out the last line break.
func paragraphs(text []byte) (all [][2]int64) {
	at, open := int64(0), false
	for line := range bytes.Lines(text) {
		end := at + int64(len(bytes.TrimRight(line, "\r\n")))
		switch {
		case len(bytes.TrimSpace(line)) == 0:
			open = false
		case open:
			all[len(all)-1][1] = end
		default:
			all, open = append(all, [2]int64{at, end}), true
		}
		at += int64(len(line))
	}
	return all
}

// check says what is wrong with a locator, or else what of it cannot be checked.
func (o *original) check(l data.Locator) (open string, err error) {
	in := [2]int64{0, int64(len(o.text))}
	if l.Paragraph > 0 {
		if open, err = o.checkParagraph(l.Paragraph); err != nil {
			return "", err
		}
		if o.isPlain {
			in = o.paragraphs[l.Paragraph-1]
		}
	}
	if l.Page > 0 {
		openPage, err := o.checkPage(l.Page)
		if err != nil {
			return "", err
		}
		open = joined(open, openPage)
	}
	if l.Row > 0 {
		open = joined(open, "rows are not counted")
	}
	if l.Bytes == nil {
		return open, nil
	}
	first, last := l.Bytes[0], l.Bytes[1]
	switch {
	case first < 0 || first >= last || last > int64(len(o.text)):
		return "", fmt.Errorf("bytes %d to %d are not in its %d bytes", first, last, len(o.text))
	case o.isText && (!o.starts(first) || !o.starts(last)):
		return "", fmt.Errorf("bytes %d to %d cut a character in two", first, last)
	case first < in[0] || last > in[1]:
		return "", fmt.Errorf("bytes %d to %d are not in paragraph %d, bytes %d to %d", first, last, l.Paragraph, in[0], in[1])
	}
	return open, nil
}

// checkParagraph counts the paragraphs of a plain text. Of HTML, what is one is for
// whoever counted to say: that it has so many at most is all that can be held
// against it.
func (o *original) checkParagraph(n int) (open string, err error) {
	switch {
	case o.isPlain && n > len(o.paragraphs):
		return "", fmt.Errorf("there is no paragraph %d, only %d", n, len(o.paragraphs))
	case o.isPlain:
		return "", nil
	case o.isHTML:
		if most := o.count(); n > most {
			return "", fmt.Errorf("there is no paragraph %d: its HTML has %d at most, however they are counted", n, most)
		}
		return "paragraphs of HTML are not counted", nil
	}
	return "paragraphs are counted in plain text alone", nil
}

// checkPage counts the pages of a PDF.
func (o *original) checkPage(n int) (open string, err error) {
	if !o.isPDF {
		return "pages are counted in PDF files alone", nil
	}
	switch all := o.count(); {
	case all == 0:
		return "the pages of this PDF cannot be counted", nil
	case n > all:
		return "", fmt.Errorf("there is no page %d, only %d; pages are counted from the first, whatever is printed on them", n, all)
	}
	return "", nil
}

// Whatever may begin a paragraph: a tag that starts or ends a block, a line break,
// an empty line, and all of these, and texts in a list, within scripts that write
// the page.
var blockTag = regexp.MustCompile(`(?i)<[/\\]*(?:p|div|li|br|h[1-6]|td|th|tr|dt|dd|pre|blockquote|section|article|aside|figure|figcaption|caption|header|footer|main|nav|ul|ol|dl|table|form|details|summary|address|hr|title|option|button|label|center|font|span|a|img)\b|u003c|&lt;|\\[nr]|["'\x60]\s*,\s*["'\x60]|\r?\n[ \t]*\r?\n`)

// mostParagraphs is how many paragraphs an HTML page has at most.
func mostParagraphs(text []byte) int { return 1 + len(blockTag.FindAllIndex(text, -1)) }

func joined(a, b string) string {
	if a == "" || b == "" || a == b {
		return a + b
	}
	return a + ", and " + b
}

func (o *original) starts(at int64) bool {
	return at == int64(len(o.text)) || utf8.RuneStart(o.text[at])
}
