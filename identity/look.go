package identity

import (
	"slices"

	"homeward/name"
)

// looking is the walk over the bearers of the terms near the tokens of one name, in one segment.
type looking struct {
	s         *Segment
	people    int     // in all segments
	elsewhere float32 // what enough have reached in other segments
	lexicon   *name.Lexicon
	tokens    []heard // the one worth most first
	typed     bool    // the last word is unfinished
	singles   int     // tokens that are not two read as one
	parts     int     // of the name asked for
	part      float32 // what a part with a counterpart saves; nothing where a word is unfinished
	joins     float32 // what two words of a record read as one cost, and may save beside
	initials  int     // in the name asked for
	w         *scratch
	bounds    bounds
	dated     int // bearers still to be looked at for their date of birth alone
	walked    int // bearers looked at one token at a time
	top       *top
	asked     born
	hasBorn   bool
}

// heard is a token sought and the terms near it in the segment, the best first.
type heard struct {
	*sought
	near  []near
	done  bool    // it has been looked up as far as it is going to be
	saves float32 // what its having a counterpart saves
}

// joined reports that it is two tokens read as one.
func (h *heard) joined() bool { return h.parts&(h.parts-1) != 0 }

// highest is the most a token can bring.
func (h *heard) highest() float32 {
	if len(h.near) == 0 {
		return 0
	}
	return h.near[0].gain
}

// name sets what is known of the name asked for.
func (l *looking) name(n *name.Name, tokens []*sought, segment int) {
	if !l.typed {
		l.part, l.joins = -name.Unmatched/2, 1-name.JoinBits
		for _, t := range n.Tokens {
			switch t.Role {
			case name.Initial:
				l.initials++
			case name.Part:
				l.parts = min(l.parts+1, name.MaxTokens)
			}
		}
	}
	for _, t := range tokens {
		h := heard{sought: t, near: t.near[segment]}
		switch {
		case h.joined():
			h.saves = 2*l.part + l.joins
		case t.token == nil || t.token.Role == name.Part:
			h.saves = l.part
		}
		if !h.joined() {
			l.singles++
		}
		l.tokens = append(l.tokens, h)
	}
}

// look fills top with the people of the highest sums. In a large segment, only what is near each token is looked up
// at first; if somebody farther off could stand before the best found, all is done again with what is near farther off.
func (l *looking) look() {
	slices.SortStableFunc(l.tokens, func(a, b heard) int {
		switch {
		case a.worth > b.worth:
			return -1
		case a.worth < b.worth:
			return 1
		}
		return 0
	})
	if l.s.people < l.bounds.paired {
		l.further(whole)
		l.once()
		return
	}
	l.once()
	if !l.sure() && l.further(farther) {
		l.once()
	}
}

// further looks up the terms near the tokens to a depth, and reports whether that is anything else.
func (l *looking) further(d depth) bool {
	more := false
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.done || t.readings == nil {
			continue
		}
		near := t.in(l.s, d, l.people)
		more = more || len(near) > len(t.near)
		t.near, t.done = near, true
	}
	return more
}

// sure reports that the best found cannot stand behind anybody one of whose names is farther from a token than was
// looked up.
func (l *looking) sure() bool {
	best := newTop(l.bounds.sure)
	for _, r := range l.top.heap {
		best.add(r.bits, r.person)
	}
	least := max(best.least(), l.elsewhere)
	if least == never {
		return false
	}
	unseen := func(t *heard) float32 { return float32(max(t.worth-reaches[first].Far, leastGain)) }
	most := l.w.most
	for i := range l.tokens {
		most[i] = max(l.tokens[i].highest(), unseen(&l.tokens[i]))
	}
	for i := range l.tokens {
		t := &l.tokens[i]
		if t.token == nil {
			continue
		}
		near := most[i]
		most[i] = unseen(t)
		bits := l.total(most)
		if l.hasBorn {
			bits += bornSame
		}
		if bits > least {
			return false
		}
		most[i] = near
	}
	return true
}

