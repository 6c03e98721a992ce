package sample

import "strconv"

// Day is a calendar day, counted from 31 December 1899; 0 is no day at all.
type Day int32

// dayOf turns a date of the Gregorian calendar into a Day (H. Hinnant,
// "chrono-Compatible Low-Level Date Algorithms").
func dayOf(year, month, day int) Day {
	if month <= 2 {
		year--
	}
	era := year / 400
	yoe := year - era*400
	doy := (153*((month+9)%12)+2)/5 + day - 1
	return Day(era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - epoch)
}

// epoch is 31 December 1899 in days since 1 March of year 0.
const epoch = 693900

// Civil is the year, month and day of d, all 0 for no day.
func (d Day) Civil() (year, month, day int) {
	if d == 0 {
		return 0, 0, 0
	}
	z := int(d) + epoch
	era := z / 146097
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day, month, year = doy-(153*mp+2)/5+1, mp+3, yoe+era*400
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

// String is the day as YYYY-MM-DD, "" for no day.
func (d Day) String() string { return string(d.appendISO(make([]byte, 0, 10))) }

func (d Day) appendISO(b []byte) []byte {
	if d == 0 {
		return b
	}
	y, m, n := d.Civil()
	b = strconv.AppendInt(b, int64(y), 10)
	return appendTwo(append(appendTwo(append(b, '-'), m), '-'), n)
}

// appendPoints appends DD.MM.YYYY.
func (d Day) appendPoints(b []byte) []byte {
	if d == 0 {
		return b
	}
	y, m, n := d.Civil()
	b = append(appendTwo(append(appendTwo(b, n), '.'), m), '.')
	return strconv.AppendInt(b, int64(y), 10)
}

func (d Day) points() string { return string(d.appendPoints(make([]byte, 0, 10))) }

func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
