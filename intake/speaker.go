package intake

import (
	"slices"
	"strings"
)

// Here the words that name a speaker are led to the one they name.

// namedSince: between the last words on k and the token another person is called by
// his full name.
func (c *cast) namedSince(k, tok int) bool {
	last := func(m *mention) rng {
		var at rng
		for _, x := range m.at {
			if x.b <= tok {
				at = x
			}
		}
		return at
	}
	from := last(c.all[k])
	for _, m := range c.recent() {
		if at := last(m); m.id != k && m.kind == PersonMention && m.named && at.b-at.a > 1 && at.a >= max(from.b, from.a+1) && !c.inQuote(at.a) {
			return true
		}
	}
	return false
}

// speaker is the mention a source names, made if it is not there yet; −1 for the writer.
func (c *cast) speaker(a *attribution, before []int) int {
	s := a.source
	if !a.named.empty() {
		s = a.named
	}
	if s.empty() {
		return -1
	}
	if lx := otherLexicons()[c.language]; lx != nil {
		return c.speakerIn(lx, a, before)
	}
	s = c.whoBefore(s)
	if k := s.b - 4; k > s.a && c.is(k, "on") && c.is(k+1, "the") && c.is(k+3, "hand", "side") {
		s.b = k // "She on the other hand refused"
	}
	if k, ok := c.byPronoun(a, s, before); ok {
		return k
	}
	s = c.bareSource(s)
	if k := c.calledAnew(s, before); k >= 0 {
		return k
	}
	if k := c.namedIn(s); k >= 0 && !c.possessed(s, k) {
		c.learnName(s, k)
		return c.apposed(a, k)
	}
	return c.newSpeaker(s, before)
}

// whoBefore: "confirmed by the staff, which recalls that": the noun before "which"; other sources as they are.
func (c *cast) whoBefore(s rng) rng {
	if s.b-s.a == 1 && c.is(s.a, "which", "who") {
		k := s.a
		if c.is(k-1, ",") {
			k--
		}
		if left := c.leftPhrase(k, c.sents[c.sentOf[s.a]].a); !left.empty() {
			s = left
			for n := s.b - 1; n > s.a; n-- {
				if c.lx.determiner[c.low(n)] {
					s.a = n
					break
				}
			}
		}
	}
	return s
}

// byPronoun is whom a source means that is a pronoun, or "his account"; false where it is none, or says nothing.
func (c *cast) byPronoun(a *attribution, s rng, before []int) (int, bool) {
	if s.b-s.a == 1 && c.is(s.a, "i", "we") && !c.inQuote(s.a) {
		if c.is(s.a, "we") {
			if k := c.writers(); k >= 0 {
				return k, true
			}
		}
		if k := c.writer(s.a); k >= 0 {
			return k, true
		}
	}
	if a.inner {
		for i := s.a - 1; i > c.sents[a.sent].a; i-- {
			if k := int(c.owner[i]) - 1; k >= 0 && c.all[k].kind == PersonMention {
				if fits, _ := c.standsFor(s.a, k); fits {
					return k, true
				}
			}
		}
	}
	if s.b-s.a == 1 && c.is(s.a, "he", "she") {
		return c.antecedent(s.a, persons(c, before)), true
	}
	// "according to her words", "his account": the one who speaks is meant.
	if c.is(s.a, "his", "her", "their", "its") && (s.b-s.a == 1 || s.b-s.a == 2 && (c.lx.document[c.low(s.a+1)] || c.lx.saying[c.low(s.a+1)] || c.lx.account[c.low(s.a+1)] || c.is(s.a+1, "information", "data", "own"))) {
		if k := c.antecedent(s.a, persons(c, before)); k >= 0 && c.is(s.a, "his", "her") {
			return k, true
		}
		if len(before) > 0 && !c.is(s.a, "his", "her") {
			return before[len(before)-1], true
		}
	}
	if s.b-s.a == 1 && c.is(s.a, "her", "him") {
		if k := c.antecedent(s.a, persons(c, before)); k >= 0 {
			return k, true
		}
	}
	if s.b-s.a == 1 && c.is(s.a, "it", "they") {
		for k := len(before) - 1; k >= max(0, len(before)-40); k-- {
			if m := c.all[before[k]]; c.is(s.a, "it") && c.lx.law[strings.ToLower(m.names[0][strings.LastIndexByte(m.names[0], ' ')+1:])] {
				continue // "the law requires …. It recommends": not the law
			}
			if kind := c.all[before[k]].kind; c.is(s.a, "it") && kind != PersonMention && kind != UnknownMember && kind != GroupMention || c.is(s.a, "they") && kind == GroupMention {
				return before[k], true
			}
		}
		if c.is(s.a, "it") {
			// A name that is not known to be a person's or a body's: "Lantern Watch said …. It …".
			for k := len(before) - 1; k >= max(0, len(before)-40); k-- {
				if m := c.all[before[k]]; m.kind == PersonMention && m.named && m.office == "" && !m.marks["mr"] {
					if sex, _ := c.sexOf(m); sex == "" && len(m.marks) > 1 {
						return before[k], true
					}
					break
				}
			}
		}
		if c.is(s.a, "they") && len(before) > 0 && c.all[before[len(before)-1]].kind != PersonMention {
			return before[len(before)-1], true
		}
		if k := c.manyBefore(s.a); c.is(s.a, "they") && k >= 0 {
			return k, true
		}
	}
	if s.b-s.a == 1 && c.is(s.a, "both") && len(before) > 0 && c.all[before[len(before)-1]].kind != PersonMention {
		return before[len(before)-1], true
	}
	return -1, false
}

