package intake

import (
	"strconv"
	"strings"
	"time"

	"homeward/statement/edtf"
)

// Expressions that count: units of time, seasons, quarters, and fixed phrases.

// stretch: the past two years, last three weeks, the first nine months, the third quarter.
func (c *calendar) stretch(i int) (timex, bool) {
	j := i
	if c.p.is(j, "the") {
		j++
	}
	if q := quarters[c.p.low(j)]; q > 0 {
		switch {
		case c.p.is(j+1, "quarter"):
			return c.quarter(rng{i, j + 2}, q), true
		case c.p.is(j+1, "-") && c.p.is(j+2, "quarter"):
			return c.quarter(rng{i, j + 3}, q), true
		}
	}
	if n, unit, _ := strings.Cut(c.p.low(j), "-"); unit == "quarter" && quarters[n] > 0 {
		return c.quarter(rng{i, j + 1}, quarters[n]), true
	}
	if !c.p.is(j, "past", "last", "next", "first", "previous", "coming", "final") {
		return timex{}, false
	}
	n, k, ok := c.p.smallNumber(j + 1)
	if !ok || c.p.is(j+1, "a", "an") {
		return timex{}, false
	}
	unit, ok := c.words.unit[c.p.low(k)]
	if !ok {
		return timex{}, false
	}
	return timex{rng: rng{i, k + 1}, vague: true, duration: duration(n, unit), anchor: "document"}, true
}

var quarters = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4}

// quarter is the last quarter of that number that has begun, as its three months.
func (c *calendar) quarter(at rng, q int) timex {
	x := timex{rng: at, vague: true, anchor: "document"}
	now, ok := c.civil()
	if !ok {
		return x
	}
	y := now.Year()
	if int(now.Month()) < 3*q-2 {
		y--
	}
	first, err1 := edtf.Month(y, time.Month(3*q-2))
	last, err2 := edtf.Month(y, time.Month(3*q))
	if err1 == nil && err2 == nil {
		if v, err := edtf.Interval(first, last); err == nil {
			x.value, x.vague = v, false
		}
	}
	return x
}

// count: two days later, three weeks ago, a day earlier, 10 years, for two months.
func (c *calendar) count(i int) (timex, bool) {
	j := i
	about := false
	if c.p.is(j, "about", "some", "nearly", "almost", "roughly", "around", "approximately") {
		about = true
		j++
	}
	// two-year, 10-day
	if w, u, has := strings.Cut(c.p.low(j), "-"); has {
		if n, ok := numberWords[w]; ok && c.words.unit[u] != 0 {
			x := timex{rng: rng{i, j + 1}, vague: true, duration: duration(n, c.words.unit[u])}
			return x, true
		}
	}
	if c.p.is(j, "several", "few", "many", "recent", "coming") && c.words.unit[c.p.low(j+1)] != 0 && strings.HasSuffix(c.p.low(j+1), "s") {
		end := j + 2
		if c.p.is(end, "ago", "later", "earlier") {
			end++
		}
		return timex{rng: rng{i, end}, vague: true, anchor: "document"}, true
	}
	n, j, ok := c.p.smallNumber(j)
	if !ok {
		return timex{}, false
	}
	if c.p.is(j, "-") && c.p.toks[j].glued {
		j++
	}
	unit, ok := c.words.unit[c.p.low(j)]
	if !ok {
		return timex{}, false
	}
	j++
	x := timex{rng: rng{i, j}}
	sign, anchor := 0, ""
	switch {
	case c.p.is(j, "ago"):
		sign, anchor = -1, "document"
		j++
	case c.p.is(j, "later", "afterwards"), c.p.is(j, "after") && c.p.is(j+1, "that", "this", ",", "."):
		sign, anchor = 1, "narrative"
		j++
	case c.p.is(j, "earlier", "before") && !c.p.is(j+1, "the", "he", "they", "she", "a"):
		sign, anchor = -1, "narrative"
		j++
	}
	if sign == 0 {
		if c.p.is(i, "a", "an") && !c.p.is(i-1, "for", "in", "within", "after", "over", "nearly", "almost", "than", "of", "about") {
			return timex{}, false
		}
		x.duration = duration(n, unit)
		x.vague = true
		return x, true
	}
	x.b, x.anchor = j, anchor
	from := c.dated
	if anchor == "narrative" && !c.last.IsZero() {
		from = c.last
	} else if anchor == "narrative" {
		x.anchor = "document"
		if sign > 0 {
			x.vague = true // later than something the text does not date
			return x, true
		}
	}
	x.value = shift(from, sign*n, unit)
	if x.value.IsZero() {
		x.vague = true
	} else if about {
		x.value = x.value.Qualified(false, true)
	}
	x.self = true
	return x, true
}

