package name

import "math"

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
	backOffAny    = 2.0
	backOffAlone  = 4.0
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
	one  []float64 // by unit
	keys []chunk   // chunks of two and more, open addressing; 0 is a free slot
	vals []float64
	most int // longest chunk learned
}

// compile reads the row of a unit between its neighbours.
func (c *channel) compile(prev, unit, next byte) *row {
	levels := [4]chunkCounts{
		c.counts[contextOf(alone, prev, unit, next)], c.counts[contextOf(behind, prev, unit, next)],
		c.counts[contextOf(before, prev, unit, next)], c.counts[contextOf(middle, prev, unit, next)],
	}
	var sums [4]float64
	many := 0
	for i, l := range levels {
		for k, n := range l {
			sums[i] += float64(n)
			if i == 0 && k >= 1<<8 {
				many++
			}
		}
	}
	base := c.base()
	r := &row{one: make([]float64, c.to.size())}
	probability := func(k chunk) float64 {
		p := (float64(levels[0][k]) + backOffAny*base[k.len()]) / (sums[0] + backOffAny)
		p = (float64(levels[1][k]) + float64(levels[2][k]) + backOffAlone*p) / (sums[1] + sums[2] + backOffAlone)
		return (float64(levels[3][k]) + backOffMiddle*p) / (sums[3] + backOffMiddle)
	}
	left := backOffAny / (sums[0] + backOffAny) * backOffAlone / (sums[1] + sums[2] + backOffAlone) * backOffMiddle / (sums[3] + backOffMiddle)
	for n := range r.rest {
		r.rest[n] = base[n] * left
	}
	r.none = probability(0)
	for u := range r.one {
		r.one[u] = probability(chunk(u))
	}
	size := 4
	for size < 2*many {
		size *= 2
	}
	r.keys, r.vals = make([]chunk, size), make([]float64, size)
	r.most = 1
	for k := range levels[0] {
		if k < 1<<8 {
			continue
		}
		i := k.slot() & uint32(size-1)
		for r.keys[i] != 0 {
			i = (i + 1) & uint32(size-1)
		}
		r.keys[i], r.vals[i] = k, probability(k)
		r.most = max(r.most, k.len())
	}
	return r
}

func (c chunk) slot() uint32 { return uint32(c) * 2654435761 >> 12 }

// of returns the probability of a chunk of at least two units.
func (r *row) of(k chunk, n int) float64 {
	mask := uint32(len(r.keys) - 1)
	for i := k.slot() & mask; r.keys[i] != 0; i = (i + 1) & mask {
		if r.keys[i] == k {
			return r.vals[i]
		}
	}
	return r.rest[n]
}

// rows compiles a name's units, asking known for those compiled before.
func (c *channel) rows(units []byte, known map[context]*row) []*row {
	out := make([]*row, len(units))
	for i, u := range units {
		prev, next := neighbours(units, i)
		key := contextOf(middle, prev, u, next)
		r := known[key]
		if r == nil {
			r = c.compile(prev, u, next)
			if known != nil {
				known[key] = r
			}
		}
		out[i] = r
	}
	return out
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

// logProbability returns the binary logarithm of the probability that rows become to.
func logProbability(rows []*row, to []byte) float64 {
	var a, b [maxUnits + 1]float64
	now, then := &a, &b
	now[0] = 1
	high := 0 // largest position reached
	for i, r := range rows {
		best := 0.0
		for j := 0; j <= high; j++ {
			best = max(best, now[j])
		}
		reach := min(len(to), high+maxChunk)
		clear(then[:reach+1])
		left := (len(rows) - i - 1) * maxChunk
		for j := 0; j <= high; j++ {
			p := now[j]
			if p <= best*negligible || len(to)-j > left+maxChunk {
				continue
			}
			then[j] += p * r.none
			if j == len(to) {
				continue
			}
			then[j+1] += p * r.one[to[j]]
			k := chunk(to[j])
			for n := 2; n <= r.most && j+n <= len(to); n++ {
				k |= chunk(to[j+n-1]) << (8 * (n - 1))
				then[j+n] += p * r.of(k, n)
			}
		}
		high = reach
		now, then = then, now
	}
	if high < len(to) || now[len(to)] == 0 {
		return -1000
	}
	return math.Log2(now[len(to)])
}

// step is one unit and the chunk it becomes in the likeliest reading.
type step struct {
	unit        int // position
	from, until int // of the chunk
	bits        float64
}

// likeliest returns the single best way to read rows as to; nil where there is none.
func likeliest(rows []*row, to []byte) []step {
	type cell struct {
		p    float64
		back int
	}
	table := make([][]cell, len(rows)+1)
	for i := range table {
		table[i] = make([]cell, len(to)+1)
	}
	table[0][0].p = 1
	for i, r := range rows {
		for j, c := range table[i] {
			if c.p == 0 {
				continue
			}
			k := chunk(0)
			for n := 0; n <= max(r.most, 1) && j+n <= len(to); n++ {
				q := r.none
				if n > 0 {
					k |= chunk(to[j+n-1]) << (8 * (n - 1))
					if n == 1 {
						q = r.one[to[j]]
					} else {
						q = r.of(k, n)
					}
				}
				if p := c.p * q; p > table[i+1][j+n].p {
					table[i+1][j+n] = cell{p, j}
				}
			}
		}
	}
	if table[len(rows)][len(to)].p == 0 {
		return nil
	}
	steps := make([]step, len(rows))
	for i, j := len(rows), len(to); i > 0; i-- {
		c := table[i][j]
		steps[i-1] = step{unit: i - 1, from: c.back, until: j, bits: math.Log2(c.p / table[i-1][c.back].p)}
		j = c.back
	}
	return steps
}
