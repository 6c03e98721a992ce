package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// The verifier's own counting of a roll. People of whom the sheet, the law and
// the tiers would say the same in every respect are taken together (a sort), one
// of them is judged by the plain reading of verify.go, and the sorts are put
// together to classes.

// VerifySelection checks a selection against the roll and the terms it was made
// from: that whoever goes may, that every term is kept, that the figures are
// true, that within a class the lot was kept, and that the certificate proves
// the bounds. It shares no code with the solver. The lot between classes it does
// not draw again.
func VerifySelection(r *Roll, t *Terms, s Selection) error {
	a := auditOf(nil, t)
	a.drop(s.Dropped)
	if len(s.Certificate.Caps) > 0 {
		a.fail("the certificate has caps of stages, and a selection has no stages")
	}
	if len(s.Goes) != (r.Len()+63)/64 || len(s.Goes) > 0 && r.Len()%64 != 0 && s.Goes[len(s.Goes)-1]>>(r.Len()%64) != 0 {
		return errors.New("verifying: the selection is not of as many people as the roll")
	}
	k, names := a.reckon(r, s.Goes)
	if len(s.Objective) != len(s.Tiers) || len(s.Bound) != len(s.Tiers) || !slices.Equal(names, s.Tiers) {
		a.fail("the tiers are not those of the sheet")
		return errors.Join(a.faults...)
	}
	switch s.Status {
	case Optimal, Feasible:
		a.keepsRows(k)
		a.choose()
		for i, total := range k.reached(a) {
			if s.Objective[i] != total {
				a.fail("tier %q is given as %d and is %d", s.Tiers[i], s.Objective[i], total)
			}
			if s.Status == Optimal && s.Bound[i] != total {
				a.fail("called optimal, but a bound is not reached")
			}
		}
		if s.Status == Feasible && slices.Equal(s.Bound, s.Objective) {
			a.fail("every bound is reached, and yet the plan is not called optimal")
		}
	case Infeasible, Undecided:
		if slices.ContainsFunc(s.Goes, func(w uint64) bool { return w != 0 }) || slices.ContainsFunc(s.Objective, func(n int64) bool { return n != 0 }) || s.LotDrawn {
			a.fail("the selection is %s and yet people go", s.Status)
		}
	default:
		a.fail("the status %q is none a plan can have", s.Status)
	}
	if s.Status != Infeasible && len(s.Conflict) > 0 {
		a.fail("a conflict is named where there is none")
	}
	a.certificate(k, s.Status, s.Objective, s.Bound, s.Conflict, &s.Certificate)
	return errors.Join(a.faults...)
}

// reached counts the tiers.
func (k *reckoning) reached(a *audit) []int64 {
	out := make([]int64, k.tiers)
	if k.keptTier >= 0 {
		out[k.keptTier], _ = a.optionalKept()
	}
	for _, c := range k.cells {
		for t, g := range c.gain {
			out[t] += g * c.goes
		}
	}
	return out
}

// keepsRows checks that the numbers that go keep every row, with the answer to
// each yes-or-no question that makes them.
func (a *audit) keepsRows(k *reckoning) {
	answers := make([]int64, k.questions)
	for d := range k.demands {
		r := &k.demands[d]
		for e, v := range r.at {
			if v >= len(k.grades) {
				// The question is yes as soon as anybody goes whom it lets go.
				for f, w := range r.at {
					if f != e && w < len(k.grades) && k.grades[w].out > 0 {
						answers[v-len(k.grades)] = 1
					}
				}
			}
		}
	}
	for y, name := range k.kept {
		answers[y-len(k.grades)] = 1
		if a.without[name] {
			answers[y-len(k.grades)] = 0
		}
	}
	for d := range k.demands {
		r := &k.demands[d]
		var least, most big // distance from the ends
		least.plus(-1, r.lo)
		most.plus(1, r.hi)
		for e, v := range r.at {
			n := int64(0)
			if v < len(k.grades) {
				n = k.grades[v].out
			} else {
				n = answers[v-len(k.grades)]
			}
			least.plus(r.times[e], n)
			most.plus(-r.times[e], n)
		}
		if !r.noLo && least.below() || !r.no && most.below() {
			a.fail("%s is not kept", r.term)
		}
	}
}

