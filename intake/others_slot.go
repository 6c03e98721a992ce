package intake

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"homeward/statement"
	"homeward/statement/edtf"
)

// otherPeople is a noun for people in a language other than English: its forms for
// one of them and for many.
type otherPeople struct {
	One  []string `yaml:"one"`
	Many []string `yaml:"many"`
}

// otherSlot fills a property where one of its rows of words stands in what is
// said. "word*" is any word that begins so, "~" up to six words in between.
type otherSlot struct {
	Property string   `yaml:"property"`
	Value    string   `yaml:"value"`  // a code; "date": the date told; "words": from the row to the end of its clause; "behind": what follows it; "place": where; "whole": all that is said
	Denied   string   `yaml:"denied"` // the value where the words are denied; without it nothing is filled
	Kin      bool     `yaml:"kin"`    // only where a relative says it
	Unless   []string `yaml:"unless"` // not beside one of these words: bodies are given back too
	Any      []string `yaml:"any"`
}

// stands finds a row of words in x, or returns an empty range.
func (p *page) stands(x rng, row string) rng {
	words := strings.Fields(row)
	for i := x.a; i < x.b; i++ {
		if end := p.standsAt(i, x.b, words); end > i {
			return rng{i, end}
		}
	}
	return rng{}
}

func (p *page) standsAt(i, end int, words []string) int {
	for k := 0; k < len(words); k++ {
		if words[k] == "~" {
			for gap := 0; gap <= 6 && i+gap < end; gap++ {
				if n := p.standsAt(i+gap, end, words[k+1:]); n > 0 {
					return n
				}
				if p.is(i+gap, ",", ";", ".") {
					return 0
				}
			}
			return 0
		}
		if i >= end {
			return 0
		}
		begin, open := strings.CutSuffix(words[k], "*")
		if l := p.low(i); l != begin && !(open && strings.HasPrefix(l, begin)) {
			return 0
		}
		i++
	}
	return i
}

// denies: a word for "not" stands within three words before i, in the same clause.
func (lx *cueLexicon) denies(p *page, x rng, i int) bool {
	for k := i - 1; k >= max(x.a, i-3) && !p.is(k, ",", ";"); k-- {
		if lx.not[p.low(k)] {
			return true
		}
	}
	return false
}

// slotsIn fills the slots of a statement in a language other than English.
func (c *cast) slotsIn(lx *cueLexicon, s *Statement, a *attribution, x rng) {
	text := c.text(x)
	s.EventOn = c.dateIn(x)
	s.Stance = c.stanceIn(lx, s, a, x)
	if c.language == "ko" && s.Stance != statement.Declines {
		x.b = max(x.b, min(a.whole.b, x.b)) // the ending of the verb belongs to what is said
	}
	s.Quantity = c.quantityIn(lx, x)
	fill := func(property, value string) {
		switch {
		case value == "", s.Property == property, slices.ContainsFunc(s.Also, func(o Slot) bool { return o.Property == property }):
		case s.Property == "":
			s.Property, s.Value = property, value
		default:
			s.Also = append(s.Also, Slot{property, value})
		}
	}
	switch {
	case a.kind == "unverified":
		fill("verification", "not verified")
	case a.kind == "publish":
		fill("publication", text)
	case a.kind == "decline", s.Stance == statement.Declines, s.Stance == statement.Denies, s.Stance == statement.AssertsLaw, s.Stance == statement.ProfessesIgnorance,
		a.question && s.Stance == statement.DeniesNonverbal:
		fill("statement", text)
	case s.Stance == statement.Offers, s.Stance == statement.OffersConditional:
		fill("offer", text)
		if at := c.conditionIn(lx, x); !at.empty() {
			cond := c.over(at)
			s.Condition = &cond
			fill("offer.condition", cond.Text)
		}
	default:
		for _, rule := range lx.Slots {
			if rule.Kin && !slices.ContainsFunc(strings.Fields(strings.ToLower(s.Speaker)), func(w string) bool { return stem(w, lx.Kin) }) {
				continue
			}
			if len(rule.Unless) > 0 && c.has(x, rule.Unless...) >= 0 {
				continue
			}
			for _, row := range rule.Any {
				at := c.stands(x, row)
				if at.empty() || c.maybeIn(lx, a, x, at) {
					continue
				}
				value := rule.Value
				if c.deniedIn(lx, x, at) && !strings.Contains(row, "не ") && !rule.Kin {
					value = rule.Denied
				}
				switch {
				case value == "date":
					value = ""
					if on := c.dateOf(x, at.a); on != "" && (s.Quantity == nil || rule.Property != "death.date") {
						if d, err := edtf.Parse(on); err == nil && d.Precision() >= edtf.MonthPrecision {
							s.EventOn, value = on, on
						}
					}
					if rule.Property == "capture.date" {
						fill("capture.date", value)
						value = ""
						fill("capture.place", c.placeOfCapture(lx, x, at.a))
					}
				case value == "words":
					value = c.text(rng{at.a, c.phraseEnd(lx, at.b, x.b)})
				case value == "behind":
					value = c.text(rng{at.b, c.phraseEnd(lx, at.b, x.b)})
				case value == "place":
					value = c.text(rng{at.b, c.siteEnd(at.b, x.b)})
				case value == "whole":
					value = text
				}
				if c.language == "ko" && strings.HasSuffix(value, "다고") {
					value = strings.TrimSuffix(value, "고") // the ending that quotes is the report's
				}
				if strings.HasPrefix(rule.Property, "condition") && c.toldDead(lx, x) {
					value = "" // "died of his wounds"
				}
				if strings.HasPrefix(rule.Property, "condition") && s.Quantity != nil && (s.Quantity.Measure == "wounded" || s.Quantity.Start < c.toks[at.a].start) {
					value = ""
				}
				fill(rule.Property, value)
				break
			}
		}
		if s.Quantity != nil {
			fill("count", strings.TrimSpace(s.Quantity.Value+" "+s.Quantity.Counted))
		}
	}
	if s.Property == "" {
		fill("statement", text)
	}
}

