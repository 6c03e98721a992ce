package intake

import (
	"slices"
	"strings"
	"time"

	"homeward/statement/edtf"
)

// Days and months told together: "3 to 5 May", "between May 3 and 5", "3 and 4 May", "the night
// of 3 to 4 May", "February-March 2025"; and the year that is told by its distance ("3 May last
// year") or only once for both ends ("from 28 April to 5 May 2025").

// days reads several days of one month, the day before the month: an interval, or for "3 and 4
// May" the first of them. In Korean the month stands first.
func (c *calendar) days(i int) (timex, bool) {
	first, second, j, and := c.twoDays(i)
	if first == 0 {
		return timex{}, false
	}
	if c.p.is(j, "of") {
		j++
	}
	m := c.words.month[strings.TrimSuffix(c.p.low(j), ".")]
	if m == 0 || c.words.capitals && !c.p.toks[j].cap {
		return timex{}, false
	}
	y, e := c.year(j + 1)
	if y == 0 {
		y, e = c.yearOf(m, second, i), j+1
	}
	if and {
		return c.dayOf(i, i+1, y, m, first) // the other is read by itself
	}
	return c.span(rng{i, e}, y, m, first, second)
}

// span is the interval of two days of a month.
func (c *calendar) span(at rng, y int, m time.Month, first, second int) (timex, bool) {
	if y == 0 {
		return timex{rng: at, vague: true}, true
	}
	from, err1 := edtf.Day(y, m, first)
	to, err2 := edtf.Day(y, m, second)
	if err1 != nil || err2 != nil {
		return timex{}, false
	}
	v, err := edtf.Interval(from, to)
	return timex{rng: at, value: v, self: true}, err == nil
}

// twoDays reads "3-5", "3 to 5", "3rd and 4th" from i: both days and where they end; and: they
// are two days and no span.
func (c *calendar) twoDays(i int) (first, second, end int, and bool) {
	p := c.p
	if i >= len(p.toks) || p.toks[i].kind != number {
		return
	}
	if a, b, has := cutDash(p.low(i)); has {
		if first, second = dayNumber(a), dayNumber(b); first > 0 && second > first {
			return first, second, i + 1, false
		}
		return 0, 0, i, false
	}
	first = dayNumber(p.low(i) + c.ordinal(i))
	j := c.afterDay(i)
	switch {
	case first == 0:
		return
	case p.is(j, "-", "–", "—", "to", "through", "till", "until", "по", "до"), p.is(j, "на") && p.is(i-1, "з", "с"):
	case p.is(j, "and", "и", "і", "й", "та"):
		and = !p.is(i-1, "between", "між", "между") && !c.nightBefore(i)
	default:
		return 0, 0, i, false
	}
	j++
	if p.is(j, "the") {
		j++
	}
	if j >= len(p.toks) || p.toks[j].kind != number {
		return 0, 0, i, false
	}
	if second = dayNumber(p.low(j) + c.ordinal(j)); second <= first {
		return 0, 0, i, false
	}
	return first, second, c.afterDay(j), and
}

// cutDash parts "3-5" and "3–5" that stand as one word.
func cutDash(s string) (a, b string, has bool) {
	for _, dash := range []string{"-", "–", "—", "~"} {
		if a, b, has = strings.Cut(s, dash); has && isDigits(a) && isDigits(b) {
			return a, b, true
		}
	}
	return "", "", false
}

// nightBefore: "the night of" stands before.
func (c *calendar) nightBefore(i int) bool {
	return c.p.is(i-2, "night", "nights") && c.p.is(i-1, "of", "from")
}

// monthDays: "May 3-5, 2025", "May 3 to 5", from the day on, the month before it read.
func (c *calendar) monthDays(start, j int, m time.Month) (timex, bool) {
	first, second, end, and := c.twoDays(j)
	if first == 0 || and || c.words.month[strings.TrimSuffix(c.p.low(end), ".")] != 0 {
		return timex{}, false
	}
	y, e := c.year(end)
	if y == 0 {
		y, e = c.yearOf(m, second, start), end
	}
	return c.span(rng{start, e}, y, m, first, second)
}

