package exchange

import (
	"math"
	"slices"
)

// A probe answers a draw's questions, one range after another.

// A probe answers quickly, one range after another, whether some plan is within:
// by narrowing, and by a linear program that goes on from where it stands. What
// neither settles is left to the search.
type probe struct {
	p       *program
	in      *ranges
	lp      *simplex
	prices  []float64
	scratch *proofScratch
}

func newProbe(p *program, lower, upper []int64) *probe {
	q := &probe{p: p, in: newRanges(p.rows, slices.Clone(lower), slices.Clone(upper)), prices: make([]float64, len(p.rows)), scratch: newScratch(p)}
	if len(p.rows) <= mostRows {
		q.lp = newSimplex(p)
		q.lp.ends()
		q.lp.price(make([]float64, q.lp.n+q.lp.m))
	}
	return q
}

// plan gives a plan within the ranges; nil with true says that it is proved there is
// none, and the wall, if there is one, why.
func (q *probe) plan(lower, upper []int64) (x []int64, sure bool, why *wall) {
	mark := len(q.in.trail)
	defer q.in.back(mark)
	for j := range lower {
		if lower[j] != q.in.lower[j] || upper[j] != q.in.upper[j] {
			q.in.set(int32(j), lower[j], upper[j])
		}
	}
	if !q.in.narrow() {
		// One row may show it, or the linear program what several together do.
		clear(q.prices)
		q.prices[q.in.broken] = q.in.side
		why := q.wall(lower, upper)
		if why == nil && q.lp != nil {
			if result, row := q.solveWithin(lower, upper); result == lpInfeasible {
				q.lp.ray(row, q.prices)
				why = q.wall(lower, upper)
			}
		}
		return nil, true, why
	}
	if q.lp == nil {
		return nil, false, nil
	}
	switch result, row := q.solve(); result {
	case lpInfeasible:
		q.lp.ray(row, q.prices)
		sure = proveBound(q.p, nil, q.in.lower, q.in.upper, q.prices, q.scratch) < 0
		return nil, sure, q.wall(lower, upper)
	case lpOptimal:
		if x = q.rounded(); q.p.keeps(x) {
			return x, true, nil
		}
	}
	return nil, false, nil
}

func (q *probe) solve() (lpResult, int) { return q.solveWithin(q.in.lower, q.in.upper) }

func (q *probe) solveWithin(lower, upper []int64) (lpResult, int) {
	for j := range lower {
		q.lp.lo[j], q.lp.hi[j] = float64(lower[j]), float64(upper[j])
	}
	return q.lp.resolve(50 * (q.lp.m + 20))
}

func (q *probe) rounded() []int64 {
	x := make([]int64, len(q.in.lower))
	for j := range x {
		x[j] = min(max(int64(math.Round(q.lp.x[j])), q.in.lower[j]), q.in.upper[j])
	}
	return x
}

// best gives a plan within the ranges that is best by the program's costs, if the
// linear program alone shows it.
func (q *probe) best(lower, upper []int64) (f found) {
	if q.lp == nil {
		return f
	}
	cost := make([]float64, q.lp.n+q.lp.m)
	for j, c := range q.p.cost {
		cost[j] = float64(c)
	}
	q.lp.price(cost)
	defer q.lp.price(make([]float64, len(cost)))
	copy(q.in.lower, lower)
	copy(q.in.upper, upper)
	if result, _ := q.solve(); result != lpOptimal {
		return f
	}
	q.lp.prices(q.prices)
	x := q.rounded()
	if v := dot(q.p.cost, x); q.p.keeps(x) && proveBound(q.p, q.p.cost, lower, upper, q.prices, q.scratch) == v {
		return found{x, v, v, true}
	}
	return f
}
