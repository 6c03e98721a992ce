package exchange

import (
	"fmt"
	"slices"
)

// layRows writes the terms in force as rows, and what one unit more of each
// would be.
func (m *model) layRows() {
	members := make([][]int32, len(m.counters))
	for b := range m.blocks {
		for _, c := range m.blocks[b].counters {
			members[c] = append(members[c], int32(b))
		}
	}
	at := 0
	for i := range m.terms.List {
		first := at
		for at < len(m.counters) && m.counters[at].term == i {
			at++
		}
		switch {
		case first == at:
		case m.terms.List[i].droppable():
			m.layDroppable(i, members[first:at])
		default:
			m.layTerm(i, members[first:at])
		}
	}
	m.layChoices()
}

func (m *model) layTerm(i int, sides [][]int32) {
	t := &m.terms.List[i]
	switch t.Kind {
	case KindParity:
		for k := 0; k < len(sides); k += 2 {
			in := ""
			if len(t.Categories) > 0 {
				in = " in category " + t.Categories[k/2].Name
			}
			m.parity(i, sides[k], sides[k+1], t.Ratio, t.Between[0]+" releases", t.Between[1]+" releases", in)
		}
	case KindAtMost:
		r := m.count(i, sides[0], -unbounded, t.Count)
		m.relax(relaxation{term: i, row: r, dhi: 1, change: fmt.Sprintf("at most %d instead of %d", t.Count+1, t.Count), helps: sides[0]})
	case KindAtLeast:
		r := m.count(i, sides[0], t.Count, unbounded)
		if t.Count > 0 {
			m.relax(relaxation{term: i, row: r, dlo: -1, change: fmt.Sprintf("at least %d instead of %d", t.Count-1, t.Count)})
		}
	case KindExactly:
		r := m.count(i, sides[0], t.Count, t.Count)
		m.relax(relaxation{term: i, row: r, dlo: 1, dhi: 1, change: fmt.Sprintf("exactly %d instead of %d", t.Count+1, t.Count), helps: sides[0]})
		if t.Count > 0 {
			m.relax(relaxation{term: i, row: r, dlo: -1, dhi: -1, change: fmt.Sprintf("exactly %d instead of %d", t.Count-1, t.Count)})
		}
	case KindInclude:
		m.include(i, sides[0])
	case KindAllForAll:
		y := m.binary(i)
		for _, side := range sides {
			for _, b := range side {
				m.rows = append(m.rows, row{term: i, vars: []int32{b, y}, coefs: []int64{1, -m.blocks[b].n}})
			}
		}
		helps := append(append([]int32(nil), sides[0]...), sides[1]...)
		if len(helps) > 0 {
			m.relax(relaxation{term: i, drop: true, change: "part of the category may go", helps: helps})
		}
	case KindTogether:
		m.together(i, sides)
	case KindApart:
		for _, side := range sides {
			r := m.count(i, side, -unbounded, 1)
			m.relax(relaxation{term: i, row: r, dhi: 1, change: "two of them may go", helps: side})
		}
	case KindDeal:
		m.thirdParty(i, sides[0], sides[1])
	case KindCrossing:
		if t.Days > 0 {
			r := m.count(i, sides[0], -unbounded, t.PerDay*t.Days)
			m.relax(relaxation{term: i, row: r, dhi: t.Days, change: fmt.Sprintf("%d a day instead of %d", t.PerDay+1, t.PerDay), helps: sides[0]})
		}
	}
}

func (m *model) relax(r relaxation) { m.relaxes = append(m.relaxes, r) }

func (m *model) binary(term int) int32 {
	m.binaries = append(m.binaries, term)
	return int32(len(m.blocks) + len(m.binaries) - 1)
}

// count adds lo <= people of the blocks <= hi and gives the row's index.
func (m *model) count(term int, blocks []int32, lo, hi int64) int {
	r := row{term: term, lo: lo, hi: hi, vars: blocks, coefs: make([]int64, len(blocks))}
	for k := range r.coefs {
		r.coefs[k] = 1
	}
	m.rows = append(m.rows, r)
	return len(m.rows) - 1
}

