package identity

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"homeward/name"
)

// The candidate stage. For every token of the name asked for, the skeletons of the segment near it are found by key
// (equal, or one class more, less or other). Their bearers are looked at, those of the token worth most first and of
// each token the nearest first, and each is summed up at once: by the best gain of every token among his words, and
// by his date of birth. The sum is never below his score as far as sounds and date go. So the looking ends with
// proof, as in MaxScore (Turtle and Flood 1995), when whoever has not been seen cannot reach the least of the best.

// bounds are what one search may cost in one segment.
type bounds struct {
	terms  int // skeletons compared for one token
	walked int // bearers looked at, where the proof does not end the looking before
	dated  int // of these, bearers who could reach the best by their date of birth alone
	scored int // people handed on to be scored in full
	paired int // size of a segment, in people, from which pairs of sounds are looked up: in a smaller one all are walked
}

var (
	searchBounds = bounds{terms: 4000, walked: 60_000, dated: 3_000, scored: 80, paired: togetherFrom}
	pairBounds   = bounds{terms: 600, walked: 12_000, dated: 6_000, scored: 20, paired: togetherFrom}
)

// scratch is room for one search, reused between searches.
type scratch struct {
	seen   []uint32 // for each person the last round that summed him up
	round  uint32
	gains  [][]float32 // for each token, what each term of the segment gains
	word   []uint32    // for each word of the segment 1 + its place in sums, in the round of wordIn
	wordIn []uint32
	sums   []float32 // for each word met, the gain of each token
	best   []float32

	view   *view // what parsed was read from
	parsed map[string]name.Name
}

func (w *scratch) reset(s *Segment, tokens int) {
	w.round++
	if len(w.seen) < s.people || w.round == 0 {
		w.seen, w.wordIn, w.round = make([]uint32, s.people), nil, 1
	}
	if words := s.count(sWordAt); len(w.word) < words || len(w.wordIn) < words {
		w.word, w.wordIn = make([]uint32, words), make([]uint32, words)
	}
	for len(w.gains) < tokens {
		w.gains = append(w.gains, nil)
	}
	for t := range tokens {
		if terms := s.count(sTermAt); len(w.gains[t]) < terms {
			w.gains[t] = make([]float32, terms)
		}
	}
	w.sums = w.sums[:0]
	w.best = append(w.best[:0], make([]float32, tokens)...)
}

// parsedMost bounds the names whose reading is remembered between searches.
const parsedMost = 1 << 16

// parse reads a name on record, once for many searches. What it remembers goes with the view: a person taken out of
// the index is not kept here.
func (w *scratch) parse(v *view, written string) name.Name {
	if w.view != v || len(w.parsed) >= parsedMost {
		w.view, w.parsed = v, map[string]name.Name{}
	}
	n, ok := w.parsed[written]
	if !ok {
		n = name.Parse(written)
		w.parsed[written] = n
	}
	return n
}

// near is a term close to a token asked for, and its distance in bits.
type near struct {
	term int
	far  float64
}

// sought is one token of a name asked for: the terms near it in each segment of the view, the nearest first, and
// what agreement on it is worth. That is the share of people who bear any name near it, each weighed by how near:
// however a common name is spelled, it stays common.
type sought struct {
	readings []name.Skeleton
	near     [][]near
	bearers  []int // in each segment
	worth    float64
}

// candidates returns the most promising people, each with a sum that his score does not exceed as far as names and
// date of birth go.
func (c *scorer) candidates(number int, q *subject, w *scratch, b bounds) []ranked {
	s := c.view.segments[number]
	best := map[uint32]float32{}
	for _, n := range q.numbers {
		if key := numberKey(n); key != "" {
			for _, p := range s.numbered(hash32(key)) {
				if len(best) < b.scored {
					best[uint32(p)] = math.MaxFloat32 // whoever has the number is scored
				}
			}
		}
	}
	asked, hasBorn := parseBorn(q.born)
	for _, tokens := range q.sought {
		l := looking{s: s, number: number, tokens: tokens, w: w, most: b.walked, dated: b.dated, paired: b.paired, top: newTop(b.scored), asked: asked, hasBorn: hasBorn}
		l.look()
		for _, r := range l.top.heap {
			if old, ok := best[r.person]; !ok || old < r.bits {
				best[r.person] = r.bits
			}
		}
	}
	out := make([]ranked, 0, len(best))
	for p, bits := range best {
		out = append(out, ranked{bits, p})
	}
	return out
}

