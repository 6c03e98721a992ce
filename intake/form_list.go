package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"homeward/statement/edtf"
)

// listRow is one line of a list inside a text: a name with what stands beside it.
type listRow struct {
	line    rng // code points of the view
	name    rng
	heading rng    // the line that opens the list; empty for none
	called  string // the name, where its parts stand in fields of their own
	parted  string // the second part of such a name
	kin     bool   // it tells of a relative: whose state the heading gives is not sure
	slots   []rowSlot
}

type rowSlot struct {
	property string
	value    string
}

// listWords are the words of data/lists.yaml.
type listWords struct {
	rank, unit, born set
	unitEnds         []string
}

var listLexicon = sync.OnceValue(func() *listWords {
	var classes []struct {
		Class  string   `yaml:"class"`
		Reason string   `yaml:"reason"`
		Words  []string `yaml:"words"`
		Ends   []string `yaml:"ends"`
	}
	if err := readYAML("lists.yaml", &classes); err != nil {
		panic(err) // part of the program, tested
	}
	lx := &listWords{}
	for _, c := range classes {
		s := set{}
		for _, w := range c.Words {
			s[w] = true
		}
		switch c.Class {
		case "rank":
			lx.rank = s
		case "unit":
			lx.unit, lx.unitEnds = s, c.Ends
		case "born":
			lx.born = s
		}
	}
	return lx
})

