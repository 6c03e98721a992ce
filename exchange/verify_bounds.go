package exchange

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// The check of a certificate. From the list and the sheet it works out anew the
// classes, what a term demands of their numbers (rows), and which classes hang
// together (parts). Then it takes each branch of each proof by itself. For any
// multipliers m, and any numbers x that keep the rows,
//
//	what a tier counts  =  Σ mᵢ·rowᵢ(x)  +  Σ over people of (gain - Σ mᵢ·aᵢ)
//
// and the right side is at most: every row at the end its multiplier's sign
// points to, and of every class those people for whom the bracket is positive.
// With a list of multipliers per row, one per tier, "at most" is in the order of
// the tiers. So whatever the multipliers are, the bound is true; whether it is
// good enough is all that depends on them.

// Sharers are part of a class: its people who are equal in every tier.
type sharers struct {
	grade        int // its class
	people, goes int64
	gain         []int64
}

// A grade is a class as the verifier finds it.
type grade struct {
	from, to  string
	owed      bool
	dead      bool
	third     bool
	counted   []int // demands' sides that count it
	terms     []string
	cells     []int
	most, out int64 // people, and those who go
}

// A demand is one row.
type demand struct {
	term     string
	at       []int // classes; questions are numbered on after them
	times    []int64
	lo, hi   int64
	noLo, no bool // no end below, above
}

// A reckoning is the verifier's classes, rows and parts.
type reckoning struct {
	grades    []grade
	cells     []sharers
	demands   []demand
	questions int
	kept      map[int]string // questions whether a term is kept
	optional  map[int]bool   // of those, whether an optional one is
	keptTier  int            // -1: none
	part      []int          // of each class and question: its lowest member
	size      []int64        // most of each
	tiers     int
	steps     map[int][]stepTie // per part: classes that go in step
	members   map[int][]int     // per part: its classes and questions
	ratios    map[int][]int     // per part: the rows kept in whole rounds
	narrows   map[int][]*demand // per part: the rows that narrow, in their order
	spot      []int             // of each class, question and rounds: its place in the part
	sides     [][2]demand       // of each row kept in whole rounds
	round     []within          // of each row: how many rounds there may be
	follows   []follower        // of each class
	only      []string          // the terms a proof may lean on; nil: all
}

// stepTie: times[0]*x[a] = times[1]*x[b], by a row.
type stepTie struct {
	row    int
	a, b   int
	ta, tb int64
}

// join finds the parts.
func (k *reckoning) join() {
	n := len(k.grades) + k.questions
	k.part = make([]int, n)
	next := make([][]int, n)
	for i := range k.part {
		k.part[i] = -1
	}
	for d := range k.demands {
		at := k.demands[d].at
		for e := 1; e < len(at); e++ {
			next[at[0]] = append(next[at[0]], at[e])
			next[at[e]] = append(next[at[e]], at[0])
		}
	}
	for i := range n {
		if k.part[i] >= 0 {
			continue
		}
		k.part[i] = i
		for stack := []int{i}; len(stack) > 0; {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, w := range next[v] {
				if k.part[w] < 0 {
					k.part[w] = i
					stack = append(stack, w)
				}
			}
		}
	}
	k.members, k.ratios, k.narrows, k.steps = map[int][]int{}, map[int][]int{}, map[int][]*demand{}, map[int][]stepTie{}
	k.layRounds()
	k.findFollowers()
	k.spot = make([]int, n+len(k.demands))
	for v, p := range k.part {
		k.spot[v] = len(k.members[p])
		k.members[p] = append(k.members[p], v)
	}
	for d := range k.demands {
		r := &k.demands[d]
		if len(r.at) == 0 {
			continue
		}
		p := k.part[r.at[0]]
		if len(r.at) == 2 && r.at[0] != r.at[1] && r.at[0] < len(k.grades) && r.at[1] < len(k.grades) && !r.noLo && !r.no && r.lo == 0 && r.hi == 0 &&
			(r.times[0] > 0) != (r.times[1] > 0) && r.times[0] != 0 && r.times[1] != 0 {
			k.steps[p] = append(k.steps[p], stepTie{d, r.at[0], r.at[1], max(r.times[0], -r.times[0]), max(r.times[1], -r.times[1])})
		}
		if len(k.sides[d][0].at) > 0 {
			k.spot[k.rounds(d)] = len(k.members[p]) + len(k.ratios[p])
			k.ratios[p] = append(k.ratios[p], d)
		}
		if k.mayNarrow(r) {
			k.narrows[p] = append(k.narrows[p], r)
		}
	}
	for d := range k.demands {
		for s := range k.sides[d] {
			if side := &k.sides[d][s]; len(side.at) > 0 && k.mayNarrow(side) {
				p := k.part[k.demands[d].at[0]]
				k.narrows[p] = append(k.narrows[p], side)
			}
		}
	}
}

