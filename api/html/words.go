package html

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"stele/data"
	"stele/data/vocab"
)

// word is the English word for a value of a field.
func word(f data.Field, value any) string {
	switch v := value.(type) {
	case bool:
		return yesNo(v)
	case string:
		if f.Vocabulary != "" {
			return vocab.Label(f.Vocabulary, v, "en")
		}
		if f.Type == data.Date || f.Name == "when" {
			return dateWords(v)
		}
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

var day = regexp.MustCompile(`^(\d{4})(?:-(0[1-9]|1[0-2]))?(?:-(\d\d))?([~?%])?$`)

// dateWords reads the common forms of EDTF; others stay as they are written.
func dateWords(text string) string {
	if from, to, ok := strings.Cut(text, "/"); ok && !strings.HasPrefix(text, "[") {
		switch {
		case to == "..":
			return "from " + dateWords(from) + " on"
		case from == "..":
			return "until " + dateWords(to)
		case from == "" || to == "":
			return text
		}
		return dateWords(from) + " to " + dateWords(to)
	}
	m := day.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	words := m[1]
	if m[2] != "" {
		n, _ := strconv.Atoi(m[2]) // the pattern has digits
		words = time.Month(n).String() + " " + words
	}
	if m[3] != "" {
		words = strings.TrimLeft(m[3], "0") + " " + words
	}
	switch m[4] {
	case "~":
		return "about " + words
	case "?":
		return words + " (uncertain)"
	case "%":
		return "about " + words + " (uncertain)"
	}
	return words
}

// number groups digits by thousands.
func number(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// amount is a figure in words: the source's own word, or its numbers as given.
func amount(f figure) string {
	if f.Word != "" {
		return "“" + f.Word + "”"
	}
	label := func(code string, n int64) string { return vocab.Label("comparator", code, "en") + " " + number(n) }
	switch {
	case f.Comparator == "more_than" && f.Best == nil && f.Low != nil:
		return label("more_than", *f.Low-1)
	case f.Comparator == "fewer_than" && f.Best == nil && f.High != nil:
		return label("fewer_than", *f.High+1)
	}
	var span string
	isOne := f.Low != nil && f.High != nil && *f.Low == *f.High
	switch {
	case isOne:
		span = number(*f.Low)
	case f.Low != nil && f.High != nil:
		span = number(*f.Low) + "–" + number(*f.High)
	case f.Low != nil:
		span = label("at_least", *f.Low)
	case f.High != nil:
		span = label("at_most", *f.High)
	}
	switch {
	case f.Best == nil && span == "":
		return "no number given"
	case f.Best == nil:
		return span
	case span != "" && !isOne:
		return fmt.Sprintf("%s (%s)", approximate(f), span)
	}
	return approximate(f)
}

func approximate(f figure) string {
	if f.Comparator == "" || f.Comparator == "exactly" || f.Comparator == "at_least" {
		return number(*f.Best)
	}
	return vocab.Label("comparator", f.Comparator, "en") + " " + number(*f.Best)
}
