package exchange

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Classing puts everybody into a cell by counting, never by looking at people
// one by one. Of each column only the answers to what law, terms and tiers ask
// matter: 1,461 days of capture become five bands of years. The answers of one
// person, as digits of one number, are a profile; there are some thousands of
// profiles however many people there are. One person of each profile is judged
// (standing.go, selector.go), and everybody of it is as he is.
//
// People whom a term names are profiles of their own.

// A digit is one column, or one question about it, with the words of equal
// answer put together.
type digit struct {
	codes   []uint32
	answers []uint32 // per code
	radix   uint32
}

func digitOf[T any](c *Column[T], answer func(T) string) (digit, []T) {
	d := digit{codes: c.Codes, answers: make([]uint32, len(c.Words))}
	var firsts []T
	known := map[string]uint32{}
	for k, w := range c.Words {
		a := answer(w)
		n, ok := known[a]
		if !ok {
			n = uint32(len(known))
			known[a] = n
			firsts = append(firsts, w)
		}
		d.answers[k] = n
	}
	d.radix = uint32(len(known))
	return d, firsts
}

// A questionnaire is what all selectors of a sheet ask of each column.
type questionnaire struct {
	words map[string]map[string]bool // per column
	born  []func(Date) bool
	taken []func(Date) bool
}

func (q *questionnaire) add(s *Selector, on Date) {
	if s == nil {
		return
	}
	for column, words := range map[string][]string{"destination": s.Destination, "sex": s.Sex, "rank": s.Rank, "condition": s.Condition,
		"unit": s.Unit, "group": s.Group, "confirmed": s.Confirmed, "priority": s.Priority} {
		for _, w := range words {
			if q.words[column] == nil {
				q.words[column] = map[string]bool{}
			}
			q.words[column][w] = true
		}
	}
	ask := func(one Selector, of *[]func(Date) bool, born bool) {
		*of = append(*of, func(d Date) bool {
			p := Person{CapturedOn: d}
			if born {
				p = Person{Born: d}
			}
			return one.picks(&p, on)
		})
	}
	if s.AgeUnder > 0 {
		ask(Selector{AgeUnder: s.AgeUnder, AgeOn: s.AgeOn}, &q.born, true)
	}
	if s.AgeFrom > 0 {
		ask(Selector{AgeFrom: s.AgeFrom, AgeOn: s.AgeOn}, &q.born, true)
	}
	if s.CapturedBefore.Known() {
		ask(Selector{CapturedBefore: s.CapturedBefore}, &q.taken, false)
	}
	if s.CapturedFrom.Known() {
		ask(Selector{CapturedFrom: s.CapturedFrom}, &q.taken, false)
	}
	if s.CaptiveYears > 0 {
		ask(Selector{CaptiveYears: s.CaptiveYears}, &q.taken, false)
	}
	q.add(s.Not, on)
	for _, a := range s.Any {
		q.add(a, on)
	}
}

// selectors lists all selectors of a sheet.
func (t *Terms) selectors() []*Selector {
	var out []*Selector
	for i := range t.List {
		term := &t.List[i]
		out = append(out, term.People, term.Returns.People, term.If.People, term.Way.People)
		for _, c := range term.Categories {
			out = append(out, c.People)
		}
		if len(term.Groups) > 0 {
			out = append(out, &Selector{Group: term.Groups})
		}
	}
	return out
}

