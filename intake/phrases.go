package intake

import (
	"strings"

	"homeward/statement"
)

// Speech told by several words at once: "gave assurances that", "let it be known that", "put it
// more bluntly: …", "cast doubt on", "there has been no confirmation".

// noProof: "There has been no official confirmation of this".
func (r *reading) noProof(i int, s rng) (attribution, bool) {
	k := i + 1
	for k < s.b && k < i+4 && (r.lx.be[r.low(k)] || r.lx.auxiliary[r.low(k)] || r.lx.adverb[r.low(k)]) {
		k++
	}
	n := k + 1
	for n < k+4 && r.is(n, "official", "independent", "immediate", "further", "public", "outside") {
		n++
	}
	if k == i+1 || !r.is(k, "no") || !r.is(n, "confirmation", "verification", "corroboration", "proof") {
		return attribution{}, false
	}
	whole := r.trim(rng{i, r.clauseEnd(n, s.b)})
	return attribution{cue: rng{k, n + 1}, kind: "unverified", stance: statement.NotVerified, mode: "meta", certain: 2, narrator: true, whole: whole, contents: []rng{whole}}, true
}

// setsAside: "cast doubt on that figure", "took issue with the account", "does not agree with the charge".
func (r *reading) setsAside(i int, s rng) (attribution, bool) {
	k := 0
	g := r.groupAt(i, s.a)
	switch {
	case r.is(i, "cast", "casts", "casting", "threw", "throws") && r.is(i+1, "doubt", "doubts") && r.is(i+2, "on", "upon", "over"),
		r.is(i, "took", "takes") && r.is(i+1, "issue", "exception") && r.is(i+2, "with", "to"),
		r.is(i, "poured", "pours") && r.is(i+1, "scorn") && r.is(i+2, "on"):
		k = i + 3
	case r.is(i, "poured", "pours") && r.is(i+1, "cold") && r.is(i+2, "water") && r.is(i+3, "on"):
		k = i + 4
	case r.is(i, "agree", "agreed") && g.negated && r.is(i+1, "with"):
		k = i + 2
	default:
		return attribution{}, false
	}
	a := attribution{cue: rng{g.a, k}, kind: "say", verb: r.lx.verb["rejected"], stance: statement.Denies, certain: 1}
	form := past
	if strings.HasSuffix(r.low(i), "ing") {
		form = ing
	}
	a.source, _ = r.subject(g, &cueVerb{form: form, class: a.verb.class}, s)
	if a.source.empty() && (form == ing || r.is(g.a-1, "and", "but", ",")) {
		a.source = r.sharedSubject(len(r.out), g.a, s)
	}
	a.whole = r.reach(k, r.sentenceBody(s), s)
	if a.source.empty() || a.whole.empty() {
		return a, false
	}
	r.fill(&a)
	return a, true
}

// putsIt: "put it more bluntly: …", "puts it this way: “…”".
func (r *reading) putsIt(i int, s rng) (attribution, bool) {
	k := i + 2
	for k < s.b && k < i+7 && r.toks[k].kind == word && !r.inQuote(k) && !r.is(k, "to", "in", "on") {
		k++
	}
	if !r.is(k, ":") && !(r.is(k, ",") && r.inQuote(k+1)) && !r.inQuote(k) || k >= s.b-2 {
		return attribution{}, false
	}
	a := attribution{cue: rng{i, k}, verb: r.lx.verb["said"], kind: "say", stance: statement.Asserts, certain: 2}
	if !r.inQuote(k) {
		k++
	}
	a.source, _ = r.subject(r.groupAt(i, s.a), &cueVerb{form: participle, class: a.verb.class}, s)
	a.whole = r.reach(k, r.sentenceBody(s), s)
	if a.source.empty() || a.whole.b-a.whole.a < 3 {
		return a, false
	}
	r.fill(&a)
	return a, true
}

