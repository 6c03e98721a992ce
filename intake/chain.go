package intake

import (
	"slices"
	"strings"

	"homeward/statement"
)

// Links of the chain that other words of the text tell: a translation, an
// interpreter, somebody who told the speaker. Whoever said it first comes first.

// links adds them to the statements of a text.
func (c *cast) links(out []Statement) {
	page := c.translationOfAll()
	for i := range out {
		s := &out[i]
		if s.Speaker == "narrator" && len(s.SaidBy) == 1 && s.Stance != statement.NotVerified && page.Name == "" {
			continue
		}
		if told := c.toldBy(s); told != "" && !strings.EqualFold(told, s.Speaker) {
			s.SaidBy = slices.Insert(s.SaidBy, 0, statement.Speaker{Name: told, Role: "source"})
		}
		if link := c.spokenThrough(s); link.Name != "" {
			c.link(s, link)
		}
		if page.Name != "" {
			c.link(s, page)
		}
	}
}

// link puts a link before the article, once.
func (c *cast) link(s *Statement, l statement.Speaker) {
	for _, have := range s.SaidBy {
		if have.Role == l.Role {
			return
		}
	}
	at := len(s.SaidBy)
	if at > 0 && s.SaidBy[at-1].Role == "article" && l.Role != "translation" {
		at--
	}
	s.SaidBy = slices.Insert(slices.Clone(s.SaidBy), at, l)
}

// translationOfAll reads a line that says the whole text is translated:
// "Translated from Korean by NAME."
func (c *cast) translationOfAll() statement.Speaker {
	for _, s := range c.sents {
		if s.b-s.a > 16 {
			continue
		}
		for i := s.a; i < s.b && i < s.a+6; i++ {
			if !c.is(i, "translated", "translation") || c.inQuote(i) || i > s.a && !c.toks[i-1].cap && !c.is(i-1, "(", "[", "machine", "—", "-", "was", "is", "been", "unofficial", "this", "text") {
				continue
			}
			if l := c.translationAt(i, s.b); l.Name != "" && !c.told(s) {
				return l
			}
		}
	}
	return statement.Speaker{}
}

// told: a statement is read from this sentence, so that its words speak of one account.
func (c *cast) told(s rng) bool {
	for i := s.a; i < s.b; i++ {
		if c.spoken[i] || c.cued[i] {
			return true
		}
	}
	return c.is(s.a, "his", "her", "their", "the") && c.has(s, "account", "words", "letter", "testimony", "answers") >= 0
}

// translationAt reads "translated from LANGUAGE [by NAME]", "translated by NAME".
func (c *cast) translationAt(i, end int) statement.Speaker {
	language, by := "", ""
	for k := i + 1; k < end && k < i+12; k++ {
		switch {
		case c.is(k, ".", ";") && !c.lx.abbreviation[c.low(k-1)]:
			k = end
		case c.is(k, "from") && language == "":
			j := k + 1
			if c.is(j, "the", "original") {
				j++
			}
			if j < end && c.toks[j].cap {
				language = c.text(rng{j, j + 1})
			}
		case c.is(k, "by") && by == "":
			e := k + 1
			for e < end && e < k+7 && (c.toks[e].cap || c.lx.determiner[c.low(e)] || c.is(e, ".", "-") && c.toks[e].glued && e+1 < end && c.toks[e+1].cap || c.lx.office[c.low(e)] || c.is(e, "of", "this", "agency", "site", "machine")) {
				e++
			}
			if e > k+1 {
				by = c.text(c.trimRight(rng{k + 1, e}))
			}
		}
	}
	switch {
	case by != "" && language != "":
		return statement.Speaker{Name: by + ", from " + language, Role: "translation"}
	case by != "":
		return statement.Speaker{Name: by, Role: "translation"}
	case language != "":
		return statement.Speaker{Name: "from " + language, Role: "translation"}
	}
	return statement.Speaker{}
}

