package match

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"homeward/identity"
	"homeward/name"
	"homeward/statement"
	"homeward/statement/edtf"
)

// Values are made ready to be compared: dates as YYYYMMDD however each list writes them, code words (sex) as their
// codes, whole names in their parts. What cannot be read stays as written.

// dateReader reads the dates of a column as that column writes them, as YYYYMMDD, YYYYMM or YYYY. A date that can be
// read in two ways, with nothing in the column to tell, is read with the day first: comparing knows days and months
// that are exchanged. So is a number of eight digits, by which reading makes dates of most. Where a value is no date, what
// comes back is its digits.
func dateReader(t *Table, column int) func(string) string {
	dayFirst, monthFirst := 0, 0
	orders := [...][3]int{{0, 4, 6}, {4, 2, 0}, {4, 0, 2}} // where year, month and day begin among eight digits
	var fits [len(orders)]int
	for _, row := range t.Rows[:min(len(t.Rows), 5000)] {
		v := row[column]
		if digits(v) == v && len(v) == 8 {
			for i, o := range orders {
				if _, ok := eightDigits(v, o); ok {
					fits[i]++
				}
			}
			continue
		}
		if v == "" || len(v) > 40 || isoDay(v) != "" || digits(v) == v {
			continue
		}
		_, _, dayErr := edtf.ParseLoose(v, edtf.DayFirst)
		_, _, monthErr := edtf.ParseLoose(v, edtf.MonthFirst)
		switch {
		case dayErr == nil && monthErr != nil:
			dayFirst++
		case monthErr == nil && dayErr != nil:
			monthFirst++
		}
	}
	convention := edtf.DayFirst
	if monthFirst > dayFirst {
		convention = edtf.MonthFirst
	}
	order := 0
	for i, n := range fits {
		if n > fits[order] {
			order = i
		}
	}
	known := map[string]string{}
	return func(v string) string {
		if day := isoDay(v); day != "" {
			return day
		}
		if v == "" {
			return ""
		}
		if digits(v) == v {
			if len(v) == 8 {
				if day, ok := eightDigits(v, orders[order]); ok {
					return day
				}
			}
			return v
		}
		out, ok := known[v]
		if !ok {
			out = looseDay(v, convention)
			known[strings.Clone(v)] = out
		}
		return out
	}
}

// isoDay is 1971-06-24 as 19710624, quickly; "" for anything else.
func isoDay(v string) string {
	if len(v) != 10 || v[4] != '-' || v[7] != '-' {
		return ""
	}
	d := v[:4] + v[5:7] + v[8:]
	if digits(d) != d {
		return ""
	}
	return d
}

func eightDigits(v string, begin [3]int) (string, bool) {
	year, month, day := v[begin[0]:begin[0]+4], v[begin[1]:begin[1]+2], v[begin[2]:begin[2]+2]
	return year + month + day, "1850" <= year && year < "2100" && "01" <= month && month <= "12" && "01" <= day && day <= "31"
}

// looseDay reads a date as lists write it. A year of two digits is taken for one of the hundred years up to 2029: what is
// compared are people alive in our time.
func looseDay(v string, convention edtf.Convention) string {
	if len(v) > 40 {
		return digits(v)
	}
	d, _, err := edtf.ParseLoose(v, convention)
	if err != nil {
		if cut := strings.LastIndexAny(v, "./- "); cut > 0 && len(v)-cut == 3 && digits(v[cut+1:]) == v[cut+1:] {
			century := "19"
			if v[cut+1:] < "30" {
				century = "20"
			}
			d, _, err = edtf.ParseLoose(v[:cut+1]+century+v[cut+1:], convention)
		}
	}
	if err != nil || d.IsInterval() {
		return digits(v)
	}
	switch text := d.Plain().String(); {
	case len(text) >= 10 && digits(isoDay(text[:10])) != "":
		return isoDay(text[:10])
	case len(text) == 7 && digits(text[5:]) == text[5:]:
		return text[:4] + text[5:]
	case len(text) >= 4 && digits(text[:4]) == text[:4]:
		return text[:4]
	}
	return digits(v)
}

func digits(v string) string {
	for i := range len(v) {
		if v[i] < '0' || v[i] > '9' {
			return strings.Map(func(r rune) rune {
				if '0' <= r && r <= '9' {
					return r
				}
				return -1
			}, v)
		}
	}
	return v
}

