package bureau

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"homeward/casefile"
	"homeward/exchange"
	"homeward/statement"
	"homeward/statement/edtf"
)

// PlanPeople plans an exchange of a list of people under a sheet of terms,
// without a bureau.
func PlanPeople(people []exchange.Person, sheet *exchange.Terms) (exchange.Plan, error) {
	return solve(people, sheet)
}

// Plan plans an exchange from a sheet of terms and this bureau's own files.
func (b *Bureau) Plan(ctx context.Context, terms io.Reader, termsName string) (exchange.Plan, error) {
	sheet, err := exchange.ReadTerms(terms)
	if err != nil {
		return exchange.Plan{}, fmt.Errorf("%s: %w", termsName, err)
	}
	people, err := b.ExchangePeople(ctx)
	if err != nil {
		return exchange.Plan{}, err
	}
	plan, err := solve(people, sheet)
	if err != nil {
		return plan, err
	}
	if len(people) == 0 {
		plan.Notes = append(plan.Notes, "nobody in this bureau's files can be planned for: a file must say who holds him, and on which Power he depends")
	}
	doubles, all, err := b.doubles(ctx, people)
	plan.Doubles = doubles
	if !all {
		plan.Notes = append(plan.Notes, fmt.Sprintf("whether two of these people are one was looked at for %s and not to the end: homeward link goes through all pairs", doublesTime))
	}
	return plan, err
}

// doublesTime is how long pairs who may be one person are looked for beside a plan.
const doublesTime = 10 * time.Second

// doubles are the pairs among the people of a plan who may be one person and on
// whom nobody has decided: two files of one man are two people to a plan.
func (b *Bureau) doubles(ctx context.Context, people []exchange.Person) (doubles []exchange.Double, all bool, err error) {
	planned := make(map[string]bool, len(people))
	for _, p := range people {
		planned[p.ID] = true
	}
	reg, err := b.register(ctx)
	if err != nil {
		return nil, false, err
	}
	hurried, cancel := context.WithTimeout(ctx, doublesTime)
	defer cancel()
	first := func(id statement.ID) string { return reg.joined.of(id)[0].String() }
	told := map[[2]string]bool{}
	for c, err := range b.Candidates(hurried, LinkBits) {
		if err != nil && ctx.Err() == nil && hurried.Err() != nil {
			return doubles, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		pair := [2]string{first(c.Left.ID), first(c.Right.ID)}
		slices.Sort(pair[:])
		if planned[pair[0]] && planned[pair[1]] && !told[pair] {
			told[pair] = true
			doubles = append(doubles, exchange.Double{ID: pair[0], Other: pair[1], Bits: c.Bits})
		}
	}
	return doubles, true, nil
}

// planTime is how long a plan is searched for: a negotiator waits on the
// telephone. What is not proved by then is said to be not proved.
const planTime = 30 * time.Second

// solve plans, and has the plan checked by the verifier, which shares no code
// with the solver: a plan that does not pass is never shown.
func solve(people []exchange.Person, sheet *exchange.Terms) (exchange.Plan, error) {
	deadline := time.Now().Add(planTime)
	plan, err := exchange.Solve(people, sheet, exchange.Options{Stop: func() bool { return time.Now().After(deadline) }})
	if err != nil {
		return exchange.Plan{}, err
	}
	if err := exchange.Verify(people, sheet, plan); err != nil {
		return exchange.Plan{}, fmt.Errorf("the plan does not pass its own check and is not shown; please report this: %w", err)
	}
	return plan, nil
}

// ExchangePeople are the people of this bureau's files who are held, as an
// exchange is planned from them: the best value of each property, and where there
// is none because sources stand against each other, what is on the safe side.
func (b *Bureau) ExchangePeople(ctx context.Context) ([]exchange.Person, error) {
	var people []exchange.Person
	err := b.EachFile(ctx, func(f *File) error {
		if p, ok := exchangePerson(f); ok {
			people = append(people, p)
		}
		return nil
	})
	slices.SortFunc(people, func(a, b exchange.Person) int { return strings.Compare(a.ID, b.ID) })
	return people, err
}

// exchangePerson takes a person from a file. Who is not said to be held, or whose
// holder or home is not known, cannot stand in a plan.
func exchangePerson(f *File) (exchange.Person, bool) {
	value := func(property string) string {
		v, _ := f.Value(property)
		return v
	}
	holder, home := value("held.by"), value("power")
	if f.Kind != statement.Person || holder == "" || home == "" {
		return exchange.Person{}, false
	}
	standing := f.Standing().Code
	dead := standing == casefile.Dead || standing == casefile.ReportedDead
	if standing != casefile.Held && !dead {
		return exchange.Person{}, false
	}
	p := exchange.Person{ID: f.ID().String(), Name: f.Title, Holder: holder, Home: home,
		Sex: map[string]string{"male": "m", "female": "f"}[value("sex")], Rank: value("rank"), Condition: value("condition"),
		Finding: orElse(exchange.Finding(value("finding")), exchange.FindingNone), FitToTravel: orElse(exchange.Fitness(value("fit.to.travel")), exchange.FitUnknown),
		Status: orElse(exchange.Status(value("status")), exchange.StatusMilitary), Hold: orElse(exchange.Hold(value("hold")), exchange.HoldNone),
		Unit: value("unit"), Confirmed: value("confirmed"), Born: exchangeDate(value("birth.date")), CapturedOn: exchangeDate(value("capture.date"))}
	p.Wish, p.WishOn = exchangeWish(f)
	for _, c := range f.Active("name") { // other spellings, for readers of other scripts
		if s := c.Value(); s != "" && !slices.Contains(spellings(p.Name), s) {
			p.Name += "; " + s
		}
	}
	for _, c := range f.Active("priority") {
		p.Priority = append(p.Priority, c.Value())
	}
	if dead {
		if standing != casefile.Dead {
			return exchange.Person{}, false // reported, not certified: neither counted living nor as remains
		}
		p.Status = exchange.StatusRemains
	}
	return p, true
}

// exchangeWish is the person's wish. Wishes that stand against each other are as
// good as unknown: only a private interview can settle them.
func exchangeWish(f *File) (exchange.Wish, exchange.Date) {
	w := f.Wish()
	if w.Latest == nil {
		return exchange.WishUnknown, exchange.Date{}
	}
	wish := exchange.Wish(w.Latest.Value())
	if w.Latest.Value() == "no_return" {
		wish = exchange.WishStay // he goes nowhere against his will; where else he would go is not said
	}
	return wish, exchangeDate(w.Latest.SaidOn())
}

// exchangeDate is what is certain of a date: the day, else the month, else the year
// that all it can mean lies in. An uncertain or approximate date is not known.
func exchangeDate(s string) exchange.Date {
	d, err := edtf.Parse(s)
	if err != nil || d.Uncertain() || d.Approximate() {
		return exchange.Date{}
	}
	from, begins := d.Earliest()
	after, ends := d.Latest()
	if !begins || !ends {
		return exchange.Date{}
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if day := from.Format(layout); day == after.Add(-1).Format(layout) {
			certain, err := exchange.ParseDate(day)
			if err != nil {
				return exchange.Date{}
			}
			return certain
		}
	}
	return exchange.Date{}
}

func orElse[T ~string](v, otherwise T) T {
	if v == "" {
		return otherwise
	}
	return v
}
