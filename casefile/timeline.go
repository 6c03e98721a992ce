package casefile

import (
	"cmp"
	"slices"
	"time"

	"homeward/statement"
	"homeward/statement/edtf"
)

// Happening is one event of a person's timeline.
type Happening struct {
	Date     edtf.Date `json:"date"` // as uncertain as its source gives it
	Property string    `json:"property"`
	Value    string    `json:"value"`
	// Stated is true if the property is itself a date (captured on …); otherwise the
	// date is the time at which a value holds (rank, camp, wish).
	Stated bool  `json:"stated"`
	Claim  Claim `json:"claim"`
}

// Timeline lists what happened and what held when, as far as it is said, in the order
// in which it may have begun: what spans more time comes after what begins with it and
// is shorter. Two sources that date one event give two happenings. Corrected and
// withdrawn claims are left out, as are the bureau's own properties.
func (f *File) Timeline() []Happening {
	out := []Happening{}
	for i := range f.Properties {
		p := &f.Properties[i]
		if p.def != nil && p.def.Guards == "internal" {
			continue
		}
		for j := range p.Claims {
			c := &p.Claims[j]
			if !c.Counts() || c.Strength() == NoValue {
				continue
			}
			h := Happening{Property: p.Name, Value: c.Value(), Claim: *c}
			ok := false
			switch {
			case p.typ() == statement.DateType:
				h.Date, ok = c.Date()
				h.Stated = true
			case p.per() == statement.Changes:
				h.Date, ok = c.Holds()
			default:
				h.Date, ok = parse(c.TrueOf())
			}
			if ok {
				out = append(out, h)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Happening) int {
		return cmp.Or(compareDates(a.Date, b.Date), compareRefs(a.Claim.Ref, b.Claim.Ref))
	})
	return out
}

// start is the first instant a date can mean, or its end if its start is open.
func start(d edtf.Date) (time.Time, bool) {
	if lo, ok := d.Earliest(); ok {
		return lo, true
	}
	return d.Latest()
}
