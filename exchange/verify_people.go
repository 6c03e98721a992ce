package exchange

// Everybody of the list either goes or is left, once, with what the plan says of
// him borne out by his row.

// releases reads who goes where: place[i] is where person i goes, "" nowhere.
func (a *audit) releases(list []Release) []string {
	place := make([]string, len(a.people))
	a.at = make([]int, len(list))
	for k := range list {
		r := &list[k]
		i := a.index.find(r.ID)
		if a.at[k] = i; i < 0 {
			a.fail("%s is released but is not on the list", r.ID)
			continue
		}
		p := &a.people[i]
		if place[i] != "" {
			a.fail("%s is released twice", r.ID)
		}
		if r.To == "" {
			a.fail("%s is released to nowhere", r.ID)
		}
		place[i] = r.To
		if r.From != p.Holder {
			a.fail("%s is released by %s but held by %s", r.ID, r.From, p.Holder)
		}
		if r.Remains != (p.Status == StatusRemains) {
			a.fail("%s: remains and the living are mixed up", r.ID)
		}
		if r.Interview != (p.Status != StatusRemains && p.Wish != WishReturn && p.Wish != WishThirdCountry) {
			a.fail("%s: whether the release waits for an interview is wrong", r.ID)
		}
		if r.Owed != (a.outside(p) && p.Wish != WishThirdCountry && p.Status != StatusRemains) {
			a.fail("%s: whether the release is owed is wrong", r.ID)
		}
	}
	return place
}

// owedGo checks that everybody owed goes, unless a crossing has no day left.
func (a *audit) owedGo(place []string) {
	for i := range a.people {
		p := &a.people[i]
		if place[i] != "" || !a.outside(p) || p.Wish == WishThirdCountry || a.lawful(p, p.Home) != "" {
			continue
		}
		full := false
		for _, t := range a.inForce(KindCrossing) {
			if !a.is(t.People, p) {
				continue
			}
			if t.Days > 0 {
				n := int64(0)
				for k, to := range place {
					if to != "" && a.crossingOf(&a.people[k]) == t.Name {
						n++
					}
				}
				full = n >= t.Days*t.PerDay
			}
			break
		}
		if !full {
			a.fail("%s is owed and does not go (GCIII Art. 109, GCI Art. 30)", p.ID)
		}
	}
}

// left checks that the left are the rest of the list, and their reasons.
func (a *audit) left(plan Plan, place []string) {
	seen := make([]bool, len(a.people))
	n := 0
	for k := range plan.Left {
		l := &plan.Left[k]
		i := a.index.find(l.ID)
		switch {
		case i < 0:
			a.fail("%s is left but is not on the list", l.ID)
			continue
		case seen[i]:
			a.fail("%s is left twice", l.ID)
		case place[i] != "":
			a.fail("%s is released and left", l.ID)
		}
		if !seen[i] {
			seen[i] = true
			n++
		}
		if !a.bornOut(l, &a.people[i], plan.Status) {
			a.fail("%s is left for the reason %q, which the list and the terms do not bear out", l.ID, l.Reason)
		}
	}
	if n+len(plan.Releases) != len(a.people) {
		a.fail("the list has %d people, the plan %d who go and %d who are left", len(a.people), len(plan.Releases), n)
	}
}

func (a *audit) bornOut(l *Left, p *Person, status PlanStatus) bool {
	switch l.Reason {
	case ReasonWish:
		return p.Wish == WishStay || p.Wish == WishThirdCountry
	case ReasonInterview:
		return p.Wish != WishReturn && !a.terms.IfInterviewed
	case ReasonHome:
		return p.Holder == p.Home
	case ReasonHold:
		return p.Hold != HoldNone && !a.granted(KindConsent, p)
	case ReasonExcluded:
		return a.named(KindExclude, p)
	case ReasonRetained:
		return a.granted(KindRetain, p)
	case ReasonUnfit:
		return p.FitToTravel == FitNo
	case ReasonFitness:
		return p.Finding == FindingDirect && p.FitToTravel != FitYes
	case ReasonNoTerm:
		return !a.opened(p) && !a.outside(p)
	case ReasonCondition:
		return a.waits[l.Term] && !a.opened(p)
	case ReasonBelowCut:
		return l.Distance > 0 && l.Rank > l.Distance && a.mayGo(p)
	case ReasonBinding:
		return a.mayGo(p)
	case ReasonTermsConflict:
		return status == Infeasible
	case ReasonUndecided:
		return status == Undecided
	}
	return false
}
