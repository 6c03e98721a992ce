package intake

import (
	"slices"
	"strings"
)

// Names and speakers of texts in Ukrainian, Russian and Korean. Names change their
// endings with their case; they are joined by what is left without them, and only
// where exactly one earlier person fits.

// caseEndings are the endings of names, the longest first.
var caseEndings = []string{"ого", "ому", "ему", "его", "ові", "еві", "єві", "ими", "ыми", "ою", "ею", "єю", "ої", "ий", "ый", "ій", "ой", "ая", "ую", "их", "ых", "им", "ім", "ым",
	"ом", "ем", "ём", "єм", "ам", "ям", "а", "я", "у", "ю", "і", "и", "ы", "е", "є", "ї", "о", "ь", "й"}

// nameStem is a name without the ending of its case, and without the vowel that
// comes and goes ("Малець", "Мальця").
func nameStem(w string) string {
	for _, e := range caseEndings {
		if strings.HasSuffix(w, e) && len([]rune(w))-len([]rune(e)) >= 3 {
			w = strings.TrimSuffix(w, e)
			break
		}
	}
	w = strings.ReplaceAll(w, "ь", "")
	for _, v := range [][2]string{{"ец", "ц"}, {"ок", "к"}, {"ек", "к"}, {"ен", "н"}, {"ел", "л"}} {
		if strings.HasSuffix(w, v[0]) && len([]rune(w)) >= 5 {
			return strings.TrimSuffix(w, v[0]) + v[1]
		}
	}
	return w
}

// ofAWoman: endings that a surname has for a woman, or for a man in another case;
// alone they tell neither.
func ofAWoman(w string) bool {
	return endsIn(w, []string{"ова", "ева", "єва", "ёва", "іна", "їна", "ина", "ына", "ська", "ская", "цька", "цкая"})
}

// sameWord: two forms of one name. A form that may be of his wife is the same only letter by letter.
func sameWord(a, b string) bool {
	return a == b || ofAWoman(a) == ofAWoman(b) && nameStem(a) == nameStem(b)
}

// known: one of the person's names is this word, in whatever case.
func (m *mention) known(w string) bool {
	for have := range m.marks {
		if sameWord(have, w) {
			return true
		}
	}
	return false
}

// persona puts a named person, or joins him with the one earlier person he can be.
func (c *cast) persona(at, name rng, office string, words []string) *mention {
	var fits []*mention
	for _, m := range c.recent() {
		if m.kind != PersonMention || !m.named {
			continue
		}
		all := true
		for _, w := range words {
			all = all && m.known(w)
		}
		if all {
			fits = append(fits, m)
		}
	}
	// A full name before a part of one: "Ivan Krell" is not "Krell" of a family of two.
	if len(fits) == 1 {
		m := fits[0]
		c.put(m, at)
		if office != "" && m.office == "" {
			m.office = office
		}
		if len(words) > len(m.marks) {
			for _, w := range words {
				m.marks[w] = true
			}
		}
		return m
	}
	if len(fits) > 1 && len(words) == 1 {
		return nil // which of them, the text does not say
	}
	m := &mention{kind: PersonMention, office: office, of: -1, named: true, marks: set{}}
	for _, w := range words {
		m.marks[w] = true
	}
	c.put(m, at)
	m.names = []string{c.text(name)}
	return m
}

// nameIn reads a person's name in Ukrainian or Russian, with the title before it.
func (c *cast) nameIn(lx *cueLexicon, i, end int) int {
	if c.toks[i].kind != word || !c.toks[i].cap || c.time[i] != 0 {
		return i
	}
	n := i
	for n < end && n < i+6 && c.toks[n].kind == word && c.toks[n].cap && c.time[n] == 0 && !(n > i && c.toks[n-1].upper != c.toks[n].upper && c.toks[n].end-c.toks[n].start > 1) {
		n++
	}
	a := i
	office := c.officeBefore(lx, i)
	opensSentence := c.sents[c.sentOf[i]].a == i || c.toks[max(i-1, 0)].kind != word
	role := false
	for a < n && (stem(c.low(a), lx.Roles) || c.isPeople(lx, a)) {
		office, role = c.low(a), true
		a++
	}
	for j := a; j < n; j++ {
		if stem(c.low(j), lx.Bodies) || stem(c.low(j), lx.Laws) {
			return n
		}
	}
	if a == i && opensSentence && n-a > 1 && (lx.between[c.low(a)] || slices.Contains(lx.ToldIn, c.low(a)) || slices.Contains(lx.Objects, c.low(a)) || slices.Contains(lx.He, c.low(a)) || len([]rune(c.low(a))) < 3) {
		a++
	}
	if a >= n {
		return n
	}
	if n < end && stem(c.low(n), lx.Laws) {
		return n
	}
	// "the president of Ardania Olena Staruk": the last two are her name.
	if k := n - a; k >= 3 && !patronymic(c.low(n-1)) && (office != "" || k > 3) {
		a = n - 2
	} else if k >= 4 {
		a = n - 3
	}
	name := rng{a, n}
	words := make([]string, 0, 3)
	for j := a; j < n; j++ {
		if c.toks[j].end-c.toks[j].start > 1 {
			words = append(words, c.low(j))
		}
	}
	initial := n < end && c.is(n, ".") && c.toks[n].glued && c.toks[n-1].end-c.toks[n-1].start == 1
	if c.toks[max(i-1, 0)].kind == openMark && n < len(c.toks) && c.toks[n].kind == closeMark {
		return n // «Вечірній Дністер» is a name of a thing
	}
	at := rng{i, n}
	if a > i && !role {
		at.a = a
	}
	named := slices.Contains(lx.Named, c.low(i-1))
	switch {
	case len(words) == 0 && initial && (role || c.isPeople(lx, i-1) || stem(c.low(i-1), lx.Roles)):
		m := &mention{kind: PersonMention, of: -1, named: true, marks: set{}, office: office}
		if i > 0 && !role {
			at.a = i - 1
		}
		m.marks[c.low(n-1)+"."+office] = true
		for _, o := range c.recent() {
			if o.named && o.marks[c.low(n-1)+"."+office] {
				c.put(o, at)
				return n
			}
		}
		c.put(m, at)
		return n
	case len(words) == 0:
		return n
	case len(words) == 1 && initial:
		// "Зоряна К."
		for _, o := range c.recent() {
			if o.named && o.known(words[0]) {
				c.put(o, at)
				return n
			}
		}
		c.put(&mention{kind: PersonMention, of: -1, named: true, marks: set{words[0]: true}, office: office}, at)
		return n
	case len(words) == 1:
		w := words[0]
		var fits []*mention
		for _, m := range c.recent() {
			if m.kind == PersonMention && m.named && m.known(w) {
				fits = append(fits, m)
			}
		}
		switch {
		case len(fits) == 1:
			c.put(fits[0], at)
		case len(fits) > 1:
		case named, office != "" && (role || stem(c.low(i-1), lx.Roles)) && !c.placeBefore(lx, i) && stem(office, lx.Titles):
			c.persona(at, name, office, words)
		}
		return n
	case c.placeBefore(lx, i):
		return n
	}
	c.persona(at, name, office, words)
	return n
}

