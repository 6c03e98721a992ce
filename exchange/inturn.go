package exchange

import "slices"

// A part whose tiers are not proved all at once is taken tier by tier: the owed
// and people home over classes, what is left once more at once, and where that
// fails over cells. Each tier's best becomes a row of those after it, and its
// plan the first incumbent of the next.

// How many nodes the curve program is worth (curve.go) before the search is
// better: where it does not close soon, splitting rounds does.
const (
	homeCurveNodes = 1
	restCurveNodes = 24
)

// A turn is a part on its way through the tiers.
type turn struct {
	m            *model
	pc           *piece
	p            *program // rows of the part, then settled tiers
	lower, upper []int64
	full         []bool // classes all of which go in every plan that keeps the settled tiers
	settled      []int  // tier of each row after those of the part
	tiers        []tier
	x            []int64 // the best plan so far; nil: none
	proofs       []Proof
	cuts         int // in the proofs
	from         *base
}

func (s *turn) prove(p Proof) {
	s.proofs = append(s.proofs, p)
	s.cuts += len(p.Cuts)
}

// classBase gives the ranges that the rows of the part leave, from which cuts
// are derived.
func (s *turn) classBase() *base {
	if s.from == nil {
		own := &program{cost: s.p.cost, rows: s.p.rows[:len(s.pc.rows)]}
		d := newDrill(own, len(own.rows), s.lower, s.upper, s.m.asked(s.pc.vars))
		newRanges(d.narrows, d.lower, d.upper).narrow()
		s.from = &base{d.lower, d.upper}
	}
	return s.from
}

// asked says which variables are questions; a cell c stands as -1-c.
func (m *model) asked(vars []int32) []bool {
	out := make([]bool, len(vars))
	for k, v := range vars {
		out[k] = int(v) >= len(m.blocks)
	}
	return out
}

// cellBase is the same over cells.
func (s *turn) cellBase(w *wide) *base {
	classes, out := s.classBase(), &base{}
	for k, own := range w.at {
		lo, hi := classes.lower[k], classes.upper[k]
		total := int64(0)
		for _, j := range own {
			total += w.upper[j]
		}
		for _, j := range own {
			out.lower, out.upper = append(out.lower, max(0, lo-(total-w.upper[j]))), append(out.upper, min(w.upper[j], hi))
		}
	}
	out.lower, out.upper = append(out.lower, classes.lower[len(w.at):]...), append(out.upper, classes.upper[len(w.at):]...)
	return out
}

// solvePiece solves all tiers of one piece. upTo limits the tiers (2: the owed
// and people home only); known, if not nil, holds numbers per block to begin
// with, if they keep the rows.
func (m *model) solvePiece(pc *piece, rows []row, tiers []tier, upTo int, known []int64, b *budget, out *outcome) PlanStatus {
	p, lower, upper := m.blockProgram(pc, rows)
	if full := upper; p.keeps(full) {
		m.account(pc, full, tiers, out)
		return Optimal // everybody goes: nothing is better in any tier
	}
	s := &turn{m: m, pc: pc, p: p, lower: lower, upper: upper, tiers: tiers, full: make([]bool, len(upper))}
	begin := make([]int64, len(upper))
	if known != nil {
		for k, v := range pc.vars {
			begin[k] = known[v]
		}
	} else {
		m.owedFirst(pc, p, upper, begin)
	}
	if p.keeps(begin) {
		s.x = begin
	}
	// All tiers at once, if that needs no splitting.
	c := newCurve(m, pc, p, upper, nil, nil, 0, min(upTo, len(tiers)))
	if upTo <= 2 && s.x != nil {
		c.best, c.bestAt = s.x, c.value(s.x)
	}
	if c.solve(1, b) {
		m.account(pc, c.best, tiers, out)
		if upTo > 2 {
			out.part(pc, Proof{Tiers: len(tiers), Nodes: c.nodes})
			m.drawCurve(c, len(tiers), b, out)
		}
		return Optimal
	}
	if c.best != nil && (s.x == nil || slices.Compare(c.bestAt, c.value(s.x)) > 0) {
		s.x = c.best
	}
	for t := range 2 {
		f := s.flat(t, b)
		if f.x == nil {
			if f.proved {
				return Infeasible
			}
			return Undecided
		}
		s.x = f.x
		proved := f.proved || f.bound == f.value
		if t == 0 && !proved {
			return Undecided // no plan may leave behind somebody who is owed
		}
		if upTo > 2 {
			out.part(pc, s.proofs[t])
		}
		if !proved {
			m.account(pc, s.x, tiers, out)
			m.admit(pc, tiers, 1, out)
			out.bound[1] += f.bound - m.most(pc, tiers[1])
			return Feasible
		}
		s.hold(t, f.value)
	}
	if upTo <= 2 {
		m.account(pc, s.x, tiers, out)
		return Optimal
	}
	if len(tiers) > 2 {
		rest := newCurve(m, pc, s.p, upper, s.settled, s.full, 2, len(tiers))
		rest.best, rest.bestAt = s.x, rest.value(s.x)
		if !rest.solve(restCurveNodes, b) {
			return m.solveCells(s, rest.best, b, out)
		}
		if len(rest.nodes) == 0 {
			rest.nodes = []ProofNode{{Over: 1}}
		}
		out.part(pc, Proof{Tiers: rest.tiers, Nodes: rest.nodes})
		s.x = rest.best
	}
	m.account(pc, s.x, tiers, out)
	s.draw(b, out)
	return Optimal
}

