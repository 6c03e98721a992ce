package exchange

import (
	"math"
	"slices"
)

// The linear programs of the search have every variable between two finite
// bounds, so a dual simplex needs no first phase: with the activities of the
// rows as the basis, each structural variable rests at the bound its reduced
// cost asks for, whatever the bounds are. That also makes one basis serve a
// whole search: a node changes bounds only, and some pivots from wherever the
// basis stands make good for it. The row that leaves is that of the steepest
// edge, and numbers that cannot make good all a row is out by go to their other
// bound on the way. (Koberstein, The dual simplex method, 2005, ch. 3; Forrest
// and Goldfarb, Steepest-edge simplex algorithms, 1992.)
//
// Its arithmetic is floating point and nothing it says is believed: the search
// takes the multipliers it finds and computes the bound they prove in integers
// (bound.go).

type simplex struct {
	p    *program
	n, m int // structural variables, rows

	// The matrix by columns and by rows.
	start, rowOf      []int32
	val               []float64
	rowStart, rowVars []int32
	rowVals           []float64

	scale  []float64 // per row: by how much its numbers are divided
	inv    []float64 // m×m
	weight []float64 // per row: the square of the length of its row of the inverse, about
	basic  []int32
	inRow  []int32   // per variable: its row if basic, else -1
	red    []float64 // reduced costs; 0 if basic
	lo, hi []float64
	x      []float64 // outside the basis: at a bound; basic: as computed
	cost   []float64 // as last priced
	steps  int       // pivots since the inverse was made
	pivots int       // since ever

	alpha, column, sums, tau []float64
	filled                   []int32
	pushes                   []push
}

type lpResult uint8

const (
	lpOptimal lpResult = iota
	lpInfeasible
	lpGaveUp
)

// eps is what counts as nothing for reduced costs and pivots, feasible for a
// row: counts are whole people.
const (
	eps      = 1e-9
	feasible = 1e-7
)

func newSimplex(p *program) *simplex {
	n, m := len(p.cost), len(p.rows)
	s := &simplex{p: p, n: n, m: m, scale: make([]float64, m), inv: make([]float64, m*m), weight: make([]float64, m), basic: make([]int32, m), inRow: make([]int32, n+m),
		red: make([]float64, n+m), lo: make([]float64, n+m), hi: make([]float64, n+m), x: make([]float64, n+m), cost: make([]float64, n+m),
		alpha: make([]float64, n+m), column: make([]float64, m), sums: make([]float64, m), tau: make([]float64, m)}
	s.start, s.rowStart = make([]int32, n+1), make([]int32, m+1)
	for i := range p.rows {
		for _, v := range p.rows[i].vars {
			s.start[v+1]++
		}
		s.rowStart[i+1] = s.rowStart[i] + int32(len(p.rows[i].vars))
		s.scale[i] = 1
	}
	for j := range n {
		s.start[j+1] += s.start[j]
	}
	at := slices.Clone(s.start[:n])
	s.rowOf, s.val = make([]int32, s.start[n]), make([]float64, s.start[n])
	s.rowVars, s.rowVals = make([]int32, 0, s.start[n]), make([]float64, 0, s.start[n])
	for i := range p.rows {
		for e, v := range p.rows[i].vars {
			c := float64(p.rows[i].coefs[e])
			s.rowOf[at[v]], s.val[at[v]] = int32(i), c
			s.rowVars, s.rowVals = append(s.rowVars, v), append(s.rowVals, c)
			at[v]++
		}
	}
	for j, c := range p.cost {
		s.cost[j] = float64(c)
	}
	s.restart()
	copy(s.red, s.cost)
	return s
}

// solve works from wherever the basis stands, under the given bounds. The row
// that shows that nothing keeps them is given where it finds so (ray).
func (s *simplex) solve(lower, upper []int64) (lpResult, int) {
	for j := range s.n {
		s.lo[j], s.hi[j] = float64(lower[j]), float64(upper[j])
	}
	s.ends()
	return s.resolve(50 * (s.m + 20))
}

