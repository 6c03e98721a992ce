package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Round is one handover as it really happened: the list the crossing kept.
type Round struct {
	Name   string // of the list
	Handed []Handed
}

// A Found is one row of a list of people handed over, held against the plan.
type Found struct {
	Row       int     `json:"row"`
	ID        string  `json:"id,omitempty"`
	Name      string  `json:"name,omitempty"` // as the crossing wrote it; only of people who are not known
	Is        Outcome `json:"is"`
	From      string  `json:"from,omitempty"`
	To        string  `json:"to,omitempty"`
	Stage     int     `json:"stage,omitempty"` // in which the plan has the person
	InsteadOf string  `json:"instead_of,omitempty"`
	Detail    string  `json:"detail,omitempty"`
	Alarm     bool    `json:"alarm,omitempty"` // something forbidden may have happened
	// Near: whom an unknown person may be. Nobody is taken for another by name
	// or number; a caseworker decides, and writes the id into the list.
	Near []Proposal `json:"near,omitempty"`
}

// An Outcome is what a person handed over is to the plan.
type Outcome string

// The outcomes.
const (
	Delivered   Outcome = "delivered"      // as planned
	OtherWay    Outcome = "other_way"      // of the plan, but handed over by or to somebody else than planned
	Substituted Outcome = "substituted"    // on the list, not of the plan; came in the place of somebody who was not produced
	Unplanned   Outcome = "unplanned"      // on the list, not of the plan, and nobody of the way was missing
	Unknown     Outcome = "unknown_person" // no id, or one that is not on the list
	Again       Outcome = "again"          // handed over already, in this round or an earlier one
)

// A Proposal is somebody of the list who may be a person not known.
type Proposal struct {
	ID  string `json:"id"`
	Why string `json:"why"`
}

// An Absent is somebody of the plan who was due and has not come.
type Absent struct {
	ID         string `json:"id"`
	From       string `json:"from"`
	To         string `json:"to"`
	Stage      int    `json:"stage"`
	ReplacedBy string `json:"replaced_by,omitempty"` // where the list says so
}

// An Exchanged is where two parties stand with each other: how many of the plan's
// releases, and of all, have crossed each way so far.
type Exchanged struct {
	Between  [2]string `json:"between"`
	Released [2]int64  `json:"released"` // by the first, by the second; living people on the list, the owed among them
	Counted  [2]int64  `json:"counted"`  // of them, those that ratios and trust limits count
	Planned  [2]int64  `json:"planned"`  // counted people in the whole plan
}

// A Lead is how far a party under a trust limit is ahead after a round.
type Lead struct {
	Term    string `json:"term"`
	Party   string `json:"party"`
	Towards string `json:"towards,omitempty"`
	Ahead   int64  `json:"ahead"` // people, rounded up; below nought: behind
	Limit   int64  `json:"limit"`
}

// A RoundReport is one handover held against the plan.
type RoundReport struct {
	Round       int         `json:"round"`
	List        string      `json:"list"`
	Due         int         `json:"due"` // people due by now and not delivered before this round
	Found       []Found     `json:"found"`
	NotProduced []Absent    `json:"not_produced"` // due by now, not delivered
	Balance     []Exchanged `json:"balance"`      // after this round
	Leads       []Lead      `json:"leads"`
}

// A Reconciliation is a plan held against the handovers so far.
type Reconciliation struct {
	Rounds   []RoundReport   `json:"rounds"`
	Counts   map[Outcome]int `json:"counts"`
	Reserves []ReserveClass  `json:"reserves"` // for those not produced and not replaced; empty without terms
	ToCome   int             `json:"to_come"`  // people of the plan who are due later
}

// ReconcileOptions say what else is known.
type ReconcileOptions struct {
	// Terms, if not nil, are those of the plan: then reserves are ranked.
	Terms *Terms
	// Whole: the lists are the whole handover, so everybody of the plan is due.
	Whole bool
	// Alike, if not nil, compares a name as a crossing wrote it with that of a
	// person of the list, in bits: above nought speaks for one name, below against.
	Alike func(written, listed string) float64
}

// mostNear is how many people are proposed for somebody unknown.
const mostNear = 3

// mostCompared is how long a list may be for an unknown person to be compared
// with everybody on it; of a longer one, only with those who were due.
const mostCompared = 50_000

