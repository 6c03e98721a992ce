// Package edtf holds a date as people know it: a day, a month, a year, a season,
// "sometime in the nineties", "about 1985", "from March on", "until nobody knows when".
//
// It reads and writes the Extended Date/Time Format of ISO 8601-2:2019 in the
// profile of the Library of Congress (EDTF Specification, 4 February 2019).
// Level 1 is supported, and in addition these features of level 2: unspecified
// digits in the ends of an interval, and years with three or four unspecified
// digits. The words:
//
//	2025-01-03        a day            2025-01        a month       2025    a year
//	2025-01-03T14:30:00+02:00          a second, with its clock's distance from UTC
//	2024-10/2025-01   an interval, both ends included
//	2025-01-03/..     open end: going on    2025-01-03/   unknown end: ended, or not; we cannot say
//	1985?  1985~  1985%                uncertain, approximate, both
//	199X  1999-XX  1999-12-XX          an unspecified digit, month, day
//	2001-21 … 2001-24                  spring, summer, autumn, winter
//	Y170000002  -0044                  a year of more than four digits, a year before year 0
//
// Parse takes that format and nothing else. ParseLoose takes dates as lists and
// cards write them, in English, French, Ukrainian, Russian and Korean.
//
// The package never guesses: a day and a month that could be exchanged stay
// unspecified, a two-digit year is refused, the 30th of February is an error,
// and Compare says "surely" only where no reading of the two dates disagrees.
// It knows no clock, no calendar but the Gregorian, and no names of time zones.
package edtf

import (
	"fmt"
	"time"
)

// Date is one EDTF value: a date, a date-time or an interval. It is 32 bytes, has
// no pointers, and compares with ==: equal values have equal canonical text. The
// zero Date means that no date is given.
type Date struct {
	first point
	last  point // kindNone unless the value is an interval
}

// point is a date or date-time, or what stands in the place of an interval's end.
type point struct {
	year   int32 // with masked digits as 0
	clock  int32 // seconds since midnight
	offset int16 // minutes east of UTC, when zoned
	kind   kind
	month  uint8 // 1 to 12; 21 to 24 for a season
	day    uint8
	masked uint8 // how many digits of the year are X
	flags  flags
}

type kind uint8

const (
	kindNone       kind = iota
	kindUnknown         // the empty end of an interval
	kindOpen            // ".."
	kindMaskedYear      // 199X
	kindYear            // 1999
	kindYearXX          // 1999-XX
	kindYearXXXX        // 1999-XX-XX
	kindSeason          // 1999-21
	kindMonth           // 1999-12
	kindMonthXX         // 1999-12-XX
	kindDay             // 1999-12-31
	kindTime            // 1999-12-31T23:59:59
)

type flags uint8

const (
	flagUncertain flags = 1 << iota
	flagApproximate
	flagZoned
	flagNegative // of a masked year: the sign cannot be kept in a 0

	flagsQualifier = flagUncertain | flagApproximate
)

// dated tells a point on the calendar from an open or unknown end.
func (p point) dated() bool { return p.kind > kindOpen }

// maxYear bounds a year to nine digits: Y170000002, the specification's example, has nine.
const maxYear = 999_999_999

// Day is the day d of month m of year y, −9999 to 9999 in the Gregorian calendar
// (year 0 is 1 BC). A day that does not exist is an error. Day(t.Date()) is the
// day of t on t's own clock.
func Day(y int, m time.Month, d int) (Date, error) {
	if err := checkMonth(y, m); err != nil {
		return Date{}, err
	}
	if d < 1 || d > daysIn(y, int(m)) {
		return Date{}, fmt.Errorf("date of year %d, month %d, day %d: the day must be 1 to %d", y, m, d, daysIn(y, int(m)))
	}
	return dayOf(y, int(m), d), nil
}

// Month is the month m of year y, −9999 to 9999.
func Month(y int, m time.Month) (Date, error) {
	if err := checkMonth(y, m); err != nil {
		return Date{}, err
	}
	return Date{first: point{kind: kindMonth, year: int32(y), month: uint8(m)}}, nil
}

