package name

import (
	"cmp"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"unicode"
)

// Ranker orders the names of a pool by how well they spell a name asked for.
type Ranker struct {
	transducer *Transducer
	names      []Name
	heard      []Heard
	marks      []mark
	tries      [pairings][2]func() *trie // the pool's names of the left and of the right side
}

// Ranked is a name of the pool, by its number there, and the evidence in bits that it is the name asked for.
type Ranked struct {
	Number int
	Bits   float64
}

// The stages of ranking: those that the learned spelling of the name asked for finds best in the tree of the pool,
// then both directions.
const (
	finalists = 200
	// Given up are beginnings so many bits less likely than that any name begins so; where no name of enough bits is
	// found so, only those less likely still.
	within  = 7.0
	further = 16.0
	enough  = 20.0
	// Where not even so many bits are found, less still is given up.
	enoughFurther = 12.0
	furthest      = 28.0
	furthestFloor = -16.0
	// floor is the fewest bits of a finalist.
	floor = -6.0
	// behindBest is how many bits a finalist may stand behind the best, when there are least of them.
	behindBest = 20.0
	least      = 40
	// few names are all weighed.
	few = 256
	// candidatesLeast and candidatesShare bound the names compared by rule where nothing was learned.
	candidatesLeast = 800
	candidatesShare = 16 // of the pool, one in so many
)

// searches are what is given up, the last giving up least.
var searches = [...]struct {
	within, floor, enough float64
	least                 int
}{
	{within, floor, enough, least},
	{further, floor, enoughFurther, least},
	{furthest, furthestFloor, math.Inf(-1), finalists},
}

// NewRanker makes a pool ready. Numbers are positions in pool.
func (t *Transducer) NewRanker(pool []string) *Ranker {
	r := &Ranker{transducer: t, names: make([]Name, len(pool)), heard: make([]Heard, len(pool)), marks: make([]mark, len(pool))}
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(pool); i += workers {
				r.names[i] = Parse(pool[i])
				r.heard[i] = Hear(r.names[i])
				r.marks[i] = markOf(r.names[i])
			}
		})
	}
	wait.Wait()
	for which := range pairings {
		p := &t.pairings[which]
		r.tries[which] = [2]func() *trie{
			sync.OnceValue(func() *trie { return newTrie(p, r.heard, p.from.of, &p.from) }),
			sync.OnceValue(func() *trie { return newTrie(p, r.heard, p.to.of, &p.to) }),
		}
	}
	return r
}

// Rank returns up to limit names of the pool, the best first, at equal bits in the order of the pool; of a large pool
// only those that may spell the name. Scripts for which nothing was learned are ranked by [Match]. It is safe for
// concurrent use.
func (r *Ranker) Rank(asked string, limit int) []Ranked {
	return r.rank(asked, limit, max(limit, finalists), len(r.names) <= few)
}

// RankAll is Rank without giving up any beginning, with ten times as many names weighed in both directions. It is there
// to measure what the stages lose.
func (r *Ranker) RankAll(asked string, limit int) []Ranked {
	return r.rank(asked, limit, 10*finalists, true)
}

func (r *Ranker) rank(asked string, limit, keep int, all bool) []Ranked {
	n := Parse(asked)
	h := Hear(n)
	var out []Ranked
	var learned [sides]bool
	for which := range pairings {
		p := &r.transducer.pairings[which]
		if len(h.orders) == 0 {
			break
		}
		if p.from.of == h.side {
			learned[p.to.of] = true
			w := p.ask(h.orders[0].units)
			q := asking{spelled: w.spelled, family: w.family, all: all}
			for k := range p.readings {
				q.shares = append(q.shares, p.readings[k].share)
			}
			found := searchFurther(r.tries[which][1](), q, keep, func(f finding) float64 {
				return w.bitsKnown(r.heard[f.number].orders[f.order], float64(f.any), float64(f.adopted))
			})
			if p.from.of == p.to.of {
				r.sameScript(n, found)
			}
			for _, f := range found {
				out = append(out, Ranked{int(f.number), f.bits})
			}
		}
		if p.to.of == h.side && p.from.of != h.side {
			learned[p.from.of] = true
			var found []finding
			for _, o := range h.orders {
				q := asking{all: all, within: within, floor: floor}
				for k := range p.readings {
					q.spelled = append(q.spelled, p.readings[k].back.spell(o.units))
					q.shares = append(q.shares, p.readings[k].share)
				}
				for _, f := range searchBack(r.tries[which][0](), q) {
					f.bits -= o.cost
					found = append(found, f)
				}
			}
			for _, f := range best(found, keep, all, least) {
				out = append(out, Ranked{int(f.number), p.bits(r.heard[f.number], h)})
			}
		}
	}
	for _, c := range r.candidates(markOf(n), learned) {
		out = append(out, Ranked{int(c), Match(n, r.names[c], Skeleton.Info).Bits})
	}
	slices.SortFunc(out, byBits)
	return out[:min(len(out), max(limit, 0))]
}

