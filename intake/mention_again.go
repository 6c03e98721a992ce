package intake

import "strings"

// Who has a name and is then called by a noun: "Lesia Tymkiv, the ombudswoman, … the official",
// "Irmgard Sollbach … the mother".

// again is the one person named in the paragraph of i, or in the one before, whom "the NOUN" alone speaks
// of: by what he was called when he was named, as a relative, a man or a woman. nil where the noun fits
// nobody named there, or several: then the text does not say.
func (c *cast) again(i int, noun string) *mention {
	if !c.is(i, "the") {
		return nil
	}
	for _, m := range c.recent() {
		if m.kind == PersonMention && !m.named && (m.head == noun || m.office == noun) {
			return nil // "A sailor, X, …. Another sailor …. The sailor …": one of two
		}
	}
	for k := i - 1; k >= 0 && c.paraOf(k) >= c.paraOf(i)-1; k-- {
		if c.low(k) == noun && c.owner[k] == 0 {
			return nil // "According to an official …. The official …": he is that one
		}
	}
	for para := c.paraOf(i); para >= max(0, c.paraOf(i)-1); para-- {
		var fitting, surely []*mention
		for _, m := range c.recent() {
			if m.kind != PersonMention || !m.named {
				continue
			}
			fits, sure := c.lx.mayBe(noun, m.office, m.head)
			if !fits {
				continue
			}
			if of := sexOfNoun(noun); of != "" {
				sex, _ := c.sexOf(m)
				if sex != "" && sex != of {
					continue
				}
				sure = sure || sex == of
			}
			if !c.toldIn(m, para, i, !sure) {
				continue
			}
			fitting = append(fitting, m)
			if sure {
				surely = append(surely, m)
			}
		}
		switch {
		case len(fitting) == 1:
			return fitting[0]
		case len(surely) == 1:
			return surely[0]
		case len(fitting) > 1:
			return nil
		}
	}
	return nil
}

// toldIn: the writer speaks of a person in that paragraph, before i; where little tells that the noun fits, a
// sentence must be about him, and the noun stand in the same paragraph or begin the next.
func (c *cast) toldIn(m *mention, para, i int, asSubject bool) bool {
	if asSubject && para < c.paraOf(i) && c.sentOf[i] != c.sentOf[c.paras[c.paraOf(i)].a] {
		return false
	}
	for _, at := range m.at {
		if c.paraOf(at.a) == para && at.a < i && !c.spoken[at.a] && (!asSubject || c.leads(at.a)) {
			return true
		}
	}
	return false
}

// leads: who is named at i is whom his sentence is about, or who speaks in it: nothing stands before him but
// what he is called by, or he stands behind a cue.
func (c *cast) leads(i int) bool {
	if a := c.sents[c.sentOf[i]].a; c.is(a, "among") && c.lx.be[c.low(i-1)] {
		return true // "Among them was X"
	}
	for k := i - 1; k >= c.sents[c.sentOf[i]].a; k-- {
		l := c.low(k)
		if c.cued[k] {
			return true
		}
		if c.lx.preposition[l] || c.lx.auxiliary[l] || c.lx.irregular[l] || (c.lx.verb[l] != nil || strings.HasSuffix(l, "ed")) && !c.toks[k].cap || c.owner[k] != 0 && c.owner[k] != c.owner[i] || i-k > 12 {
			return false
		}
	}
	return true
}

// mayBe: a noun may speak again of who was called so; surely, where it is a word for what he was called.
func (lx *lexicon) mayBe(noun, office, head string) (fits, surely bool) {
	if noun == office || noun == head || lx.calledAgain[noun][office] || lx.calledAgain[noun][head] {
		return true, true
	}
	switch noun {
	case "man", "woman":
		return true, false
	case "mother", "father", "widow", "widower", "pensioner", "grandmother", "grandfather":
		return office == "" && head == "", false
	}
	return strings.HasSuffix(noun, "year-old"), false
}

// aged: "the 58-year-old".
func (c *cast) aged(i, end int) int {
	n := i + 1
	for n < end && n < i+4 && !strings.HasSuffix(c.low(n), "year-old") {
		n++
	}
	if n >= end || !strings.HasSuffix(c.low(n), "year-old") || c.toks[i+1].kind != number && c.low(i + 1)[0] > '9' || n+1 < end && c.lx.humanStem[c.low(n+1)] != "" {
		return i
	}
	if m := c.again(i, "year-old"); m != nil {
		c.put(m, rng{i, n + 1})
		return n + 1
	}
	return i
}
