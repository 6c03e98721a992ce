package exchange

import "slices"

// A wide is the program of a piece over cells and questions.
type wide struct {
	p               *program
	cells           []int32   // of each variable; -1 for a question
	at              [][]int32 // variables of each local variable of the piece
	vars            []int32   // of each variable, as the certificate names it (proofNodes)
	lower, upper, x []int64
}

// cellsOf gives the cell of each variable of a piece's wide program.
func (m *model) cellsOf(pc *piece) (cells []int32) {
	for _, v := range pc.vars {
		if int(v) >= len(m.blocks) {
			cells = append(cells, -1)
			continue
		}
		cells = append(cells, m.blocks[v].cells...)
	}
	return cells
}

// widen writes a program over blocks as one over cells; x is filled best first.
func (m *model) widen(pc *piece, blocks *program, x []int64) *wide {
	w := &wide{}
	for k, v := range pc.vars {
		if int(v) >= len(m.blocks) {
			w.at = append(w.at, []int32{int32(len(w.cells))})
			w.cells, w.vars = append(w.cells, -1), append(w.vars, v)
			w.lower, w.upper, w.x = append(w.lower, 0), append(w.upper, 1), append(w.x, x[k])
			continue
		}
		var own []int32
		rest := x[k]
		for _, c := range m.blocks[v].cells {
			own = append(own, int32(len(w.cells)))
			n := m.cells[c].n
			w.cells, w.vars = append(w.cells, c), append(w.vars, -1-c)
			w.lower, w.upper, w.x = append(w.lower, 0), append(w.upper, n), append(w.x, min(rest, n))
			rest -= min(rest, n)
		}
		w.at = append(w.at, own)
	}
	w.p = &program{cost: make([]int64, len(w.cells))}
	for _, r := range blocks.rows {
		row := matrixRow{lo: r.lo, hi: r.hi, noLo: r.noLo, noHi: r.noHi}
		for e, v := range r.vars {
			for _, j := range w.at[v] {
				row.vars, row.coefs = append(row.vars, j), append(row.coefs, r.coefs[e])
			}
		}
		w.p.rows = append(w.p.rows, row)
	}
	return w
}

// gainOf is what one of variable j counts in a tier.
func (m *model) gainOf(w *wide, j, t int) int64 {
	if c := w.cells[j]; c >= 0 {
		return m.gains[c][t]
	}
	return m.binaryGain(int(w.vars[j]) - len(m.blocks))[t]
}

// settle adds rows that hold the tiers of x.
func (m *model) settle(w *wide, tiers int) {
	for t := range tiers {
		m.settleOne(w, t)
	}
}

// settleOne adds the row of a tier, unless nobody counts in it.
func (m *model) settleOne(w *wide, t int) {
	var r matrixRow
	for j := range w.cells {
		if g := m.gainOf(w, j, t); g != 0 {
			r.vars, r.coefs = append(r.vars, int32(j)), append(r.coefs, g)
			r.lo += g * w.x[j]
		}
	}
	if r.hi = r.lo; len(r.vars) > 0 {
		w.p.rows = append(w.p.rows, r)
	}
}

// mostRows is how many rows the inverse of a basis may have: half a gigabyte.
// Above it a tier is said to be unproved, and those after it.
const mostRows = 1 << 13

// solveCells takes a piece from the tier after "home" to the lot, over cells.
func (m *model) solveCells(s *turn, x []int64, b *budget, out *outcome) PlanStatus {
	pc, tiers := s.pc, s.tiers
	w := m.widen(pc, s.p, x)
	p, cells, start := w.p, w.cells, w.x
	status, from := Optimal, len(tiers)
	var openBound int64 // of tier from, as far as it was proved
	for t := 2; t < len(tiers); t++ {
		some := false
		for j := range cells {
			p.cost[j] = m.gainOf(w, j, t)
			some = some || p.cost[j] != 0
		}
		if !some {
			out.part(pc, trivialProof())
			s.fill(t, 0)
			continue
		}
		lower := slices.Clone(w.lower)
		for k := range pc.vars {
			if s.full[k] {
				for _, j := range w.at[k] {
					lower[j] = w.upper[j]
				}
			}
		}
		c := newCurve(m, pc, s.p, s.upper, s.settled, s.full, t, t+1)
		f, tree := searchProof(p, len(pc.rows), lower, w.upper, m.asked(w.vars), s.cellBase(w), start, lattice{c.grain[0], c.offset[0]}, b)
		start = f.x
		s.prove(m.proof(1, tree, pc, w.vars, s.settled, s.cuts))
		out.part(pc, s.proofs[len(s.proofs)-1])
		if !f.proved && f.bound > f.value {
			status, from, openBound = Feasible, t, f.bound
			break
		}
		r := matrixRow{lo: f.value, hi: f.value}
		for j, c := range p.cost {
			if c != 0 {
				r.vars, r.coefs = append(r.vars, int32(j)), append(r.coefs, c)
			}
		}
		p.rows = append(p.rows, r)
		s.settled = append(s.settled, t)
		s.fill(t, f.value)
	}
	if status == Optimal && !onlyPoint(p, w.lower, w.upper) {
		var drawn bool
		start, drawn = m.drawLot(p, cells, w.lower, w.upper, start, b)
		out.lotDrawn = out.lotDrawn && drawn
	}
	blockX := make([]int64, len(pc.vars))
	for k := range pc.vars {
		for _, j := range w.at[k] {
			blockX[k] += start[j]
		}
	}
	// Of a class the best go. Where every tier is proved they do so already: to
	// take a better one for a worse would keep every row. Where not, it is done now.
	var before []int64
	if status != Optimal {
		before = slices.Clone(out.objective)
	}
	m.account(pc, blockX, tiers, out)
	if status != Optimal {
		reached := out.objective[from] - before[from]
		out.bound[from] += max(openBound-reached, 0)
		m.admit(pc, tiers, from+1, out)
	}
	return status
}
