package exchange

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
)

// Verify checks a plan against the people and the terms it was made from. It
// shares no code with the solver: it reads the law, the terms and the counts
// anew, one person at a time, in the plainest way there is.
//
// It checks that nobody goes against his will or twice or to the wrong place,
// that everybody owed goes, that every term is kept, that the crossings' days
// are, that everybody of the list either goes or is left with a reason that
// his row bears out, and that all counts and figures of the plan are true. It
// proves its bounds, or that the terms cannot stand together, from the plan's
// certificate (verify_bounds.go). The lot between classes it does not draw again.
func Verify(people []Person, t *Terms, plan Plan) error {
	_, err := Examine(people, t, plan)
	return err
}

// Examine is [Verify], and says besides what the plan claims that was not checked,
// each in the words of "not checked: ...".
func Examine(people []Person, t *Terms, plan Plan) (unchecked []string, err error) {
	a := newAudit(people, t)
	err = a.plan(plan)
	return a.unchecked, err
}

// plan checks a plan.
func (a *audit) plan(plan Plan) error {
	a.drop(plan.Dropped)
	if a.index.twice {
		return errors.New("verifying: the list of people has the same id twice")
	}
	goes := a.releases(plan.Releases)
	if plan.Status == Infeasible || plan.Status == Undecided {
		if len(plan.Releases) > 0 {
			a.fail("the plan is %s and yet releases people", plan.Status)
		}
		if len(plan.Accommodated) > 0 {
			a.fail("the plan is %s and yet has people taken in", plan.Status)
		}
		a.left(plan, goes)
		a.bounds(plan, goes)
		a.unlocks(&plan)
		return errors.Join(a.faults...)
	}
	if plan.Status != Optimal && plan.Status != Feasible {
		a.fail("the status %q is none a plan can have", plan.Status)
	}
	// What is proved of classes and what is read person by person have nothing to
	// do with each other.
	proofs := *a
	proofs.faults = nil
	var wait sync.WaitGroup
	wait.Go(func() { proofs.bounds(plan, goes) })
	a.ways(goes)
	a.keepsTerms(goes)
	a.choose()
	a.owedGo(goes)
	a.left(plan, goes)
	a.counts(plan, goes)
	a.stages(plan)
	a.accommodated(plan, goes)
	a.unlocks(&plan)
	wait.Wait()
	a.unchecked = append(a.unchecked, proofs.unchecked...)
	return errors.Join(append(a.faults, proofs.faults...)...)
}

// bounds checks the certificate. The list is coded for that, and the code is
// held against the list.
func (a *audit) bounds(plan Plan, place []string) {
	r := NewRoll(a.people)
	a.caps = plan.Certificate.Caps
	goes := make([]uint64, (len(place)+63)/64)
	for i, to := range place {
		if to != "" {
			goes[i/64] |= 1 << (i % 64)
		}
		if !a.coded(r, i) {
			a.fail("%s is not coded as the list has it", a.people[i].ID)
			return
		}
	}
	k, names := a.reckon(r, goes)
	if !slices.Equal(names, plan.Tiers) || len(plan.Objective) != len(names) || len(plan.Bound) != len(names) {
		a.fail("the tiers are not those of the list and the sheet: %s", strings.Join(plan.Tiers, ", "))
		return
	}
	if (plan.Status == Infeasible || plan.Status == Undecided) && (plan.GapPeople != plan.Bound[1] || slices.Max(plan.Objective) > 0 || plan.LotDrawn) {
		a.fail("the plan is %s and yet counts people", plan.Status)
	}
	a.certificate(k, plan.Status, plan.Objective, plan.Bound, plan.Conflict, &plan.Certificate)
	a.draws(k, &plan, goes)
}

// coded says whether the roll has of person i what the list has.
func (a *audit) coded(r *Roll, i int) bool {
	p, q := &a.people[i], r.Person(i)
	return q.ID == p.ID && q.Holder == p.Holder && q.Home == p.Home && q.Destination == p.Destination && q.Born == p.Born && q.Sex == p.Sex &&
		q.Rank == p.Rank && q.CapturedOn == p.CapturedOn && q.Condition == p.Condition && alike(string(q.Finding), string(p.Finding), "none") &&
		alike(string(q.FitToTravel), string(p.FitToTravel), "unknown") && alike(string(q.Status), string(p.Status), "military") && q.Unit == p.Unit &&
		slices.Equal(q.Group, p.Group) && alike(string(q.Wish), string(p.Wish), "unknown") && alike(q.Confirmed, p.Confirmed, "none") &&
		alike(string(q.Hold), string(p.Hold), "none") && slices.Equal(q.Priority, p.Priority)
}

