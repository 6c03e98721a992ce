package exchange

import (
	"encoding/binary"
	"slices"
)

// The schedule lays a handover out in stages. Nothing may hang on the order
// within a stage: whoever crosses first, and wherever it breaks off, no party
// may then be ahead by more than its trust limit. So a stage is judged at its
// worst: all that puts a party ahead has happened, nothing that brings it back.
//
// With x[t] of the loads of kind t gone by the end of a stage, and y[t] by the
// end of the one before, a limit asks
//
//	sum of gives[t]*x[t] - sum of gets[t]*y[t] <= most
//
// and a crossing that what goes in the stage fits into the room of its day.

// A load goes as one: a person, or a group that is kept whole. Loads that
// neither crossing nor trust can tell apart are one kind, n of them.
type load struct {
	gate  int // index; -1: no crossing
	size  int64
	gives []int64 // per limit: how far one load puts the party ahead
	gets  []int64 // per limit: how far it brings the party back
	n     int64
}

// A gate is a crossing. The owed go first and take its first places.
type gate struct {
	perDay, days int64 // days: 0 is as many as it takes
	owed         int64
}

// room is how many people besides the owed the gate takes on a day, from 1.
func (g *gate) room(day int) int64 {
	if g.days > 0 && int64(day) > g.days {
		return 0
	}
	return g.perDay - min(max(g.owed-g.perDay*int64(day-1), 0), g.perDay)
}

// A trustCap is one trust limit over loads. reverse is the limit whose gives are
// this one's gets, in the same unit; -1 if there is none.
type trustCap struct {
	most    int64
	reverse int
}

// A layout is stages: layout[k][t] loads of kind t go in stage k+1.
type layout [][]int64

type scheduler struct {
	loads  []load
	gates  []gate
	caps   []trustCap
	giving [][]int // per kind, the limits it gives in
}

func newScheduler(loads []load, gates []gate, caps []trustCap) *scheduler {
	s := &scheduler{loads, gates, caps, make([][]int, len(loads))}
	for t := range loads {
		for c, w := range loads[t].gives {
			if w > 0 {
				s.giving[t] = append(s.giving[t], c)
			}
		}
	}
	return s
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// layOut finds stages for all loads, as few as it can. least is proved: no
// schedule has fewer stages. A nil layout with least > 0 says that none was
// found within the work; with least 0, that there is none at all. work bounds
// the moves the search may try.
func (s *scheduler) layOut(work int) (found layout, least int) {
	most := s.longest()
	least = s.relaxed(most)
	if least > most {
		return nil, 0
	}
	for _, largestFirst := range []bool{false, true} {
		if l := s.greedy(most, largestFirst); l != nil && (found == nil || len(l) < len(found)) {
			found = l
		}
	}
	if found != nil && len(found) == least {
		return found, least
	}
	limit := most
	if found != nil {
		limit = len(found) - 1
	}
	better, proved, none := s.search(least, limit, work)
	switch {
	case better != nil:
		return better, len(better)
	case found == nil && none:
		return nil, 0
	case found != nil && none:
		return found, len(found)
	}
	return found, proved
}

// longest is more stages than any schedule without an idle stage has: every
// stage moves a load, after the days the owed fill.
func (s *scheduler) longest() int {
	n := int64(1)
	for i := range s.loads {
		n += s.loads[i].n
	}
	warm := int64(0)
	for i := range s.gates {
		warm = max(warm, s.gates[i].owed/s.gates[i].perDay+1)
	}
	return int(n + warm)
}

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
