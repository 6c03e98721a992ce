package intake

import (
	"strconv"
	"strings"
	"time"

	"homeward/statement/edtf"
)

// timex is an expression of time over tokens.
type timex struct {
	rng
	value    edtf.Date
	anchor   string // "" for a date that stands for itself
	vague    bool
	duration string // ISO 8601, where the expression measures a time
	self     bool   // names a day or month of its own, so that later relative expressions can count from it
	refers   string // past | present | future, where the text gives no more than that
}

// calendar reads the expressions of time of a page. Relative ones count from
// the date of the document, or, in a narrative ("two days later"), from the last
// date the narrative named.
type calendar struct {
	p     *page
	words *dateWords
	dated edtf.Date // of the document; zero where it is not known
	last  edtf.Date // the narrative's last date
	spell edtf.Date // the last quarter, half or year the text named, from which "a year earlier" counts
	out   []timex
}

func (p *page) readTimes(dated edtf.Date, words *dateWords) []timex {
	c := &calendar{p: p, words: words, dated: dated}
	para, named := 0, 0
	for i := 0; i < len(p.toks); {
		for para < len(p.paras) && i >= p.paras[para].b {
			para++
			// "Two days later" counts from a date of its own paragraph; in interviews and
			// letters, whose paragraphs are a sentence long, from one a little before it.
			if words.capitals || para-named > 2 {
				c.last = edtf.Date{}
			}
		}
		t, ok := c.at(i)
		if !ok || t.b <= i {
			i++
			continue
		}
		if t.self && t.value.Precision() >= edtf.DayPrecision && !c.datelineDay(t) {
			c.last, named = t.value, para
		}
		if monthsLong(t.value) && t.anchor != "narrative" {
			c.spell = t.value
		}
		c.out = append(c.out, t)
		i = t.b
	}
	return c.out
}

func (c *calendar) civil() (time.Time, bool) {
	y, m, d, ok := c.dated.Civil()
	if !ok || m == 0 || d == 0 {
		return time.Time{}, false
	}
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), true
}

func day(t time.Time) edtf.Date {
	d, err := edtf.Day(t.Date())
	if err != nil {
		return edtf.Date{}
	}
	return d
}

// core reads an expression that begins at token i, without what frames it.
func (c *calendar) core(i int) (timex, bool) {
	if i >= len(c.p.toks) || !c.words.mayBegin(&c.p.toks[i]) {
		return timex{}, false
	}
	return c.anyOf(i)
}

// anyOf asks one reader after the other.
func (c *calendar) anyOf(i int) (timex, bool) {
	if !c.words.capitals {
		if x, ok := c.elsewhere(i); ok {
			return x, true // "два дні тому" is no length of two days
		}
		if x, ok := c.phrase(i); ok && c.p.toks[i].kind == word {
			return x, true
		}
	}
	switch c.p.toks[i].kind {
	case number:
		for _, read := range []func(int) (timex, bool){c.clock, c.decade, c.numeric, c.days, c.dayMonth, c.alsoDay, c.count} {
			if x, ok := read(i); ok {
				return x, true
			}
		}
	case word:
		for _, read := range []func(int) (timex, bool){c.halfYear, c.eve, c.monthSpan, c.stretch, c.period, c.nth, c.decade, c.spoken, c.feast, c.monthFirst, c.dayMonth, c.weekend, c.weekday, c.clock, c.deictic, c.count, c.open, c.recurring, c.phrase, c.season} {
			if x, ok := read(i); ok {
				return x, true
			}
		}
	default:
		if x, ok := c.decade(i); ok {
			return x, true
		}
	}
	return timex{}, false
}

// numeric: 2025-01-13, 13.01.2025, 01/13/2025, and a year after a preposition.
func (c *calendar) numeric(i int) (timex, bool) {
	s := c.p.low(i)
	if strings.Count(s, "-") == 2 || strings.Count(s, ".") == 2 || strings.Count(s, "/") == 2 {
		d, _, err := edtf.ParseLoose(s, edtf.AsWritten)
		if err == nil {
			return timex{rng: rng{i, i + 1}, value: d, self: true}, true
		}
		return timex{}, false
	}
	if len(s) == 4 && (s[0] == '1' && s[1] >= '8' || s[0] == '2' && s[1] == '0') && isDigits(s) {
		if c.bareYear(i) || c.p.is(i-1, "in", "since", "of", "by", "from", "until", "during", "late", "early", "mid", "year", "before", "after", "summer", "spring", "autumn", "fall", "winter", "к", "у", "в", "с", "з", "до") || c.p.is(i+1, "року", "році", "года", "году", "рік", "год", "г", "р") {
			y, _ := strconv.Atoi(s)
			d, err := edtf.Year(y)
			if err != nil {
				return timex{}, false
			}
			end := i + 1
			if c.p.is(end, "року", "році", "года", "году", "рік", "год") {
				end++
			}
			return timex{rng: rng{i, end}, value: d}, true
		}
	}
	return timex{}, false
}

