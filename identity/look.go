package identity

import "slices"

// looking is the walk over the bearers of the terms near the tokens of one name, in one segment.
type looking struct {
	s       *Segment
	number  int // of the segment in the view
	tokens  []*sought
	w       *scratch
	most    int // bearers
	dated   int // bearers who could reach the best by their date of birth alone
	top     *top
	paired  int // people from which pairs of sounds are looked up
	asked   born
	hasBorn bool
}

// look fills top with the people of the highest sums.
func (l *looking) look() {
	w := l.w
	order := slices.Clone(l.tokens)
	slices.SortStableFunc(order, func(a, b *sought) int {
		switch {
		case a.worth > b.worth:
			return -1
		case a.worth < b.worth:
			return 1
		}
		return 0
	})
	l.tokens = order
	w.reset(l.s, len(order))
	for t, token := range order {
		for _, n := range token.near[l.number] {
			w.gains[t][n.term] = gain(token, n)
		}
	}
	defer func() {
		for t, token := range order {
			for _, n := range token.near[l.number] {
				w.gains[t][n.term] = 0
			}
		}
	}()
	rest := float32(0) // what the tokens after this one can bring
	if len(order) > 1 && l.s.people >= l.paired {
		l.lookTogether() // whoever is left bears a sound near one token only
	} else {
		for _, token := range order {
			rest += l.highest(token)
		}
	}
	bornMost := float32(0)
	if l.hasBorn {
		bornMost = bornSame
	}
	walked := 0
	for t, token := range order {
		rest = max(rest-l.highest(token), 0)
		for _, n := range token.near[l.number] {
			// Who bears this and nothing nearer, and none of the tokens before, cannot have more than this.
			bound := w.gains[t][n.term] + rest
			if !l.top.within(bound + bornMost) {
				break
			}
			forDate := l.hasBorn && !l.top.within(bound+bornDiffers)
			v := l.s.posts(n.term)
			count, _ := v.next()
			count = min(count, l.s.people)
			person := 0
			for range count {
				delta, ok := v.next()
				if person += delta; !ok || person >= l.s.people {
					break
				}
				if walked++; walked > l.most && len(l.top.heap) > 0 {
					return
				}
				if forDate {
					if l.dated--; l.dated < 0 {
						return
					}
				}
				l.weigh(person, bound)
			}
		}
	}
}

// highest is the most a token can bring.
func (l *looking) highest(token *sought) float32 {
	if len(token.near[l.number]) == 0 {
		return 0
	}
	return gain(token, token.near[l.number][0])
}

// gain is what a term near a token brings. Even a poor gain brings a person in: a token far off may be made good by
// the others.
func gain(token *sought, n near) float32 { return float32(max(token.worth-n.far, 0.1)) }

// weigh sums a person up, if with his date of birth he can reach the best at all. bound is what his name can bring.
func (l *looking) weigh(person int, bound float32) {
	bits := float32(0)
	if l.hasBorn {
		if packed := uint32(l.s.at(sBorn, person)); packed != 0 {
			_, more := bornBits(l.asked, bornOf(packed))
			bits = float32(more)
		} else {
			bits = bornYearRange // no date, or a loose one, noted in the record
		}
	}
	if !l.top.within(bound+bits) || l.w.seen[person] == l.w.round {
		return
	}
	l.w.seen[person] = l.w.round
	for _, g := range l.sum(person) {
		bits += g
	}
	l.top.add(bits, uint32(person))
}

// sum returns, for each token, the best gain among the words of a person's names.
func (l *looking) sum(person int) []float32 {
	w, tokens := l.w, len(l.tokens)
	clear(w.best)
	v := l.s.record(person)
	names, _ := v.next()
	for ; names > 0 && len(v.b) > 0; names-- {
		words, _ := v.next()
		for words = max(words, 1); words > 0 && len(v.b) > 0; words-- {
			word, ok := v.next()
			if !ok || word >= len(w.word) {
				continue
			}
			if w.wordIn[word] != w.round {
				w.wordIn[word] = w.round
				w.word[word] = uint32(len(w.sums))
				l.sound(word)
			}
			at := w.word[word]
			for t, g := range w.sums[at : int(at)+tokens] {
				w.best[t] = max(w.best[t], g)
			}
		}
	}
	return w.best
}

// sound appends the best gain of each token among the terms of a word.
func (l *looking) sound(word int) {
	at := len(l.w.sums)
	l.w.sums = append(l.w.sums, make([]float32, len(l.tokens))...)
	v := l.s.wordTerms(word)
	for count, _ := v.next(); count > 0 && len(v.b) > 0; count-- {
		term, ok := v.next()
		for t := range l.tokens {
			if ok && term < len(l.w.gains[t]) {
				l.w.sums[at+t] = max(l.w.sums[at+t], l.w.gains[t][term])
			}
		}
	}
}
