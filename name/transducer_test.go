package name

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// invented are pairs of invented names, enough to learn a few letters from.
func invented() []Pair {
	var out []Pair
	for _, f := range []struct{ cyrillic, latin string }{{"Ко", "Ko"}, {"Ша", "Sha"}, {"Же", "Zhe"}, {"Ми", "Mi"}, {"Лу", "Lu"}, {"Ро", "Ro"}} {
		for _, m := range []struct{ cyrillic, latin string }{{"ва", "va"}, {"рю", "riu"}, {"ни", "ni"}, {"ща", "shcha"}, {"щу", "shchu"}, {"мощ", "moshch"}, {"ло", "lo"}} {
			for _, l := range []struct{ cyrillic, latin string }{{"нко", "nko"}, {"к", "k"}, {"шин", "shyn"}, {"в", "v"}} {
				out = append(out, Pair{f.cyrillic + m.cyrillic + l.cyrillic, f.latin + m.latin + l.latin})
			}
		}
	}
	return out
}

func TestTrainingIsReproducible(t *testing.T) {
	pairs := invented()
	one, err := Train(pairs, nil).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(pairs)
	two, err := Train(append(pairs, pairs[:20]...), nil).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, two) {
		t.Error("the same examples in another order, some twice, gave another table")
	}
	opened, err := OpenTransducer(one)
	if err != nil {
		t.Fatal(err)
	}
	again, err := opened.MarshalBinary()
	if err != nil || !bytes.Equal(one, again) {
		t.Errorf("a table opened and written again is another (%v)", err)
	}
}

func TestTrainingLearnsChunks(t *testing.T) {
	tr := Train(invented(), nil)
	steps := tr.Spelling(Hear(Parse("Роща")), Hear(Parse("Roshcha")))
	var got []string
	for _, s := range steps {
		got = append(got, s.Left+"="+s.Right)
	}
	if want := "р=r о=o щ=shch а=a"; strings.Join(got, " ") != want {
		t.Errorf("spelling %v, want %s", got, want)
	}
	// A name no part of which was seen together still tells its spelling from another's.
	a, _ := tr.Bits(Hear(Parse("Лушащак")), Hear(Parse("Lushashchak")))
	b, _ := tr.Bits(Hear(Parse("Лушащак")), Hear(Parse("Koriunko")))
	if a < 10 || b > 0 {
		t.Errorf("bits %.1f for the spelling, %.1f for another name", a, b)
	}
}

func TestBitsAreSymmetricAndIgnoreOrderAndCase(t *testing.T) {
	tr := Learned()
	names := []string{"박정수", "Park Jung-soo", "Олена Щербак", "Olena Shcherbak", "Елена Щербак", "홍길동", "Hong Gil-dong", "정", "R", "Ґ"}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(names).Draw(t, "a"), rapid.SampledFrom(names).Draw(t, "b")
		x, okX := tr.Bits(Hear(Parse(a)), Hear(Parse(b)))
		y, okY := tr.Bits(Hear(Parse(b)), Hear(Parse(a)))
		if okX != okY || x != y {
			t.Fatalf("%q ~ %q: %v, turned round %v", a, b, x, y)
		}
		z, _ := tr.Bits(Hear(Parse(strings.ToUpper(a))), Hear(Parse(b)))
		if math.Abs(x-z) > 1e-9 {
			t.Fatalf("%q in capitals: %v, not %v", a, z, x)
		}
	})
	x, _ := tr.Bits(Hear(Parse("박정수")), Hear(Parse("Park Jung-soo")))
	y, _ := tr.Bits(Hear(Parse("박정수")), Hear(Parse("Jung-soo Park")))
	if math.Abs(x-y) > 1e-9 {
		t.Errorf("order counts: %v, %v", x, y)
	}
}

func TestSpellingCoversBothNames(t *testing.T) {
	steps := Learned().Spelling(Hear(Parse("홍길동")), Hear(Parse("Gil-dong Hong")))
	left, right := "", ""
	for _, s := range steps {
		left, right = left+s.Left, right+s.Right
	}
	if left != "ㅎㅗㅇㄱㅣㄹㄷㅗㅇ" || right != "hong-gil-dong" {
		t.Errorf("steps cover %q and %q", left, right)
	}
}