// bareYear: four digits that count nothing: no noun follows, no sign of money stands before.
func (c *calendar) bareYear(i int) bool {
	p := c.p
	if p.is(i-1, "$", "€", "£", "no", "number", "#", "about", "some", "nearly", "over", "than", "least", "№") {
		return false
	}
	if i+1 >= len(p.toks) || p.toks[i+1].kind != word {
		return !p.is(i+1, "%", "-")
	}
	l := p.low(i + 1)
	// "the 1956 uprising", "its 1990 invasion": a year stands before what is dated by it, a number before what is counted.
	if lx := english(); c.words.capitals && (lx.determiner[p.low(i-1)] || p.is(i-1, "'s") || strings.HasSuffix(p.low(i-1), "s'")) && lx.humanStem[l] == "" && c.words.unit[l] == 0 && !p.is(i-1, "these", "those", "some", "any", "no", "another", "all", "several", "many", "every", "each") && !p.is(i+1, "people", "other", "more", "dead", "killed", "tons", "tonnes", "km", "kilometres", "metres", "miles", "names", "bodies") {
		return true
	}
	return english().preposition[l] || english().conjunction[l] || english().auxiliary[l]
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// dayNumber reads 3, 3rd, third as a day of a month.
func dayNumber(s string) int {
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		if n, has := strings.CutSuffix(s, suffix); has {
			s = n
			break
		}
	}
	if len(s) == 0 || len(s) > 2 || !isDigits(s) {
		return 0
	}
	n, _ := strconv.Atoi(s)
	if n > 31 {
		return 0
	}
	return n
}

func (c *calendar) year(i int) (y, end int) {
	j := i
	if c.p.is(j, ",") || c.p.is(j, "of") {
		j++
	}
	s := c.p.low(j)
	if len(s) == 4 && isDigits(s) && (s[0] == '1' && s[1] >= '5' || s[0] == '2' && s[1] <= '1') {
		y, _ = strconv.Atoi(s)
		j++
		if c.p.is(j, "року", "року.", "года", "р", "г") {
			j++
		}
		return y, j
	}
	return c.yearTold(i)
}

// monthFirst: January 3, January 3rd 2025, January 2025, early January, January.
func (c *calendar) monthFirst(i int) (timex, bool) {
	start := i
	shift := ""
	if c.p.is(i, "last", "this", "next") && c.words.month[c.p.low(i+1)] != 0 {
		shift = c.p.low(i)
		i++
	}
	name, part := strings.TrimSuffix(c.p.low(i), "."), false
	for _, of := range []string{"mid-", "early-", "late-"} {
		if rest, ok := strings.CutPrefix(name, of); ok {
			name, part = rest, true
		}
	}
	m := c.words.month[name]
	if m == 0 || !c.p.toks[i].cap && c.words.capitals && !part {
		return timex{}, false
	}
	if !c.words.capitals && c.p.toks[i].cap && c.p.sents[c.p.sentOf[i]].a != i {
		return timex{}, false // "отметила Март": a month has no capital there
	}
	// "Jan Kavan": a short form without its point before another capital is a name.
	if len(name) == 3 && m != time.May && c.words.capitals && i+1 < len(c.p.toks) && c.p.toks[i+1].cap && c.p.toks[i+1].kind == word {
		return timex{}, false
	}
	j := i + 1
	if c.p.is(j, ".") && c.p.toks[j].glued {
		j++
	}
	if c.p.is(j, "the") {
		j++
	}
	if j < len(c.p.toks) && c.p.toks[j].kind == number {
		if x, ok := c.monthDays(start, j, m); ok {
			return x, true
		}
		if d := dayNumber(c.p.low(j) + c.ordinal(j)); d > 0 {
			end := c.afterDay(j)
			y, e := c.year(end)
			if y == 0 {
				y = c.yearOfOther(m, end)
			}
			if y == 0 {
				y = c.yearOf(m, d, start)
			}
			return c.dayOf(start, e, y, m, d)
		}
	}
	// "May" and "March" alone are months only after a preposition.
	if (c.p.is(i, "may", "march")) && shift == "" && !c.p.is(start-1, "end", "beginning", "before", "after", "late", "in", "since", "last", "of", "by", "until", "early", "late", "mid", "from", "next", "this", "to") {
		if y, _ := c.year(i + 1); y == 0 {
			return timex{}, false
		}
	}
	// "Jan Orlo", "April Voss": before a name, and not behind a preposition of time, they are names too.
	if next := i + 1; c.p.is(i, "jan", "april", "june", "august") && shift == "" && next < len(c.p.toks) && c.p.toks[next].cap && c.p.toks[next].kind == word && c.words.month[c.p.low(next)] == 0 && !c.p.is(start-1, "in", "since", "until", "by", "from", "of", "last", "next", "this", "early", "late", "mid") {
		return timex{}, false
	}
	y, e := c.year(i + 1)
	if y == 0 {
		y = c.yearOfOther(m, i+1)
	}
	if y == 0 {
		y, e = c.yearOf(m, 0, start), i+1
		if at, ok := c.civil(); ok && shift != "" {
			y = at.Year()
			switch {
			case shift == "last" && m >= at.Month():
				y--
			case shift == "next" && m <= at.Month():
				y++
			}
		}
	}
	if y == 0 {
		return timex{rng: rng{start, e}, vague: true}, true
	}
	d, err := edtf.Month(y, m)
	if err != nil {
		return timex{}, false
	}
	return timex{rng: rng{start, e}, value: d}, true
}