// bareSource is a source without what is told of it: a relative clause, where and when he spoke, his age, a dateline.
func (c *cast) bareSource(s rng) rng {
	// "the army, which had listed X as missing": what is told of the source names nobody.
	for k := s.a + 1; k+1 < s.b; k++ {
		if c.is(k, ",") && c.is(k+1, "which", "who", "whose", "whom") || c.is(k, "which", "whom") && c.lx.preposition[c.low(k-1)] && k-1 > s.a {
			if !c.is(k, ",") {
				k--
			}
			s.b = k
			break
		}
	}
	// "The president, in a televised address": where and when he spoke is no part of what he is called.
	for k := s.a + 1; k+1 < s.b; k++ {
		if c.is(k, ",") && (c.lx.preposition[c.low(k+1)] && (!c.is(k+1, "of", "for") || c.is(k+1, "for") && c.is(k+2, "its", "his", "her", "their") && c.is(k+3, "part")) || c.is(k+1, "speaking", "writing", "addressing", "answering", "responding", "replying")) && c.has(rng{k + 1, s.b - 1}, ",") < 0 {
			s.b = k
			break
		}
	}
	// "The Mission in its March report", "the service itself"
	for k := s.a + 1; k+1 < s.b; k++ {
		if c.is(k, "in") && c.is(k+1, "its", "his", "her", "their", "a", "the") && c.hasSet(rng{k + 2, s.b}, c.lx.document) >= 0 {
			s.b = k
			break
		}
	}
	if s.b-s.a > 1 && c.is(s.b-1, "itself", "himself", "herself", "themselves") {
		s.b--
	}
	// "The other military, a mechanic of 22 years": what he is names nobody else.
	if k := c.has(s, ","); k > s.a+1 && c.is(s.a, "the") && c.is(k+1, "a", "an") && !c.namedPerson(s) && c.unowned(rng{s.a, k}) {
		s.b = k
	}
	s = c.withoutDateline(s)
	if s.b-s.a > 2 && c.toks[s.b-1].kind == number && c.is(s.b-2, ",") {
		s.b -= 2 // "Ri, 26, expressed"
	}
	return s
}

// namedPerson: a person with a name stands in the words.
func (c *cast) namedPerson(s rng) bool {
	for i := s.a; i < s.b; i++ {
		if k := int(c.owner[i]) - 1; k >= 0 && c.all[k].named {
			return true
		}
	}
	return false
}

// unowned: the words have named nobody yet.
func (c *cast) unowned(s rng) bool {
	for i := s.a; i < s.b; i++ {
		if c.owner[i] != 0 {
			return false
		}
	}
	return true
}

