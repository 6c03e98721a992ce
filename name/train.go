package name

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
)

// Pair is an example to learn from: one name as two lists spell it.
type Pair struct{ Left, Right string }

// Held reports whether a pair whose left side is left is kept from training: a share of the left sides, chosen by
// the seed and the normal form alone, so that no name stands on both sides.
func Held(left string, seed uint64, share float64) bool {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d\x00%s", seed, Normal(left))
	// The low bits of FNV are poor; fold the high ones in.
	x := h.Sum64()
	x ^= x >> 32
	return float64(x%10_000) < share*10_000
}

// example is a pair in units; the right side in each order it may stand in.
type example struct {
	left   []byte
	orders [][]byte
}

// Rounds of expectation maximisation: the first learn without contexts, the later ones with.
const (
	roundsAlone   = 3
	roundsContext = 4
	// unrelated is the share of examples that are not spellings of one name (pen names, Chinese readings, wrong
	// links); each example counts as far as it is not one of them.
	unrelated = 0.1
	// faint posterior counts are not carried along.
	faint = 1e-3
)

// Train learns a transducer from examples by expectation maximisation. The same examples in any order give
// the same transducer. progress, which may be nil, hears what is being learned.
func Train(pairs []Pair, progress func(what string, round, examples int)) *Transducer {
	var sorted [pairings][]example
	unique := slices.Clone(pairs)
	slices.SortFunc(unique, func(a, b Pair) int { return cmp.Or(cmp.Compare(a.Left, b.Left), cmp.Compare(a.Right, b.Right)) })
	for _, p := range slices.Compact(unique) {
		left, right := Hear(Parse(p.Left)), Hear(Parse(p.Right))
		which, turned, ok := between(left.side, right.side)
		if !ok || len(left.orders) == 0 || len(right.orders) == 0 {
			continue
		}
		if turned {
			left, right = right, left
		}
		sorted[which] = append(sorted[which], example{left.orders[0], right.orders})
	}
	t := newTransducer()
	for which := range t.pairings {
		t.pairings[which].train(sorted[which], func(round int) {
			if progress != nil {
				progress(pairingNames[which], round, len(sorted[which]))
			}
		})
	}
	return t
}

var pairingNames = [pairings]string{"Korean full names in Latin", "other names in Hangul and Latin", "Cyrillic in Latin", "Ukrainian in Russian"}

func (p *pairing) train(examples []example, progress func(round int)) {
	for _, e := range examples {
		p.from.learn(e.left, 1)
		for _, o := range e.orders {
			p.to.learn(o, 1/float64(len(e.orders)))
		}
	}
	for round := range roundsAlone + roundsContext {
		progress(round + 1)
		there := newCounting(&p.there, round >= roundsAlone)
		back := newCounting(&p.back, round >= roundsAlone)
		for _, e := range examples {
			// How much of the example is each order, and how much no spelling at all.
			weights := make([]float64, len(e.orders))
			own := p.from.logProbability(e.left)
			rows := there.rows(e.left)
			sum := 0.0
			if round > 0 {
				sum = unrelated
			}
			for k, o := range e.orders {
				forth := logProbability(rows, o) - p.to.logProbability(o)
				backward := logProbability(back.rows(o), e.left) - own
				weights[k] = (1 - unrelated) / float64(len(e.orders)) * math.Exp2(min((forth+backward)/2, 300))
				if round == 0 {
					weights[k] = 1
				}
				sum += weights[k]
			}
			for k, o := range e.orders {
				if w := weights[k] / sum; w > faint {
					there.add(e.left, o, w)
					back.add(o, e.left, w)
				}
			}
		}
		p.there.counts = there.sum()
		p.back.counts = back.sum()
	}
}

// counting gathers the expected counts of one round.
type counting struct {
	channel *channel
	known   map[context]*row
	deep    bool
	counts  map[context]map[chunk]float64 // level middle, or alone where not deep
}

func newCounting(c *channel, deep bool) *counting {
	return &counting{channel: c, known: map[context]*row{}, deep: deep, counts: map[context]map[chunk]float64{}}
}

