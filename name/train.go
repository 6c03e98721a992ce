package name

import (
	"bytes"
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
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
	native bool // a Korean full name in both scripts, by rule: where the readings begin to part
}

// Rounds of expectation maximisation: the first learn without contexts, the later ones with.
const (
	roundsAlone   = 3
	roundsContext = 5
	// unrelated is the share of examples that are not spellings of one name (pen names, wrong links); each example
	// counts as far as it is not one of them.
	unrelated = 0.05
	// faint posterior counts are not carried along.
	faint = 1e-3
	// lent is the share of an example that the first reading hears, whichever it is of: what is rare in it is not
	// unheard of.
	lent = 0.2
	// foreign is what a given name of a foreigner counts towards adopted given names.
	foreign = 0.1
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
		sorted[which] = append(sorted[which], example{left.orders[0].units, right.turns(), NativeKorean(p)})
	}
	t := newTransducer()
	// The first names of foreigners are what people adopt beside a Korean family name.
	for _, e := range sorted[hangulLatin] {
		if at := bytes.IndexByte(e.orders[0], latinSide.gap()); at > 0 {
			t.pairings[koreanLatin].adopted.learn(e.orders[0][:at], foreign)
		}
	}
	// A Korean name is asked for among names of all kinds: what is likely at all is told by those too.
	for _, e := range sorted[hangulLatin] {
		for _, o := range e.orders {
			t.pairings[koreanLatin].to.learn(o, 1/float64(len(e.orders)))
		}
	}
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
			if p.adopts() {
				p.given.learn(o, 1/float64(len(e.orders)))
			}
		}
	}
	started := background{of: p.adopted.of, counts: maps.Clone(p.adopted.counts)}
	for round := range roundsAlone + roundsContext {
		progress(round + 1)
		t := p.newTally(round >= roundsAlone, started)
		for _, e := range examples {
			p.expect(e, round, t)
		}
		if len(p.readings) > cantonese {
			t.learnHongKong()
		}
		sum := 0.0
		for _, s := range t.shares {
			sum += s
		}
		for k := range p.readings {
			r := &p.readings[k]
			r.there = newChannel(p.from.of, p.to.of, t.there[k].sum())
			r.back = newChannel(p.to.of, p.from.of, t.back[k].sum())
			r.share = (t.shares[k] + 1) / (sum + float64(len(t.shares)))
		}
		if p.adopts() {
			p.adopted = t.adopted
			p.adoptedShare = (t.shares[len(p.readings)] + 1) / (sum + float64(len(t.shares)))
		}
	}
}

// tally is what one round counts.
type tally struct {
	there, back []*counting // by reading
	shares      []float64   // by reading, then of adopted given names
	adopted     background
}

func (p *pairing) newTally(deep bool, adopted background) *tally {
	t := &tally{shares: make([]float64, len(p.readings)+1), adopted: background{of: adopted.of, counts: maps.Clone(adopted.counts)}}
	for k := range p.readings {
		t.there = append(t.there, newCounting(&p.readings[k].there, deep))
		t.back = append(t.back, newCounting(&p.readings[k].back, deep))
	}
	return t
}

// expect counts one example: how much of it is each order in each reading, how much a family name with an adopted
// given name, and how much no spelling at all.
func (p *pairing) expect(e example, round int, t *tally) {
	each := 1 / float64(len(e.orders))
	spelled, taken := make([][]float64, len(e.orders)), make([][]float64, len(e.orders))
	sum := 0.0
	if round > 0 {
		sum = unrelated
	}
	w := p.ask(e.left)
	for i, o := range e.orders {
		spelled[i], taken[i] = make([]float64, len(p.readings)), make([]float64, len(p.readings))
		if round == 0 {
			for k := range p.readings {
				spelled[i][k] = p.first(k, e.native) * each
				sum += spelled[i][k]
			}
			continue
		}
		adopted := 0.0
		if cut := w.cut(o); cut > 0 {
			adopted = p.adoptedBits(o, cut)
		}
		for k, v := range w.each(o, p.to.logProbability(o), adopted) {
			spelled[i][k] = (1 - unrelated) * each * math.Exp2(min(v.spelled, 300))
			taken[i][k] = (1 - unrelated) * each * math.Exp2(min(v.taken, 300))
			sum += spelled[i][k] + taken[i][k]
		}
	}
	for i, o := range e.orders {
		all := 0.0
		for _, v := range spelled[i] {
			all += v
		}
		cut := w.cut(o)
		for k := range p.readings {
			t.shares[k] += spelled[i][k] / sum
			v := spelled[i][k] / sum
			if k == 0 {
				v = (1-lent)*v + lent*all/sum
			}
			if v > faint {
				t.there[k].add(e.left, len(e.left), o, v)
				t.back[k].add(o, len(o), e.left, v)
			}
			taken := taken[i][k] / sum
			if taken > faint {
				t.there[k].add(e.left, w.family, o[:cut], taken)
				t.back[k].add(o, cut, e.left[:w.family], taken)
				t.adopted.learn(o[cut+1:], taken)
				t.shares[len(p.readings)] += taken
			}
		}
	}
}

