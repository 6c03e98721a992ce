package exchange

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// A plan whose search was ended early is a plan all the same: whatever it says
// of itself, its reasons and its bounds pass the check.
func TestPlansThatAreEndedEarlyPassTheirCheck(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, people []Person, terms *Terms, nodes int) PlanStatus {
		plan, err := Solve(people, terms, Options{Nodes: nodes, NoDraw: nodes%2 == 0})
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(people, terms, plan); err != nil {
			t.Errorf("%d nodes: %v", nodes, err)
		}
		return plan.Status
	}
	ended := map[PlanStatus]int{}
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("hard ", seed), func(t *testing.T) {
			people, terms := hardSheet(seed)
			for _, nodes := range []int{1, 300} {
				ended[check(t, people, terms, nodes)]++
			}
		})
	}
	for _, seed := range []uint64{0, 2, 5} {
		t.Run(fmt.Sprint("tangled ", seed), func(t *testing.T) {
			people, terms := tangledSheet(seed)
			for _, nodes := range []int{1, 300, 3000} {
				ended[check(t, people, terms, nodes)]++
			}
		})
	}
	t.Run("random", func(t *testing.T) {
		for seed := range uint64(200) {
			r := rand.New(rand.NewPCG(seed, 17))
			people, terms := randomInstance(r, 60)
			ended[check(t, people, terms, 1+r.IntN(40))]++
		}
	})
	t.Log(ended)
	if ended[Feasible] == 0 {
		t.Errorf("none ended early: %v", ended)
	}
}

// tangledSheet makes up a sheet of six parties with uneven ratios rank by rank,
// limits that cut across them, and optional exchanges of all for all.
func tangledSheet(seed uint64) ([]Person, *Terms) {
	r := rand.New(rand.NewPCG(seed, 6))
	pick := func(words []string) string { return words[r.IntN(len(words))] }
	parties, ranks, conditions := []string{"VER", "SOK", "HAN", "TAL", "ORO", "MEL"}, []string{"private", "sergeant", "officer", "general"}, []string{"wounded", "sick", "well"}
	t := &Terms{On: Date{2026, 1, 10}, Seed: fmt.Sprint("tangled ", seed), Parties: parties}
	people := make([]Person, 2000)
	for i := range people {
		p := &people[i]
		*p = Person{ID: fmt.Sprint("p", i), Holder: pick(parties), Rank: pick(ranks), Condition: pick(conditions), Sex: pick([]string{"m", "m", "m", "f"}),
			CapturedOn: Date{int16(2022 + r.IntN(4)), int8(1 + r.IntN(9)), 15}, FitToTravel: FitYes, Wish: WishReturn, Status: StatusMilitary, Finding: FindingNone, Hold: HoldNone}
		for p.Home = p.Holder; p.Home == p.Holder; {
			p.Home = pick(parties)
		}
		if r.IntN(50) == 0 {
			p.Finding = FindingDirect
		}
	}
	add := func(x Term) {
		x.Name = fmt.Sprintf("%s %d", x.Kind, len(t.List))
		t.List = append(t.List, x)
	}
	var pairs [][2]string
	for a := range parties {
		for b := range a {
			pairs = append(pairs, [2]string{parties[b], parties[a]})
		}
	}
	for _, pair := range pairs {
		if r.IntN(4) == 0 {
			add(Term{Kind: KindRelease, Way: Lane{From: pair[0], Of: pair[1]}})
			add(Term{Kind: KindRelease, Way: Lane{From: pair[1], Of: pair[0]}})
			continue
		}
		x := Term{Kind: KindParity, Between: pair, Ratio: [][2]int64{{1, 1}, {2, 1}, {3, 2}, {1, 2}, {4, 3}, {5, 3}, {7, 5}}[r.IntN(7)]}
		for _, rank := range ranks {
			x.Categories = append(x.Categories, Category{rank, &Selector{Rank: []string{rank}}})
		}
		add(x)
	}
	some := func(words []string, most int) []string {
		return append([]string(nil), words[r.IntN(len(words)-most+1):][:1+r.IntN(most)]...)
	}
	for range 60 {
		s := &Selector{Rank: some(ranks, 2)}
		if r.IntN(3) > 0 {
			s.Holder = some(parties, 3)
		}
		if r.IntN(2) > 0 {
			s.Home = some(parties, 3)
		}
		if r.IntN(2) > 0 {
			s.Condition = some(conditions, 1)
		}
		add(Term{Kind: KindAtMost, Count: int64(7 + r.IntN(90)), People: s})
	}
	for range 8 {
		add(Term{Kind: KindAllForAll, Optional: true, Between: pairs[r.IntN(len(pairs))], People: &Selector{Rank: some(ranks, 1), Condition: some(conditions, 1)}})
	}
	return people, t
}
