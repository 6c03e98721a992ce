package identity

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"homeward/name"
)

// The candidate stage. For every token of the name asked for, the terms of the segment near it are found in its
// vocabulary (near.go). Their bearers are looked at, those of the token worth most first and of
// each token the nearest first, and each is summed up at once: by the best gain of every token among his words, and
// by his date of birth. The sum is never below his score as far as sounds and date go. So the looking ends with
// proof, as in MaxScore (Turtle and Flood 1995), when whoever has not been seen cannot reach the least of the best.

// bounds are what one search may cost in one segment.
type bounds struct {
	walked int // bearers looked at, where the proof does not end the looking before
	dated  int // of these, bearers who could reach the best by their date of birth alone
	scored int // people handed on to be scored in full
	sure   int // people for whom it is proved that nobody farther off stands before them, or the looking goes further
	paired int // size of a segment, in people, from which pairs of sounds are looked up: in a smaller one all are walked
}

var searchBounds = bounds{walked: 60_000, dated: 3_000, scored: 90, sure: 25, paired: togetherFrom}

// scratch is room for one search, reused between searches.
type scratch struct {
	seen   []uint32 // for each person the last round that summed him up
	round  uint32
	gains  [][]float32 // for each token, what each term of the segment gains
	word   []uint32    // for each word of the segment 1 + its place in sums, in the round of wordIn
	wordIn []uint32
	sums   []float32 // for each word met, the gain of each token
	joined map[joinedWords]joinedTerm
	best   []float32
	most   []float32

	// What the words of a name, given to each set of tokens, come to: to this word, before it, before the one before it.
	now, here, earlier []float32

	view   *view // what parsed and joined were read from
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
	w.most = append(w.most[:0], w.best...)
}

// parsedMost bounds the names whose reading is remembered between searches.
const parsedMost = 1 << 16

// see begins a search in a view. What is remembered goes with the view: a person taken out of the index is not kept
// here.
func (w *scratch) see(v *view) {
	if w.view != v {
		w.view, w.parsed, w.joined = v, nil, nil
	}
}

// parse reads a name on record, once for many searches.
func (w *scratch) parse(written string) name.Name {
	if w.parsed == nil || len(w.parsed) >= parsedMost {
		w.parsed = map[string]name.Name{}
	}
	n, ok := w.parsed[written]
	if !ok {
		n = name.Parse(written)
		w.parsed[written] = n
	}
	return n
}

// near is a term close to a token asked for, and what its bearers gain by it, in bits.
type near struct {
	term int
	gain float32
}

// sought is one token of a name asked for: the terms near it in each segment of the view, the best first, and what
// agreement on it is worth. That is the share of people who bear any name that sounds near it, each weighed by how
// near: however a common name is spelled, it stays common.
type sought struct {
	token    *name.Token     // nil for neighbours read as one, and for an unfinished word
	readings []name.Skeleton // nil for an unfinished word
	parts    uint32          // which tokens of the name it stands for, a bit each
	near     [][]near
	worth    float64
}

// in returns the terms near the token in a segment, looked up further.
func (k *sought) in(s *Segment, d depth, people int) []near {
	if k.token != nil {
		return s.gains(s.near(k.token, d), k.worth, people)
	}
	return s.gains(s.sounding(k.readings, d), k.worth, people)
}