// calledAnew is who is meant by words that only point back: "two of the men", "the witness", "the latter", "the same
// sources", "the ministry"; −1 for other words.
func (c *cast) calledAnew(s rng, before []int) int {
	if m := c.someOf(s); m >= 0 {
		return m
	}
	if c.is(s.a, "the") && c.is(s.a+1, "witness", "source", "interlocutor", "respondent") && s.b-s.a == 2 && len(before) > 0 {
		// "A woman … told the court. “…,” the witness recalled": whoever spoke last in the paragraph, if nobody else is called so.
		if m := c.all[before[len(before)-1]]; m.kind == PersonMention && !m.named && c.paraOf(m.at[len(m.at)-1].a) == c.paraOf(s.a) && (c.owner[s.a+1] == 0 || len(c.all[c.owner[s.a+1]-1].at) == 1) {
			return m.id
		}
	}
	if c.is(s.a, "the") && s.b-s.a == 2 && len(before) > 0 {
		// "A senior official of the ministry said …, the official added."
		if m := c.all[before[len(before)-1]]; m.kind == PersonMention && !m.named && m.office == "" && c.paraOf(m.at[len(m.at)-1].a) == c.paraOf(s.a) && slices.Contains(strings.Fields(strings.ToLower(m.names[0])), c.low(s.a+1)) {
			return m.id
		}
	}
	if c.is(s.a, "the") && c.is(s.a+1, "latter") && s.b-s.a == 2 {
		for i := s.a - 1; i >= 0 && c.sentOf[i] >= c.sentOf[s.a]-1; i-- {
			if k := int(c.owner[i]) - 1; k >= 0 {
				return k
			}
		}
	}
	if c.is(s.a, "the") && c.is(s.a+1, "same") {
		for n := len(before) - 1; n >= 0; n-- {
			if m := c.all[before[n]]; strings.Contains(strings.ToLower(m.names[0]), c.low(c.headNoun(s))) {
				return before[n] // "The same sources foresee …"
			}
		}
	}
	if k := c.bodyAgain(s); k >= 0 {
		return k
	}
	if s.b-s.a == 2 && c.is(s.a, "the") && c.is(s.a+1, "department", "agency", "institution", "body", "office") && len(before) > 0 {
		if m := c.all[before[len(before)-1]]; m.kind == OtherMention && c.isBody(m) && c.paraOf(m.at[len(m.at)-1].a) == c.paraOf(s.a) {
			return m.id // "The Ministry of Defence confirmed it. In the department they assure that …"
		}
	}
	return -1
}

// namedIn is the mention that the words of a source name, a named person first, then what stands first; −1 for none.
func (c *cast) namedIn(s rng) int {
	pick := -1
	for i := s.a; i < s.b; i++ {
		k := int(c.owner[i]) - 1
		if k < 0 || pick < 0 && !c.headless(s.a, i) && c.laterName(i, s.b) {
			continue
		}
		if h := c.headNoun(s); i > h && c.kin(h, h+1) && c.is(h+1, "of") && c.owner[i] != c.owner[h] && (!c.all[k].named || c.has(rng{h, i}, ",") < 0) {
			continue // "relatives of 31 sailors"
		}
		if c.owns(i, s.b) && c.laterName(i, s.b) {
			continue // "Horban's mother, Halyna"
		}
		if pick >= 0 && c.ofHead(s.a, i) {
			continue // "the wife of the commander of the crew, Major X": his name, not hers
		}
		if pick < 0 || c.all[k].named && c.all[k].kind == PersonMention && !(c.all[pick].named && c.all[pick].kind == PersonMention) && c.headless(s.a, i) {
			pick = k
		}
	}
	return pick
}

