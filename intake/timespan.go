package intake

import (
	"strings"
	"time"

	"homeward/statement/edtf"
)

// Periods that are told by what they are compared with ("the year-ago quarter"),
// lengths the text leaves open ("several weeks"), and what comes again ("daily").

// monthsLong tells whether a date is an interval of whole months: a quarter, half a year.
func monthsLong(d edtf.Date) bool {
	s := d.String()
	return len(s) == 15 && s[7] == '/'
}

// yearsBefore is the same months of an earlier year.
func yearsBefore(d edtf.Date, n int) (edtf.Date, bool) {
	s := d.String()
	if len(s) != 15 {
		return edtf.Date{}, false
	}
	from, to, ok := strings.Cut(s, "/")
	if !ok {
		return edtf.Date{}, false
	}
	num := func(s string) int {
		v := 0
		for _, r := range s {
			v = v*10 + int(r-'0')
		}
		return v
	}
	return months(num(from[:4])-n, num(from[5:7]), num(to[5:7]))
}

// period: the latest quarter, the year-ago period, the fiscal year, the following month, the quarter.
func (c *calendar) period(i int) (timex, bool) {
	p := c.p
	if !c.words.capitals {
		return timex{}, false
	}
	j := i
	the := p.is(j, "the", "this", "that", "each", "every")
	if the {
		j++
	}
	year := 0
	if s := p.low(j); the && j < len(p.toks) && p.toks[j].kind == number && len(s) == 4 && isDigits(s) && (s[0] == '1' || s[0] == '2') {
		year = int(s[0]-'0')*1000 + int(s[1]-'0')*100 + int(s[2]-'0')*10 + int(s[3]-'0')
		j++
	}
	how := ""
	for k := 0; k < 3; k++ {
		switch {
		case p.is(j, "year-ago", "year-earlier"):
			how = "year-ago"
		case p.is(j, "latest", "same", "comparable", "corresponding", "previous", "preceding", "following", "current", "full", "entire", "fiscal", "whole", "next", "last", "past"):
			if how == "" || how == "fiscal" || how == "full" {
				how = p.low(j)
			}
		default:
			k = 3
			continue
		}
		j++
	}
	q := 0
	for _, ord := range []string{p.low(j), strings.TrimPrefix(p.low(j), "fiscal-")} {
		if n := quarters[ord]; n > 0 && p.is(j+1, "quarter") {
			q = n
		}
		if n, u, _ := strings.Cut(ord, "-"); u == "quarter" && quarters[n] > 0 {
			return timex{}, false
		}
	}
	if q > 0 {
		j++
	}
	if p.is(i, "year-end") || p.is(i, "year") && p.is(i+1, "end") || p.is(i, "year") && p.is(i+1, "'s") && p.is(i+2, "end") {
		x := timex{rng: rng{i, i + 1}, vague: true, anchor: "document"}
		if !p.is(i, "year-end") {
			x.b = i + 2
		}
		if p.is(i+1, "'s") {
			x.b++
		}
		if at, ok := c.civil(); ok {
			y := at.Year()
			if p.is(i-1, "since") {
				y--
			}
			v, err := edtf.Year(y)
			x.value, x.vague = v, err != nil
		}
		return x, true
	}
	if !the && how != "year-ago" || !the && q == 0 && how == "" {
		return timex{}, false
	}
	noun := p.low(j)
	at, known := c.civil()
	x := timex{rng: rng{i, j + 1}, vague: true, anchor: "document"}
	switch {
	case q > 0:
		x = c.quarter(x.rng, q)
		if year != 0 {
			x = quarterOf(x.rng, year, q)
		}
		if how == "year-ago" {
			if v, ok := yearsBefore(x.value, 1); ok {
				x.value, x.anchor = v, "narrative"
			}
		}
		return x, true
	case year != 0:
		if noun != "period" && noun != "quarter" {
			return timex{}, false
		}
		v, err := edtf.Year(year)
		x.value, x.vague = v, err != nil
		return x, err == nil
	case noun == "quarter", noun == "period" && how != "" && how != "full":
		v := c.spell
		if v.IsZero() && known {
			y, last := at.Year(), (int(at.Month())-1)/3 // the last one that has ended
			if p.is(i, "this") || how == "current" {
				last++
			}
			if last == 0 {
				y, last = y-1, 4
			}
			v, _ = months(y, 3*last-2, 3*last)
		}
		if how == "year-ago" || how == "corresponding" || how == "comparable" || how == "same" {
			v, _ = yearsBefore(v, 1)
			x.anchor = "narrative"
		}
		x.value, x.vague = v, v.IsZero()
		if p.is(j+1, "a") && p.is(j+2, "year") && p.is(j+3, "ago", "earlier") {
			x.b = j + 4
			x.value, _ = yearsBefore(v, 1)
			x.anchor = "narrative"
		} else if p.is(j+1, "last") && p.is(j+2, "year") {
			x.b = j + 3
		}
		return x, true
	case how == "year-ago":
		x.b = j
		if the {
			x.a++
		}
		v := c.spell
		if w, ok := yearsBefore(v, 1); ok {
			x.value, x.vague, x.anchor = w, false, "narrative"
		} else if known {
			v, err := edtf.Year(at.Year() - 1)
			x.value, x.vague = v, err != nil
		}
		return x, true
	case (p.is(i+1, "past") || p.is(i+1, "last", "next")) && p.is(i, "the") && (noun == "year" || noun == "month" || noun == "week") && p.is(i+1, how):
		x.duration = duration(1, c.words.unit[noun])
		return x, true
	case noun == "year" && (how == "following" || how == "next") && p.is(i, "the"):
		if y, _, _, ok := c.last.Civil(); ok {
			v, err := edtf.Year(y + 1)
			x.value, x.vague, x.anchor = v, err != nil, "narrative"
		}
		return x, true
	case (noun == "month" || noun == "week") && (how == "following" || how == "next" || how == "previous") && p.is(i, "the"):
		n := 1
		if how == "previous" {
			n = -1
		}
		if v := shift(c.last, n, c.words.unit[noun]); !v.IsZero() {
			x.value, x.vague, x.anchor = v, false, "narrative"
		}
		return x, true
	case (noun == "morning" || noun == "evening" || noun == "afternoon") && how == "next":
		if v := shift(c.last, 1, 'D'); !v.IsZero() {
			x.value, x.vague, x.anchor = v, false, "narrative"
		}
		return x, true
	case noun == "year" && p.is(i, "the") && (how == "" || how == "full" || how == "current" || how == "fiscal" || how == "latest" || how == "entire" || how == "whole"):
		if how == "" && !p.is(i-1, "for", "of", "in", "during", "over", "through") || p.is(j+1, "-") {
			return timex{}, false
		}
		if p.is(j+1, "ended", "ending", "to", "that") {
			x.duration = "P1Y"
			return x, true
		}
		if known {
			y := at.Year()
			if how == "latest" {
				y--
			}
			v, err := edtf.Year(y)
			x.value, x.vague = v, err != nil
		}
		return x, true
	}
	return timex{}, false
}

