package exchange

import (
	"fmt"
	"slices"
)

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
