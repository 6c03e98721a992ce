package intake

import (
	"strconv"
	"strings"

	"homeward/statement"
)

// How a speaker stands to what he says, by the words of it: a wish, an offer with its
// condition, an estimate, ignorance.

// stanceOf looks at what is said for a stance stronger than that of the cue.
func (c *cast) stanceOf(a *attribution, x rng) statement.Stance {
	st := a.stance
	switch a.kind {
	case "observe", "unverified", "neither", "publish", "decline":
		return st
	case "gesture", "affirm":
		if w := c.wish(x); w != "" && st == statement.Confirms {
			return statement.Wishes
		}
		return st
	}
	if st == statement.Offers {
		if (c.has(a.whole, "if", "unless", "provided") >= 0 || c.hasRow(a.whole, "on condition that", "as long as") >= 0) && c.inWhole(a, x) {
			return statement.OffersConditional
		}
		return st
	}
	if st != statement.Asserts && st != statement.Confirms {
		return st
	}
	firstPerson := c.has(x, "i", "we") >= 0 && c.inQuote(x.a)
	switch {
	case c.lawful(a.whole):
		return statement.AssertsLaw
	case c.hasRow(x, "cannot comment", "can't comment", "won't comment", "not comment", "no comment", "refrain from commenting") >= 0:
		return statement.Declines
	case c.hasRow(x, "do not know", "don't know", "doesn't know", "does not know", "did not know", "didn't know", "have no information", "has no information", "no information about", "not aware of", "unaware of", "could not remember", "cannot remember", "does not remember", "did not remember", "do not remember", "could not recall", "cannot recall", "could not say", "cannot say") >= 0 && !c.several(x) && c.early(x, "know", "information", "aware", "unaware", "remember", "recall", "say") && c.has(x, "family", "families", "relatives", "mother", "parents") < 0:
		return statement.ProfessesIgnorance
	case c.wish(x) != "" && (firstPerson || a.mode != "direct" && c.has(rng{x.a, x.a + 3}, "he", "she", "they", "if", "whether") >= 0 && c.hasSet(a.source, c.lx.authority) < 0 && !c.is(a.source.b-1, "city", "town", "state", "country")):
		return statement.Wishes
	case c.offers(x):
		if c.has(x, "if", "unless", "provided", "who") >= 0 || c.hasRow(x, "as soon as", "in exchange for", "in return for", "on condition that") >= 0 {
			return statement.OffersConditional
		}
		return statement.Offers
	case firstPerson && c.hasRow(x, "we continue", "we are continuing", "we are interested", "we remain", "we are ready to continue", "i continue") >= 0:
		return statement.Confirms
	case c.estimates(a, x):
		return statement.Estimates
	case c.future(x) && !firstPerson:
		return statement.Predicts
	case c.hasRow(x, "did not", "was not true", "is not true", "is false", "are false", "is a lie", "never happened", "has nothing to do") == x.a || c.has(x, "false", "untrue", "fabricated", "fabrication", "fake") >= 0 && c.clauseLike(x):
		return statement.Denies
	case firstPerson && c.hasRow(x, "we demand", "we ask", "we urge", "we call on", "i ask", "please") >= 0:
		return statement.Requests
	}
	return st
}

func (c *cast) inWhole(a *attribution, x rng) bool { return x.a >= a.whole.a && x.b <= a.whole.b }

// early: one of the words stands among the first eight.
func (c *cast) early(x rng, words ...string) bool {
	return c.has(rng{x.a, min(x.b, x.a+8)}, words...) >= 0
}

// several: the words are more than one sentence, of which the first does not speak for all.
func (c *cast) several(x rng) bool {
	return c.sentOf[x.a] != c.sentOf[x.b-1] || c.has(rng{x.a, x.b - 1}, ".") >= 0
}

// lawful: an instrument of law is the subject of a rule, or what is told breaks it.
func (c *cast) lawful(x rng) bool {
	i := c.hasSet(x, c.lx.law)
	if i < 0 {
		return false
	}
	return i < x.a+8 && c.hasSet(rng{i, min(x.b, i+6)}, c.lx.oblige) >= 0 ||
		c.has(rng{max(x.a, i-5), i}, "violates", "violated", "violate", "violation", "breaches", "breached", "breach", "contravenes", "contradicts", "contrary", "infringes", "prohibited", "forbidden", "unlawful", "illegal") >= 0 ||
		c.is(i+1, "requires", "require", "required", "demands", "provides", "prescribes") && c.has(rng{x.a, i}, "as") >= 0
}

// offers: "is ready to hand over", "there may be other options".
func (c *cast) offers(x rng) bool {
	if i := c.hasRow(x, "offered to", "offers to", "proposed to", "proposes to", "pledged to"); i >= 0 && i < x.a+6 {
		return c.gives(rng{i, min(x.b, i+6)})
	}
	if i := c.hasRow(x, "ready to", "willing to", "prepared to", "agree to", "agrees to"); i >= 0 && i < x.a+18 {
		return c.gives(rng{i, min(x.b, i+6)})
	}
	i := c.has(x, "option", "options", "alternative", "alternatives", "possibility", "possibilities")
	return i >= 0 && i < x.a+8 && c.has(rng{x.a, i}, "may", "can", "could", "are", "is", "might") >= 0 && c.has(x, "for") >= 0
}

// gives: what is offered is to hand over, to receive, to speak of it.
func (c *cast) gives(x rng) bool {
	return c.has(x, "send", "return", "hand", "release", "exchange", "swap", "transfer", "free", "give", "accept", "receive", "repatriate", "deliver", "consider", "offer", "host", "take", "accommodate") >= 0
}

// future: the first finite auxiliary is will or shall.
func (c *cast) future(x rng) bool {
	for i := x.a; i < x.b && !c.is(i, "."); i++ {
		if c.is(i, "will", "shall", "won't") {
			return true
		}
		if c.lx.auxiliary[c.low(i)] {
			return false
		}
	}
	return false
}

// estimates: a large round number of people that a party gives.
func (c *cast) estimates(a *attribution, x rng) bool {
	q := c.quantity(x)
	if q == nil {
		return false
	}
	n, err := strconv.Atoi(q.Value)
	return strings.Contains(q.Value, "..") && a.kind == "according" || err == nil && n >= 1000 && n%100 == 0 || c.hasRow(x, "up to", "more than", "at least", "some", "about", "around", "approximately", "nearly") == x.a && n >= 20
}