// A facet is a question about a column: which of its words are told apart.
type facet struct {
	codes  []uint32
	tells  []uint64 // per code, times what comes before
	kinds  uint64
	ranked bool // only the tiers ask
}

func facetOf[T any](out *[]facet, c *Column[T], ranked bool, sayOf func(T) string) {
	if len(c.Codes) == 0 {
		return
	}
	says := map[string]uint64{}
	f := facet{codes: c.Codes, tells: make([]uint64, len(c.Words)), ranked: ranked}
	for i, w := range c.Words {
		say := sayOf(w)
		if _, known := says[say]; !known {
			says[say] = uint64(len(says))
		}
		f.tells[i] = says[say]
	}
	if f.kinds = uint64(len(says)); f.kinds > 1 {
		*out = append(*out, f)
	}
}

// simple takes selectors apart into those of one field.
func simple(s *Selector, out *[]*Selector) {
	if s == nil {
		return
	}
	for _, one := range []Selector{{Destination: s.Destination}, {Sex: s.Sex}, {Rank: s.Rank}, {Condition: s.Condition}, {Unit: s.Unit},
		{Group: s.Group}, {Confirmed: s.Confirmed}, {Priority: s.Priority}, {AgeUnder: s.AgeUnder, AgeOn: s.AgeOn}, {AgeFrom: s.AgeFrom, AgeOn: s.AgeOn},
		{CapturedBefore: s.CapturedBefore}, {CapturedFrom: s.CapturedFrom}, {CaptiveYears: s.CaptiveYears}} {
		*out = append(*out, &one)
	}
	simple(s.Not, out)
	for _, x := range s.Any {
		simple(x, out)
	}
}

// facets lists what is asked of a roll.
func (a *audit) facets(r *Roll) []facet {
	var asked []*Selector
	for i := range a.terms.List {
		t := &a.terms.List[i]
		for _, s := range []*Selector{t.People, t.Returns.People, t.If.People, t.Way.People} {
			simple(s, &asked)
		}
		for _, c := range t.Categories {
			simple(c.People, &asked)
		}
		for _, g := range t.Groups {
			simple(&Selector{Group: []string{g}}, &asked)
		}
	}
	about := func(has func(*Selector) bool) (list []*Selector) {
		for _, s := range asked {
			if has(s) {
				list = append(list, s)
			}
		}
		return list
	}
	answers := func(list []*Selector, p *Person) string {
		b := make([]byte, len(list))
		for i, s := range list {
			if a.is(s, p) {
				b[i] = 1
			}
		}
		return string(b)
	}
	var out []facet
	facetOf(&out, &r.Holder, false, func(w string) string { return w })
	facetOf(&out, &r.Home, false, func(w string) string { return w })
	facetOf(&out, &r.Wish, false, func(w Wish) string { return string(w) })
	facetOf(&out, &r.Finding, false, func(w Finding) string { return string(w) })
	facetOf(&out, &r.FitToTravel, false, func(w Fitness) string { return string(w) })
	facetOf(&out, &r.Status, false, func(w Status) string { return string(w) })
	facetOf(&out, &r.Hold, false, func(w Hold) string { return string(w) })
	facetOf(&out, &r.Destination, false, func(w string) string { return w })
	text := func(c *Column[string], has func(*Selector) bool, put func(*Person, string)) {
		if list := about(has); len(list) > 0 {
			facetOf(&out, c, false, func(w string) string {
				var p Person
				put(&p, w)
				return answers(list, &p)
			})
		}
	}
	text(&r.Sex, func(s *Selector) bool { return len(s.Sex) > 0 }, func(p *Person, w string) { p.Sex = w })
	text(&r.Rank, func(s *Selector) bool { return len(s.Rank) > 0 }, func(p *Person, w string) { p.Rank = w })
	text(&r.Condition, func(s *Selector) bool { return len(s.Condition) > 0 }, func(p *Person, w string) { p.Condition = w })
	text(&r.Unit, func(s *Selector) bool { return len(s.Unit) > 0 }, func(p *Person, w string) { p.Unit = w })
	text(&r.Confirmed, func(s *Selector) bool { return len(s.Confirmed) > 0 }, func(p *Person, w string) { p.Confirmed = w; p.fillBlanks() })
	if list := about(func(s *Selector) bool { return len(s.Group) > 0 }); len(list) > 0 {
		facetOf(&out, &r.Group, false, func(w []string) string { return answers(list, &Person{Group: w}) })
	}
	if list := about(func(s *Selector) bool { return len(s.Priority) > 0 }); len(list) > 0 {
		facetOf(&out, &r.Priority, false, func(w []string) string { return answers(list, &Person{Priority: w}) })
	}
	if list := about(func(s *Selector) bool { return s.AgeUnder+s.AgeFrom > 0 }); len(list) > 0 {
		facetOf(&out, &r.Born, false, func(w Date) string { return answers(list, &Person{Born: w}) })
	}
	if list := about(func(s *Selector) bool { return s.CapturedBefore.Year+s.CapturedFrom.Year != 0 || s.CaptiveYears > 0 }); len(list) > 0 {
		facetOf(&out, &r.CapturedOn, false, func(w Date) string { return answers(list, &Person{CapturedOn: w}) })
	}
	facetOf(&out, &r.CapturedOn, true, func(w Date) string { return fmt.Sprint(captive(&Person{CapturedOn: w}, a.terms.On)) })
	facetOf(&out, &r.Priority, true, func(w []string) string { return a.published(w) })
	return out
}

