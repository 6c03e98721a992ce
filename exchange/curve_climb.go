package exchange

import (
	"math"
	"slices"
)

// solve gives true if all tiers are proved; then best, bestAt and nodes hold
// plan and proof. nodes is nil if the ranges alone prove it.
func (c *curve) solve(nodes int, b *budget) bool {
	if x := slices.Clone(c.upper); c.p.keeps(x) {
		c.best, c.bestAt = x, c.value(x)
		return true
	}
	if len(c.plain) > mostRows {
		return false
	}
	if len(c.plain) == 0 {
		return false // with no other rows all at the top would have kept them
	}
	c.lay()
	c.budget = min(nodes, b.nodes)
	lo, hi := make([]int64, len(c.movers)), make([]int64, len(c.movers))
	for k := range c.movers {
		hi[k] = c.movers[k].most
		if mv := &c.movers[k]; mv.b < 0 && c.full != nil && c.full[mv.a] {
			lo[k] = hi[k]
		}
	}
	return c.node(lo, hi, b) && c.best != nil
}

// lay writes the program over slopes.
func (c *curve) lay() {
	p := &program{}
	at := make([][]int32, len(c.pc.vars)) // columns of each local variable
	step := make([]int64, len(c.pc.vars))
	columns := 0
	for k := range c.movers {
		columns += len(c.movers[k].slopes)
	}
	c.of = make([]int32, 0, columns)
	c.exact = make([][]int64, c.tiers)
	for t := range c.exact {
		c.exact[t] = make([]int64, 0, columns)
	}
	largest := int64(1)
	for k := range c.movers {
		mv := &c.movers[k]
		for _, s := range mv.slopes {
			col := int32(len(c.of))
			c.of = append(c.of, int32(k))
			at[mv.a] = append(at[mv.a], col)
			step[mv.a] = mv.sa
			if mv.b >= 0 {
				at[mv.b] = append(at[mv.b], col)
				step[mv.b] = mv.sb
			}
			for _, v := range mv.follows {
				at[v] = append(at[v], col)
				step[v] = c.upper[v]
			}
			for t, g := range s.gain {
				c.exact[t] = append(c.exact[t], g)
				largest = max(largest, g, -g)
			}
		}
	}
	coefs, rowOf := make([]int64, columns), make([]int, columns) // per column: in the row that was counted to last
	for n, i := range c.plain {
		r := &c.p.rows[i]
		wide := matrixRow{lo: r.lo, hi: r.hi}
		for e, v := range r.vars {
			for _, col := range at[v] {
				if rowOf[col] != n+1 {
					rowOf[col], coefs[col] = n+1, 0
					wide.vars = append(wide.vars, col)
				}
				coefs[col] += r.coefs[e] * step[v]
			}
		}
		for _, col := range wide.vars {
			wide.coefs = append(wide.coefs, coefs[col])
		}
		p.rows = append(p.rows, wide)
	}
	p.cost = make([]int64, len(c.of))
	c.program = p
	c.lp = newSimplex(p)
	// So many tiers together as leave their differences well above what the
	// simplex takes for nothing.
	weight := float64(max(64, 4*largest))
	group := max(1, int(20/math.Log2(weight)))
	w := c.lp.n + c.lp.m
	for t := 0; t < c.tiers; t += group {
		cost := make([]float64, w)
		factor := 1.0
		for u := t; u < min(t+group, c.tiers); u++ {
			for j, g := range c.exact[u] {
				cost[j] += factor * float64(g)
			}
			factor /= weight
		}
		c.cost = append(c.cost, cost)
	}
}

// node works the plans between lo and hi steps. It gives false where the
// budget ends or arithmetic fails.
func (c *curve) node(lo, hi []int64, b *budget) bool {
	if c.budget <= 0 || !b.spend() {
		return false
	}
	c.budget--
	result, row := c.climb(lo, hi)
	lower, upper := slices.Clone(c.lower), slices.Clone(c.upper)
	for k := range c.movers {
		mv := &c.movers[k]
		lower[mv.a], upper[mv.a] = lo[k]*mv.sa, hi[k]*mv.sa
		if mv.b >= 0 {
			lower[mv.b], upper[mv.b] = lo[k]*mv.sb, hi[k]*mv.sb
		}
		for _, v := range mv.follows {
			lower[v], upper[v] = lo[k]*c.upper[v], hi[k]*c.upper[v]
		}
	}
	if result == lpInfeasible {
		ray := make([]float64, c.lp.m)
		c.lp.ray(row, ray)
		y, ok := c.roundRay(ray)
		if ok {
			bound, ok := c.bound(y, 1, lower, upper, true)
			if ok && bound[0].negative() {
				c.leaf(y, 1, true)
				return true
			}
		}
		return false
	}
	if result == lpGaveUp {
		return false
	}
	steps := make([]int64, len(c.movers))
	apart, far := -1, 0.0
	sum := make([]float64, len(c.movers))
	for j, k := range c.of {
		sum[k] += c.lp.x[j]
	}
	for k, v := range sum {
		steps[k] = int64(math.Round(v))
		if f := math.Abs(v - math.Round(v)); f > 1e-6 {
			if hi[k]-lo[k] == 1 {
				f++
			}
			if f > far {
				apart, far = k, f
			}
		}
	}
	x := c.spread(steps)
	if !c.p.keeps(x) {
		for k, v := range sum {
			steps[k] = int64(math.Floor(v + 1e-6))
		}
		c.fillUp(steps, lo, hi)
		x = c.spread(steps)
	}
	if c.p.keeps(x) {
		if v := c.value(x); c.best == nil || slices.Compare(v, c.bestAt) > 0 {
			c.best, c.bestAt = x, v
		}
	}
	for _, fine := range []int64{1, 2, 12, 60, 1 << 20} {
		y, ok := c.roundDuals(fine)
		if !ok && fine < 1<<20 {
			continue
		}
		c.dropFree(y)
		y, over := c.withPairs(y, fine, lower, upper)
		bound, ok := c.bound(y, over, lower, upper, false)
		if !ok {
			break
		}
		if c.best != nil && closed(bound, over, c.bestAt, c.grain, c.offset) {
			c.leaf(y, over, false)
			if len(c.last) == 0 {
				c.last = []lexDuals{{y, over}}
			}
			return true
		}
		break
	}
	if apart < 0 {
		// Whole already, and still not proved: split where there is room, next to
		// the plan found.
		for k := range steps {
			if hi[k] > lo[k] && (apart < 0 || hi[k]-lo[k] < hi[apart]-lo[apart]) {
				apart = k
			}
		}
		if apart < 0 {
			return false
		}
		sum[apart] = math.Min(float64(steps[apart]), float64(hi[apart])-0.5)
	}
	at := min(max(int64(math.Floor(sum[apart])), lo[apart]), hi[apart]-1)
	mv := &c.movers[apart]
	c.nodes = append(c.nodes, ProofNode{Split: &Split{Of: int(c.pc.vars[mv.a]), AtMax: at*mv.sa + mv.sa - 1}})
	was := [2]int64{lo[apart], hi[apart]}
	hi[apart] = at
	if !c.node(lo, hi, b) {
		return false
	}
	lo[apart], hi[apart] = at+1, was[1]
	ok := c.node(lo, hi, b)
	lo[apart] = was[0]
	return ok
}

