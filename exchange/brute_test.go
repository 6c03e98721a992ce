package exchange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A tiny instance: few enough people that every subset can be tried.
func randomInstance(r *rand.Rand, most int) ([]Person, *Terms) {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	parties := []string{"VER", "SOK", "HAN"}
	people := make([]Person, 1+r.IntN(most))
	plain := r.IntN(3) > 0 // most people of the list may go, and are much alike
	for i := range people {
		if side := r.IntN(2); plain && r.IntN(6) > 0 {
			people[i] = Person{ID: fmt.Sprint("p", i), Holder: parties[side], Home: parties[1-side], Wish: WishReturn,
				Sex: pick("f", "m"), Rank: pick("soldier", "officer"), CapturedOn: Date{int16(2022 + r.IntN(2)), 3, 1}, Born: Date{int16(1990 + 20*r.IntN(2)), 5, 0}}
			if r.IntN(4) == 0 {
				people[i].Finding, people[i].FitToTravel, people[i].Destination = FindingNeutral, FitYes, "NEU"
			}
			people[i].fillBlanks()
			continue
		}
		p := Person{ID: fmt.Sprint("p", i), Holder: pick("VER", "VER", "SOK", "SOK", "HAN"), Home: pick("VER", "SOK", "SOK", "VER", "HAN"),
			Wish: Wish(pick("return", "return", "return", "return", "return", "stay", "third_country", "unknown")),
			Sex:  pick("f", "m"), Rank: pick("soldier", "officer")}
		for p.Home == p.Holder && r.IntN(10) > 0 {
			p.Home = pick(parties...)
		}
		p.Finding = Finding(pick("none", "none", "none", "none", "none", "none", "110_direct", "110_neutral"))
		p.FitToTravel = Fitness(pick("yes", "yes", "yes", "yes", "unknown", "no"))
		p.Status = Status(pick("military", "military", "military", "military", "military", "civilian", "medical", "remains"))
		p.Hold = Hold(pick("none", "none", "none", "none", "none", "none", "prosecution", "sentence"))
		if r.IntN(3) > 0 {
			p.CapturedOn = Date{int16(2019 + r.IntN(5)), 1, 1}
		}
		if r.IntN(3) > 0 {
			p.Born = Date{int16(1970 + r.IntN(35)), 0, 0}
		}
		if r.IntN(3) == 0 {
			p.Priority = []string{pick("minors", "mothers")}
		}
		if r.IntN(4) == 0 {
			p.Destination = pick("HAN", "NEU")
		}
		p.fillBlanks()
		people[i] = p
	}
	for i := range people {
		switch r.IntN(8) {
		case 0:
			people[i].Group = []string{"crew"}
		case 1:
			people[i].Group = []string{"kin"}
		case 2:
			people[i].Group = []string{"kin", "crew"}
		}
	}
	var selector func(depth int) *Selector
	selector = func(depth int) *Selector {
		s := &Selector{}
		switch r.IntN(9) {
		case 0:
			return nil
		case 1:
			s.Sex = []string{"f"}
		case 2:
			s.Rank = []string{"officer"}
		case 3:
			s.Holder = []string{pick(parties...)}
		case 4:
			s.Home = []string{pick(parties...)}
		case 5:
			s.AgeUnder = 30
		case 6:
			s.CaptiveYears = 2
		case 7:
			s.Status = []string{"remains"}
			if depth > 0 {
				s.Status = []string{"civilian"}
			}
		case 8:
			if depth < 2 {
				s.Not = selector(depth + 1)
				if s.Not == nil || s.Not.remains() {
					s.Not = &Selector{Sex: []string{"m"}}
				}
			}
		}
		return s
	}
	t := &Terms{On: Date{2024, 6, 1}, Seed: fmt.Sprint(r.IntN(100)), Parties: parties, IfInterviewed: r.IntN(2) == 0}
	if r.IntN(2) == 0 {
		t.Priorities = []string{"mothers", "minors"}
	}
	two := func() [2]string {
		a := pick(parties...)
		for {
			if b := pick(parties...); b != a {
				return [2]string{a, b}
			}
		}
	}
	add := func(term Term) {
		term.Name = fmt.Sprint(term.Kind, len(t.List))
		t.List = append(t.List, term)
	}
	living := func() *Selector { return selector(1) }
	if plain {
		ratio := [][2]int64{{1, 1}, {1, 1}, {2, 1}, {2, 3}}[r.IntN(4)]
		if add(Term{Kind: KindParity, Between: [2]string{"VER", "SOK"}, Ratio: ratio}); r.IntN(3) == 0 {
			t.List[0] = Term{Name: "own", Kind: KindRelease, Way: Lane{From: "VER", Of: "SOK"}}
		}
	}
	for range 1 + r.IntN(6) {
		kind := r.IntN(18)
		if plain && kind >= 6 && kind <= 8 && r.IntN(3) > 0 {
			kind = 4
		}
		switch kind {
		case 0, 1, 2:
			add(Term{Kind: KindParity, Between: [2]string{"VER", "SOK"}, Ratio: [2]int64{1, 1}, People: selector(0)})
		case 3:
			add(Term{Kind: KindParity, Between: two(), Ratio: [2]int64{int64(1 + r.IntN(3)), int64(1 + r.IntN(2))},
				Categories: []Category{{"women", &Selector{Sex: []string{"f"}}}, {"officers", &Selector{Rank: []string{"officer"}}}}})
		case 4, 5:
			add(Term{Kind: KindAtMost, Count: int64(r.IntN(4)), People: selector(0)})
		case 6:
			add(Term{Kind: KindAtLeast, Count: int64(r.IntN(3)), People: selector(0)})
		case 7:
			add(Term{Kind: KindExactly, Count: int64(r.IntN(4)), People: selector(0)})
		case 8:
			add(Term{Kind: KindInclude, IDs: []string{people[r.IntN(len(people))].ID}})
		case 9:
			out := Term{Kind: KindExclude, IDs: []string{people[r.IntN(len(people))].ID}}
			if other := people[r.IntN(len(people))].ID; other != out.IDs[0] {
				out.IDs = append(out.IDs, other)
			}
			add(out)
		case 10:
			add(Term{Kind: KindAllForAll, Between: two(), People: selector(0)})
		case 11:
			a := two()
			d := Term{Kind: KindDeal, Returns: Lane{a[0], a[1], living()}, If: Lane{pick("SOK", "HAN"), "VER", living()}, Count: int64(1 + r.IntN(2))}
			if r.IntN(2) == 0 {
				d.Ratio = [2]int64{int64(1 + r.IntN(2)), int64(1 + r.IntN(2))}
			}
			add(d)
		case 12:
			add(Term{Kind: KindRelease, Way: Lane{pick(parties...), pick("", "VER", "SOK"), selector(0)}})
		case 13:
			add(Term{Kind: KindThirdCountry, Way: Lane{From: pick(parties...), People: living()}, To: pick("HAN", "NEU")})
		case 14:
			add(Term{Kind: KindCrossing, At: "bridge", PerDay: int64(1 + r.IntN(3)), Days: int64(r.IntN(3)), People: living()})
		case 16:
			add(Term{Kind: KindTogether, Groups: [][]string{{"crew"}, {"crew", "kin"}}[r.IntN(2)]})
		case 17:
			if r.IntN(2) == 0 {
				add(Term{Kind: KindApart, Groups: []string{"kin"}})
			} else {
				add(Term{Kind: KindApart, IDs: []string{people[r.IntN(len(people))].ID, people[len(people)-1].ID}})
			}
		case 15:
			add(Term{Kind: Kind(pick(string(KindConsent), string(KindRetain))), Way: Lane{From: pick(parties...), People: living()}})
		}
	}
	for range max(0, r.IntN(5)-2) {
		add(Term{Kind: KindNeutral, Way: Lane{From: pick("VER", "SOK"), People: living()}, To: pick("HAN", "NEU", "NEU"), Places: int64(r.IntN(3)), AfterYears: int64(2 * r.IntN(2))})
	}
	// Some terms may be dropped, some are alternatives.
	for i := range t.List {
		if t.List[i].Kind.mayDrop() && r.IntN(12) == 0 {
			t.List[i].Optional = true
		}
	}
	if r.IntN(10) == 0 {
		var can []int
		for i := range t.List {
			if t.List[i].Kind.mayDrop() && !t.List[i].Optional {
				can = append(can, i)
			}
		}
		if len(can) > 1 {
			for _, i := range can[:2] {
				t.List[i].OneOf = "which"
			}
		}
	}
	if len(t.List) > 1 && r.IntN(4) == 0 {
		add(Term{Kind: KindCondition, Says: "grain", Met: pick("yes", "no", ""), For: []string{t.List[0].Name}})
	}
	return people, t
}

