package intake

import (
	"strings"
)

// Groups and their members: "the two soldiers", "one of them", "the other". A group is
// joined with an earlier one only where exactly one fits; a member told of by somebody
// else stays unknown.

// partitive: "one of them", "the other soldier", "another of the men", "one of
// the soldiers who …".
func (c *cast) partitive(i, end int) int {
	switch {
	case c.is(i-1, "in", "on", "at", "inside"):
		return i // "whose brother appears in one of them": a thing
	case c.is(i, "one", "another") && c.is(i+1, "of") && c.is(i+2, "them"), c.is(i, "one", "another") && c.is(i+1, "of") && c.is(i+2, "the") && (c.is(i+3, "pair") || c.counts(i+3)):
		n := i + 3
		if c.is(i+2, "the") {
			n = i + 4
			if n < end && c.lx.humanStem[c.low(n)] != "" {
				n++
			}
		}
		return c.member(i, n, "")
	case c.is(i, "one", "another") && c.is(i+1, "of") && c.lx.determiner[c.low(i+2)]:
		// One of a described set: a person of his own, of a new group.
		n, head, _ := c.nounPhrase(i+2, end)
		if head == "" && c.is(i+2, "the") && c.is(i+3, "freed", "released", "liberated", "wounded", "injured", "captured", "exchanged", "missing", "rescued", "detained", "kidnapped", "abducted", "arrested", "returned", "crew") && !c.toks[i+3].cap && c.lx.humanStem[c.low(i+4)] == "" {
			c.put(&mention{kind: PersonMention, of: -1}, rng{i, i + 4})
			return i + 4
		}
		if head == "" {
			return i
		}
		m := &mention{kind: PersonMention, head: c.lx.humanStem[head], marks: c.caps(i+2, n), of: -1}
		c.put(m, rng{i, n})
		return n
	case c.is(i, "the") && c.is(i+1, "older", "younger", "elder", "taller", "former", "latter") && (c.is(i+2, "one", "man", "woman", ",") || c.lx.auxiliary[c.low(i+2)]):
		n := i + 2
		if c.is(n, "one", "man", "woman") {
			n++
		}
		return c.member(i, n, "")
	case c.is(i, "the") && c.is(i+1, "other", "second"), c.is(i, "the") && c.is(i+1, "first") && c.lx.humanOne[c.low(i+2)]:
		n := i + 2
		head := ""
		if n < end && c.lx.humanOne[c.low(n)] {
			head = c.low(n)
			n++
		} else if c.is(n, "one", "man") {
			n++
		} else if n < end && (c.toks[n].kind == word && !c.lx.auxiliary[c.low(n)] && c.lx.verb[c.low(n)] == nil && !c.lx.preposition[c.low(n)]) {
			return i // the other hand, the second time
		}
		return c.member(i, n, head)
	}
	return i
}

// member is some member of the last group. Told by the writer it is a man of his
// own, as long as the group has room for him; told by somebody else, or when the
// group's members are already told apart, it stays unknown which he is.
func (c *cast) member(a, b int, head string) int {
	g := c.lastGroup(head)
	if g < 0 {
		m := &mention{kind: PersonMention, head: head, of: -1}
		c.put(m, rng{a, b})
		return b
	}
	group := c.all[g]
	for _, k := range group.members {
		if m := c.all[k]; m.called(c.text(rng{a, b})) && !c.is(a+1, "other", "second") && !c.is(a, "one", "another") {
			c.put(m, rng{a, b}) // "the older one", once more
			return b
		}
	}
	full := group.size > 0 && len(group.members) >= group.size
	if c.spoken[a] || full {
		m := &mention{kind: UnknownMember, head: group.head, of: g}
		c.put(m, rng{a, b})
		return b
	}
	m := &mention{kind: PersonMention, head: group.head, marks: group.marks, of: g}
	k := c.put(m, rng{a, b})
	group.members = append(group.members, k)
	return b
}

