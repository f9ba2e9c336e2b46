package translation_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data/translation"
)

const good = `{"An office":{"az":"Bir idarə","ru":"Ведомство"},"Some accounts":{"hy":"Որոշ աղբյուրներ"}}`

func TestParse_GoesRound(t *testing.T) {
	table, err := translation.Parse([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := table.Compact(); err != nil || text != good {
		t.Errorf("Compact = %s %v, want what was read", text, err)
	}
	want := map[string]map[string]string{
		"az": {"An office": "Bir idarə"}, "ru": {"An office": "Ведомство"}, "hy": {"Some accounts": "Որոշ աղբյուրներ"},
	}
	if d := cmp.Diff(want, table.ByLanguage()); d != "" {
		t.Errorf("ByLanguage (-want +got):\n%s", d)
	}
}

func TestOnly_DropsTheOthers(t *testing.T) {
	table, err := translation.Parse([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	kept := table.Only(func(text string) bool { return text == "Some accounts" })
	if text, err := kept.Compact(); err != nil || text != `{"Some accounts":{"hy":"Որոշ աղբյուրներ"}}` {
		t.Errorf("Only = %s %v", text, err)
	}
	none := table.Only(func(string) bool { return false })
	if text, err := none.Compact(); err != nil || text != "" {
		t.Errorf("Compact of none = %q %v, want nothing", text, err)
	}
}

func TestParse_SaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{good, `["An office"]`, "translations are an object such as"},
		{good, ``, "translations are an object such as"},
		{`"Some accounts"`, `"An office"`, "text 2: it has stood before"},
		{`"An office"`, `" "`, "text 1: it is empty"},
		{`{"hy":"Որոշ աղբյուրներ"}`, `{}`, "text 2: it is empty, or has no translation"},
		{`{"hy":"Որոշ աղբյուրներ"}`, `"x"`, "text 2: json: cannot unmarshal"},
		{`"ru"`, `"in Russian"`, `text 1: "in Russian" is no language tag`},
		{`"ru"`, `""`, `text 1: "" is no language tag`},
		{`Bir idarə`, ` `, "text 1: in az it is empty"},
		{`Bir idarə`, strings.Repeat("ə", 4001), "text 1: in az it has 4001 characters"},
		{`"}}`, `"}`, "not closed"},
		{`"}}`, `"}} {}`, "there is more"},
	} {
		_, err := translation.Parse([]byte(strings.Replace(good, test.from, test.to, 1)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s for %s: %v, want %q", test.to, test.from, err, test.want)
		}
	}
}
