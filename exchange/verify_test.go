package exchange

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func clonePlan(p Plan) Plan {
	p.Releases, p.Left, p.Stages = slices.Clone(p.Releases), slices.Clone(p.Left), slices.Clone(p.Stages)
	p.Objective, p.Bound, p.Tiers = slices.Clone(p.Objective), slices.Clone(p.Bound), slices.Clone(p.Tiers)
	return p
}

// Every kind of damage to a true plan is found.
func TestVerifyRejectsDamagedPlans(t *testing.T) {
	t.Parallel()
	damages := map[string]func(p *Plan, r *rand.Rand) bool{
		"one fewer goes": func(p *Plan, r *rand.Rand) bool { p.Releases = p.Releases[1:]; return true },
		"one goes twice": func(p *Plan, r *rand.Rand) bool { p.Releases = append(p.Releases, p.Releases[0]); return true },
		"one of the left goes too": func(p *Plan, r *rand.Rand) bool {
			if len(p.Left) == 0 {
				return false
			}
			l := p.Left[r.IntN(len(p.Left))]
			p.Releases = append(p.Releases, Release{ID: l.ID, From: "VER", To: "SOK", Stage: 1})
			return true
		},
		"a stranger goes":   func(p *Plan, r *rand.Rand) bool { p.Releases[0].ID = "nobody"; return true },
		"from another":      func(p *Plan, r *rand.Rand) bool { p.Releases[0].From += "X"; return true },
		"to another":        func(p *Plan, r *rand.Rand) bool { p.Releases[0].To += "X"; return true },
		"stage nought":      func(p *Plan, r *rand.Rand) bool { p.Releases[0].Stage = 0; return true },
		"owed is wrong":     func(p *Plan, r *rand.Rand) bool { p.Releases[0].Owed = !p.Releases[0].Owed; return true },
		"interview is lost": func(p *Plan, r *rand.Rand) bool { p.Releases[0].Interview = !p.Releases[0].Interview; return true },
		"home is wrong":     func(p *Plan, r *rand.Rand) bool { p.Home++; return true },
		"owed count":        func(p *Plan, r *rand.Rand) bool { p.Owed++; return true },
		"remains count":     func(p *Plan, r *rand.Rand) bool { p.Remains++; return true },
		"a change brings everybody": func(p *Plan, r *rand.Rand) bool {
			if len(p.Unlock) == 0 {
				return false
			}
			p.Unlock = slices.Clone(p.Unlock)
			p.Unlock[0].Gain += int64(len(p.Releases) + len(p.Left))
			return true
		},
		"a figure":        func(p *Plan, r *rand.Rand) bool { p.Objective[r.IntN(len(p.Objective))]++; return true },
		"a bound":         func(p *Plan, r *rand.Rand) bool { p.Bound[r.IntN(len(p.Bound))]++; return true },
		"a tier is lost":  func(p *Plan, r *rand.Rand) bool { p.Tiers = p.Tiers[:len(p.Tiers)-1]; return true },
		"a gap is hidden": func(p *Plan, r *rand.Rand) bool { p.GapPeople++; return true },
		"status":          func(p *Plan, r *rand.Rand) bool { p.Status = "best"; return true },
		"one of the left is taken in": func(p *Plan, r *rand.Rand) bool {
			if len(p.Left) == 0 {
				return false
			}
			p.Accommodated = append(slices.Clone(p.Accommodated), Accommodation{p.Left[0].ID, "VER", "NEU", "made up"})
			return true
		},
		"one is taken in no more": func(p *Plan, r *rand.Rand) bool {
			if len(p.Accommodated) == 0 {
				return false
			}
			p.Accommodated = p.Accommodated[1:]
			return true
		},
		"a bound of the stages": func(p *Plan, r *rand.Rand) bool { p.StageBound = len(p.Stages) + 1; return true },
		"a group is called divided": func(p *Plan, r *rand.Rand) bool {
			p.GroupsDivided = append(slices.Clone(p.GroupsDivided), "made up")
			return true
		},
		"a trust limit is made up": func(p *Plan, r *rand.Rand) bool {
			p.Trust = append(slices.Clone(p.Trust), Trust{Term: "made up", Party: "VER", Limit: 1})
			return true
		},
		"called infeasible": func(p *Plan, r *rand.Rand) bool { p.Status = Infeasible; return true },
		"conditional":       func(p *Plan, r *rand.Rand) bool { p.Conditional = !p.Conditional; return true },
		"a stage miscounts": func(p *Plan, r *rand.Rand) bool { p.Stages[0].People++; return true },
		"one left is lost": func(p *Plan, r *rand.Rand) bool {
			if len(p.Left) == 0 {
				return false
			}
			p.Left = p.Left[1:]
			return true
		},
		"a reason is made up": func(p *Plan, r *rand.Rand) bool {
			if len(p.Left) == 0 || p.Left[0].Reason == ReasonHome {
				return false
			}
			p.Left[0].Reason = ReasonHome
			return true
		},
		"two change places": func(p *Plan, r *rand.Rand) bool {
			for i := range p.Left {
				if p.Left[i].Reason == ReasonWish {
					p.Left[i].ID, p.Releases[0].ID = p.Releases[0].ID, p.Left[i].ID
					return true
				}
			}
			return false
		},
	}
	tried := map[string]int{}
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 9))
		people, terms := randomInstance(r, 11)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Status != Optimal || len(plan.Releases) == 0 {
			continue
		}
		for what, damage := range damages {
			bad := clonePlan(plan)
			if !damage(&bad, r) {
				continue
			}
			tried[what]++
			if Verify(people, terms, bad) == nil {
				t.Fatalf("instance %d: %s, and the plan still verifies\n%s", seed, what, describeInstance(people, terms))
			}
		}
	}
	for what := range damages {
		if tried[what] < 20 {
			t.Errorf("%s: tried %d times only", what, tried[what])
		}
	}
}