// Within is the least and most of a number in a branch.
type within struct{ lo, hi int64 }

// A branch is the ranges of the classes, questions and rounds of a part, each in
// its place, and of cells.
type branch struct {
	numbers []within
	cells   map[int]within
	some    bool // something is left of it
}

// instep tightens ranges by the ties in whole steps; false if nothing is left.
func (k *reckoning) instep(part int, b *branch) bool {
	for changed := true; changed; {
		changed = false
		for _, t := range k.steps[part] {
			if !k.allows(&k.demands[t.row]) {
				continue
			}
			g := t.ta
			for r := t.tb; r != 0; {
				g, r = r, g%r
			}
			sa, sb := t.tb/g, t.ta/g // people of a and b per step
			wa, wb := b.numbers[k.spot[t.a]], b.numbers[k.spot[t.b]]
			hi := min(wa.hi/sa, wb.hi/sb)
			lo := max((wa.lo+sa-1)/sa, (wb.lo+sb-1)/sb)
			if lo > hi {
				return false
			}
			na, nb := within{lo * sa, hi * sa}, within{lo * sb, hi * sb}
			if na != wa || nb != wb {
				b.numbers[k.spot[t.a]], b.numbers[k.spot[t.b]], changed = na, nb, true
			}
		}
	}
	return true
}

// grains gives, per tier, a number of which every plan of the part counts a
// multiple: classes that go in step bring whole steps.
// Classes of which all go are the same in every plan: what they count stands
// besides.
func (k *reckoning) grains(members []int, full map[int]bool) (out, besides []int64) {
	out, besides = make([]int64, k.tiers), make([]int64, k.tiers)
	tied := map[int]bool{}
	var moves [][][2]int64 // per mover: class, people per step
	for _, t := range k.steps[k.part[members[0]]] {
		if tied[t.a] || tied[t.b] {
			continue
		}
		tied[t.a], tied[t.b] = true, true
		g := t.ta
		for r := t.tb; r != 0; {
			g, r = r, g%r
		}
		moves = append(moves, [][2]int64{{int64(t.a), t.tb / g}, {int64(t.b), t.ta / g}})
	}
	for _, v := range members {
		if full[v] && !tied[v] {
			for _, c := range k.grades[v].cells {
				for t := range besides {
					besides[t] += k.cells[c].people * k.cells[c].gain[t]
				}
			}
		} else if v < len(k.grades) && !tied[v] {
			moves = append(moves, [][2]int64{{int64(v), 1}})
		}
	}
	for t := range out {
		for _, mv := range moves {
			step, even := int64(0), true
			for _, one := range mv {
				cells := k.grades[one[0]].cells
				for _, c := range cells {
					even = even && k.cells[c].gain[t] == k.cells[cells[0]].gain[t]
				}
				step += one[1] * k.cells[cells[0]].gain[t]
			}
			if !even {
				step = 1
			}
			for r := step; r != 0; {
				out[t], r = r, out[t]%r
			}
		}
		if out[t] = max(out[t], 1); out[t] == 1 && k.evenly(members, full, t) {
			out[t] = 2
			besides[t] = 0
			for _, v := range members {
				if full[v] {
					for _, c := range k.grades[v].cells {
						besides[t] += k.cells[c].people * k.cells[c].gain[t]
					}
				}
			}
		}
	}
	return out, besides
}