// bruteForce tries every set of people, by the verifier's reading of the terms,
// and gives the best figures in the order of the tiers; nil if no set keeps the
// terms. Where several sets are best it gives them all.
func bruteForce(people []Person, t *Terms) (best []int64, sets [][]string) {
	var may []string
	for _, term := range t.List {
		if term.droppable() && !newAudit(people, t).waits[term.Name] {
			may = append(may, term.Name)
		}
	}
	for drop := range 1 << len(may) {
		a := newAudit(people, t)
		for i, name := range may {
			if drop>>i&1 == 1 {
				a.without[name] = true
			}
		}
		if a.choose(); len(a.faults) > 0 {
			continue
		}
		v, s := bruteForceWithout(a, people)
		switch c := slices.Compare(v, best); {
		case v == nil:
		case best == nil || c > 0:
			best, sets = v, s
		case c == 0:
			sets = append(sets, s...)
		}
	}
	return best, sets
}

func bruteForceWithout(a *audit, people []Person) (best []int64, sets [][]string) {
	var can []int
	to := make([]string, len(people))
	for i := range people {
		p := &people[i]
		where := p.Home
		if a.lawful(p, where) != "" {
			for _, term := range a.inForce(KindThirdCountry) {
				if a.lawful(p, term.To) == "" {
					where = term.To
					break
				}
			}
		}
		a.faults = nil
		one := make([]string, len(people))
		one[i] = where
		if a.ways(one); len(a.faults) == 0 {
			can = append(can, i)
			to[i] = where
		}
	}
	place := make([]string, len(people))
	for set := range 1 << len(can) {
		for k, i := range can {
			place[i] = ""
			if set>>k&1 == 1 {
				place[i] = to[i]
			}
		}
		a.faults = nil
		a.keepsTerms(place)
		// A crossing with days takes no more than its days allow.
		for _, c := range a.inForce(KindCrossing) {
			n := int64(0)
			for i := range place {
				if place[i] != "" && a.crossingOf(&people[i]) == c.Name {
					n++
				}
			}
			if c.Days > 0 && n > c.Days*c.PerDay {
				a.fail("too many")
			}
		}
		if len(a.faults) > 0 {
			continue
		}
		_, v := a.figures(place)
		switch c := slices.Compare(v, best); {
		case best == nil || c > 0:
			best, sets = v, [][]string{slices.Clone(place)}
		case c == 0:
			sets = append(sets, slices.Clone(place))
		}
	}
	return best, sets
}

