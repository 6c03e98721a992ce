package name

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestScriptOf(t *testing.T) {
	for _, c := range []struct {
		rule, token string
		want        Script
	}{
		{"Latin", "Öyvind", Latin}, {"Ukrainian", "Ґалаґан", Cyrillic}, {"Hangul", "김", Hangul}, {"conjoining jamo", "\u1100\u1161", Hangul},
		{"Greek is another", "Ωμέγα", Other}, {"digits are none", "1234", Other}, {"empty", "", Other},
		{"the majority", "Iван", Cyrillic}, {"equal: Latin first", "aб", Latin},
	} {
		if got := ScriptOf(c.token); got != c.want {
			t.Errorf("%s: %q is %v, want %v", c.rule, c.token, got, c.want)
		}
	}
}

func TestNormal(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"case", "KIM Іван", "kim іван"},
		{"composition", "Йо\u0308 e\u0301", "йӧ é"},
		{"Hangul jamo compose", "\u1100\u1161\u11a8", "각"},
		{"full width", "ＫＩＭ", "kim"},
		{"zero width dropped", "Ki\u200bm\u200d\ufeff", "kim"},
		{"bidirectional controls dropped", "\u202eKim\u202c \u2066Jin\u2069", "kim jin"},
		{"soft hyphen and variation selector dropped", "Ki\u00adm\ufe0f", "kim"},
		{"Latin look-alike in a Cyrillic word", "Cтадник Iван", "стадник іван"},
		{"Cyrillic look-alikes in a Latin word", "Вasyl Ѕerhіi", "basyl serhii"},
		{"words are folded apart", "Kim Ким", "kim ким"},
		{"a word of look-alikes of one script stays", "Сорос", "сорос"},
		{"two scripts with letters of their own stay", "dжf", "dжf"},
		{"apostrophes", "Мар’яна Ch‘oe", "мар'яна ch'oe"},
		{"hyphens", "Jong‑un Su–jin", "jong-un su-jin"},
		{"white space", " a\u00a0b\t\nc ", "a b c"},
		{"invalid UTF-8", "a\xffb", "a\ufffdb"},
		{"final sigma, dotless i, long s", "ς ı ſ", "σ i s"},
		{"nothing", "", ""},
	} {
		if got := Normal(c.in); got != c.want {
			t.Errorf("%s: Normal(%q) = %q, want %q", c.rule, c.in, got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"family and given", "Shevchuk Bohdan", "Shevchuk/part Bohdan/part"},
		{"comma", "SHEVCHUK,Bohdan", "SHEVCHUK/part Bohdan/part"},
		{"patronymic, Ukrainian", "Шевчук Богдан Тарасович", "Шевчук/part Богдан/part Тарасович/patronymic"},
		{"the ending alone makes no patronymic", "Petrovich Ivan", "Petrovich/part Ivan/part"},
		{"patronymic, feminine romanised", "Shevchuk Oksana Tarasivna", "Shevchuk/part Oksana/part Tarasivna/patronymic"},
		{"initials with full stops", "Шевчук Б.Т.", "Шевчук/part Б/initial Т/initial"},
		{"initial of two letters", "Yu. Shevchuk", "Yu/initial Shevchuk/part"},
		{"initial without full stop", "Shevchuk B", "Shevchuk/part B/initial"},
		{"a lone vowel is a family name", "O Min-su", "O/part Min-su/part"},
		{"rank in Ukrainian", "рядовий Шевчук", "рядовий/title or rank Шевчук/part"},
		{"rank with full stop", "Sgt. Shevchuk", "Sgt./title or rank Shevchuk/part"},
		{"rank in Korean", "김민수 상병", "김/part 민수/part 상병/title or rank"},
		{"a rank alone is a name", "Major", "Major/part"},
		{"Korean given name with hyphen", "Kim Min-su", "Kim/part Min-su/part"},
		{"double-barrelled", "Koval-Shevchuk", "Koval/part Shevchuk/part"},
		{"apostrophe inside", "О'Ніл Мар’яна", "О'Ніл/part Мар’яна/part"},
		{"Korean full name", "박철수", "박/part 철수/part"},
		{"Korean full name of two syllables", "한별", "한/part 별/part"},
		{"Korean family name of two syllables", "남궁민수", "남궁/part 민수/part"},
		{"two Hangul words are not divided", "박 철수", "박/part 철수/part"},
		{"a foreigner in Hangul is not divided", "알렉산드르", "알렉산드르/part"},
		{"nothing but marks", "-- . ,", ""},
	} {
		var got []string
		n := Parse(c.in)
		for _, tok := range n.Tokens {
			got = append(got, tok.Written+"/"+tok.Role.String())
			if !strings.HasPrefix(c.in[tok.Start:], tok.Written) {
				t.Errorf("%s: %q is not at byte %d of %q", c.rule, tok.Written, tok.Start, c.in)
			}
			if len(tok.Sounds) == 0 {
				t.Errorf("%s: %q has no sounds", c.rule, tok.Written)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q is %q, want %q", c.rule, c.in, strings.Join(got, " "), c.want)
		}
	}
}

// TestSoundsNear lists spellings of one name that must be near, in bits.
func TestSoundsNear(t *testing.T) {
	for _, c := range []struct {
		rule  string
		most  float64
		names []string
	}{
		{"ye, ie, je", 2.5, []string{"Євген", "Yevhen", "Ievhen", "Jewhen"}},
		{"kh, h, ch", 3, []string{"Михайло", "Mykhailo", "Mihajlo", "Mychajlo"}},
		{"zh, ž, j", 2.5, []string{"Жанна", "Zhanna", "Žanna", "Janna"}},
		{"sh, sch, sz", 2.5, []string{"Шевчук", "Shevchuk", "Schewtschuk", "Szewczuk", "Ševčuk"}},
		{"shch", 2.5, []string{"Щука", "Shchuka", "Schtschuka", "Ščuka", "Szczuka"}},
		{"ts, tz, c", 2.5, []string{"Цимбал", "Tsymbal", "Tzymbal", "Cymbal"}},
		{"Ukrainian g as h", 2.5, []string{"Григорій", "Hryhorii", "Grigoriy", "Hryhorij"}},
		{"Ukrainian and Russian i", 2, []string{"Андрій", "Андрей", "Andrii", "Andrey", "Andrij"}},
		{"soft sign unwritten", 1, []string{"Наталья", "Natalia", "Nataliya", "Natal'ja"}},
		{"Lee", 2.5, []string{"Lee", "Yi", "Rhee", "Ri", "Ли", "Li"}},
		{"Park", 2.5, []string{"박", "Park", "Pak", "Bak", "Пак"}},
		{"Choi", 3.5, []string{"최", "Choi", "Choe", "Ch'oe", "Чхве"}},
		{"Jeong", 2.5, []string{"정", "Jeong", "Jung", "Chong", "Chŏng", "Cheong", "Чон"}},
		{"Roh", 2.5, []string{"노", "Noh", "Roh", "Но", "로"}},
		{"k and g, t and d, p and b", 3, []string{"국동범", "Gukdongbeom", "Kuktongpom", "Куктонбом"}},
		{"eo, u, o", 3, []string{"영성", "Yeongseong", "Youngsung", "Yongsong", "Ёнсон"}},
		{"oo, u", 1, []string{"준수", "Joonsoo", "Junsu", "Chunsu", "Чунсу"}},
		{"Kontsevich aspirates", 1.5, []string{"철태", "Чхольтхэ", "Cheoltae", "Ch'ŏlt'ae"}},
		{"Kontsevich kh", 1.5, []string{"평칸", "Пхёнкхан", "Pyongkan"}},
		{"final consonants", 2.5, []string{"필립", "Pillip", "Pilip", "Пхиллип"}},
		{"Kim", 1, []string{"김", "Kim", "Gim", "Ким"}},
	} {
		for _, x := range c.names {
			for _, y := range c.names {
				if d := nearest(x, y); d > c.most {
					t.Errorf("%s: %s and %s are %.1f bits apart: %v %v", c.rule, x, y, d, Sounds(Normal(x)), Sounds(Normal(y)))
				}
			}
		}
	}
}

func nearest(x, y string) float64 {
	best := Far
	for _, a := range readings(x) {
		for _, b := range readings(y) {
			best = min(best, Distance(a, b))
		}
	}
	return best
}

// readings as in a full name: a Hangul family name has one more.
func readings(s string) []Skeleton {
	n := Normal(s)
	if ScriptOf(n) == Hangul && len(n) == 3 {
		return familyReadings(n)
	}
	return Sounds(letters(n))
}

func TestSoundsApart(t *testing.T) {
	for _, c := range [][2]string{{"Ким", "Пак"}, {"Shevchuk", "Bondar"}, {"철수", "영희"}, {"Ivan", "Petro"}, {"민수", "Minho"}} {
		if d := nearest(c[0], c[1]); d < 4 {
			t.Errorf("%s and %s are only %.1f bits apart", c[0], c[1], d)
		}
	}
}

func TestCompareByRule(t *testing.T) {
	for _, c := range []struct {
		rule, a, b string
		want       []Kind // in any order
	}{
		{"same", "Koval Taras", "Koval Taras", []Kind{SameSpelling, SameSpelling}},
		{"order", "Koval Taras", "Taras Koval", []Kind{SameSpelling, SameSpelling}},
		{"another script", "Коваль Тарас", "Koval Taras", []Kind{SameSound, SameSound}},
		{"patronymic missing", "Коваль Тарас Іванович", "Коваль Тарас", []Kind{SameSpelling, SameSpelling, Missing}},
		{"patronymic differs", "Коваль Тарас Іванович", "Коваль Тарас Богданович", []Kind{SameSpelling, SameSpelling, PatronymicDiffers}},
		{"initial agrees", "Koval T.", "Koval Taras", []Kind{SameSpelling, InitialAgrees}},
		{"initial across scripts", "Коваль Є.", "Koval Yevhen", []Kind{SameSound, InitialAgrees}},
		{"initial differs", "Koval M.", "Koval Taras", []Kind{SameSpelling, InitialDiffers}},
		{"title set aside", "Sgt. Koval", "Koval", []Kind{SameSpelling}},
		{"a part more", "Koval Taras", "Koval", []Kind{SameSpelling, OneSided}},
		{"given name differs", "Koval Taras", "Koval Bohdan", []Kind{SameSpelling, Differs}},
		{"joined tokens", "Park Chul Soo", "박철수", []Kind{LearnedSpelling, LearnedSpelling, JoinedTokens, Reading}},
		{"joined tokens, family last", "Chul Soo Park", "박철수", []Kind{LearnedSpelling, LearnedSpelling, JoinedTokens, Reading}},
		{"nothing to compare", "", "Koval", nil},
	} {
		got := Compare(c.a, c.b)
		var kinds []Kind
		for _, a := range got.Addends {
			kinds = append(kinds, a.Kind)
		}
		slices.Sort(kinds)
		want := slices.Clone(c.want)
		slices.Sort(want)
		if !slices.Equal(kinds, want) {
			t.Errorf("%s: %q and %q: %+v", c.rule, c.a, c.b, got.Addends)
		}
	}
	same, other := Compare("박철수", "Pak Chol-su"), Compare("박철수", "Pak Yong-ho")
	if same.Bits < 8 || other.Bits > 2 {
		t.Errorf("one name %.1f bits, another %.1f", same.Bits, other.Bits)
	}
}

// someName draws names as lists have them: words of one script each, with marks.
func someName() *rapid.Generator[string] {
	word := rapid.OneOf(
		rapid.StringMatching(`[A-Z][a-zŏŭčšžé]{0,9}(-[a-z]{1,5})?\.?`),
		rapid.StringMatching(`[А-ЯЄІЇҐ][а-яєіїґ]{0,9}`),
		rapid.StringMatching(`[가-힣]{1,4}`),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 0, 4).Draw(t, "words"), " ")
	})
}

