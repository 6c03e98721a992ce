package intake

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"homeward/statement/edtf"
)

// Expressions of time in Ukrainian, Russian and Korean that count or that name a day
// in words: "5 днів тому", "спустя три дня", "Двадцятого квітня", "3일 전", "지난달 21일".

// elsewhere reads what only those languages write.
func (c *calendar) elsewhere(i int) (timex, bool) {
	reads := []func(int) (timex, bool){c.counted, c.openCount, c.ordinalDay, c.periodOf}
	if c.p.language == "ko" {
		reads = []func(int) (timex, bool){c.koreanYear, c.koreanCount, c.koreanDay, c.periodOf}
	}
	for _, read := range reads {
		if x, ok := read(i); ok {
			return x, true
		}
	}
	return timex{}, false
}

// periodOf: a week, a month or a year by its distance: "минулого тижня", "в прошлом году", "지난달".
func (c *calendar) periodOf(i int) (timex, bool) {
	for _, w := range c.words.periods {
		if !c.p.matches(i, w.words) {
			continue
		}
		x := timex{rng: rng{i, i + len(w.words)}, anchor: "document"}
		at, known := c.civil()
		if !known {
			x.vague = true
			return x, true
		}
		// "지난주 금요일": that day of that week.
		if day7, is := c.words.weekday[c.p.low(x.b)]; is && w.unit == 'W' {
			monday := at.AddDate(0, 0, -(int(at.Weekday())+6)%7+7*w.by)
			x.value, x.self = day(monday.AddDate(0, 0, (int(day7)+6)%7)), true
			x.b++
			return x, true
		}
		return c.unitFrom(x, at, w.unit, w.by)
	}
	return timex{}, false
}

// openCount: "кілька днів тому", "несколько дней назад": some, and no number.
func (c *calendar) openCount(i int) (timex, bool) {
	if c.p.is(i, "кілька", "декілька", "несколько", "пару", "багато", "много") && c.words.unit[c.p.low(i+1)] != 0 && c.p.is(i+2, "тому", "назад") {
		return timex{rng: rng{i, i + 3}, vague: true, anchor: "document", refers: "past"}, true
	}
	return timex{}, false
}

// cardinal reads a number in digits or words.
func (c *calendar) cardinal(i int) (n, end int) {
	if i >= len(c.p.toks) {
		return 0, i
	}
	l := c.p.low(i)
	if c.p.toks[i].kind == number && isDigits(l) && len(l) < 4 {
		n, _ = strconv.Atoi(l)
		return n, i + 1
	}
	if lx := otherLexicons()[c.p.language]; lx != nil {
		if n, ok := lx.Numbers[l]; ok {
			return n, i + 1
		}
	}
	return 0, i
}

// counted: "5 днів тому", "два тижні тому", "через 3 дня", "спустя три дня", "три дня
// спустя". After "about" the day is approximate.
func (c *calendar) counted(i int) (timex, bool) {
	p := c.p
	j, after := i, false
	if p.is(j, "через", "спустя", "за") {
		j, after = j+1, true
	}
	n, k := c.cardinal(j)
	unit := c.words.unit[p.low(k)]
	if k == j || n == 0 || unit == 0 {
		if unit = c.words.unit[p.low(j)]; unit == 0 || j == i && (!p.is(j+1, "тому", "назад") || !p.is(j, "день", "тиждень", "місяць", "рік", "неделю", "месяц", "год")) {
			return timex{}, false
		}
		n, k = 1, j
	}
	switch {
	case !after && p.is(k+1, "тому", "назад"):
		x := timex{rng: rng{i, k + 2}, anchor: "document", self: true}
		if x.value = shift(c.dated, -n, unit); x.value.IsZero() {
			x.vague = true
		} else if p.is(i-1, "близько", "около", "приблизно", "примерно") {
			x.value = x.value.Qualified(false, true)
		}
		return x, true
	case after && !(p.is(i, "за") && p.is(k+1, "до")), !after && p.is(k+1, "спустя", "потому"):
		end := k + 1
		if !after {
			end++
		}
		x := timex{rng: rng{i, end}, anchor: "narrative", self: true}
		if x.value = shift(c.last, n, unit); x.value.IsZero() {
			x.vague, x.self = true, false
		}
		return x, true
	}
	return timex{}, false
}

// ordinalDay: "двадцятого квітня", "двадцать первого мая".
func (c *calendar) ordinalDay(i int) (timex, bool) {
	day, j := c.words.ordinal[c.p.low(i)], i+1
	if ten := map[string]int{"двадцять": 20, "двадцать": 20, "тридцять": 30, "тридцать": 30}[c.p.low(i)]; ten > 0 {
		one := c.words.ordinal[c.p.low(i+1)]
		if one == 0 || one > 9 {
			return timex{}, false
		}
		day, j = ten+one, i+2
	}
	m := c.words.month[c.p.low(j)]
	if day == 0 || day > 31 || m == 0 {
		return timex{}, false
	}
	y, e := c.year(j + 1)
	if y == 0 {
		y, e = c.yearOf(m, day, i), j+1
	}
	return c.dayOf(i, e, y, m, day)
}

