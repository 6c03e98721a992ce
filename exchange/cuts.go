package exchange

import (
	"cmp"
	"math"
	"slices"
)

// Where the simplex ends between whole numbers, mixed-integer cuts (Gomory
// 1960) shave off the corner it stands on, and it goes on to the next, until a
// corner is whole or near enough that a dive from it finds a plan. Cuts are in
// floating point and serve only to find a plan: no bound and no proof leans on
// them, and a plan that is found is held against the rows in whole numbers.

const (
	mostCutRounds = 20
	mostCutsRound = 24
	cutScale      = 1 << 16 // of the whole numbers a cut is written in
)

// cutting gives the program with cuts of the present corner added; how many
// rows of p are cuts already is len(p.rows)-own. nil if the corner is whole.
func cutting(p *program, own int, lp *simplex, lower, upper []int64) *program {
	type corner struct {
		row  int
		away float64
	}
	var corners []corner
	for i, b := range lp.basic {
		if int(b) < lp.n {
			v := lp.x[b]
			if f := v - math.Floor(v); f > 0.01 && f < 0.99 {
				corners = append(corners, corner{i, math.Abs(f - 0.5)})
			}
		}
	}
	if len(corners) == 0 {
		return nil
	}
	slices.SortFunc(corners, func(a, b corner) int { return cmp.Compare(a.away, b.away) })
	q := &program{cost: p.cost, rows: slices.Clone(p.rows)}
	w := lp.n + lp.m
	coefs := make([]float64, lp.n)
	for _, c := range corners[:min(len(corners), mostCutsRound)] {
		v := lp.x[lp.basic[c.row]]
		f0 := v - math.Floor(v)
		clear(coefs)
		rhs := f0
		for k, t := range lp.tab[c.row*w : c.row*w+w] {
			if lp.inRow[k] >= 0 || math.Abs(t) < eps || lp.lo[k] == lp.hi[k] {
				continue
			}
			atTop := lp.x[k] == lp.hi[k]
			a := -t // of the distance from the bound it rests at
			if atTop {
				a = t
			}
			var weight float64
			if k < lp.n+own {
				f := a - math.Floor(a)
				if f < 1e-9 || f > 1-1e-9 {
					continue
				}
				if weight = f; f > f0 {
					weight = f0 * (1 - f) / (1 - f0)
				}
			} else if weight = a; a < 0 {
				weight = -a * f0 / (1 - f0)
			}
			// weight * distance; distance = x - lo, or hi - x
			sign, bound := 1.0, lp.lo[k]
			if atTop {
				sign, bound = -1, lp.hi[k]
			}
			rhs += sign * weight * bound
			if k < lp.n {
				coefs[k] += sign * weight
				continue
			}
			r := &p.rows[k-lp.n]
			for e, j := range r.vars {
				coefs[j] += sign * weight * float64(r.coefs[e])
			}
		}
		largest := 0.0
		for _, x := range coefs {
			largest = max(largest, math.Abs(x))
		}
		if largest == 0 || largest > 1e6 {
			continue
		}
		cut := matrixRow{hi: unbounded}
		for j, x := range coefs {
			if n := int64(math.Round(x / largest * cutScale)); n != 0 {
				cut.vars, cut.coefs = append(cut.vars, int32(j)), append(cut.coefs, n)
			}
		}
		cut.lo = int64(math.Floor(rhs/largest*cutScale)) - 2
		q.rows = append(q.rows, clip(cut, lower, upper))
	}
	return q
}

// reach looks for a plan whose value is the bound at the root: by dives, from the
// corner of the program and from those that cuts leave.
func (t *tree) reach(lower, upper []int64) {
	own := len(t.p.rows)
	p := t.p
	// Of many equal corners those where most numbers are nought have the fewest
	// that are not whole: a little is taken off every number, each its own.
	ready := func(p *program) *simplex {
		lp := newSimplex(p)
		cost := make([]float64, lp.n+lp.m)
		for j, c := range p.cost {
			cost[j] = float64(c) - 1e-6*(1+float64(j*7919%1009)/1009)
		}
		lp.price(cost)
		if result, _ := lp.solve(lower, upper); result != lpOptimal {
			return nil
		}
		return lp
	}
	lp := ready(p)
	if lp == nil {
		return
	}
	top := int64(math.Floor(t.value(lp) + 1e-2))
	for round := range mostCutRounds {
		if t.best.x != nil && t.best.value >= top {
			return
		}
		if round%2 == 0 || round == mostCutRounds-1 {
			t.dive(lp, lower, upper, top, round)
		}
		if t.best.x != nil && t.best.value >= top || !t.budget.spend() {
			return
		}
		if result, _ := lp.solve(lower, upper); result != lpOptimal {
			return
		}
		if p = cutting(p, own, lp, lower, upper); p == nil {
			return
		}
		// Cuts that do not bind any more only cost.
		if lp = ready(p); lp == nil {
			return
		}
		kept := p.rows[:own:own]
		for i := own; i < len(p.rows); i++ {
			if lp.inRow[lp.n+i] < 0 {
				kept = append(kept, p.rows[i])
			}
		}
		if len(kept) < len(p.rows) {
			p = &program{cost: p.cost, rows: kept}
			if lp = ready(p); lp == nil {
				return
			}
		}
		top = min(top, int64(math.Floor(t.value(lp)+1e-2)))
	}
}

func (t *tree) value(lp *simplex) float64 {
	v := 0.0
	for j, c := range t.p.cost {
		v += float64(c) * lp.x[j]
	}
	return v
}
