package sample

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Listed is a person as one party's list writes him.
type Listed struct {
	Name    Name
	Born    string // as written there; "" left blank
	BornOn  Day    // the day its writer had in mind, right or wrong, whatever of it he wrote
	Service string // service number, "" left blank
}

// Listed is how a party's list writes the person, whether or not it names him
// (In says that). Spellings and slips are drawn from a stream of their own: the
// same at every call.
func (p *Person) Listed(by Party) Listed {
	return p.listed(by, p.random(streamVER+uint64(by)))
}

// listedAgain is the second row that some lists have of a person.
func (p *Person) listedAgain(by Party) Listed {
	return p.listed(by, p.random(streamAgainVER+uint64(by)))
}

func (p *Person) listed(by Party, r random) Listed {
	l := Listed{Service: p.ServiceNumber()}
	own := by == p.Home
	l.Name = p.spelledBy(by, &r)
	if own {
		// A list knows its own people well.
		l.slip(&r, 15, 970)
	} else {
		l.slip(&r, 70, 550)
	}
	l.BornOn = p.Born
	if !own {
		l.BornOn = wrongDay(&r, p.Born)
	} else if r.permille(15) {
		l.BornOn = wrongDay(&r, p.Born)
	}
	l.Born = writeBorn(by, l.BornOn, own, &r)
	return l
}

// spelledBy is the name in the list's language, by custom or by sound.
func (p *Person) spelledBy(by Party, r *random) Name {
	language := by.Language()
	t := theTables()
	n := p.Name(language)
	switch {
	case p.Home == HAN && by == HAN:
		if south := t.koreanForeign[p.family]; south != "" && r.permille(120) {
			n.Family = south
		}
	case p.Home == HAN:
		// Written down through an interpreter, in one word or two, sometimes by
		// somebody used to the other alphabet's transcription.
		g := &t.koreanGiven[p.given]
		switch k := r.below(10); {
		case k < 4:
			n.Given = g.apart[language]
		case k < 5:
			n.Given = g.spelled[Russian]
		}
	case by != p.Home && by != HAN:
		sex := p.sex()
		if r.permille(300) {
			n.Given = t.given[p.Home][sex][p.given].bySound[language]
		}
		if r.permille(300) {
			n.Father = t.fathers[p.Home][sex][p.father].bySound[language]
		}
		if r.permille(350) {
			n.Family = t.families[p.Home][p.family][sex].bySound[language]
		}
		if r.permille(180) {
			n.Father = ""
		}
	}
	return n
}

// slip makes slips of the pen: names is how many surnames in a thousand have one,
// numbers how many service numbers in a thousand are given at all.
func (l *Listed) slip(r *random, names, numbers int) {
	if r.permille(names) {
		l.Name.Family = slipOf(r, l.Name.Family)
	}
	if r.permille(names / 2) {
		l.Name.Given = slipOf(r, l.Name.Given)
	}
	switch {
	case !r.permille(numbers):
		l.Service = ""
	case l.Service != "" && r.permille(30):
		l.Service = slipOf(r, l.Service)
	}
}

// slipOf changes a letter or a digit: left out, doubled, exchanged with the next,
// or another vowel. The first letter stays, as it mostly does.
func slipOf(r *random, s string) string {
	letters := []rune(s)
	if len(letters) < 3 {
		return s
	}
	i := r.between(1, len(letters)-2)
	switch r.below(4) {
	case 0:
		return string(append(letters[:i:i], letters[i+1:]...))
	case 1:
		return string(append(letters[:i+1:i+1], letters[i:]...))
	case 2:
		letters[i], letters[i+1] = letters[i+1], letters[i]
	case 3:
		vowels := "оаеиуоі"
		for k := i; k < len(letters); k++ {
			if at := strings.IndexRune(vowels, letters[k]); at >= 0 {
				at += utf8.RuneLen(letters[k])
				if at >= len(vowels) {
					at = 0
				}
				letters[k], _ = utf8.DecodeRuneInString(vowels[at:])
				break
			}
		}
	}
	return string(letters)
}

// wrongDay is the day, or one that somebody wrote for it.
func wrongDay(r *random, d Day) Day {
	y, m, n := d.Civil()
	switch k := r.below(100); {
	case k < 4 && n <= 12:
		m, n = n, m
	case k < 8:
		n = min(daysIn(y, m), max(1, n+[...]int{-1, 1, 10, -10}[r.below(4)]))
	case k < 11:
		y += [...]int{-1, 1, -10, 10}[r.below(4)]
	case k < 12:
		m = 1 + r.below(12)
	}
	return dayOf(y, m, min(n, daysIn(y, m)))
}

var ukrainianMonths = [...]string{"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"}

// writeBorn writes a date of birth in the list's manner: some in words, some with
// the year only, some left blank.
func writeBorn(by Party, d Day, own bool, r *random) string {
	y, m, n := d.Civil()
	year, month, day := strconv.Itoa(y), strconv.Itoa(m), strconv.Itoa(n)
	odd := r.below(100)
	switch {
	case !own && odd < 4:
		return ""
	case by == HAN && odd < 30:
		return year + "년 " + month + "월 " + day + "일"
	case by == HAN:
		return string(appendTwo(append(appendTwo(append([]byte(year), '.'), m), '.'), n))
	case by == VER && odd >= 94:
		return day + " " + ukrainianMonths[m-1] + " " + year + " р."
	case by == VER && odd >= 92 && !own:
		return year + " р.н."
	case by == SOK && odd >= 95 && !own:
		return year + " г.р."
	}
	return d.points()
}
