package exchange

import (
	"slices"
)

// The rows of the terms, as the verifier writes them.

// A side is one thing a term counts.
type side struct {
	t    *Term
	lane Lane
	also *Selector
	home bool // only those who go home
}

func (a *audit) sides() []side {
	var out []side
	for i := range a.terms.List {
		t := &a.terms.List[i]
		if a.waits[t.Name] {
			continue
		}
		switch t.Kind {
		case KindParity, KindAllForAll:
			cats := t.Categories
			if len(cats) == 0 {
				cats = []Category{{}}
			}
			for _, c := range cats {
				for k := range 2 {
					out = append(out, side{t, Lane{t.Between[k], t.Between[1-k], t.People}, c.People, true})
				}
			}
		case KindDeal:
			out = append(out, side{t, t.Returns, nil, true}, side{t, t.If, nil, true})
		case KindRelease:
			out = append(out, side{t, t.Way, nil, true})
		case KindAtMost, KindAtLeast, KindExactly:
			out = append(out, side{t: t, lane: Lane{People: t.People}})
		case KindInclude, KindCrossing:
			out = append(out, side{t: t})
		case KindTogether, KindApart:
			if len(t.IDs) > 0 {
				out = append(out, side{t: t})
			}
			for _, g := range t.Groups {
				out = append(out, side{t: t, lane: Lane{People: &Selector{Group: []string{g}}}})
			}
		}
	}
	return out
}

// countsIn says whether the side counts p, who goes to the place given.
func (a *audit) countsIn(s *side, p *Person, to string) bool {
	switch s.t.Kind {
	case KindCrossing:
		return a.crossingOf(p) == s.t.Name
	case KindInclude:
		return !a.outside(p) && a.ties[s.t.Name][p.ID]
	case KindApart:
		if len(s.t.IDs) > 0 {
			return !a.outside(p) && a.ties[s.t.Name][p.ID]
		}
	}
	return !a.outside(p) && !(s.home && to != p.Home) && a.onLane(s.lane, p) && a.is(s.also, p)
}

// demands writes the rows of the terms, in the order of the sheet.
func (a *audit) demands(k *reckoning, r *Roll, sides []side) {
	members := make([][]int, len(sides))
	for g := range k.grades {
		k.size = append(k.size, k.grades[g].most)
		for _, i := range k.grades[g].counted {
			members[i] = append(members[i], g)
		}
	}
	sum := func(t *Term, list []int) demand {
		d := demand{term: t.Name, at: slices.Clone(list)}
		for range list {
			d.times = append(d.times, 1)
		}
		return d
	}
	ask := func(d demand) { k.demands = append(k.demands, d) }
	ratio := func(t *Term, x, y []int) {
		d := demand{term: t.Name}
		for _, g := range x {
			d.at, d.times = append(d.at, g), append(d.times, t.Ratio[1])
		}
		for _, g := range y {
			d.at, d.times = append(d.at, g), append(d.times, -t.Ratio[0])
		}
		ask(d)
	}
	question := func() int {
		k.questions++
		k.size = append(k.size, 1)
		return len(k.grades) + k.questions - 1
	}
	k.kept, k.optional = map[int]string{}, map[int]bool{}
	asked := map[string]int{} // whether a term is kept
	for i := 0; i < len(sides); {
		t := sides[i].t
		from := i
		for i < len(sides) && sides[i].t == t {
			i++
		}
		m := members[from:i]
		row, kept := len(k.demands), -1
		if t.Optional || t.OneOf != "" {
			kept = question()
			asked[t.Name] = kept
			if k.kept[kept] = t.Name; t.Optional {
				k.optional[kept] = true
			}
		}
		switch t.Kind {
		case KindParity:
			for e := 0; e < len(m); e += 2 {
				ratio(t, m[e], m[e+1])
			}
		case KindAtMost, KindAtLeast, KindExactly:
			d := sum(t, m[0])
			d.lo, d.hi, d.noLo, d.no = t.Count, t.Count, t.Kind == KindAtMost, t.Kind == KindAtLeast
			ask(d)
		case KindInclude:
			d := sum(t, m[0])
			d.no = true
			named := map[string]bool{}
			for _, id := range t.IDs {
				named[id] = true
			}
			for at, id := range r.IDs {
				if named[id] {
					p := r.Person(at)
					// Those who stand outside go anyway; the others must.
					free := a.outside(&p) && (a.lawful(&p, p.Home) == "" || p.Wish == WishThirdCountry && a.judge(&p) != "")
					if !free {
						d.lo++
					}
				}
			}
			ask(d)
		case KindAllForAll:
			y := question()
			for _, list := range m {
				for _, g := range list {
					ask(demand{term: t.Name, at: []int{g, y}, times: []int64{1, -k.grades[g].most}})
				}
			}
		case KindTogether:
			held := a.heldBack(t, r)
			for e, list := range m {
				y := question()
				for _, g := range list {
					ask(demand{term: t.Name, at: []int{g, y}, times: []int64{1, -k.grades[g].most}})
				}
				if held[t.Groups[e]] {
					ask(demand{term: t.Name, at: []int{y}, times: []int64{1}})
				}
			}
		case KindApart:
			for _, list := range m {
				d := sum(t, list)
				d.noLo, d.hi = true, 1
				ask(d)
			}
		case KindDeal:
			if t.Ratio[0] > 0 {
				ratio(t, m[0], m[1])
				break
			}
			y := question()
			for e, list := range m {
				least, most := int64(1), int64(0)
				if e == 1 {
					least = t.Count
				}
				for _, g := range list {
					most += k.grades[g].most
				}
				upper, lower := sum(t, list), sum(t, list)
				upper.at, upper.times, upper.noLo = append(upper.at, y), append(upper.times, -most), true
				lower.at, lower.times, lower.no = append(lower.at, y), append(lower.times, -least), true
				ask(upper)
				ask(lower)
			}
		case KindCrossing:
			if t.Days > 0 {
				d := sum(t, m[0])
				d.noLo, d.hi = true, t.PerDay*t.Days
				ask(d)
			}
		}
		if kept >= 0 {
			k.yields(row, kept)
		}
	}
	a.choices(k, sides, asked)
	a.takeCaps(k)
}