// ends takes the rows' ends from the program.
func (s *simplex) ends() {
	for i := range s.p.rows {
		s.lo[s.n+i], s.hi[s.n+i] = float64(s.p.rows[i].lo)/s.scale[i], float64(s.p.rows[i].hi)/s.scale[i]
	}
}

// rescale divides a row of large numbers, before the first pivot.
func (s *simplex) rescale(i int) {
	most := int64(1)
	for _, c := range s.p.rows[i].coefs {
		most = max(most, c, -c)
	}
	if most <= 16 {
		return
	}
	f := math.Ldexp(1, math.Ilogb(float64(most))-3)
	s.scale[i] = f
	for e := s.rowStart[i]; e < s.rowStart[i+1]; e++ {
		s.rowVals[e] /= f
		v := s.rowVars[e]
		for k := s.start[v]; k < s.start[v+1]; k++ {
			if s.rowOf[k] == int32(i) {
				s.val[k] = s.rowVals[e]
			}
		}
	}
}

// adopt takes the basis of another program of the same variables, whose rows
// stand here at the given places (-1: not at all), and its costs. Rows that are
// new are in the basis.
func (s *simplex) adopt(o *simplex, at []int32) {
	for k := range s.inRow {
		s.inRow[k] = -1
	}
	place := func(k int) int {
		if k < s.n {
			return k
		}
		if at[k-s.n] < 0 {
			return -1
		}
		return s.n + int(at[k-s.n])
	}
	copy(s.cost, o.cost[:s.n])
	copy(s.lo, o.lo[:s.n])
	copy(s.hi, o.hi[:s.n])
	known := make([]bool, s.m)
	n := 0
	for k := range o.inRow {
		to := place(k)
		if to < 0 {
			continue
		}
		if to >= s.n {
			known[to-s.n] = true
		}
		s.x[to] = o.x[k]
		if o.inRow[k] >= 0 && n < s.m {
			s.basic[n], s.inRow[to], s.weight[n] = int32(to), int32(n), 1
			n++
		}
	}
	for i := range s.m {
		if !known[i] && n < s.m {
			s.basic[n], s.inRow[s.n+i], s.weight[n] = int32(s.n+i), int32(n), 1
			n++
		}
	}
	s.ends()
	s.refactor()
	s.reprice()
	s.pivots = o.pivots
}

// resolve works under the bounds as they stand, at most so many pivots.
func (s *simplex) resolve(most int) (lpResult, int) {
	if s.steps > mostPivots {
		s.refactor()
		s.reprice()
	}
	s.rests()
	s.activities()
	fresh, anew := true, false
	for n := 0; n < most; n++ {
		if s.steps > mostPivots {
			s.renew()
			fresh = true
		}
		leave, worst := -1, 0.0
		for i, b := range s.basic {
			v := s.x[b]
			out := s.lo[b] - v
			if o := v - s.hi[b]; o > out {
				out = o
			}
			if out > feasible && out > feasible*(1+math.Abs(v)*1e-7) {
				if score := out * out / s.weight[i]; score > worst {
					leave, worst = i, score
				}
			}
		}
		if leave < 0 {
			if fresh {
				if !s.rests() {
					return lpOptimal, -1
				}
			}
			s.activities()
			fresh = true
			continue
		}
		b := s.basic[leave]
		up := s.x[b] < s.lo[b]
		enter := s.entering(leave, up, max(s.lo[b]-s.x[b], s.x[b]-s.hi[b]))
		if enter < 0 {
			if fresh {
				return lpInfeasible, leave
			}
			// The sums have been carried along; take them anew before the verdict.
			s.activities()
			fresh = true
			continue
		}
		s.ftran(enter, s.column)
		t := s.alpha[enter]
		if math.Abs(s.column[leave]+t) > 1e-7*(1+math.Abs(t)) {
			// Row and column do not agree on the pivot: the inverse is worn.
			if anew && s.steps == 0 {
				return lpGaveUp, -1
			}
			s.renew()
			fresh, anew = true, true
			continue
		}
		s.pivot(leave, enter)
		fresh = false
	}
	return lpGaveUp, -1
}

// renew takes inverse, reduced costs and activities anew.
func (s *simplex) renew() {
	s.refactor()
	s.reprice()
	s.rests()
	s.activities()
}