// alsoDay: "May 3 and 4": the second day, of the month of the first.
func (c *calendar) alsoDay(i int) (timex, bool) {
	p := c.p
	if len(c.out) == 0 || p.toks[i].kind != number || !p.is(i-1, "and", "or", "и", "і", "й", "та") {
		return timex{}, false
	}
	before := c.out[len(c.out)-1]
	y, m, d, ok := before.value.Civil()
	if before.b != i-1 || !ok || d == 0 || before.anchor != "" || p.toks[before.b-1].kind != number {
		return timex{}, false
	}
	n := dayNumber(p.low(i) + c.ordinal(i))
	end := c.afterDay(i)
	lx := english()
	if l := p.low(end); n <= d || end < len(p.toks) && p.toks[end].kind == word && !lx.preposition[l] && !lx.auxiliary[l] && !lx.conjunction[l] {
		return timex{}, false // "on May 3 and 40 men"
	}
	return c.dayOf(i, end, y, m, n)
}

// monthSpan: "February-March 2025", "лютому-березні".
func (c *calendar) monthSpan(i int) (timex, bool) {
	p := c.p
	a, b, has := strings.Cut(p.low(i), "-")
	j := i + 1
	if !has && p.is(i+1, "-", "–", "—") {
		a, b, has, j = p.low(i), p.low(i+2), true, i+3
	}
	from, to := c.words.month[a], c.words.month[b]
	if !has || from == 0 || to == 0 || c.words.capitals && !p.toks[i].cap {
		return timex{}, false
	}
	y, e := c.year(j)
	if y == 0 {
		y, e = c.yearOf(to, 0, i), j
	}
	before := y
	if to <= from {
		before--
	}
	first, err1 := edtf.Month(before, from)
	last, err2 := edtf.Month(y, to)
	if y == 0 || err1 != nil || err2 != nil {
		return timex{}, false
	}
	v, err := edtf.Interval(first, last)
	return timex{rng: rng{i, e}, value: v}, err == nil
}

// yearTold is the year told by its distance from the report: "last year", "минулого року".
func (c *calendar) yearTold(i int) (y, end int) {
	at, known := c.civil()
	if !known {
		return 0, i
	}
	for _, t := range c.words.years {
		if c.p.matches(i, t.words) {
			return at.Year() + t.by, i + len(t.words)
		}
	}
	return 0, i
}

// yearOfOther is the year of the other end, for a day or month told without one: "from 28 April
// to 5 May 2025". From is where the expression ends.
func (c *calendar) yearOfOther(m time.Month, from int) int {
	p := c.p
	if !p.is(from, "to", "and", "through", "until", "till", "-", "–", "—", "по", "до", "и", "і", "й", "та") {
		return 0
	}
	j := from + 1
	if p.is(j, "the") {
		j++
	}
	if j < len(p.toks) && p.toks[j].kind == number && dayNumber(p.low(j)) > 0 {
		if j++; p.is(j, "of") {
			j++
		}
	}
	other := c.words.month[strings.TrimSuffix(p.low(j), ".")]
	if other == 0 || c.words.capitals && !p.toks[j].cap {
		return 0
	}
	if j++; j < len(p.toks) && p.toks[j].kind == number && dayNumber(p.low(j)) > 0 {
		j++ // "April 28 to May 5, 2025"
	}
	y, _ := c.year(j)
	if y != 0 && other < m {
		y--
	}
	return y
}

// yearBeside is the year told just before a day or a month: "last year, on 3 May", "торік у травні".
func (c *calendar) yearBeside(i int) (int, bool) {
	if len(c.out) == 0 {
		return 0, false
	}
	x := c.out[len(c.out)-1]
	y, m, _, ok := x.value.Civil()
	if !ok || m != 0 || x.value.Precision() != edtf.YearPrecision || i-x.b > 3 {
		return 0, false
	}
	for k := x.b; k < i; k++ {
		if !c.p.is(k, ",", "in", "on", "early", "late", "у", "в", "на") {
			return 0, false
		}
	}
	return y, true
}

