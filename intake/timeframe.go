package intake

import (
	"strconv"
	"strings"
	"time"

	"homeward/statement/edtf"
)

// What frames an expression of time and belongs to it: "the end of", "early",
// "more than", "each"; and what is added to it: "Friday, Oct. 23", "noon
// Thursday", "a week or two". The rules of what stands inside follow ISO-TimeML.

// at reads an expression, with its frame, that begins at token i.
func (c *calendar) at(i int) (timex, bool) {
	x, ok := c.framed(i)
	if !ok {
		return x, false
	}
	x = c.joined(x)
	// "around 3 May", "близько 3 травня": the day is not certain.
	if x.self && x.anchor == "" && c.p.is(x.a-1, "around", "about", "approximately", "circa", "близько", "приблизно", "около", "примерно") {
		x.value = x.value.Qualified(false, true)
	}
	return x, true
}

func (c *calendar) framed(i int) (timex, bool) {
	p := c.p
	if p.toks[i].kind != word {
		return c.core(i)
	}
	within := func(j int, fits func(timex) bool) (timex, bool) {
		if j >= len(p.toks) {
			return timex{}, false
		}
		x, ok := c.core(j)
		if !ok || !fits(x) || x.a != j {
			return timex{}, false
		}
		x.a = i
		return x, true
	}
	dated := func(x timex) bool { return x.duration == "" && (!x.value.IsZero() || x.anchor != "speech") }
	long := func(x timex) bool { return x.duration != "" || x.b > 1 && p.is(x.b-1, "ago") }
	j := i
	if p.is(j, "the") {
		j++
	}
	switch {
	case p.is(j, "end", "beginning", "start", "middle") && p.is(j+1, "of"):
		if u := c.words.unit[p.low(j+3)]; p.is(j+2, "the") && (u == 'W' || u == 'M' || u == 'Y') && !strings.HasSuffix(p.low(j+3), "s") {
			return c.thisOne(rng{i, j + 4}, u), true
		}
		return within(j+2, dated)
	case p.is(j, "week", "month") && p.is(j+1, "of") && j > i:
		if x, ok := c.core(j + 2); ok && x.value.Precision() == edtf.DayPrecision {
			return c.weekOf(rng{i, x.b}, x.value, p.is(j, "week")), true
		}
	case p.is(j, "first", "second", "last", "latter") && p.is(j+1, "half") && p.is(j+2, "of"):
		if x, ok := within(j+3, dated); ok {
			if y, m, _, ok := x.value.Civil(); ok && m == 0 && x.value.Precision() == edtf.YearPrecision {
				from := 1
				if !p.is(j, "first") {
					from = 7
				}
				if v, ok := months(y, from, from+5); ok {
					x.value = v
				}
			}
			return x, true
		}
	case p.is(j, "early", "late", "mid", "sometime"):
		if p.is(j+1, "-", "in") {
			j++
		}
		if x, ok := within(j+1, func(x timex) bool {
			if !dated(x) {
				return false
			}
			_, day := c.words.weekday[p.low(x.a)]
			return !day
		}); ok {
			return x, true
		}
	case p.is(i, "earlier", "later") && p.is(i+1, "this", "that", "in"):
		if x, ok := within(i+1, func(x timex) bool { return dated(x) && p.is(x.b-1, "month", "year", "week", "day", "quarter") }); ok {
			return x, true
		}
	case p.is(i, "fiscal"):
		return within(i+1, dated)
	case p.is(i, "at") && p.is(i+1, "least"), p.is(i, "up") && p.is(i+1, "to"), p.is(i, "more", "less") && p.is(i+1, "than"):
		return within(i+2, long)
	case p.is(i, "no") && p.is(i+1, "more", "less") && p.is(i+2, "than"):
		return within(i+3, long)
	case p.is(i, "nearly", "almost") && !p.is(i+1, "daily", "weekly", "every", "each"), p.is(i, "over") && p.is(i+1, "a", "an"):
		return within(i+1, long)
	}
	return c.core(i)
}

// thisOne is the week, month or year of the report.
func (c *calendar) thisOne(at rng, unit byte) timex {
	x := timex{rng: at, vague: true, anchor: "document"}
	if now, ok := c.civil(); ok && unit == 'Y' {
		v, err := edtf.Year(now.Year())
		x.value, x.vague = v, err != nil
	} else if ok {
		x = c.weekOf(at, c.dated, unit == 'W')
		x.anchor = "document"
	}
	return x
}

// weekOf is the calendar week or month around a day.
func (c *calendar) weekOf(at rng, d edtf.Date, week bool) timex {
	x := timex{rng: at, vague: true}
	y, m, n, ok := d.Civil()
	if !ok {
		return x
	}
	var err error
	if !week {
		x.value, err = edtf.Month(y, m)
	} else {
		t := time.Date(y, m, n, 0, 0, 0, 0, time.UTC)
		monday := t.AddDate(0, 0, -(int(t.Weekday())+6)%7)
		x.value, err = edtf.Interval(day(monday), day(monday.AddDate(0, 0, 6)))
	}
	x.vague = err != nil
	return x
}

