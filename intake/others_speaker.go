package intake

import (
	"slices"
	"strings"
)

// Who a source names in Ukrainian, Russian and Korean.

// speakerIn is the mention a source names in Ukrainian, Russian or Korean, made if it
// is not there yet; −1 for "he" where nobody can be told.
func (c *cast) speakerIn(lx *cueLexicon, a *attribution, before []int) int {
	k := c.sourceIn(lx, a, before)
	if k >= 0 && c.language != "ko" && a.kind != "according" && !a.cue.empty() && c.all[k].sex == "" {
		c.all[k].sex = c.tells(a.cue.b - 1)
	}
	return k
}

func (c *cast) sourceIn(lx *cueLexicon, a *attribution, before []int) int {
	s := a.source
	if s.b-s.a == 1 && slices.Contains(lx.He, c.low(s.a)) {
		k := c.heIn(before, s.a)
		if k < 0 {
			k = c.acting(s.a)
		}
		if x := c.opener(lx, s.a); k < 0 && !x.empty() {
			own := *a
			own.source = x
			return c.sourceIn(lx, &own, before)
		}
		return k
	}
	own := stem(c.low(s.a), lx.Kin) || c.language == "ko" && c.kinLast(lx, s)
	if !own {
		// Somebody named: the last one, who stands after his titles.
		pick, member := -1, -1
		for i := s.a; i < s.b; i++ {
			k := int(c.owner[i]) - 1
			if k < 0 {
				continue
			}
			if m := c.all[k]; m.kind == PersonMention && m.named && !c.inGenitive(lx, s, i) {
				pick = k
			} else if (m.kind == PersonMention || m.kind == UnknownMember || m.kind == GroupMention) && member < 0 && i <= s.a+2 {
				member = k
			}
		}
		if pick >= 0 {
			a.called = c.nameAt(s, pick)
			return pick
		}
		if member >= 0 && s.b-s.a == 1 && c.language != "ko" && len(c.all[member].at) == 1 {
			if k := c.sameByNoun(s.a, member, before); k >= 0 {
				return c.bySuchNoun(a, k)
			}
		}
		if member >= 0 && (s.b-s.a <= 3 || c.language == "ko" && int(c.owner[s.b-1])-1 == member) {
			return member
		}
	}
	name := c.text(c.trimRight(s))
	if c.language == "ko" {
		name = withoutEnding(name, lx.Topic)
		if bare, is := strings.CutSuffix(name, "에"); is && a.kind == "according" {
			name = bare // "X에 따르면"
		}
	}
	for _, m := range c.recent() {
		if m.called(name) {
			m.at = append(m.at, s)
			return m.id
		}
	}
	if k := c.ofRank(lx, s); k >= 0 {
		return c.bySuchNoun(a, k)
	}
	kind := OtherMention
	if own || stem(c.low(s.a), lx.Roles) || c.language == "ko" && c.roleLast(lx, s) {
		kind = PersonMention
		if k := c.byOffice(lx, s); k >= 0 && !own {
			c.all[k].at = append(c.all[k].at, s)
			return k
		}
	}
	m := &mention{kind: kind, of: -1, id: len(c.all)}
	if kind == PersonMention && !own {
		m.office = c.low(s.a)
	}
	m.at = append(m.at, s)
	m.names = append(m.names, name)
	c.all = append(c.all, m)
	return m.id
}

// bySuchNoun: the source is a noun that stands for a person named before. A name that stands in another case is not bent: he
// is called by the noun.
func (c *cast) bySuchNoun(a *attribution, k int) int {
	c.all[k].at = append(c.all[k].at, a.source)
	if endsIn(strings.ToLower(c.all[k].best()), oblique) {
		a.called = c.text(a.source)
	}
	return k
}

// ofRank: "the colonel" alone is the one whom the text has named with that rank or title before; −1 where it names none,
// or several.
func (c *cast) ofRank(lx *cueLexicon, s rng) int {
	if c.language == "ko" || s.b-s.a != 1 || !stem(c.low(s.a), lx.Ranks) && !stem(c.low(s.a), lx.Titles) {
		return -1
	}
	only := -1
	for _, m := range c.recent() {
		if m.kind != PersonMention || !m.named {
			continue
		}
		for _, at := range m.at {
			if at.a >= s.a {
				break
			}
			here := false
			for k := max(0, at.a-2); k < at.b; k++ {
				here = here || !c.toks[k].cap && sameRole(c.low(k), c.low(s.a)) || k == at.a && sameRole(c.low(k), c.low(s.a))
			}
			if here && only >= 0 && only != m.id {
				return -1
			}
			if here {
				only = m.id
			}
		}
	}
	return only
}

