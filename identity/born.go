package identity

// born is a date of birth as far as it is comparable: from EDTF levels 0 and 1. Zero parts are unknown.
type born struct {
	year, month, day int
	loose            bool // uncertain, approximate, or an interval of years: agreement counts as on the year only
	yearTo           int  // last year of an interval or unspecified digits; year where exact
}

// digits are YYYYMMDD as numbers.
func (b born) digits() [8]int {
	return [8]int{b.year / 1000, b.year / 100 % 10, b.year / 10 % 10, b.year % 10, b.month / 10, b.month % 10, b.day / 10, b.day % 10}
}

// parseBorn reads an EDTF date. What it cannot compare (an open interval, a century, nonsense) is no date: it
// speaks neither for nor against anybody.
func parseBorn(s string) (born, bool) {
	if len(s) > 64 {
		return born{}, false
	}
	for i := range len(s) {
		if s[i] == '/' {
			from, ok1 := parseBorn(s[:i])
			to, ok2 := parseBorn(s[i+1:])
			if !ok1 || !ok2 || from.year > to.yearTo || to.yearTo-from.year > 10 {
				return born{}, false
			}
			return born{year: from.year, yearTo: to.yearTo, loose: true}, true
		}
	}
	var b born
	for len(s) > 0 && (s[len(s)-1] == '?' || s[len(s)-1] == '~' || s[len(s)-1] == '%') {
		b.loose = true
		s = s[:len(s)-1]
	}
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return born{}, false
	}
	if s[3] == 'X' { // 199X
		decade, ok := digits(s[:3])
		if !ok || decade == 0 || len(s) > 4 && s[4:] != "-XX" && s[4:] != "-XX-XX" {
			return born{}, false
		}
		return born{year: decade * 10, yearTo: decade*10 + 9, loose: true}, true
	}
	var ok bool
	if b.year, ok = digits(s[:4]); !ok || b.year == 0 {
		return born{}, false
	}
	b.yearTo = b.year
	if len(s) >= 7 {
		if s[4] != '-' {
			return born{}, false
		}
		if b.month, ok = digits(s[5:7]); s[5:7] != "XX" && (!ok || b.month < 1 || b.month > 12) {
			return born{}, false
		}
	}
	if len(s) == 10 {
		if s[7] != '-' {
			return born{}, false
		}
		if b.day, ok = digits(s[8:10]); s[8:10] != "XX" && (!ok || b.day < 1 || b.day > 31) {
			return born{}, false
		}
		if b.month == 0 {
			b.day = 0
		}
	}
	return b, true
}

func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// The bits of dates of birth. Two unrelated people of the ages that armies take share a year with about 1 in 32,
// a month with 1 in 12, a day of the month with 1 in 30; a true match is written down wrongly about 1 time in 8
// (FEBRL's error model is of that order), mostly by a swap, one digit or one part.
const (
	bornSame      = 13.3 // log2(32·12·30) less 0.2 for the errors
	bornSwapped   = 8.0  // day and month exchanged
	bornOneDigit  = 6.5  // one digit of the full date differs
	bornTwoDigits = 3.0  // two neighbouring digits exchanged
	bornYearMonth = 8.3  // year and month agree, the day is unknown on a side
	bornYear      = 4.8  // the year agrees, the rest is unknown on a side
	bornYearRange = 2.0  // the years may agree: interval, decade, uncertain date
	bornNextYear  = 1.0  // ages turned into years are one off
	bornYearOnly  = -1.0 // both dates are full and agree on the year alone
	bornMonthDay  = 3.5  // both dates are full and agree on all but the year, which no digit slip explains
	bornDiffers   = -6.0
	bornYearsOff  = -5.0 // the years differ by more than one, one side has no more than the year
)

// compareBorn returns what two dates of birth say, in bits. A missing date says nothing: ok is false.
func compareBorn(left, right string) (a Addend, ok bool) {
	l, okL := parseBorn(left)
	r, okR := parseBorn(right)
	if !okL || !okR {
		return Addend{}, false
	}
	a = Addend{Left: left, Right: right}
	a.What, a.Bits = bornBits(l, r)
	return a, true
}

func bornBits(l, r born) (string, float64) {
	if l.loose || r.loose {
		switch {
		case l.year <= r.yearTo && r.year <= l.yearTo:
			return "born: years may agree", bornYearRange
		case l.year <= r.yearTo+1 && r.year <= l.yearTo+1:
			return "born: years one apart", bornNextYear
		}
		return "born: years differ", bornYearsOff
	}
	full := l.day > 0 && r.day > 0
	switch {
	case !full && l.year == r.year && l.month > 0 && r.month > 0 && l.month == r.month:
		return "born: same year and month", bornYearMonth
	case !full && l.year == r.year && (l.month == 0 || r.month == 0):
		return "born: same year", bornYear
	case !full && l.year == r.year:
		return "born: same year, other month", bornYearOnly
	case !full && (l.year == r.year+1 || r.year == l.year+1):
		return "born: years one apart", bornNextYear
	case !full:
		return "born: years differ", bornYearsOff
	case l == r:
		return "born: same day", bornSame
	case l.year == r.year && l.month == r.day && l.day == r.month:
		return "born: day and month swapped", bornSwapped
	}
	if l.year != r.year && l.month != r.month && l.day != r.day {
		return "born: differs", bornDiffers // no slip below touches all three
	}
	x, y := l.digits(), r.digits()
	off, last := 0, 0
	for i := range x {
		if x[i] != y[i] {
			off, last = off+1, i
		}
	}
	switch {
	case off == 1:
		return "born: one digit differs", bornOneDigit
	case off == 2 && x[last-1] == y[last] && x[last] == y[last-1]:
		return "born: two digits exchanged", bornTwoDigits
	case l.month == r.month && l.day == r.day:
		return "born: same day and month, other year", bornMonthDay
	case l.year == r.year:
		return "born: same year, other day", bornYearOnly
	}
	return "born: differs", bornDiffers
}