// evenly says whether as many here as there, added up over all rows that ask for
// it, count everybody whom the tier counts twice, and those who are full not.
func (k *reckoning) evenly(members []int, full map[int]bool, t int) bool {
	times := map[int]int64{}
	for _, d := range k.demands {
		if d.noLo || d.no || d.lo != 0 || d.hi != 0 {
			continue
		}
		plain := true
		for e, v := range d.at {
			plain = plain && v < len(k.grades) && (d.times[e] == 1 || d.times[e] == -1)
		}
		if plain {
			for _, v := range d.at {
				times[v]++
			}
		}
	}
	for _, v := range members {
		if v >= len(k.grades) {
			if k.optional[v] && t == k.keptTier {
				return false
			}
			continue
		}
		for _, c := range k.grades[v].cells {
			counts := k.cells[c].gain[t]
			if full[v] {
				counts = 0
			}
			if (counts+times[v])%2 != 0 {
				return false
			}
		}
	}
	return true
}

// A big is a sum of products, in two words.
type big struct{ hi, lo uint64 }

func (s *big) plus(a, b int64) {
	ua, ub := uint64(a), uint64(b)
	if a < 0 {
		ua = -ua
	}
	if b < 0 {
		ub = -ub
	}
	hi, lo := bits.Mul64(ua, ub)
	var carry uint64
	if (a < 0) != (b < 0) {
		s.lo, carry = bits.Sub64(s.lo, lo, 0)
		s.hi, _ = bits.Sub64(s.hi, hi, carry)
		return
	}
	s.lo, carry = bits.Add64(s.lo, lo, 0)
	s.hi, _ = bits.Add64(s.hi, hi, carry)
}

func (s big) below() bool { return int64(s.hi) < 0 }

// split divides by n > 0, rounding down.
func (s big) split(n int64) (whole int64, exact, ok bool) {
	neg := s.below()
	if neg {
		var borrow uint64
		s.lo, borrow = bits.Sub64(0, s.lo, 0)
		s.hi, _ = bits.Sub64(0, s.hi, borrow)
	}
	if s.hi >= uint64(n) {
		return 0, false, false
	}
	q, r := bits.Div64(s.hi, s.lo, uint64(n))
	if q >= 1<<62 {
		return 0, false, false
	}
	whole = int64(q)
	if neg {
		if whole = -whole; r != 0 {
			whole--
		}
	}
	return whole, r == 0, true
}

// mostFactor bounds the numbers of a certificate, so that sums of products of
// them with counts cannot leave two words.
const mostFactor = int64(1) << 53

