package exchange

import (
	"fmt"
	"hash/maphash"
	"slices"
)

// Solve finds the plan that brings most people home under the terms, in the
// order of the tiers, and gives everybody else a reason.
//
// people must have different ids, and what an include or exclude names must be
// among them; else Solve fails and says which. Terms that cannot stand together
// are no error: the plan is [Infeasible] and names a minimal set in conflict.
// Solve changes neither people nor terms, and holds on to strings of both.
func Solve(people []Person, t *Terms, o Options) (Plan, error) {
	roll := NewRoll(people)
	named, err := checkIDs(roll.IDs, t)
	if err != nil {
		return Plan{}, fmt.Errorf("planning %q: %w", t.Title, err)
	}
	b := o.budget()
	m := newModel(roll, named, t)
	m.people = people
	m.listPeople()
	m.layRows()
	tiers := m.tiersOf()
	p, out, pieces, ok := m.plan(tiers, b)
	if !ok {
		if p.Status == Infeasible {
			m.unlockConflict(&p, b)
		} else if len(p.Conflict) > 0 {
			m.unlockStages(&p, b)
		}
		m.leaveAll(&p)
		return p, nil
	}
	goes := m.choose(&out)
	gains := m.unlock(&p, &out, pieces, tiers, b)
	m.reasons(&p, &out, goes, gains)
	return p, nil
}

// plan finds who goes and in which stages, without reasons and what would unlock
// more; ok is false if there is no plan.
func (m *model) plan(tiers []tier, b *budget) (p Plan, out outcome, pieces []piece, ok bool) {
	out, pieces = m.solveAll(m.rows, tiers, b)
	p = Plan{Status: out.status, Title: m.terms.Title, On: m.terms.On.String(), Seed: m.terms.Seed,
		Releases: []Release{}, Left: []Left{}, Stages: []Stage{}, Unlock: []Unlock{}, Conflict: []string{}, Notes: []string{}}
	for _, tier := range tiers {
		p.Tiers = append(p.Tiers, tier.name)
	}
	m.notes(&p)
	if out.status == Infeasible || out.status == Undecided {
		p.Objective, p.Bound = make([]int64, len(tiers)), make([]int64, len(tiers))
		p.Conflict, p.Certificate = m.without(&out, pieces, tiers, p.Bound, b)
		p.GapPeople = p.Bound[1]
		return p, out, pieces, false
	}
	if conflict := m.releases(&p, m.choose(&out)); conflict != nil {
		first, cert := out, m.certify(&out)
		if out, pieces, ok = m.restage(&p, conflict, out, tiers, b); !ok {
			p.Bound, p.Certificate = first.bound, cert
			return m.withoutStages(&p, conflict), out, pieces, false
		}
	}
	p.Status, p.Objective, p.Bound, p.LotDrawn = out.status, out.objective, out.bound, out.lotDrawn
	p.Certificate = m.certify(&out)
	p.Certificate.Caps = m.certifiedCaps()
	if out.lotDrawn && out.status == Optimal && !b.noDraw {
		p.Certificate.Draw = m.proveDraw(&out, pieces)
	}
	p.Dropped = m.dropped(&out)
	for _, name := range p.Dropped {
		p.Notes = append(p.Notes, fmt.Sprintf("term %q is dropped, as it may be", name))
	}
	p.GapPeople = out.bound[1] - out.objective[1]
	return p, out, pieces, true
}

func (o Options) budget() *budget {
	b := &budget{nodes: o.Nodes, stop: o.Stop, noDraw: o.NoDraw}
	if b.nodes <= 0 {
		b.nodes = 200_000
	}
	return b
}

// checkIDs says whether all ids differ, and finds the people whom terms name,
// ascending.
func checkIDs(ids []string, t *Terms) ([]int32, error) {
	index := newIDIndex(len(ids))
	for i := range ids {
		if earlier := index.put(ids, int32(i)); earlier >= 0 {
			return nil, fmt.Errorf("people %d and %d of the list have the same id %q; every person has one row", earlier+1, i+1, ids[i])
		}
	}
	return index.named(ids, t)
}

// An idIndex finds people by id. It holds indexes only, in open addressing: a
// Go map of a million ids takes several times as long to fill.
type idIndex struct {
	seed  maphash.Seed
	slots []int32 // index + 1; 0 is free
}

func newIDIndex(n int) *idIndex {
	size := 16
	for size < 2*n {
		size *= 2
	}
	return &idIndex{maphash.MakeSeed(), make([]int32, size)}
}

