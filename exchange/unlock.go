package exchange

import (
	"cmp"
	"fmt"
	"slices"
)

// What would bring more people home is found by solving again, never by
// reading a price off the last solution: with one unit more of each term, with
// what the term asks taken away (the way it opens stays), and with the names and
// grounds of law that are not counted the other way round.

// A gain is what a relaxation was found to bring.
type gain struct {
	relax  *relaxation
	people int64
	proved bool
}

// unlock solves again with one unit more of every term where somebody is left,
// and with every term taken away, and lists what each brings. It gives, per
// block, the gains of one unit more that let it go directly, best first.
func (m *model) unlock(p *Plan, out *outcome, pieces []piece, tiers []tier, b *budget) [][]gain {
	if m.staged != nil {
		m.unlockStages(p, b)
		return make([][]gain, len(m.blocks))
	}
	pieceOf := make([]int, len(m.rows))
	for k := range pieces {
		for _, r := range pieces[k].rows {
			pieceOf[r] = k
		}
	}
	perBlock := make([][]gain, len(m.blocks))
	for k := range m.relaxes {
		rx := &m.relaxes[k]
		if rx.again {
			g := gain{relax: rx}
			if g.people, g.proved = m.solveInstead(rx.term, rx.rows, out, tiers, b); g.people > 0 {
				for _, v := range rx.helps {
					perBlock[v] = append(perBlock[v], g)
				}
				p.Unlock = append(p.Unlock, Unlock{Term: m.terms.List[rx.term].Name, Change: rx.change, Gain: g.people, Proved: g.proved})
			}
			continue
		}
		var pc *piece
		if rx.drop {
			pc = m.pieceOfTerm(pieces, rx)
		} else {
			pc = &pieces[pieceOf[rx.row]]
		}
		if pc == nil || !m.someLeft(pc, out) {
			continue
		}
		g := gain{relax: rx}
		g.people, g.proved = m.solveAgain(pc, rx, out, tiers, b)
		// A limit that is not used up can still bind: whole people do not
		// always fill it. Then it shows by its gain.
		if g.people > 0 || m.tight(rx, out) {
			for _, v := range rx.helps {
				perBlock[v] = append(perBlock[v], g)
			}
		}
		if g.people > 0 {
			p.Unlock = append(p.Unlock, Unlock{Term: m.terms.List[rx.term].Name, Change: rx.change, Gain: g.people, Proved: g.proved, Removed: rx.drop})
		}
	}
	m.withoutEach(p, out, pieces, tiers, b)
	m.otherwise(p, b)
	slices.SortStableFunc(p.Unlock, func(a, b Unlock) int {
		return cmp.Or(cmp.Compare(b.Gain, a.Gain), compareBool(a.Removed, b.Removed))
	})
	for v := range perBlock {
		slices.SortStableFunc(perBlock[v], func(a, b gain) int { return cmp.Compare(b.people, a.people) })
	}
	return perBlock
}

func (m *model) pieceOfTerm(pieces []piece, rx *relaxation) *piece {
	for k := range pieces {
		if slices.Contains(pieces[k].vars, rx.helps[0]) {
			return &pieces[k]
		}
	}
	return nil
}

// someLeft says whether anybody of the piece stays.
func (m *model) someLeft(pc *piece, out *outcome) bool {
	return slices.ContainsFunc(pc.vars, func(v int32) bool {
		return int(v) < len(m.blocks) && out.perBlock[v] < m.blocks[v].n
	})
}

// tight says whether the relaxed side of the row is used up.
func (m *model) tight(rx *relaxation, out *outcome) bool {
	if rx.drop || rx.dcoef != 0 {
		return true
	}
	r := &m.rows[rx.row]
	var sum int64
	for e, v := range r.vars {
		sum += r.coefs[e] * out.perBlock[v]
	}
	return rx.dhi > 0 && sum == r.hi || rx.dlo < 0 && sum == r.lo
}

// mostNodesAgain is how many nodes one relaxation may look at: there may be
// hundreds, and the plan itself does not hang on them.
const mostNodesAgain = 100