// leaf gives what the multipliers of a branch's end prove, tier by tier. some is
// false if the branch holds no plan (then it needs no bound), err says how the
// leaf is malformed.
func (r *treeReader) leaf(n *ProofNode, b *branch) (bound []big, some bool, err error) {
	k, part, members, from, width := r.k, r.part, r.members, r.from, r.tiers
	if n.Empty {
		width = 1
	}
	if n.Over < 1 || n.Over > mostFactor {
		return nil, false, fmt.Errorf("a branch ends over %d", n.Over)
	}
	if !k.instep(part, b) {
		return nil, false, nil
	}
	bound = make([]big, width)
	pull := make([][]int64, len(b.numbers))
	flat := make([]int64, width*len(pull))
	for v := range pull {
		pull[v] = flat[v*width : (v+1)*width]
	}
	// What earlier tiers' multipliers add to each person.
	var earlier [][]int64
	ofCells := map[int][]int64{}
	for _, one := range n.Rows {
		if len(one) != width+1 || r.row(one[0]) == nil {
			return nil, false, fmt.Errorf("a multiplier names row %v, which is none of the part and its terms, or has not one number for each of %d tiers", one[:min(1, len(one))], width)
		}
		d := r.row(one[0])
		m := one[1:]
		up := slices.Compare(m, make([]int64, width)) > 0
		end := d.lo
		if up {
			end = d.hi
		}
		if up && d.no || !up && d.noLo {
			return nil, false, fmt.Errorf("a multiplier of row %d points where it has no end", one[0])
		}
		for t := range width {
			if m[t] > mostFactor || m[t] < -mostFactor {
				return nil, false, fmt.Errorf("a multiplier of row %d is too large", one[0])
			}
			bound[t].plus(m[t], end)
			put := func(p *int64, times int64) error {
				hi, lo := bits.Mul64(uint64(max(m[t], -m[t])), uint64(max(times, -times)))
				if hi != 0 || lo > 1<<60 || max(*p, -*p) > 1<<60 {
					return fmt.Errorf("a multiplier of row %d is too large", one[0])
				}
				*p += m[t] * times
				return nil
			}
			for e, v := range d.at {
				if err := put(&pull[k.spot[v]][t], d.times[e]); err != nil {
					return nil, false, err
				}
			}
			for e, c := range d.cells {
				if ofCells[c] == nil {
					ofCells[c] = make([]int64, width)
				}
				if err := put(&ofCells[c][t], d.cellTimes[e]); err != nil {
					return nil, false, err
				}
			}
		}
	}
	for _, one := range n.Tiers {
		if len(one) != width+1 || one[0] < 0 || one[0] >= int64(from) {
			return nil, false, fmt.Errorf("a multiplier names a tier that is not settled")
		}
		for t := range width {
			if m := one[1+t]; m > mostFactor || m < -mostFactor {
				return nil, false, fmt.Errorf("a multiplier of tier %d is too large", one[0])
			}
			bound[t].plus(one[1+t], r.settled[one[0]])
		}
		earlier = append(earlier, one)
	}
	nought := make([]int64, width)
	for i, w := range b.numbers[len(members):] { // rounds count in no tier
		x := w.lo
		for t := range width {
			nought[t] = -pull[len(members)+i][t]
		}
		if positive(nought) {
			x = w.hi
		}
		for t := range width {
			bound[t].plus(nought[t], x)
		}
	}
	// What one person of a cell, or a yes to a question, brings beyond what the
	// multipliers take.
	each := func(i, c int, d []int64) {
		cell := &k.cells[c]
		for t := range width {
			d[t] = -pull[i][t]
			if !n.Empty {
				d[t] += cell.gain[from+t] * n.Over
			}
			for _, e := range earlier {
				d[t] -= e[1+t] * cell.gain[e[0]]
			}
			if own := ofCells[c]; own != nil {
				d[t] -= own[t]
			}
		}
	}
	// All of a class that goes with a question, or nobody, counts as the question's.
	withThem := map[int][]big{}
	for i, v := range members {
		if v >= len(k.grades) {
			continue
		}
		y, ok := k.with(v)
		if !ok {
			continue
		}
		if withThem[y] == nil {
			withThem[y] = make([]big, width)
		}
		d := make([]int64, width)
		for _, c := range k.grades[v].cells {
			each(i, c, d)
			for t := range width {
				withThem[y][t].plus(d[t], k.cells[c].people)
			}
		}
	}
	for i, v := range members {
		w := b.numbers[i]
		if v >= len(k.grades) {
			x := w.lo
			for t := range width {
				nought[t] = -pull[i][t]
				if k.optional[v] && from+t == k.keptTier && !n.Empty {
					nought[t] += n.Over
				}
				for _, e := range earlier {
					if k.optional[v] && int(e[0]) == k.keptTier {
						nought[t] -= e[1+t]
					}
				}
			}
			for t, them := range withThem[v] {
				them.plus(nought[t], 1)
				all, _, ok := them.split(1)
				if !ok {
					return nil, false, fmt.Errorf("a question's multipliers are too large")
				}
				nought[t] = all
			}
			if positive(nought) {
				x = w.hi
			}
			for t := range width {
				bound[t].plus(nought[t], x)
			}
			continue
		}
		if _, ok := k.with(v); ok {
			continue
		}
		type worth struct {
			d []int64
			within
		}
		list := make([]worth, 0, len(k.grades[v].cells))
		sum, room := int64(0), int64(0)
		for _, c := range k.grades[v].cells {
			cell := &k.cells[c]
			d := make([]int64, width)
			each(i, c, d)
			in, narrowed := b.cells[c]
			if !narrowed {
				in = within{0, cell.people}
			}
			list = append(list, worth{d, in})
			sum, room = sum+in.lo, room+in.hi
		}
		if sum > w.hi || room < w.lo {
			return nil, false, nil
		}
		slices.SortStableFunc(list, func(x, y worth) int { return slices.Compare(y.d, x.d) })
		for _, one := range list {
			more := min(one.hi-one.lo, w.hi-sum)
			if !positive(one.d) {
				more = min(more, max(0, w.lo-sum))
			}
			sum += more
			for t := range width {
				bound[t].plus(one.d[t], one.lo+more)
			}
		}
	}
	return bound, true, nil
}

