package intake

import (
	"strings"
)

// What may follow a cue: to whom something is said, what is asked of him, a clause or a phrase
// that opens what is said, and where it was said, which is no part of it.

// participial: "Stating that his son was tired, Ulusoy said …": the subject stands behind the comma,
// before a verb of its own.
func (r *reading) participial(g group, v *cueVerb, s rng) (attribution, bool) {
	if v.form != ing || g.a > s.a+1 || g.a == s.a+1 && !r.is(s.a, "by", "also", "while", "again") || !v.class.clause && !v.class.that || !r.is(g.b, "that", ",") && !r.inQuote(g.b) {
		return attribution{}, false
	}
	for k := g.b + 3; k < s.b-2; k++ {
		if !r.is(k, ",") || r.inQuote(k) {
			continue
		}
		if !r.toks[k+1].cap && !r.lx.determiner[r.low(k+1)] && !r.is(k+1, "he", "she", "they", "it") {
			continue
		}
		for e := k + 2; e < s.b && e < k+12; e++ {
			w := r.lx.verb[r.low(e)]
			finite := w != nil && (w.form == past || w.form == third) && !r.toks[e].cap
			if !finite && !r.lx.auxiliary[r.low(e)] && !r.lx.irregular[r.low(e)] {
				if r.is(e, ",", "and", "that") {
					break
				}
				continue
			}
			a := attribution{cue: g.rng, verb: v, stance: v.class.Stance, kind: "say", certain: 1, parted: true}
			a.source = r.leftPhrase(r.groupAt(e, k+1).a, k+1)
			a.whole = r.trim(rng{g.b, k})
			if a.source.empty() || a.source.a != k+1 || a.whole.b-a.whole.a < 3 || r.groupAt(e, k+1).be && !finite {
				break
			}
			r.fill(&a)
			return a, true
		}
	}
	return attribution{}, false
}

// toldThat is the "that" behind a short phrase of whom it is told, 0 for none.
func (r *reading) toldThat(j, end int) int {
	for k := j; k < end-2 && k < j+7; k++ {
		if r.is(k, "that") {
			if k == j {
				return 0
			}
			return k
		}
		if r.toks[k].kind != word || r.lx.auxiliary[r.low(k)] || r.lx.verb[r.low(k)] != nil {
			return 0
		}
	}
	return 0
}

// sought: what one asks of others stands at j: access, news, help.
func (r *reading) sought(j, end int) bool {
	for k := j; k < end && k < j+5; k++ {
		if r.is(k, "access", "information", "news", "help", "assistance", "mediation", "permission", "clarification", "assurances", "guarantees", "answers", "confirmation", "release") {
			return true
		}
		if r.lx.preposition[r.low(k)] || r.toks[k].kind == punct || r.is(k, "to") {
			return false
		}
	}
	return false
}

// toWhomFor is the token behind "for" in "appealed to the government for help", 0 for none.
func (r *reading) toWhomFor(j, end int) int {
	for k := j + 2; k < end && k < j+12; k++ {
		if r.is(k, "for") && k+1 < end {
			return k + 1
		}
		if r.is(k, "to", "that", ",") || r.lx.auxiliary[r.low(k)] || r.inQuote(k) {
			return 0
		}
	}
	return 0
}

// whomFor: "asks his family for forgiveness".
func (r *reading) whomFor(j, end int) bool {
	if !(r.lx.determiner[r.low(j)] || r.toks[j].cap || r.lx.pronoun[r.low(j)]) {
		return false
	}
	for k := j + 1; k < end && k < j+8; k++ {
		if r.is(k, "for") {
			return true
		}
		if r.toks[k].kind == punct || r.lx.auxiliary[r.low(k)] || r.lx.preposition[r.low(k)] {
			return false
		}
	}
	return false
}

// whomTo: "asked the committee to visit": somebody, and what he is to do.
func (r *reading) whomTo(j, end int) bool {
	for k := j; k < end && k < j+14; k++ {
		if r.is(k, "to") {
			return k > j
		}
		if r.toks[k].kind == punct || r.lx.auxiliary[r.low(k)] || r.is(k, "that", "if", "whether", "about", "for") {
			return false
		}
	}
	return false
}

// toDo is where, behind whom it is asked of, what he is to do begins: its verb, or the "not" before it. 0 where nobody stands
// first, or something is to be done by nobody told ("the names to be made public").
func (r *reading) toDo(said rng) int {
	if r.inQuote(said.a) || r.is(said.a, "not") || !r.whomTo(said.a, said.b) {
		return 0
	}
	for k := said.a; k+2 < said.b; k++ {
		if !r.is(k, "to") {
			continue
		}
		switch {
		case r.toks[k+1].kind != word, r.toks[k+1].cap, r.is(k+1, "be"), r.lx.determiner[r.low(k+1)]:
			return 0 // "calls for access to the camps"
		case r.is(k-1, "not") && k-1 > said.a:
			return k - 1
		}
		return k + 1
	}
	return 0
}

// takesWhom: the verb names its hearer first.
func takesWhom(lemma string) bool {
	switch lemma {
	case "tell", "inform", "assure", "reassure", "remind", "warn", "ask", "urge", "order", "instruct", "beg", "implore", "advise", "notify", "alert", "apprise", "caution", "counsel", "entreat", "beseech", "exhort", "petition", "direct":
		return true
	}
	return false
}

