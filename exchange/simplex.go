package exchange

import (
	"math"
	"slices"
)

// The linear programs of the search have every variable between two finite
// bounds, so a dual simplex needs no first phase: with the activities of the
// rows as the basis, each structural variable rests at the bound its reduced
// cost asks for, whatever the bounds are. That also makes one tableau serve a
// whole search: a node changes bounds only. (Koberstein, The dual simplex
// method, 2005, ch. 3; the plain tableau is enough at the sizes met here.)
//
// Its arithmetic is floating point and nothing it says is believed: the search
// takes the multipliers it finds and computes the bound they prove in integers
// (bound.go).

// A matrixRow is one row: lo <= sum of coef*x <= hi.
type matrixRow struct {
	vars   []int32
	coefs  []int64
	lo, hi int64
	// The side has no end of its own: it stands where the variables end.
	noLo, noHi bool
}

// A program is: maximise sum of cost*x, rows kept, lower <= x <= upper.
type program struct {
	cost []int64
	rows []matrixRow
}

type simplex struct {
	p      *program
	n, m   int       // structural variables, rows
	tab    []float64 // m × (n+m); row i: basic[i] = sum over nonbasic k of tab*x[k]
	red    []float64 // reduced costs
	basic  []int32
	inRow  []int32 // per variable: its row if basic, else -1
	lo     []float64
	hi     []float64
	x      []float64 // nonbasic: at a bound; basic: as computed
	filled []int32   // columns of the pivot row that are not zero
	steps  int       // pivots since the tableau was fresh
	pushes []push
	cost   []float64 // as last priced
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
	s := &simplex{p: p, n: n, m: m, tab: make([]float64, m*(n+m)), red: make([]float64, n+m), basic: make([]int32, m),
		inRow: make([]int32, n+m), lo: make([]float64, n+m), hi: make([]float64, n+m), x: make([]float64, n+m)}
	s.cost = make([]float64, n+m)
	for j, c := range p.cost {
		s.cost[j] = float64(c)
	}
	s.fresh()
	return s
}

// fresh starts again from the rows' activities as the basis.
func (s *simplex) fresh() {
	w := s.n + s.m
	clear(s.tab)
	copy(s.red, s.cost)
	for j := range s.inRow {
		s.inRow[j] = -1
	}
	for i, r := range s.p.rows {
		for k, v := range r.vars {
			s.tab[i*w+int(v)] = float64(r.coefs[k])
		}
		s.basic[i] = int32(s.n + i)
		s.inRow[s.n+i] = int32(i)
	}
	s.steps = 0
}

// solve works from wherever the tableau stands, under the given bounds.
func (s *simplex) solve(lower, upper []int64) (lpResult, int) {
	for j := range s.n {
		s.lo[j], s.hi[j] = float64(lower[j]), float64(upper[j])
	}
	for i, r := range s.p.rows {
		s.lo[s.n+i], s.hi[s.n+i] = float64(r.lo), float64(r.hi)
	}
	w := s.n + s.m
	if s.steps > 300 {
		s.fresh()
	}
	for k := range w {
		if s.inRow[k] >= 0 {
			continue
		}
		if s.red[k] > eps {
			s.x[k] = s.hi[k]
		} else if s.red[k] < -eps || s.x[k] != s.hi[k] {
			s.x[k] = s.lo[k]
		}
	}
	s.activities()
	fresh := true
	for range 50 * (s.m + 20) {
		leave, worst := -1, feasible
		for i, b := range s.basic {
			v := s.x[b]
			scale := 1 + math.Abs(v)*1e-7
			if out := max(s.lo[b]-v, v-s.hi[b]) / scale; out > worst {
				leave, worst = i, out
			}
		}
		if leave < 0 && fresh {
			return lpOptimal, -1
		}
		enter := -1
		if leave >= 0 {
			b := s.basic[leave]
			enter = s.entering(leave, s.x[b] < s.lo[b], max(s.lo[b]-s.x[b], s.x[b]-s.hi[b]))
		}
		if enter < 0 {
			if fresh {
				return lpInfeasible, leave
			}
			// The sums have been carried along; take them anew before the verdict.
			s.activities()
			fresh = true
			continue
		}
		s.pivot(leave, enter)
		fresh = false
	}
	return lpGaveUp, -1
}

