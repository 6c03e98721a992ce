package exchange

import (
	"math"
	"math/bits"
	"slices"
)

// Tiers are solved in turn, part by part: blocks that share no row are parts
// of their own, and the best plan is the best of every part (lexicographic
// order is kept by addition).

// A tier says which people it counts.
type tier struct {
	name   string
	counts func(b *block, c *cell) bool
}

// tiersOf lists the tiers of a model in their order. The first two count whole
// blocks, the rest cells.
func (m *model) tiersOf() []tier {
	home := func(b *block) bool { return b.way == wayHome }
	out := []tier{
		{"owed", func(b *block, _ *cell) bool { return b.owed }},
		{"home", func(b *block, _ *cell) bool { return home(b) }},
	}
	optional := func(i int) bool { return i >= 0 && m.terms.List[i].Optional }
	for i := range m.kept {
		if optional(i) {
			m.keptTier = len(out)
		}
	}
	if m.keptTier >= 0 {
		out = append(out, tier{"optional terms kept", func(*block, *cell) bool { return false }})
	}
	for i, name := range m.terms.Priorities {
		bit := uint64(1) << (62 - i)
		out = append(out, tier{"priority " + name, func(b *block, c *cell) bool { return home(b) && c.class&bit != 0 }})
	}
	var years []int16
	for i := range m.cells {
		if y := m.cells[i].years; y >= 0 && !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	slices.Sort(years)
	for _, y := range slices.Backward(years) {
		out = append(out, tier{bandName(int(y)), func(b *block, c *cell) bool { return home(b) && c.years == y }})
	}
	for _, last := range []struct {
		name string
		way  way
	}{{"third_country", wayThird}, {"remains", wayRemains}} {
		if slices.ContainsFunc(m.blocks, func(b block) bool { return b.way == last.way }) {
			out = append(out, tier{last.name, func(b *block, _ *cell) bool { return b.way == last.way }})
		}
	}
	m.gains = make([][]int64, len(m.cells))
	for c := range m.cells {
		m.gains[c] = make([]int64, len(out))
		for t := range out {
			if out[t].counts(&m.blocks[m.cells[c].block], &m.cells[c]) {
				m.gains[c][t] = 1
			}
		}
	}
	m.nothing = make([]int64, len(out))
	return out
}

// binaryGain is what a yes to question y brings, tier by tier.
func (m *model) binaryGain(y int) []int64 {
	if m.keptTier < 0 || !m.countsAsKept(y) {
		return m.nothing
	}
	g := make([]int64, len(m.nothing))
	g[m.keptTier] = 1
	return g
}

// countsAsKept says whether question y is whether an optional term is kept.
func (m *model) countsAsKept(y int) bool {
	term := m.binaries[y]
	k, asked := m.kept[term]
	return asked && int(k) == len(m.blocks)+y && m.terms.List[term].Optional
}

// An outcome is what solving one part, or all of them, came to.
type outcome struct {
	status    PlanStatus
	objective []int64
	bound     []int64
	perCell   []int64 // all cells of the model
	perBlock  []int64 // blocks, then binaries
	lotDrawn  bool
	parts     []CertifiedPart
}

// A piece is one part: the blocks and binaries that rows tie together.
type piece struct {
	vars []int32 // ascending
	rows []int32
}

// pieces splits the model. Rows without variables come as pieces of their own.
func (m *model) pieces(rows []row) []piece {
	n := len(m.blocks) + len(m.binaries)
	parent := make([]int32, n)
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(v int32) int32 {
		for parent[v] != v {
			parent[v] = parent[parent[v]]
			v = parent[v]
		}
		return v
	}
	for i := range rows {
		for _, v := range rows[i].vars {
			parent[find(v)] = find(rows[i].vars[0])
		}
	}
	index := map[int32]int{}
	var out []piece
	for v := range int32(n) {
		root := find(v)
		k, ok := index[root]
		if !ok {
			k = len(out)
			index[root] = k
			out = append(out, piece{})
		}
		out[k].vars = append(out[k].vars, v)
	}
	for i := range rows {
		if len(rows[i].vars) == 0 {
			out = append(out, piece{rows: []int32{int32(i)}})
			continue
		}
		k := index[find(rows[i].vars[0])]
		out[k].rows = append(out[k].rows, int32(i))
	}
	return out
}

// blockProgram writes a piece as a program over blocks and binaries.
func (m *model) blockProgram(pc *piece, rows []row) (p *program, lower, upper []int64) {
	n := len(pc.vars)
	p = &program{cost: make([]int64, n)}
	lower, upper = make([]int64, n), make([]int64, n)
	local := make(map[int32]int32, n)
	for k, v := range pc.vars {
		local[v] = int32(k)
		upper[k] = 1
		if int(v) < len(m.blocks) {
			upper[k] = m.blocks[v].n
		}
	}
	for _, i := range pc.rows {
		r := matrixRow{vars: make([]int32, len(rows[i].vars)), coefs: rows[i].coefs, lo: rows[i].lo, hi: rows[i].hi}
		for e, v := range rows[i].vars {
			r.vars[e] = local[v]
		}
		p.rows = append(p.rows, clip(r, lower, upper))
	}
	return p, lower, upper
}

// clip makes a row's bounds finite: it can never be passed by what its
// variables can reach. A row that cannot be kept keeps bounds that show it.
func clip(r matrixRow, lower, upper []int64) matrixRow {
	var least, most int64
	for e, v := range r.vars {
		if c := r.coefs[e]; c > 0 {
			least, most = least+c*lower[v], most+c*upper[v]
		} else {
			least, most = least+c*upper[v], most+c*lower[v]
		}
	}
	if r.lo <= -unbounded {
		r.lo, r.noLo = min(least, r.hi), true
	}
	if r.hi >= unbounded {
		r.hi, r.noHi = max(most, r.lo), true
	}
	return r
}

// solvePiece solves all tiers of one piece. upTo limits the tiers (2: the owed
// and people home only); known, if not nil, holds numbers per block to begin
// with, if they keep the rows.
func (m *model) solvePiece(pc *piece, rows []row, tiers []tier, upTo int, known []int64, b *budget, out *outcome) PlanStatus {
	p, lower, upper := m.blockProgram(pc, rows)
	if full := upper; p.keeps(full) {
		m.account(pc, full, nil, tiers, out)
		return Optimal // everybody goes: nothing is better in any tier
	}
	if upTo <= 2 {
		c := newCurve(m, pc, p, upper, nil, nil, 0, 2)
		if known != nil {
			x := make([]int64, len(upper))
			for k, v := range pc.vars {
				x[k] = known[v]
			}
			if p.keeps(x) {
				c.best, c.bestAt = x, c.value(x)
			}
		}
		if c.solve(mostCurveNodes/4, b) {
			m.account(pc, c.best, nil, tiers, out)
			return Optimal
		}
		return m.solveInTurn(pc, p, lower, upper, tiers, upTo, known, c.best, b, out)
	}
	// All tiers at once; or the owed and home first, and then the rest at once.
	c := newCurve(m, pc, p, upper, nil, nil, 0, len(tiers))
	if c.solve(1, b) {
		m.account(pc, c.best, nil, tiers, out)
		out.part(pc, Proof{Tiers: len(tiers), Nodes: c.nodes})
		m.drawCurve(c, len(tiers), b, out)
		return Optimal
	}
	// The owed by themselves: if all of them go, their classes are fixed.
	first := newCurve(m, pc, p, upper, nil, nil, 0, 1)
	first.best = c.best
	if c.best != nil {
		first.bestAt = c.bestAt[:1]
	}
	if !first.solve(mostCurveNodes, b) {
		return m.solveInTurn(pc, p, lower, upper, tiers, upTo, known, first.best, b, out)
	}
	full := make([]bool, len(pc.vars))
	if first.bestAt[0] == m.most(pc, tiers[0]) {
		for k, v := range pc.vars {
			full[k] = int(v) < len(m.blocks) && m.blocks[v].owed
		}
	}
	q := &program{cost: p.cost, rows: slices.Clone(p.rows)}
	settled := m.hold(pc, q, first.best, 0, nil)
	second := newCurve(m, pc, q, upper, settled, full, 1, 2)
	second.best, second.bestAt = first.best, second.value(first.best)
	if !second.solve(mostCurveNodes, b) {
		return m.solveInTurn(pc, p, lower, upper, tiers, upTo, known, second.best, b, out)
	}
	if len(tiers) > 2 {
		q = &program{cost: p.cost, rows: slices.Clone(q.rows)}
		settled = m.hold(pc, q, second.best, 1, settled)
	}
	rest := newCurve(m, pc, q, upper, settled, full, 2, len(tiers))
	rest.best, rest.bestAt = second.best, rest.value(second.best)
	if len(tiers) > 2 && !rest.solve(mostCurveNodes, b) {
		return m.solveInTurn(pc, p, lower, upper, tiers, upTo, known, rest.best, b, out)
	}
	m.account(pc, rest.best, nil, tiers, out)
	for _, one := range []*curve{first, second, rest} {
		if one.tiers > 0 {
			if len(one.nodes) == 0 {
				one.nodes = []ProofNode{{Over: 1}}
			}
			out.part(pc, Proof{Tiers: one.tiers, Nodes: one.nodes})
		}
	}
	rest.p, rest.last = p, nil
	m.drawCurve(rest, len(tiers), b, out)
	return Optimal
}

// hold adds a row that keeps the owed (tier 0), or people home (tier 1), at
// those of x.
func (m *model) hold(pc *piece, p *program, x []int64, tier int, settled []int) []int {
	var r matrixRow
	for k, v := range pc.vars {
		if int(v) < len(m.blocks) && (tier == 0 && m.blocks[v].owed || tier == 1 && m.blocks[v].way == wayHome) {
			r.vars, r.coefs = append(r.vars, int32(k)), append(r.coefs, 1)
			r.lo += x[k]
		}
	}
	if r.hi = r.lo; len(r.vars) > 0 {
		p.rows = append(p.rows, r)
		settled = append(slices.Clone(settled), tier)
	}
	return settled
}

// part adds a proof to the certificate of a part.
func (out *outcome) part(pc *piece, p Proof) {
	if len(p.Nodes) == 0 {
		return
	}
	first := int(pc.vars[0])
	if n := len(out.parts); n == 0 || out.parts[n-1].First != first {
		out.parts = append(out.parts, CertifiedPart{First: first})
	}
	last := &out.parts[len(out.parts)-1]
	last.Proofs = append(last.Proofs, p)
}

// solveInTurn solves a piece tier by tier: the owed and people home over whole
// blocks, the rest over cells.
func (m *model) solveInTurn(pc *piece, p *program, lower, upper []int64, tiers []tier, upTo int, known, found []int64, b *budget, out *outcome) PlanStatus {
	var x []int64
	begin := make([]int64, len(upper))
	switch {
	case found != nil:
		begin = found
	case known != nil:
		for k, v := range pc.vars {
			begin[k] = known[v]
		}
	default:
		m.owedFirst(pc, p, upper, begin)
	}
	if p.keeps(begin) {
		x = begin
	}
	isHome := func(v int32) bool { return int(v) < len(m.blocks) && m.blocks[v].way == wayHome }
	isOwed := func(v int32) bool { return int(v) < len(m.blocks) && m.blocks[v].owed }
	proved := true
	value := [2]int64{}
	bound := [2]int64{}
	settled := make([]int, 0, len(tiers)) // tier of each row after the piece's own
	var proofs []Proof
	for k, counts := range []func(int32) bool{isOwed, isHome} {
		for j, v := range pc.vars {
			p.cost[j] = 0
			if counts(v) {
				p.cost[j] = 1
			}
		}
		bound[k] = boxBound(p.cost, lower, upper)
		if x != nil && (!proved || bound[k] == dot(p.cost, x)) {
			value[k] = dot(p.cost, x)
			proofs = append(proofs, trivialProof())
		} else {
			f, nodes := searchProof(p, lower, upper, x, b)
			if f.x == nil {
				if f.proved {
					return Infeasible
				}
				return Undecided
			}
			x, value[k], bound[k] = f.x, f.value, f.bound
			proved = f.proved || f.bound == f.value
			proofs = append(proofs, Proof{1, m.proofNodes(nodes, pc, pc.vars, settled)})
		}
		if k == 0 && !proved {
			return Undecided // no plan may leave behind somebody who is owed
		}
		if proved {
			r := matrixRow{lo: value[k], hi: bound[k]}
			for j, c := range p.cost {
				if c != 0 {
					r.vars, r.coefs = append(r.vars, int32(j)), append(r.coefs, 1)
				}
			}
			if len(r.vars) > 0 {
				p.rows = append(p.rows, r)
				settled = append(settled, k)
			}
		}
	}
	if upTo > 2 {
		for _, q := range proofs {
			out.part(pc, q)
		}
	}
	status := Optimal
	if !proved {
		status = Feasible
	}
	if upTo <= 2 || status != Optimal {
		m.account(pc, x, nil, tiers, out)
		if status != Optimal {
			m.admit(pc, tiers, 0, out)
			out.bound[0] += bound[0] - m.most(pc, tiers[0])
			out.bound[1] += bound[1] - m.most(pc, tiers[1])
		}
		return status
	}
	return m.solveCells(pc, p, x, tiers, settled, b, out)
}

// trivialProof says that the ranges alone prove a tier.
func trivialProof() Proof { return Proof{1, []ProofNode{{Over: 1}}} }

// proofNodes writes the tree of a search for the certificate. vars names what
// each variable is: a class or question as the model numbers it, or a cell c as
// -1-c. Rows after those of the piece are settled tiers.
func (m *model) proofNodes(nodes []searchNode, pc *piece, vars []int32, settled []int) []ProofNode {
	var out []ProofNode
	var write func(i int32)
	write = func(i int32) {
		n := &nodes[i]
		if n.branch >= 0 {
			s := &Split{Of: int(vars[n.branch]), AtMax: n.at}
			if s.Of < 0 {
				s.Of, s.Cell = -1-s.Of, true
			}
			out = append(out, ProofNode{Split: s})
			write(n.low)
			write(n.high)
			return
		}
		end := ProofNode{Over: n.over, Empty: n.empty, Open: n.open}
		for r, y := range n.multipliers {
			switch {
			case y == 0:
			case r < len(pc.rows):
				end.Rows = append(end.Rows, []int64{int64(pc.rows[r]), y})
			default:
				end.Tiers = append(end.Tiers, []int64{int64(settled[r-len(pc.rows)]), y})
			}
		}
		out = append(out, end)
	}
	write(0)
	return out
}

// drawCurve draws the lot between classes where a curve program left several
// plans equal in every tier.
func (m *model) drawCurve(c *curve, tiers int, b *budget, out *outcome) {
	if len(c.nodes) == 0 && len(c.settled) == 0 {
		return // everybody who can go goes
	}
	f := c.face()
	if f == nil {
		// Several branches prove it: the tiers as rows say which plans are equal.
		w := m.widen(c.pc, c.p, c.best)
		m.settle(w, tiers)
		f = &face{p: w.p, lower: w.lower, upper: w.upper, x: w.x, cells: w.cells, of: make([]int32, len(w.cells))}
		for k, own := range w.at {
			for _, j := range own {
				f.of[j] = int32(k)
			}
		}
	}
	if len(f.cells) == 0 || onlyPoint(f.p, f.lower, f.upper) {
		return
	}
	x, drawn := m.drawLot(f.p, f.cells, f.lower, f.upper, f.x, b)
	out.lotDrawn = out.lotDrawn && drawn
	if !drawn {
		return
	}
	for j, v := range x {
		d := v - f.x[j]
		if f.cells[j] < 0 {
			out.perBlock[c.pc.vars[f.of[j]]] = v
			continue
		}
		out.perCell[f.cells[j]] += d
		out.perBlock[c.pc.vars[f.of[j]]] += d
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

// account adds a piece's solution to the outcome, with bounds equal to what is
// reached. Without numbers per cell, blocks are filled best first.
func (m *model) account(pc *piece, x []int64, perCell map[int32]int64, tiers []tier, out *outcome) {
	for k, v := range pc.vars {
		out.perBlock[v] = x[k]
		if int(v) >= len(m.blocks) {
			if m.keptTier >= 0 && m.keptTier < len(tiers) {
				g := m.binaryGain(int(v) - len(m.blocks))[m.keptTier]
				out.objective[m.keptTier] += g * x[k]
				out.bound[m.keptTier] += g * x[k]
			}
			continue
		}
		bl := &m.blocks[v]
		rest := x[k]
		for _, c := range bl.cells {
			n := min(rest, m.cells[c].n)
			if perCell != nil {
				n = perCell[c]
			}
			rest -= n
			out.perCell[c] = n
			if n == 0 {
				continue
			}
			for t := range tiers {
				if tiers[t].counts(bl, &m.cells[c]) {
					out.objective[t] += n
					out.bound[t] += n
				}
			}
		}
	}
}

// most is the number of people of a piece a tier could ever count.
func (m *model) most(pc *piece, t tier) int64 {
	var sum int64
	for _, v := range pc.vars {
		if int(v) >= len(m.blocks) && t.name == "optional terms kept" {
			sum += m.binaryGain(int(v) - len(m.blocks))[m.keptTier]
		}
		if int(v) < len(m.blocks) {
			for _, c := range m.blocks[v].cells {
				if t.counts(&m.blocks[v], &m.cells[c]) {
					sum += m.cells[c].n
				}
			}
		}
	}
	return sum
}

// admit sets the bounds of a piece's tiers from the given one on to all there
// are: nothing is proved of them.
func (m *model) admit(pc *piece, tiers []tier, from int, out *outcome) {
	for t := from; t < len(tiers); t++ {
		for _, v := range pc.vars {
			if int(v) >= len(m.blocks) {
				if t == m.keptTier {
					out.bound[t] += m.binaryGain(int(v) - len(m.blocks))[t] * (1 - out.perBlock[v])
				}
				continue
			}
			for _, c := range m.blocks[v].cells {
				if tiers[t].counts(&m.blocks[v], &m.cells[c]) {
					out.bound[t] += m.cells[c].n - out.perCell[c]
				}
			}
		}
	}
}

// A wide is the program of a piece over cells and questions.
type wide struct {
	p               *program
	cells           []int32   // of each variable; -1 for a question
	at              [][]int32 // variables of each local variable of the piece
	vars            []int32   // of each variable, as the certificate names it (proofNodes)
	lower, upper, x []int64
}

func (m *model) cellsOf(pc *piece) (n int) {
	for _, v := range pc.vars {
		n++
		if int(v) < len(m.blocks) {
			n += len(m.blocks[v].cells) - 1
		}
	}
	return n
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
}

// mostTableau is the largest tableau of the later tiers, in numbers of eight
// bytes: half a gigabyte. Above it a piece stops at people home, and the later
// tiers are said to be unproved.
const mostTableau = 1 << 26

// solveCells takes a piece from the tier after "home" to the lot, over cells.
func (m *model) solveCells(pc *piece, blocks *program, x []int64, tiers []tier, settled []int, b *budget, out *outcome) PlanStatus {
	if rows := len(blocks.rows) + len(tiers); rows*(m.cellsOf(pc)+rows) > mostTableau {
		m.account(pc, x, nil, tiers, out)
		m.admit(pc, tiers, 2, out)
		return Feasible
	}
	w := m.widen(pc, blocks, x)
	p, cells, at, lower, upper, start := w.p, w.cells, w.at, w.lower, w.upper, w.x
	status, from := Optimal, len(tiers)
	var openBound int64
	for t := 2; t < len(tiers); t++ {
		some := false
		for j := range cells {
			p.cost[j] = m.gainOf(w, j, t)
			some = some || p.cost[j] != 0
		}
		if !some {
			out.part(pc, trivialProof())
			continue
		}
		f, nodes := searchProof(p, lower, upper, start, b)
		start = f.x
		out.part(pc, Proof{1, m.proofNodes(nodes, pc, w.vars, settled)})
		if !f.proved && f.bound > f.value {
			status, from, openBound = Feasible, t, f.bound-f.value
			break
		}
		r := matrixRow{lo: f.value, hi: f.value}
		for j, c := range p.cost {
			if c != 0 {
				r.vars, r.coefs = append(r.vars, int32(j)), append(r.coefs, 1)
			}
		}
		p.rows = append(p.rows, r)
		settled = append(settled, t)
	}
	if status == Optimal && !onlyPoint(p, lower, upper) {
		var drawn bool
		start, drawn = m.drawLot(p, cells, lower, upper, start, b)
		out.lotDrawn = out.lotDrawn && drawn
	}
	perCell := make(map[int32]int64, len(cells))
	blockX := make([]int64, len(pc.vars))
	for k := range pc.vars {
		for _, w := range at[k] {
			blockX[k] += start[w]
			if cells[w] >= 0 {
				perCell[cells[w]] = start[w]
			}
		}
	}
	m.account(pc, blockX, perCell, tiers, out)
	if status != Optimal {
		out.bound[from] += openBound
		m.admit(pc, tiers, from+1, out)
	}
	return status
}

// onlyPoint says whether the rows that are equations leave no second point:
// then later tiers and the lot have nothing to decide. The rank is taken modulo
// a prime, which can only be too small; a full one is full over the rationals.
func onlyPoint(p *program, lower, upper []int64) bool {
	const prime = 1<<61 - 1
	mul := func(a, b uint64) uint64 {
		hi, lo := bits.Mul64(a, b)
		return bits.Rem64(hi, lo, prime)
	}
	var cols []int
	for j := range lower {
		if lower[j] < upper[j] {
			cols = append(cols, j)
		}
	}
	// Above this the elimination costs more than what it may save.
	if len(cols) == 0 {
		return true
	}
	if len(cols) > len(p.rows) || len(cols) > 400 {
		return false
	}
	var mat [][]uint64
	for i := range p.rows {
		r := &p.rows[i]
		if r.lo != r.hi {
			continue
		}
		dense := make([]uint64, len(lower))
		for e, v := range r.vars {
			c := r.coefs[e] % prime
			if c < 0 {
				c += prime
			}
			dense[v] = (dense[v] + uint64(c)) % prime
		}
		mat = append(mat, dense)
	}
	rank := 0
	for _, j := range cols {
		pick := -1
		for i := rank; i < len(mat); i++ {
			if mat[i][j] != 0 {
				pick = i
				break
			}
		}
		if pick < 0 {
			return false
		}
		mat[rank], mat[pick] = mat[pick], mat[rank]
		inverse := power(mat[rank][j], prime-2, mul)
		for i := rank + 1; i < len(mat); i++ {
			if f := mul(mat[i][j], inverse); f != 0 {
				for _, k := range cols {
					mat[i][k] = (mat[i][k] + prime - mul(f, mat[rank][k])) % prime
				}
			}
		}
		rank++
	}
	return true
}

func power(a, e uint64, mul func(a, b uint64) uint64) uint64 {
	r := uint64(1)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = mul(r, a)
		}
		a = mul(a, a)
	}
	return r
}

// solveAll solves every piece of the rows.
func (m *model) solveAll(rows []row, tiers []tier, b *budget) (outcome, []piece) {
	out := outcome{status: Optimal, objective: make([]int64, len(tiers)), bound: make([]int64, len(tiers)),
		perCell: make([]int64, len(m.cells)), perBlock: make([]int64, len(m.blocks)+len(m.binaries)), lotDrawn: true}
	pieces := m.pieces(rows)
	for k := range pieces {
		// What is left of the budget is shared among the pieces left, so that
		// a hard one does not take it from those after it.
		share := &budget{nodes: b.nodes / (len(pieces) - k), stop: b.stop, noDraw: b.noDraw}
		b.nodes -= share.nodes
		status := m.solvePiece(&pieces[k], rows, tiers, math.MaxInt, nil, share, &out)
		b.nodes += share.nodes
		switch status {
		case Infeasible:
			out.status = Infeasible
			return out, pieces[k : k+1]
		case Undecided:
			out.status = Undecided
		case Feasible:
			if out.status == Optimal {
				out.status = Feasible
			}
		}
	}
	// Once a tier is not proved, a plan equal in it may differ in every part: of
	// the tiers after it nothing is known.
	for t := range tiers {
		if out.bound[t] > out.objective[t] {
			for u := t + 1; u < len(tiers); u++ {
				out.bound[u] = 0
				for k := range pieces {
					out.bound[u] += m.most(&pieces[k], tiers[u])
				}
			}
			break
		}
	}
	return out, pieces
}