// serialDraw is the lot by its definition: people in the order of their
// numbers, each goes if some best set with everybody drawn before has him.
func serialDraw(people []Person, seed string, sets [][]string) []string {
	order, draw := make([]int, len(people)), newLottery(seed)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := draw.number([]byte(people[a].ID)), draw.number([]byte(people[b].ID))
		if x < y {
			return -1
		}
		return 1
	})
	for _, i := range order {
		var with [][]string
		for _, s := range sets {
			if s[i] != "" {
				with = append(with, s)
			}
		}
		if len(with) > 0 {
			sets = with
		}
	}
	return sets[0]
}

func TestSolveAgainstEverySubset(t *testing.T) {
	t.Parallel()
	rounds := 8_000
	if testing.Short() {
		rounds = 500
	}
	var optimal, infeasible, drawn, home, again, taken int
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 4))
		people, terms := randomInstance(r, 11)
		plan, err := Solve(people, terms, Options{})
		if err != nil {
			t.Fatalf("instance %d: %v", seed, err)
		}
		best, sets := bruteForce(people, terms)
		if err := Verify(people, terms, plan); err != nil {
			t.Fatalf("instance %d: the plan does not verify: %v\n%s", seed, err, describeInstance(people, terms))
		}
		if best == nil {
			if plan.Status != Infeasible {
				t.Fatalf("instance %d: no set keeps the terms, but the plan is %s\n%s", seed, plan.Status, describeInstance(people, terms))
			}
			infeasible++
			checkConflict(t, seed, people, terms, plan)
			continue
		}
		if plan.Status != Optimal {
			t.Fatalf("instance %d: status %s, best %v\n%s", seed, plan.Status, best, describeInstance(people, terms))
		}
		optimal++
		place := make([]string, len(people))
		for _, rel := range plan.Releases {
			for i := range people {
				if people[i].ID == rel.ID {
					place[i] = rel.To
				}
			}
		}
		if _, got := figuresOf(people, terms, plan, place); !slices.Equal(got, best) {
			t.Fatalf("instance %d: figures %v, best %v\n%s", seed, got, best, describeInstance(people, terms))
		}
		if want := serialDraw(people, terms.Seed, sets); !slices.EqualFunc(place, want, func(a, b string) bool { return (a == "") == (b == "") }) {
			t.Fatalf("instance %d: the lot gives %q, the plan is %q (%d best sets)\n%s", seed, want, place, len(sets), describeInstance(people, terms))
		}
		if seed%4 == 0 {
			again += checkGains(t, seed, people, terms, plan)
		}
		if seed%8 == 0 {
			again += checkRemovals(t, seed, people, terms, plan)
		}
		taken += checkTakenIn(t, seed, people, terms, plan, place)
		if len(sets) > 1 {
			drawn++
		}
		if plan.Home > 1 {
			home++
		}
	}
	t.Logf("%d optimal (%d with several people home), %d infeasible, %d decided by lot, %d gains, %d taken in by neutral countries", optimal, home, infeasible, drawn, again, taken)
	if optimal < rounds/2 || infeasible < rounds/20 || drawn < rounds/20 || home < rounds/10 || again < rounds/100 || taken < rounds/100 {
		t.Error("the instances are too much alike to show anything")
	}
}

