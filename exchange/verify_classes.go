package exchange

import (
	"cmp"
	"fmt"
	"slices"
)

// Sorts put together to classes and cells, in the order of the list.

// judge gives where somebody may go, "" if he may go nowhere or no term opens a
// way for him.
func (a *audit) judge(p *Person) string {
	if a.lawful(p, p.Home) == "" {
		if a.outside(p) || a.opened(p) {
			return p.Home
		}
		return ""
	}
	for i := range a.terms.List {
		if t := &a.terms.List[i]; t.Kind == KindThirdCountry && !a.waits[t.Name] && p.Status != StatusRemains && t.To != p.Home && a.lawful(p, t.To) == "" &&
			t.Way.From == p.Holder && a.is(t.Way.People, p) {
			return t.To
		}
	}
	return ""
}

// reckon counts a roll into classes and rows, and names the tiers.
func (a *audit) reckon(r *Roll, goes []uint64) (*reckoning, []string) {
	k := &reckoning{}
	sorts, of := a.sorts(r, goes)
	sides := a.sides()
	known := map[string]int{}   // classes
	judged := map[uint64]int{}  // class by what law and terms ask
	cells := map[string]int{}   //
	grades := make([]int, 0, 8) // of the sides that count a person
	bands := map[int]bool{}
	type rank struct {
		class string
		years int
	}
	var ranks []rank
	order := make([]int, len(sorts))
	for x := range order {
		order[x] = x
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(sorts[x].first, sorts[y].first) })
	for _, x := range order {
		s := &sorts[x]
		s.cell = -1
		g, seen := judged[s.judged]
		p := r.Person(s.first)
		if !seen || s.named {
			g = -1
			if to := a.judge(&p); to != "" {
				grades = grades[:0]
				for i := range sides {
					if a.countsIn(&sides[i], &p, to) {
						grades = append(grades, i)
					}
				}
				third := p.Status != StatusRemains && to != p.Home
				key := fmt.Sprintf("%q %q %q %v %v %v %v", p.Holder, p.Home, to, a.outside(&p) && !third, p.Status == StatusRemains, a.offer(&p, third), grades)
				var old bool
				if g, old = known[key]; !old {
					g = len(k.grades)
					known[key] = g
					gr := grade{from: p.Holder, to: to, owed: a.outside(&p) && !third, dead: p.Status == StatusRemains, third: third, counted: slices.Clone(grades), terms: []string{}}
					for _, i := range grades {
						if !holds(gr.terms, sides[i].t.Name) {
							gr.terms = append(gr.terms, sides[i].t.Name)
						}
					}
					k.grades = append(k.grades, gr)
				}
			}
			if !s.named {
				judged[s.judged] = g
			}
		}
		if g < 0 {
			if s.goes > 0 {
				a.fail("%s goes, but law, wish or terms do not let him or her", p.ID)
			}
			continue
		}
		gr := &k.grades[g]
		rk := rank{years: -1}
		if !gr.third && !gr.dead {
			rk.class, rk.years = a.published(p.Priority), captive(&p, a.terms.On)
		}
		key := fmt.Sprintf("%d %q %d", g, rk.class, rk.years)
		c, old := cells[key]
		if !old {
			c = len(k.cells)
			cells[key] = c
			k.cells = append(k.cells, sharers{grade: g})
			ranks = append(ranks, rk)
			gr.cells = append(gr.cells, c)
			if rk.years >= 0 {
				bands[rk.years] = true
			}
		}
		s.cell = c
		k.cells[c].people += s.people
		k.cells[c].goes += s.goes
		gr.most += s.people
		gr.out += s.goes
	}
	names := a.tierNames(k, bands)
	k.tiers = len(names)
	for g := range k.grades {
		gr := &k.grades[g]
		for _, c := range gr.cells {
			gain := make([]int64, 0, len(names))
			put := func(yes bool) {
				n := int64(0)
				if yes {
					n = 1
				}
				gain = append(gain, n)
			}
			home := !gr.third && !gr.dead
			put(gr.owed)
			put(home)
			if k.keptTier >= 0 {
				put(false)
			}
			for i := range a.terms.Priorities {
				put(home && ranks[c].class != "" && ranks[c].class[i] == 1)
			}
			for _, y := range sortedDown(bands) {
				put(home && ranks[c].years == y)
			}
			if slices.Contains(names, "third_country") {
				put(gr.third)
			}
			if slices.Contains(names, "remains") {
				put(gr.dead)
			}
			k.cells[c].gain = gain
		}
	}
	a.demands(k, r, sides)
	k.join()
	a.lots(k, r, sorts, of, goes)
	a.sortList, a.sortOf = sorts, of
	return k, names
}

// offer tells apart the third countries that different terms offer.
func (a *audit) offer(p *Person, third bool) int {
	if third {
		for i := range a.terms.List {
			if t := &a.terms.List[i]; t.Kind == KindThirdCountry && !a.waits[t.Name] && t.To != p.Home && a.lawful(p, t.To) == "" && t.Way.From == p.Holder && a.is(t.Way.People, p) {
				return i
			}
		}
	}
	return -1
}

func sortedDown(set map[int]bool) []int {
	var out []int
	for y := range set {
		out = append(out, y)
	}
	slices.SortFunc(out, func(x, y int) int { return cmp.Compare(y, x) })
	return out
}

// tierNames lists the tiers that a list and a sheet have.
func (a *audit) tierNames(k *reckoning, bands map[int]bool) []string {
	names := []string{"owed", "home"}
	k.keptTier = -1
	if _, some := a.optionalKept(); some {
		k.keptTier = len(names)
		names = append(names, "optional terms kept")
	}
	for _, class := range a.terms.Priorities {
		names = append(names, "priority "+class)
	}
	for _, y := range sortedDown(bands) {
		names = append(names, yearsName(y))
	}
	if slices.ContainsFunc(k.grades, func(g grade) bool { return g.third }) {
		names = append(names, "third_country")
	}
	if slices.ContainsFunc(k.grades, func(g grade) bool { return g.dead }) {
		names = append(names, "remains")
	}
	return names
}

func yearsName(y int) string {
	if y == 1 {
		return "captive 1 year"
	} else if y == 0 {
		return "captive under 1 year"
	}
	return fmt.Sprintf("captive %d years", y)
}
