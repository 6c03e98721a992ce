package edtf

import (
	"fmt"
	"unicode/utf8"
)

// ParseError says where a text stops being a date and what was expected there.
type ParseError struct {
	Text string // the whole text
	Pos  int    // the character, counted from 1; one past the last if the text ends too early
	Want string // what was expected there
}

func (e *ParseError) Error() string {
	text, n := e.Text, 0
	for i := range text {
		if n++; n > 60 {
			text = text[:i] + "…"
			break
		}
	}
	return fmt.Sprintf("date %q, character %d: want %s", text, e.Pos, e.Want)
}

// Parse reads an EDTF string, levels 0 and 1 and what the package comment adds.
// The error is a *ParseError.
func Parse(s string) (Date, error) {
	if d, ok := parseDay(s); ok {
		return d, nil
	}
	return parse(s)
}

// parseDay is the common case, YYYY-MM-DD, and must not allocate.
func parseDay(s string) (Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	y0, y1, y2, y3 := s[0]-'0', s[1]-'0', s[2]-'0', s[3]-'0'
	m0, m1, d0, d1 := s[5]-'0', s[6]-'0', s[8]-'0', s[9]-'0'
	if y0 > 9 || y1 > 9 || y2 > 9 || y3 > 9 || m0 > 9 || m1 > 9 || d0 > 9 || d1 > 9 {
		return Date{}, false
	}
	y := int(y0)*1000 + int(y1)*100 + int(y2)*10 + int(y3)
	m, d := int(m0)*10+int(m1), int(d0)*10+int(d1)
	if m < 1 || m > 12 || d < 1 || d > 28 && d > daysIn(y, m) {
		return Date{}, false
	}
	return dayOf(y, m, d), true
}

func parse(s string) (Date, error) {
	p := parser{text: s, end: len(s)}
	slash := -1
	for i := range len(s) {
		if s[i] != '/' {
			continue
		}
		if slash >= 0 {
			return Date{}, p.want(i, `the end of the interval: it has one "/"`)
		}
		slash = i
	}
	if slash < 0 {
		first, err := p.point()
		return Date{first: first}, err
	}
	p.end = slash
	first, err := p.intervalEnd()
	if err != nil {
		return Date{}, err
	}
	p.at, p.end = slash+1, len(s)
	last, err := p.intervalEnd()
	if err != nil {
		return Date{}, err
	}
	if why := unfitEnds(first, last); why != "" {
		at := slash + 1
		if first.kind == kindTime || !first.dated() {
			at = 0
		}
		return Date{}, p.want(at, why)
	}
	return Date{first, last}, nil
}

// parser reads text[at:end].
type parser struct {
	text    string
	at, end int
}

func (p *parser) want(at int, what string) error {
	return &ParseError{Text: p.text, Pos: utf8.RuneCountInString(p.text[:at]) + 1, Want: what}
}

func (p *parser) done() bool { return p.at == p.end }

