package exchange

import (
	"fmt"
	"slices"
	"strings"
)

// What is said of stages: what has gone, how far each party is ahead, what would
// shorten them, and why there are none.

// mostLaidAgain is how many releases are laid out again, all changes together, to
// learn what would shorten a handover.
const mostLaidAgain = 200_000

// tellShorter notes what trust limits cost in stages: with one person more of
// each, and without it, laid out again.
func (m *model) tellShorter(p *Plan, who []int32, paths []path) {
	stages := func(change func(list []Term) []Term) int {
		again := *m
		sheet := *m.terms
		sheet.List = change(slices.Clone(m.terms.List))
		again.terms = &sheet
		q := Plan{Releases: slices.Clone(p.Releases)}
		for k := range q.Releases {
			q.Releases[k].Stage = 1
		}
		q.Trust = trusts(&sheet, m.law.inForce, q.Releases)
		again.hurried = true
		if again.inTurn(&q, who, paths) != nil {
			return len(p.Stages)
		}
		last := 0
		for k := range q.Releases {
			last = max(last, q.Releases[k].Stage)
		}
		if last > q.StageBound {
			return len(p.Stages) // fewer are not ruled out: nothing to say
		}
		return last
	}
	budget := mostLaidAgain
	for i := range m.terms.List {
		t := &m.terms.List[i]
		if budget -= 2 * len(p.Releases); t.Kind != KindTrust || !m.law.inForce[i] || budget < 0 {
			continue
		}
		more := stages(func(list []Term) []Term {
			list[i].Ahead[0]++
			list[i].Ahead[1]++
			return list
		})
		without := stages(func(list []Term) []Term {
			list[i] = Term{Name: t.Name} // of no kind: the others keep their places
			return list
		})
		if more < len(p.Stages) {
			p.Notes = append(p.Notes, fmt.Sprintf("the handover takes %d stages; with one person more in %q %d", len(p.Stages), t.Name, more))
		}
		if without < len(p.Stages) {
			p.Notes = append(p.Notes, fmt.Sprintf("the handover takes %d stages; without %q %d", len(p.Stages), t.Name, without))
		}
	}
}

// tellStages counts what goes in each stage and, at its worst, how far each
// party is ahead in it.
func (p *Plan) tellStages() {
	last := 0
	for k := range p.Releases {
		last = max(last, p.Releases[k].Stage)
	}
	p.Stages = make([]Stage, last)
	gives, gets := make([][]int64, last), make([][]int64, last)
	for k := range p.Stages {
		gives[k], gets[k] = make([]int64, len(p.Trust)), make([]int64, len(p.Trust))
	}
	for k := range p.Releases {
		r := &p.Releases[k]
		s := &p.Stages[r.Stage-1]
		for c := range p.Trust {
			switch p.Trust[c].side(r) {
			case 1:
				gives[r.Stage-1][c]++
			case -1:
				gets[r.Stage-1][c]++
			}
		}
		if r.Remains {
			s.Remains++
			continue
		}
		s.People++
		if !r.ThirdCountry {
			s.HomeSoFar++
		}
	}
	sofar := int64(0)
	ahead := make([]int64, len(p.Trust))
	for k := range p.Stages {
		s := &p.Stages[k]
		sofar += s.HomeSoFar
		s.Stage, s.HomeSoFar = k+1, sofar
		for c := range p.Trust {
			give, get, _ := p.Trust[c].weights()
			s.Ahead = append(s.Ahead, p.Trust[c].people(ahead[c]+give*gives[k][c]))
			ahead[c] += give*gives[k][c] - get*gets[k][c]
		}
	}
}

// unstageable says why a part has no stages and names the terms.
func (m *model) unstageable(p *Plan, part []band, paths []path, gates []gate, gateOf map[int32]int, open bool) []string {
	var terms []string
	name := func(n string) {
		if !slices.Contains(terms, n) {
			terms = append(terms, n)
		}
	}
	for _, b := range part {
		if c := paths[b[0]].crossing; c >= 0 && m.terms.List[c].Days > 0 {
			name(m.terms.List[c].Name)
		}
		for c := range p.Trust {
			if p.Trust[c].side(&p.Releases[b[0]]) != 0 {
				name(p.Trust[c].Term)
			}
		}
	}
	slices.Sort(terms)
	endless := slices.Clone(gates)
	for g := range endless {
		endless[g].days = 0
	}
	note := "the best plan under the other terms cannot be handed over in stages that keep " + strings.Join(terms, " and ")
	if open {
		note = "no stages were found in which the best plan under the other terms keeps " + strings.Join(terms, " and ")
	}
	if stages, _ := m.layPart(p, part, paths, endless, gateOf); stages != nil {
		note += fmt.Sprintf("; without a limit on the days it takes %d", slices.Max(stages))
	}
	p.Notes = append(p.Notes, note)
	return terms
}

// withoutStages turns a plan that no stages keep into one that is undecided:
// whether another plan could be handed over is not known.
func (m *model) withoutStages(p *Plan, conflict []string) Plan {
	q := Plan{Status: Undecided, Title: p.Title, On: p.On, Seed: p.Seed, Tiers: p.Tiers, Objective: make([]int64, len(p.Tiers)), Bound: p.Bound,
		Releases: []Release{}, Stages: []Stage{}, Unlock: []Unlock{}, Conflict: conflict, Notes: p.Notes, Certificate: p.Certificate}
	for k := range q.Certificate.Classes {
		q.Certificate.Classes[k].Go = 0
	}
	// Of the later tiers nothing is known: another plan may differ in them.
	whole := piece{vars: make([]int32, len(m.blocks))}
	for v := range whole.vars {
		whole.vars[v] = int32(v)
	}
	for k, t := range m.tiersOf() {
		if k > 1 {
			q.Bound[k] = m.most(&whole, t)
		}
	}
	q.GapPeople = q.Bound[1]
	m.staged = conflict
	return q
}
