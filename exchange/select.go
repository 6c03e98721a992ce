package exchange

import (
	"fmt"
	"slices"
)

// A Selection is a plan without words: who goes, and the proof. It is what
// [Select] gives to a caller who holds people as a [Roll]; stages, reasons and
// what would unlock most are of [Solve].
type Selection struct {
	Status    PlanStatus
	Tiers     []string
	Objective []int64
	Bound     []int64
	LotDrawn  bool
	// Goes has a bit per person of the roll, the first in the lowest bit of the
	// first word.
	Goes        []uint64
	Conflict    []string
	Dropped     []string // terms it does without: optional ones, and alternatives not chosen
	Certificate Certificate
}

// Has says whether person i goes.
func (s *Selection) Has(i int) bool { return s.Goes[i/64]>>(i%64)&1 == 1 }

// Select finds the people of the best plan, and proves it, as [Solve] does. The
// roll must be whole ([Roll.Check]). It changes neither roll nor terms.
func Select(r *Roll, t *Terms, o Options) (Selection, error) {
	var named []int32
	if len(t.namedIDs()) > 0 {
		var err error
		if named, err = checkIDs(r.IDs, t); err != nil {
			return Selection{}, fmt.Errorf("planning %q: %w", t.Title, err)
		}
	}
	b := o.budget()
	m := newModel(r, named, t)
	m.layRows()
	tiers := m.tiersOf()
	out, pieces := m.solveAll(m.rows, tiers, b)
	s := Selection{Status: out.status, Goes: make([]uint64, (r.Len()+63)/64)}
	for _, tier := range tiers {
		s.Tiers = append(s.Tiers, tier.name)
	}
	s.Objective, s.Bound, s.LotDrawn = out.objective, out.bound, out.lotDrawn
	if out.status == Infeasible || out.status == Undecided {
		s.Objective, s.LotDrawn = make([]int64, len(tiers)), false
		s.Conflict, s.Certificate = m.without(&out, pieces, tiers, s.Bound, b)
		return s, nil
	}
	m.mark(&out, s.Goes)
	s.Dropped = m.dropped(&out)
	s.Certificate = m.certify(&out)
	return s, nil
}

// without finishes what there is to say where there is no plan: bounds, the
// terms in conflict, and the proof of it.
func (m *model) without(out *outcome, pieces []piece, tiers []tier, bound []int64, b *budget) ([]string, Certificate) {
	clear(bound)
	out.parts = nil
	if out.status == Infeasible {
		conflict := m.conflict(&pieces[0], b)
		m.proveConflict(&pieces[0], conflict, b, out)
		return conflict, m.certify(out)
	}
	whole := piece{vars: make([]int32, len(m.blocks)+len(m.binaries))}
	for v := range whole.vars {
		whole.vars[v] = int32(v)
	}
	for k := range tiers {
		bound[k] = m.most(&whole, tiers[k])
	}
	return []string{}, m.certify(out)
}

// proveConflict adds the proof that the terms named leave no plan.
func (m *model) proveConflict(pc *piece, conflict []string, b *budget, out *outcome) {
	part := *pc
	part.rows = slices.DeleteFunc(slices.Clone(pc.rows), func(r int32) bool { return !slices.Contains(conflict, m.terms.List[m.rows[r].term].Name) })
	if len(part.vars) == 0 {
		return // a row without people speaks for itself
	}
	p, lower, upper := m.blockProgram(&part, m.rows)
	_, tree := searchProof(p, len(p.rows), lower, upper, m.asked(part.vars), nil, nil, lattice{1, 0}, b)
	out.part(&part, m.proof(0, tree, &part, part.vars, nil, 0))
}

// certify writes out the classes and the proofs.
func (m *model) certify(out *outcome) Certificate {
	c := Certificate{Classes: make([]CertifiedClass, len(m.blocks)), Parts: []CertifiedPart{}}
	for b := range m.blocks {
		bl := &m.blocks[b]
		cc := CertifiedClass{From: bl.from, To: bl.home, Owed: bl.owed, Dead: bl.way == wayRemains, Terms: []string{}, People: bl.n}
		if bl.third >= 0 {
			cc.To = m.terms.List[bl.third].To
		}
		for _, ci := range bl.counters {
			if name := m.terms.List[m.counters[ci].term].Name; !slices.Contains(cc.Terms, name) {
				cc.Terms = append(cc.Terms, name)
			}
		}
		if out.status != Infeasible && out.status != Undecided {
			cc.Go = out.perBlock[b]
		}
		c.Classes[b] = cc
	}
	c.Parts = append(c.Parts, out.parts...)
	return c
}

// mark sets the bit of everybody who goes: all of a cell, or those whom the lot
// takes where the cut falls.
func (m *model) mark(out *outcome, goes []uint64) {
	all := make([]uint8, len(m.cellOfKey)) // per profile, 1 where everybody goes: a bit, not a branch that half of the roll takes
	take := make([]int64, len(m.cells))    // per cell where the cut falls, how many of the line go
	drawn := make([]bool, len(m.cells))
	for _, l := range m.lines {
		for _, c := range l.cells {
			if c >= 0 {
				drawn[c] = true
			}
		}
	}
	var rest []int32 // such cells not drawn yet
	for c := range m.cells {
		if n := out.perCell[c]; n > 0 && n < m.cells[c].n {
			take[c] = n
			if !drawn[c] {
				rest = append(rest, int32(c))
			}
		}
	}
	for key, c := range m.cellOfKey {
		if c >= 0 && out.perCell[c] == m.cells[c].n {
			all[key] = 1
		}
	}
	n := m.roll.Len()
	share(n, func(_, from, to int) {
		for word := from / 64; word*64 < to; word++ {
			var set uint64
			for bit, key := range m.census.keys[word*64 : min(word*64+64, n)] {
				set |= uint64(all[key]) << bit
			}
			goes[word] = set
		}
	})
	for _, l := range append(slices.Clone(m.lines), m.newLine(rest)) {
		for _, d := range l.people {
			if c := l.cells[d.list]; take[c] > 0 {
				take[c]--
				goes[d.i/64] |= 1 << (d.i % 64)
			}
		}
	}
}
