package intake

import "slices"

// Whom a pronoun means, and of whom a content speaks.

// antecedent of a pronoun: the person last spoken of whom it may stand for, one of whom the
// text tells so first; else the last speaker who is a person.
func (c *cast) antecedent(tok int, before []int) int {
	para := c.paraOf(tok)
	best, of := -1, 0
	for i := tok - 1; i >= max(0, tok-longest) && c.paraOf(i) >= para-1; i-- {
		k := int(c.owner[i]) - 1
		if k < 0 || c.all[k].kind != PersonMention || c.spoken[i] {
			continue
		}
		if best >= 0 && c.paraOf(i) < of {
			break // somebody of the paragraph nearer may be meant
		}
		if c.is(c.ownedUntil(i), "'s", "’s", "'") {
			continue // "Merabi's lawyer …. He": the lawyer
		}
		if c.relativeOf(tok, i) {
			continue // "The father of Ilya Dorn waits. He …": the father
		}
		if e := c.ownedUntil(i); c.is(e, "asks", "asked", "wants", "wanted") && (!c.is(e, "wants", "wanted") || c.is(e+2, "know")) {
			continue // "When the interpreter asked …, he nodded": not who asks
		}
		if h := c.ownedFrom(i); c.is(h-1, "of") && c.kin(h-2, h-1) && (sexOfNoun(c.low(h-2)) == "f") == c.is(tok, "she", "her") {
			continue // "X, mother of a corporal …. She": the mother
		}
		if c.heard[i] {
			continue // "The driver told Mora that …. He": the driver
		}
		if c.is(tok-1, ",") && c.sentOf[i] == c.sentOf[tok] && !c.asFor(i, tok) {
			continue // "One of them, he recalled, had burns": he is another
		}
		fits, likely := c.standsFor(tok, k)
		if fits && (likely || best < 0) {
			best, of = k, c.paraOf(i)
		}
		if likely {
			break
		}
	}
	spoke := -1 // the last speaker it may stand for
	for n := len(before) - 1; n >= 0 && spoke < 0; n-- {
		if fits, _ := c.standsFor(tok, before[n]); fits {
			spoke = before[n]
		}
	}
	if best < 0 {
		return spoke
	}
	// Who spoke last, in this paragraph, and was spoken of after the other.
	if spoke >= 0 && spoke != best {
		last := func(k int) int {
			at := -1
			for _, x := range c.all[k].at {
				if x.b <= tok {
					at = x.a
				}
			}
			return at
		}
		if at := last(spoke); at > last(best) && c.paraOf(at) == para && c.sentOf[at] != c.sentOf[tok] && !c.apter(tok, best, spoke) {
			return spoke
		}
	}
	if c.another(tok, best) && !slices.Contains(before, best) {
		if spoke >= 0 && c.another(tok, spoke) {
			return spoke // of the two the one who spoke
		}
		return -1 // "Roe met Dunn. He said": the text does not say which
	}
	return best
}

// asFor: "As for her brother-in-law, X, he sees that …": the pronoun is of whom the sentence names so.
func (c *cast) asFor(i, tok int) bool {
	a := c.sents[c.sentOf[tok]].a
	return c.is(a, "as") && c.is(a+1, "for") && tok-a < 14 && i > a+1
}

// ownedFrom and ownedUntil are where the words begin and end by which somebody is mentioned at i.
func (c *cast) ownedFrom(i int) int {
	for i > 0 && c.owner[i-1] == c.owner[i] {
		i--
	}
	return i
}

func (c *cast) ownedUntil(i int) int {
	for i < len(c.owner) && i+1 < len(c.owner) && c.owner[i+1] == c.owner[i] {
		i++
	}
	return i + 1
}

// relativeOf: the one named at i only tells whose relative the one before is, and the pronoun fits him.
func (c *cast) relativeOf(tok, i int) bool {
	for i > 2 && c.owner[i-1] == c.owner[i] {
		i--
	}
	if i < 3 || !c.is(i-1, "of") || c.owner[i-2] == 0 || c.owner[i-2] == c.owner[i] || !c.kin(i-2, i-1) {
		return false
	}
	fits, _ := c.standsFor(tok, int(c.owner[i-2])-1)
	return fits
}

// apter: something tells that the pronoun is of the first, and nothing that it is of the second.
func (c *cast) apter(tok, first, second int) bool {
	sex, _ := c.sexOf(c.all[first])
	other, _ := c.sexOf(c.all[second])
	if c.is(tok, "she", "her") {
		return sex == "f" && other != "f"
	}
	return c.is(tok, "he", "his", "him") && sex == "m" && other == ""
}

// another: in the sentence before that of the token two men or more are named, one of
// them this one, none of them as a part of what somebody says.
func (c *cast) another(tok, k int) bool {
	s := c.sentOf[tok]
	if s == 0 || c.paraOf(tok) != c.paraOf(c.sents[s-1].a) {
		return false
	}
	here, others := false, false
	for i := c.sents[s-1].a; i < c.sents[s-1].b; i++ {
		o := int(c.owner[i]) - 1
		if o < 0 || c.spoken[i] || c.all[o].kind != PersonMention || !c.all[o].named || c.heard[i] || c.is(c.ownedUntil(i), "'s", "’s") || c.is(i+1, ":") && i < c.paras[c.paraOf(i)].a+3 {
			continue // "DAHL: I spoke to Nina Foss. She …": whose turn it is, is "I"
		}
		here, others = here || o == k, others || o != k
	}
	return here && others
}

// within is the person last named before token i in what the same cue introduces
// ("the pilot is being treated and he asked to stay"), −1 for none.
func (c *cast) within(x rng, i int) int {
	for k := i - 1; k >= 0 && k > i-40 && c.sentOf[k] == c.sentOf[i] && c.spoken[k] && !c.inQuote(k); k-- {
		if o := int(c.owner[k]) - 1; o >= 0 && (c.all[o].kind == PersonMention || c.all[o].kind == UnknownMember) {
			return o
		}
		if c.cued[k] {
			break
		}
	}
	return -1
}

// about is who a content speaks of.
func (c *cast) about(x rng, speaker int) []int {
	var out []int
	add := func(k int) {
		if k >= 0 && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	for i := x.a; i < x.b; i++ {
		if k := int(c.owner[i]) - 1; k >= 0 {
			add(k)
		} else if c.is(i, "he", "she", "his", "him", "her", "himself", "herself") && len(out) == 0 {
			switch k := c.within(x, i); {
			case k >= 0:
				add(k)
			case speaker >= 0 && c.all[speaker].kind == PersonMention && !c.inQuote(i):
				add(speaker)
			default:
				// In his own words a speaker is "I": "he" is somebody else.
				if k := c.antecedent(i, nil); k != speaker || !c.inQuote(i) {
					add(k)
				}
			}
		} else if c.is(i, "i", "my", "me") && c.inQuote(i) {
			add(speaker)
		}
	}
	return out
}