// TestRankingGivesUpHardlyAnyName ranks with and without giving up beginnings.
func TestRankingGivesUpHardlyAnyName(t *testing.T) {
	if testing.Short() {
		t.Skip("ranks names against thousands")
	}
	pairs := shuffled(pairsFile(t, "hangul-latin.tsv"), 3)[:2000]
	var pool []string
	for _, p := range pairs {
		pool = append(pool, p[1])
	}
	ranker := Learned().NewRanker(pool)
	asked, kept := 0, 0
	for i, p := range pairs {
		if i >= 700 || !NativeKorean(Pair{p[0], p[1]}) {
			continue
		}
		all := ranker.RankAll(p[0], 1)
		if len(all) == 0 || all[0].Bits < 5 {
			continue
		}
		asked++
		if found := ranker.Rank(p[0], 1); len(found) > 0 && found[0] == all[0] {
			kept++
		}
	}
	if asked < 40 || float64(kept) < 0.99*float64(asked) {
		t.Errorf("%d of %d best names kept", kept, asked)
	}
}

func TestAnAdoptedGivenNameStandsBehindASpelledOne(t *testing.T) {
	bits := func(a, b string) float64 {
		v, ok := Learned().Bits(Hear(Parse(a)), Hear(Parse(b)))
		if !ok {
			t.Fatalf("%s ~ %s cannot be compared", a, b)
		}
		return v
	}
	spelled, adopted, other, family := bits("정수길", "Jung Soo-gil"), bits("정수길", "Eric Jung"), bits("정수길", "Jung Mi-ran"), bits("정수길", "Eric Nilsson")
	if spelled < adopted+5 || adopted < -4 || other > adopted-10 || family > adopted-10 {
		t.Errorf("spelled %.1f, adopted %.1f, another given name %.1f, another family name %.1f", spelled, adopted, other, family)
	}
}

func TestATokenMoreCosts(t *testing.T) {
	a, _ := Learned().Bits(Hear(Parse("정수길")), Hear(Parse("Jung Soo-gil")))
	b, _ := Learned().Bits(Hear(Parse("정수길")), Hear(Parse("Peter Jung Soo-gil")))
	if b > a-3 || b < a-10 {
		t.Errorf("%.1f with a token more, %.1f without", b, a)
	}
}

func TestHeldIsByTheNormalFormAlone(t *testing.T) {
	n := 0
	for _, p := range invented() {
		if Held(p.Left, 1, 0.2) != Held(strings.ToUpper(p.Left), 1, 0.2) {
			t.Errorf("%s: case decides", p.Left)
		}
		if Held(p.Left, 1, 0.2) {
			n++
		}
		if Held(p.Left, 1, 0) || !Held(p.Left, 1, 1) {
			t.Errorf("%s: a share of none or all", p.Left)
		}
	}
	if n < 15 || n > 60 {
		t.Errorf("%d of 168 held out, want about 34", n)
	}
}

func TestNativeKorean(t *testing.T) {
	for _, c := range []struct {
		left, right string
		want        bool
	}{
		{"홍길동", "Hong Gil-dong", true},
		{"홍길동", "Gildong Hong", true},
		{"홍길동", "Gil", false},
		{"홍길동", "Maximilian Hong", false},
		{"가가 겐이치", "Kenichi Kaga", false},
		{"홍길동", "Bruce Wayne", false},
	} {
		if got := NativeKorean(Pair{c.left, c.right}); got != c.want {
			t.Errorf("%s, %s: %v", c.left, c.right, got)
		}
	}
}

