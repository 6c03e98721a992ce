package exchange

import (
	"fmt"
	"slices"
)

// The least number of stages. A plan says that no schedule of its releases has
// fewer; the verifier shows it in one of two ways, or says that it did not. First it
// lets stage after stage go by as if everybody on all other ways had always crossed as
// soon as ever he could: if somebody is still not across by the end of the stage before, that is
// the proof. Else it tries every schedule with fewer stages, for as long as that
// is not too many.

// A convoy is people who cross together: one person, or those whom groups that the
// plan keeps whole bind together. Alike are those on the same way over the same
// crossing, as many together.
type convoy struct {
	from, to string
	trusted  bool // counted by trust limits
	over     *Term
	size     int64
	n        int64 // so many of them
}

// A leash is one trust limit in products of whole numbers: those given times gets,
// less those got back times gives, stay within ahead.
type leash struct {
	gives, gets, ahead int64
	out, in            []bool // per convoy
	mirror             int    // the other party's; -1 none
}

// A handing is what is to be handed over.
type handing struct {
	convoys []convoy
	leashes []leash
	owed    map[*Term]int64
	last    int // stage in which the last of the owed and the dead go
}

// fewest checks the bound of a plan's stages.
func (a *audit) fewest(plan Plan) {
	if plan.StageBound <= 1 || len(a.faults) > 0 {
		return
	}
	h := a.handing(plan)
	if plan.StageBound <= h.last || !h.over(plan.StageBound-1) {
		return
	}
	work := mostSchedulesTried
	switch found, sure := h.schedule(plan.StageBound-1, &work); {
	case found:
		a.fail("the plan says that no schedule has fewer than %d stages, and one of %d is enough", plan.StageBound, plan.StageBound-1)
	case !sure:
		a.unchecked = append(a.unchecked, fmt.Sprintf("that no schedule has fewer than %d stages", plan.StageBound))
	}
}

// mostSchedulesTried bounds the moves that are tried.
const mostSchedulesTried = 3_000_000

// handing puts the releases together that groups bind.
func (a *audit) handing(plan Plan) *handing {
	h := &handing{owed: map[*Term]int64{}}
	type way struct{ from, to, over string }
	type bond struct {
		way
		group string
	}
	terms := map[string]*Term{}
	for _, t := range a.inForce(KindCrossing) {
		terms[t.Name] = t
	}
	up := make([]int, len(plan.Releases))
	size := make([]int64, len(plan.Releases))
	root := func(k int) int {
		for up[k] != k {
			up[k] = up[up[k]]
			k = up[k]
		}
		return k
	}
	first := map[bond]int{}
	ways := make([]way, len(plan.Releases))
	for k := range plan.Releases {
		r := &plan.Releases[k]
		p := &a.people[a.at[k]]
		up[k], size[k] = k, 1
		ways[k] = way{r.From, r.To, a.crossingOf(p)}
		if r.Owed || r.Remains {
			size[k] = 0
			h.last = max(h.last, r.Stage)
			if r.Owed && ways[k].over != "" {
				h.owed[terms[ways[k].over]]++
			}
			continue
		}
		if ways[k].over == "" && len(plan.Trust) == 0 {
			continue
		}
		for _, g := range p.Group {
			if slices.Contains(plan.GroupsDivided, g) {
				continue
			}
			b := bond{ways[k], g}
			if other, known := first[b]; !known {
				first[b] = k
			} else if x, y := root(other), root(k); x != y {
				up[y] = x
				size[x] += size[y]
			}
		}
	}
	type kind struct {
		way
		third bool
		size  int64
	}
	index := map[kind]int{}
	for k := range plan.Releases {
		r := &plan.Releases[k]
		if size[k] == 0 || root(k) != k {
			continue
		}
		key := kind{ways[k], r.ThirdCountry, size[k]}
		at, known := index[key]
		if !known {
			at = len(h.convoys)
			index[key] = at
			h.convoys = append(h.convoys, convoy{from: r.From, to: r.To, trusted: !r.ThirdCountry, over: terms[ways[k].over], size: size[k]})
		}
		h.convoys[at].n++
	}
	of := map[int]int{}
	for c, t := range plan.Trust {
		if t.Gives == 0 || t.Gets == 0 {
			continue
		}
		l := leash{gives: t.Gives, gets: t.Gets, ahead: min(t.Limit, t.Gives) * t.Gets, mirror: -1}
		for _, v := range h.convoys {
			l.out = append(l.out, v.trusted && v.from == t.Party && (t.Towards == "" || v.to == t.Towards))
			l.in = append(l.in, v.trusted && v.to == t.Party && (t.Towards == "" || v.from == t.Towards))
		}
		of[c] = len(h.leashes)
		h.leashes = append(h.leashes, l)
	}
	for c, t := range plan.Trust {
		for d, u := range plan.Trust {
			x, some := of[c]
			y, also := of[d]
			if some && also && t.Towards != "" && t.Party == u.Towards && t.Towards == u.Party {
				h.leashes[x].mirror = y
			}
		}
	}
	return h
}

