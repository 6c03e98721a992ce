package exchange

import "slices"

// Caps say that no more people can be handed over, whatever the stages. The
// verifier believes none: it works out anew, day by day, how many can have crossed
// on every way if everybody on every other way had crossed as soon as ever he could,
// and takes a cap only if it is no lower.

// A passage is a way over a crossing, with its classes; everybody owed and the dead
// apart.
type passage struct {
	from, to string
	third    bool
	crossing *Term // nil: none
	classes  []int
	all      int64
	most     int64 // that can have crossed by the day followed
}

// A pledge is a trust limit of which the rows fix how many are got back for how many
// given: give times those on the one ways are get times those on the other.
type pledge struct {
	give, get, ahead int64
	outward, inward  []*passage
	sum              int64 // most given, times give, by the day followed
}

// takeCaps adds the caps that hold to the rows.
func (a *audit) takeCaps(k *reckoning) {
	if len(a.caps) == 0 {
		return
	}
	passages, pledges := a.passages(k)
	follow(passages, pledges, a.owedOver(k))
	for _, c := range a.caps {
		classes := slices.Clone(c.Classes)
		slices.Sort(classes)
		if len(classes) == 0 || classes[0] < 0 || classes[len(classes)-1] >= len(k.grades) || len(slices.Compact(slices.Clone(classes))) != len(classes) {
			a.fail("the certificate has a cap of classes there are not")
			return
		}
		within := func(lists ...*passage) bool {
			return !slices.ContainsFunc(classes, func(g int) bool {
				return !slices.ContainsFunc(lists, func(p *passage) bool { return slices.Contains(p.classes, g) })
			})
		}
		holds := false
		for _, p := range passages {
			holds = holds || within(p) && c.Most >= p.most
		}
		for _, p := range pledges {
			holds = holds || within(p.outward...) && c.Most >= p.sum/p.give
		}
		if !holds {
			a.fail("the certificate has it that no more than %d of classes %v can be handed over, which the trust limits and the crossings do not show", c.Most, c.Classes)
			return
		}
		d := demand{at: slices.Clone(c.Classes), noLo: true, hi: c.Most}
		for range c.Classes {
			d.times = append(d.times, 1)
		}
		k.demands = append(k.demands, d)
	}
}

// passages sorts the classes by their ways, and finds the limits whose two sides
// the rows tie.
func (a *audit) passages(k *reckoning) (list []*passage, pledges []*pledge) {
	for g := range k.grades {
		gr := &k.grades[g]
		if gr.owed || gr.dead {
			continue
		}
		var over *Term
		for _, t := range a.inForce(KindCrossing) {
			if slices.Contains(gr.terms, t.Name) {
				over = t
				break
			}
		}
		at := slices.IndexFunc(list, func(p *passage) bool {
			return p.from == gr.from && p.to == gr.to && p.third == gr.third && p.crossing == over
		})
		if at < 0 {
			at = len(list)
			list = append(list, &passage{from: gr.from, to: gr.to, third: gr.third, crossing: over})
		}
		list[at].classes = append(list[at].classes, g)
		list[at].all += gr.most
	}
	for _, t := range a.inForceInOrder(KindTrust) {
		sides := [][2]string{{t.Party, ""}}
		if t.Party == "" {
			sides = [][2]string{{t.Between[0], t.Between[1]}, {t.Between[1], t.Between[0]}}
		}
		for i, side := range sides {
			p := &pledge{ahead: t.Ahead[i]}
			for _, w := range list {
				if w.third {
					continue
				}
				if w.from == side[0] && (side[1] == "" || w.to == side[1]) {
					p.outward = append(p.outward, w)
				}
				if w.to == side[0] && (side[1] == "" || w.from == side[1]) {
					p.inward = append(p.inward, w)
				}
			}
			if len(p.outward) > 0 && len(p.inward) > 0 && p.tie(k) {
				pledges = append(pledges, p)
			}
		}
	}
	return list, pledges
}

