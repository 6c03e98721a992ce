package exchange

import "slices"

// A term that may be dropped asks one question more: is it kept? If not, each of
// its rows gives way as far as the sizes of the classes let it be passed, and
// nobody goes by the way it alone opens.

// layDroppable lays a term whose rows hold only if it is kept. One unit more of it
// is its rows laid again.
func (m *model) layDroppable(i int, sides [][]int32) {
	k := m.binary(i)
	m.kept[i] = k
	from, relaxes := len(m.rows), len(m.relaxes)
	m.layTerm(i, sides)
	changes := slices.Clone(m.relaxes[relaxes:])
	m.relaxes = m.relaxes[:relaxes]
	asks := slices.Clone(m.rows[from:])
	m.rows = append(m.rows[:from:from], m.yielding(asks, k)...)
	m.asks[i] = [2]int{from, len(m.rows)}
	for _, rx := range changes {
		less := relaxation{term: i, row: -1, change: rx.change, helps: rx.helps, again: true}
		if !rx.drop {
			changed := slices.Clone(asks)
			changed[rx.row-from] = changed[rx.row-from].relaxed(&rx)
			less.rows = m.yielding(changed, k)
		}
		m.relax(less)
	}
}

// yielding turns rows into rows that hold if question k is answered yes.
func (m *model) yielding(rows []row, k int32) (out []row) {
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
			out = append(out, row{term: r.term, vars: vars, coefs: append(slices.Clone(r.coefs), least-r.lo), lo: least, hi: unbounded})
		}
		if r.hi < unbounded && r.hi < most {
			out = append(out, row{term: r.term, vars: vars, coefs: append(slices.Clone(r.coefs), most-r.hi), lo: -unbounded, hi: most})
		}
	}
	return out
}

// instead gives the rows with others in the place of what a term that may be
// dropped asks. Whose way hangs on it, and which of alternatives is kept, stays.
func (m *model) instead(term int, rows []row) []row {
	at := m.asks[term]
	return slices.Concat(m.rows[:at[0]], rows, m.rows[at[1]:])
}

// solveInstead solves again what that touches, and gives how many more come home.
func (m *model) solveInstead(term int, with []row, out *outcome, tiers []tier, b *budget) (int64, bool) {
	rows := m.instead(term, with)
	touched := map[int32]bool{}
	at := m.asks[term]
	for _, list := range [][]row{m.rows[at[0]:at[1]], with} {
		for _, r := range list {
			for _, v := range r.vars {
				touched[v] = true
			}
		}
	}
	again := outcome{objective: make([]int64, len(tiers)), bound: make([]int64, len(tiers)),
		perCell: make([]int64, len(m.cells)), perBlock: slices.Clone(out.perBlock)}
	before, sure := int64(0), true
	pieces := m.pieces(rows)
	for k := range pieces {
		pc := &pieces[k]
		if !slices.ContainsFunc(pc.vars, func(v int32) bool { return touched[v] }) {
			continue
		}
		few := &budget{nodes: min(b.nodes, mostNodesAgain), stop: b.stop}
		b.nodes -= few.nodes
		status := m.solvePiece(pc, rows, tiers, 2, out.perBlock, few, &again)
		b.nodes += few.nodes
		if status == Infeasible || status == Undecided {
			return 0, status == Infeasible
		}
		sure = sure && status == Optimal
		for _, v := range pc.vars {
			if int(v) < len(m.blocks) && m.blocks[v].way == wayHome {
				before += out.perBlock[v]
			}
		}
	}
	if !m.hasStages(again.perBlock) {
		return 0, false
	}
	return again.objective[1] - before, sure
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
