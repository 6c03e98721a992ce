package web

import (
	"cmp"
	"context"
	"slices"
	"time"

	"homeward/bureau"
	"homeward/casefile"
	"homeward/duty"
	"homeward/statement"
)

// survey is what a pass over every file finds. Counts are of everybody; lists
// hold at most so many that a bureau of millions fits, the most pressing first.
type survey struct {
	People    int
	Groups    int
	Conflicts int // properties of people on which sources contradict each other
	Standing  map[casefile.StandingCode]int
	Overdue   int
	Due       int // open and not past a stated number of days
	Duties    map[dutyKind]int
	Clashes   map[string]int // conflicts by property

	byStanding map[casefile.StandingCode][]statement.ID
	byClash    map[string][]statement.ID
	owed       map[dutyKind][]owed
}

// dutyKind is a rule and how the item stands.
type dutyKind struct {
	Rule  string
	State duty.State
}

// owed names an item of a person's file, to be read anew when it is shown.
type owed struct {
	person    statement.ID
	trigger   string // TriggeredOn: a rule may fire several times for one person
	elapsed   time.Duration
	elapsedAt time.Duration
}

// mostListed is how many of one kind a survey lists.
const mostListed = 5000

func newSurvey() *survey {
	return &survey{Standing: map[casefile.StandingCode]int{}, Duties: map[dutyKind]int{}, Clashes: map[string]int{},
		byStanding: map[casefile.StandingCode][]statement.ID{}, byClash: map[string][]statement.ID{}, owed: map[dutyKind][]owed{}}
}

// survey asks for the survey of the ledger as it is.
func (s *Server) survey(ctx context.Context) (asked[*survey], error) {
	head, err := s.bureau.Head(ctx)
	if err != nil {
		return asked[*survey]{}, err
	}
	now := s.bureau.Now()
	a := s.surveys.ask(ctx, s.work, head.Size, now, s.day(now), func(ctx context.Context, soFar func(*survey)) (*survey, error) {
		return s.takeSurvey(ctx, now, soFar)
	})
	if !a.Has {
		a.Answer = newSurvey()
	}
	return a, a.Err
}

// day is the bureau's own date at an instant.
func (s *Server) day(at time.Time) string {
	zone, err := time.LoadLocation(s.bureau.Settings().TimeZone)
	if err != nil {
		zone = time.UTC // checked when the bureau was founded; the machine may lack the table
	}
	return at.In(zone).Format(time.DateOnly)
}

func (s *Server) takeSurvey(ctx context.Context, at time.Time, soFar func(*survey)) (*survey, error) {
	sv := newSurvey()
	told := time.Now()
	err := s.bureau.EachFile(ctx, func(f *bureau.File) error {
		if f.Kind != statement.Person {
			sv.Groups++
			return nil
		}
		items, err := s.bureau.DueFor(f, at)
		if err != nil {
			return err
		}
		sv.add(f, items)
		if time.Since(told) > 2*time.Second {
			soFar(sv.copy())
			told = time.Now()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	sv.settle()
	return sv, nil
}

func (sv *survey) add(f *bureau.File, items []duty.Item) {
	id := f.ID()
	sv.People++
	code := f.Standing().Code
	sv.Standing[code]++
	if list := sv.byStanding[code]; len(list) < mostListed {
		sv.byStanding[code] = append(list, id)
	}
	for _, p := range f.Conflicts() {
		sv.Conflicts++
		sv.Clashes[p.Name]++
		if list := sv.byClash[p.Name]; len(list) < mostListed {
			sv.byClash[p.Name] = append(list, id)
		}
	}
	for i := range items {
		item := &items[i]
		if !item.State.Open() {
			continue
		}
		if item.State == duty.Overdue {
			sv.Overdue++
		} else {
			sv.Due++
		}
		kind := dutyKind{item.Rule, item.State}
		sv.Duties[kind]++
		list := append(sv.owed[kind], owed{person: id, trigger: item.TriggeredOn, elapsed: item.Elapsed, elapsedAt: item.ElapsedAtMost})
		if len(list) >= 2*mostListed {
			pressing(list)
			list = list[:mostListed]
		}
		sv.owed[kind] = list
	}
}

// pressing orders items: those that have waited longest first.
func pressing(list []owed) {
	slices.SortFunc(list, func(a, b owed) int {
		return cmp.Or(-cmp.Compare(a.elapsed, b.elapsed), -cmp.Compare(a.elapsedAt, b.elapsedAt), slices.Compare(a.person[:], b.person[:]), cmp.Compare(a.trigger, b.trigger))
	})
}

func (sv *survey) settle() {
	for kind, list := range sv.owed {
		pressing(list)
		sv.owed[kind] = list[:min(len(list), mostListed)]
	}
}

// copy is the survey as far as it has come, for others to read.
func (sv *survey) copy() *survey {
	c := newSurvey()
	c.People, c.Groups, c.Conflicts, c.Overdue, c.Due = sv.People, sv.Groups, sv.Conflicts, sv.Overdue, sv.Due
	for k, v := range sv.Standing {
		c.Standing[k] = v
	}
	for k, v := range sv.Duties {
		c.Duties[k] = v
	}
	for k, v := range sv.Clashes {
		c.Clashes[k] = v
	}
	for k, v := range sv.byStanding {
		c.byStanding[k] = slices.Clone(v)
	}
	for k, v := range sv.byClash {
		c.byClash[k] = slices.Clone(v)
	}
	for k, v := range sv.owed {
		c.owed[k] = slices.Clone(v)
	}
	c.settle()
	return c
}
