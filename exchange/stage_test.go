package exchange

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A staging instance: everybody may go, so only crossings, groups and trust
// limits decide.
func stagingInstance(r *rand.Rand, most int) ([]Person, *Terms) {
	parties := []string{"VER", "SOK", "HAN"}[:2+r.IntN(2)]
	people := make([]Person, 1+r.IntN(most))
	grouped := r.IntN(2) == 0
	for i := range people {
		a := r.IntN(len(parties))
		p := Person{ID: fmt.Sprint("p", i), Holder: parties[a], Home: parties[(a+1+r.IntN(len(parties)-1))%len(parties)], Wish: WishReturn, FitToTravel: FitYes}
		if r.IntN(8) == 0 {
			p.Finding = FindingDirect
		}
		if r.IntN(10) == 0 {
			p.Wish = WishThirdCountry
		}
		if r.IntN(3) == 0 {
			p.CapturedOn = Date{int16(2019 + r.IntN(5)), 1, 1}
		}
		if grouped && r.IntN(2) == 0 {
			p.Group = []string{fmt.Sprint("g", r.IntN(3))}
		}
		if r.IntN(2) == 0 {
			p.Sex = "f"
		}
		p.fillBlanks()
		people[i] = p
	}
	t := &Terms{On: Date{2024, 6, 1}, Parties: parties}
	for _, p := range parties {
		t.List = append(t.List, Term{Name: "from " + p, Kind: KindRelease, Way: Lane{From: p}},
			Term{Name: "other " + p, Kind: KindThirdCountry, Way: Lane{From: p}, To: "NEU"})
	}
	for k := range r.IntN(3) {
		c := Term{Name: fmt.Sprint("crossing ", k), Kind: KindCrossing, At: fmt.Sprint("bridge ", k), PerDay: int64(1 + r.IntN(4))}
		if k == 0 && r.IntN(2) == 0 {
			c.People = &Selector{Sex: []string{"f"}}
		}
		if r.IntN(4) == 0 {
			c.Days = int64(1 + r.IntN(4))
			c.PerDay = max(c.PerDay, (int64(len(people))+c.Days-1)/c.Days)
		}
		t.List = append(t.List, c)
	}
	for k := range r.IntN(4) {
		term := Term{Name: fmt.Sprint("trust ", k), Kind: KindTrust, Ahead: [2]int64{int64(1 + r.IntN(3)), int64(1 + r.IntN(3))}}
		if r.IntN(3) == 0 {
			term.Party = parties[r.IntN(len(parties))]
		} else {
			a := r.IntN(len(parties))
			term.Between = [2]string{parties[a], parties[(a+1)%len(parties)]}
		}
		t.List = append(t.List, term)
	}
	return people, t
}