// published writes which published classes a list of words names.
func (a *audit) published(words []string) string {
	b := make([]byte, len(a.terms.Priorities))
	for i, name := range a.terms.Priorities {
		if holds([]string{name}, words...) {
			b[i] = 1
		}
	}
	return string(b)
}

// A sort1 is a sort of people: those of whom the same is true.
type sort1 struct {
	first        int // in the list
	people, goes int64
	judged       uint64 // what law and terms ask
	named        bool
	cell         int
}

// sorts counts a roll. It gives the sorts in the order of the list, and of
// everybody the sort's number as the list shows it.
func (a *audit) sorts(r *Roll, goes []uint64) ([]sort1, []uint32) {
	n := r.Len()
	list := a.facets(r)
	named := map[string]bool{}
	var walk func(*Selector)
	walk = func(s *Selector) {
		if s == nil {
			return
		}
		for _, id := range s.ID {
			named[id] = true
		}
		walk(s.Not)
		for _, x := range s.Any {
			walk(x)
		}
	}
	for i := range a.terms.List {
		t := &a.terms.List[i]
		for _, id := range t.IDs {
			named[id] = true
		}
		for _, s := range []*Selector{t.People, t.Returns.People, t.If.People, t.Way.People} {
			walk(s)
		}
		for _, c := range t.Categories {
			walk(c.People)
		}
	}
	slices.SortStableFunc(list, func(x, y facet) int { // judged first: they are the upper digits
		if x.ranked == y.ranked {
			return 0
		}
		if x.ranked {
			return 1
		}
		return -1
	})
	// Where the digits do not fit one number, everybody is put in words.
	place, lower, fits := uint64(1), uint64(1), true
	for i := len(list) - 1; i >= 0; i-- {
		for c := range list[i].tells {
			list[i].tells[c] *= place
		}
		if place > 1<<61/list[i].kinds {
			fits = false
			break
		}
		if place *= list[i].kinds; list[i].ranked {
			lower = place
		}
	}
	of := make([]uint32, n)
	type bunch struct {
		sorts []sort1
		keys  []uint64
		local []uint32 // renumbering, later
	}
	parts := make([]bunch, max(1, min(runtime.GOMAXPROCS(0), n/20_000)))
	var wait sync.WaitGroup
	for w := range parts {
		wait.Go(func() {
			from, to := n/len(parts)*w, n/len(parts)*(w+1)
			if w == len(parts)-1 {
				to = n
			}
			b := &parts[w]
			words := map[string]uint64{}
			seen := map[uint64]uint32{}
			var direct []uint32
			if fits && place <= 1<<22 {
				direct = make([]uint32, place) // number + 1
			}
			block := make([]uint64, 4096)
			for ; from < to; from += len(block) {
				keys := block[:min(len(block), to-from)]
				clear(keys)
				for f := range list {
					tells := list[f].tells
					for i, code := range list[f].codes[from : from+len(keys)] {
						keys[i] += tells[code]
					}
				}
				for i, key := range keys {
					at := from + i
					if !fits {
						key = wordsKey(list, at, words)
					}
					x := uint32(0)
					own := len(named) > 0 && named[r.IDs[at]]
					switch {
					case own:
					case direct != nil:
						x = direct[key]
					default:
						x = seen[key]
					}
					if x == 0 {
						s := sort1{first: at, judged: key / lower, named: own || !fits}
						b.sorts, b.keys = append(b.sorts, s), append(b.keys, key)
						x = uint32(len(b.sorts))
						switch {
						case own:
						case direct != nil:
							direct[key] = x
						default:
							seen[key] = x
						}
					}
					s := &b.sorts[x-1]
					s.people++
					s.goes += int64(goes[at/64] >> (at % 64) & 1)
					of[at] = x - 1
				}
			}
		})
	}
	wait.Wait()
	all := parts[0].sorts
	byKey := map[uint64]uint32{}
	byWords := map[string]uint32{}
	name := func(b *bunch, x int) (uint32, bool) {
		if fits {
			y, known := byKey[b.keys[x]]
			return y, known
		}
		y, known := byWords[facetWords(list, b.sorts[x].first)]
		return y, known
	}
	for w := range parts {
		b := &parts[w]
		b.local = make([]uint32, len(b.sorts))
		for x := range b.sorts {
			own := len(named) > 0 && named[r.IDs[b.sorts[x].first]]
			y, known := name(b, x)
			switch {
			case w == 0:
				y = uint32(x)
			case known && !own:
				all[y].people += b.sorts[x].people
				all[y].goes += b.sorts[x].goes
			default:
				known = false
				y = uint32(len(all))
				all = append(all, b.sorts[x])
			}
			if b.local[x] = y; !own && !known {
				if fits {
					byKey[b.keys[x]] = y
				} else {
					byWords[facetWords(list, b.sorts[x].first)] = y
				}
			}
		}
	}
	for w := 1; w < len(parts); w++ {
		from, to := n/len(parts)*w, n/len(parts)*(w+1)
		if w == len(parts)-1 {
			to = n
		}
		for i := from; i < to; i++ {
			of[i] = parts[w].local[of[i]]
		}
	}
	return all, of
}