func bornOf(packed uint32) born {
	y := int(packed >> 9)
	return born{year: y, yearTo: y, month: int(packed >> 5 & 15), day: int(packed & 31)}
}

// seek finds, in all segments, the terms near each token of a subject's names, and sets what they are worth.
func (c *scorer) seek(q *subject, b bounds) {
	c.asked = map[name.Skeleton]float64{}
	q.sought = nil
	for _, n := range q.names {
		q.sought = append(q.sought, c.seekName(n, b))
	}
	if q.typed != "" {
		typed := c.seekTyped(q)
		q.sought = append(q.sought, append(c.seekName(q.before, b), typed))
		q.typedBits = typed.worth
	}
}

// seekName seeks each token of a name, and neighbours read as one.
func (c *scorer) seekName(n name.Name, b bounds) []*sought {
	var out []*sought
	parts := 0
	for i := range n.Tokens {
		if t := &n.Tokens[i]; (t.Role == name.Part || t.Role == name.Patronymic) && parts < name.MaxTokens {
			parts++
			out = append(out, c.seekSounds(t.Sounds, b))
		}
	}
	for _, j := range n.Joined() {
		out = append(out, c.seekSounds([]name.Skeleton{j}, b))
	}
	return out
}

func (c *scorer) seekSounds(readings []name.Skeleton, b bounds) *sought {
	out := &sought{readings: readings}
	mass := 0.0
	for _, s := range c.view.segments {
		far := nearTerms(s, readings, b.terms)
		out.add(s, far)
		for _, n := range out.near[len(out.near)-1] {
			mass += float64(s.bearers(n.term)) * math.Exp2(-n.far)
		}
	}
	out.worth = rarity(mass, float64(c.people), readings[0].Info())
	for _, r := range readings {
		c.asked[r] = out.worth
	}
	return out
}

// nearTerms finds the terms of a segment near any reading of a token, looking at no more than most of them.
func nearTerms(s *Segment, readings []name.Skeleton, most int) map[int]float64 {
	found := map[int]float64{}
	for _, r := range readings {
		limit := min(0.55*r.Info(), 9)
		for key := range nearKeys(r.Key()) {
			k, ok := s.findKey(key)
			if !ok {
				continue
			}
			from, to := s.keyTerms(k)
			for t := from; t < to; t++ {
				if most--; most < 0 {
					return found
				}
				d := name.DistanceWithin(r, s.term(t), limit)
				if d > limit {
					continue
				}
				if old, ok := found[t]; !ok || d < old {
					found[t] = d
				}
			}
		}
	}
	return found
}

// add notes the terms of the next segment, the nearest first.
func (k *sought) add(s *Segment, found map[int]float64) {
	list, bearers := make([]near, 0, len(found)), 0
	for t, far := range found {
		list = append(list, near{t, far})
		bearers += s.bearers(t)
	}
	slices.SortFunc(list, func(a, b near) int {
		switch {
		case a.far < b.far:
			return -1
		case a.far > b.far:
			return 1
		}
		return a.term - b.term
	})
	k.near, k.bearers = append(k.near, list), append(k.bearers, bearers)
}

// nearKeys yields a key, then those one class less, other, more. A key of one class has no neighbours by dropping
// it: everything would be near.
func nearKeys(key string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if !yield(key) || strings.HasPrefix(key, "?") || key == "-" {
			return
		}
		if key == "_" {
			for i := range len(name.KeyClasses) {
				if !yield(name.KeyClasses[i : i+1]) {
					return
				}
			}
			return
		}
		if len(key) == 1 {
			if !yield("_") {
				return
			}
		}
		for i := range len(key) {
			if len(key) > 1 && !yield(key[:i]+key[i+1:]) {
				return
			}
		}
		for i := 0; i <= len(key); i++ {
			for k := range len(name.KeyClasses) {
				if !yield(key[:i] + name.KeyClasses[k:k+1] + key[i:]) {
					return
				}
			}
		}
		for i := range len(key) {
			for k := range len(name.KeyClasses) {
				if key[i] != name.KeyClasses[k] && !yield(key[:i]+name.KeyClasses[k:k+1]+key[i+1:]) {
					return
				}
			}
		}
	}
}