// learnName adds to a mention what it is called in s, where that tells more.
func (c *cast) learnName(s rng, pick int) {
	if m := c.all[pick]; m.kind == OtherMention && s.b-s.a <= 12 && !m.called(c.text(s)) {
		m.names = append(m.names, c.text(c.trimRight(s)))
	} else if m.kind == PersonMention && m.named && sexOfNoun(m.office) != "" && !strings.Contains(m.best(), " ") && s.b-s.a <= 8 {
		m.names = append([]string{c.text(c.trimRight(s))}, m.names...) // "Horban's mother, Halyna"
	} else if m.kind == PersonMention && !m.named && int(c.owner[s.a])-1 == pick {
		full := s
		if k := c.has(s, ","); k > 0 {
			full.b = k
		}
		if full.b-full.a <= 12 && !m.called(c.text(full)) && c.has(full, "of", "for") > 0 {
			m.names = append([]string{c.text(c.trimRight(full))}, m.names...) // "the mother of the soldier X"
		}
	}
}

// newSpeaker makes a mention of words that name nobody told of before.
func (c *cast) newSpeaker(s rng, before []int) int {
	kind := OtherMention
	for i := s.a; i < s.b; i++ {
		if c.lx.document[c.low(i)] {
			kind = DocumentMention
		}
	}
	if kind == DocumentMention && c.is(s.a, "the") && c.is(s.a+1, "message", "statement", "communique", "communiqué", "release", "announcement", "publication", "post") && len(before) > 0 && (s.b-s.a == 2 || c.is(s.a+2, "of") && s.b-s.a == 5 && c.lx.authority[c.low(s.b-1)]) {
		// "It is said in the message (of the department)": of the body that has just been told of.
		if m := c.all[before[len(before)-1]]; m.kind == OtherMention && c.isBody(m) && c.paraOf(m.at[len(m.at)-1].a) >= c.paraOf(s.a)-1 {
			return m.id
		}
	}
	if c.is(s.a, "a", "an", "one", "another") && kind == OtherMention && !c.bodyNoun(s) {
		kind = PersonMention // "a source in the ministry", "one of the freed"
	}
	if h := c.low(c.headNoun(s)); kind == OtherMention && (c.lx.humanOne[h] || c.lx.office[h] || c.kin(c.headNoun(s), c.headNoun(s)+1)) && !strings.HasSuffix(h, "s") && !c.bodyNoun(s) {
		kind = PersonMention // "Merabi's lawyer"
	}
	if s.b-s.a == 2 && c.lx.humanOne[c.low(s.a)] && (c.toks[s.b-1].cap && c.toks[s.b-1].end-c.toks[s.b-1].start == 1 || c.toks[s.b-1].kind == number) {
		kind = PersonMention // "prisoner A"
	}
	if c.is(s.a, "the") && c.toldApart(c.headNoun(s)) || c.is(s.b-1, "one") && c.lx.determiner[c.low(s.a)] && s.b-s.a <= 4 {
		kind = PersonMention // "the older one"
	}
	name := c.text(s)
	for _, m := range c.recent() {
		if m.called(name) {
			m.at = append(m.at, s)
			return m.id
		}
	}
	m := &mention{kind: kind, of: -1, id: len(c.all)}
	m.at = append(m.at, s)
	m.names = append(m.names, c.text(c.trimRight(s)))
	c.all = append(c.all, m)
	for i := s.a; i < s.b; i++ {
		if c.owner[i] == 0 && kind == PersonMention {
			c.owner[i] = int32(m.id + 1)
		}
	}
	return m.id
}

// withoutDateline: "VALTERRA (Agencies) - The government" is the government.
func (c *cast) withoutDateline(s rng) rng {
	if c.sents[c.sentOf[s.a]].a != s.a {
		return s
	}
	for k := s.a + 1; k+1 < s.b && k < s.a+8; k++ {
		if c.is(k, "-", "—", "–") && !c.toks[k].glued && !c.toks[k+1].glued {
			return rng{k + 1, s.b}
		}
	}
	return s
}