// placeBefore: what follows is a place ("in", "near the village").
func (c *cast) placeBefore(lx *cueLexicon, i int) bool {
	return stem(c.low(i-1), lx.Places) || slices.Contains(lx.PlacePre, c.low(i-1))
}

// isPeople: a noun for people.
func (c *cast) isPeople(lx *cueLexicon, i int) bool {
	if i < 0 || i >= len(c.toks) {
		return false
	}
	h, _, _ := c.nounOf(lx, i)
	return h != ""
}

// officeBefore is the nearest title before a name: "речник штабу полковник X".
func (c *cast) officeBefore(lx *cueLexicon, i int) string {
	office := ""
	for k := i - 1; k >= 0 && k > i-6 && c.toks[k].kind == word && c.sentOf[k] == c.sentOf[min(i, len(c.sentOf)-1)]; k-- {
		if stem(c.low(k), lx.Roles) {
			office = c.low(k)
			if !stem(office, lx.Ranks) {
				return office // an office tells more than a rank
			}
		}
		if _, verb := lx.verb[c.low(k)]; verb || slices.Contains(lx.ToldIn, c.low(k)) {
			break
		}
	}
	return office
}

func patronymic(w string) bool {
	return endsIn(w, []string{"ович", "евич", "йович", "івна", "ївна", "овна", "евна", "овича", "евича", "івни", "ївни", "овны", "евны", "овичу", "евичу", "овичем", "евичем", "івною", "ївною", "овной", "евной"})
}

// partOf: "one of them", "the second" in Ukrainian and Russian. Told by the writer he
// is a man of his own as long as the group has room; told by somebody else it stays
// unknown which he is. Two such phrases are never joined with each other.
func (c *cast) partOf(lx *cueLexicon, i, end int) int {
	if !slices.Contains(lx.OneOf, c.low(i)) {
		return i
	}
	n := i + 1
	switch {
	case c.is(n, "з", "із", "зі", "из") && n+1 < end && (c.is(n+1, "них", "ніх", "нас") || c.groupNoun(lx, n+1)):
		n += 2
	case slices.Contains(lx.OneOf, c.low(i)) && slices.Contains(lx.Apart, c.low(i)) && n < end && c.toks[n].kind == word && !c.isPeople(lx, n) && endsIn(c.low(n), lx.Ends):
	default:
		return i
	}
	g := -1
	at := -1
	for _, m := range c.recent() {
		if m.kind == GroupMention && m.size <= 50 && m.at[len(m.at)-1].a > at {
			g, at = m.id, m.at[len(m.at)-1].a
		}
	}
	if g < 0 || c.paraOf(i)-c.paraOf(at) > 2 {
		return i
	}
	group := c.all[g]
	full := group.size > 0 && len(group.members) >= group.size
	if c.spoken[i] || full {
		c.put(&mention{kind: UnknownMember, head: group.head, of: g}, rng{i, n})
		return n
	}
	k := c.put(&mention{kind: PersonMention, head: group.head, of: g}, rng{i, n})
	group.members = append(group.members, k)
	return n
}

func (c *cast) groupNoun(lx *cueLexicon, i int) bool {
	_, _, many := c.nounOf(lx, i)
	return many
}

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
		return c.heIn(before, s.a)
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
	for k := s.a; k < i; k++ {
		if stem(c.low(k), lx.Kin) {
			return !c.is(i-1, ",")
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

// tells is m or f where a pronoun or a verb in the past tells it, else "".
func (c *cast) tells(i int) string {
	l := c.low(i)
	switch {
	case c.is(i, "він", "он"), endsIn(l, []string{"ав", "ів", "ив", "їв", "ув", "яв", "вся", "ал", "ил", "ел", "ял", "лся"}):
		return "m"
	case c.is(i, "вона", "она"), endsIn(l, []string{"ла", "лася", "лась"}):
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

// readIn reads one mention of a text in another language.
func (c *cast) readIn(lx *cueLexicon, i, end int) int {
	if c.language == "ko" {
		if n := c.nameKo(lx, i, end); n > i {
			return n
		}
		return c.peopleIn(lx, i, end)
	}
	for _, f := range []func(*cueLexicon, int, int) int{c.partOf, c.peopleIn, c.nameIn} {
		if n := f(lx, i, end); n > i {
			return n
		}
	}
	return i
}
