package exchange

import "slices"

// Where a ratio is not one for one, both sides can only be whole multiples: at
// 3:2, one round is three people of the one and two of the other. How many
// rounds there are is a number of its own in a search, and it is split before
// any class is: between two rounds there is nothing, while to split a class of
// many who may stand in for each other leaves nearly everything as it was. The
// certificate numbers the rounds, and their two rows, after all others.

// ratio reads a row as a ratio: of the first side (times above nought) so
// many per round, and of the second. ok is false if it is none, or one for one.
func (r *matrixRow) ratio() (first, second int64, ok bool) {
	if r.lo != 0 || r.hi != 0 || r.noLo || r.noHi {
		return 0, 0, false
	}
	var a, b int64
	for _, c := range r.coefs {
		switch {
		case c > 0 && (a == 0 || a == c):
			a = c
		case c < 0 && (b == 0 || b == -c):
			b = -c
		default:
			return 0, 0, false
		}
	}
	if a == 0 || b == 0 || a == b {
		return 0, 0, false
	}
	g := gcd(a, b)
	return b / g, a / g, true
}

// side is one side of a ratio in whole rounds: its people, less so many
// per round, are none.
func (r *matrixRow) side(first bool, perRound int64, rounds int32) matrixRow {
	var out matrixRow
	for e, v := range r.vars {
		if (r.coefs[e] > 0) == first {
			out.vars, out.coefs = append(out.vars, v), append(out.coefs, 1)
		}
	}
	out.vars, out.coefs = append(out.vars, rounds), append(out.coefs, -perRound)
	return out
}

// A drill is a program as a search works it: rounds are numbers besides.
type drill struct {
	size         []int64 // most of each variable
	gone         []bool  // variables that all go with a question, or none of them: their part of each row is its
	with         []int32 // and which question
	p            *program
	own          int         // variables of the program as given
	of           []int32     // row of the program as given whose rounds each variable after them counts
	rows         []int32     // of each row of p: row of the program as given; its two sides 2r and 2r+1 are -1-2r and -2-2r
	narrows      []matrixRow // the first rows as given, then the sides: in the order of the certificate
	lower, upper []int64
}

// newDrill readies a program. Its first narrow rows are rows of the sheet: those
// narrow the ranges. Rows after them (tiers that are settled) do not.
// questions are those variables that are a yes or no of the sheet (nil: none).
func newDrill(p *program, narrow int, lower, upper []int64, questions []bool) *drill {
	d := &drill{own: len(p.cost), p: &program{cost: append([]int64(nil), p.cost...)},
		lower: append([]int64(nil), lower...), upper: append([]int64(nil), upper...)}
	d.narrows = append(d.narrows, p.rows[:narrow]...)
	d.size = append([]int64(nil), upper...)
	ties := d.follow(p, narrow, questions)
	for i := range p.rows {
		if ties != nil && i < narrow && ties[i] {
			continue
		}
		r := &p.rows[i]
		a, b, ok := r.ratio()
		if !ok || i >= narrow || questions != nil && slices.ContainsFunc(r.vars, func(v int32) bool { return questions[v] }) {
			d.p.rows, d.rows = append(d.p.rows, d.merged(r)), append(d.rows, int32(i))
			continue
		}
		k := int32(len(d.p.cost))
		sides := []matrixRow{r.side(true, a, k), r.side(false, b, k)}
		most := int64(unbounded)
		for s, per := range []int64{a, b} {
			n := int64(0)
			for _, v := range sides[s].vars[:len(sides[s].vars)-1] {
				n += upper[v]
			}
			most = min(most, n/per)
		}
		d.p.cost, d.of = append(d.p.cost, 0), append(d.of, int32(i))
		d.lower, d.upper = append(d.lower, 0), append(d.upper, most)
		d.gone = append(d.gone, false)
		d.p.rows, d.rows = append(d.p.rows, d.merged(&sides[0]), d.merged(&sides[1])), append(d.rows, int32(-1-2*i), int32(-2-2*i))
		d.narrows = append(d.narrows, sides...)
	}
	return d
}

// follow finds the rows that let all of a class go with a question, or nobody,
// and adds what the class counts to the question.
func (d *drill) follow(p *program, narrow int, questions []bool) (ties []bool) {
	d.gone, d.with = make([]bool, len(p.cost)), make([]int32, len(p.cost))
	if questions == nil {
		return nil
	}
	ties = make([]bool, narrow)
	for i := range narrow {
		r := &p.rows[i]
		if r.lo != 0 || r.hi != 0 || r.noLo || r.noHi || len(r.vars) < 2 {
			continue
		}
		last := len(r.vars) - 1
		y := r.vars[last]
		n, ok := int64(0), questions[y] && d.size[y] <= 1
		for e, v := range r.vars[:last] {
			ok = ok && r.coefs[e] == 1 && !d.gone[v] && !questions[v]
			n += d.size[v]
		}
		if !ok || r.coefs[last] != -n {
			continue
		}
		ties[i] = true
		for _, v := range r.vars[:last] {
			d.gone[v], d.with[v] = true, y
			d.p.cost[y] += d.size[v] * d.p.cost[v]
			d.p.cost[v] = 0
		}
	}
	return ties
}

// merged is a row with those who go with a question counted as its.
func (d *drill) merged(r *matrixRow) matrixRow {
	some := false
	for _, v := range r.vars {
		some = some || d.gone[v]
	}
	if !some {
		return *r
	}
	out := matrixRow{lo: r.lo, hi: r.hi, noLo: r.noLo, noHi: r.noHi}
	at := map[int32]int{}
	for e, v := range r.vars {
		c := r.coefs[e]
		if d.gone[v] {
			v, c = d.with[v], c*d.size[v]
		}
		k, seen := at[v]
		if !seen {
			k = len(out.vars)
			at[v] = k
			out.vars, out.coefs = append(out.vars, v), append(out.coefs, 0)
		}
		out.coefs[k] += c
	}
	return out
}

// spread gives those who go with a question as it goes.
func (d *drill) spread(x []int64) {
	for v, gone := range d.gone[:d.own] {
		if gone {
			x[v] = x[d.with[v]] * d.size[v]
		}
	}
}

// full gives the rounds besides to numbers that keep the rows.
func (d *drill) full(x []int64, p *program) []int64 {
	x = append([]int64(nil), x...)
	for _, i := range d.of {
		r := &p.rows[i]
		a, _, _ := r.ratio()
		n := int64(0)
		for e, v := range r.vars {
			if r.coefs[e] > 0 {
				n += x[v]
			}
		}
		x = append(x, n/a)
	}
	return x
}
