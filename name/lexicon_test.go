package name

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lexiconOf numbers the readings of words in their order and makes a lexicon of them.
func lexiconOf(words ...string) (*Lexicon, []Skeleton) {
	var skeletons []Skeleton
	for _, w := range words {
		for _, t := range Parse(w).Tokens {
			for _, s := range t.Sounds {
				if !slices.Contains(skeletons, s) {
					skeletons = append(skeletons, s)
				}
			}
		}
	}
	return NewLexicon(skeletons, words, func(s Skeleton) (int, bool) {
		i := slices.Index(skeletons, s)
		return i, i >= 0
	}), skeletons
}

// TestTreeOfSoundsFindsWhatComparingAllFinds: within a limit the walk must find every skeleton that measuring each finds,
// and nothing else.
func TestTreeOfSoundsFindsWhatComparingAllFinds(t *testing.T) {
	word := rapid.StringMatching(`[pbfvmnNtdszScCJkghlrjaeiouOUyw]{1,9}`)
	rapid.Check(t, func(t *rapid.T) {
		skeletons := rapid.SliceOfNDistinct(rapid.Map(word, func(s string) Skeleton { return Skeleton(s) }), 1, 60, rapid.ID).Draw(t, "skeletons")
		l := NewLexicon(skeletons, nil, nil)
		asked := Skeleton(word.Draw(t, "asked"))
		if rapid.Bool().Draw(t, "near") {
			asked = rapid.SampledFrom(skeletons).Draw(t, "one of them")
			at := rapid.IntRange(0, len(asked)-1).Draw(t, "at")
			if asked = asked[:at] + asked[at+1:]; asked == "" {
				asked = "a"
			}
		}
		reach := Reach{Far: rapid.Float64Range(0, 12).Draw(t, "limit"), Nodes: 1 << 20}
		found := map[int32]float64{}
		for _, n := range l.Sounding([]Skeleton{asked}, reach) {
			found[n.Number] = n.Far
		}
		for i, s := range skeletons {
			limit := min(reach.Far, float64(apartFrom(asked)), float64(apartFrom(s)))
			far := Distance(asked, s)
			got, ok := found[int32(i)]
			if ok != (far <= limit) || ok && got != far {
				t.Fatalf("%s and %s are %v apart, limit %v: found %v, %v", asked, s, far, limit, ok, got)
			}
		}
	})
}

func TestLexiconFindsWhatIsSpelledOtherwise(t *testing.T) {
	words := []string{"Breckinridge", "Michelangelo", "Zhu", "Zixing", "Lee", "Rhee", "Yi", "Park", "Pak", "Gwak", "Zorvan", "Quellik", "김", "이", "박", "철수", "주자행", "Ивановский", "Вельвен", "felben"}
	l, skeletons := lexiconOf(words...)
	reach := Reach{Far: 9, Unlike: 7, Nodes: 1 << 20, Spelled: 64}
	for _, c := range []struct{ asked, want string }{
		{"Брекинридж", "Breckinridge"}, {"Микеланджело", "Michelangelo"}, {"Вельвен", "felben"}, {"felben", "Вельвен"},
		{"이", "Lee"}, {"이", "Rhee"}, {"이", "Yi"}, {"박", "Park"}, {"박", "Pak"}, {"Park", "박"}, {"Rhee", "이"},
		{"Cheolsoo", "철수"}, {"Івановський", "Ивановский"},
	} {
		asked := Parse(c.asked).Tokens[0]
		want := Parse(c.want).Tokens[0].Sounds[0]
		if !slices.ContainsFunc(l.Near(&asked, reach), func(n Near) bool { return skeletons[n.Number] == want }) {
			t.Errorf("%s is not near %s", c.want, c.asked)
		}
	}
}

func TestLexiconFindsForms(t *testing.T) {
	l, skeletons := lexiconOf("Коля", "Николай", "Микола", "Mykola", "Олександр", "Александр", "Oleksandr", "Саша", "Степан")
	for _, c := range []struct {
		asked, want string
		way         Way
		far         float64
	}{
		{"Коля", "Николай", ByShortForm, 1}, {"Коля", "Микола", ByShortForm, 1}, {"Kolya", "Mykola", ByShortForm, 1},
		{"Саша", "Олександр", ByShortForm, 1}, {"Саша", "Александр", ByShortForm, 1}, {"Sasha", "Oleksandr", ByShortForm, 1},
		{"Олександр", "Саша", ByShortForm, 1}, {"Николай", "Микола", ByForm, 1}, {"Шура", "Саша", ByShortForm, 2},
	} {
		asked := Parse(c.asked).Tokens[0]
		want := Near{Number: int32(slices.Index(skeletons, Parse(c.want).Tokens[0].Sounds[0])), Way: c.way, Far: c.far}
		if near := l.Near(&asked, Reach{Far: 4, Unlike: 3, Nodes: 1000, Spelled: 10}); !slices.Contains(near, want) {
			t.Errorf("%s: %v is not among %v", c.asked, want, near)
		}
	}
	asked := Parse("Степан").Tokens[0]
	for _, n := range l.Near(&asked, Reach{Far: 4, Nodes: 1000}) {
		if n.Way == ByForm || n.Way == ByShortForm {
			if skeletons[n.Number] != asked.Sounds[0] {
				t.Errorf("Степан is no form of %s", skeletons[n.Number])
			}
		}
	}
}

// TestLexiconTakesAnything: words of any bytes, and look-ups within so many nodes.
func TestLexiconTakesAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Zа-я가-힣j-]{1,12}`)), 0, 12).Draw(t, "words")
		words = append(words, strings.Repeat("щ", 300), strings.Repeat("김", 40))
		l, skeletons := lexiconOf(words...)
		n := Parse(rapid.OneOf(rapid.String(), rapid.SampledFrom(words)).Draw(t, "asked"))
		for i := range n.Tokens {
			for _, near := range l.Near(&n.Tokens[i], Reach{Far: 9, Unlike: 7, Nodes: 5000, Spelled: 8}) {
				if near.Number < 0 || int(near.Number) >= len(skeletons) || near.Far < 0 {
					t.Fatalf("near %+v of %d", near, len(skeletons))
				}
			}
		}
	})
}