// ordinal is the suffix of 3rd where the tokenizer parted it.
func (c *calendar) ordinal(j int) string {
	if j+1 < len(c.p.toks) && c.p.toks[j+1].glued && c.p.is(j+1, "st", "nd", "rd", "th") {
		return c.p.low(j + 1)
	}
	return ""
}

// afterDay is where the number of a day at j ends, with the suffix of 3rd or 3-го.
func (c *calendar) afterDay(j int) int {
	switch {
	case c.ordinal(j) != "":
		return j + 2
	case j+2 < len(c.p.toks) && c.p.is(j+1, "-") && c.p.toks[j+1].glued && c.p.toks[j+2].glued && c.p.is(j+2, "го", "ого", "е", "є"):
		return j + 3
	}
	return j + 1
}

// dayMonth: 3 January 2025, the 3rd of January, 3 січня, 1월 3일.
func (c *calendar) dayMonth(i int) (timex, bool) {
	if x, ok := c.korean(i); ok {
		return x, true
	}
	j := i
	if c.p.is(j, "the") {
		j++
	}
	if j >= len(c.p.toks) || c.p.toks[j].kind != number {
		return timex{}, false
	}
	d := dayNumber(c.p.low(j))
	if d == 0 {
		return timex{}, false
	}
	j = c.afterDay(j)
	if c.p.is(j, "of") {
		j++
	}
	m := c.words.month[strings.TrimSuffix(c.p.low(j), ".")]
	if m == 0 || c.words.capitals && !c.p.toks[j].cap {
		return timex{}, false
	}
	y, e := c.year(j + 1)
	if y == 0 {
		y = c.yearOfOther(m, j+1)
	}
	if y == 0 {
		y = c.yearOf(m, d, i)
	}
	return c.dayOf(i, e, y, m, d)
}

// korean: 2025년 1월 3일, 1월 3일, 3일 (with the tokenizer's parting of digits and letters).
func (c *calendar) korean(i int) (timex, bool) {
	if x, ok := c.koreanSpan(i); ok {
		return x, true
	}
	y, j := c.koreanPart(i, "년")
	m, j2 := c.koreanPart(j, "월")
	d, j3 := c.koreanPart(j2, "일")
	if m < 1 || m > 12 {
		return timex{}, false
	}
	if y == 0 {
		y = c.inferYear(time.Month(m), d)
	}
	if d > 0 {
		return c.dayOf(i, j3, y, time.Month(m), d)
	}
	v, err := edtf.Month(y, time.Month(m))
	return timex{rng: rng{i, j2}, value: v}, err == nil && y != 0
}

// dayOf makes the day; without a year it is told but has no value.
func (c *calendar) dayOf(a, b, y int, m time.Month, d int) (timex, bool) {
	if y == 0 {
		return timex{rng: rng{a, b}, vague: true}, true
	}
	v, err := edtf.Day(y, m, d)
	if err != nil {
		return timex{}, false
	}
	return timex{rng: rng{a, b}, value: v, self: true}, true
}

