package intake

import (
	"strings"

	"homeward/statement"
)

// group is a verb with the auxiliaries and adverbs that belong to it.
type group struct {
	rng
	at      int // the verb
	negated bool
	have    bool
	be      bool
	modal   bool
	to      bool
}

// groupAt walks left from a verb over what belongs to it.
func (r *reading) groupAt(i, from int) group {
	g := group{rng: rng{i, i + 1}, at: i}
	for k := i - 1; k >= from; k-- {
		l := r.low(k)
		switch {
		case l == "not" || l == "never" || strings.HasSuffix(l, "n't") || l == "cannot":
			g.negated = true
			g.modal = true
		case l == "has" || l == "have" || l == "had" || l == "having":
			g.have = true
		case r.lx.be[l] || l == "been" || l == "being":
			g.be = g.be || k == i-1 || r.onlyAdverbs(k+1, i)
		case r.lx.auxiliary[l]:
			g.modal = true
		case l == "to":
			g.to = k == i-1 || r.onlyAdverbs(k+1, i)
			return g
		case r.is(k, "both", "either", "neither") && (k == from || r.toks[k-1].kind == punct):
			return g // a subject of its own
		case l == "longer" && k > from && r.is(k-1, "no"):
			g.negated = true
			k--
		case r.lx.adverb[l] || strings.HasSuffix(l, "ly") && len(l) > 4 && !r.toks[k].cap:
		case r.time[k] != 0:
			// "had on Monday claimed": a time between the auxiliary and its verb
			m := k
			for m > from && r.time[m] != 0 {
				m--
			}
			if r.is(m, "on", "in") {
				m--
			}
			if m < from || !r.is(m, "has", "have", "had") {
				return g
			}
			g.have, k = true, m
		default:
			return g
		}
		g.a = k
	}
	return g
}

func (r *reading) onlyAdverbs(a, b int) bool {
	for i := a; i < b; i++ {
		if l := r.low(i); !r.lx.adverb[l] && !strings.HasSuffix(l, "ly") {
			return false
		}
	}
	return true
}

// plural: a noun or pronoun that goes with a base form ("officials say").
func (r *reading) plural(i int) bool {
	l := r.low(i)
	if r.is(i, "they", "we", "i", "you", "who", "media", "people", "police", "both", "troops", "men", "women", "some", "many", "others") {
		return true
	}
	return len(l) > 3 && strings.HasSuffix(l, "s") && !strings.HasSuffix(l, "ss") && r.toks[i].kind == word && r.lx.verb[l] == nil
}

// pluralHead: "officials in the capital say": the noun before the preposition is plural.
func (r *reading) pluralHead(prev, from int) bool {
	if r.lx.determiner[r.low(prev)] {
		return false // "it comes in the document": a noun
	}
	for k := prev; k >= from && k > prev-7; k-- {
		t := r.toks[k]
		if t.kind != word || r.lx.auxiliary[t.low] || r.lx.verb[t.low] != nil && !t.cap || r.lx.conjunction[t.low] && !r.lx.preposition[t.low] {
			return false
		}
		if r.lx.preposition[t.low] && k > from && r.is(k, "of", "in", "from", "at", "on", "for", "with", "to", "near", "close") {
			return r.plural(k-1) && (!r.toks[k-1].cap || k-1 == from) || k > from+1 && r.is(k, "to") && r.plural(k-2)
		}
	}
	return false
}

// finite decides whether the verb at i is a cue in this place: not a noun, not a
// passive, not a participle that only describes a noun.
func (r *reading) finite(g group, v *cueVerb, s rng) bool {
	prev := g.a - 1
	atStart := prev < s.a
	pl := r.low(prev)
	if g.to && v.class.Class != "wish" {
		return false
	}
	form := v.form
	if v.asPast && (g.a == g.at || g.have) && !(atStart || r.plural(prev) && !g.have) {
		form = past
	}
	switch form {
	case base:
		if !g.modal && r.plural(g.b) && g.b+1 < s.b && (r.lx.auxiliary[r.low(g.b+1)] || r.lx.verb[r.low(g.b+1)] != nil) {
			return false // "some protest leaders said": a noun before a noun
		}
		if g.modal && !g.be {
			return true
		}
		if v.lemma == "say" && !atStart && g.a == g.at && r.toks[prev].kind == word && !r.lx.determiner[pl] && !r.lx.preposition[pl] && r.is(g.b, "that", "they", "he", "she", "it", "we", "the") {
			return true // "The family of a worker held for a year say they …"
		}
		if w := r.relativeBefore(prev, s.a); !atStart && g.a == g.at && w > s.a && r.plural(w-1) {
			return true // "Analysts who have studied the clip believe …"
		}
		return !atStart && g.a == g.at && (r.plural(prev) || r.pluralHead(prev, s.a)) || !atStart && g.a < g.at && !g.have && !g.be && (r.plural(prev) || g.negated && r.pluralHead(prev, s.a))
	case third:
		if atStart {
			return false
		}
		if r.is(prev, "media", "news", "press") {
			return false // "some media reports, saying": a noun
		}
		if r.lx.determiner[pl] || r.lx.preposition[pl] && pl != "as" || r.lx.be[pl] || r.toks[prev].kind == number || r.lx.auxiliary[pl] {
			return false
		}
		if pv := r.lx.verb[pl]; pv != nil && (pv.form == past || pv.form == ing) {
			return false
		}
		if strings.HasSuffix(pl, "ed") || strings.HasSuffix(pl, "ing") {
			return r.is(g.b, "that")
		}
		return !g.be
	case past:
		if g.be || g.modal && !g.have {
			return false
		}
		if r.lx.determiner[pl] && !g.have && !r.is(prev, "this", "that", "another", "others", "some", "both", "all", "many") {
			return false
		}
		return !r.is(g.b, "by")
	case participle:
		return g.have
	case ing:
		return atStart || r.is(prev, ",") || g.be || r.is(prev, "and", "while") || r.is(prev, "before", "after") && r.is(g.b, "that") || r.toks[prev].kind == closeMark || r.endsQuote(prev)
	}
	return false
}