func figuresOf(people []Person, terms *Terms, plan Plan, place []string) ([]string, []int64) {
	a := newAudit(people, terms)
	a.drop(plan.Dropped)
	return a.figures(place)
}

// checkGains solves again, by trying every subset, with one unit more of every
// limit, and compares with what the plan says that brings. It gives how many
// bring somebody home.
func checkGains(t *testing.T, seed uint64, people []Person, terms *Terms, plan Plan) int {
	t.Helper()
	gains := 0
	for i, term := range terms.List {
		for _, change := range []struct {
			kind  Kind
			count int64
			words string
		}{
			{KindAtMost, 1, fmt.Sprintf("at most %d instead of %d", term.Count+1, term.Count)},
			{KindAtLeast, -1, fmt.Sprintf("at least %d instead of %d", term.Count-1, term.Count)},
			{KindExactly, 1, fmt.Sprintf("exactly %d instead of %d", term.Count+1, term.Count)},
			{KindExactly, -1, fmt.Sprintf("exactly %d instead of %d", term.Count-1, term.Count)},
		} {
			if term.Kind != change.kind || term.Count+change.count < 0 || newAudit(people, terms).waits[term.Name] {
				continue
			}
			relaxed := *terms
			relaxed.List = slices.Clone(terms.List)
			relaxed.List[i].Count += change.count
			want := int64(0)
			if best, _ := bruteForce(people, &relaxed); best != nil {
				want = max(0, best[1]-plan.Home)
			}
			got := int64(0)
			for _, u := range plan.Unlock {
				if u.Term == term.Name && u.Change == change.words {
					got = u.Gain
					if !u.Proved {
						t.Fatalf("instance %d: %+v is not proved", seed, u)
					}
				}
			}
			if got != want {
				t.Fatalf("instance %d: %s %s brings %d, the plan says %d\n%s", seed, term.Name, change.words, want, got, describeInstance(people, terms))
			}
			if got > 0 {
				gains++
			}
		}
	}
	return gains
}