// tie looks for rows of one ratio that count everybody of both sides once.
func (p *pledge) tie(k *reckoning) bool {
	mark := make([]int, len(k.grades)) // 1 given, 2 got back
	sum := 0
	for s, list := range [][]*passage{p.outward, p.inward} {
		for _, w := range list {
			for _, g := range w.classes {
				mark[g] = s + 1
				sum++
			}
		}
	}
	type ratio struct{ give, get int64 }
	read := func(d *demand) (r ratio, ok bool) {
		if d.noLo || d.no || d.lo != 0 || d.hi != 0 {
			return r, false
		}
		for e, v := range d.at {
			if v >= len(k.grades) || mark[v] == 0 {
				return r, false
			}
			n, of := d.times[e], &r.give
			if mark[v] == 2 {
				n, of = -n, &r.get
			}
			if n == 0 || *of != 0 && *of != n {
				return r, false
			}
			*of = n
		}
		if r.give < 0 {
			r.give, r.get = -r.give, -r.get
		}
		if r.give <= 0 || r.get <= 0 {
			return r, false
		}
		g := r.give
		for b := r.get; b != 0; {
			g, b = b, g%b
		}
		return ratio{r.give / g, r.get / g}, true
	}
	counted := map[ratio]map[int]bool{}
	for i := range k.demands {
		d := &k.demands[i]
		r, ok := read(d)
		if !ok {
			continue
		}
		if counted[r] == nil {
			counted[r] = map[int]bool{}
		}
		if slices.ContainsFunc(d.at, func(v int) bool { return counted[r][v] }) {
			continue
		}
		for _, v := range d.at {
			counted[r][v] = true
		}
		if len(counted[r]) == sum {
			p.give, p.get = r.give, r.get
			return true
		}
	}
	return false
}

// owedOver counts the owed who cross: they take the first places.
func (a *audit) owedOver(k *reckoning) map[*Term]int64 {
	out := map[*Term]int64{}
	for g := range k.grades {
		for _, t := range a.inForce(KindCrossing) {
			if k.grades[g].owed && slices.Contains(k.grades[g].terms, t.Name) {
				out[t] += k.grades[g].most
				break
			}
		}
	}
	return out
}

// placesOn gives the places of a crossing on a day that the owed leave.
func placesOn(t *Term, owed int64, day int64) int64 {
	if t.Days > 0 && day > t.Days {
		return 0
	}
	taken := owed - t.PerDay*(day-1)
	return t.PerDay - max(0, min(taken, t.PerDay))
}

// follow lets day after day go by until nothing can go farther. If that does not
// end, everybody might have crossed.
func follow(passages []*passage, pledges []*pledge, owed map[*Term]int64) {
	for day := int64(1); day <= mostDaysFollowed; day++ {
		moved, waiting := false, false
		were := make([]int64, len(passages))
		for i, w := range passages {
			were[i] = w.most
		}
		before := func(w *passage) int64 { return were[slices.Index(passages, w)] }
		may := make([]int64, len(pledges)) // given by the end of the day, times give
		for i, p := range pledges {
			back := int64(0)
			for _, w := range p.inward {
				back += before(w)
			}
			back *= p.get
			// What one gets back from the other is what the other has given.
			for _, q := range pledges {
				if sameWays(p.inward, q.outward) && sameWays(p.outward, q.inward) {
					back = min(back, q.sum)
				}
			}
			may[i] = p.ahead*p.give + back
		}
		for i, w := range passages {
			n := w.all
			for j, p := range pledges {
				if slices.Contains(p.outward, w) {
					n = min(n, may[j]/p.give)
				}
			}
			if w.crossing != nil {
				n = min(n, were[i]+placesOn(w.crossing, owed[w.crossing], day))
				waiting = waiting || w.crossing.Days >= day || owed[w.crossing] > w.crossing.PerDay*(day-1)
			}
			if n > w.most {
				w.most, moved = n, true
			}
		}
		next := make([]int64, len(pledges))
		for i, p := range pledges {
			for _, w := range p.outward {
				next[i] += w.most * p.give
			}
			next[i] = min(next[i], may[i])
			moved = moved || next[i] != p.sum
		}
		for i, p := range pledges {
			p.sum = next[i]
		}
		if !moved && !waiting {
			return
		}
	}
	for _, w := range passages {
		w.most = w.all
	}
	for _, p := range pledges {
		p.sum = 1 << 60
	}
}

// mostDaysFollowed is how many days are followed.
const mostDaysFollowed = 200_000

func sameWays(a, b []*passage) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(w *passage) bool { return !slices.Contains(b, w) })
}
