package exchange

import (
	"math"
	"math/bits"
)

// Proofs are made here, in integers. For any multipliers λ of the rows,
//
//	cost·x <= Σ max(λᵢ·loᵢ, λᵢ·hiᵢ) + Σ max over [lowerⱼ, upperⱼ] of (costⱼ - Σ λᵢ aᵢⱼ)·xⱼ
//
// holds for every x that keeps rows and bounds (weak duality). The multipliers
// may come from anywhere, here from a simplex in floating point: rounded to
// integers over a power of two they prove a bound exactly, good or poor.
// (Neumaier and Shcherbina, Safe bounds in linear and mixed-integer linear
// programming, 2004, with integers in place of directed rounding.)

// noBound is what a proof gives that came to nothing.
const noBound = math.MaxInt64

// An i128 is a signed sum of products of counts and multipliers.
type i128 struct {
	hi int64
	lo uint64
}

// add adds a*b.
func (s *i128) add(a, b int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if a < 0 {
		hi -= uint64(b)
	}
	if b < 0 {
		hi -= uint64(a)
	}
	var c uint64
	s.lo, c = bits.Add64(s.lo, lo, 0)
	h, _ := bits.Add64(uint64(s.hi), hi, c)
	s.hi = int64(h)
}

// word gives the value if it fits one word with room to spare.
func (s i128) word() (int64, bool) {
	v := int64(s.lo)
	return v, (s.hi == 0 && v >= 0 || s.hi == -1 && v < 0) && v != math.MinInt64
}

// floor gives the value divided by 2^k, rounded down; ok is false if it does
// not fit.
func (s i128) floor(k uint) (int64, bool) {
	if k > 0 {
		s.lo = s.lo>>k | uint64(s.hi)<<(64-k)
		s.hi >>= k
	}
	return s.word()
}

// proveBound gives an upper bound of cost·x that the multipliers prove, or
// noBound. With a nil cost it bounds 0: a negative result proves that nothing
// keeps the rows.
func proveBound(p *program, cost []int64, lower, upper []int64, multipliers []float64, scratch *proofScratch) int64 {
	largest, product := 1.0, 1.0
	for i, m := range multipliers {
		if math.IsNaN(m) || math.IsInf(m, 0) {
			return noBound
		}
		largest = max(largest, math.Abs(m))
		if m = math.Abs(m); m > 0 {
			for _, c := range p.rows[i].coefs {
				product = max(product, m*math.Abs(float64(c)))
			}
		}
	}
	// As fine as leaves room for the products of multipliers and coefficients.
	k := uint(max(0, min(46, 48-math.Ilogb(largest), 51-math.Ilogb(product))))
	if largest > 1<<40 {
		return noBound
	}
	scratch.over = 1 << k
	n := len(p.cost)
	reduced := scratch.reduced[:n]
	for j := range reduced {
		reduced[j] = i128{}
		if cost != nil {
			reduced[j].add(cost[j], 1<<k)
		}
	}
	var sum i128
	for i := range p.rows {
		lambda := int64(math.Round(math.Ldexp(multipliers[i], int(k))))
		r := &p.rows[i]
		if lambda > 0 && r.noHi || lambda < 0 && r.noLo {
			lambda = 0 // proves nothing that the ranges do not
		}
		scratch.whole[i] = lambda
		if lambda == 0 {
			continue
		}
		if lambda > 0 {
			sum.add(lambda, r.hi)
		} else {
			sum.add(lambda, r.lo)
		}
		for e, v := range r.vars {
			reduced[v].add(-lambda, r.coefs[e])
		}
	}
	for j := range reduced {
		c, ok := reduced[j].word()
		if !ok {
			return noBound
		}
		if c > 0 {
			sum.add(c, upper[j])
		} else {
			sum.add(c, lower[j])
		}
	}
	v, ok := sum.floor(k)
	if !ok {
		return noBound
	}
	return v
}

// A proofScratch is where a proof is worked; whole and over are what proved it.
type proofScratch struct {
	reduced []i128
	whole   []int64
	over    int64
}

func newScratch(p *program) *proofScratch {
	return &proofScratch{reduced: make([]i128, len(p.cost)), whole: make([]int64, len(p.rows))}
}

// keeps says, in integers, whether x keeps every row.
func (p *program) keeps(x []int64) bool {
	for i := range p.rows {
		r := &p.rows[i]
		var sum i128
		for e, v := range r.vars {
			sum.add(r.coefs[e], x[v])
		}
		a, ok := sum.word()
		if !ok || a < r.lo || a > r.hi {
			return false
		}
	}
	return true
}

func dot(cost, x []int64) int64 {
	var sum int64
	for j, c := range cost {
		sum += c * x[j]
	}
	return sum
}