func positive(v []int64) bool {
	for _, x := range v {
		if x != 0 {
			return x > 0
		}
	}
	return false
}

// A treeReader goes through the nodes of one proof.
type treeReader struct {
	k       *reckoning
	part    int
	members []int
	nodes   []ProofNode
	from    int
	tiers   int
	settled []int64
	grain   []int64
	besides []int64
	best    []int64 // the greatest any branch allows
	depth   int
	cuts    []*derived
	touched map[int]int // classes one of whose cells is split, how often
}

func (r *treeReader) read(b *branch) error {
	if len(r.nodes) == 0 {
		return fmt.Errorf("a branch has no end")
	}
	n := r.nodes[0]
	r.nodes = r.nodes[1:]
	if b.some {
		// What a split of a cell leaves of its class, and then what the rows leave.
		b.some = r.k.gather(b, r.touched) && r.k.narrow(r.part, b)
	}
	if n.Split == nil {
		return r.end(&n, b)
	}
	if r.depth++; r.depth > 10_000 {
		return fmt.Errorf("branches are nested too deep")
	}
	s := n.Split
	if s.Cell {
		if s.Of < 0 || s.Of >= len(r.k.cells) || r.k.cells[s.Of].grade < 0 || r.k.part[r.k.cells[s.Of].grade] != r.part {
			return fmt.Errorf("a split names cell %d, which is not of the part", s.Of)
		}
		in, narrowed := b.cells[s.Of]
		if !narrowed {
			in = within{0, r.k.cells[s.Of].people}
		}
		r.touched[r.k.cells[s.Of].grade]++
		err := r.halves(s, in, b, func(b *branch, w within) { b.cells[s.Of] = w })
		if r.touched[r.k.cells[s.Of].grade]--; r.touched[r.k.cells[s.Of].grade] == 0 {
			delete(r.touched, r.k.cells[s.Of].grade)
		}
		if !narrowed {
			delete(b.cells, s.Of)
		}
		return err
	}
	spot, ok := r.k.place(s.Of, r.part)
	if !ok {
		return fmt.Errorf("a split names number %d, which is not of the part", s.Of)
	}
	return r.halves(s, b.numbers[spot], b, func(b *branch, w within) { b.numbers[spot] = w })
}

// place gives the place of a number in its part; false if it is not of it.
func (k *reckoning) place(number, part int) (int, bool) {
	switch {
	case number < 0 || number >= len(k.spot):
		return 0, false
	case number < len(k.part):
		return k.spot[number], k.part[number] == part
	}
	row := number - len(k.part)
	return k.spot[number], len(k.sides[row][0].at) > 0 && k.part[k.demands[row].at[0]] == part
}

// gather narrows classes to what their cells leave of them.
func (k *reckoning) gather(b *branch, touched map[int]int) bool {
	for g := range touched {
		lo, hi := int64(0), int64(0)
		for _, c := range k.grades[g].cells {
			in, narrowed := b.cells[c]
			if !narrowed {
				in = within{0, k.cells[c].people}
			}
			lo, hi = lo+in.lo, hi+in.hi
		}
		w := &b.numbers[k.spot[g]]
		if *w = (within{max(w.lo, lo), min(w.hi, hi)}); w.lo > w.hi {
			return false
		}
	}
	return true
}

// halves reads both branches of a split. What one narrows does not reach the
// other, nor what comes after both.
func (r *treeReader) halves(s *Split, in within, b *branch, set func(*branch, within)) error {
	was, some := slices.Clone(b.numbers), b.some
	for _, w := range []within{{in.lo, min(in.hi, s.AtMax)}, {max(in.lo, s.AtMax+1), in.hi}} {
		set(b, w)
		// Where nothing is in it, it has its end written down all the same.
		b.some = some && w.lo <= w.hi
		if err := r.read(b); err != nil {
			return err
		}
		copy(b.numbers, was)
	}
	set(b, in)
	b.some = some
	r.depth--
	return nil
}

