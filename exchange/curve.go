package exchange

import (
	"math"
	"math/bits"
	"slices"
)

// A part is solved in all tiers at once where that can be proved. Within a
// class the best go first, so what a number of its people brings, tier by tier,
// is a curve of falling slopes; slopes are lists of counts, compared like the
// tiers. A linear program over such curves, solved tier after tier on the face
// that the tiers before leave (no tier is weighed against another; within the
// simplex a few tiers at a time are one cost, which is only a way to
// find a basis), gives multipliers that are lists as well. If in whole numbers
// they show, tier by tier, that nothing is better, that is the proof of all
// tiers together: the lexicographic form of complementary slackness
// (Isermann, Linear lexicographic optimization, 1982).
//
// Two classes tied one to one, or N to M, move as one: their curves are added.
// What no proof of this kind settles is split (branch and bound), and beyond a
// hundred nodes left to the search tier by tier (tiers.go).

// A slope is what each of n more brings.
type slope struct {
	n    int64
	gain []int64
}

// A mover is a number the curve program decides: of one class, of two classes
// that move in step, or a yes or no.
type mover struct {
	a, b    int32 // local variables; b is -1 if there is one only
	sa, sb  int64 // people per step
	most    int64 // steps
	slopes  []slope
	follows []int32 // of a question: the classes of which all or nobody goes with it
}

// A pairing is a row that ties two classes: ca*x[a] = cb*x[b].
type pairing struct {
	row    int32 // local
	a, b   int32
	ca, cb int64
}

// A curve is one part, ready for the curve program.
type curve struct {
	m       *model
	pc      *piece
	p       *program // rows over local variables, as they stand
	tiers   int
	lower   []int64
	upper   []int64 // of local variables, in whole steps
	settled []int   // tier of each row of p after those of the part
	full    []bool  // local variables that are fixed at their most; nil: none
	grain   []int64 // per tier: every plan counts a multiple of it
	offset  []int64 // besides those who are full
	cells   [][]slope
	movers  []mover
	pairs   []pairing
	follows [][]int32 // per local variable: the classes that go with it
	leader  []int32   // per local variable: the question it goes with, or -1
	plain   []int32   // rows that are neither pairings nor say who goes with a question
	budget  int
	best    []int64 // values per local variable
	bestAt  []int64 // its tiers
	nodes   []ProofNode
	program *program // over slopes
	of      []int32  // mover of each column of it
	lp      *simplex
	cost    [][]float64 // per group of tiers
	exact   [][]int64   // cost per tier and column
	last    []lexDuals
}

// newCurve readies tiers from up to below to. Rows of p after those of the part
// hold the tiers before from, which settled names; they must count all people
// of a class alike. Classes that are full (all of them go) are fixed so.
func newCurve(m *model, pc *piece, p *program, upper []int64, settled []int, full []bool, from, to int) *curve {
	c := &curve{m: m, pc: pc, p: p, tiers: to - from, settled: settled, full: full, lower: make([]int64, len(upper)), upper: slices.Clone(upper)}
	c.cells = make([][]slope, len(pc.vars))
	for k, v := range pc.vars {
		if int(v) >= len(m.blocks) {
			c.cells[k] = []slope{{1, m.binaryGain(int(v) - len(m.blocks))[from:to]}}
			continue
		}
		for _, ci := range m.blocks[v].cells {
			c.cells[k] = append(c.cells[k], slope{m.cells[ci].n, m.gains[ci][from:to]})
		}
	}
	c.pairUp()
	for k := range c.movers {
		c.movers[k].slopes = joined(c.movers[k].slopes)
	}
	c.grain, c.offset = make([]int64, c.tiers), make([]int64, c.tiers)
	for t := range c.grain {
		for _, mv := range c.singles() {
			if mv.b < 0 && full != nil && full[mv.a] {
				for _, s := range c.cells[mv.a] {
					c.offset[t] += s.n * s.gain[t]
				}
				continue
			}
			step := c.cells[mv.a][0].gain[t] * mv.sa
			if mv.b >= 0 {
				step += c.cells[mv.b][0].gain[t] * mv.sb
			}
			for _, v := range []int32{mv.a, max(mv.b, mv.a)} {
				for _, s := range c.cells[v] {
					if s.gain[t] != c.cells[v][0].gain[t] {
						step = 1
					}
				}
			}
			c.grain[t] = gcd(c.grain[t], max(step, -step))
		}
		if c.grain[t] = max(1, c.grain[t]); c.grain[t] == 1 && c.even(t) {
			c.grain[t] = 2
		}
	}
	return c
}

