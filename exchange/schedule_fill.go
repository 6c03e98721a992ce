package exchange

// A position is how far a schedule has come: gone per kind, and per limit how
// far the party is ahead at the end of the last stage.
type position struct {
	gone  []int64
	ahead []int64
}

// fits says how many more loads of kind t can join a stage, where p.gone counts
// those that joined it already, given is what they give per limit, and room is
// what is left per gate. p.ahead is that of the stage's beginning.
func (s *scheduler) fits(t int, p position, given, room []int64) int64 {
	l := &s.loads[t]
	n := l.n - p.gone[t]
	if l.gate >= 0 {
		n = min(n, room[l.gate]/l.size)
	}
	for _, c := range s.giving[t] {
		n = min(n, floorDiv(s.caps[c].most-p.ahead[c]-given[c], l.gives[c]))
	}
	return max(n, 0)
}

// greedy fills stage after stage, one load at a time: always the kind furthest
// behind in its own share. So every way advances at the same pace, and the
// party that is furthest behind releases next.
//
// For limits per party where everybody gets back as many as he gives, loads of
// at most g people and limits of at least g, this never stops short: the sum of
// all leads is nought, so if anybody is ahead somebody is behind, has more left
// to give than to get, and may give a load. (It is the Steinitz lemma for the
// vectors of a graph, with the bound g instead of g times the dimension.)
func (s *scheduler) greedy(most int, largestFirst bool) layout {
	out, gone := s.fill(most, largestFirst)
	for t := range s.loads {
		if gone[t] < s.loads[t].n {
			return nil
		}
	}
	return out
}

// reach says how far filling stage after stage comes.
func (s *scheduler) reach() []int64 {
	_, gone := s.fill(s.longest(), false)
	return gone
}

// fill fills at most so many stages, until nothing is left or nothing can go any
// more, and gives what has gone by then.
func (s *scheduler) fill(most int, largestFirst bool) (layout, []int64) {
	p := position{make([]int64, len(s.loads)), make([]int64, len(s.caps))}
	left := int64(0)
	for t := range s.loads {
		left += s.loads[t].n
	}
	var out layout
	room, given := make([]int64, len(s.gates)), make([]int64, len(s.caps))
	for k := 1; left > 0 && k <= most; k++ {
		clear(given)
		for g := range s.gates {
			room[g] = s.gates[g].room(k)
		}
		stage := make([]int64, len(s.loads))
		moved := false
		for {
			best := -1
			for t := range s.loads {
				if s.fits(t, p, given, room) > 0 && (best < 0 || s.before(t, best, p.gone, largestFirst)) {
					best = t
				}
			}
			if best < 0 {
				break
			}
			s.put(best, 1, p.gone, given, room)
			stage[best]++
			left--
			moved = true
		}
		s.settle(p.ahead, stage)
		out = append(out, stage)
		if !moved && s.steady(k) {
			break
		}
	}
	return out, p.gone
}

// put lets n loads of kind t join a stage.
func (s *scheduler) put(t int, n int64, gone, given, room []int64) {
	l := &s.loads[t]
	gone[t] += n
	if l.gate >= 0 {
		room[l.gate] -= n * l.size
	}
	for _, c := range s.giving[t] {
		given[c] += n * l.gives[c]
	}
}

// before says whether a load of kind a goes before one of kind b.
func (s *scheduler) before(a, b int, gone []int64, largestFirst bool) bool {
	x, y := &s.loads[a], &s.loads[b]
	if largestFirst && x.size != y.size {
		return x.size > y.size
	}
	// (2*gone+1)/(2*n): the middle of the next load, as a share of its kind.
	left, right := (2*gone[a]+1)*y.n, (2*gone[b]+1)*x.n
	if left != right {
		return left < right
	}
	return x.size > y.size
}

// settle ends a stage: what was got back counts from now on.
func (s *scheduler) settle(ahead, stage []int64) {
	for t, n := range stage {
		if n == 0 {
			continue
		}
		for c := range s.caps {
			ahead[c] += n * (s.loads[t].gives[c] - s.loads[t].gets[c])
		}
	}
}
