package exchange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// An instance whose crossings have few days and whose trust is small, so that the
// best plan under the other terms often cannot be handed over.
func hurriedInstance(r *rand.Rand, most int) ([]Person, *Terms) {
	people, t := stagingInstance(r, most)
	if r.IntN(3) > 0 { // ratios tie what is given to what is got back
		t.List = nil
		for a, p := range t.Parties {
			for _, q := range t.Parties[a+1:] {
				t.List = append(t.List, Term{Name: p + q, Kind: KindParity, Between: [2]string{p, q}, Ratio: [2]int64{int64(1 + r.IntN(2)), int64(1 + r.IntN(2))}})
				if r.IntN(3) > 0 {
					t.List = append(t.List, Term{Name: "trust " + p + q, Kind: KindTrust, Between: [2]string{p, q}, Ahead: [2]int64{int64(1 + r.IntN(2)), int64(1 + r.IntN(2))}})
				}
			}
			if r.IntN(4) == 0 {
				t.List = append(t.List, Term{Name: "trust " + p, Kind: KindTrust, Party: p, Ahead: [2]int64{int64(1 + r.IntN(2))}})
			}
		}
	}
	t.List = slices.DeleteFunc(t.List, func(t Term) bool { return t.Kind == KindCrossing })
	for k := range 1 + r.IntN(2) {
		c := Term{Name: fmt.Sprint("crossing ", k), Kind: KindCrossing, At: fmt.Sprint("bridge ", k), PerDay: int64(3 + r.IntN(4)), Days: int64(1 + r.IntN(3))}
		if k == 0 && r.IntN(2) == 0 {
			c.People = &Selector{Sex: []string{"f"}}
		}
		t.List = append(t.List, c)
	}
	if r.IntN(4) == 0 {
		t.List = append(t.List, Term{Name: "some", Kind: KindAtLeast, Count: int64(1 + r.IntN(3)), People: &Selector{Holder: []string{t.Parties[0]}}})
	}
	for i := range people {
		if r.IntN(4) == 0 {
			people[i].Priority = []string{"minors"}
		}
	}
	t.Priorities = []string{"minors"}
	return people, t
}

// bestHandedOver tries every set of people under the terms and every way to put
// each into stages, and gives the best figures; nil if there is none.
func bestHandedOver(people []Person, t *Terms) (best []int64) {
	a := newAudit(people, t)
	in := newLaw(t).inForce
	place := make([]string, len(people))
	known := map[string]bool{} // whether so many of each kind have stages
	for set := range 1 << len(people) {
		a.faults = nil
		var plan Plan
		for i := range people {
			p := &people[i]
			if place[i] = ""; set>>i&1 == 0 {
				continue
			}
			place[i] = p.Home
			if p.Wish == WishThirdCountry {
				place[i] = "NEU"
			}
			plan.Releases = append(plan.Releases, Release{ID: p.ID, From: p.Holder, To: place[i], ThirdCountry: p.Wish == WishThirdCountry, Owed: a.outside(p) && p.Wish != WishThirdCountry})
		}
		a.ways(place)
		a.keepsTerms(place)
		a.owedGo(place)
		if len(a.faults) > 0 {
			continue
		}
		_, v := a.figures(place)
		if best != nil && slices.Compare(v, best) <= 0 {
			continue
		}
		plan.Trust = trusts(t, in, plan.Releases)
		kinds := map[string]int{}
		for _, r := range plan.Releases {
			kinds[fmt.Sprint(r.From, r.To, r.Owed, r.ThirdCountry, a.crossingOf(&people[a.index.find(r.ID)]))]++
		}
		key := fmt.Sprint(kinds)
		can, tried := known[key]
		if !tried {
			can = len(plan.Releases) == 0 || fewestStages(people, t, plan, false) > 0
			known[key] = can
		}
		if can {
			best = v
		}
	}
	return best
}