// namedIDs lists the ids a sheet names, in terms and selectors.
func (t *Terms) namedIDs() []string {
	var out []string
	var walk func(*Selector)
	walk = func(s *Selector) {
		if s != nil {
			out = append(out, s.ID...)
			walk(s.Not)
			for _, a := range s.Any {
				walk(a)
			}
		}
	}
	for i := range t.List {
		out = append(out, t.List[i].IDs...)
	}
	for _, s := range t.selectors() {
		walk(s)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// askedDigits gives the digits that decide a person's standing and who counts
// him, and those that only the tiers look at.
func askedDigits(r *Roll, t *Terms, priority map[string]uint64) (judged, ranked []digit, classes []uint64, years []int16) {
	q := &questionnaire{words: map[string]map[string]bool{}}
	for _, s := range t.selectors() {
		q.add(s, t.On)
	}
	put := func(list *[]digit, d digit, need bool) bool {
		if need && len(d.codes) > 0 && d.radix > 1 {
			*list = append(*list, d)
			return true
		}
		return false
	}
	whole := func(c *Column[string]) {
		d, _ := digitOf(c, func(w string) string { return w })
		put(&judged, d, true)
	}
	asked := func(c *Column[string], column string) {
		words := q.words[column]
		d, _ := digitOf(c, func(w string) string {
			if words[w] {
				return "=" + w
			}
			return ""
		})
		put(&judged, d, len(words) > 0)
	}
	askedOfList := func(c *Column[[]string], column string) {
		words := q.words[column]
		d, _ := digitOf(c, func(list []string) string {
			var b strings.Builder
			for _, w := range list {
				if words[w] {
					fmt.Fprintf(&b, "%q", w)
				}
			}
			return b.String()
		})
		put(&judged, d, len(words) > 0)
	}
	askedOfDate := func(c *Column[Date], of []func(Date) bool) {
		d, _ := digitOf(c, func(day Date) string {
			b := make([]byte, len(of))
			for k, f := range of {
				if f(day) {
					b[k] = 1
				}
			}
			return string(b)
		})
		put(&judged, d, len(of) > 0)
	}
	whole(&r.Holder)
	whole(&r.Home)
	if slices.ContainsFunc(t.List, func(term Term) bool { return term.To != "" }) {
		whole(&r.Destination)
	} else {
		asked(&r.Destination, "destination")
	}
	closed := func(d digit, _ any) { put(&judged, d, true) }
	wish, w := digitOf(&r.Wish, func(w Wish) string { return string(w) })
	closed(wish, w)
	finding, f := digitOf(&r.Finding, func(w Finding) string { return string(w) })
	closed(finding, f)
	fitness, e := digitOf(&r.FitToTravel, func(w Fitness) string { return string(w) })
	closed(fitness, e)
	status, s := digitOf(&r.Status, func(w Status) string { return string(w) })
	closed(status, s)
	hold, h := digitOf(&r.Hold, func(w Hold) string { return string(w) })
	closed(hold, h)
	asked(&r.Sex, "sex")
	asked(&r.Rank, "rank")
	asked(&r.Condition, "condition")
	asked(&r.Unit, "unit")
	asked(&r.Confirmed, "confirmed")
	askedOfList(&r.Group, "group")
	askedOfList(&r.Priority, "priority")
	askedOfDate(&r.Born, q.born)
	askedOfDate(&r.CapturedOn, q.taken)

	class := func(list []string) (mask uint64) {
		for _, name := range list {
			mask |= priority[name]
		}
		return mask
	}
	classes, years = []uint64{0}, []int16{-1}
	d, lists := digitOf(&r.Priority, func(list []string) string { return fmt.Sprint(class(list)) })
	if put(&ranked, d, true) {
		classes = classes[:0]
		for _, l := range lists {
			classes = append(classes, class(l))
		}
	} else if len(d.codes) > 0 {
		classes[0] = class(lists[0])
	}
	d, days := digitOf(&r.CapturedOn, func(day Date) string { return fmt.Sprint(day.yearsAtLeast(t.On)) })
	if put(&ranked, d, true) {
		years = years[:0]
		for _, day := range days {
			years = append(years, int16(day.yearsAtLeast(t.On)))
		}
	} else if len(d.codes) > 0 {
		years[0] = int16(days[0].yearsAtLeast(t.On))
	}
	return judged, ranked, classes, years
}

// workers is how many share a pass over n people.
func workers(n int) int { return max(1, min(runtime.GOMAXPROCS(0), n>>14)) }

// share splits n people among workers, in order of the list and at multiples
// of 64, so that nobody shares a word of bits.
func share(n int, work func(w, from, to int)) int {
	k := workers(n)
	var wait sync.WaitGroup
	for w := range k {
		from, to := n*w/k&^63, n*(w+1)/k&^63
		if w == k-1 {
			to = n
		}
		wait.Go(func() { work(w, from, to) })
	}
	wait.Wait()
	return k
}

// Beyond mostRadix different numbers, profiles are renumbered by those that
// occur before the next digit is put to them.
const mostRadix = 1 << 20

// profiles numbers everybody's profile: keys[i] < radix.
func profiles(n int, digits []digit) (keys []uint32, radix int) {
	keys, radix = make([]uint32, n), 1
	for len(digits) > 0 {
		run, product := 0, uint64(radix)
		for run < len(digits) && (run == 0 || product*uint64(digits[run].radix) <= mostRadix) {
			product *= uint64(digits[run].radix)
			run++
		}
		if product > math.MaxUint32 {
			keys, radix = renumber(keys)
			product = uint64(radix)
			for _, d := range digits[:run] {
				product *= uint64(d.radix)
			}
		}
		var columns, tables [][]uint32
		stride, most := uint32(radix), 0
		for _, d := range digits[:run] {
			table := make([]uint32, len(d.answers))
			for c, a := range d.answers {
				table[c] = a * stride
			}
			columns, tables = append(columns, d.codes), append(tables, table)
			stride, most = stride*d.radix, max(most, len(table))
		}
		// Columns are read six at a time, for a sixth of the writing. Where fewer are left,
		// one of them stands in for the others with a table of noughts.
		for len(tables)%6 > 0 {
			columns, tables = append(columns, columns[run-1]), append(tables, make([]uint32, most))
		}
		share(n, func(_, from, to int) {
			const chunk = 1 << 13 // stays in the nearest cache from columns to columns
			for ; from < to; from += chunk {
				part := keys[from:min(from+chunk, to)]
				for k := 0; k < len(tables); k += 6 {
					codes := func(e int) []uint32 { return columns[k+e][from:][:len(part)] }
					a, b, c, d, e, f := codes(0), codes(1), codes(2), codes(3), codes(4), codes(5)
					ofA, ofB, ofC, ofD, ofE, ofF := tables[k], tables[k+1], tables[k+2], tables[k+3], tables[k+4], tables[k+5]
					for i := range part {
						part[i] += ofA[a[i]] + ofB[b[i]] + ofC[c[i]] + ofD[d[i]] + ofE[e[i]] + ofF[f[i]]
					}
				}
			}
		})
		digits, radix = digits[run:], int(product)
		// Few people have few profiles: tables of all there could be would cost more
		// than to number those there are.
		if len(digits) > 0 || radix > 1<<24 || radix > 8*n+1024 {
			keys, radix = renumber(keys)
		}
	}
	return keys, radix
}

// renumber gives the numbers that occur new ones without gaps.
func renumber(keys []uint32) ([]uint32, int) {
	known := map[uint32]uint32{}
	last, lastNew := uint32(math.MaxUint32), uint32(0)
	for i, k := range keys {
		if k != last {
			n, ok := known[k]
			if !ok {
				n = uint32(len(known))
				known[k] = n
			}
			last, lastNew = k, n
		}
		keys[i] = lastNew
	}
	return keys, len(known)
}

// A census is everybody's profile and its size.
type census struct {
	keys   []uint32
	count  []int64
	first  []int32    // the first person of each profile in the list
	order  []uint32   // profiles that occur, by their first person
	shares [][]uint32 // count by worker's share of the list
}

func takeCensus(r *Roll, digits []digit, named []int32) *census {
	c := &census{}
	var radix int
	n := r.Len()
	c.keys, radix = profiles(n, digits)
	for k, i := range named {
		c.keys[i] = uint32(radix + k)
	}
	radix += len(named)
	k := workers(n)
	firsts := make([][]int32, k)
	c.shares = make([][]uint32, k)
	share(n, func(w, from, to int) {
		count, first := make([]uint32, radix), make([]int32, radix)
		for i, key := range c.keys[from:to] {
			if count[key] == 0 {
				first[key] = int32(from + i)
			}
			count[key]++
		}
		c.shares[w], firsts[w] = count, first
	})
	c.count, c.first = make([]int64, radix), firsts[0]
	for w := range k {
		for key, x := range c.shares[w] {
			if x > 0 {
				if c.count[key] == 0 {
					c.first[key] = firsts[w][key]
					c.order = append(c.order, uint32(key))
				}
				c.count[key] += int64(x)
			}
		}
	}
	inOrder := make([]uint64, len(c.order))
	for k, key := range c.order {
		inOrder[k] = uint64(c.first[key])<<32 | uint64(key)
	}
	slices.Sort(inOrder)
	for k, both := range inOrder {
		c.order[k] = uint32(both)
	}
	return c
}

// A cellKey tells cells of one block apart.
type cellKey struct {
	block int32
	class uint64
	years int16
}

// A blockKey tells blocks apart: counted are the lane's counters that count somebody, a bit each.
type blockKey struct {
	holder, home string
	way          way
	owed         bool
	third        int
	counted      string
}

// A laneInfo is what the terms can count on the way from one holder to one home.
type laneInfo struct {
	counters []int32
	words    int
}

// class puts everybody who may go into a cell. Blocks and cells are numbered in
// the order in which the list first shows them.
func (m *model) class() {
	t, r := m.terms, m.roll
	priority := map[string]uint64{}
	for i, name := range t.Priorities {
		priority[name] = 1 << (62 - i)
	}
	judged, ranked, classes, years := askedDigits(r, t, priority)
	m.census = takeCensus(r, append(slices.Clone(judged), ranked...), m.named)
	m.cellOfKey = make([]int32, len(m.census.count))
	for k := range m.cellOfKey {
		m.cellOfKey[k] = -1
	}
	named := make(map[int32]bool, len(m.named))
	for _, i := range m.named {
		named[i] = true
	}
	cells := map[cellKey]int32{}
	blocks := map[blockKey]int32{}
	lanes := map[[2]string]*laneInfo{}
	verdicts := map[string]int32{} // block per judged answers; -1: does not enter
	answers := make([]byte, 0, 4*len(judged))
	for _, key := range m.census.order {
		i := m.census.first[key]
		answers = answers[:0]
		for _, d := range judged {
			answers = binary.LittleEndian.AppendUint32(answers, d.answers[d.codes[i]])
		}
		b, known := verdicts[string(answers)]
		if !known || named[i] {
			p := r.Person(int(i))
			b = m.judge(&p, lanes, blocks)
			if !named[i] {
				verdicts[string(answers)] = b
			}
		}
		if b < 0 {
			continue
		}
		ck := cellKey{block: b, years: -1}
		if m.blocks[b].way == wayHome {
			ck.class, ck.years = classes[0], years[0]
			at := 0
			if len(classes) > 1 {
				ck.class = classes[ranked[at].answers[ranked[at].codes[i]]]
				at++
			}
			if len(years) > 1 {
				ck.years = years[ranked[at].answers[ranked[at].codes[i]]]
			}
		}
		c, known := cells[ck]
		if !known {
			c = int32(len(m.cells))
			cells[ck] = c
			m.cells = append(m.cells, cell{block: b, class: ck.class, years: ck.years})
			m.blocks[b].cells = append(m.blocks[b].cells, c)
		}
		m.cellOfKey[key] = c
		m.cells[c].n += m.census.count[key]
		m.blocks[b].n += m.census.count[key]
	}
	for b := range m.blocks {
		slices.SortFunc(m.blocks[b].cells, func(x, y int32) int {
			return cmp.Or(cmp.Compare(m.cells[y].class, m.cells[x].class), cmp.Compare(m.cells[y].years, m.cells[x].years))
		})
	}
}

// judge gives the block of a person, made if he is the first of it, or -1 if he
// does not enter.
func (m *model) judge(p *Person, lanes map[[2]string]*laneInfo, blocks map[blockKey]int32) int32 {
	s := m.law.stand(p)
	if s.way == wayNone {
		return -1
	}
	way := [2]string{p.Holder, p.Home}
	lane := lanes[way]
	if lane == nil {
		lane = &laneInfo{}
		for c := range m.counters {
			l := &m.counters[c].lane
			if (l.From == "" || l.From == p.Holder) && (l.Of == "" || l.Of == p.Home) &&
				!l.People.barred(p.Holder, p.Home) && !m.counters[c].also.barred(p.Holder, p.Home) {
				lane.counters = append(lane.counters, int32(c))
			}
		}
		lane.words = (len(lane.counters) + 63) / 64
		lanes[way] = lane
	}
	counted := make([]uint64, lane.words)
	opened := s.owed || s.way == wayThird
	crossed := false
	for b, ci := range lane.counters {
		c := &m.counters[ci]
		if s.outside && !c.crossing || c.homeOnly && s.way == wayThird ||
			c.ids == nil && c.dead != (s.way == wayRemains) || c.crossing && (crossed || s.way == wayRemains) {
			continue
		}
		if c.lane.People == nil && c.also == nil && c.ids == nil || c.picks(p, m.terms.On) {
			counted[b/64] |= 1 << (b % 64)
			opened = opened || c.opens
			crossed = crossed || c.crossing
		}
	}
	if !opened {
		return -1
	}
	third := -1
	if s.way == wayThird {
		third = s.term
	}
	var words []byte
	for _, w := range counted {
		words = binary.LittleEndian.AppendUint64(words, w)
	}
	key := blockKey{p.Holder, p.Home, s.way, s.owed, third, string(words)}
	b, known := blocks[key]
	if !known {
		b = int32(len(m.blocks))
		blocks[key] = b
		nb := block{way: s.way, owed: s.owed, from: p.Holder, home: p.Home, third: third}
		for w, word := range counted {
			for ; word != 0; word &= word - 1 {
				nb.counters = append(nb.counters, lane.counters[w*64+bits.TrailingZeros64(word)])
			}
		}
		m.blocks = append(m.blocks, nb)
	}
	return b
}

// listPeople lists the people of each cell in the order of the list, and says
// of everybody in which cell he is.
func (m *model) listPeople() {
	n := m.roll.Len()
	m.cellOf = make([]int32, n)
	share(n, func(_, from, to int) {
		for i, key := range m.census.keys[from:to] {
			m.cellOf[from+i] = m.cellOfKey[key]
		}
	})
	total := int64(0)
	for c := range m.cells {
		total += m.cells[c].n
	}
	all := make([]int32, total)
	at := int64(0)
	for c := range m.cells {
		m.cells[c].people = all[at : at : at+m.cells[c].n]
		at += m.cells[c].n
	}
	for i, c := range m.cellOf {
		if c >= 0 {
			m.cells[c].people = append(m.cells[c].people, int32(i))
		}
	}
}
