package intake

import (
	"slices"
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

// lastPerson is the person of that noun last spoken of. One whose name was told is meant only
// where nobody else is of that noun.
func (c *cast) lastPerson(head string, marks set) *mention {
	var best, named *mention
	at, second, others := -1, -1, 0
	for _, m := range c.recent() {
		if m.kind != PersonMention || m.head != head {
			continue
		}
		if m.named {
			named, others = m, others+1
			continue
		}
		if !agree(m.marks, marks) {
			continue
		}
		if last := m.at[len(m.at)-1].a; last > at {
			best, at, second = m, last, at
		} else {
			second = max(second, last)
		}
	}
	if best == nil && others == 1 {
		return named
	}
	if second >= 0 && c.paraOf(second) == c.paraOf(at) && best != nil && len(best.at) == 1 {
		return nil // "a pilot … another pilot … the pilot": the text does not say which
	}
	if best != nil && others > 0 && c.paraOf(named.at[len(named.at)-1].a) == c.paraOf(at) {
		return nil // one of them has a name, and the text does not say whether he is meant
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
		if !c.lx.office[l] || c.lx.office[c.low(j+1)] && !c.toks[j+1].cap {
			continue // "the official spokesman": the last noun tells
		}
		n := j + 1
		if c.capRun(n, end) > n && !c.falseEnd[n] || c.is(n, "of", "for") && c.afterTitle(n+1, end) > n+1 {
			return i // the title of the name that follows
		}
		if n < end && !c.toks[n].cap && c.lx.authority[c.low(n)] && !strings.HasSuffix(l, "s") {
			return i // "the general staff" is a body
		}
		if c.is(n, "'s", "'") && c.lx.authority[c.low(n+1)] {
			return n // "the mayor's office" is not the mayor
		}
		for k := i + 3; k < j; k++ {
			if c.is(k, "'s", "’s") && c.toks[k-1].cap && !c.toks[k-2].cap {
				return i // "the eve of the exchange Velmark's president": another phrase begins with the name
			}
		}
		if l == "minister" && c.is(j-1, "prime") {
			l = "premier"
		}
		if l == "head" && c.is(n, "of") && c.is(n+1, "state") {
			l, n = "head of state", n+2
		}
		if c.is(i-1, ",") && i > 1 && c.owner[i-2] != 0 {
			// "Inès Calvo, the army's chief pathologist.": the man named just before
			e := n
			for e < end && e < n+3 && c.toks[e].kind == word && !c.lx.auxiliary[c.low(e)] && c.lx.verb[c.low(e)] == nil && !c.lx.preposition[c.low(e)] {
				e++
			}
			m := c.all[c.owner[i-2]-1]
			if before := c.low(c.ownedFrom(i-2) - 1); m.kind == PersonMention && m.named && !c.lx.preposition[before] && (e >= end || c.is(e, ",", ".", ";") || e == n && c.is(n, "of", "for") || c.toks[e].kind == closeMark) {
				c.put(m, rng{i, n})
				return n
			}
		}
		whose := c.whose(i, n)
		if m := c.sameOffice(l, whose); m != nil {
			c.put(m, rng{i, n})
			return n
		}
		if j == i+1 && len(whose) == 0 {
			if m := c.again(i, l); m != nil {
				c.put(m, rng{i, n})
				return n
			}
		}
		m := &mention{kind: PersonMention, office: l, of: -1, whose: whose}
		c.put(m, rng{i, n})
		return n
	}
	return i
}

// sameOffice is the holder of an office last spoken of, nil where the words tell of another.
func (c *cast) sameOffice(office string, whose set) *mention {
	if whose["another"] || whose["other"] {
		return nil
	}
	var last *mention
	holders := 0
	for _, m := range c.recent() {
		if m.kind == PersonMention && (m.office == office || c.lx.headOfState[m.office] && c.lx.headOfState[office]) {
			holders++
			if agree(m.whose, whose) {
				last = m
			}
		}
	}
	if last != nil && len(whose) > 0 && len(last.whose) == 0 && (holders > 1 || slices.Contains(kinWords, office)) {
		return nil // of several, or of somebody's family: whose he is was told of one only
	}
	return last
}

// kinOf: "NAME's wife", "his mother": a person of her own, and not he whose wife she is.
func (c *cast) kinOf(i, end int) int {
	l := c.low(i)
	if !slices.Contains(kinWords[4:], l) || sexOfNoun(l) == "" || !c.is(i-1, "his", "her", "'s", "’s", "my", "their") || i+1 < end && c.is(i+1, "'s", "’s", "'") {
		return i
	}
	whose := set{}
	if k := i - 2; c.is(i-1, "'s", "’s") && k >= 0 && c.toks[k].cap {
		whose[c.low(k)] = true
	}
	if m := c.sameKin(l, whose, c.is(i-1, "'s", "’s")); m != nil {
		c.put(m, rng{i, i + 1})
		return i + 1
	}
	m := &mention{kind: PersonMention, office: l, of: -1, whose: whose}
	c.put(m, rng{i, i + 1})
	from := i - 1
	for from > 0 && len(whose) > 0 && (c.is(from, "'s", "’s") || c.toks[from-1].cap && c.toks[from-1].kind == word && c.sentOf[from-1] == c.sentOf[i]) {
		from--
	}
	m.names = []string{c.text(rng{from, i + 1})} // "Horban's mother"
	return i + 1
}

// sameKin is the one relative of that noun spoken of before whom the words may tell of again.
func (c *cast) sameKin(office string, whose set, named bool) *mention {
	var found *mention
	for _, m := range c.recent() {
		if m.kind != PersonMention || m.office != office {
			continue
		}
		if found != nil || named != (len(m.whose) > 0) || !agree(m.whose, whose) {
			return nil
		}
		found = m
	}
	if found != nil && !named && c.paraOf(found.at[len(found.at)-1].a) < c.paraOf(found.at[0].a)-3 {
		return nil
	}
	return found
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
			kin := slices.Contains(kinWords, c.low(n-1)) && !c.lx.preposition[c.low(j)] && !c.lx.conjunction[c.low(j)] // "the wife of the commander", "the wife of the cook"
			if (c.toks[j].cap || kin || c.lx.authority[c.low(j)]) && !c.lx.determiner[c.low(j)] || c.is(j, "another", "other") {
				s[c.low(j)] = true
			}
		}
	}
	return s
}

