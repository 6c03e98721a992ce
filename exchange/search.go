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
// A node is cut off only by narrowing in integers or by a bound proved in
// integers; so the outcome is exact whatever the simplex mistakes, and the
// search ends because every branching splits a finite range.
func search(p *program, lower, upper []int64, start []int64, b *budget) found {
	f, _ := searchProof(p, len(p.rows), lower, upper, nil, nil, start, lattice{1, 0}, b)
	return f
}

// A lattice says that the value of every x is offset and a multiple of step.
type lattice struct{ step, offset int64 }

// floor rounds a bound down to a value there can be.
func (l lattice) floor(bound int64) int64 {
	if l.step <= 1 || bound == noBound {
		return bound
	}
	r := (bound - l.offset) % l.step
	if r < 0 {
		r += l.step
	}
	return bound - r
}

// A searchNode is a node of the tree of a search, in the order: node, branch
// with at most, branch with more. A branch that could be cut off with what its
// parent proved has the parent's multipliers. Variables and rows are those of
// the tree's drill.
type searchNode struct {
	branch      int // variable, or -1
	at          int64
	low, high   int32 // nodes
	multipliers []int64
	names       []int32 // of the rows they are of (drill.rows)
	over        int64
	empty, open bool
}

// A proofTree is the tree of a search and what its numbers are.
type proofTree struct {
	nodes []searchNode
	drill *drill
	cuts  []*cut
}

// A base is the ranges of a program's variables and rounds that the rows of the
// sheet alone leave: those that cuts are derived from.
type base struct{ lower, upper []int64 }

// searchProof gives the tree besides. The first narrow rows of p narrow ranges.
// questions says which variables are yes or no (newDrill). Without a base, cuts are derived from what narrowing leaves at the root.
func searchProof(p *program, narrow int, lower, upper []int64, questions []bool, from *base, start []int64, step lattice, b *budget) (found, proofTree) {
	d := newDrill(p, narrow, lower, upper, questions)
	t := &tree{drill: d, p: d.p, budget: b, step: step,
		whole: make([]int64, len(d.p.cost)), lower: d.lower, upper: d.upper}
	t.in = newRanges(d.narrows, d.lower, d.upper)
	t.best.value, t.best.bound = math.MinInt64, math.MinInt64
	if start != nil {
		t.best.x, t.best.value = d.full(start, p), dot(p.cost, start)
	}
	if from != nil {
		t.baseLower, t.baseUpper = from.lower, from.upper
	}
	if len(d.p.rows) > mostRows {
		f := found{x: start, value: math.MinInt64, bound: step.floor(boxBound(d.p.cost, d.lower, d.upper))}
		if start != nil {
			f.value = dot(p.cost, start)
		}
		return f, proofTree{[]searchNode{{branch: -1, over: 1, open: true}}, d, nil}
	}
	t.lp, t.prices, t.scratch = newSimplex(d.p), make([]float64, len(d.p.rows)), newScratch(d.p)
	t.lp.ends()
	t.best.proved = true
	t.up, t.down = make([]mean, len(d.p.cost)), make([]mean, len(d.p.cost))
	t.grow()
	t.best.bound = max(t.best.bound, t.best.value)
	if t.best.x != nil {
		t.best.x = t.best.x[:d.own]
		d.spread(t.best.x)
	}
	return t.best, proofTree{t.nodes, d, t.cuts}
}

type tree struct {
	drill        *drill
	p            *program
	budget       *budget
	step         lattice
	lp           *simplex
	in           *ranges
	lower, upper []int64 // those of in
	prices       []float64
	scratch      *proofScratch
	whole        []int64
	best         found // bound collects what the unfinished nodes leave open
	nodes        []searchNode
	top          int64 // what the root allows
	visited      int   // nodes
	nextDive     int   // at which node
	steps        []step
	open         []*open
	number       int
	from         split  // what was split last
	up, down     []mean // per variable: what a split costs
	all          mean
	dives        int
	baseLower    []int64 // ranges that hold for every plan of the part
	baseUpper    []int64
	cuts         []*cut
	cutOf        []int32 // which cut each of the last rows of p is
	slack        float64 // what changed costs can make of a value at most
}

func (t *tree) end(n searchNode) int32 {
	t.nodes = append(t.nodes, n)
	return int32(len(t.nodes) - 1)
}

func (t *tree) closed(bound int64) bool { return t.best.x != nil && bound <= t.best.value }

// proof is the end of a branch by the multipliers that have just proved it.
func (t *tree) proof(empty bool) searchNode {
	return searchNode{branch: -1, multipliers: slices.Clone(t.scratch.whole), names: t.drill.rows, over: t.scratch.over, empty: empty}
}

// relax solves the linear program of the present ranges.
func (t *tree) relax() (lpResult, int) {
	for j := range t.lower {
		if t.drill.gone[j] {
			t.lp.lo[j], t.lp.hi[j] = 0, 0
			continue
		}
		t.lp.lo[j], t.lp.hi[j] = float64(t.lower[j]), float64(t.upper[j])
	}
	return t.lp.resolve(50 * (t.lp.m + 20))
}

// vary changes the costs by a little: of plans equally good the simplex then
// stands on another corner. Round 0 are the costs as they are.
func (t *tree) vary(round int) {
	cost := make([]float64, t.lp.n+t.lp.m)
	for j, c := range t.p.cost {
		cost[j] = float64(c)
	}
	t.slack = 0
	if round > 0 {
		total := 1.0
		for j := range t.lower {
			total += float64(t.upper[j] - t.lower[j])
		}
		if unit := 0.02 / total; unit > 1e-8 {
			state := uint64(round) * 0x9e3779b97f4a7c15
			for j := range t.lower {
				// A generator of equally spread numbers (Vigna's splitmix64).
				state += 0x9e3779b97f4a7c15
				z := (state ^ state>>30) * 0xbf58476d1ce4e5b9
				z = (z ^ z>>27) * 0x94d049bb133111eb
				cost[j] += unit * (4*float64((z^z>>31)>>11)/(1<<53) - 3)
			}
			t.slack = 0.1
		}
	}
	t.lp.price(cost)
}

// prove proves what the present basis shows: a bound, or with a row, that
// nothing is there. It says whether that ends the branch, and how.
func (t *tree) prove(result lpResult, row int, bound *int64, known *searchNode) bool {
	if result == lpInfeasible {
		t.lp.ray(row, t.prices)
		if proveBound(t.p, nil, t.lower, t.upper, t.prices, t.scratch) < 0 {
			*known = t.proof(true)
			return true
		}
		return false
	}
	t.lp.prices(t.prices)
	if b := t.step.floor(proveBound(t.p, t.p.cost, t.lower, t.upper, t.prices, t.scratch)); b < *bound {
		*bound, *known = b, t.proof(false)
	}
	return t.closed(*bound)
}

// look takes the simplex's point, rounded, if it keeps the rows and is better
// than what there is. It says whether it does.
func (t *tree) look(result lpResult) bool {
	for j := range t.whole {
		t.whole[j] = t.lower[j]
		if result == lpOptimal {
			t.whole[j] = min(max(int64(math.Round(t.lp.x[j])), t.lower[j]), t.upper[j])
		}
	}
	v := dot(t.p.cost, t.whole)
	if t.best.x != nil && v <= t.best.value || !t.p.keeps(t.whole) {
		return false
	}
	t.best.x, t.best.value = slices.Clone(t.whole), v
	return true
}

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
