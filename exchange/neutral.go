package exchange

import (
	"cmp"
	"slices"
)

// An Accommodation is one person who is not going home under this plan and is
// taken in by a neutral country until he can (GCIII Art. 109(2), 110, 111). He
// stands among the left too, with the reason why he does not go home.
type Accommodation struct {
	ID   string `json:"id"`
	From string `json:"from"`
	To   string `json:"to"`
	Term string `json:"term"`
}

// accommodate follows the plan: whoever stays, was found to need a neutral
// country or has been held long enough, can travel and agrees, is taken in where
// a neutral_country term has a place. It is no exchange: no ratio and no limit
// counts it, so it takes nothing from anybody and is no tier. Where places are
// few, those go whom the tiers put first, and equals by lot.
func (m *model) accommodate(p *Plan, goes []bool) {
	taken, draw := map[int]bool{}, newLottery(m.terms.Seed)
	for k := range m.terms.List {
		t := &m.terms.List[k]
		if t.Kind != KindNeutral || !m.law.inForce[k] {
			continue
		}
		type candidate struct {
			i     int
			class uint64
			years int
			lot   uint64
		}
		var list []candidate
		for i := range m.people {
			person := &m.people[i]
			if goes[i] || taken[i] || person.Holder != t.Way.From || !t.Way.People.picks(person, m.terms.On) || !m.law.mayBeTakenIn(person, t) {
				continue
			}
			c := candidate{i: i, years: person.CapturedOn.yearsAtLeast(m.terms.On), lot: draw.number([]byte(person.ID))}
			for at, name := range m.terms.Priorities {
				if slices.Contains(person.Priority, name) {
					c.class |= 1 << (62 - at)
				}
			}
			list = append(list, c)
		}
		if t.Places > 0 && int64(len(list)) > t.Places {
			slices.SortFunc(list, func(a, b candidate) int {
				return cmp.Or(cmp.Compare(b.class, a.class), cmp.Compare(b.years, a.years), cmp.Compare(a.lot, b.lot), cmp.Compare(m.people[a.i].ID, m.people[b.i].ID))
			})
			list = list[:t.Places]
			slices.SortFunc(list, func(a, b candidate) int { return cmp.Compare(a.i, b.i) })
		}
		for _, c := range list {
			taken[c.i] = true
			p.Accommodated = append(p.Accommodated, Accommodation{m.people[c.i].ID, t.Way.From, t.To, t.Name})
		}
	}
}

// mayBeTakenIn applies the law to one person and one neutral country. His own
// word stands first: he must have named the country, or wish any third one.
func (l *law) mayBeTakenIn(p *Person, t *Term) bool {
	agrees := p.Wish == WishReturn && p.Destination == t.To || p.Wish == WishThirdCountry && (p.Destination == "" || p.Destination == t.To)
	ground := p.Finding == FindingNeutral || t.AfterYears > 0 && int64(p.CapturedOn.yearsAtLeast(l.terms.On)) >= t.AfterYears
	if !agrees || !ground || p.Status == StatusRemains || p.Holder == p.Home || p.Home == t.To || p.FitToTravel != FitYes {
		return false
	}
	if _, named := l.excludedBy(p); named {
		return false
	}
	return p.Hold == HoldNone || p.Hold == "" || l.first(l.consents, p) >= 0 // Art. 115(3)
}