// fewestStages tries every way to put people into stages, one set after the
// other, and gives the least number; 0 if there is none. whole keeps groups
// together. A set may go in a stage if every order of it keeps every limit,
// which is tried by letting any part of it go first.
func fewestStages(people []Person, t *Terms, plan Plan, whole bool) int {
	a := newAudit(people, t)
	var who []int    // people who are not owed
	var owed []int64 // per crossing
	crossings := a.inForce(KindCrossing)
	owed = make([]int64, len(crossings))
	crossing := make([]int, len(plan.Releases))
	for k, r := range plan.Releases {
		crossing[k] = slices.IndexFunc(crossings, func(c *Term) bool { return c.Name == a.crossingOf(&people[a.index.find(r.ID)]) })
		if !r.Owed {
			who = append(who, k)
		} else if crossing[k] >= 0 {
			owed[crossing[k]]++
		}
	}
	room := func(c, day int) int64 {
		if d := crossings[c].Days; d > 0 && int64(day) > d {
			return 0
		}
		left := crossings[c].PerDay
		for n := int64(0); n < owed[c]; n++ {
			if n/crossings[c].PerDay == int64(day-1) {
				left--
			}
		}
		return left
	}
	lead := func(gone uint, limit Trust) (n int64) { // times Gets
		for x, k := range who {
			r := plan.Releases[k]
			if gone>>x&1 == 0 || r.ThirdCountry {
				continue
			}
			if r.From == limit.Party && (limit.Towards == "" || limit.Towards == r.To) {
				n += limit.Gets
			}
			if r.To == limit.Party && (limit.Towards == "" || limit.Towards == r.From) {
				n -= limit.Gives
			}
		}
		return n
	}
	within := make([]bool, 1<<len(who)) // all limits are kept when exactly these have gone
	for gone := range within {
		within[gone] = true
		for _, limit := range plan.Trust {
			if limit.Gets > 0 && limit.Gives > 0 && lead(uint(gone), limit) > limit.Limit*limit.Gets {
				within[gone] = false
			}
		}
	}
	together := func(set uint) bool {
		for x, k := range who {
			for y, l := range who {
				p, q := &people[a.index.find(plan.Releases[k].ID)], &people[a.index.find(plan.Releases[l].ID)]
				if set>>x&1 == set>>y&1 || p.Holder != q.Holder || plan.Releases[k].To != plan.Releases[l].To || crossing[k] != crossing[l] {
					continue
				}
				for _, g := range p.Group {
					if slices.Contains(q.Group, g) && (crossing[k] >= 0 || len(plan.Trust) > 0) {
						return false
					}
				}
			}
		}
		return true
	}
	all := uint(1)<<len(who) - 1
	reached := map[uint]bool{0: true}
	first := 1 // the owed may need more days than anybody else
	for c := range crossings {
		for int64(first)*crossings[c].PerDay < owed[c] {
			first++
		}
	}
	for day := 1; day <= len(people)+2; day++ {
		if reached[all] && day > first {
			break
		}
		next := map[uint]bool{}
		for gone := range reached {
			next[gone] = true
			rest := all &^ gone
			for set := rest; set > 0; set = (set - 1) & rest {
				if whole && !together(gone|set) {
					continue
				}
				load := make([]int64, len(crossings))
				for x, k := range who {
					if set>>x&1 == 1 && crossing[k] >= 0 {
						load[crossing[k]]++
					}
				}
				fits := true
				for c := range crossings {
					fits = fits && load[c] <= room(c, day)
				}
				for part := set; fits && part > 0; part = (part - 1) & set {
					fits = within[gone|part]
				}
				if fits {
					next[gone|set] = true
				}
			}
		}
		reached = next
		if reached[all] && day >= first {
			return day
		}
	}
	return 0
}

// Least stages, against every way to put people into stages.
func TestFewestStagesAgainstEverySchedule(t *testing.T) {
	t.Parallel()
	rounds, most := 1500, 8
	if testing.Short() {
		rounds, most = 300, 7
	}
	var several, divided, none, trusted, groups int
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 21))
		people, terms := stagingInstance(r, most)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(people, terms, plan); err != nil {
			t.Fatalf("instance %d: %v\n%s", seed, err, describeInstance(people, terms))
		}
		if plan.Status == Undecided {
			// Try the same people without trust and days: who goes is the same.
			free := *terms
			free.List = nil
			for _, term := range terms.List {
				if term.Kind != KindTrust {
					free.List = append(free.List, term)
				}
			}
			plan, err = Solve(people, &free, Options{})
			if err != nil {
				t.Fatal(err)
			}
			plan.Trust = trusts(terms, newLaw(terms).inForce, plan.Releases)
			if n := fewestStages(people, terms, plan, false); n != 0 {
				t.Fatalf("instance %d: no stages found, but %d are enough\n%s", seed, n, describeInstance(people, terms))
			}
			none++
			continue
		}
		if len(plan.Releases) == 0 {
			continue
		}
		if len(plan.GroupsDivided) > 0 {
			divided++
			if n := fewestStages(people, terms, plan, true); n != 0 {
				t.Fatalf("instance %d: groups are divided, but %d stages keep them whole\n%s", seed, n, describeInstance(people, terms))
			}
			continue
		}
		want := fewestStages(people, terms, plan, true)
		if len(plan.Stages) != want || plan.StageBound != want {
			t.Fatalf("instance %d: %d stages, at least %d; the least is %d\n%s", seed, len(plan.Stages), plan.StageBound, want, describeInstance(people, terms))
		}
		if want > 1 {
			several++
		}
		if len(plan.Trust) > 0 && want > 1 {
			trusted++
		}
		if slices.ContainsFunc(people, func(p Person) bool { return len(p.Group) > 0 }) && want > 1 {
			groups++
		}
	}
	t.Logf("%d of several stages (%d under trust limits, %d with groups), %d with groups divided, %d without stages", several, trusted, groups, divided, none)
	if several < rounds/5 || trusted < rounds/10 || groups < rounds/10 || divided < rounds/200 {
		t.Error("the instances are too much alike to show anything")
	}
}