func TestFullKoreanGoesByFormAlone(t *testing.T) {
	for _, c := range []struct {
		left, right string
		want        bool
	}{
		{"홍길동", "Hong Gil-dong", true}, {"홍길동", "Bruce Wayne", true}, {"홍길동", "Hong", false}, {"홍길", "Hong Gil", false},
		{"냐길동", "Hong Gil-dong", false}, {"홍길동", "a b c d", false}, {"abc", "Hong Gil-dong", false},
	} {
		if got := FullKorean(Pair{c.left, c.right}); got != c.want {
			t.Errorf("%s, %s: %v", c.left, c.right, got)
		}
	}
}

func TestAdversarialNamesAreHeardInBoundedTime(t *testing.T) {
	tr := Learned()
	start := time.Now()
	for _, a := range adversarial() {
		for _, b := range []string{"홍길동", "Shcherbak Olena", "Олена Щербак"} {
			bits, _ := tr.Bits(Hear(Parse(a)), Hear(Parse(b)))
			if math.IsNaN(bits) || math.IsInf(bits, 0) {
				t.Errorf("%.20q ~ %s: %v", a, b, bits)
			}
			tr.Spelling(Hear(Parse(a)), Hear(Parse(b)))
		}
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestAdversarialNamesAreRankedInBoundedTime(t *testing.T) {
	var pool []string
	for _, s := range adversarial() {
		pool = append(pool, s, s+" Jung Soo-gil")
	}
	for i := range few { // more than are weighed without giving anything up
		pool = append(pool, "Jung "+strings.Repeat("a", i%40))
	}
	ranker := Learned().NewRanker(pool)
	start := time.Now()
	for rule, asked := range adversarial() {
		for _, a := range []string{asked, "정수길 " + asked, asked + "정수길"} {
			for _, f := range ranker.Rank(a, 10) {
				if math.IsNaN(f.Bits) || f.Number < 0 || f.Number >= len(pool) {
					t.Errorf("%s: %+v", rule, f)
				}
			}
		}
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("took %v", d)
	}
}

// TestLearnedRecall ranks pairs that training held out, with the table in the program, and holds the floor.
func TestLearnedRecall(t *testing.T) {
	if testing.Short() {
		t.Skip("ranks names against thousands")
	}
	for _, c := range []struct {
		what, file string
		of         func(Pair) bool
		pool       int
		at1, at10  float64
	}{
		{"native Korean full names, Hangul to Latin", "hangul-latin.tsv", NativeKorean, 40_000, 0.945, 0.965},
		{"Russian words, Cyrillic to Latin", "cyrillic-latin-words.tsv", func(Pair) bool { return true }, 5000, 0.97, 0.98},
		{"Ukrainian to Russian where they differ", "ukrainian-russian.tsv", func(p Pair) bool { return Normal(p.Left) != Normal(p.Right) }, 40_000, 0.985, 0.99},
	} {
		t.Run(c.what, func(t *testing.T) {
			right := map[string]map[string]bool{}
			var queries, pool []string
			seen := map[string]bool{}
			for turn := range 2 { // answers first
				for _, p := range shuffled(pairsFile(t, c.file), 7) {
					wanted := Held(p[0], 1, 0.2) && c.of(Pair{p[0], p[1]})
					if wanted != (turn == 0) || len(pool) >= c.pool {
						continue
					}
					key := Normal(p[1])
					if wanted {
						if right[p[0]] == nil {
							right[p[0]] = map[string]bool{}
							queries = append(queries, p[0])
						}
						right[p[0]][key] = true
					}
					if !seen[key] {
						seen[key] = true
						pool = append(pool, p[1])
					}
				}
			}
			ranker := Learned().NewRanker(pool)
			queries = queries[:min(len(queries), 400)]
			first, ten := 0, 0
			for _, q := range queries {
				found := ranker.Rank(q, 11)
				for i, f := range found {
					if right[q][Normal(pool[f.Number])] {
						if i == 0 && (len(found) < 2 || found[1].Bits < f.Bits || right[q][Normal(pool[found[1].Number])]) {
							first++
						}
						if i < 10 {
							ten++
						}
						break
					}
				}
			}
			at1, at10 := float64(first)/float64(len(queries)), float64(ten)/float64(len(queries))
			t.Logf("recall@1 %.3f, recall@10 %.3f (pool %d, %d queries)", at1, at10, len(pool), len(queries))
			if at1 < c.at1 || at10 < c.at10 {
				t.Errorf("below the floor of %.3f and %.3f", c.at1, c.at10)
			}
		})
	}
}

func TestRankerTakesScriptsNothingWasLearnedFor(t *testing.T) {
	pool := []string{"Хон Кильдон", "Олена Щербак", "Hong Gil-dong", "Gil Dongmin"}
	ranker := Learned().NewRanker(pool)
	if got := ranker.Rank("홍길동", 4); len(got) != 4 {
		t.Errorf("%v", got)
	}
	if got := ranker.Rank("Hong Gildong", 1); len(got) != 1 || got[0].Number != 2 && got[0].Number != 0 {
		t.Errorf("%v", got)
	}
	if got := Learned().NewRanker(nil).Rank("홍길동", 3); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func FuzzOpenTransducer(f *testing.F) {
	table, err := Train(invented()[:8], nil).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(table)
	f.Add(table[:len(table)/2])
	f.Add([]byte(tableMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		tr, err := OpenTransducer(data)
		if err != nil {
			if !errors.Is(err, ErrTable) {
				t.Fatal(err)
			}
			return
		}
		tr.Bits(Hear(Parse("Щербак")), Hear(Parse("Shcherbak")))
	})
}

// firstRanked is the name of the pool that stands first, and by how much.
func firstRanked(t *testing.T, asked string, pool ...string) (first string, ahead float64) {
	t.Helper()
	found := Learned().NewRanker(pool).Rank(asked, 2)
	if len(found) < 2 {
		t.Fatalf("%s: %d of %d found", asked, len(found), len(pool))
	}
	return pool[found[0].Number], found[0].Bits - found[1].Bits
}

func TestAnAdoptedGivenNameIsWrittenBeforeTheFamilyName(t *testing.T) {
	if first, ahead := firstRanked(t, "정수길", "Jung Eric", "Eric Jung"); first != "Eric Jung" || ahead < 1 {
		t.Errorf("%s stands first by %.1f bits", first, ahead)
	}
}

func TestFormsOfOneGivenNameStandFirstInTheOtherLanguage(t *testing.T) {
	for _, c := range [][2]string{{"Микола", "Николай"}, {"Дмитро", "Дмитрий"}, {"Олена", "Елена"}, {"Марія", "Мария"}} {
		if first, _ := firstRanked(t, c[0], "Никола", "Дмитров", "Алена", "Марья", "Николай", "Дмитрий", "Елена", "Мария"); first != c[1] {
			t.Errorf("%s: %s stands first", c[0], first)
		}
	}
}

func TestOfNamesSpelledAlikeTheOneWrittenAlikeStandsFirst(t *testing.T) {
	pool := []string{"Мария-Анна", "Анна Мария", "Анна-Мария", "Анна-Мария,", "Анна-Мария-"}
	for _, c := range [][2]string{{"Анна Марія", "Анна Мария"}, {"Анна-Марія", "Анна-Мария"}, {"Марія-Анна", "Мария-Анна"}, {"Анна-Марія,", "Анна-Мария,"}} {
		first, ahead := firstRanked(t, c[0], pool...)
		if first != c[1] || ahead <= 0 || ahead > 0.1 {
			t.Errorf("%s: %s stands first by %v bits", c[0], first, ahead)
		}
	}
}

func TestANameOfRareLettersDoesNotEndTheSearch(t *testing.T) {
	// Spelled one way alone, names of rare letters look likely; the search must go on until both ways agree.
	pool := []string{"Yom Sang-gil", "Luc Luycx", "Lin Xiangru"}
	for i := range few {
		pool = append(pool, "Xuq "+strings.Repeat("xyuc", 1+i%4)+string(rune('a'+i%26)))
	}
	found := Learned().NewRanker(pool).Rank("염상길", 1)
	if len(found) == 0 || found[0].Number != 0 {
		t.Errorf("found %v, want number 0 first", found)
	}
}