func TestLearnedSpellingsInside(t *testing.T) {
	c := Compare("Гнатенко", "Hnatenko")
	if len(c.Addends) != 1 || c.Addends[0].Kind != LearnedSpelling || c.Bits < 3 {
		t.Fatalf("%+v", c)
	}
	left, right := "", ""
	for _, e := range c.Addends[0].Edits() {
		left, right = left+e.Left, right+e.Right
	}
	if left != "гнатенко" || right != "hnatenko" {
		t.Errorf("the alignment spells %s and %s", left, right)
	}
	// A slip of the pen is no spelling anybody learned: the rules judge it.
	if slip := Compare("Щербатюк", "Shcherbtiuk"); slip.Bits < 0 {
		t.Errorf("%+v", slip)
	}
}

func TestFormsOfAName(t *testing.T) {
	same := Compare("Шевчук Олександр", "Шевчук Олександр").Bits
	for _, c := range []struct {
		rule, a, b string
		want       Kind
	}{
		{"Ukrainian and Russian", "Микола", "Николай", LanguageForm},
		{"in Latin letters", "Mykola", "Николай", LanguageForm},
		{"both in Latin letters", "Mykyta", "Nikita", LanguageForm},
		{"by the standard, with г as h", "Сергій", "Serhii", LanguageForm},
		{"a short form", "Саша", "Олександр", Diminutive},
		{"of the other language's name", "Коля", "Микола", Diminutive},
		{"in Latin letters", "Zhenya", "Евгений", Diminutive},
		{"of a woman's name too", "Женя", "Євгенія", Diminutive},
		{"two short forms", "Вова", "Володя", Diminutive},
		{"English", "Bill", "William", Diminutive},
		{"in Latin letters, by another romanisation", "Сергій", "Sergei", LanguageForm},
	} {
		got := Compare("Шевчук "+c.a, "Шевчук "+c.b)
		kinds := map[Kind]bool{}
		for _, a := range got.Addends {
			kinds[a.Kind] = true
		}
		if !kinds[c.want] || got.Bits <= Compare("Шевчук", "Шевчук").Bits || got.Bits >= same+1 {
			t.Errorf("%s: %s ~ %s: %+v", c.rule, c.a, c.b, got)
		}
	}
	whole, short := Compare("Николай", "Микола").Bits, Compare("Коля", "Микола").Bits
	if short >= whole {
		t.Errorf("a short form is worth %v, the name itself %v", short, whole)
	}
	if c := Compare("Саша", "Микола"); c.Bits > 0 {
		t.Errorf("a short form of another name: %+v", c)
	}
}