func (r *treeReader) end(n *ProofNode, b *branch) error {
	if !b.some {
		return nil
	}
	bound, some, err := r.leaf(n, b)
	if err != nil || !some {
		return err
	}
	if n.Empty {
		if !bound[0].below() {
			return fmt.Errorf("a branch is said to be empty, but its multipliers do not show it")
		}
		return nil
	}
	if r.tiers == 0 {
		return fmt.Errorf("a branch of a proof that there is no plan is not shown to be empty")
	}
	v := make([]int64, r.tiers)
	loose := false
	for t := range v {
		if loose { // of later tiers nothing is proved but what there is
			for _, m := range r.members {
				if r.k.optional[m] && r.from+t == r.k.keptTier {
					v[t]++
				}
				if m < len(r.k.grades) {
					for _, c := range r.k.grades[m].cells {
						v[t] += r.k.cells[c].people * r.k.cells[c].gain[r.from+t]
					}
				}
			}
			continue
		}
		whole, exact, ok := bound[t].split(n.Over)
		if !ok {
			return fmt.Errorf("a branch proves no number")
		}
		if rest := (whole - r.besides[r.from+t]) % r.grain[r.from+t]; rest != 0 {
			if rest < 0 {
				rest += r.grain[r.from+t]
			}
			whole, exact = whole-rest, false
		}
		v[t], loose = whole, !exact
	}
	if r.best == nil || slices.Compare(v, r.best) > 0 {
		r.best = v
	}
	return nil
}

// prove checks the proofs of a part and gives what they prove of every tier;
// without proofs, what the ranges do. none is true if they prove that there is
// no plan.
func (k *reckoning) prove(part int, proofs []Proof) (value []int64, none bool, err error) {
	members := k.members[part]
	if len(members) == 0 {
		return nil, false, fmt.Errorf("there is no part that begins with %d", part)
	}
	full := map[int]bool{}
	var cuts []*derived
	for len(value) < k.tiers {
		proof := Proof{Tiers: k.tiers - len(value), Nodes: []ProofNode{{Over: 1}}}
		if len(proofs) > 0 {
			proof, proofs = proofs[0], proofs[1:]
		}
		if proof.Tiers < 0 || proof.Tiers > k.tiers-len(value) {
			return nil, false, fmt.Errorf("a proof covers %d tiers", proof.Tiers)
		}
		b := &branch{cells: map[int]within{}, some: true}
		for _, v := range members {
			w := within{0, k.size[v]}
			if full[v] {
				w.lo = w.hi
			}
			b.numbers = append(b.numbers, w)
		}
		for _, row := range k.ratios[part] {
			b.numbers = append(b.numbers, k.round[row])
		}
		grain, besides := k.grains(members, full)
		r := &treeReader{k: k, part: part, members: members, nodes: proof.Nodes, from: len(value), tiers: proof.Tiers, settled: value, grain: grain, besides: besides, touched: map[int]int{}, cuts: cuts}
		if len(proof.Cuts) > 0 {
			base := &branch{}
			for _, v := range members {
				base.numbers = append(base.numbers, within{0, k.size[v]})
			}
			for _, row := range k.ratios[part] {
				base.numbers = append(base.numbers, k.round[row])
			}
			if !k.narrow(part, base) {
				return nil, true, nil // the rows alone leave nothing
			}
			for i := range proof.Cuts {
				c, err := r.cut(&proof.Cuts[i], base.numbers)
				if err != nil {
					return nil, false, err
				}
				r.cuts = append(r.cuts, c)
			}
			cuts = r.cuts
		}
		if err := r.read(b); err != nil {
			return nil, false, err
		}
		if len(r.nodes) > 0 {
			return nil, false, fmt.Errorf("a proof has %d nodes too many", len(r.nodes))
		}
		if r.best == nil && len(value) > 0 && proof.Tiers > 0 {
			// No plan has what the tiers before allow: one of them is not reached, and
			// of those after it nothing is asked.
			return append(value, make([]int64, k.tiers-len(value))...), false, nil
		}
		if r.best == nil {
			return nil, true, nil
		}
		value = append(value, r.best...)
		k.fill(members, value, full)
	}
	if len(proofs) > 0 {
		return nil, false, fmt.Errorf("a part has %d proofs too many", len(proofs))
	}
	return value, false, nil
}