// Year is the year y, −999999999 to 999999999.
func Year(y int) (Date, error) {
	if y < -maxYear || y > maxYear {
		return Date{}, fmt.Errorf("year %d: a year has at most nine digits", y)
	}
	return Date{first: point{kind: kindYear, year: int32(y)}}, nil
}

func checkMonth(y int, m time.Month) error {
	if y < -9999 || y > 9999 {
		return fmt.Errorf("year %d with a month: the year must be -9999 to 9999", y)
	}
	if m < 1 || m > 12 {
		return fmt.Errorf("month %d of year %d: the month must be 1 to 12", m, y)
	}
	return nil
}

func dayOf(y, m, d int) Date {
	return Date{first: point{kind: kindDay, year: int32(y), month: uint8(m), day: uint8(d)}}
}

// Of is the second of t, with the offset of t's clock from UTC; fractions of a
// second are dropped. An offset that is not a whole minute from −12:00 to +14:00
// cannot be written: such a time is given in UTC.
func Of(t time.Time) (Date, error) {
	_, east := t.Zone()
	if east%60 != 0 || east/60 < minOffset || east/60 > maxOffset {
		t, east = t.UTC(), 0
	}
	y, m, d := t.Date()
	date, err := Day(y, m, d)
	if err != nil {
		return Date{}, fmt.Errorf("time to date: %w", err)
	}
	date.first.kind = kindTime
	date.first.clock = int32(t.Hour()*3600 + t.Minute()*60 + t.Second())
	date.first.offset = int16(east / 60)
	date.first.flags = flagZoned
	return date, nil
}

// Interval is the time from start to end, both included. A zero Date stands for
// an end that is not known (EDTF "/1985" or "1985/"). Ends are dates without a
// time of day (level 0), not intervals, and not in the wrong order.
func Interval(start, end Date) (Date, error) {
	first, last := start.first, end.first
	if start.IsInterval() || end.IsInterval() {
		return Date{}, fmt.Errorf("interval from %q to %q: an end must be a date, not an interval", start, end)
	}
	if start.IsZero() {
		first.kind = kindUnknown
	}
	if end.IsZero() {
		last.kind = kindUnknown
	}
	return interval(first, last)
}

// Since is the time from start on, with an open end (EDTF "1985/..").
func Since(start Date) (Date, error) {
	if start.IsInterval() {
		return Date{}, fmt.Errorf("interval from %q: the start must be a date, not an interval", start)
	}
	return interval(start.first, point{kind: kindOpen})
}

// Until is all time up to and with end (EDTF "../1985").
func Until(end Date) (Date, error) {
	if end.IsInterval() {
		return Date{}, fmt.Errorf("interval until %q: the end must be a date, not an interval", end)
	}
	return interval(point{kind: kindOpen}, end.first)
}

func interval(first, last point) (Date, error) {
	if why := unfitEnds(first, last); why != "" {
		return Date{}, fmt.Errorf("interval from %q to %q: want %s", Date{first: first}, Date{first: last}, why)
	}
	return Date{first, last}, nil
}

// unfitEnds says what is wanted of an interval's ends, or nothing if they fit.
func unfitEnds(first, last point) string {
	if !first.dated() && !last.dated() {
		return "a date at one end at least"
	}
	if first.kind == kindTime || last.kind == kindTime {
		return "dates without a time of day at the ends of an interval"
	}
	if first.dated() && last.dated() {
		lo, _ := first.span()
		_, hi := last.span()
		if lo >= hi {
			return "an end that is not before the start"
		}
	}
	return ""
}

// IsZero says whether no date is given at all.
func (d Date) IsZero() bool { return d.first.kind == kindNone }

// IsInterval says whether d has a start and an end of its own.
func (d Date) IsInterval() bool { return d.last.kind != kindNone }

