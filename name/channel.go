package name

import (
	"math"
	"sync/atomic"
)

// A channel is how one alphabet is written in another: each unit, in its context, becomes a chunk of none to four
// units of the other side. What a name becomes is the sum over all ways to cut the other side into such chunks
// (Ristad and Yianilos 1998, Learning string edit distance; Li, Zhang and Su 2004, a joint source–channel model
// for machine transliteration).
//
// Contexts back off: the unit between its two neighbours, the unit with either neighbour, the unit alone, any
// chunk at all. A count of the wider context is worth what it has seen beside backOff pseudo-counts of the narrower.
type channel struct {
	from, to side
	counts   map[context]chunkCounts
	known    *rowCache
}

// rowCache keeps the rows of contexts that were asked for, each at one of a few places told by its context; where all
// are taken, the last one gives way. The counts behind rows never change after training. Nobody waits for another.
type rowCache [maxKnown]atomic.Pointer[knownRow]

type knownRow struct {
	context
	*row
}

const (
	maxKnown    = 1 << 14
	knownPlaces = 4
)

// of returns the row of a context, made if it is not kept.
func (c *rowCache) of(key context, compile func() *row) *row {
	at := uint32(key) * 2654435761 >> 16
	for n := range uint32(knownPlaces) {
		place := &c[(at+n)%maxKnown]
		known := place.Load()
		if known != nil && known.context == key {
			return known.row
		}
		if known == nil || n == knownPlaces-1 {
			made := &knownRow{key, compile()}
			place.Store(made)
			return made.row
		}
	}
	return compile()
}

func newChannel(from, to side, counts map[context]chunkCounts) channel {
	return channel{from, to, counts, new(rowCache)}
}

// context is the unit in bits 8 to 15, the unit before in 16 to 23, the one behind in 0 to 7; the level, which
// says what of it counts, in 24 and up.
type context uint32

const (
	alone  context = iota << 24 // unit
	behind                      // unit and the one behind
	before                      // unit and the one before
	middle                      // all three
)

func contextOf(level context, prev, unit, next byte) context {
	c := level | context(unit)<<8
	if level == before || level == middle {
		c |= context(prev) << 16
	}
	if level == behind || level == middle {
		c |= context(next)
	}
	return c
}

// chunk is up to four units, the first in the lowest byte.
type chunk uint32

const maxChunk = 4

func (c chunk) len() int {
	switch {
	case c == 0:
		return 0
	case c < 1<<8:
		return 1
	case c < 1<<16:
		return 2
	case c < 1<<24:
		return 3
	}
	return 4
}

// chunkCounts are expected counts of chunks in one context.
type chunkCounts map[chunk]float32

// backOff are the pseudo-counts of the narrower context at each level.
const (
	backOffAny    = 4.0
	backOffAlone  = 2.0
	backOffEither = 4.0
	backOffMiddle = 3.0
)

// lengthShare is how often a chunk has none to four units, before anything is learned.
var lengthShare = [maxChunk + 1]float64{0.1, 0.6, 0.24, 0.05, 0.01}

// base is the probability of any chunk of each length where nothing was learned.
func (c *channel) base() [maxChunk + 1]float64 {
	var out [maxChunk + 1]float64
	each := 1.0
	for n := range out {
		out[n] = lengthShare[n] * each
		each /= float64(c.to.size() - 1)
	}
	return out
}

// row is what one unit in its place becomes: the chunks learned with their probabilities, and the share left for
// each other chunk by length.
type row struct {
	rest [maxChunk + 1]float64
	none float64
	one  []float32 // by unit
	keys []chunk   // chunks of two and more, open addressing; 0 is a free slot
	vals []float32
	most int // longest chunk learned
	// begins has, for what chunks begin with, the probability of the likeliest that goes on.
	begins     []chunk
	beginsVals []float32
}

// discount is taken from each count and given to the narrower context: what has many rare chunks has more unseen
// ones (Ney, Essen and Kneser 1994).
const discount = 0.4

