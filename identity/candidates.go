package identity

import (
	"math"
	"slices"
	"sort"
	"strings"

	"homeward/name"
)

// The candidate stage. For every token of the name asked for, the skeletons of the segment near it are found by key
// (equal, or one class more, less or other); then their bearers are walked, rare tokens first. Common tokens do not
// bring new people in once there are enough: they only add to those the rarer brought.

// bounds are what one search may cost in one segment.
type bounds struct {
	terms   int // skeletons compared for one token
	brought int // bearers walked to bring people in
	walked  int // bearers walked altogether
	scored  int // people scored in full
}

var (
	searchBounds = bounds{terms: 4000, brought: 60_000, walked: 1_500_000, scored: 150}
	pairBounds   = bounds{terms: 600, brought: 3_000, walked: 30_000, scored: 25}
)

// scratch is room for sums per person, reused between searches.
type scratch struct {
	sum     []float32
	token   []uint16 // 1 + the last token that added to sum
	touched []uint32
}

func (w *scratch) reset(people int) {
	if len(w.sum) < people {
		w.sum, w.token = make([]float32, people), make([]uint16, people)
	}
	for _, p := range w.touched {
		if int(p) < len(w.sum) {
			w.sum[p], w.token[p] = 0, 0
		}
	}
	w.touched = w.touched[:0]
}

// near is a term close to a token asked for, and what its bearers gain.
type near struct {
	term int
	bits float64
}

// seeking is one token asked for in one segment.
type seeking struct {
	near    []near // the best first
	bearers int
}