// alike compares two words of a closed list of which one may be blank.
func alike(a, b, blank string) bool { return a == b || b == "" && a == blank }

// mostFaults is how many faults an audit lists before it only counts.
const mostFaults = 50

// An audit holds what is being checked and the faults found.
type audit struct {
	people  []Person
	terms   *Terms
	index   *finder             // of people, by id
	at      []int               // per release of the plan, the person; -1: not on the list
	byWay   map[[2]string][]int // of people, by holder and home
	ties    map[string]map[string]bool
	waits   map[string]bool  // names of terms that wait for a condition
	without map[string]bool  // names of terms the plan does without
	byKind  map[Kind][]*Term // terms that wait for nothing
	open    []*Term          // the same, all kinds
	caps    []CertifiedCap   // of the certificate
	sorts1  []sort1          // as reckoned
	sortOf  []uint32         // of everybody
	// What the plan claims and was not checked.
	unchecked []string
	faults    []error
}

func newAudit(people []Person, t *Terms) *audit {
	a := auditOf(people, t)
	a.index = newFinder(people)
	lists := map[[2]string]*[]int{}
	for i := range people {
		way := [2]string{people[i].Holder, people[i].Home}
		list := lists[way]
		if list == nil {
			list = new([]int)
			lists[way] = list
		}
		*list = append(*list, i)
	}
	for way, list := range lists {
		a.byWay[way] = *list
	}
	return a
}

// auditOf readies the terms.
func auditOf(people []Person, t *Terms) *audit {
	a := &audit{people: people, terms: t, byWay: map[[2]string][]int{}, waits: map[string]bool{}, without: map[string]bool{}, ties: map[string]map[string]bool{}}
	for _, c := range t.List {
		if c.Kind == KindCondition && c.Met != "yes" {
			for _, name := range c.For {
				a.waits[name] = true
			}
		}
		if len(c.IDs) > 0 {
			a.ties[c.Name] = map[string]bool{}
			for _, id := range c.IDs {
				a.ties[c.Name][id] = true
			}
		}
	}
	a.byKind = map[Kind][]*Term{}
	for i := range t.List {
		if term := &t.List[i]; !a.waits[term.Name] {
			a.open = append(a.open, term)
			a.byKind[term.Kind] = append(a.byKind[term.Kind], term)
		}
	}
	return a
}

func (a *audit) fail(format string, args ...any) {
	if len(a.faults) < mostFaults {
		a.faults = append(a.faults, fmt.Errorf(format, args...))
	}
}

// releases reads who goes where: place[i] is where person i goes, "" nowhere.
func (a *audit) releases(list []Release) []string {
	place := make([]string, len(a.people))
	a.at = make([]int, len(list))
	for k := range list {
		r := &list[k]
		i := a.index.find(r.ID)
		if a.at[k] = i; i < 0 {
			a.fail("%s is released but is not on the list", r.ID)
			continue
		}
		p := &a.people[i]
		if place[i] != "" {
			a.fail("%s is released twice", r.ID)
		}
		if r.To == "" {
			a.fail("%s is released to nowhere", r.ID)
		}
		place[i] = r.To
		if r.From != p.Holder {
			a.fail("%s is released by %s but held by %s", r.ID, r.From, p.Holder)
		}
		if r.Remains != (p.Status == StatusRemains) {
			a.fail("%s: remains and the living are mixed up", r.ID)
		}
		if r.Interview != (p.Status != StatusRemains && p.Wish != WishReturn && p.Wish != WishThirdCountry) {
			a.fail("%s: whether the release waits for an interview is wrong", r.ID)
		}
		if r.Owed != (a.outside(p) && p.Wish != WishThirdCountry && p.Status != StatusRemains) {
			a.fail("%s: whether the release is owed is wrong", r.ID)
		}
	}
	return place
}

// inForce lists the terms of a kind that wait for nothing.
func (a *audit) inForce(k Kind) []*Term { return a.byKind[k] }

// granted says whether a consent, retention or third country term covers p.
func (a *audit) granted(k Kind, p *Person) bool {
	for _, t := range a.inForce(k) {
		if t.Way.From == p.Holder && a.is(t.Way.People, p) {
			return true
		}
	}
	return false
}

