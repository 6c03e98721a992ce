package edtf

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Convention is what the caller knows of how a list writes its dates, for example
// because another row of the same column admits one order only. Conventions are
// joined with |.
type Convention uint8

const (
	// AsWritten is no convention: what the text leaves open stays open.
	AsWritten Convention = 0
	// DayFirst reads 03/01/2025 as 3 January.
	DayFirst Convention = 1 << (iota - 1)
	// MonthFirst reads 03/01/2025 as March 1.
	MonthFirst
	// Serial1900 reads a bare number as a day of Excel's 1900 calendar.
	Serial1900
	// Serial1904 reads a bare number as a day of Excel's 1904 calendar.
	Serial1904
)

// ParseLoose reads a date as lists and cards write it: EDTF; numbers parted by
// points, slashes, hyphens or blanks (3.1.2025, 2025/01/03, 01.2025, 1999); months
// in words or Roman numerals (3 січня 2025 р., January 3, 2025, 3.I.2025);
// 2025년 1월 3일; marks of a year of birth (1999 р.н., 1999 г.р.); words for
// "about", which make it approximate; "?", "~" or "%" at the end. Full-width
// characters are read as plain ones.
//
// What the text leaves open is not guessed but reported as ambiguous, with the
// EDTF of what is certain:
//
//   - 03/01/2025 or 03-01-2025, unless one part is above 12, both are the same, or
//     the caller gives the order: the year, 2025-XX-XX. Both readings are had by
//     calling again with DayFirst and with MonthFirst. Numbers parted by points
//     are day first wherever that is written, unless the caller says MonthFirst.
//   - 2020-21 to 2023-24, a season in EDTF and two years on a card: the interval of
//     the two years, 2020/2021.
//   - a bare number of four digits from 1800 to 2199 in a column of Excel serials,
//     where people also write years: the interval from the one to the other.
//
// Refused, with the character at fault: years of two digits, dates without a
// year, days that do not exist, parts that do not fit the caller's order, and
// words it does not know. A time of day is kept if it has seconds that say more
// than midnight; hours and minutes alone are checked and left out, since EDTF has
// no such precision. Fractions of a second are dropped.
//
// The error is a *ParseError.
func ParseLoose(s string, c Convention) (d Date, ambiguous bool, err error) {
	if d, ok := parseDay(s); ok {
		return d, false, nil
	}
	text := strings.TrimSpace(s)
	mayBeSerial := c&(Serial1900|Serial1904) != 0 && strings.Trim(text, "0123456789") == ""
	if d, err := parse(text); err == nil && !mayBeSerial {
		d, ambiguous = seasonOrYears(d)
		return d, ambiguous, nil
	}
	r := reader{text: s, convention: c}
	if err := r.scan(); err != nil {
		return Date{}, false, err
	}
	if err := r.qualifier(); err != nil {
		return Date{}, false, err
	}
	if err := r.clock(); err != nil {
		return Date{}, false, err
	}
	if err := r.sort(); err != nil {
		return Date{}, false, err
	}
	d, ambiguous, err = r.date()
	if err != nil {
		return Date{}, false, err
	}
	if r.hasTime && !ambiguous {
		if d.first.kind != kindDay {
			return Date{}, false, r.want(r.timeAt, "no time of day, where the day is not certain")
		}
		if r.seconds > 0 {
			d.first.kind, d.first.clock = kindTime, int32(r.seconds)
			if r.marks != 0 {
				return Date{}, false, r.want(r.timeAt, "no time of day in a date marked as uncertain or approximate")
			}
		}
	}
	return d.Qualified(r.marks&flagUncertain != 0, r.marks&flagApproximate != 0), ambiguous, nil
}

// seasonOrYears tells a season that may be two years in a row.
func seasonOrYears(d Date) (Date, bool) {
	p := d.first
	if d.IsInterval() || p.kind != kindSeason || p.year < 0 || int(p.year)%100+1 != int(p.month) {
		return d, false
	}
	from := point{kind: kindYear, year: p.year, flags: p.flags}
	to := point{kind: kindYear, year: p.year + 1, flags: p.flags}
	return Date{from, to}, true
}

// maxTokens is more than any date has.
const maxTokens = 24

// token is a number, a word, or a single other character.
type token struct {
	word   string // lower case; empty for a number or a character
	at     int    // byte in the text
	value  int
	digits int
	month  int  // of a word
	role   role // of a word
	mark   rune // the character
	spaced bool // blanks stand before it
}

// part is a number or month name of the date, in the order written.
type part struct {
	token
	is  role // year, month or day, if the text says so
	sep rune // what parts it from the part before it
}

type reader struct {
	text       string
	convention Convention
	tokens     []token
	parts      []part
	marks      flags
	hasTime    bool
	timeAt     int
	seconds    int
}

