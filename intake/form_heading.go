package intake

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"homeward/statement"
	"homeward/statement/edtf"
)

// What stands above a list: a heading that gives its rows a state ("Captured:",
// "Полонені:"), or a row of columns that tells what the fields are.

// headingClass is a state that a heading gives the rows below it.
type headingClass struct {
	Class    string   `yaml:"class"`
	Date     string   `yaml:"date"`     // the property whose date is told, or bounded by the day of the text
	Property string   `yaml:"property"` // a further slot
	Value    string   `yaml:"value"`
	People   []string `yaml:"people"` // phrases that can only mean people
	Words    []string `yaml:"words"`  // phrases that may mean things too ("captured: two villages")
	Events   []string `yaml:"events"` // phrases of the event itself: a day in the heading is its day
}

// listHeading is a line above a list, with what it says of the rows.
type listHeading struct {
	at     rng // code points; empty for none
	class  *headingClass
	people bool   // it speaks of people, so that a name alone is a row
	date   string // EDTF, where the heading names the day
}

var headingClasses = sync.OnceValue(func() []headingClass {
	var classes struct {
		Not      []string       `yaml:"not"`
		AsOf     []string       `yaml:"as_of"`
		Headings []headingClass `yaml:"headings"`
	}
	if err := readYAML("headings.yaml", &classes); err != nil {
		panic(err) // part of the program, tested
	}
	return append([]headingClass{{Class: "not", Words: classes.Not, People: classes.AsOf}}, classes.Headings...)
})

// wordsOf are the words of a line in small letters, without marks.
func wordsOf(text []rune) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !wordRune(r) && !apostrophe(r) && r != '-' })
}

// phraseIn finds a phrase among words. A phrase that ends in "*" goes on with any ending.
func phraseIn(words []string, phrase string) bool {
	want := strings.Fields(phrase)
	for i := 0; i+len(want) <= len(words); i++ {
		if matchesAll(words[i:i+len(want)], want) {
			return true
		}
	}
	return false
}

func matchesAll(words, want []string) bool {
	for k, w := range want {
		begin, open := strings.CutSuffix(w, "*")
		if words[k] != begin && !(open && strings.HasPrefix(words[k], begin)) {
			return false
		}
	}
	return true
}

// The longest line that is a heading, in words.
const longestHeading = 12

// readHeading reads the line above a list. A heading of two states ("killed and
// captured"), one that doubts or denies, and a sentence give no state.
func readHeading(text []rune, line rng, dated string) (listHeading, bool) {
	h := listHeading{at: line}
	colon := text[line.b-1] == ':'
	words := wordsOf(text[line.a:line.b])
	if len(words) == 0 || len(words) > longestHeading || !colon && (len(words) > 5 || strings.ContainsRune(".!?,;", text[line.b-1])) {
		return listHeading{at: line}, colon
	}
	classes := headingClasses()
	event := false
	for _, not := range classes[0].Words {
		if phraseIn(words, not) {
			return h, colon
		}
	}
	for i := range classes[1:] {
		c := &classes[1+i]
		people := slices.ContainsFunc(c.People, func(p string) bool { return phraseIn(words, p) })
		if !people && !slices.ContainsFunc(c.Words, func(p string) bool { return phraseIn(words, p) }) {
			continue
		}
		if h.class != nil {
			return listHeading{at: line}, colon // two states: which row has which is not said
		}
		h.class, h.people = c, people
		event = slices.ContainsFunc(c.Events, func(p string) bool { return phraseIn(words, p) })
	}
	if h.class == nil {
		return h, colon
	}
	s := string(text[line.a:line.b])
	for _, m := range rowDate().FindAllString(s, -1) {
		if d, ambiguous, err := edtf.ParseLoose(m, edtf.AsWritten); err == nil && !ambiguous && d.Precision() >= edtf.DayPrecision {
			h.date = d.String()
		}
	}
	if h.date == "" {
		h.date = headingDay(s, dated)
	}
	// "Prisoners as of 3 March": they were taken by then, not on that day.
	if d, err := edtf.Parse(h.date); err == nil && h.date != "" && (!event || slices.ContainsFunc(classes[0].People, func(p string) bool { return phraseIn(words, p) })) {
		if until, err := edtf.Until(d); err == nil {
			h.date = until.String()
		}
	}
	return h, true
}

// headingDay reads "on 3 March" of a heading, counted from the day of the text.
func headingDay(heading, dated string) string {
	p, err := newPage(heading)
	if err != nil {
		return ""
	}
	p.language = languageOf(p)
	d, err := edtf.Parse(dated)
	if err != nil {
		return ""
	}
	for _, t := range p.readTimes(d, wordsFor(p.language)) {
		if !t.vague && t.value.Precision() == edtf.DayPrecision {
			return t.value.String()
		}
	}
	return ""
}

