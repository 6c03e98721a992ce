package exchange

import (
	"fmt"
	"strconv"
)

// A Date is a calendar day, or a month or a year where no more is known.
// Month and Day are 0 where they are not known; the zero Date is "no date".
type Date struct {
	Year       int16
	Month, Day int8
}

// ParseDate reads YYYY-MM-DD, YYYY-MM or YYYY (ISO 8601). Blank is no date.
func ParseDate(s string) (Date, error) {
	var d Date
	if s == "" {
		return d, nil
	}
	bad := fmt.Errorf("%q is not a date: write YYYY-MM-DD, YYYY-MM or YYYY", s)
	if len(s) != 4 && len(s) != 7 && len(s) != 10 {
		return d, bad
	}
	for i := range len(s) {
		if (i == 4 || i == 7) != (s[i] == '-') || (s[i] != '-' && (s[i] < '0' || s[i] > '9')) {
			return d, bad
		}
	}
	y, _ := strconv.Atoi(s[:4])
	if y == 0 {
		return d, bad
	}
	d.Year = int16(y)
	if len(s) >= 7 {
		m, _ := strconv.Atoi(s[5:7])
		if m < 1 || m > 12 {
			return Date{}, fmt.Errorf("%q has no month %d", s, m)
		}
		d.Month = int8(m)
	}
	if len(s) == 10 {
		day, _ := strconv.Atoi(s[8:])
		if day < 1 || day > daysIn(int(d.Year), int(d.Month)) {
			return Date{}, fmt.Errorf("%q: that month has no day %d", s, day)
		}
		d.Day = int8(day)
	}
	return d, nil
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Known says whether the date holds at least a year.
func (d Date) Known() bool { return d.Year != 0 }

// String writes the date as it is read.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// earliest and latest are the first and last day the date can mean, as a number
// that orders like the calendar (year, month, day in decimal digits).
func (d Date) earliest() int {
	return int(d.Year)*10000 + max(int(d.Month), 1)*100 + max(int(d.Day), 1)
}

func (d Date) latest() int {
	m, day := int(d.Month), int(d.Day)
	if m == 0 {
		m = 12
	}
	if day == 0 {
		day = daysIn(int(d.Year), m)
	}
	return int(d.Year)*10000 + m*100 + day
}

// yearsAtLeast is the number of whole years from d to on that is certain
// whatever day d means; -1 if d is not known or may be later than on.
func (d Date) yearsAtLeast(on Date) int {
	if !d.Known() || !on.Known() || d.latest() > on.earliest() {
		return -1
	}
	return (on.earliest() - d.latest()) / 10000
}

// yearsAtMost is the greatest number of whole years from d to on; ok is false
// if d is not known or is later than on.
func (d Date) yearsAtMost(on Date) (years int, ok bool) {
	if !d.Known() || !on.Known() || d.earliest() > on.latest() {
		return 0, false
	}
	return (on.latest() - d.earliest()) / 10000, true
}