func (r *reader) want(at int, what string) error {
	return &ParseError{Text: r.text, Pos: utf8.RuneCountInString(r.text[:at]) + 1, Want: what}
}

// plain folds a full-width character, and the many blanks and dashes, into one.
func plain(c rune) rune {
	switch {
	case c >= '！' && c <= '～':
		return c - '！' + '!'
	case c == '。':
		return '.'
	case c == '、':
		return ','
	case c >= '‐' && c <= '―', c == '−':
		return '-'
	case unicode.IsSpace(c):
		return ' '
	}
	return c
}

// composed joins a letter with a combining mark, for the letters that the words
// of dates need; 0 if there is no such letter.
func composed(letter, mark rune) rune {
	switch {
	case letter == 'e' && mark == '\u0301':
		return 'é'
	case letter == 'u' && mark == '\u0302':
		return 'û'
	case letter == 'и' && mark == '\u0306':
		return 'й'
	}
	return 0
}

// scan cuts the text into tokens.
func (r *reader) scan() error {
	r.tokens = make([]token, 0, 12)
	var word []rune
	wordAt, spaced := 0, false
	flush := func() {
		if len(word) > 0 {
			w := string(word)
			r.tokens = append(r.tokens, token{word: w, at: wordAt, month: monthOf(w), role: roleOf(w), spaced: spaced})
			word, spaced = word[:0], false
		}
	}
	number := false // the last token is a number still growing
	for at, raw := range r.text {
		if len(r.tokens) > maxTokens || len(word) > 16 {
			return r.want(at, "a date and nothing else")
		}
		c := plain(raw)
		if c >= '0' && c <= '9' {
			flush()
			if !number {
				r.tokens = append(r.tokens, token{at: at, spaced: spaced})
				number, spaced = true, false
			}
			n := &r.tokens[len(r.tokens)-1]
			if n.digits++; n.digits > 9 {
				return r.want(at, "a number of at most nine digits")
			}
			n.value = n.value*10 + int(c-'0')
			continue
		}
		number = false
		switch {
		case unicode.IsLetter(c):
			if len(word) == 0 {
				wordAt = at
			}
			word = append(word, unicode.ToLower(c))
		case unicode.Is(unicode.Mn, c) && len(word) > 0:
			l := composed(word[len(word)-1], c)
			if l == 0 {
				return r.want(at, "a letter without this accent")
			}
			word[len(word)-1] = l
		case c == ' ':
			flush()
			spaced = true
		case strings.ContainsRune(".,/-:'’~?%", c):
			flush()
			r.tokens = append(r.tokens, token{at: at, mark: c, spaced: spaced})
			spaced = false
		default:
			return r.want(at, "a digit, a month, or one of . , / - in a date")
		}
	}
	flush()
	if len(r.tokens) == 0 {
		return r.want(len(r.text), "a date")
	}
	return nil
}

// qualifier takes one mark of doubt off the end.
func (r *reader) qualifier() error {
	last := r.tokens[len(r.tokens)-1]
	switch last.mark {
	case '?':
		r.marks = flagUncertain
	case '~':
		r.marks = flagApproximate
	case '%':
		r.marks = flagsQualifier
	default:
		return nil
	}
	r.tokens = r.tokens[:len(r.tokens)-1]
	if len(r.tokens) == 0 {
		return r.want(last.at, "a date before the mark of doubt")
	}
	return nil
}

// clock takes a time of day, hh:mm, hh:mm:ss or hh:mm:ss.fff, off the end.
func (r *reader) clock() error {
	first := -1
	for i, t := range r.tokens {
		if t.mark == ':' {
			first = i - 1
			break
		}
	}
	if first < 0 {
		if r.tokens[0].mark == ':' {
			return r.want(r.tokens[0].at, "a date before the time of day")
		}
		return nil
	}
	tail := r.tokens[first:]
	at := tail[0].at
	const form = "a time of day hh:mm or hh:mm:ss after the date"
	if first == 0 || tail[0].digits == 0 {
		return r.want(at, form)
	}
	limits := [...]int{23, 59, 59}
	units := [...]int{3600, 60, 1}
	n := 0
	for i, t := range tail {
		switch {
		case i%2 == 1 && t.mark == ':' && i < 5, i == 5 && t.mark == '.':
		case i%2 == 0 && i < 6 && t.digits > 0 && t.digits <= 2 && t.value <= limits[i/2]:
			r.seconds += t.value * units[i/2]
			n++
		case i == 6 && t.digits > 0:
		default:
			return r.want(t.at, form)
		}
	}
	if len(tail)%2 == 0 || n < 2 {
		return r.want(len(r.text), form)
	}
	if n == 2 {
		r.seconds = 0
	}
	r.hasTime, r.timeAt = true, at
	before := r.tokens[first-1]
	if before.role == roleTime {
		r.tokens = r.tokens[:first-1]
	} else if tail[0].spaced || before.mark == ',' {
		r.tokens = r.tokens[:first]
	} else {
		return r.want(at, "a blank or T between the date and the time of day")
	}
	if len(r.tokens) == 0 {
		return r.want(at, "a date before the time of day")
	}
	return nil
}

