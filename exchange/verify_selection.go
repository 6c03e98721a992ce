package exchange

import (
	"errors"
	"slices"
)

// The verifier's own counting of a roll. People of whom the sheet, the law and
// the tiers would say the same in every respect are taken together (a sort), one
// of them is judged by the plain reading of verify_law.go, and the sorts are put
// together to classes.

// VerifySelection checks a selection against the roll and the terms it was made
// from: that whoever goes may, that every term is kept, that the figures are
// true, that within a class the lot was kept, and that the certificate proves
// the bounds. It shares no code with the solver. The lot between classes it does
// not draw again.
func VerifySelection(r *Roll, t *Terms, s Selection) error {
	a := auditOf(nil, t)
	a.drop(s.Dropped)
	if len(s.Certificate.Caps) > 0 {
		a.fail("the certificate has caps of stages, and a selection has no stages")
	}
	if len(s.Goes) != (r.Len()+63)/64 || len(s.Goes) > 0 && r.Len()%64 != 0 && s.Goes[len(s.Goes)-1]>>(r.Len()%64) != 0 {
		return errors.New("verifying: the selection is not of as many people as the roll")
	}
	k, names := a.reckon(r, s.Goes)
	if len(s.Objective) != len(s.Tiers) || len(s.Bound) != len(s.Tiers) || !slices.Equal(names, s.Tiers) {
		a.fail("the tiers are not those of the sheet")
		return errors.Join(a.faults...)
	}
	switch s.Status {
	case Optimal, Feasible:
		a.keepsRows(k)
		a.choose()
		for i, total := range k.reached(a) {
			if s.Objective[i] != total {
				a.fail("tier %q is given as %d and is %d", s.Tiers[i], s.Objective[i], total)
			}
			if s.Status == Optimal && s.Bound[i] != total {
				a.fail("called optimal, but a bound is not reached")
			}
		}
		if s.Status == Feasible && slices.Equal(s.Bound, s.Objective) {
			a.fail("every bound is reached, and yet the plan is not called optimal")
		}
	case Infeasible, Undecided:
		if slices.ContainsFunc(s.Goes, func(w uint64) bool { return w != 0 }) || slices.ContainsFunc(s.Objective, func(n int64) bool { return n != 0 }) || s.LotDrawn {
			a.fail("the selection is %s and yet people go", s.Status)
		}
	default:
		a.fail("the status %q is none a plan can have", s.Status)
	}
	if s.Status != Infeasible && len(s.Conflict) > 0 {
		a.fail("a conflict is named where there is none")
	}
	a.certificate(k, s.Status, s.Objective, s.Bound, s.Conflict, &s.Certificate)
	return errors.Join(a.faults...)
}

// reached counts the tiers.
func (k *reckoning) reached(a *audit) []int64 {
	out := make([]int64, k.tiers)
	if k.keptTier >= 0 {
		out[k.keptTier], _ = a.optionalKept()
	}
	for _, c := range k.cells {
		for t, g := range c.gain {
			out[t] += g * c.goes
		}
	}
	return out
}

// keepsRows checks that the numbers that go keep every row, with the answer to
// each yes-or-no question that makes them.
func (a *audit) keepsRows(k *reckoning) {
	answers := make([]int64, k.questions)
	for d := range k.demands {
		r := &k.demands[d]
		for e, v := range r.at {
			if v >= len(k.grades) {
				// The question is yes as soon as anybody goes whom it lets go.
				for f, w := range r.at {
					if f != e && w < len(k.grades) && k.grades[w].out > 0 {
						answers[v-len(k.grades)] = 1
					}
				}
			}
		}
	}
	for y, name := range k.kept {
		answers[y-len(k.grades)] = 1
		if a.without[name] {
			answers[y-len(k.grades)] = 0
		}
	}
	for d := range k.demands {
		r := &k.demands[d]
		var least, most big // distance from the ends
		least.plus(-1, r.lo)
		most.plus(1, r.hi)
		for e, v := range r.at {
			n := int64(0)
			if v < len(k.grades) {
				n = k.grades[v].out
			} else {
				n = answers[v-len(k.grades)]
			}
			least.plus(r.times[e], n)
			most.plus(-r.times[e], n)
		}
		if !r.noLo && least.below() || !r.no && most.below() {
			a.fail("%s is not kept", r.term)
		}
	}
}
