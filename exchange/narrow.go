package exchange

// Narrowing: what a row leaves of each number's range, if all others in it do
// what suits it best. It is done row by row in the order of the rows, again and
// again while something changes, at most mostPasses times. The rule is part of
// the certificate (docs/exchange.md): who checks a proof narrows in the same way.

const (
	mostPasses = 12
	// Rows whose sums might leave one word narrow nothing.
	mostSum = 1 << 61
)

// An earlierRange is a range that was.
type earlierRange struct {
	v      int32
	lo, hi int64
}

// ranges are the numbers' ranges at one place of a search, and the way back.
type ranges struct {
	rows         []matrixRow
	lower, upper []int64
	trail        []earlierRange
	rowsOf       [][]int32 // of each number
	dirty        []bool    // rows one of whose numbers changed since they were looked at
	some         int       // how many are
	safe         []bool    // rows that may narrow
	broken       int       // the row that could not be kept when narrow gave false,
	side         float64   // 1 where it would be too great, -1 too small
}

// newRanges readies rows for narrowing.
func newRanges(rows []matrixRow, lower, upper []int64) *ranges {
	d := &ranges{rows: rows, lower: lower, upper: upper, rowsOf: make([][]int32, len(lower)), dirty: make([]bool, len(rows)), safe: make([]bool, len(rows))}
	for i := range rows {
		r := &rows[i]
		size := 0.0
		for e, v := range r.vars {
			d.rowsOf[v] = append(d.rowsOf[v], int32(i))
			size += float64(max(r.coefs[e], -r.coefs[e])) * float64(max(upper[v], -lower[v], 0))
		}
		d.safe[i] = size < mostSum && r.lo > -mostSum && r.hi < mostSum
		d.touch(i)
	}
	return d
}

func (d *ranges) touch(i int) {
	if !d.dirty[i] {
		d.dirty[i] = true
		d.some++
	}
}

// set changes a range; back takes it back.
func (d *ranges) set(v int32, lo, hi int64) {
	d.trail = append(d.trail, earlierRange{v, d.lower[v], d.upper[v]})
	d.lower[v], d.upper[v] = lo, hi
	for _, i := range d.rowsOf[v] {
		d.touch(int(i))
	}
}

// back restores the ranges as they were when the trail had the given length.
func (d *ranges) back(to int) {
	for len(d.trail) > to {
		c := d.trail[len(d.trail)-1]
		d.trail = d.trail[:len(d.trail)-1]
		d.lower[c.v], d.upper[c.v] = c.lo, c.hi
	}
	if d.some > 0 {
		clear(d.dirty)
		d.some = 0
	}
}

// narrow gives false if a row cannot be kept.
func (d *ranges) narrow() bool {
	for range mostPasses {
		if d.some == 0 {
			return true
		}
		for i, is := range d.dirty {
			if !is {
				continue
			}
			d.dirty[i] = false
			d.some--
			if d.safe[i] && !d.narrowBy(i) {
				return false
			}
		}
	}
	return true
}

func (d *ranges) narrowBy(i int) bool {
	r := &d.rows[i]
	var least, most int64
	for e, v := range r.vars {
		if c := r.coefs[e]; c > 0 {
			least, most = least+c*d.lower[v], most+c*d.upper[v]
		} else {
			least, most = least+c*d.upper[v], most+c*d.lower[v]
		}
	}
	if least > r.hi || most < r.lo {
		d.broken, d.side = i, 1
		if most < r.lo {
			d.side = -1
		}
		return false
	}
	below, above := r.hi-least, most-r.lo // room
	if least >= r.lo && most <= r.hi {
		return true
	}
	for e, v := range r.vars {
		c := r.coefs[e]
		lo, hi := d.lower[v], d.upper[v]
		if lo == hi {
			continue
		}
		if c > 0 {
			if c*(hi-lo) > below {
				hi = d.lower[v] + below/c
			}
			if c*(d.upper[v]-lo) > above {
				lo = d.upper[v] - above/c
			}
		} else {
			if -c*(hi-lo) > above {
				hi = d.lower[v] + above/-c
			}
			if -c*(d.upper[v]-lo) > below {
				lo = d.upper[v] - below/-c
			}
		}
		if lo > hi {
			d.broken, d.side = i, 1
			return false
		}
		if lo != d.lower[v] || hi != d.upper[v] {
			d.set(v, lo, hi)
		}
	}
	return true
}
