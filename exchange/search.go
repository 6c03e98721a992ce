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
	t := &tree{drill: d, p: d.p, budget: b, step: step, lp: newSimplex(d.p), prices: make([]float64, len(d.p.rows)),
		scratch: newScratch(d.p), whole: make([]int64, len(d.p.cost)), lower: d.lower, upper: d.upper}
	t.in = newRanges(d.narrows, d.lower, d.upper)
	t.best.value, t.best.bound = math.MinInt64, math.MinInt64
	if start != nil {
		t.best.x, t.best.value = d.full(start, p), dot(p.cost, start)
	}
	t.lp.ends()
	if from != nil {
		t.baseLower, t.baseUpper = from.lower, from.upper
	}
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

// An open is a branch that waits: where it hangs in the tree, how its ranges come
// about, and what its parent proved of it.
type open struct {
	parent int32 // node; -1: the root
	high   bool
	path   int32 // last step of the way to it; -1: none
	bound  int64
	value  float64 // of the parent's linear program
	known  searchNode
	number int
}

// A step is a range on the way from the root.
type step struct {
	before int32
	in     earlierRange
}

// better orders open branches: that which allows most comes first, of those that
// allow the same the one whose linear program promises more, then the older.
func (o *open) better(p *open) bool {
	switch {
	case o.bound != p.bound:
		return o.bound > p.bound
	case o.value != p.value:
		return o.value > p.value
	}
	return o.number < p.number
}

// grow works the tree. From a split it goes on to the nearer half at once, down to
// an end; then it takes up the branch that allows most. So it finds plans on the
// way down, and proves no more than it must.
func (t *tree) grow() {
	current := &open{parent: -1, path: -1, bound: noBound, known: searchNode{branch: -1, over: 1}}
	for here := true; current != nil; {
		if !here && !t.closed(current.bound) {
			t.in.back(0)
			for s := current.path; s >= 0; s = t.steps[s].before {
				// The last word on a number is said first; what came before it is wider.
				in := t.steps[s].in
				lo, hi := max(in.lo, t.lower[in.v]), min(in.hi, t.upper[in.v])
				t.in.set(in.v, lo, hi)
			}
		}
		branch, at, high := t.work(current)
		self := int32(len(t.nodes) - 1)
		if current.parent >= 0 {
			if current.high {
				t.nodes[current.parent].high = self
			} else {
				t.nodes[current.parent].low = self
			}
		}
		if branch < 0 {
			current, here = t.next(), false
			continue
		}
		lo, hi := t.lower[branch], t.upper[branch]
		halves := [2]*open{}
		for k, up := range []bool{high, !high} {
			in := earlierRange{int32(branch), lo, at}
			if up {
				in = earlierRange{int32(branch), at + 1, hi}
			}
			t.steps = append(t.steps, step{current.path, in})
			t.number++
			halves[k] = &open{parent: self, high: up, path: int32(len(t.steps) - 1), bound: current.bound, value: current.value, known: current.known, number: t.number}
		}
		t.push(halves[1])
		current, here = halves[0], true
		in := t.steps[current.path].in
		t.in.set(in.v, in.lo, in.hi)
	}
}

// push and next keep the open branches in a heap.
func (t *tree) push(o *open) {
	t.open = append(t.open, o)
	for i := len(t.open) - 1; i > 0; {
		up := (i - 1) / 2
		if !t.open[i].better(t.open[up]) {
			return
		}
		t.open[i], t.open[up] = t.open[up], t.open[i]
		i = up
	}
}

func (t *tree) next() *open {
	if len(t.open) == 0 {
		return nil
	}
	first, last := t.open[0], len(t.open)-1
	t.open[0] = t.open[last]
	t.open = t.open[:last]
	for i := 0; ; {
		best := i
		for _, c := range []int{2*i + 1, 2*i + 2} {
			if c < last && t.open[c].better(t.open[best]) {
				best = c
			}
		}
		if best == i {
			return first
		}
		t.open[i], t.open[best] = t.open[best], t.open[i]
		i = best
	}
}