// reader makes the values of a column of one list ready.
func (p *Column) reader(t *Table, columns []int, last *lastName) func(row []string) string {
	column := columns[0]
	plain := func(row []string) string { return row[column] }
	if p.Part != wholeName {
		return p.Part.reader(t, columns, last)
	}
	if p.Kind == identity.DateColumn {
		var ready []func(string) string
		for _, c := range columns {
			ready = append(ready, dateReader(t, c))
		}
		return func(row []string) string { // the first that is filled in
			for i, c := range columns {
				if row[c] != "" {
					return ready[i](row[c])
				}
			}
			return ""
		}
	}
	if property := statement.DefaultVocabulary().Property(p.Role); property != nil && len(property.Codes) > 0 {
		return func(row []string) string {
			if code, _, err := property.Canonical(row[column], edtf.AsWritten); err == nil {
				return code
			}
			return row[column]
		}
	}
	return plain
}

// Records makes the values of a list ready to be compared, in the order of the columns, on all cores: as the left list of
// the two, or as the right one. A record without an id is called by its row.
func (t *Table) Records(columns []Column, o Options, right bool) []identity.Record {
	id := o.idColumn(t)
	out := make([]identity.Record, len(t.Rows))
	var wait sync.WaitGroup
	stretch := max(1000, (len(t.Rows)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	for from := 0; from < len(t.Rows); from += stretch {
		wait.Go(func() { t.ready(out, from, min(from+stretch, len(t.Rows)), id, columns, right) })
	}
	wait.Wait()
	return out
}

// ready fills in the records of some rows.
func (t *Table) ready(out []identity.Record, from, to, id int, columns []Column, right bool) {
	read := make([]func([]string) string, len(columns))
	names := &lastName{}
	for i := range columns {
		of := columns[i].Left
		if right {
			of = columns[i].Right
		}
		read[i] = columns[i].reader(t, of, names)
	}
	room := make([]string, (to-from)*len(columns))
	for n := from; n < to; n++ {
		row := t.Rows[n]
		values := room[:len(columns):len(columns)]
		room = room[len(columns):]
		for i := range columns {
			values[i] = read[i](row)
		}
		out[n] = identity.Record{Values: values}
		if id >= 0 {
			out[n].ID = row[id]
		} else {
			out[n].ID = strconv.Itoa(n + 2)
		}
	}
}

// namePart is what is taken of a name for one column of comparison.
type namePart uint8

const (
	wholeName namePart = iota // the cell as it is
	familyPart
	givenPart
	fatherPart
)

// divideNames puts in the place of a whole name its parts, where most names of both lists have two or more: then names
// in another order, or without the patronymic, are still found alike.
func divideNames(columns []Column, left, right *Table) []Column {
	at := slices.IndexFunc(columns, func(p Column) bool {
		return p.Role == "name" && (p.Kind == identity.NameColumn || len(p.Left)+len(p.Right) > 2)
	})
	if at < 0 || slices.ContainsFunc(columns, func(p Column) bool { return p.Role == "name.family" }) {
		return columns
	}
	p := columns[at]
	father := true
	for _, side := range []struct {
		t  *Table
		of []int
	}{{left, p.Left}, {right, p.Right}} {
		if len(side.of) > 1 {
			father = father && len(side.of) > 2
			continue
		}
		several, fathers, filled := 0, 0, 0
		for _, row := range side.t.Rows[:min(len(side.t.Rows), 2000)] {
			if row[side.of[0]] == "" {
				continue
			}
			filled++
			parts := partsOf(row[side.of[0]])
			if len(parts.words) > 1 {
				several++
			}
			if parts.father >= 0 {
				fathers++
			}
		}
		if several*10 < filled*6 {
			if len(p.Left)+len(p.Right) == 2 {
				return columns
			}
		}
		father = father && fathers*5 >= filled
	}
	var out []Column
	for _, part := range []struct {
		part namePart
		word string
	}{{familyPart, "family"}, {givenPart, "given"}, {fatherPart, "patronymic"}} {
		if part.part == fatherPart && !father {
			continue
		}
		own := p
		own.Part, own.Kind, own.Header = part.part, identity.NameColumn, p.Header+", "+part.word
		out = append(out, own)
	}
	return slices.Concat(columns[:at], out, columns[at+1:])
}

// nameWords is a whole name taken apart.
type nameWords struct {
	words  []string // titles left out
	father int      // which is a patronymic; -1 for none
	family int      // which is the family name, where the name itself tells; -1 where not
}

// lastName keeps the parts of the name met last: each is read once for each of its parts.
type lastName struct {
	written string
	parts   nameWords
}

func (l *lastName) partsOf(written string) nameWords {
	if written != l.written {
		l.written, l.parts = written, partsOf(written)
	}
	return l.parts
}

func partsOf(written string) nameWords {
	out := nameWords{father: -1, family: -1}
	before, _, comma := strings.Cut(written, ",")
	parsed := name.Parse(written)
	hangul := len(parsed.Tokens) > 0 && parsed.Tokens[0].Script == name.Hangul
	for _, t := range parsed.Tokens {
		if t.Role == name.Title {
			continue
		}
		if t.Role == name.Patronymic && out.father < 0 {
			out.father = len(out.words)
		}
		out.words = append(out.words, t.Written)
	}
	switch {
	case len(out.words) < 2:
		out.father = -1
	case comma && len(name.Parse(before).Tokens) == 1, hangul:
		out.family = 0
	case out.father == 2 && len(out.words) == 3:
		out.family = 0
	case out.father == 1 && len(out.words) == 3:
		out.family = 2
	case out.father >= 0 && len(out.words) == 2:
		out.family = -1 // a given name and a patronymic, or a family name that looks like one
		out.father = -1
	}
	return out
}

// reader takes one part of the names in these columns: of family and given name where there are two, else of the whole
// name in the order that the column shows.
func (part namePart) reader(t *Table, columns []int, last *lastName) func(row []string) string {
	if len(columns) > 1 {
		return func(row []string) string { return row[columns[part-familyPart]] }
	}
	column := columns[0]
	first, korean := familyFirst(t, column)
	return func(row []string) string {
		p := last.partsOf(row[column])
		if len(p.words) == 0 {
			return ""
		}
		family := p.family
		if family < 0 {
			last := len(p.words) - 1
			if family = 0; !first || korean && !koreanFamily(name.Normal(p.words[0])) && koreanFamily(name.Normal(p.words[last])) {
				family = last
			}
		}
		var given []string
		for i, w := range p.words {
			if i != family && i != p.father {
				given = append(given, w)
			}
		}
		switch {
		case part == familyPart:
			return p.words[family]
		case part == givenPart:
			return strings.Join(given, " ")
		case p.father >= 0:
			return p.words[p.father]
		}
		return ""
	}
}

// familyFirst tells whether the names of a column begin with the family name: as those do that show it by a patronymic or
// a comma; else by the word of which there are more kinds, which is the family name except among Koreans, half of whom
// have one of a few. Korean names in other letters are written either way in one list, which their family names show.
func familyFirst(t *Table, column int) (first, korean bool) {
	shown, koreans, ahead, names := 0, 0, 0, 0
	firsts, lasts := map[string]bool{}, map[string]bool{}
	for _, row := range t.Rows[:min(len(t.Rows), 5000)] {
		p := partsOf(row[column])
		n := len(p.words)
		if n < 2 {
			continue
		}
		names++
		switch p.family {
		case 0:
			shown++
		case n - 1:
			shown--
		}
		a, b := name.Normal(p.words[0]), name.Normal(p.words[n-1])
		firsts[a], lasts[b] = true, true
		before, behind := koreanFamily(a), koreanFamily(b)
		if before || behind {
			koreans++
		}
		if before {
			ahead++
		}
		if behind {
			ahead--
		}
	}
	switch {
	case shown*10 > names || shown*10 < -names:
		return shown > 0, false
	case koreans*10 > 6*names:
		return ahead >= 0, true
	}
	return len(firsts) >= len(lasts), false
}

// koreanFamily reports that a word sounds as one of the family names of nearly all Koreans.
func koreanFamily(word string) bool {
	for _, s := range name.Sounds(word) {
		for _, own := range koreanFamilies() {
			if name.DistanceWithin(s, own, 2) <= 1.4 {
				return true
			}
		}
	}
	return false
}

var koreanFamilies = sync.OnceValue(func() (out []name.Skeleton) {
	for _, family := range "김이리박최정강조윤장임림한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나" {
		out = append(out, name.Sounds(string(family))...)
	}
	return out
})
