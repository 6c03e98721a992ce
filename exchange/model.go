package exchange

import (
	"cmp"
	"math/bits"
	"slices"
)

// People whom no term tells apart are one class: same holder, same home, counted
// by the same terms. The terms see only how many of a class go, so a plan is a
// number per class (block). Within a block the best people go first, in the
// order of the tiers; those equal in every tier make one cell of it, and within
// a cell the lot decides. A million people become a few hundred numbers.

// A counter is one thing a term counts: a side of a parity, the people of a
// limit, the people of a crossing.
type counter struct {
	term     int
	lane     Lane
	also     *Selector       // a category, besides lane.People
	ids      map[string]bool // include
	dead     bool            // counts remains, and nobody living
	opens    bool
	homeOnly bool // counts those who go home, not those who go to a third country
	crossing bool
}

func (c *counter) picks(p *Person, on Date) bool {
	if c.ids != nil {
		return c.ids[p.ID]
	}
	return c.lane.People.picks(p, on) && c.also.picks(p, on)
}

// A block is a class of people.
type block struct {
	way      way
	owed     bool
	n        int64
	counters []int32
	cells    []int32 // best first
}

// A cell is the people of a block who are equal in every tier.
type cell struct {
	block  int32
	class  uint64 // priority classes, highest in the highest bit
	years  int16  // whole years in captivity; -1 not known
	people []int32
}

// A row is one linear condition on the numbers per block and on the yes-or-no
// variables that all_for_all and deal need. Variables below len(blocks) are
// blocks.
type row struct {
	term   int
	vars   []int32
	coefs  []int64
	lo, hi int64 // hi or lo may be unbounded
}

const unbounded = int64(1) << 60

// A relaxation is one unit more of a term.
type relaxation struct {
	term     int
	row      int
	dlo, dhi int64
	entry    int   // of the row, whose coefficient changes by dcoef
	dcoef    int64 //
	drop     bool  // the term's rows fall away altogether
	change   string
	helps    []int32 // blocks it lets go directly
}

type model struct {
	people   []Person
	terms    *Terms
	law      *law
	counters []counter
	blocks   []block
	cells    []cell
	cellOf   []int32 // per person; -1: does not enter
	rows     []row
	relaxes  []relaxation
	binaries []int // term of each
}

// A cellKey tells classes and cells apart while people are read once.
type cellKey struct {
	lane  int32
	way   way
	owed  bool
	third int32
	bits  [2]uint64
	class uint64
	years int16
	more  string // bits beyond 128 counters on one lane
}

// A laneInfo is what the terms can count on the way from one holder to one home.
type laneInfo struct {
	index    int32
	counters []int32
	words    int
}

func newModel(people []Person, t *Terms) *model {
	m := &model{people: people, terms: t, law: newLaw(t), cellOf: make([]int32, len(people))}
	for i := range t.List {
		if m.law.inForce[i] {
			m.counters = append(m.counters, countersOf(t, i)...)
		}
	}
	m.class()
	return m
}

// countersOf lists what a term counts. A third country is not counted: its
// people are known by their standing.
func countersOf(t *Terms, i int) []counter {
	term := &t.List[i]
	side := func(l Lane, also *Selector) counter {
		return counter{term: i, lane: l, also: also, dead: l.People.remains(), opens: term.Kind.opens(), homeOnly: true}
	}
	switch term.Kind {
	case KindParity, KindAllForAll:
		a, b := Lane{term.Between[0], term.Between[1], term.People}, Lane{term.Between[1], term.Between[0], term.People}
		if len(term.Categories) == 0 {
			return []counter{side(a, nil), side(b, nil)}
		}
		var out []counter
		for _, c := range term.Categories {
			out = append(out, side(a, c.People), side(b, c.People))
		}
		return out
	case KindDeal:
		return []counter{side(term.Returns, nil), side(term.If, nil)}
	case KindRelease:
		return []counter{side(term.Way, nil)}
	case KindAtMost, KindAtLeast, KindExactly:
		return []counter{{term: i, lane: Lane{People: term.People}, dead: term.People.remains()}}
	case KindCrossing:
		return []counter{{term: i, lane: Lane{People: term.People}, crossing: true}}
	case KindInclude:
		ids := make(map[string]bool, len(term.IDs))
		for _, id := range term.IDs {
			ids[id] = true
		}
		return []counter{{term: i, ids: ids, opens: true}}
	}
	return nil
}

