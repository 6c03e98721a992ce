package intake

import (
	"slices"
	"strings"
)

// Slots of a person: his family and his papers.

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
	know := c.has(x, "knowledge", "know", "knows", "known", "informed", "notified", "told", "aware", "unaware", "idea", "contact", "learned", "learnt", "heard", "news", "word")
	if know < 0 {
		return
	}
	t := c.telling(x, rng{know, know + 1})
	if t.modal != "" && !t.not || t.open || c.is(know-1, "be") && t.modal == "" {
		return // asked for or to come, not done
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

// calledSoFar are all the words by which the text calls who speaks: "Lena Morav", "the sister".
func (c *cast) calledSoFar(s *Statement) string {
	if s.who >= 0 {
		return strings.Join(c.all[s.who].names, " ")
	}
	return s.Speaker
}

func (c *cast) papers(x rng, hits []slotHit, fill func(string, string)) {
	none, without := hit(hits, "no-papers")
	if without {
		fill("paper", "none")
		x.b = none.at.a // of what stands before, another's papers may be told
	}
	h, ok := hit(hits, "paper")
	if !ok && !without {
		if h, ok = hit(hits, "papers"); ok {
			held := c.has(rng{x.a, h.at.a}, "carrying", "carried", "carry", "have", "has", "had", "held", "bore", "found", "possession", "with") >= 0
			ok = held || c.hasRow(x, "in the name of", "issued to", "belonging to") >= 0
		}
	}
	if !ok || h.at.a >= x.b || c.has(x, "lost", "burned", "burnt", "confiscated", "stolen", "destroyed") >= 0 {
		return
	}
	if c.telling(x, h.at).not {
		if c.has(rng{x.a, h.at.a}, "have", "carry", "possess", "find", "carrying") >= 0 {
			fill("paper", "none")
		}
		return
	}
	// The paper with its adjectives, to the end of what is said of it.
	i := h.at.a
	a := i
	for a > x.a && !c.lx.determiner[c.low(a)] && !c.lx.preposition[c.low(a-1)] && c.toks[a-1].kind == word && !c.lx.auxiliary[c.low(a-1)] {
		a--
	}
	end := x.b
	for k := h.at.b; k < x.b; k++ {
		if c.is(k, ",", ";") || c.is(k, "and", "while") && without || c.lx.auxiliary[c.low(k)] || c.is(k, "on") && c.is(k+1, "him", "her", "them") {
			end = k
			break
		}
	}
	fill("paper", c.text(rng{a, end}))
	fill("paper.name", c.nameOnPaper(x, h.at.b))
}

// nameOnPaper is whose name a paper bears: "in the name of X", "issued to X", "in another man's name".
func (c *cast) nameOnPaper(x rng, from int) string {
	for _, row := range []string{"in the name of", "under the name of", "in the name", "issued to", "belonging to"} {
		if k := c.hasRow(rng{from, x.b}, row); k >= 0 {
			n := k + len(strings.Fields(row))
			end := n
			for end < x.b && !c.is(end, ",", ";", "while", "but") {
				end++
			}
			return c.text(rng{n, end})
		}
	}
	for k := from + 2; k < x.b; k++ {
		if !c.is(k, "name") || !c.is(k-1, "'s", "’s") {
			continue
		}
		for n := k - 2; n >= from; n-- {
			if c.is(n, "in", "under", "on") {
				return c.text(rng{n + 1, k - 1})
			}
		}
	}
	return ""
}