// verbCue reads a cue whose verb stands at i.
func (r *reading) verbCue(i int, s rng, first int) (attribution, bool) {
	if a, ok := r.gesture(i, s); ok {
		return a, true
	}
	if a, ok := r.silence(i, s); ok {
		return a, true
	}
	v, particle := r.lx.verb[r.low(i)], 0
	if i+1 < s.b && r.toks[i+1].kind == word && !r.inQuote(i+1) {
		if p := r.lx.phrasal[r.low(i)+" "+r.low(i+1)]; p != nil && !(r.is(i+1, "on") && i+2 < s.b && r.time[i+2] != 0) {
			v, particle = p, 1
		}
	}
	for _, shape := range []func(int, rng) (attribution, bool){r.quotesWhom, r.quotedAs, r.wasCalledIn, r.follows, r.lendsNot} {
		if a, ok := shape(i, s); ok {
			return a, true
		}
	}
	if v != nil {
		if a, ok := r.deniedIn(i, v, s); ok {
			return a, true
		}
	}
	if v == nil {
		if v = r.uttered(i, s); v == nil {
			return attribution{}, false
		}
	}
	g := r.groupAt(i, s.a)
	g.b += particle
	confined := false
	if whole, asPast, ok := r.confined(i, v, s); ok {
		g, v, confined = whole, asPast, true
	}
	if a, ok := r.askedBy(g, v, s); ok {
		return a, true
	}
	if a, ok := r.neither(i, g, v, s); ok {
		return a, true
	}
	if a, ok := r.confirmsNeither(g, v, s); ok {
		return a, true
	}
	if a, ok := r.unverified(g, v, s); ok {
		return a, true
	}
	if a, ok := r.verbFinal(i, s); ok {
		return a, true
	}
	if v.lemma == "want" && r.is(g.b, "to") && r.is(g.b+1, "know", "ask", "hear") && r.is(g.b+2, "if", "whether", "why", "what", "how", "who", "where", "when") {
		return attribution{}, false // a question
	}
	if a, ok := r.participial(g, v, s); ok {
		return a, true
	}
	if !confined && !r.finite(g, v, s) || r.aside(g, v, s) {
		return attribution{}, false
	}
	if v.class.Class == "call" && v.form == past && g.a == g.at && r.named(g.b, s.b) {
		return attribution{}, false // "the group called the Army of the North denied"
	}
	if v.class.Class == "call" && v.form == past && g.a == g.at && r.is(r.leftPhrase(g.a, s.a).a, "a", "an", "one", "another", "something") {
		return attribution{}, false // "a town called X"
	}
	a := attribution{cue: g.rng, verb: v, stance: v.class.Stance, kind: "say", mode: "indirect", certain: 2}
	if v.class.Weak {
		a.certain = 1
	}
	if v.lemma == "seek" && r.sought(g.b, s.b) {
		a.stance = statement.Requests
	}
	from := g
	if k := g.a - 3; r.is(g.a-1, "to") && g.have && r.is(g.a-2, "reported", "understood", "believed", "alleged", "known", "quoted") && k > s.a && r.lx.be[r.low(k)] {
		from = group{rng: rng{k, g.b}, at: k} // "is reported to have said that"
	}
	src, inverted := r.subject(from, v, s)
	if src.empty() && (v.form == ing || r.is(g.a-1, "and", "but", ",")) {
		src = r.sharedSubject(first, g.a, s)
	}
	a.source = src
	if from, to, ok := r.referring(src); ok {
		a.source, a.via = to, append(a.via, r.text(from))
	}
	if src.b-src.a == 1 && r.is(src.a, "it") && v.class.speech() && !g.negated {
		if b, ok := r.itSays(a, g, s); ok {
			return b, true
		}
	}
	if b, ok := r.witnessed(a, g, s); ok {
		return b, true
	}
	switch v.class.Class {
	case "decline":
		return r.decline(a, g, s)
	case "publish":
		if g.negated || r.is(g.a-1, "neither", "nor") {
			return a, false // "has neither published a figure nor …": nothing was published
		}
		if r.saidBefore(a, s) && !a.source.empty() {
			a.verb, a.stance = r.lx.verb["said"], statement.Asserts // “…”, she shared with the journalists
			if b, ok := r.contentBefore(a, s, g.b, inverted, first); ok {
				return b, true
			}
		}
		return r.publish(a, g, s)
	case "verify":
		return a, false
	case "ask":
		if !r.is(g.b, "if", "whether", "why", "what", "how", "who", "where", "when") {
			return r.content(a, g, s, inverted, first)
		}
	}
	if g.negated && (v.lemma == "exclude" || v.lemma == "rule" || v.lemma == "doubt" || v.lemma == "hide" || v.lemma == "conceal" || v.lemma == "deny") && r.is(g.b, "that") {
		a.stance = statement.Asserts // "does not rule out that …", "does not doubt that …"
		return r.content(a, g, s, inverted, first)
	}
	if g.negated {
		return r.silent(a, g, v, s)
	}
	if v.lemma == "prefer" {
		if b, ok := r.unwilling(a, g, s); ok && !r.is(g.a-1, "who") {
			return b, true
		}
	}
	return r.content(a, g, s, inverted, first)
}

