package exchange

import (
	"math"
	"slices"
)

// Where the simplex stands between whole numbers, what a row of its basis says
// of a number that is not whole can be rounded: every term to the side that
// leaves nothing whole out (mixed-integer rounding, Gomory 1960; Nemhauser and
// Wolsey 1990). The row that comes of it holds for every plan and not for the
// point where the simplex stands. It is derived in integers, from multipliers
// of rows over one number; the certificate carries those, and who checks it
// derives the row anew (verify_cuts.go).

// A cut is a derived row. With numbers measured from the end of their range at
// which they rest, and what each row leaves to its end as a number of its own,
// a sum of rows says: sum of a*x = b, over D. Rounded: sum of g(a)*x <= g(b),
// where with b = q*D + r, g(a) = floor(a/D)*(D-r) + max(0, a mod D - r).
type cut struct {
	over  int64
	rows  []int32 // of the program
	times []int64
	top   []int32 // variables measured from the top of their range
	row   matrixRow
}

const (
	mostOverOne  = 1 << 14 // of one multiplier of a cut
	mostOver     = 1 << 20 // and of all
	mostCutSize  = 1 << 24 // of its numbers
	mostCutsTry  = 120     // corners tried in one round
	mostCutsTake = 40      // and cuts taken
	mostRounds   = 30
)

// wholeOver gives the least number over which all values are whole, if it is
// small.
func wholeOver(values []float64) (int64, bool) {
	over := int64(1)
	for _, v := range values {
		v *= float64(over)
		if math.Abs(v) > 1<<30 {
			return 0, false
		}
		// Continued fractions.
		f, q0, q1 := v, int64(0), int64(1)
		for range 20 {
			if n := math.Round(v * float64(q1)); math.Abs(v*float64(q1)-n) < 1e-9*float64(q1)*max(1, math.Abs(v)) {
				break
			}
			if f -= math.Floor(f); f < 1e-9 {
				return 0, false
			}
			f = 1 / f
			q0, q1 = q1, q0+int64(math.Floor(f))*q1
			if q1 > mostOverOne {
				return 0, false
			}
		}
		if over *= q1; over > mostOver {
			return 0, false
		}
	}
	return over, true
}

// rounded is g of the cut's doc.
func rounded(a, over, rest int64) int64 {
	q := a / over
	if a%over < 0 {
		q--
	}
	return q*(over-rest) + max(0, a-q*over-rest)
}

// derive works a cut out from its multipliers; false if the numbers grow too
// large or nothing is left to round.
func (t *tree) derive(c *cut) bool {
	n := len(t.p.cost)
	coefs := make([]int64, n)
	var b i128
	for e, i := range c.rows {
		r := &t.p.rows[i]
		for k, v := range r.vars {
			coefs[v] += c.times[e] * r.coefs[k]
		}
		b.add(c.times[e], cutEnd(r))
	}
	top := make([]bool, n)
	for _, v := range c.top {
		top[v] = true
	}
	for v, a := range coefs {
		if a > 1<<36 || a < -1<<36 {
			return false
		}
		if top[v] {
			b.add(-a, t.baseUpper[v])
		} else {
			b.add(-a, t.baseLower[v])
		}
	}
	c.top = slices.DeleteFunc(c.top, func(v int32) bool { return coefs[v] == 0 })
	whole, ok := b.word()
	if !ok || whole > 1<<50 || whole < -1<<50 {
		return false
	}
	rest := whole % c.over
	if rest < 0 {
		rest += c.over
	}
	if rest == 0 {
		return false
	}
	hi := i128{}
	hi.add(1, rounded(whole, c.over, rest))
	for v, a := range coefs {
		if a == 0 {
			continue
		}
		if top[v] {
			g := rounded(-a, c.over, rest)
			coefs[v] = -g
			hi.add(-g, t.baseUpper[v])
		} else {
			g := rounded(a, c.over, rest)
			coefs[v] = g
			hi.add(g, t.baseLower[v])
		}
	}
	for e, i := range c.rows {
		r := &t.p.rows[i]
		if r.lo == r.hi && !r.noLo && !r.noHi {
			continue
		}
		// What the row leaves to its end: end - row, or row - end.
		sign := int64(1)
		if r.noHi {
			sign = -1
		}
		g := rounded(sign*c.times[e], c.over, rest) * sign
		if g == 0 {
			continue
		}
		if g > 1<<31 || g < -1<<31 {
			return false
		}
		for k, v := range r.vars {
			coefs[v] -= g * r.coefs[k]
		}
		hi.add(-g, cutEnd(r))
	}
	d, ok := hi.word()
	if !ok || d > 1<<50 || d < -1<<50 {
		return false
	}
	g := int64(0)
	for _, a := range coefs {
		if a > 1<<40 || a < -1<<40 {
			return false
		}
		g = gcd(g, max(a, -a))
	}
	if g == 0 {
		return false
	}
	c.row = matrixRow{noLo: true}
	least := int64(0)
	for v, a := range coefs {
		if a == 0 {
			continue
		}
		if a /= g; a > mostCutSize || a < -mostCutSize {
			return false
		}
		c.row.vars, c.row.coefs = append(c.row.vars, int32(v)), append(c.row.coefs, a)
		if a > 0 {
			least += a * t.baseLower[v]
		} else {
			least += a * t.baseUpper[v]
		}
	}
	c.row.hi = d / g
	if d%g < 0 {
		c.row.hi--
	}
	c.row.lo = min(least, c.row.hi)
	return true
}

// cutEnd is the end of a row that a cut leans on: the one it has, or the upper.
func cutEnd(r *matrixRow) int64 {
	if r.noHi {
		return r.lo
	}
	return r.hi
}

// corner reads a cut off row r of the basis.
func (t *tree) corner(r int) (*cut, bool) {
	lp := t.lp
	c := &cut{}
	var values []float64
	for i, v := range lp.inverseRow(r) {
		if v = v / lp.scale[i]; math.Abs(v) > 1e-9 && lp.inRow[lp.n+i] < 0 {
			q := &t.p.rows[i]
			if q.noLo && q.noHi || q.lo != q.hi && !q.noLo && !q.noHi && lp.x[lp.n+i] != lp.hi[lp.n+i] {
				return nil, false
			}
			c.rows = append(c.rows, int32(i))
			values = append(values, v)
		}
	}
	over, ok := wholeOver(values)
	if !ok || over == 1 {
		return nil, false
	}
	c.over = over
	for _, v := range values {
		n := math.Round(v * float64(over))
		if math.Abs(n) > mostCutSize {
			return nil, false
		}
		c.times = append(c.times, int64(n))
	}
	for v := range t.p.cost {
		if lp.inRow[v] < 0 && lp.x[v] > lp.lo[v] || lp.inRow[v] < 0 && lp.lo[v] == lp.hi[v] && lp.x[v] == float64(t.baseUpper[v]) ||
			lp.inRow[v] >= 0 && lp.x[v]-float64(t.baseLower[v]) > float64(t.baseUpper[v])-lp.x[v] {
			c.top = append(c.top, int32(v))
		}
	}
	return c, true
}
