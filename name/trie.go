package name

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sync"
)

// A trie holds the names of a pool, in each order of their tokens, as one tree of units: what two names begin with
// is read once. Its nodes lie in the order of the tree; what is below a node ends where skip says.
//
// Reading a name against it goes letter by letter: at each node stands, for every unit of the name asked for, how
// likely it and those before it became the letters so far. Where that is far less likely than that any name begins so,
// all below is passed over.
type trie struct {
	of      side
	letter  []byte
	depth   []uint8
	skip    []int32
	likely  []float64 // that a name begins so, of all names
	mostly  []float32 // the most that an adopted given name adds below
	first   []int32   // the terminals of node i are first[i] to first[i+1]
	entries []terminal
}

// terminal is one order of one name of the pool.
type terminal struct {
	number  int32
	order   int16   // of the name's orders
	cost    float32 // bits for a token left out
	any     float32 // binary logarithm of the probability of any name being this
	adopted float32 // bits for what stands behind the family name being an adopted given name
}

// familyFirst is what stands against an adopted given name written behind the family name: Eric Jung, hardly ever Jung Eric.
const familyFirst = 4.0

// newTrie takes the names of a pool that are heard in p's right side, or its left one.
func newTrie(p *pairing, heard []Heard, of side, any *background) *trie {
	type entry struct {
		units []byte
		terminal
	}
	var all []entry
	for i, h := range heard {
		if h.side != of {
			continue
		}
		for k, o := range h.orders {
			all = append(all, entry{o.units, terminal{number: int32(i), order: int16(k), cost: float32(o.cost)}})
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return cmp.Or(bytes.Compare(a.units, b.units), cmp.Compare(a.number, b.number)) })
	t := &trie{of: of}
	bits := any.remembered()
	given, adopted := p.given.remembered(), p.adopted.remembered()
	adopts := p.adopts() && of == p.to.of && len(p.adopted.counts) > 0
	var path [maxUnits + 2]int32 // node at each depth
	t.node(0, 0, 1)
	var before []byte
	for _, e := range all {
		same := 0
		for same < len(before) && same < len(e.units) && before[same] == e.units[same] {
			same++
		}
		for d := len(before); d > same; d-- {
			t.skip[path[d]] = int32(len(t.letter))
		}
		if len(e.units) > same || len(before) > same || before == nil {
			for d := same; d < len(e.units); d++ {
				x, y := twoBefore(e.units, d)
				path[d+1] = int32(len(t.letter))
				t.node(e.units[d], d+1, t.likely[path[d]]*math.Exp2(bits(x, y, e.units[d])))
			}
		}
		at := path[len(e.units)]
		for int(at) >= len(t.first) {
			t.first = append(t.first, int32(len(t.entries)))
		}
		x, y := twoBefore(e.units, len(e.units))
		e.any = float32(math.Log2(t.likely[at]) + bits(x, y, 0))
		e.adopted = -100
		if adopts {
			if cut := bytes.IndexByte(e.units, of.gap()); cut > 0 {
				e.adopted = float32(p.adoptedOf(over(adopted, e.units[cut+1:], 0) - over(given, e.units, cut+1)))
				if heard[e.number].orders[e.order].turns == 0 {
					e.adopted -= familyFirst
				}
				for d := 0; d <= len(e.units); d++ {
					t.mostly[path[d]] = max(t.mostly[path[d]], e.adopted-e.cost)
				}
			}
		}
		t.entries = append(t.entries, e.terminal)
		before = e.units
	}
	for d := len(before); d >= 0; d-- {
		t.skip[path[d]] = int32(len(t.letter))
	}
	for len(t.first) <= len(t.letter) {
		t.first = append(t.first, int32(len(t.entries)))
	}
	return t
}

func (t *trie) node(letter byte, depth int, likely float64) {
	t.letter = append(t.letter, letter)
	t.depth = append(t.depth, uint8(depth))
	t.skip = append(t.skip, 0)
	t.likely = append(t.likely, likely)
	t.mostly = append(t.mostly, -100)
}

// column is what stands at one node: for each reading, how likely the first units became the letters so far.
type column struct {
	f      [][maxUnits + 1]float64
	low    []int // the first and last unit of each reading that counts
	high   []int
	since  int     // letters since the last gap
	family float64 // that the family name became what stands before the first gap; 0 before it
}

type columns struct {
	at    [maxUnits + 1]column
	path  [maxUnits + 1]byte
	found []finding
}

var columnPool = sync.Pool{New: func() any { return new(columns) }}

// asking is what a search of a trie goes by.
type asking struct {
	spelled []spelling // by reading
	shares  []float64
	family  int     // units of the family name, 0 where none is told apart
	all     bool    // nothing is given up
	within  float64 // bits below any name at which a beginning is given up
	floor   float64 // bits below which a name is not reported
}

// finding is one order of a name of the pool, and its bits.
type finding struct {
	terminal
	bits float64
}

