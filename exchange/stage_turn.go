package exchange

import (
	"fmt"
	"slices"
	"strings"
)

// A handover under trust limits, with groups kept whole, part by part.

// A band is people who go as one: releases of one path.
type band []int

// inTurn lays the handover out under trust limits, with groups kept whole.
func (m *model) inTurn(p *Plan, who []int32, paths []path) (conflict []string) {
	gates, gateOf := m.gates(p, paths)
	var movable []int // releases that stages decide on
	for k := range paths {
		if r := &p.Releases[k]; !r.Owed && !r.Remains {
			movable = append(movable, k)
		}
	}
	m.firstByTiers(who, movable)
	movable = pace(p, paths, movable)
	bands := m.bands(who, paths, movable)
	whole := bands[:0:0]
	for _, b := range bands {
		if len(b) > 1 && m.tooLarge(p, b, paths, gates, gateOf) {
			for _, k := range b {
				whole = append(whole, band{k})
			}
			continue
		}
		whole = append(whole, b)
	}
	for _, part := range m.partsOf(p, whole, paths, gateOf) {
		stages, least := m.layPart(p, part, paths, gates, gateOf)
		if stages == nil && slices.ContainsFunc(part, func(b band) bool { return len(b) > 1 }) {
			var single []band
			for _, b := range part {
				for _, k := range b {
					single = append(single, band{k})
				}
			}
			part = single
			stages, least = m.layPart(p, part, paths, gates, gateOf)
		}
		if stages == nil {
			return m.unstageable(p, part, paths, gates, gateOf, least > 0)
		}
		for x, b := range part {
			for _, k := range b {
				p.Releases[k].Stage = stages[x]
			}
		}
		p.StageBound = max(p.StageBound, least)
	}
	for k := range p.Releases {
		if p.Releases[k].Owed || p.Releases[k].Remains {
			p.StageBound = max(p.StageBound, p.Releases[k].Stage)
		}
	}
	p.GroupsDivided = m.divided(p, who, paths, movable)
	if len(p.GroupsDivided) > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("no stages were found that keep whole %s: the crossings or the trust limits do not take so many at once", strings.Join(p.GroupsDivided, ", ")))
	}
	return nil
}

// divided lists the groups of which some go in one stage and some in another,
// the same way over the same crossing.
func (m *model) divided(p *Plan, who []int32, paths []path, movable []int) []string {
	first := map[member]int{}
	var out []string
	for _, k := range movable {
		for _, g := range m.people[who[k]].Group {
			stage, known := first[member{g, paths[k]}]
			if !known {
				first[member{g, paths[k]}] = p.Releases[k].Stage
			} else if stage != p.Releases[k].Stage && !slices.Contains(out, g) {
				out = append(out, g)
			}
		}
	}
	slices.Sort(out)
	return out
}

// A member is what those of a group share who stay together.
type member struct {
	group string
	path
}

// gates lists the crossings in use, and gives the owed their stages: the first
// places of each.
func (m *model) gates(p *Plan, paths []path) (gates []gate, gateOf map[int32]int) {
	gateOf = map[int32]int{-1: -1}
	for k := range paths {
		c := paths[k].crossing
		if _, known := gateOf[c]; !known {
			gateOf[c] = len(gates)
			gates = append(gates, gate{perDay: m.terms.List[c].PerDay, days: m.terms.List[c].Days})
		}
		if r := &p.Releases[k]; c >= 0 && r.Owed {
			g := &gates[gateOf[c]]
			r.Stage = int(1 + g.owed/g.perDay)
			g.owed++
		}
	}
	return gates, gateOf
}

// bands puts together who stays together: those who share a group and go the
// same way over the same crossing.
func (m *model) bands(who []int32, paths []path, movable []int) (bands []band) {
	parent := map[int]int{}
	var find func(k int) int
	find = func(k int) int {
		if up, ok := parent[k]; ok && up != k {
			top := find(up)
			parent[k] = top
			return top
		}
		return k
	}
	first := map[member]int{}
	for _, k := range movable {
		for _, g := range m.people[who[k]].Group {
			key := member{g, paths[k]}
			if other, ok := first[key]; ok {
				parent[find(k)] = find(other)
			} else {
				first[key] = k
			}
		}
	}
	at := map[int]int{}
	for _, k := range movable {
		root := find(k)
		x, known := at[root]
		if !known {
			x = len(bands)
			at[root] = x
			bands = append(bands, nil)
		}
		bands[x] = append(bands[x], k)
	}
	return bands
}

// tooLarge says that no stage whatever can take the band.
func (m *model) tooLarge(p *Plan, b band, paths []path, gates []gate, gateOf map[int32]int) bool {
	size := int64(len(b))
	if g := gateOf[paths[b[0]].crossing]; g >= 0 && size > gates[g].perDay {
		return true
	}
	for c := range p.Trust {
		give, get, most := p.Trust[c].weights()
		if p.Trust[c].side(&p.Releases[b[0]]) == 1 && size*give > most+get*p.Trust[c].Gets {
			return true
		}
	}
	return false
}