// class puts everybody who may go into a cell.
func (m *model) class() {
	t := m.terms
	rank := map[string]uint64{}
	for i, name := range t.Priorities {
		rank[name] = 1 << (62 - i)
	}
	type laneKey struct{ holder, home string }
	lanes := map[laneKey]*laneInfo{}
	found := map[cellKey]int32{}
	blockOf := map[cellKey]int32{}
	var last *laneInfo
	var lastKey laneKey
	var lastCell cellKey
	lastIndex := int32(-1)
	var extra []uint64
	var sizes []int32
	for i := range m.people {
		p := &m.people[i]
		m.cellOf[i] = -1
		s := m.law.stand(p)
		if s.way == wayNone {
			continue
		}
		if k := (laneKey{p.Holder, p.Home}); last == nil || k != lastKey {
			if last = lanes[k]; last == nil {
				last = &laneInfo{index: int32(len(lanes))}
				for c := range m.counters {
					l := &m.counters[c].lane
					if (l.From == "" || l.From == k.holder) && (l.Of == "" || l.Of == k.home) &&
						!l.People.barred(k.holder, k.home) && !m.counters[c].also.barred(k.holder, k.home) {
						last.counters = append(last.counters, int32(c))
					}
				}
				last.words = (len(last.counters) + 63) / 64
				lanes[k] = last
			}
			lastKey = k
		}
		key := cellKey{lane: last.index, way: s.way, owed: s.owed, third: -1, years: -1}
		if s.way == wayThird {
			key.third = int32(s.term)
		}
		if cap(extra) < last.words {
			extra = make([]uint64, last.words)
		}
		extra = extra[:last.words]
		clear(extra)
		opened := s.owed || s.way == wayThird
		crossed := false
		for b, ci := range last.counters {
			c := &m.counters[ci]
			if s.outside && !c.crossing || c.homeOnly && s.way == wayThird ||
				c.ids == nil && c.dead != (s.way == wayRemains) || c.crossing && (crossed || s.way == wayRemains) {
				continue
			}
			if c.lane.People == nil && c.also == nil && c.ids == nil || c.picks(p, t.On) {
				extra[b/64] |= 1 << (b % 64)
				opened = opened || c.opens
				crossed = crossed || c.crossing
			}
		}
		if !opened {
			continue
		}
		copy(key.bits[:], extra)
		if last.words > 2 {
			key.more = wordsOf(extra[2:])
		}
		if s.way == wayHome {
			for _, name := range p.Priority {
				key.class |= rank[name]
			}
			key.years = int16(p.CapturedOn.yearsAtLeast(t.On))
		}
		if lastIndex < 0 || key != lastCell {
			index, ok := found[key]
			if !ok {
				index = int32(len(m.cells))
				found[key] = index
				whole := key
				whole.class, whole.years = 0, 0
				b, ok := blockOf[whole]
				if !ok {
					b = int32(len(m.blocks))
					blockOf[whole] = b
					nb := block{way: s.way, owed: s.owed}
					for w, word := range extra {
						for ; word != 0; word &= word - 1 {
							nb.counters = append(nb.counters, last.counters[w*64+bits.TrailingZeros64(word)])
						}
					}
					m.blocks = append(m.blocks, nb)
				}
				m.cells = append(m.cells, cell{block: b, class: key.class, years: key.years})
				m.blocks[b].cells = append(m.blocks[b].cells, index)
				sizes = append(sizes, 0)
			}
			lastCell, lastIndex = key, index
		}
		m.cellOf[i] = lastIndex
		sizes[lastIndex]++
	}
	m.deal(sizes)
}

// deal lists the people of each cell, in the order of the list.
func (m *model) deal(sizes []int32) {
	total := 0
	for _, n := range sizes {
		total += int(n)
	}
	all := make([]int32, total)
	at := 0
	for c := range m.cells {
		m.cells[c].people = all[at : at : at+int(sizes[c])]
		at += int(sizes[c])
		m.blocks[m.cells[c].block].n += int64(sizes[c])
	}
	for i, c := range m.cellOf {
		if c >= 0 {
			m.cells[c].people = append(m.cells[c].people, int32(i))
		}
	}
	for b := range m.blocks {
		slices.SortFunc(m.blocks[b].cells, func(x, y int32) int {
			return cmp.Or(cmp.Compare(m.cells[y].class, m.cells[x].class), cmp.Compare(m.cells[y].years, m.cells[x].years))
		})
	}
}

func wordsOf(words []uint64) string {
	b := make([]byte, 0, 8*len(words))
	for _, w := range words {
		for range 8 {
			b = append(b, byte(w))
			w >>= 8
		}
	}
	return string(b)
}
