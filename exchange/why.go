package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ReadPlan reads a plan as [Plan] marshals it. A word it does not know is
// refused: a plan that says more than this program understands is not checked by
// half.
func ReadPlan(r io.Reader) (Plan, error) {
	var p Plan
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		if errors.Is(err, io.EOF) {
			err = errors.New("the file is empty")
		}
		return Plan{}, fmt.Errorf("reading a plan: %w; expected what homeward plan --json prints", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Plan{}, errors.New("reading a plan: something stands after the plan; expected one plan in one file")
	}
	if p.Status == "" {
		return Plan{}, errors.New("reading a plan: it has no status; expected what homeward plan --json prints")
	}
	return p, nil
}

// A Why says of one person whether he or she goes, why not, and what would
// change that.
type Why struct {
	ID      string   `json:"id"`
	Goes    bool     `json:"goes"`
	Release *Release `json:"release,omitempty"`
	Left    *Left    `json:"left,omitempty"`
	// Of the left: the neutral country that takes the person in until then.
	Accommodated *Accommodation `json:"accommodated,omitempty"`
	WouldChange  []string       `json:"would_change"` // what could change the reason; empty for those who go
}

// Why finds a person in the plan. It fails if the plan does not have the person.
func (p Plan) Why(id string) (Why, error) {
	for k := range p.Releases {
		if p.Releases[k].ID == id {
			return Why{ID: id, Goes: true, Release: &p.Releases[k], WouldChange: []string{}}, nil
		}
	}
	for k := range p.Left {
		if p.Left[k].ID == id {
			w := Why{ID: id, Left: &p.Left[k], WouldChange: p.wouldChange(&p.Left[k])}
			for a := range p.Accommodated {
				if p.Accommodated[a].ID == id {
					w.Accommodated = &p.Accommodated[a]
				}
			}
			return w, nil
		}
	}
	return Why{}, fmt.Errorf("%s is not in this plan: neither among the %d who go nor among the %d who stay", id, len(p.Releases), len(p.Left))
}

func (p Plan) wouldChange(l *Left) []string {
	switch l.Reason {
	case ReasonWish:
		return []string{"only his or her own word, given in private and put on record; no term can"}
	case ReasonInterview:
		return []string{"a private interview that finds the wish to return", "unknown_wish: if_interviewed in the sheet, which lets such people into a conditional plan"}
	case ReasonHome:
		return []string{"a corrected list"}
	case ReasonHold:
		return []string{"the holder's consent (a consent term), or the end of the proceedings or the sentence"}
	case ReasonUnfit:
		return []string{"a physician's word that he or she can travel"}
	case ReasonFitness:
		return []string{"a physician's word that he or she can travel; then he or she is owed and goes whatever the terms"}
	case ReasonNoTerm:
		return []string{"a term that opens the way: a release, a parity, an all_for_all, a deal, or an inclusion by name"}
	case ReasonRetained:
		return []string{"the end of the retention; then he or she is owed and goes whatever the terms", "a finding for direct repatriation"}
	}
	out := []string{}
	for _, u := range p.Unlock {
		if l.Reason == ReasonTermsConflict || u.Term == l.Term {
			out = append(out, u.words(p.Status))
		}
	}
	switch {
	case len(out) > 0:
	case l.Reason == ReasonExcluded:
		out = append(out, fmt.Sprintf("the name taken from %q; no more people in all come home by that", l.Term))
	case l.Reason == ReasonCondition:
		out = append(out, "the condition met; no more people in all come home by that")
	case l.Term != "":
		out = append(out, fmt.Sprintf("%q alone cannot bring more home; the plan's unlock list says what does", l.Term))
	}
	return out
}

// words puts an unlock into words.
func (u *Unlock) words(status PlanStatus) string {
	least, more := "", " more"
	if !u.Proved {
		least = "at least "
	}
	if status == Infeasible {
		more = ""
	}
	return fmt.Sprintf("%s: %s: %s%d%s home", u.Term, u.Change, least, u.Gain, more)
}

// WriteText says it in words.
func (w Why) WriteText(out io.Writer) error {
	var b strings.Builder
	if w.Goes {
		r := w.Release
		where := fmt.Sprintf("goes from %s to %s in stage %d", r.From, r.To, r.Stage)
		if r.Remains {
			where = fmt.Sprintf("the remains are returned from %s to %s in stage %d", r.From, r.To, r.Stage)
		}
		if r.Crossing != "" {
			where += ", over " + r.Crossing
		}
		fmt.Fprintf(&b, "%s %s.\n", w.ID, where)
		if r.Owed {
			b.WriteString("Owed: outside every ratio (GCIII Art. 109, GCI Art. 30).\n")
		}
		if r.Interview {
			b.WriteString("Only if a private interview finds the wish to return.\n")
		}
		if r.ThirdCountry {
			b.WriteString("To another country, as he or she wishes.\n")
		}
	} else {
		fmt.Fprintf(&b, "%s stays: %s.\n", w.ID, strings.TrimSuffix(w.Left.Detail, "."))
		if w.Left.Rank > 0 {
			fmt.Fprintf(&b, "Place %d in the class, %d behind the last who goes.\n", w.Left.Rank, w.Left.Distance)
		}
		if w.Accommodated != nil {
			fmt.Fprintf(&b, "Until then taken in by %s, as he or she agrees (GCIII Art. 109(2), 110).\n", w.Accommodated.To)
		}
		if len(w.WouldChange) > 0 {
			b.WriteString("What would change it:\n")
			for _, c := range w.WouldChange {
				fmt.Fprintf(&b, "  %s\n", c)
			}
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}