// search returns the names of the pool with each order found, in the order of the tree.
func (t *trie) search(q asking) []finding {
	c := columnPool.Get().(*columns)
	defer columnPool.Put(c)
	c.found = c.found[:0]
	readings := len(q.spelled)
	for d := range c.at {
		for len(c.at[d].f) < readings {
			c.at[d].f = append(c.at[d].f, [maxUnits + 1]float64{})
			c.at[d].low = append(c.at[d].low, 0)
			c.at[d].high = append(c.at[d].high, 0)
		}
	}
	start := &c.at[0]
	start.family, start.since = 0, 0
	for k, s := range q.spelled {
		f := &start.f[k]
		f[0] = s.none
		for i, r := range s.rows {
			f[i+1] = f[i] * r.none
		}
		start.low[k], start.high[k] = 0, len(s.rows)
	}
	n := len(q.spelled[0].rows)
	giveUp := math.Exp2(-q.within)
	gap := t.of.gap()
	for i := int32(1); int(i) < len(t.letter); {
		d := int(t.depth[i])
		c.path[d-1] = t.letter[i]
		least := t.likely[i] * giveUp
		best := c.step(q, d, t.letter[i] == gap, least)
		now, before := &c.at[d], &c.at[d-1]
		now.family = before.family
		if t.letter[i] == gap && now.family == 0 && q.family > 0 {
			for k := range readings {
				now.family += q.shares[k] * now.f[k][q.family] * inside(now, k, q.family)
			}
			now.family /= t.likely[i]
		}
		alive := q.all || best > least || c.pending(q, d, least)
		if !alive && now.family > 0 {
			alive = math.Log2(now.family)+float64(t.mostly[i]) > q.floor
		}
		if !alive {
			i = t.skip[i]
			continue
		}
		if from, to := t.first[i], t.first[i+1]; from < to {
			sum := 0.0
			for k := range readings {
				sum += q.shares[k] * now.f[k][n] * inside(now, k, n)
			}
			spelled := -1000.0
			if sum > 0 {
				spelled = math.Log2(sum)
			}
			family := -1000.0
			if now.family > 0 {
				family = math.Log2(now.family)
			}
			for _, e := range t.entries[from:to] {
				bits := max(spelled-float64(e.any), family+float64(e.adopted)) - float64(e.cost)
				if q.all || bits > q.floor {
					c.found = append(c.found, finding{e, bits})
				}
			}
		}
		i++
	}
	return slices.Clone(c.found)
}

func inside(c *column, k, i int) float64 {
	if i < c.low[k] || i > c.high[k] {
		return 0
	}
	return 1
}

// step fills in the column at depth d from those before it and returns its best value, over all readings. A reading
// that alone is worth less than least goes no further; 0 gives up none.
func (c *columns) step(q asking, d int, gap bool, least float64) float64 {
	now := &c.at[d]
	most := 0.0
	if gap {
		before := &c.at[d-1]
		for k, s := range q.spelled {
			now.low[k], now.high[k] = before.low[k], before.high[k]
			best := 0.0
			for i := before.low[k]; i <= before.high[k]; i++ {
				now.f[k][i] = before.f[k][i] * s.gaps[i]
				best = max(best, now.f[k][i])
			}
			most = max(most, best*q.shares[k])
		}
		now.since = 0
		return most
	}
	now.since = c.at[d-1].since + 1
	longest := min(now.since, maxChunk)
	u := c.path[d-1]
	var chunks [maxChunk + 1]chunk
	chunks[1] = chunk(u)
	for n := 2; n <= longest; n++ {
		chunks[n] = chunk(c.path[d-n]) | chunks[n-1]<<8
	}
	for k, s := range q.spelled {
		rows := s.rows
		low, high := len(rows), -1
		for n := 1; n <= longest; n++ {
			low, high = min(low, c.at[d-n].low[k]), max(high, c.at[d-n].high[k])
		}
		f := &now.f[k]
		high = min(high, len(rows)-1)
		best := 0.0
		f[low] = 0
		last := low
		for i := low; i < len(rows); i++ {
			r := rows[i]
			p := f[i] * r.none
			if i <= high {
				if b := &c.at[d-1]; i >= b.low[k] && i <= b.high[k] {
					p += b.f[k][i] * float64(r.one[u])
				}
				for n := 2; n <= r.most && n <= longest; n++ {
					if b := &c.at[d-n]; i >= b.low[k] && i <= b.high[k] && b.f[k][i] > best*negligibleHere {
						p += b.f[k][i] * r.of(chunks[n], n)
					}
				}
			}
			f[i+1] = p
			best = max(best, p)
			if p > best*negligibleHere {
				last = i + 1
			} else if i > high {
				break
			}
		}
		for low < last && f[low] <= best*negligibleHere {
			low++
		}
		now.low[k], now.high[k] = low, last
		most = max(most, best*q.shares[k])
		if !q.all && best*q.shares[k] < least {
			// Given up as if it stood alone, though another reading goes on; a chunk begun before is read from where it began.
			now.low[k], now.high[k] = len(rows), -1
		}
	}
	return most
}

// pending reports that some unit may be amid a chunk here that makes the letters so far likelier than least.
func (c *columns) pending(q asking, d int, least float64) bool {
	k := chunk(0)
	for n := 1; n < maxChunk && n <= c.at[d].since; n++ {
		k = chunk(c.path[d-n]) | k<<8
		before := &c.at[d-n]
		for reading, s := range q.spelled {
			rows := s.rows
			f := &before.f[reading]
			for i := before.low[reading]; i <= before.high[reading] && i < len(rows); i++ {
				if f[i]*q.shares[reading] > least && f[i]*q.shares[reading]*rows[i].begun(k) > least {
					return true
				}
			}
		}
	}
	return false
}

// negligibleHere is the share of the best value of a column below which another at its edges is not followed.
const negligibleHere = 1e-7
