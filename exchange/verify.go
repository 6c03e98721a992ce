package exchange

import (
	"errors"
	"fmt"
	"slices"
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
// certificate, and likewise that the lot was kept. What the certificate does not
// show is told by [Examine].
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
	people   []Person
	terms    *Terms
	index    *finder             // of people, by id
	at       []int               // per release of the plan, the person; -1: not on the list
	byWay    map[[2]string][]int // of people, by holder and home
	ties     map[string]map[string]bool
	waits    map[string]bool  // names of terms that wait for a condition
	without  map[string]bool  // names of terms the plan does without
	byKind   map[Kind][]*Term // terms that wait for nothing
	open     []*Term          // the same, all kinds
	caps     []CertifiedCap   // of the certificate
	sortList []sortOfPeople   // what bounds told apart, for the draw between classes
	sortOf   []uint32         // of everybody: his place in sortList
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