// checkRemovals solves again, by trying every subset, without what each term
// asks, and compares with what the plan says that brings.
func checkRemovals(t *testing.T, seed uint64, people []Person, terms *Terms, plan Plan) int {
	t.Helper()
	gains := 0
	if slices.ContainsFunc(terms.List, func(term Term) bool { return term.droppable() }) {
		// What a way opens then hangs on another term: only limits that may be dropped
		// are taken away, by limits that ask nothing.
		for i, term := range terms.List {
			if !term.droppable() || term.Kind.opens() || newAudit(people, terms).waits[term.Name] {
				continue
			}
			changed := *terms
			changed.List = slices.Clone(terms.List)
			changed.List[i] = Term{Name: term.Name, Kind: KindAtLeast, Optional: term.Optional, OneOf: term.OneOf}
			want, got := int64(0), int64(0)
			if best, _ := bruteForce(people, &changed); best != nil {
				want = max(0, best[1]-plan.Home)
			}
			for _, u := range plan.Unlock {
				if u.Term == term.Name && u.Removed {
					got = u.Gain
				}
			}
			if got != want {
				t.Fatalf("instance %d: without %s %d more come home, the plan says %d\n%s", seed, term.Name, want, got, describeInstance(people, terms))
			}
			if got > 0 {
				gains++
			}
		}
		return gains
	}
	for i, term := range terms.List {
		waits := newAudit(people, terms).waits[term.Name]
		changed := *terms
		changed.List = slices.Clone(terms.List)
		removed := term.Kind != KindCondition
		var best []int64
		switch term.Kind {
		case KindCondition:
			if changed.List[i].Met = "yes"; term.Met == "yes" {
				continue
			}
			best, _ = bruteForce(people, &changed)
		case KindCrossing:
			changed.List[i].Days = 0
			best, _ = bruteForce(people, &changed)
		case KindExclude, KindRetain:
			if len(term.IDs) > 1 && !waits {
				checkOneName(t, seed, people, terms, plan, i)
			}
			changed.List = slices.Delete(changed.List, i, i+1)
			best, _ = bruteForce(people, &changed)
		default:
			changed.List = slices.Delete(changed.List, i, i+1)
			best, _ = bruteForceOpened(people, &changed, terms)
		}
		want := int64(0)
		if best != nil && !waits {
			want = max(0, best[1]-plan.Home)
		}
		got := int64(0)
		for _, u := range plan.Unlock {
			if u.Term == term.Name && u.Removed == removed && (removed || u.Change == "the condition is met") {
				got = u.Gain
				if !u.Proved && got < want { // "at least so many"
					got = want
				}
			}
		}
		if got != want {
			t.Fatalf("instance %d: without %s %d more come home, the plan says %d\n%s", seed, term.Name, want, got, describeInstance(people, terms))
		}
		if got > 0 {
			gains++
		}
	}
	return gains
}

// checkTakenIn draws up by the definition whom neutral countries take in, by the
// verifier's reading of law and selectors.
func checkTakenIn(t *testing.T, seed uint64, people []Person, terms *Terms, plan Plan, place []string) int {
	t.Helper()
	a, draw := newAudit(people, terms), newLottery(terms.Seed)
	free := map[string]bool{}
	for i, p := range people {
		free[p.ID] = place[i] == ""
	}
	var want []Accommodation
	for _, term := range a.inForceInOrder(KindNeutral) {
		var list []*Person
		for i := range people {
			if p := &people[i]; free[p.ID] && a.takenIn(p, term) {
				list = append(list, p)
			}
		}
		slices.SortFunc(list, func(p, q *Person) int {
			if a.first(p, q) || !a.first(q, p) && draw.number([]byte(p.ID)) < draw.number([]byte(q.ID)) {
				return -1
			}
			return 1
		})
		if term.Places > 0 {
			list = list[:min(len(list), int(term.Places))]
		}
		for _, p := range list {
			free[p.ID] = false
			want = append(want, Accommodation{p.ID, p.Holder, term.To, term.Name})
		}
	}
	got := slices.Clone(plan.Accommodated)
	for _, list := range [][]Accommodation{want, got} {
		slices.SortFunc(list, func(x, y Accommodation) int { return strings.Compare(x.ID, y.ID) })
	}
	if !slices.Equal(got, want) {
		t.Fatalf("instance %d: taken in %+v, want %+v\n%s", seed, got, want, describeInstance(people, terms))
	}
	return len(got)
}