// spokenThrough: "speaking through an interpreter", "his account, translated
// from Georgian": in the sentence of the cue, or in that of the same speaker before it.
func (c *cast) spokenThrough(s *Statement) statement.Speaker {
	if s.a.cue.empty() || s.Speaker == "narrator" && s.Stance != statement.NotVerified {
		return statement.Speaker{}
	}
	sent := c.sents[c.sentOf[s.a.cue.a]]
	for i := sent.a; i < sent.b; i++ {
		inside := i >= s.a.contents[0].a && i < s.a.contents[0].b && s.Stance != statement.NotVerified
		switch {
		case inside:
		case c.is(i, "interpreter", "translator", "interpreters") && (c.is(i-1, "an", "a", "the", "his", "her", "through", "via") || c.is(i-2, "through", "via", "by")) && (c.is(i-2, "through", "via", "by", "with") || c.is(i-1, "through", "via")):
			return statement.Speaker{Name: c.text(rng{i, i + 1}), Role: "interpreter"}
		case c.is(i, "translated") && (c.is(i+1, "from", "by") || c.is(i+1, "into")):
			if l := c.translationAt(i, sent.b); l.Name != "" {
				return l
			}
		}
	}
	return statement.Speaker{}
}

// toldBy is who told the speaker what he says: "his superiors told him that …",
// "she had been told by a cellmate that …", or, where he only says that he was
// told, whoever the question asks about ("asked what his superiors had told him,
// he said that he was told …").
func (c *cast) toldBy(s *Statement) string {
	if len(s.a.contents) == 0 || s.Mode == "act" || s.Mode == "meta" {
		return ""
	}
	a, b := c.tokens(s.Content)
	for i := a; i < b && i < a+14; i++ {
		if !c.is(i, "told", "informed", "ordered", "instructed", "promised", "assured", "warned", "convinced", "persuaded") {
			continue
		}
		if c.passive(i, a) {
			for k := i + 1; k < b && k < i+4; k++ {
				if c.is(k, "by") {
					e := k + 1
					for e < b && !c.is(e, "that", ",", ".", "to", "about") && c.time[e] == 0 && e < k+9 && (e == k+1 || !c.lx.preposition[c.low(e)] || c.is(e, "of", "from")) {
						e++
					}
					if e > k+1 {
						return c.text(rng{k + 1, e})
					}
				}
			}
			return c.askedAbout(s)
		}
		if c.is(i+1, "him", "her", "them", "me", "us", "his", "my") {
			g := c.groupAt(i, a)
			if src := c.leftPhrase(g.a, a); !src.empty() && !c.is(src.a, "he", "she", "i", "it", "we") && !c.is(src.a, empty...) {
				return c.text(src)
			}
		}
	}
	return ""
}

// empty: words that begin a subject of nobody, who passes nothing on.
var empty = []string{"nobody", "none", "no", "neither"}

func (c *cast) passive(i, from int) bool {
	for k := i - 1; k >= from && k > i-4; k-- {
		if c.lx.be[c.low(k)] {
			return true
		}
		if !c.lx.adverb[c.low(k)] && !c.lx.auxiliary[c.low(k)] {
			return false
		}
	}
	return false
}

// askedAbout: the question before the cue names who had told him.
func (c *cast) askedAbout(s *Statement) string {
	if s.a.cue.empty() {
		return ""
	}
	sent := c.sents[c.sentOf[s.a.cue.a]]
	asked := c.has(rng{sent.a, s.a.cue.a}, "asked")
	if asked < 0 {
		return ""
	}
	for i := asked + 1; i < s.a.cue.a; i++ {
		if c.is(i, "told", "said", "ordered", "promised", "informed") && !c.passive(i, asked) {
			g := c.groupAt(i, asked+1)
			from := asked + 1
			for k := g.a - 1; k > asked; k-- {
				if c.is(k, "what", "why", "how", "if", "whether", "who") {
					from = k + 1
					break
				}
			}
			if src := c.leftPhrase(g.a, from); !src.empty() && !c.is(src.a, "he", "she", "they", "it") && !c.is(src.a, empty...) {
				return c.text(src)
			}
		}
	}
	return ""
}

// tokens are the first token of a span and the one behind its last.
func (c *cast) tokens(s Span) (a, b int) {
	lo, hi := 0, len(c.toks)
	for lo < hi {
		m := (lo + hi) / 2
		if c.toks[m].start < s.Start {
			lo = m + 1
		} else {
			hi = m
		}
	}
	b = lo
	for b < len(c.toks) && c.toks[b].start < s.End {
		b++
	}
	return lo, b
}
