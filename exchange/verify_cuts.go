package exchange

import (
	"fmt"
	"slices"
)

// A cut of a proof is derived anew from what it names. A sum of rows, each so
// many times over one number D, says of the numbers in them, measured from an
// end of their range, and of what each row leaves to its end:
//
//	Σ aᵢ·xᵢ = b, all xᵢ whole and not below nought, all over D
//
// With b = q·D + r, 0 < r < D, and g(a) = floor(a/D)·(D-r) + max(0, a mod D - r),
// every plan then keeps Σ g(aᵢ)·xᵢ <= g(b): g of a sum is at least the sum of g,
// and g(k·D) is k·(D-r). Written in people again and divided by what all its
// numbers have in common, rounding the end down, that is the cut.

// A derived row: at most hi.
type derived struct {
	demand            // of classes, questions, rounds
	cells     []int   // and of cells
	cellTimes []int64 // of each
}

// mostCutFactor bounds the numbers a cut is derived from.
const mostCutFactor = int64(1) << 30

// form is a sum of numbers of a part and of cells.
type form struct {
	numbers map[int]int64
	cells   map[int]int64
}

func (f *form) add(times int64, d *derived) error {
	put := func(m map[int]int64, v int, c int64) error {
		if c > 1<<31 || c < -1<<31 || times > 1<<31 || times < -1<<31 {
			return fmt.Errorf("a cut has a number that is too large")
		}
		if m[v] += times * c; m[v] > 1<<62 || m[v] < -1<<62 {
			return fmt.Errorf("a cut has a number that is too large")
		}
		return nil
	}
	for e, v := range d.at {
		if err := put(f.numbers, v, d.times[e]); err != nil {
			return err
		}
	}
	for e, c := range d.cells {
		if err := put(f.cells, c, d.cellTimes[e]); err != nil {
			return err
		}
	}
	return nil
}

// overCells writes classes as the cells they are made of.
func (k *reckoning) overCells(d *derived) *derived {
	out := &derived{demand: demand{lo: d.lo, hi: d.hi, noLo: d.noLo, no: d.no}, cells: d.cells, cellTimes: d.cellTimes}
	for e, v := range d.at {
		if v >= len(k.grades) {
			out.at, out.times = append(out.at, v), append(out.times, d.times[e])
			continue
		}
		for _, c := range k.grades[v].cells {
			out.cells, out.cellTimes = append(out.cells[:len(out.cells):len(out.cells)], c), append(out.cellTimes[:len(out.cellTimes):len(out.cellTimes)], d.times[e])
		}
	}
	return out
}

// tierRow is a settled tier as a row over cells.
func (k *reckoning) tierRow(members []int, tier int, value int64) *derived {
	d := &derived{demand: demand{lo: value, hi: value}}
	for _, v := range members {
		if v >= len(k.grades) {
			if k.optional[v] && tier == k.keptTier {
				d.at, d.times = append(d.at, v), append(d.times, 1)
			}
			continue
		}
		for _, c := range k.grades[v].cells {
			if g := k.cells[c].gain[tier]; g != 0 {
				d.cells, d.cellTimes = append(d.cells, c), append(d.cellTimes, g)
			}
		}
	}
	return d
}

// overClasses writes cells as the classes they make up; nil if they are not all
// of a class, alike.
func (k *reckoning) overClasses(d *derived) *derived {
	times := map[int]int64{}
	for e, c := range d.cells {
		times[c] = d.cellTimes[e]
	}
	out := &derived{demand: demand{at: slices.Clone(d.at), times: slices.Clone(d.times), lo: d.lo, hi: d.hi}}
	for g := range k.grades {
		first := times[k.grades[g].cells[0]]
		for _, c := range k.grades[g].cells {
			if times[c] != first {
				return nil
			}
		}
		if first != 0 {
			out.at, out.times = append(out.at, g), append(out.times, first)
		}
	}
	return out
}

func modulo(a, n int64) (q, r int64) {
	if q, r = a/n, a%n; r < 0 {
		q, r = q-1, r+n
	}
	return q, r
}