func facetWords(list []facet, at int) string {
	b := make([]byte, 0, 8*len(list))
	for f := range list {
		b = binary.BigEndian.AppendUint64(b, uint64(list[f].tells[list[f].codes[at]]))
	}
	return string(b)
}

func wordsKey(list []facet, at int, words map[string]uint64) uint64 {
	w := facetWords(list, at)
	if _, known := words[w]; !known {
		words[w] = uint64(len(words))
	}
	return words[w]
}

// A side is one thing a term counts.
type side struct {
	t    *Term
	lane Lane
	also *Selector
	home bool // only those who go home
}

func (a *audit) sides() []side {
	var out []side
	for i := range a.terms.List {
		t := &a.terms.List[i]
		if a.waits[t.Name] {
			continue
		}
		switch t.Kind {
		case KindParity, KindAllForAll:
			cats := t.Categories
			if len(cats) == 0 {
				cats = []Category{{}}
			}
			for _, c := range cats {
				for k := range 2 {
					out = append(out, side{t, Lane{t.Between[k], t.Between[1-k], t.People}, c.People, true})
				}
			}
		case KindDeal:
			out = append(out, side{t, t.Returns, nil, true}, side{t, t.If, nil, true})
		case KindRelease:
			out = append(out, side{t, t.Way, nil, true})
		case KindAtMost, KindAtLeast, KindExactly:
			out = append(out, side{t: t, lane: Lane{People: t.People}})
		case KindInclude, KindCrossing:
			out = append(out, side{t: t})
		case KindTogether, KindApart:
			if len(t.IDs) > 0 {
				out = append(out, side{t: t})
			}
			for _, g := range t.Groups {
				out = append(out, side{t: t, lane: Lane{People: &Selector{Group: []string{g}}}})
			}
		}
	}
	return out
}

// countsIn says whether the side counts p, who goes to the place given.
func (a *audit) countsIn(s *side, p *Person, to string) bool {
	switch s.t.Kind {
	case KindCrossing:
		return a.crossingOf(p) == s.t.Name
	case KindInclude:
		return !a.outside(p) && a.ties[s.t.Name][p.ID]
	case KindApart:
		if len(s.t.IDs) > 0 {
			return !a.outside(p) && a.ties[s.t.Name][p.ID]
		}
	}
	return !a.outside(p) && !(s.home && to != p.Home) && a.onLane(s.lane, p) && a.is(s.also, p)
}