var handovers = flag.Int("handovers", 20_000, "handovers to simulate")

// Handovers with failures: people who are not produced, crossings that close,
// days that break off, parties that hold theirs back. Those at the crossing ask
// the balance before everyone; no limit is ever exceeded, counted here from the
// list of who has crossed. Without failures the plan's stages go through in any
// order without being held back once.
func TestSimulatedHandovers(t *testing.T) {
	t.Parallel()
	done, held, failed, full := 0, 0, 0, 0
	for seed := uint64(0); done < *handovers; seed++ {
		r := rand.New(rand.NewPCG(seed, 22))
		people, terms := stagingInstance(r, 60)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Releases) == 0 || len(plan.Trust) == 0 {
			continue
		}
		for _, failing := range []bool{false, true, true} {
			b := NewBalance(plan)
			var crossed []Release
			refusing := ""
			if failing && r.IntN(2) == 0 {
				refusing = terms.Parties[r.IntN(len(terms.Parties))] // releases nobody any more, from some stage on
			}
			from := 1 + r.IntN(len(plan.Stages))
			for stage := 1; stage <= len(plan.Stages); stage++ {
				var today []Release
				for _, rel := range plan.Releases {
					if rel.Stage == stage {
						today = append(today, rel)
					}
				}
				r.Shuffle(len(today), func(i, j int) { today[i], today[j] = today[j], today[i] })
				if failing && r.IntN(6) == 0 {
					today = today[:r.IntN(len(today)+1)] // the day breaks off
				}
				for _, rel := range today {
					done++
					if failing && (r.IntN(10) == 0 || rel.From == refusing && stage >= from) {
						failed++
						continue // not produced
					}
					if limit, ok := b.May(rel); !ok {
						if !failing {
							t.Fatalf("instance %d: stage %d of the plan is held back by %s\n%s", seed, stage, limit.Term, describeInstance(people, terms))
						}
						held++
						continue
					}
					b.Delivered(rel)
					crossed = append(crossed, rel)
					for c, lead := range leads(plan, crossed) {
						if lead > float64(plan.Trust[c].Limit)+1e-9 {
							t.Fatalf("instance %d: %s is ahead by %v, more than %d", seed, plan.Trust[c].Party, lead, plan.Trust[c].Limit)
						}
					}
				}
			}
			if len(crossed) == len(plan.Releases) {
				full++
			}
		}
	}
	t.Logf("%d handovers, %d not produced, %d held back by a limit, %d complete", done, failed, held, full)
	if held < *handovers/200 || failed < *handovers/50 || full == 0 {
		t.Error("the simulation shows nothing")
	}
}