// inApposition: the unnamed person whose name follows at once, "the captured sniper X", or
// between commas, "a sailor, X, 22, told". In a list ("a sailor, X and Y") it is another's.
func (c *cast) inApposition(i, n int) *mention {
	of := func(k int) *mention {
		if k < 0 || c.owner[k] == 0 || c.sentOf[k] != c.sentOf[i] {
			return nil
		}
		m := c.all[c.owner[k]-1]
		if m.kind != PersonMention || m.named || m.head == "" && sexOfNoun(m.office) == "" || m.at[len(m.at)-1].b != k+1 {
			return nil
		}
		return m
	}
	if !c.is(i-1, ",") {
		return of(i - 1)
	}
	// "the official spokesman of the Ministry of Defence, Brigadier X, denied": the body stands between.
	if k := i - 2; k >= 0 && (c.owner[k] == 0 || c.all[c.owner[k]-1].kind != PersonMention) {
		for k > i-12 && k > 0 && (c.owner[k] == 0 || c.all[c.owner[k]-1].kind != PersonMention) && c.toks[k].kind != punct && !c.lx.auxiliary[c.low(k)] && (c.lx.verb[c.low(k)] == nil || c.toks[k].cap) && c.sentOf[k] == c.sentOf[i] {
			k--
		}
		if m := of(k); m != nil && m.office != "" && c.is(k+1, "of", "for") && c.is(n, ",", ".") && !c.is(n+1, "and", "or") {
			return m
		}
		return nil
	}
	if !c.is(n, ",") || c.is(n+1, "and", "or", "as") || n+1 < len(c.toks) && c.toks[n+1].cap && c.toks[n+1].kind == word {
		return nil
	}
	return of(i - 2)
}