// counts: a small number that nothing but people may follow ("one of the four").
func (c *cast) counts(i int) bool {
	n, k, ok := c.smallNumber(i)
	if !ok || n < 2 || n > 50 || c.is(i, "a", "an") {
		return false
	}
	l := c.low(k)
	return c.lx.humanStem[l] != "" || c.lx.auxiliary[l] || c.lx.preposition[l] || c.lx.verb[l] != nil || k < len(c.toks) && c.toks[k].kind == punct
}

func (c *cast) lastGroup(head string) int {
	best, at := -1, -1
	for _, m := range c.recent() {
		k := m.id
		if m.kind != GroupMention || head != "" && m.head != head {
			continue
		}
		// A group the text has counted small is the one its members are told of.
		last := m.at[len(m.at)-1].a
		if m.size > 50 || m.size == 0 && !m.counted && at >= 0 && c.all[best].size > 0 {
			continue
		}
		if last > at || c.all[best].size == 0 && m.size > 0 {
			best, at = k, last
		}
	}
	return best
}

// nounPhrase reads determiner, number, adjectives and a noun for people.
func (c *cast) nounPhrase(i, end int) (n int, head string, size int) {
	j := i
	if j < end && c.lx.determiner[c.low(j)] && !c.is(j, "no", "that") {
		j++
	}
	if c.is(j, "first", "last", "other") {
		j++
	}
	if v, k, ok := c.smallNumber(j); ok && !c.is(j, "a", "an") {
		size, j = v, k
	} else if c.is(j, "thousands", "hundreds", "dozens", "tens", "scores") && c.is(j+1, "of") {
		size, j = -1, j+2
	}
	start := j
	bare := j == i
	for j < end && j < start+9 {
		l := c.low(j)
		t := c.toks[j]
		if bare && c.lx.humanStem[l] == "" && !t.cap && !strings.HasSuffix(l, "ed") && !demonym(l) || c.lx.law[l] || c.lx.oblige[l] || bare && c.lx.verb[l] != nil {
			return i, "", 0
		}
		if c.lx.humanStem[l] != "" && t.kind == word {
			// "soldier" in "soldier exchange" is no person; "soldiers" always are people.
			if c.lx.humanOne[l] && j+1 < end && c.lx.humanStem[c.low(j+1)] != "" {
				j++
				continue
			}
			return j + 1, l, size
		}
		if t.kind != word || c.lx.preposition[l] || c.lx.auxiliary[l] || c.lx.pronoun[l] || c.lx.determiner[l] && !c.is(j, "other", "another") ||
			c.lx.conjunction[l] && (!c.is(j, "and") || size > 0) || c.lx.verb[l] != nil && c.lx.verb[l].class.Class == "say" {
			return i, "", 0
		}
		if v := c.lx.verb[l]; v != nil && j > start && !t.cap && (v.form == past || v.form == third) && c.lx.humanStem[c.low(j+1)] == "" {
			return i, "", 0 // "the army admitted losing forty men"
		}
		if c.is(j, "'s") && j == start {
			return i, "", 0
		}
		j++
	}
	return i, "", 0
}

func (c *cast) caps(a, b int) set {
	s := set{}
	for i := a; i < b; i++ {
		if c.toks[i].cap && !c.lx.determiner[c.low(i)] && c.lx.humanStem[c.low(i)] == "" {
			s[c.low(i)] = true
		}
	}
	return s
}