// toBe: somebody or something, and "to be": "the figure to be too low".
func (r *reading) toBe(j, end int) bool {
	if !r.lx.determiner[r.low(j)] && !r.toks[j].cap && !r.lx.pronoun[r.low(j)] && !r.plural(j) {
		return false
	}
	for k := j + 1; k < end && k < j+9; k++ {
		if r.is(k, "to") && r.is(k+1, "be", "have") {
			return true
		}
		if r.toks[k].kind == punct || r.lx.auxiliary[r.low(k)] || r.is(k, "that", "to") {
			return false
		}
	}
	return false
}

// channelTail is where "in a two-sentence statement", "on its channel" begins behind what a bare
// phrase names ("confirmed the release …"), c.b where nothing of the kind stands.
func (r *reading) channelTail(c rng) int {
	for k := c.a + 1; k < c.b-1; k++ {
		if !r.is(k, "in", "on", "via", "through") || r.inQuote(k) || !r.lx.determiner[r.low(k+1)] && !r.lx.channel[r.low(k+1)] {
			continue
		}
		for n := k + 1; n < c.b && n < k+6; n++ {
			if (r.lx.document[r.low(n)] || r.lx.channel[r.low(n)] || r.is(n, "channel", "website", "page", "conference", "account")) && (n+1 == c.b || r.is(n+1, ",", "and", "to", "on", "issued", "published", "posted") || r.time[n+1] != 0) {
				return k
			}
			if r.lx.preposition[r.low(n)] {
				break
			}
		}
	}
	return c.b
}

// smallNumberAt: a number in digits or in words stands at k.
func (r *reading) smallNumberAt(k int) bool {
	if k >= len(r.toks) {
		return false
	}
	_, _, small := r.smallNumber(k)
	return small || r.toks[k].kind == number || r.is(k, "$", "€", "£")
}

// countStart: "at least 60 people", "more than 20 men" begin a clause though a preposition stands first.
func (r *reading) countStart(j int) bool {
	if r.is(j, "at") && r.is(j+1, "least", "most") || r.is(j, "more", "fewer", "less") && r.is(j+1, "than") || r.is(j, "up") && r.is(j+1, "to") {
		_, _, ok := r.smallNumber(j + 2)
		return ok
	}
	return false
}

// phraseStart: a noun phrase and more begins at j; after plain "said" it is a
// clause even where no verb is known ("said each year costs them dearly").
func (r *reading) phraseStart(j, end int) bool {
	if j >= end {
		return false
	}
	t := r.toks[j]
	if r.countStart(j) {
		return true
	}
	if end-j < 3 || r.lx.preposition[t.low] || r.lx.conjunction[t.low] || r.lx.auxiliary[t.low] || r.is(j, "no", "yes", "it", "so", "as", "the") && r.is(j+1, "same", ",", "thing") {
		return false
	}
	return t.kind == number || t.kind == word && (t.cap || r.contracted(j) || r.lx.determiner[t.low] || r.lx.pronoun[t.low] && !r.is(j, "him", "them", "us", "me") || r.plural(j))
}

// clauseStart: a clause with a subject and a finite verb begins at j.
func (r *reading) clauseStart(j, end int) bool {
	if j >= end {
		return false
	}
	t := r.toks[j]
	if t.kind == punct || r.lx.conjunction[t.low] && !r.is(j, "after", "before", "once") || r.lx.preposition[t.low] {
		return false
	}
	if r.lx.auxiliary[t.low] || r.lx.adverb[t.low] && !t.cap {
		return false
	}
	if r.contracted(j) {
		return true
	}
	if r.lx.pronoun[t.low] {
		return r.is(j, "he", "she", "it", "they", "we", "i", "you", "nobody", "everyone", "someone")
	}
	// A verb must come before the clause ends.
	for k := j + 1; k < end && k < j+22; k++ {
		l := r.low(k)
		if r.is(k, ".", ";") {
			return false
		}
		if r.lx.auxiliary[l] {
			return true
		}
		if strings.HasSuffix(l, "ed") && !r.lx.determiner[r.low(k-1)] || r.lx.verb[l] != nil && r.lx.verb[l].form == past {
			return true
		}
		if len(l) > 3 && strings.HasSuffix(l, "s") && !strings.HasSuffix(l, "ss") && r.toks[k].kind == word && k+1 < end && (r.lx.determiner[r.low(k+1)] || r.lx.preposition[r.low(k+1)] || r.is(k+1, "to", "that")) && !r.lx.preposition[r.low(k-1)] {
			return true
		}
	}
	return false
}

// quoteBelow: a cue that ends its sentence with a colon introduces the quotation
// that begins the next sentence.
func (r *reading) quoteBelow(s rng) (rng, bool) {
	if s.b >= len(r.toks) || !r.inQuote(s.b) {
		return rng{}, false
	}
	q := r.quotes[r.quoteOf[s.b]-1]
	if q.open != s.b || q.in.b-q.in.a < 3 {
		return rng{}, false
	}
	end := q.in.b
	if q.shut >= 0 {
		end = q.shut + 1
	}
	return rng{s.b, end}, true
}