// judge gives where somebody may go, "" if he may go nowhere or no term opens a
// way for him.
func (a *audit) judge(p *Person) string {
	if a.lawful(p, p.Home) == "" {
		if a.outside(p) || a.opened(p) {
			return p.Home
		}
		return ""
	}
	for i := range a.terms.List {
		if t := &a.terms.List[i]; t.Kind == KindThirdCountry && !a.waits[t.Name] && p.Status != StatusRemains && t.To != p.Home && a.lawful(p, t.To) == "" &&
			t.Way.From == p.Holder && a.is(t.Way.People, p) {
			return t.To
		}
	}
	return ""
}

// reckon counts a roll into classes and rows, and names the tiers.
func (a *audit) reckon(r *Roll, goes []uint64) (*reckoning, []string) {
	k := &reckoning{}
	sorts, of := a.sorts(r, goes)
	sides := a.sides()
	known := map[string]int{}   // classes
	judged := map[uint64]int{}  // class by what law and terms ask
	cells := map[string]int{}   //
	grades := make([]int, 0, 8) // of the sides that count a person
	bands := map[int]bool{}
	type rank struct {
		class string
		years int
	}
	var ranks []rank
	order := make([]int, len(sorts))
	for x := range order {
		order[x] = x
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(sorts[x].first, sorts[y].first) })
	for _, x := range order {
		s := &sorts[x]
		s.cell = -1
		g, seen := judged[s.judged]
		p := r.Person(s.first)
		if !seen || s.named {
			g = -1
			if to := a.judge(&p); to != "" {
				grades = grades[:0]
				for i := range sides {
					if a.countsIn(&sides[i], &p, to) {
						grades = append(grades, i)
					}
				}
				third := p.Status != StatusRemains && to != p.Home
				key := fmt.Sprintf("%q %q %q %v %v %v %v", p.Holder, p.Home, to, a.outside(&p) && !third, p.Status == StatusRemains, a.offer(&p, third), grades)
				var old bool
				if g, old = known[key]; !old {
					g = len(k.grades)
					known[key] = g
					gr := grade{from: p.Holder, to: to, owed: a.outside(&p) && !third, dead: p.Status == StatusRemains, third: third, counted: slices.Clone(grades), terms: []string{}}
					for _, i := range grades {
						if !holds(gr.terms, sides[i].t.Name) {
							gr.terms = append(gr.terms, sides[i].t.Name)
						}
					}
					k.grades = append(k.grades, gr)
				}
			}
			if !s.named {
				judged[s.judged] = g
			}
		}
		if g < 0 {
			if s.goes > 0 {
				a.fail("%s goes, but law, wish or terms do not let him or her", p.ID)
			}
			continue
		}
		gr := &k.grades[g]
		rk := rank{years: -1}
		if !gr.third && !gr.dead {
			rk.class, rk.years = a.published(p.Priority), captive(&p, a.terms.On)
		}
		key := fmt.Sprintf("%d %q %d", g, rk.class, rk.years)
		c, old := cells[key]
		if !old {
			c = len(k.cells)
			cells[key] = c
			k.cells = append(k.cells, sharers{grade: g})
			ranks = append(ranks, rk)
			gr.cells = append(gr.cells, c)
			if rk.years >= 0 {
				bands[rk.years] = true
			}
		}
		s.cell = c
		k.cells[c].people += s.people
		k.cells[c].goes += s.goes
		gr.most += s.people
		gr.out += s.goes
	}
	names := a.tierNames(k, bands)
	k.tiers = len(names)
	for g := range k.grades {
		gr := &k.grades[g]
		for _, c := range gr.cells {
			gain := make([]int64, 0, len(names))
			put := func(yes bool) {
				n := int64(0)
				if yes {
					n = 1
				}
				gain = append(gain, n)
			}
			home := !gr.third && !gr.dead
			put(gr.owed)
			put(home)
			if k.keptTier >= 0 {
				put(false)
			}
			for i := range a.terms.Priorities {
				put(home && ranks[c].class != "" && ranks[c].class[i] == 1)
			}
			for _, y := range sortedDown(bands) {
				put(home && ranks[c].years == y)
			}
			if slices.Contains(names, "third_country") {
				put(gr.third)
			}
			if slices.Contains(names, "remains") {
				put(gr.dead)
			}
			k.cells[c].gain = gain
		}
	}
	a.demands(k, r, sides)
	k.join()
	a.lots(k, r, sorts, of, goes)
	a.sorts1, a.sortOf = sorts, of
	return k, names
}