// openLength is a length whose number the text leaves open: PXD, several days.
// X is an unspecified number, as TimeML writes it.
func openLength(unit byte) string {
	switch unit {
	case 'H', 'S':
		return "PTX" + string(unit)
	case 'I':
		return "PTXM"
	}
	return "PX" + string(unit)
}

// half: "2 1/2 years", "two and a half years".
func (c *calendar) half(j int) (int, bool) {
	p := c.p
	if p.is(j, "1/2", "½") {
		return j + 1, true
	}
	if p.is(j, "and") && p.is(j+1, "a") && p.is(j+2, "half") {
		return j + 3, true
	}
	return j, false
}

func (p *page) smallNumberAfter(i int) (int, bool) {
	if i >= len(p.toks) || p.toks[i].kind != word {
		return 0, false
	}
	n, ok := numberWords[p.low(i)]
	return n, ok && !p.is(i, "a", "an")
}

// perUnit: "$1 billion a year", "three meals a day": something counted stands before.
func (c *calendar) perUnit(i int) bool {
	p := c.p
	for k := i - 1; k >= 0 && k > i-4; k-- {
		if p.toks[k].kind == number || p.is(k, "hundred", "hundreds", "thousand", "thousands", "million", "billion", "once", "twice", "times") {
			return true
		}
		if _, ok := numberWords[p.low(k)]; ok || p.toks[k].kind != word {
			return ok
		}
	}
	return false
}