// sameByNoun: "the woman", "the sailor" alone, told of nobody before: the one person the paragraph names, if he can be
// meant; −1 where it names none, or several.
func (c *cast) sameByNoun(tok, own int, before []int) int {
	sex, lx := "", otherLexicons()[c.language]
	switch l := c.low(tok); {
	case stem(l, lx.Women):
		sex = "f"
	case stem(l, lx.Men):
		sex = "m"
	}
	only := -1
	for i := c.paras[c.paraOf(tok)].a; i < tok; i++ {
		k := int(c.owner[i]) - 1
		if k < 0 || k == own || k == only || c.all[k].kind != PersonMention || !c.all[k].named || c.spoken[i] || c.inQuote(i) {
			continue
		}
		if c.ofKin(i) && !(sex == "f" && c.womanNamed(i)) {
			continue // "the wife of the lieutenant X": not he is spoken of
		}
		if sex != "" && c.all[k].sex != "" && c.all[k].sex != sex || only >= 0 {
			return -1
		}
		only = k
	}
	if n := len(before); only < 0 && sex == "f" && n > 0 {
		// The wife or mother who spoke before in the same paragraph, called by what she is.
		if m := c.all[before[n-1]]; m.kind == PersonMention && m.id != own && c.paraOf(m.at[len(m.at)-1].a) == c.paraOf(tok) && stem(c.low(m.at[0].a), lx.WomenKin) {
			return m.id
		}
	}
	return only
}

// ofKin: the name at i only tells whose relative stands before it.
func (c *cast) ofKin(i int) bool {
	lx := otherLexicons()[c.language]
	for k := i - 1; k >= 0 && k > i-6 && c.toks[k].kind == word; k-- {
		if c.owner[k] != c.owner[i] && stem(c.low(k), lx.Kin) {
			return !c.womanNamed(i) && !strings.HasSuffix(c.low(i), "ко") && !strings.HasSuffix(c.low(i+1), "ко") // a surname in -ко that is not bent is hers
		}
	}
	return false
}

// byOffice: "the adviser" alone is the one person of that office, if there is one; with
// "of the hospital" he is only the same in the same words.
func (c *cast) byOffice(lx *cueLexicon, s rng) int {
	if s.b-s.a > 1 || c.language == "ko" {
		return -1
	}
	found := -1
	for _, m := range c.recent() {
		if m.kind == PersonMention && m.office != "" && sameRole(m.office, c.low(s.a)) {
			if found >= 0 {
				return -1
			}
			found = m.id
		}
	}
	return found
}

// sameRole: two forms of one word for an office.
func sameRole(a, b string) bool { return nameStem(a) == nameStem(b) }

// inGenitive: the name only tells whose the one before it is ("адвокат Ніни Орех" may
// be either; "мати Романа" is not Roman).
func (c *cast) inGenitive(lx *cueLexicon, s rng, i int) bool {
	if c.language == "ko" {
		return strings.HasSuffix(c.low(i), "의") // "승우의 어머니"; "승우의 아버지 김철민" is 김철민
	}
	for k := s.a; k < i; k++ {
		if stem(c.low(k), lx.Kin) {
			return !c.is(i-1, ",") && !c.womanNamed(i)
		}
	}
	return false
}

// heIn is who "he" is: the last speaker, unless somebody else was called by his full
// name since; where nobody spoke yet, the one person the text has named right before.
// −1 where it may be another: then it stays as written.
func (c *cast) heIn(before []int, tok int) int {
	if ks := persons(c, before); len(ks) > 0 {
		k := ks[len(ks)-1]
		if c.namedSince(k, tok) || c.tells(tok) != "" && c.all[k].sex != "" && c.tells(tok) != c.all[k].sex {
			return -1
		}
		for i := tok - 1; i >= 0; i-- {
			o := int(c.owner[i]) - 1
			if o == k {
				break
			}
			if o >= 0 && !c.spoken[i] && (c.all[o].kind == PersonMention || c.all[o].kind == UnknownMember) && c.paraOf(i) == c.paraOf(tok) {
				return -1 // "They spoke with one of the pilots. He said": not who spoke before
			}
		}
		return k
	}
	only := -1
	para := c.paraOf(tok)
	for i := tok - 1; i >= 0 && c.paraOf(i) >= para-1; i-- {
		if k := int(c.owner[i]) - 1; k >= 0 && c.all[k].kind == PersonMention && k != only {
			if only >= 0 {
				return -1
			}
			only = k
		}
	}
	return only
}

