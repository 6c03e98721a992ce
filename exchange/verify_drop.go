package exchange

import "slices"

// drop takes note of the terms a plan does without, and checks that it may.
func (a *audit) drop(names []string) {
	for _, name := range names {
		i := slices.IndexFunc(a.terms.List, func(t Term) bool { return t.Name == name })
		if i < 0 || a.without[name] || a.waits[name] || !a.terms.List[i].Optional && a.terms.List[i].OneOf == "" {
			a.fail("the plan drops %q, which it may not", name)
			continue
		}
		a.without[name] = true
	}
}

// choose checks that of alternatives exactly one is kept.
func (a *audit) choose() {
	kept := map[string]int{}
	for _, t := range a.terms.List {
		if t.OneOf == "" {
			continue
		}
		n := 0
		if !a.waits[t.Name] && !a.without[t.Name] {
			n = 1
		}
		kept[t.OneOf] += n
	}
	for word, n := range kept {
		if n != 1 {
			a.fail("of the terms of one_of %q %d are kept, not one", word, n)
		}
	}
}

// optionalKept counts the optional terms in force that are kept; false if the
// sheet has none.
func (a *audit) optionalKept() (n int64, some bool) {
	for _, t := range a.terms.List {
		if t.Optional && !a.waits[t.Name] {
			if some = true; !a.without[t.Name] {
				n++
			}
		}
	}
	return n, some
}

// yields turns the rows of a term that may be dropped, from the given one on,
// into rows that hold if question y is answered yes.
func (k *reckoning) yields(from, y int) {
	rows := slices.Clone(k.demands[from:])
	k.demands = k.demands[:from]
	for _, r := range rows {
		least, most := int64(0), int64(0)
		for e, v := range r.at {
			if r.times[e] > 0 {
				most += r.times[e] * k.size[v]
			} else {
				least += r.times[e] * k.size[v]
			}
		}
		at := append(slices.Clone(r.at), y)
		if !r.noLo && r.lo > least {
			k.demands = append(k.demands, demand{term: r.term, at: at, times: append(slices.Clone(r.times), least-r.lo), lo: least, no: true})
		}
		if !r.no && r.hi < most {
			k.demands = append(k.demands, demand{term: r.term, at: at, times: append(slices.Clone(r.times), most-r.hi), hi: most, noLo: true})
		}
	}
}

// choices writes the rows of alternatives, and of people for whom only terms
// that may be dropped open a way.
func (a *audit) choices(k *reckoning, sides []side, question map[string]int) {
	done := map[string]bool{}
	for _, t := range a.terms.List {
		if t.OneOf == "" || done[t.OneOf] {
			continue
		}
		done[t.OneOf] = true
		d := demand{term: t.Name, lo: 1, hi: 1}
		for _, o := range a.terms.List {
			if y, asked := question[o.Name]; asked && o.OneOf == t.OneOf {
				d.at, d.times = append(d.at, y), append(d.times, 1)
			}
		}
		k.demands = append(k.demands, d)
	}
	if len(question) == 0 && len(done) == 0 {
		return
	}
	for g := range k.grades {
		gr := &k.grades[g]
		if gr.owed || gr.third {
			continue
		}
		d := demand{at: []int{g}, times: []int64{1}, noLo: true}
		sure := false
		for _, i := range gr.counted {
			t := sides[i].t
			switch t.Kind {
			case KindParity, KindAllForAll, KindDeal, KindRelease, KindInclude:
			default:
				continue
			}
			y, asked := question[t.Name]
			if !asked {
				sure = true
				break
			}
			if d.term == "" {
				d.term = t.Name
			}
			if !slices.Contains(d.at, y) {
				d.at, d.times = append(d.at, y), append(d.times, -gr.most)
			}
		}
		if !sure && d.term != "" {
			k.demands = append(k.demands, d)
		}
	}
}
