package name

import (
	"math/bits"
	"slices"
	"sync"
)

// Ranker orders the names of a pool by how well they spell a name asked for.
type Ranker struct {
	transducer *Transducer
	names      []Name
	heard      []Heard
	marks      []mark
	ready      [pairings]func() *prepared
}

// prepared is what one pairing needs of every name of the pool, for each order of its tokens.
type prepared struct {
	rows       [][][]*row // the pool's side as left side of the channel back
	background [][]float64
}

// Ranked is a name of the pool, by its number there, and the evidence in bits that it is the name asked for.
type Ranked struct {
	Number int
	Bits   float64
}

// The stages of ranking: candidates by the sounds alone, then those that the learned spelling of the name asked
// for finds best, then both directions.
const (
	candidatesLeast = 800
	candidatesShare = 16 // of the pool, one in so many
	finalists       = 60
)

// NewRanker makes a pool ready. Numbers are positions in pool.
func (t *Transducer) NewRanker(pool []string) *Ranker {
	r := &Ranker{transducer: t, names: make([]Name, len(pool)), heard: make([]Heard, len(pool)), marks: make([]mark, len(pool))}
	for i, s := range pool {
		r.names[i] = Parse(s)
		r.heard[i] = Hear(r.names[i])
		r.marks[i] = markOf(r.names[i])
	}
	for which := range pairings {
		r.ready[which] = sync.OnceValue(func() *prepared { return r.prepare(which) })
	}
	return r
}

func (r *Ranker) prepare(which int) *prepared {
	p := &r.transducer.pairings[which]
	out := &prepared{rows: make([][][]*row, len(r.heard)), background: make([][]float64, len(r.heard))}
	known := map[context]*row{}
	for i, h := range r.heard {
		if h.side != p.there.to {
			continue
		}
		for _, o := range h.orders {
			out.rows[i] = append(out.rows[i], p.back.rows(o, known))
			out.background[i] = append(out.background[i], p.to.logProbability(o))
		}
	}
	return out
}

// Rank returns up to limit names of the pool, the best first, at equal bits in the order of the pool. Scripts for
// which nothing was learned are ranked by [Match]. It is safe for concurrent use.
func (r *Ranker) Rank(asked string, limit int) []Ranked {
	n := Parse(asked)
	h := Hear(n)
	return r.weigh(n, h, r.candidates(markOf(n)), max(limit, finalists), limit)
}

// RankAll is Rank without the candidate stage: every name of the pool is weighed. It is there to measure what the
// stage loses.
func (r *Ranker) RankAll(asked string, limit int) []Ranked {
	n := Parse(asked)
	all := make([]int32, len(r.names))
	for i := range all {
		all[i] = int32(i)
	}
	return r.weigh(n, Hear(n), all, max(limit, finalists), limit)
}

func (r *Ranker) weigh(n Name, h Heard, candidates []int32, keep, limit int) []Ranked {
	out := make([]Ranked, 0, len(candidates))
	for turn := range pairings {
		p := &r.transducer.pairings[turn]
		if p.there.from != h.side || len(h.orders) == 0 {
			continue
		}
		own := h.orders[0]
		rows, ownBits := p.there.rows(own, nil), p.from.logProbability(own)
		pool := r.ready[turn]()
		first := len(out)
		for _, c := range candidates {
			best, found := 0.0, false
			for k, o := range r.heard[c].orders {
				if pool.background[c] == nil {
					break
				}
				if b := logProbability(rows, o) - pool.background[c][k]; !found || b > best {
					best, found = b, true
				}
			}
			if found {
				out = append(out, Ranked{int(c), best})
			}
		}
		some := out[first:]
		slices.SortFunc(some, byBits)
		some = some[:min(len(some), keep)]
		for i, c := range some {
			best, found := 0.0, false
			for k, o := range r.heard[c.Number].orders {
				forth := logProbability(rows, o) - pool.background[c.Number][k]
				back := logProbability(pool.rows[c.Number][k], own) - ownBits
				if b := (forth + back) / 2; !found || b > best {
					best, found = b, true
				}
			}
			some[i].Bits = best
		}
		out = out[:first+len(some)]
	}
	for _, c := range candidates {
		g := r.heard[c]
		if which, turned, ok := between(h.side, g.side); ok && len(h.orders) > 0 && len(g.orders) > 0 {
			if turned && pairingSides[which][0] != pairingSides[which][1] { // a Latin name asked for among Hangul or Cyrillic
				b, _ := r.transducer.Bits(h, g)
				out = append(out, Ranked{int(c), b})
			}
			continue
		}
		out = append(out, Ranked{int(c), Match(n, r.names[c], Skeleton.Info).Bits})
	}
	slices.SortFunc(out, byBits)
	return out[:min(len(out), max(limit, 0))]
}

func byBits(a, b Ranked) int {
	switch {
	case a.Bits > b.Bits:
		return -1
	case a.Bits < b.Bits:
		return 1
	}
	return a.Number - b.Number
}

// mark is a name's sounds as a set of bits: how often each class of consonants and each kind of vowel occurs, up to
// four times. Names that sound alike have nearly equal marks, in any order of their tokens. (Marks with the pairs of
// neighbouring classes too kept fewer of the right names: romanisations disagree about what stands between.)
type mark uint64

// markOf reads each token's likeliest sounds.
func markOf(n Name) mark {
	var m mark
	var count [16]int
	for _, t := range n.Tokens {
		if t.Role == Title {
			continue
		}
		s := t.Sounds[0]
		for i := range len(s) {
			if c := markClass(s[i]); c >= 0 && count[c] < 4 {
				m |= 1 << (4*c + count[c])
				count[c]++
			}
		}
	}
	return m
}

// markClass: 0 to 7 the classes of consonants, 8 and up open, front and rounded vowels; -1 none, and h and w.
func markClass(c byte) int {
	if c == 'h' || c == 'w' {
		return -1 // most often the sign of a spelling
	}
	switch class(c) {
	case 'k':
		return 0
	case 't':
		return 1
	case 'p':
		return 2
	case 'v':
		return 3
	case 's':
		return 4
	case 'm':
		return 5
	case 'n':
		return 6
	case 'l':
		return 7
	}
	switch c {
	case 'a':
		return 8
	case 'e', 'i', 'y':
		return 9
	case 'o', 'u', 'O', 'U':
		return 10
	}
	return -1
}

// candidates returns the names of the pool whose marks are nearest, in the order of the pool; all as near as the
// last one taken are taken too.
func (r *Ranker) candidates(asked mark) []int32 {
	want := max(candidatesLeast, len(r.marks)/candidatesShare)
	if len(r.marks) <= want {
		want = len(r.marks)
	}
	var histogram [65]int
	far := make([]uint8, len(r.marks))
	for i, m := range r.marks {
		d := bits.OnesCount64(uint64(m ^ asked))
		far[i] = uint8(d)
		histogram[d]++
	}
	most, sum := 0, 0
	for ; most < len(histogram); most++ {
		if sum += histogram[most]; sum >= want {
			break
		}
	}
	out := make([]int32, 0, sum)
	for i, d := range far {
		if int(d) <= most {
			out = append(out, int32(i))
		}
	}
	return out
}