// sort keeps the numbers and months and heeds the words between them.
func (r *reader) sort() error {
	r.parts = make([]part, 0, 3)
	var sep rune
	for i, t := range r.tokens {
		switch {
		case t.digits > 0 || t.month > 0:
			if len(r.parts) == 3 {
				return r.want(t.at, "one date, with a day, a month and a year and no more")
			}
			if sep == 0 && len(r.parts) > 0 && t.spaced {
				sep = ' '
			}
			r.parts = append(r.parts, part{token: t, sep: sep})
			sep = 0
		case t.mark == '~' && len(r.parts) == 0:
			r.marks |= flagApproximate
		case t.mark == '.' || t.mark == ',' || t.mark == '/' || t.mark == '-':
			// a slash or hyphen has something on both sides; a point may end a short form
			if strings.ContainsRune("/-", t.mark) && (i == 0 || i == len(r.tokens)-1) || i == 0 {
				return r.want(t.at, "a date; something is missing beside this mark")
			}
			if sep != 0 && sep != '.' {
				return r.want(t.at, "one mark between two parts of a date")
			}
			sep = t.mark
		case t.mark == '\'' || t.mark == '’':
			return r.want(t.at, "a year of four digits: a two-digit year does not say its century")
		case t.role == roleAbout:
			r.marks |= flagApproximate
		case t.role == roleSilent:
		case t.role == roleYear || t.role == roleMonth || t.role == roleDay || t.role == roleOrdinal:
			if err := r.assign(i); err != nil {
				return err
			}
		default:
			return r.want(t.at, "a month in English, French, Ukrainian, Russian or Korean, or a word that goes with a date")
		}
	}
	return nil
}

// assign gives the number before the i-th token the role that token names.
// "г.р." and "р. р." repeat the year's role, which is no contradiction.
func (r *reader) assign(i int) error {
	t := r.tokens[i]
	is := t.role
	if is == roleOrdinal {
		is = roleDay
	}
	if len(r.parts) == 0 || r.parts[len(r.parts)-1].digits == 0 {
		return r.want(t.at, "a number before this word")
	}
	p := &r.parts[len(r.parts)-1]
	if p.is != roleNone && p.is != is {
		return r.want(t.at, "one role for the number before this word")
	}
	p.is = is
	return nil
}

// date makes a date of the parts.
func (r *reader) date() (d Date, ambiguous bool, err error) {
	named := false
	for _, p := range r.parts {
		if p.digits > 2 && p.digits != 4 && (len(r.parts) > 1 || p.is != roleNone) {
			return Date{}, false, r.want(p.at, "a year of four digits, or a day or month of one or two")
		}
		if p.is == roleYear && p.digits != 4 {
			return Date{}, false, r.want(p.at, "a year of four digits: a two-digit year does not say its century")
		}
		if p.digits == 4 && (p.is == roleMonth || p.is == roleDay) {
			return Date{}, false, r.want(p.at, "a day or month of one or two digits")
		}
		if p.month > 0 || p.is == roleMonth {
			if named {
				return Date{}, false, r.want(p.at, "one month only")
			}
			named = true
		}
	}
	switch len(r.parts) {
	case 0:
		return Date{}, false, r.want(len(r.text), "a date")
	case 1:
		return r.single()
	}
	return r.several()
}

// several reads two or three parts: a month and a year, with or without a day.
func (r *reader) several() (d Date, ambiguous bool, err error) {
	year := -1
	for i, p := range r.parts {
		if p.digits != 4 {
			continue
		}
		if year >= 0 {
			return Date{}, false, r.want(p.at, `one year; a span of years is written with "/"`)
		}
		year = i
	}
	last := len(r.parts) - 1
	if year < 0 {
		if p := r.parts[last]; last == 2 && p.digits > 0 {
			return Date{}, false, r.want(p.at, "a year of four digits: a two-digit year does not say its century")
		}
		return Date{}, false, r.want(len(r.text), "a year of four digits")
	}
	if last == 2 && year == 1 {
		return Date{}, false, r.want(r.parts[1].at, "the year before or after the day and the month, not between them")
	}
	y := r.parts[year]
	rest := make([]part, 0, 2)
	for i, p := range r.parts {
		if i != year {
			rest = append(rest, p)
		}
	}
	if last == 1 {
		m := rest[0]
		if m.is == roleDay {
			return Date{}, false, r.want(m.at, "a month, with or without a day")
		}
		d, err = r.month(y, m)
		return d, false, err
	}
	month, ambiguous, err := r.whichMonth(rest, year)
	if err != nil {
		return Date{}, false, err
	}
	if ambiguous {
		return Date{first: point{kind: kindYearXXXX, year: int32(y.value)}}, true, nil
	}
	d, err = r.day(y, rest[month], rest[1-month])
	return d, false, err
}

