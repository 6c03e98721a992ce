package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"sync"

	"github.com/dchest/siphash"
)

// The lot. Everybody's number is SipHash-2-4 (Aumasson and Bernstein 2012) of
// his id under the first sixteen bytes of the seed's SHA-256, its eight bytes
// read in the order in which they are printed: anyone who knows the seed can
// check it (docs/exchange.md has the command), and nobody who published the seed
// beforehand can choose it. Lower goes first.
//
// Where different classes are equal in every tier, people are drawn one by one
// in that order, and each goes if a best plan with everybody drawn before still
// exists (random serial dictatorship, Abdulkadiroğlu and Sönmez 1998).

// A lottery gives people's numbers under one seed: it is the two halves of its key.
type lottery struct{ k0, k1 uint64 }

func newLottery(seed string) lottery {
	key := sha256.Sum256([]byte(seed))
	return lottery{binary.LittleEndian.Uint64(key[:]), binary.LittleEndian.Uint64(key[8:])}
}

func (l lottery) number(id []byte) uint64 {
	return bits.ReverseBytes64(siphash.Hash(l.k0, l.k1, id))
}

type drawn struct {
	lot uint64
	i   int32
}

// byLot sorts people (indexes) by lot, then id.
func (m *model) byLot(people []int32) []int32 {
	d := make([]drawn, len(people))
	l := newLottery(m.terms.Seed)
	for k, i := range people {
		d[k] = drawn{l.number([]byte(m.roll.IDs[i])), i}
	}
	m.inOrder(d, new(sortingRoom))
	out := make([]int32, len(people))
	for k := range d {
		out[k] = d[k].i
	}
	return out
}

// mostLotWork bounds the draw between classes, in cells × cells × rows of the
// piece: about what a second of search takes. Above it the draw between classes
// is left out (within a class it always takes place), and the plan says so.
const mostLotWork = 2_000_000_000

// drawLot chooses among the best plans of a piece by serial draw. The rows of
// p hold every tier at its best, x is one best plan. It gives the chosen plan,
// and false if the draw was too large or the budget ended first.
//
// Not everybody is asked about. In the order of the lot, whoever the plan at hand
// takes with all before him goes; so the first whom it does not take is the first of
// whom anything is to be decided. Whether everybody up to a number of the lot can
// go is one search, and a plan found takes the draw on from there. Where they cannot,
// the proof of it is a wall (lot_wall.go) that tells up to which number they could;
// without one numbers are halved, until one person is left who cannot. He is refused,
// and so is everybody of his cell after him.
func (m *model) drawLot(p *program, cells []int32, lower, upper, x []int64, b *budget) ([]int64, bool) {
	if b.noDraw || len(x)*len(x)*(len(p.rows)+1) > mostLotWork {
		return x, false
	}
	clear(p.cost)
	lower, upper = slices.Clone(lower), slices.Clone(upper)
	q := newProbe(p, lower, upper)
	open, ok := fixed(q, cells, lower, upper, x, b)
	if !ok {
		return x, false
	}
	if len(open) == 0 {
		return x, true
	}
	d := &drawing{m: m, lists: m.tickets(cells, open), open: open, x: slices.Clone(x), lower: lower, upper: upper, taken: make([]int64, len(x)),
		closed: make([]bool, len(x)), low: make([]int32, len(x)), high: make([]int32, len(x))}
	for j := range d.closed {
		d.closed[j] = !slices.Contains(open, int32(j))
	}
	for {
		first, some := d.first(d.x)
		if !some {
			return d.x, true // the plan takes everybody of whom the draw is open
		}
		high := uint64(math.MaxUint64)
		if barred, some := d.first(d.upper); some {
			high = barred.lot // he cannot go, whatever becomes of the others
		}
		before := d.before(first)
		walled := false
		for k := len(d.walls) - 1; k >= 0 && !walled; k-- {
			if at, ok := d.stands(d.walls[k], first.lot, high); ok {
				high, walled = at, true
			}
		}
		for settled := false; !settled; {
			var n int64
			if n, high = d.between(before, high); n == 1 {
				d.refuse(first)
				break
			}
			middle := first.lot + (high-first.lot)/2
			if walled && high > first.lot {
				middle = high - 1 // all before the wall
			}
			want := d.upTo(middle)
			if middle == high { // people of one number, by their ids
				want = slices.Clone(before)
				want[first.j]++
			}
			found, wall := found{proved: true}, (*wall)(nil)
			if !above(want, d.upper) {
				if found.x, found.proved, wall = q.plan(want, d.upper); !found.proved {
					if found = search(p, want, d.upper, nil, b); found.x == nil && !found.proved {
						return d.x, false
					}
				}
			}
			walled = false
			switch {
			case found.x != nil:
				d.x, settled = found.x, true // and on from there
			case middle == high:
				d.refuse(first)
				settled = true
			default:
				high = middle
				if wall == nil {
					break
				}
				if at, ok := d.stands(wall, first.lot, high); ok {
					high, walled = at, true
					d.walls = append(d.walls[max(0, len(d.walls)-mostWalls):], wall)
				}
			}
		}
	}
}