// people: "the two North Korean soldiers", "a soldier", "the soldiers", "17 other soldiers".
func (c *cast) people(i, end int) int {
	n, head, size := c.nounPhrase(i, end)
	if head == "" {
		return i
	}
	if (head == "guard" || head == "guards") && c.is(n-2, "coast", "border", "national", "home", "presidential", "revolutionary") {
		return i // a service, not a man
	}
	if l := c.low(n); c.lx.humanOne[head] && n < end && !c.toks[n].cap && (c.lx.authority[l] || c.is(n, "movement", "faction", "militia", "exchange", "exchanges", "camp", "camps", "unit", "column", "swap", "transfer", "organisation", "organization")) {
		return n // "the rebel movement": the noun only describes
	}
	if n == i+1 && c.lx.humanOne[head] && !c.toks[i].cap {
		return n // a bare noun: "prisoner exchange"
	}
	stem := c.lx.humanStem[head]
	marks := c.caps(i, n)
	if c.is(i-1, "no") || !c.lx.determiner[c.low(i)] && size == 0 && c.nameBefore(i, n) {
		return i
	}
	definite := c.is(i, "the", "these", "those", "both") && !c.is(i+1, "other", "first")
	at := rng{i, n}
	if c.lx.humanMany[head] {
		if !c.lx.determiner[c.low(i)] && size == 0 && len(marks) == 0 {
			return n // "prisoners of war", "enemy troops": people in general
		}
		if definite {
			if m := c.sameGroup(stem, marks, size, c.is(i, "both")); m != nil {
				c.put(m, at)
				return n
			}
		}
		m := &mention{kind: GroupMention, head: stem, marks: marks, of: -1, size: max(size, 0), counted: size != 0}
		c.put(m, at)
		return n
	}
	// One person.
	if name := c.callSign(n, end); !name.empty() {
		at.b = name.b
		m := &mention{kind: PersonMention, head: stem, marks: set{}, of: -1, named: true}
		for k := name.a; k < name.b; k++ {
			if c.toks[k].kind == word {
				m.marks[c.low(k)] = true
			}
		}
		m.names = []string{c.text(c.trimMarks(name))}
		for _, known := range c.recent() {
			if known.kind == PersonMention && known.called(m.names[0]) {
				m = known
			}
		}
		c.put(m, at)
		return at.b
	}
	if c.is(i, "the", "this", "that") {
		if m := c.lastPerson(stem, marks); m != nil && c.paraOf(i)-c.paraOf(m.at[len(m.at)-1].a) <= 3 {
			c.put(m, at)
			return n
		}
	}
	if c.is(i, "no") || c.is(i, "every", "each", "any", "his", "her", "its", "their") {
		return n
	}
	if name := c.capRun(n, end); name > n && (c.lx.office[head] || c.lx.rank[head] && c.toks[n-1].cap) {
		return i // a rank before a name
	}
	m := c.describes(i, n, end)
	if m == nil {
		m = c.introducedAs(i)
	}
	if m != nil {
		m.at = append(m.at, at)
		for k := at.a; k < at.b; k++ {
			c.owner[k] = int32(m.id + 1)
		}
		return n
	}
	m = c.theMan(i, stem)
	if m == nil && (n == i+2 || n == i+3 && c.is(i+1, "non-commissioned")) {
		m = c.again(i, stem)
	}
	if m != nil {
		c.put(m, at)
		return n
	}
	m = &mention{kind: PersonMention, head: stem, marks: marks, of: -1}
	c.put(m, at)
	return n
}

// callSign is the name, with its marks, in "with the call sign “Borsuk”" at n; empty where no such words stand there.
func (c *cast) callSign(n, end int) rng {
	k := n + 1
	if c.lx.determiner[c.low(k)] {
		k++
	}
	if !c.is(n, "with") || !(c.is(k, "call") && c.is(k+1, "sign", "-sign") || c.is(k, "callsign") || c.is(k, "nickname")) {
		return rng{}
	}
	if k++; c.is(k, "sign", "-sign") {
		k++
	}
	if q := c.quoteOf[min(k, len(c.toks)-1)]; k < end && q != 0 && c.quotes[q-1].open == k && c.quotes[q-1].shut > 0 && c.quotes[q-1].in.b-c.quotes[q-1].in.a <= 3 {
		return rng{k, c.quotes[q-1].shut + 1}
	}
	e := k
	for e < end && e < k+2 && c.toks[e].cap {
		e++
	}
	return rng{k, e}
}

