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
		if (c.has(a.whole, "if", "unless", "provided") >= 0 || c.hasPhrase(a.whole, "condition") >= 0) && c.inWhole(a, x) {
			return statement.OffersConditional
		}
		return st
	}
	if st == statement.Asserts && a.verb != nil && a.verb.lemma == "propose" && c.is(x.a-1, "to") && c.lx.gift[c.low(x.a)] {
		return statement.Offers // "proposed to hand over the sailors"
	}
	if st == statement.Asserts && a.verb != nil && a.verb.lemma == "propose" && c.has(rng{x.a, min(x.b, x.a+3)}, "exchange", "swap", "release", "return", "transfer", "handover", "repatriation", "ceasefire", "truce", "talks", "negotiations") >= 0 {
		return statement.Offers // "has proposed to X the exchange of the eleven sailors"
	}
	if st == statement.Wishes && a.verb != nil && a.verb.lemma == "want" && !c.is(x.a-1, "to") && c.has(x, "to") > x.a && !c.inQuote(x.a) && !c.is(x.a, "nothing", "something", "everything", "himself", "herself") {
		return statement.Requests // "wants the government to halt all exchanges"
	}
	if st == statement.Asserts && a.verb != nil && a.verb.lemma == "expect" && c.is(x.a-1, "that") {
		return statement.Predicts
	}
	if st == statement.Requests && a.verb != nil && a.verb.lemma == "advise" && c.is(x.a-1, "that") && c.has(x, "should", "must", "ought", "be") < 0 {
		st = statement.Asserts // "advised me that the vessel was struck": told, not asked
	}
	if st == statement.Asserts && a.verb != nil && (a.verb.lemma == "suggest" || a.verb.lemma == "propose") && c.is(x.a-1, "that") && c.early(x, "should") {
		st = statement.Requests // "suggested that she should stop giving interviews"
	}
	if st != statement.Asserts && st != statement.Confirms {
		return st
	}
	if c.is(x.a, "he", "she") && c.is(x.a+1, "doubted", "doubts") || c.is(x.a-1, "doubted", "doubts") || c.is(x.a-2, "doubted", "doubts") && c.is(x.a-1, "that") {
		return statement.Denies // "said he doubted they would agree"
	}
	if st == statement.Asserts && c.disbelieves(a) {
		return statement.Denies
	}
	firstPerson := c.has(x, "i", "we") >= 0 && (c.inQuote(x.a) || a.kind == "colon")
	switch {
	case c.lawful(a.whole), c.hasPhrase(x, "bound by law") >= 0, c.has(a.source, "law", "jurist", "legal") >= 0 && c.has(x, "must", "shall", "obliged", "obligation", "prohibited", "forbidden", "prohibits", "obliges") >= 0, a.kind == "tagged" && c.hasSet(a.source, c.lx.law) >= 0 && c.hasSet(a.cue, c.lx.oblige) >= 0:
		return statement.AssertsLaw
	case c.hasPhrase(x, "decline") >= 0:
		return statement.Declines
	case c.willNotTell(x), c.refrained(x):
		return statement.Declines
	case c.is(x.a, "readiness", "willingness", "preparedness") || c.lx.determiner[c.low(x.a)] && c.is(x.a+1, "readiness", "willingness", "preparedness") || c.is(x.a, "his", "her", "its", "their") && c.has(rng{x.a + 1, min(x.b, x.a+5)}, "readiness", "willingness", "preparedness") >= 0:
		if c.has(x, "if", "unless", "provided") >= 0 || c.hasPhrase(x, "condition") >= 0 {
			return statement.OffersConditional
		}
		return statement.Offers
	case c.has(x, "neither") >= 0 && c.has(x, "nor") >= 0 && c.sidesOf(x) == 2, c.hasPhrase(x, "neither") >= 0:
		return statement.Neither
	case c.ifYouWeWill(x):
		return statement.OffersConditional
	case firstPerson && c.hasPhrase(x, "at the disposal") >= 0:
		return statement.Offers
	case c.ignorant(x) && !c.several(x):
		return statement.ProfessesIgnorance
	case c.is(x.a-1, "that") && c.is(x.a-2, "wish", "hope", "want") && c.is(x.a-3, "to"):
		return statement.Wishes // "said to wish that the families …"
	case c.willIf(a, x):
		return statement.OffersConditional
	case c.existsNot(a, x):
		return statement.Denies
	case c.is(x.a, "his", "her", "their", "the") && c.is(x.a+1, "desire", "wish", "hope", "longing", "intention") && c.is(x.a+2, "to") && c.hasSet(a.source, c.lx.authority) < 0:
		return statement.Wishes // "expressed his desire to settle there"
	case firstPerson && c.hasPhrase(x, "own wish") >= 0:
		return statement.Wishes
	case c.wants(a, x) && c.offersNothing(x):
		return statement.Wishes
	case c.wish(x) != "" && (firstPerson || a.mode != "direct" && c.has(rng{x.a, x.a + 3}, "he", "she", "they", "if", "whether") >= 0 && c.hasSet(a.source, c.lx.authority) < 0 && !c.is(a.source.b-1, "city", "town", "state", "country")):
		return statement.Wishes
	case c.offers(x):
		if c.has(x, "if", "unless", "provided", "who") >= 0 || c.hasPhrase(x, "condition") >= 0 || c.hasPhrase(x, "in exchange") >= 0 {
			return statement.OffersConditional
		}
		return statement.Offers
	case firstPerson && c.hasPhrase(x, "going on") >= 0:
		return statement.Confirms
	case c.estimates(a, x):
		return statement.Estimates
	case a.verb != nil && a.verb.class.Class == "judge" && c.hasSet(x, c.lx.falsehood) >= 0 && (c.hasSet(rng{x.a, min(x.b, x.a+8)}, c.lx.saying) >= 0 || c.early(x, "it", "them", "this", "information", "version", "list")):
		return statement.Denies // "described the claims as completely unfounded"
	case c.future(x) && !firstPerson, c.is(x.a, "they", "there", "he", "she", "it") && c.is(x.a+1, "will"):
		return statement.Predicts
	case c.is(x.a, "nonsense", "absurd", "false", "untrue", "baseless", "invented") && x.b-x.a <= 3, c.hasPhrase(x, "contrary to the facts") >= 0, c.hasPhrase(x, "not so") == x.a || c.has(x, "false", "untrue", "fabricated", "fabrication", "fake", "invented") >= 0 && c.clauseLike(x), x.b-x.a <= 5 && c.hasSet(x, c.lx.falsehood) >= 0 && c.is(a.cue.b-1, "denounced", "denounces", "dismissed", "decried", "branded"):
		return statement.Denies
	case firstPerson && !c.several(x) && c.hasPhrase(x, "plea") >= 0:
		return statement.Requests
	case firstPerson && c.hasPhrase(x, "demand") >= 0:
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

// lawful: an instrument of law is the subject of a rule, what a duty follows from, what
// protects somebody, or what an act breaks.
func (c *cast) lawful(x rng) bool {
	i := c.hasSet(x, c.lx.law)
	if i < 0 {
		return false
	}
	if i < x.a+8 && c.hasSet(rng{i, min(x.b, i+6)}, c.lx.oblige) >= 0 {
		return true
	}
	if c.has(rng{max(x.a, i-5), i}, "contrary", "infringes", "unlawful", "illegal") >= 0 || c.is(i+1, "requires", "require", "required", "demands", "provides", "prescribes") && c.has(rng{x.a, i}, "as") >= 0 {
		return true
	}
	from := i
	for from > x.a && from > i-8 && !c.is(from, ",", "under", "to", "by", "with", "of", "in", "violates", "violate", "violated", "breaches", "breach", "breached", "contravenes", "contrary") {
		from--
	}
	duty := func(a, b int) bool {
		for k := a; k < b; k++ {
			if c.is(k, "mandatory", "compulsory", "permissible", "impermissible", "inadmissible", "binding", "must", "may", "shall", "cannot", "should", "obliged", "entitled", "forbidden", "prohibited", "allowed", "illegal", "unlawful") || c.is(k, "can", "could") && c.is(k+1, "not", "only") || c.is(k, "have", "has") && c.is(k+1, "the") && c.is(k+2, "right") {
				return true
			}
		}
		return false
	}
	convention := c.hasSet(rng{i, min(x.b, i+9)}, c.lx.law) >= 0 && (c.toks[i].cap || c.is(i-1, "international", "humanitarian") || c.is(i, "article", "convention", "conventions", "treaty", "protocol"))
	switch {
	case !convention:
		return false
	case c.is(from, "by") && from <= x.a+2 && duty(x.a, x.b):
		return true // "by the Third convention a prisoner cannot be forced"
	case c.is(from, "under") && from <= x.a+2 && c.has(rng{i, min(x.b, i+6)}, ",") >= 0:
		return true // "under the Third Geneva Convention, soldiers keep their status"
	case c.is(from, "under"), c.is(from, "to") && c.is(from-1, "according", "contrary"), c.is(from, "with") && c.is(from-1, "accordance", "line"):
		return duty(x.a, x.b)
	case c.is(from, "in") && c.has(rng{max(x.a, from-4), from}, "established", "enshrined", "anchored", "laid", "guaranteed", "fixed") >= 0:
		return true // "the right to know is established in international humanitarian law"
	case c.is(from, "by"):
		return c.has(rng{max(x.a, from-3), from}, "protected", "guaranteed", "prohibited", "forbidden", "required", "banned", "bound", "covered") >= 0
	}
	// "the publication violates Article 13 of the Convention"
	for k := i - 1; k > x.a && k > i-6; k-- {
		if c.is(k, "violates", "violate", "violated", "breaches", "breach", "breached", "contravenes", "contradicts") || c.is(k, "violation", "breach") && c.is(k+1, "of") {
			return true
		}
	}
	return false
}

// willIf: an authority says what it will give if something is so: "it will accept them if they wish to come".
func (c *cast) willIf(a *attribution, x rng) bool {
	if c.hasSet(a.source, c.lx.authority) < 0 && c.hasSet(a.source, c.lx.office) < 0 || c.has(x, "if", "once", "unless", "provided") < 0 && c.hasPhrase(x, "condition") < 0 {
		return false
	}
	for k := x.a; k+2 < min(x.b, x.a+6); k++ {
		if !c.is(k+1, "will", "would") {
			continue
		}
		own := c.is(k, "it", "we", "they") || c.is(k-1, "his", "her", "its", "our") && c.is(k, "country", "government", "side", "army", "state", "ministry", "party", "nation", "movement", "command")
		return own && c.lx.gift[c.low(k+2)] && !c.is(k+2, "take", "consider", "meet", "talk")
	}
	return false
}

// existsNot: an authority says that there is none: "There is not a single prisoner in our country".
func (c *cast) existsNot(a *attribution, x rng) bool {
	if c.hasSet(a.source, c.lx.authority) < 0 && c.hasSet(a.source, c.lx.office) < 0 {
		return false
	}
	for k := x.a; k < min(x.b-2, x.a+8); k++ {
		if c.is(k, "there") && c.is(k+1, "is", "are", "was", "were") {
			return c.has(rng{k + 2, min(x.b, k+8)}, "no") >= 0 || c.hasRow(rng{k + 2, min(x.b, k+8)}, "not a single", "not any", "not one") >= 0
		}
	}
	return c.hasRow(rng{x.a, min(x.b, x.a+4)}, "not a single") == x.a && c.hasSet(x, c.lx.auxiliary) >= 0
}

// sidesOf counts what is said to be neither done nor left: 2 for "neither confirm this paper nor deny it".
func (c *cast) sidesOf(x rng) int {
	with, against := 0, 0
	for i := x.a; i < x.b; i++ {
		if v := c.lx.verb[c.low(i)]; v != nil && c.lx.sideWith[v.lemma] {
			with = 1
		} else if v != nil && c.lx.sideAgainst[v.lemma] {
			against = 1
		}
	}
	return with + against
}

// ifYouWeWill: "If he sends back our soldiers, we will send his": what a side would do for what another does.
func (c *cast) ifYouWeWill(x rng) bool {
	if !c.is(x.a, "if", "once", "when") {
		return false
	}
	for k := x.a + 3; k+1 < x.b; k++ {
		if c.is(k, "will", "shall", "'ll", "can", "would", "could") && (c.is(k-1, "we", "i") || c.toks[k-1].cap) {
			for n := k + 1; n < min(x.b, k+4); n++ {
				if c.lx.gift[c.low(n)] {
					return true
				}
			}
		}
	}
	return false
}

// refrained: "he would like to refrain from answering", "I would rather not say".
func (c *cast) refrained(x rng) bool {
	for k := x.a; k < min(x.b-2, x.a+8); k++ {
		if c.is(k, "refrain", "abstain") && c.is(k+1, "from") {
			base, ing := strings.CutSuffix(c.low(k+2), "ing")
			return ing && (c.lx.telling[base] || c.lx.telling[base+"e"])
		}
		if c.is(k, "rather") && c.is(k+1, "not") && c.informs(k+2) {
			return true
		}
	}
	return false
}

// willNotTell: "it will not be giving their names": the speaker says that he will not tell.
func (c *cast) willNotTell(x rng) bool {
	k := x.a + 1
	if !c.is(x.a, "it", "he", "she", "they", "we", "i") || !(c.is(k, "will", "would") && c.is(k+1, "not") || c.is(k, "won't", "wouldn't")) {
		return false
	}
	for k < x.b && c.is(k, "will", "would", "not", "won't", "wouldn't", "be", "therefore", "yet", "now") {
		k++
	}
	base, ing := strings.CutSuffix(c.low(k), "ing")
	return c.informs(k) && !c.is(k, "deny", "say", "show", "go", "read", "put", "address", "be") || ing && (c.lx.telling[base] || c.lx.telling[base+"e"])
}

// ignorant: the speaker says that he himself does not know: "I don't even know", "could not
// remember any names", "he knew nothing of it". That a family does not know is a fact like another.
func (c *cast) ignorant(x rng) bool {
	if c.has(x, "family", "families", "relatives", "mother", "parents") >= 0 {
		return false
	}
	if c.hasPhrase(x, "no information") >= 0 && c.early(x, "information", "aware", "unaware", "knowledge") {
		return true
	}
	if c.hasPhrase(x, "ignorance") >= 0 {
		return true
	}
	reach := 8
	if c.is(x.a, "what", "where", "who", "how", "why", "whether", "when", "which") {
		reach = 16 // "Whether they are held there, we cannot say"
	}
	for k := x.a; k < min(x.b, x.a+reach); k++ {
		not := c.is(k, "not", "never", "cannot") || strings.HasSuffix(c.low(k), "n't")
		n := k + 1
		for not && n < x.b && c.is(n, "even", "yet", "really", "actually", "exactly") {
			n++
		}
		if not && (c.is(n, "know", "recall") || c.is(n, "say") && c.is(n-2, "could", "can") || c.is(k, "cannot") && c.is(n, "say") || c.is(n, "remember") && !c.is(n+1, "being")) && (k < x.a+4 || c.inQuote(x.a)) && !c.is(n+1, "each", "one") {
			return !c.is(k-2, "who", "they", "which") && !c.is(k-1, "who", "which")
		}
		if c.is(k, "knows", "knew", "know") && c.is(k+1, "nothing") && k < x.a+4 {
			return true
		}
	}
	return false
}

// wants: the speaker tells his own want or hope: "he wants to sleep", "I want my son back".
func (c *cast) wants(a *attribution, x rng) bool {
	k := x.a
	for k < min(x.b, x.a+2) && c.lx.adverb[c.low(k)] {
		k++
	}
	if c.is(x.a, "first") && c.is(x.a+1, "of") && c.is(x.a+2, "all") {
		k = x.a + 3
	}
	own := c.is(k, "i") && c.inQuote(x.a) || c.is(k, "we") && c.inQuote(x.a) && c.hasSet(a.source, c.lx.authority) < 0 && c.hasSet(a.source, c.lx.office) < 0 && c.early(x, "want") || c.is(k, "he", "she") && a.mode != "direct" && c.hasSet(a.source, c.lx.authority) < 0
	if !own {
		return false
	}
	n := k + 1
	if c.is(k, "we") && c.is(n, "do") && c.is(n+1, "not") {
		n += 2 // "We do not want condolences, we want our men"
	}
	for n < min(x.b, k+3) && (c.lx.adverb[c.low(n)] || c.is(n, "really")) {
		n++
	}
	switch {
	case c.is(n, "want", "wants", "wanted", "wish", "wishes", "hope", "hopes", "hoped", "long", "longs"):
		return n+2 < x.b
	case c.is(n, "would", "'d") && c.is(n+1, "like", "love") && c.is(n+2, "to"):
		return true
	case c.is(n, "am", "is", "was") && c.is(n+1, "hoping"):
		return true
	}
	return false
}

// offersNothing: a want that is not also something offered or asked of another.
func (c *cast) offersNothing(x rng) bool { return c.has(x, "ready", "willing", "prepared") < 0 }

// disbelieves: the cue is a verb of holding something true, and it is negated: "does not
// believe the calls were genuine", "doubts that he is alive".
func (c *cast) disbelieves(a *attribution) bool {
	if a.cue.empty() || a.kind == "nominal" || a.kind == "impersonal" {
		return false
	}
	at := -1
	for k := a.cue.a; k < a.cue.b; k++ {
		if c.is(k, "believe", "believes", "believed", "think", "accept", "trust", "buy", "consider") {
			at = k
		}
	}
	return at >= 0 && c.groupAt(at, c.sents[c.sentOf[at]].a).negated && !(c.is(at, "accept") && c.is(at+1, "to"))
}

// offers: "is ready to hand over", "there may be other options".
func (c *cast) offers(x rng) bool {
	if i := c.hasRow(x, "offered to", "offers to", "proposed to", "proposes to", "pledged to"); i >= 0 && i < x.a+6 {
		return c.gives(rng{i, min(x.b, i+6)})
	}
	if i := c.hasRow(x, "ready to", "willing to", "prepared to", "disposed to", "agree to", "agrees to"); i >= 0 && i < x.a+18 {
		return c.gives(rng{i, min(x.b, i+6)})
	}
	i := c.has(x, "option", "options", "alternative", "alternatives", "possibility", "possibilities")
	return i >= 0 && i < x.a+8 && c.has(rng{x.a, i}, "may", "can", "could", "are", "is", "might") >= 0 && c.has(x, "for") >= 0
}

// gives: what is offered is to hand over, to receive, to speak of it.
func (c *cast) gives(x rng) bool {
	return c.hasSet(x, c.lx.gift) >= 0
}

// future: the first finite auxiliary is will or shall; a condition set before it is none.
func (c *cast) future(x rng) bool {
	from := x.a
	if c.is(from, "if", "when", "once", "unless", "until", "as") {
		if e := c.clauseEnd(from, x.b); c.is(e, ",") {
			from = e + 1
		}
	}
	for i := from; i < x.b && !c.is(i, "."); i++ {
		if c.is(i, "will", "shall", "won't") || strings.HasSuffix(c.low(i), "'ll") || c.is(i, "is", "are") && c.is(i+1, "expected") {
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
	return strings.Contains(q.Value, "..") && (a.kind == "according" || a.verb != nil && (a.verb.lemma == "assume" || a.verb.lemma == "suppose" || a.verb.lemma == "presume")) || err == nil && n >= 1000 && n%100 == 0 || c.hasRow(x, "up to", "more than", "at least", "some", "about", "around", "approximately", "nearly") == x.a && n >= 20 || c.hasRow(x, "probably closer to", "likely closer to", "closer to") >= 0 && n >= 20
}
