package exchange

import "slices"

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