// trimMarks is a name without the quotation marks around it.
func (c *cast) trimMarks(x rng) rng {
	for x.a < x.b && c.toks[x.a].kind != word && c.toks[x.a].kind != number {
		x.a++
	}
	for x.b > x.a && c.toks[x.b-1].kind != word && c.toks[x.b-1].kind != number {
		x.b--
	}
	return x
}

// describes is the person before the comma of whom "a man in his fifties" tells who he is, nil
// where the phrase is a member of a list or of somebody else.
func (c *cast) describes(i, n, end int) *mention {
	who := i - 2
	if who > 1 && c.toks[who].kind == number && c.is(who-1, ",") {
		who -= 2 // "Andrii, 34, a driver"
	}
	if !c.is(i, "a", "an") || !c.is(i-1, ",") || who < 0 || c.owner[who] == 0 || c.sentOf[who] != c.sentOf[i] {
		return nil
	}
	m := c.all[c.owner[who]-1]
	if m.kind != PersonMention || m.at[len(m.at)-1].b != who+1 {
		return nil
	}
	k := n
	for k < end && k < n+16 && !c.is(k, ",", ".", ";", "and", "or") {
		k++
	}
	if !c.is(k, ",", ".") || c.is(k+1, "and", "or") {
		return nil
	}
	if c.is(k, ",") && k+1 < end && c.toks[k+1].cap && c.toks[k+1].kind == word {
		return nil // "a sailor, NAME": a list of people, or a name of his own
	}
	return m
}

// theMan: "the man", "the woman" where no other was called so is the one person of whom the
// paragraph has told so far, nil where it has told of none or of several.
func (c *cast) theMan(i int, stem string) *mention {
	if !c.is(i, "the", "this") || stem != "man" && stem != "woman" {
		return nil
	}
	var found *mention
	para := c.paraOf(i)
	for _, m := range c.recent() {
		last := m.at[len(m.at)-1].a
		if m.kind != PersonMention || m.named || m.head == "body" || c.paraOf(last) != para || c.spoken[last] || c.sentOf[last] == c.sentOf[i] && !c.inQuote(last) && c.sentOf[m.at[0].a] == c.sentOf[i] {
			continue
		}
		if sex, _ := c.sexOf(m); sex != "" && sex != sexOfNoun(stem) {
			continue
		}
		if at := m.at[len(m.at)-1]; c.is(at.a-1, "of") && c.kin(at.a-2, at.a-1) {
			continue // "the wife of a marine": not he
		}
		if found != nil {
			return nil
		}
		found = m
	}
	return found
}

// captive: words for people in captivity, who may have been called soldiers before.
func captive(stem string) bool {
	switch stem {
	case "prisoner", "captive", "detainee", "pow", "man", "internee":
		return true
	}
	return false
}

// sameGroup is the group a definite plural ("the soldiers", "the two men") speaks
// of again; nil where none or more than one fits: then the text does not say.
func (c *cast) sameGroup(stem string, marks set, size int, both bool) *mention {
	var counted, other []*mention
	for _, m := range c.recent() {
		if m.kind != GroupMention || !agree(m.marks, marks) {
			continue
		}
		if m.head != stem && !(captive(stem) && m.size > 0 && m.size <= 50 && len(marks) == 0) {
			continue
		}
		switch {
		case both && m.size == 2, size > 0 && m.size == size, size == 0 && !both && m.size > 0 && m.size <= 50:
			counted = append(counted, m)
		case size == 0 && !both && m.size == 0 && m.head == stem:
			other = append(other, m)
		}
	}
	if len(counted) == 1 {
		return counted[0]
	}
	if len(counted) == 0 && len(other) == 1 {
		return other[0]
	}
	return nil
}

// agree: two descriptions that do not exclude one another; a describing word of
// one side is missing on the other or the same.
func agree(a, b set) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	for w := range b {
		if a[w] {
			return true
		}
	}
	return false
}