// Where trust limits and days exclude the best plan, the best that can be handed
// over is found, against every set of people in every order of stages.
func TestBestPlanThatCanBeHandedOver(t *testing.T) {
	t.Parallel()
	rounds := 2400
	if testing.Short() {
		rounds = 600
	}
	var excluded, proved, found, missed, none, gaps, forged, changed int
	for seed := range uint64(rounds) {
		people, terms := hurriedInstance(rand.New(rand.NewPCG(seed, 31)), 8)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(people, terms, plan); err != nil {
			t.Fatalf("instance %d: %v\n%s\n%+v", seed, err, describeInstance(people, terms), plan)
		}
		free := *terms
		free.List = slices.DeleteFunc(slices.Clone(terms.List), func(t Term) bool { return t.Kind == KindTrust })
		loose, err := Solve(people, &free, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if loose.Status == Infeasible || slices.Equal(loose.Objective, plan.Objective) && plan.Status == Optimal {
			continue
		}
		excluded++
		best := bestHandedOver(people, terms)
		if best != nil { // the plan has no tiers of which there is nobody
			names, _ := newAudit(people, terms).figures(make([]string, len(people)))
			var own []int64
			for i, name := range names {
				if slices.Contains(plan.Tiers, name) {
					own = append(own, best[i])
				}
			}
			best = own
		}
		for k := range plan.Certificate.Caps { // one fewer is more than can be shown
			bad := plan
			bad.Certificate.Caps = slices.Clone(plan.Certificate.Caps)
			bad.Certificate.Caps[k].Most--
			if Verify(people, terms, bad) == nil {
				t.Fatalf("instance %d: cap %d is lowered, and the plan still verifies", seed, k)
			}
			forged++
		}
		changed += checkStageUnlocks(t, seed, people, terms, plan)
		switch {
		case plan.Status == Infeasible:
			t.Fatalf("instance %d: infeasible, and without trust limits not", seed)
		case plan.Status == Undecided && best == nil:
			none++
		case plan.Status == Undecided:
			t.Fatalf("instance %d: no plan is found, and %v can be handed over\n%s\n%q", seed, best, describeInstance(people, terms), plan.Notes)
		case best == nil:
			t.Fatalf("instance %d: %v, and nothing can be handed over", seed, plan.Objective)
		case slices.Compare(plan.Objective, best) > 0:
			t.Fatalf("instance %d: %v, and the best is %v", seed, plan.Objective, best)
		case slices.Compare(plan.Bound, best) < 0:
			t.Fatalf("instance %d: the bound is %v, and the best %v", seed, plan.Bound, best)
		case plan.Status == Optimal && !slices.Equal(plan.Objective, best):
			t.Fatalf("instance %d: %v is called the best, which is %v", seed, plan.Objective, best)
		case plan.Status == Optimal:
			proved++
		case slices.Equal(plan.Objective, best):
			found++
			gaps += int(plan.GapPeople)
		default:
			missed++
			t.Logf("instance %d: %v, and the best is %v: %q", seed, plan.Objective, best, plan.Notes)
		}
	}
	t.Logf("%d excluded by trust and days: %d of the best found and proved, %d found, with gaps of %d people, %d not the best, %d without any; %d lowered caps rejected, %d changes that bring more", excluded, proved, found, gaps, missed, none, forged, changed)
	if excluded < rounds/60 || proved < excluded/4 || missed > excluded/20 || forged < excluded/2 || changed < excluded/2 {
		t.Error("too few to show anything, or too few of the best found")
	}
}

// checkStageUnlocks tries every set of people and every order of stages under each
// change of a trust limit or a crossing that the plan says brings more home. It
// gives how many there were.
func checkStageUnlocks(t *testing.T, seed uint64, people []Person, terms *Terms, plan Plan) (n int) {
	for _, u := range plan.Unlock {
		i := slices.IndexFunc(terms.List, func(t Term) bool { return t.Name == u.Term })
		sheet := *terms
		sheet.List = slices.Clone(terms.List)
		term := &sheet.List[i]
		switch {
		case term.Kind == KindTrust && u.Removed:
			sheet.List = slices.Delete(sheet.List, i, i+1)
		case term.Kind == KindTrust:
			term.Ahead[0]++
			term.Ahead[1]++
		case term.Kind == KindCrossing && u.Removed:
			term.Days = 0
		case u.Change == fmt.Sprintf("%d days instead of %d", term.Days+1, term.Days):
			term.Days++
		default:
			continue
		}
		if best := bestHandedOver(people, &sheet); best[1] < plan.Home+u.Gain || u.Proved && best[1] != plan.Home+u.Gain {
			t.Fatalf("instance %d: %s of %s brings %d more (proved: %v), the plan says %d\n%s", seed, u.Change, u.Term, best[1]-plan.Home, u.Proved, u.Gain, describeInstance(people, terms))
		}
		n++
	}
	return n
}
