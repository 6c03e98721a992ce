package intake

import "strings"

// split parts what is said into statements of their own: where a new clause with
// its own subject or its own "that" begins. What is said stays one piece where
// the clauses share a subject.
func (r *reading) split(c rng) []rng {
	c = r.trim(c)
	if c.empty() {
		return nil
	}
	var out []rng
	start := c.a
	cut := func(end, next int) {
		piece := r.trim(rng{start, end})
		if piece.b-piece.a >= 2 {
			out = append(out, piece)
		}
		start = next
	}
	dropped := -1 // a purpose clause is no statement: it is left out of the piece before it
	for i := c.a + 1; i < c.b-2; i++ {
		if r.inQuote(i) || r.toks[i].kind == number {
			continue
		}
		comma := r.is(i, ",")
		k := i
		if comma {
			k++
		}
		switch {
		case r.is(k, "and", "but") && r.is(k+1, "that") && (r.clauseLike(rng{k + 2, min(c.b, k+14)}) || r.lx.pronoun[r.low(k+2)] || r.is(c.a-1, "that") && k+4 < c.b && !r.lx.preposition[r.low(k+2)]):
			cut(i, k+2)
			i = k + 1
		case r.is(k, "and", "or") && r.is(k+1, "if", "whether"):
			cut(i, k+1)
			i = k + 1
		case comma && r.is(k, "which", "who", "whose") && r.asideEnd(k, c.b) > 0:
			i = r.asideEnd(k, c.b) // ", which went missing in May, had been found": told by the way
		case comma && r.is(k, "which") && !r.lx.preposition[r.low(i-1)]:
			cut(boundary(i, &dropped), k)
			i = k
		case comma && r.is(k, "while", "whereas", "although", "though") && (r.ownSubject(k+1, c.b) || r.bareSubject(k+1, c.b)):
			cut(boundary(i, &dropped), k+1)
			i = k
		case comma && r.is(k, "but") && r.ownSubject(k+1, c.b):
			cut(boundary(i, &dropped), k+1)
			i = k
		case r.is(k, "and") && r.is(k-2, "between"): // two ends of one span
		case r.is(k, "and") && i-start > 1 && r.ownSubject(k+1, c.b) && (r.clauseLike(rng{start, i}) || r.verbIn(rng{start, i}) || !r.toks[k+1].cap):
			cut(boundary(i, &dropped), k+1)
			i = k
		case comma && r.is(k, "and") && r.plural(k+1) && r.bareSubject(k+1, c.b) && r.clauseLike(rng{start, i}):
			cut(boundary(i, &dropped), k+1) // "…, and letters were not handed to anybody"
			i = k
		case !comma && r.is(i, "in") && r.is(i+1, "which") && r.countedSubject(i+2, c.b):
			cut(boundary(i, &dropped), i+2)
			i++
		case !comma && r.is(i, "in") && r.is(i+1, "order") && r.is(i+2, "to"):
			if dropped < 0 {
				dropped = i
			}
		}
	}
	end := c.b
	if dropped > start {
		end = dropped
	}
	cut(end, c.b)
	if len(out) == 0 {
		out = []rng{c}
	}
	return out
}

// asideEnd is the comma that ends a relative clause after which the main verb comes, 0 for none.
func (r *reading) asideEnd(k, end int) int {
	for j := k + 1; j < end-1 && j < k+20; j++ {
		if r.is(j, ",") && !r.inQuote(j) {
			if r.lx.auxiliary[r.low(j+1)] || r.lx.verb[r.low(j+1)] != nil && (r.lx.verb[r.low(j+1)].form == past || r.lx.verb[r.low(j+1)].form == third) {
				return j
			}
			return 0
		}
	}
	return 0
}

func boundary(i int, dropped *int) int {
	if *dropped >= 0 {
		i = *dropped
		*dropped = -1
	}
	return i
}

// ownSubject: a short noun phrase and then a finite auxiliary begin at i.
func (r *reading) ownSubject(i, end int) bool {
	if i >= end || !(r.lx.determiner[r.low(i)] || r.lx.pronoun[r.low(i)] || r.toks[i].kind == number || r.is(i, "one", "two", "three", "none", "nobody") || r.toks[i].cap) {
		return false
	}
	if r.is(i, "who", "which", "that") {
		return false
	}
	if l := r.low(i + 1); r.is(i, "he", "she", "it", "they", "we") && i+2 < end && r.toks[i+1].kind == word && !r.lx.preposition[l] && (r.lx.irregular[l] || len(l) > 3 && (strings.HasSuffix(l, "ed") || strings.HasSuffix(l, "s") && !strings.HasSuffix(l, "ss"))) {
		return true
	}
	for k := i + 1; k < end && k < i+8; k++ {
		l := r.low(k)
		if r.lx.auxiliary[l] {
			return true
		}
		// "and the log bears him out"
		if k > i+1 && len(l) > 3 && strings.HasSuffix(l, "s") && !strings.HasSuffix(l, "ss") && r.toks[k].kind == word && r.toks[k-1].kind == word && r.lx.determiner[r.low(i)] && !r.lx.determiner[r.low(k-1)] && k+1 < end &&
			(r.lx.determiner[r.low(k+1)] || r.is(k+1, "him", "her", "them", "it", "that") || r.toks[k+1].kind == openMark) {
			return true
		}
		if v := r.lx.verb[l]; v != nil && v.form == third && k == i+1 && r.toks[i].cap {
			return true
		}
		if v := r.lx.verb[l]; v != nil && (v.form == past || v.class.Class == "put") && !v.class.Weak && k+1 < end && (r.lx.determiner[r.low(k+1)] || r.is(k+1, "that")) {
			return true
		}
		if l == "." && r.lx.abbreviation[r.low(k-1)] || l == "(" && r.toks[k+1].kind == number && r.is(k+2, ")") || l == ")" || r.toks[k-1].kind == punct && r.toks[k].kind == number {
			continue // "Mr. A (21) was shot"
		}
		if r.toks[k].kind != word && r.toks[k].kind != number || r.lx.preposition[l] && l != "of" || r.lx.conjunction[l] {
			return false
		}
		if strings.HasSuffix(l, "ed") && k > i+1 && !r.lx.determiner[r.low(k-1)] && k+1 < end && (r.lx.determiner[r.low(k+1)] || r.lx.preposition[r.low(k+1)]) {
			return true
		}
	}
	return false
}

// bareSubject: a noun of one or two words without an article, and then a finite auxiliary, begin at i.
func (r *reading) bareSubject(i, end int) bool {
	for k := i; k+1 < end && k < i+2; k++ {
		l := r.low(k)
		if r.toks[k].kind != word || r.lx.preposition[l] || r.lx.conjunction[l] || r.lx.auxiliary[l] || r.lx.adverb[l] || r.lx.verb[l] != nil || r.lx.pronoun[l] {
			return false
		}
		if r.lx.auxiliary[r.low(k+1)] {
			return true
		}
	}
	return false
}

// countedSubject: the clause has a counted subject of its own ("in which 17 others died").
func (r *reading) countedSubject(i, end int) bool {
	if i >= end {
		return false
	}
	j := i
	for j < end && j < i+2 && (r.is(j, "at", "least", "about", "some", "another")) {
		j++
	}
	if r.toks[j].kind == number {
		return true
	}
	n, _, ok := r.smallNumber(j)
	return ok && n > 1
}