// fillUp adds steps where the rows leave room, those that bring most first.
func (c *curve) fillUp(steps, lo, hi []int64) {
	type hold struct {
		row  int
		coef int64
	}
	holds := make([][]hold, len(c.movers))
	now := make([]int64, len(c.program.rows))
	seen := make([]int, len(c.movers))
	for i := range c.program.rows {
		r := &c.program.rows[i]
		for e, col := range r.vars {
			if k := c.of[col]; seen[k] != i+1 { // all columns of a mover have one coefficient
				seen[k] = i + 1
				holds[k] = append(holds[k], hold{i, r.coefs[e]})
				now[i] += r.coefs[e] * steps[k]
			}
		}
	}
	order := make([]int, 0, len(c.movers))
	next := make([][]int64, len(c.movers))
	for k := range c.movers {
		steps[k] = min(max(steps[k], lo[k]), hi[k])
		rest := steps[k]
		for _, s := range c.movers[k].slopes {
			if rest < s.n {
				next[k] = s.gain
				break
			}
			rest -= s.n
		}
		if next[k] != nil && steps[k] < hi[k] {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return slices.Compare(next[b], next[a]) })
	for _, k := range order {
		room := hi[k] - steps[k]
		for _, h := range holds[k] {
			switch r := &c.program.rows[h.row]; {
			case h.coef > 0:
				room = min(room, max(0, (r.hi-now[h.row])/h.coef))
			case h.coef < 0:
				room = min(room, max(0, (now[h.row]-r.lo)/-h.coef))
			}
		}
		steps[k] += room
		for _, h := range holds[k] {
			now[h.row] += h.coef * room
		}
	}
}

func (c *curve) spread(steps []int64) []int64 {
	x := make([]int64, len(c.pc.vars))
	for k := range c.movers {
		mv := &c.movers[k]
		x[mv.a] = steps[k] * mv.sa
		if mv.b >= 0 {
			x[mv.b] = steps[k] * mv.sb
		}
		for _, v := range mv.follows {
			x[v] = steps[k] * c.upper[v]
		}
	}
	return x
}

// climb solves the program group of tiers by group, each on the face that is
// best for those before.
func (c *curve) climb(lo, hi []int64) (lpResult, int) {
	n := len(c.of)
	lower, upper := make([]int64, n), make([]int64, n)
	j := 0
	for k := range c.movers {
		must, may := lo[k], hi[k]
		for _, s := range c.movers[k].slopes {
			lower[j], upper[j] = min(must, s.n), min(may, s.n)
			must, may = must-lower[j], may-upper[j]
			j++
		}
	}
	type ends struct{ lo, hi int64 }
	was := make([]ends, len(c.program.rows))
	for i, r := range c.program.rows {
		was[i] = ends{r.lo, r.hi}
	}
	defer func() {
		for i := range was {
			c.program.rows[i].lo, c.program.rows[i].hi = was[i].lo, was[i].hi
		}
	}()
	for g, cost := range c.cost {
		c.lp.price(cost)
		if result, row := c.lp.solve(lower, upper); result != lpOptimal {
			if g > 0 {
				return lpGaveUp, -1
			}
			return result, row
		}
		for k, d := range c.lp.red {
			if c.lp.inRow[k] >= 0 || math.Abs(d) < 1e-7 {
				continue
			}
			if k < n {
				at := int64(math.Round(c.lp.x[k]))
				lower[k], upper[k] = at, at
			} else {
				at := int64(math.Round(c.lp.x[k]))
				c.program.rows[k-n].lo, c.program.rows[k-n].hi = at, at
			}
		}
	}
	return lpOptimal, -1
}
