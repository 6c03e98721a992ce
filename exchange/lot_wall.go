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

// stands gives the least place, high at most, before which not everybody gets past a wall;
// false where everybody does.
func (d *drawing) stands(w *wall, high int) (int, bool) {
	w.settle(d)
	high = min(high, len(d.line.people))
	sum := func(ranks []int32) i128 {
		sum := w.fixed
		for _, j := range w.moving {
			sum.add(w.reduced[j], max(int64(ranks[j]), d.lower[j]))
		}
		return sum
	}
	if d.line.before(high, d.ranks); sum(d.ranks).hi >= 0 {
		return 0, false
	}
	// Between those marks the wall lets by and those it does not, and on from the last, one by one.
	low, above := d.at/d.line.every, (high-1)/d.line.every+1
	for low+1 < above {
		if middle := (low + above) / 2; sum(d.line.mark(middle)).hi >= 0 {
			low = middle
		} else {
			above = middle
		}
	}
	copy(d.ranks, d.line.mark(low))
	s := sum(d.ranks)
	for at := low * d.line.every; at < high; at++ {
		j := d.line.people[at].list
		d.ranks[j]++
		if c := w.reduced[j]; c < 0 && !d.closed[j] && int64(d.ranks[j]) > d.lower[j] {
			if s.add(c, 1); s.hi < 0 {
				return max(at+1, d.at+1), true
			}
		}
	}
	return high, true
}