// offer tells apart the third countries that different terms offer.
func (a *audit) offer(p *Person, third bool) int {
	if third {
		for i := range a.terms.List {
			if t := &a.terms.List[i]; t.Kind == KindThirdCountry && !a.waits[t.Name] && t.To != p.Home && a.lawful(p, t.To) == "" && t.Way.From == p.Holder && a.is(t.Way.People, p) {
				return i
			}
		}
	}
	return -1
}

func sortedDown(set map[int]bool) []int {
	var out []int
	for y := range set {
		out = append(out, y)
	}
	slices.SortFunc(out, func(x, y int) int { return cmp.Compare(y, x) })
	return out
}

// tierNames lists the tiers that a list and a sheet have.
func (a *audit) tierNames(k *reckoning, bands map[int]bool) []string {
	names := []string{"owed", "home"}
	k.keptTier = -1
	if _, some := a.optionalKept(); some {
		k.keptTier = len(names)
		names = append(names, "optional terms kept")
	}
	for _, class := range a.terms.Priorities {
		names = append(names, "priority "+class)
	}
	for _, y := range sortedDown(bands) {
		names = append(names, yearsName(y))
	}
	if slices.ContainsFunc(k.grades, func(g grade) bool { return g.third }) {
		names = append(names, "third_country")
	}
	if slices.ContainsFunc(k.grades, func(g grade) bool { return g.dead }) {
		names = append(names, "remains")
	}
	return names
}

func yearsName(y int) string {
	if y == 1 {
		return "captive 1 year"
	} else if y == 0 {
		return "captive under 1 year"
	}
	return fmt.Sprintf("captive %d years", y)
}

// demands writes the rows of the terms, in the order of the sheet.
func (a *audit) demands(k *reckoning, r *Roll, sides []side) {
	members := make([][]int, len(sides))
	for g := range k.grades {
		k.size = append(k.size, k.grades[g].most)
		for _, i := range k.grades[g].counted {
			members[i] = append(members[i], g)
		}
	}
	sum := func(t *Term, list []int) demand {
		d := demand{term: t.Name, at: slices.Clone(list)}
		for range list {
			d.times = append(d.times, 1)
		}
		return d
	}
	ask := func(d demand) { k.demands = append(k.demands, d) }
	ratio := func(t *Term, x, y []int) {
		d := demand{term: t.Name}
		for _, g := range x {
			d.at, d.times = append(d.at, g), append(d.times, t.Ratio[1])
		}
		for _, g := range y {
			d.at, d.times = append(d.at, g), append(d.times, -t.Ratio[0])
		}
		ask(d)
	}
	question := func() int {
		k.questions++
		k.size = append(k.size, 1)
		return len(k.grades) + k.questions - 1
	}
	k.kept, k.optional = map[int]string{}, map[int]bool{}
	asked := map[string]int{} // whether a term is kept
	for i := 0; i < len(sides); {
		t := sides[i].t
		from := i
		for i < len(sides) && sides[i].t == t {
			i++
		}
		m := members[from:i]
		row, kept := len(k.demands), -1
		if t.Optional || t.OneOf != "" {
			kept = question()
			asked[t.Name] = kept
			if k.kept[kept] = t.Name; t.Optional {
				k.optional[kept] = true
			}
		}
		switch t.Kind {
		case KindParity:
			for e := 0; e < len(m); e += 2 {
				ratio(t, m[e], m[e+1])
			}
		case KindAtMost, KindAtLeast, KindExactly:
			d := sum(t, m[0])
			d.lo, d.hi, d.noLo, d.no = t.Count, t.Count, t.Kind == KindAtMost, t.Kind == KindAtLeast
			ask(d)
		case KindInclude:
			d := sum(t, m[0])
			d.no = true
			named := map[string]bool{}
			for _, id := range t.IDs {
				named[id] = true
			}
			for at, id := range r.IDs {
				if named[id] {
					p := r.Person(at)
					// Those who stand outside go anyway; the others must.
					free := a.outside(&p) && (a.lawful(&p, p.Home) == "" || p.Wish == WishThirdCountry && a.judge(&p) != "")
					if !free {
						d.lo++
					}
				}
			}
			ask(d)
		case KindAllForAll:
			y := question()
			for _, list := range m {
				for _, g := range list {
					ask(demand{term: t.Name, at: []int{g, y}, times: []int64{1, -k.grades[g].most}})
				}
			}
		case KindTogether:
			held := a.heldBack(t, r)
			for e, list := range m {
				y := question()
				for _, g := range list {
					ask(demand{term: t.Name, at: []int{g, y}, times: []int64{1, -k.grades[g].most}})
				}
				if held[t.Groups[e]] {
					ask(demand{term: t.Name, at: []int{y}, times: []int64{1}})
				}
			}
		case KindApart:
			for _, list := range m {
				d := sum(t, list)
				d.noLo, d.hi = true, 1
				ask(d)
			}
		case KindDeal:
			if t.Ratio[0] > 0 {
				ratio(t, m[0], m[1])
				break
			}
			y := question()
			for e, list := range m {
				least, most := int64(1), int64(0)
				if e == 1 {
					least = t.Count
				}
				for _, g := range list {
					most += k.grades[g].most
				}
				upper, lower := sum(t, list), sum(t, list)
				upper.at, upper.times, upper.noLo = append(upper.at, y), append(upper.times, -most), true
				lower.at, lower.times, lower.no = append(lower.at, y), append(lower.times, -least), true
				ask(upper)
				ask(lower)
			}
		case KindCrossing:
			if t.Days > 0 {
				d := sum(t, m[0])
				d.noLo, d.hi = true, t.PerDay*t.Days
				ask(d)
			}
		}
		if kept >= 0 {
			k.yields(row, kept)
		}
	}
	a.choices(k, sides, asked)
	a.takeCaps(k)
}

