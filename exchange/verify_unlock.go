package exchange

import (
	"fmt"
	"slices"
)

// unlocks checks what can be read off a plan's list of changes: that each is of a
// term of the sheet, stands there once, and brings no more people home than law and
// wish let go at all. That solving again brings so many is not checked, and told.
func (a *audit) unlocks(plan *Plan) {
	if len(plan.Unlock) == 0 {
		return
	}
	could := int64(0)
	for i := range a.people {
		if p := &a.people[i]; p.Status != StatusRemains && (a.lawful(p, p.Home) == "" || a.heldByName(p)) {
			could++
		}
	}
	type change struct{ term, words string }
	seen := map[change]bool{}
	for _, u := range plan.Unlock {
		known := slices.ContainsFunc(a.terms.List, func(t Term) bool { return t.Name == u.Term })
		if c := (change{u.Term, u.Change}); !known || seen[c] {
			a.fail("a change is of term %q, which the sheet has not, or stands there twice", u.Term)
			return
		} else {
			seen[c] = true
		}
		if u.Gain < 0 || u.Gain == 0 && plan.Status != Infeasible || plan.Home+u.Gain > could {
			a.fail("%s of %s is said to bring %d more people home; %d could go at all", u.Change, u.Term, u.Gain, could)
			return
		}
	}
	a.unchecked = append(a.unchecked, fmt.Sprintf("how many more each of the %d changes of a term would bring home (solve the changed sheet to see)", len(plan.Unlock)))
}

// heldByName says whether only an exclusion, or a retention, keeps somebody: the
// changes that take one away let him go.
func (a *audit) heldByName(p *Person) bool {
	if p.Holder == p.Home || p.Wish == WishStay || p.Wish == WishThirdCountry || p.FitToTravel == FitNo {
		return false
	}
	return a.named(KindExclude, p) || a.granted(KindRetain, p) || len(a.waits) > 0
}