// joined adds what follows and belongs to the same expression.
func (c *calendar) joined(x timex) timex {
	p := c.p
	if x.duration != "" && p.is(x.b, "or") {
		if _, k, ok := p.smallNumber(x.b + 1); ok && k == x.b+2 && c.words.unit[p.low(k)] == 0 {
			x.b = k
		} else if p.is(x.b+1, "so", "more") {
			x.b += 2
		}
		return x
	}
	if _, ok := c.words.weekday[p.low(x.b-1)]; ok || x.b-x.a > 1 && c.words.parts[p.low(x.b-1)] == 0 && c.words.weekday[p.low(x.b-2)] != 0 {
		j := x.b
		if p.is(j, ",") {
			j++
		}
		for _, read := range []func(int) (timex, bool){c.monthFirst, c.dayMonth} {
			if j < len(p.toks) && c.words.capitals {
				if d, ok := read(j); ok && d.value.Precision() == edtf.DayPrecision {
					d.a = x.a
					return d
				}
			}
		}
	}
	return x
}

// clock: 10:35 a.m., 5 p.m. EST Nov. 9, noon Thursday, midnight. Its value is the
// day: that of the date beside it, else the narrative's, where there is one.
func (c *calendar) clock(i int) (timex, bool) {
	p := c.p
	if !c.words.capitals {
		return timex{}, false
	}
	j := i
	switch {
	case p.toks[i].kind == number && p.is(i+1, "a.m", "a.m.", "p.m", "p.m.", "am", "pm", "o'clock"):
		j += 2
	case p.toks[i].kind == number && p.is(i+1, "in") && p.is(i+2, "the") && p.is(i+3, "morning", "afternoon", "evening"):
		j += 4
	case p.is(i, "noon", "midnight", "midday"):
		j++
	default:
		return timex{}, false
	}
	end := j
	if j < len(p.toks) && p.toks[j].kind == word && p.toks[j].upper && p.toks[j].end-p.toks[j].start <= 4 {
		j++
		end = j
	}
	if p.is(j, "local") && p.is(j+1, "time") {
		j += 2
		end = j
	}
	if p.is(j, ",", "on") {
		j++
	}
	for _, read := range []func(int) (timex, bool){c.weekday, c.monthFirst, c.dayMonth, c.deictic} {
		if j < len(p.toks) {
			if d, ok := read(j); ok && d.value.Precision() == edtf.DayPrecision {
				d = c.joined(d)
				d.a = i
				return d, true
			}
		}
	}
	x := timex{rng: rng{i, end}, vague: true, anchor: "narrative"}
	if d, ok := c.beside(i); ok {
		x.value, x.vague = d, false
	} else if !c.last.IsZero() {
		x.value, x.vague = c.last, false
	} else if _, ok := c.civil(); ok {
		x.value, x.vague, x.anchor = c.dated, false, "document"
	}
	return x, true
}

// decade: the 1960s, the mid-1990s, the '80s, the nineties.
func (c *calendar) decade(i int) (timex, bool) {
	p := c.p
	if !c.words.capitals {
		return timex{}, false
	}
	j := i
	the := p.is(j, "the")
	if the {
		j++
	}
	if j >= len(p.toks) {
		return timex{}, false
	}
	low := p.low(j)
	if rest, ok := strings.CutPrefix(low, "mid-"); ok {
		low = rest
	}
	switch {
	case p.toks[j].kind == number && len(low) == 4 && isDigits(low) && low[3] == '0' && (low[0] == '1' || low[0] == '2') && (p.is(j+1, "s", "'s") && p.toks[j+1].glued):
		v, err := edtf.Parse(low[:3] + "X")
		if the && j == i+1 && p.is(i-1, "in") {
			i = j // the article stays outside: "in the [1960s]"
		}
		return timex{rng: rng{i, j + 2}, value: v}, err == nil
	case p.is(j, "'") && j+2 < len(p.toks) && p.toks[j+1].kind == number && len(p.low(j+1)) == 2 && p.low(j + 1)[1] == '0' && p.is(j+2, "s"):
		v, err := edtf.Parse(c.century() + p.low(j + 1)[:1] + "X")
		return timex{rng: rng{i, j + 3}, value: v}, err == nil
	}
	if tens := decades[low]; tens != "" && the {
		v, err := edtf.Parse(c.century() + tens + "X")
		return timex{rng: rng{i, j + 1}, value: v}, err == nil
	}
	return timex{}, false
}

var decades = map[string]string{"twenties": "2", "thirties": "3", "forties": "4", "fifties": "5", "sixties": "6", "seventies": "7", "eighties": "8", "nineties": "9"}

// century is the first two figures of a decade named without them: the twentieth
// century's, as long as its decades are not yet those of the report.
func (c *calendar) century() string { return "19" }

