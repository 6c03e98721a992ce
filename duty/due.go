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
		if items == nil && len(found) > 0 {
			items = make([]Item, 0, 16)
		}
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

	// What follows is read when it is first wanted.
	standing *casefile.Standing
	known    []datesOf
	captured *trigger // that he fell into our power, without the rule's words
}

// datesOf are the dates that firm, standing claims give for a property.
type datesOf struct {
	property string
	dates    []dated
}

// dated is one of them, as the file gives it and as a span on the bureau's clock.
type dated struct {
	casefile.Dated
	when span
	text string
}

// dates returns the dates given for a property, in the order they were recorded.
func (c *theCase) dates(property string) []dated {
	for i := range c.known {
		if c.known[i].property == property {
			return c.known[i].dates
		}
	}
	given := c.file.Dates(property)
	var out []dated
	if len(given) > 0 {
		out = make([]dated, len(given))
	}
	for i, d := range given {
		out[i] = dated{Dated: d, when: spanOf(d.Date, c.zone), text: d.Date.String()}
	}
	c.known = append(c.known, datesOf{property, out})
	return out
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

	done     *casefile.Claim // the record that discharges it
	doneOn   string          // EDTF, if it is dated
	doneWhen span
	last     span // of a clock that runs again and again: the last record
}

// of says whether the trigger is an event that the property dates.
func (t *trigger) of(property string) bool {
	return len(t.claims) > 0 && t.claims[0].Property() == property
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
		for _, properties := range [...][]string{r.Trigger.Events, r.Trigger.Else} {
			if len(found) > 0 {
				break
			}
			for _, property := range properties {
				found = append(found, c.events(property, r)...)
			}
		}
		if len(found) == 0 && r.Trigger.State != "" {
			if t := c.state(r); t != nil {
				found = append(found, t)
			}
		}
	}
	found = slices.DeleteFunc(found, func(t *trigger) bool {
		ahead := t.of(r.Clock.Of) // what is to come, and is prepared for
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
	if c.captured == nil {
		t := &trigger{claims: c.holding()}
		dates := c.dates("capture.date")
		for i := range dates {
			t.add(&dates[i])
			t.claims = append(t.claims, dates[i].Claim)
		}
		t.words = told(dates)
		if len(dates) == 0 {
			for _, claim := range t.claims {
				if d, err := edtf.Parse(claim.TrueOf()); err == nil {
					t.add(&dated{when: spanOf(d, c.zone), text: d.String()})
				}
			}
		}
		if len(t.dates) == 0 {
			t.notes = append(t.notes, "nobody has stated when he fell into our power")
		}
		t.noteSeveral("capture")
		if c.held == Disputed {
			t.notes = append(t.notes, "who holds him is disputed")
		}
		c.captured = t
	}
	t := *c.captured
	t.words = r.Trigger.Words + t.words
	t.notes = slices.Clip(t.notes)
	return &t
}

// add takes a further date into account: any of those stated may be the right one.
func (t *trigger) add(d *dated) {
	if len(t.dates) == 0 {
		t.when = d.when
	} else {
		t.when = t.when.join(d.when)
	}
	if !slices.Contains(t.dates, d.text) {
		t.dates = append(t.dates, d.text)
	}
}

func (t *trigger) noteSeveral(what string) {
	if len(t.dates) > 1 {
		t.notes = append(t.notes, "sources give different dates of the "+what+": each is taken into account")
	}
}

// told gives the dates of an event and who gives them, to stand after what happened.
func told(dates []dated) string {
	var parts []string
	for i := range dates {
		part := dates[i].text
		if by := dates[i].Claim.FirstSpeaker(); by != "" {
			part += " (" + by + ")"
		}
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// events are those a property dates. Of a property that has one value there is one
// event, whatever dates are given; of another, dates that can be one day are one event.
func (c *theCase) events(property string, r *Rule) []*trigger {
	dates := c.dates(property)
	if len(dates) == 0 {
		return nil
	}
	words := r.Trigger.Words
	def := c.file.Property(property).Definition()
	if def != nil && len(r.Trigger.Events)+len(r.Trigger.Else) > 1 {
		words = strings.ToLower(def.LabelIn("en")[:1]) + def.LabelIn("en")[1:]
	}
	var out []*trigger
	for _, group := range clusters(dates, def != nil && def.Per == statement.One) {
		t := &trigger{words: words + told(group)}
		for i := range group {
			t.add(&group[i])
			t.claims = append(t.claims, group[i].Claim)
		}
		t.noteSeveral("event")
		out = append(out, t)
	}
	return out
}

// clusters puts dates together that speak of one event, the earliest event first.
func clusters(dates []dated, one bool) [][]dated {
	if one || len(dates) == 1 {
		return [][]dated{dates}
	}
	sorted := slices.Clone(dates)
	slices.SortStableFunc(sorted, func(a, b dated) int { return byEnd(a.when, b.when) })
	var out [][]dated
	for _, d := range sorted {
		at := slices.IndexFunc(out, func(g []dated) bool {
			return !slices.ContainsFunc(g, func(o dated) bool { return !edtf.Overlaps(o.Date, d.Date) })
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
		dates := c.dates("death.date")
		for i := range dates {
			t.add(&dates[i])
		}
	}
	if len(t.dates) == 0 && !earliest.IsZero() {
		// It holds from the start of the time given for it.
		if from, _ := earliest.Start(); !from.IsZero() {
			t.add(&dated{when: spanOf(from, c.zone), text: from.String()})
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
