package exchange

import "math"

// A split is what was split last, and from where.
type split struct {
	branch int
	value  float64 // of the linear program
	above  float64 // how far the number was above what is at most
}

// learn notes how much a split cost, per unit by which it moved the number.
func (t *tree) learn(o *open, result lpResult) {
	f := t.from
	t.from.branch = -1
	if result != lpOptimal || f.branch < 0 || o.parent < 0 || t.nodes[o.parent].branch != f.branch || f.above <= 1e-6 || f.above >= 1-1e-6 {
		return
	}
	lost := max(0, f.value-t.lp.value())
	if o.high {
		t.up[f.branch].add(lost / (1 - f.above))
	} else {
		t.down[f.branch].add(lost / f.above)
	}
	t.all.add(lost)
}

// A mean is a running one.
type mean struct{ sum, n float64 }

func (m *mean) add(v float64) { m.sum, m.n = m.sum+v, m.n+1 }

// or gives the mean, drawn to another where little is known.
func (m *mean) or(v float64) float64 { return (m.sum + v) / (m.n + 1) }

// split chooses where to split: rounds and questions before counts; of them the
// number of which both halves have cost most so far, as far as that is known. If
// the simplex leaves all whole, or found nothing, that with the widest range. high
// is the half that is nearer.
func (t *tree) split(result lpResult) (branch int, at int64, high bool) {
	branch = -1
	most := -1.0
	if result == lpOptimal {
		usual := t.all.or(0)
		for j := range t.whole {
			v := min(max(t.lp.x[j], float64(t.lower[j])), float64(t.upper[j]))
			f := v - math.Floor(v)
			if f < 1e-6 || f > 1-1e-6 || t.lower[j] == t.upper[j] || t.drill.gone[j] {
				continue
			}
			down, up := t.down[j].or(usual)*f, t.up[j].or(usual)*(1-f)
			score := max(down, 1e-4*f)*max(up, 1e-4*(1-f)) + 1e-9*min(f, 1-f)
			if j >= t.drill.own || t.upper[j]-t.lower[j] == 1 {
				score += 1e12
			}
			if score > most {
				branch, most = j, score
			}
		}
	}
	if branch < 0 {
		widest := int64(0)
		for j := range t.lower {
			if d := t.upper[j] - t.lower[j]; d > widest && !t.drill.gone[j] {
				branch, widest = j, d
			}
		}
		if branch < 0 {
			return -1, 0, false
		}
	}
	lo, hi := t.lower[branch], t.upper[branch]
	x := float64(lo + (hi-lo)/2)
	if result == lpOptimal {
		x = min(max(t.lp.x[branch], float64(lo)), float64(hi))
	}
	at = min(max(int64(math.Floor(x)), lo), hi-1)
	return branch, at, x-float64(at) > 0.5
}

// point ends a branch of one point: its ranges show its value, or one row
// shows that it does not hold.
func (t *tree) point() searchNode {
	for i := range t.p.rows {
		r := &t.p.rows[i]
		var sum i128
		for e, v := range r.vars {
			sum.add(r.coefs[e], t.lower[v])
		}
		a, ok := sum.word()
		if ok && a >= r.lo && a <= r.hi {
			continue
		}
		n := searchNode{branch: -1, over: 1, empty: true, multipliers: make([]int64, len(t.p.rows)), names: t.drill.rows}
		n.multipliers[i] = 1
		if sum.hi < 0 || ok && a < r.lo {
			n.multipliers[i] = -1
		}
		return n
	}
	return searchNode{branch: -1, over: 1}
}
