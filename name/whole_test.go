package name

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWholeNamesInside(t *testing.T) {
	for _, c := range []struct {
		rule, a, b string
		want       []Kind // in the order of the addends
		least      float64
	}{
		{"both parts spelled", "박철수", "Park Chul-soo", []Kind{LearnedSpelling, LearnedSpelling, Reading}, 15},
		{"northern spelling", "박철수", "Pak Chol Su", []Kind{LearnedSpelling, LearnedSpelling, JoinedTokens, Reading}, 15},
		{"family name last", "이영호", "Young-ho Lee", []Kind{LearnedSpelling, LearnedSpelling, Reading}, 12},
		{"Chinese name by its Korean reading", "왕명", "Wang Ming", []Kind{LearnedSpelling, LearnedSpelling, ReadingChinese}, 6},
		{"as Hong Kong writes it", "진가명", "Chan Ka-ming", []Kind{LearnedSpelling, LearnedSpelling, ReadingHongKong}, 6},
		{"adopted given name", "정의선", "Eric Jung", []Kind{LearnedSpelling, AdoptedName, Reading}, 0},
		{"family name of two syllables", "남궁민수", "Namgung Min-su", []Kind{LearnedSpelling, LearnedSpelling, Reading}, 15},
		{"given name differs", "박철수", "Park Yong-ho", []Kind{LearnedSpelling, Differs, Reading}, 0},
		{"an initial is left to the rules", "박철수", "Park Ch.", []Kind{SimilarSound, InitialAgrees}, 0},
	} {
		got := Compare(c.a, c.b)
		var kinds []Kind
		for _, a := range got.Addends {
			kinds = append(kinds, a.Kind)
		}
		if !slices.Equal(kinds, c.want) || got.Bits < c.least {
			t.Errorf("%s: %s, %s: %.1f bits, %v", c.rule, c.a, c.b, got.Bits, kinds)
		}
	}
	given := Compare("박철수", "Chul-soo Park").Addends[1]
	left, right := "", ""
	for _, e := range given.Edits() {
		left, right = left+e.Left, right+strings.ReplaceAll(e.Right, "-", "")
	}
	if left == "" || right != "chulsoo" {
		t.Errorf("the alignment of %s and %s spells %s and %s", given.Left, given.Right, left, right)
	}
}

// TestASlipInAWholeNameIsLeftToTheRules: a letter too many, which nobody learned.
func TestASlipInAWholeNameIsLeftToTheRules(t *testing.T) {
	slip := Compare("김성호", "Kiim Sxeongho")
	if slip.Bits < 4 || slip.Bits > Compare("김성호", "Kim Seongho").Bits-2 {
		t.Errorf("%+v", slip)
	}
}

// fullKorean draws a full name in Hangul and one in Latin letters that may be it.
func fullKorean() *rapid.Generator[[2]string] {
	families := []string{"김 Kim", "이 Lee", "박 Pak", "최 Choi", "정 Chung", "남궁 Namgung", "황보 Hwang Bo"}
	given := []string{"철 Chul", "수 soo", "영 yong", "호 ho", "민 min", "령 ryong"}
	return rapid.Custom(func(t *rapid.T) [2]string {
		f := strings.SplitN(rapid.SampledFrom(families).Draw(t, "family"), " ", 2)
		out := [2]string{f[0], ""}
		var words []string
		for range rapid.IntRange(1, 2).Draw(t, "syllables") {
			g := strings.Fields(rapid.SampledFrom(given).Draw(t, "syllable"))
			out[0] += g[0]
			words = append(words, g[1])
		}
		spelled := strings.Join(words, rapid.SampledFrom([]string{"", "-", " "}).Draw(t, "between"))
		if rapid.IntRange(0, 4).Draw(t, "adopted") == 0 {
			spelled = "Eric"
		}
		parts := []string{f[1], spelled}
		if rapid.Bool().Draw(t, "given first") {
			slices.Reverse(parts)
		}
		out[1] = strings.Join(parts, " ")
		return out
	})
}

// TestWholeNamesAreJudgedAlikeFromBothSides: whatever names are worth, the score is the sum of its addends, the same
// from either side, in either case of letters, and no more than agreement is worth.
func TestWholeNamesAreJudgedAlikeFromBothSides(t *testing.T) {
	common := func(s Skeleton) float64 { return min(s.Info(), 9) }
	rapid.Check(t, func(t *rapid.T) {
		p, o := fullKorean().Draw(t, "pair"), fullKorean().Draw(t, "other")
		if rapid.Bool().Draw(t, "strangers") {
			p[1] = o[1]
		}
		for _, rarity := range []func(Skeleton) float64{nil, common} {
			forth, back := Match(Parse(p[0]), Parse(p[1]), rarity), Match(Parse(p[1]), Parse(p[0]), rarity)
			shouted := Match(Parse(p[0]), Parse(strings.ToUpper(p[1])), rarity)
			sum := 0.0
			for i, a := range forth.Addends {
				sum += a.Bits
				b := back.Addends[i]
				if a.Kind != b.Kind || a.Left != b.Right || a.Right != b.Left || math.Abs(a.Bits-b.Bits) > 1e-9 {
					t.Fatalf("%v: %+v and %+v", p, a, b)
				}
				a.Edits()
			}
			if math.Abs(sum-forth.Bits) > 1e-9 || math.Abs(forth.Bits-back.Bits) > 1e-9 || math.Abs(forth.Bits-shouted.Bits) > 1e-9 || math.IsNaN(sum) {
				t.Fatalf("%v: %v, %v, %v, sum %v", p, forth.Bits, back.Bits, shouted.Bits, sum)
			}
			if most := 9.0 * float64(len(Parse(p[1]).Tokens)); rarity != nil && forth.Bits > most {
				t.Fatalf("%v: %v bits of %v", p, forth.Bits, most)
			}
		}
	})
}