// slip is how often a unit is written by any chunk at all, however well its own are known.
const slip = 0.01

// unheard is how often any chunk at all is one that no unit was seen as.
const unheard = 0.05

// inserted is how often a unit that is one letter is written as that and another.
const inserted = 0.004

// anything is the context of no unit: any chunk at all.
const anything = context(0)

// share is the probability of a chunk seen n times, of sum times and so many kinds, where the narrower context says p.
func share(n, sum float64, kinds int, backOff, p float64) float64 {
	return (max(n-discount, 0) + (discount*float64(kinds)+backOff)*p) / (sum + backOff)
}

// compile reads the row of a unit between its neighbours.
func (c *channel) compile(prev, unit, next byte) *row {
	levels := [5]chunkCounts{
		c.counts[anything], c.counts[contextOf(alone, prev, unit, next)], c.counts[contextOf(behind, prev, unit, next)],
		c.counts[contextOf(before, prev, unit, next)], c.counts[contextOf(middle, prev, unit, next)],
	}
	var sums [5]float64
	many := 0
	for i, l := range levels {
		for k, n := range l {
			sums[i] += float64(n)
			if i == 1 && k >= 1<<8 {
				many++
			}
		}
	}
	base := c.base()
	r := &row{one: make([]float32, c.to.size())}
	kinds := [4]int{len(levels[0]), len(levels[1]), len(levels[2]) + len(levels[3]), len(levels[4])}
	probability := func(k chunk) float64 {
		p := (1-unheard)*share(float64(levels[0][k]), sums[0], kinds[0], backOffAny, base[k.len()]) + unheard*base[k.len()]
		any := p
		p = share(float64(levels[1][k]), sums[1], kinds[1], backOffAlone, p)
		p = share(float64(levels[2][k])+float64(levels[3][k]), sums[2]+sums[3], kinds[2], backOffEither, p)
		return (1-slip)*share(float64(levels[4][k]), sums[4], kinds[3], backOffMiddle, p) + slip*any
	}
	// What was never seen for the unit is any chunk at all, in the share left for it.
	left := share(0, sums[1], kinds[1], backOffAlone, 1) * share(0, sums[2]+sums[3], kinds[2], backOffEither, 1) * share(0, sums[4], kinds[3], backOffMiddle, 1)
	left = (1-slip)*left + slip
	for n := range r.rest {
		r.rest[n] = base[n] * left * ((1-unheard)*share(0, sums[0], kinds[0], backOffAny, 1) + unheard)
	}
	r.none = probability(0)
	for u := range r.one {
		r.one[u] = float32(probability(chunk(u)))
	}
	frequent := 0
	for k, n := range levels[0] {
		if k >= 1<<8 && float64(n) >= frequentChunk*sums[0] && levels[1][k] == 0 {
			frequent++
		}
	}
	size := 4
	for size < 2*(many+frequent) {
		size *= 2
	}
	r.keys, r.vals = make([]chunk, size), make([]float32, size)
	r.begins, r.beginsVals = make([]chunk, 4*size), make([]float32, 4*size)
	r.most = 1
	put := func(k chunk) {
		i := k.slot() & uint32(size-1)
		for r.keys[i] != 0 {
			i = (i + 1) & uint32(size-1)
		}
		r.keys[i], r.vals[i] = k, float32(probability(k))
		r.begin(k)
		r.most = max(r.most, k.len())
	}
	for k := range levels[1] {
		if k >= 1<<8 {
			put(k)
		}
	}
	for k, n := range levels[0] {
		if k >= 1<<8 && float64(n) >= frequentChunk*sums[0] && levels[1][k] == 0 {
			put(k)
		}
	}
	return r
}

// frequentChunk is the share of all chunks from which one counts as a chunk of every unit.
const frequentChunk = 5e-4

