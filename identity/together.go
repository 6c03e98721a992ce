package identity

import (
	"iter"
	"math/bits"
	"slices"
	"sync"

	"homeward/name"
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

// Beside another sound stands, for whom that says much less than of most people, what else his names have.
const (
	noOther    = 1<<31 - 1 // one part and no more
	hasInitial = 1<<31 - 2
)

// termsOf appends the distinct terms of a person's names, neighbouring words of one syllable read as one included, then
// noOther and hasInitial where one of his names is such.
func (s *Segment) termsOf(person int, w *scratch, to []int) []int {
	lexicon := s.words()
	v := s.record(person)
	names, _ := v.next()
	single, initialed := false, false
	for ; names > 0 && len(v.b) > 0; names-- {
		words, _ := v.next()
		before, parts, initials := -1, 0, 0
		for words = max(words, 1); words > 0 && len(v.b) > 0; words-- {
			word, ok := v.next()
			if !ok || word >= s.count(sWordAt) {
				continue
			}
			terms := s.wordTerms(word)
			for count, _ := terms.next(); count > 0 && len(terms.b) > 0; count-- {
				if t, ok := terms.next(); ok && len(to) < 2*pairTerms && !slices.Contains(to, t) {
					to = append(to, t)
				}
			}
			if before >= 0 {
				if t, ok := w.readAsOne(s, before, word); ok && len(to) < 2*pairTerms && !slices.Contains(to, t) {
					to = append(to, t)
				}
			}
			before = word
			p, i := lexicon.Roles(word)
			parts, initials = parts+p, initials+i
		}
		single, initialed = single || parts < 2, initialed || initials > 0
	}
	if single {
		to = append(to, noOther)
	}
	if initialed {
		to = append(to, hasInitial)
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
		var room [2*pairTerms + 2]int
		w := new(scratch)
		for p := i * stretch; p < min(i*stretch+stretch, s.people); p++ {
			own := s.termsOf(p, w, room[:0])
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
	const step = 1 // bits
	probes := probesMost
	most := l.w.most
	for i := range tokens {
		most[i] = tokens[i].highest()
	}
	whole := l.total(most) + 0.01 // of rounding
	// rest is what the tokens after i can bring that stand for other parts of the name than it and j.
	rest := make([]float32, len(tokens)*len(tokens))
	for i := range tokens {
		for j := range i {
			clear(most)
			for k := i + 1; k < len(tokens); k++ {
				if tokens[k].parts&(tokens[i].parts|tokens[j].parts) == 0 {
					most[k] = tokens[k].highest()
				}
			}
			rest[i*len(tokens)+j] = l.total(most)
		}
	}
	for level := whole; level > -step; level -= step {
		if !l.top.within(level + bornMost) {
			return
		}
		forDate := l.hasBorn && !l.top.within(level+bornDiffers)
		for i := range tokens {
			for j := range i {
				if tokens[i].parts&tokens[j].parts != 0 {
					continue
				}
				// Whoever bears a sound near a token before these, too, is found by the pair with that one.
				rest := rest[i*len(tokens)+j]
				for _, a := range tokens[i].near {
					gainA := a.gain + rest
					if gainA+tokens[j].highest() <= level-step {
						break
					}
					others := tokens[j].near
					first, _ := slices.BinarySearchFunc(others, level-gainA, func(n near, most float32) int {
						if n.gain > most {
							return -1
						}
						return 1
					})
					for _, b := range others[first:] {
						sum := gainA + b.gain
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

// lookAlone sums up the people who bear a sound near a token and, as far as the name with it goes, nothing that could
// differ from the other parts asked for: those of one part, and those with initials.
func (l *looking) lookAlone(token int, bornMost float32) {
	pairs := l.s.pairs()
	missing := l.partsBeside(token)
	clear(l.w.most)
	for _, n := range l.tokens[token].near {
		l.w.most[token] = n.gain
		bound := l.total(l.w.most)
		for _, kind := range [2]struct {
			what int
			most float32
		}{{noOther, name.OneSidedBits}, {hasInitial, name.InitialBits}} {
			most := bound + kind.most*missing
			if !l.top.within(most + bornMost) {
				continue
			}
			for _, item := range pairs.bearers(n.term, kind.what) {
				if l.walked++; l.walked > l.bounds.walked && len(l.top.heap) > 0 {
					return
				}
				l.weigh(int(item&(1<<togetherPerson-1)), most)
			}
		}
	}
}

// partsBeside counts the parts of the name asked for that a token does not stand for.
func (l *looking) partsBeside(token int) float32 {
	if l.typed {
		return 0
	}
	n := 0
	for i := range l.tokens {
		if t := &l.tokens[i]; t.token != nil && t.token.Role == name.Part && t.parts&l.tokens[token].parts == 0 {
			n++
		}
	}
	return float32(n)
}
