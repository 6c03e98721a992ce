package exchange

import (
	"slices"
)

// A number of stages that no schedule is below: a relaxation that lets every kind go
// as far as it ever could if all others had.

// relaxed gives a number of stages that no schedule is below. It follows, for
// every kind apart, the most that could have gone after each stage if all other
// kinds had gone as far as they ever could: what it forgets (rooms shared by
// several kinds, whole loads that do not fill a day) only makes it faster. The
// sums of a limit are bounded together as well, and so is the room of a crossing.
func (s *scheduler) relaxed(most int) int {
	f := s.newFarthest()
	for k := 1; k <= most; k++ {
		if f.day(k) {
			return k
		}
		if s.steady(k) && !f.moved && !s.filling(f.rooms, f.volume, k) {
			break
		}
	}
	return most + 1
}

// farthest gives, per kind and per limit, a number that no schedule passes
// however many stages it has; steady is false if most stages do not settle it.
func (s *scheduler) farthest(most int) (gone, gives []int64, steady bool) {
	f := s.newFarthest()
	for k := 1; k <= most; k++ {
		f.day(k)
		if s.steady(k) && !f.moved {
			return f.gone, f.gives, true
		}
	}
	return nil, nil, false
}

// A farthest follows the relaxation stage by stage.
type farthest struct {
	s                  *scheduler
	gone, before       []int64 // per kind
	gives, givesBefore []int64 // per limit
	rooms, volume      []int64 // per gate, from the first day on
	back               []int64
	moved              bool // the last stage let something go farther
}

func (s *scheduler) newFarthest() *farthest {
	f := &farthest{s: s, gone: make([]int64, len(s.loads)), before: make([]int64, len(s.loads)),
		gives: make([]int64, len(s.caps)), givesBefore: make([]int64, len(s.caps)),
		rooms: make([]int64, len(s.gates)), volume: make([]int64, len(s.gates)), back: make([]int64, len(s.caps))}
	for t := range s.loads {
		if g := s.loads[t].gate; g >= 0 {
			f.volume[g] += s.loads[t].n * s.loads[t].size
		}
	}
	return f
}

// got is the most a party can have got back by the stage before.
func (f *farthest) got(c int) int64 {
	sum := int64(0)
	for t := range f.s.loads {
		sum += f.s.loads[t].gets[c] * f.before[t]
	}
	if r := f.s.caps[c].reverse; r >= 0 {
		sum = min(sum, f.givesBefore[r])
	}
	return sum
}

// day lets stage k go by. It says whether everything may have gone by its end.
func (f *farthest) day(k int) bool {
	s := f.s
	copy(f.before, f.gone)
	copy(f.givesBefore, f.gives)
	done := true
	for g := range s.gates {
		f.rooms[g] += s.gates[g].room(k)
		done = done && f.rooms[g] >= f.volume[g]
	}
	for c := range s.caps {
		f.back[c] = f.got(c)
	}
	for t := range s.loads {
		l := &s.loads[t]
		n := l.n
		for _, c := range s.giving[t] {
			n = min(n, (s.caps[c].most+f.back[c])/l.gives[c])
		}
		if l.gate >= 0 {
			n = min(n, f.before[t]+s.gates[l.gate].room(k)/l.size)
		}
		f.gone[t] = max(n, f.before[t])
		done = done && f.gone[t] == l.n
	}
	for c := range s.caps {
		sum, all := int64(0), int64(0)
		for t := range s.loads {
			sum += s.loads[t].gives[c] * f.gone[t]
			all += s.loads[t].gives[c] * s.loads[t].n
		}
		f.gives[c] = min(sum, s.caps[c].most+f.back[c])
		done = done && f.gives[c] >= all
	}
	f.moved = !slices.Equal(f.gone, f.before) || !slices.Equal(f.gives, f.givesBefore)
	return done
}

// filling says that a crossing's room still grows toward what has to go over it.
func (s *scheduler) filling(rooms, volume []int64, day int) bool {
	for g := range s.gates {
		if rooms[g] < volume[g] && s.gates[g].room(day+1) > 0 {
			return true
		}
	}
	return false
}