// work works one node. It ends it, or gives the split (branch is -1 where it is
// ended); o then has what is proved of both halves.
func (t *tree) work(o *open) (branch int, at int64, high bool) {
	ended := func(n searchNode) (int, int64, bool) {
		t.end(n)
		return -1, 0, false
	}
	if t.closed(o.bound) {
		return ended(o.known)
	}
	root := len(t.nodes) == 0
	if !t.in.narrow() {
		return ended(searchNode{branch: -1, over: 1, empty: true})
	}
	if box := t.step.floor(boxBound(t.p.cost, t.lower, t.upper)); box < o.bound {
		if o.bound, o.known = box, (searchNode{branch: -1, over: 1}); t.closed(box) {
			return ended(o.known)
		}
	}
	if !t.budget.spend() {
		t.best.proved = false
		t.best.bound = max(t.best.bound, o.bound)
		o.known.open = true
		return ended(o.known)
	}
	if root {
		t.vary(1)
	}
	result, row := t.relax()
	if t.cut(result, row, root, o) {
		return ended(o.known)
	}
	t.visited++
	t.learn(o, result)
	t.look(result)
	if root && result == lpOptimal {
		t.top = o.bound
		if t.baseLower == nil {
			t.baseLower, t.baseUpper = slices.Clone(t.lower), slices.Clone(t.upper)
		}
		if t.reach(true); t.closed(o.bound) {
			return ended(o.known)
		}
		if result, row = t.relax(); result == lpOptimal && t.sharpen(&o.bound, &o.known) {
			return ended(o.known)
		}
		t.top = o.bound
		if len(t.cuts) > 0 {
			t.reach(true)
		}
		result, _ = t.relax()
	} else if result == lpOptimal && t.visited >= t.nextDive {
		t.nextDive = t.visited + 64
		t.reach(false)
		result, _ = t.relax()
	}
	if t.closed(o.bound) {
		return ended(o.known)
	}
	if branch, at, high = t.split(result); branch < 0 {
		return ended(t.point()) // one point, and it has been looked at
	}
	if result == lpOptimal {
		o.value = t.lp.value()
		t.from = split{branch, o.value, t.lp.x[branch] - float64(at)}
	} else {
		t.from = split{branch: -1}
	}
	t.end(searchNode{branch: branch, at: at})
	return branch, at, high
}

// cut says whether what the simplex found ends a node, and proves it.
func (t *tree) cut(result lpResult, row int, root bool, o *open) bool {
	need := float64(t.best.value + max(1, t.step.step))
	if result == lpOptimal && !root && (t.best.x == nil || t.lp.value() >= need+t.slack) {
		return false
	}
	if t.prove(result, row, &o.bound, &o.known) {
		return true
	}
	if t.slack == 0 || !root && (result != lpOptimal || t.lp.value() >= need-1e-6) {
		return false
	}
	// What a little in the costs leaves open, the costs as they are may not.
	t.vary(0)
	result, row = t.relax()
	done := t.prove(result, row, &o.bound, &o.known)
	t.vary(1 + t.dives)
	if !done {
		t.relax()
	}
	return done
}

// A split is what was split last, and from where.
type split struct {
	branch int
	value  float64 // of the linear program
	above  float64 // how far the number was above what is at most
}

// learn notes how much a split cost, per unit by which it moved the number.
func (t *tree) learn(o *open, result lpResult) {
	f := t.from
	t.from.branch = -1
	if result != lpOptimal || f.branch < 0 || o.parent < 0 || t.nodes[o.parent].branch != f.branch || f.above <= 1e-6 || f.above >= 1-1e-6 {
		return
	}
	lost := max(0, f.value-t.lp.value())
	if o.high {
		t.up[f.branch].add(lost / (1 - f.above))
	} else {
		t.down[f.branch].add(lost / f.above)
	}
	t.all.add(lost)
}

// A mean is a running one.
type mean struct{ sum, n float64 }

func (m *mean) add(v float64) { m.sum, m.n = m.sum+v, m.n+1 }

// or gives the mean, drawn to another where little is known.
func (m *mean) or(v float64) float64 { return (m.sum + v) / (m.n + 1) }

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

// split chooses where to split: rounds and questions before counts; of them the
// number of which both halves have cost most so far, as far as that is known. If
// the simplex leaves all whole, or found nothing, that with the widest range. high
// is the half that is nearer.
func (t *tree) split(result lpResult) (branch int, at int64, high bool) {
	branch = -1
	most := -1.0
	if result == lpOptimal {
		usual := t.all.or(0)
		for j := range t.whole {
			v := min(max(t.lp.x[j], float64(t.lower[j])), float64(t.upper[j]))
			f := v - math.Floor(v)
			if f < 1e-6 || f > 1-1e-6 || t.lower[j] == t.upper[j] || t.drill.gone[j] {
				continue
			}
			down, up := t.down[j].or(usual)*f, t.up[j].or(usual)*(1-f)
			score := max(down, 1e-4*f)*max(up, 1e-4*(1-f)) + 1e-9*min(f, 1-f)
			if j >= t.drill.own || t.upper[j]-t.lower[j] == 1 {
				score += 1e12
			}
			if score > most {
				branch, most = j, score
			}
		}
	}
	if branch < 0 {
		widest := int64(0)
		for j := range t.lower {
			if d := t.upper[j] - t.lower[j]; d > widest && !t.drill.gone[j] {
				branch, widest = j, d
			}
		}
		if branch < 0 {
			return -1, 0, false
		}
	}
	lo, hi := t.lower[branch], t.upper[branch]
	x := float64(lo + (hi-lo)/2)
	if result == lpOptimal {
		x = min(max(t.lp.x[branch], float64(lo)), float64(hi))
	}
	at = min(max(int64(math.Floor(x)), lo), hi-1)
	return branch, at, x-float64(at) > 0.5
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
		n := searchNode{branch: -1, over: 1, empty: true, multipliers: make([]int64, len(t.p.rows)), names: t.drill.rows}
		n.multipliers[i] = 1
		if sum.hi < 0 || ok && a < r.lo {
			n.multipliers[i] = -1
		}
		return n
	}
	return searchNode{branch: -1, over: 1}
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