// total is what the gains of all tokens come to. What two tokens bring and what both read as one brings are told of the
// same words: the more counts.
func (l *looking) total(gains []float32) float32 {
	sum := float32(0)
	for i := range l.tokens {
		if !l.tokens[i].joined() {
			sum += gains[i]
		}
	}
	taken := uint32(0)
	for {
		best, parts := float32(0), uint32(0)
		for i := range l.tokens {
			j := &l.tokens[i]
			if !j.joined() || gains[i] == 0 || j.parts&taken != 0 {
				continue
			}
			more := gains[i]
			for k := range l.tokens {
				if t := &l.tokens[k]; !t.joined() && t.parts&j.parts != 0 {
					more -= gains[k]
				}
			}
			if more > best {
				best, parts = more, j.parts
			}
		}
		if parts == 0 {
			return sum
		}
		sum, taken = sum+best, taken|parts
	}
}

// once looks by the terms now near the tokens.
func (l *looking) once() {
	w, order := l.w, l.tokens
	l.top, l.dated = newTop(l.bounds.scored), l.bounds.dated
	w.reset(l.s, len(order))
	for t, token := range order {
		for _, n := range token.near {
			w.gains[t][n.term] = n.gain
		}
	}
	defer func() {
		for t, token := range order {
			for _, n := range token.near {
				w.gains[t][n.term] = 0
			}
		}
	}()
	together := len(order) > 1 && l.s.people >= l.bounds.paired
	if together {
		l.lookTogether() // whoever is left bears a sound near one token only
	}
	bornMost := float32(0)
	if l.hasBorn {
		bornMost = bornSame
	}
	l.walked = 0
	for t, token := range order {
		differing := float32(0)
		if together {
			l.lookAlone(t, bornMost)
			if l.partsBeside(t) > 0 {
				differing = name.Unmatched
			}
		}
		clear(w.most)
		if !together {
			for k := t + 1; k < len(order); k++ {
				w.most[k] = order[k].highest()
			}
		}
		for _, n := range token.near {
			// Who bears this and nothing nearer, and none of the tokens before, cannot have more than this.
			w.most[t] = n.gain
			bound := l.total(w.most) + differing
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
				if l.walked++; l.walked > l.bounds.walked && len(l.top.heap) > 0 {
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

// weigh sums a person up, if with his date of birth he can reach the best at all. bound is what his name can bring.
func (l *looking) weigh(person int, bound float32) {
	more := float32(0)
	if l.hasBorn {
		if packed := uint32(l.s.at(sBorn, person)); packed != 0 {
			_, dated := bornBits(l.asked, bornOf(packed))
			more = float32(dated)
		} else {
			more = bornYearRange // no date, or a loose one, noted in the record
		}
	}
	if !l.top.within(bound+more) || l.w.seen[person] == l.w.round {
		return
	}
	l.w.seen[person] = l.w.round
	l.top.add(more+l.sum(person), uint32(person))
}

// sum returns the most that a person's names can say: for each name the best way to give its words, and neighbours of
// one syllable read as one, to the tokens asked for, less what parts without a counterpart cost at least. It is what
// [name.Match] does with each way, with the gains in the place of comparisons.
func (l *looking) sum(person int) float32 {
	w, tokens := l.w, len(l.tokens)
	most := never
	v := l.s.record(person)
	names, _ := v.next()
	for ; names > 0 && len(v.b) > 0; names-- {
		words, _ := v.next()
		before, there := -1, 0 // the word before, and the parts of this name
		w.start(l.singles)
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
			parts, initials := l.lexicon.Roles(word)
			there += parts
			w.turn()
			gains := w.sums[w.word[word] : int(w.word[word])+tokens]
			for slot := range max(parts, 1) {
				part := float32(0)
				if slot < parts {
					part = l.part
				}
				l.give(w.now, w.here, gains, part)
				if slot+1 < parts {
					copy(w.here, w.now)
				}
			}
			if initials > 0 {
				l.agree(initials)
			}
			if before >= 0 {
				if term, ok := w.readAsOne(l.s, before, word); ok {
					for t := range tokens {
						w.best[t] = w.gains[t][term]
					}
					l.give(w.now, w.earlier, w.best, 2*l.part+l.joins)
				}
			}
			before = word
		}
		bits := never
		for _, b := range w.now {
			bits = max(bits, b)
		}
		if there = min(there, name.MaxTokens); !l.typed {
			bits += l.part*float32(min(l.initials, there)) + float32(name.InitialBits)*float32(l.initials)
			bits -= l.part * float32(l.parts+there)
			bits += float32(max(l.parts-there, there-l.parts) + min(l.initials, there))
		}
		most = max(most, bits)
	}
	return most
}

// never is what no way of giving words to tokens comes to.
const never = float32(-1e6)

// start begins a name: no token has been given anything.
func (w *scratch) start(tokens int) {
	size := 1 << tokens
	for _, ways := range []*[]float32{&w.now, &w.here, &w.earlier} {
		for len(*ways) < size {
			*ways = append(*ways, never)
		}
		*ways = (*ways)[:size]
		for i := range *ways {
			(*ways)[i] = never
		}
	}
	w.now[0] = 0
}

// turn goes on to the next word: here are the ways before it, earlier those before the one before.
func (w *scratch) turn() {
	w.earlier, w.here = w.here, w.earlier
	copy(w.here, w.now)
}

// give enters the ways in which one word is given to one token more than in from; part is what pairing it saves.
func (l *looking) give(to, from, gains []float32, part float32) {
	for t, g := range gains {
		if g == 0 {
			continue
		}
		token := &l.tokens[t]
		g += part + token.saves
		for taken, bits := range from {
			if bits > never && uint32(taken)&token.parts == 0 {
				with := uint32(taken) | token.parts
				to[with] = max(to[with], bits+g)
			}
		}
	}
}

// agree enters the ways in which initials on record agree with parts asked for.
func (l *looking) agree(initials int) {
	for range initials {
		copy(l.w.here, l.w.now)
		for t := range l.tokens {
			token := &l.tokens[t]
			if token.token == nil {
				continue
			}
			for taken, bits := range l.w.here {
				if bits > never && uint32(taken)&token.parts == 0 {
					with := uint32(taken) | token.parts
					l.w.now[with] = max(l.w.now[with], bits+token.saves+name.InitialBits-name.OneSidedBits)
				}
			}
		}
	}
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

// joinedWords are two neighbouring words of a name.
type joinedWords struct {
	s    *Segment
	a, b uint32
}

// joinedTerm is the term of two words read as one, if there is any.
type joinedTerm struct {
	term int32
	ok   bool
}

// joinedMost bounds the pairs of words whose reading as one is remembered between searches.
const joinedMost = 1 << 16

// readAsOne returns the term of two words of one syllable each read as one, where somebody bears it.
func (w *scratch) readAsOne(s *Segment, a, b int) (int, bool) {
	if !s.oneSyllable(a) || !s.oneSyllable(b) {
		return 0, false
	}
	key := joinedWords{s, uint32(a), uint32(b)}
	known, ok := w.joined[key]
	if !ok {
		if w.joined == nil || len(w.joined) >= joinedMost {
			w.joined = map[joinedWords]joinedTerm{}
		}
		term, found := s.findTerm(name.Sounds(name.Normal(s.word(a) + s.word(b)))[0])
		known = joinedTerm{int32(term), found && term < s.count(sTermAt)}
		w.joined[key] = known
	}
	return int(known.term), known.ok
}

// oneSyllable reports that all readings of a word have one syllable.
func (s *Segment) oneSyllable(word int) bool {
	v := s.wordTerms(word)
	count, _ := v.next()
	for range count {
		if t, ok := v.next(); !ok || !syllable(s.term(t)) {
			return false
		}
	}
	return count > 0
}