// rests puts every variable outside the basis at the bound that its reduced
// cost asks for; it says whether one moved.
func (s *simplex) rests() bool {
	moved := false
	for k, in := range s.inRow {
		if in >= 0 {
			continue
		}
		was := s.x[k]
		if s.red[k] > eps {
			s.x[k] = s.hi[k]
		} else if s.red[k] < -eps || was != s.hi[k] && was != s.lo[k] {
			s.x[k] = s.lo[k]
		}
		moved = moved || s.x[k] != was
	}
	return moved
}

// activities takes the basic variables' values from the others.
func (s *simplex) activities() {
	clear(s.sums)
	for k, in := range s.inRow {
		if in < 0 && s.x[k] != 0 {
			s.addColumn(k, s.x[k])
		}
	}
	s.takeSums(func(b int32, v float64) { s.x[b] = v })
}

// addColumn adds a column of the matrix to the sums, so many times.
func (s *simplex) addColumn(k int, times float64) {
	if k >= s.n {
		s.sums[k-s.n] -= times
		return
	}
	for e := s.start[k]; e < s.start[k+1]; e++ {
		s.sums[s.rowOf[e]] += float64(times * s.val[e])
	}
}

// takeSums gives every basic variable what the sums make of it.
func (s *simplex) takeSums(give func(b int32, v float64)) {
	for i, b := range s.basic {
		give(b, -product(s.inverseRow(i), s.sums))
	}
}

// product is the inner product of two lists of one length. Four sums go on side by side: one
// would wait for itself at each step.
func product(a, b []float64) float64 {
	var s0, s1, s2, s3 float64
	b = b[:len(a)]
	k := 0
	for ; k+4 <= len(a); k += 4 {
		s0 += float64(a[k] * b[k])
		s1 += float64(a[k+1] * b[k+1])
		s2 += float64(a[k+2] * b[k+2])
		s3 += float64(a[k+3] * b[k+3])
	}
	for ; k < len(a); k++ {
		s0 += float64(a[k] * b[k])
	}
	return s0 + s1 + (s2 + s3)
}

// A push is a nonbasic variable that can move the leaving row towards its bound.
type push struct {
	k     int32
	ratio float64 // of reduced cost and pivot
	pivot float64 // its size
}

// entering is the ratio test: of the variables that can push the row back
// towards its bound, the one whose reduced cost changes sign first. Variables
// that cannot make good all of what the row is out by go to their other bound
// on the way, if those after them can (the bound flipping ratio test: Koberstein
// 2005, 3.4).
func (s *simplex) entering(r int, up bool, out float64) int {
	s.pushes = s.pushes[:0]
	reach := 0.0
	for k, t := range s.tableauRow(r) {
		if t > -eps && t < eps || s.inRow[k] >= 0 || s.lo[k] == s.hi[k] {
			continue
		}
		// x[k] must rise if that raises a row that is too low, or lowers one too high.
		rise := (t > 0) == up
		if rise && s.x[k] == s.hi[k] || !rise && s.x[k] == s.lo[k] {
			continue
		}
		c := push{int32(k), math.Abs(s.red[k] / t), math.Abs(t)}
		s.pushes = append(s.pushes, c)
		reach += float64(c.pivot * (s.hi[k] - s.lo[k]))
	}
	if len(s.pushes) == 0 || reach < out-feasible*(1+out*1e-7) {
		return -1
	}
	flipped := false
	left := s.pushes
	enter := -1
	for turn := 0; ; turn++ {
		if turn == 8 { // many go to their other bound: put them all in order
			slices.SortFunc(left, push.compare)
		}
		best := 0
		if turn < 8 {
			for n := 1; n < len(left); n++ {
				if left[n].compare(left[best]) < 0 {
					best = n
				}
			}
			left[0], left[best] = left[best], left[0]
		}
		c := left[0]
		if left = left[1:]; len(left) == 0 {
			enter = int(c.k)
			break
		}
		if out -= float64(c.pivot * (s.hi[c.k] - s.lo[c.k])); out <= 0 {
			enter = int(c.k)
			break
		}
		if !flipped {
			clear(s.sums)
			flipped = true
		}
		step := s.hi[c.k] - s.lo[c.k]
		if s.x[c.k] == s.hi[c.k] {
			s.x[c.k], step = s.lo[c.k], -step
		} else {
			s.x[c.k] = s.hi[c.k]
		}
		s.addColumn(int(c.k), step)
	}
	if flipped {
		s.takeSums(func(b int32, v float64) { s.x[b] += v })
	}
	return enter
}

