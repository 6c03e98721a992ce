package exchange

// accommodated checks who is taken in by neutral countries, person by person:
// that each stays, agrees, has a ground and may travel; that no place is given
// twice or left free; and that nobody is passed over for somebody whom the tiers
// put after him.
func (a *audit) accommodated(plan Plan, place []string) {
	in := map[int]*Accommodation{}
	for k := range plan.Accommodated {
		acc := &plan.Accommodated[k]
		i := a.index.find(acc.ID)
		switch {
		case i < 0:
			a.fail("%s is taken in by %s but is not on the list", acc.ID, acc.To)
			continue
		case in[i] != nil:
			a.fail("%s is taken in twice", acc.ID)
		case place[i] != "":
			a.fail("%s is released and taken in", acc.ID)
		}
		in[i] = acc
	}
	matched := 0
	for _, t := range a.inForceInOrder(KindNeutral) {
		var inside, outside []*Person
		for i := range a.people {
			p := &a.people[i]
			if acc := in[i]; acc != nil && acc.Term == t.Name {
				matched++
				if acc.From != p.Holder || acc.To != t.To || !a.takenIn(p, t) {
					a.fail("%s is taken in by %s, which the list and the terms do not bear out (GCIII Art. 109(2))", acc.ID, acc.To)
				}
				inside = append(inside, p)
			} else if place[i] == "" && a.takenIn(p, t) && (acc == nil || a.later(acc.Term, t.Name)) {
				outside = append(outside, p)
			}
		}
		n := int64(len(inside))
		if t.Places > 0 && n > t.Places {
			a.fail("%s: %d people for %d places", t.Name, n, t.Places)
		}
		if len(outside) > 0 && (t.Places == 0 || n < t.Places) {
			a.fail("%s: %s could be taken in and is not", t.Name, outside[0].ID)
		}
		for _, p := range outside {
			for _, q := range inside {
				if a.first(p, q) {
					a.fail("%s: %s is taken in before %s", t.Name, q.ID, p.ID)
				}
			}
		}
	}
	if matched != len(plan.Accommodated) {
		a.fail("%d people are taken in, %d of them by terms of the sheet", len(plan.Accommodated), matched)
	}
}

// later says whether the term named x stands after the one named y.
func (a *audit) later(x, y string) bool {
	for _, t := range a.inForceInOrder(KindNeutral) {
		switch t.Name {
		case x:
			return false
		case y:
			return true
		}
	}
	return false
}

// first says whether p stands before q in the classes and in years of captivity.
func (a *audit) first(p, q *Person) bool {
	for _, class := range a.terms.Priorities {
		if x, y := holds(p.Priority, class), holds(q.Priority, class); x != y {
			return x
		}
	}
	return captive(p, a.terms.On) > captive(q, a.terms.On)
}

func (a *audit) takenIn(p *Person, t *Term) bool {
	switch {
	case p.Holder != t.Way.From || !a.is(t.Way.People, p):
	case p.Status == StatusRemains || p.Holder == p.Home || p.Home == t.To:
	case p.Wish != WishReturn && p.Wish != WishThirdCountry:
	case p.Destination != t.To && (p.Wish == WishReturn || p.Destination != ""):
	case p.FitToTravel != FitYes:
	case a.named(KindExclude, p):
	case (p.Hold == HoldProsecution || p.Hold == HoldSentence) && !a.granted(KindConsent, p):
	case p.Finding == FindingNeutral:
		return true
	case t.AfterYears > 0:
		return int64(captive(p, a.terms.On)) >= t.AfterYears
	}
	return false
}