// candidates returns the most promising people, each with a sum that his score does not exceed as far as names and
// date of birth go. Nobody farther off is looked for who would stay below the best found elsewhere.
func (c *scorer) candidates(number int, q *subject, w *scratch, b bounds, elsewhere float32) []ranked {
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
	for i, tokens := range q.sought {
		l := looking{s: s, elsewhere: elsewhere, people: c.people, lexicon: s.words(), w: w, bounds: b, asked: asked, hasBorn: hasBorn}
		if i < len(q.names) {
			l.name(&q.names[i], tokens, number)
		} else {
			l.typed = true
			l.name(&q.before, tokens, number)
		}
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
func (c *scorer) seek(q *subject) {
	c.asked = map[name.Skeleton]float64{}
	q.sought = nil
	for _, n := range q.names {
		q.sought = append(q.sought, c.seekName(n))
	}
	if q.typed != "" {
		typed := c.seekTyped(q)
		before := c.seekName(q.before)
		for _, b := range before {
			if b.token != nil {
				typed.parts++
			}
		}
		typed.parts = 1 << typed.parts
		q.sought = append(q.sought, append(before, typed))
		q.typedBits = typed.worth
	}
	c.ask(q)
}

// maxTokens bounds the tokens that are looked at for some to seek.
const maxTokens = 64

// seekName seeks each token of a name, and neighbours read as one.
func (c *scorer) seekName(n name.Name) []*sought {
	var out []*sought
	var part [maxTokens]uint32
	for i := range n.Tokens[:min(len(n.Tokens), maxTokens)] {
		if t := &n.Tokens[i]; (t.Role == name.Part || t.Role == name.Patronymic) && len(out) < name.MaxTokens {
			part[i] = 1 << len(out)
			out = append(out, c.seekToken(&sought{token: t, readings: t.Sounds, parts: part[i]}))
		}
	}
	for _, j := range n.Joinings() {
		if j.First < maxTokens && j.Second < maxTokens && part[j.First] != 0 && part[j.Second] != 0 {
			out = append(out, c.seekToken(&sought{readings: []name.Skeleton{j.Sounds}, parts: part[j.First] | part[j.Second]}))
		}
	}
	return out
}

// seekToken finds what a token is worth and the terms near it.
func (c *scorer) seekToken(out *sought) *sought {
	found := make([][]name.Near, len(c.view.segments))
	mass := 0.0
	for i, s := range c.view.segments {
		if out.token != nil {
			found[i] = s.near(out.token, first)
		} else {
			found[i] = s.sounding(out.readings, first)
		}
		mass += s.massOf(found[i])
	}
	out.worth = rarity(mass, float64(c.people), out.readings[0].Info())
	for _, r := range out.readings {
		c.asked[r] = out.worth
	}
	for i, s := range c.view.segments {
		out.near = append(out.near, s.gains(found[i], out.worth, c.people))
	}
	return out
}

// worthOf is what agreement on a token of these readings is worth.
func (c *scorer) worthOf(readings []name.Skeleton) float64 {
	mass := 0.0
	for _, s := range c.view.segments {
		mass += s.massOf(s.words().Sounding(readings, reaches[first]))
	}
	return rarity(mass, float64(c.people), readings[0].Info())
}

// massOf counts the people who bear what sounds near, each by how near.
func (s *Segment) massOf(found []name.Near) float64 {
	mass := 0.0
	for _, n := range found {
		if n.Way == name.BySound {
			mass += float64(s.bearers(int(n.Number))) * math.Exp2(-n.Far)
		}
	}
	return mass
}

// mostBegun bounds the words and terms looked at for an unfinished word.
const mostBegun = 2000

// seekTyped finds the terms of words that begin as typed, and those that sound so. The agreement is worth the
// share of people it leaves.
func (c *scorer) seekTyped(q *subject) *sought {
	out := &sought{}
	bearers := 0
	for _, s := range c.view.segments {
		own := 0
		list := []near{}
		for t := range begunTerms(s, q.typed) {
			list = append(list, near{term: t})
			own += s.bearers(t)
		}
		slices.SortFunc(list, mostFirst)
		out.near = append(out.near, list)
		bearers += min(own, s.people)
	}
	out.worth = rarity(float64(bearers), float64(c.people), 1.5*float64(utf8.RuneCountInString(q.typed)))
	for _, list := range out.near {
		for i := range list {
			list[i].gain = float32(max(out.worth, leastGain))
		}
	}
	return out
}

// begunTerms finds the terms of a segment that an unfinished word may become.
func begunTerms(s *Segment, written string) map[int]bool {
	found := map[int]bool{}
	n := s.count(sWordAt)
	from := sort.Search(n, func(i int) bool { return name.Normal(s.word(i)) >= written })
	for i := from; i < n && i < from+mostBegun; i++ {
		if !strings.HasPrefix(name.Normal(s.word(i)), written) {
			break
		}
		v := s.wordTerms(i)
		for count, _ := v.next(); count > 0 && len(v.b) > 0; count-- {
			if t, ok := v.next(); ok && t < s.count(sTermAt) {
				found[t] = true
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
					found[t] = true
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

// least is what enough have reached.
func (t *top) least() float32 {
	if len(t.heap) < t.size || t.size == 0 {
		return never
	}
	return t.heap[0].bits
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
