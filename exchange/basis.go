package exchange

import (
	"cmp"
	"math"
	"slices"
)

// The inverse of the basis is kept whole, row by row: of the rows of a sheet
// most do not bind, so most of it is nought, and a pivot passes over that. At
// some hundred rows this is faster than a factorisation and needs no second
// way to solve with its transpose.
//
// Products are rounded before they are added (float64(a*b)), so that processors
// which could do both in one step take the same way as those that cannot.

// mostPivots is how many pivots an inverse serves before it is made anew.
const mostPivots = 120

// inverseRow is row r of the inverse.
func (s *simplex) inverseRow(r int) []float64 { return s.inv[r*s.m : r*s.m+s.m] }

// restart takes the rows' activities as the basis.
func (s *simplex) restart() {
	clear(s.inv)
	for j := range s.inRow {
		s.inRow[j] = -1
	}
	for i := range s.m {
		s.inv[i*s.m+i] = -1
		s.basic[i], s.inRow[s.n+i] = int32(s.n+i), int32(i)
		s.weight[i] = 1
	}
	s.steps = 0
}

// refactor makes the inverse of the present basis anew. What does not belong in
// one, because it depends on the rest, is put at a bound.
func (s *simplex) refactor() {
	var inside []int32
	weights := make([]float64, s.n+s.m)
	for i, b := range s.basic {
		weights[b] = s.weight[i]
		if int(b) < s.n {
			inside = append(inside, b)
		}
	}
	slack := make([]bool, s.m) // whose activities are to stay in the basis
	for i := range s.m {
		slack[i] = s.inRow[s.n+i] >= 0
	}
	s.restart()
	slices.SortFunc(inside, func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.start[a+1]-s.start[a], s.start[b+1]-s.start[b]), cmp.Compare(a, b))
	})
	w := s.column
	for _, q := range inside {
		s.ftran(int(q), w)
		r := -1
		for i := range s.m {
			// Those whose activity leaves come first: the others stay if they can.
			if int(s.basic[i]) >= s.n && !slack[s.basic[i]-int32(s.n)] && math.Abs(w[i]) > 1e-7 && (r < 0 || math.Abs(w[i]) > math.Abs(w[r])) {
				r = i
			}
		}
		if r < 0 {
			s.x[q] = s.lo[q]
			continue
		}
		s.exchange(r, int(q), w)
	}
	for i, b := range s.basic {
		if s.weight[i] = weights[b]; weights[b] == 0 {
			s.weight[i] = 1
		}
	}
	s.steps = 0
}

// ftran takes the inverse times the column of variable k.
func (s *simplex) ftran(k int, w []float64) {
	if k >= s.n {
		e := k - s.n
		for i := range w {
			w[i] = -s.inv[i*s.m+e]
		}
		return
	}
	rows, vals := s.rowOf[s.start[k]:s.start[k+1]], s.val[s.start[k]:s.start[k+1]]
	for i := range w {
		row, v := s.inverseRow(i), 0.0
		for e, r := range rows {
			v += float64(vals[e] * row[r])
		}
		w[i] = v
	}
}

// exchange puts variable q into the basis in place r; w is its column times the
// inverse.
func (s *simplex) exchange(r, q int, w []float64) {
	row := s.inverseRow(r)
	s.filled = s.filled[:0]
	f := 1 / w[r]
	for k, v := range row {
		if v != 0 {
			row[k] = v * f
			s.filled = append(s.filled, int32(k))
		}
	}
	for i, f := range w {
		if i == r || f > -1e-13 && f < 1e-13 {
			continue
		}
		other := s.inverseRow(i)
		if len(s.filled)*2 > len(row) {
			for k, v := range row {
				other[k] -= float64(f * v)
			}
		} else {
			for _, k := range s.filled {
				other[k] -= float64(f * row[k])
			}
		}
		for _, k := range s.filled {
			if v := other[k]; v > -1e-12 && v < 1e-12 {
				other[k] = 0
			}
		}
	}
	s.inRow[s.basic[r]] = -1
	s.basic[r], s.inRow[q] = int32(q), int32(r)
	s.steps++
}

// tableauRow writes what basic variable r is of every variable outside the
// basis: basic = sum of alpha*x.
func (s *simplex) tableauRow(r int) []float64 {
	clear(s.alpha)
	for i, v := range s.inverseRow(r) {
		if v == 0 {
			continue
		}
		if s.inRow[s.n+i] < 0 {
			s.alpha[s.n+i] = v
		}
		vars, coefs := s.rowVars[s.rowStart[i]:s.rowStart[i+1]], s.rowVals[s.rowStart[i]:s.rowStart[i+1]]
		for e, k := range vars {
			s.alpha[k] -= float64(v * coefs[e])
		}
	}
	for _, b := range s.basic {
		s.alpha[b] = 0
	}
	return s.alpha
}
