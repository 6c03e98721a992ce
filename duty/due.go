package duty

import (
	"slices"
	"strings"
	"time"

	"homeward/casefile"
	"homeward/statement"
	"homeward/statement/edtf"
)

// Due returns what is owed for a person at an instant, and what has been discharged by
// then, in the order of the rules. Events and records dated after that instant do not
// count yet; what the bureau recorded later than that does.
func Due(file *casefile.File, settings Settings, at time.Time) []Item {
	c := newCase(file, settings, at)
	rules := allRules()
	var items []Item
	for i := range rules {
		r := &rules[i]
		if r.WaitsFor != "" || !c.applies(r) {
			continue
		}
		found := c.triggers(r)
		c.discharge(r, found)
		for _, t := range found {
			items = append(items, c.item(r, t))
		}
	}
	return items
}

// Held says in whose power a person is, as far as it is said.
type Held string

// The four.
const (
	NotSaid  Held = "not_said"
	Ours     Held = "ours"
	Disputed Held = "disputed" // some say ours, and no rule decides
	Theirs   Held = "theirs"
)

// InPower reads in whose power a person is from `held.by`. That he was captured does not
// say by whom: somebody has to state who holds him.
func InPower(file *casefile.File, party string) Held {
	p := file.Property("held.by")
	if p == nil || party == "" {
		return NotSaid
	}
	if p.Best != nil {
		switch {
		case p.Best.Strength() != casefile.Firm:
			return NotSaid
		case p.Best.Value() == party:
			return Ours
		}
		return Theirs
	}
	held := NotSaid
	for i := range p.Claims {
		c := &p.Claims[i]
		if !c.Counts() || c.Strength() != casefile.Firm {
			continue
		}
		if c.Value() == party {
			return Disputed
		}
		held = Theirs
	}
	return held
}

// theCase is one person at one instant.
type theCase struct {
	file     *casefile.File
	settings Settings
	zone     *time.Location
	at       time.Time
	held     Held
	own      bool
	civilian bool
	prisoner bool
	medic    bool

	standing *casefile.Standing // read when first wanted
}

func newCase(file *casefile.File, settings Settings, at time.Time) *theCase {
	c := &theCase{file: file, settings: settings, zone: settings.Zone, at: at, held: InPower(file, settings.Party), prisoner: true}
	if c.zone == nil {
		c.zone = time.UTC
	}
	home, ok := file.Value("power")
	c.own = ok && home == settings.Party
	if p := file.Property("status"); p != nil {
		if p.Best != nil {
			status := p.Best.Value()
			c.civilian = status == "civilian"
			c.prisoner = status != "civilian" && status != "remains"
			c.medic = status == "medical" || status == "religious"
		} else { // what is disputed is owed in either case
			for _, claim := range file.Active("status") {
				c.civilian = c.civilian || claim.Value() == "civilian"
				c.medic = c.medic || claim.Value() == "medical" || claim.Value() == "religious"
			}
		}
	}
	return c
}

func (c *theCase) applies(r *Rule) bool {
	switch r.Power {
	case InOurPower:
		if c.held != Ours && c.held != Disputed {
			return false
		}
	case OurOwn:
		if !c.own {
			return false
		}
	}
	switch r.Who {
	case Prisoners:
		return c.prisoner
	case Civilians:
		return c.civilian
	case Medics:
		return c.medic
	}
	return true
}

func (c *theCase) stand() *casefile.Standing {
	if c.standing == nil {
		s := c.file.Standing()
		c.standing = &s
	}
	return c.standing
}

// trigger is one event that makes a rule fire.
type trigger struct {
	words  string
	claims []casefile.Claim
	when   span     // of the event
	dates  []string // EDTF, each once
	since  span     // from when the clock and the elapsed time are counted
	notes  []string

	done   *casefile.Claim // the record that discharges it
	doneOn string
	last   span // of a clock that runs again and again: the last record
}

// triggers are the events that make a rule fire by the instant of the case.
func (c *theCase) triggers(r *Rule) []*trigger {
	var found []*trigger
	switch {
	case r.Trigger.Held:
		found = append(found, c.fell(r))
	case r.Trigger.HostilitiesEnded:
		if ended := c.settings.HostilitiesEnded; !ended.IsZero() {
			t := &trigger{words: r.Trigger.Words + " " + ended.String(), when: spanOf(ended, c.zone), dates: []string{ended.String()}, claims: c.holding()}
			found = append(found, t)
		}
	default:
		for _, property := range r.Trigger.Events {
			found = append(found, c.events(property, r)...)
		}
		if len(found) == 0 && r.Trigger.State != "" {
			if t := c.state(r); t != nil {
				found = append(found, t)
			}
		}
	}
	found = slices.DeleteFunc(found, func(t *trigger) bool {
		ahead := slices.Contains(r.Trigger.Events, r.Clock.Of) // what is to come, and is prepared for
		return !ahead && !t.when.lo.IsZero() && t.when.lo.After(c.at)
	})
	for _, t := range found {
		t.since = t.when
		if r.Trigger.Receipt {
			t.since = instant(received(t.claims))
		}
	}
	return found
}

// holding are the claims that say he is in our power.
func (c *theCase) holding() []casefile.Claim {
	return slices.DeleteFunc(c.file.Active("held.by"), func(claim casefile.Claim) bool {
		return claim.Value() != c.settings.Party || claim.Strength() != casefile.Firm
	})
}

