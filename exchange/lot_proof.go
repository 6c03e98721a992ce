package exchange

import (
	"math"
	"slices"
)

// The evidence of the draw between classes. Who goes by it is shown by the plan
// itself: it is a best plan and takes them all. Who stays must be shown not to fit:
// of every cell of which somebody stays, the first of them in the order of the lot,
// together with all who go and were drawn before him, is in no best plan. That is a
// row of multipliers which cannot hold, like the end of a branch.

// mostDrawProof bounds the work of one part, in cells × cells × rows.
const mostDrawProof = 200_000_000

// proveDraw gives the evidence of the draw, part by part. Parts are left out that
// are too large, or where a linear program does not show it.
func (m *model) proveDraw(out *outcome, pieces []piece) []CertifiedDraw {
	var some []*piece // where there is more than one class: within one the cells are in order
	var cells []int32
	var lists [][]int32
	for k := range pieces {
		pc := &pieces[k]
		own := m.cellsOf(pc)
		if n := len(own); len(pc.rows) == 0 || len(pc.vars) == 1 || !m.someLeft(pc, out) || n*n*(len(pc.rows)+len(m.nothing)) > mostDrawProof {
			continue
		}
		list := make([]int32, len(own))
		for k := range list {
			list[k] = int32(len(cells) + k)
		}
		some, lists, cells = append(some, pc), append(lists, list), append(cells, own...)
	}
	if len(some) == 0 {
		return nil
	}
	var all []CertifiedDraw
	for k, l := range m.newLine(cells).apart(lists) {
		if d := m.proveDrawOf(out, some[k], l); d != nil {
			all = append(all, *d)
		}
	}
	return all
}

// proveDrawOf is the evidence of one part; the line has its people, a list for each cell.
func (m *model) proveDrawOf(out *outcome, pc *piece, l *line) *CertifiedDraw {
	p, _, _ := m.blockProgram(pc, m.rows)
	x := make([]int64, len(pc.vars))
	for k, v := range pc.vars {
		x[k] = out.perBlock[v]
	}
	w := m.widen(pc, p, x)
	for j, c := range w.cells {
		if c >= 0 {
			w.x[j] = out.perCell[c]
		}
	}
	var settled []int
	for t := range m.nothing {
		before := len(w.p.rows)
		m.settleOne(w, t)
		if len(w.p.rows) > before {
			settled = append(settled, t)
		}
	}
	q := newProbe(w.p, w.lower, w.upper)
	if q.lp == nil {
		return nil
	}
	draw := &CertifiedDraw{First: int(pc.vars[0])}
	var known [][]int64 // multipliers of the ends
	ranks, want := make([]int32, len(w.x)), make([]int64, len(w.x))
	for j, place := range l.left(w.x) {
		if w.cells[j] < 0 || int(place) == len(l.people) {
			continue
		}
		l.before(int(place), ranks)
		for e, n := range ranks {
			want[e] = min(max(int64(n), w.lower[e]), w.x[e])
		}
		want[j] = w.x[j] + 1
		end := slices.IndexFunc(known, func(y []int64) bool { return shows(w.p, want, w.upper, y) })
		if end < 0 {
			y := q.empty(want, w.upper)
			if y == nil {
				return nil
			}
			end = len(known)
			known = append(known, y)
			n := ProofNode{Over: 1, Empty: true}
			for i, v := range y {
				switch {
				case v == 0:
				case i < len(pc.rows):
					n.Rows = append(n.Rows, []int64{int64(pc.rows[i]), v})
				default:
					n.Tiers = append(n.Tiers, []int64{int64(settled[i-len(pc.rows)]), v})
				}
			}
			draw.Ends = append(draw.Ends, n)
		}
		draw.Refused = append(draw.Refused, []int{int(w.cells[j]), end})
	}
	if len(draw.Refused) == 0 {
		return nil
	}
	return draw
}

// empty gives whole multipliers that show that nothing is within the ranges, nil if
// the linear program gives none.
func (q *probe) empty(lower, upper []int64) []int64 {
	copy(q.in.lower, lower)
	copy(q.in.upper, upper)
	result, row := q.solve()
	if result != lpInfeasible {
		return nil
	}
	q.lp.ray(row, q.prices)
	largest, least := 0.0, math.Inf(1)
	for _, v := range q.prices {
		if v = math.Abs(v); v > 1e-9 {
			largest, least = max(largest, v), min(least, v)
		}
	}
	if largest == 0 || math.IsNaN(largest) || math.IsInf(largest, 0) {
		return nil
	}
	// As small numbers as will do.
	for _, scale := range []float64{1 / least, 1, 2 / least, 12 / least, 60 / least, math.Ldexp(1, 30-math.Ilogb(largest))} {
		y := make([]int64, len(q.prices))
		for i, v := range q.prices {
			if v = math.Round(v * scale); math.Abs(v) < 1<<40 {
				y[i] = int64(v)
			}
			if r := &q.p.rows[i]; y[i] > 0 && r.noHi || y[i] < 0 && r.noLo {
				y[i] = 0
			}
		}
		if shows(q.p, lower, upper, y) {
			return y
		}
	}
	return nil
}

// shows says whether multipliers of the rows prove that nothing is within the ranges.
func shows(p *program, lower, upper, y []int64) bool {
	var sum i128
	pull := make([]int64, len(lower))
	for i, v := range y {
		r := &p.rows[i]
		switch {
		case v > 0:
			sum.add(v, r.hi)
		case v < 0:
			sum.add(v, r.lo)
		default:
			continue
		}
		for e, j := range r.vars {
			c := r.coefs[e]
			if max(c, -c) > 1<<20 || max(pull[j], -pull[j]) > 1<<61 {
				return false
			}
			pull[j] += v * c
		}
	}
	for j, n := range pull {
		if n < 0 {
			sum.add(-n, upper[j])
		} else {
			sum.add(-n, lower[j])
		}
	}
	return sum.negative()
}
