package identity

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"homeward/name"
)

// Names near one asked for. The vocabulary of a segment (package name, Lexicon) is laid out in memory when it is
// first searched, and walked to a depth: first what is near, then, where that does not prove that nobody else can be among
// the best, farther; in a small segment at once all that could be compared at all. What a token is worth is set by the
// first depth alone, so that it is the same however far a search went.

// vocabulary is the lexicon of a segment, and the tokens looked up in it lately.
type vocabulary struct {
	once    sync.Once
	lexicon *name.Lexicon

	mutex sync.Mutex
	known map[string][]name.Near
	size  int // of all in known
}

// depth is how far a look-up goes.
type depth uint8

const (
	first depth = iota
	farther
	whole
)

// reaches bound the look-ups of one token in one segment.
var reaches = [3]name.Reach{
	first:   {Far: 4, Unlike: 3, Nodes: 20_000, Spelled: 24},
	farther: {Far: 9, Unlike: 5, Nodes: 60_000, Spelled: 32},
	whole:   {Far: 9, Unlike: 7, Nodes: 200_000, Spelled: 64},
}

// knownMost bounds the near tokens remembered of one segment.
const knownMost = 1 << 18

// words returns the vocabulary of a segment, laid out when first asked for.
func (s *Segment) words() *name.Lexicon {
	v := &s.vocabulary
	v.once.Do(func() {
		skeletons := make([]name.Skeleton, s.count(sTermAt))
		for i := range skeletons {
			skeletons[i] = s.term(i)
		}
		words := make([]string, s.count(sWordAt))
		for i := range words {
			words[i] = s.word(i)
		}
		v.lexicon = name.NewLexicon(skeletons, words, s.findTerm)
		v.known = map[string][]name.Near{}
	})
	return v.lexicon
}

// near returns the terms of a segment near a token, remembered for the next search that asks for the same.
func (s *Segment) near(t *name.Token, d depth) []name.Near {
	lexicon := s.words()
	key := strings.Builder{}
	key.WriteByte('0' + byte(d))
	key.WriteByte('0' + byte(t.Role))
	key.WriteString(t.Written)
	for _, r := range t.Sounds {
		key.WriteByte(' ')
		key.WriteString(string(r))
	}
	return s.remember(key.String(), func() []name.Near { return lexicon.Near(t, reaches[d]) })
}

// sounding is near for a skeleton that stands for no one token.
func (s *Segment) sounding(readings []name.Skeleton, d depth) []name.Near {
	lexicon := s.words()
	key := strings.Builder{}
	key.WriteByte('a' + byte(d))
	for _, r := range readings {
		key.WriteByte(' ')
		key.WriteString(string(r))
	}
	return s.remember(key.String(), func() []name.Near { return lexicon.Sounding(readings, reaches[d]) })
}

func (s *Segment) remember(key string, find func() []name.Near) []name.Near {
	v := &s.vocabulary
	v.mutex.Lock()
	found, ok := v.known[key]
	v.mutex.Unlock()
	if ok {
		return found
	}
	found = slices.Clip(find())
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if v.size += len(found) + 8; v.size > knownMost {
		clear(v.known)
		v.size = len(found) + 8
	}
	v.known[key] = found
	return found
}

// gains turns what is near a token of some worth into the terms and what each brings, the most first, each term once.
// A name that agrees is worth no more than it is rare on either side: people is how many there are in all segments.
func (s *Segment) gains(found []name.Near, worth float64, people int) []near {
	list := make([]near, 0, len(found))
	for _, n := range found {
		term := int(n.Number)
		rare := worth
		if !s.words().Second(term) {
			rare = min(worth, rarity(float64(s.bearers(term)), float64(people), s.term(term).Info()))
		}
		if n.Way == name.ByShortForm {
			rare /= 2
		}
		// Even a poor gain brings a person in: a token far off may be made good by the others.
		list = append(list, near{term, float32(max(rare-n.Far, leastGain))})
	}
	slices.SortFunc(list, func(a, b near) int { return cmp.Or(a.term-b.term, mostFirst(a, b)) })
	list = slices.CompactFunc(list, func(a, b near) bool { return a.term == b.term })
	slices.SortFunc(list, mostFirst)
	return list
}

// leastGain is what any term near a token brings, in bits.
const leastGain = 0.1

func mostFirst(a, b near) int { return cmp.Or(cmp.Compare(b.gain, a.gain), a.term-b.term) }
