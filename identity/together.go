package identity

import (
	"iter"
	"math/bits"
	"slices"
	"sync"
)

// togetherFrom is the size of a segment, in people, from which the pairs of sounds are laid out: in a smaller one the
// bearers of each are few enough to walk.
const togetherFrom = 50_000

// together finds the people who bear two sounds at once, by a hash of both: where every name is common, a common pair
// is not. It is laid out in memory when a segment is first searched, about 45 bytes a person, and never stored.
type together struct {
	once    sync.Once
	items   []uint64 // hash of the pair, then the person; sorted
	buckets []uint32 // where the items with each beginning begin
	shift   int
}

const togetherPerson = 31 // bits for the person

func pairOfTerms(a, b int) uint64 {
	return mix(uint64(min(a, b))<<32|uint64(max(a, b))) >> togetherPerson << togetherPerson
}

// termsOf appends the distinct terms of the words of a person's names.
func (s *Segment) termsOf(person int, to []int) []int {
	for t := range s.eachTerm(person) {
		if !slices.Contains(to, t) && len(to) < 2*pairTerms {
			to = append(to, t)
		}
	}
	return to
}

// eachTerm yields the terms of the words of a person's names, some of them twice.
func (s *Segment) eachTerm(person int) iter.Seq[int] {
	return func(yield func(int) bool) {
		v := s.record(person)
		names, _ := v.next()
		for ; names > 0 && len(v.b) > 0; names-- {
			words, _ := v.next()
			for words = max(words, 1); words > 0 && len(v.b) > 0; words-- {
				word, _ := v.next()
				terms := s.wordTerms(word)
				for count, _ := terms.next(); count > 0 && len(terms.b) > 0; count-- {
					if t, ok := terms.next(); ok && !yield(t) {
						return
					}
				}
			}
		}
	}
}

// layOut fills t for a segment; stretches of people are read on all cores.
func (t *together) layOut(s *Segment) {
	const stretch = 1 << 16
	parts := make([][]uint64, (s.people+stretch-1)/stretch)
	parallel(len(parts), func(i int) {
		var room [2 * pairTerms]int
		for p := i * stretch; p < min(i*stretch+stretch, s.people); p++ {
			own := s.termsOf(p, room[:0])
			for a := range own {
				for b := range a {
					parts[i] = append(parts[i], pairOfTerms(own[a], own[b])|uint64(p))
				}
			}
		}
	})
	all := 0
	for _, p := range parts {
		all += len(p)
	}
	t.items = make([]uint64, 0, all)
	for i, p := range parts {
		t.items = append(t.items, p...)
		parts[i] = nil
	}
	t.items = sortByHash(t.items, togetherPerson)
	size := max(bits.Len(uint(all))-2, 1)
	t.shift = 64 - size
	t.buckets = make([]uint32, 1<<size+1)
	for _, item := range t.items {
		t.buckets[item>>t.shift+1]++
	}
	for i := 1; i < len(t.buckets); i++ {
		t.buckets[i] += t.buckets[i-1]
	}
}

// bearers returns the items of the people who bear both terms.
func (t *together) bearers(a, b int) []uint64 {
	hash := pairOfTerms(a, b)
	from, to := t.buckets[hash>>t.shift], t.buckets[hash>>t.shift+1]
	items := t.items[from:to]
	for len(items) > 0 && items[0]>>togetherPerson < hash>>togetherPerson {
		items = items[1:]
	}
	n := 0
	for n < len(items) && items[n]>>togetherPerson == hash>>togetherPerson {
		n++
	}
	return items[:n]
}

// lookTogether sums up the people who bear a sound near each of two tokens, the likest pairs of sounds first, until
// nobody who bears two such sounds can reach the best.
func (l *looking) lookTogether() {
	t := l.s.pairs()
	tokens := l.tokens
	bornMost := float32(0)
	if l.hasBorn {
		bornMost = bornSame
	}
	whole := float32(0)
	for _, token := range tokens {
		whole += l.highest(token)
	}
	const step = 1 // bits
	probes := probesMost
	after := make([]float32, len(tokens)) // what the tokens after each can bring
	for i := len(tokens) - 2; i >= 0; i-- {
		after[i] = after[i+1] + l.highest(tokens[i+1])
	}
	for level := whole; level > -step; level -= step {
		if !l.top.within(level + bornMost) {
			return
		}
		forDate := l.hasBorn && !l.top.within(level+bornDiffers)
		for i := range tokens {
			for j := range i {
				// Whoever bears a sound near a token before these, too, is found by the pair with that one.
				rest := after[i]
				for _, a := range tokens[i].near[l.number] {
					gainA := l.w.gains[i][a.term] + rest
					if gainA+l.highest(tokens[j]) <= level-step {
						break
					}
					others := tokens[j].near[l.number]
					first, _ := slices.BinarySearchFunc(others, level-gainA, func(n near, most float32) int {
						if l.w.gains[j][n.term] > most {
							return -1
						}
						return 1
					})
					for _, b := range others[first:] {
						sum := gainA + l.w.gains[j][b.term]
						if sum <= level-step {
							break
						}
						if probes--; probes < 0 {
							return
						}
						if a.term == b.term {
							continue
						}
						for _, item := range t.bearers(a.term, b.term) {
							if forDate {
								if l.dated--; l.dated < 0 {
									return
								}
							}
							l.weigh(int(item&(1<<togetherPerson-1)), sum)
						}
					}
				}
			}
		}
	}
}

// probesMost bounds the pairs of sounds looked up in one search.
const probesMost = 12_000
