package exchange

import (
	"math"
	"math/bits"
	"slices"
)

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
