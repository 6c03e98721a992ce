package exchange

import "fmt"

// A way is what may become of a person before any counting: nobody's plan can
// pass over it.
type way uint8

const (
	wayNone    way = iota // stays, with a reason
	wayHome               // may go home
	wayThird              // may go to the third country a term offers
	wayRemains            // remains that may be returned
)

// A standing is a person's place before the law and the names in the sheet.
type standing struct {
	way       way
	outside   bool // stands outside every ratio and limit (GCIII Art. 109; GCI Art. 30)
	owed      bool // outside, goes home, and can go now
	interview bool
	reason    Reason // if wayNone
	term      int    // the term behind the reason, or behind a third country; -1 none
}

// A law applies what no term can change, and the terms that name people or
// state a ground of law. It holds what of the sheet that needs.
type law struct {
	terms    *Terms
	excluded map[string]int // id → term
	consents []int
	retains  []int
	thirds   []int
	inForce  []bool // per term: not waiting for a condition
}

func newLaw(t *Terms) *law {
	l := &law{terms: t, excluded: map[string]int{}, inForce: make([]bool, len(t.List))}
	for i := range l.inForce {
		l.inForce[i] = true
	}
	for i := range t.List {
		if c := &t.List[i]; c.Kind == KindCondition && c.Met != "yes" {
			for _, name := range c.For {
				for k := range t.List {
					if t.List[k].Name == name {
						l.inForce[k] = false
					}
				}
			}
		}
	}
	for i := range t.List {
		if !l.inForce[i] {
			continue
		}
		switch term := &t.List[i]; term.Kind {
		case KindExclude:
			for _, id := range term.IDs {
				if _, named := l.excluded[id]; !named {
					l.excluded[id] = i
				}
			}
		case KindConsent:
			l.consents = append(l.consents, i)
		case KindRetain:
			l.retains = append(l.retains, i)
		case KindThirdCountry:
			l.thirds = append(l.thirds, i)
		}
	}
	return l
}

// first gives the first of the terms whose way from the holder picks p, or -1.
func (l *law) first(terms []int, p *Person) int {
	for _, i := range terms {
		t := &l.terms.List[i]
		if t.Way.From == p.Holder && t.Way.People.picks(p, l.terms.On) {
			return i
		}
	}
	return -1
}

// stand gives a person's standing. The order is the law's: against his will
// never; then judicial holds; then who cannot travel; then the owed, whom no
// name on a list and no missing term can hold back.
func (l *law) stand(p *Person) standing {
	s := standing{term: -1}
	refuse := func(r Reason, term int) standing {
		s.way, s.owed, s.reason, s.term = wayNone, false, r, term
		return s
	}
	if p.Holder == p.Home {
		return refuse(ReasonHome, -1)
	}
	if p.Status == StatusRemains {
		if p.Wish == WishStay || p.Wish == WishThirdCountry {
			return refuse(ReasonWish, -1)
		}
		if i, named := l.excludedBy(p); named {
			return refuse(ReasonExcluded, i)
		}
		s.way = wayRemains
		return s
	}
	caring := p.Status == StatusMedical || p.Status == StatusReligious
	retained := -1
	if caring {
		retained = l.first(l.retains, p)
	}
	direct := p.Finding == FindingDirect
	s.outside = direct || caring && retained < 0
	if p.Wish == WishStay {
		return refuse(ReasonWish, -1)
	}
	if p.Hold != HoldNone && p.Hold != "" && l.first(l.consents, p) < 0 {
		return refuse(ReasonHold, -1)
	}
	if p.FitToTravel == FitNo {
		return refuse(ReasonUnfit, -1)
	}
	if p.Wish == WishThirdCountry {
		if i, named := l.excludedBy(p); named && !s.outside {
			return refuse(ReasonExcluded, i)
		}
		for _, i := range l.thirds {
			t := &l.terms.List[i]
			if t.Way.From == p.Holder && t.To != p.Home && (p.Destination == "" || p.Destination == t.To) && t.Way.People.picks(p, l.terms.On) {
				s.way, s.term = wayThird, i
				return s
			}
		}
		return refuse(ReasonWish, -1)
	}
	if direct && p.FitToTravel != FitYes {
		return refuse(ReasonFitness, -1)
	}
	// A retained doctor who is himself found fit for direct repatriation goes:
	// Art. 109 stands above the need for his services.
	if retained >= 0 && !direct {
		return refuse(ReasonRetained, retained)
	}
	if i, named := l.excludedBy(p); named && !s.outside {
		return refuse(ReasonExcluded, i)
	}
	if p.Wish != WishReturn {
		if !l.terms.IfInterviewed {
			return refuse(ReasonInterview, -1)
		}
		s.interview = true
	}
	s.way, s.owed = wayHome, s.outside
	return s
}

func (l *law) excludedBy(p *Person) (int, bool) {
	if len(l.excluded) == 0 {
		return -1, false
	}
	i, named := l.excluded[p.ID]
	return i, named
}

// explain puts a reason of law into words. Nobody's words depend on anything
// but his own row and the term that is named.
func (l *law) explain(p *Person, s standing) string {
	switch s.reason {
	case ReasonWish:
		if p.Wish == WishThirdCountry {
			where := "a third country"
			if p.Destination != "" {
				where = p.Destination
			}
			return "wishes to go to " + where + ", which no term offers; is not sent home against his or her will (GCIII Art. 109(3))"
		}
		return "wishes to stay; is not sent home against his or her will (GCIII Art. 109(3))"
	case ReasonInterview:
		return "wish is not known; needs a private interview before any plan"
	case ReasonHome:
		return "holder and home are the same party; correct the list"
	case ReasonHold:
		return fmt.Sprintf("%s; may be kept back unless the holder consents (GCIII Art. 115, 119(5))", p.Hold)
	case ReasonExcluded:
		why := l.terms.List[s.term].Why
		if why == "" {
			return "excluded by name"
		}
		return "excluded by name: " + why
	case ReasonRetained:
		return "medical or religious, retained as indispensable (GCI Art. 28; GCIII Art. 33)"
	case ReasonUnfit:
		if p.Finding == FindingDirect {
			return "is owed (GCIII Art. 109(1)) but not fit to travel; goes as soon as fit"
		}
		return "not fit to travel"
	case ReasonFitness:
		return "finding for direct repatriation, but whether fit to travel is not known; have a physician say so"
	}
	return ""
}