// fill notes the classes of which all go in every plan that keeps the settled
// tiers: those that a tier counts which counts all it could.
func (k *reckoning) fill(members []int, settled []int64, full map[int]bool) {
	for t, n := range settled {
		all := int64(0)
		for _, v := range members {
			if v >= len(k.grades) {
				if k.optional[v] && t == k.keptTier {
					all++
				}
				continue
			}
			for _, c := range k.grades[v].cells {
				all += k.cells[c].people * k.cells[c].gain[t]
			}
		}
		if all != n {
			continue
		}
		for _, v := range members {
			if v < len(k.grades) && !slices.ContainsFunc(k.grades[v].cells, func(c int) bool { return k.cells[c].gain[t] == 0 }) {
				full[v] = true
			}
		}
	}
}

// certificate checks status, figures and bounds against the evidence.
func (a *audit) certificate(k *reckoning, status PlanStatus, objective, bound []int64, conflict []string, cert *Certificate) {
	if len(cert.Classes) != len(k.grades) {
		a.fail("the certificate has %d classes, the list %d", len(cert.Classes), len(k.grades))
		return
	}
	for i, c := range cert.Classes {
		g := &k.grades[i]
		if c.From != g.from || c.To != g.to || c.Owed != g.owed || c.Dead != g.dead || c.People != g.most || c.Go != g.out || !slices.Equal(c.Terms, g.terms) {
			a.fail("class %d of the certificate is not that of the list", i)
			return
		}
	}
	if len(objective) != k.tiers || len(bound) != k.tiers {
		a.fail("%d tiers, %d figures reached, %d bounds", k.tiers, len(objective), len(bound))
		return
	}
	proofs := map[int][]Proof{}
	for _, p := range cert.Parts {
		if _, twice := proofs[p.First]; twice || p.First < 0 || p.First >= len(k.part) || k.part[p.First] != p.First {
			a.fail("the certificate has no part, or two, that begin with %d", p.First)
			return
		}
		proofs[p.First] = p.Proofs
	}
	if status == Infeasible {
		a.impossible(k, bound, conflict, cert)
		return
	}
	proved, all := make([]int64, k.tiers), make([]int64, k.tiers)
	for _, c := range k.cells {
		for t, g := range c.gain {
			all[t] += g * c.people
		}
	}
	if k.keptTier >= 0 {
		all[k.keptTier] += int64(len(k.optional))
	}
	for v, p := range k.part {
		if v != p {
			continue
		}
		value, none, err := k.prove(p, proofs[p])
		if none && err == nil && status == Undecided {
			return // of what there is not, every bound holds
		}
		if err != nil || none {
			a.fail("the proof of the part that begins with class %d does not hold: %v", p, cmp.Or(err, fmt.Errorf("it leaves no plan")))
			return
		}
		for t := range proved {
			proved[t] += value[t]
		}
	}
	settled := true
	for t := range proved {
		least := all[t]
		if settled {
			least = proved[t]
		}
		if bound[t] < least || bound[t] > all[t] {
			a.fail("the bound %d of tier %d is not what is proved: %d", bound[t], t+1, least)
		}
		reached := objective[t]
		if status == Undecided {
			reached = bound[t]
		}
		settled = settled && proved[t] == reached
	}
}

// impossible checks the proof that the terms named leave no plan.
func (a *audit) impossible(k *reckoning, bound []int64, conflict []string, cert *Certificate) {
	for t := range bound {
		if bound[t] != 0 {
			a.fail("the plan is infeasible and yet has bounds")
		}
	}
	for _, d := range k.demands {
		if len(d.at) == 0 && (!d.noLo && d.lo > 0 || !d.no && d.hi < 0) && len(conflict) == 1 && conflict[0] == d.term && len(cert.Parts) == 0 {
			return // it asks for people of whom there are none
		}
	}
	if len(cert.Parts) != 1 || len(cert.Parts[0].Proofs) != 1 || cert.Parts[0].Proofs[0].Tiers != 0 {
		a.fail("the plan is called infeasible without a proof")
		return
	}
	k.only = conflict
	if _, none, err := k.prove(cert.Parts[0].First, cert.Parts[0].Proofs); err != nil || !none {
		a.fail("the proof that the terms cannot stand together does not hold: %v", err)
	}
}