// inferYear gives the year that brings the date nearest to the document's, and
// not more than a month after it: reports tell what has happened.
func (c *calendar) inferYear(m time.Month, d int) int {
	at, ok := c.civil()
	if !ok {
		if y, _, _, ok := c.dated.Civil(); ok {
			return y
		}
		return 0
	}
	if d == 0 {
		d = 15
	}
	y := at.Year()
	days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(at).Hours() / 24
	switch {
	case days > 45:
		return y - 1
	case days < -330:
		return y + 1
	}
	return y
}

// yearOf is the year of a day or month written without one: the nearest, or the
// next where the clause speaks of what is to come.
func (c *calendar) yearOf(m time.Month, d, from int) int {
	if y, ok := c.yearBeside(from); ok {
		return y
	}
	y := c.inferYear(m, d)
	at, ok := c.civil()
	if !ok || y == 0 || !c.ahead(from) {
		return y
	}
	next := time.Date(y+1, m, max(d, 1), 0, 0, 0, 0, time.UTC)
	if time.Date(y, m, max(d, 28), 0, 0, 0, 0, time.UTC).Before(at) && next.Sub(at).Hours() < 240*24 {
		y++
	}
	return y
}

// weekday: Monday, this Sunday, last Friday, on Tuesday evening.
func (c *calendar) weekday(i int) (timex, bool) {
	start := i
	shift := ""
	if c.p.is(i, c.words.this...) || c.p.is(i, c.words.last...) || c.p.is(i, c.words.next...) {
		shift = c.p.low(i)
		i++
	}
	if c.p.is(i, "past") {
		i++
	}
	w, ok := c.words.weekday[c.p.low(i)]
	if !ok || c.words.capitals && !c.p.toks[i].cap {
		return timex{}, false
	}
	end := i + 1
	if c.p.is(end, "morning", "afternoon", "evening", "night") {
		end++
	}
	at, known := c.civil()
	if !known {
		return timex{rng: rng{start, end}, vague: true, anchor: "document"}, true
	}
	back := (int(at.Weekday()) - int(w) + 7) % 7
	v := at.AddDate(0, 0, -back)
	is := func(list []string) bool {
		for _, x := range list {
			if x == shift && shift != "" {
				return true
			}
		}
		return false
	}
	switch {
	case is(c.words.next):
		v = at.AddDate(0, 0, 7-back)
	case is(c.words.last):
		if back == 0 {
			v = at.AddDate(0, 0, -7)
		}
	case back > 0 && c.ahead(start):
		v = at.AddDate(0, 0, 7-back)
	}
	return timex{rng: rng{start, end}, value: day(v), anchor: "document", self: true}, true
}

// ahead: the clause speaks of the future ("will", "is expected to"). The
// nearest verb before the expression decides, else the first after it.
func (c *calendar) ahead(i int) bool {
	lx := english()
	for j := i - 1; j >= 0 && j > i-16; j-- {
		switch {
		case c.p.is(j-1, "be"):
			continue // "to be held": the auxiliary decides
		case c.p.is(j, ".", "!", "?", ";") && !c.p.falseEnd[j]:
			j = -1
			continue
		case c.p.is(j, "will", "shall", "scheduled", "expected", "plans", "planned", "due", "would", "tomorrow", "until", "won't", "upcoming", "deadline", "intends", "intend", "could", "might", "must", "should"),
			c.p.is(j, "may") && !c.p.toks[j].cap, strings.HasSuffix(c.p.low(j), "'ll"):
			return true
		case c.p.is(j, "to") && j+1 < i && c.infinitive(j+1):
			// "agreed to meet on Friday", and not "failed to", "had to".
			return !c.p.is(j-1, "failed", "refused", "managed", "began", "had", "used", "helped", "started", "continued", "declined", "according")
		case c.p.is(j, "was", "were", "had", "did", "been", "said", "told", "came", "went", "made", "took", "got", "left", "began", "fell", "rose", "met", "sent", "gave", "held", "led", "broke", "won", "lost", "shot"):
			return false
		}
		if v := lx.verb[c.p.low(j)]; v != nil && v.form == past {
			return false
		}
		if l := c.p.low(j); strings.HasSuffix(l, "ed") && len(l) > 4 && c.p.toks[j].kind == word && !c.p.toks[j].cap {
			return false
		}
	}
	for j := i + 1; j < len(c.p.toks) && j < i+12; j++ {
		switch {
		case c.p.is(j, ".", "!", "?", ";"):
			return false
		case c.p.is(j, "will", "shall", "would"):
			return true
		case c.p.is(j, "was", "were", "had", "did"), strings.HasSuffix(c.p.low(j), "ed"):
			return false
		}
		if v := lx.verb[c.p.low(j)]; v != nil && v.form == past {
			return false
		}
	}
	return false
}