// above says whether some number is greater than its bound.
func above(want, bound []int64) bool {
	for j := range want {
		if want[j] > bound[j] {
			return true
		}
	}
	return false
}

// fixed narrows the ranges to what best plans have, and gives the variables of cells
// that are not the same in all of them. x is a best plan; so is every one found on
// the way, and shows ends that need no search.
func fixed(q *probe, cells []int32, lower, upper, x []int64, b *budget) (open []int32, ok bool) {
	least, most := slices.Clone(x), slices.Clone(x)
	for j := range x {
		if lower[j] == upper[j] {
			continue
		}
		for _, sign := range []int64{1, -1} {
			if sign > 0 && most[j] == upper[j] || sign < 0 && least[j] == lower[j] {
				continue
			}
			q.p.cost[j] = sign
			f := q.best(lower, upper)
			if !f.proved {
				f = search(q.p, lower, upper, x, b)
			}
			q.p.cost[j] = 0
			if !f.proved && f.bound > f.value {
				return nil, false
			}
			for k, n := range f.x {
				least[k], most[k] = min(least[k], n), max(most[k], n)
			}
		}
		lower[j], upper[j] = least[j], most[j]
		if most[j] > least[j] && cells[j] >= 0 {
			open = append(open, int32(j))
		}
	}
	return open, true
}

// A place is somebody's place in the draw: the number, then the id.
type place struct {
	drawn
	j int32 // the variable of his cell
}

// A drawing is a draw under way. Of closed cells taken says how many go.
type drawing struct {
	m            *model
	lists        [][]drawn // per variable, in the order of the lot
	open         []int32   // variables whose people are still drawn
	x            []int64   // a best plan that takes everybody drawn so far
	lower, upper []int64
	taken        []int64
	walls        []*wall // the latest
	refused      int
	closed       []bool  // per variable: no longer open
	low, high    []int32 // per variable: how many of its list stand before whoever is asked about, and at most up to where he is asked
}

// first gives the first person of an open cell whom the numbers do not take.
func (d *drawing) first(numbers []int64) (first place, some bool) {
	for _, j := range d.open {
		if n := numbers[j]; n < int64(len(d.lists[j])) {
			if t := d.lists[j][n]; !some || d.m.less(t, first.drawn) < 0 {
				first, some = place{t, j}, true
			}
		}
	}
	return first, some
}

// rank counts those of a list whose number is at most so high, where it is known that they
// are lo at least and hi at most. Numbers are spread evenly, so it looks first where it
// should be, and then farther and farther off.
func rank(list []drawn, lo, hi int, lot uint64) int {
	if lo == hi {
		return lo
	}
	share, _ := bits.Mul64(lot, uint64(len(list)))
	from := min(max(int(share), lo), hi)
	to := from // list[:from] are no higher, list[to:] are
	for step := 4; from > lo && list[from-1].lot > lot; step *= 2 {
		to, from = from-1, max(lo, from-step)
	}
	for step := 4; to < hi && list[to].lot <= lot; step *= 2 {
		from, to = to+1, min(hi, to+step)
	}
	for from < to {
		if middle := (from + to) / 2; list[middle].lot <= lot {
			from = middle + 1
		} else {
			to = middle
		}
	}
	return from
}

// at counts those of an open cell whose number is at most so high, between first and high.
func (d *drawing) at(j int32, lot uint64) int {
	return rank(d.lists[j], int(d.low[j]), int(d.high[j]), lot)
}

// between counts the people of open cells after those before somebody whose number
// is at most so high, and gives the highest number among them. From there on nobody
// higher is asked about.
func (d *drawing) between(before []int64, lot uint64) (n int64, highest uint64) {
	for _, j := range d.open {
		r := d.at(j, lot)
		d.high[j] = int32(r)
		if int64(r) > before[j] {
			n += int64(r) - before[j]
			highest = max(highest, d.lists[j][r-1].lot)
		}
	}
	return n, highest
}

// upTo gives the numbers if everybody whose number is at most so high goes.
func (d *drawing) upTo(lot uint64) []int64 {
	want := slices.Clone(d.taken)
	for _, j := range d.open {
		want[j] = int64(d.at(j, lot))
	}
	return d.certain(want)
}

// before gives the numbers if everybody before somebody goes. Of them nobody is asked about again.
func (d *drawing) before(t place) []int64 {
	want := slices.Clone(d.taken)
	for _, j := range d.open {
		n := d.ahead(j, t)
		d.low[j], d.high[j] = int32(n), int32(len(d.lists[j]))
		want[j] = int64(n)
	}
	return d.certain(want)
}

