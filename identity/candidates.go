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

// candidates returns the numbers of the most promising people, in the order of their numbers.
func (c *scorer) candidates(number int, q *subject, w *scratch, b bounds) []int {
	s := c.view.segments[number]
	best := map[int]bool{}
	for _, n := range q.numbers {
		if key := numberKey(n); key != "" {
			for _, p := range s.numbered(hash32(key)) {
				if len(best) < b.scored {
					best[p] = true
				}
			}
		}
	}
	asked, hasBorn := parseBorn(q.born)
	for _, tokens := range q.sought {
		w.reset(s.people)
		walk(s, number, tokens, w, b)
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

// walk adds up, for every person brought in, the best gain of each token. Even a poor gain brings a person in: a
// token far off may be made good by the others.
func walk(s *Segment, number int, tokens []*sought, w *scratch, b bounds) {
	tokens = slices.Clone(tokens)
	slices.SortStableFunc(tokens, func(a, b *sought) int { return a.bearers[number] - b.bearers[number] })
	brought, walked := 0, 0
	for k, t := range tokens {
		mark := uint16(k + 1)
		for _, n := range t.near[number] {
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
			gain := float32(max(t.worth-n.far, 0.1))
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
