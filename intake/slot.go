package intake

import (
	"slices"
	"sort"
	"strings"

	"homeward/statement"
)

// dateIn is the first dated expression of a content.
func (c *cast) dateIn(x rng) string {
	for _, t := range c.timesIn(x) {
		if !t.value.IsZero() && !t.vague && t.anchor != "speech" {
			return t.value.String()
		}
	}
	return ""
}

// timesIn are the expressions of time that lie within x.
func (c *cast) timesIn(x rng) []timex {
	i := sort.Search(len(c.times), func(i int) bool { return c.times[i].a >= x.a })
	j := i
	for j < len(c.times) && c.times[j].b <= x.b {
		j++
	}
	return c.times[i:j]
}

// dateOf is the date told of the word at tok: the nearest after it, else the
// nearest before it.
func (c *cast) dateOf(x rng, tok int) string {
	before := ""
	for _, t := range c.timesIn(x) {
		if t.value.IsZero() || t.vague || t.anchor == "speech" {
			continue
		}
		if t.a > tok {
			if t.a-tok <= 8 || before == "" {
				return t.value.String()
			}
			break
		}
		before = t.value.String()
	}
	return before
}

func (c *reading) has(x rng, words ...string) int {
	for i := x.a; i < x.b; i++ {
		if slices.Contains(words, c.low(i)) {
			return i
		}
	}
	return -1
}

func (c *cast) hasSet(x rng, s set) int {
	for i := x.a; i < x.b; i++ {
		if s[c.low(i)] {
			return i
		}
	}
	return -1
}

// hasPhrase is where the first phrase of a class of phrases.yaml begins, −1 where none stands there.
func (c *cast) hasPhrase(x rng, class string) int {
	of, known := c.lx.phrases[class]
	if !known {
		panic("phrases.yaml has no class " + class)
	}
	for i := x.a; i < x.b; i++ {
		for _, rest := range of[c.low(i)] {
			k := 0
			for k < len(rest) && i+1+k < x.b && c.low(i+1+k) == rest[k] {
				k++
			}
			if k == len(rest) {
				return i
			}
		}
	}
	return -1
}

// hasRow finds a run of words; "*" is any one word.
func (c *cast) hasRow(x rng, rows ...string) int {
	for _, row := range rows {
		first, _, _ := strings.Cut(row, " ")
		for i := x.a; i < x.b; i++ {
			if first != "*" && c.low(i) != first {
				continue
			}
			// The words of the row, one by one, without a list of them.
			k, rest, more := i, row, true
			for more && k < x.b {
				var w string
				if w, rest, more = strings.Cut(rest, " "); w != "*" && c.low(k) != w {
					k = -1
					break
				}
				k++
			}
			if k >= 0 && !more {
				return i
			}
		}
	}
	return -1
}

// slots fills property and value of a statement, and what else the words tell.
func (c *cast) slots(s *Statement, a *attribution, x rng) {
	text := c.text(x)
	fill := func(property, value string) {
		if value == "" {
			return
		}
		if s.Property == "" {
			s.Property, s.Value = property, value
			return
		}
		s.Also = append(s.Also, Slot{property, value})
	}
	s.Quantity = c.quantity(x)
	s.EventOn = c.dateIn(x)
	switch {
	case a.kind == "publish":
		fill("publication", text)
	case a.kind == "unverified":
		fill("verification", "not verified")
	case a.kind == "neither":
		fill("verification", "neither denied nor confirmed")
	case a.kind == "decline", s.Stance == statement.Declines, s.Stance == statement.ProfessesIgnorance:
		fill("statement", text)
	case s.Stance == statement.AssertsLaw:
		fill("statement", text)
	case s.Stance == statement.Offers, s.Stance == statement.OffersConditional:
		fill("offer", text)
		k := c.has(x, "if", "unless", "provided")
		if k < 0 {
			k = c.hasRow(x, "on condition that", "as long as", "as soon as")
		}
		if k >= 0 {
			end := x.b
			if k == x.a {
				end = c.clauseEnd(k, x.b) // "If …, we are ready to …"
			}
			cond := c.over(rng{k, end})
			s.Condition = &cond
			fill("offer.condition", cond.Text)
		} else if k := c.hasRow(x, "in exchange for", "in return for", "who do not wish", "who wish", "who want"); k >= 0 {
			cond := c.over(rng{k, x.b})
			s.Condition = &cond
			fill("offer.condition", cond.Text)
		}
	}
	if s.Property != "" {
		return
	}
	// A question is no statement of what it asks: only a plain yes fills the slot.
	denied := a.question && (s.Stance == statement.DeniesNonverbal || s.Stance == statement.Denies || s.Stance == statement.ProfessesIgnorance)
	if denied || !a.question && a.stance == statement.Denies {
		fill("statement", text)
		return
	}
	told := x // with the cue, where that is itself a word of wishing: "wished to be sent …"
	if a.verb != nil && a.cue.b <= x.a && x.a-a.cue.b <= 2 && !a.cue.empty() && c.is(a.cue.a, "wish", "wishes", "wished", "want", "wants", "wanted", "hope", "hopes", "hoped", "refused", "refuses", "asked", "asks") {
		told.a = a.cue.a
	}
	if w := c.wish(told); w != "" && (a.question || !c.conditional(x)) {
		fill("wish", w)
	}
	if a.question {
		x = c.asked(x)
	}
	hits := c.slotHits(x)
	c.family(x, c.calledSoFar(s), fill)
	c.front(x, hits, fill)
	c.papers(x, hits, fill)
	c.capture(x, hits, s, fill)
	c.missing(x, hits, fill)
	c.transfer(x, hits, fill)
	c.death(x, hits, s, fill)
	c.health(x, hits, a, s, fill)
	if s.Quantity != nil {
		fill("count", strings.TrimSpace(s.Quantity.Value+" "+s.Quantity.Counted))
	}
	if s.Property == "" {
		fill("statement", text)
	}
}
