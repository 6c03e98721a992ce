package exchange

import (
	"cmp"
	"slices"
)

// A handover without trust limits and groups: every crossing by itself, every way at
// the same pace.

// atPace lays out each crossing by itself. The owed go first (they wait for
// nobody). The rest is laid out so that every way advances at the same pace:
// after any stage each has sent the same share of its people as nearly as whole
// people allow. Each crossing uses the least number of days its capacity allows.
func (m *model) atPace(p *Plan, who []int32, paths []path) {
	byCrossing := map[int32][]int{}
	for k := range paths {
		if c := paths[k].crossing; c >= 0 {
			byCrossing[c] = append(byCrossing[c], k)
		}
	}
	for term, list := range byCrossing {
		perDay := int(m.terms.List[term].PerDay)
		if len(list) > perDay {
			m.firstByTiers(who, list)
		}
		for place, k := range pace(p, paths, list) {
			p.Releases[k].Stage = 1 + place/perDay
		}
	}
	for k := range p.Releases {
		p.StageBound = max(p.StageBound, p.Releases[k].Stage)
	}
}

// firstByTiers puts first whom the tiers put first: if the handover breaks off,
// they are home.
func (m *model) firstByTiers(who []int32, list []int) {
	slices.SortStableFunc(list, func(a, b int) int {
		x, y := &m.cells[m.cellOf[who[a]]], &m.cells[m.cellOf[who[b]]]
		return cmp.Or(cmp.Compare(y.class, x.class), cmp.Compare(y.years, x.years))
	})
}

// pace orders releases so that every way among them advances evenly, the owed
// first. Within a way the order of the list stays.
func pace(p *Plan, paths []path, list []int) []int {
	type direction struct{ from, to string }
	all := map[direction]int{}
	seen := make([]int, len(list))
	for x, k := range list {
		d := direction{paths[k].from, paths[k].to}
		seen[x] = all[d]
		all[d]++
	}
	shares := make([]float64, len(list))
	order := make([]int, len(list))
	for x, k := range list {
		shares[x] = (float64(seen[x]) + 0.5) / float64(all[direction{paths[k].from, paths[k].to}])
		if p.Releases[k].Owed {
			shares[x] = -1
		}
		order[x] = x
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(shares[a], shares[b]) })
	for at, x := range order {
		order[at] = list[x]
	}
	return order
}