// nearBits is how alike a name must be for somebody to be proposed.
const nearBits = 10

// Reconcile holds handovers against the plan they belong to, round by round. A
// round settles the stage of its number unless its rows name stages. People are
// matched by id alone. It fails if the plan has people who are not on the list.
func Reconcile(people []Person, plan Plan, rounds []Round, o ReconcileOptions) (Reconciliation, error) {
	r := &reconciler{people: people, plan: plan, o: o, index: make(map[string]int, len(people)), release: make(map[string]int, len(plan.Releases)),
		left: make(map[string]int, len(plan.Left)), takenIn: map[string]int{}, come: map[string]bool{}, replaced: map[string]string{}, unpaired: map[[2]string]int{}, balance: NewBalance(plan)}
	for i := range people {
		r.index[people[i].ID] = i
	}
	for k := range plan.Releases {
		if _, known := r.index[plan.Releases[k].ID]; !known {
			return Reconciliation{}, fmt.Errorf("reconciling: the plan releases %s, who is not on the list; is this the list the plan was made from?", plan.Releases[k].ID)
		}
		r.release[plan.Releases[k].ID] = k
		r.planned(&plan.Releases[k])
	}
	for k := range plan.Left {
		r.left[plan.Left[k].ID] = k
	}
	for k := range plan.Accommodated {
		r.takenIn[plan.Accommodated[k].ID] = k
	}
	out := Reconciliation{Rounds: []RoundReport{}, Counts: map[Outcome]int{}, Reserves: []ReserveClass{}}
	for n, round := range rounds {
		report := r.round(n+1, round)
		for _, f := range report.Found {
			out.Counts[f.Is]++
		}
		out.Rounds = append(out.Rounds, report)
	}
	for k := range plan.Releases {
		if rel := &plan.Releases[k]; !r.come[rel.ID] && !r.due(rel) {
			out.ToCome++
		}
	}
	if o.Terms != nil && len(rounds) > 0 {
		var missing []string
		for _, a := range out.Rounds[len(rounds)-1].NotProduced {
			if a.ReplacedBy == "" {
				missing = append(missing, a.ID)
			}
		}
		reserves, err := Reserves(people, o.Terms, plan, missing, r.come)
		if err != nil {
			return out, err
		}
		out.Reserves = append(out.Reserves, reserves...)
	}
	return out, nil
}

type reconciler struct {
	people   []Person
	plan     Plan
	o        ReconcileOptions
	index    map[string]int    // of people
	release  map[string]int    // of releases
	left     map[string]int    // of the left
	takenIn  map[string]int    // of the accommodated
	come     map[string]bool   // handed over so far
	replaced map[string]string // of the plan → who came instead
	unpaired map[[2]string]int // per way: substitutes of whom nobody says in whose place they came
	stage    int               // up to which people are due
	balance  *Balance
	pairs    []Exchanged
}

func (r *reconciler) pair(from, to string) (*Exchanged, int) {
	for k := range r.pairs {
		for side := range 2 {
			if r.pairs[k].Between == [2]string{from, to} && side == 0 || r.pairs[k].Between == [2]string{to, from} && side == 1 {
				return &r.pairs[k], side
			}
		}
	}
	r.pairs = append(r.pairs, Exchanged{Between: [2]string{from, to}})
	return &r.pairs[len(r.pairs)-1], 0
}

func (r *reconciler) planned(rel *Release) {
	if rel.Remains || rel.ThirdCountry {
		return
	}
	p, side := r.pair(rel.From, rel.To)
	if rel.counted() {
		p.Planned[side]++
	}
}

// crossed counts somebody of the list who has come.
func (r *reconciler) crossed(rel Release) {
	r.come[rel.ID] = true
	r.balance.Delivered(rel)
	if rel.Remains || rel.ThirdCountry {
		return
	}
	p, side := r.pair(rel.From, rel.To)
	p.Released[side]++
	if rel.counted() {
		p.Counted[side]++
	}
}

func (r *reconciler) due(rel *Release) bool { return r.o.Whole || rel.Stage <= r.stage }