// checkOneName lets one of the people go whom an exclusion names, each in turn.
func checkOneName(t *testing.T, seed uint64, people []Person, terms *Terms, plan Plan, i int) {
	t.Helper()
	want, got := int64(0), int64(0)
	for k := range terms.List[i].IDs {
		changed := *terms
		changed.List = slices.Clone(terms.List)
		changed.List[i].IDs = slices.Delete(slices.Clone(terms.List[i].IDs), k, k+1)
		if best, _ := bruteForce(people, &changed); best != nil {
			want = max(want, best[1]-plan.Home)
		}
	}
	for _, u := range plan.Unlock {
		if u.Term == terms.List[i].Name && !u.Removed {
			got = u.Gain
		}
	}
	if got != want {
		t.Fatalf("instance %d: with one of %q %d more come home, the plan says %d\n%s", seed, terms.List[i].IDs, want, got, describeInstance(people, terms))
	}
}

// checkConflict shows that the terms named conflict and that each is needed.
func checkConflict(t *testing.T, seed uint64, people []Person, terms *Terms, plan Plan) {
	t.Helper()
	if len(plan.Conflict) == 0 {
		t.Fatalf("instance %d: infeasible, but no conflict is named", seed)
	}
	if slices.ContainsFunc(terms.List, func(term Term) bool { return term.droppable() }) {
		return // what of alternatives conflicts is not a set of terms alone
	}
	for _, out := range append(plan.Conflict, "") {
		less := *terms
		less.List = nil
		for _, term := range terms.List {
			limits := !slices.Contains(plan.Conflict, term.Name) || term.Name == out
			if limits && term.Kind != KindExclude && term.Kind != KindConsent && term.Kind != KindRetain && term.Kind != KindThirdCountry && term.Kind != KindCondition {
				// Keep the way it opens, drop what it asks.
				continue
			}
			less.List = append(less.List, term)
		}
		for i, term := range terms.List { // what letting go of one term of the conflict brings
			if term.Name != out || term.Kind == KindCrossing {
				continue
			}
			without := *terms
			without.List = slices.Delete(slices.Clone(terms.List), i, i+1)
			best, _ := bruteForceOpened(people, &without, terms)
			at := slices.IndexFunc(plan.Unlock, func(u Unlock) bool { return u.Term == out && u.Removed })
			if (best == nil) != (at < 0) || best != nil && (!plan.Unlock[at].Proved || plan.Unlock[at].Gain != best[1]) {
				t.Fatalf("instance %d: without %s best is %v, the plan says %+v\n%s", seed, out, best, plan.Unlock, describeInstance(people, terms))
			}
		}
		if out == "" {
			if best, _ := bruteForceOpened(people, &less, terms); best != nil {
				t.Fatalf("instance %d: the conflict %q can be kept\n%s", seed, plan.Conflict, describeInstance(people, terms))
			}
		} else if best, _ := bruteForceOpened(people, &less, terms); best == nil {
			t.Fatalf("instance %d: the conflict %q stands without %q\n%s", seed, plan.Conflict, out, describeInstance(people, terms))
		}
	}
}

// bruteForceOpened tries every set under the terms of less, over the ways that
// all of terms open: anything of all's people is released by added terms.
func bruteForceOpened(people []Person, less, all *Terms) ([]int64, [][]string) {
	a := newAudit(people, all)
	var ids []string
	for i := range people {
		p := &people[i]
		if a.opened(p) {
			ids = append(ids, p.ID)
		}
	}
	wide := *less
	wide.List = slices.Clone(less.List)
	if len(ids) > 0 {
		for _, s := range []*Selector{{ID: ids}, {ID: ids, Status: []string{"remains"}}} {
			wide.List = append(wide.List, Term{Name: "opened", Kind: KindRelease, Way: Lane{People: s}})
		}
	}
	return bruteForce(people, &wide)
}

func describeInstance(people []Person, t *Terms) string {
	s := fmt.Sprintf("on %s, interviews %v\n", t.On, t.IfInterviewed)
	for _, p := range people {
		s += fmt.Sprintf("  %+v\n", p)
	}
	for _, term := range t.List {
		s += fmt.Sprintf("  %s %s: %+v people %+v\n", term.Name, term.Kind, term, term.People)
	}
	return s
}