// open: several weeks, a few days ago, recent months, for years, weeks later.
func (c *calendar) open(i int) (timex, bool) {
	p := c.p
	j := i
	if p.is(j, "a") && p.is(j+1, "few", "couple") || p.is(j, "the") && p.is(j+1, "coming", "recent", "first", "final", "last") {
		j++
	}
	refers := ""
	some := false
	switch {
	case p.is(j, "couple") && p.is(j+1, "of") && j > i:
		if u := c.words.unit[p.low(j+2)]; u != 0 {
			return timex{rng: rng{i, j + 3}, vague: true, duration: duration(2, u)}, true
		}
		return timex{}, false
	case p.is(j, "several", "few", "many"):
		some = true
	case p.is(j, "recent"):
		some, refers = true, "past"
	case p.is(j, "coming"):
		some, refers = true, "future"
	case p.is(j, "first", "final", "last") && j > i:
		some = true
	}
	k := j
	if some {
		k++
	}
	l := p.low(k)
	u := c.words.unit[l]
	if u == 0 || !strings.HasSuffix(l, "s") || p.toks[k].cap && k > j {
		return timex{}, false
	}
	end := k + 1
	then := p.is(end, "ago", "later", "earlier")
	if !some && p.is(i-1, "the") && p.is(end, "before", "after", "following", "since", "leading") {
		return timex{rng: rng{i, end}, vague: true, duration: openLength(u), anchor: "narrative"}, true
	}
	if !some && !then && !(p.is(i-1, "for", "within", "in", "of", "after", "over", "took", "lasted", "take", "last", "spent") && !p.is(end, "of", "old") && !p.is(end, "-")) {
		return timex{}, false
	}
	x := timex{rng: rng{i, end}, vague: true, duration: openLength(u), refers: refers}
	if then {
		x.b++
		x.anchor = "document"
	}
	return x, true
}

// recurring: daily, weekly, each Thursday, every year.
func (c *calendar) recurring(i int) (timex, bool) {
	p := c.p
	if !c.words.capitals {
		return timex{}, false
	}
	if n := adverbs[p.low(i)]; n != "" {
		return timex{rng: rng{i, i + 1}, vague: true, duration: n}, !p.toks[i].cap
	}
	if !p.is(i, "each", "every") {
		return timex{}, false
	}
	j := i + 1
	if u := c.words.unit[p.low(j)]; u != 0 && !strings.HasSuffix(p.low(j), "s") {
		return timex{rng: rng{i, j + 1}, vague: true, duration: duration(1, u)}, true
	}
	if _, ok := c.words.weekday[p.low(j)]; ok && p.toks[j].cap {
		return timex{rng: rng{i, j + 1}, vague: true, duration: "P1W"}, true
	}
	if c.words.month[p.low(j)] != 0 && p.toks[j].cap || c.words.season[p.low(j)] != 0 {
		return timex{rng: rng{i, j + 1}, vague: true, duration: "P1Y"}, true
	}
	if c.words.parts[p.low(j)] == 0 && p.is(j, "morning", "night", "evening", "afternoon") {
		return timex{rng: rng{i, j + 1}, vague: true, duration: "P1D"}, true
	}
	return timex{}, false
}

var adverbs = map[string]string{"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "nightly": "P1D", "hourly": "PT1H"}

// nth: "on the 12th": the last such day up to the report, or the next where the
// clause speaks of what is to come. East Asian reports date so.
func (c *calendar) nth(i int) (timex, bool) {
	p := c.p
	if !p.is(i, "the") || !p.is(i-1, "on", "of", "since", "until", "by", "from", "to", "and", "before", "after", "morning", "evening", "afternoon", "night") || i+2 >= len(p.toks) || p.toks[i+1].kind != number || c.ordinal(i+1) == "" {
		return timex{}, false
	}
	lx, j := english(), i+3
	if p.is(j, "of") && j+1 < len(p.toks) && c.words.month[p.low(j+1)] != 0 {
		return timex{}, false // "the 3rd of May": a day of that month
	}
	if j < len(p.toks) && p.toks[j].kind == word && !lx.preposition[p.low(j)] && !lx.conjunction[p.low(j)] && !lx.auxiliary[p.low(j)] && lx.verb[p.low(j)] == nil && !p.is(j, "local", "at") {
		return timex{}, false // the 12th soldier
	}
	d := dayNumber(p.low(i+1) + c.ordinal(i+1))
	if d == 0 {
		return timex{}, false
	}
	x := timex{rng: rng{i, j}, vague: true, anchor: "document"}
	at, ok := c.civil()
	if !ok {
		return x, true
	}
	month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	switch {
	case d > at.Day() && !c.ahead(i):
		month = month.AddDate(0, -1, 0)
	case d < at.Day() && c.ahead(i):
		month = month.AddDate(0, 1, 0)
	}
	v, err := edtf.Day(month.Year(), month.Month(), d)
	x.value, x.vague, x.self = v, err != nil, err == nil
	return x, true
}