// take moves over c if it comes next.
func (p *parser) take(c byte) bool {
	if p.at < p.end && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

// digits reads n digits as a number; it fails at the first that is none.
func (p *parser) digits(n int, what string) (int, error) {
	v := 0
	for range n {
		if p.done() || p.text[p.at]-'0' > 9 {
			return 0, p.want(p.at, what)
		}
		v = v*10 + int(p.text[p.at]-'0')
		p.at++
	}
	return v, nil
}

// between reads two digits that must make a number from lo to hi.
func (p *parser) between(lo, hi int, what string) (int, error) {
	at := p.at
	v, err := p.digits(2, what)
	if err == nil && (v < lo || v > hi) {
		err = p.want(at, what)
	}
	return v, err
}

// unspecified moves over "XX" if it comes next.
func (p *parser) unspecified() bool {
	if p.end-p.at >= 2 && p.text[p.at:p.at+2] == "XX" {
		p.at += 2
		return true
	}
	return false
}

func (p *parser) intervalEnd() (point, error) {
	switch p.text[p.at:p.end] {
	case "":
		return point{kind: kindUnknown}, nil
	case "..":
		return point{kind: kindOpen}, nil
	}
	return p.point()
}

// point reads a date or date-time up to p.end.
func (p *parser) point() (point, error) {
	v, err := p.date()
	if err != nil {
		return point{}, err
	}
	if v.kind == kindTime {
		if !p.done() {
			return point{}, p.want(p.at, "the end of the date-time, Z, or an offset")
		}
		return v, nil
	}
	switch {
	case p.take('?'):
		v.flags |= flagUncertain
	case p.take('~'):
		v.flags |= flagApproximate
	case p.take('%'):
		v.flags |= flagUncertain | flagApproximate
	}
	if !p.done() {
		return point{}, p.want(p.at, following(v))
	}
	return v, nil
}

// following says what may come after a date that was read so far.
func following(v point) string {
	if v.flags&flagsQualifier != 0 {
		return "the end of the date after ?, ~ or % (level 1 qualifies the whole date, once)"
	}
	switch v.kind {
	case kindYear, kindMonth, kindYearXX:
		return `"-", or ?, ~, %, or the end of the date`
	case kindDay:
		return `"T" and a time, or ?, ~, %, or the end of the date`
	}
	return "?, ~, %, or the end of the date"
}

func (p *parser) date() (point, error) {
	if p.take('Y') {
		return p.longYear()
	}
	v, err := p.year()
	if err != nil || v.kind == kindMaskedYear || !p.take('-') {
		return v, err
	}
	if err := p.month(&v); err != nil || v.kind == kindSeason || !p.take('-') {
		return v, err
	}
	if err := p.day(&v); err != nil || v.kind != kindDay || !p.take('T') {
		return v, err
	}
	return v, p.time(&v)
}

// longYear reads what follows Y: more than four digits, at most nine.
func (p *parser) longYear() (point, error) {
	negative := p.take('-')
	start, year := p.at, 0
	for !p.done() && p.text[p.at]-'0' <= 9 {
		if p.at-start == 9 {
			return point{}, p.want(p.at, "a year of at most nine digits")
		}
		year = year*10 + int(p.text[p.at]-'0')
		p.at++
	}
	if p.at-start < 5 {
		return point{}, p.want(p.at, "a year of more than four digits after Y")
	}
	if p.text[start] == '0' {
		return point{}, p.want(start, "a year without leading zeros after Y")
	}
	if negative {
		year = -year
	}
	return point{kind: kindYear, year: int32(year)}, nil
}

// year reads an optional minus and four digits, of which the last ones may be X.
func (p *parser) year() (point, error) {
	start := p.at
	negative := p.take('-')
	v, year := point{kind: kindYear}, 0
	for i := range 4 {
		what := "a digit of a four-digit year, or X"
		if i == 0 && !negative {
			what = "a year of four digits, Y and a longer year, or -"
		}
		if v.masked > 0 {
			what = "X: after an unspecified digit the rest of the year is unspecified"
		}
		if p.done() {
			return point{}, p.want(p.at, what)
		}
		year *= 10
		switch c := p.text[p.at]; {
		case c == 'X':
			v.masked++
			v.kind = kindMaskedYear
		case c-'0' <= 9 && v.masked == 0:
			year += int(c - '0')
		default:
			return point{}, p.want(p.at, what)
		}
		p.at++
	}
	if negative {
		if year == 0 && v.masked == 0 {
			return point{}, p.want(start, "0000: there is no year -0000")
		}
		year = -year
		if v.masked > 0 {
			v.flags |= flagNegative
		}
	}
	v.year = int32(year)
	return v, nil
}

func (p *parser) month(v *point) error {
	if p.unspecified() {
		v.kind = kindYearXX
		return nil
	}
	const what = "a month 01 to 12, a season 21 to 24, or XX"
	at := p.at
	m, err := p.between(1, 24, what)
	if err != nil {
		return err
	}
	if m > 12 && m < 21 {
		return p.want(at, what)
	}
	v.kind, v.month = kindMonth, uint8(m)
	if m > 12 {
		v.kind = kindSeason
	}
	return nil
}

func (p *parser) day(v *point) error {
	switch {
	case v.kind == kindYearXX:
		if !p.unspecified() {
			return p.want(p.at, "XX: the day of an unspecified month is unspecified")
		}
		v.kind = kindYearXXXX
		return nil
	case p.unspecified():
		v.kind = kindMonthXX
		return nil
	}
	at := p.at
	d, err := p.digits(2, "a day of two digits, or XX")
	if err != nil {
		return err
	}
	if n := daysIn(int(v.year), int(v.month)); d < 1 || d > n {
		return p.want(at, fmt.Sprintf("a day 01 to %d of the month %s", n, p.text[at-8:at-1]))
	}
	v.kind, v.day = kindDay, uint8(d)
	return nil
}

// Offsets of civil clocks, minutes east of UTC. Compare relies on these limits.
const (
	minOffset = -12 * 60
	maxOffset = 14 * 60
)

func (p *parser) time(v *point) error {
	h, err := p.between(0, 23, "an hour 00 to 23")
	if err != nil {
		return err
	}
	if !p.take(':') {
		return p.want(p.at, `":" and minutes`)
	}
	m, err := p.between(0, 59, "minutes 00 to 59")
	if err != nil {
		return err
	}
	if !p.take(':') {
		return p.want(p.at, `":" and seconds: a time of day is written hh:mm:ss`)
	}
	s, err := p.between(0, 59, "seconds 00 to 59")
	if err != nil {
		return err
	}
	v.kind, v.clock = kindTime, int32(h*3600+m*60+s)
	return p.offset(v)
}

func (p *parser) offset(v *point) error {
	if p.take('Z') {
		v.flags |= flagZoned
		return nil
	}
	start := p.at
	west := p.take('-')
	if !west && !p.take('+') {
		return nil // local time, of a clock that is not named
	}
	h, err := p.between(0, 14, "the hours of an offset, -12:00 to +14:00")
	if err != nil {
		return err
	}
	m := 0
	if p.take(':') {
		if m, err = p.between(0, 59, "the minutes of an offset 00 to 59"); err != nil {
			return err
		}
	}
	east := h*60 + m
	if west {
		if east == 0 {
			return p.want(start, "Z or +00:00: there is no offset -00:00")
		}
		east = -east
	}
	if east < minOffset || east > maxOffset {
		return p.want(start, "an offset -12:00 to +14:00")
	}
	v.offset, v.flags = int16(east), v.flags|flagZoned
	return nil
}