// candidates returns the numbers of the most promising people, in the order of their numbers.
func (c *scorer) candidates(s *Segment, q *subject, w *scratch, b bounds) []int {
	best := map[int]bool{}
	for _, number := range q.numbers {
		if key := numberKey(number); key != "" {
			for _, p := range s.numbered(hash32(key)) {
				if len(best) < b.scored {
					best[p] = true
				}
			}
		}
	}
	asked, hasBorn := parseBorn(q.born)
	walk := func(tokens []seeking) {
		w.reset(s.people)
		c.walk(s, tokens, w, b)
		top := newTop(b.scored)
		for _, p := range w.touched {
			bits := w.sum[p]
			if hasBorn && top.within(bits+bornSame) {
				if packed := uint32(s.at(sBorn, int(p))); packed != 0 {
					_, more := bornBits(asked, bornOf(packed))
					bits += float32(more)
				}
			}
			top.add(bits, p)
		}
		for _, t := range top.heap {
			best[int(t.person)] = true
		}
	}
	for _, n := range q.names {
		walk(c.seek(s, n, b))
	}
	if q.typed != "" {
		tokens := c.seek(s, q.before, b)
		if t := c.seekTyped(s, q); len(t.near) > 0 {
			tokens = append(tokens, t)
		}
		walk(tokens)
	}
	out := make([]int, 0, len(best))
	for p := range best {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

func bornOf(packed uint32) born {
	y := int(packed >> 9)
	return born{year: y, yearTo: y, month: int(packed >> 5 & 15), day: int(packed & 31)}
}

// seek finds the terms near each token of a name, and near its neighbours read as one.
func (c *scorer) seek(s *Segment, n name.Name, b bounds) []seeking {
	var out []seeking
	add := func(readings []name.Skeleton) {
		if t := c.seekSounds(s, readings, b); len(t.near) > 0 {
			out = append(out, t)
		}
	}
	parts := 0
	for i := range n.Tokens {
		if t := &n.Tokens[i]; (t.Role == name.Part || t.Role == name.Patronymic) && parts < name.MaxTokens {
			parts++
			add(t.Sounds)
		}
	}
	for _, j := range n.Joined() {
		add([]name.Skeleton{j})
	}
	return out
}

// seekSounds finds the terms near a token.
func (c *scorer) seekSounds(s *Segment, readings []name.Skeleton, b bounds) seeking {
	bits := map[int]float64{}
	left := b.terms
	for _, r := range readings {
		limit := min(0.55*r.Info(), 9)
		own := 0
		if t, ok := s.findTerm(r); ok {
			own = s.bearers(t)
		}
		most := rarity(float64(own), float64(s.people), r.Info())
		for key := range nearKeys(r.Key()) {
			k, ok := s.findKey(key)
			if !ok {
				continue
			}
			from, to := s.keyTerms(k)
			for t := from; t < to; t++ {
				if left--; left < 0 {
					break
				}
				term := s.term(t)
				d := name.DistanceWithin(r, term, limit)
				if d > limit {
					continue
				}
				gain := min(most, rarity(float64(s.bearers(t)), float64(s.people), term.Info())) - d
				if old, ok := bits[t]; !ok || gain > old {
					bits[t] = gain
				}
			}
		}
	}
	return gather(s, bits)
}

// gather orders terms by what they are worth. Even a poor gain brings a person in: a swap of families of sounds
// may be made good by the other tokens.
func gather(s *Segment, bits map[int]float64) seeking {
	var out seeking
	for t, gain := range bits {
		out.near = append(out.near, near{t, max(gain, 0.1)})
		out.bearers += s.bearers(t)
	}
	slices.SortFunc(out.near, func(a, b near) int {
		switch {
		case a.bits > b.bits:
			return -1
		case a.bits < b.bits:
			return 1
		}
		return a.term - b.term
	})
	return out
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

// seekTyped finds the terms of words that begin as typed, and those that sound so, and sets what the agreement is
// worth: the share of people it leaves.
func (c *scorer) seekTyped(s *Segment, q *subject) seeking {
	bits := map[int]float64{}
	n := s.count(sWordAt)
	from := sort.Search(n, func(i int) bool { return name.Normal(s.word(i)) >= q.typed })
	for i := from; i < n && i < from+mostBegun; i++ {
		if !strings.HasPrefix(name.Normal(s.word(i)), q.typed) {
			break
		}
		v := s.wordTerms(i)
		for count, _ := v.next(); count > 0 && len(v.b) > 0; count-- {
			if t, ok := v.next(); ok && t < s.count(sTermAt) {
				bits[t] = 0
			}
		}
	}
	for _, typed := range name.Sounds(q.typed) {
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
					bits[t] = 0
				}
			}
		}
	}
	out := gather(s, bits)
	worth := rarity(float64(min(out.bearers, s.people)), float64(s.people), 1.5*float64(len(q.typed)))
	for i := range out.near {
		out.near[i].bits = worth
	}
	// The largest share over all segments: the cautious figure.
	if q.typedBits == 0 || worth < q.typedBits {
		q.typedBits = worth
	}
	return out
}

// walk adds up, for every person brought in, the best gain of each token.
func (c *scorer) walk(s *Segment, tokens []seeking, w *scratch, b bounds) {
	slices.SortStableFunc(tokens, func(a, b seeking) int { return a.bearers - b.bearers })
	brought, walked := 0, 0
	for k, t := range tokens {
		mark := uint16(k + 1)
		for _, n := range t.near {
			v := s.posts(n.term)
			count, _ := v.next()
			count = min(count, s.people)
			if walked += count; walked > b.walked && brought > 0 {
				break
			}
			bring := brought < b.brought
			if bring {
				brought += count
			}
			person := 0
			gain := float32(n.bits)
			for range count {
				delta, ok := v.next()
				if person += delta; !ok || person >= s.people {
					break
				}
				switch {
				case w.token[person] == mark:
				case w.token[person] != 0 || bring:
					if w.token[person] == 0 {
						w.touched = append(w.touched, uint32(person))
					}
					w.sum[person] += gain
					w.token[person] = mark
				}
			}
		}
	}
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

// within reports that bits could enter.
func (t *top) within(bits float32) bool {
	return len(t.heap) < t.size || t.size > 0 && bits >= t.heap[0].bits
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
