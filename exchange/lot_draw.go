package exchange

import (
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
	drawnFrom := make([]int32, len(x)) // per variable; -1 where nothing is to be drawn
	for j := range drawnFrom {
		drawnFrom[j] = -1
	}
	for _, j := range open {
		drawnFrom[j] = cells[j]
	}
	l := m.newLine(drawnFrom)
	if m.people == nil {
		m.lines = append(m.lines, l) // whoever marks those who go needs it again
	}
	d := &drawing{line: l, x: slices.Clone(x), lower: lower, upper: upper, taken: make([]int64, len(x)),
		closed: make([]bool, len(x)), seen: make([]int32, len(x)), ranks: make([]int32, len(x)), want: make([]int64, len(x))}
	for j, c := range drawnFrom {
		d.closed[j] = c < 0
	}
	d.barred = l.left(upper)
	for d.next() {
		// Everybody before d.at can go; high is a place of which it is known that not
		// everybody before it can.
		high, walled := d.bar(), false
		for k := len(d.walls) - 1; k >= 0 && !walled; k-- {
			if at, ok := d.stands(d.walls[k], high); ok {
				high, walled = at, true
			}
		}
		for settled := false; !settled; {
			if high == d.at+1 {
				d.refuse()
				break
			}
			middle := d.at + (high-d.at)/2
			if walled {
				middle = high - 1
			}
			want, found := d.upTo(middle), found{proved: true}
			var why *wall
			if found.x, found.proved, why = q.plan(want, d.upper); !found.proved {
				if found = search(p, slices.Clone(want), d.upper, nil, b); found.x == nil && !found.proved {
					return d.x, false
				}
			}
			if found.x != nil {
				d.x, settled = found.x, true // and on from there
				continue
			}
			high, walled = middle, false
			if why == nil {
				continue
			}
			if at, ok := d.stands(why, high); ok {
				high, walled = at, true
				d.walls = append(d.walls[max(0, len(d.walls)-mostWalls):], why)
			}
		}
	}
	return d.x, true
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

// A drawing is a draw under way. Of closed cells taken says how many go.
type drawing struct {
	line         *line   // its lists are the variables
	x            []int64 // a best plan that takes everybody drawn so far
	lower, upper []int64
	taken        []int64
	walls        []*wall // the latest
	refused      int
	closed       []bool  // per variable: nobody is drawn any more
	barred       []int32 // per variable: the place of the first who cannot go, whatever becomes of others
	at           int     // the place of the first whom x does not take
	seen         []int32 // per variable: how many stand before at, while it is open
	ranks        []int32 // per variable: room to count in
	want         []int64 // per variable: what upTo gives, until it gives the next
}

// next goes on to the first person of an open cell whom the plan at hand does not take.
func (d *drawing) next() bool {
	for ; d.at < len(d.line.people); d.at++ {
		if j := d.line.people[d.at].list; !d.closed[j] {
			if int64(d.seen[j]) == d.x[j] {
				return true
			}
			d.seen[j]++
		}
	}
	return false
}

// bar gives the least place known to have somebody before it who cannot go: beyond the end
// if there is none.
func (d *drawing) bar() int {
	least := int32(len(d.line.people))
	for j, at := range d.barred {
		if !d.closed[j] {
			least = min(least, at)
		}
	}
	return int(least) + 1
}

// upTo gives the numbers if everybody before a place goes, and with them who goes in every best plan.
func (d *drawing) upTo(place int) []int64 {
	d.line.before(place, d.ranks)
	for j, n := range d.ranks {
		d.want[j] = max(d.taken[j], d.lower[j])
		if !d.closed[j] {
			d.want[j] = max(int64(n), d.lower[j])
		}
	}
	return d.want
}

// refuse closes the cell of whoever is next.
func (d *drawing) refuse() {
	j := d.line.people[d.at].list
	d.taken[j], d.upper[j] = d.x[j], d.x[j]
	d.closed[j] = true
	d.refused++
}