// lots checks that where part of a cell goes, it is those whom the lot names.
func (a *audit) lots(k *reckoning, r *Roll, sorts []sort1, of []uint32, goes []uint64) {
	cut := make([]bool, len(sorts))
	some := false
	for x := range sorts {
		if c := sorts[x].cell; c >= 0 && k.cells[c].goes > 0 && k.cells[c].goes < k.cells[c].people {
			cut[x], some = true, true
		}
	}
	if !some {
		return
	}
	type ticket struct {
		number [8]byte
		id     string
	}
	less := func(x, y ticket) bool {
		if c := slices.Compare(x.number[:], y.number[:]); c != 0 {
			return c < 0
		}
		return x.id < y.id
	}
	type ends struct {
		last, first   ticket // last who goes, first who stays
		anyGo, anyOut bool
	}
	parts := make([][]ends, max(1, min(runtime.GOMAXPROCS(0), len(of)/20_000)))
	var wait sync.WaitGroup
	for w := range parts {
		wait.Go(func() {
			mine := make([]ends, len(k.cells))
			text := append([]byte(a.terms.Seed), '\n')
			from, to := len(of)/len(parts)*w, len(of)/len(parts)*(w+1)
			if w == len(parts)-1 {
				to = len(of)
			}
			for i := from; i < to; i++ {
				x := of[i]
				if !cut[x] {
					continue
				}
				sum := sha256.Sum256(append(text[:len(a.terms.Seed)+1], r.IDs[i]...))
				t := ticket{[8]byte(sum[:8]), r.IDs[i]}
				e := &mine[sorts[x].cell]
				if goes[i/64]>>(i%64)&1 == 1 {
					if !e.anyGo || less(e.last, t) {
						e.last, e.anyGo = t, true
					}
				} else if !e.anyOut || less(t, e.first) {
					e.first, e.anyOut = t, true
				}
			}
			parts[w] = mine
		})
	}
	wait.Wait()
	for c := range k.cells {
		var e ends
		for w := range parts {
			p := &parts[w][c]
			if p.anyGo && (!e.anyGo || less(e.last, p.last)) {
				e.last, e.anyGo = p.last, true
			}
			if p.anyOut && (!e.anyOut || less(p.first, e.first)) {
				e.first, e.anyOut = p.first, true
			}
		}
		if e.anyGo && e.anyOut && less(e.first, e.last) {
			a.fail("%s goes and %s stays, who are equal, against the lot", e.last.id, e.first.id)
		}
	}
}
