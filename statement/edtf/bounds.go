package edtf

import (
	"errors"
	"fmt"
	"time"
)

// Earliest is the first instant the date can mean, in UTC. It is not ok if there
// is none: the zero Date, an open start, an unknown start. A date without an
// offset is read as if its clock showed UTC. Marks of doubt do not move it.
//
// ISO 8601-2 does not say when a season begins or in which half of the world. A
// season is bounded by the whole months that either reckoning, by weather or by
// the sun, gives it in the northern hemisphere: spring March to June, summer June
// to September, autumn September to December. The winter of a year may be the one
// it begins with or the one it ends with: December before to March after.
func (d Date) Earliest() (t time.Time, ok bool) {
	if !d.first.dated() {
		return time.Time{}, false
	}
	lo, _ := d.first.instants()
	return time.Unix(lo, 0).UTC(), true
}

// Latest is the first instant after the date, in UTC: the date lies in the
// half-open span from Earliest to Latest. It is not ok for the zero Date, an open
// end and an unknown end. The rules of Earliest hold.
func (d Date) Latest() (t time.Time, ok bool) {
	last := d.end()
	if !last.dated() {
		return time.Time{}, false
	}
	_, hi := last.instants()
	return time.Unix(hi, 0).UTC(), true
}

// end is the point that bounds d above.
func (d Date) end() point {
	if d.IsInterval() {
		return d.last
	}
	return d.first
}

const (
	hourSeconds = 3600
	daySeconds  = 24 * hourSeconds
)

// instants is the half-open span of a dated point in Unix seconds.
func (p point) instants() (lo, hi int64) {
	lo, hi = p.span()
	shift := int64(p.offset) * 60
	return lo - shift, hi - shift
}

// span is the half-open span of a dated point on its own clock, in seconds since
// 1970-01-01T00:00:00 on that clock.
func (p point) span() (lo, hi int64) {
	y, m := int64(p.year), int64(p.month)
	switch p.kind {
	case kindMaskedYear:
		return p.maskedSpan()
	case kindYear, kindYearXX, kindYearXXXX:
		return midnight(y, 1, 1), midnight(y+1, 1, 1)
	case kindSeason:
		if m == 24 {
			return midnight(y-1, 12, 1), midnight(y+1, 4, 1)
		}
		from := 3 * (m - 20)
		to := from + 4
		if to > 12 {
			return midnight(y, from, 1), midnight(y+1, to-12, 1)
		}
		return midnight(y, from, 1), midnight(y, to, 1)
	case kindMonth, kindMonthXX:
		lo = midnight(y, m, 1)
		return lo, lo + int64(daysIn(int(y), int(m)))*daySeconds
	case kindDay:
		lo = midnight(y, m, int64(p.day))
		return lo, lo + daySeconds
	case kindTime:
		lo = midnight(y, m, int64(p.day)) + int64(p.clock)
		return lo, lo + 1
	}
	return 0, 0
}

func (p point) maskedSpan() (lo, hi int64) {
	width := int64(1)
	for range p.masked {
		width *= 10
	}
	first := int64(p.year)
	last := first + width - 1
	if p.flags&flagNegative != 0 {
		first, last = int64(p.year)-width+1, int64(p.year)
		if last == 0 { // there is no year -0000
			last = -1
		}
	}
	return midnight(first, 1, 1), midnight(last+1, 1, 1)
}

// midnight is the start of a day, in seconds since that of 1970-01-01.
func midnight(y, m, d int64) int64 { return dayNumber(y, m, d) * daySeconds }

// dayNumber counts the days of the proleptic Gregorian calendar since 1970-01-01.
// Years are counted from March, so that the leap day is the last of its year.
func dayNumber(y, m, d int64) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	cycle := y / 400
	if y < 0 {
		cycle = (y - 399) / 400
	}
	inCycle := y - cycle*400
	inYear := (153*(m-3)+2)/5 + d - 1
	return cycle*146097 + inCycle*365 + inCycle/4 - inCycle/100 + inYear - 719468
}

