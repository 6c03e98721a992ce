package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
)

// crowd makes n people of six parties, with ten ranks as categories, the same
// for the same seed.
func crowd(n int, seed uint64) []Person {
	r := rand.New(rand.NewPCG(seed, 1))
	parties := []string{"VER", "SOK", "HAN", "TAL", "ORO", "MIR"}
	ranks := make([]string, 10)
	for i := range ranks {
		ranks[i] = fmt.Sprint("rank ", i)
	}
	wishes := []Wish{WishReturn, WishReturn, WishReturn, WishReturn, WishReturn, WishReturn, WishReturn, WishReturn, WishStay, WishUnknown}
	people := make([]Person, n)
	for i := range people {
		a := r.IntN(6)
		b := (a + 1 + r.IntN(5)) % 6
		p := Person{ID: fmt.Sprintf("P%08d", i), Holder: parties[a], Home: parties[b], Rank: ranks[r.IntN(10)],
			Wish: wishes[r.IntN(10)], CapturedOn: Date{int16(2021 + r.IntN(4)), int8(1 + r.IntN(12)), int8(1 + r.IntN(28))}}
		if r.IntN(20) == 0 {
			p.Priority = []string{"minors"}
		}
		if r.IntN(50) == 0 {
			p.Finding, p.FitToTravel = FindingDirect, FitYes
		}
		p.fillBlanks()
		people[i] = p
	}
	return people
}

// pairwise is parity 1:1 in ten categories between every two of six parties.
func pairwise() *Terms {
	t := &Terms{On: Date{2025, 1, 13}, Seed: "bench", Parties: []string{"VER", "SOK", "HAN", "TAL", "ORO", "MIR"}, Priorities: []string{"minors"}}
	var ranks []Category
	for i := range 10 {
		name := fmt.Sprint("rank ", i)
		ranks = append(ranks, Category{name, &Selector{Rank: []string{name}}})
	}
	for i, a := range t.Parties {
		for _, b := range t.Parties[i+1:] {
			t.List = append(t.List, Term{Name: a + "-" + b, Kind: KindParity, Between: [2]string{a, b}, Ratio: [2]int64{1, 1}, Categories: ranks})
		}
	}
	return t
}

func BenchmarkParityMillion(b *testing.B) {
	people, terms := crowd(1_000_000, 1), pairwise()
	b.ResetTimer()
	for b.Loop() {
		plan, err := Solve(people, terms, Options{})
		if err != nil || plan.Status != Optimal {
			b.Fatal(plan.Status, err)
		}
		b.ReportMetric(float64(plan.Home), "home")
	}
}

func BenchmarkReadMillion(b *testing.B) {
	var list bytes.Buffer
	list.WriteString("id,holder,home,rank,wish,captured_on,finding,fit_to_travel\n")
	for _, p := range crowd(1_000_000, 1) {
		fmt.Fprintf(&list, "%s,%s,%s,%s,%s,%s,%s,%s\n", p.ID, p.Holder, p.Home, p.Rank, p.Wish, p.CapturedOn, p.Finding, p.FitToTravel)
	}
	for b.Loop() {
		if people, err := ReadPeople(bytes.NewReader(list.Bytes())); err != nil || len(people) != 1_000_000 {
			b.Fatal(len(people), err)
		}
	}
}

func BenchmarkMarshalMillion(b *testing.B) {
	plan, err := Solve(crowd(1_000_000, 1), pairwise(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		text, err := json.Marshal(plan)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(text))/1e6, "MB")
	}
}

func BenchmarkVerifyMillion(b *testing.B) {
	people, terms := crowd(1_000_000, 1), pairwise()
	plan, err := Solve(people, terms, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		if err := Verify(people, terms, plan); err != nil {
			b.Fatal(err)
		}
	}
}

// Parity per party pair and rank, and what a party may let go in all: one piece.
func BenchmarkParityAndCaps(b *testing.B) {
	people, terms := crowd(100_000, 2), pairwise()
	for _, p := range terms.Parties {
		terms.List = append(terms.List, Term{Name: "cap " + p, Kind: KindAtMost, Count: 10_000, People: &Selector{Holder: []string{p}}})
	}
	b.ResetTimer()
	for b.Loop() {
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(plan.Home), "home")
		b.ReportMetric(float64(plan.GapPeople), "gap")
		if plan.Status != Optimal {
			b.Log(plan.Status, plan.Tiers, plan.Objective, plan.Bound)
		}
	}
}
