package exchange

// A face is what is free among plans equal in every tier: some cells, some
// questions, and the rows that still bind them.
type face struct {
	p            *program
	lower, upper []int64
	x            []int64
	cells        []int32 // -1: a question
	of           []int32 // local variable of each
}

// face gives the plans equal to best in every tier, as multipliers show them: a
// class whose next and last person would change a tier is fixed, and so is a
// row with a multiplier. nil if more than one branch was needed, where no one set
// of multipliers shows it.
func (c *curve) face() *face {
	if len(c.nodes) != 1 || len(c.last) != 1 {
		return nil
	}
	y, over := c.last[0].y, c.last[0].over
	pull, ok := c.pulls(y, c.tiers)
	if !ok {
		return nil
	}
	f := &face{p: &program{}}
	at := make([][]int32, len(c.pc.vars))
	d := make([]int64, c.tiers)
	for k := range c.movers {
		mv := &c.movers[k]
		lo, hi := mv.most, mv.most // steps that are equally good
		z := int64(0)
		for _, s := range mv.slopes {
			for t, g := range s.gain {
				d[t] = g*over - pull[mv.a][t]*mv.sa
				if mv.b >= 0 {
					d[t] -= pull[mv.b][t] * mv.sb
				}
				for _, v := range mv.follows {
					d[t] -= pull[v][t] * c.upper[v]
				}
			}
			if sign(d) <= 0 {
				lo = min(lo, z)
			}
			if sign(d) < 0 {
				hi = min(hi, z)
			}
			z += s.n
		}
		if lo == hi {
			continue
		}
		for side, v := range append([]int32{mv.a, mv.b}, mv.follows...) {
			if v < 0 {
				continue
			}
			step := mv.sa
			if side == 1 {
				step = mv.sb
			} else if side > 1 {
				step = c.upper[v]
			}
			least, most, now := lo*step, hi*step, c.best[v]
			if int(c.pc.vars[v]) >= len(c.m.blocks) {
				at[v] = append(at[v], int32(len(f.x)))
				f.cells, f.of = append(f.cells, -1), append(f.of, v)
				f.lower, f.upper, f.x = append(f.lower, least), append(f.upper, most), append(f.x, now)
				continue
			}
			for e, s := range c.cells[v] {
				l, u, n := min(least, s.n), min(most, s.n), min(now, s.n)
				least, most, now = least-l, most-u, now-n
				if l < u {
					at[v] = append(at[v], int32(len(f.x)))
					f.cells, f.of = append(f.cells, c.m.blocks[c.pc.vars[v]].cells[e]), append(f.of, v)
					f.lower, f.upper, f.x = append(f.lower, l), append(f.upper, u), append(f.x, n)
				}
			}
		}
	}
	for i := range c.p.rows {
		r := &c.p.rows[i]
		free := matrixRow{lo: r.lo, hi: r.hi}
		if y[i] != nil && sign(y[i]) > 0 {
			free.lo = r.hi
		} else if y[i] != nil && sign(y[i]) < 0 {
			free.hi = r.lo
		}
		var fixed i128
		for e, v := range r.vars {
			fixed.add(r.coefs[e], c.best[v])
			for _, j := range at[v] {
				free.vars, free.coefs = append(free.vars, j), append(free.coefs, r.coefs[e])
				fixed.add(-r.coefs[e], f.x[j])
			}
		}
		sum, ok := fixed.word()
		if !ok {
			return nil
		}
		if len(free.vars) > 0 {
			free.lo, free.hi = free.lo-sum, free.hi-sum
			f.p.rows = append(f.p.rows, free)
		}
	}
	f.p.cost = make([]int64, len(f.x))
	return f
}