// first is how much of an example each reading gets before anything is learned.
func (p *pairing) first(k int, native bool) float64 {
	switch {
	case len(p.readings) == 1:
		return 1
	case k == cantonese:
		return 0
	case (k == 0) == native:
		return 0.95
	}
	return 0.05
}

// counting gathers the expected counts of one round.
type counting struct {
	channel channel
	deep    bool
	counts  map[context]map[chunk]float64 // level middle, or alone where not deep
}

func newCounting(c *channel, deep bool) *counting {
	return &counting{channel: newChannel(c.from, c.to, c.counts), deep: deep, counts: map[context]map[chunk]float64{}}
}

func (g *counting) spell(units []byte) spelling {
	// The base knows no chunks of two and more before the first round; give every row their length.
	out := g.channel.spell(units)
	if len(g.channel.counts) == 0 {
		for _, r := range out.rows {
			r.most = maxChunk
		}
	}
	return out
}

// add runs forwards and backwards over all readings of one example and counts each step by its posterior.
// Only the first units of from are read; the rest are there for their context.
func (g *counting) add(from []byte, first int, to []byte, weight float64) {
	s := g.spell(from).first(first)
	var forward, backward [maxUnits + 1][maxUnits + 1]float64
	forward[0][0] = s.none
	for i := 0; ; i++ {
		for j := range to {
			if to[j] == s.gap {
				forward[i][j+1] += forward[i][j] * s.gaps[i]
			}
		}
		if i == len(s.rows) {
			break
		}
		s.through(to, i, func(j, n int, p float64, _ chunk) { forward[i+1][j+n] += forward[i][j] * p })
	}
	total := forward[len(s.rows)][len(to)]
	if total <= 0 {
		return
	}
	backward[len(s.rows)][len(to)] = 1
	for i := len(s.rows); i >= 0; i-- {
		if i < len(s.rows) {
			s.through(to, i, func(j, n int, p float64, _ chunk) { backward[i][j] += p * backward[i+1][j+n] })
		}
		for j := len(to) - 1; j >= 0; j-- {
			if to[j] == s.gap {
				backward[i][j] += s.gaps[i] * backward[i][j+1]
			}
		}
	}
	for i := range s.rows {
		prev, next := neighbours(from, i)
		level := alone
		if g.deep {
			level = middle
		}
		key := contextOf(level, prev, from[i], next)
		s.through(to, i, func(j, n int, p float64, k chunk) {
			posterior := weight * forward[i][j] * p * backward[i+1][j+n] / total
			if posterior < faint {
				return
			}
			m := g.counts[key]
			if m == nil {
				m = map[chunk]float64{}
				g.counts[key] = m
			}
			m[k] += posterior
		})
	}
}

// through visits every step of unit i in every reading.
func (s spelling) through(to []byte, i int, visit func(j, n int, p float64, k chunk)) {
	r := s.rows[i]
	for j := range len(to) + 1 {
		visit(j, 0, r.none, 0)
		k := chunk(0)
		for n := 1; n <= max(r.most, 1) && j+n <= len(to) && to[j+n-1] != s.gap; n++ {
			k |= chunk(to[j+n-1]) << (8 * (n - 1))
			if n == 1 {
				visit(j, n, float64(r.one[to[j]]), k)
			} else {
				visit(j, n, r.of(k, n), k)
			}
		}
	}
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
		levels := []context{anything, alone}
		if g.deep {
			levels = []context{anything, alone, behind, before, middle}
		}
		for i, l := range levels {
			key := contextOf(l, prev, unit, next)
			if i == 0 {
				key = anything
			}
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
