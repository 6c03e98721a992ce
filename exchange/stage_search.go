package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Where the best plan under the terms cannot be handed over in stages, the best
// that can is looked for. First with the caps of stage_caps.go among the rows: if
// that plan can be handed over, it is the best and proved. Else ranges of how many
// go by each path are split, best first: a range whose best plan can be handed over
// is done with, and one whose best plan is no better than one found. What is found
// is then as good as it says; that nothing is better is proved by the caps alone.

// mostRanges is how many ranges are solved at most; with many classes fewer. work
// is how many moves all searches for stages may try: for one change among many
// (unlockStages) a tenth of it all.
func (m *model) mostRanges() (ranges, work int) {
	ranges, work = min(400, max(10, 400_000/(len(m.cells)+1))), mostScheduleWork
	if m.hurried {
		ranges, work = max(5, ranges/10), work/10
	}
	return ranges, work
}

// A zone is a range of how many go by every path.
type zone struct {
	lo, hi []int64
	out    outcome
	best   []int64 // no plan in it is better, tier by tier
}

// restage looks for the best plan that can be handed over, after that of p could
// not because of the terms named. It gives the outcome and the pieces it was solved
// in, and true if p holds its releases and stages.
func (m *model) restage(p *Plan, conflict []string, out outcome, tiers []tier, b *budget) (outcome, []piece, bool) {
	tells := p.Notes
	p.Notes = slices.Clone(tells[:len(tells)-1]) // the last says how many days the best would take
	tell := tells[len(tells)-1]
	caps := m.stageCaps()
	m.capRows(caps)
	m.caps = caps
	capped, pieces := m.solveAll(m.rows, tiers, b)
	if capped.status == Undecided || capped.status == Infeasible {
		p.Notes = append(p.Notes, tell)
		if capped.status == Infeasible {
			p.Notes = append(p.Notes, "no plan that keeps the terms can be handed over in stages that keep them too")
		}
		return out, pieces, false
	}
	m.staged = conflict
	if m.try(p, &capped) {
		p.Notes = append(p.Notes, "more could go under the other terms, but not in stages that keep "+strings.Join(conflict, " and "))
		return capped, pieces, true
	}
	found, all := m.searchZones(&capped, tiers, b)
	if found == nil || !m.try(p, found) {
		p.Notes = append(p.Notes, tell)
		if all {
			p.Notes = append(p.Notes, "no plan that keeps the terms can be handed over in stages that keep them too")
		}
		return out, pieces, false
	}
	found.parts, found.lotDrawn = capped.parts, false
	found.bound = slices.Clone(capped.bound)
	found.status = Optimal
	whole := piece{vars: make([]int32, len(m.blocks)+len(m.binaries))}
	for v := range whole.vars {
		whole.vars[v] = int32(v)
	}
	for t := range tiers {
		if found.status == Feasible {
			found.bound[t] = m.most(&whole, tiers[t])
		} else if found.objective[t] < found.bound[t] {
			found.status = Feasible
		}
	}
	p.Notes = append(p.Notes, "more could go under the other terms, but not in stages that keep "+strings.Join(conflict, " and "))
	if found.status == Feasible && all {
		p.Notes = append(p.Notes, "every way to divide the releases among the parties was looked at, and of those that can be handed over in stages none is better; the certificate does not carry this")
	}
	return *found, pieces, true
}

// try lays a plan out in stages and gives true if it has some.
func (m *model) try(p *Plan, out *outcome) bool {
	q := Plan{Notes: slices.Clone(p.Notes)}
	if m.releases(&q, m.choose(out)) != nil {
		return false
	}
	p.Conditional, p.Home, p.Owed, p.ThirdCountry, p.Remains = q.Conditional, q.Home, q.Owed, q.ThirdCountry, q.Remains
	p.Releases, p.Stages, p.StageBound, p.GroupsDivided, p.Trust, p.Notes = q.Releases, q.Stages, q.StageBound, q.GroupsDivided, q.Trust, q.Notes
	return true
}

