package exchange

import (
	"math"
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

// solveAll solves every piece of the rows.
func (m *model) solveAll(rows []row, tiers []tier, b *budget) (outcome, []piece) {
	out := outcome{status: Optimal, objective: make([]int64, len(tiers)), bound: make([]int64, len(tiers)),
		perCell: make([]int64, len(m.cells)), perBlock: make([]int64, len(m.blocks)+len(m.binaries)), lotDrawn: true}
	pieces := m.pieces(rows)
	hard := 0 // pieces left in which several rows meet
	for k := range pieces {
		if len(pieces[k].rows) > 1 {
			hard++
		}
	}
	for k := range pieces {
		// What is left of the budget is shared among the hard pieces left, so that
		// one does not take it from those after it.
		share := &budget{nodes: b.nodes / (hard + 1), stop: b.stop, noDraw: b.noDraw}
		if len(pieces[k].rows) > 1 {
			share.nodes = b.nodes / hard
			hard--
		}
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
