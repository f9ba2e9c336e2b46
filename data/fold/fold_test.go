package fold_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"stele/data/demo"
	"stele/data/fold"
)

// vectors are shared with the front end.
func vectors(t testing.TB) []struct{ Input, Fold, Skeleton string } {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v []struct{ Input, Fold, Skeleton string }
	if err := json.Unmarshal(text, &v); err != nil || len(v) < 100 {
		t.Fatalf("%d vectors: %v", len(v), err)
	}
	return v
}

func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		if got := fold.Fold(v.Input); got != v.Fold {
			t.Errorf("Fold(%q) = %q, want %q", v.Input, got, v.Fold)
		}
		if got := fold.Skeleton(v.Input); got != v.Skeleton {
			t.Errorf("Skeleton(%q) = %q, want %q", v.Input, got, v.Skeleton)
		}
	}
}

// places are the spellings of one place each; those of two places must differ.
var places = [][]string{
	{"Bashlibel", "BAŞLIBEL", "başlibel", "Başlıbel", "Башлыбель", "Baslibel"},
	{"Kelbajar", "kelbecer", "Kalbajar", "Kəlbəcər", "Кельбаджар", "Kelbadjar", "Kelbadzhar", "Кәлбәҹәр"},
	{"Քարվաճառ", "Karvachar", "Karvatchar", "Qarvaçar", "Карвачар"},
	{"Agdam", "Aghdam", "Ağdam", "Агдам", "Աղդամ"},
	{"Fizuli", "Fuzuli", "Füzuli", "Физули", "Ֆիզուլի"},
	{"Jebrail", "Jabrayil", "Cəbrayıl", "Джебраил", "Ջաբրաիլ", "Djebraïl", "Ҹәбрајыл"},
	{"Zangelan", "Zangilan", "Zəngilan", "Зангелан"},
	{"Kubatly", "Gubadli", "Qubadlı", "Губадлы"},
	{"Lachin", "Laçın", "Лачин", "Lacin"},
	{"Բերձոր", "Berdzor", "Бердзор"},
	{"Khojali", "Xocalı", "Ходжалы", "Khodzhaly"},
	{"Stepanakert", "Ստեփանակերտ", "Степанакерт"},
	{"Khankendi", "Xankəndi", "Ханкенди", "Hankendi"},
	{"Shusha", "Şuşa", "Шуша", "Շուշի", "Susa"},
	{"Goygol", "Göygöl", "Гёйгёль", "Geygel"},
	{"Aghjabadi", "Ağcabədi", "Агджабеди", "Agcabedi"},
	{"Yerevan", "Երևան", "ԵՐԵՎԱՆ", "Ереван", "Erivan"},
	{"Gegharkunik", "Գեղարքունիք"},
	{"Vayots Dzor", "Վայոց Ձոր", "Vayots-Dzor"},
	{"Alexandropol", "Александрополь"},
	{"Nicosia", "Никосия"},
}

func TestKeys_SpellingsOfAPlaceAgreeAndPlacesDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, spellings := range places {
		for _, a := range spellings {
			for _, b := range spellings {
				if !agree(fold.Keys(a), fold.Keys(b)) {
					t.Errorf("%s has keys %q, %s has %q", a, fold.Keys(a), b, fold.Keys(b))
				}
			}
			for _, key := range fold.Keys(a) {
				if place, taken := seen[key]; taken && place != spellings[0] {
					t.Errorf("%s and %s share the key %q", place, a, key)
				}
				seen[key] = spellings[0]
			}
		}
	}
}

func agree(a, b []string) bool {
	return slices.ContainsFunc(a, func(key string) bool { return slices.Contains(b, key) })
}

// Villages and districts may bear the same name; within a collection only equal
// folds may share a skeleton.
func TestSkeleton_DemoPlacesDoNotCollide(t *testing.T) {
	bundle, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	type name struct{ key, fold string }
	seen := map[string][]name{} // by collection and skeleton
	count := 0
	for _, r := range bundle.Records {
		for _, n := range r.Names {
			this := name{r.Key, fold.Fold(n.Text)}
			at := r.Collection + " " + fold.Skeleton(n.Text)
			for _, other := range seen[at] {
				if other.key != this.key && other.fold != this.fold {
					t.Errorf("%s: %s of %s and %s of %s share a skeleton", at, this.fold, this.key, other.fold, other.key)
				}
			}
			seen[at] = append(seen[at], this)
			count++
		}
	}
	if count < 200 {
		t.Fatalf("the demo has %d names", count)
	}
}

func TestKeys_OtherReadings(t *testing.T) {
	for _, row := range []struct {
		name string
		want []string
	}{
		{"Alexandropol", []string{"alahandrapal", "alagsandrapal"}},
		{"Nicosia", []string{"nacasaa", "nagasaa"}},
		{"Lachin", []string{"lacan"}},      // ch is no c
		{"Kəlbəcər", []string{"galbacar"}}, // its ə says how c is read
		{"Башлыбель", []string{"baslabal"}},
		{"", []string{""}},
	} {
		if got := fold.Keys(row.name); !slices.Equal(got, row.want) {
			t.Errorf("Keys(%q) = %q, want %q", row.name, got, row.want)
		}
	}
}

// check holds for every text.
func check(t *testing.T, s string) {
	folded := fold.Fold(s)
	if again := fold.Fold(folded); again != folded {
		t.Fatalf("Fold(%q) = %q, and of that %q", s, folded, again)
	}
	if a, b := fold.Skeleton(folded), fold.Skeleton(s); a != b {
		t.Fatalf("Skeleton of Fold(%q) is %q, of the text itself %q", s, a, b)
	}
	if keys := fold.Keys(s); keys[0] != fold.Skeleton(s) || len(keys) > 2 {
		t.Fatalf("Keys(%q) = %q, want Skeleton %q first, two at most", s, keys, fold.Skeleton(s))
	}
	if strings.TrimSpace(folded) != folded || strings.Contains(folded, "  ") {
		t.Fatalf("Fold(%q) = %q has stray spaces", s, folded)
	}
	if utf8.ValidString(s) && !utf8.ValidString(folded) {
		t.Fatalf("Fold(%q) = %q is not UTF-8", s, folded)
	}
}

func TestFold_EveryLetter(t *testing.T) {
	for r := rune(0); r < 0x20000; r++ {
		if utf8.ValidRune(r) {
			check(t, string(r))
		}
	}
}

func TestFold_Properties(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	letters := []rune("abcdeghijkoqstuwxyz cchhdztsj'-əıİIşçğöüžșßЖждзьйёюҹғէեևուոճծձւ\u0301\u0327\u0307\u00ad１٣۴(.")
	for range 50_000 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteRune(letters[random.IntN(len(letters))])
		}
		check(t, b.String())
	}
}

func FuzzFold(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.Input)
	}
	f.Add("s\u0327c\u0327h tsch ch'h\xff")
	f.Fuzz(check)
}

func BenchmarkKeys(b *testing.B) {
	all := vectors(b)
	n := 0
	for b.Loop() {
		fold.Keys(all[n%len(all)].Input)
		n++
	}
}