// solveAgain solves a piece with one relaxation and gives how many more people
// come home.
func (m *model) solveAgain(pc *piece, rx *relaxation, out *outcome, tiers []tier, b *budget) (int64, bool) {
	rows := slices.Clone(m.rows)
	part := *pc
	if rx.drop {
		part.rows = slices.DeleteFunc(slices.Clone(pc.rows), func(r int32) bool { return rows[r].term == rx.term })
	} else {
		rows[rx.row] = rows[rx.row].relaxed(rx)
	}
	again := outcome{objective: make([]int64, len(tiers)), bound: make([]int64, len(tiers)),
		perCell: make([]int64, len(m.cells)), perBlock: make([]int64, len(out.perBlock))}
	few := &budget{nodes: min(b.nodes, mostNodesAgain), stop: b.stop}
	b.nodes -= few.nodes
	status := m.solvePiece(&part, rows, tiers, 2, out.perBlock, few, &again)
	b.nodes += few.nodes
	var before int64
	for _, v := range pc.vars {
		if int(v) < len(m.blocks) && m.blocks[v].way == wayHome {
			before += out.perBlock[v]
		}
	}
	if status == Infeasible || status == Undecided {
		return 0, status == Infeasible
	}
	merged := slices.Clone(out.perBlock)
	for _, v := range pc.vars {
		merged[v] = again.perBlock[v]
	}
	if !m.hasStages(merged) {
		return 0, false
	}
	return again.objective[1] - before, status == Optimal
}

// hasStages says whether numbers per class are found to have stages that keep the
// trust limits and the days of the crossings. What a change brings is nothing if it
// cannot be handed over.
func (m *model) hasStages(perBlock []int64) bool {
	if !slices.ContainsFunc(m.terms.List, func(t Term) bool { return t.Kind == KindTrust }) {
		return true
	}
	work := mostScheduleWork / 10
	paths, gates := m.pathGates()
	_, ok, _ := m.handOver(paths, gates, totals(paths, perBlock), &work)
	return ok
}

// compareBool puts false before true: of two changes that bring as many, the
// smaller one stands first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// takenAway says in words that a term's demand falls away.
func takenAway(k Kind) string {
	switch {
	case k == KindCrossing:
		return "as many days as it takes"
	case k.opens():
		return "nothing asked for the way it opens"
	}
	return "taken away"
}

// withoutEach solves again without what each term in force asks, in every piece
// its rows stand in.
func (m *model) withoutEach(p *Plan, out *outcome, pieces []piece, tiers []tier, b *budget) {
	for i := range m.terms.List {
		kind := m.terms.List[i].Kind
		if _, asked := m.asks[i]; asked {
			if total, proved := m.solveInstead(i, nil, out, tiers, b); total > 0 && kind != KindAllForAll {
				p.Unlock = append(p.Unlock, Unlock{Term: m.terms.List[i].Name, Change: takenAway(kind), Gain: total, Proved: proved, Removed: true})
			}
			continue
		}
		if kind == KindAllForAll { // one unit less of "all" is no "all" any more: among the relaxations
			continue
		}
		total, proved := int64(0), true
		for k := range pieces {
			pc := &pieces[k]
			if !slices.ContainsFunc(pc.rows, func(r int32) bool { return m.rows[r].term == i }) || !m.someLeft(pc, out) {
				continue
			}
			gain, sure := m.solveAgain(pc, &relaxation{term: i, drop: true}, out, tiers, b)
			total, proved = total+gain, proved && sure
		}
		if total > 0 {
			p.Unlock = append(p.Unlock, Unlock{Term: m.terms.List[i].Name, Change: takenAway(kind), Gain: total, Proved: proved, Removed: true})
		}
	}
}

// mostOtherwise is how many people, times sheets, are read again for changes that
// classes cannot show: those of names, retention and conditions.
const mostOtherwise = 50_000_000

