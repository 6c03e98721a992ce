package casefile

import (
	"slices"

	"homeward/statement"
	"homeward/statement/edtf"
)

// Return says whether the person may be sent home as far as his wish goes.
type Return string

// The three.
const (
	ReturnWished    Return = "wished"    // his latest wish is to return
	ReturnBarred    Return = "barred"    // his latest wish, or one of his latest, is to stay or to go to a third country
	ReturnInterview Return = "interview" // not known: possible only after a private interview
)

// Wish is what the person is said to want, over time (Art. 109(3), 118; the commentary
// of 2020 on return against one's will).
type Wish struct {
	History []Claim `json:"history"` // every standing claim of `wish`, in the order of time, undated first
	// Latest is the one wish that holds at the latest time; nil if none is known or if
	// the latest contradict each other.
	Latest        *Claim  `json:"latest,omitempty"`
	Contradictory bool    `json:"contradictory"`        // two wishes of the latest time that differ
	Conditional   bool    `json:"conditional"`          // the latest is made on a condition; see how it is written
	Interviews    []Claim `json:"interviews,omitempty"` // private interviews on record
	Return        Return  `json:"return"`
	Words         string  `json:"words"`
}

// Wish reads the person's wish. A wish a guess is made of is shown and bars nothing.
func (f *File) Wish() Wish {
	w := Wish{History: []Claim{}, Return: ReturnInterview, Words: "no wish is recorded: a private interview is wanted", Interviews: f.firm("interview")}
	p := f.Property("wish")
	if p == nil {
		return w
	}
	var firm []*Claim
	for i := range p.Claims {
		c := &p.Claims[i]
		if !c.Counts() {
			continue
		}
		w.History = append(w.History, *c)
		if c.Strength() == Firm {
			firm = append(firm, c)
		}
	}
	slices.SortStableFunc(w.History, func(a, b Claim) int { return byTime(a.Holds, b.Holds) })
	if len(firm) == 0 {
		return w
	}
	last := latest(firm)
	for _, c := range last {
		w.Contradictory = w.Contradictory || c.Value() != last[0].Value()
		w.Conditional = w.Conditional || c.Stance() == statement.OffersConditional
		switch c.Value() {
		case "stay", "third_country", "no_return":
			w.Return = ReturnBarred
		}
	}
	if w.Contradictory {
		w.Words = "no single wish: " + p.standAgainst(last)
		return w
	}
	latest := *last[len(last)-1]
	w.Latest = &latest
	if w.Return != ReturnBarred && latest.Value() == "return" {
		w.Return = ReturnWished
	}
	w.Words = latest.Value() + ", by " + who(&latest)
	if d, ok := latest.Holds(); ok {
		w.Words += ", " + d.String()
	}
	return w
}

// byTime orders two times by when they begin, then by when they end; none comes first.
func byTime(a, b func() (edtf.Date, bool)) int {
	da, _ := a()
	db, _ := b()
	return compareDates(da, db)
}

func compareDates(a, b edtf.Date) int {
	loA, okA := start(a)
	loB, okB := start(b)
	switch {
	case !okA && !okB:
		return 0
	case !okA:
		return -1
	case !okB:
		return 1
	}
	if c := loA.Compare(loB); c != 0 {
		return c
	}
	hiA, okA := a.Latest()
	hiB, okB := b.Latest()
	switch {
	case okA && okB:
		return hiA.Compare(hiB)
	case okA:
		return -1
	case okB:
		return 1
	}
	return 0
}
