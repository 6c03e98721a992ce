package exchange

// What a branch of a proof leaves of each number's range, before any multiplier:
// row by row, in the order of their numbers, a number can go only so far as the
// others in the row let it; again while something changes, at most twelve times.
// A ratio that is not one for one is kept in whole rounds. How many rounds there
// are is a number of its own, and its two sides are rows: the people of the side,
// less so many per round, are none.

// rows is how many rows there are, those of rounds not among them.
func (k *reckoning) rows() int { return len(k.demands) }

// rounds gives the number of the rounds of a row.
func (k *reckoning) rounds(row int) int { return len(k.grades) + k.questions + row }

// ratio reads a row as so many of the one side for so many of the other.
func (d *demand) ratio() (first, second int64, ok bool) {
	if d.noLo || d.no || d.lo != 0 || d.hi != 0 {
		return 0, 0, false
	}
	for _, n := range d.times {
		if n > 0 && second != 0 && n != second || n < 0 && first != 0 && -n != first {
			return 0, 0, false
		}
		second, first = max(second, n), max(first, -n)
	}
	if first == second || first == 0 || second == 0 {
		return 0, 0, false
	}
	g := first
	for r := second; r != 0; {
		g, r = r, g%r
	}
	return first / g, second / g, true
}

// layRounds writes the sides of every ratio.
func (k *reckoning) layRounds() {
	k.sides = make([][2]demand, len(k.demands))
	k.round = make([]within, len(k.demands))
	for i := range k.demands {
		d := &k.demands[i]
		first, second, ok := d.ratio()
		for _, v := range d.at {
			ok = ok && v < len(k.grades)
		}
		if !ok {
			k.round[i] = within{0, -1}
			continue
		}
		var all [2]int64
		sides := [2]demand{{term: d.term}, {term: d.term}}
		for e, v := range d.at {
			s := 0
			if d.times[e] < 0 {
				s = 1
			}
			sides[s].at, sides[s].times = append(sides[s].at, v), append(sides[s].times, 1)
			all[s] += k.size[v]
		}
		for s, per := range []int64{first, second} {
			sides[s].at, sides[s].times = append(sides[s].at, k.rounds(i)), append(sides[s].times, -per)
		}
		k.sides[i] = sides
		k.round[i] = within{0, min(all[0]/first, all[1]/second)}
	}
}

// row gives a row by its number; nil if there is none.
func (k *reckoning) row(n int64) *demand {
	if n < 0 {
		return nil
	}
	if n < int64(len(k.demands)) {
		return &k.demands[n]
	}
	if n -= int64(len(k.demands)); n/2 < int64(len(k.sides)) && len(k.sides[n/2][n%2].at) > 0 {
		return &k.sides[n/2][n%2]
	}
	return nil
}

// allows says whether a proof may lean on a row.
func (k *reckoning) allows(d *demand) bool { return k.only == nil || holds(k.only, d.term) }

// narrow narrows the ranges of a branch; false if nothing is left.
func (k *reckoning) narrow(part int, b *branch) bool {
	for changed, pass := true, 0; changed && pass < 12; pass++ {
		changed = false
		for _, d := range k.narrows[part] {
			if !k.allows(d) {
				continue
			}
			some, moved := k.narrowBy(d, b)
			if !some {
				return false
			}
			changed = changed || moved
		}
	}
	return true
}

// narrowBy narrows by one row.
func (k *reckoning) narrowBy(d *demand, b *branch) (some, moved bool) {
	var least, most int64
	for e, v := range d.at {
		w, c := b.numbers[k.spot[v]], d.times[e]
		if c < 0 {
			w.lo, w.hi = w.hi, w.lo
		}
		least, most = least+c*w.lo, most+c*w.hi
	}
	if !d.no && least > d.hi || !d.noLo && most < d.lo {
		return false, false
	}
	for e, v := range d.at {
		w, c := &b.numbers[k.spot[v]], d.times[e]
		was := *w
		if c == 0 {
			continue
		}
		// The number can rise by up/|c| from where it makes the row least, and fall
		// by down/|c| from where it makes it most.
		lo, hi := was.lo, was.hi
		size := max(c, -c)
		if !d.no {
			if n := (d.hi - least) / size; c > 0 {
				hi = min(hi, was.lo+n)
			} else {
				lo = max(lo, was.hi-n)
			}
		}
		if !d.noLo {
			if n := (most - d.lo) / size; c > 0 {
				lo = max(lo, was.hi-n)
			} else {
				hi = min(hi, was.lo+n)
			}
		}
		if lo > hi {
			return false, false
		}
		if lo != was.lo || hi != was.hi {
			w.lo, w.hi = lo, hi
			moved = true
		}
	}
	return true, moved
}

// mayNarrow says whether the sums of a row stay in one word.
func (k *reckoning) mayNarrow(d *demand) bool {
	const most = 1 << 61
	size := 0.0
	for e, v := range d.at {
		n := int64(0)
		if v < len(k.size) {
			n = k.size[v]
		} else {
			n = k.round[v-len(k.size)].hi
		}
		size += float64(max(d.times[e], -d.times[e])) * float64(n)
	}
	return size < most && (d.noLo || d.lo > -most) && (d.no || d.hi < most)
}

// findFollowers notes the classes of which all go with a question, or nobody: by
// the first row that says so of a class, its people less all of it times the
// answer are none.
func (k *reckoning) findFollowers() {
	k.follows = make([]follower, len(k.grades))
	for i := range k.demands {
		d := &k.demands[i]
		if len(d.at) != 2 || d.lo != 0 || d.hi != 0 || d.noLo || d.no {
			continue
		}
		if g, y := d.at[0], d.at[1]; g < len(k.grades) && y >= len(k.grades) && d.times[0] == 1 && d.times[1] == -k.grades[g].most && !k.follows[g].some {
			k.follows[g] = follower{true, y, d}
		}
	}
}

// A follower is a class that goes with a question.
type follower struct {
	some     bool
	question int
	by       *demand
}

// with gives the question a class goes with.
func (k *reckoning) with(class int) (question int, ok bool) {
	f := k.follows[class]
	return f.question, f.some && k.allows(f.by)
}

// merged writes a row with those who go with a question counted as its.
func (k *reckoning) merged(d *derived) *derived {
	out := &derived{demand: demand{lo: d.lo, hi: d.hi, noLo: d.noLo, no: d.no}}
	for e, v := range d.at {
		n := d.times[e]
		if v < len(k.grades) {
			if y, ok := k.with(v); ok {
				v, n = y, n*k.grades[v].most
			}
		}
		out.at, out.times = append(out.at, v), append(out.times, n)
	}
	for e, c := range d.cells {
		if y, ok := k.with(k.cells[c].grade); ok {
			out.at, out.times = append(out.at, y), append(out.times, d.cellTimes[e]*k.cells[c].people)
			continue
		}
		out.cells, out.cellTimes = append(out.cells, c), append(out.cellTimes, d.cellTimes[e])
	}
	return out
}