// bodyAgain: "the ministry" is the one body of that noun which the text has named before i; −1 where there is
// none, or several.
func (c *cast) bodyAgain(s rng) int {
	if s.b-s.a != 2 || !c.is(s.a, "the") || !c.lx.authority[c.low(s.a+1)] || c.toks[s.a+1].cap {
		return -1
	}
	only, near, several := -1, -1, false
	for _, m := range c.recent() {
		if m.kind != OtherMention || m.at[0].a >= s.a || !slices.ContainsFunc(m.names, func(n string) bool {
			return slices.Contains(strings.Fields(strings.ToLower(n)), c.low(s.a+1)) && len(strings.Fields(n)) > 2
		}) {
			continue
		}
		if c.sentOf[m.at[len(m.at)-1].a] == c.sentOf[s.a]-1 && c.paraOf(m.at[len(m.at)-1].a) == c.paraOf(s.a) {
			near = m.id
		}
		several = several || only >= 0
		only = m.id
	}
	if several && near >= 0 {
		return near // of several the one in the sentence before
	}
	if only < 0 || several {
		return -1
	}
	for i := max(1, s.a-longest); i < s.a; i++ {
		if c.low(i) == c.low(s.a+1) && !c.is(i-1, "the", "a", "this", "its") && !slices.ContainsFunc(c.all[only].at, func(at rng) bool { return at.a <= i && i < at.b }) {
			return -1 // another service is spoken of too
		}
	}
	return only
}

// isBody: the text calls it an authority.
func (c *cast) isBody(m *mention) bool {
	for _, n := range m.names {
		for _, w := range strings.Fields(strings.ToLower(n)) {
			if c.lx.authority[w] {
				return true
			}
		}
	}
	return false
}

// toldApart: "the first (of them)", "the youngest": one of several, told apart by this alone.
func (c *cast) toldApart(i int) bool {
	return c.is(i, "first", "second", "third", "fourth", "last", "youngest", "oldest", "eldest", "older", "elder", "younger", "latter", "former", "tallest")
}

// writer is who says "I" outside quotations: whose answer, letter or statement a line above is, or
// who has signed below; −1 where no line tells.
func (c *cast) writer(tok int) int {
	line := func(p paragraph) int {
		for i := p.a; i < p.b && i < p.a+6; i++ {
			if !c.is(i, "by", "from") || i > p.a && !c.is(i-1, "answer", "answered", "reply", "statement", "letter", "written", "address", "speech", "response", "testimony", "diary", "notes", "remarks", "report", "evidence") {
				continue
			}
			e := i + 1
			for e < p.b && (c.toks[e].cap || c.is(e, ".") && c.lx.abbreviation[c.low(e-1)]) && c.time[e] == 0 {
				e++
			}
			if e > i+2 {
				return c.signer(rng{i + 1, e})
			}
		}
		return -1
	}
	for n := c.paraOf(tok); n >= 0; n-- {
		if p := c.paras[n]; p.b-p.a < 30 || n == c.paraOf(tok) {
			if k := line(p); k >= 0 {
				return k
			}
		}
	}
	// Signed below: the last lines, of which one is a name.
	for n := len(c.paras) - 1; n >= max(0, len(c.paras)-3); n-- {
		p := c.paras[n]
		if p.b-p.a > 10 || p.a <= tok {
			continue
		}
		e := p.a
		for e < p.b && c.toks[e].cap && c.toks[e].kind == word && !c.lx.authority[c.low(e)] && c.time[e] == 0 {
			e++
		}
		if e-p.a >= 2 && e-p.a <= 4 && (e == p.b || c.is(e, ",")) {
			return c.signer(rng{p.a, e})
		}
	}
	return -1
}

// writers is the body that says "we" outside quotations: the one whose name stands above the text;
// −1 where none does.
func (c *cast) writers() int {
	for n := 0; n < min(3, len(c.paras)); n++ {
		p := c.paras[n]
		if !p.heading {
			continue
		}
		has := false
		for i := p.a; i < p.b; i++ {
			has = has || c.lx.authority[c.low(i)] || c.is(i, "association", "committee", "society", "league", "initiative", "foundation", "fund")
			if !c.toks[i].cap && !c.lx.preposition[c.low(i)] && !c.lx.determiner[c.low(i)] && c.toks[i].kind == word && !c.is(i, "and", "th", "st", "nd", "rd") {
				has = false
				break
			}
		}
		if !has {
			continue
		}
		name := c.text(p.rng)
		for _, m := range c.recent() {
			if m.called(name) {
				return m.id
			}
		}
		return c.put(&mention{kind: OtherMention, of: -1, named: true}, p.rng)
	}
	return -1
}