func (r *reconciler) round(n int, round Round) RoundReport {
	r.stage = max(r.stage, n)
	for _, h := range round.Handed {
		r.stage = max(r.stage, h.Stage)
	}
	report := RoundReport{Round: n, List: round.Name, Found: make([]Found, len(round.Handed)), NotProduced: []Absent{}, Balance: []Exchanged{}, Leads: []Lead{}}
	for k := range r.plan.Releases {
		if rel := &r.plan.Releases[k]; !r.come[rel.ID] && r.due(rel) {
			report.Due++
		}
	}
	// First who came as planned, so that a substitute stands for somebody who
	// really did not come.
	for k := range round.Handed {
		report.Found[k] = r.found(&round.Handed[k])
	}
	missing := map[[2]string]int{}
	for k := range r.plan.Releases {
		if rel := &r.plan.Releases[k]; !r.come[rel.ID] && r.due(rel) && r.replaced[rel.ID] == "" {
			missing[[2]string{rel.From, rel.To}]++
		}
	}
	for k := range round.Handed {
		if f := &report.Found[k]; f.Is == Unplanned {
			r.substitute(f, &round.Handed[k], missing)
		}
	}
	for k := range r.plan.Releases {
		if rel := &r.plan.Releases[k]; !r.come[rel.ID] && r.due(rel) {
			report.NotProduced = append(report.NotProduced, Absent{rel.ID, rel.From, rel.To, rel.Stage, r.replaced[rel.ID]})
		}
	}
	for k := range round.Handed {
		if f := &report.Found[k]; f.Is == Unknown {
			f.Near = r.near(&round.Handed[k])
		}
	}
	report.Balance = append(report.Balance, r.pairs...)
	for c, ahead := range r.balance.Ahead() {
		t := &r.plan.Trust[c]
		report.Leads = append(report.Leads, Lead{t.Term, t.Party, t.Towards, ahead, t.Limit})
	}
	return report
}

// found says what one row is, substitutes apart.
func (r *reconciler) found(h *Handed) Found {
	f := Found{Row: h.Row, ID: h.ID, From: h.From, To: h.To}
	i, known := r.index[h.ID]
	if h.ID == "" || !known {
		f.Is, f.Name = Unknown, h.Name
		if h.ID != "" {
			f.Detail = "the id is not on the list"
		}
		return f
	}
	p := &r.people[i]
	if r.come[h.ID] {
		f.Is, f.Detail = Again, "is handed over already; one of the two rows is of somebody else"
		return f
	}
	var notes []string
	if r.o.Alike != nil && h.Name != "" && p.Name != "" && r.o.Alike(h.Name, p.Name) < 0 {
		notes = append(notes, "the name is written quite otherwise than on the list; make sure that it is this person")
	}
	if h.Born.Known() && p.Born.Known() && (h.Born.latest() < p.Born.earliest() || h.Born.earliest() > p.Born.latest()) {
		notes = append(notes, fmt.Sprintf("born %s, on the list %s; make sure that it is this person", h.Born, p.Born))
	}
	rel := Release{ID: p.ID, From: p.Holder, To: p.Home, Remains: p.Status == StatusRemains}
	if k, planned := r.release[h.ID]; planned {
		rel = r.plan.Releases[k]
		f.Is, f.Stage = Delivered, rel.Stage
		if rel.Interview {
			notes = append(notes, "was to go only if a private interview found the wish to return; is it on record?")
		}
		if !r.due(&rel) {
			notes = append(notes, "earlier than planned")
		} else if rel.Stage < r.stage {
			notes = append(notes, "later than planned")
		}
	} else if k, in := r.takenIn[h.ID]; in && (h.To == "" || h.To == r.plan.Accommodated[k].To) {
		f.Is, rel.To, rel.ThirdCountry = Delivered, r.plan.Accommodated[k].To, true
		notes = append(notes, "taken in by a neutral country (GCIII Art. 109(2))")
	} else {
		f.Is = Unplanned
		if k, left := r.left[h.ID]; left {
			l := &r.plan.Left[k]
			switch l.Reason {
			case ReasonWish, ReasonInterview, ReasonUnfit, ReasonFitness:
				f.Alarm = true
				notes = append(notes, "was to stay: "+l.Detail)
			case ReasonExcluded, ReasonHold, ReasonRetained:
				notes = append(notes, "was to stay: "+l.Detail)
			}
		}
	}
	if h.From != "" && h.From != rel.From || h.To != "" && h.To != rel.To {
		if f.Is == Delivered {
			f.Is = OtherWay
		}
		notes = append(notes, fmt.Sprintf("on the list: from %s to %s", rel.From, rel.To))
		if p.Wish == WishThirdCountry && h.To == p.Home {
			f.Alarm = true
			notes = append(notes, "is sent home against a wish for a third country (GCIII Art. 109(3))")
		}
		rel.From, rel.To = cmp.Or(h.From, rel.From), cmp.Or(h.To, rel.To)
		rel.ThirdCountry = !rel.Remains && rel.To != p.Home
	}
	f.From, f.To = rel.From, rel.To
	f.Detail = strings.Join(notes, "; ")
	r.crossed(rel)
	return f
}