// leads counts from who has crossed how far each party of the limits is ahead,
// by the definition.
func leads(p Plan, crossed []Release) []float64 {
	out := make([]float64, len(p.Trust))
	for c, t := range p.Trust {
		if t.Gives == 0 || t.Gets == 0 {
			continue
		}
		for _, r := range crossed {
			if r.Owed || r.Remains || r.ThirdCountry {
				continue
			}
			if r.From == t.Party && (t.Towards == "" || t.Towards == r.To) {
				out[c]++
			}
			if r.To == t.Party && (t.Towards == "" || t.Towards == r.From) {
				out[c] -= float64(t.Gives) / float64(t.Gets)
			}
		}
	}
	return out
}

// A handover between many parties of which each gets back as many as it gives
// always has stages, whatever limits of at least one (see greedy).
func TestManyPartiesAlwaysHaveStages(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 23))
		n := 3 + r.IntN(6)
		terms := &Terms{On: Date{2024, 6, 1}}
		for i := range n {
			terms.Parties = append(terms.Parties, fmt.Sprint("P", i))
			terms.List = append(terms.List, Term{Name: fmt.Sprint("release ", i), Kind: KindRelease, Way: Lane{From: fmt.Sprint("P", i)}},
				Term{Name: fmt.Sprint("trust ", i), Kind: KindTrust, Party: fmt.Sprint("P", i), Ahead: [2]int64{int64(1 + r.IntN(3))}})
		}
		terms.List = append(terms.List, Term{Name: "bridge", Kind: KindCrossing, At: "bridge", PerDay: int64(1 + r.IntN(40))})
		var people []Person
		for range 1 + r.IntN(40) { // rings of parties: each gives and gets one
			ring := r.Perm(n)[:2+r.IntN(n-1)]
			for i, from := range ring {
				p := Person{ID: fmt.Sprint("p", len(people)), Holder: terms.Parties[from], Home: terms.Parties[ring[(i+1)%len(ring)]], Wish: WishReturn}
				p.fillBlanks()
				people = append(people, p)
			}
		}
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if plan.Status != Optimal || len(plan.Releases) != len(people) {
			t.Fatalf("instance %d: %s, %d of %d go: %q", seed, plan.Status, len(plan.Releases), len(people), plan.Notes)
		}
		if err := Verify(people, terms, plan); err != nil {
			t.Fatalf("instance %d: %v", seed, err)
		}
	}
}

// Where the stages are proved to be the fewest, no two that follow each other
// can be made one: a plan that does so, with every count put right, is rejected.
func TestVerifyRejectsMergedStages(t *testing.T) {
	rejected := 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 24))
		people, terms := stagingInstance(r, 12)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if plan.StageBound != len(plan.Stages) || len(plan.Stages) < 2 {
			continue
		}
		at := 1 + r.IntN(len(plan.Stages)-1)
		plan.Releases = slices.Clone(plan.Releases)
		for k := range plan.Releases {
			if plan.Releases[k].Stage > at {
				plan.Releases[k].Stage--
			}
		}
		plan.tellStages()
		plan.StageBound = len(plan.Stages)
		if Verify(people, terms, plan) == nil {
			t.Fatalf("instance %d: stages %d and %d are one, and the plan still verifies\n%s", seed, at, at+1, describeInstance(people, terms))
		}
		rejected++
	}
	if rejected < 100 {
		t.Errorf("%d plans tried only", rejected)
	}
}