// koreanDays are lengths of days that have words of their own.
var koreanDays = map[string]int{"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "일주일": 7, "여드레": 8, "아흐레": 9, "열흘": 10, "보름": 15}

// koreanCount: "사흘 전", "3일 전부터", "2주 뒤", "두 달 전".
func (c *calendar) koreanCount(i int) (timex, bool) {
	p := c.p
	n, j, unit := koreanDays[p.low(i)], i+1, byte('D')
	if n == 0 {
		if n, j = c.cardinal(i); j == i {
			return timex{}, false
		}
		l := p.low(j)
		switch {
		case strings.HasPrefix(l, "일") && p.toks[j].glued:
			unit = 'D'
		case strings.HasPrefix(l, "주"):
			unit = 'W'
		case strings.HasPrefix(l, "개월"), l == "달":
			unit = 'M'
		case strings.HasPrefix(l, "년") && p.toks[j].glued:
			unit = 'Y'
		default:
			return timex{}, false
		}
		if l != "일" && l != "주" && l != "주일" && l != "개월" && l != "달" && l != "년" {
			return timex{}, false
		}
		j++
	}
	particle := func(l, begin string) bool {
		rest, is := strings.CutPrefix(l, begin)
		return is && slices.Contains([]string{"", "에", "부터", "의", "에는", "까지", "인"}, rest)
	}
	l := p.low(j)
	x := timex{rng: rng{i, j + 1}, self: true}
	switch {
	case particle(l, "전"):
		x.anchor = "document"
		x.value = shift(c.dated, -n, unit)
	case particle(l, "뒤"), particle(l, "후"):
		x.anchor = "narrative"
		x.value = shift(c.last, n, unit)
	default:
		return timex{}, false
	}
	if x.value.IsZero() {
		x.vague, x.self = true, false
	}
	return x, true
}

// koreanYear: "지난해 12월 9일", "작년 3월", "올해 5월 1일".
func (c *calendar) koreanYear(i int) (timex, bool) {
	back, is := map[string]int{"지난해": 1, "작년": 1, "올해": 0, "내년": -1, "재작년": 2}[c.p.low(i)]
	at, known := c.civil()
	if !is || !known {
		return timex{}, false
	}
	x, ok := c.korean(i + 1)
	if !ok {
		return timex{}, false
	}
	_, m, d, has := x.value.Civil()
	if !has || m == 0 {
		return timex{}, false
	}
	if d > 0 {
		return c.dayOf(i, x.b, at.Year()-back, m, d)
	}
	v, err := edtf.Month(at.Year()-back, m)
	return timex{rng: rng{i, x.b}, value: v}, err == nil
}

// koreanDay: "21일", of this month or the last one gone by; "지난달 21일", "이달 3일".
func (c *calendar) koreanDay(i int) (timex, bool) {
	p := c.p
	j, shifted, back := i, false, 0
	if n, is := map[string]int{"지난달": 1, "이달": 0, "이번달": 0, "내달": -1}[p.low(i)]; is {
		j, shifted, back = i+1, true, n
	} else if p.is(i, "지난", "이번", "다음") && p.is(i+1, "달") {
		j, shifted, back = i+2, true, map[string]int{"지난": 1, "이번": 0, "다음": -1}[p.low(i)]
	}
	at, known := c.civil()
	if j+1 >= len(p.toks) || p.toks[j].kind != number || !p.toks[j+1].glued || !known {
		return timex{}, false
	}
	rest, is := strings.CutPrefix(p.low(j+1), "일")
	if !is || !slices.Contains([]string{"", "에", "부터", "의", "에는", "까지", "은", "자"}, rest) {
		return timex{}, false
	}
	if l := p.low(j + 2); strings.HasPrefix(l, "전") || strings.HasPrefix(l, "뒤") || strings.HasPrefix(l, "후") || strings.HasPrefix(l, "동안") || strings.HasPrefix(l, "만에") || strings.HasPrefix(l, "간") {
		return timex{}, false
	}
	d := dayNumber(p.low(j))
	if d == 0 {
		return timex{}, false
	}
	month := time.Date(at.Year(), at.Month()-time.Month(back), 1, 0, 0, 0, 0, time.UTC)
	switch coming := p.is(i-1, "오는"); {
	case shifted:
	case coming && d < at.Day():
		month = month.AddDate(0, 1, 0)
	case !coming && d > at.Day():
		month = month.AddDate(0, -1, 0)
	}
	x, ok := c.dayOf(i, j+2, month.Year(), month.Month(), d)
	x.anchor = "document"
	return x, ok
}
