package intake

import (
	"slices"
	"strings"

	"homeward/statement/edtf"
)

// The date of a report stands above it (a masthead, a byline, "Published on") or
// before its first sentence ("KARLIN, 14 May 2024 (KNA) —", "Карлін, 14 травня 2024 року.
// Міністерство …"). A date inside a
// headline or a sentence is one the report speaks of, and dates nothing.

const (
	mastLines  = 6  // short lines at the head that are looked at
	mastTokens = 24 // of such a line, at most
	mastWords  = 10 // of them words that are no part of the date
	datelineAt = 14 // tokens within which a dateline ends
)

// dating are the words that put a date on what they stand above.
var dating = []string{"date", "dated", "published", "posted", "updated", "issued", "released", "by", "опубліковано", "оновлено", "дата",
	"опубликовано", "обновлено", "입력", "수정", "등록", "발행", "날짜", "송고"}

// speaking are the words before a date that make it one the line speaks of.
var speaking = []string{"on", "of", "since", "from", "until", "till", "by", "in", "before", "after", "to", "for", "between",
	"від", "до", "після", "з", "за", "у", "в", "от", "после", "с", "к"}

// occasions are what a report is of that bears their day: "hearing of 21 January 2027".
var occasions = []string{"hearing", "session", "sitting", "meeting", "issue", "edition", "bulletin", "statement", "release", "entry", "broadcast", "programme", "program", "communiqué", "communique", "debate", "briefing"}

// mastheadDate reads the day of a report from the lines above it, or from the
// dateline before its first sentence; zero if neither gives one with its year.
func mastheadDate(p *page) edtf.Date {
	language := p.language
	if language == "" {
		language = languageOf(p)
	}
	c := &calendar{p: p, words: wordsFor(language)}
	day := func(i int) (timex, bool) {
		t, ok := c.at(i)
		return t, ok && t.self && !t.vague && t.value.Precision() >= edtf.DayPrecision
	}
	for k, para := range p.paras {
		if k >= mastLines {
			break
		}
		if (p.closes(para.b-1) || para.b-para.a > mastTokens) && !p.onlyNames(para, day) {
			return p.dateline(para, language, day)
		}
		for i := para.a; i < para.b; i++ {
			t, ok := day(i)
			if !ok {
				continue
			}
			if p.putsDateOn(para, t.rng) {
				return t.value
			}
			break
		}
	}
	return edtf.Date{}
}

// closes tells whether a token ends a sentence.
func (p *page) closes(i int) bool {
	return p.toks[i].kind == closeMark || strings.ContainsAny(p.toks[i].low, ".!?…。") && p.toks[i].kind == punct
}

// putsDateOn tells whether a line does no more with its date than bear it: it has
// few other words, and none before the date that would make a sentence of it.
func (p *page) putsDateOn(line paragraph, date rng) bool {
	words, labelled := 0, false
	for i := line.a; i < line.b; i++ {
		if i >= date.a && i < date.b {
			continue
		}
		if p.toks[i].kind == word {
			words++
		}
		labelled = labelled || (i < date.a || p.low(i) == "송고" || p.low(i) == "입력" || p.low(i) == "등록") && slices.Contains(dating, p.low(i))
	}
	if words > mastWords {
		return false
	}
	before := date.a - 1
	if before < line.a || labelled {
		return true
	}
	if p.low(before) == "of" && before > line.a && slices.Contains(occasions, p.low(before-1)) {
		return true
	}
	if slices.Contains(speaking, p.low(before)) {
		return false
	}
	// "TRIBUNE | 14 May 2024" is parted from what stands before; "Karlin, 14 May 2024" may be, and "The fall of
	// Karlin, 14 May 2024" may not, so that before a comma only names stand.
	if p.toks[before].kind == punct && p.toks[before].low != "," {
		return true
	}
	// "Waiting for the lists 2 December 2026": a title and the date behind it, with no stop between.
	if date.b == line.b && p.toks[before].kind == word && line.heading && !eventful(p.low(before)) {
		return true
	}
	for i := line.a; i < date.a; i++ {
		if p.toks[i].kind == word && !p.toks[i].cap {
			return false
		}
	}
	return p.toks[before].kind == punct || p.toks[before].upper
}

// eventful: a word that says what happened on the day behind it: "captured 3 May 2024".
func eventful(l string) bool {
	return eventVerb(l) != "" || strings.HasSuffix(l, "ed") || l == "missing" || l == "born" || l == "lost"
}

// onlyNames: a short line that ends with a stop and has nothing but names beside its date:
// "Wednesday 2 December 2026, Korvin."
func (p *page) onlyNames(line paragraph, day func(int) (timex, bool)) bool {
	if line.b-line.a > 10 || !p.is(line.b-1, ".") {
		return false
	}
	dated := false
	for i := line.a; i < line.b; i++ {
		if t, ok := day(i); ok {
			dated, i = true, t.b-1
			continue
		}
		if p.toks[i].kind == word && !p.toks[i].cap {
			return false
		}
	}
	return dated
}

// dateline is the date before the first sentence: place, date, perhaps an agency
// in brackets, and a dash, a colon or a full stop.
func (p *page) dateline(para paragraph, language string, day func(int) (timex, bool)) edtf.Date {
	if _, dated := day(para.a); !dated && !p.toks[para.a].cap {
		return edtf.Date{}
	}
	for i := para.a; i < min(para.b, para.a+datelineAt); i++ {
		if p.toks[i].kind == word && !p.toks[i].cap {
			if _, ok := day(i); !ok {
				return edtf.Date{} // a sentence has begun
			}
		}
		t, ok := day(i)
		if !ok {
			continue
		}
		end := t.b
		if i == para.a {
			// "02.12.2026 14:05 Two soldiers …": an hour, and then a sentence.
			for end < para.b && end < t.b+5 && (p.toks[end].kind == number || p.is(end, ":", "|", "gmt", "utc", "h")) {
				end++
			}
			if end+1 < para.b && p.toks[end].kind == word && p.toks[end].cap && (end > t.b || p.is(end, "the", "a", "an")) {
				return t.value
			}
			end = t.b
		}
		if p.is(end, "(") {
			for end < para.b && end < t.b+6 && !p.is(end, ")") {
				end++
			}
			end++
		}
		switch {
		case end >= para.b:
		case p.is(end, "-", "–", "—", "--", ":") && (i > para.a || end+1 < para.b && p.toks[end+1].kind == word && p.toks[end+1].cap):
			return t.value
		case p.is(end, ".") && end+1 < para.b && p.toks[end+1].cap && (i == para.a || p.is(i-1, ",") && language != "en"):
			// In English "Karlin, 14 May 2024." is as likely the first sentence of a story.
			return t.value
		case p.is(end, ".") && end+1 < para.b && p.toks[end+1].cap && p.is(i-1, ".") && i < para.a+4:
			return t.value // "Lohberg. 19.10.2026. Around 200 relatives …"
		case p.is(end, ".") && end+1 < para.b && p.toks[end+1].cap && (p.toks[para.a].upper && p.toks[para.a].end-p.toks[para.a].start > 2 || p.is(i-2, ")") && p.is(i-1, "-", "–", "—")):
			return t.value // "KORVIN (NNA) - 6 July 2026."
		}
		return edtf.Date{}
	}
	return edtf.Date{}
}