// Larger instances than can be tried out: the plan verifies, and neither the
// order of the list nor the budget changes who goes.
func TestPlanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		people, terms := randomInstance(rand.New(rand.NewPCG(seed, 11)), 120)
		plan, err := Solve(people, terms, Options{Nodes: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(people, terms, plan); err != nil {
			t.Fatalf("%v\n%s", err, describeInstance(people, terms))
		}
		for _, r := range plan.Releases {
			for _, p := range people {
				if p.ID == r.ID && (p.Wish == WishStay || p.Wish == WishThirdCountry && r.To == p.Home) {
					t.Fatalf("%s goes against his will", p.ID)
				}
			}
		}
		if plan.Status != Optimal || !plan.LotDrawn {
			return
		}
		mixed := slices.Clone(people)
		rand.New(rand.NewPCG(seed, 12)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		again, err := Solve(mixed, terms, Options{Nodes: 20_000})
		if err != nil {
			t.Fatal(err)
		}
		if again.Status == Optimal && again.LotDrawn && !slices.Equal(ids(plan), ids(again)) {
			t.Fatalf("the order of the list changes who goes: %q, %q", ids(plan), ids(again))
		}
	})
}

func ids(p Plan) []string {
	var out []string
	for _, r := range p.Releases {
		out = append(out, r.ID)
	}
	slices.Sort(out)
	return out
}

// Where the budget ends the plan never says optimal without proof.
func TestShortBudgets(t *testing.T) {
	t.Parallel()
	short := 0
	for seed := range uint64(400) {
		people, terms := randomInstance(rand.New(rand.NewPCG(seed, 4)), 11)
		plan, err := Solve(people, terms, Options{Nodes: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(people, terms, plan); err != nil {
			t.Fatalf("instance %d: %v", seed, err)
		}
		best, _ := bruteForce(people, terms)
		switch plan.Status {
		case Optimal:
			if best == nil || plan.Objective[0] != best[0] || plan.Home != best[1] {
				t.Fatalf("instance %d: called optimal with %v, best %v", seed, plan.Objective, best)
			}
		case Infeasible:
			if best != nil {
				t.Fatalf("instance %d: called infeasible", seed)
			}
		default:
			short++
			if best != nil && (plan.Bound[0] < best[0] || plan.Bound[0] == best[0] && plan.Bound[1] < best[1]) {
				t.Fatalf("instance %d: bounds %v are passed by %v", seed, plan.Bound, best)
			}
		}
	}
	if short < 10 {
		t.Errorf("only %d of 400 ran out of budget", short)
	}
}