// signer is the person of that name, made if the text has not called him so elsewhere.
func (c *cast) signer(at rng) int {
	for at.b-at.a > 2 && (c.lx.abbreviation[c.low(at.a)] || c.toks[at.a].kind == punct || c.lx.office[c.low(at.a)]) {
		at.a++
	}
	name := c.text(at)
	for _, m := range c.recent() {
		if m.kind == PersonMention && m.called(name) {
			return m.id
		}
	}
	return c.put(&mention{kind: PersonMention, of: -1, named: true, marks: c.caps(at.a, at.b)}, at)
}

// manyBefore are "the relatives" of the sentence before, where nobody else fits "they"; −1 for none.
func (c *cast) manyBefore(tok int) int {
	si := int(c.sentOf[tok]) - 1
	if si < 0 || c.paraOf(c.sents[si].a) != c.paraOf(tok) {
		return -1
	}
	for i := c.sents[si].b - 1; i > c.sents[si].a; i-- {
		l := c.low(i)
		kin := c.is(i, "relatives", "families", "parents", "mothers", "wives", "widows") && c.sentOf[i-1] == c.sentOf[i]
		if !kin && !c.lx.determiner[c.low(i-1)] || !c.lx.humanMany[l] && !c.is(i, "relatives", "families", "parents", "mothers", "wives", "widows", "officials", "lawyers", "experts", "witnesses", "authorities", "doctors", "monitors", "negotiators", "mediators", "activists", "observers") {
			continue
		}
		if o := int(c.owner[i]) - 1; o >= 0 {
			return o
		}
		at := rng{i - 1, i + 1}
		if !c.lx.determiner[c.low(i-1)] {
			at.a = i
		}
		for _, m := range c.recent() {
			if m.kind == GroupMention && m.called(c.text(at)) {
				return m.id
			}
		}
		return c.put(&mention{kind: GroupMention, of: -1}, at)
	}
	return -1
}

// ofHead: who is named at i is he of whom the head of the phrase is told to be a relative.
func (c *cast) ofHead(from, i int) bool {
	for k := from + 1; k < i; k++ {
		if c.owner[k] == c.owner[i] && c.is(k-1, "of") && c.kin(from, k) {
			return true
		}
	}
	return false
}

// someOf: "two of the returned men", "several of the prisoners": some of a group, whom the
// text does not name, and not the whole of it; −1 where the source is no such thing.
func (c *cast) someOf(s rng) int {
	if s.b-s.a < 3 || !c.is(s.a+1, "of") {
		return -1
	}
	n, _, ok := c.smallNumber(s.a)
	if !(ok && n > 1 || c.is(s.a, "some", "several", "many", "most", "few", "others")) {
		return -1
	}
	name := c.text(c.trimRight(s))
	for _, m := range c.recent() {
		if m.kind == GroupMention && m.called(name) {
			return m.id
		}
	}
	m := &mention{kind: GroupMention, of: -1, id: len(c.all), at: []rng{s}, names: []string{name}}
	c.all = append(c.all, m)
	return m.id
}

// headNoun is the noun a phrase is about: its last word before "of", "for", "in" or a comma.
func (c *cast) headNoun(s rng) int {
	for k := s.a; k < s.b; k++ {
		if k > s.a && (c.lx.preposition[c.low(k)] || c.toks[k].kind == punct && !c.is(k, "-", "'") || c.is(k, "who", "which")) {
			return k - 1
		}
	}
	return s.b - 1
}

// bodyNoun: the head of the phrase, before any "of" or "in", is a body: "a court in X".
func (c *cast) bodyNoun(s rng) bool {
	for k := s.a; k < s.b; k++ {
		if k > s.a && c.lx.preposition[c.low(k)] {
			return false
		}
		if (c.lx.authority[c.low(k)] || c.is(k, "poll", "survey", "study", "group", "company", "team", "majority", "number", "coalition")) && !c.is(k, "officials") && (k+1 >= s.b || c.lx.preposition[c.low(k+1)] || c.toks[k+1].kind == punct) {
			return true
		}
	}
	return false
}