// searchFurther searches once more, and gives up less, where no name found has enough bits in both directions: spelled
// one way alone, a name of rare letters looks likelier than it is.
func searchFurther(t *trie, q asking, keep int, weigh func(f finding) float64) []finding {
	known := map[finding]float64{}
	for _, step := range searches {
		q.within, q.floor = step.within, step.floor
		out := best(t.search(q), keep, q.all, step.least)
		most := math.Inf(-1)
		for i, f := range out {
			bits, ok := known[f]
			if !ok {
				bits = weigh(f)
				known[f] = bits
			}
			most = max(most, bits)
			out[i].bits = bits
		}
		if q.all || most >= step.enough {
			return out
		}
	}
	return nil
}

// nicety is what every sign counts that no evidence counts: enough to put one of two spellings of a name first.
const nicety = 1.0 / 1024

// sameScript finishes the bits of names in the script of the one asked for. The form of its given name in the other
// language (Дмитро, Дмитрий) is worth what the name is, less what another language takes off, however it is spelled. Of
// names spelled alike the one goes first whose tokens stand as in the name asked for, with the same signs between them.
func (r *Ranker) sameScript(asked Name, found []finding) {
	form, worth := -1, 0.0
	for i, f := range found {
		n := r.names[f.number]
		if r.heard[f.number].orders[f.order].turns > 0 {
			found[i].bits -= nicety
		}
		found[i].bits -= nicety * float64(otherSigns(asked.Written, n.Written))
		if len(asked.Tokens) != 1 || len(n.Tokens) != 1 || form >= 0 && f.bits <= found[form].bits {
			continue
		}
		if kind, bits, ok := sameName(&asked.Tokens[0], &n.Tokens[0], -float64(f.any)); ok && kind == LanguageForm {
			form, worth = i, bits
		}
	}
	if form >= 0 {
		found[form].bits = max(found[form].bits, worth)
	}
}

// otherSigns counts the signs (spaces, hyphens, full stops, all but letters) that only one of two names has, up to 64.
func otherSigns(a, b string) int {
	var count [2]map[rune]int
	for i, s := range []string{a, b} {
		count[i] = map[rune]int{}
		for _, c := range Normal(s) {
			if !unicode.IsLetter(c) {
				count[i][c]++
			}
		}
	}
	n := 0
	for c, k := range count[0] {
		n += max(0, k-count[1][c])
	}
	for c, k := range count[1] {
		n += max(0, k-count[0][c])
	}
	return min(n, 64)
}

// searchBack searches names of the left side for a right one.
func searchBack(t *trie, q asking) []finding {
	found := t.search(q)
	if q.all || slices.ContainsFunc(found, func(f finding) bool { return f.bits >= enough }) {
		return found
	}
	q.within = further
	return t.search(q)
}

// best keeps the best finding of each name, and of these so many.
func best(found []finding, keep int, all bool, least int) []finding {
	slices.SortFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(a.number, b.number), cmp.Compare(a.order, b.order))
	})
	known := map[int32]bool{}
	out := found[:0]
	for _, f := range found {
		if len(out) == keep || !all && len(out) >= least && f.bits < found[0].bits-behindBest {
			break
		}
		if !known[f.number] {
			known[f.number] = true
			out = append(out, f)
		}
	}
	return out
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

// candidates returns the names of the pool of sides that nothing was learned for whose marks are nearest, in the order
// of the pool; all as near as the last one taken are taken too.
func (r *Ranker) candidates(asked mark, learned [sides]bool) []int32 {
	want := max(candidatesLeast, len(r.marks)/candidatesShare)
	var histogram [65]int
	far := make([]uint8, len(r.marks))
	for i, m := range r.marks {
		if h := r.heard[i]; len(h.orders) > 0 && learned[h.side] {
			far[i] = 255
			continue
		}
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
