package casefile

import (
	"strings"

	"homeward/statement/edtf"
)

// StandingCode says what is said to have become of a person.
type StandingCode string

// The standings.
const (
	UnknownStanding StandingCode = "unknown"
	Missing         StandingCode = "missing"
	Alive           StandingCode = "alive" // seen or heard alive; no captivity is stated
	Held            StandingCode = "held"
	Released        StandingCode = "released"
	Repatriated     StandingCode = "repatriated"
	Escaped         StandingCode = "escaped"
	ReportedDead    StandingCode = "reported_dead" // somebody says so; no certificate is recorded
	Dead            StandingCode = "dead"          // a death certificate is recorded
)

// Standing is what is said to have become of a person, and what that rests on. It is
// read from what is said; it decides nothing. A report of a death is only ever that,
// until a certificate is recorded.
type Standing struct {
	Code  StandingCode `json:"code"`
	Words string       `json:"words"`
	Since string       `json:"since,omitempty"` // EDTF, if a date is given
	Rests []Claim      `json:"rests_on,omitempty"`
	// Otherwise is the standing if the reported death is left aside.
	Otherwise *Standing `json:"otherwise,omitempty"`
}

// deathSigns are the properties that say that somebody is dead.
var deathSigns = [...]string{"death.date", "death.place", "death.cause", "grave", "condition", "status"}

// captivitySigns are the properties that say that somebody is held.
var captivitySigns = [...]string{"capture.date", "arrival.date", "transfer.date", "capture.place", "held.by", "held.at", "prisoner.number"}

// captivityEnds are the properties that end captivity, the one named first where two
// are of one time.
var captivityEnds = [...]struct {
	property string
	code     StandingCode
	words    string
}{
	{"repatriation.date", Repatriated, "repatriated"},
	{"release.date", Released, "released"},
	{"escape.date", Escaped, "escaped"},
}

// Standing says what is said to have become of the person.
func (f *File) Standing() Standing {
	certificates := f.firm("death.certificate")
	var deaths []Claim
	for _, property := range deathSigns {
		for _, c := range f.firm(property) {
			if property == "condition" && c.Value() != "dead" || property == "status" && c.Value() != "remains" {
				continue
			}
			deaths = append(deaths, c)
		}
	}
	since, _ := f.Value("death.date")
	switch {
	case len(certificates) > 0:
		return Standing{Code: Dead, Words: "dead; certificate recorded", Since: since, Rests: append(certificates, deaths...)}
	case len(deaths) > 0:
		otherwise := f.living()
		return Standing{
			Code: ReportedDead, Words: "reported dead by " + speakers(deaths) + ", not certified",
			Since: since, Rests: deaths, Otherwise: &otherwise,
		}
	}
	return f.living()
}

// living is the standing with every word of a death left aside.
func (f *File) living() Standing {
	var signs []Claim
	for _, property := range captivitySigns {
		signs = append(signs, f.firm(property)...)
	}
	if end, ok := f.lastEnd(); ok {
		if again := after(signs, end.Rests); len(again) > 0 {
			return Standing{Code: Held, Words: "said to be held again, by " + speakers(again), Since: firstDate(again), Rests: again}
		}
		return end
	}
	if len(signs) > 0 {
		words := "said to be held, by " + speakers(signs)
		if by, ok := f.Value("held.by"); ok {
			words = "said to be held by " + by + " (" + speakers(signs) + ")"
		}
		return Standing{Code: Held, Words: words, Since: firstDate(f.firm("capture.date")), Rests: signs}
	}
	if missing := f.firm("missing.since"); len(missing) > 0 {
		since, _ := f.Value("missing.since")
		return Standing{Code: Missing, Words: "reported missing by " + speakers(missing), Since: since, Rests: missing}
	}
	if asked := f.firm("enquiry.received"); len(asked) > 0 {
		return Standing{Code: Missing, Words: "sought: an enquiry was received", Rests: asked}
	}
	var alive []Claim
	for _, property := range [...]string{"wish", "interview", "condition"} {
		for _, c := range f.firm(property) {
			if c.Value() != "dead" && !(property == "wish" && c.Value() == "unknown") {
				alive = append(alive, c)
			}
		}
	}
	if len(alive) > 0 {
		return Standing{Code: Alive, Words: "said to be alive, by " + speakers(alive), Since: alive[len(alive)-1].SaidOn(), Rests: alive}
	}
	return Standing{Code: UnknownStanding, Words: "nothing is said of what became of him"}
}

// lastEnd is the end of captivity that no other surely follows.
func (f *File) lastEnd() (Standing, bool) {
	var best Standing
	var bestDate edtf.Date
	for _, end := range captivityEnds {
		for _, d := range f.Dates(end.property) {
			if best.Code != "" && !d.Date.Plain().After(bestDate.Plain()) {
				if best.Code == end.code {
					best.Rests = append(best.Rests, d.Claim)
				}
				continue
			}
			best = Standing{Code: end.code, Since: d.Date.String(), Rests: []Claim{d.Claim}}
			bestDate = d.Date
		}
	}
	for _, end := range captivityEnds {
		if end.code == best.Code {
			best.Words = "said to be " + end.words + ", by " + speakers(best.Rests)
		}
	}
	if best.Code == Escaped {
		best.Words = "said to have escaped, by " + speakers(best.Rests)
	}
	return best, best.Code != ""
}

// firm are the claims of a property that stand and say that it is so.
func (f *File) firm(property string) []Claim {
	p := f.Property(property)
	if p == nil {
		return nil
	}
	var out []Claim
	for i := range p.Claims {
		if c := &p.Claims[i]; c.Counts() && c.Strength() == Firm {
			out = append(out, *c)
		}
	}
	return out
}

// after are the claims that surely speak of a time after all the others do.
func after(claims, ends []Claim) []Claim {
	var out []Claim
	for _, c := range claims {
		d, ok := happened(&c)
		if !ok {
			continue
		}
		later := true
		for _, e := range ends {
			end, ok := e.Date()
			later = later && ok && d.Plain().After(end.Plain())
		}
		if later {
			out = append(out, c)
		}
	}
	return out
}

// happened is when a claim's event was, or the time at which it holds. When something
// was said is no evidence of when it held, unless it may change.
func happened(c *Claim) (edtf.Date, bool) {
	switch c.Statement.Property {
	case "capture.date", "arrival.date", "transfer.date":
		return c.Date()
	case "held.by", "held.at":
		return parse(c.Statement.TrueOf)
	}
	return edtf.Date{}, false
}

func firstDate(claims []Claim) string {
	for i := range claims {
		if d, ok := claims[i].Date(); ok && strings.HasSuffix(claims[i].Property(), ".date") {
			return d.String()
		}
	}
	return ""
}

// speakers names whoever said the claims, each once.
func speakers(claims []Claim) string {
	var names []string
	for i := range claims {
		name := who(&claims[i])
		if strings.HasPrefix(name, "entry ") {
			name = "a source without a name"
		}
		found := false
		for _, n := range names {
			found = found || n == name
		}
		if !found {
			names = append(names, name)
		}
	}
	switch len(names) {
	case 0:
		return "nobody"
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
