package exchange

import "slices"

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
			both := []int32{mv.a, mv.b}
			if mv.b < 0 {
				both = both[:1]
			}
			for _, v := range both {
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
