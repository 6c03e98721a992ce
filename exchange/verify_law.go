package exchange

// The law as the verifier reads it, one person at a time.

// inForce lists the terms of a kind that wait for nothing.
func (a *audit) inForce(k Kind) []*Term { return a.byKind[k] }

// granted says whether a consent, retention or third country term covers p.
func (a *audit) granted(k Kind, p *Person) bool {
	for _, t := range a.inForce(k) {
		if t.Way.From == p.Holder && a.is(t.Way.People, p) {
			return true
		}
	}
	return false
}

// outside: found for direct repatriation, or caring and not retained.
func (a *audit) outside(p *Person) bool {
	if p.Status == StatusRemains {
		return false
	}
	care := p.Status == StatusMedical || p.Status == StatusReligious
	return p.Finding == FindingDirect || care && !a.granted(KindRetain, p)
}

func (a *audit) named(k Kind, p *Person) bool {
	for _, t := range a.inForce(k) {
		if a.ties[t.Name][p.ID] {
			return true
		}
	}
	return false
}

// lawful says "" if p may go to the place, else what forbids it.
func (a *audit) lawful(p *Person, to string) string {
	if p.Holder == p.Home {
		return "is already home"
	}
	if p.Wish == WishStay {
		return "wishes to stay"
	}
	if p.Status == StatusRemains {
		switch {
		case p.Wish == WishThirdCountry:
			return "wished another country"
		case a.named(KindExclude, p):
			return "is excluded"
		case to != p.Home:
			return "goes elsewhere than home"
		}
		return ""
	}
	if (p.Hold == HoldProsecution || p.Hold == HoldSentence) && !a.granted(KindConsent, p) {
		return "is held for " + string(p.Hold) + " without consent"
	}
	if p.FitToTravel == FitNo {
		return "cannot travel"
	}
	if a.named(KindExclude, p) && !a.outside(p) {
		return "is excluded"
	}
	if p.Wish == WishThirdCountry {
		if to == p.Home {
			return "is sent home against a wish for a third country"
		}
		for _, t := range a.inForce(KindThirdCountry) {
			if t.To == to && t.Way.From == p.Holder && a.is(t.Way.People, p) && (p.Destination == "" || p.Destination == to) {
				return ""
			}
		}
		return "goes to " + to + ", which no term offers"
	}
	if to != p.Home {
		return "goes elsewhere than home without wishing it"
	}
	if p.Finding == FindingDirect {
		if p.FitToTravel != FitYes {
			return "may not be fit to travel"
		}
	} else if (p.Status == StatusMedical || p.Status == StatusReligious) && a.granted(KindRetain, p) {
		return "is retained"
	}
	if p.Wish != WishReturn && !a.terms.IfInterviewed {
		return "has no known wish, and the sheet does not let such people in"
	}
	return ""
}

// ways checks that everybody who goes may, and that a term opens the way.
func (a *audit) ways(place []string) {
	for i, to := range place {
		if to == "" {
			continue
		}
		p := &a.people[i]
		if why := a.lawful(p, to); why != "" {
			a.fail("%s is released but %s", p.ID, why)
			continue
		}
		if a.outside(p) || p.Wish == WishThirdCountry && p.Status != StatusRemains {
			continue
		}
		if !a.openedBut(p, a.without) {
			a.fail("%s is released but no term opens the way", p.ID)
		}
	}
}

// mayGo says whether the law lets p go somewhere.
func (a *audit) mayGo(p *Person) bool {
	if a.lawful(p, p.Home) == "" {
		return true
	}
	for _, t := range a.inForce(KindThirdCountry) {
		if a.lawful(p, t.To) == "" {
			return true
		}
	}
	return false
}
