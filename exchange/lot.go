package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"sort"
)

// The lot. Everybody's number is the first eight bytes of
// SHA-256(seed, newline, id), so that anyone who knows the seed can check it
// and nobody who published the seed beforehand can choose it. Lower goes first.
//
// Where different classes are equal in every tier, people are drawn one by one
// in that order, and each goes if a best plan with everybody drawn before still
// exists (random serial dictatorship, Abdulkadiroğlu and Sönmez 1998).

func lotNumber(seed, id string) uint64 {
	var l lottery
	l.begin(seed)
	return l.number(id)
}

// A lottery gives people's numbers under one seed.
type lottery struct {
	buf  []byte
	seed int
}

func (l *lottery) begin(seed string) {
	l.buf = append(append(make([]byte, 0, 128), seed...), '\n')
	l.seed = len(l.buf)
}

func (l *lottery) number(id string) uint64 {
	l.buf = append(l.buf[:l.seed], id...)
	sum := sha256.Sum256(l.buf)
	return binary.BigEndian.Uint64(sum[:8])
}

type drawn struct {
	lot uint64
	i   int32
}

// byLot sorts people (indexes) by lot, then id.
func (m *model) byLot(people []int32) []int32 {
	d := make([]drawn, len(people))
	var l lottery
	l.begin(m.terms.Seed)
	for k, i := range people {
		d[k] = drawn{l.number(m.roll.IDs[i]), i}
	}
	slices.SortFunc(d, func(a, b drawn) int {
		return cmp.Or(cmp.Compare(a.lot, b.lot), cmp.Compare(m.roll.IDs[a.i], m.roll.IDs[b.i]))
	})
	out := make([]int32, len(people))
	for k := range d {
		out[k] = d[k].i
	}
	return out
}

// mostLotWork bounds the draw between classes, in cells × cells × rows of the
// piece: about what a second of search takes. Above it the draw between classes
// is left out (within a class it always takes place), and the plan says so.
const mostLotWork = 100_000_000

// drawLot chooses among the best plans of a piece by serial draw. The rows of
// p hold every tier at its best, x is one best plan. It gives the chosen plan,
// and false if the draw was too large or the budget ended first.
func (m *model) drawLot(p *program, cells []int32, lower, upper, x []int64, b *budget) ([]int64, bool) {
	if b.noDraw || len(x)*len(x)*(len(p.rows)+1) > mostLotWork {
		return x, false
	}
	clear(p.cost)
	lower, upper = slices.Clone(lower), slices.Clone(upper)
	// Cells whose number is the same in every best plan need no draw.
	var open []int32
	for j := range x {
		if lower[j] == upper[j] {
			continue
		}
		var ends [2]int64
		for e, sign := range []int64{1, -1} {
			p.cost[j] = sign
			f := search(p, lower, upper, x, b)
			if !f.proved && f.bound > f.value {
				return x, false
			}
			ends[e] = sign * f.value
		}
		p.cost[j] = 0
		lower[j], upper[j] = ends[1], ends[0]
		if ends[0] > ends[1] && cells[j] >= 0 {
			open = append(open, int32(j))
		}
	}
	if len(open) == 0 {
		return x, true
	}
	if m.cellOf == nil {
		m.listPeople()
	}
	var people []int32
	varOf := map[int32]int32{}
	for _, j := range open {
		people = append(people, m.cells[cells[j]].people...)
		varOf[cells[j]] = j
	}
	order := m.byLot(people)
	floor := slices.Clone(lower) // people drawn so far, or certain
	taken := make([]int64, len(x))
	closed := make([]bool, len(x))
	// reach gives the numbers if the first n of order go, those of closed cells apart.
	reach := func(n int) []int64 {
		count := slices.Clone(taken)
		for _, i := range order[:n] {
			if j := varOf[m.cellOf[i]]; !closed[j] {
				count[j]++
			}
		}
		for j := range count {
			count[j] = max(count[j], lower[j])
		}
		return count
	}
	for len(order) > 0 {
		failed := false
		n := sort.Search(len(order), func(n int) bool {
			if failed {
				return true
			}
			want := reach(n + 1)
			fits, above := true, true
			for j := range want {
				above = above && want[j] <= x[j]
				fits = fits && want[j] <= upper[j]
			}
			if above {
				return false
			}
			if !fits {
				return true
			}
			f := search(p, want, upper, nil, b)
			if f.x != nil {
				x = f.x
				return false
			}
			failed = failed || !f.proved
			return true
		})
		if failed {
			return x, false
		}
		floor = reach(n)
		if n == len(order) {
			break
		}
		// The next is refused, and so is everybody of his cell after him.
		j := varOf[m.cellOf[order[n]]]
		for _, i := range order[:n] {
			if k := varOf[m.cellOf[i]]; !closed[k] {
				taken[k]++
			}
		}
		closed[j] = true
		upper[j] = floor[j]
		rest := order[:0:0]
		for _, i := range order[n+1:] {
			if !closed[varOf[m.cellOf[i]]] {
				rest = append(rest, i)
			}
		}
		order = rest
	}
	if slices.Equal(floor, x) {
		return x, true
	}
	f := search(p, floor, upper, nil, b)
	if f.x == nil {
		return x, false
	}
	return f.x, true
}