// named: a name begins at i, and a finite verb follows it: it is what the subject is called.
func (r *reading) named(i, end int) bool {
	if r.is(i, "the") {
		i++
	}
	if i >= end || !r.toks[i].cap {
		return false
	}
	for k := i + 1; k < min(end, i+8); k++ {
		if r.lx.auxiliary[r.low(k)] || r.lx.verb[r.low(k)] != nil && r.lx.verb[r.low(k)].form == past && !r.toks[k].cap {
			return true
		}
		if !r.toks[k].cap && !r.is(k, "of", "the", "for", "and") {
			return false
		}
	}
	return false
}

// aside: "X, citing an officer, said"; "who asked not to be named": they tell of
// the source, not of what is said.
func (r *reading) aside(g group, v *cueVerb, s rng) bool {
	if v.lemma == "ask" && r.is(g.b, "not") && r.is(g.b+1, "to") && r.is(g.b+2, "be") {
		return true
	}
	if (v.lemma == "identify" || v.lemma == "present" || v.lemma == "introduce" || v.lemma == "describe") && r.is(g.b, "himself", "herself", "themselves") {
		return true
	}
	if r.is(g.a-1, "who") {
		// "who did not want to give his name", "who declined to be identified"
		for k := g.b; k < s.b && k < g.b+7 && !r.is(k, ","); k++ {
			if r.is(k, "name", "named", "names", "identity", "identified", "identify", "anonymity", "anonymous", "known", "quoted") {
				return true
			}
		}
	}
	if v.lemma == "defend" && r.is(g.a-1, "who") {
		return true // "sailors who defended the port"
	}
	if v.lemma == "answer" && !g.negated && (v.form == ing && r.has(rng{g.b, min(s.b, g.b+5)}, "question", "questions") >= 0 || r.lx.determiner[r.low(g.b)] && r.is(g.b+1, "question", "questions")) {
		return true // "he noted, answering the questions of journalists"; "the captain answers the questions of an interrogator"
	}
	if v.lemma == "remind" && !r.inQuote(g.at) && r.is(s.a, "we", "let") && g.at < s.a+4 {
		return true // "We will remind that": the writer's own word
	}
	if v.class.Class == "evidence" && r.is(g.a-1, "who") {
		return true // "the veteran who showed the way"
	}
	if v.lemma == "report" && r.is(g.b, ":") && g.a < s.a+6 && r.has(rng{s.a, g.a}, "media", "agencies", "reporter", "correspondent") >= 0 && !r.inQuote(g.b+1) {
		return true // "Comprehensive foreign media report: …": the head of a story
	}
	if v.lemma == "relate" && r.is(g.b, "to") {
		return true // "a person related to the cooperative"
	}
	if v.lemma != "cite" || v.form != ing {
		return false
	}
	for k := g.b; k < s.b && k < g.b+14; k++ {
		if r.is(k, ",") {
			w := r.lx.verb[r.low(k+1)]
			return w != nil && (w.form == past || w.form == third)
		}
	}
	return false
}