// maybeIn: what stands at some words is told as possible, as asked for or as to come.
func (c *cast) maybeIn(lx *cueLexicon, a *attribution, x, at rng) bool {
	from, until := max(x.a, at.a-6), at.b
	if c.language == "ko" {
		from, until = at.b, min(len(c.toks), at.b+4)
	}
	for k := from; k < until; k++ {
		if !slices.Contains(lx.Maybe, c.low(k)) && !(c.language == "ko" && stem(c.low(k), lx.Maybe)) || a.question && slices.Contains(lx.Whether, c.low(k)) {
			continue
		}
		if c.language == "ko" || !c.ownVerb(lx, k+1, at.a) {
			return true
		}
	}
	return false
}

// ownVerb: a clause of its own begins between: "if it is so, …, he was captured".
func (c *cast) ownVerb(lx *cueLexicon, i, end int) bool {
	commas := 0
	for k := i; k < end; k++ {
		if c.is(k, ",") {
			commas++
		}
		if c.is(k, ";") || commas > 0 && lx.that[c.low(k)] {
			return true
		}
	}
	return commas > 1
}

// toldDead: what is said tells of a death.
func (c *cast) toldDead(lx *cueLexicon, x rng) bool {
	for _, rule := range lx.Slots {
		if rule.Property != "death.date" {
			continue
		}
		for _, row := range rule.Any {
			if at := c.stands(x, row); !at.empty() && !c.deniedIn(lx, x, at) {
				return true
			}
		}
	}
	return false
}

// siteEnd is where what tells a place ends: at a time, a comma or what is told of its time and cause.
func (c *cast) siteEnd(i, end int) int {
	for k := i; k < end; k++ {
		if c.is(k, ",", ";", ".", "з", "із", "с", "со", "від", "от", "після", "после", "і", "та", "и", "без", "де", "где", "але", "но", "як", "как", "через", "під", "под", "разом", "вместе") || c.time[k] != 0 {
			return k
		}
	}
	return min(end, i+8)
}

// phraseEnd is where what tells a cause or a paper ends: at a time or a place.
func (c *cast) phraseEnd(lx *cueLexicon, i, end int) int {
	for k := i; k < end; k++ {
		if c.is(k, ",", ";", ".") || c.time[k] != 0 || slices.Contains(lx.ToldIn, c.low(k)) {
			return k
		}
	}
	return end
}

// numberIn reads a number in digits or words at i.
func (c *cast) numberIn(lx *cueLexicon, i int) (value, end int) {
	l := c.low(i)
	if whole, part, has := strings.Cut(l, ","); has && c.language != "ko" && len(part) < 3 {
		// "3,5 тисячі": a decimal comma
		n, err := strconv.Atoi(whole + part)
		if err != nil || !lx.thousand[c.low(i+1)] || n > 1e6 {
			return 0, i
		}
		return n * 1000 / int(math.Pow10(len(part))), i + 2
	}
	l = strings.ReplaceAll(l, ",", "")
	n, ok := lx.Numbers[l]
	if one := lx.Numbers[c.low(i+1)]; ok && n >= 20 && one > 0 && (n < 100 && one < 10 || n >= 100 && one < 100) {
		n, i = n+one, i+1 // "тридцять два"
	}
	if !ok {
		if i >= len(c.toks) || c.toks[i].kind != number || !isDigits(l) || len(l) > 9 {
			return 0, i
		}
		n, _ = strconv.Atoi(l)
	}
	if lx.thousand[c.low(i+1)] {
		return n * 1000, i + 2
	}
	return n, i + 1
}

