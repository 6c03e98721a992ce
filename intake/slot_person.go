package intake

import (
	"slices"
	"strings"
)

// Slots of a person: his family, his papers, his health.

// kinWords are relatives as reports call them.
var kinWords = []string{"family", "families", "relatives", "parents", "mother", "father", "wife", "husband", "kin", "loved", "sister", "brother", "son", "daughter"}

// family: whether the family knows. A relative may say it of himself.
func (c *cast) family(x rng, speaker string, fill func(string, string)) {
	i := c.has(x, kinWords[:11]...)
	if i < 0 {
		kin := false
		for _, w := range strings.Fields(strings.ToLower(speaker)) {
			kin = kin || slices.Contains(kinWords, w)
		}
		know := c.has(x, "told", "informed", "notified", "contacted", "called")
		if !kin || know < 0 || c.has(rng{x.a, know}, "i", "we", "she", "he", "they", "nobody", "none") < 0 && c.hasRow(rng{x.a, know}, "no one") < 0 || c.has(x, "nobody", "no", "not", "never", "hasn't", "haven't", "hadn't", "wasn't", "weren't") < 0 {
			return
		}
		fill("family.informed", "no")
		return
	}
	know := c.has(x, "knowledge", "know", "knows", "known", "informed", "notified", "told", "aware", "unaware", "idea", "contact", "learned", "learnt", "heard")
	if know < 0 {
		return
	}
	if c.is(know-1, "be") && !c.is(know-2, "will") {
		return // asked for, not done
	}
	if c.is(know, "learned", "learnt", "heard") && c.has(x, "no", "not", "never", "nothing") < 0 && c.has(x, "capture", "captured", "captivity", "prisoner", "alive", "whereabouts", "fate", "held") < 0 {
		return // of something else
	}
	if c.is(know, "unaware") || c.has(x, "no", "not", "never", "nothing", "don't", "doesn't", "didn't", "hasn't", "haven't", "nobody", "without", "wasn't", "weren't", "isn't", "aren't") >= 0 {
		fill("family.informed", "no")
		return
	}
	fill("family.informed", "yes")
}

func (c *cast) papers(x rng, fill func(string, string)) {
	none := c.has(x, "undocumented")
	if none < 0 {
		none = c.hasRow(x, "no documents", "no papers", "without documents", "without papers", "no identification", "without identification", "no identity", "without identity", "no passport", "carried nothing")
	}
	if none >= 0 {
		fill("paper", "none")
		x.b = none // of what stands before, another's papers may be told
	}
	i := c.hasRow(x, "identity card", "identity cards", "military id", "id card", "military ticket", "military card", "identity document", "identity papers", "identification card", "military identity", "dog tag", "identity disc", "identity discs", "dog tags")
	if i < 0 && none < 0 {
		i = c.has(x, "passport", "passports", "papers", "documents", "logbook")
		if i < 0 || c.has(x, "carrying", "carried", "had", "held", "bore", "found", "possession", "with") < 0 {
			return
		}
	} else if i < 0 {
		return
	}
	// The paper with its adjectives, to the end of what is said of it.
	a := i
	for a > x.a && !c.lx.determiner[c.low(a)] && !c.lx.preposition[c.low(a-1)] && c.toks[a-1].kind == word && !c.lx.auxiliary[c.low(a-1)] {
		a--
	}
	end := x.b
	for k := i; k < x.b; k++ {
		if c.is(k, ",", ";") || c.is(k, "and", "while") && none >= 0 {
			end = k
			break
		}
	}
	fill("paper", c.text(rng{a, end}))
	for _, row := range []string{"in the name of", "under the name of", "in the name", "issued to", "belonging to"} {
		if k := c.hasRow(x, row); k >= 0 {
			n := k + len(strings.Fields(row))
			end := n
			for end < x.b && !c.is(end, ",", ";", "while", "but") {
				end++
			}
			if end > n {
				fill("paper.name", c.text(rng{n, end}))
			}
			return
		}
	}
}

func (c *cast) health(x rng, a *attribution, s *Statement, fill func(string, string)) {
	if a.kind == "observe" {
		fill("condition.detail", c.text(x))
		return
	}
	i := c.has(x, "wounded", "injured", "wounds", "injuries", "ill", "sick")
	if i >= 0 && s.Quantity != nil && s.Quantity.Start < c.toks[i].start && s.Quantity.Value != "1" {
		return // of several: no one man's
	}
	if i < 0 || s.Quantity != nil && s.Quantity.Measure == "wounded" {
		if k := c.has(x, "unhurt", "unharmed", "uninjured", "unscathed"); i < 0 && k >= 0 {
			fill("condition", "not_wounded")
			return
		}
		if k := c.hasSet(x, c.lx.health); k >= 0 && c.hasSet(x, c.lx.bodyPart) >= 0 {
			fill("condition.detail", c.text(x))
		}
		return
	}
	be := false
	for k := max(x.a, i-4); k < i; k++ {
		be = be || c.lx.be[c.low(k)] || c.is(k, "been", "suffered", "received", "sustained", "has", "had")
	}
	if !be || c.has(rng{max(x.a, i-6), i}, "no", "not", "nobody", "none", "apparently", "allegedly") >= 0 {
		return
	}
	code := "wounded"
	switch {
	case c.is(i, "ill", "sick"):
		code = "sick"
		if c.is(i-1, "seriously", "gravely", "severely") {
			code = "seriously_ill"
		}
	case c.is(i-1, "seriously", "severely", "gravely", "badly", "heavily", "critically", "serious", "severe", "grave"):
		code = "seriously_wounded"
	case c.is(i-1, "slightly", "lightly", "minor", "light", "slight"):
		code = "slightly_wounded"
	}
	fill("condition", code)
}