func TestTrustOfASheet(t *testing.T) {
	head := "on: 2025-01-13\nparties: [VER, SOK]\nterms:\n"
	for body, want := range map[string]string{
		"  - trust: {between: [VER, SOK], ahead: 5}\n":                 "",
		"  - trust: {between: [VER, SOK], ahead: [5, 1]}\n":            "",
		"  - trust: {party: VER, ahead: 5}\n":                          "",
		"  - trust: {party: VER, ahead: [5, 1]}\n":                     "terms, line 4: trust: one party has one number; write ahead: N",
		"  - trust: {between: [VER, SOK], party: VER, ahead: 5}\n":     "terms, line 4: trust: expected between: [A, B] or party: A, one of the two",
		"  - trust: {ahead: 5}\n":                                      "terms, line 4: trust: expected between: [A, B] or party: A, one of the two",
		"  - trust: {between: [VER, SOK], ahead: 0}\n":                 `terms, line 4: trust, ahead: expected a whole number from 1 to 1000000000, found "0"`,
		"  - trust: {between: [VER, SOK], ahead: [1, 2, 3]}\n":         "terms, line 4: trust, ahead: expected one number, or two in the order of between",
		"  - trust: {party: HAN, ahead: 5}\n":                          `terms, line 4: trust, party: "HAN" is not among the parties VER, SOK`,
		"  - trust: {between: [VER, SOK], ahead: 5, people: {sex: f}}": `terms, line 4: trust: "people" is not known here; expected between, party, ahead`,
	} {
		_, err := ReadTerms(strings.NewReader(head + body))
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

// Whoever the tiers put first goes no later than others the same way over the same
// crossing: if the handover breaks off, he is home. The owed wait for nobody.
func TestFirstByTheTiersGoFirst(t *testing.T) {
	t.Parallel()
	compared, before := 0, 0
	for seed := range uint64(400) {
		people, terms := stagingInstance(rand.New(rand.NewPCG(seed, 27)), 40)
		for i := range people {
			people[i].Group = nil
			if i%5 == 0 {
				people[i].Priority = []string{"minors"}
			}
		}
		terms.Priorities = []string{"minors"}
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		a := newAudit(people, terms)
		for _, r := range plan.Releases {
			for _, s := range plan.Releases {
				p, q := &people[a.index.find(r.ID)], &people[a.index.find(s.ID)]
				if r.From != s.From || r.To != s.To || a.crossingOf(p) != a.crossingOf(q) || r.ThirdCountry {
					continue
				}
				compared++
				if (r.Owed && !s.Owed && a.crossingOf(p) != "" || r.Owed == s.Owed && !r.Owed && a.first(p, q)) && r.Stage > s.Stage {
					t.Fatalf("instance %d: %s goes in stage %d, %s in stage %d", seed, r.ID, r.Stage, s.ID, s.Stage)
				}
				if r.Stage < s.Stage {
					before++
				}
			}
		}
	}
	if compared < 1000 || before < 100 {
		t.Errorf("%d compared, %d of them in different stages", compared, before)
	}
}

// What a plan says one person more of a trust limit, or none, would save in stages
// is what a plan under the changed sheet takes.
func TestWhatTrustCostsInStages(t *testing.T) {
	t.Parallel()
	tried := 0
	for seed := range uint64(400) {
		people, terms := stagingInstance(rand.New(rand.NewPCG(seed, 28)), 30)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, term := range terms.List {
			var now int
			told := [2]int{}
			for _, n := range plan.Notes {
				for k, words := range []string{"with one person more in ", "without "} {
					fmt.Sscanf(n, "the handover takes %d stages; "+words+strconv.Quote(term.Name)+" %d", &now, &told[k])
				}
			}
			if term.Kind != KindTrust {
				continue
			}
			for k, want := range told {
				if want == 0 {
					continue
				}
				sheet := *terms
				sheet.List = slices.Clone(terms.List)
				if k == 0 {
					sheet.List[i].Ahead = [2]int64{term.Ahead[0] + 1, term.Ahead[1] + 1}
				} else {
					sheet.List = slices.Delete(sheet.List, i, i+1)
				}
				again, err := Solve(people, &sheet, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if len(again.Releases) != len(plan.Releases) {
					continue // more can be handed over then: another plan
				}
				if len(again.Stages) != want {
					t.Fatalf("instance %d: %s: %d stages, the plan says %d of %d\n%s", seed, term.Name, len(again.Stages), want, now, describeInstance(people, terms))
				}
				tried++
			}
		}
	}
	if tried < 50 {
		t.Errorf("%d changes tried only", tried)
	}
}

// Figures of trust limits and stages that are not true are found one by one.
func TestVerifyRejectsForgedStages(t *testing.T) {
	t.Parallel()
	forgeries := map[string]func(p *Plan, r *rand.Rand) bool{
		"a lead": func(p *Plan, r *rand.Rand) bool {
			c := r.IntN(len(p.Trust))
			if p.Trust[c].Gives == 0 || p.Trust[c].Gets == 0 {
				return false
			}
			s := &p.Stages[r.IntN(len(p.Stages))]
			s.Ahead = slices.Clone(s.Ahead)
			s.Ahead[c] += int64(1 - 2*r.IntN(2))
			return true
		},
		"a limit":  func(p *Plan, r *rand.Rand) bool { p.Trust[r.IntN(len(p.Trust))].Limit++; return true },
		"a sum":    func(p *Plan, r *rand.Rand) bool { p.Trust[r.IntN(len(p.Trust))].Gives++; return true },
		"no limit": func(p *Plan, r *rand.Rand) bool { p.Trust = p.Trust[1:]; return true },
		"order": func(p *Plan, r *rand.Rand) bool {
			p.Stages[0], p.Stages[len(p.Stages)-1] = p.Stages[len(p.Stages)-1], p.Stages[0]
			return len(p.Stages) > 1
		},
		"home if it breaks off": func(p *Plan, r *rand.Rand) bool { p.Stages[r.IntN(len(p.Stages))].HomeSoFar++; return true },
		"too late": func(p *Plan, r *rand.Rand) bool {
			p.Releases[r.IntN(len(p.Releases))].Stage = len(p.Stages) + 1
			return true
		},
	}
	tried := map[string]int{}
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 26))
		people, terms := stagingInstance(r, 20)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Trust) == 0 || len(plan.Stages) == 0 {
			continue
		}
		for what, forge := range forgeries {
			bad := clonePlan(plan)
			bad.Trust = slices.Clone(plan.Trust)
			if !forge(&bad, r) {
				continue
			}
			tried[what]++
			if Verify(people, terms, bad) == nil {
				t.Fatalf("instance %d: %s is forged, and the plan still verifies: %+v\n%s", seed, what, bad, describeInstance(people, terms))
			}
		}
	}
	for what := range forgeries {
		if tried[what] < 50 {
			t.Errorf("%s: tried %d times only", what, tried[what])
		}
	}
}