// counter: the word people are counted with, with whatever ending (명이, 명을).
func (lx *cueLexicon) counter(l string) bool {
	return slices.ContainsFunc(lx.Counter, func(w string) bool { return strings.HasPrefix(l, w) })
}

// nounOf is the noun for people a word is a form of. In Korean its endings are cut.
func (c *cast) nounOf(lx *cueLexicon, i int) (head string, one, many bool) {
	l := c.low(i)
	if c.language == "ko" {
		best := ""
		for w := range lx.group {
			if strings.HasPrefix(l, w) && len(w) > len(best) && len([]rune(l))-len([]rune(w)) <= 2 {
				best, head, many, one = w, lx.group[w], true, false
			}
		}
		for w := range lx.person {
			if strings.HasPrefix(l, w) && len(w) > len(best) && len([]rune(l))-len([]rune(w)) <= 2 {
				best, head, one, many = w, lx.person[w], true, false
			}
		}
		return head, one, many
	}
	if h, has := lx.group[l]; has {
		head, many = h, true
	}
	if h, has := lx.person[l]; has {
		head, one = h, true
	}
	return head, one, many
}

// peopleIn reads people by a noun: "двоє полонених", "солдат", "포로 두 명". Joined
// is only what cannot be another: the one earlier man, or group, of that noun.
func (c *cast) peopleIn(lx *cueLexicon, i, end int) int {
	n, size := i, 0
	if v, k := c.numberIn(lx, i); k > i && c.time[i] == 0 {
		size, n = v, k
	}
	// Up to three adjectives stand between the number and the noun.
	noun := n
	for size > 0 && noun < end && noun < n+3 && c.toks[noun].kind == word {
		if h, _, _ := c.nounOf(lx, noun); h != "" {
			break
		}
		if c.language == "ko" && endsIn(c.low(noun), lx.Topic) && !lx.noTopic(c.low(noun)) {
			return i // "one source says the wounded soldier …", "a group puts the prisoners' number": not one soldier
		}
		noun++
	}
	if noun >= end || c.toks[noun].kind != word {
		return i
	}
	head, one, many := c.nounOf(lx, noun)
	if head == "" {
		return i
	}
	if c.language != "ko" && size == 0 && one && noun+1 < end && c.toks[noun+1].cap && c.toks[noun+1].kind == word && c.time[noun+1] == 0 {
		if noun == i && c.toks[i].cap {
			return i // a noun before a name
		}
		return noun + 1
	}
	stop := noun + 1
	if c.language == "ko" {
		if v, k := c.numberIn(lx, stop); k > stop && lx.counter(c.low(k)) {
			size, stop = v, k+1
		}
	}
	if size == 1 {
		one, many = true, false
	} else if size > 1 {
		one, many = false, true
	}
	at := rng{i, stop}
	find := func(kind MentionKind) (*mention, int) {
		var last *mention
		found := 0
		for _, m := range c.recent() {
			if m.kind == kind && m.head == head && !m.named {
				last, found = m, found+1
			}
		}
		return last, found
	}
	switch {
	case size == 0 && one && c.otherOne(lx, i):
		// "another soldier", "the second prisoner": never the one spoken of before.
		c.put(&mention{kind: PersonMention, head: head, of: -1}, at)
	case size == 0 && one:
		// Forms that may be of one and of many tell neither.
		m, found := find(PersonMention)
		g, groups := find(GroupMention)
		switch {
		case found == 1 && groups == 0:
			c.put(m, at)
		case many && groups == 1 && found == 0:
			c.put(g, at)
		case found == 0 && groups == 0 && !many && c.language != "ko":
			c.put(&mention{kind: PersonMention, head: head, of: -1}, at)
		}
	case one:
		c.put(&mention{kind: PersonMention, head: head, of: -1}, at)
	case size > 1:
		if m, found := find(GroupMention); found == 1 && m.size == size {
			c.put(m, at)
			return stop
		}
		c.put(&mention{kind: GroupMention, head: head, of: -1, size: size, counted: true}, at)
	case many:
		if m, found := find(GroupMention); found == 1 {
			c.put(m, at) // else people in general
		}
	}
	return stop
}

