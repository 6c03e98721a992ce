package intake

import (
	"slices"
	"strconv"
	"strings"
)

// mention is a Mention while it is being gathered.
type mention struct {
	kind    MentionKind
	at      []rng
	names   []string
	head    string // the singular of its noun: soldier
	marks   set    // capitalised words that describe it: north, korean
	office  string
	whose   set // the words that tell whose office it is
	size    int
	members []int
	of      int // −1 for none
	named   bool
	counted bool
	sex     string // m or f, where a verb told it
	id      int    // its place among all, from 0
}

// cast gathers who is spoken of, in the order of the text, and says which
// mention a token belongs to.
type cast struct {
	*reading
	all    []*mention
	owner  []int32 // for each token, 1 + its mention
	spoken []bool  // tokens inside what somebody other than the writer says
	cuesIn []int   // for each sentence, the cues in it
}

func gather(r *reading) *cast {
	c := &cast{reading: r, owner: make([]int32, len(r.toks)), spoken: make([]bool, len(r.toks)), cuesIn: make([]int, len(r.sents)+1)}
	for _, a := range r.out {
		if !a.cue.empty() {
			c.cuesIn[c.sentOf[a.cue.a]]++
		}
		if a.narrator || a.verb != nil && a.verb.class.Class == "evidence" {
			continue // what a recording shows is told by the writer
		}
		for _, x := range append([]rng{a.whole}, a.contents...) {
			for i := x.a; i < x.b; i++ {
				c.spoken[i] = true
			}
		}
	}
	for _, para := range r.paras {
		if para.heading {
			continue
		}
		for i := para.a; i < para.b; {
			if n := c.read(i, para.b); n > i {
				i = n
			} else {
				i++
			}
		}
	}
	return c
}

// recent are the mentions a new one is compared with. A report has far fewer; the
// bound keeps the work in proportion to the text.
func (c *cast) recent() []*mention { return c.all[max(0, len(c.all)-400):] }

func (c *cast) read(i, end int) int {
	if lx := otherLexicons()[c.language]; lx != nil {
		return c.readIn(lx, i, end)
	}
	for _, f := range []func(int, int) int{c.partitive, c.people, c.ofPeople, c.holder, c.body, c.name} {
		if n := f(i, end); n > i {
			return n
		}
	}
	return i
}

func (c *cast) put(m *mention, at rng) int {
	if len(m.at) == 0 {
		m.id = len(c.all)
		c.all = append(c.all, m)
	}
	k := m.id
	m.at = append(m.at, at)
	if name := c.text(at); !slices.Contains(m.names, name) {
		m.names = append(m.names, name)
	}
	for i := at.a; i < at.b; i++ {
		c.owner[i] = int32(k + 1)
	}
	return k
}

