package duty

import (
	"slices"
	"strings"
	"time"

	"homeward/casefile"
	"homeward/statement"
)

// record is something recorded that may discharge an item.
type record struct {
	*dated
	used bool
}

// discharge finds for each event the record that discharges it.
func (c *theCase) discharge(r *Rule, found []*trigger) {
	if len(found) == 0 {
		return
	}
	for _, by := range r.Done.By {
		property, _, _ := strings.Cut(by, "=")
		p := c.file.Property(property)
		if p == nil {
			continue
		}
		if def := p.Definition(); def == nil || def.Type != statement.DateType {
			if claim := c.holds(by); claim != nil {
				for _, t := range found {
					t.settle(claim, "", span{})
				}
			}
			continue
		}
		c.byRecords(r, property, found)
	}
	if r.Done.Refusal {
		if wish := c.file.Wish(); wish.Return == casefile.ReturnBarred && wish.Latest != nil && c.begun(wish.Latest) {
			for _, t := range found {
				t.settle(wish.Latest, wish.Latest.SaidOn(), span{})
			}
		}
	}
}

// begun says that a claim does not speak of a time that is all still to come.
func (c *theCase) begun(claim *casefile.Claim) bool {
	d, ok := claim.Holds()
	return !ok || !spanOf(d, c.zone).lo.After(c.at)
}

func (t *trigger) settle(claim *casefile.Claim, on string, when span) {
	if t.done == nil {
		t.done, t.doneOn, t.doneWhen = claim, on, when
	}
}

// holds returns the claim by which "property" or "property=value" holds, or nil.
func (c *theCase) holds(by string) *casefile.Claim {
	property, value, valued := strings.Cut(by, "=")
	if valued {
		if p := c.file.Property(property); p != nil && p.Best != nil && p.Best.Strength() == casefile.Firm && p.Best.Value() == value {
			return p.Best
		}
		return nil
	}
	for _, claim := range c.file.Active(property) {
		if claim.Strength() == casefile.Firm {
			return &claim
		}
	}
	return nil
}

// byRecords discharges by the dated records of a property.
func (c *theCase) byRecords(r *Rule, property string, found []*trigger) {
	var records []*record
	dates := c.dates(property)
	for i := range dates {
		if !dates[i].when.lo.After(c.at) {
			records = append(records, &record{dated: &dates[i]})
		}
	}
	slices.SortStableFunc(records, func(a, b *record) int { return byEnd(a.when, b.when) })
	if r.Clock.Kind == EveryDays {
		for _, t := range found {
			for _, rec := range records {
				if !rec.when.hi.Before(t.last.hi) {
					t.last = rec.when
				}
			}
		}
		return
	}
	if r.Done.OneEach {
		for _, t := range found { // what stands in one entry belongs together
			for _, rec := range records {
				if t.done == nil && !rec.used && slices.ContainsFunc(t.claims, func(o casefile.Claim) bool { return o.Ref.Entry == rec.Claim.Ref.Entry }) {
					t.settle(&rec.Claim, rec.text, rec.when)
					rec.used = true
				}
			}
		}
	}
	for _, t := range found {
		for _, rec := range records {
			if t.done != nil || r.Done.OneEach && rec.used {
				continue
			}
			surely, may := c.follows(r, t, rec.when)
			if surely {
				t.settle(&rec.Claim, rec.text, rec.when)
				rec.used = true
			} else if may {
				t.notes = append(t.notes, "what is recorded of "+rec.text+" may be of before the event: it does not discharge it")
			}
		}
	}
}

// follows says whether a record is of the event or after it. An event that happens once
// is discharged by any record that is not surely before it; one of several events, only
// by a record that does not end before the event does.
func (c *theCase) follows(r *Rule, t *trigger, when span) (surely, may bool) {
	notBefore := t.when.lo.IsZero() || when.hi.IsZero() || when.hi.After(t.when.lo)
	if r.Trigger.Held || r.Trigger.State != "" || r.Trigger.HostilitiesEnded {
		return notBefore, false
	}
	if t.when.hi.IsZero() || when.hi.IsZero() {
		return false, notBefore
	}
	return !when.hi.Before(t.when.hi), notBefore
}

// item makes the item of a rule that has fired.
func (c *theCase) item(r *Rule, t *trigger) Item {
	it := Item{
		Rule: r.ID, Article: r.Article, Title: r.Title["en"], Person: c.file.Title, Owes: r.Owes,
		Trigger: t.words, TriggeredOn: strings.Join(t.dates, " or "), Clock: r.Clock.Words,
		Discharge: r.Done.Words, Target: c.settings.Targets[r.ID], Notes: t.notes, State: OwedNow,
	}
	if len(c.file.Subjects) > 0 {
		it.Subject = c.file.Subjects[0]
	}
	for i := range t.claims {
		if ref := t.claims[i].Ref; !slices.Contains(it.Claims, ref) {
			it.Claims = append(it.Claims, ref)
			it.Refs = append(it.Refs, ref.String())
		}
	}
	if r.Done.WaitsFor != "" {
		it.Discharge += " (waits for " + r.Done.WaitsFor + ")"
	}
	if r.Note != "" {
		it.Notes = append(it.Notes, r.Note)
	}
	if t.ofDeath() && c.stand().Code == casefile.ReportedDead {
		it.Notes = append(it.Notes, c.stand().Words+": to be established before it is reported as certain")
	}
	c.elapse(&it, t)
	c.clock(r, t, &it)
	c.settleState(r, t, &it)
	return it
}