// infinitive: a plain verb, not a noun phrase or a name, stands after "to".
func (c *calendar) infinitive(j int) bool {
	t, lx := c.p.toks[j], english()
	return t.kind == word && !t.cap && !lx.determiner[t.low] && !lx.pronoun[t.low] && !lx.preposition[t.low] && !strings.HasSuffix(t.low, "s") && c.words.unit[t.low] == 0
}

// deictic: today, yesterday, tomorrow, last night, last week, this month.
func (c *calendar) deictic(i int) (timex, bool) {
	at, known := c.civil()
	if n, ok := c.words.today[c.p.low(i)]; ok {
		end := i + 1
		if c.p.is(end, "morning", "afternoon", "evening", "night") {
			end++
		}
		x := timex{rng: rng{i, end}, anchor: "document", vague: !known, self: true}
		if known {
			x.value = day(at.AddDate(0, 0, n))
		}
		return x, true
	}
	if c.p.is(i, "last") && c.p.is(i+1, "night") {
		x := timex{rng: rng{i, i + 2}, anchor: "document", vague: !known}
		if known {
			x.value = day(at.AddDate(0, 0, -1))
		}
		return x, true
	}
	shift := 0
	j := i
	switch {
	case c.p.is(j, "this", "current"):
	case c.p.is(j, "last", "past", "previous"):
		shift = -1
	case c.p.is(j, "next", "coming"):
		shift = 1
	default:
		return timex{}, false
	}
	k := j + 1
	if c.p.is(k, "past", "fiscal", "calendar", "coming") {
		k++
	}
	if n, part := c.words.parts[c.p.low(k)]; part && shift == 0 {
		x := timex{rng: rng{j, k + 1}, anchor: "document", vague: !known, self: true}
		if known {
			x.value = day(at.AddDate(0, 0, n))
		}
		return x, true
	}
	unit, ok := c.words.unit[c.p.low(k)]
	if !ok || unit == 'D' || strings.HasSuffix(c.p.low(k), "s") || c.p.toks[k].cap && c.p.toks[j].cap && c.p.inQuote(j) {
		return timex{}, false
	}
	x := timex{rng: rng{j, k + 1}, anchor: "document"}
	if !known {
		x.vague = true
		return x, true
	}
	return c.unitFrom(x, at, unit, shift)
}

// unitFrom is the week, month or year so many from that of a day.
func (c *calendar) unitFrom(x timex, at time.Time, unit byte, by int) (timex, bool) {
	var err error
	switch unit {
	case 'W':
		monday := at.AddDate(0, 0, -(int(at.Weekday())+6)%7+7*by)
		x.value, err = edtf.Interval(day(monday), day(monday.AddDate(0, 0, 6)))
	case 'M':
		first := time.Date(at.Year(), at.Month()+time.Month(by), 1, 0, 0, 0, 0, time.UTC)
		x.value, err = edtf.Month(first.Year(), first.Month())
	case 'Y':
		x.value, err = edtf.Year(at.Year() + by)
	default:
		return timex{}, false
	}
	return x, err == nil
}

func (p *page) matches(i int, words []string) bool {
	if i+len(words) > len(p.toks) {
		return false
	}
	for k, w := range words {
		if p.toks[i+k].low != w {
			return false
		}
	}
	return true
}

// smallNumber reads a number written in digits or words, up to a million.
func (p *page) smallNumber(i int) (n, end int, ok bool) {
	if i >= len(p.toks) {
		return 0, i, false
	}
	if p.toks[i].kind == number {
		s := strings.ReplaceAll(p.toks[i].low, ",", "")
		if len(s) > 9 || !isDigits(s) {
			return 0, i, false
		}
		n, _ = strconv.Atoi(s)
		return n, i + 1, true
	}
	low := p.toks[i].low
	if n, ok := numberWords[low]; ok {
		return n, i + 1, true
	}
	if ten, one, has := strings.Cut(low, "-"); has {
		if a, ok := numberWords[ten]; ok && a >= 20 {
			if b, ok := numberWords[one]; ok && b < 10 {
				return a + b, i + 1, true
			}
		}
	}
	return 0, i, false
}

// numberWords are English, Ukrainian and Russian cardinals; "a" counts one only before a unit.
var numberWords = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
	"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"два": 2, "дві": 2, "две": 2, "три": 3, "чотири": 4, "четыре": 4, "п'ять": 5, "пять": 5, "шість": 6, "шесть": 6, "сім": 7, "семь": 7, "двоє": 2, "двое": 2, "троє": 3, "трое": 3}
