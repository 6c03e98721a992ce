package exchange

import "slices"

// How many can be handed over at all. Where a crossing has only so many days, a
// trust limit lets only so many through in them, whoever they are. A cap is such a
// number, and a row like those of the terms: every plan that can be handed over in
// stages keeps it, if everybody owed goes in it. So what is proved with it is
// proved of all such plans.
//
// A limit counts here only if the terms tie both its sides: if in every plan so
// many are got back for so many given. Else its unit hangs on the plan.

// A stageCap says that of these classes together at most so many go.
type stageCap struct {
	blocks []int32
	most   int64
	term   int // the trust limit or crossing it comes from
}

// A pathClasses is a path with its classes, and how many there are of them.
type pathClasses struct {
	path
	blocks []int32
	n      int64
}

// pathsOfClasses lists the paths of all classes but the owed and the dead, in the
// order of the classes, and the owed of each crossing.
func (m *model) pathsOfClasses() (paths []pathClasses, owed map[int32]int64) {
	owed = map[int32]int64{}
	index := map[path]int{}
	for v := range m.blocks {
		bl := &m.blocks[v]
		at := path{bl.from, bl.home, -1, bl.way == wayHome}
		if bl.way == wayThird {
			at.to = m.terms.List[bl.third].To
		}
		for _, c := range bl.counters {
			if m.counters[c].crossing {
				at.crossing = int32(m.counters[c].term)
			}
		}
		if bl.owed {
			owed[at.crossing] += bl.n
		}
		if bl.owed || bl.way == wayRemains {
			continue
		}
		k, known := index[at]
		if !known {
			k = len(paths)
			index[at] = k
			paths = append(paths, pathClasses{path: at})
		}
		paths[k].blocks = append(paths[k].blocks, int32(v))
		paths[k].n += bl.n
	}
	return paths, owed
}

// owedFit is how many of the owed of a crossing go: all, or as many as its days take.
func (m *model) owedFit(crossing int32, n int64) int64 {
	if t := &m.terms.List[crossing]; t.Days > 0 {
		return min(n, t.PerDay*t.Days)
	}
	return n
}

// tied finds numbers such that in every plan that keeps the terms, times give of
// the first classes are times get of the second: rows of one ratio that count them
// all, each once.
func (m *model) tied(first, second []int32) (give, get int64, ok bool) {
	for i := range m.rows {
		give, get, ok = m.rows[i].between(first, second)
		if !ok {
			continue
		}
		seen := map[int32]bool{}
		for j := range m.rows {
			a, b, ok := m.rows[j].between(first, second)
			if ok && a == give && b == get && !slices.ContainsFunc(m.rows[j].vars, func(v int32) bool { return seen[v] }) {
				for _, v := range m.rows[j].vars {
					seen[v] = true
				}
			}
		}
		if len(seen) == len(first)+len(second) {
			return give, get, true
		}
	}
	return 0, 0, false
}

// between reads a row as give times some of the first = get times some of the second.
func (r *row) between(first, second []int32) (give, get int64, ok bool) {
	if r.lo != 0 || r.hi != 0 || len(r.vars) == 0 {
		return 0, 0, false
	}
	for e, v := range r.vars {
		c := r.coefs[e]
		switch {
		case slices.Contains(first, v) && c != 0 && (give == 0 || c == give):
			give = c
		case slices.Contains(second, v) && c != 0 && (get == 0 || c == -get):
			get = -c
		default:
			return 0, 0, false
		}
	}
	if give < 0 || get < 0 {
		give, get = -give, -get
	}
	if give <= 0 || get <= 0 {
		return 0, 0, false
	}
	g := gcd(give, get)
	return give / g, get / g, true
}

// mostCapDays bounds the days a cap is followed through.
const mostCapDays = 100_000

