package intake

import (
	"slices"
	"strings"
	"unicode"
)

// Names of persons and bodies.

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
		if j > i && c.withArticle(j) {
			j++ // "Sami al-Rawhani"
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

// withArticle: an Arabic name behind its article: "al-Rawhani".
func (c *cast) withArticle(i int) bool {
	article, name, ok := strings.Cut(c.text(rng{i, i + 1}), "-")
	if !ok || len(article) != 2 || name == "" || !unicode.IsUpper([]rune(name)[0]) {
		return false
	}
	switch strings.ToLower(article) {
	case "al", "el", "ad", "ar", "as", "at", "an", "az":
		return true
	}
	return false
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
		if c.lx.office[c.low(j)] && n-j-1 >= 2 && n-j-1 <= 3 {
			return i // "the Ombudsman Lesia Kravets": who holds the office, not the office
		}
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

// afterTitle: in the run of capitals from i after "of" and a title of state, the name of a
// person begins behind that of the country or the department: "President of X Anna Kral".
// It returns where, or i where there is none.
func (c *cast) afterTitle(i, end int) int {
	if !c.is(i-1, "of", "for") || !c.is(i-2, "commissioner", "secretary", "representative", "envoy", "president", "premier", "minister", "chancellor", "king", "queen", "ambassador", "governor", "ombudsman", "chief", "head") {
		return i
	}
	if n := c.capRun(i, end); n-i >= 3 && n-i <= 4 && !c.lx.authority[c.low(n-1)] && !c.lx.authority[c.low(n-2)] {
		return n - 2
	}
	return i
}

// name: a person's name, with or without a title; a surname that is known already.
func (c *cast) name(i, end int) int {
	if l := c.low(i); !c.toks[i].cap || c.toks[i].kind != word || c.time[i] != 0 || c.lx.preposition[l] && l != "de" && l != "van" && i+1 < end && c.toks[i+1].cap {
		return i // "As Halik affirms": the name begins behind
	}
	n := c.capRun(i, end)
	if n == i {
		return i
	}
	a := i
	title := -1
	if from := c.afterTitle(i, end); from > i {
		title, a, i = i-2, from, from // "the Prime Minister of X Anna Kral"
	}
	office := ""
	for j := i; j < n; j++ {
		if c.lx.office[c.low(j)] || c.lx.rank[c.low(j)] && j+1 < n || c.lx.title[c.low(j)] {
			office, a = spelledOut(c.low(j)), j+1
			if office == "minister" && c.is(j-1, "prime") {
				office = "premier"
			}
		}
	}
	for a < n && c.toks[a].kind == punct {
		a++
	}
	switch {
	case office != "":
	case c.lx.office[c.low(i-1)] && !c.is(i-1, "source"):
		office = c.low(i - 1)
	case c.is(i-1, ",") && n-i <= 2 && sexOfNoun(c.low(i-2)) != "" && c.is(i-3, "his", "her", "their", "my", "'s", "’s"):
		office = c.low(i - 2) // "his sister, Oksana, …"
	case title >= 0:
		if office = c.low(title); office == "minister" && c.is(title-1, "prime") {
			office = "premier"
		}
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
	last := n - 1
	for last > a && (c.toks[last].kind == punct || c.toks[last].end-c.toks[last].start == 1) {
		last-- // "Bekan D."
	}
	surname := c.low(last)
	if n-a == 1 && c.twoOf(surname) {
		if m := c.titledSo(surname, office); m != nil {
			c.put(m, rng{i, n}) // "Mrs Tolliver", "Corporal Tolliver"
		}
		return n // of two people of that name the text does not say which
	}
	for k := len(c.all) - 1; k >= max(0, len(c.all)-400); k-- {
		m := c.all[k]
		if m.kind == PersonMention && m.named && m.marks[surname] && (n-a == 1 || c.sameName(m, a, n)) {
			c.put(m, rng{i, n})
			return n
		}
	}
	called := c.calledSo(i)
	if called != nil && office != "" && office != called.office && sexOfNoun(called.office) != "" && sexOfNoun(office) == "" {
		called = nil // "a letter to his wife, Captain Orlo wrote": not she
	}
	if called == nil && (n-a >= 2 || c.is(i-1, ",") && c.is(n, ",") && c.lx.verb[c.low(n+1)] != nil && c.lx.verb[c.low(n+1)].form == past) {
		called = c.inApposition(i, n) // "the driver, Hamid, told"
	}
	if m := called; m != nil && n-a <= 4 {
		m.named = true
		if m.marks == nil || m.office != "" {
			m.marks = set{}
		}
		for j := a; j < n; j++ {
			m.marks[c.low(j)] = true
		}
		c.put(m, rng{i, n})
		called := c.text(rng{a, n})
		if sexOfNoun(m.office) != "" && n-a == 1 {
			called = m.names[0] + ", " + called // "his sister, Oksana"
		}
		m.names = append([]string{called}, m.names[:len(m.names)-1]...)
		return n
	}
	kin := n-a == 1 && office == "" && (c.kinAfter(n) || c.describedAfter(i, n) || c.kinBefore(i))
	if n-a < 2 && (office == "" && !kin || office == "official") || n-a > 4 {
		return n
	}
	for j := a; j < n; j++ {
		l := c.low(j)
		if c.lx.noName[l] || j == a && c.lx.place[l] || c.lx.party[l] || c.lx.channel[l] || c.lx.law[l] || c.lx.dayPart[l] || c.lx.authority[l] || c.lx.preposition[l] && (office == "" || l != "per") || c.lx.determiner[l] || c.lx.pronoun[l] || c.lx.adverb[l] || c.lx.conjunction[l] || l[0] >= '0' && l[0] <= '9' || demonym(l) && !c.givenLike(a, j, n) || c.toks[j].upper && n-a > 2 {
			return n
		}
	}
	if office == "" && c.is(i-1, "the") && title < 0 {
		return n // "the Brassin Courier"
	}
	if office == "" && (c.is(i-1, "in", "at", "near", "to", "from") || c.is(i-1, "of") && c.lx.place[c.low(i-2)]) {
		return n
	}
	m := &mention{kind: PersonMention, office: office, of: -1, named: true, marks: set{}}
	for j := a; j < n; j++ {
		if size := c.toks[j].end - c.toks[j].start; c.toks[j].kind == word && (size > 2 || size == 1) {
			m.marks[c.low(j)] = true
		}
	}
	if office != "" && n-a == 1 || n-a >= 2 || kin {
		k := c.put(m, rng{i, n})
		if a > i {
			c.all[k].names = append([]string{c.text(rng{a, n})}, c.all[k].names...)
		}
	}
	return n
}

// kinAfter: ", the wife of a marine", ", mother of two": whoever is called so before the comma at n is a person.
func (c *cast) kinAfter(n int) bool {
	if !c.is(n, ",") {
		return false
	}
	k := n + 1
	if c.lx.determiner[c.low(k)] {
		k++
	}
	return k+1 < len(c.toks) && sexOfNoun(c.low(k)) != "" && slices.Contains(kinWords[4:], c.low(k)) && c.is(k+1, "of", "to")
}

// kinBefore: "his cellmate Maksym", "her nephew Ilo".
func (c *cast) kinBefore(i int) bool {
	return i > 1 && c.kin(i-1, i) && c.is(i-2, "his", "her", "their", "'s", "’s")
}

// describedAfter: a sentence begins with a name alone, and tells between commas how old he is or what: "Andrii, 34, a driver
// of the brigade, spent …".
func (c *cast) describedAfter(i, n int) bool {
	if i != c.sents[c.sentOf[i]].a || !c.is(n, ",") {
		return false
	}
	k := n + 1
	if k+1 < len(c.toks) && c.toks[k].kind == number && len(c.low(k)) == 2 && c.is(k+1, ",") {
		return true
	}
	if !c.is(k, "a", "an") {
		return false
	}
	for e := k + 1; e < k+5 && e < len(c.toks) && c.toks[e].kind == word; e++ {
		if c.lx.humanOne[c.low(e)] || c.lx.office[c.low(e)] {
			return true
		}
	}
	return false
}

// spelledOut is the office or rank that an abbreviation before a name stands for.
func spelledOut(l string) string {
	switch l {
	case "gen":
		return "general"
	case "col":
		return "colonel"
	case "lt":
		return "lieutenant"
	case "maj":
		return "major"
	case "capt":
		return "captain"
	case "sgt":
		return "sergeant"
	case "cpl":
		return "corporal"
	case "pvt":
		return "private"
	case "adm":
		return "admiral"
	case "rep":
		return "lawmaker"
	case "sen":
		return "senator"
	case "gov":
		return "governor"
	case "pres":
		return "president"
	case "dr":
		return "doctor"
	case "prof":
		return "professor"
	}
	return l
}

// titledSo is the one person of a surname whom a title or rank before it fits; nil where none or several do.
func (c *cast) titledSo(surname, title string) *mention {
	var found *mention
	for _, m := range c.recent() {
		if m.kind != PersonMention || !m.named || !m.marks[surname] {
			continue
		}
		sex, _ := c.sexOf(m)
		switch title {
		case "mr":
			if sex == "f" {
				continue
			}
		case "mrs", "ms", "miss":
			if sex == "m" || sex == "" && c.lx.rank[m.office] {
				continue
			}
		default:
			if title == "" || m.office != title {
				continue
			}
		}
		if found != nil {
			return nil
		}
		found = m
	}
	return found
}

// twoOf: two people with different names before it share this surname.
func (c *cast) twoOf(surname string) bool {
	var first *mention
	for _, m := range c.recent() {
		if m.kind != PersonMention || !m.named || !m.marks[surname] || len(m.marks) < 2 {
			continue
		}
		if first == nil {
			first = m
			continue
		}
		for w := range m.marks {
			if !first.marks[w] && len(first.marks) >= len(m.marks) {
				return true
			}
		}
	}
	return false
}

func (c *cast) sameName(m *mention, a, b int) bool {
	for i := a; i < b; i++ {
		if c.toks[i].kind == word && !m.marks[c.low(i)] {
			return false
		}
	}
	return true
}

// givenLike: a part of a name that ends as a people does: Adrian before a surname, a surname
// in -ian after a given name.
func (c *cast) givenLike(a, j, n int) bool {
	if n-a < 2 {
		return false
	}
	return j < n-1 && c.lx.givenLike[c.low(j)] || j == n-1 && strings.HasSuffix(c.low(j), "ian") && !demonym(c.low(a)) && !c.lx.place[c.low(a)]
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