// slots are what the heading says of each row. Without a day of its own a state held
// on the day of the text: what brought it about lies not after that.
func (h listHeading) slots(dated string) []rowSlot {
	if h.class == nil {
		return nil
	}
	var out []rowSlot
	if h.class.Property != "" {
		out = append(out, rowSlot{h.class.Property, h.class.Value})
	}
	if h.class.Date == "" {
		return out
	}
	on := h.date
	if on == "" {
		d, err := edtf.Parse(dated)
		if err == nil && d.IsInterval() {
			if end, open := d.End(); !open {
				d = end
			}
		}
		if err == nil && !d.IsZero() && !d.IsInterval() {
			if until, err := edtf.Until(d); err == nil {
				on = until.String()
			}
		}
	}
	if on != "" {
		return append(out, rowSlot{h.class.Date, on})
	}
	return out
}

// columnWords are the headers of lists, by their words in small letters.
var columnWords = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, p := range statement.DefaultVocabulary().Properties {
		for _, c := range p.Columns {
			if _, has := out[fold([]rune(c))]; !has {
				out[fold([]rune(c))] = p.Name
			}
		}
	}
	return out
})

// rowColumns are the properties of a row's fields, and what parts them.
type rowColumns struct {
	properties []string
	parting    rune
}

// listColumns are properties that a column of a list inside a message may have.
var listColumns = set{"name": true, "name.family": true, "name.given": true, "name.father": true, "name.alias": true, "birth.date": true, "birth.place": true, "rank": true,
	"service.number": true, "unit": true, "capture.date": true, "capture.place": true, "missing.since": true, "condition": true, "death.date": true, "release.date": true}

// readColumns reads a line that names the fields of the rows below: at least a name
// and one more, every word of it a header of lists.
func readColumns(text []rune, line rng) (rowColumns, bool) {
	if line.b-line.a > longestRow {
		return rowColumns{}, false
	}
	words := columnWords()
	for _, parting := range []rune{'\t', '|', ';', ',', '/'} {
		fields := cutAt(text, line, parting)
		if len(fields) < 2 {
			continue
		}
		c := rowColumns{parting: parting}
		named := false
		for _, f := range fields {
			w := fold(text[f.a:f.b])
			if w == "№" || w == "no" || w == "n" || w == "#" || w == "№ п/п" || w == "번호" {
				c.properties = append(c.properties, "")
				continue
			}
			p := words[strings.Trim(w, ".:")]
			if p == "" {
				p = words[w]
			}
			if !listColumns[p] || slices.Contains(c.properties, p) {
				return rowColumns{}, false
			}
			named = named || p == "name" || p == "name.family"
			c.properties = append(c.properties, p)
		}
		if named && len(c.properties) >= 2 {
			return c, true
		}
	}
	return rowColumns{}, false
}

// cutAt are the fields of a line between one mark.
func cutAt(text []rune, line rng, mark rune) []rng {
	var out []rng
	start := line.a
	for i := line.a; i <= line.b; i++ {
		if i < line.b && text[i] != mark {
			continue
		}
		out = append(out, trimmed(text, rng{start, i}))
		start = i + 1
	}
	return out
}

// headedRow reads a row by the columns named above it. The parts of a name stand in
// fields of their own; together they are the name, in the order they are written.
func headedRow(text []rune, line rng, c rowColumns) (listRow, bool) {
	if line.b-line.a > longestRow {
		return listRow{}, false
	}
	from := line.a
	if c.properties[0] != "" {
		from = bullet(text, line)
	}
	fields := cutAt(text, rng{from, line.b}, c.parting)
	if len(fields) < 2 || len(fields) > len(c.properties) {
		return listRow{}, false
	}
	r := listRow{line: rng{from, line.b}}
	var parts []string
	for i, f := range fields {
		p := c.properties[i]
		if f.empty() || p == "" {
			continue
		}
		written := string(text[f.a:f.b])
		property := statement.DefaultVocabulary().Property(p)
		switch {
		case p == "name", p == "name.family", p == "name.given", p == "name.father":
			if !nameLike(text[f.a:f.b]) {
				return listRow{}, false
			}
			if r.name.empty() {
				r.name = f
			}
			r.name.b = f.b
			parts = append(parts, written)
			if p != "name" {
				r.slots = append(r.slots, rowSlot{p, written})
			}
		case property.Type == statement.DateType:
			d, ambiguous, err := edtf.ParseLoose(written, edtf.AsWritten)
			if err != nil || ambiguous {
				continue
			}
			r.slots = append(r.slots, rowSlot{p, d.String()})
		case property.Type == statement.CodeType:
			if code := codeOf(property, written); code != "" {
				r.slots = append(r.slots, rowSlot{p, code})
			}
		default:
			r.slots = append(r.slots, rowSlot{p, written})
		}
	}
	r.called = strings.Join(parts, " ")
	if len(parts) == 2 && hangulOnly(parts[0]) && len([]rune(parts[0])) <= 2 {
		r.called = strings.Join(parts, "")
	}
	return r, len(parts) > 0 && len(r.slots) > 0
}