// duration is n units in ISO 8601.
func duration(n int, unit byte) string {
	switch unit {
	case 'H':
		return "PT" + strconv.Itoa(n) + "H"
	case 'I':
		return "PT" + strconv.Itoa(n) + "M"
	}
	return "P" + strconv.Itoa(n) + string(unit)
}

// shift moves a day; by months and years only the month or year stays known.
func shift(from edtf.Date, n int, unit byte) edtf.Date {
	y, m, d, ok := from.Civil()
	if !ok || m == 0 {
		return edtf.Date{}
	}
	var out edtf.Date
	var err error
	at := time.Date(y, m, max(d, 1), 0, 0, 0, 0, time.UTC)
	switch unit {
	case 'D':
		if d == 0 {
			return edtf.Date{}
		}
		out = day(at.AddDate(0, 0, n))
	case 'W':
		if d == 0 {
			return edtf.Date{}
		}
		out = day(at.AddDate(0, 0, 7*n)).Qualified(false, true)
	case 'M':
		to := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		out, err = edtf.Month(to.Year(), to.Month())
	case 'Y':
		out, err = edtf.Year(y + n)
	case 'H':
		if d == 0 || n > 240 || n < -240 {
			return edtf.Date{}
		}
		out = day(at).Qualified(false, true)
	}
	if err != nil {
		return edtf.Date{}
	}
	return out
}

// phrase: the next day, the same day, the day before, shortly after, at the moment, recently.
func (c *calendar) phrase(i int) (timex, bool) {
	for _, ph := range c.words.phrases {
		if !c.p.matches(i, ph.words) {
			continue
		}
		x := timex{rng: rng{i, i + len(ph.words)}, vague: true, anchor: ph.Anchor}
		switch ph.Means {
		case "shift":
			from := c.dated
			if ph.Anchor == "narrative" {
				from = c.last
			}
			if v := shift(from, ph.Days, 'D'); !v.IsZero() {
				x.value, x.vague, x.self = v, false, true
			}
		case "until":
			if !c.dated.IsZero() && !c.dated.IsInterval() {
				if v, err := edtf.Until(c.dated); err == nil {
					x.value = v
				}
			}
		}
		return x, true
	}
	return timex{}, false
}

// season: last summer, spring 2024, the winter of 2024.
func (c *calendar) season(i int) (timex, bool) {
	start, back := i, -1
	switch {
	case c.p.is(i, "last"):
		back, i = 1, i+1
	case c.p.is(i, "this"):
		back, i = 0, i+1
	}
	s, ok := c.words.season[c.p.low(i)]
	if !ok {
		return timex{}, false
	}
	y, e := c.year(i + 1)
	if y == 0 {
		at, known := c.civil()
		if back < 0 || !known {
			return timex{}, false
		}
		y, e = at.Year(), i+1
		if back == 1 && int(at.Month()) <= (s-20)*3 {
			y--
		}
	}
	v, err := edtf.Parse(pad4(y) + "-" + strconv.Itoa(s))
	return timex{rng: rng{start, e}, value: v}, err == nil
}

func pad4(y int) string {
	s := strconv.Itoa(y)
	for len(s) < 4 {
		s = "0" + s
	}
	return s
}