// whichMonth says which of the two parts beside the year is the month.
func (r *reader) whichMonth(rest []part, year int) (i int, ambiguous bool, err error) {
	for i, p := range rest {
		other := rest[1-i]
		if p.month > 0 || p.is == roleMonth || other.is == roleDay && other.month == 0 {
			return i, false, nil
		}
	}
	first, second := r.parts[1], r.parts[2]
	if first.sep != second.sep {
		return 0, false, r.want(second.at, "the same mark between all parts of the date")
	}
	if year == 0 {
		return 0, false, nil // a year first is followed by the month everywhere
	}
	order := r.convention & (DayFirst | MonthFirst)
	switch {
	case order == DayFirst, order != MonthFirst && first.sep == '.':
		return 1, false, nil
	case order == MonthFirst:
		return 0, false, nil
	case rest[0].value > 12:
		return 1, false, nil
	case rest[1].value > 12:
		return 0, false, nil
	case rest[0].value == rest[1].value:
		return 1, false, nil
	}
	for _, p := range rest {
		if p.value == 0 {
			return 0, false, r.want(p.at, "a day or month from 1")
		}
	}
	return 0, true, nil
}

func (r *reader) month(y, m part) (Date, error) {
	v := m.month
	if v == 0 {
		v = m.value
	}
	if m.is == roleDay {
		return Date{}, r.want(m.at, "a month, with one day at most")
	}
	if v < 1 || v > 12 {
		return Date{}, r.want(m.at, "a month 1 to 12")
	}
	return Month(y.value, time.Month(v))
}

func (r *reader) day(y, m, d part) (Date, error) {
	month, err := r.month(y, m)
	if err != nil {
		return Date{}, err
	}
	date, err := Day(y.value, time.Month(month.first.month), d.value)
	if err != nil || d.month > 0 {
		return Date{}, r.want(d.at, "a day that the month "+month.String()+" has")
	}
	return date, nil
}

// single reads a text with one part: a year, or an Excel serial if the caller says so.
func (r *reader) single() (d Date, ambiguous bool, err error) {
	p := r.parts[0]
	serial := r.convention&(Serial1900|Serial1904) != 0 && p.is == roleNone && len(r.tokens) == 1
	switch {
	case p.month > 0:
		return Date{}, false, r.want(len(r.text), "a year of four digits after the month")
	case serial:
		return r.serial(p)
	case p.is == roleMonth || p.is == roleDay:
		return Date{}, false, r.want(len(r.text), "a year of four digits with the month or day")
	case p.digits == 2:
		return Date{}, false, r.want(p.at, "a year of four digits: a two-digit year does not say its century")
	case p.digits != 4:
		return Date{}, false, r.want(p.at, "a year of four digits (a number of days, as Excel keeps them, is read only where the caller says so)")
	}
	d, err = Year(p.value)
	return d, false, err
}

// Excel counts days from 1899-12-31 as day 0 and takes 1900 for a leap year, or
// from 1904-01-01 as day 0 (ECMA-376 Part 1, 18.17.4.1). 9999-12-31 is its last.
func (r *reader) serial(p part) (d Date, ambiguous bool, err error) {
	base, last := dayOf(1899, 12, 31), 2958465
	n := p.value
	switch {
	case r.convention&(Serial1900|Serial1904) == Serial1900|Serial1904:
		return Date{}, false, r.want(p.at, "one of the calendars of 1900 and 1904, not both")
	case r.convention&Serial1904 != 0:
		base, last = dayOf(1904, 1, 1), 2957003
	case n == 60:
		return Date{}, false, r.want(p.at, "a day that exists: Excel's day 60 is 29 February 1900")
	case n == 0:
		return Date{}, false, r.want(p.at, "a number of days from 1")
	}
	if n > last {
		return Date{}, false, r.want(p.at, "a number of days up to the end of the year 9999")
	}
	if r.convention&Serial1900 != 0 && n > 60 {
		n--
	}
	d, err = base.AddDays(n)
	if err != nil {
		return Date{}, false, r.want(p.at, "a number of days from 1")
	}
	if p.digits == 4 && p.value >= 1800 && p.value < 2200 {
		years := point{kind: kindYear, year: int32(p.value)}
		if dlo, _ := d.first.span(); dlo < midnight(int64(p.value), 1, 1) {
			return Date{d.first, years}, true, nil
		}
		return Date{years, d.first}, true, nil
	}
	return d, false, nil
}