// otherOne: the word before a noun says that another is meant, or nobody in particular.
func (c *cast) otherOne(lx *cueLexicon, i int) bool {
	for k := i - 1; k >= 0 && k > i-3 && c.sentOf[k] == c.sentOf[i] && c.toks[k].kind == word; k-- {
		if stem(c.low(k), lx.Other) {
			return true
		}
	}
	return false
}

// quantityIn is the first number of people in a content.
func (c *cast) quantityIn(lx *cueLexicon, x rng) *Quantity {
	for i := x.a; i < x.b; i++ {
		if c.time[i] != 0 {
			continue
		}
		n, k := c.numberIn(lx, i)
		if k == i || n < 2 && c.toks[i].kind != number {
			continue
		}
		a, end := i, 0
		counted := ""
		if len(lx.Counter) > 0 {
			if k < x.b && lx.counter(c.low(k)) && c.is(k+1, "중", "가운데") {
				continue // of so many
			}
			if k < x.b && lx.counter(c.low(k)) {
				end = k + 1
				noun := i - 1
				if c.is(noun, "약", "총", "모두", "최소", "적어도", "최대") {
					noun-- // "포로 약 90명"
				}
				if h, _, _ := c.nounOf(lx, noun); h != "" && noun >= x.a {
					a, counted = noun, h
				} else {
					counted = lx.Counter[0]
				}
			}
		} else {
			from := k
			if _, e := c.numberIn(lx, k+1); c.is(k, "з", "із", "из") && e > k+1 {
				from = e // "п'ятеро з 14 моряків"
			}
			for j := from; j < x.b && j < from+4 && c.toks[j].kind == word; j++ {
				if h, _, _ := c.nounOf(lx, j); h != "" {
					counted, end = c.text(rng{k, j + 1}), j+1
					break
				}
			}
		}
		if counted == "" {
			continue
		}
		value := strconv.Itoa(n)
		from, fromEnd := 0, 0
		if i-3 >= x.a {
			from, fromEnd = c.numberIn(lx, i-2)
		}
		switch {
		case fromEnd == i-1 && from > 1 && from < n && c.is(i-1, "до", "–", "—", "-", "по", "и", "і", "та") && c.is(i-3, "від", "от", "між", "между", "з", "с"):
			value = strconv.Itoa(from) + ".." + value
		case slices.Contains(lx.Lower, c.low(a-2)+" "+c.low(a-1)) ||
			slices.Contains(lx.Lower, c.low(a-1)) && c.low(a-2) != "не" || slices.Contains(lx.Lower, c.low(i-1)) && c.low(i-2) != "не" || slices.Contains(lx.Lower, c.low(end)) || c.language == "ko" && stem(c.low(end), lx.Lower):
			value += ".."
		case slices.Contains(lx.Upper, c.low(a-2)+" "+c.low(a-1)) || slices.Contains(lx.Upper, c.low(a-1)) || slices.Contains(lx.Upper, c.low(i-1)) || slices.Contains(lx.Upper, c.low(end)):
			value = ".." + value
		}
		return &Quantity{Span: c.over(rng{a, end}), Value: value, Counted: counted, Measure: c.measureIn(lx, x, i)}
	}
	return nil
}

// measureIn says what a number measures, by the nearest word that tells it; how it
// ended counts more than where they were taken.
func (c *cast) measureIn(lx *cueLexicon, x rng, at int) string {
	pick, best := "people", 1<<30
	for _, m := range []string{"casualties", "killed", "wounded", "missing", "released", "captured", "deployed"} {
		for _, row := range lx.Measures[m] {
			if r := c.stands(x, row); !r.empty() {
				if d := max(r.a-at, at-r.a); d < best {
					pick, best = m, d
				}
			}
		}
	}
	return pick
}

// unverified: a sentence that says that something could not be checked.
func (g cueGrammar) unverified(r *reading, si int, s rng) bool {
	body := r.sentenceBody(s)
	either := 0
	for k := s.a; k < body; k++ {
		if slices.Contains(g.lx.Either, r.low(k)) {
			if either++; either > 1 {
				return false // "can neither confirm nor deny"
			}
		}
	}
	for _, row := range g.lx.Unverified {
		at := r.stands(rng{s.a, body}, row)
		if at.empty() || r.inQuote(at.a) {
			continue
		}
		whole := r.trim(rng{s.a, body})
		r.add(attribution{cue: at, contents: []rng{whole}, whole: whole, kind: "unverified", stance: statement.NotVerified, mode: "meta", sent: si, certain: 1, narrator: true})
		return true
	}
	return false
}
