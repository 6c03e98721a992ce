package intake

import (
	"strings"

	"homeward/statement"
)

// Two shapes around a form of "be": somebody is told something ("the families were informed by
// an officer that …"), of which the speaker stands after "by" or is not named; and somebody is
// sure, ready or unsure of something ("is convinced that", "stands ready to").

// toldTo reads "was told by X that …", "were informed that …", "has been asked by X to …".
func (r *reading) toldTo(i int, s rng) (attribution, bool) {
	k := i + 1
	for k < s.b && k < i+4 && (r.lx.adverb[r.low(k)] || strings.HasSuffix(r.low(k), "ly") || r.is(k, "been", "being")) {
		k++
	}
	v := r.lx.verb[r.low(k)]
	if v == nil || v.form != past && v.form != participle || !takesWhom(v.lemma) || r.used[i] || r.lx.be[r.low(i-1)] {
		return attribution{}, false
	}
	for j := s.a; j < i; j++ {
		if r.is(j, "he", "she", "i", "it") && r.is(j+1, "says", "said") || r.is(j, "say", "says") && j > s.a && !r.inQuote(j) {
			return attribution{}, false // "The family say they have been told …": they say it
		}
	}
	g := r.groupAt(k, s.a)
	if g.negated || r.nobody(g.a-1, s.a) || r.is(g.a-1, "who", "which", "that") {
		return attribution{}, false // "who had been told that …": told by the way
	}
	a := attribution{cue: rng{g.a, k + 1}, verb: v, kind: "told", stance: v.class.Stance, unnamed: true, certain: 1}
	j := k + 1
	if r.is(j, "by") {
		e := j + 1
		for e < s.b && e < j+16 && !r.is(e, "that", "to", ",", ".", ";", ":") && !r.inQuote(e) && r.time[e] == 0 && (!r.lx.preposition[r.low(e)] || e > j+1 && r.is(e, "of", "for", "from", "at")) {
			e++
		}
		if e == j+1 {
			return a, false
		}
		a.source, a.unnamed, j = rng{j + 1, e}, false, e
	}
	// A time or a place may stand before what is told.
	for j < s.b && j < k+18 && !r.is(j, "that", "to", ",", ".") && (r.time[j] != 0 || r.lx.preposition[r.low(j)] && !r.is(j, "of", "about") || j > k+1 && r.toks[j].kind == word && !r.lx.auxiliary[r.low(j)] && !r.clauseStart(j, s.b)) {
		j++
	}
	end := r.sentenceBody(s)
	switch {
	case r.is(j, "that") && j+3 < end:
	case r.is(j, "to") && (v.class.to || r.is(k, "told", "advised", "instructed", "ordered", "urged")) && !a.unnamed:
		a.stance = statement.Requests
	case r.is(j, "why", "how", "what", "where", "who", "when"):
		return a, false
	case j < end && r.clauseStart(j, end) && (j == k+1 || !a.unnamed):
	default:
		return a, false
	}
	a.whole = r.reach(j, end, s)
	if a.whole.b-a.whole.a < 3 {
		return a, false
	}
	r.fill(&a)
	return a, true
}

// attitude reads "is convinced that …", "is not sure whether …", "is of the opinion that …",
// "stands ready to …".
func (r *reading) attitude(i int, s rng) (attribution, bool) {
	if r.used[i] {
		return attribution{}, false
	}
	k := i + 1
	not := strings.HasSuffix(r.low(i), "n't")
	for k < s.b && k < i+5 && (r.lx.adverb[r.low(k)] || strings.HasSuffix(r.low(k), "ly") && r.lx.verb[r.low(k)] == nil || r.is(k, "been", "quite", "very", "less", "more", "no", "longer")) {
		not = not || r.is(k, "not", "never", "less", "no")
		k++
	}
	j := k + 1
	st, ok := r.lx.attitude(r.low(k))
	switch {
	case ok && not && st == statement.Asserts:
		st = statement.ProfessesIgnorance
	case ok:
	case r.is(k, "ready", "willing", "prepared") && r.is(j, "to") && !not:
		st = statement.Offers
	case r.is(k, "of") && r.is(j, "the") && r.is(j+1, "opinion", "view", "belief", "conviction"):
		st, j = statement.Asserts, j+2
	case r.is(k, "under") && r.is(k+1, "no") && r.is(k+2, "illusion"):
		st, j = statement.Asserts, k+3
	default:
		return attribution{}, false
	}
	switch {
	case st == statement.Offers:
		if v := r.low(j + 1); !r.lx.gift[v] || r.is(s.a, "if", "when") {
			return attribution{}, false
		}
	case r.is(j, "that"):
	case st == statement.ProfessesIgnorance && r.is(j, "if", "whether", "what", "why", "how", "where", "who"):
	case r.is(k, "clear", "insistent", "emphatic", "worried", "concerned", "aware", "positive", "satisfied", "alarmed"):
		return attribution{}, false
	case r.clauseStart(j, s.b):
	default:
		return attribution{}, false
	}
	g := r.groupAt(i, s.a)
	a := attribution{cue: rng{g.a, j}, kind: "say", verb: r.lx.verb["said"], stance: st, certain: 1}
	a.source, _ = r.subject(group{rng: rng{g.a, j}, at: i}, &cueVerb{form: participle, class: a.verb.class}, s)
	if a.source.empty() && r.is(g.a-1, "and", "but", ",") {
		a.source = r.sharedSubject(len(r.out), g.a, s)
	}
	if a.source.empty() || r.is(a.source.a, "it", "what", "this", "there") || r.is(a.source.b-1, "it", "that", "this") {
		return a, false // "It is clear that": nobody's
	}
	a.whole = r.reach(j, r.sentenceBody(s), s)
	if a.whole.b-a.whole.a < 3 {
		return a, false
	}
	r.fill(&a)
	return a, true
}