// searchZones gives the best plan found that can be handed over, nil if none, and
// whether every plan was looked at.
func (m *model) searchZones(capped *outcome, tiers []tier, b *budget) (best *outcome, all bool) {
	paths, gates := m.pathGates()
	rows := m.rows
	owedTier := capped.objective[0]
	all = true
	beaten := func(v []int64) bool { return best != nil && slices.Compare(v, best.objective) <= 0 }
	var open []*zone
	left, work := m.mostRanges()
	solve := func(s *zone) {
		if left <= 0 {
			all = false
			return
		}
		left--
		more := slices.Clone(rows)
		for t := range paths {
			if s.lo[t] == 0 && s.hi[t] == paths[t].n {
				continue
			}
			r := row{term: -1, vars: paths[t].blocks, coefs: make([]int64, len(paths[t].blocks)), lo: s.lo[t], hi: s.hi[t]}
			for k := range r.coefs {
				r.coefs[k] = 1
			}
			more = append(more, r)
		}
		few := &budget{nodes: min(b.nodes, 2000), stop: b.stop, noDraw: true}
		b.nodes -= few.nodes
		s.out, _ = m.solveAll(more, tiers, few)
		b.nodes += few.nodes
		switch s.out.status {
		case Infeasible:
			return
		case Undecided:
			all = false
			return
		}
		if s.best = s.out.objective; s.out.status == Feasible {
			s.best = s.out.bound
		}
		if s.best[0] < owedTier {
			return // somebody owed would stay
		}
		if !beaten(s.best) {
			open = append(open, s)
		}
	}
	root := &zone{lo: make([]int64, len(paths)), hi: make([]int64, len(paths)), out: *capped, best: capped.objective}
	if capped.status == Feasible {
		root.best = capped.bound
	}
	for t := range paths {
		root.hi[t] = paths[t].n
	}
	open = append(open, root)
	for len(open) > 0 {
		at := len(open) - 1 // until there is a plan, straight down
		if best != nil {
			for k := range open {
				if slices.Compare(open[k].best, open[at].best) > 0 {
					at = k
				}
			}
		}
		s := open[at]
		open = slices.Delete(open, at, at+1)
		if beaten(s.best) {
			continue
		}
		z := totals(paths, s.out.perBlock)
		reached, ok, sure := m.handOver(paths, gates, z, &work)
		if ok && s.out.objective[0] == owedTier && (best == nil || slices.Compare(s.out.objective, best.objective) > 0) {
			found := s.out
			best = &found
		}
		if ok && s.out.status == Optimal {
			continue
		}
		t, cut := s.split(z, reached)
		if t < 0 {
			all = all && sure && s.out.status == Optimal
			continue
		}
		high, low := *s, *s
		high.lo, low.hi = slices.Clone(s.lo), slices.Clone(s.hi)
		high.lo[t], low.hi[t] = cut+1, cut
		solve(&high)
		solve(&low) // looked at first
	}
	return best, all
}

// pathGates gives the paths of all classes and the crossings that owed people take,
// with how many of them go.
func (m *model) pathGates() ([]pathClasses, map[int32]gate) {
	paths, owed := m.pathsOfClasses()
	gates := map[int32]gate{}
	for c, n := range owed {
		if c >= 0 {
			gates[c] = gate{m.terms.List[c].PerDay, m.terms.List[c].Days, m.owedFit(c, n)}
		}
	}
	return paths, gates
}

// totals counts who goes by each path.
func totals(paths []pathClasses, perBlock []int64) []int64 {
	z := make([]int64, len(paths))
	for t := range paths {
		for _, v := range paths[t].blocks {
			z[t] += perBlock[v]
		}
	}
	return z
}

// split chooses where a range is cut: where the handover comes least far, at
// what it reaches; the part with at most so many, and that with more.
func (s *zone) split(z, reached []int64) (t int, cut int64) {
	t = -1
	short := int64(0)
	for k := range z {
		if d := z[k] - reached[k]; d > short && s.lo[k] < z[k] {
			t, short = k, d
		}
	}
	if t >= 0 {
		if cut = reached[t]; cut < s.lo[t] {
			cut = s.lo[t] + (z[t]-1-s.lo[t])/2
		}
		return t, cut
	}
	for k := range z {
		if room := s.hi[k] - s.lo[k]; room > short {
			t, short = k, room
		}
	}
	if t < 0 {
		return -1, 0
	}
	return t, min(z[t], s.hi[t]-1)
}

