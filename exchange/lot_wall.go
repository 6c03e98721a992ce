package exchange

// A wall is why nobody can go up to some number of the lot: multipliers of the rows with
// which, by weak duality (bound.go),
//
//	constant + Σ over positive reducedⱼ of reducedⱼ·upperⱼ + Σ over the negative of reducedⱼ·lowerⱼ
//
// is less than nought, so that nothing is within the ranges. The more must go, the less it
// is: so one wall tells the number of the lot up to which it leaves a way, without a
// search for each number between.
type wall struct {
	constant i128
	reduced  []int64
	back     []int32 // numbers whose reduced cost is negative: the more of them must go, the less room is left

	// Worked out for the cells that were open after so many refusals, less one.
	fixed  i128
	moving []int32 // of back, those still open
	asOf   int
}

// mostWalls is how many of the latest walls are asked before anything is searched.
const mostWalls = 8

// wall makes one of the multipliers in q.prices, nil where they do not show that
// nothing is within the ranges.
func (q *probe) wall(lower, upper []int64) *wall {
	if proveBound(q.p, nil, lower, upper, q.prices, q.scratch) >= 0 {
		return nil
	}
	w := &wall{reduced: make([]int64, len(lower))}
	for i, lambda := range q.scratch.whole {
		switch r := &q.p.rows[i]; {
		case lambda > 0:
			w.constant.add(lambda, r.hi)
		case lambda < 0:
			w.constant.add(lambda, r.lo)
		}
	}
	for j := range w.reduced {
		c, ok := q.scratch.reduced[j].word()
		if !ok {
			return nil
		}
		if w.reduced[j] = c; c < 0 {
			w.back = append(w.back, int32(j))
		}
	}
	return w
}

// settle works out what does not change until somebody else is refused.
func (w *wall) settle(d *drawing) {
	if w.asOf == d.refused+1 {
		return
	}
	w.asOf, w.fixed, w.moving = d.refused+1, w.constant, w.moving[:0]
	for j, c := range w.reduced {
		if c > 0 {
			w.fixed.add(c, d.upper[j])
		}
	}
	for _, j := range w.back {
		if d.closed[j] {
			w.fixed.add(w.reduced[j], max(d.taken[j], d.lower[j]))
		} else {
			w.moving = append(w.moving, j)
		}
	}
}

// stands gives the least number from low to high at which a wall stands in the way of
// everybody up to it; false where it stands in nobody's.
func (d *drawing) stands(w *wall, low, high uint64) (uint64, bool) {
	w.settle(d)
	moving := w.moving
	ranks := func(lot uint64) []int {
		out := make([]int, len(moving))
		for k, j := range moving {
			out[k] = d.at(j, lot)
		}
		return out
	}
	stands := func(at []int) bool {
		sum := w.fixed
		for k, j := range moving {
			sum.add(w.reduced[j], max(int64(at[k]), d.lower[j]))
		}
		return sum.hi < 0
	}
	above := ranks(high)
	if !stands(above) {
		return 0, false
	}
	below := ranks(low)
	if stands(below) {
		return low, true
	}
	// Between those the wall lets by and those it does not, until one person is left.
	for {
		left, last := 0, uint64(0)
		for k, j := range moving {
			if above[k] > below[k] {
				left += above[k] - below[k]
				last = max(last, d.queues[j].people[above[k]-1].lot)
			}
		}
		high = last
		if left == 1 || high-low <= 1 {
			return high, true
		}
		middle := low + (high-low)/2
		if at := ranks(middle); stands(at) {
			high, above = middle, at
		} else {
			low, below = middle, at
		}
	}
}
