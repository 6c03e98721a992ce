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
			x := c.quarter(rng{i, j + 2}, q)
			if y, e := c.year(j + 2); y != 0 {
				x = quarterOf(rng{i, e}, y, q)
			}
			return x, true
		case c.p.is(j+1, "-") && c.p.is(j+2, "quarter"):
			return c.quarter(rng{j, j + 3}, q), true
		}
	}
	if n, unit, _ := strings.Cut(c.p.low(j), "-"); unit == "quarter" && quarters[n] > 0 && j == i {
		return c.quarter(rng{i, j + 1}, quarters[n]), true
	}
	k := j
	first := c.p.is(j, "past", "last", "next", "first", "previous", "coming", "final", "latest", "year-earlier", "year-ago", "following", "preceding", "recent", "same")
	if first {
		k++
	}
	if k == i || c.p.is(k, "a", "an") {
		return timex{}, false
	}
	if c.p.is(k, "few", "several", "couple", "many") && first {
		if c.p.is(k, "couple") && c.p.is(k+1, "of") {
			k++
			if u := c.words.unit[c.p.low(k+1)]; u != 0 {
				return timex{rng: rng{i, k + 2}, vague: true, duration: duration(2, u), anchor: "document"}, true
			}
		}
		if u := c.words.unit[c.p.low(k+1)]; u != 0 {
			return timex{rng: rng{i, k + 2}, vague: true, duration: openLength(u), anchor: "document"}, true
		}
		return timex{}, false
	}
	n, k, ok := c.p.smallNumber(k)
	if !ok {
		return timex{}, false
	}
	low := n
	if c.p.is(k, "to", "or", "-", "–") {
		if m, k2, ok := c.p.smallNumber(k + 1); ok {
			n, k = m, k2
		}
	}
	more, is := c.p.smallNumberAfter(k)
	if is && n >= 20 && n%10 == 0 && more < 10 { // "twenty four"
		n, low, k = n+more, low+more, k+1
	}
	unit, ok := c.words.unit[c.p.low(k)]
	if !ok || n > 1 && !strings.HasSuffix(c.p.low(k), "s") || !first && (c.p.is(k+1, "old") || !c.p.is(j-1, "the")) {
		return timex{}, false
	}
	d := duration(n, unit)
	if low != n {
		d = openLength(unit)
	}
	return timex{rng: rng{i, k + 1}, vague: true, duration: d, anchor: "document"}, true
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
	return quarterOf(at, y, q)
}

// quarterOf is the quarter as the interval of its first and last month.
func quarterOf(at rng, y, q int) timex {
	x := timex{rng: at, vague: true, anchor: "document"}
	if v, ok := months(y, 3*q-2, 3*q); ok {
		x.value, x.vague = v, false
	}
	return x
}

func months(y, from, to int) (edtf.Date, bool) {
	first, err1 := edtf.Month(y, time.Month(from))
	last, err2 := edtf.Month(y, time.Month(to))
	if err1 != nil || err2 != nil {
		return edtf.Date{}, false
	}
	v, err := edtf.Interval(first, last)
	return v, err == nil
}

// count: two days later, three weeks ago, a day earlier, 10 years, for two months.
func (c *calendar) count(i int) (timex, bool) {
	j := i
	about := false
	if c.p.is(j, "about", "some", "around", "roughly", "approximately") {
		about = true // the word stays outside, as with "in"
		i, j = j+1, j+1
		if j >= len(c.p.toks) {
			return timex{}, false
		}
	}
	// two-year, 10-day
	if w, u, has := strings.Cut(c.p.low(j), "-"); has {
		if n, ok := numberWords[w]; ok && c.words.unit[u] != 0 {
			x := timex{rng: rng{i, j + 1}, vague: true, duration: duration(n, c.words.unit[u])}
			return x, true
		}
	}
	n, j, ok := c.p.smallNumber(j)
	if !ok {
		return timex{}, false
	}
	half := ""
	if k, has := c.half(j); has {
		half, j = "6M", k
	}
	glued := false
	if c.p.is(j, "-") && c.p.toks[j].glued {
		glued = true
		j++
	}
	if c.p.is(j, "more", "full", "consecutive", "straight", "additional", "long") {
		j++
	}
	name := c.p.low(j)
	if u, _, old := strings.Cut(name, "-old"); old && glued {
		name = u // "8-month-old"; a person's age is no time
		if c.words.unit[name] == 'Y' {
			return timex{}, false
		}
	}
	unit, ok := c.words.unit[name]
	if !ok || c.p.is(j+1, "old") || c.p.is(j+1, "-") && c.p.is(j+2, "old") || c.p.toks[j].cap && c.p.toks[i].kind == number {
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
		if c.p.is(i, "a", "an") && !(c.p.is(i-1, "for", "in", "within", "after", "over", "nearly", "almost", "than", "of", "about", "as", "barely", "just", "only", "or", "him", "them", "us", "you", "took", "last", "lasts", "lasted", "spent", "another", "take", "takes") || c.p.is(j, "or")) || n == 1 && c.perUnit(i) {
			return timex{}, false
		}
		x.duration = duration(n, unit)
		if half != "" && unit == 'Y' {
			x.duration += half
		}
		if half != "" && unit == 'H' {
			x.duration += "30M"
		}
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
	if unit == 'Y' && sign < 0 && n == 1 {
		if v, ok := yearsBefore(c.spell, n); ok {
			x.value, x.anchor = v, "narrative" // "in the third quarter … a year earlier"
		}
	}
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
	case 'S':
		return "PT" + strconv.Itoa(n) + "S"
	case 'Q':
		return "P" + strconv.Itoa(3*n) + "M"
	case 'E':
		return "P" + strconv.Itoa(10*n) + "Y"
	case 'C':
		return "P" + strconv.Itoa(100*n) + "Y"
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
	case 'E':
		out, err = edtf.Year(y + 10*n)
		out = out.Qualified(false, true)
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
		if end := i + len(ph.words); c.words.unit[c.p.low(end)] != 0 && c.p.is(end-1, "past", "future") {
			continue
		}
		if c.p.is(i, "overnight") && c.p.is(i+1, "on", "to", "from", "of", "into") {
			continue // the day follows
		}
		x := timex{rng: rng{i, i + len(ph.words)}, vague: true, anchor: ph.Anchor, refers: ph.Refers}
		switch ph.Means {
		case "shift":
			from := c.dated
			// Without a day before it "накануне" and "전날" count from the report.
			if ph.Anchor == "narrative" && (c.words.capitals || ph.Days >= 0 || !c.last.IsZero()) {
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
	case c.p.is(i, c.words.last...):
		back, i = 1, i+1
	case c.p.is(i, c.words.next...):
		back, i = 2, i+1
	case c.p.is(i, "this") && c.p.is(i+1, "past", "coming"):
		back, i = 0, i+2
	case c.p.is(i, c.words.this...):
		back, i = 0, i+1
	case c.p.is(i, "the") && c.words.season[c.p.low(i+1)] != 0 && c.p.is(i+2, "of"):
		i++
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
		if back == 2 && int(at.Month()) > (s-20)*3 {
			y++
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