// daysIn is the number of days of a month 1 to 12.
func daysIn(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// Relation is what can be said of the order of two dates.
type Relation int8

const (
	SurelyBefore Relation = -1 // the first is over before the second begins
	MayOverlap   Relation = 0  // they may share a moment, or which is first cannot be said
	SurelyAfter  Relation = 1  // the second is over before the first begins
)

func (r Relation) String() string {
	switch r {
	case SurelyBefore:
		return "surely before"
	case MayOverlap:
		return "may overlap"
	case SurelyAfter:
		return "surely after"
	}
	return fmt.Sprintf("relation %d", int8(r))
}

// Compare says whether d is surely before or surely after e. Where an end that
// decides is open, unknown, missing, uncertain or approximate, nothing is sure
// (compare d.Plain() and e.Plain() to leave the marks of doubt aside). Two dates
// without an offset are taken to be of one clock; against a time with an offset,
// a date without one may be of any clock on earth, −12:00 to +14:00.
func (d Date) Compare(e Date) Relation {
	switch {
	case surelyBefore(d.end(), e.first):
		return SurelyBefore
	case surelyBefore(e.end(), d.first):
		return SurelyAfter
	}
	return MayOverlap
}

// Before says whether d is surely before e. That it is false does not say that d
// is not before e: ask Compare.
func (d Date) Before(e Date) bool { return d.Compare(e) == SurelyBefore }

// After says whether d is surely after e; as for Before, false says little.
func (d Date) After(e Date) bool { return d.Compare(e) == SurelyAfter }

// surelyBefore says whether the end of one date lies before the start of another.
func surelyBefore(end, start point) bool {
	if !end.dated() || !start.dated() || (end.flags|start.flags)&flagsQualifier != 0 {
		return false
	}
	_, hi := end.instants()
	lo, _ := start.instants()
	if (end.flags^start.flags)&flagZoned != 0 {
		if end.flags&flagZoned == 0 {
			hi -= minOffset * 60
		} else {
			lo -= maxOffset * 60
		}
	}
	return hi <= lo
}

// Overlaps says whether a and b, as written and without their marks of doubt, can
// share a moment; an open or unknown end sets no limit. It is false if either is
// the zero Date.
func Overlaps(a, b Date) bool {
	return !a.IsZero() && !b.IsZero() && a.Plain().Compare(b.Plain()) == MayOverlap
}

// Contains says whether e, as written and without its marks of doubt, lies wholly
// within the bounds of d. Only an open end of d is without limit; of an unknown
// end nothing is known, so nothing surely lies within it. A time with an offset
// lies in the day that its own clock shows. The zero Date contains nothing and is
// contained in nothing.
func (d Date) Contains(e Date) bool {
	if d.IsZero() || e.IsZero() {
		return false
	}
	if d.first.flags&e.first.flags&flagZoned != 0 {
		dlo, _ := d.first.instants()
		elo, _ := e.first.instants()
		return dlo == elo
	}
	if d.first.kind != kindOpen {
		if !d.first.dated() || !e.first.dated() {
			return false
		}
		dlo, _ := d.first.span()
		elo, _ := e.first.span()
		if elo < dlo {
			return false
		}
	}
	if end := d.end(); end.kind != kindOpen {
		if !end.dated() || !e.end().dated() {
			return false
		}
		_, dhi := end.span()
		_, ehi := e.end().span()
		return ehi <= dhi
	}
	return true
}

// AddDays is d moved by n days, with its marks of doubt, time of day and offset.
// It moves days and date-times, and intervals whose dated ends are days. A month
// or a year has no day to count from: that is an error.
func (d Date) AddDays(n int) (Date, error) {
	if d.IsZero() {
		return Date{}, errors.New("add days: no date is given")
	}
	moved := d
	for _, p := range []*point{&moved.first, &moved.last} {
		if !p.dated() {
			continue
		}
		if p.kind != kindDay && p.kind != kindTime {
			return Date{}, fmt.Errorf("add %d days to %q: only a date that has a day can be counted from", n, d)
		}
		if n < -maxShift || n > maxShift {
			return Date{}, fmt.Errorf("add %d days to %q: the year must stay between -9999 and 9999", n, d)
		}
		from := midnight(int64(p.year), int64(p.month), int64(p.day))
		y, m, day := time.Unix(from+int64(n)*daySeconds, 0).UTC().Date()
		if y < -9999 || y > 9999 {
			return Date{}, fmt.Errorf("add %d days to %q: the year must stay between -9999 and 9999", n, d)
		}
		p.year, p.month, p.day = int32(y), uint8(m), uint8(day)
	}
	return moved, nil
}

// maxShift is more days than lie between the years -9999 and 9999.
const maxShift = 20_000 * 366