// slot gives the slot where the id is, or where it would be.
func (x *idIndex) slot(ids []string, id string) *int32 {
	mask := uint64(len(x.slots) - 1)
	for at := maphash.String(x.seed, id) & mask; ; at = (at + 1) & mask {
		if s := &x.slots[at]; *s == 0 || ids[*s-1] == id {
			return s
		}
	}
}

// find gives the person who has the id, or -1.
func (x *idIndex) find(ids []string, id string) int32 { return *x.slot(ids, id) - 1 }

// put enters person i and gives -1, or the person who has the id already.
func (x *idIndex) put(ids []string, i int32) int32 {
	s := x.slot(ids, ids[i])
	if *s != 0 {
		return *s - 1
	}
	*s = i + 1
	return -1
}

// named finds the people whom terms name. A term may not name anybody who is
// not on the list; a selector may.
func (x *idIndex) named(ids []string, t *Terms) ([]int32, error) {
	for i := range t.List {
		for _, id := range t.List[i].IDs {
			if x.find(ids, id) < 0 {
				return nil, &TermsError{t.List[i].Line, fmt.Sprintf("%s names %q, who is not among the people; correct the id or the list", t.List[i].Name, id)}
			}
		}
	}
	var out []int32
	for _, id := range t.namedIDs() {
		if i := x.find(ids, id); i >= 0 {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out, nil
}

func bandName(years int) string {
	switch years {
	case 0:
		return "captive under 1 year"
	case 1:
		return "captive 1 year"
	}
	return fmt.Sprintf("captive %d years", years)
}

// choose turns numbers per cell into people: all of a cell, none, or as many
// as the lot takes. goes[i] is whether person i goes.
func (m *model) choose(out *outcome) []bool {
	goes := make([]bool, len(m.people))
	for c := range m.cells {
		people := m.cells[c].people
		n := out.perCell[c]
		if n > 0 && n < int64(len(people)) {
			// From here on the cell stands in the order of the lot.
			copy(people, m.byLot(people))
		}
		for _, i := range people[:n] {
			goes[i] = true
		}
	}
	return goes
}

// releases lists who goes, in the order of the list, counts them, and sets the
// stages. It gives the names of the terms that no stages keep together, if so.
func (m *model) releases(p *Plan, goes []bool) (conflict []string) {
	n := 0
	for _, g := range goes {
		if g {
			n++
		}
	}
	p.Releases = make([]Release, 0, n)
	who := make([]int32, 0, n)
	for i, g := range goes {
		if !g {
			continue
		}
		person := &m.people[i]
		bl := &m.blocks[m.cells[m.cellOf[i]].block]
		r := Release{ID: person.ID, From: person.Holder, To: person.Home, Stage: 1}
		switch bl.way {
		case wayThird:
			r.To, r.ThirdCountry = m.terms.List[m.law.stand(person).term].To, true
			p.ThirdCountry++
		case wayRemains:
			r.Remains = true
			p.Remains++
		default:
			p.Home++
			if r.Owed = bl.owed; r.Owed {
				p.Owed++
			}
			r.Interview = person.Wish != WishReturn
			p.Conditional = p.Conditional || r.Interview
		}
		for _, c := range bl.counters {
			if m.counters[c].crossing {
				r.Crossing = m.terms.List[m.counters[c].term].At
			}
		}
		p.Releases = append(p.Releases, r)
		who = append(who, int32(i))
	}
	return m.stage(p, who)
}

// notes says what a negotiator must know besides: duties a sheet cannot waive,
// conditions that are open, classes nobody published.
func (m *model) notes(p *Plan) {
	for i := range m.terms.List {
		t := &m.terms.List[i]
		if t.Kind != KindCondition {
			continue
		}
		switch t.Met {
		case "":
			p.Notes = append(p.Notes, fmt.Sprintf("condition %q is not known to be met and is treated as not met: %s", t.Name, t.Says))
		case "no":
			p.Notes = append(p.Notes, fmt.Sprintf("condition %q is not met: %s", t.Name, t.Says))
		}
	}
	p.Notes = append(p.Notes, m.unmatched()...)
	unpublished := map[string]int{}
	for i := range m.people {
		person := &m.people[i]
		if _, named := m.law.excludedBy(person); named {
			if s := m.law.stand(person); s.owed {
				p.Notes = append(p.Notes, fmt.Sprintf("%s is excluded by name but owed (GCIII Art. 109, GCI Art. 30): no term can hold him or her back", person.ID))
			}
		}
		for _, name := range person.Priority {
			if !slices.Contains(m.terms.Priorities, name) {
				unpublished[name]++
			}
		}
	}
	var names []string
	for name := range unpublished {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p.Notes = append(p.Notes, fmt.Sprintf("%d people are marked %q, which is not among the published priorities and counts for nothing", unpublished[name], name))
	}
}