// Start is the start of an interval; a date that is no interval is its own start.
// A zero Date is returned for an end that is open (open is true) or not known.
func (d Date) Start() (start Date, open bool) {
	if !d.first.dated() {
		return Date{}, d.first.kind == kindOpen
	}
	return Date{first: d.first}, false
}

// End is the end of an interval, as Start is its start.
func (d Date) End() (end Date, open bool) {
	if !d.IsInterval() {
		return d, false
	}
	if !d.last.dated() {
		return Date{}, d.last.kind == kindOpen
	}
	return Date{first: d.last}, false
}

// Uncertain says whether the source, or an end of the interval, is marked
// uncertain ("?" or "%"): it may be another date altogether.
func (d Date) Uncertain() bool { return (d.first.flags|d.last.flags)&flagUncertain != 0 }

// Approximate says whether the date, or an end of the interval, is marked
// approximate ("~" or "%"): it is near this date.
func (d Date) Approximate() bool { return (d.first.flags|d.last.flags)&flagApproximate != 0 }

// Plain is d as written, without its marks of doubt.
func (d Date) Plain() Date {
	d.first.flags &^= flagsQualifier
	d.last.flags &^= flagsQualifier
	return d
}

// Qualified is d, at both ends if it is an interval, marked as uncertain or
// approximate besides the marks it has. Zero, open and unknown ends and
// date-times cannot be marked and stay as they are.
func (d Date) Qualified(uncertain, approximate bool) Date {
	var q flags
	if uncertain {
		q |= flagUncertain
	}
	if approximate {
		q |= flagApproximate
	}
	for _, p := range []*point{&d.first, &d.last} {
		if p.dated() && p.kind != kindTime {
			p.flags |= q
		}
	}
	return d
}

// Civil gives the year, month and day of a date that is no interval and whose
// year is fully known; a month or day that is unspecified, or a season, is 0.
// A date-time gives the day on its own clock.
func (d Date) Civil() (year int, month time.Month, day int, ok bool) {
	p := d.first
	if d.IsInterval() || p.kind < kindYear {
		return 0, 0, 0, false
	}
	if p.kind == kindSeason {
		return int(p.year), 0, 0, true
	}
	return int(p.year), time.Month(p.month), int(p.day), true
}

// Precision is how much of a date is known, from coarse to fine.
type Precision uint8

const (
	NoPrecision    Precision = iota // no date
	AnyYear                         // XXXX
	Millennium                      // 1XXX
	Century                         // 19XX
	Decade                          // 199X
	YearPrecision                   // 1999, 1999-XX, 1999-XX-XX
	Season                          // 1999-21
	MonthPrecision                  // 1999-12, 1999-12-XX
	DayPrecision                    // 1999-12-31
	Second                          // 1999-12-31T23:59:59
)

func (p Precision) String() string {
	switch p {
	case NoPrecision:
		return "none"
	case AnyYear:
		return "any year"
	case Millennium:
		return "millennium"
	case Century:
		return "century"
	case Decade:
		return "decade"
	case YearPrecision:
		return "year"
	case Season:
		return "season"
	case MonthPrecision:
		return "month"
	case DayPrecision:
		return "day"
	case Second:
		return "second"
	}
	return fmt.Sprintf("precision %d", uint8(p))
}

// Precision is what is known of d, unspecified parts not counted; of an interval,
// the coarser of its dated ends.
func (d Date) Precision() Precision {
	first, last := d.first.precision(), d.last.precision()
	if first == NoPrecision || last != NoPrecision && last < first {
		return last
	}
	return first
}

func (p point) precision() Precision {
	switch p.kind {
	case kindMaskedYear:
		return YearPrecision - Precision(p.masked)
	case kindYear, kindYearXX, kindYearXXXX:
		return YearPrecision
	case kindSeason:
		return Season
	case kindMonth, kindMonthXX:
		return MonthPrecision
	case kindDay:
		return DayPrecision
	case kindTime:
		return Second
	}
	return NoPrecision
}
