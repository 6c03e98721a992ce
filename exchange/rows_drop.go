package exchange

import "slices"

// A term that may be dropped asks one question more: is it kept? If not, each of
// its rows gives way as far as the sizes of the classes let it be passed, and
// nobody goes by the way it alone opens.

// layDroppable lays a term whose rows hold only if it is kept. One unit more of
// such a term is not looked for: it can go altogether.
func (m *model) layDroppable(i int, sides [][]int32) {
	k := m.binary(i)
	m.kept[i] = k
	from, relaxes := len(m.rows), len(m.relaxes)
	m.layTerm(i, sides)
	m.relaxes = m.relaxes[:relaxes]
	rows := slices.Clone(m.rows[from:])
	m.rows = m.rows[:from]
	for _, r := range rows {
		var least, most int64
		for e, v := range r.vars {
			n := int64(1)
			if int(v) < len(m.blocks) {
				n = m.blocks[v].n
			}
			if c := r.coefs[e]; c > 0 {
				most += c * n
			} else {
				least += c * n
			}
		}
		vars := append(slices.Clone(r.vars), k)
		if r.lo > -unbounded && r.lo > least {
			m.rows = append(m.rows, row{term: i, vars: vars, coefs: append(slices.Clone(r.coefs), least-r.lo), lo: least, hi: unbounded})
		}
		if r.hi < unbounded && r.hi < most {
			m.rows = append(m.rows, row{term: i, vars: vars, coefs: append(slices.Clone(r.coefs), most-r.hi), lo: -unbounded, hi: most})
		}
	}
}

// layChoices asks that of alternatives exactly one is kept, and that people for
// whom only such terms open a way go only if one of those is.
func (m *model) layChoices() {
	if len(m.kept) == 0 && !slices.ContainsFunc(m.terms.List, func(t Term) bool { return t.OneOf != "" }) {
		return
	}
	done := map[string]bool{}
	for i := range m.terms.List {
		word := m.terms.List[i].OneOf
		if word == "" || done[word] {
			continue
		}
		done[word] = true
		r := row{term: i, lo: 1, hi: 1}
		for j := i; j < len(m.terms.List); j++ {
			if k, asked := m.kept[j]; asked && m.terms.List[j].OneOf == word {
				r.vars, r.coefs = append(r.vars, k), append(r.coefs, 1)
			}
		}
		m.rows = append(m.rows, r)
	}
	for b := range m.blocks {
		bl := &m.blocks[b]
		if bl.owed || bl.way == wayThird {
			continue
		}
		r := row{term: -1, vars: []int32{int32(b)}, coefs: []int64{1}, lo: -unbounded}
		for _, c := range bl.counters {
			term := m.counters[c].term
			if !m.counters[c].opens {
				continue
			}
			k, asked := m.kept[term]
			if !asked {
				r.term = -1 // a term that stands whatever happens opens the way
				break
			}
			if r.term < 0 {
				r.term = term
			}
			if !slices.Contains(r.vars, k) {
				r.vars, r.coefs = append(r.vars, k), append(r.coefs, -bl.n)
			}
		}
		if r.term >= 0 {
			m.rows = append(m.rows, r)
		}
	}
}

// dropped names the terms a plan does without, in the order of the sheet.
func (m *model) dropped(out *outcome) []string {
	var names []string
	for i := range m.terms.List {
		if k, asked := m.kept[i]; asked && out.perBlock[k] == 0 {
			names = append(names, m.terms.List[i].Name)
		}
	}
	return names
}
