package exchange

// stepTie: times[0]*x[a] = times[1]*x[b], by a row.
type stepTie struct {
	row    int
	a, b   int
	ta, tb int64
}

// instep tightens ranges by the ties in whole steps; false if nothing is left.
func (k *reckoning) instep(part int, b *branch) bool {
	for changed := true; changed; {
		changed = false
		for _, t := range k.steps[part] {
			if !k.allows(&k.demands[t.row]) {
				continue
			}
			g := t.ta
			for r := t.tb; r != 0; {
				g, r = r, g%r
			}
			sa, sb := t.tb/g, t.ta/g // people of a and b per step
			wa, wb := b.numbers[k.spot[t.a]], b.numbers[k.spot[t.b]]
			hi := min(wa.hi/sa, wb.hi/sb)
			lo := max((wa.lo+sa-1)/sa, (wb.lo+sb-1)/sb)
			if lo > hi {
				return false
			}
			na, nb := within{lo * sa, hi * sa}, within{lo * sb, hi * sb}
			if na != wa || nb != wb {
				b.numbers[k.spot[t.a]], b.numbers[k.spot[t.b]], changed = na, nb, true
			}
		}
	}
	return true
}

// grains gives, per tier, a number of which every plan of the part counts a
// multiple: classes that go in step bring whole steps.
// Classes of which all go are the same in every plan: what they count stands
// besides.
func (k *reckoning) grains(members []int, full map[int]bool) (out, besides []int64) {
	out, besides = make([]int64, k.tiers), make([]int64, k.tiers)
	tied := map[int]bool{}
	var moves [][][2]int64 // per mover: class, people per step
	for _, t := range k.steps[k.part[members[0]]] {
		if tied[t.a] || tied[t.b] {
			continue
		}
		tied[t.a], tied[t.b] = true, true
		g := t.ta
		for r := t.tb; r != 0; {
			g, r = r, g%r
		}
		moves = append(moves, [][2]int64{{int64(t.a), t.tb / g}, {int64(t.b), t.ta / g}})
	}
	for _, v := range members {
		if full[v] && !tied[v] {
			for _, c := range k.grades[v].cells {
				for t := range besides {
					besides[t] += k.cells[c].people * k.cells[c].gain[t]
				}
			}
		} else if v < len(k.grades) && !tied[v] {
			moves = append(moves, [][2]int64{{int64(v), 1}})
		}
	}
	for t := range out {
		for _, mv := range moves {
			step, even := int64(0), true
			for _, one := range mv {
				cells := k.grades[one[0]].cells
				for _, c := range cells {
					even = even && k.cells[c].gain[t] == k.cells[cells[0]].gain[t]
				}
				step += one[1] * k.cells[cells[0]].gain[t]
			}
			if !even {
				step = 1
			}
			for r := step; r != 0; {
				out[t], r = r, out[t]%r
			}
		}
		if out[t] = max(out[t], 1); out[t] == 1 && k.evenly(members, full, t) {
			out[t] = 2
			besides[t] = 0
			for _, v := range members {
				if full[v] {
					for _, c := range k.grades[v].cells {
						besides[t] += k.cells[c].people * k.cells[c].gain[t]
					}
				}
			}
		}
	}
	return out, besides
}

// evenly says whether as many here as there, added up over all rows that ask for
// it, count everybody whom the tier counts twice, and those who are full not.
func (k *reckoning) evenly(members []int, full map[int]bool, t int) bool {
	times := map[int]int64{}
	for _, d := range k.demands {
		if d.noLo || d.no || d.lo != 0 || d.hi != 0 {
			continue
		}
		plain := true
		for e, v := range d.at {
			plain = plain && v < len(k.grades) && (d.times[e] == 1 || d.times[e] == -1)
		}
		if plain {
			for _, v := range d.at {
				times[v]++
			}
		}
	}
	for _, v := range members {
		if v >= len(k.grades) {
			if k.optional[v] && t == k.keptTier {
				return false
			}
			continue
		}
		for _, c := range k.grades[v].cells {
			counts := k.cells[c].gain[t]
			if full[v] {
				counts = 0
			}
			if (counts+times[v])%2 != 0 {
				return false
			}
		}
	}
	return true
}