// substitute says of somebody who is not of the plan whether he came in the
// place of one who did not: in whose, only where the crossing wrote it down.
func (r *reconciler) substitute(f *Found, h *Handed, missing map[[2]string]int) {
	way := [2]string{f.From, f.To}
	if k, planned := r.release[h.InsteadOf]; planned {
		rel := &r.plan.Releases[k]
		if !r.come[rel.ID] && r.replaced[rel.ID] == "" && [2]string{rel.From, rel.To} == way {
			r.replaced[rel.ID] = f.ID
			f.Is, f.InsteadOf = Substituted, rel.ID
			if r.due(rel) {
				missing[way]--
			}
			return
		}
	}
	if h.InsteadOf != "" {
		f.Detail = strings.TrimPrefix(f.Detail+"; "+fmt.Sprintf("is said to come in the place of %s, who is not missing on this way", h.InsteadOf), "; ")
	}
	if missing[way] > r.unpaired[way] {
		r.unpaired[way]++
		f.Is = Substituted
		f.Detail = strings.TrimPrefix(f.Detail+"; in whose place is not said", "; ")
	}
}

// near proposes whom an unknown person may be: of those who have not come, whose
// id looks like the one written, or whose name is alike.
func (r *reconciler) near(h *Handed) []Proposal {
	type scored struct {
		Proposal
		bits float64
	}
	var list []scored
	written := plainID(h.ID)
	for i := range r.people {
		p := &r.people[i]
		if r.come[p.ID] || h.From != "" && p.Holder != h.From {
			continue
		}
		if k, planned := r.release[p.ID]; len(r.people) > mostCompared && (!planned || !r.due(&r.plan.Releases[k])) {
			continue
		}
		s := scored{Proposal: Proposal{ID: p.ID}}
		var why []string
		if written != "" && oneSlip(written, plainID(p.ID)) {
			why = append(why, "the id differs by a slip of the pen")
			s.bits += 10
		}
		if r.o.Alike != nil && h.Name != "" && p.Name != "" {
			if bits := r.o.Alike(h.Name, p.Name); bits >= nearBits {
				why = append(why, fmt.Sprintf("the name is alike (%.0f bits)", bits))
				s.bits += bits
			}
		}
		if len(why) == 0 {
			continue
		}
		if h.Born.Known() && p.Born.Known() {
			if h.Born.latest() < p.Born.earliest() || h.Born.earliest() > p.Born.latest() {
				why = append(why, fmt.Sprintf("but born %s, not %s", p.Born, h.Born))
				s.bits -= 10
			} else {
				why = append(why, "the date of birth agrees")
				s.bits += 5
			}
		}
		s.Why = strings.Join(why, ", ")
		list = append(list, s)
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.bits, a.bits) })
	var out []Proposal
	for _, s := range list[:min(len(list), mostNear)] {
		out = append(out, s.Proposal)
	}
	return out
}

// plainID evens out what is often written otherwise in a number: case, blanks,
// hyphens, O for 0, leading noughts.
func plainID(id string) string {
	var b strings.Builder
	for _, c := range strings.ToUpper(id) {
		switch {
		case c == 'O' || c == 'О': // Latin, Cyrillic
			b.WriteByte('0')
		case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c > 127:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// oneSlip says that two different numbers of at least four signs differ in one
// sign (put in, left out, changed) or by two neighbours that changed places.
func oneSlip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 4 || len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if i == len(x) {
		return true
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	return slices.Equal(x[i+1:], y[i+1:]) || i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}
