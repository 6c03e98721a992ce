package exchange

import (
	"fmt"
	"math/bits"
	"slices"
)

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