// draw draws the lot between classes where the tiers as rows say which plans
// are equal.
func (s *turn) draw(b *budget, out *outcome) {
	c := newCurve(s.m, s.pc, s.p, s.upper, s.settled, s.full, len(s.tiers), len(s.tiers))
	c.p = &program{cost: s.p.cost, rows: s.p.rows[:len(s.pc.rows):len(s.pc.rows)]}
	c.best = s.x
	s.m.drawCurve(c, len(s.tiers), b, out)
}

// flat solves the owed (tier 0) or people home (tier 1), where everybody of a
// class counts alike.
func (s *turn) flat(t int, b *budget) found {
	p := &program{cost: make([]int64, len(s.upper)), rows: s.p.rows}
	for k, v := range s.pc.vars {
		if int(v) < len(s.m.blocks) && (t == 0 && s.m.blocks[v].owed || t == 1 && s.m.blocks[v].way == wayHome) {
			p.cost[k] = 1
		}
	}
	lower := slices.Clone(s.lower)
	for k := range lower {
		if s.full[k] {
			lower[k] = s.upper[k]
		}
	}
	if s.x != nil && boxBound(p.cost, lower, s.upper) == dot(p.cost, s.x) {
		s.prove(trivialProof())
		v := dot(p.cost, s.x)
		return found{s.x, v, v, true}
	}
	c := newCurve(s.m, s.pc, s.p, s.upper, s.settled, s.full, t, t+1)
	if s.x != nil {
		c.best, c.bestAt = s.x, c.value(s.x)
	}
	if t > 0 && c.solve(homeCurveNodes, b) {
		if len(c.nodes) == 0 {
			c.nodes = []ProofNode{{Over: 1}}
		}
		s.prove(Proof{Tiers: 1, Nodes: c.nodes})
		return found{c.best, c.bestAt[0], c.bestAt[0], true}
	}
	f, tree := searchProof(p, len(s.pc.rows), lower, s.upper, s.m.asked(s.pc.vars), s.classBase(), c.best, lattice{c.grain[0], c.offset[0]}, b)
	s.prove(s.m.proof(1, tree, s.pc, s.pc.vars, s.settled, s.cuts))
	return f
}

// hold adds a row that keeps the owed (tier 0), or people home (tier 1), at so
// many.
func (s *turn) hold(t int, value int64) {
	r := matrixRow{lo: value, hi: value}
	for k, v := range s.pc.vars {
		if int(v) < len(s.m.blocks) && (t == 0 && s.m.blocks[v].owed || t == 1 && s.m.blocks[v].way == wayHome) {
			r.vars, r.coefs = append(r.vars, int32(k)), append(r.coefs, 1)
		}
	}
	if len(r.vars) > 0 {
		s.p = &program{cost: s.p.cost, rows: append(slices.Clone(s.p.rows), r)}
		s.settled = append(slices.Clone(s.settled), t)
	}
	s.fill(t, value)
}

// fill notes the classes of which all go because a tier counts all it could.
func (s *turn) fill(t int, value int64) {
	if value != s.m.most(s.pc, s.tiers[t]) {
		return
	}
	s.full = slices.Clone(s.full)
	for k, v := range s.pc.vars {
		if int(v) < len(s.m.blocks) && !slices.ContainsFunc(s.m.blocks[v].cells, func(c int32) bool { return s.m.gains[c][t] == 0 }) {
			s.full[k] = true
		}
	}
}

// owedFirst lets the owed of a piece go as far as its crossings take them: the
// only rows that count them.
func (m *model) owedFirst(pc *piece, p *program, upper, x []int64) {
	for k, v := range pc.vars {
		if int(v) < len(m.blocks) && m.blocks[v].owed {
			x[k] = upper[k]
		}
	}
	for i := range p.rows {
		r := &p.rows[i]
		var over int64 = -r.hi
		for e, v := range r.vars {
			over += r.coefs[e] * x[v]
		}
		for _, v := range r.vars {
			if w := pc.vars[v]; over > 0 && int(w) < len(m.blocks) && m.blocks[w].owed {
				back := min(over, x[v])
				x[v], over = x[v]-back, over-back
			}
		}
	}
}
