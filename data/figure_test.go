package data_test

import (
	"strings"
	"testing"

	"stele/data"
)

func TestP7_WordsAreNotNumbers(t *testing.T) {
	n := func(v int64) *int64 { return &v }
	tests := []struct {
		figure data.Figure
		want   string // "" is good
	}{
		{data.Figure{Word: "dozens"}, ""},
		{data.Figure{Best: n(12), Comparator: "exactly"}, ""},
		{data.Figure{Low: n(27), High: n(29)}, ""},
		{data.Figure{Low: n(1), Best: n(1), High: n(1)}, ""},
		{data.Figure{Best: n(0)}, ""},
		{data.Figure{}, "no number and no word"},
		{data.Figure{Word: "dozens", Low: n(24)}, `the word "dozens" stands beside a number`},
		{data.Figure{Word: "27"}, "is the number 27"},
		{data.Figure{Low: n(30), High: n(29)}, "low is 30 and high is 29"},
		{data.Figure{Low: n(10), Best: n(9), High: n(29)}, "low is 10 and best is 9"},
		{data.Figure{Best: n(30), High: n(29)}, "best is 30 and high is 29"},
		{data.Figure{Best: n(-1)}, "best is -1"},
	}
	for _, test := range tests {
		err := test.figure.Check()
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("Check of %+v = %v, want %q", test.figure, err, test.want)
		}
	}
}