// parity adds: for every ratio[0] of a, ratio[1] of b.
// first and second say who does what: they tell the two changes of the ratio apart.
func (m *model) parity(term int, a, b []int32, ratio [2]int64, first, second, in string) {
	r := row{term: term}
	for _, v := range a {
		r.vars, r.coefs = append(r.vars, v), append(r.coefs, ratio[1])
	}
	for _, v := range b {
		r.vars, r.coefs = append(r.vars, v), append(r.coefs, -ratio[0])
	}
	m.rows = append(m.rows, r)
	k := len(m.rows) - 1
	if len(a) > 0 {
		m.relax(relaxation{term: term, row: k, dhi: ratio[1], change: first + " up to one more than the ratio asks" + in, helps: a})
	}
	if len(b) > 0 {
		m.relax(relaxation{term: term, row: k, dlo: -ratio[0], change: second + " up to one more than the ratio asks" + in, helps: b})
	}
}

// include demands everybody named. Those who stand outside the terms go
// anyway; those whom the law or their own wish bars make the row impossible.
func (m *model) include(term int, blocks []int32) {
	ids := map[string]bool{}
	for _, id := range m.terms.List[term].IDs {
		ids[id] = true
	}
	must := int64(0)
	for _, i := range m.named {
		if p := m.roll.Person(int(i)); ids[p.ID] {
			if s := m.law.stand(&p); s.way == wayNone || !s.outside {
				must++
			}
		}
	}
	m.count(term, blocks, must, unbounded)
	m.relax(relaxation{term: term, row: len(m.rows) - 1, dlo: -1, change: "one of the people named need not go"})
}

// together asks one question per group: do they go? All its classes answer it
// alike, and no if law and wish let somebody of it go for whom no term opens a
// way. Those who stand outside go anyway, and the dead are no part of it.
func (m *model) together(term int, groups [][]int32) {
	t := &m.terms.List[term]
	held := map[string]bool{} // groups of which somebody cannot go
	asked := map[string]bool{}
	for _, g := range t.Groups {
		asked[g] = true
	}
	for code, list := range m.roll.Group.Words {
		if !slices.ContainsFunc(list, func(g string) bool { return asked[g] }) {
			continue
		}
		for i, c := range m.roll.Group.Codes {
			if int(c) != code || m.cellOfKey[m.census.keys[i]] >= 0 {
				continue
			}
			p := m.roll.Person(i)
			if s := m.law.stand(&p); s.way != wayNone && s.way != wayRemains && !s.outside {
				for _, g := range list {
					held[g] = true
				}
			}
		}
	}
	for k, g := range t.Groups {
		y := m.binary(term)
		for _, b := range groups[k] {
			m.rows = append(m.rows, row{term: term, vars: []int32{b, y}, coefs: []int64{1, -m.blocks[b].n}})
		}
		if held[g] {
			m.rows = append(m.rows, row{term: term, vars: []int32{y}, coefs: []int64{1}})
		}
	}
}

// thirdParty ties the two sides of a third-party deal: by ratio, or both or neither
// with at least so many released.
func (m *model) thirdParty(term int, returned, released []int32) {
	t := &m.terms.List[term]
	if t.Ratio[0] > 0 {
		m.parity(term, returned, released, t.Ratio, t.Returns.From+" returns", t.If.From+" releases", "")
		return
	}
	y := m.binary(term)
	for _, side := range []struct {
		blocks []int32
		least  int64
	}{{returned, 1}, {released, t.Count}} {
		most := int64(0)
		for _, b := range side.blocks {
			most += m.blocks[b].n
		}
		upper := m.count(term, side.blocks, -unbounded, 0)
		lower := m.count(term, side.blocks, 0, unbounded)
		for _, r := range []struct {
			row  int
			coef int64
		}{{upper, -most}, {lower, -side.least}} {
			m.rows[r.row].vars = append(append([]int32(nil), m.rows[r.row].vars...), y)
			m.rows[r.row].coefs = append(m.rows[r.row].coefs, r.coef)
		}
		if side.least > 1 {
			m.relax(relaxation{term: term, row: lower, entry: len(m.rows[lower].coefs) - 1, dcoef: 1,
				change: fmt.Sprintf("at least %d released instead of %d", side.least-1, side.least),
				helps:  append(append([]int32(nil), returned...), released...)})
		}
	}
}