// outside: found for direct repatriation, or caring and not retained.
func (a *audit) outside(p *Person) bool {
	if p.Status == StatusRemains {
		return false
	}
	care := p.Status == StatusMedical || p.Status == StatusReligious
	return p.Finding == FindingDirect || care && !a.granted(KindRetain, p)
}

func (a *audit) named(k Kind, p *Person) bool {
	for _, t := range a.inForce(k) {
		if a.ties[t.Name][p.ID] {
			return true
		}
	}
	return false
}

// lawful says "" if p may go to the place, else what forbids it.
func (a *audit) lawful(p *Person, to string) string {
	if p.Holder == p.Home {
		return "is already home"
	}
	if p.Wish == WishStay {
		return "wishes to stay"
	}
	if p.Status == StatusRemains {
		switch {
		case p.Wish == WishThirdCountry:
			return "wished another country"
		case a.named(KindExclude, p):
			return "is excluded"
		case to != p.Home:
			return "goes elsewhere than home"
		}
		return ""
	}
	if (p.Hold == HoldProsecution || p.Hold == HoldSentence) && !a.granted(KindConsent, p) {
		return "is held for " + string(p.Hold) + " without consent"
	}
	if p.FitToTravel == FitNo {
		return "cannot travel"
	}
	if a.named(KindExclude, p) && !a.outside(p) {
		return "is excluded"
	}
	if p.Wish == WishThirdCountry {
		if to == p.Home {
			return "is sent home against a wish for a third country"
		}
		for _, t := range a.inForce(KindThirdCountry) {
			if t.To == to && t.Way.From == p.Holder && a.is(t.Way.People, p) && (p.Destination == "" || p.Destination == to) {
				return ""
			}
		}
		return "goes to " + to + ", which no term offers"
	}
	if to != p.Home {
		return "goes elsewhere than home without wishing it"
	}
	if p.Finding == FindingDirect {
		if p.FitToTravel != FitYes {
			return "may not be fit to travel"
		}
	} else if (p.Status == StatusMedical || p.Status == StatusReligious) && a.granted(KindRetain, p) {
		return "is retained"
	}
	if p.Wish != WishReturn && !a.terms.IfInterviewed {
		return "has no known wish, and the sheet does not let such people in"
	}
	return ""
}

// ways checks that everybody who goes may, and that a term opens the way.
func (a *audit) ways(place []string) {
	for i, to := range place {
		if to == "" {
			continue
		}
		p := &a.people[i]
		if why := a.lawful(p, to); why != "" {
			a.fail("%s is released but %s", p.ID, why)
			continue
		}
		if a.outside(p) || p.Wish == WishThirdCountry && p.Status != StatusRemains {
			continue
		}
		if !a.openedBut(p, a.without) {
			a.fail("%s is released but no term opens the way", p.ID)
		}
	}
}

func (a *audit) opened(p *Person) bool { return a.openedBut(p, nil) }

// openedBut leaves some terms out.
func (a *audit) openedBut(p *Person, without map[string]bool) bool {
	for _, t := range a.open {
		if without[t.Name] {
			continue
		}
		switch t.Kind {
		case KindInclude:
			if a.ties[t.Name][p.ID] {
				return true
			}
		case KindRelease:
			if a.onLane(t.Way, p) {
				return true
			}
		case KindDeal:
			if a.onLane(t.Returns, p) || a.onLane(t.If, p) {
				return true
			}
		case KindParity, KindAllForAll:
			for side := range 2 {
				if !a.onLane(Lane{t.Between[side], t.Between[1-side], t.People}, p) {
					continue
				}
				if len(t.Categories) == 0 {
					return true
				}
				for _, c := range t.Categories {
					if a.is(c.People, p) {
						return true
					}
				}
			}
		}
	}
	return false
}

// onLane says whether a lane counts p, the dead apart from the living.
func (a *audit) onLane(l Lane, p *Person) bool {
	return (l.From == "" || l.From == p.Holder) && (l.Of == "" || l.Of == p.Home) && a.is(l.People, p) &&
		asksForRemains(l.People) == (p.Status == StatusRemains)
}

func asksForRemains(s *Selector) bool {
	return s != nil && len(s.Status) == 1 && s.Status[0] == "remains"
}

// onLanes lists the people a lane and a category count, found by their way.
func (a *audit) onLanes(l Lane, also *Selector) []int {
	var out []int
	for way, list := range a.byWay {
		if l.From != "" && l.From != way[0] || l.Of != "" && l.Of != way[1] {
			continue
		}
		for _, i := range list {
			if p := &a.people[i]; a.onLane(l, p) && a.is(also, p) {
				out = append(out, i)
			}
		}
	}
	return out
}