// stageCaps finds the caps of the terms: it follows, day by day, the most that can
// have gone of every path if all others had gone as far as they ever could.
func (m *model) stageCaps() []stageCap {
	paths, owed := m.pathsOfClasses()
	limits := trusts(m.terms, m.law.inForce, nil)
	s := &scheduler{loads: make([]load, len(paths)), giving: make([][]int, len(paths))}
	gateOf := map[int32]int{-1: -1}
	for t := range paths {
		c := paths[t].crossing
		if _, known := gateOf[c]; !known {
			gateOf[c] = len(s.gates)
			s.gates = append(s.gates, gate{m.terms.List[c].PerDay, m.terms.List[c].Days, m.owedFit(c, owed[c])})
		}
		s.loads[t] = load{gate: gateOf[c], size: 1, n: paths[t].n}
	}
	var capTerm []int
	var capLimit []Trust
	for _, limit := range limits {
		var sides [2][]int32 // classes
		of := make([]int, len(paths))
		for t := range paths {
			of[t] = limit.side(&Release{From: paths[t].from, To: paths[t].to, ThirdCountry: !paths[t].counted})
			switch of[t] {
			case 1:
				sides[0] = append(sides[0], paths[t].blocks...)
			case -1:
				sides[1] = append(sides[1], paths[t].blocks...)
			}
		}
		if len(sides[0]) == 0 || len(sides[1]) == 0 {
			continue
		}
		give, get, ok := m.tied(sides[0], sides[1])
		if !ok {
			continue
		}
		c := len(s.caps)
		s.caps = append(s.caps, trustCap{most: limit.Limit * give, reverse: -1})
		capLimit = append(capLimit, limit)
		capTerm = append(capTerm, slices.IndexFunc(m.terms.List, func(t Term) bool { return t.Name == limit.Term }))
		for t := range paths {
			l := &s.loads[t]
			l.gives, l.gets = append(l.gives, 0), append(l.gets, 0)
			switch of[t] {
			case 1:
				l.gives[c] = give
				s.giving[t] = append(s.giving[t], c)
			case -1:
				l.gets[c] = get
			}
		}
	}
	for c := range capLimit {
		for d := range capLimit {
			a, b := &capLimit[c], &capLimit[d]
			if a.Towards != "" && a.Party == b.Towards && a.Towards == b.Party {
				s.caps[c].reverse = d
			}
		}
	}
	gone, gives, steady := s.farthest(mostCapDays)
	if !steady {
		return nil // too many days to say
	}
	var out []stageCap
	for t := range paths {
		most := paths[t].n
		if g := s.loads[t].gate; g >= 0 && s.gates[g].days > 0 {
			most = min(most, s.gates[g].perDay*s.gates[g].days-s.gates[g].owed)
		}
		if gone[t] < most && len(s.giving[t]) > 0 {
			out = append(out, stageCap{paths[t].blocks, gone[t], capTerm[s.giving[t][0]]})
		}
	}
	for c := range s.caps {
		var blocks []int32
		give, sum := int64(0), int64(0)
		for t := range paths {
			if n := s.loads[t].gives[c]; n > 0 {
				blocks, give, sum = append(blocks, paths[t].blocks...), n, sum+gone[t]
			}
		}
		if most := gives[c] / give; most < sum {
			slices.Sort(blocks)
			out = append(out, stageCap{blocks, most, capTerm[c]})
		}
	}
	return out
}

// capRows writes caps as rows of the model.
func (m *model) capRows(caps []stageCap) {
	for _, c := range caps {
		m.count(c.term, c.blocks, -unbounded, c.most)
	}
}

// certifiedCaps writes the caps among the rows for the certificate; nil if there
// are none.
func (m *model) certifiedCaps() []CertifiedCap {
	var out []CertifiedCap
	for _, c := range m.caps {
		one := CertifiedCap{Most: c.most}
		for _, v := range c.blocks {
			one.Classes = append(one.Classes, int(v))
		}
		out = append(out, one)
	}
	return out
}