// cut derives a cut. base are the ranges of the part's numbers as its rows alone
// narrow them.
func (r *treeReader) cut(c *Cut, base []within) (*derived, error) {
	k := r.k
	if c.Over < 2 || c.Over > mostCutFactor {
		return nil, fmt.Errorf("a cut is over %d", c.Over)
	}
	sum := &form{map[int]int64{}, map[int]int64{}}
	var rows []*derived
	var times []int64
	var b big
	lean := func(d *derived, n int64) error {
		if n > mostCutFactor || n < -mostCutFactor {
			return fmt.Errorf("a cut has a multiplier that is too large")
		}
		if d.no && d.noLo {
			return fmt.Errorf("a cut leans on a row that has no end")
		}
		d = k.merged(d)
		rows, times = append(rows, d), append(times, n)
		b.plus(n, d.end())
		return sum.add(n, d)
	}
	for _, one := range c.Rows {
		if len(one) != 2 {
			return nil, fmt.Errorf("a cut names a row without its multiplier")
		}
		d := r.row(one[0])
		if d == nil {
			return nil, fmt.Errorf("a cut names row %d, which is none of its part", one[0])
		}
		if c.Cells {
			d = k.overCells(d)
		} else if len(d.cells) > 0 {
			return nil, fmt.Errorf("a cut over classes leans on one over cells")
		}
		if err := lean(d, one[1]); err != nil {
			return nil, err
		}
	}
	for _, one := range c.Tiers {
		if len(one) != 2 || one[0] < 0 || one[0] >= int64(len(r.settled)) {
			return nil, fmt.Errorf("a cut names a tier that is not settled")
		}
		d := k.tierRow(r.members, int(one[0]), r.settled[one[0]])
		if !c.Cells {
			if d = k.overClasses(d); d == nil {
				return nil, fmt.Errorf("a cut over classes leans on a tier that counts some of a class")
			}
		}
		if err := lean(d, one[1]); err != nil {
			return nil, err
		}
	}
	out := &form{map[int]int64{}, map[int]int64{}}
	top, topCells := map[int]bool{}, map[int]bool{}
	for _, v := range c.Top {
		top[v] = true
	}
	for _, v := range c.TopCells {
		topCells[v] = true
	}
	// Each number measured from an end of its range: first what that makes of b.
	each := func(give func(m map[int]int64, v int, a int64, w within, top bool) error) error {
		for v, a := range sum.numbers {
			if err := give(out.numbers, v, a, base[k.spot[v]], top[v]); err != nil {
				return err
			}
		}
		for c, a := range sum.cells {
			if err := give(out.cells, c, a, k.cellRange(c, base), topCells[c]); err != nil {
				return err
			}
		}
		return nil
	}
	err := each(func(_ map[int]int64, _ int, a int64, w within, top bool) error {
		if a > 1<<53 || a < -1<<53 {
			return fmt.Errorf("a cut has a number that is too large")
		}
		if top {
			b.plus(-a, w.hi)
		} else {
			b.plus(-a, w.lo)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	q, exact, ok := b.split(c.Over)
	if !ok || exact || q > 1<<53 || q < -1<<53 {
		return nil, fmt.Errorf("a cut has nothing to round, or its numbers are too large")
	}
	b.plus(-q, c.Over)
	rest := int64(b.lo)
	g := func(a int64) int64 {
		q, m := modulo(a, c.Over)
		return q*(c.Over-rest) + max(0, m-rest)
	}
	var hi big
	hi.plus(q, c.Over-rest)
	err = each(func(m map[int]int64, v int, a int64, w within, top bool) error {
		if top {
			n := g(-a)
			m[v] = -n
			hi.plus(-n, w.hi)
		} else {
			n := g(a)
			m[v] = n
			hi.plus(n, w.lo)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for e, d := range rows {
		if !d.no && !d.noLo && d.lo == d.hi {
			continue
		}
		n := g(times[e])
		if d.no {
			n = -g(-times[e])
		}
		hi.plus(-n, d.end())
		if err := out.add(-n, d); err != nil {
			return nil, err
		}
	}
	common := int64(0)
	for _, m := range []map[int]int64{out.numbers, out.cells} {
		for v, a := range m {
			if a == 0 {
				delete(m, v)
			}
			for a != 0 {
				common, a = a, common%a
			}
			common = max(common, -common)
		}
	}
	if common == 0 {
		return nil, fmt.Errorf("nothing is left of a cut")
	}
	row := &derived{demand: demand{noLo: true}}
	for v, a := range out.numbers {
		row.at, row.times = append(row.at, v), append(row.times, a/common)
	}
	for v, a := range out.cells {
		row.cells, row.cellTimes = append(row.cells, v), append(row.cellTimes, a/common)
	}
	if row.hi, _, ok = hi.split(common); !ok {
		return nil, fmt.Errorf("the end of a cut is too large")
	}
	return row, nil
}

// end is the end of a row that a cut leans on: the one it has, or the upper.
func (d *derived) end() int64 {
	if d.no {
		return d.lo
	}
	return d.hi
}

// cellRange is what the range of its class leaves of a cell's.
func (k *reckoning) cellRange(c int, base []within) within {
	cell := &k.cells[c]
	w := base[k.spot[cell.grade]]
	return within{max(0, w.lo-(k.grades[cell.grade].most-cell.people)), min(cell.people, w.hi)}
}

// row gives a row of the part, or a cut of it, by its number.
func (r *treeReader) row(n int64) *derived {
	if cut := n - 3*int64(len(r.k.demands)); cut >= 0 {
		if cut < int64(len(r.cuts)) {
			return r.cuts[cut]
		}
		return nil
	}
	d := r.k.row(n)
	if d == nil || len(d.at) == 0 || r.k.part[d.at[0]] != r.part || !r.k.allows(d) {
		return nil
	}
	return &derived{demand: *d}
}
