package exchange

import "slices"

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
