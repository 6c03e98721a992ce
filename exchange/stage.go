package exchange

import (
	"cmp"
	"slices"
)

// stage sets the day on which everybody goes. A crossing takes so many living
// people a day; whoever matches no crossing goes on the first. The owed go
// first (they wait for nobody). The rest of a crossing is laid out so that every
// way (from, to) advances at the same pace: after any stage each has sent the
// same share of its people as nearly as whole people allow. Each crossing uses
// the least number of days its capacity allows. who holds the person of each
// release.
func (m *model) stage(p *Plan, who []int32) {
	type path struct{ from, to string }
	perWay := map[path]int{}
	byCrossing := map[int32][]int{} // term → releases
	for k, i := range who {
		bl := &m.blocks[m.cells[m.cellOf[i]].block]
		for _, c := range bl.counters {
			if m.counters[c].crossing {
				term := int32(m.counters[c].term)
				byCrossing[term] = append(byCrossing[term], k)
			}
		}
	}
	for term, list := range byCrossing {
		perDay := int(m.terms.List[term].PerDay)
		clear(perWay)
		pace := make([]float64, 0, len(list))
		seen := make([]int, len(list))
		for x, k := range list {
			r := &p.Releases[k]
			w := path{r.From, r.To}
			seen[x] = perWay[w]
			perWay[w]++
		}
		order := make([]int, len(list))
		for x, k := range list {
			r := &p.Releases[k]
			f := (float64(seen[x]) + 0.5) / float64(perWay[path{r.From, r.To}])
			if r.Owed {
				f = -1
			}
			pace = append(pace, f)
			order[x] = x
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(pace[a], pace[b]) })
		for place, x := range order {
			p.Releases[list[x]].Stage = 1 + place/perDay
		}
	}
	last := 0
	for k := range p.Releases {
		last = max(last, p.Releases[k].Stage)
	}
	p.Stages = make([]Stage, last)
	for k := range p.Releases {
		r := &p.Releases[k]
		s := &p.Stages[r.Stage-1]
		s.Stage = r.Stage
		if r.Remains {
			s.Remains++
			continue
		}
		s.People++
		if m.blocks[m.cells[m.cellOf[who[k]]].block].way == wayHome {
			s.HomeSoFar++
		}
	}
	sofar := int64(0)
	for k := range p.Stages {
		sofar += p.Stages[k].HomeSoFar
		p.Stages[k].Stage, p.Stages[k].HomeSoFar = k+1, sofar
	}
}