// singles gives the movers, those who go with a question apart from it.
func (c *curve) singles() []mover {
	out := slices.Clone(c.movers)
	for v, y := range c.leader {
		if y >= 0 {
			out = append(out, mover{a: int32(v), b: -1, sa: 1})
		}
	}
	return out
}

// even says whether the rows that ask for as many here as there make the count
// of a tier even, those who are full apart: if every class stands in an odd
// number of such rows where it counts for an odd number, and else in an even one.
func (c *curve) even(t int) bool {
	odd := make([]int64, len(c.pc.vars))
	for i := range c.pc.rows {
		r := &c.p.rows[i]
		if r.lo != 0 || r.hi != 0 || r.noLo || r.noHi {
			continue
		}
		ones := true
		for e, v := range r.vars {
			ones = ones && (r.coefs[e] == 1 || r.coefs[e] == -1) && int(c.pc.vars[v]) < len(c.m.blocks)
		}
		if ones {
			for _, v := range r.vars {
				odd[v]++
			}
		}
	}
	for k := range c.pc.vars {
		if c.full != nil && c.full[k] {
			if odd[k]%2 != 0 {
				return false
			}
			continue
		}
		for _, s := range c.cells[k] {
			if (s.gain[t]-odd[k])%2 != 0 {
				return false
			}
		}
	}
	return true
}

// pairing reads a row that ties two classes in whole steps.
func (c *curve) pairing(i int) (pairing, bool) {
	r := &c.p.rows[i]
	if i >= len(c.pc.rows) || len(r.vars) != 2 || r.lo != 0 || r.hi != 0 || r.vars[0] == r.vars[1] ||
		int(c.pc.vars[r.vars[0]]) >= len(c.m.blocks) || int(c.pc.vars[r.vars[1]]) >= len(c.m.blocks) {
		return pairing{}, false
	}
	switch {
	case r.coefs[0] > 0 && r.coefs[1] < 0:
		return pairing{int32(i), r.vars[0], r.vars[1], r.coefs[0], -r.coefs[1]}, true
	case r.coefs[0] < 0 && r.coefs[1] > 0:
		return pairing{int32(i), r.vars[1], r.vars[0], r.coefs[1], -r.coefs[0]}, true
	}
	return pairing{}, false
}

// follower reads a row that lets all of a class go with a question, or nobody.
func (c *curve) follower(i int) (class, question int32, ok bool) {
	r := &c.p.rows[i]
	if i >= len(c.pc.rows) || len(r.vars) != 2 || r.lo != 0 || r.hi != 0 || r.noLo || r.noHi {
		return 0, 0, false
	}
	class, question = r.vars[0], r.vars[1]
	n := len(c.m.blocks)
	return class, question, int(c.pc.vars[class]) < n && int(c.pc.vars[question]) >= n && r.coefs[0] == 1 && r.coefs[1] == -c.m.blocks[c.pc.vars[class]].n
}

