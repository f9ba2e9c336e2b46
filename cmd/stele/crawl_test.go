package main

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostAnswers bounds a crawl; the demo has some hundreds of addresses.
const mostAnswers = 3000

var linked = regexp.MustCompile(`(?:"href":|"url":|href=|src=)\s*"([^"]+)"`)

// listed are the IDs in lists, whose members are addresses below.
var listed = regexp.MustCompile(`"id":"([a-z2-7]{16})"`)

// crawl asks for all that a server links to from its landing page, its page and
// its lists, and for the members of these, and returns the answers by address.
func crawl(t *testing.T, base string) map[string]string {
	t.Helper()
	answers := map[string]string{}
	queue := []string{base + "/?f=json", base + "/?f=html", base + "/api", base + "/agents", base + "/sources", base + "/claims", base + "/figures", base + "/changes"}
	for _, c := range collectionIDs() {
		queue = append(queue, base+"/collections/"+c+"/items", base+"/collections/"+c+"/export.geojson")
	}
	for len(queue) > 0 && len(answers) < mostAnswers {
		url := queue[0]
		queue = queue[1:]
		if _, done := answers[url]; done {
			continue
		}
		answers[url] = fetch(t, url)
		for _, m := range linked.FindAllStringSubmatch(answers[url], -1) {
			next, _, _ := strings.Cut(strings.ReplaceAll(m[1], `&amp;`, "&"), "#")
			if strings.HasPrefix(next, "/") {
				next = base + next
			}
			if strings.HasPrefix(next, base+"/") && !strings.Contains(next, "{") {
				queue = append(queue, next)
			}
		}
		list, _, _ := strings.Cut(url, "?")
		switch path := strings.TrimPrefix(list, base); {
		case strings.HasSuffix(path, "/items"):
			for _, m := range listed.FindAllStringSubmatch(answers[url], -1) {
				at := list + "/" + m[1]
				queue = append(queue, at, at+"/claims", at+"/history")
			}
		case slices.Contains([]string{"/sources", "/agents", "/claims", "/figures"}, path):
			for _, m := range listed.FindAllStringSubmatch(answers[url], -1) {
				queue = append(queue, list+"/"+m[1])
			}
		}
	}
	return answers
}

// fetch returns the header and body of an answer, whatever its status.
func fetch(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatalf("GET %s: %v", url, err)
	}
	var text strings.Builder
	if err := r.Header.Write(&text); err != nil {
		t.Fatal(err)
	}
	return text.String() + "\n" + string(body)
}
