package exchange

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