// acting is the one named person of the paragraph before tok whose name is followed
// by a verb in the past as the pronoun at tok has it ("… Vera Linnik learned"); −1
// where there is none, or more than one.
func (c *cast) acting(tok int) int {
	sex := c.tells(tok)
	if sex == "" {
		return -1
	}
	only, other := -1, -1
	for i := c.paras[c.paraOf(tok)].a; i < tok-1; i++ {
		k := int(c.owner[i]) - 1
		if k < 0 || c.spoken[i] || !c.all[k].named || int(c.owner[i+1])-1 == k {
			continue
		}
		if c.toks[i+1].kind != word || c.tells(i+1) != sex {
			if c.tells(i+1) == "" && (c.all[k].sex == "" || c.all[k].sex == sex) {
				other = k
			}
			continue
		}
		if only >= 0 && only != k {
			return -1
		}
		only = k
	}
	if other >= 0 && other != only {
		return -1
	}
	return only
}

// womanNamed: the two words of a name are those of a woman who does something, not of
// somebody whose she is: "мать матроса Вера Линник", beside "мать матроса Егора Линника".
func (c *cast) womanNamed(i int) bool {
	k := c.owner[i]
	if i > 0 && c.owner[i-1] == k {
		i--
	}
	return i+1 < len(c.toks) && c.owner[i+1] == k && endsIn(c.low(i), []string{"а", "я"}) && !endsIn(c.low(i+1), caseEndings)
}

// opener is the relative with whom a paragraph begins ("The mother of X, Ms. Y,
// learned …"), by her name where it stands, if "she" at tok can be nobody but her:
// the verb is that of a woman, as the pronoun is.
func (c *cast) opener(lx *cueLexicon, tok int) rng {
	if c.language == "ko" {
		return rng{}
	}
	a := c.paras[c.paraOf(tok)].a
	s := c.sents[c.sentOf[a]]
	if slices.Contains(lx.Whose, c.low(a)) {
		a++
	}
	if !stem(c.low(a), lx.Kin) || s.b > tok {
		return rng{}
	}
	verb := a + 1
	for verb < s.b && (c.tells(verb) == "" || c.toks[verb].cap) {
		verb++
	}
	if verb >= s.b || c.tells(verb) != c.tells(tok) {
		return rng{}
	}
	end := a + 1
	for end < verb && c.toks[end].cap {
		end++
	}
	for i := end; i < verb && i < end+5; i++ {
		if k := int(c.owner[i]) - 1; k >= 0 && c.all[k].named && (c.is(end, ",") || c.womanNamed(i)) {
			e := i + 1
			for e < verb && int(c.owner[e])-1 == k {
				e++
			}
			return rng{i, e}
		}
	}
	return rng{a, end}
}

// tells is m or f where a pronoun or a verb in the past tells it, else "".
func (c *cast) tells(i int) string {
	l := c.low(i)
	switch {
	case c.is(i, "він", "он", "який", "котрий", "который"), endsIn(l, []string{"ав", "ів", "ив", "їв", "ув", "яв", "вся", "ал", "ил", "ел", "ял", "лся"}):
		return "m"
	case c.is(i, "вона", "она", "яка", "котра", "которая"), endsIn(l, []string{"ла", "лася", "лась"}):
		return "f"
	}
	return ""
}

// nameAt is how a source calls the person.
func (c *cast) nameAt(s rng, k int) string {
	for i := s.b - 1; i >= s.a; i-- {
		if int(c.owner[i])-1 != k {
			continue
		}
		a := i
		for a > s.a && int(c.owner[a-1])-1 == k && c.toks[a-1].cap {
			a--
		}
		for lx := otherLexicons()[c.language]; a < i && stem(c.low(a), lx.Roles); {
			a++
		}
		return c.text(rng{a, i + 1})
	}
	return ""
}

// calledBy is the name a speaker is given by: the fullest, in the case of one who
// speaks. A full name that stands only in another case is not bent into this one.
func (m *mention) calledBy(called string) string {
	name := m.best()
	if called == "" || !m.named {
		return name
	}
	last := func(s string) string { f := strings.Fields(strings.ToLower(s)); return f[len(f)-1] }
	for _, n := range append([]string{name}, m.names...) {
		if strings.HasSuffix(strings.ToLower(n), last(called)) && len(n) > len(called) {
			return n
		}
	}
	return called
}

func (c *cast) kinLast(lx *cueLexicon, s rng) bool {
	for k := s.a; k < s.b; k++ {
		if stem(withoutEnding(c.low(k), lx.Topic), lx.Kin) && k >= s.b-1 {
			return true
		}
	}
	return false
}

func (c *cast) roleLast(lx *cueLexicon, s rng) bool {
	l := withoutEnding(c.low(s.b-1), lx.Topic)
	return slices.ContainsFunc(lx.Roles, func(w string) bool { return strings.HasSuffix(l, w) })
}