// spoken: a year in words: nineteen ninety-six, two thousand.
func (c *calendar) spoken(i int) (timex, bool) {
	p := c.p
	j := i
	if p.is(j, "the") && p.is(j+1, "year") {
		j += 2
	}
	y, end := 0, j
	switch {
	case p.is(j, "nineteen", "eighteen"):
		n, k, ok := p.smallNumber(j + 1)
		if !ok || n < 10 || n > 99 {
			return timex{}, false
		}
		y, end = 1900+n, k
		if p.is(j, "eighteen") {
			y -= 100
		}
	case p.is(j, "two") && p.is(j+1, "thousand") && j > i:
		y, end = 2000, j+2
	case j > i && j < len(p.toks) && p.toks[j].kind == number && len(p.low(j)) == 4 && isDigits(p.low(j)):
		y, _ = strconv.Atoi(p.low(j))
		end = j + 1
	default:
		return timex{}, false
	}
	v, err := edtf.Year(y)
	return timex{rng: rng{i, end}, value: v}, err == nil
}

// weekend: the weekend, this weekend, last weekend: Saturday and Sunday.
func (c *calendar) weekend(i int) (timex, bool) {
	p := c.p
	if !p.is(i, "the", "this", "last", "next", "past", "that") || !p.is(i+1, "weekend") {
		return timex{}, false
	}
	x := timex{rng: rng{i, i + 2}, anchor: "document", vague: true}
	at, ok := c.civil()
	if !ok || p.is(i, "that") {
		return x, true
	}
	saturday := at.AddDate(0, 0, -(int(at.Weekday())+1)%7) // the last Saturday up to today
	switch {
	case p.is(i, "next"), p.is(i, "this") && at.Weekday() > time.Monday && at.Weekday() < time.Saturday, p.is(i, "the") && at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && c.ahead(i):
		saturday = saturday.AddDate(0, 0, 7)
	case p.is(i, "last") && (at.Weekday() == time.Saturday || at.Weekday() == time.Sunday):
		saturday = saturday.AddDate(0, 0, -7)
	}
	v, err := edtf.Interval(day(saturday), day(saturday.AddDate(0, 0, 1)))
	if err == nil {
		x.value, x.vague = v, false
	}
	return x, true
}

// feast: Thanksgiving Day, last Easter, New Year's Eve: the nearest one not ahead of the report.
func (c *calendar) feast(i int) (timex, bool) {
	p := c.p
	if len(c.words.feasts) == 0 {
		return timex{}, false
	}
	j := i
	if p.is(j, "last", "this", "next") {
		j++
	}
	if j >= len(p.toks) || !p.toks[j].cap {
		return timex{}, false
	}
	name, k, rule := "", j, ""
	end := j
	for k < len(p.toks) && k < j+4 && (p.toks[k].cap || p.is(k, "'s")) {
		switch {
		case p.is(k, "'s"):
			name += "'s"
		case name == "":
			name = p.low(k)
		default:
			name += " " + p.low(k)
		}
		k++
		if r := c.words.feasts[name]; r != "" {
			rule, end = r, k
		}
	}
	if rule == "" {
		return timex{}, false
	}
	x := timex{rng: rng{i, end}, vague: true, anchor: "document"}
	y, e := c.year(end)
	at, known := c.civil()
	switch {
	case y != 0:
		x.b = e
	case !known:
		return x, true
	default:
		y = at.Year()
		d, ok := feastDay(rule, y)
		if ok && d.After(at) && !p.is(i, "this", "next") && !c.ahead(i) {
			y--
		}
		if ok && d.Before(at) && (p.is(i, "next") || c.ahead(i)) {
			y++
		}
	}
	if d, ok := feastDay(rule, y); ok {
		x.value, x.vague, x.self = day(d), false, true
	}
	return x, true
}

// feastDay is the day of a feast in a year; rule as in dates.yaml.
func feastDay(rule string, y int) (time.Time, bool) {
	if rule == "easter" {
		return easter(y), true
	}
	parts := strings.Split(rule, "-")
	m, err := strconv.Atoi(parts[0])
	if err != nil || len(parts) < 2 {
		return time.Time{}, false
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return time.Time{}, false
	}
	if len(parts) == 2 {
		return time.Date(y, time.Month(m), n, 0, 0, 0, 0, time.UTC), true
	}
	w, ok := allDateWords()["en"].weekday[parts[2]]
	if !ok {
		return time.Time{}, false
	}
	if n == 9 { // the last of the month
		d := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC)
		return d.AddDate(0, 0, -((int(d.Weekday()) - int(w) + 7) % 7)), true
	}
	d := time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
	return d.AddDate(0, 0, (int(w)-int(d.Weekday())+7)%7+7*(n-1)), true
}

// easter is the Gregorian Easter Sunday (Meeus, Astronomical Algorithms, ch. 8).
func easter(y int) time.Time {
	a, b, k := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, j := k/4, k%4
	l := (32 + 2*e + 2*i - h - j) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(y, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