// otherwise solves changed sheets: an exclusion without one of its names and
// without all, a retention taken away, a condition met. Which of the excluded
// may go is left to the solver: not more than one of them is a limit like any
// other, unless an all_for_all counts on the list of names.
func (m *model) otherwise(p *Plan, b *budget) {
	type change struct {
		at      int
		words   string
		removed bool
		term    *Term
	}
	var changes []change
	allForAll := slices.ContainsFunc(m.terms.List, func(t Term) bool { return t.Kind == KindAllForAll })
	for i := range m.terms.List {
		t := m.terms.List[i]
		switch {
		case t.Kind == KindExclude && m.law.inForce[i]:
			changes = append(changes, change{i, "taken away", true, nil})
			if len(t.IDs) < 2 {
				continue
			}
			const one = "one of the people named may go"
			if !allForAll {
				changes = append(changes, change{i, one, false, &Term{Name: t.Name, Kind: KindAtMost, Line: t.Line, Count: 1, People: &Selector{ID: t.IDs}}})
				continue
			}
			// Whom an exclusion names is none of an "all": so each is tried.
			for k := range t.IDs {
				less := t
				less.IDs = slices.Delete(slices.Clone(t.IDs), k, k+1)
				changes = append(changes, change{i, one, false, &less})
			}
		case t.Kind == KindRetain && m.law.inForce[i]:
			changes = append(changes, change{i, "taken away", true, nil})
		case t.Kind == KindCondition && t.Met != "yes":
			t.Met = "yes"
			changes = append(changes, change{i, "the condition is met", false, &t})
		}
	}
	if len(changes)*len(m.people) > mostOtherwise {
		p.Notes = append(p.Notes, fmt.Sprintf("what %d exclusions, retentions and conditions hold back was not solved again: the list is too long for so many", len(changes)))
		return
	}
	for _, c := range changes {
		sheet := *m.terms
		sheet.List = slices.Clone(m.terms.List)
		if c.term != nil {
			sheet.List[c.at] = *c.term
		} else {
			sheet.List = slices.Delete(sheet.List, c.at, c.at+1)
		}
		again := newModel(m.roll, m.named, &sheet)
		again.layRows()
		home, status := again.mostHome(again.rows, b)
		if gain := home - p.Home; (status == Optimal || status == Feasible) && gain > 0 {
			u := Unlock{Term: m.terms.List[c.at].Name, Change: c.words, Gain: gain, Proved: status == Optimal, Removed: c.removed}
			if k := slices.IndexFunc(p.Unlock, func(o Unlock) bool { return o.Term == u.Term && o.Change == u.Change }); k < 0 {
				p.Unlock = append(p.Unlock, u)
			} else if p.Unlock[k].Gain < gain {
				p.Unlock[k] = u
			}
		}
	}
}

// mostHome gives how many can go home under the rows.
func (m *model) mostHome(rows []row, b *budget) (int64, PlanStatus) {
	tiers := m.tiersOf()
	out := outcome{objective: make([]int64, len(tiers)), bound: make([]int64, len(tiers)),
		perCell: make([]int64, len(m.cells)), perBlock: make([]int64, len(m.blocks)+len(m.binaries))}
	pieces := m.pieces(rows)
	status := Optimal
	for k := range pieces {
		few := &budget{nodes: min(b.nodes, mostNodesAgain), stop: b.stop}
		b.nodes -= few.nodes
		s := m.solvePiece(&pieces[k], rows, tiers, 2, nil, few, &out)
		b.nodes += few.nodes
		switch {
		case s == Infeasible, s == Undecided:
			return 0, s
		case s == Feasible:
			status = Feasible
		}
	}
	if !m.hasStages(out.perBlock) {
		return 0, Undecided
	}
	return out.objective[1], status
}

// unlockConflict finds which term of those in conflict, with one unit more of
// it or without what it asks, lets a plan be, and how many then come home.
func (m *model) unlockConflict(p *Plan, b *budget) {
	try := func(rows []row, u Unlock) {
		home, status := m.mostHome(rows, b)
		if status == Optimal || status == Feasible {
			u.Gain, u.Proved = home, status == Optimal
			p.Unlock = append(p.Unlock, u)
		}
	}
	for i := range m.terms.List {
		t := &m.terms.List[i]
		if !slices.Contains(p.Conflict, t.Name) {
			continue
		}
		for k := range m.relaxes {
			if rx := &m.relaxes[k]; rx.term == i && !rx.drop {
				if rx.again {
					try(m.instead(i, rx.rows), Unlock{Term: t.Name, Change: rx.change})
					continue
				}
				rows := slices.Clone(m.rows)
				rows[rx.row] = rows[rx.row].relaxed(rx)
				try(rows, Unlock{Term: t.Name, Change: rx.change})
			}
		}
		if _, asked := m.asks[i]; asked {
			try(m.instead(i, nil), Unlock{Term: t.Name, Change: takenAway(t.Kind), Removed: true})
			continue
		}
		rows := slices.DeleteFunc(slices.Clone(m.rows), func(r row) bool { return r.term == i })
		try(rows, Unlock{Term: t.Name, Change: takenAway(t.Kind), Removed: true})
	}
	slices.SortStableFunc(p.Unlock, func(a, b Unlock) int {
		return cmp.Or(cmp.Compare(b.Gain, a.Gain), compareBool(a.Removed, b.Removed))
	})
}

// relaxed is the row with one unit more.
func (r row) relaxed(rx *relaxation) row {
	r.lo, r.hi = r.lo+rx.dlo, r.hi+rx.dhi
	if rx.dcoef != 0 {
		r.coefs = slices.Clone(r.coefs)
		r.coefs[rx.entry] += rx.dcoef
	}
	return r
}
