package exchange

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"
)

// A mould is what sheets are generated in.
type mould struct {
	parties, units int
	people         int // most of a class
	ratios         int // overlapping ones
	limits         int
	all            int // all-for-all
	optional       bool
	groups         int // together
	years          bool
	ratio          int64 // largest number of a ratio
	tight          int64 // largest limit
}

var small = mould{parties: 3, units: 3, people: 9, ratios: 5, limits: 12, all: 1, ratio: 5, tight: 25}

// moulds are the families of hard sheets, as far apart as sheets get.
var moulds = map[string]mould{
	"small":            small,
	"three parties":    {parties: 3, units: 6, people: 40, ratios: 12, limits: 30, all: 2, ratio: 7, tight: 120},
	"tight limits":     {parties: 4, units: 6, people: 30, ratios: 15, limits: 80, all: 2, ratio: 5, tight: 40},
	"many all-for-all": {parties: 4, units: 5, people: 25, ratios: 10, limits: 40, all: 12, optional: true, ratio: 4, tight: 150},
	"eight parties":    {parties: 8, units: 3, people: 20, ratios: 30, limits: 60, all: 2, ratio: 4, tight: 200},
	"years":            {parties: 4, units: 5, people: 25, ratios: 12, limits: 40, all: 2, years: true, ratio: 5, tight: 200},
	"groups":           {parties: 4, units: 5, people: 30, ratios: 10, limits: 30, groups: 60, ratio: 4, tight: 200},
	"large ratios":     {parties: 4, units: 5, people: 60, ratios: 15, limits: 30, ratio: 13, tight: 400},
}

// generated is a sheet of a mould.
func generated(seed uint64, f mould) ([]Person, *Terms) {
	r := rand.New(rand.NewPCG(seed, 78))
	t := &Terms{On: Date{2025, 1, 13}, Seed: fmt.Sprint("generated ", seed)}
	for p := range f.parties {
		t.Parties = append(t.Parties, []string{"VER", "SOK", "HAN", "TAL", "ORO", "MIR", "DEL", "KAR"}[p])
	}
	var people []Person
	for _, from := range t.Parties {
		for _, of := range t.Parties {
			if from == of {
				continue
			}
			for u := range f.units {
				for _, sex := range []string{"f", "m"} {
					for range 1 + r.IntN(f.people) {
						p := Person{ID: fmt.Sprint("p", len(people)), Holder: from, Home: of, Unit: fmt.Sprint("u", u), Sex: sex, Wish: WishReturn, CapturedOn: Date{2023, 1, 1}}
						if f.years {
							p.CapturedOn = Date{int16(2021 + r.IntN(4)), 1, 1}
						}
						p.fillBlanks()
						people = append(people, p)
					}
				}
			}
		}
	}
	add := func(term Term) {
		term.Name = fmt.Sprint(term.Kind, " ", len(t.List))
		t.List = append(t.List, term)
	}
	two := func() [2]string {
		a := r.IntN(f.parties)
		return [2]string{t.Parties[a], t.Parties[(a+1+r.IntN(f.parties-1))%f.parties]}
	}
	ratio := func() [2]int64 { return [2]int64{1 + r.Int64N(f.ratio), 1 + r.Int64N(f.ratio)} }
	some := func() []string {
		out := []string{fmt.Sprint("u", r.IntN(f.units))}
		for u := range f.units {
			if r.IntN(4) == 0 {
				out = append(out, fmt.Sprint("u", u))
			}
		}
		return out
	}
	for i, a := range t.Parties {
		for _, b := range t.Parties[i+1:] {
			add(Term{Kind: KindParity, Between: [2]string{a, b}, Ratio: ratio()})
		}
	}
	for range f.ratios {
		add(Term{Kind: KindParity, Between: two(), Ratio: ratio(), People: &Selector{Unit: some(), Sex: []string{[]string{"f", "m"}[r.IntN(2)]}}})
	}
	for range f.limits {
		s := &Selector{Unit: some()}
		if r.IntN(2) == 0 {
			s.Holder = []string{t.Parties[r.IntN(f.parties)]}
		}
		if r.IntN(2) == 0 {
			s.Home = []string{t.Parties[r.IntN(f.parties)]}
		}
		add(Term{Kind: KindAtMost, Count: 3 + r.Int64N(f.tight), People: s})
	}
	for range f.all {
		add(Term{Kind: KindAllForAll, Between: two(), Optional: f.optional, People: &Selector{Unit: some()[:1], Sex: []string{"f"}}})
	}
	var names []string
	for g := range f.groups {
		names = append(names, fmt.Sprint("crew ", g))
		for range 2 + r.IntN(4) {
			people[r.IntN(len(people))].Group = []string{names[g]}
		}
	}
	if f.groups > 0 {
		add(Term{Kind: KindTogether, Groups: names})
	}
	return people, t
}

// Sheets of every mould: what is proved is what CBC finds, and every certificate
// holds.
func TestHardSheetsAreProved(t *testing.T) {
	t.Parallel()
	_, err := exec.LookPath("cbc")
	withCBC := err == nil
	times := setting("GENERATED", 2)
	for name, f := range moulds {
		t.Run(name, func(t *testing.T) {
			proved, compared := 0, 0
			for seed := range uint64(times) {
				people, terms := generated(seed, f)
				roll := NewRoll(people)
				s, err := Select(roll, terms, Options{Nodes: 10_000, NoDraw: true})
				if err != nil {
					t.Fatal(err)
				}
				if err := VerifySelection(roll, terms, s); err != nil {
					t.Fatalf("sheet %d: %v", seed, err)
				}
				if s.Status == Optimal {
					proved++
				}
				if !withCBC || s.Bound[1] != s.Objective[1] {
					continue
				}
				lp := filepath.Join(t.TempDir(), "one.lp")
				if err := writeLP(lp, modelOf(t, people, terms)); err != nil {
					t.Fatal(err)
				}
				if home, found := cbcWithin(t, lp, setting("LIMIT", 1)); found {
					if compared++; home != s.Objective[1] {
						t.Fatalf("sheet %d: CBC's best is %d, Homeward's %v", seed, home, s.Objective)
					}
				}
			}
			t.Logf("%d of %d proved in every tier; %d the same as CBC's", proved, times, compared)
			if proved < times/2 {
				t.Errorf("only %d of %d are proved", proved, times)
			}
		})
	}
}

// Many hundred groups kept whole, with ratios in categories and crossings: a few
// hundred nodes are enough for all tiers.
func TestManyGroupsAreProved(t *testing.T) {
	for _, groups := range []int{100, 600} {
		people, terms := crews(30_000, groups, 11)
		roll := NewRoll(people)
		s, err := Select(roll, terms, Options{Nodes: 500, NoDraw: true})
		if err != nil {
			t.Fatal(err)
		}
		if s.Status != Optimal {
			t.Errorf("%d groups: %s, %v of %v", groups, s.Status, s.Objective, s.Bound)
		}
		if err := VerifySelection(roll, terms, s); err != nil {
			t.Errorf("%d groups: %v", groups, err)
		}
	}
}