// partitive: "one of them", "the other soldier", "another of the men", "one of
// the soldiers who …".
func (c *cast) partitive(i, end int) int {
	switch {
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
	if c.is(i, "the", "this", "that") {
		if m := c.lastPerson(stem, marks); m != nil && c.paraOf(i)-c.paraOf(m.at[len(m.at)-1].a) <= 3 {
			c.put(m, at)
			return n
		}
	}
	if c.is(i, "no") || c.is(i, "every", "each", "any", "his", "her", "its", "their") {
		return n
	}
	if name := c.capRun(n, end); name > n && c.lx.office[head] {
		return i // a rank before a name
	}
	m := &mention{kind: PersonMention, head: stem, marks: marks, of: -1}
	c.put(m, at)
	return n
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

// lastPerson is the person of that noun last spoken of.
func (c *cast) lastPerson(head string, marks set) *mention {
	var best *mention
	at := -1
	for _, m := range c.recent() {
		if m.kind != PersonMention || m.named || m.head != head || !agree(m.marks, marks) {
			continue
		}
		if last := m.at[len(m.at)-1].a; last > at {
			best, at = m, last
		}
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

// capRun is the end of a run of capitalised words from i, with the small words
// that stand inside names.
func (c *cast) capRun(i, end int) int {
	j := i
	for j < end && j < i+8 {
		t := c.toks[j]
		if t.kind == word && t.cap && !(c.time[j] != 0) {
			j++
			continue
		}
		if t.kind == punct && t.low == "." && j > i && (c.initial(j) || c.lx.abbreviation[c.low(j-1)]) {
			j++
			continue
		}
		if j > i && j+1 < end && c.is(j, "of", "for", "de", "van", "von", "al", "bin", "el", "da", "and") && c.toks[j+1].cap && (c.is(j, "de", "van", "von", "al", "bin", "el", "da") || c.lx.authority[c.low(j-1)] || c.lx.law[c.low(j-1)]) {
			j++
			continue
		}
		if j > i && j+2 < end && c.is(j, "of") && c.is(j+1, "the") && c.toks[j+2].cap && c.lx.authority[c.low(j-1)] {
			j += 2
			continue
		}
		break
	}
	return j
}

// body: a capitalised authority, with its letters: the Security Service of X (SSX).
func (c *cast) body(i, end int) int {
	a := i
	if c.is(a, "the") {
		a++
	}
	n := c.capRun(a, end)
	if n == a {
		return i
	}
	if c.lx.office[c.low(n)] {
		return i // the office of somebody named next
	}
	has := false
	for j := a; j < n; j++ {
		has = has || c.lx.authority[c.low(j)]
		// "the head of the Headquarters Roman Dorosh": the name is not the body's.
		if c.lx.authority[c.low(j)] && n-j-1 >= 2 && n-j-1 <= 3 && c.is(i-1, "of") && c.lx.office[c.low(i-2)] {
			n = j + 1
		}
	}
	if !has || c.toks[n-1].kind == punct {
		return i
	}
	letters := ""
	if c.is(n, "(") && n+2 < end && c.toks[n+1].upper && c.is(n+2, ")") {
		letters = c.low(n + 1)
		n += 3
	}
	at := rng{i, n}
	for _, m := range c.recent() {
		if m.kind == OtherMention && m.called(c.text(at)) {
			c.put(m, at)
			return n
		}
	}
	m := &mention{kind: OtherMention, head: letters, of: -1, named: true}
	c.put(m, at)
	return n
}

// name: a person's name, with or without a title; a surname that is known already.
func (c *cast) name(i, end int) int {
	if !c.toks[i].cap || c.toks[i].kind != word || c.time[i] != 0 {
		return i
	}
	n := c.capRun(i, end)
	if n == i {
		return i
	}
	a := i
	office := ""
	for j := i; j < n; j++ {
		if c.lx.office[c.low(j)] || c.lx.abbreviation[c.low(j)] && c.toks[j].end-c.toks[j].start > 1 {
			office, a = c.low(j), j+1
			if office == "minister" && c.is(j-1, "prime") {
				office = "premier"
			}
		}
	}
	for a < n && c.toks[a].kind == punct {
		a++
	}
	if office == "" && c.lx.office[c.low(i-1)] && !c.is(i-1, "source") {
		office = c.low(i - 1)
	}
	if a >= n {
		return n
	}
	for _, m := range c.recent() {
		if m.head != "" && m.kind == OtherMention && n-a == 1 && c.low(a) == m.head {
			c.put(m, rng{a, n})
			return n
		}
	}
	surname := c.low(n - 1)
	for k := len(c.all) - 1; k >= max(0, len(c.all)-400); k-- {
		m := c.all[k]
		if m.kind == PersonMention && m.named && m.marks[surname] && (n-a == 1 || c.sameName(m, a, n)) {
			c.put(m, rng{i, n})
			return n
		}
	}
	if m := c.calledSo(i); m != nil && n-a <= 4 {
		m.named = true
		if m.marks == nil || m.office != "" {
			m.marks = set{}
		}
		for j := a; j < n; j++ {
			m.marks[c.low(j)] = true
		}
		c.put(m, rng{i, n})
		m.names = append([]string{c.text(rng{a, n})}, m.names[:len(m.names)-1]...)
		return n
	}
	if n-a < 2 && (office == "" || office == "official") || n-a > 4 {
		return n
	}
	for j := a; j < n; j++ {
		l := c.low(j)
		if c.lx.party[l] || c.lx.channel[l] || c.lx.law[l] || c.lx.dayPart[l] || c.lx.authority[l] || c.lx.preposition[l] || c.lx.determiner[l] || c.lx.pronoun[l] || c.lx.adverb[l] || c.lx.conjunction[l] || demonym(l) || c.toks[j].upper && n-a > 2 {
			return n
		}
	}
	if office == "" && (c.is(i-1, "in", "at", "near", "to", "from") || c.is(i-1, "of") && c.lx.place[c.low(i-2)]) {
		return n
	}
	m := &mention{kind: PersonMention, office: office, of: -1, named: true, marks: set{}}
	for j := a; j < n; j++ {
		if c.toks[j].kind == word && c.toks[j].end-c.toks[j].start > 2 {
			m.marks[c.low(j)] = true
		}
	}
	if office != "" && n-a == 1 || n-a >= 2 {
		k := c.put(m, rng{i, n})
		if a > i {
			c.all[k].names = append([]string{c.text(rng{a, n})}, c.all[k].names...)
		}
	}
	return n
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

func (c *cast) sameName(m *mention, a, b int) bool {
	for i := a; i < b; i++ {
		if !m.marks[c.low(i)] {
			return false
		}
	}
	return true
}

// demonym: an adjective of a people or place, by its ending.
func demonym(l string) bool {
	for _, end := range []string{"ian", "ean", "ish", "ese", "kian", "ans", "ians"} {
		if len(l) > len(end)+2 && strings.HasSuffix(l, end) {
			return true
		}
	}
	return l == "north" || l == "south" || l == "east" || l == "west" || l == "dutch" || l == "french" || l == "greek"
}

// called: the mention has that name, with or without an article.
func (m *mention) called(name string) bool {
	name = bare(name)
	return slices.ContainsFunc(m.names, func(n string) bool { return strings.EqualFold(bare(n), name) })
}

// bare is a name without its article.
func bare(name string) string {
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		return name[4:]
	}
	return name
}

func mentionID(k int) string { return "M" + strconv.Itoa(k+1) }

// mentions are the gathered mentions as the report gives them.
func (c *cast) mentions() []Mention {
	out := make([]Mention, 0, len(c.all))
	for k, m := range c.all {
		x := Mention{ID: mentionID(k), Kind: m.kind, Names: m.names, Size: m.size}
		for _, at := range m.at {
			x.Spans = append(x.Spans, c.over(at))
		}
		for _, j := range m.members {
			x.Members = append(x.Members, mentionID(j))
		}
		if m.of >= 0 {
			x.Of = mentionID(m.of)
		}
		out = append(out, x)
	}
	return out
}

// best is the name a mention is called by.
func (m *mention) best() string {
	name := m.names[0]
	if m.named && m.kind == PersonMention {
		for _, n := range m.names {
			if strings.Contains(n, " ") && !strings.Contains(name, " ") {
				name = n
			}
		}
	}
	if m.kind == OtherMention {
		for _, n := range m.names {
			if len(n) > len(name) {
				name = n
			}
		}
	}
	if low := strings.ToLower(name); strings.HasPrefix(low, "the ") && m.kind == OtherMention {
		name = name[4:]
	}
	return name
}
