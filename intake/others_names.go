package intake

import (
	"slices"
	"strings"
)

// Names and speakers of texts in Ukrainian, Russian and Korean. Names change their
// endings with their case; they are joined by what is left without them, and only
// where exactly one earlier person fits.

// oblique are the endings by which a name certainly stands in another case than the first.
var oblique = []string{"ом", "ем", "єм", "им", "ым", "ою", "ею", "ому", "ему", "ові", "еві", "ого", "его"}

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
	for n-a > 2 && stem(c.low(a), lx.Bodies) {
		a++ // "the spokesman of the Staff NAME"
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
	at.a = a
	named := slices.Contains(lx.Named, c.low(i-1))
	switch {
	case len(words) == 0 && initial && (role || c.isPeople(lx, i-1) || stem(c.low(i-1), lx.Roles)):
		m := &mention{kind: PersonMention, of: -1, named: true, marks: set{}, office: office}
		if at.a = i; i > 0 && !role {
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
		// "Зоряна К.": another Зоряна of another letter is another.
		letter := "initial " + c.low(n-1)
		for _, o := range c.recent() {
			if o.named && o.marks[letter] && o.known(words[0]) {
				c.put(o, at)
				return n
			}
		}
		c.put(&mention{kind: PersonMention, of: -1, named: true, marks: set{words[0]: true, letter: true}, office: office}, at)
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
		case named, office != "" && (role || stem(c.low(i-1), lx.Roles)) && !c.placeBefore(lx, i) && stem(office, lx.Titles) && !c.ofPlace(w):
			c.persona(at, name, office, words)
		}
		return n
	case c.placeBefore(lx, i):
		return n
	}
	c.persona(at, name, office, words)
	return n
}

// ofPlace: the text has the word without its ending too ("посол Веска", "Веск готов"):
// beside a title in its first form it tells whose the office is, and is no name.
func (c *cast) ofPlace(w string) bool {
	if !endsIn(w, []string{"а", "я", "у", "ю", "и", "і", "ы", "ии", "ії"}) {
		return false
	}
	if endsIn(w, []string{"ии", "ії"}) {
		return true // no surname ends so in the first case
	}
	stem := nameStem(w)
	for i := range c.toks {
		if l := c.toks[i].low; l != w && c.toks[i].cap && (l == stem || nameStem(l) == stem && endsIn(l, []string{"ия", "ія"})) {
			return true
		}
	}
	return false
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