// over says whether everything might be over by the end of a stage, if all other
// ways had always been as far as they ever could be.
func (h *handing) over(stages int) bool {
	gone := make([]int64, len(h.convoys))
	given := make([]int64, len(h.leashes)) // people given at most
	for day := 1; day <= stages; day++ {
		were, before := slices.Clone(gone), slices.Clone(given)
		for c := range h.leashes {
			given[c] = h.leashes[c].atMost(h, were, before)
		}
		for t := range h.convoys {
			v := &h.convoys[t]
			n := v.n
			for c := range h.leashes {
				if h.leashes[c].out[t] {
					n = min(n, given[c]/v.size)
				}
			}
			if v.over != nil {
				n = min(n, were[t]+placesOn(v.over, h.owed[v.over], int64(day))/v.size)
			}
			gone[t] = max(n, were[t])
		}
		for c := range h.leashes {
			sum := int64(0)
			for t := range h.convoys {
				if h.leashes[c].out[t] {
					sum += gone[t] * h.convoys[t].size
				}
			}
			given[c] = min(given[c], sum)
		}
	}
	for t := range h.convoys {
		if gone[t] < h.convoys[t].n {
			return false
		}
	}
	for c := range h.leashes {
		if given[c] < h.leashes[c].gives {
			return false
		}
	}
	need, places := map[*Term]int64{}, map[*Term]int64{}
	for t := range h.convoys {
		if v := &h.convoys[t]; v.over != nil {
			need[v.over] += v.n * v.size
		}
	}
	for t, n := range need {
		for day := 1; day <= stages && places[t] < n; day++ {
			places[t] += placesOn(t, h.owed[t], int64(day))
		}
		if places[t] < n {
			return false
		}
	}
	return true
}

// atMost is how many people may have been given by the end of a stage, where by
// its beginning so many convoys had crossed at most.
func (l *leash) atMost(h *handing, were, given []int64) int64 {
	back := int64(0)
	for t := range h.convoys {
		if l.in[t] {
			back += were[t] * h.convoys[t].size
		}
	}
	if l.mirror >= 0 {
		back = min(back, given[l.mirror])
	}
	return (l.ahead + back*l.gives) / l.gets
}

// schedule tries every way to be over in so many stages; sure is false if there
// were too many. Where every limit holds back one kind of convoy only, whoever can
// go goes: to be farther on is never worse then, since what one gives is held
// against what the others have given before.
func (h *handing) schedule(stages int, work *int) (found, sure bool) {
	greedy := true
	for c := range h.leashes {
		n := 0
		for _, out := range h.leashes[c].out {
			if out {
				n++
			}
		}
		greedy = greedy && n < 2
	}
	here := [][]int64{make([]int64, len(h.convoys))}
	seen := map[string]bool{}
	for day := 1; day <= stages; day++ {
		var next [][]int64
		for _, at := range here {
			places := map[*Term]int64{}
			for t := range h.convoys {
				if over := h.convoys[t].over; over != nil {
					places[over] = placesOn(over, h.owed[over], int64(day))
				}
			}
			room := make([]int64, len(h.leashes)) // people who may still be given in the stage
			for c := range h.leashes {
				l := &h.leashes[c]
				out, back := int64(0), int64(0)
				for t := range h.convoys {
					if l.out[t] {
						out += at[t] * h.convoys[t].size
					}
					if l.in[t] {
						back += at[t] * h.convoys[t].size
					}
				}
				room[c] = floorOf(l.ahead+back*l.gives, l.gets) - out
			}
			now := slices.Clone(at)
			fits := func(t int) int64 {
				v := &h.convoys[t]
				n := v.n - now[t]
				if v.over != nil {
					n = min(n, places[v.over]/v.size)
				}
				for c := range h.leashes {
					if h.leashes[c].out[t] {
						n = min(n, max(0, room[c])/v.size)
					}
				}
				return n
			}
			put := func(t int, n int64) {
				v := &h.convoys[t]
				now[t] += n
				if v.over != nil {
					places[v.over] -= n * v.size
				}
				for c := range h.leashes {
					if h.leashes[c].out[t] {
						room[c] -= n * v.size
					}
				}
			}
			var walk func(t int) bool
			walk = func(t int) bool {
				if *work--; *work <= 0 {
					return false
				}
				if t == len(h.convoys) {
					if greedy {
						for u := range h.convoys {
							if fits(u) > 0 {
								return true
							}
						}
					}
					key := fmt.Sprint(now)
					if !seen[key] {
						seen[key] = true
						next = append(next, slices.Clone(now))
					}
					return true
				}
				for n := fits(t); n >= 0; n-- {
					put(t, n)
					ok := walk(t + 1)
					put(t, -n)
					if !ok {
						return false
					}
				}
				return true
			}
			if !walk(0) {
				return false, false
			}
		}
		for _, at := range next {
			over := true
			for t := range at {
				over = over && at[t] == h.convoys[t].n
			}
			if over {
				return true, true
			}
		}
		// Days differ: who waits today may go on tomorrow.
		here = append(here, next...)
		if greedy && len(here) <= 1000 {
			here = slices.DeleteFunc(slices.Clone(here), func(at []int64) bool {
				return slices.ContainsFunc(here, func(o []int64) bool { return farther(o, at) })
			})
		}
	}
	return false, true
}

// farther says that a is as far in everything as b, and farther in something.
func farther(a, b []int64) bool {
	more := false
	for t := range a {
		if a[t] < b[t] {
			return false
		}
		more = more || a[t] > b[t]
	}
	return more
}

// floorOf divides by b > 0, rounding down.
func floorOf(a, b int64) int64 {
	q := a / b
	if q*b > a {
		q--
	}
	return q
}
