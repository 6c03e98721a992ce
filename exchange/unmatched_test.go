package exchange

import (
	"slices"
	"strings"
	"testing"
)

// A word of the sheet that nobody on the list has changes nothing and is told:
// who limits "ofiser" would else believe that officers are limited.
func TestWordsThatNobodyHasAreTold(t *testing.T) {
	people := []Person{
		{ID: "1", Holder: "VER", Home: "SOK", Rank: "Officer", Wish: WishReturn, Group: []string{"Dun"}, Unit: "7th"},
		{ID: "2", Holder: "SOK", Home: "VER", Rank: "officer", Wish: WishReturn},
	}
	for _, c := range []struct{ name, term, want string }{
		{"nobody", "at_most: {count: 1, people: {rank: ofiser}}", `term "few" asks for rank "ofiser", which nobody on the list has; the list has Officer, officer`},
		{"other capitals only", "at_most: {count: 1, people: {unit: 7TH}}", `term "few" asks for unit "7TH", which nobody on the list has; the list writes "7th"`},
		{"other capitals too", "at_most: {count: 1, people: {rank: officer}}", `term "few" asks for rank "officer"; "Officer" on the list is another word and does not count`},
		{"both are asked for", "at_most: {count: 1, people: {rank: [officer, Officer]}}", ""},
		{"under not", "at_most: {count: 1, people: {not: {condition: sick}}}", `term "few" asks for condition "sick", which nobody on the list has`},
		{"under any", "at_most: {count: 1, people: {any: [{home: HAN}, {home: SOK}]}}", `term "few" asks for home "HAN", which nobody on the list has; the list has SOK, VER`},
		{"a group", "together: {groups: [Dun, Dum]}", `term "few" asks for group "Dum", which nobody on the list has; the list has Dun`},
		{"a category", "parity: {between: [VER, SOK], ratio: 1:1, categories: {old: {priority: old}}}", `term "few" asks for priority "old", which nobody on the list has`},
		{"a closed word may fit nobody", "at_most: {count: 1, people: {sex: f}}", ""},
		{"capitals of a closed word", "at_most: {count: 1, people: {sex: [F, M], status: Military}}", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			terms, err := ReadTerms(strings.NewReader("on: 2025-05-25\nseed: s\nparties: [VER, SOK]\npriorities: []\nterms:\n  - name: swap\n    parity: {between: [VER, SOK], ratio: 1:1}\n  - name: few\n    " + c.term + "\n"))
			if err != nil {
				t.Fatal(err)
			}
			plan := mustSolve(t, people, terms)
			if c.want == "" && len(plan.Notes) > 0 || c.want != "" && !slices.Contains(plan.Notes, c.want) {
				t.Errorf("notes %q, wanted %q", plan.Notes, c.want)
			}
		})
	}
}