// ahead counts those of an open cell who stand before somebody.
func (d *drawing) ahead(j int32, t place) int {
	n := rank(d.lists[j], 0, len(d.lists[j]), t.lot)
	for n > 0 && d.m.less(d.lists[j][n-1], t.drawn) >= 0 {
		n--
	}
	return n
}

// certain adds those who go in every best plan.
func (d *drawing) certain(want []int64) []int64 {
	for j := range want {
		want[j] = max(want[j], d.lower[j])
	}
	return want
}

// refuse closes the cell of somebody who cannot go.
func (d *drawing) refuse(t place) {
	d.taken[t.j], d.upper[t.j] = d.x[t.j], d.x[t.j]
	d.closed[t.j] = true
	d.refused++
	d.open = slices.DeleteFunc(slices.Clone(d.open), func(j int32) bool { return j == t.j })
}

// tickets draws the numbers of everybody in the cells of the open variables: per variable, in
// the order of the lot. They are kept by cell: whoever marks those who go needs them again.
func (m *model) tickets(cells, open []int32) [][]drawn {
	varOf := make([]int32, len(m.cells))
	for c := range varOf {
		varOf[c] = -1
	}
	for _, j := range open {
		varOf[cells[j]] = j
	}
	out := m.numbers(varOf, len(cells))
	rooms := make([]sortingRoom, workers(m.roll.Len()))
	m.sideBySide(len(open), func(w, e int) { m.inOrder(out[open[e]], &rooms[w]) })
	if m.lots == nil {
		m.lots = map[int32][]drawn{}
	}
	for _, j := range open {
		m.lots[cells[j]] = out[j]
	}
	return out
}

// sideBySide does n pieces of work, each worker every so many of them.
func (m *model) sideBySide(n int, work func(w, e int)) {
	var wait sync.WaitGroup
	k := workers(m.roll.Len())
	for w := range k {
		wait.Go(func() {
			for e := w; e < n; e += k {
				work(w, e)
			}
		})
	}
	wait.Wait()
}

// less is the order of the lot: by number, and people of one number by id.
func (m *model) less(a, b drawn) int {
	if a.lot != b.lot {
		return cmp.Compare(a.lot, b.lot)
	}
	return cmp.Compare(m.roll.IDs[a.i], m.roll.IDs[b.i])
}

// A sortingRoom is memory for inOrder, used again for one list after another.
type sortingRoom struct {
	list []drawn
	at   []int32
}

// inOrder puts people in the order of the lot. Numbers are spread evenly, so each has a place
// near which it belongs; from there few move on (bucket sort; Knuth, TAOCP 3, 5.2.5).
func (m *model) inOrder(list []drawn, room *sortingRoom) {
	n := len(list)
	if n < 16 {
		slices.SortFunc(list, m.less)
		return
	}
	place := func(d drawn) int {
		share, _ := bits.Mul64(d.lot, uint64(n))
		return int(share)
	}
	room.at = append(room.at[:0], make([]int32, n+1)...)
	at := room.at
	for _, d := range list {
		at[place(d)+1]++
	}
	for k := range n {
		at[k+1] += at[k]
	}
	room.list = append(room.list[:0], list...)
	sorted := room.list
	for _, d := range list {
		k := place(d)
		sorted[at[k]] = d
		at[k]++
	}
	// Insertion: whoever stands out of order moves within his place.
	for i, d := range sorted {
		k := i
		for ; k > 0 && m.less(d, list[k-1]) < 0; k-- {
			list[k] = list[k-1]
		}
		list[k] = d
	}
}

