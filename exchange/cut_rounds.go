package exchange

import (
	"math"
	"slices"
)

// sharpen adds cuts at the root until they bring no more. It leaves the program
// with those that bind, and the simplex on it.
func (t *tree) sharpen(bound *int64, known *searchNode) bool {
	stale, last := 0, t.lp.value()
	for range mostRounds {
		if !t.budget.spend() {
			return false
		}
		type candidate struct {
			c    *cut
			deep float64
		}
		var found []candidate
		type corner struct {
			row  int
			away float64
		}
		var corners []corner
		for i, b := range t.lp.basic {
			if int(b) < t.lp.n {
				if f := math.Abs(t.lp.x[b] - math.Round(t.lp.x[b])); f > 1e-3 {
					corners = append(corners, corner{i, 0.5 - f})
				}
			}
		}
		slices.SortStableFunc(corners, func(a, b corner) int {
			switch {
			case a.away < b.away:
				return -1
			case a.away > b.away:
				return 1
			}
			return 0
		})
		for _, k := range corners[:min(len(corners), mostCutsTry)] {
			c, ok := t.corner(k.row)
			if !ok || !t.derive(c) {
				continue
			}
			over, norm := -float64(c.row.hi), 0.0
			for e, v := range c.row.vars {
				over += float64(c.row.coefs[e]) * t.lp.x[v]
				norm += float64(c.row.coefs[e]) * float64(c.row.coefs[e])
			}
			if deep := over / math.Sqrt(norm); deep > 1e-4 {
				found = append(found, candidate{c, deep})
			}
		}
		slices.SortStableFunc(found, func(a, b candidate) int {
			switch {
			case a.deep > b.deep:
				return -1
			case a.deep < b.deep:
				return 1
			}
			return 0
		})
		var take []*cut
		for _, f := range found {
			if len(take) == mostCutsTake {
				break
			}
			if !slices.ContainsFunc(take, func(o *cut) bool { return parallel(&f.c.row, &o.row) > 0.95 }) {
				take = append(take, f.c)
			}
		}
		if len(take) == 0 {
			return false
		}
		t.add(take)
		result, row := t.relax()
		if t.prove(result, row, bound, known) {
			return true
		}
		if result != lpOptimal {
			return false
		}
		t.look(result)
		if t.closed(*bound) {
			return true
		}
		now := t.lp.value()
		if now > last-0.01 {
			stale++
		} else {
			stale, last = 0, now
		}
		if stale == 4 {
			return false
		}
	}
	return false
}

// parallel is the cosine of the angle between two rows.
func parallel(a, b *matrixRow) float64 {
	dot, na, nb := 0.0, 0.0, 0.0
	for _, c := range a.coefs {
		na += float64(c) * float64(c)
	}
	for _, c := range b.coefs {
		nb += float64(c) * float64(c)
	}
	for i, j := 0, 0; i < len(a.vars) && j < len(b.vars); {
		switch {
		case a.vars[i] < b.vars[j]:
			i++
		case a.vars[i] > b.vars[j]:
			j++
		default:
			dot += float64(a.coefs[i]) * float64(b.coefs[j])
			i, j = i+1, j+1
		}
	}
	return math.Abs(dot) / math.Sqrt(na*nb)
}

// add puts cuts into the program in the place of those that no longer bind.
func (t *tree) add(cuts []*cut) {
	own := len(t.drill.rows) - len(t.cutOf)
	old := t.lp
	rows, ids, of := slices.Clone(t.p.rows[:own]), slices.Clone(t.drill.rows[:own]), []int32{}
	at := make([]int32, len(t.p.rows)) // new place of each row; -1: dropped
	for i := range t.p.rows {
		at[i] = int32(i)
		if i >= own {
			if at[i] = -1; old.inRow[old.n+i] < 0 {
				at[i] = int32(len(rows))
				rows, ids, of = append(rows, t.p.rows[i]), append(ids, t.drill.rows[i]), append(of, t.cutOf[i-own])
			}
		}
	}
	for _, c := range cuts {
		for e, i := range c.rows { // what it leans on is named as the certificate will
			c.rows[e] = t.drill.rows[i]
		}
		ids, of = append(ids, cutRow+int32(len(t.cuts))), append(of, int32(len(t.cuts)))
		t.cuts = append(t.cuts, c)
		rows = append(rows, c.row)
	}
	t.p = &program{cost: t.p.cost, rows: rows}
	t.drill.p, t.drill.rows, t.cutOf = t.p, ids, of
	lp := newSimplex(t.p)
	for i := own; i < len(rows); i++ {
		lp.rescale(i)
	}
	lp.adopt(old, at)
	t.lp = lp
	t.prices = make([]float64, len(rows))
	t.scratch = newScratch(t.p)
}

// cutRow is the first of the numbers by which a drill names cuts.
const cutRow = 1 << 30
