package intake

import (
	"strings"
)

// Persons without a name: by their noun, their people or their office.

// ofPeople: "the North Korean", "the Ukrainian's": a man by his people alone.
func (c *cast) ofPeople(i, end int) int {
	if !c.is(i, "the") {
		return i
	}
	n := i + 1
	for n < end && c.toks[n].cap && demonym(c.low(n)) {
		n++
	}
	if n == i+1 || strings.HasSuffix(c.low(n-1), "s") || n < end && !c.is(n, "'s", ",", ".", "who") && !c.lx.auxiliary[c.low(n)] {
		return i
	}
	marks := c.caps(i, n)
	best, at := -1, -1
	for _, m := range c.recent() {
		k := m.id
		if m.kind == PersonMention && !m.named && len(m.marks) > 0 && agree(m.marks, marks) && m.at[len(m.at)-1].a > at {
			best, at = k, m.at[len(m.at)-1].a
		}
	}
	if best >= 0 {
		c.put(c.all[best], rng{i, n})
		return n
	}
	return i
}

// nameBefore: the noun is described by a person's name, not by a people ("X Y soldiers").
func (c *cast) nameBefore(i, n int) bool {
	names := 0
	for j := i; j < n-1; j++ {
		l := c.low(j)
		if !c.toks[j].cap || demonym(l) || c.lx.party[l] || c.lx.authority[l] || c.lx.office[l] {
			return false
		}
		names++
	}
	return names >= 2
}

// lastPerson is the person of that noun last spoken of.
func (c *cast) lastPerson(head string, marks set) *mention {
	var best *mention
	at, second := -1, -1
	for _, m := range c.recent() {
		if m.kind != PersonMention || m.named || m.head != head || !agree(m.marks, marks) {
			continue
		}
		if last := m.at[len(m.at)-1].a; last > at {
			best, at, second = m, last, at
		} else {
			second = max(second, last)
		}
	}
	if second >= 0 && c.paraOf(second) == c.paraOf(at) && best != nil && len(best.at) == 1 {
		return nil // "a pilot … another pilot … the pilot": the text does not say which
	}
	return best
}

// holder: "the president", "the Ukrainian leader", "the senior legal advisor".
func (c *cast) holder(i, end int) int {
	if !c.is(i, "the") {
		return i
	}
	for j := i + 1; j < end && j < i+5; j++ {
		l := c.low(j)
		if c.toks[j].kind != word || c.lx.preposition[l] || c.lx.auxiliary[l] || c.lx.pronoun[l] || c.lx.conjunction[l] || c.lx.determiner[l] || c.lx.verb[l] != nil && c.lx.verb[l].form == past {
			return i
		}
		if !c.lx.office[l] {
			continue
		}
		n := j + 1
		if c.capRun(n, end) > n && !c.falseEnd[n] {
			return i // the title of the name that follows
		}
		if c.is(n, "'s", "'") && c.lx.authority[c.low(n+1)] {
			return n // "the mayor's office" is not the mayor
		}
		if l == "minister" && c.is(j-1, "prime") {
			l = "premier"
		}
		if c.is(i-1, ",") && i > 1 && c.owner[i-2] != 0 {
			// "Inès Calvo, the army's chief pathologist.": the man named just before
			e := n
			for e < end && e < n+3 && c.toks[e].kind == word && !c.lx.auxiliary[c.low(e)] && c.lx.verb[c.low(e)] == nil && !c.lx.preposition[c.low(e)] {
				e++
			}
			if m := c.all[c.owner[i-2]-1]; m.kind == PersonMention && m.named && (e >= end || c.is(e, ",", ".", ";") || c.toks[e].kind == closeMark) {
				c.put(m, rng{i, n})
				return n
			}
		}
		for k := len(c.all) - 1; k >= max(0, len(c.all)-400); k-- {
			m := c.all[k]
			if m.kind == PersonMention && (m.office == l || c.lx.headOfState[m.office] && c.lx.headOfState[l]) && agree(m.whose, c.whose(i, n)) {
				c.put(m, rng{i, n})
				return n
			}
		}
		m := &mention{kind: PersonMention, office: l, of: -1, whose: c.whose(i, n)}
		c.put(m, rng{i, n})
		return n
	}
	return i
}

// whose are the words that tell whose office it is: "the army's spokesman", "the
// spokesman for the Brigades". Two spokesmen of different bodies are two men.
func (c *cast) whose(a, n int) set {
	s := set{}
	for k := a + 1; k+1 < n; k++ {
		if c.is(k, "'s", "'") {
			for j := a + 1; j < k; j++ {
				s[c.low(j)] = true
			}
		}
	}
	if c.is(n, "of", "for") {
		for j := n + 1; j < len(c.toks) && j < n+7 && c.toks[j].kind == word && !c.lx.auxiliary[c.low(j)] && c.lx.verb[c.low(j)] == nil; j++ {
			if c.toks[j].cap && !c.lx.determiner[c.low(j)] {
				s[c.low(j)] = true
			}
		}
	}
	return s
}

// calledSo: the unnamed person whom the text names here: "the soldier, identified
// as X", "the governor of the region, X".
func (c *cast) calledSo(i int) *mention {
	k := i - 1
	identified := c.is(k, "as") && c.is(k-1, "identified", "known", "named", "introduced") || c.is(k, "named", "called")
	for k >= 0 && c.is(k, "as", "identified", "known", "named", "called", "introduced", "himself") {
		k--
	}
	if c.is(k, ",") {
		k--
	} else if !identified {
		return nil
	}
	for j := k; j >= 0 && j > k-8 && c.sentOf[j] == c.sentOf[i]; j-- {
		l := c.low(j)
		if c.toks[j].kind == punct && l != "-" || c.lx.auxiliary[l] || c.lx.verb[l] != nil && c.lx.verb[l].form == past || c.inQuote(j) != c.inQuote(i) {
			return nil
		}
		if o := int(c.owner[j]) - 1; o >= 0 && c.all[o].kind == PersonMention {
			m := c.all[o]
			if m.named || m.office == "" && !identified {
				return nil
			}
			return m
		}
	}
	return nil
}
