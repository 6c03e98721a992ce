package web

import (
	"fmt"
	"math"
	"strings"
	"time"

	"homeward/statement/edtf"
)

// dateInWords says an EDTF date in plain English: "about 5 January 2025", "from
// 3 January 2025 on", "some day in January 2025". What cannot be read comes back
// as it is.
func dateInWords(text string) string {
	d, err := edtf.Parse(text)
	if err != nil {
		return text
	}
	if !d.IsInterval() {
		return doubt(d) + pointInWords(d)
	}
	start, openStart := d.Start()
	end, openEnd := d.End()
	from, to := doubt(start)+pointInWords(start), doubt(end)+pointInWords(end)
	switch {
	case openStart:
		return "up to " + to
	case openEnd:
		return "from " + from + " on"
	case start.IsZero():
		return "until " + to + ", its start not known"
	case end.IsZero():
		return "from " + from + ", its end not known"
	}
	return "from " + from + " to " + to
}

func doubt(d edtf.Date) string {
	switch {
	case d.Uncertain() && d.Approximate():
		return "perhaps about "
	case d.Uncertain():
		return "perhaps "
	case d.Approximate():
		return "about "
	}
	return ""
}

var seasons = map[string]string{"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}

// pointInWords says a date that is no interval.
func pointInWords(d edtf.Date) string {
	text := d.Plain().String()
	year, month, day, civil := d.Civil()
	switch d.Precision() {
	case edtf.Second:
		date, clock, _ := strings.Cut(text, "T")
		if zone := strings.IndexAny(clock, "Z+-"); zone >= 0 {
			clock = clock[:zone] + " " + strings.Replace(clock[zone:], "Z", "UTC", 1)
		}
		return dateInWords(date) + ", " + clock
	case edtf.DayPrecision:
		if civil {
			return fmt.Sprintf("%d %s %d", day, month, year)
		}
	case edtf.MonthPrecision:
		if civil {
			words := fmt.Sprintf("%s %d", month, year)
			if strings.HasSuffix(text, "-XX") {
				return "some day in " + words
			}
			return words
		}
	case edtf.Season:
		return fmt.Sprintf("%s %d", seasons[text[len(text)-2:]], year)
	case edtf.YearPrecision:
		if strings.Contains(text, "X") {
			return "some day in " + strings.TrimSuffix(strings.TrimSuffix(text, "-XX"), "-XX")
		}
	case edtf.Decade:
		return "in the " + strings.ReplaceAll(text, "X", "0") + "s"
	case edtf.Century:
		return "in the years " + strings.ReplaceAll(text, "X", "0") + " to " + strings.ReplaceAll(text, "X", "9")
	case edtf.AnyYear:
		return "in a year not known"
	}
	return text
}

// elapsed says how long ago something was, as far as that is sure: whole days,
// or hours within the first two days.
func elapsed(least, most time.Duration) string {
	if most <= 0 {
		return ""
	}
	a, b := inUnits(least), inUnits(most)
	if a == b {
		return a
	}
	if na, ua, ok := strings.Cut(a, " "); ok && strings.HasSuffix(b, strings.TrimSuffix(ua, "s")) || strings.HasSuffix(b, ua) {
		return na + " to " + b
	}
	return a + " to " + b
}

func inUnits(d time.Duration) string {
	const day = 24 * time.Hour
	n, unit := int(d/day), "day"
	if d < 2*day {
		n, unit = int(d/time.Hour), "hour"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// bits says what bits of evidence mean: how rare so much agreement is among
// people who have nothing to do with one another.
func bits(n float64) string {
	switch {
	case n <= 0:
		return "this speaks against its being the person asked for"
	case n < 3:
		return "hardly any evidence: this much agreement is common by chance"
	}
	return "by chance, about one person in " + roundly(math.Exp2(n)) + " would agree this well; not the probability that it is the same person"
}

// roundly writes a large number with one or two figures, which is all an estimate bears.
func roundly(x float64) string {
	for _, unit := range []struct {
		size float64
		word string
	}{{1e12, "million million"}, {1e9, "thousand million"}, {1e6, "million"}} {
		if x >= unit.size {
			return fmt.Sprintf("%s %s", twoFigures(x/unit.size), unit.word)
		}
	}
	return twoFigures(x)
}

func twoFigures(x float64) string {
	n, scale := int64(x+0.5), int64(1)
	for n/scale >= 100 {
		scale *= 10
	}
	return thousands((n + scale/2) / scale * scale)
}

// thousands writes a number with its digits in groups of three, parted by a
// space that does not break.
func thousands[N int | int64](n N) string {
	s := fmt.Sprint(n)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	var out []string
	for len(s) > 3 {
		out = append([]string{s[len(s)-3:]}, out...)
		s = s[:len(s)-3]
	}
	return sign + strings.Join(append([]string{s}, out...), "\u202f")
}