// partsOf splits the bands into parts that share no crossing and no trust
// limit: the stages of one have nothing to do with those of another.
func (m *model) partsOf(p *Plan, bands []band, paths []path, gateOf map[int32]int) [][]band {
	parent := make([]int, len(gateOf)+len(p.Trust)) // gates, then trust limits, from 1; 0 is neither
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			i = parent[i]
		}
		return i
	}
	ties := func(b band) []int {
		var out []int
		if g := gateOf[paths[b[0]].crossing]; g >= 0 {
			out = append(out, g+1)
		}
		for c := range p.Trust {
			if give, _, _ := p.Trust[c].weights(); give > 0 && p.Trust[c].side(&p.Releases[b[0]]) != 0 {
				out = append(out, len(gateOf)+c)
			}
		}
		return out
	}
	tied := make([][]int, len(bands))
	byPath := map[path][]int{}
	for x, b := range bands {
		t, known := byPath[paths[b[0]]]
		if !known {
			t = ties(b)
			byPath[paths[b[0]]] = t
			for _, i := range t[min(1, len(t)):] {
				parent[find(i)] = find(t[0])
			}
		}
		tied[x] = t
	}
	index := map[int]int{}
	var parts [][]band
	for x, b := range bands {
		if len(tied[x]) == 0 { // waits for nothing
			for _, k := range b {
				p.Releases[k].Stage = 1
			}
			p.StageBound = max(p.StageBound, 1)
			continue
		}
		root := find(tied[x][0])
		k, known := index[root]
		if !known {
			k = len(parts)
			index[root] = k
			parts = append(parts, nil)
		}
		parts[k] = append(parts[k], b)
	}
	return parts
}

// layPart gives the stage of each band of a part, nil if there are none, and
// what [scheduler.layOut] says of the least number.
func (m *model) layPart(p *Plan, part []band, paths []path, gates []gate, gateOf map[int32]int) (stages []int, least int) {
	type kindKey struct {
		gate, size int
		weights    string
	}
	var caps []trustCap
	capOf := make([]int, len(p.Trust)) // of each trust limit, -1: touches nobody of the part
	touched := map[path]bool{}
	for _, b := range part {
		touched[paths[b[0]]] = true
	}
	for c := range p.Trust {
		capOf[c] = -1
		give, _, most := p.Trust[c].weights()
		for at := range touched {
			if give > 0 && capOf[c] < 0 && p.Trust[c].side(&Release{From: at.from, To: at.to, Owed: !at.counted}) != 0 {
				capOf[c] = len(caps)
				caps = append(caps, trustCap{most: most, reverse: -1})
			}
		}
	}
	for c := range p.Trust {
		for d := range p.Trust {
			a, b := &p.Trust[c], &p.Trust[d]
			if capOf[c] >= 0 && capOf[d] >= 0 && a.Towards != "" && a.Party == b.Towards && a.Towards == b.Party {
				caps[capOf[c]].reverse = capOf[d]
			}
		}
	}
	// A crossing of the part is numbered anew.
	var own []gate
	ownOf := map[int]int{-1: -1}
	var loads []load
	kindOf := make([]int, len(part))
	index := map[kindKey]int{}
	type pathKind struct {
		path
		size int
	}
	byPath := map[pathKind]int{}
	for x, b := range part {
		at := paths[b[0]]
		if k, known := byPath[pathKind{at, len(b)}]; known {
			kindOf[x] = k
			loads[k].n++
			continue
		}
		g := gateOf[at.crossing]
		if _, known := ownOf[g]; !known {
			ownOf[g] = len(own)
			own = append(own, gates[g])
		}
		l := load{gate: ownOf[g], size: int64(len(b)), gives: make([]int64, len(caps)), gets: make([]int64, len(caps)), n: 1}
		for c := range p.Trust {
			if capOf[c] < 0 {
				continue
			}
			give, get, _ := p.Trust[c].weights()
			switch p.Trust[c].side(&p.Releases[b[0]]) {
			case 1:
				l.gives[capOf[c]] = give * l.size
			case -1:
				l.gets[capOf[c]] = get * l.size
			}
		}
		key := kindKey{l.gate, len(b), fmt.Sprint(l.gives, l.gets)}
		k, known := index[key]
		if !known {
			k = len(loads)
			index[key] = k
			loads = append(loads, l)
		} else {
			loads[k].n++
		}
		byPath[pathKind{at, len(b)}], kindOf[x] = k, k
	}
	s := newScheduler(loads, own, caps)
	work := mostScheduleWork
	if m.hurried {
		work /= 20
	}
	found, least := s.layOut(work)
	if found == nil {
		return nil, least
	}
	// Within a kind the bands go in their order.
	stage, gone := make([]int, len(loads)), make([]int64, len(loads))
	stages = make([]int, len(part))
	for x := range part {
		t := kindOf[x]
		for gone[t] == 0 {
			gone[t] = found[stage[t]][t]
			stage[t]++
		}
		gone[t]--
		stages[x] = stage[t]
	}
	return stages, least
}
