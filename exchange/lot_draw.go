package exchange

import (
	"math"
	"slices"
)

// The draw between classes. Where different classes are equal in every tier, people
// are drawn one by one in the order of the lot, and each goes if a best plan with
// everybody drawn before still exists (random serial dictatorship, Abdulkadiroğlu
// and Sönmez 1998).

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
	d := &drawing{m: m, queues: m.tickets(cells, open), open: open, x: slices.Clone(x), lower: lower, upper: upper, taken: make([]int64, len(x)),
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
	queues       []queue // per variable
	open         []int32 // variables whose people are still drawn
	x            []int64 // a best plan that takes everybody drawn so far
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
		if n := numbers[j]; n < int64(len(d.queues[j].people)) {
			if t := d.queues[j].people[n]; !some || d.m.less(t, first.drawn) < 0 {
				first, some = place{t, j}, true
			}
		}
	}
	return first, some
}

// at counts those of an open cell whose number is at most so high, between first and high.
func (d *drawing) at(j int32, lot uint64) int {
	return d.queues[j].upTo(lot, int(d.low[j]), int(d.high[j]))
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
			highest = max(highest, d.queues[j].people[r-1].lot)
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
		d.low[j], d.high[j] = int32(n), int32(len(d.queues[j].people))
		want[j] = int64(n)
	}
	return d.certain(want)
}

// ahead counts those of an open cell who stand before somebody.
func (d *drawing) ahead(j int32, t place) int {
	q := &d.queues[j]
	n := q.upTo(t.lot, 0, len(q.people))
	for n > 0 && d.m.less(q.people[n-1], t.drawn) >= 0 {
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