// rowDate is a date as rows write it.
var rowDate = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\d{4}년\s?\d{1,2}월\s?\d{1,2}일|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2} \p{L}{3,9} \d{4}|\b(?:19|20)\d{2}`)
})

// The bounds of a row, in code points, and how many must stand together.
const (
	longestRow  = 200
	fewestRows  = 2
	looseWords  = 6  // words of a row that are neither name, date, rank nor unit
	oldestChild = 15 // who is younger is on no list of these: the date is not that of a birth
)

// listRows finds the lists inside a text: two rows or more, one right after the
// other, each a name with a date, a rank or a unit; or rows of the fields that a row
// of columns names. Under a heading that gives a state one row is enough, and under
// one that speaks of people a name alone. A date is one of birth where the row says
// so, or where it lies fifteen years or more before the text.
func listRows(text []rune, dated string) []listRow {
	var rows, run []listRow
	var heading, last listHeading
	var columns *rowColumns
	flush := func() {
		need := fewestRows
		if heading.class != nil && !heading.at.empty() && text[heading.at.b-1] == ':' {
			need = 1
		}
		if len(run) >= need && !onePlace(run) {
			for i := range run {
				run[i].heading = heading.at
				if !run[i].kin {
					run[i].slots = append(run[i].slots, newSlots(run[i].slots, heading.slots(dated))...)
				}
			}
			rows = append(rows, run...)
		}
		run = nil
	}
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && text[end] != '\n' && text[end] != '\u2028' && text[end] != '\u2029' {
			end++
		}
		line := trimmed(text, rng{start, end})
		start = end + 1
		if line.empty() {
			continue
		}
		if c, is := readColumns(text, line); is {
			flush()
			columns = &c
			continue // the heading above it stays the list's
		}
		var r listRow
		ok := false
		if columns != nil {
			r, ok = headedRow(text, line, *columns)
		}
		if !ok {
			if r, ok = readRow(text, line, dated, 1); ok {
				columns = nil
			}
		}
		if above := heading; !ok {
			if len(run) == 0 {
				above = last
			}
			if above.people && text[above.at.b-1] == ':' {
				if r, ok = readRow(text, line, dated, 0); !ok {
					r, ok = nameAlone(text, line)
				}
			}
		}
		if ok {
			if len(run) == 0 {
				heading = last
			}
			run = append(run, r)
			continue
		}
		flush()
		columns = nil
		last = listHeading{}
		if h, is := readHeading(text, line, dated); is {
			last = h
		}
	}
	flush()
	return rows
}

func trimmed(text []rune, r rng) rng {
	for r.a < r.b && (unicode.IsSpace(text[r.a]) || invisible(text[r.a])) {
		r.a++
	}
	for r.b > r.a && (unicode.IsSpace(text[r.b-1]) || invisible(text[r.b-1])) {
		r.b--
	}
	return r
}

// readRow reads one line as a row of a list: a name, and beside it at least so many
// fields that are known.
func readRow(text []rune, line rng, dated string, fewest int) (listRow, bool) {
	n := line.b - line.a
	if n < 8 || n > longestRow {
		return listRow{}, false
	}
	lx := listLexicon()
	at := bullet(text, line)
	r := listRow{line: rng{at, line.b}}
	fields := fieldsOf(text, rng{at, line.b})
	loose, known := 0, 0
	if p, used, ok := partedName(text, fields, lx); ok {
		p.line = r.line
		known = min(len(p.slots), 1)
		if p.slots == nil || p.slots[0].property != "rank" {
			known = 0
		}
		r, fields = p, fields[used:]
	}
	for i, f := range fields {
		if i > 0 && r.name.empty() {
			return listRow{}, false // the name comes first
		}
		switch {
		case f.date:
			property := ""
			written := string(text[f.a:f.b])
			d, ambiguous, err := edtf.ParseLoose(written, edtf.AsWritten)
			if err != nil || ambiguous {
				loose++
				continue
			}
			if f.born || d.Precision() >= edtf.DayPrecision && longBefore(d, dated) {
				property = "birth.date"
			}
			if property == "" {
				if d.Precision() < edtf.DayPrecision {
					loose++ // a bare year says too little
				}
				continue
			}
			r.slots = append(r.slots, rowSlot{property, d.String()})
			known++
		case r.name.empty():
			rank, name, ok := rowName(text, f.rng, lx)
			if !ok {
				return listRow{}, false
			}
			r.name = name
			if !rank.empty() {
				r.slots = append(r.slots, rowSlot{"rank", string(text[rank.a:rank.b])})
				known++
			}
		default:
			words := strings.FieldsFunc(strings.ToLower(string(text[f.a:f.b])), func(c rune) bool { return unicode.IsSpace(c) })
			switch {
			case isUnit(words, lx):
				r.slots = append(r.slots, rowSlot{"unit", string(text[f.a:f.b])})
				known++
			case len(words) <= 3 && allOf(words, lx.rank):
				r.slots = append(r.slots, rowSlot{"rank", string(text[f.a:f.b])})
				known++
			case len(words) == 1 && (isDigits(words[0]) && len(words[0]) >= 5 || len(words[0]) >= 6 && letterNumber(words[0])):
				r.slots = append(r.slots, rowSlot{"service.number", string(text[f.a:f.b])})
				known++
			default:
				for _, w := range words {
					if c := english().verb[w]; c != nil && c.class.speech() {
						return listRow{}, false // somebody says something: a sentence
					}
				}
				if first := []rune(strings.TrimLeft(string(text[f.a:f.b]), "(«\"“")); fewest == 0 && len(first) > 0 && unicode.IsLower(first[0]) {
					return listRow{}, false // "Olena Marchuk, mother of a prisoner": not one of the heading's
				}
				r.kin = r.kin || slices.ContainsFunc(words, isKin)
				loose += len(words)
			}
		}
	}
	return r, !r.name.empty() && known >= fewest && loose <= looseWords
}

// isKin: a word for a relative, in any of the languages.
func isKin(w string) bool {
	w = strings.Trim(w, ".,()")
	if slices.Contains(kinWords, w) {
		return true
	}
	for _, lx := range otherLexicons() {
		if stem(w, lx.Kin) {
			return true
		}
	}
	return false
}

// letterNumber: letters, then digits, as on a tag ("AV-104417").
func letterNumber(w string) bool {
	w = strings.ReplaceAll(w, "-", "")
	i := strings.IndexFunc(w, unicode.IsDigit)
	return i > 0 && i <= 6 && isDigits(w[i:]) && len(w)-i >= 4
}

func allOf(words []string, s set) bool {
	for _, w := range words {
		if !s[strings.Trim(w, ".")] {
			return false
		}
	}
	return len(words) > 0
}

func isUnit(words []string, lx *listWords) bool {
	if len(words) == 0 || len(words) > 8 {
		return false
	}
	for _, w := range words {
		w = strings.Trim(w, ".()«»\"")
		if lx.unit[w] || endsIn(w, lx.unitEnds) {
			return true
		}
	}
	return false
}

// bullet is where a row begins behind its number or mark ("1.", "12)", "–", "•").
func bullet(text []rune, line rng) int {
	i := line.a
	if text[i] == '№' {
		i++
	}
	digits := i
	for i < line.b && unicode.IsDigit(text[i]) && i-digits < 5 {
		i++
	}
	if i > digits && i < line.b && strings.ContainsRune(".):", text[i]) && i+1 < line.b && !unicode.IsDigit(text[i+1]) {
		i++
	} else if i > digits && i < line.b && text[i] == '\t' {
		i++
	} else if i = line.a; strings.ContainsRune("-–—•*▪●·‣✅🔹▫", text[i]) {
		i++
	}
	for i < line.b && (unicode.IsSpace(text[i]) || text[i] == '\ufe0f') {
		i++
	}
	return i
}

type rowField struct {
	rng
	date, born bool
}

// fieldsOf cuts a row at commas, semicolons, tabs, bars, parentheses and dashes with
// blanks, and takes dates out of what they stand in.
func fieldsOf(text []rune, line rng) []rowField {
	lx := listLexicon()
	var fields []rowField
	put := func(f rowField) {
		f.rng = trimmed(text, f.rng)
		for !f.empty() && strings.ContainsRune(".:", text[f.b-1]) {
			f.b--
		}
		if !f.empty() {
			fields = append(fields, f)
		}
	}
	piece := func(a, b int) {
		if !slices.ContainsFunc(text[a:b], func(r rune) bool { return '0' <= r && r <= '9' }) {
			put(rowField{rng: rng{a, b}}) // no date without a digit
			return
		}
		s := string(text[a:b])
		from := 0
		for _, m := range rowDate().FindAllStringIndex(s, -1) {
			if m[1] < len(s) && s[m[1]] >= '0' && s[m[1]] <= '9' {
				continue
			}
			x, y := a+len([]rune(s[:m[0]])), a+len([]rune(s[:m[1]]))
			before := trimmed(text, rng{a + len([]rune(s[:from])), x})
			f := rowField{rng: rng{x, y}, date: true}
			// "born 12.03.1990", "12.03.1990 р.н."
			if words := strings.Fields(strings.ToLower(string(text[before.a:before.b]))); len(words) > 0 && lx.born[strings.Trim(words[len(words)-1], ".:")] {
				f.born = true
				before.b -= len([]rune(words[len(words)-1]))
			}
			put(rowField{rng: before})
			after := strings.TrimLeft(s[m[1]:], " ")
			skipped := len(s[m[1]:]) - len(after)
			word := after
			if k := strings.IndexFunc(after, unicode.IsSpace); k >= 0 {
				word = after[:k]
			}
			from = m[1]
			if w := strings.Trim(strings.ToLower(word), ".,"); lx.born[w] {
				f.born = true
				from = m[1] + skipped + len(word)
			}
			put(f)
		}
		put(rowField{rng: rng{a + len([]rune(s[:from])), b}})
	}
	start := line.a
	for i := line.a; i < line.b; i++ {
		c := text[i]
		dash := strings.ContainsRune("-–—", c) && i > line.a && i+1 < line.b && unicode.IsSpace(text[i-1]) && unicode.IsSpace(text[i+1])
		if !dash && !strings.ContainsRune(",;\t|()", c) {
			continue
		}
		piece(start, i)
		start = i + 1
	}
	piece(start, line.b)
	return fields
}

// newSlots are those of more whose property the row does not fill itself.
func newSlots(have, more []rowSlot) []rowSlot {
	var out []rowSlot
	for _, m := range more {
		if !slices.ContainsFunc(have, func(h rowSlot) bool { return h.property == m.property }) {
			out = append(out, m)
		}
	}
	return out
}

// rowName reads a rank and a name: two to four words with capitals, or two to four
// Hangul syllables. A surname with the rest in another field: see partedName.
func rowName(text []rune, f rng, lx *listWords) (rank, name rng, ok bool) {
	var words []rng
	for i := f.a; i < f.b; {
		for i < f.b && unicode.IsSpace(text[i]) {
			i++
		}
		a := i
		for i < f.b && !unicode.IsSpace(text[i]) {
			i++
		}
		if i > a {
			words = append(words, rng{a, i})
		}
	}
	for len(words) > 1 && lx.rank[strings.Trim(strings.ToLower(string(text[words[0].a:words[0].b])), ".")] {
		if rank.empty() {
			rank = words[0]
		}
		rank.b = words[0].b
		words = words[1:]
	}
	if len(words) == 0 || len(words) > 4 {
		return rank, name, false
	}
	hangul := true
	for _, w := range words {
		for k := w.a; k < w.b; k++ {
			c := text[k]
			hangul = hangul && unicode.Is(unicode.Hangul, c)
			if !unicode.IsLetter(c) && !unicode.IsMark(c) && !invisible(c) && !apostrophe(c) && c != '-' && c != '‑' && !(c == '.' && k == w.b-1 && w.b-w.a <= 3) {
				return rank, name, false
			}
		}
		if !unicode.IsUpper(text[w.a]) && !unicode.Is(unicode.Hangul, text[w.a]) {
			return rank, name, false
		}
	}
	name = rng{words[0].a, words[len(words)-1].b}
	if hangul {
		return rank, name, name.b-name.a >= 2 && name.b-name.a <= 5 && len(words) <= 2
	}
	return rank, name, len(words) > 1
}

// longBefore: the day lies so long before the text, or before 2005 where the text
// has no date, that only a birth is meant.
func longBefore(d edtf.Date, dated string) bool {
	year := 2020
	if len(dated) >= 4 {
		if y, err := strconv.Atoi(dated[:4]); err == nil {
			year = y
		}
	}
	born := d.String()
	if len(born) < 4 {
		return false
	}
	y, err := strconv.Atoi(born[:4])
	return err == nil && y >= year-110 && y <= year-oldestChild
}