func (g *counting) rows(units []byte) []*row {
	// The base knows no chunks of two and more before the first round; give every row their length.
	out := g.channel.rows(units, g.known)
	if len(g.channel.counts) == 0 {
		for _, r := range out {
			r.most = maxChunk
		}
	}
	return out
}

// add runs forwards and backwards over all readings of one example and counts each step by its posterior.
func (g *counting) add(from, to []byte, weight float64) {
	rows := g.rows(from)
	var forward, backward [maxUnits + 1][maxUnits + 1]float64
	forward[0][0] = 1
	through(rows, to, func(i, j, n int, p float64, _ chunk) { forward[i+1][j+n] += forward[i][j] * p })
	total := forward[len(rows)][len(to)]
	if total <= 0 {
		return
	}
	backward[len(rows)][len(to)] = 1
	for i := len(rows) - 1; i >= 0; i-- {
		for j := range len(to) {
			backward[i][j] = behindSum(rows[i], to, j, &backward[i+1])
		}
		backward[i][len(to)] = rows[i].none * backward[i+1][len(to)]
	}
	through(rows, to, func(i, j, n int, p float64, k chunk) {
		posterior := weight * forward[i][j] * p * backward[i+1][j+n] / total
		if posterior < faint {
			return
		}
		prev, next := neighbours(from, i)
		level := alone
		if g.deep {
			level = middle
		}
		key := contextOf(level, prev, from[i], next)
		m := g.counts[key]
		if m == nil {
			m = map[chunk]float64{}
			g.counts[key] = m
		}
		m[k] += posterior
	})
}

// through visits every step of every reading, left to right.
func through(rows []*row, to []byte, visit func(i, j, n int, p float64, k chunk)) {
	for i, r := range rows {
		low, high := max(0, len(to)-(len(rows)-i)*maxChunk), min(len(to), i*maxChunk)
		for j := low; j <= high; j++ {
			visit(i, j, 0, r.none, 0)
			k := chunk(0)
			for n := 1; n <= max(r.most, 1) && j+n <= len(to); n++ {
				k |= chunk(to[j+n-1]) << (8 * (n - 1))
				if n == 1 {
					visit(i, j, n, r.one[to[j]], k)
				} else {
					visit(i, j, n, r.of(k, n), k)
				}
			}
		}
	}
}

func behindSum(r *row, to []byte, j int, next *[maxUnits + 1]float64) float64 {
	sum := r.none * next[j]
	k := chunk(0)
	for n := 1; n <= max(r.most, 1) && j+n <= len(to); n++ {
		k |= chunk(to[j+n-1]) << (8 * (n - 1))
		p := r.one[to[j]]
		if n > 1 {
			p = r.of(k, n)
		}
		sum += p * next[j+n]
	}
	return sum
}

// keep is the smallest count that is kept, by level: what was seen hardly once teaches nothing.
const (
	keepAlone   = 0.5
	keepContext = 0.7
)

// sum sums the counts of the widest context up to the narrower ones, in a fixed order, and drops the faintest.
func (g *counting) sum() map[context]chunkCounts {
	keys := make([]context, 0, len(g.counts))
	for c := range g.counts {
		keys = append(keys, c)
	}
	slices.Sort(keys)
	wide := map[context]map[chunk]float64{}
	for _, c := range keys {
		prev, unit, next := byte(c>>16), byte(c>>8), byte(c)
		levels := []context{alone}
		if g.deep {
			levels = []context{alone, behind, before, middle}
		}
		for _, l := range levels {
			key := contextOf(l, prev, unit, next)
			m := wide[key]
			if m == nil {
				m = map[chunk]float64{}
				wide[key] = m
			}
			for k, n := range g.counts[c] {
				m[k] += n
			}
		}
	}
	out := map[context]chunkCounts{}
	for c, m := range wide {
		least := keepContext
		if c>>24 == 0 {
			least = keepAlone
		}
		kept := chunkCounts{}
		for k, n := range m {
			if n >= least {
				kept[k] = float32(math.Round(n*1024) / 1024) // sums of such are exact in any order
			}
		}
		if len(kept) > 0 {
			out[c] = kept
		}
	}
	return out
}