// begin notes what k begins with.
func (r *row) begin(k chunk) {
	p := float32(r.of(k, k.len()))
	for n := k.len() - 1; n > 0; n-- {
		b := k & (1<<(8*n) - 1)
		mask := uint32(len(r.begins) - 1)
		i := b.slot() & mask
		for r.begins[i] != 0 && r.begins[i] != b {
			i = (i + 1) & mask
		}
		r.begins[i], r.beginsVals[i] = b, max(r.beginsVals[i], p)
	}
}

// begun returns the probability of the likeliest chunk that goes on behind k.
func (r *row) begun(k chunk) float64 {
	mask := uint32(len(r.begins) - 1)
	for i := k.slot() & mask; r.begins[i] != 0; i = (i + 1) & mask {
		if r.begins[i] == k {
			return float64(r.beginsVals[i])
		}
	}
	return 0
}

// of returns the probability of a chunk of at least two units.
func (r *row) of(k chunk, n int) float64 {
	mask := uint32(len(r.keys) - 1)
	for i := k.slot() & mask; r.keys[i] != 0; i = (i + 1) & mask {
		if r.keys[i] == k {
			return float64(r.vals[i])
		}
	}
	if n == 2 {
		return r.rest[2] + inserted/float64(len(r.one))*float64(r.one[k&0xff]+r.one[k>>8])
	}
	return r.rest[n]
}

// spelling is a name made ready to be read as the other side: a row for each unit, and before each unit, and behind
// the last, how likely a gap (a space or hyphen) is written there. What parts a name is told by where its
// syllables and tokens end, not by letters; so no chunk has a gap in it.
type spelling struct {
	rows []*row
	gaps []float64 // odds
	none float64   // that no gap is written anywhere
	gap  byte      // the unit of a gap on the other side
}

// How often a gap is written, by what it stands between.
const (
	gapInside   = 0.003
	gapSyllable = 0.4
	gapFamily   = 0.97
	gapToken    = 0.9
)

// gapBefore is the probability of a gap before unit i.
func (s side) gapBefore(units []byte, i int) float64 {
	prev, next := neighboursAt(units, i)
	switch {
	case prev == 0 || next == 0:
		return gapInside
	case next == s.gap():
		return gapInside
	case prev == s.gap():
		return gapToken
	case s == koreanSide && prev > familyUnits && next < familyUnits:
		return gapFamily
	case (s == koreanSide || s == hangulSide) && initialUnit(next):
		return gapSyllable
	}
	return gapInside
}

func initialUnit(u byte) bool {
	if u > familyUnits {
		u -= familyUnits
	}
	return u >= firstInitial && u < firstVowel
}

// neighboursAt are the units before and behind the place before unit i.
func neighboursAt(units []byte, i int) (prev, next byte) {
	if i > 0 {
		prev = units[i-1]
	}
	if i < len(units) {
		next = units[i]
	}
	return prev, next
}

// spell compiles a name's units.
func (c *channel) spell(units []byte) spelling {
	out := spelling{rows: make([]*row, len(units)), gaps: make([]float64, len(units)+1), none: 1, gap: c.to.gap()}
	for i := range out.gaps {
		p := c.from.gapBefore(units, i)
		out.gaps[i] = p / (1 - p)
		out.none *= 1 - p
	}
	for i, u := range units {
		prev, next := neighbours(units, i)
		out.rows[i] = c.known.of(contextOf(middle, prev, u, next), func() *row { return c.compile(prev, u, next) })
	}
	return out
}

// first is the spelling of the first n units, those behind them there for their context.
func (s spelling) first(n int) spelling {
	s.rows, s.gaps = s.rows[:n], s.gaps[:n+1]
	s.none = 1
	for _, odds := range s.gaps {
		s.none /= 1 + odds
	}
	return s
}

func neighbours(units []byte, i int) (prev, next byte) {
	if i > 0 {
		prev = units[i-1]
	}
	if i+1 < len(units) {
		next = units[i+1]
	}
	return prev, next
}