// knownAfter is the end of "be known", "be understood", "clear", "plain", "known" at k, 0 for none.
func (r *reading) knownAfter(k int) int {
	for r.is(k, "be", "quite", "very", "perfectly", "abundantly") {
		k++
	}
	if r.is(k, "known", "understood", "clear", "plain", "public") {
		return k + 1
	}
	return 0
}

// letsKnow: "let it be known that …", "made it clear that …".
func (r *reading) letsKnow(i int, s rng) (attribution, bool) {
	k := r.knownAfter(i + 2)
	a := attribution{cue: rng{r.groupAt(i, s.a).a, k}, verb: r.lx.verb["said"], kind: "say", stance: statement.Asserts, certain: 1}
	a.source, _ = r.subject(r.groupAt(i, s.a), &cueVerb{form: participle, class: a.verb.class}, s)
	if a.source.empty() && r.is(a.cue.a-1, "and", "but", ",") {
		a.source = r.sharedSubject(len(r.out), a.cue.a, s)
	}
	// Where and to whom may stand before what is told.
	for j := k; j < s.b && j < k+10; j++ {
		if r.is(j, "that") {
			k = j
			break
		}
		if r.is(j, ",", ".") || r.inQuote(j) {
			break
		}
	}
	if !r.is(k, "that") || a.source.empty() {
		return a, false
	}
	a.whole = r.reach(k, r.sentenceBody(s), s)
	r.fill(&a)
	return a, a.whole.b-a.whole.a > 2
}

// subjectOpens: the noun phrase before i opens its clause, so that i is its verb and no noun that
// the phrase describes ("dismissed Lorvian claims that", "news reports that").
func (r *reading) subjectOpens(i int, s rng) bool {
	if r.is(i-1, ",") {
		return !r.aroundApposition(i-1, s).empty() // "Another, who begged us …, reports that"
	}
	src := r.leftPhrase(i, s.a)
	if src.empty() || src.b != i || demonym(r.low(i-1)) || r.is(i-1, "'s", "'", "media", "news", "press", "intelligence", "unconfirmed", "such", "other", "similar", "conflicting", "its", "his", "her", "their") {
		return false
	}
	if !r.lx.determiner[r.low(src.a)] && !r.toks[src.a].cap && !r.lx.pronoun[r.low(src.a)] {
		return false
	}
	if r.lx.determiner[r.low(src.a)] && src.b-src.a < 2 || r.is(src.a, "these", "those", "both", "all", "some", "several", "many", "few") {
		return false
	}
	return src.a == s.a || src.a == r.bodyStart(s, i) || r.is(src.a-1, ",", "and", "but", "that", "while", "as", "although", "though", "because", ":", ";", "where", "when", "who", "which") || r.endsQuote(src.a-1)
}

// lent: "gave assurances that", "has voiced its concern that", "left no doubt that": a verb that
// only lends itself to the noun; its subject is who speaks.
func (r *reading) lent(a *attribution, i int, s rng) {
	for k := i - 1; k >= s.a && k > i-6; k-- {
		if r.lx.determiner[r.low(k)] || r.toks[k].kind == word && k > i-3 && !r.lx.preposition[r.low(k)] && r.lx.verb[r.low(k)] == nil && !r.lx.lender[r.low(k)] {
			continue
		}
		if !r.lx.lender[r.low(k)] {
			return
		}
		g := r.groupAt(k, s.a)
		if g.negated || g.be {
			return
		}
		form := past
		if strings.HasSuffix(r.low(k), "ing") {
			form = ing
		}
		src, _ := r.subject(g, &cueVerb{form: form, class: r.lx.verb["said"].class}, s)
		if src.empty() && (form == ing || r.is(g.a-1, "and", "but", ",")) {
			src = r.sharedSubject(len(r.out), g.a, s)
		}
		if src.empty() {
			return
		}
		a.source, a.unnamed, a.cue.a, a.certain = src, false, g.a, 1
		if r.is(i, "doubt", "doubts") && r.is(i-1, "no", "little") {
			a.stance = statement.Asserts
		} else if r.is(i, "doubt", "doubts") {
			a.stance = statement.Denies
		}
		return
	}
}