func (c *curve) pairUp() {
	taken := make([]bool, len(c.pc.vars))
	c.leader = make([]int32, len(c.pc.vars))
	for k := range c.leader {
		c.leader[k] = -1
	}
	c.follows = make([][]int32, len(c.pc.vars))
	follows := c.follows
	for i := range c.p.rows {
		if class, question, ok := c.follower(i); ok && c.leader[class] < 0 {
			c.leader[class], taken[class] = question, true
			follows[question] = append(follows[question], class)
		}
	}
	for i := range c.p.rows {
		if class, question, ok := c.follower(i); ok && c.leader[class] == question {
			continue
		}
		q, ok := c.pairing(i)
		if !ok || taken[q.a] || taken[q.b] {
			c.plain = append(c.plain, int32(i))
			continue
		}
		taken[q.a], taken[q.b] = true, true
		g := gcd(q.ca, q.cb)
		mv := mover{a: q.a, b: q.b, sa: q.cb / g, sb: q.ca / g}
		mv.most = min(c.upper[q.a]/mv.sa, c.upper[q.b]/mv.sb)
		c.upper[q.a], c.upper[q.b] = mv.most*mv.sa, mv.most*mv.sb
		mv.slopes = addSlopes(inSteps(c.cells[q.a], mv.sa, mv.most), inSteps(c.cells[q.b], mv.sb, mv.most))
		c.movers = append(c.movers, mv)
		c.pairs = append(c.pairs, q)
	}
	for k := range c.pc.vars {
		if taken[k] {
			continue
		}
		mv := mover{a: int32(k), b: -1, sa: 1, most: c.upper[k], slopes: c.cells[k], follows: follows[k]}
		if len(mv.follows) > 0 {
			gain := slices.Clone(c.cells[k][0].gain)
			for _, v := range mv.follows {
				for _, s := range c.cells[v] {
					for t, g := range s.gain {
						gain[t] += s.n * g
					}
				}
			}
			mv.slopes = []slope{{1, gain}}
		}
		c.movers = append(c.movers, mv)
	}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// inSteps gives the slopes of a class whose people go step at a time.
func inSteps(cells []slope, step, most int64) []slope {
	if step == 1 {
		out := make([]slope, 0, len(cells))
		for _, s := range cells {
			if s.n = min(s.n, most); s.n > 0 {
				out = append(out, s)
				most -= s.n
			}
		}
		return out
	}
	var out []slope
	at, used := 0, int64(0)
	for most > 0 {
		if whole := (cells[at].n - used) / step; whole > 0 {
			whole = min(whole, most)
			g := slices.Clone(cells[at].gain)
			for t := range g {
				g[t] *= step
			}
			out = append(out, slope{whole, g})
			most, used = most-whole, used+whole*step
			continue
		}
		g := make([]int64, len(cells[0].gain))
		for need := step; need > 0; {
			n := min(need, cells[at].n-used)
			for t := range g {
				g[t] += n * cells[at].gain[t]
			}
			if need, used = need-n, used+n; used == cells[at].n {
				at, used = at+1, 0
			}
		}
		out = append(out, slope{1, g})
		most--
	}
	return out
}

func addSlopes(a, b []slope) []slope {
	var out []slope
	i, j := 0, 0
	var ai, bj int64
	for i < len(a) && j < len(b) {
		n := min(a[i].n-ai, b[j].n-bj)
		g := slices.Clone(a[i].gain)
		for t := range g {
			g[t] += b[j].gain[t]
		}
		out = append(out, slope{n, g})
		if ai += n; ai == a[i].n {
			i, ai = i+1, 0
		}
		if bj += n; bj == b[j].n {
			j, bj = j+1, 0
		}
	}
	return out
}

// joined puts slopes of equal gain together.
func joined(slopes []slope) []slope {
	var out []slope
	for _, s := range slopes {
		if n := len(out); n > 0 && slices.Equal(out[n-1].gain, s.gain) {
			out[n-1].n += s.n
		} else {
			out = append(out, s)
		}
	}
	return out
}

// value gives the tiers of x.
func (c *curve) value(x []int64) []int64 {
	v := make([]int64, c.tiers)
	for k, cells := range c.cells {
		rest := x[k]
		for _, s := range cells {
			n := min(rest, s.n)
			for t, g := range s.gain {
				v[t] += n * g
			}
			if rest -= n; rest == 0 {
				break
			}
		}
	}
	return v
}

// solve gives true if all tiers are proved; then best, bestAt and nodes hold
// plan and proof. nodes is nil if the ranges alone prove it.
func (c *curve) solve(nodes int, b *budget) bool {
	if x := slices.Clone(c.upper); c.p.keeps(x) {
		c.best, c.bestAt = x, c.value(x)
		return true
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

// mostCurveNodes is how many nodes all tiers at once are worth before they are
// taken one at a time.
const mostCurveNodes = 100

// lay writes the program over slopes.
func (c *curve) lay() {
	p := &program{}
	at := make([][]int32, len(c.pc.vars)) // columns of each local variable
	step := make([]int64, len(c.pc.vars))
	c.exact = make([][]int64, c.tiers)
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
	for _, i := range c.plain {
		r := &c.p.rows[i]
		wide := matrixRow{lo: r.lo, hi: r.hi}
		coefs := map[int32]int64{}
		for e, v := range r.vars {
			for _, col := range at[v] {
				if _, seen := coefs[col]; !seen {
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

// A lexDuals is multipliers of all rows of the part, per tier, over one number.
type lexDuals struct {
	y    [][]int64 // per local row; nil is nought
	over int64
}

// roundDuals takes the multipliers at the present basis, tier by tier, over the
// given number; false if they are not whole over it.
func (c *curve) roundDuals(over int64) ([][]int64, bool) {
	y := make([][]int64, len(c.p.rows))
	whole := true
	for e, i := range c.plain {
		if c.lp.inRow[c.lp.n+e] >= 0 {
			continue
		}
		for t := range c.tiers {
			sum := 0.0
			for r, b := range c.lp.basic {
				if int(b) < c.lp.n && c.exact[t][b] != 0 {
					sum += float64(c.exact[t][b]) * c.lp.inv[r*c.lp.m+e]
				}
			}
			v := sum * float64(over)
			n := math.Round(v)
			if math.Abs(v-n) > 1e-6*(1+math.Abs(v)*1e-6) {
				whole = false
			}
			if math.Abs(n) > 1<<36 {
				return y, false
			}
			if n != 0 {
				if y[i] == nil {
					y[i] = make([]int64, c.tiers)
				}
				y[i][t] = int64(n)
			}
		}
	}
	return y, whole
}

// roundRay takes multipliers that show a branch to be empty.
func (c *curve) roundRay(ray []float64) ([][]int64, bool) {
	largest := 0.0
	for _, v := range ray {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 || math.IsNaN(largest) || math.IsInf(largest, 0) {
		return nil, false
	}
	for k, scale := range []float64{1, 2, 12, 60, math.Ldexp(1, 24-math.Ilogb(largest))} {
		y := make([][]int64, len(c.p.rows))
		near := true
		for e, i := range c.plain {
			n := math.Round(ray[e] * scale)
			near = near && math.Abs(ray[e]*scale-n) < 1e-6
			if n != 0 {
				y[i] = []int64{int64(n)}
			}
		}
		if near || k == 4 {
			c.dropFree(y)
			y, _ = c.withPairs(y, 1, nil, nil)
			return y, true
		}
	}
	return nil, false
}

// dropFree takes away multipliers on a side where their row has no end: they
// prove nothing that the ranges do not.
func (c *curve) dropFree(y [][]int64) {
	for i, m := range y {
		r := &c.p.rows[i]
		if s := sign(m); s > 0 && r.noHi || s < 0 && r.noLo {
			y[i] = nil
		}
	}
}

// withPairs gives the rows that tie two classes multipliers which let each class
// for itself rest where both together do. With lower nil the curves are flat
// (an empty branch). The multipliers come out over a multiple of over.
func (c *curve) withPairs(y [][]int64, over int64, lower, upper []int64) ([][]int64, int64) {
	if len(c.pairs) == 0 {
		return y, over
	}
	scale := int64(1)
	for _, q := range c.pairs {
		scale = scale / gcd(scale, q.ca) * q.ca
		scale = scale / gcd(scale, q.cb) * q.cb
		if scale > 1<<12 {
			return y, over
		}
	}
	width := c.tiers
	if lower == nil {
		width = 1
	}
	for i := range y {
		for t := range y[i] {
			y[i][t] *= scale
		}
	}
	over *= scale
	pull, ok := c.pulls(y, width)
	if !ok {
		return y, over
	}
	for k, q := range c.pairs {
		mv := &c.movers[k] // pairings and their movers stand in the same order
		pa, pb := pull[q.a], pull[q.b]
		out := make([]int64, width)
		if lower == nil {
			for t := range out {
				out[t] = -pa[t] / q.ca
			}
		} else {
			z := c.rest(mv, pa, pb, over, lower, upper)
			na, nb := z*mv.sa, z*mv.sb
			var least, most []int64
			tighten := func(v []int64, upward bool) {
				if upward && (least == nil || slices.Compare(v, least) > 0) {
					least = v
				}
				if !upward && (most == nil || slices.Compare(v, most) < 0) {
					most = v
				}
			}
			over1 := func(gain, p []int64, sign, div int64) []int64 {
				v := make([]int64, width)
				for t := range v {
					v[t] = sign * (gain[t]*over - p[t]) / div
				}
				return v
			}
			if na < upper[q.a] {
				tighten(over1(gainAt(c.cells[q.a], na+1), pa, 1, q.ca), true)
			}
			if na > lower[q.a] {
				tighten(over1(gainAt(c.cells[q.a], na), pa, 1, q.ca), false)
			}
			if nb > lower[q.b] {
				tighten(over1(gainAt(c.cells[q.b], nb), pb, -1, q.cb), true)
			}
			if nb < upper[q.b] {
				tighten(over1(gainAt(c.cells[q.b], nb+1), pb, -1, q.cb), false)
			}
			switch {
			case least != nil && slices.Compare(least, out) > 0:
				out = least
			case most != nil && slices.Compare(most, out) < 0:
				out = most
			}
		}
		if slices.ContainsFunc(out, func(v int64) bool { return v != 0 }) {
			y[q.row] = out
		}
	}
	return y, over
}

// rest is the number of steps that is best for two classes together.
func (c *curve) rest(mv *mover, pa, pb []int64, over int64, lower, upper []int64) int64 {
	z, lo, hi := int64(0), lower[mv.a]/mv.sa, upper[mv.a]/mv.sa
	for _, s := range mv.slopes {
		sign := 0
		for t, g := range s.gain {
			if d := g*over - pa[t]*mv.sa - pb[t]*mv.sb; d != 0 {
				sign = 1
				if d < 0 {
					sign = -1
				}
				break
			}
		}
		if sign < 0 {
			break
		}
		z += s.n
	}
	return min(max(z, lo), hi)
}

// gainAt is what the nth person of a class brings.
func gainAt(cells []slope, n int64) []int64 {
	for _, s := range cells {
		if n <= s.n {
			return s.gain
		}
		n -= s.n
	}
	return cells[len(cells)-1].gain
}

// pulls sums what the multipliers take per person of each local variable; false
// if that is beyond whole numbers of one word.
func (c *curve) pulls(y [][]int64, width int) ([][]int64, bool) {
	flat := make([]int64, width*len(c.pc.vars))
	size := make([]float64, len(flat))
	out := make([][]int64, len(c.pc.vars))
	for k := range out {
		out[k] = flat[k*width : (k+1)*width]
	}
	for i, m := range y {
		if m == nil {
			continue
		}
		for e, v := range c.p.rows[i].vars {
			a := c.p.rows[i].coefs[e]
			for t := range width {
				out[v][t] += m[t] * a
				size[int(v)*width+t] += math.Abs(float64(m[t])) * math.Abs(float64(a))
			}
		}
	}
	return out, len(size) == 0 || slices.Max(size) < 1<<61
}

// bound gives, per tier, what the multipliers prove for the branch, times over.
func (c *curve) bound(y [][]int64, over int64, lower, upper []int64, flat bool) ([]i128, bool) {
	width := c.tiers
	if flat {
		width = 1
	}
	sum := make([]i128, width)
	for i, m := range y {
		if m == nil {
			continue
		}
		end := c.p.rows[i].hi
		if sign(m) < 0 {
			end = c.p.rows[i].lo
		}
		for t := range width {
			sum[t].add(m[t], end)
		}
	}
	pull, ok := c.pulls(y, width)
	if !ok {
		return nil, false
	}
	d := make([]int64, width)
	for k, cells := range c.cells {
		if c.leader[k] >= 0 {
			continue
		}
		if len(c.follows[k]) > 0 {
			if !c.together(int32(k), pull, over, flat, d) {
				return nil, false
			}
			n := lower[k]
			if sign(d) > 0 {
				n = upper[k]
			}
			for t := range width {
				sum[t].add(d[t], n)
			}
			continue
		}
		must, may := lower[k], upper[k]
		for _, s := range cells {
			for t := range width {
				d[t] = -pull[k][t]
				if !flat {
					d[t] += s.gain[t] * over
				}
			}
			n := min(must, s.n)
			if sign(d) > 0 {
				n = min(may, s.n)
			}
			for t := range width {
				sum[t].add(d[t], n)
			}
			must, may = max(0, must-n), may-n
		}
	}
	return sum, true
}

// together writes what a question brings with all who go with it, less what the
// multipliers take; false if that is beyond one word.
func (c *curve) together(question int32, pull [][]int64, over int64, flat bool, d []int64) bool {
	for t := range d {
		v := i128{}
		v.add(-1, pull[question][t])
		if !flat {
			v.add(c.cells[question][0].gain[t], over)
		}
		for _, f := range c.follows[question] {
			v.add(-c.upper[f], pull[f][t])
			if !flat {
				for _, s := range c.cells[f] {
					v.add(s.n*s.gain[t], over)
				}
			}
		}
		var ok bool
		if d[t], ok = v.word(); !ok || d[t] > 1<<61 || d[t] < -1<<61 {
			return false
		}
	}
	return true
}

func sign(v []int64) int {
	for _, x := range v {
		if x != 0 {
			if x > 0 {
				return 1
			}
			return -1
		}
	}
	return 0
}

// closed says whether what a bound allows, over the given number, holds nothing
// better than best.
func closed(bound []i128, over int64, best, grain, offset []int64) bool {
	for t, v := range bound {
		floor, exact, ok := v.over(over)
		if r := (floor - offset[t]) % grain[t]; r != 0 {
			if r < 0 {
				r += grain[t]
			}
			floor, exact = floor-r, false
		}
		if !ok || floor > best[t] {
			return false
		}
		if floor < best[t] {
			return true
		}
		if !exact {
			// No later tier is bound by what is left of this one.
			return t == len(bound)-1
		}
	}
	return true
}

func (s i128) negative() bool { return s.hi < 0 }

// over divides, rounding down; exact if nothing is left; ok if it fits.
func (s i128) over(d int64) (q int64, exact, ok bool) {
	if d == 1 {
		q, ok = s.word()
		return q, true, ok
	}
	neg := s.hi < 0
	if neg {
		lo, borrow := bits.Sub64(0, s.lo, 0)
		hi, _ := bits.Sub64(0, uint64(s.hi), borrow)
		s.lo, s.hi = lo, int64(hi)
	}
	if uint64(s.hi) >= uint64(d) {
		return 0, false, false
	}
	uq, rem := bits.Div64(uint64(s.hi), s.lo, uint64(d))
	if uq > 1<<62 {
		return 0, false, false
	}
	q = int64(uq)
	if neg {
		q = -q
		if rem > 0 {
			q--
		}
	}
	return q, rem == 0, true
}

// leaf writes a proved end of a branch.
func (c *curve) leaf(y [][]int64, over int64, empty bool) {
	n := ProofNode{Over: over, Empty: empty}
	for i, m := range y {
		if m == nil {
			continue
		}
		if i < len(c.pc.rows) {
			n.Rows = append(n.Rows, append([]int64{int64(c.pc.rows[i])}, m...))
		} else {
			n.Tiers = append(n.Tiers, append([]int64{int64(c.settled[i-len(c.pc.rows)])}, m...))
		}
	}
	c.nodes = append(c.nodes, n)
}

// A face is what is free among plans equal in every tier: some cells, some
// questions, and the rows that still bind them.
type face struct {
	p            *program
	lower, upper []int64
	x            []int64
	cells        []int32 // -1: a question
	of           []int32 // local variable of each
}

// face gives the plans equal to best in every tier, as multipliers show them: a
// class whose next and last person would change a tier is fixed, and so is a
// row with a multiplier. nil if more than one branch was needed, where no one set
// of multipliers shows it.
func (c *curve) face() *face {
	if len(c.nodes) != 1 || len(c.last) != 1 {
		return nil
	}
	y, over := c.last[0].y, c.last[0].over
	pull, ok := c.pulls(y, c.tiers)
	if !ok {
		return nil
	}
	f := &face{p: &program{}}
	at := make([][]int32, len(c.pc.vars))
	d := make([]int64, c.tiers)
	for k := range c.movers {
		mv := &c.movers[k]
		lo, hi := mv.most, mv.most // steps that are equally good
		z := int64(0)
		for _, s := range mv.slopes {
			for t, g := range s.gain {
				d[t] = g*over - pull[mv.a][t]*mv.sa
				if mv.b >= 0 {
					d[t] -= pull[mv.b][t] * mv.sb
				}
				for _, v := range mv.follows {
					d[t] -= pull[v][t] * c.upper[v]
				}
			}
			if sign(d) <= 0 {
				lo = min(lo, z)
			}
			if sign(d) < 0 {
				hi = min(hi, z)
			}
			z += s.n
		}
		if lo == hi {
			continue
		}
		for side, v := range append([]int32{mv.a, mv.b}, mv.follows...) {
			if v < 0 {
				continue
			}
			step := mv.sa
			if side == 1 {
				step = mv.sb
			} else if side > 1 {
				step = c.upper[v]
			}
			least, most, now := lo*step, hi*step, c.best[v]
			if int(c.pc.vars[v]) >= len(c.m.blocks) {
				at[v] = append(at[v], int32(len(f.x)))
				f.cells, f.of = append(f.cells, -1), append(f.of, v)
				f.lower, f.upper, f.x = append(f.lower, least), append(f.upper, most), append(f.x, now)
				continue
			}
			for e, s := range c.cells[v] {
				l, u, n := min(least, s.n), min(most, s.n), min(now, s.n)
				least, most, now = least-l, most-u, now-n
				if l < u {
					at[v] = append(at[v], int32(len(f.x)))
					f.cells, f.of = append(f.cells, c.m.blocks[c.pc.vars[v]].cells[e]), append(f.of, v)
					f.lower, f.upper, f.x = append(f.lower, l), append(f.upper, u), append(f.x, n)
				}
			}
		}
	}
	for i := range c.p.rows {
		r := &c.p.rows[i]
		free := matrixRow{lo: r.lo, hi: r.hi}
		if y[i] != nil && sign(y[i]) > 0 {
			free.lo = r.hi
		} else if y[i] != nil && sign(y[i]) < 0 {
			free.hi = r.lo
		}
		var fixed i128
		for e, v := range r.vars {
			fixed.add(r.coefs[e], c.best[v])
			for _, j := range at[v] {
				free.vars, free.coefs = append(free.vars, j), append(free.coefs, r.coefs[e])
				fixed.add(-r.coefs[e], f.x[j])
			}
		}
		sum, ok := fixed.word()
		if !ok {
			return nil
		}
		if len(free.vars) > 0 {
			free.lo, free.hi = free.lo-sum, free.hi-sum
			f.p.rows = append(f.p.rows, free)
		}
	}
	f.p.cost = make([]int64, len(f.x))
	return f
}
