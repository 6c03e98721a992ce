package intake

import (
	"slices"
	"testing"

	"homeward/statement"
)

// Adrian and Sarkisian end as peoples do and are people; "he" after them is they.
func TestNamesThatEndAsPeoplesDo(t *testing.T) {
	for _, c := range []struct{ text, he string }{
		{"President Adrian Holt said the men are safe. \"They will stay\", he added.", "Adrian Holt"},
		{"Levon Sarkisian said the men are safe. \"They will stay\", he added.", "Levon Sarkisian"},
		{"Hans Evans said the men are safe. \"They will stay\", he added.", "Hans Evans"},
	} {
		rep, err := Read(c.text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(rep.Statements); n != 2 || rep.Statements[n-1].Speaker != c.he {
			t.Errorf("%q: %d statements, the last by %q", c.text, n, rep.Statements[max(n-1, 0)].Speaker)
		}
	}
}

// Who passes a word on is named without the time at which he did, and nobody is no one.
func TestWhoPassesAWordOn(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Two soldiers said they had been ordered to advance, according to a video published by the General Staff of Verania on Tuesday.",
			[]string{"Two soldiers", "the General Staff of Verania", "narrator"}},
		{"\"We walked for two days and nobody told us where,\" says Lev Marsk.", []string{"Lev Marsk", "narrator"}},
	} {
		rep, err := Read(c.text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		names := func(s []statement.Speaker) (out []string) {
			for _, x := range s {
				out = append(out, x.Name)
			}
			return out
		}
		if len(rep.Statements) == 0 || !slices.Equal(names(rep.Statements[0].SaidBy), c.want) {
			t.Errorf("%q: %v", c.text, rep.Statements)
		}
	}
}