func persons(c *cast, ks []int) []int {
	var out []int
	for _, k := range ks {
		if c.all[k].kind == PersonMention {
			out = append(out, k)
		}
	}
	return out
}

// apposed: "the adviser said …, NAME, …": the name set off by commas after the
// cue is the speaker's, if he has none.
func (c *cast) apposed(a *attribution, k int) int {
	m := c.all[k]
	if m.named || m.office == "" || a.cue.empty() || a.cue.b >= len(c.toks) {
		return k
	}
	end := c.sents[c.sentOf[a.cue.a]].b
	if a.whole.a > a.cue.a {
		return k
	}
	for i := a.cue.b; i+1 < end; i++ {
		if !c.is(i, ",") || c.owner[i+1] == 0 {
			continue
		}
		j := int(c.owner[i+1]) - 1
		named := c.all[j]
		if named.kind != PersonMention || !named.named {
			continue
		}
		e := i + 1
		for e < end && int(c.owner[e])-1 == j {
			e++
		}
		if c.is(e, ",", ".", ";") {
			for _, n := range m.names {
				if !slices.Contains(named.names, n) {
					named.names = append(named.names, n)
				}
			}
			return j
		}
	}
	return k
}

// kin: a relative, a lawyer, an aide: somebody's, and not the one named after "of".
func (c *cast) kin(a, b int) bool {
	for k := a; k < b; k++ {
		if c.is(k, "mother", "father", "wife", "husband", "son", "daughter", "sister", "brother", "relative", "relatives", "uncle", "aunt", "widow", "family", "parents", "friend", "colleague", "neighbour", "neighbor", "lawyer", "aide", "spokesman", "spokeswoman", "spokesperson", "representative", "cousin", "grandmother", "grandfather", "fiancée", "fiancé", "companion", "partner", "girlfriend", "boyfriend", "comrade", "cellmate", "brother-in-arms", "comrade-in-arms", "stepmother", "stepfather", "nephew", "niece", "families", "mothers", "fathers", "wives", "widows", "sisters", "brothers") {
			return true
		}
	}
	return false
}

// laterName: another name stands before the end ("the minister of Trade, NAME").
func (c *cast) laterName(i, end int) bool {
	for k := i + 1; k < end; k++ {
		if o := int(c.owner[k]) - 1; o >= 0 && o != int(c.owner[i])-1 && c.all[o].named && c.all[o].kind == PersonMention && c.headless(i, k) {
			return true
		}
	}
	return false
}

// headless: a name after a comma or a title, not after "of".
func (c *cast) headless(from, i int) bool {
	for i > from && c.owner[i-1] == c.owner[i] {
		i--
	}
	if i <= from {
		return true
	}
	if c.is(i-1, "of", "for", "to") {
		return false
	}
	// "the mother of the soldier NAME" is not NAME; "the head of the headquarters NAME" is.
	related := c.lx.humanStem[c.low(i-1)] != "" || c.lx.determiner[c.low(i-1)]
	for k := i - 1; k >= from; k-- {
		if c.is(k, ",") {
			return true
		}
		if c.is(k, "of", "for", "to") && (related || c.kin(from, k)) {
			return false
		}
	}
	return true
}

// owns: the name at i only tells whose the one behind it is.
func (c *cast) owns(i, end int) bool {
	for k := i + 1; k < end && k < i+4; k++ {
		if c.is(k, "'s", "'", "’s", "’") {
			return true
		}
		if c.owner[k] != c.owner[i] {
			return false
		}
	}
	return false
}

// possessed: the mention only owns the source ("his lawyer", "the men's families").
func (c *cast) possessed(s rng, k int) bool {
	for i := s.a; i+1 < s.b; i++ {
		if int(c.owner[i])-1 == k && c.is(i+1, "'s", "'") && int(c.owner[i+1])-1 != k {
			return true
		}
	}
	return false
}