// mostBegun bounds the words and terms looked at for an unfinished word.
const mostBegun = 2000

// seekTyped finds the terms of words that begin as typed, and those that sound so. The agreement is worth the
// share of people it leaves.
func (c *scorer) seekTyped(q *subject) *sought {
	out := &sought{}
	bearers := 0
	for i, s := range c.view.segments {
		out.add(s, begunTerms(s, q.typed))
		bearers += min(out.bearers[i], s.people)
	}
	out.worth = rarity(float64(bearers), float64(c.people), 1.5*float64(utf8.RuneCountInString(q.typed)))
	return out
}

// begunTerms finds the terms of a segment that an unfinished word may become.
func begunTerms(s *Segment, written string) map[int]float64 {
	found := map[int]float64{}
	n := s.count(sWordAt)
	from := sort.Search(n, func(i int) bool { return name.Normal(s.word(i)) >= written })
	for i := from; i < n && i < from+mostBegun; i++ {
		if !strings.HasPrefix(name.Normal(s.word(i)), written) {
			break
		}
		v := s.wordTerms(i)
		for count, _ := v.next(); count > 0 && len(v.b) > 0; count-- {
			if t, ok := v.next(); ok && t < s.count(sTermAt) {
				found[t] = 0
			}
		}
	}
	for _, typed := range name.Sounds(written) {
		if len(typed) < 2 || typed[0] == '?' {
			continue
		}
		key := typed.Key()
		keys := s.count(sKeyAt)
		first := sort.Search(keys, func(i int) bool { return string(s.span(sKeyAt, sKeys, i)) >= key })
		left := mostBegun
		for k := first; k < keys && left > 0 && strings.HasPrefix(string(s.span(sKeyAt, sKeys, k)), key); k++ {
			from, to := s.keyTerms(k)
			for t := from; t < to && left > 0; t++ {
				left--
				if soundsBegin(typed, s.term(t)) {
					found[t] = 0
				}
			}
		}
	}
	return found
}

// top keeps the best of many by a bounded heap, the worst of them at its root.
type top struct {
	size int
	heap []ranked
}

type ranked struct {
	bits   float32
	person uint32
}

func newTop(size int) *top { return &top{size, make([]ranked, 0, size)} }

// before orders the worse first; of equals, the later person.
func (a ranked) before(b ranked) bool {
	return a.bits < b.bits || a.bits == b.bits && a.person > b.person
}

// within reports that bits could enter. Of equals those found first stay.
func (t *top) within(bits float32) bool {
	return len(t.heap) < t.size || t.size > 0 && bits > t.heap[0].bits
}

func (t *top) add(bits float32, person uint32) {
	if math.IsNaN(float64(bits)) {
		return
	}
	r := ranked{bits, person}
	if len(t.heap) < t.size {
		t.heap = append(t.heap, r)
		for i := len(t.heap) - 1; i > 0; {
			up := (i - 1) / 2
			if !t.heap[i].before(t.heap[up]) {
				break
			}
			t.heap[i], t.heap[up] = t.heap[up], t.heap[i]
			i = up
		}
		return
	}
	if t.size == 0 || !t.heap[0].before(r) {
		return
	}
	t.heap[0] = r
	for i := 0; ; {
		least := i
		for _, down := range [2]int{2*i + 1, 2*i + 2} {
			if down < len(t.heap) && t.heap[down].before(t.heap[least]) {
				least = down
			}
		}
		if least == i {
			return
		}
		t.heap[i], t.heap[least] = t.heap[least], t.heap[i]
		i = least
	}
}