// fell is that he fell into our power, on the day he was captured or has been held since.
func (c *theCase) fell(r *Rule) *trigger {
	t := &trigger{claims: c.holding()}
	dates := c.file.Dates("capture.date")
	for _, d := range dates {
		t.add(d.Date, c.zone)
		t.claims = append(t.claims, d.Claim)
	}
	if len(dates) == 0 {
		for _, claim := range t.claims {
			if d, err := edtf.Parse(claim.TrueOf()); err == nil {
				t.add(d, c.zone)
			}
		}
	}
	t.words = c.tell(r.Trigger.Words, dates)
	if len(t.dates) == 0 {
		t.notes = append(t.notes, "nobody has stated when he fell into our power")
	}
	t.noteSeveral("capture")
	if c.held == Disputed {
		t.notes = append(t.notes, "who holds him is disputed")
	}
	return t
}

// add takes a further date into account: any of those stated may be the right one.
func (t *trigger) add(d edtf.Date, zone *time.Location) {
	s := spanOf(d, zone)
	if len(t.dates) == 0 {
		t.when = s
	} else {
		t.when = t.when.join(s)
	}
	if text := d.String(); !slices.Contains(t.dates, text) {
		t.dates = append(t.dates, text)
	}
}

func (t *trigger) noteSeveral(what string) {
	if len(t.dates) > 1 {
		t.notes = append(t.notes, "sources give different dates of the "+what+"; a clock counts as run out only if it has for each of them")
	}
}

// tell says what happened, when, and who says so.
func (c *theCase) tell(words string, dates []casefile.Dated) string {
	var parts []string
	for _, d := range dates {
		part := d.Date.String()
		if by := d.Claim.FirstSpeaker(); by != "" {
			part += " (" + by + ")"
		}
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return words
	}
	return words + ": " + strings.Join(parts, ", ")
}

// events are those a property dates. Of a property that has one value there is one
// event, whatever dates are given; of another, dates that can be one day are one event.
func (c *theCase) events(property string, r *Rule) []*trigger {
	dates := c.file.Dates(property)
	if len(dates) == 0 {
		return nil
	}
	words := r.Trigger.Words
	def := c.file.Property(property).Definition()
	if def != nil && len(r.Trigger.Events) > 1 {
		words = strings.ToLower(def.LabelIn("en")[:1]) + def.LabelIn("en")[1:]
	}
	var out []*trigger
	for _, group := range clusters(dates, def != nil && def.Per == statement.One) {
		t := &trigger{words: c.tell(words, group)}
		for _, d := range group {
			t.add(d.Date, c.zone)
			t.claims = append(t.claims, d.Claim)
		}
		t.noteSeveral("event")
		out = append(out, t)
	}
	return out
}

// clusters puts dates together that speak of one event, the earliest event first.
func clusters(dates []casefile.Dated, one bool) [][]casefile.Dated {
	if one || len(dates) == 1 {
		return [][]casefile.Dated{dates}
	}
	sorted := slices.Clone(dates)
	slices.SortStableFunc(sorted, func(a, b casefile.Dated) int {
		la, _ := a.Date.Latest()
		lb, _ := b.Date.Latest()
		return la.Compare(lb)
	})
	var out [][]casefile.Dated
	for _, d := range sorted {
		at := slices.IndexFunc(out, func(g []casefile.Dated) bool {
			return !slices.ContainsFunc(g, func(o casefile.Dated) bool { return !edtf.Overlaps(o.Date, d.Date) })
		})
		if at < 0 {
			out = append(out, nil)
			at = len(out) - 1
		}
		out[at] = append(out[at], d)
	}
	return out
}

// state is that a property has one of the values the rule names, now as far as it is
// said, since the earliest time that is given for it.
func (c *theCase) state(r *Rule) *trigger {
	p := c.file.Property(r.Trigger.State)
	if p == nil {
		return nil
	}
	names := func(value string) bool {
		return len(r.Trigger.Values) == 0 || slices.ContainsFunc(r.Trigger.Values, func(v string) bool { return strings.EqualFold(v, value) })
	}
	if p.Best != nil && !names(p.Best.Value()) {
		return nil
	}
	t := &trigger{words: r.Trigger.Words}
	var earliest edtf.Date
	for _, claim := range c.file.Active(r.Trigger.State) {
		if claim.Strength() != casefile.Firm || !names(claim.Value()) {
			continue
		}
		t.claims = append(t.claims, claim)
		d, ok := claim.Holds()
		if !ok {
			continue
		}
		if earliest.IsZero() || d.Plain().Before(earliest.Plain()) {
			earliest = d
		}
	}
	if len(t.claims) == 0 {
		return nil
	}
	by := t.claims[0].FirstSpeaker()
	if by != "" {
		t.words += " (" + by + ")"
	}
	if r.Trigger.State == "death.suspected" {
		// The notice is of the death or injury: its day, where the death is dated.
		for _, d := range c.file.Dates("death.date") {
			t.add(d.Date, c.zone)
		}
	}
	if len(t.dates) == 0 && !earliest.IsZero() {
		// It holds from the start of the time given for it.
		if from, _ := earliest.Start(); !from.IsZero() {
			t.add(from, c.zone)
		}
	}
	if len(t.dates) == 0 {
		t.notes = append(t.notes, "nobody has stated since when")
	}
	if p.Best == nil {
		t.notes = append(t.notes, "sources differ on this")
	}
	return t
}

// received is when the bureau recorded the first of the claims; zero if it is not known.
func received(claims []casefile.Claim) time.Time {
	var first time.Time
	for i := range claims {
		if at := claims[i].RecordedOn(); !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}