// numbers draws the number of everybody in cells that have a list, in no order. listOf says
// which of the lists a cell has, -1 for none.
func (m *model) numbers(listOf []int32, lists int) [][]drawn {
	if lists == 0 {
		return nil
	}
	of := make([]int32, len(m.cellOfKey)) // per profile
	for key, c := range m.cellOfKey {
		of[key] = -1
		if c >= 0 {
			of[key] = listOf[c]
		}
	}
	out := make([][]drawn, lists)
	total := int64(0)
	for c, l := range listOf {
		if l >= 0 {
			total += m.cells[c].n
		}
	}
	all := make([]drawn, total)
	for c, l := range listOf {
		if l >= 0 {
			out[l], all = all[:m.cells[c].n:m.cells[c].n], all[m.cells[c].n:]
		}
	}
	// How many of a list are in whose share is known when they are read: one half of the roll
	// fills each list from its beginning, the other from its end.
	n, draw := m.roll.Len(), newLottery(m.terms.Seed)
	fill := func(from, to int, back bool) {
		next := make([]int32, lists)
		var who, ends [256]int32
		var each [256]string
		var ids []byte
		for from < to {
			// Ids lie scattered in memory. A batch of them is gathered before it is drawn, so that
			// the processor waits for many at a time and not for each.
			k := 0
			for ; from < to && k < len(who); from++ {
				who[k] = int32(from)
				k += 1 + int(of[m.census.keys[from]]>>31) // no list is -1
			}
			for j, i := range who[:k] {
				each[j] = m.roll.IDs[i]
			}
			ids = ids[:0]
			for j, id := range each[:k] {
				ids = append(ids, id...)
				ends[j] = int32(len(ids))
			}
			begin := int32(0)
			for j, i := range who[:k] {
				l := of[m.census.keys[i]]
				at := next[l]
				next[l]++
				if back {
					at = int32(len(out[l])) - 1 - at
				}
				out[l][at] = drawn{draw.number(ids[begin:ends[j]]), i}
				begin = ends[j]
			}
		}
	}
	if workers(n) == 1 {
		fill(0, n, false)
		return out
	}
	var wait sync.WaitGroup
	wait.Go(func() { fill(0, n/2, true) })
	wait.Go(func() { fill(n/2, n, false) })
	wait.Wait()
	return out
}

// A probe answers quickly, one range after another, whether some plan is within:
// by narrowing, and by a linear program that goes on from where it stands. What
// neither settles is left to the search.
type probe struct {
	p       *program
	in      *ranges
	lp      *simplex
	prices  []float64
	scratch *proofScratch
}

func newProbe(p *program, lower, upper []int64) *probe {
	q := &probe{p: p, in: newRanges(p.rows, slices.Clone(lower), slices.Clone(upper)), prices: make([]float64, len(p.rows)), scratch: newScratch(p)}
	if len(p.rows) <= mostRows {
		q.lp = newSimplex(p)
		q.lp.ends()
		q.lp.price(make([]float64, q.lp.n+q.lp.m))
	}
	return q
}

// plan gives a plan within the ranges; nil with true says that it is proved there is
// none, and the wall, if there is one, why.
func (q *probe) plan(lower, upper []int64) (x []int64, sure bool, why *wall) {
	mark := len(q.in.trail)
	defer q.in.back(mark)
	for j := range lower {
		if lower[j] != q.in.lower[j] || upper[j] != q.in.upper[j] {
			q.in.set(int32(j), lower[j], upper[j])
		}
	}
	if !q.in.narrow() {
		// One row may show it, or the linear program what several together do.
		clear(q.prices)
		q.prices[q.in.broken] = q.in.side
		why := q.wall(lower, upper)
		if why == nil && q.lp != nil {
			if result, row := q.solveWithin(lower, upper); result == lpInfeasible {
				q.lp.ray(row, q.prices)
				why = q.wall(lower, upper)
			}
		}
		return nil, true, why
	}
	if q.lp == nil {
		return nil, false, nil
	}
	switch result, row := q.solve(); result {
	case lpInfeasible:
		q.lp.ray(row, q.prices)
		sure = proveBound(q.p, nil, q.in.lower, q.in.upper, q.prices, q.scratch) < 0
		return nil, sure, q.wall(lower, upper)
	case lpOptimal:
		if x = q.rounded(); q.p.keeps(x) {
			return x, true, nil
		}
	}
	return nil, false, nil
}

func (q *probe) solve() (lpResult, int) { return q.solveWithin(q.in.lower, q.in.upper) }

func (q *probe) solveWithin(lower, upper []int64) (lpResult, int) {
	for j := range lower {
		q.lp.lo[j], q.lp.hi[j] = float64(lower[j]), float64(upper[j])
	}
	return q.lp.resolve(50 * (q.lp.m + 20))
}

func (q *probe) rounded() []int64 {
	x := make([]int64, len(q.in.lower))
	for j := range x {
		x[j] = min(max(int64(math.Round(q.lp.x[j])), q.in.lower[j]), q.in.upper[j])
	}
	return x
}

// best gives a plan within the ranges that is best by the program's costs, if the
// linear program alone shows it.
func (q *probe) best(lower, upper []int64) (f found) {
	if q.lp == nil {
		return f
	}
	cost := make([]float64, q.lp.n+q.lp.m)
	for j, c := range q.p.cost {
		cost[j] = float64(c)
	}
	q.lp.price(cost)
	defer q.lp.price(make([]float64, len(cost)))
	copy(q.in.lower, lower)
	copy(q.in.upper, upper)
	if result, _ := q.solve(); result != lpOptimal {
		return f
	}
	q.lp.prices(q.prices)
	x := q.rounded()
	if v := dot(q.p.cost, x); q.p.keeps(x) && proveBound(q.p, q.p.cost, lower, upper, q.prices, q.scratch) == v {
		return found{x, v, v, true}
	}
	return f
}