// halfYears are the ways to say "half a year ago", by their first word.
var halfYears = map[string][][]string{
	"half":    {{"half", "a", "year", "ago"}},
	"пів":     {{"пів", "року", "тому"}},
	"півроку": {{"півроку", "тому"}},
	"полгода": {{"полгода", "назад"}},
}

func (c *calendar) halfYear(i int) (timex, bool) {
	for _, words := range halfYears[c.p.low(i)] {
		if !c.p.matches(i, words) {
			continue
		}
		x := timex{rng: rng{i, i + len(words)}, anchor: "document"}
		x.value = shift(c.dated, -6, 'M')
		x.vague = x.value.IsZero()
		return x, true
	}
	return timex{}, false
}

// eve: "the eve of Victory Day", "the eve of 9 May": the day before.
func (c *calendar) eve(i int) (timex, bool) {
	if !c.p.is(i, "the") || !c.p.is(i+1, "eve") || !c.p.is(i+2, "of") {
		return timex{}, false
	}
	for _, read := range []func(int) (timex, bool){c.feast, c.monthFirst, c.dayMonth} {
		if i+3 >= len(c.p.toks) {
			break
		}
		if x, ok := read(i + 3); ok && x.value.Precision() == edtf.DayPrecision {
			x.a, x.value = i, shift(x.value, -1, 'D')
			return x, true
		}
	}
	return timex{}, false
}

// beside is the day told just before a time of day: "on 5 June at 4 p.m.".
func (c *calendar) beside(i int) (edtf.Date, bool) {
	if len(c.out) == 0 {
		return edtf.Date{}, false
	}
	x := c.out[len(c.out)-1]
	if i-x.b > 4 || c.p.sentOf[x.a] != c.p.sentOf[i] || x.value.Precision() != edtf.DayPrecision {
		return edtf.Date{}, false
	}
	return x.value, true
}

// koreanSpan: "5월 3~5일", "5월 3일부터 5일까지" from the day on; the month was told before.
func (c *calendar) koreanSpan(i int) (timex, bool) {
	y, j := c.koreanPart(i, "년")
	m, j := c.koreanPart(j, "월")
	if m < 1 || m > 12 {
		return timex{}, false
	}
	first, second, end := 0, 0, j
	if j+1 < len(c.p.toks) {
		if a, b, has := cutDash(c.p.low(j)); has && strings.HasPrefix(c.p.low(j+1), "일") {
			first, second, end = dayNumber(a), dayNumber(b), j+2
		} else if c.p.is(j+1, "~", "∼", "-", "–") && dayNumber(c.p.low(j)) > 0 {
			first = dayNumber(c.p.low(j))
			second, end = c.koreanPart(j+2, "일")
		} else if d, k := c.koreanPart(j, "일"); d > 0 && (strings.HasSuffix(c.p.low(k-1), "부터") || strings.HasSuffix(c.p.low(k-1), "과") || strings.HasSuffix(c.p.low(k-1), "에서")) {
			first = d
			second, end = c.koreanPart(k, "일")
		}
	}
	if first == 0 || second <= first {
		return timex{}, false
	}
	if y == 0 {
		y = c.inferYear(time.Month(m), second)
	}
	return c.span(rng{i, end}, y, time.Month(m), first, second)
}

// koreanPart is a number with its suffix glued to it, and where it ends.
func (c *calendar) koreanPart(j int, suffix string) (n, end int) {
	if j+1 >= len(c.p.toks) || c.p.toks[j].kind != number || !c.p.toks[j+1].glued || !strings.HasPrefix(c.p.low(j+1), suffix) {
		return 0, j
	}
	n, end, ok := c.p.smallNumber(j)
	if !ok {
		return 0, j
	}
	return n, end + 1
}

// datelineDay: the day of the report itself, at its head, is no day of what is told.
func (c *calendar) datelineDay(x timex) bool {
	return x.a < 20 && x.value.String() == c.dated.String() && !slices.ContainsFunc(c.out, func(o timex) bool { return o.a < x.a })
}