// tally counts those who go and are counted by terms.
func (a *audit) tally(place []string, homeOnly bool, list []int) int64 {
	n := int64(0)
	for _, i := range list {
		p, to := &a.people[i], place[i]
		if to != "" && !a.outside(p) && !(homeOnly && to != p.Home) {
			n++
		}
	}
	return n
}

// tallyEach counts, per category, those who go home by a lane and are counted by
// terms.
func (a *audit) tallyEach(place []string, l Lane, categories []Category) []int64 {
	out := make([]int64, len(categories))
	for way, list := range a.byWay {
		if l.From != way[0] || l.Of != way[1] {
			continue
		}
		for _, i := range list {
			if place[i] != way[1] {
				continue
			}
			if p := &a.people[i]; a.onLane(l, p) && !a.outside(p) {
				for e := range categories {
					if a.is(categories[e].People, p) {
						out[e]++
					}
				}
			}
		}
	}
	return out
}

// could counts those whom the law lets go home.
func (a *audit) could(list []int) int64 {
	n := int64(0)
	for _, i := range list {
		p := &a.people[i]
		if !a.outside(p) && p.Wish != WishThirdCountry && a.lawful(p, p.Home) == "" {
			n++
		}
	}
	return n
}

// keepsTerms checks every term in force.
func (a *audit) keepsTerms(place []string) {
	for _, t := range a.terms.List {
		if a.waits[t.Name] || a.without[t.Name] {
			continue
		}
		switch t.Kind {
		case KindParity:
			categories := t.Categories
			if len(categories) == 0 {
				categories = []Category{{}}
			}
			var counts [2][]int64
			for k := range 2 {
				counts[k] = a.tallyEach(place, Lane{t.Between[k], t.Between[1-k], t.People}, categories)
			}
			for e, c := range categories {
				if x, y := counts[0][e], counts[1][e]; x*t.Ratio[1] != y*t.Ratio[0] {
					a.fail("%s %s: %d for %d is not %d:%d", t.Name, c.Name, x, y, t.Ratio[0], t.Ratio[1])
				}
			}
		case KindAtMost, KindAtLeast, KindExactly:
			n := a.tally(place, false, a.onLanes(Lane{People: t.People}, nil))
			if t.Kind != KindAtLeast && n > t.Count || t.Kind != KindAtMost && n < t.Count {
				a.fail("%s: %d go; %s %d", t.Name, n, t.Kind, t.Count)
			}
		case KindInclude:
			for _, id := range t.IDs {
				if i := a.index.find(id); i >= 0 && place[i] == "" && !(a.outside(&a.people[i]) && a.lawful(&a.people[i], a.people[i].Home) == "") {
					a.fail("%s: %s does not go", t.Name, id)
				}
			}
		case KindAllForAll:
			both := append(a.onLanes(Lane{t.Between[0], t.Between[1], t.People}, nil), a.onLanes(Lane{t.Between[1], t.Between[0], t.People}, nil)...)
			if n, all := a.tally(place, true, both), a.could(both); n != 0 && n != all {
				a.fail("%s: %d of %d go; all or nobody", t.Name, n, all)
			}
		case KindTogether, KindApart:
			a.groupsKeep(&t, place)
		case KindDeal:
			x, y := a.tally(place, true, a.onLanes(t.Returns, nil)), a.tally(place, true, a.onLanes(t.If, nil))
			if t.Ratio[0] > 0 {
				if x*t.Ratio[1] != y*t.Ratio[0] {
					a.fail("%s: %d returned for %d is not %d:%d", t.Name, x, y, t.Ratio[0], t.Ratio[1])
				}
			} else if (x > 0) != (y > 0) || y > 0 && y < t.Count {
				a.fail("%s: %d returned for %d; at least %d, or neither", t.Name, x, y, t.Count)
			}
		}
	}
}

// owedGo checks that everybody owed goes, unless a crossing has no day left.
func (a *audit) owedGo(place []string) {
	for i := range a.people {
		p := &a.people[i]
		if place[i] != "" || !a.outside(p) || p.Wish == WishThirdCountry || a.lawful(p, p.Home) != "" {
			continue
		}
		full := false
		for _, t := range a.inForce(KindCrossing) {
			if !a.is(t.People, p) {
				continue
			}
			if t.Days > 0 {
				n := int64(0)
				for k, to := range place {
					if to != "" && a.crossingOf(&a.people[k]) == t.Name {
						n++
					}
				}
				full = n >= t.Days*t.PerDay
			}
			break
		}
		if !full {
			a.fail("%s is owed and does not go (GCIII Art. 109, GCI Art. 30)", p.ID)
		}
	}
}

