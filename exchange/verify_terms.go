package exchange

// Whether every term is kept, counted person by person.

// tally counts those who go and are counted by terms.
func (a *audit) tally(place []string, homeOnly bool, list []int) int64 {
	n := int64(0)
	for _, i := range list {
		p, to := &a.people[i], place[i]
		if to != "" && !a.outside(p) && !(homeOnly && to != p.Home) {
			n++
		}
	}
	return n
}

// tallyEach counts, per category, those who go home by a lane and are counted by
// terms.
func (a *audit) tallyEach(place []string, l Lane, categories []Category) []int64 {
	out := make([]int64, len(categories))
	for way, list := range a.byWay {
		if l.From != way[0] || l.Of != way[1] {
			continue
		}
		for _, i := range list {
			if place[i] != way[1] {
				continue
			}
			if p := &a.people[i]; a.onLane(l, p) && !a.outside(p) {
				for e := range categories {
					if a.is(categories[e].People, p) {
						out[e]++
					}
				}
			}
		}
	}
	return out
}

// could counts those whom the law lets go home.
func (a *audit) could(list []int) int64 {
	n := int64(0)
	for _, i := range list {
		p := &a.people[i]
		if !a.outside(p) && p.Wish != WishThirdCountry && a.lawful(p, p.Home) == "" {
			n++
		}
	}
	return n
}

// keepsTerms checks every term in force.
func (a *audit) keepsTerms(place []string) {
	for _, t := range a.terms.List {
		if a.waits[t.Name] || a.without[t.Name] {
			continue
		}
		switch t.Kind {
		case KindParity:
			categories := t.Categories
			if len(categories) == 0 {
				categories = []Category{{}}
			}
			var counts [2][]int64
			for k := range 2 {
				counts[k] = a.tallyEach(place, Lane{t.Between[k], t.Between[1-k], t.People}, categories)
			}
			for e, c := range categories {
				if x, y := counts[0][e], counts[1][e]; x*t.Ratio[1] != y*t.Ratio[0] {
					a.fail("%s %s: %d for %d is not %d:%d", t.Name, c.Name, x, y, t.Ratio[0], t.Ratio[1])
				}
			}
		case KindAtMost, KindAtLeast, KindExactly:
			n := a.tally(place, false, a.onLanes(Lane{People: t.People}, nil))
			if t.Kind != KindAtLeast && n > t.Count || t.Kind != KindAtMost && n < t.Count {
				a.fail("%s: %d go; %s %d", t.Name, n, t.Kind, t.Count)
			}
		case KindInclude:
			for _, id := range t.IDs {
				if i := a.index.find(id); i >= 0 && place[i] == "" && !(a.outside(&a.people[i]) && a.lawful(&a.people[i], a.people[i].Home) == "") {
					a.fail("%s: %s does not go", t.Name, id)
				}
			}
		case KindAllForAll:
			both := append(a.onLanes(Lane{t.Between[0], t.Between[1], t.People}, nil), a.onLanes(Lane{t.Between[1], t.Between[0], t.People}, nil)...)
			if n, all := a.tally(place, true, both), a.could(both); n != 0 && n != all {
				a.fail("%s: %d of %d go; all or nobody", t.Name, n, all)
			}
		case KindTogether, KindApart:
			a.groupsKeep(&t, place)
		case KindDeal:
			x, y := a.tally(place, true, a.onLanes(t.Returns, nil)), a.tally(place, true, a.onLanes(t.If, nil))
			if t.Ratio[0] > 0 {
				if x*t.Ratio[1] != y*t.Ratio[0] {
					a.fail("%s: %d returned for %d is not %d:%d", t.Name, x, y, t.Ratio[0], t.Ratio[1])
				}
			} else if (x > 0) != (y > 0) || y > 0 && y < t.Count {
				a.fail("%s: %d returned for %d; at least %d, or neither", t.Name, x, y, t.Count)
			}
		}
	}
}
