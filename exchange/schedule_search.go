package exchange

import (
	"encoding/binary"
	"slices"
)

// search tries every position that can be reached, stage by stage, and gives
// the first schedule with at most limit stages; none says that it is proved
// there is no such schedule. proved is a number of stages no schedule is below.
//
// Where every limit holds back one kind only, a position further on in every
// kind is never worse: the rest of a schedule x from the lesser one is followed
// as max(x, here), which keeps each limit (its one giving kind is at one of the
// two, what is got back is at least as much) and moves no more in a day. Then
// only positions that no other dominates are kept.
func (s *scheduler) search(least, limit, work int) (found layout, proved int, none bool) {
	type step struct {
		position
		from  int32
		level int
	}
	dominate := s.oneKindPerLimit()
	start := position{make([]int64, len(s.loads)), make([]int64, len(s.caps))}
	steps := []step{{position: start, from: -1}}
	seen := map[string]int{string(s.key(steps[0].gone)): 0}
	frontier := []int32{0}
	room := make([]int64, len(s.gates))
	var last []int64
	full := func(p *position) bool {
		for t := range s.loads {
			if p.gone[t] < s.loads[t].n {
				return false
			}
		}
		return true
	}
	for k := 1; k <= limit; k++ {
		for g := range s.gates {
			room[g] = s.gates[g].room(k)
		}
		if last != nil && !slices.Equal(last, room) {
			// Rooms have changed: what was waiting may go on now.
			frontier = frontier[:0]
			for i := range steps {
				frontier = append(frontier, int32(i))
			}
		}
		last = slices.Clone(room)
		var next []int32
		goal := int32(-1)
		for _, i := range frontier {
			at := steps[i].position
			if !s.moves(at, room, dominate, &work, func(stage []int64) bool {
				p := position{addTo(at.gone, stage), slices.Clone(at.ahead)}
				s.settle(p.ahead, stage)
				key := string(s.key(p.gone))
				if _, known := seen[key]; known {
					return true
				}
				seen[key] = len(steps)
				steps = append(steps, step{p, i, k})
				next = append(next, int32(len(steps)-1))
				if full(&p) {
					goal = int32(len(steps) - 1)
					return false
				}
				return true
			}) {
				break
			}
		}
		if goal >= 0 {
			out := make(layout, k)
			for j := range out {
				out[j] = make([]int64, len(s.loads))
			}
			for i := goal; steps[i].from >= 0; i = steps[i].from {
				for t := range s.loads {
					out[steps[i].level-1][t] = steps[i].gone[t] - steps[steps[i].from].gone[t]
				}
			}
			return out, k, false
		}
		if work <= 0 {
			return nil, max(least, k), false
		}
		if dominate && len(next) <= mostCompeting {
			next = s.undominated(next, func(i int32) []int64 { return steps[i].gone })
		}
		if len(next) == 0 && s.steady(k) {
			return nil, limit + 1, true
		}
		frontier = next
	}
	return nil, limit + 1, true
}

func (s *scheduler) oneKindPerLimit() bool {
	for c := range s.caps {
		giving := 0
		for t := range s.loads {
			if s.loads[t].gives[c] > 0 {
				giving++
			}
		}
		if giving > 1 {
			return false
		}
	}
	return true
}

// steady says that the rooms do not change after day k.
func (s *scheduler) steady(k int) bool {
	for g := range s.gates {
		gt := &s.gates[g]
		if gt.days > 0 && int64(k) <= gt.days || gt.owed > gt.perDay*int64(k-1) {
			return false
		}
	}
	return true
}

func (s *scheduler) key(gone []int64) []byte {
	var b []byte
	for _, n := range gone {
		b = binary.AppendVarint(b, n)
	}
	return b
}

// addTo adds two counts per kind into a fresh slice.
func addTo(a, b []int64) []int64 {
	out := make([]int64, len(a))
	for i := range a {
		out[i] = a[i] + b[i]
	}
	return out
}

// moves calls try with every stage that may follow p (only with those nothing
// more fits into, if maximal), until try says no or the work is used up.
func (s *scheduler) moves(p position, room []int64, maximal bool, work *int, try func([]int64) bool) bool {
	p.gone = slices.Clone(p.gone)
	stage, given, rest := make([]int64, len(s.loads)), make([]int64, len(s.caps)), slices.Clone(room)
	var walk func(t int) bool
	walk = func(t int) bool {
		if *work--; *work <= 0 {
			return false
		}
		if t == len(s.loads) {
			if maximal {
				for u := range s.loads {
					if s.fits(u, p, given, rest) > 0 {
						return true
					}
				}
			}
			for _, n := range stage {
				if n > 0 {
					return try(stage)
				}
			}
			return true
		}
		put := func(n int64) {
			stage[t] += n
			s.put(t, n, p.gone, given, rest)
		}
		most := s.fits(t, p, given, rest)
		put(most)
		for n := most; ; n-- {
			if !walk(t + 1) {
				return false
			}
			if n == 0 {
				return true
			}
			put(-1)
		}
	}
	return walk(0)
}

// mostCompeting is how many positions are compared each with each; more are all
// kept, which costs work and changes nothing.
const mostCompeting = 1000

// undominated keeps the positions that no other reaches past in every kind.
func (s *scheduler) undominated(list []int32, gone func(int32) []int64) []int32 {
	var out []int32
	for _, i := range list {
		beaten := slices.ContainsFunc(list, func(j int32) bool {
			if i == j {
				return false
			}
			a, b := gone(j), gone(i)
			for t := range a {
				if a[t] < b[t] {
					return false
				}
			}
			return true
		})
		if !beaten {
			out = append(out, i)
		}
	}
	return out
}