// negligible is the share of the best partial reading below which another is not followed.
const negligible = 1e-10

// logProbability returns the binary logarithm of the probability that the name becomes to.
func (s spelling) logProbability(to []byte) float64 {
	var a, b [maxUnits + 1]float64
	now, then := &a, &b
	now[0] = s.none
	high := 0 // largest position reached
	for i := 0; ; i++ {
		// Gaps written here.
		best := 0.0
		for j := 0; j <= high; j++ {
			best = max(best, now[j])
			if j < len(to) && to[j] == s.gap {
				now[j+1] += now[j] * s.gaps[i]
				high = max(high, j+1)
			}
		}
		if i == len(s.rows) {
			break
		}
		r := s.rows[i]
		reach := min(len(to), high+maxChunk)
		clear(then[:min(reach+2, len(then))])
		left := (len(s.rows)-i-1)*(maxChunk+1) + maxChunk + 1
		for j := 0; j <= high; j++ {
			p := now[j]
			if p <= best*negligible || len(to)-j > left {
				continue
			}
			then[j] += p * r.none
			k := chunk(0)
			for n := 1; n <= r.most && j+n <= len(to) && to[j+n-1] != s.gap; n++ {
				k |= chunk(to[j+n-1]) << (8 * (n - 1))
				if n == 1 {
					then[j+1] += p * float64(r.one[to[j]])
				} else {
					then[j+n] += p * r.of(k, n)
				}
			}
		}
		high = reach
		now, then = then, now
	}
	if high < len(to) || now[len(to)] == 0 {
		return impossible
	}
	return max(math.Log2(now[len(to)]), impossible)
}

// impossible is the binary logarithm of what is as good as impossible.
const impossible = -400.0

// step is one unit and the chunk it becomes in the likeliest reading.
type step struct {
	unit        int // position
	from, until int // of the chunk
	bits        float64
}

// likeliest returns the single best way to read the name as to; nil where there is none. Gaps stand with the unit
// before them.
func (s spelling) likeliest(to []byte) []step {
	type cell struct {
		p    float64
		back int
		gap  bool
	}
	table := make([][]cell, len(s.rows)+1)
	for i := range table {
		table[i] = make([]cell, len(to)+1)
	}
	table[0][0].p = 1
	for i := range table {
		for j := range to {
			if c := table[i][j]; to[j] == s.gap && c.p*s.gaps[i] > table[i][j+1].p {
				table[i][j+1] = cell{c.p * s.gaps[i], j, true}
			}
		}
		if i == len(s.rows) {
			break
		}
		r := s.rows[i]
		for j, c := range table[i] {
			if c.p == 0 {
				continue
			}
			k := chunk(0)
			for n := 0; n <= max(r.most, 1) && j+n <= len(to); n++ {
				q := r.none
				if n > 0 {
					if to[j+n-1] == s.gap {
						break
					}
					k |= chunk(to[j+n-1]) << (8 * (n - 1))
					if n == 1 {
						q = float64(r.one[to[j]])
					} else {
						q = r.of(k, n)
					}
				}
				if p := c.p * q; p > table[i+1][j+n].p {
					table[i+1][j+n] = cell{p, j, false}
				}
			}
		}
	}
	if table[len(s.rows)][len(to)].p == 0 {
		return nil
	}
	steps := make([]step, len(s.rows))
	until := len(to)
	for i, j := len(s.rows), len(to); i > 0; {
		c := table[i][j]
		if c.gap {
			j = c.back
			continue
		}
		steps[i-1] = step{unit: i - 1, from: c.back, until: until, bits: math.Log2(c.p / table[i-1][c.back].p)}
		i, j, until = i-1, c.back, c.back
	}
	if len(steps) > 0 {
		steps[0].from = 0
	}
	return steps
}

func (c chunk) slot() uint32 { return uint32(c) * 2654435761 >> 12 }
