package exchange

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A selection from coded columns is the plan from the list.
func TestSelectIsSolve(t *testing.T) {
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 21))
		people, terms := randomInstance(r, 60)
		plan, err := Solve(people, terms, Options{Nodes: 5000})
		if err != nil {
			t.Fatal(err)
		}
		s, err := Select(NewRoll(people), terms, Options{Nodes: 5000})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Status == Undecided && len(plan.Conflict) > 0 {
			continue // no stages: a selection has none
		}
		var goes []string
		for i := range people {
			if s.Has(i) {
				goes = append(goes, people[i].ID)
			}
		}
		slices.Sort(goes)
		if s.Status != plan.Status || !slices.Equal(s.Objective, plan.Objective) || !slices.Equal(s.Bound, plan.Bound) || !slices.Equal(goes, ids(plan)) {
			t.Fatalf("instance %d: selection %s %v %v %q, plan %s %v %v %q", seed, s.Status, s.Objective, s.Bound, goes, plan.Status, plan.Objective, plan.Bound, ids(plan))
		}
	}
}

func BenchmarkSelect(b *testing.B) {
	for _, c := range []struct {
		name string
		n    int
		caps bool
	}{{"1M", 1_000_000, false}, {"1M-caps", 1_000_000, true}, {"10M", 10_000_000, false}, {"10M-caps", 10_000_000, true}} {
		b.Run(c.name, func(b *testing.B) {
			roll, terms := NewRoll(crowd(c.n, 1)), pairwise()
			if c.caps {
				for _, p := range terms.Parties {
					terms.List = append(terms.List, Term{Name: "cap " + p, Kind: KindAtMost, Count: int64(c.n) / 10, People: &Selector{Holder: []string{p}}})
				}
			}
			for b.Loop() {
				s, err := Select(roll, terms, Options{NoDraw: true})
				if err != nil || s.Status != Optimal {
					b.Fatal(s.Status, err)
				}
				b.ReportMetric(float64(s.Objective[1]), "home")
			}
		})
	}
}

func BenchmarkVerifySelection(b *testing.B) {
	for _, caps := range []bool{false, true} {
		roll, terms := NewRoll(crowd(1_000_000, 1)), pairwise()
		if caps {
			for _, p := range terms.Parties {
				terms.List = append(terms.List, Term{Name: "cap " + p, Kind: KindAtMost, Count: 100_000, People: &Selector{Holder: []string{p}}})
			}
		}
		s, err := Select(roll, terms, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(map[bool]string{false: "1M", true: "1M-caps"}[caps], func(b *testing.B) {
			for b.Loop() {
				if err := VerifySelection(roll, terms, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Two alliances with caps, with the draw between classes and without.
func BenchmarkDraw(b *testing.B) {
	roll, terms := twoSides(1_000_000, 1)
	for _, draw := range []bool{false, true} {
		b.Run(map[bool]string{false: "without", true: "with"}[draw], func(b *testing.B) {
			for b.Loop() {
				s, err := Select(roll, terms, Options{NoDraw: !draw})
				if err != nil || s.Status != Optimal || s.LotDrawn != draw {
					b.Fatal(s.Status, s.LotDrawn, err)
				}
			}
		})
	}
}