// handOver says whether so many can be handed over by every path, one by one, and
// how many of each the handover reaches if not; sure is false where that is
// not known.
func (m *model) handOver(paths []pathClasses, gates map[int32]gate, z []int64, work *int) (reached []int64, ok, sure bool) {
	s, limits := &scheduler{}, trusts(m.terms, m.law.inForce, nil)
	side := make([][]int, len(limits))
	for c := range limits {
		side[c] = make([]int, len(paths))
		for t := range paths {
			side[c][t] = limits[c].side(&Release{From: paths[t].from, To: paths[t].to, ThirdCountry: !paths[t].counted})
			switch side[c][t] {
			case 1:
				limits[c].Gives += z[t]
			case -1:
				limits[c].Gets += z[t]
			}
		}
		_, _, most := limits[c].weights()
		s.caps = append(s.caps, trustCap{most: most, reverse: -1})
		for d := range c {
			if a, b := &limits[c], &limits[d]; a.Towards != "" && a.Party == b.Towards && a.Towards == b.Party {
				s.caps[c].reverse, s.caps[d].reverse = d, c
			}
		}
	}
	gateOf := map[int32]int{-1: -1}
	for t := range paths {
		c := paths[t].crossing
		if _, known := gateOf[c]; !known {
			g, some := gates[c]
			if !some {
				g = gate{perDay: m.terms.List[c].PerDay, days: m.terms.List[c].Days}
			}
			gateOf[c] = len(s.gates)
			s.gates = append(s.gates, g)
		}
		l := load{gate: gateOf[c], size: 1, n: z[t], gives: make([]int64, len(limits)), gets: make([]int64, len(limits))}
		for c := range limits {
			give, get, _ := limits[c].weights()
			switch side[c][t] {
			case 1:
				l.gives[c] = give
			case -1:
				l.gets[c] = get
			}
		}
		s.loads = append(s.loads, l)
	}
	s = newScheduler(s.loads, s.gates, s.caps)
	reached = s.reach()
	if slices.Equal(reached, z) {
		return reached, true, true
	}
	few := min(*work, mostScheduleWork/10)
	*work -= few
	found, least := s.layOut(few)
	return reached, found != nil, found != nil || least == 0
}

// mostStagedAgain is how many people, times sheets, are planned again with their
// stages.
const mostStagedAgain = 2_000_000

// unlockStages solves again with one unit more of the terms that hold the handover
// back, and without them.
func (m *model) unlockStages(p *Plan, b *budget) {
	type change struct {
		words   string
		removed bool
		term    Term
	}
	home := p.Home
	if p.Status != Optimal && p.Status != Feasible {
		home = 0
	}
	if 5*len(m.staged)*len(m.people) > mostStagedAgain {
		p.Notes = append(p.Notes, "what more trust or more days would bring was not solved again: the list is too long")
		return
	}
	p.Notes = append(p.Notes, "of what would bring more home only more trust and more days were solved again")
	for i := range m.terms.List {
		t := m.terms.List[i]
		if !slices.Contains(m.staged, t.Name) {
			continue
		}
		var changes []change
		with := func(words string, removed bool, change1 func(*Term)) {
			c := change{words, removed, t}
			change1(&c.term)
			changes = append(changes, c)
		}
		switch t.Kind {
		case KindTrust:
			with("one person more ahead", false, func(t *Term) { t.Ahead[0]++; t.Ahead[1]++ })
			with(takenAway(t.Kind), true, func(t *Term) { t.Ahead = [2]int64{mostAhead, mostAhead} })
		case KindCrossing:
			with(fmt.Sprintf("%d a day instead of %d", t.PerDay+1, t.PerDay), false, func(t *Term) { t.PerDay++ })
			with(fmt.Sprintf("%d days instead of %d", t.Days+1, t.Days), false, func(t *Term) { t.Days++ })
			with(takenAway(t.Kind), true, func(t *Term) { t.Days = 0 })
		}
		for _, c := range changes {
			sheet := *m.terms
			sheet.List = slices.Clone(m.terms.List)
			sheet.List[i] = c.term
			again := newModel(m.roll, m.named, &sheet)
			again.people = m.people
			again.listPeople()
			again.layRows()
			again.hurried = true
			few := &budget{nodes: min(b.nodes, 20*mostNodesAgain), stop: b.stop, noDraw: true}
			b.nodes -= few.nodes
			q, _, _, ok := again.plan(again.tiersOf(), few)
			b.nodes += few.nodes
			if gain := q.Home - home; ok && gain > 0 {
				p.Unlock = append(p.Unlock, Unlock{Term: t.Name, Change: c.words, Gain: gain, Proved: q.GapPeople == 0, Removed: c.removed})
			}
		}
	}
	slices.SortStableFunc(p.Unlock, func(a, b Unlock) int {
		return cmp.Or(cmp.Compare(b.Gain, a.Gain), compareBool(a.Removed, b.Removed))
	})
}

// mostAhead is a trust limit nobody reaches.
const mostAhead = mostCount