// ofDeath says whether the trigger is a death.
func (t *trigger) ofDeath() bool {
	return slices.ContainsFunc(t.claims, func(claim casefile.Claim) bool {
		return claim.Property() == "death.date" || claim.Property() == "condition" && claim.Value() == "dead"
	})
}

// elapse tells the time that has passed since the trigger, or that passed until the
// discharge; of a discharge without a date nothing is told.
func (c *theCase) elapse(it *Item, t *trigger) {
	from, to := c.at, c.at
	if t.done != nil {
		from, to = t.doneWhen.lo, t.doneWhen.hi
	}
	if !t.since.hi.IsZero() && !from.IsZero() {
		it.Elapsed = max(0, from.Sub(t.since.hi))
	}
	if !t.since.lo.IsZero() && !to.IsZero() {
		it.ElapsedAtMost = max(0, to.Sub(t.since.lo))
	}
}

// clock reads the rule's clock: until when, and how the item stands by it.
func (c *theCase) clock(r *Rule, t *trigger, it *Item) {
	if r.Clock.Kind == Always {
		it.State = Running
		return
	}
	if !r.Clock.Stated() {
		return
	}
	from, why := t.since, "nobody has stated when it began"
	if r.Clock.From != "" {
		from = c.firstSince(r.Clock.From, r, t)
		why = "no " + strings.ToLower(c.label(r.Clock.From)) + " is stated: the time cannot be counted, and it is owed at once"
	}
	if r.Clock.Of != "" && !t.of(r.Clock.Of) {
		from = c.firstSince(r.Clock.Of, r, t)
		why = "no " + strings.ToLower(c.label(r.Clock.Of)) + " is stated: the time cannot be counted back, and it is owed at once"
	}
	if t.last.known() {
		from = t.last
	}
	if !from.known() {
		if t.done == nil {
			it.Notes = append(it.Notes, why)
		}
		return
	}
	if !from.sure {
		it.Notes = append(it.Notes, "a source marks the date as uncertain or approximate")
	}
	if r.Clock.Later {
		from.hi = time.Time{}
	}
	months, days := 0, r.Clock.N
	switch r.Clock.Kind {
	case Months, BarMonths:
		months, days = days, 0
	case DaysBefore:
		days = -days
	}
	l := from.add(months, days, c.zone)
	it.DueBy, it.DueEarliest, it.DueLatest, it.State = l.text(), l.earliest, l.latest, l.state(c.at)
}

// label names a property in words.
func (c *theCase) label(property string) string {
	switch property {
	case "arrival.date":
		return "arrival at a camp"
	case "trial.date":
		return "opening of the trial"
	}
	return property
}

// firstSince is when the first event of a property after the trigger was.
func (c *theCase) firstSince(property string, r *Rule, t *trigger) span {
	dates := slices.DeleteFunc(slices.Clone(c.dates(property)), func(d dated) bool {
		if r.Clock.Kind != DaysBefore && d.when.lo.After(c.at) {
			return true
		}
		surely, _ := c.follows(r, t, d.when)
		return !surely
	})
	if len(dates) == 0 {
		return span{}
	}
	var out span
	for i, d := range clusters(dates, false)[0] {
		if i == 0 {
			out = d.when
		} else {
			out = out.join(d.when)
		}
	}
	return out
}

// settleState lets discharge, the end of captivity, what holds the item back, and the
// bureau's own target decide how it stands.
func (c *theCase) settleState(r *Rule, t *trigger, it *Item) {
	if r.Clock.Kind == BarMonths {
		switch it.State {
		case Overdue:
			it.State = Discharged
			return
		case PossiblyOverdue:
			it.Notes = append(it.Notes, "the time may have run out; the bar holds until it surely has")
		}
		if it.State != OwedNow {
			it.State = Running
		}
	}
	if t.done != nil {
		ref := t.done.Ref
		it.State, it.DischargedBy, it.DischargedRef, it.DischargedOn = Discharged, &ref, ref.String(), t.doneOn
		return
	}
	if r.EndsWithCaptivity {
		if why, ended := c.captivityEnded(); ended {
			it.State = Ended
			it.Notes = append(it.Notes, why)
			return
		} else if why != "" {
			it.Notes = append(it.Notes, why)
		}
	}
	for _, unless := range r.Trigger.Unless {
		if claim := c.holds(unless); claim != nil {
			it.State = Running
			it.Notes = append(it.Notes, "waits: "+strings.Replace(unless, "=", " is ", 1)+", entry "+claim.Ref.String())
			return
		}
	}
	if r.Trigger.HostilitiesEnded || r.Done.Refusal {
		if wish := c.file.Wish(); wish.Return != casefile.ReturnWished {
			it.Notes = append(it.Notes, "his wish: "+wish.Words)
		}
	}
	if it.Target > 0 && it.Elapsed > it.Target && (it.State == OwedNow || it.State == Running && r.Clock.Kind != Always && r.Clock.Kind != BarMonths) {
		it.State = PastOwnTarget
	}
}

// captivityEnded says whether captivity is said to have ended by the instant of the
// case. A death that is only reported ends nothing.
func (c *theCase) captivityEnded() (why string, ended bool) {
	s := c.stand()
	if s.Code == casefile.ReportedDead {
		why = s.Words
		s = s.Otherwise
	}
	switch s.Code {
	case casefile.Released, casefile.Repatriated, casefile.Escaped, casefile.Dead:
	default:
		return why, false
	}
	for i := range s.Rests {
		d, ok := s.Rests[i].Date()
		if when := spanOf(d, c.zone); ok && !when.lo.After(c.at) {
			return "ended with captivity: " + s.Words, true
		}
	}
	return why, false
}