func TestKoreanNamesInCyrillic(t *testing.T) {
	for _, c := range []struct{ hangul, cyrillic string }{
		{"홍길동", "Хон Кильтон"}, {"박정수", "Пак Чонсу"}, {"박정수", "Чонсу Пак"}, {"강문평", "Кан Мунпхён"}, {"임경철", "Им Кёнчхоль"},
	} {
		same := Compare(c.hangul, c.cyrillic)
		for _, a := range same.Addends {
			if a.Kind != SameSound {
				t.Errorf("%s ~ %s: %+v", c.hangul, c.cyrillic, a)
			}
		}
		if other := Compare(c.hangul, "Чо Мирян"); other.Bits > same.Bits-8 {
			t.Errorf("%s: %v as %s, %v as another name", c.hangul, same.Bits, c.cyrillic, other.Bits)
		}
	}
}

func TestCompareIsSymmetric(t *testing.T) {
	any := rapid.OneOf(someName(), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		a, b := any.Draw(t, "a"), any.Draw(t, "b")
		x, y := Compare(a, b), Compare(b, a)
		if x.Bits != y.Bits || len(x.Addends) != len(y.Addends) {
			t.Fatalf("%v one way, %v the other", x, y)
		}
		for i := range x.Addends {
			if x.Addends[i].Left != y.Addends[i].Right || x.Addends[i].RightToken != y.Addends[i].LeftToken {
				t.Fatalf("%+v one way, %+v the other", x.Addends[i], y.Addends[i])
			}
		}
	})
}

func TestCompareAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Compare(someName().Draw(t, "a"), someName().Draw(t, "b"))
		sum := 0.0
		for _, a := range c.Addends {
			sum += a.Bits
			cost := 0.0
			for _, e := range a.Edits() {
				cost += e.Bits
			}
			if a.Kind == SimilarSound && math.Abs(max(a.Rarity-cost, differs)-a.Bits) > 1e-9 {
				t.Fatalf("%+v: edits cost %v", a, cost)
			}
		}
		if math.Abs(sum-c.Bits) > 1e-9 {
			t.Fatalf("%v, addends sum to %v", c.Bits, sum)
		}
	})
}

func TestCompareIgnoresOrderCaseAndNormalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someName().Draw(t, "a"), someName().Draw(t, "b")
		want := Compare(a, b).Bits
		turned := b
		if words := strings.Fields(b); len(words) > 1 {
			k := rapid.IntRange(0, len(words)-1).Draw(t, "turn")
			turned = strings.Join(append(slices.Clone(words[k:]), words[:k]...), " ")
		}
		for rule, other := range map[string]string{
			"family name moved to the end": turned,
			"upper case":                   strings.ToUpper(b),
			"lower case":                   strings.ToLower(b),
			"NFD":                          norm.NFD.String(b),
			"NFC":                          norm.NFC.String(b),
			"invisible characters":         "\u202a" + strings.ReplaceAll(b, "a", "a\u200b") + "\u202c",
			"wide spaces":                  strings.ReplaceAll(b, " ", "\u3000 "),
		} {
			if got := Compare(a, other).Bits; math.Abs(got-want) > 1e-9 {
				t.Fatalf("%s: %q against %q is %v, against %q %v", rule, a, b, want, other, got)
			}
		}
	})
}

func TestNormalIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := Normal(s)
		if twice := Normal(once); twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
	})
}

func TestDistanceAgreesWithItsAlignment(t *testing.T) {
	skeleton := rapid.Map(rapid.StringMatching(`[`+sounds+`]{1,40}`), func(s string) Skeleton { return Skeleton(s) })
	rapid.Check(t, func(t *rapid.T) {
		a, b := skeleton.Draw(t, "a"), skeleton.Draw(t, "b")
		d := Distance(a, b)
		if d != Distance(b, a) || Distance(a, a) != 0 {
			t.Fatal("not symmetric, or not 0 to itself")
		}
		sum, left, right := 0.0, "", ""
		for _, e := range Align(a, b) {
			sum += e.Bits
			left, right = left+e.Left, right+e.Right
		}
		if d < Far && math.Abs(sum-d) > 1e-9 {
			t.Fatalf("distance %v, edits cost %v", d, sum)
		}
		if left != string(a[:min(len(a), MaxSounds)]) || right != string(b[:min(len(b), MaxSounds)]) {
			t.Fatalf("the alignment spells %q and %q", left, right)
		}
		if limit := d + 0.1; DistanceWithin(a, b, limit) != d {
			t.Fatal("the bound changes a distance within it")
		}
	})
}

// adversarial are inputs meant to cost time or to break something.
func adversarial() map[string]string {
	return map[string]string{
		"10 kB of one letter":        strings.Repeat("a", 10_000),
		"10 kB of words":             strings.Repeat("Kim ", 2_500),
		"10 kB of initials":          strings.Repeat("J.", 5_000),
		"10 kB of hyphens":           strings.Repeat("a-", 5_000),
		"10 kB of Hangul":            strings.Repeat("김", 3_333),
		"combining marks":            "K" + strings.Repeat("\u0301", 5_000) + "im",
		"bidirectional controls":     strings.Repeat("\u202e\u2066", 2_000) + "Kim",
		"zero width only":            strings.Repeat("\u200b", 3_000),
		"mixed look-alikes":          strings.Repeat("aаoо", 1_600),
		"invalid UTF-8":              strings.Repeat("\xff\xfe", 5_000),
		"words equal in all but one": strings.Repeat("min su ", 1_400),
		"conjoining jamo":            strings.Repeat("\u1100\u1161\u11a8", 1_100),
		"ligatures that expand":      strings.Repeat("\ufdfa", 3_000),
	}
}

func TestAdversarialNamesTakeBoundedTime(t *testing.T) {
	inputs := adversarial()
	parsed := map[string]Name{}
	for rule, s := range inputs {
		at := time.Now()
		parsed[rule] = Parse(s)
		if took := time.Since(at); took > 200*time.Millisecond {
			t.Errorf("%s: parsed in %v", rule, took)
		}
	}
	for x, a := range parsed {
		for y, b := range parsed {
			at := time.Now()
			Match(a, b, Skeleton.Info)
			if took := time.Since(at); took > 200*time.Millisecond {
				t.Errorf("%s against %s: compared in %v", x, y, took)
			}
		}
	}
}

func FuzzCompare(f *testing.F) {
	for _, s := range adversarial() {
		f.Add(s[:min(len(s), 200)], "김정수 Kim Jong-su Чон")
	}
	f.Add("Iван Б.Т.", "Ivan 'jj-j.")
	f.Add("?", "??")
	f.Fuzz(func(t *testing.T, a, b string) {
		c := Compare(a, b)
		if math.IsNaN(c.Bits) || c.Bits != Compare(b, a).Bits {
			t.Fatalf("%v bits, the other way %v", c.Bits, Compare(b, a).Bits)
		}
		for _, d := range c.Addends {
			d.Edits()
		}
		for _, n := range []Name{Parse(a), Parse(b)} {
			for _, tok := range n.Tokens {
				if tok.Start < 0 || tok.Start > len(n.Written) || !utf8.ValidString(tok.Normal) {
					t.Fatalf("token %+v", tok)
				}
				for _, s := range tok.Sounds {
					if len(s) == 0 || s.Key() == "" {
						t.Fatalf("token %+v has an empty skeleton or key", tok)
					}
				}
			}
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	x, y := Parse("박철수"), Parse("Park Chul-soo")
	for b.Loop() {
		Match(x, y, Skeleton.Info)
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		Parse("Shcherbatskyi Yevhen Petrovych")
	}
}