// introducedAs is the person of whom "who introduced himself as a sniper" tells that at i; nil where no such words stand there.
func (c *cast) introducedAs(i int) *mention {
	if !c.is(i-1, "as") || !c.is(i-2, "himself", "herself") || !c.is(i-3, "introduced", "introduces", "described", "describes", "presented", "presents", "identified", "identifies") || !c.is(i-4, "who") {
		return nil
	}
	k := i - 5
	for k > 0 && (c.is(k, ",", "(", ")") || c.toks[k].kind == number) {
		k--
	}
	if k < 0 || c.owner[k] == 0 || c.all[c.owner[k]-1].kind != PersonMention {
		return nil
	}
	return c.all[c.owner[k]-1]
}

// gaveName is the token before "gave his name only as", "gave only his first name,", "asked to be called" or "identified
// only as" that ends at k; k where no such words stand there.
func (c *cast) gaveName(k int) int {
	n := k
	if c.is(n, "as") && c.is(n-1, "only", "simply", "just") && c.is(n-2, "identified", "known", "named") {
		return n - 3
	}
	if c.is(n, "called") && c.is(n-1, "be") && c.is(n-2, "to") && c.is(n-3, "asked", "asks", "wanted", "wants") {
		return n - 4
	}
	for c.is(n, "as", ",", "only", "just", "simply") && n > k-3 {
		n--
	}
	if !c.is(n, "name") {
		return k
	}
	for n--; c.is(n, "first", "given", "his", "her", "their", "only", "just"); n-- {
	}
	if c.is(n, "gave", "gives", "giving", "provided") && n < k-1 {
		return n - 1
	}
	return k
}

// calledSo: the unnamed person whom the text names here: "the soldier, identified
// as X", "the governor of the region, X".
func (c *cast) calledSo(i int) *mention {
	k := i - 1
	if n := c.gaveName(k); n < k {
		k = n + 1
	}
	identified := k < i-1 || c.is(k, "as") && c.is(k-1, "identified", "known", "named", "introduced", "himself", "herself") || c.is(k, "named", "called") || c.is(k, "himself", "herself") && c.is(k-1, "calls", "called", "names", "named")
	for k >= 0 && c.is(k, "as", "identified", "known", "named", "called", "introduced", "introduces", "identifies", "calls", "names", "presents", "presented", "himself", "herself") {
		k--
	}
	if identified && c.is(k, "who") {
		k-- // "The soldier, who introduces himself as X"
	}
	if c.is(k, ",") {
		k--
	} else if !identified {
		return nil
	}
	for j := k; j >= 0 && j > k-13 && c.sentOf[j] == c.sentOf[i]; j-- {
		l := c.low(j)
		if identified && l == "," && c.is(j+1, "a", "an") && j > 0 && c.owner[j-1] != 0 {
			continue // "One of the freed, a signaller who gave his name only as X"
		}
		if c.toks[j].kind == punct && l != "-" && l != "'" || c.lx.auxiliary[l] || c.lx.verb[l] != nil && c.lx.verb[l].form == past || c.inQuote(j) != c.inQuote(i) {
			return nil
		}
		if o := int(c.owner[j]) - 1; o >= 0 && (c.all[o].kind == PersonMention || c.all[o].kind == UnknownMember && identified) {
			m := c.all[o]
			m.kind = PersonMention
			if first := m.at[len(m.at)-1].a; !m.named && m.office == "" && c.is(first-1, "of") {
				j = first // "the sister of one of them, X": not he, whose sister she is
				continue
			}
			if m.named || m.office == "" && !identified {
				return nil
			}
			return m
		}
	}
	return nil
}