// compare orders by ratio, then the larger pivot, then the number.
func (c push) compare(o push) int {
	switch {
	case c.ratio < o.ratio, c.ratio == o.ratio && (c.pivot > o.pivot || c.pivot == o.pivot && c.k < o.k):
		return -1
	case c == o:
		return 0
	}
	return 1
}

// pivot lets basic variable r leave, at the bound it has passed, for enter,
// whose column stands in s.column and whose row in s.alpha.
func (s *simplex) pivot(r, enter int) {
	out := int(s.basic[r])
	t := s.alpha[enter]
	to := s.hi[out]
	if s.x[out] < s.lo[out] {
		to = s.lo[out]
	}
	step := (to - s.x[out]) / t
	w := s.column
	for i, b := range s.basic {
		if w[i] != 0 {
			s.x[b] -= float64(w[i] * step)
		}
	}
	s.x[enter] += step
	s.x[out] = to
	if f := s.red[enter] / t; f != 0 {
		for k, a := range s.alpha {
			if a != 0 {
				s.red[k] -= float64(f * a)
			}
		}
		s.red[out] = f
	} else {
		s.red[out] = 0
	}
	s.red[enter] = 0
	s.reweigh(r)
	s.exchange(r, enter, w)
	s.pivots++
}

// reweigh brings the weights of the rows up to the coming pivot.
func (s *simplex) reweigh(r int) {
	rho, w := s.inverseRow(r), s.column
	s.filled = s.filled[:0]
	exact := 0.0
	for k, v := range rho {
		if v != 0 {
			s.filled = append(s.filled, int32(k))
			exact += float64(v * v)
		}
	}
	for i, f := range w {
		if i == r || f > -1e-12 && f < 1e-12 {
			continue
		}
		row, tau := s.inverseRow(i), 0.0
		for _, k := range s.filled {
			tau += float64(row[k] * rho[k])
		}
		q := f / w[r]
		s.weight[i] = max(s.weight[i]-float64(2*q*tau)+float64(q*q*exact), 1e-4)
	}
	s.weight[r] = max(exact/(w[r]*w[r]), 1e-4)
}

// price takes the reduced costs of other costs at the present basis.
func (s *simplex) price(cost []float64) {
	copy(s.cost, cost)
	s.reprice()
}

func (s *simplex) reprice() {
	clear(s.tau)
	for i, b := range s.basic {
		if c := s.cost[b]; c != 0 {
			for e, v := range s.inverseRow(i) {
				s.tau[e] += float64(c * v)
			}
		}
	}
	for j := range s.n {
		v := s.cost[j]
		for e := s.start[j]; e < s.start[j+1]; e++ {
			v -= float64(s.tau[s.rowOf[e]] * s.val[e])
		}
		s.red[j] = v
	}
	copy(s.red[s.n:], s.tau)
	for _, b := range s.basic {
		s.red[b] = 0
	}
}

// prices writes the rows' multipliers at the present basis.
func (s *simplex) prices(into []float64) {
	for i := range into {
		into[i] = s.red[s.n+i] / s.scale[i]
	}
}

// ray writes multipliers which show that row r of the basis, and so the
// program, cannot be kept under the present bounds.
func (s *simplex) ray(r int, into []float64) {
	b := int(s.basic[r])
	sign := 1.0
	if s.x[b] > s.hi[b] {
		sign = -1
	}
	for i, v := range s.inverseRow(r) {
		into[i] = sign * v / s.scale[i]
	}
}

// value is the objective at the present point, by the program's own costs.
func (s *simplex) value() float64 {
	v := 0.0
	for j, c := range s.p.cost {
		v += float64(float64(c) * s.x[j])
	}
	return v
}
