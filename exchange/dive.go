package exchange

import "math"

// Dives look for plans and prove nothing. From where the search stands a dive
// takes a number that is not whole to the nearer whole one, narrows what that
// leaves of the others, solves again, and so on; where it fails it takes the
// other side, some times. Rounds come first: once they are whole, the rest is
// nearly always whole by itself. Each dive begins at another corner of those
// that are equally good.

const (
	rootDives  = 10
	laterDives = 2
	mostTurns  = 10 // other sides taken in one dive
	mostSteps  = 400
)

// reach dives from the present ranges: first only for what the root allows,
// then for anything better than there is.
func (t *tree) reach(root bool) {
	times := laterDives
	if root {
		times = rootDives
	}
	for n := range times {
		if t.best.x != nil && t.best.value >= t.top {
			return
		}
		aim := t.top
		if n%3 == 2 || !root && n%2 == 1 || t.best.x == nil && n >= times/2 {
			aim = math.MinInt64
			if t.best.x != nil {
				aim = t.best.value + 1
			}
		}
		t.dives++
		t.vary(1 + t.dives)
		mark := len(t.in.trail)
		t.dive(aim)
		t.in.back(mark)
	}
}

// dive goes down once; nothing below aim is of interest.
func (t *tree) dive(aim int64) {
	last, was, mark, turns := int32(-1), earlierRange{}, 0, 0
	good := true
	for range mostSteps {
		result := lpInfeasible
		if good {
			if !t.budget.spend() {
				return
			}
			result, _ = t.relax()
		}
		if result != lpOptimal || aim > math.MinInt64 && t.lp.value() < float64(aim)-t.slack-1e-6 {
			if last < 0 || turns == mostTurns {
				return
			}
			turns++
			t.in.back(mark)
			lo, hi := t.lower[last], t.upper[last]
			if was.lo > lo {
				hi = was.lo - 1
			} else {
				lo = was.hi + 1
			}
			t.in.set(last, lo, hi)
			last = -1
			good = t.in.narrow()
			continue
		}
		if t.look(result) && t.best.value >= aim {
			return
		}
		pick, near := -1, math.Inf(1)
		for j := range t.whole {
			v := t.lp.x[j]
			f := math.Abs(v - math.Round(v))
			if f < 1e-6 || t.lower[j] == t.upper[j] || t.drill.gone[j] {
				continue
			}
			if j < t.drill.own {
				f++
			}
			// Every dive has its own order among those about as near.
			f += 0.05 * float64((j*7919+t.dives*104729)%1009) / 1009
			if f < near {
				pick, near = j, f
			}
		}
		if pick < 0 {
			return
		}
		last, mark = int32(pick), len(t.in.trail)
		was = earlierRange{last, t.lower[pick], t.upper[pick]}
		floor := int64(math.Floor(t.lp.x[pick]))
		if t.lp.x[pick]-float64(floor) > 0.5 {
			was.lo = min(floor+1, was.hi)
		} else {
			was.hi = max(floor, was.lo)
		}
		t.in.set(last, was.lo, was.hi)
		good = t.in.narrow()
	}
}