// activities takes the basic variables' values from the nonbasic ones.
func (s *simplex) activities() {
	w := s.n + s.m
	for i, b := range s.basic {
		v := 0.0
		for k, t := range s.tab[i*w : i*w+w] {
			if t != 0 {
				v += t * s.x[k]
			}
		}
		s.x[b] = v
	}
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
	w := s.n + s.m
	row := s.tab[r*w : r*w+w]
	s.pushes = s.pushes[:0]
	best, reach := -1, 0.0
	for k, t := range row {
		if t == 0 || s.inRow[k] >= 0 || math.Abs(t) < eps || s.lo[k] == s.hi[k] {
			continue
		}
		// x[k] must rise if that raises a row that is too low, or lowers one too high.
		rise := (t > 0) == up
		if rise && s.x[k] == s.hi[k] || !rise && s.x[k] == s.lo[k] {
			continue
		}
		c := push{int32(k), math.Abs(s.red[k] / t), math.Abs(t)}
		s.pushes = append(s.pushes, c)
		reach += c.pivot * (s.hi[k] - s.lo[k])
		if best < 0 || c.before(s.pushes[best]) {
			best = len(s.pushes) - 1
		}
	}
	if best < 0 || reach < out-feasible*(1+out*1e-7) {
		return -1
	}
	first := s.pushes[best]
	if first.pivot*(s.hi[first.k]-s.lo[first.k]) >= out {
		return int(first.k)
	}
	slices.SortFunc(s.pushes, func(a, b push) int {
		if a.before(b) {
			return -1
		}
		if b.before(a) {
			return 1
		}
		return 0
	})
	for n, c := range s.pushes {
		room := c.pivot * (s.hi[c.k] - s.lo[c.k])
		if out -= room; out <= 0 || n == len(s.pushes)-1 {
			return int(c.k)
		}
		step := s.hi[c.k] - s.lo[c.k]
		if s.x[c.k] == s.hi[c.k] {
			s.x[c.k], step = s.lo[c.k], -step
		} else {
			s.x[c.k] = s.hi[c.k]
		}
		for i, b := range s.basic {
			if t := s.tab[i*w+int(c.k)]; t != 0 {
				s.x[b] += t * step
			}
		}
	}
	return -1
}

// before orders by ratio, then the larger pivot, then the number.
func (c push) before(o push) bool {
	if c.ratio != o.ratio {
		return c.ratio < o.ratio
	}
	if c.pivot != o.pivot {
		return c.pivot > o.pivot
	}
	return c.k < o.k
}

// price takes the reduced costs of other costs at the present basis.
func (s *simplex) price(cost []float64) {
	w := s.n + s.m
	copy(s.cost, cost)
	copy(s.red, cost)
	for i, b := range s.basic {
		if int(b) >= s.n || cost[b] == 0 {
			continue
		}
		c := cost[b]
		for k, t := range s.tab[i*w : i*w+w] {
			if t != 0 {
				s.red[k] += c * t
			}
		}
	}
	for _, b := range s.basic {
		s.red[b] = 0
	}
}

// pivot lets basic variable r leave, at the bound it has passed, for enter.
func (s *simplex) pivot(r, enter int) {
	w := s.n + s.m
	row := s.tab[r*w : r*w+w]
	out := int(s.basic[r])
	t := row[enter]
	to := s.hi[out]
	if s.x[out] < s.lo[out] {
		to = s.lo[out]
	}
	step := (to - s.x[out]) / t
	// basic = t*enter + rest  →  enter = basic/t - rest/t
	row[enter] = 0
	row[out] = -1
	s.filled = s.filled[:0]
	for k := range row {
		if row[k] != 0 {
			row[k] /= -t
			s.filled = append(s.filled, int32(k))
		}
	}
	for i := range s.m {
		if i == r {
			continue
		}
		other := s.tab[i*w : i*w+w]
		if f := other[enter]; f != 0 {
			s.x[s.basic[i]] += f * step
			other[enter] = 0
			for _, k := range s.filled {
				other[k] += f * row[k]
			}
		}
	}
	if f := s.red[enter]; f != 0 {
		s.red[enter] = 0
		for _, k := range s.filled {
			s.red[k] += f * row[k]
		}
	}
	s.x[enter] += step
	s.x[out] = to
	s.basic[r], s.inRow[enter], s.inRow[out] = int32(enter), int32(r), -1
	s.steps++
}

// prices writes the rows' multipliers at the present basis.
func (s *simplex) prices(into []float64) {
	copy(into, s.red[s.n:])
	for i := range s.m {
		if s.inRow[s.n+i] >= 0 {
			into[i] = 0
		}
	}
}

// ray writes multipliers which show that row r of the tableau, and so the
// program, cannot be kept under the present bounds.
func (s *simplex) ray(r int, into []float64) {
	w := s.n + s.m
	b := int(s.basic[r])
	sign := 1.0
	if s.x[b] > s.hi[b] {
		sign = -1
	}
	for i := range s.m {
		into[i] = sign * s.tab[r*w+s.n+i]
	}
	if b >= s.n {
		into[b-s.n] = -sign
	}
}
