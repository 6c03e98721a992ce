package exchange

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

	from, home string
	third      int // the term that offers the third country; -1 none
}

// A cell is the people of a block who are equal in every tier.
type cell struct {
	block  int32
	class  uint64 // priority classes, highest in the highest bit
	years  int16  // whole years in captivity; -1 not known
	n      int64
	people []int32 // once listed (listPeople); in the order of the lot where the cut falls
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
	again    bool  // of a term that may be dropped: rows stand in the place of what it asks
	rows     []row
	change   string
	helps    []int32 // blocks it lets go directly
}

type model struct {
	roll      *Roll
	named     []int32  // people whom a term names, ascending
	people    []Person // nil where planning is from a roll alone
	terms     *Terms
	law       *law
	counters  []counter
	census    *census
	lines     []*line // drawn already, where planning is from a roll alone
	cellOfKey []int32 // per profile; -1: does not enter
	blocks    []block
	cells     []cell
	cellOf    []int32 // per person, once listed; -1: does not enter
	rows      []row
	relaxes   []relaxation
	binaries  []int     // term of each
	gains     [][]int64 // per cell and tier, what one person of it counts
	nothing   []int64
	kept      map[int]int32  // per term that may be dropped, the question whether it is kept
	asks      map[int][2]int // per term that may be dropped, from where to where its own rows stand
	keptTier  int            // tier that counts optional terms; -1 if there are none
	caps      []stageCap     // among the rows, after those of the terms
	hurried   bool           // one change among many: less work for the stages
	staged    []string       // terms that keep the best plan under the others from being handed over
}

func newModel(r *Roll, named []int32, t *Terms) *model {
	m := &model{kept: map[int]int32{}, asks: map[int][2]int{}, keptTier: -1, roll: r, named: named, terms: t, law: newLaw(t)}
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
		return []counter{{term: i, ids: idSet(term.IDs), opens: true}}
	case KindTogether, KindApart:
		if len(term.IDs) > 0 {
			return []counter{{term: i, ids: idSet(term.IDs)}}
		}
		var out []counter
		for _, g := range term.Groups {
			out = append(out, counter{term: i, lane: Lane{People: &Selector{Group: []string{g}}}})
		}
		return out
	}
	return nil
}

func idSet(list []string) map[string]bool {
	ids := make(map[string]bool, len(list))
	for _, id := range list {
		ids[id] = true
	}
	return ids
}
