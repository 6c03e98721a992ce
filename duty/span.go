package duty

import (
	"strings"
	"time"

	"homeward/statement/edtf"
)

// span is the time in which something happened, as far as it is known: not before lo,
// and before hi. A zero lo or hi is not known.
type span struct {
	lo, hi time.Time
	sure   bool // no source marks it uncertain or approximate
	toDay  bool // it is known to the day at best: days are counted whole
}

// known says whether anything is known of when it was.
func (s span) known() bool { return !s.lo.IsZero() || !s.hi.IsZero() }

// instant is the span of a known instant, such as a receipt.
func instant(t time.Time) span {
	if t.IsZero() {
		return span{sure: true}
	}
	return span{lo: t, hi: t.Add(time.Nanosecond), sure: true}
}

// spanOf reads a date on the clock of the bureau's zone, unless it has an offset of its own.
func spanOf(d edtf.Date, zone *time.Location) span {
	s := span{sure: !d.Uncertain() && !d.Approximate(), toDay: d.Precision() != edtf.Second}
	zoned := false
	if !s.toDay {
		_, clock, _ := strings.Cut(d.String(), "T")
		zoned = strings.ContainsAny(clock, "Z+-")
	}
	at := func(t time.Time, ok bool) time.Time {
		if !ok {
			return time.Time{}
		}
		if zoned {
			return t.In(zone)
		}
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone)
	}
	s.lo = at(d.Earliest())
	s.hi = at(d.Latest())
	return s
}

// join is the span that covers both: sources differ, and either may be right.
func (s span) join(o span) span {
	out := span{sure: s.sure && o.sure, toDay: s.toDay || o.toDay}
	if !s.lo.IsZero() && !o.lo.IsZero() {
		out.lo = s.lo
		if o.lo.Before(s.lo) {
			out.lo = o.lo
		}
	}
	if !s.hi.IsZero() && !o.hi.IsZero() {
		out.hi = s.hi
		if o.hi.After(s.hi) {
			out.hi = o.hi
		}
	}
	return out
}

// byEnd orders spans by their end; one without an end comes last.
func byEnd(a, b span) int {
	switch {
	case a.hi.IsZero() && b.hi.IsZero():
		return 0
	case a.hi.IsZero():
		return 1
	case b.hi.IsZero():
		return -1
	}
	return a.hi.Compare(b.hi)
}

// limit is when a clock has run out: the first instants after its last day or second,
// as early and as late as the dates allow.
type limit struct {
	earliest, latest time.Time
	sure, toDay      bool
}

// add counts months and days on by the calendar of the zone. A month that has no such
// day gives its last. The day of the event is not counted; the last day is, whole.
func (s span) add(months, days int, zone *time.Location) limit {
	l := limit{sure: s.sure, toDay: s.toDay}
	if !s.lo.IsZero() {
		l.earliest = addDate(s.lo, months, days, zone)
		if s.toDay {
			l.earliest = l.earliest.AddDate(0, 0, 1)
		} else {
			l.earliest = l.earliest.Add(time.Nanosecond)
		}
	}
	if !s.hi.IsZero() {
		if s.toDay { // hi is the midnight that ends the last day
			last := s.hi.In(zone).AddDate(0, 0, -1)
			l.latest = addDate(last, months, days, zone).AddDate(0, 0, 1)
		} else {
			l.latest = addDate(s.hi, months, days, zone)
		}
	}
	return l
}

func addDate(t time.Time, months, days int, zone *time.Location) time.Time {
	t = t.In(zone)
	y, m, d := t.Date()
	first := time.Date(y, m+time.Month(months), 1, 0, 0, 0, 0, zone)
	if end := first.AddDate(0, 1, -1).Day(); d > end {
		d = end
	}
	return time.Date(first.Year(), first.Month(), d+days, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
}

// text is the limit's last day, or its span of last days, in EDTF.
func (l limit) text() string {
	first, last := l.lastDay(l.earliest), l.lastDay(l.latest)
	switch {
	case first == last:
		return first
	case first == "":
		return "/" + last
	case last == "":
		return first + "/"
	}
	return first + "/" + last
}

func (l limit) lastDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if l.toDay {
		t = t.AddDate(0, 0, -1)
	}
	return t.Format(time.DateOnly)
}

// state is how an item with a stated clock stands.
func (l limit) state(at time.Time) State {
	switch {
	case l.earliest.IsZero() && l.latest.IsZero():
		return OwedNow
	case !l.latest.IsZero() && !at.Before(l.latest) && l.sure:
		return Overdue
	case l.earliest.IsZero() || !at.Before(l.earliest):
		return PossiblyOverdue
	}
	return Running
}
