package exchange

import (
	"math"
	"slices"
)

// A budget is what all searches of one plan share.
type budget struct {
	nodes  int
	stop   func() bool
	noDraw bool
}

func (b *budget) spend() bool {
	if b.nodes <= 0 || b.stop != nil && b.stop() {
		b.nodes = 0
		return false
	}
	b.nodes--
	return true
}

// A found is the outcome of a search: the best x (nil if none was found), its
// value, a bound no x passes, and whether the two are proved to meet (or that
// there is none).
type found struct {
	x      []int64
	value  int64
	bound  int64
	proved bool
}

// search maximises the program over whole numbers by branch and bound, depth
// first, nearer half first. start, if not nil, keeps the rows and is the first
// incumbent.
//
// A node is cut off only by a bound proved in integers, or when all its
// variables are fixed and the rows fail; so the outcome is exact whatever the
// simplex mistakes, and the search ends because every branching splits a
// finite range.
func search(p *program, lower, upper []int64, start []int64, b *budget) found {
	f, _ := searchProof(p, lower, upper, start, b)
	return f
}

// A searchNode is a node of the tree of a search, in the order: node, branch
// with at most, branch with more. A branch that could be cut off with what its
// parent proved has the parent's multipliers.
type searchNode struct {
	branch      int // variable, or -1
	at          int64
	low, high   int32 // nodes
	multipliers []int64
	over        int64
	empty, open bool
}

// searchProof gives the tree besides.
func searchProof(p *program, lower, upper []int64, start []int64, b *budget) (found, []searchNode) {
	t := &tree{p: p, budget: b, lp: newSimplex(p), prices: make([]float64, len(p.rows)),
		scratch: newScratch(p), whole: make([]int64, len(p.cost))}
	t.best.value, t.best.bound = math.MinInt64, math.MinInt64
	if start != nil {
		t.best.x, t.best.value = append([]int64(nil), start...), dot(p.cost, start)
	}
	t.lower, t.upper = append([]int64(nil), lower...), append([]int64(nil), upper...)
	t.best.proved = true
	t.node(noBound, searchNode{branch: -1, over: 1})
	t.best.bound = max(t.best.bound, t.best.value)
	return t.best, t.nodes
}

type tree struct {
	p            *program
	budget       *budget
	lp           *simplex
	prices       []float64
	scratch      *proofScratch
	whole        []int64
	lower, upper []int64
	best         found // bound collects what the unfinished nodes leave open
	nodes        []searchNode
}

func (t *tree) end(n searchNode) int32 {
	t.nodes = append(t.nodes, n)
	return int32(len(t.nodes) - 1)
}

// node works one node, whose parent proved above as a bound with the
// multipliers of known. It gives its number.
func (t *tree) node(above int64, known searchNode) int32 {
	if above <= t.best.value && t.best.x != nil {
		return t.end(known)
	}
	if !t.budget.spend() {
		t.best.proved = false
		bound := min(above, t.box())
		t.best.bound = max(t.best.bound, bound)
		if bound < above {
			known = searchNode{branch: -1, over: 1}
		}
		known.open = true
		return t.end(known)
	}
	result, row := t.lp.solve(t.lower, t.upper)
	bound := above
	if box := t.box(); box < bound {
		bound, known = box, searchNode{branch: -1, over: 1}
	}
	mine := func(empty bool) searchNode {
		return searchNode{branch: -1, multipliers: slices.Clone(t.scratch.whole), over: t.scratch.over, empty: empty}
	}
	if result == lpInfeasible {
		t.lp.ray(row, t.prices)
		if proveBound(t.p, nil, t.lower, t.upper, t.prices, t.scratch) < 0 {
			return t.end(mine(true))
		}
	} else {
		t.lp.prices(t.prices)
		if b := proveBound(t.p, t.p.cost, t.lower, t.upper, t.prices, t.scratch); b < bound {
			bound, known = b, mine(false)
		}
	}
	if bound <= t.best.value && t.best.x != nil {
		return t.end(known)
	}
	// Branch on the variable farthest from a whole number, if the simplex
	// found one, a yes or no before a count (it moves whole categories); else
	// on the one with the widest range.
	branch, far := -1, 0.0
	for j := range t.whole {
		v := min(max(t.lp.x[j], float64(t.lower[j])), float64(t.upper[j]))
		if result != lpOptimal {
			v = float64(t.lower[j])
		}
		t.whole[j] = int64(math.Round(v))
		if f := math.Abs(v - math.Round(v)); f > 1e-6 {
			if t.upper[j]-t.lower[j] == 1 {
				f++
			}
			if f > far {
				branch, far = j, f
			}
		}
	}
	if v := dot(t.p.cost, t.whole); (v > t.best.value || t.best.x == nil) && t.p.keeps(t.whole) {
		t.best.x, t.best.value = append(make([]int64, 0, len(t.whole)), t.whole...), v
		if bound <= v {
			return t.end(known)
		}
	}
	if len(t.nodes) == 0 && branch >= 0 && len(t.whole) > 8 {
		// Before anything is split, look for a plan as good as the bound.
		t.reach(t.lower, t.upper)
		if bound <= t.best.value && t.best.x != nil {
			return t.end(known)
		}
	}
	if branch < 0 {
		widest := int64(0)
		for j := range t.lower {
			if d := t.upper[j] - t.lower[j]; d > widest {
				branch, widest = j, d
			}
		}
		if branch < 0 {
			return t.end(t.point()) // one point, and it has been looked at
		}
	}
	lo, hi := t.lower[branch], t.upper[branch]
	x := min(max(t.lp.x[branch], float64(lo)), float64(hi))
	if result != lpOptimal {
		x = float64(lo + (hi-lo)/2)
	}
	mid := min(max(int64(math.Floor(x)), lo), hi-1)
	high := x-float64(mid) > 0.5
	self := t.end(searchNode{branch: branch, at: mid})
	for range 2 {
		if high {
			t.lower[branch] = mid + 1
		} else {
			t.upper[branch] = mid
		}
		n := t.node(bound, known)
		if high {
			t.nodes[self].high = n
		} else {
			t.nodes[self].low = n
		}
		t.lower[branch], t.upper[branch] = lo, hi
		high = !high
	}
	return self
}