// crossingOf names the first crossing that takes p; "" if none.
func (a *audit) crossingOf(p *Person) string {
	if p.Status == StatusRemains {
		return ""
	}
	for _, t := range a.inForce(KindCrossing) {
		if a.is(t.People, p) {
			return t.Name
		}
	}
	return ""
}

// left checks that the left are the rest of the list, and their reasons.
func (a *audit) left(plan Plan, place []string) {
	seen := make([]bool, len(a.people))
	n := 0
	for k := range plan.Left {
		l := &plan.Left[k]
		i := a.index.find(l.ID)
		switch {
		case i < 0:
			a.fail("%s is left but is not on the list", l.ID)
			continue
		case seen[i]:
			a.fail("%s is left twice", l.ID)
		case place[i] != "":
			a.fail("%s is released and left", l.ID)
		}
		if !seen[i] {
			seen[i] = true
			n++
		}
		if !a.bornOut(l, &a.people[i], plan.Status) {
			a.fail("%s is left for the reason %q, which the list and the terms do not bear out", l.ID, l.Reason)
		}
	}
	if n+len(plan.Releases) != len(a.people) {
		a.fail("the list has %d people, the plan %d who go and %d who are left", len(a.people), len(plan.Releases), n)
	}
}

func (a *audit) bornOut(l *Left, p *Person, status PlanStatus) bool {
	switch l.Reason {
	case ReasonWish:
		return p.Wish == WishStay || p.Wish == WishThirdCountry
	case ReasonInterview:
		return p.Wish != WishReturn && !a.terms.IfInterviewed
	case ReasonHome:
		return p.Holder == p.Home
	case ReasonHold:
		return p.Hold != HoldNone && !a.granted(KindConsent, p)
	case ReasonExcluded:
		return a.named(KindExclude, p)
	case ReasonRetained:
		return a.granted(KindRetain, p)
	case ReasonUnfit:
		return p.FitToTravel == FitNo
	case ReasonFitness:
		return p.Finding == FindingDirect && p.FitToTravel != FitYes
	case ReasonNoTerm:
		return !a.opened(p) && !a.outside(p)
	case ReasonCondition:
		return a.waits[l.Term] && !a.opened(p)
	case ReasonBelowCut:
		return l.Distance > 0 && l.Rank > l.Distance && a.mayGo(p)
	case ReasonBinding:
		return a.mayGo(p)
	case ReasonTermsConflict:
		return status == Infeasible
	case ReasonUndecided:
		return status == Undecided
	}
	return false
}

// mayGo says whether the law lets p go somewhere.
func (a *audit) mayGo(p *Person) bool {
	if a.lawful(p, p.Home) == "" {
		return true
	}
	for _, t := range a.inForce(KindThirdCountry) {
		if a.lawful(p, t.To) == "" {
			return true
		}
	}
	return false
}

// figures counts every tier by its name.
func (a *audit) figures(place []string) (names []string, values []int64) {
	classes := make([]int64, len(a.terms.Priorities))
	bands := map[int]int64{} // of whole years
	known := map[Date]int{}
	var owed, home, third, dead int64
	for i, to := range place {
		p := &a.people[i]
		years, seen := known[p.CapturedOn]
		if !seen {
			years = captive(p, a.terms.On)
			known[p.CapturedOn] = years
			if _, some := bands[years]; !some {
				bands[years] = 0
			}
		}
		switch {
		case to == "":
		case p.Status == StatusRemains:
			dead++
		case to != p.Home:
			third++
		default:
			home++
			if a.outside(p) {
				owed++
			}
			bands[years]++
			if len(p.Priority) > 0 {
				for c, class := range a.terms.Priorities {
					if holds([]string{class}, p.Priority...) {
						classes[c]++
					}
				}
			}
		}
	}
	put := func(name string, value int64) { names, values = append(names, name), append(values, value) }
	put("owed", owed)
	put("home", home)
	if n, some := a.optionalKept(); some {
		put("optional terms kept", n)
	}
	for c, class := range a.terms.Priorities {
		put("priority "+class, classes[c])
	}
	var years []int
	for y := range bands {
		if y >= 0 {
			years = append(years, y)
		}
	}
	sort.Sort(sort.Reverse(sort.IntSlice(years)))
	for _, y := range years {
		put(yearsName(y), bands[y])
	}
	put("third_country", third)
	put("remains", dead)
	return names, values
}