// 100,000 people, six parties, families and a bridge, under trust limits
// between all.
func BenchmarkStages(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 25))
	t := &Terms{On: Date{2024, 6, 1}, Parties: []string{"A", "B", "C", "D", "E", "F"}}
	for i, p := range t.Parties {
		for _, q := range t.Parties[i+1:] {
			t.List = append(t.List, Term{Name: p + q, Kind: KindParity, Between: [2]string{p, q}, Ratio: [2]int64{1, 1}},
				Term{Name: "trust " + p + q, Kind: KindTrust, Between: [2]string{p, q}, Ahead: [2]int64{50, 40}})
		}
	}
	t.List = append(t.List, Term{Name: "bridge", Kind: KindCrossing, At: "bridge", PerDay: 1000})
	people := make([]Person, 100_000)
	for i := range people {
		a := r.IntN(6)
		people[i] = Person{ID: fmt.Sprint("p", i), Holder: t.Parties[a], Home: t.Parties[(a+1+r.IntN(5))%6], Wish: WishReturn}
		if r.IntN(10) == 0 {
			people[i].Group = []string{fmt.Sprint("family ", r.IntN(10_000))}
		}
		people[i].fillBlanks()
	}
	b.ResetTimer()
	for range b.N {
		plan, err := Solve(people, t, Options{})
		if err != nil || plan.Status != Optimal || len(plan.GroupsDivided) > 0 {
			b.Fatal(err, plan.Status, plan.Notes)
		}
		b.ReportMetric(float64(len(plan.Stages)), "stages")
		b.ReportMetric(float64(plan.StageBound), "bound")
	}
}
