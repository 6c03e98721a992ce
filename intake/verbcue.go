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
			g.to = k == i-1
			return g
		case r.lx.adverb[l] || strings.HasSuffix(l, "ly") && len(l) > 4 && !r.toks[k].cap:
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

// finite decides whether the verb at i is a cue in this place: not a noun, not a
// passive, not a participle that only describes a noun.
func (r *reading) finite(g group, v *cueVerb, s rng) bool {
	prev := g.a - 1
	atStart := prev < s.a
	pl := r.low(prev)
	if g.to && v.class.Class != "wish" {
		return false
	}
	switch v.form {
	case base:
		if g.modal && !g.be {
			return true
		}
		return !atStart && g.a == g.at && r.plural(prev) || !atStart && g.a < g.at && !g.have && !g.be && r.plural(prev)
	case third:
		if atStart {
			return false
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
		return atStart || r.is(prev, ",") || g.be || r.is(prev, "and", "while") || r.toks[prev].kind == closeMark
	}
	return false
}

// verbCue reads a cue whose verb stands at i.
func (r *reading) verbCue(i int, s rng, first int) (attribution, bool) {
	if a, ok := r.gesture(i, s); ok {
		return a, true
	}
	v, particle := r.lx.verb[r.low(i)], 0
	if i+1 < s.b && r.toks[i+1].kind == word && !r.inQuote(i+1) {
		if p := r.lx.phrasal[r.low(i)+" "+r.low(i+1)]; p != nil {
			v, particle = p, 1
		}
	}
	if v == nil {
		return attribution{}, false
	}
	g := r.groupAt(i, s.a)
	g.b += particle
	if a, ok := r.neither(i, g, v, s); ok {
		return a, true
	}
	if a, ok := r.unverified(g, v, s); ok {
		return a, true
	}
	if !r.finite(g, v, s) || r.aside(g, v, s) {
		return attribution{}, false
	}
	a := attribution{cue: g.rng, verb: v, stance: v.class.Stance, kind: "say", mode: "indirect", certain: 2}
	if v.class.Weak {
		a.certain = 1
	}
	src, inverted := r.subject(g, v, s)
	if src.empty() && (v.form == ing || r.is(g.a-1, "and", "but", ",")) {
		src = r.sharedSubject(first, g.a, s)
	}
	a.source = src
	switch v.class.Class {
	case "decline":
		return r.decline(a, g, s)
	case "publish":
		return r.publish(a, g, s)
	case "verify":
		return a, false
	case "ask":
		if !r.is(g.b, "if", "whether", "why", "what", "how", "who", "where", "when") {
			return r.content(a, g, s, inverted, first)
		}
	}
	if g.negated {
		return r.silent(a, g, v, s)
	}
	return r.content(a, g, s, inverted, first)
}

// aside: "X, citing an officer, said"; "who asked not to be named": they tell of
// the source, not of what is said.
func (r *reading) aside(g group, v *cueVerb, s rng) bool {
	if v.lemma == "ask" && r.is(g.b, "not") && r.is(g.b+1, "to") && r.is(g.b+2, "be") {
		return true
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

// silent: "did not say whether", "has not commented on": the speaker declines.
func (r *reading) silent(a attribution, g group, v *cueVerb, s rng) (attribution, bool) {
	if !r.is(g.at, "say", "said", "comment", "commented", "respond", "responded", "specify", "specified", "reply", "replied", "elaborate", "answer", "answered", "disclose", "disclosed", "reveal", "revealed", "explain", "explained") || a.source.empty() {
		return a, false
	}
	a.kind, a.stance, a.mode = "decline", statement.Declines, "act"
	a.whole = r.trim(rng{g.a, r.clauseEnd(g.a, s.b)})
	a.contents = []rng{a.whole}
	return a, true
}

// content finds what is said: after the cue, or before it.
func (r *reading) content(a attribution, g group, s rng, inverted bool, first int) (attribution, bool) {
	v := a.verb
	after := g.b
	if inverted {
		after = a.source.b
	}
	if !inverted {
		if c, cueEnd, ok := r.contentAfter(a, g.b, s); ok {
			a.cue.b = cueEnd
			a.whole = c
			// "Although X said that A, B": the clause set before ends with its comma.
			if k := a.source.a - 1; a.source.b <= a.cue.a && k >= s.a && r.is(k, "although", "though", "while", "when", "after", "as", "because", "if", "since", "whereas", "before") && (k == s.a || r.is(k-1, ",", "even", "and", "but")) {
				if e := r.clauseEnd(c.a, c.b); e > c.a+1 && r.modeOf(c) != "direct" && !r.inQuote(c.a) {
					a.whole.b = e
				}
			}
			if a.source.empty() {
				return a, false
			}
			r.fill(&a)
			return a, true
		}
	}
	if !v.class.speech() {
		return a, false
	}
	head := a.cue.a
	if !inverted && !a.source.empty() {
		head = min(head, a.source.a)
	}
	if a.source.empty() {
		return a, false
	}
	if head == s.a || head <= s.a+1 {
		return a, false
	}
	sep := r.toks[head-1]
	if !(sep.low == "," || sep.kind == closeMark || sep.kind == plainMark || sep.low == "?" || sep.low == "!" || sep.low == "—" || sep.low == "–") {
		return a, false
	}
	start := r.bodyStart(s, head)
	if r.is(start, ",") {
		start++
	}
	// What an earlier cue of the sentence introduced is not said again.
	for k := max(first, len(r.out)-32); k < len(r.out); k++ {
		if b := r.out[k]; b.sent == int(r.sentOf[s.a]) && b.cue.b > start && b.cue.b < head && b.whole.a > b.cue.a && b.whole.b >= head-2 {
			a.whole = rng{b.cue.a, head - 1}
			if b.cue.a > s.a && !b.source.empty() {
				a.whole.a = min(b.source.a, b.cue.a)
			}
			return a, true
		}
	}
	body := rng{start, head}
	if sep.low == "," || sep.low == "—" || sep.low == "–" {
		body.b--
	}
	if body.b-body.a < 2 {
		return a, false
	}
	a.whole = body
	if qs := r.quotesIn(body); len(qs) > 0 && r.modeOf(body) == "direct" {
		a.contents, a.mode = qs, "direct"
	} else if qs := r.quotesIn(body); len(qs) > 0 && r.adjacentQuote(head-1) && r.longQuote(qs[len(qs)-1]) {
		a.contents, a.mode = []rng{qs[len(qs)-1]}, "direct"
	} else {
		if v.class.Weak && r.modeOf(body) == "indirect" {
			return a, false // "the men, he believes, …" is found too seldom to be told from chance
		}
		a.mode = r.modeOf(body)
		a.contents = r.split(r.trim(body))
	}
	// “A,” he said, “B.”
	j := after
	for j < s.b && j < after+14 && !r.inQuote(j) && !r.is(j, ".") {
		j++
	}
	if j < s.b && r.inQuote(j) && a.mode == "direct" && r.is(j-1, ",", ":") {
		a.contents = append(a.contents, r.quoted(r.quotes[r.quoteOf[j]-1]))
	}
	return a, true
}

func (r *reading) adjacentQuote(i int) bool {
	for k := i; k >= 0 && k > i-2; k-- {
		if r.toks[k].kind == closeMark || r.toks[k].kind == plainMark {
			return true
		}
	}
	return false
}

func (r *reading) longQuote(q rng) bool { return q.b-q.a >= 5 }

// clauseLike: a finite auxiliary stands in it.
func (r *reading) clauseLike(c rng) bool {
	for i := c.a; i < c.b; i++ {
		if r.lx.auxiliary[r.low(i)] {
			return true
		}
		l := r.low(i)
		if i > c.a && strings.HasSuffix(l, "ed") && !r.lx.determiner[r.low(i-1)] && !r.lx.preposition[r.low(i-1)] {
			return true
		}
	}
	return false
}

func (r *reading) quotesIn(c rng) []rng {
	var out []rng
	for i := c.a; i < c.b; i++ {
		if q := r.quoteOf[i]; q != 0 {
			in := r.quoted(r.quotes[q-1])
			in.a, in.b = max(in.a, c.a), min(in.b, c.b)
			if in.b-in.a >= 1 && (len(out) == 0 || out[len(out)-1] != in) {
				out = append(out, in)
			}
			i = max(i, min(r.quotes[q-1].in.b, c.b)-1)
		}
	}
	return out
}

func (r *reading) fill(a *attribution) {
	a.mode = r.modeOf(a.whole)
	if a.mode == "direct" {
		if qs := r.quotesIn(a.whole); len(qs) > 0 {
			a.contents = qs
			return
		}
	}
	said := a.whole
	if r.is(said.a, "that", "to") {
		said.a++
	}
	a.contents = r.split(r.trim(said))
}

// contentAfter reads what follows the cue: "that …", a quotation, a colon, a
// bare clause, "to …". Adjuncts may stand between: to whom, where, when.
func (r *reading) contentAfter(a attribution, j int, s rng) (whole rng, cueEnd int, ok bool) {
	v := a.verb
	end := r.sentenceBody(s)
	cueEnd = j
	start := j
	adjunct := false
	for j < end {
		t := r.toks[j]
		switch {
		case r.inQuote(j) && (t.kind == openMark || t.kind == plainMark || t.kind == closeMark) && v.class.speech():
			return r.reach(j, end, s), cueEnd, true
		case t.low == "that" && (v.class.clause || v.class.that):
			return r.reach(j, end, s), cueEnd, j+1 < end
		case t.low == ":" && v.class.speech():
			if j+1 < end {
				return r.reach(j+1, end, s), cueEnd, true
			}
			// The quotation is the next sentence.
			return rng{}, 0, false
		case t.low == "," && j+1 < end && r.inQuote(j+1) && r.toks[j+1].kind != word && v.class.speech():
			return r.reach(j+1, end, s), cueEnd, true
		case t.low == ",":
			// A set-off adjunct: "said on Monday, in a statement, that …".
			k := j + 1
			for k < end && k < j+14 && !r.is(k, ",") && !r.lx.auxiliary[r.low(k)] {
				k++
			}
			if k < end && r.is(k, ",") && (r.is(k+1, "that") || k+1 < end && r.inQuote(k+1)) {
				j, adjunct = k+1, true
				continue
			}
			return rng{}, 0, false
		case t.low == "to" && v.class.to && j == start:
			return r.reach(j, end, s), cueEnd, j+1 < end
		case r.is(j, "if", "whether", "why", "how", "what", "who", "where") && (v.class.question || v.class.clause) && (j == start || v.lemma == "ask" || v.lemma == "tell"):
			return r.reach(j, end, s), cueEnd, true
		case r.time[j] != 0:
			j, adjunct = r.times[r.time[j]-1].b, true
			if v.class.clause && j < end && r.clauseStart(j, end) {
				return r.reach(j, end, s), cueEnd, true
			}
			continue
		case r.lx.preposition[t.low] && (j == start || adjunct):
			adjunct = true
			j++
			for j < end && !r.lx.preposition[r.low(j)] && !r.is(j, "that", ",", ":") && !r.inQuote(j) && r.time[j] == 0 {
				if r.lx.auxiliary[r.low(j)] {
					return rng{}, 0, false
				}
				j++
			}
			continue
		case j == start && (v.class.question || v.class.Class == "request") && r.whomTo(j, end):
			return r.reach(j, end, s), cueEnd, true
		case j == start && takesWhom(v.lemma) && !r.is(j, "and", "or"):
			// told reporters that; told him he would …
			k := j + 1
			if r.lx.pronoun[t.low] || t.cap || r.lx.determiner[t.low] || r.plural(j) {
				for k < end && k < j+8 && !r.is(k, "that", ",", ":") && !r.inQuote(k) && !r.lx.preposition[r.low(k)] && r.time[k] == 0 && !(r.lx.pronoun[r.low(k)] || r.lx.determiner[r.low(k)] || r.lx.auxiliary[r.low(k)] || r.is(k, "to", "if", "whether", "about")) {
					k++
				}
			}
			if r.lx.auxiliary[r.low(k)] && k > j {
				k = j + 1
			}
			j, adjunct = k, true
			if j < end && (r.lx.pronoun[r.low(j)] || r.lx.determiner[r.low(j)] && !r.is(j, "that")) && r.clauseLike(rng{j, min(end, j+10)}) {
				return r.reach(j, end, s), cueEnd, true
			}
			continue
		case v.class.Class == "put":
			k := j
			for k < end && k < j+14 && r.toks[k].kind != number && !r.is(k, ",") {
				k++
			}
			if k < end && r.toks[k].kind == number && r.is(k-1, "at") {
				return r.reach(j, end, s), cueEnd, true
			}
			return rng{}, 0, false
		case v.class.object && (j == start || !v.class.clause) && (r.lx.determiner[t.low] || t.kind == number || t.cap || r.plural(j) || r.is(j, "him", "her", "them", "it", "us")):
			return r.reach(j, end, s), cueEnd, true
		case v.class.clause && j == start && r.clauseStart(j, end):
			return r.reach(j, end, s), cueEnd, true
		case r.lx.adverb[t.low] || strings.HasSuffix(t.low, "ly"):
			j++
			if j > start+2 {
				return rng{}, 0, false
			}
			start++
			continue
		default:
			if !adjunct || j > start+24 {
				return rng{}, 0, false
			}
			j++
		}
	}
	return rng{}, 0, false
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

// takesWhom: the verb names its hearer first.
func takesWhom(lemma string) bool {
	switch lemma {
	case "tell", "inform", "assure", "remind", "warn", "ask", "urge", "order", "instruct", "beg", "implore", "advise":
		return true
	}
	return false
}

// clauseStart: a clause with a subject and a finite verb begins at j.
func (r *reading) clauseStart(j, end int) bool {
	t := r.toks[j]
	if t.kind == punct || r.lx.conjunction[t.low] && !r.is(j, "after", "before", "once") || r.lx.preposition[t.low] {
		return false
	}
	if r.lx.auxiliary[t.low] || r.lx.adverb[t.low] && !t.cap {
		return false
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

// reach is the content from j: to the end of the sentence, without a question it
// answers ("when asked if …").
func (r *reading) reach(j, end int, s rng) rng {
	for k := j + 1; k < end; k++ {
		if !r.inQuote(k) && r.is(k, "when") && r.is(k+1, "asked") {
			return r.trimRight(rng{j, k})
		}
		// An aside after a dash, or a second verb after "but", is the writer's.
		if k > j+3 && !r.inQuote(k) && !r.inQuote(j) && (r.is(k, "-", "—", "–") && !r.toks[k].glued && k+1 < end && !r.toks[k+1].glued ||
			r.is(k, "but") && strings.HasSuffix(r.low(k+1), "ed") && !r.lx.auxiliary[r.low(k+1)]) {
			return r.trimRight(rng{j, k})
		}
	}
	// A quotation keeps its stop and its closing mark.
	if end < s.b && r.inQuote(end) {
		for end < s.b && r.inQuote(end) {
			end++
		}
		return rng{j, end}
	}
	return r.trimRight(rng{j, end})
}

// subject finds who speaks: left of the verb, or right of it where the order is
// turned round ("…, said the minister").
func (r *reading) subject(g group, v *cueVerb, s rng) (rng, bool) {
	prev := g.a - 1
	if prev < s.a {
		return rng{}, false
	}
	p := r.toks[prev]
	if (p.low == "," || p.kind == closeMark || p.kind == plainMark || p.low == "?" || p.low == "!" || p.low == "—") && (v.form == past || v.form == third || v.form == base) && g.a == g.at {
		if src, ok := r.invertedSubject(g.b, s, p.low == ","); ok {
			return src, true
		}
	}
	if p.low == "," {
		return r.aroundApposition(prev, s), false
	}
	if r.is(prev, "who", "which") {
		k := prev - 1
		if r.is(k, ",") {
			k--
		}
		return r.leftPhrase(k+1, s.a), false
	}
	return r.leftPhrase(g.a, s.a), false
}

// leftPhrase is the noun phrase that ends before token end.
func (r *reading) leftPhrase(end, from int) rng {
	a := end
	for k := end - 1; k >= max(from, end-40); k-- {
		t := r.toks[k]
		l := t.low
		if l == ")" {
			open := k - 1
			for open > from && open > k-8 && !r.is(open, "(") {
				open--
			}
			if r.is(open, "(") && open > from {
				k = open
				continue
			}
		}
		if l == "(" {
			break
		}
		if r.inQuote(k) && !r.inQuote(end) && t.kind == closeMark {
			break
		}
		if t.kind == punct && l != "." && l != "-" && l != "(" && l != ")" && l != "'" && l != "/" && l != "&" || t.kind == closeMark || t.kind == openMark || t.kind == plainMark {
			break
		}
		if t.kind == punct && l == "." && !r.lx.abbreviation[r.low(k-1)] && !r.initial(k) {
			break
		}
		if l == "and" || l == "or" {
			// Foreign and Defence Ministry; he and she.
			if k > from && k+1 < end && (r.toks[k-1].cap && r.toks[k+1].cap) {
				a = k
				continue
			}
			break
		}
		if r.lx.conjunction[l] && !r.lx.preposition[l] || r.is(k, "as", "because") {
			break
		}
		if r.lx.auxiliary[l] {
			break
		}
		if r.time[k] != 0 || r.cued[k] {
			break
		}
		a = k
	}
	// A phrase does not begin with a preposition or an adverb.
	for a < end && (r.lx.preposition[r.low(a)] || r.lx.adverb[r.low(a)] && !r.toks[a].cap || r.lx.adverb[r.low(a)] && a == from && !r.is(a, "both") && a+1 < end) {
		l := r.low(a)
		if r.lx.preposition[l] {
			// "In Kyiv officials": the phrase after the place is not parted by a comma; take the last noun phrase.
			k := a + 1
			for k < end && !r.lx.determiner[r.low(k)] {
				k++
			}
			if k < end && k > a+1 {
				a = k
				continue
			}
		}
		a++
	}
	if end-a > 25 {
		return rng{}
	}
	return rng{a, end}
}

func (r *reading) initial(k int) bool {
	return k > 0 && r.toks[k].glued && r.toks[k-1].cap && r.toks[k-1].end-r.toks[k-1].start == 1
}

// aroundApposition: "X, who …, said", "X, the minister, said": the subject is
// left of the comma pair.
func (r *reading) aroundApposition(comma int, s rng) rng {
	for k := comma - 1; k > s.a && k > comma-60; k-- {
		if r.is(k, ",") && !r.inQuote(k) {
			next := r.low(k + 1)
			if r.lx.auxiliary[next] {
				continue
			}
			opens := r.is(k+1, "who", "which", "whose", "whom", "with", "a", "an", "the", "aged", "when", "in", "from", "on", "citing", "speaking", "himself", "herself", "meanwhile", "however", "also", "of", "one", "his", "her", "its", "at", "like", "for", "including", "where") ||
				r.toks[k+1].kind == number || r.toks[k+1].cap || strings.HasSuffix(next, "ing") || strings.HasSuffix(next, "ed") || r.lx.office[next] || r.lx.humanOne[next]
			if !opens {
				continue
			}
			left := r.leftPhrase(k, s.a)
			if left.empty() {
				continue
			}
			if r.is(k+1, "citing", "quoting") {
				return left
			}
			// An apposition of another name inside ("A, B, C said") is not followed further.
			return rng{left.a, comma + 1} // an apposition stands between its two commas
		}
	}
	return rng{}
}

// invertedSubject is the noun phrase after the verb, if what follows it cannot
// be the verb of a clause.
func (r *reading) invertedSubject(a int, s rng, needsEnd bool) (rng, bool) {
	if a >= s.b || r.is(a, "that") {
		return rng{}, false
	}
	t := r.toks[a]
	if !(t.cap || r.lx.determiner[t.low] || r.lx.office[t.low] || r.lx.humanOne[t.low] || r.lx.humanMany[t.low] || r.lx.document[t.low] || r.lx.authority[t.low] || r.plural(a) || r.is(a, "he", "she", "they", "one")) || r.time[a] != 0 {
		return rng{}, false
	}
	k := a
	for k < s.b {
		l := r.low(k)
		tk := r.toks[k]
		if tk.kind == punct && l != "-" && l != "(" && l != ")" && l != "'" && !(l == "." && (r.lx.abbreviation[r.low(k-1)] || r.initial(k))) || tk.kind == openMark || tk.kind == closeMark || tk.kind == plainMark {
			break
		}
		if r.lx.auxiliary[l] || r.is(k, "that") && k > a {
			return rng{}, false
		}
		if k > a && (r.time[k] != 0 || r.lx.preposition[l] && !r.is(k, "of", "for", "from", "at", "with") || r.lx.conjunction[l] && !r.is(k, "and")) {
			break
		}
		if k > a && r.lx.verb[l] != nil && (r.lx.verb[l].form == ing || r.lx.verb[l].form == past) {
			break
		}
		k++
	}
	if k-a > 25 {
		return rng{}, false
	}
	// "said the chief of staff, General X Y.": the name belongs to it.
	if r.is(k, ",") && k+1 < s.b && r.toks[k+1].cap && r.time[k+1] == 0 {
		e := k + 1
		for e < s.b && e < k+7 && (r.toks[e].cap || r.is(e, ".") && r.lx.abbreviation[r.low(e-1)]) {
			e++
		}
		if e == s.b || r.is(e, ",", ".", ";") {
			k = e
		}
	}
	// "said X, a spokesman for Y." to the next comma, stop or quotation.
	if r.is(k, ",") && (r.is(k+1, "a", "an", "the", "who", "his", "her", "its", "one", "whose") || r.lx.office[r.low(k+1)]) {
		e := k + 1
		for e < s.b && e < k+26 && !r.is(e, ",", ".", ";", ":", "—", "–") && !r.inQuote(e) && r.lx.verb[r.low(e)] == nil {
			e++
		}
		if e == s.b || r.is(e, ",", ".", ";", ":", "—", "–") || r.inQuote(e) {
			k = e
		}
	}
	return rng{a, k}, k > a
}

// sharedSubject: "X said … and added …", "…, adding that": the sentence's last speaker.
func (r *reading) sharedSubject(first, before int, s rng) rng {
	for k := len(r.out) - 1; k >= first; k-- {
		if !r.out[k].source.empty() {
			return r.out[k].source
		}
	}
	// The subject of the sentence: its first noun phrase before an auxiliary or verb.
	for i := s.a; i < before && i < s.a+12; i++ {
		if r.lx.auxiliary[r.low(i)] || i > s.a && (strings.HasSuffix(r.low(i), "ed") || r.lx.verb[r.low(i)] != nil) {
			return r.leftPhrase(i, s.a)
		}
	}
	return rng{}
}

// decline: "declined to comment on …". The act is the statement.
func (r *reading) decline(a attribution, g group, s rng) (attribution, bool) {
	if !r.is(g.b, "to") || a.source.empty() {
		return a, false
	}
	if !r.is(g.b+1, "comment", "answer", "respond", "say", "discuss", "give", "provide", "elaborate", "confirm", "reply", "specify", "disclose", "speak", "talk", "identify", "name", "reveal", "explain", "be") {
		return a, false
	}
	a.kind, a.mode = "decline", "act"
	a.cue = rng{g.a, g.b + 2}
	a.whole = r.trim(rng{g.a, r.clauseEnd(g.a, s.b)})
	a.contents = []rng{a.whole}
	return a, true
}

// publish: making a recording, a picture or a letter public.
func (r *reading) publish(a attribution, g group, s rng) (attribution, bool) {
	if a.source.empty() {
		return a, false
	}
	shown := false
	for k := g.b; k < s.b && k < g.b+8; k++ {
		if r.is(k, ",", ".") || r.lx.preposition[r.low(k)] {
			break
		}
		shown = shown || r.lx.show[r.low(k)]
	}
	if !shown {
		return a, false
	}
	a.kind, a.mode = "publish", "act"
	a.whole = r.trim(rng{g.a, r.sentenceBody(s)})
	a.contents = []rng{a.whole}
	return a, true
}

// neither: "neither denied nor confirmed", "would not confirm or deny".
func (r *reading) neither(i int, g group, v *cueVerb, s rng) (attribution, bool) {
	c := v.class.Class
	if c != "confirm" && c != "deny" {
		return attribution{}, false
	}
	if !r.is(i+1, "nor", "or") {
		return attribution{}, false
	}
	k := i + 2
	for k < i+4 && (r.lx.adverb[r.low(k)] || r.lx.auxiliary[r.low(k)]) {
		k++
	}
	w := r.lx.verb[r.low(k)]
	if w == nil || w.class.Class != "confirm" && w.class.Class != "deny" || w.class == v.class {
		return attribution{}, false
	}
	if !g.negated && !r.is(i-1, "neither") {
		return attribution{}, false
	}
	a := attribution{cue: rng{g.a, k + 1}, verb: v, kind: "neither", stance: statement.Neither, mode: "meta", certain: 2}
	a.source = r.leftPhrase(g.a, s.a)
	end := r.sentenceBody(s)
	a.whole = r.trim(rng{k + 1, end})
	if a.source.empty() || a.whole.empty() {
		return a, false
	}
	a.contents = r.split(a.whole)
	return a, true
}

// unverified: "have not yet verified", "could not be independently confirmed".
func (r *reading) unverified(g group, v *cueVerb, s rng) (attribution, bool) {
	c := v.class.Class
	if c != "verify" && c != "confirm" {
		return attribution{}, false
	}
	start := g.a
	nobody := g.have && r.nobody(g.a, s.a)
	if !g.negated && !g.to && !nobody {
		return attribution{}, false
	}
	if g.to {
		// "was unable to verify", "have not been able to verify"
		k := g.a - 2
		if !r.is(k, "unable", "able", "impossible", "failed") {
			return attribution{}, false
		}
		h := r.groupAt(k, s.a)
		if r.is(k, "able") && !h.negated {
			return attribution{}, false
		}
		start = h.a
	}
	from := s.a
	for k := start - 1; k >= s.a; k-- {
		if r.is(k, ",", ";") && !r.inQuote(k) || r.is(k, "but", "and", "although", "while") {
			from = k + 1
			break
		}
	}
	whole := r.trim(rng{from, r.clauseEnd(g.b, s.b)})
	if whole.empty() {
		return attribution{}, false
	}
	return attribution{cue: rng{start, g.b}, verb: v, kind: "unverified", stance: statement.NotVerified, mode: "meta", certain: 2, narrator: true,
		whole: whole, contents: []rng{whole}}, true
}

// nobody: the subject left of end is empty of people: "neither side", "no agency", "none of them".
func (r *reading) nobody(end, from int) bool {
	for k := end; k >= max(from, end-6); k-- {
		if r.is(k, "neither", "no", "none", "nobody") {
			return true
		}
		if r.is(k, ",", ";") {
			return false
		}
	}
	return false
}

// gesture: "shakes his head", "nods", "responds affirmatively".
func (r *reading) gesture(i int, s rng) (attribution, bool) {
	a := attribution{mode: "indirect", certain: 2}
	end := i + 1
	switch {
	case r.is(i, "shake", "shakes", "shook", "shaking") && r.is(i+1, "his", "her", "their", "the") && r.is(i+2, "head", "heads"):
		a.kind, a.stance, end = "gesture", statement.DeniesNonverbal, i+3
	case r.is(i, "nod", "nods", "nodded", "nodding"):
		a.kind, a.stance = "gesture", statement.Confirms
		if r.is(i+1, "his", "her") && r.is(i+2, "head") {
			end = i + 3
		}
	case r.is(i, "shrug", "shrugs", "shrugged"):
		a.kind, a.stance = "gesture", statement.ProfessesIgnorance
	case r.is(i, "responds", "responded", "answers", "answered", "replies", "replied", "respond", "answer", "reply", "said", "says"):
		yes := r.is(i+1, "affirmatively", "positively", "yes") || r.is(i+1, "in") && r.is(i+3, "affirmative")
		no := r.is(i+1, "negatively", "no") && !r.is(i+2, "one", "more") || r.is(i+1, "in") && r.is(i+3, "negative")
		if !yes && !no || (r.is(i, "said", "says") && !r.is(i+2, "when", ".", ",")) {
			return a, false
		}
		a.kind, a.stance = "affirm", statement.Confirms
		if no {
			a.stance = statement.Denies
		}
		end = i + 2
		if r.is(i+1, "in") {
			end = i + 4
		}
	default:
		return a, false
	}
	g := r.groupAt(i, s.a)
	a.cue = rng{g.a, end}
	src, _ := r.subject(g, &cueVerb{form: participle}, s)
	a.source = src
	if src.empty() {
		a.source = r.sharedSubject(len(r.out), g.a, s)
	}
	// The question answered: after the cue, or in front.
	q := rng{}
	for k := end; k < s.b && k < end+10; k++ {
		if r.is(k, ".", ";") {
			break
		}
		if r.is(k, "if", "whether") {
			q = rng{k, r.clauseEnd(k, s.b)}
			break
		}
	}
	if q.empty() {
		for k := s.a; k < g.a; k++ {
			if r.is(k, "asked") && r.is(k+1, "if", "whether") {
				q = rng{k + 1, r.clauseEnd(k+1, g.a)}
				break
			}
		}
	}
	if q.empty() || a.source.empty() {
		return a, false
	}
	a.question = true
	a.whole = r.trim(q)
	a.contents = r.split(a.whole)
	return a, true
}
