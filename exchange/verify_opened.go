package exchange

// Whom the terms open a way, and whom they count, as the verifier reads them.

func (a *audit) opened(p *Person) bool { return a.openedBut(p, nil) }

// openedBut leaves some terms out.
func (a *audit) openedBut(p *Person, without map[string]bool) bool {
	for _, t := range a.open {
		if without[t.Name] {
			continue
		}
		switch t.Kind {
		case KindInclude:
			if a.ties[t.Name][p.ID] {
				return true
			}
		case KindRelease:
			if a.onLane(t.Way, p) {
				return true
			}
		case KindDeal:
			if a.onLane(t.Returns, p) || a.onLane(t.If, p) {
				return true
			}
		case KindParity, KindAllForAll:
			for side := range 2 {
				if !a.onLane(Lane{t.Between[side], t.Between[1-side], t.People}, p) {
					continue
				}
				if len(t.Categories) == 0 {
					return true
				}
				for _, c := range t.Categories {
					if a.is(c.People, p) {
						return true
					}
				}
			}
		}
	}
	return false
}

// onLane says whether a lane counts p, the dead apart from the living.
func (a *audit) onLane(l Lane, p *Person) bool {
	return (l.From == "" || l.From == p.Holder) && (l.Of == "" || l.Of == p.Home) && a.is(l.People, p) &&
		asksForRemains(l.People) == (p.Status == StatusRemains)
}

func asksForRemains(s *Selector) bool {
	return s != nil && len(s.Status) == 1 && s.Status[0] == "remains"
}

// onLanes lists the people a lane and a category count, found by their way.
func (a *audit) onLanes(l Lane, also *Selector) []int {
	var out []int
	for way, list := range a.byWay {
		if l.From != "" && l.From != way[0] || l.Of != "" && l.Of != way[1] {
			continue
		}
		for _, i := range list {
			if p := &a.people[i]; a.onLane(l, p) && a.is(also, p) {
				out = append(out, i)
			}
		}
	}
	return out
}

// crossingOf names the first crossing that takes p; "" if none.
func (a *audit) crossingOf(p *Person) string {
	if p.Status == StatusRemains {
		return ""
	}
	for _, t := range a.inForce(KindCrossing) {
		if a.is(t.People, p) {
			return t.Name
		}
	}
	return ""
}