// point ends a branch of one point: its ranges show its value, or one row
// shows that it does not hold.
func (t *tree) point() searchNode {
	for i := range t.p.rows {
		r := &t.p.rows[i]
		var sum i128
		for e, v := range r.vars {
			sum.add(r.coefs[e], t.lower[v])
		}
		a, ok := sum.word()
		if ok && a >= r.lo && a <= r.hi {
			continue
		}
		n := searchNode{branch: -1, over: 1, empty: true, multipliers: make([]int64, len(t.p.rows))}
		n.multipliers[i] = 1
		if sum.hi < 0 || ok && a < r.lo {
			n.multipliers[i] = -1
		}
		return n
	}
	return searchNode{branch: -1, over: 1}
}

// box bounds the cost by the variables' ranges alone.
func (t *tree) box() int64 { return boxBound(t.p.cost, t.lower, t.upper) }

func boxBound(cost, lower, upper []int64) int64 {
	var sum int64
	for j, c := range cost {
		if c > 0 {
			sum += c * upper[j]
		} else {
			sum += c * lower[j]
		}
	}
	return sum
}

// dive looks for a good point straight down: it takes a number that is not
// whole, cuts off one side of it, solves again, and so on; where that fails it
// takes the other side, a few times. It takes the number, and the side, that the
// fewest rows stand against (every other round: the nearest to a whole number).
// It proves nothing.
func (t *tree) dive(lp *simplex, lower, upper []int64, top int64, round int) {
	lower, upper = slices.Clone(lower), slices.Clone(upper)
	up, down := t.against()
	last, wasLo, wasHi := -1, int64(0), int64(0)
	turns := 0
	for t.budget.spend() {
		result, _ := lp.solve(lower, upper)
		if result != lpOptimal || t.best.x != nil && t.value(lp) < float64(t.best.value)+1-1e-2 {
			if last < 0 || turns > 10 {
				return
			}
			turns++
			if lower[last] > wasLo {
				lower[last], upper[last] = wasLo, lower[last]-1
			} else {
				lower[last], upper[last] = upper[last]+1, wasHi
			}
			last = -1
			continue
		}
		pick, near, rise := -1, math.Inf(1), false
		for j := range t.whole {
			v := lp.x[j]
			t.whole[j] = int64(math.Round(v))
			f := v - math.Floor(v)
			if f < 1e-6 || f > 1-1e-6 {
				continue
			}
			score, way := min(f, 1-f), f > 0.5
			if round%4 == 0 {
				if way = up[j] < down[j] || up[j] == down[j] && f > 0.5; way {
					score = float64(up[j]) + 1 - f
				} else {
					score = float64(down[j]) + f
				}
			}
			// Every round has its own order among those about as good.
			score += 0.4 * float64((j*7919+round*104729)%1000) / 1000 * float64(min(round, 4)) / 4
			if score < near {
				pick, near, rise = j, score, way
			}
		}
		if t.p.keeps(t.whole) {
			if v := dot(t.p.cost, t.whole); t.best.x == nil || v > t.best.value {
				t.best.x, t.best.value = slices.Clone(t.whole), v
			}
		}
		if pick < 0 || t.best.x != nil && t.best.value >= top {
			return
		}
		last, wasLo, wasHi = pick, lower[pick], upper[pick]
		floor := int64(math.Floor(lp.x[pick]))
		if rise {
			lower[pick] = min(floor+1, wasHi)
		} else {
			upper[pick] = max(floor, wasLo)
		}
	}
}

// against counts, per number, the rows that stand against more of it and
// against fewer.
func (t *tree) against() (up, down []int) {
	up, down = make([]int, len(t.p.cost)), make([]int, len(t.p.cost))
	for i := range t.p.rows {
		r := &t.p.rows[i]
		for e, v := range r.vars {
			if more := r.coefs[e] > 0; more && !r.noHi || !more && !r.noLo {
				up[v]++
			}
			if more := r.coefs[e] > 0; more && !r.noLo || !more && !r.noHi {
				down[v]++
			}
		}
	}
	return up, down
}