func codeOf(p *statement.Property, written string) string {
	w := fold([]rune(written))
	for _, c := range p.Codes {
		if w == c.Code || slices.ContainsFunc(c.Also, func(a string) bool { return fold([]rune(a)) == w }) {
			return c.Code
		}
		for _, l := range c.Label {
			if fold([]rune(l)) == w {
				return c.Code
			}
		}
	}
	return ""
}

func hangulOnly(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.Is(unicode.Hangul, r) }) < 0
}

// nameLike: letters, with a capital at the beginning of each word where there are
// capitals.
func nameLike(s []rune) bool {
	begins, n := true, 0
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			begins = true
			n++
			continue
		case !unicode.IsLetter(r) && !unicode.IsMark(r) && !invisible(r) && !apostrophe(r) && r != '-' && r != '‑' && r != '.':
			return false
		case begins && unicode.IsLower(r):
			return false
		}
		begins = false
	}
	return len(s) > 0 && n < 5
}

// partedName reads a name whose parts stand in the first two or three fields of a row
// without a heading of columns: "Dolan, Marek Ivo, …", "Долан; Марек; Іванович; …".
// Which of them is the surname is told only by a comma or a patronymic.
func partedName(text []rune, fields []rowField, lx *listWords) (r listRow, used int, ok bool) {
	one := func(f rowField) (string, bool) {
		w := string(text[f.a:f.b])
		words := strings.Fields(w)
		if f.date || len(words) == 0 || len(words) > 2 || !nameLike(text[f.a:f.b]) || isUnit(words, lx) || allOf(lowered(words), lx.rank) {
			return "", false
		}
		return w, true
	}
	if len(fields) < 3 {
		return r, 0, false
	}
	first := fields[0]
	// A rank before the surname.
	for words := strings.Fields(string(text[first.a:first.b])); len(words) > 1 && lx.rank[strings.Trim(strings.ToLower(words[0]), ".")]; words = words[1:] {
		n := len([]rune(words[0]))
		if len(r.slots) == 0 {
			r.slots = append(r.slots, rowSlot{"rank", ""})
		}
		r.slots[0].value = strings.TrimSpace(r.slots[0].value + " " + words[0])
		first.rng = trimmed(text, rng{first.a + n, first.b})
	}
	a, okA := one(first)
	b, okB := one(fields[1])
	if !okA || !okB || strings.ContainsRune(a, ' ') || strings.HasSuffix(a, ".") {
		return r, 0, false
	}
	parting := rune(0)
	for _, c := range text[first.b:fields[1].a] {
		if !unicode.IsSpace(c) {
			parting = c
		}
	}
	r.name, used = rng{first.a, fields[1].b}, 2
	father := ""
	if c, okC := one(fields[2]); okC && patronymic(strings.ToLower(c)) && len(fields) > 3 {
		father, used, r.name.b = c, 3, fields[2].b
	}
	switch {
	case hangulOnly(a) && hangulOnly(b):
		if len([]rune(a)) > 2 || len([]rune(b)) > 3 {
			return r, 0, false
		}
		r.called = a + b
		r.slots = append(r.slots, rowSlot{"name.family", a}, rowSlot{"name.given", b})
		return r, used, true
	case father != "":
		r.called = a + " " + b + " " + father
		r.slots = append(r.slots, rowSlot{"name.family", a}, rowSlot{"name.given", b}, rowSlot{"name.father", father})
		return r, used, true
	}
	r.called = a + " " + b
	if given := strings.Fields(b); parting == ',' {
		r.slots = append(r.slots, rowSlot{"name.family", a})
		if len(given) == 2 && patronymic(strings.ToLower(given[1])) {
			r.slots = append(r.slots, rowSlot{"name.given", given[0]}, rowSlot{"name.father", given[1]})
		} else {
			r.slots = append(r.slots, rowSlot{"name.given", b})
		}
	}
	r.parted = b
	return r, used, true
}

func lowered(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ToLower(w)
	}
	return out
}

// onePlace: the second fields of rows that begin with one word each are all the same:
// a place, and no first names.
func onePlace(run []listRow) bool {
	for _, r := range run {
		if r.parted == "" || r.parted != run[0].parted {
			return false
		}
	}
	return len(run) > 1
}

// nameAlone is a row of nothing but a name, under a heading that speaks of people.
func nameAlone(text []rune, line rng) (listRow, bool) {
	at := bullet(text, line)
	f := rng{at, line.b}
	for !f.empty() && strings.ContainsRune(".,;", text[f.b-1]) {
		f.b--
	}
	rank, name, ok := rowName(text, f, listLexicon())
	if !ok || name.b-name.a > 60 {
		return listRow{}, false
	}
	r := listRow{line: rng{at, line.b}, name: name}
	if !rank.empty() {
		r.slots = append(r.slots, rowSlot{"rank", string(text[rank.a:rank.b])})
	}
	return r, true
}
