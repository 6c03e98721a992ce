package exchange

import (
	"fmt"
	"slices"
	"strings"
)

// leaveAll gives a reason to everybody where there is no plan.
func (m *model) leaveAll(p *Plan) {
	p.Left = make([]Left, 0, len(m.people))
	conflict := "the terms cannot stand together: " + strings.Join(p.Conflict, "; ")
	for i := range m.people {
		if m.cellOf[i] < 0 {
			p.Left = append(p.Left, m.barred(i))
			continue
		}
		l := Left{ID: m.people[i].ID, Reason: ReasonTermsConflict, Detail: conflict}
		if p.Status == Undecided {
			l.Reason, l.Detail = ReasonUndecided, "the search ended before it found a plan; allow it more nodes"
			if len(p.Conflict) > 0 {
				l.Detail = "no handover in stages was found that keeps " + strings.Join(p.Conflict, " and ")
			}
		}
		if m.blocks[m.cells[m.cellOf[i]].block].owed {
			l.Detail += "; but this person is owed (GCIII Art. 109, GCI Art. 30) and goes home whatever becomes of them"
		}
		p.Left = append(p.Left, l)
	}
}

// barred explains somebody who did not enter the counting.
func (m *model) barred(i int) Left {
	p := &m.people[i]
	s := m.law.stand(p)
	l := Left{ID: p.ID}
	if s.way == wayNone {
		l.Reason, l.Detail = s.reason, m.law.explain(p, s)
		if s.term >= 0 {
			l.Term = m.terms.List[s.term].Name
		}
		return l
	}
	// Would a term that waits for a condition have opened a way?
	for k := range m.terms.List {
		if m.law.inForce[k] {
			continue
		}
		for _, c := range countersOf(m.terms, k) {
			if !c.opens || c.homeOnly && s.way == wayThird || c.ids == nil && c.dead != (s.way == wayRemains) ||
				c.lane.From != "" && c.lane.From != p.Holder || c.lane.Of != "" && c.lane.Of != p.Home || !c.picks(p, m.terms.On) {
				continue
			}
			l.Reason, l.Term = ReasonCondition, m.terms.List[k].Name
			l.Detail = fmt.Sprintf("term %q waits for %s", l.Term, m.waitsFor(k))
			return l
		}
	}
	l.Reason = ReasonNoTerm
	l.Detail = fmt.Sprintf("no term opens a way from %s to %s for this person", p.Holder, p.Home)
	return l
}

func (m *model) waitsFor(term int) string {
	var out []string
	for i := range m.terms.List {
		if c := &m.terms.List[i]; c.Kind == KindCondition && c.Met != "yes" && slices.Contains(c.For, m.terms.List[term].Name) {
			out = append(out, fmt.Sprintf("%q (%s)", c.Name, c.Says))
		}
	}
	return strings.Join(out, " and ")
}

// reasons lists everybody who stays, in the order of the list.
func (m *model) reasons(p *Plan, out *outcome, goes []bool, gains [][]gain) {
	place := make([]int32, len(m.people)) // in the block's order, from 1
	words := make([]Left, len(m.blocks))
	for v := range m.blocks {
		bl := &m.blocks[v]
		cut := out.perBlock[v]
		if cut == bl.n {
			continue
		}
		words[v] = m.cutWords(bl, cut, gains[v])
		at := int32(0)
		for _, c := range bl.cells {
			// The cell the cut falls in is in the order of the lot already. In
			// the cells below it all are equal: the lot orders them too, but
			// nobody's going hangs on it, so the list's order will do.
			for _, i := range m.cells[c].people {
				at++
				place[i] = at
			}
		}
	}
	left := len(m.people) - len(p.Releases)
	p.Left = make([]Left, 0, left)
	for i := range m.people {
		if goes[i] {
			continue
		}
		if m.cellOf[i] < 0 {
			p.Left = append(p.Left, m.barred(i))
			continue
		}
		v := m.cells[m.cellOf[i]].block
		l := words[v]
		l.ID = m.people[i].ID
		if l.Reason == ReasonBelowCut {
			l.Rank, l.Distance = int(place[i]), int(int64(place[i])-out.perBlock[v])
			if n := out.perCell[m.cellOf[i]]; n > 0 {
				l.Detail = "equal to others of the class who go; the lot decided. " + l.Detail
			}
		}
		p.Left = append(p.Left, l)
	}
	m.accommodate(p, goes)
}

// cutWords explains a block of which not all go.
func (m *model) cutWords(bl *block, cut int64, gains []gain) Left {
	l := Left{Reason: ReasonBinding, Detail: "nobody of this class goes. "}
	if cut > 0 {
		l.Reason = ReasonBelowCut
		l.Detail = fmt.Sprintf("%d of %d people of this class go. ", cut, bl.n)
	}
	if len(gains) > 0 {
		g := gains[0]
		l.Term, l.Gain = m.terms.List[g.relax.term].Name, g.people
		switch {
		case g.people > 0 && g.proved:
			l.Detail += fmt.Sprintf("Term %q binds: %s would bring %d more home", l.Term, g.relax.change, g.people)
		case g.people > 0:
			l.Detail += fmt.Sprintf("Term %q binds: %s would bring at least %d more home", l.Term, g.relax.change, g.people)
		case !g.proved:
			l.Detail += fmt.Sprintf("Term %q binds; whether %s brings anybody more home was not settled within the budget", l.Term, g.relax.change)
		default:
			l.Detail += fmt.Sprintf("Term %q binds, but one unit more of it alone brings nobody more home", l.Term)
		}
		return l
	}
	for _, c := range bl.counters {
		if !m.counters[c].crossing {
			l.Term = m.terms.List[m.counters[c].term].Name
		}
	}
	if len(m.staged) > 0 {
		l.Term = m.staged[0]
		l.Detail += "The terms hold it, and that the handover has stages that keep " + strings.Join(m.staged, " and ")
		return l
	}
	l.Detail += "The terms hold it together; no one of them alone is used up"
	return l
}

// conflict finds a minimal set of terms of a piece that cannot stand together:
// it takes terms away one by one and puts back those without which the rest can.
func (m *model) conflict(pc *piece, b *budget) []string {
	var terms []int
	for _, r := range pc.rows {
		if !slices.Contains(terms, m.rows[r].term) {
			terms = append(terms, m.rows[r].term)
		}
	}
	slices.Sort(terms)
	away := map[int]bool{}
	for _, term := range terms {
		away[term] = true
		part := *pc
		part.rows = slices.DeleteFunc(slices.Clone(pc.rows), func(r int32) bool { return away[m.rows[r].term] })
		p, lower, upper := m.blockProgram(&part, m.rows)
		if f := search(p, lower, upper, nil, b); f.x != nil || !f.proved {
			away[term] = false
		}
	}
	var out []string
	for _, term := range terms {
		if !away[term] {
			out = append(out, m.terms.List[term].Name)
		}
	}
	return out
}
