package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"homeward/bureau"
	"homeward/duty"
	"homeward/statement"
)

// openStates are the states of what is still to be done, the most pressing first.
var openStates = []duty.State{duty.Overdue, duty.PossiblyOverdue, duty.PastOwnTarget, duty.OwedNow, duty.Running}

// dutyFilter is what somebody asks to see of the duties.
type dutyFilter struct {
	State duty.State
	Rule  string
	Owes  duty.Owes

	owes map[string]duty.Owes
}

func (f dutyFilter) passes(k dutyKind) bool {
	return (f.State == "" || f.State == k.State) && (f.Rule == "" || f.Rule == k.Rule) && (f.Owes == "" || f.owes[k.Rule] == f.Owes)
}

// dutiesBody is the list of what is open.
type dutiesBody struct {
	asOf
	Filter dutyFilter
	States []dutyState
	Rules  []ruleChoice
	Owers  []owerChoice
	Rows   []dutyRow
	pager
	Count int // that pass the filter; more than are listed in a very large bureau
}

type dutyState struct {
	State   duty.State
	N       int
	Current bool
	Href    string
}

type ruleChoice struct {
	*duty.Rule
	N       int
	Current bool
}

type owerChoice struct {
	Owes    duty.Owes
	Current bool
}

const rowsOnAPage = 40

func (s *Server) duties(r *http.Request) (*page, error) {
	sv, err := s.survey(r.Context())
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	f := dutyFilter{State: duty.State(q.Get("state")), Rule: q.Get("rule"), Owes: duty.Owes(q.Get("owes")), owes: map[string]duty.Owes{}}
	if f.State != "" && !slices.Contains(openStates, f.State) {
		return nil, badRequest{"state " + string(f.State) + " is none of the states of an open duty"}
	}
	b := dutiesBody{asOf: since(sv), Filter: f}
	byRule, byState := map[string]int{}, map[duty.State]int{}
	rules := duty.Rules()
	for i := range rules {
		f.owes[rules[i].ID] = rules[i].Owes
		if !slices.ContainsFunc(b.Owers, func(o owerChoice) bool { return o.Owes == rules[i].Owes }) {
			b.Owers = append(b.Owers, owerChoice{rules[i].Owes, rules[i].Owes == f.Owes})
		}
	}
	for kind, n := range sv.Answer.Duties {
		byRule[kind.Rule] += n
		if (dutyFilter{Rule: f.Rule, Owes: f.Owes, owes: f.owes}).passes(kind) {
			byState[kind.State] += n
		}
		if f.passes(kind) {
			b.Count += n
		}
	}
	for i := range rules {
		if n := byRule[rules[i].ID]; n > 0 || rules[i].ID == f.Rule {
			b.Rules = append(b.Rules, ruleChoice{&rules[i], n, rules[i].ID == f.Rule})
		}
	}
	for _, state := range append([]duty.State{""}, openStates...) {
		n := byState[state]
		if state == "" {
			for _, more := range byState {
				n += more
			}
		}
		link := r.URL.Query()
		link.Del("page")
		link.Del("lang")
		if link.Del("state"); state != "" {
			link.Set("state", string(state))
		}
		b.States = append(b.States, dutyState{State: state, N: n, Current: state == f.State, Href: "/duties?" + link.Encode()})
	}
	listed := s.pressing(sv.Answer, f, len(openStates)*mostListed)
	var from, to int
	b.pager, from, to = turn(r, len(listed), rowsOnAPage)
	if b.Rows, err = s.dutyRows(r.Context(), listed[from:to], sv.At); err != nil {
		return nil, err
	}
	return &page{Template: "duties", Key: "nav.duties", Nav: "duties", Refresh: b.refresh(), Body: b}, nil
}

// gone says that what was asked for is no longer there.
func gone(err error) bool {
	return errors.Is(err, bureau.ErrErased) || errors.Is(err, bureau.ErrUnknown)
}

// ruleRow is a rule with whether it can fire.
type ruleRow struct {
	duty.Rule
	CanFire bool
	Why     string
	Target  string // the bureau's own
}

func (s *Server) rules(*http.Request) (*page, error) {
	var rows []ruleRow
	targets := s.bureau.Settings().Targets
	for _, r := range duty.Rules() {
		can, why := r.CanFire(s.bureau.Vocabulary())
		rows = append(rows, ruleRow{r, can, why, targets[r.ID]})
	}
	return &page{Template: "rules", Key: "rules.title", Nav: "duties", Body: rows}, nil
}

// dutiesOf are a person's own items: what is open, the most pressing first, and
// what is discharged or has ended.
func (s *Server) dutiesOf(f *bureau.File, at time.Time) (open, done []dutyRow, err error) {
	if f.Kind != statement.Person {
		return nil, nil, nil
	}
	items, err := s.bureau.DueFor(f, at)
	if err != nil {
		return nil, nil, err
	}
	rules := rulesByID()
	for _, item := range items {
		if row := rowOf(item, rules); item.State.Open() {
			open = append(open, row)
		} else {
			done = append(done, row)
		}
	}
	slices.SortStableFunc(open, func(a, b dutyRow) int { return -cmp.Compare(a.State.Urgency(), b.State.Urgency()) })
	return open, done, nil
}

// Immediate says that the Convention gives the duty no number of days, so that
// no day makes it overdue.
func (r dutyRow) Immediate() bool { return r.Rule != nil && !r.Rule.Clock.Stated() }

// Days are the days, each or a span, by which the stated clock runs out.
func (r dutyRow) Days() []string {
	if r.DueBy == "" {
		return nil
	}
	return []string{r.DueBy}
}

// On are the dates of what made the rule fire, each as its source gives it.
func (r dutyRow) On() []string {
	if r.TriggeredOn == "" {
		return nil
	}
	return strings.Split(r.TriggeredOn, " or ")
}
