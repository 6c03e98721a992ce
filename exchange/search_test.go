package exchange

import (
	"math"
	"math/rand/v2"
	"testing"
)

func randomProgram(r *rand.Rand) (p *program, lower, upper []int64) {
	n := 1 + r.IntN(5)
	p = &program{cost: make([]int64, n)}
	lower, upper = make([]int64, n), make([]int64, n)
	for j := range n {
		p.cost[j], lower[j] = int64(r.IntN(9)-4), int64(r.IntN(3)-1)
		upper[j] = lower[j] + int64(r.IntN(5))
	}
	for range r.IntN(5) {
		row := matrixRow{lo: -unbounded, hi: unbounded}
		for j := range n {
			if c := int64(r.IntN(13) - 6); c != 0 {
				row.vars, row.coefs = append(row.vars, int32(j)), append(row.coefs, c)
			}
		}
		at := int64(r.IntN(21) - 6)
		switch r.IntN(3) {
		case 0:
			row.hi = at
		case 1:
			row.lo = at
		case 2:
			row.lo, row.hi = at, at+int64(r.IntN(3))
		}
		p.rows = append(p.rows, clip(row, lower, upper))
	}
	return p, lower, upper
}

// bestPoint tries every point of the box; ok is false if none keeps the rows.
func bestPoint(p *program, lower, upper []int64) (best int64, ok bool) {
	x := append([]int64(nil), lower...)
	best = math.MinInt64
	for {
		if p.keeps(x) {
			best, ok = max(best, dot(p.cost, x)), true
		}
		j := 0
		for ; j < len(x); j++ {
			if x[j]++; x[j] <= upper[j] {
				break
			}
			x[j] = lower[j]
		}
		if j == len(x) {
			return best, ok
		}
	}
}

func TestSearchAgainstEveryPoint(t *testing.T) {
	var possible, impossible int
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed, 5))
		p, lower, upper := randomProgram(r)
		want, ok := bestPoint(p, lower, upper)
		got := search(p, lower, upper, nil, &budget{nodes: 100_000})
		if !got.proved || ok != (got.x != nil) {
			t.Fatalf("program %d: proved %v, found %v, there is one: %v", seed, got.proved, got.x, ok)
		}
		if !ok {
			impossible++
			continue
		}
		possible++
		if got.value != want || !p.keeps(got.x) || dot(p.cost, got.x) != want {
			t.Fatalf("program %d: %d at %v, best %d", seed, got.value, got.x, want)
		}
		// Any multipliers prove a true bound, and never that nothing is there.
		multipliers := make([]float64, len(p.rows))
		for range 5 {
			for i := range multipliers {
				multipliers[i] = r.NormFloat64() * math.Pow(10, float64(r.IntN(9)-4))
			}
			s := newScratch(p)
			if b := proveBound(p, p.cost, lower, upper, multipliers, s); b < want {
				t.Fatalf("program %d: multipliers %v prove %d, but %d is reached", seed, multipliers, b, want)
			}
			if proveBound(p, nil, lower, upper, multipliers, s) < 0 {
				t.Fatalf("program %d: multipliers %v prove that nothing keeps the rows", seed, multipliers)
			}
		}
	}
	if possible < 5000 || impossible < 2000 {
		t.Errorf("%d possible, %d impossible: too much alike", possible, impossible)
	}
}

// Counts near 2^40 and coefficients near 2^20 do not overflow a proof.
func TestProofsDoNotOverflow(t *testing.T) {
	const many = int64(1) << 40
	p := &program{cost: []int64{1, 1}, rows: []matrixRow{clip(matrixRow{vars: []int32{0, 1}, coefs: []int64{1 << 20, -1}, hi: 0, lo: 0}, []int64{0, 0}, []int64{many, many})}}
	f := search(p, []int64{0, 0}, []int64{many, many}, []int64{0, 0}, &budget{nodes: 1000})
	if want := many + many>>20; !f.proved || f.value != want {
		t.Errorf("%d, proved %v; want %d", f.value, f.proved, want)
	}
}