func (a *audit) counts(plan Plan, place []string) {
	if len(plan.Objective) != len(plan.Tiers) || len(plan.Bound) != len(plan.Tiers) || len(plan.Tiers) < 2 {
		a.fail("%d tiers, %d figures reached, %d bounds", len(plan.Tiers), len(plan.Objective), len(plan.Bound))
		return
	}
	names, values := a.figures(place)
	k := 0
	for i, name := range names {
		if k < len(plan.Tiers) && plan.Tiers[k] == name {
			if plan.Objective[k] != values[i] {
				a.fail("tier %q is given as %d and is %d", name, plan.Objective[k], values[i])
			}
			k++
		} else if values[i] != 0 {
			a.fail("tier %q is missing or out of order", name)
		}
	}
	if k != len(plan.Tiers) {
		a.fail("tiers are not those of the sheet: %s", strings.Join(plan.Tiers, ", "))
	}
	proved := true
	for i := range plan.Tiers {
		proved = proved && plan.Bound[i] == plan.Objective[i]
	}
	if plan.Status == Optimal && !proved {
		a.fail("called optimal, but a bound is not reached")
	}
	get := func(name string) int64 {
		for i := range names {
			if names[i] == name {
				return values[i]
			}
		}
		return 0
	}
	for _, c := range []struct {
		what  string
		given int64
		is    int64
	}{{"home", plan.Home, get("home")}, {"owed", plan.Owed, get("owed")}, {"third_country", plan.ThirdCountry, get("third_country")},
		{"remains", plan.Remains, get("remains")}, {"gap_people", plan.GapPeople, plan.Bound[1] - plan.Objective[1]}} {
		if c.given != c.is {
			a.fail("%s is given as %d and is %d", c.what, c.given, c.is)
		}
	}
	conditional := false
	for _, r := range plan.Releases {
		conditional = conditional || r.Interview
	}
	if conditional != plan.Conditional {
		a.fail("whether the plan is conditional on interviews is wrong")
	}
}

// stages checks the crossings day by day and the table of stages.
func (a *audit) stages(plan Plan) {
	type day struct {
		crossing string
		stage    int
	}
	load := map[day]int64{}
	lastOwed, firstOther := map[string]int{}, map[string]int{} // per crossing
	people, dead, home := map[int]int64{}, map[int]int64{}, map[int]int64{}
	last := 0
	for k := range plan.Releases {
		r, i := &plan.Releases[k], a.at[k]
		if i < 0 {
			continue
		}
		last = max(last, r.Stage)
		if r.Stage < 1 {
			a.fail("%s has the stage %d; stages count from 1", r.ID, r.Stage)
		}
		over := a.crossingOf(&a.people[i])
		load[day{over, r.Stage}]++
		if r.Owed {
			lastOwed[over] = max(lastOwed[over], r.Stage)
		} else if n, some := firstOther[over]; !some || r.Stage < n {
			firstOther[over] = r.Stage
		}
		if r.Remains {
			dead[r.Stage]++
			continue
		}
		people[r.Stage]++
		if r.To == a.people[i].Home {
			home[r.Stage]++
		}
	}
	for _, t := range a.inForce(KindCrossing) {
		for d, n := range load {
			if d.crossing == t.Name && (n > t.PerDay || t.Days > 0 && int64(d.stage) > t.Days) {
				a.fail("%s: %d people on day %d; at most %d a day, %d days (0: any)", t.Name, n, d.stage, t.PerDay, t.Days)
			}
		}
	}
	for over, n := range firstOther {
		if over != "" && lastOwed[over] > n {
			a.fail("somebody owed crosses in stage %d, and others over the same crossing in stage %d; the owed go first", lastOwed[over], n)
		}
	}
	if len(plan.Stages) != last {
		a.fail("the plan lists %d stages and uses %d", len(plan.Stages), last)
		return
	}
	sofar := int64(0)
	for k, s := range plan.Stages {
		sofar += home[k+1]
		if s.Stage != k+1 || s.People != people[k+1] || s.Remains != dead[k+1] || s.HomeSoFar != sofar {
			a.fail("stage %d of the plan does not count what goes in it", k+1)
		}
	}
	a.trusted(plan)
}
