package intake

import (
	"strings"

	"homeward/statement"
)

// Orders of words that translations bring along: "it says in the letter", "limited himself to answering",
// "About this the ministry reported", "“…,” quotes the minister the agency".

// itSays: "In the letter it says that …"; "“…”, it says in a statement of the ministry": the writing speaks, or
// whose it is. a is the cue, its source "it".
func (r *reading) itSays(a attribution, g group, s rng) (attribution, bool) {
	it := a.source.a
	if w := r.inWriting(s, it); !w.empty() {
		a.source = w
		c, cueEnd, ok := r.contentAfter(a, g.b, s)
		if !ok {
			return a, false
		}
		a.cue.b, a.whole, a.foreign = cueEnd, c, true
		r.fill(&a)
		return a, true
	}
	if !r.is(g.b, "in", "on") || !r.lx.determiner[r.low(g.b+1)] || it <= s.a+2 || !r.is(it-1, ",") && !r.endsQuote(it-1) {
		return a, false
	}
	end, doc := g.b+1, false
	for end < s.b && r.toks[end].kind == word && !r.is(end, "that", "which") && r.time[end] == 0 {
		doc = doc || r.lx.document[r.low(end)]
		end++
	}
	a.whole = r.trim(rng{r.bodyStart(s, it), it})
	if !doc || a.whole.b-a.whole.a < 3 {
		return a, false
	}
	whose := r.framed(g.b+1, end)
	if k := r.lastSpeaker(int(r.sentOf[it])); whose.empty() && k >= 0 && r.paraOf(r.sents[r.out[k].sent].a) == r.paraOf(s.a) {
		return a, false // "it said in a statement": the body that was named before
	}
	a.cue, a.source, a.foreign = rng{it, g.b}, rng{g.b + 1, end}, true
	if !whose.empty() {
		a.source = whose
	}
	r.fill(&a)
	return a, true
}

// confined: "limited herself to answering": the group of the verb that says, as one cue.
func (r *reading) confined(i int, v *cueVerb, s rng) (group, *cueVerb, bool) {
	if v.form != ing || i < s.a+4 || !r.is(i-1, "to", "with") || !r.is(i-2, "himself", "herself", "itself", "themselves") ||
		!r.is(i-3, "limited", "limits", "confined", "confines", "restricted", "restricts", "contented", "contents") {
		return group{}, nil, false
	}
	g := r.groupAt(i-3, s.a)
	g.b = i + 1
	return g, &cueVerb{lemma: v.lemma, form: past, class: v.class}, true
}

// afterQuote: a quotation has ended before token i, with a comma or a dash at most between.
func (r *reading) afterQuote(i int) bool {
	return r.endsQuote(i-1) || r.is(i-1, ",", "—", "–", "-") && (r.endsQuote(i-2) || r.is(i-2, ",") && r.endsQuote(i-3))
}

// uttered: an unknown verb between a quotation and somebody who can speak: “…”, restricted the head of the mission.
func (r *reading) uttered(i int, s rng) *cueVerb {
	l := r.low(i)
	own := r.is(i-1, "he", "she") // “…”, she sliced
	if i < s.a+3 || !r.afterQuote(i) && !(own && r.afterQuote(i-1)) || r.toks[i].cap || len(l) < 5 ||
		!strings.HasSuffix(l, "ed") && !(strings.HasSuffix(l, "s") && !strings.HasSuffix(l, "ss")) || r.lx.auxiliary[l] || r.lx.pronoun[l] || r.lx.adverb[l] {
		return nil
	}
	if own {
		return &cueVerb{lemma: l, form: past, class: r.lx.verb["sighed"].class}
	}
	from := i + 1
	if r.is(from, "down", "up", "back", "out", "off") {
		from++ // “…”, toned down our interlocutor
	}
	for k := from; k < s.b && k < i+7 && r.toks[k].kind == word && !r.lx.preposition[r.low(k)] && !r.lx.auxiliary[r.low(k)]; k++ {
		if r.lx.office[r.low(k)] || r.lx.humanOne[r.low(k)] || sexOfNoun(r.low(k)) != "" || r.toks[k].cap && k+1 < s.b && r.toks[k+1].cap && k < i+4 {
			return &cueVerb{lemma: l, form: past, class: r.lx.verb["sighed"].class}
		}
	}
	return nil
}

// deniedIn: "In the prison service of X the use of torture was denied": the body that denies it stands in a phrase of place.
func (r *reading) deniedIn(i int, v *cueVerb, s rng) (attribution, bool) {
	if v.form != past || !v.class.object || !v.class.speech() || !r.is(s.a, "in", "at") || !r.is(s.a+1, "the") || i < s.a+5 || i+1 < r.sentenceBody(s) {
		return attribution{}, false
	}
	g := r.groupAt(i, s.a)
	if !g.be || g.modal {
		return attribution{}, false
	}
	body := false
	for k := s.a + 2; k < g.a; k++ {
		body = body || r.lx.authority[r.low(k)]
		if r.toks[k].kind != word || r.time[k] != 0 || r.lx.document[r.low(k)] {
			return attribution{}, false
		}
		if body && k > s.a+2 && r.lx.determiner[r.low(k)] && !r.lx.preposition[r.low(k-1)] {
			a := attribution{cue: g.rng, source: rng{s.a + 1, k}, verb: v, kind: "say", stance: v.class.Stance, mode: "indirect", certain: 1, foreign: true, whole: rng{k, g.a}, contents: []rng{{k, g.a}}}
			return a, g.a-k > 1
		}
	}
	return attribution{}, false
}

// quotesWhom: “…,” quotes the words of its speaker X the agency Y: whom it quotes speaks.
func (r *reading) quotesWhom(i int, s rng) (attribution, bool) {
	if !r.is(i, "quotes", "quoted", "cites", "cited") || i < s.a+3 || !r.afterQuote(i) {
		return attribution{}, false
	}
	k := i + 1
	if r.is(k, "the") && r.is(k+1, "words") && r.is(k+2, "of") {
		k += 3
	}
	end := k
	for end < s.b && (r.toks[end].kind == word || r.is(end, "-")) && r.time[end] == 0 && !r.is(end, "as") && !(end > k+1 && r.lx.determiner[r.low(end)] && !r.lx.preposition[r.low(end-1)]) {
		end++
	}
	if r.is(k, "him", "her", "them") {
		end = k + 1 // “…”, quotes him the agency
	}
	a := attribution{cue: rng{i, k}, source: rng{k, end}, kind: "say", verb: r.lx.verb["said"], stance: statement.Asserts, certain: 1, foreign: true}
	if end-k < 1 || end-k > 14 {
		return a, false
	}
	a.whole = r.trim(rng{r.bodyStart(s, i), i})
	r.fill(&a)
	return a, !a.whole.empty()
}

// askedBy: "Relatives are asked by the ministry to submit samples".
func (r *reading) askedBy(g group, v *cueVerb, s rng) (attribution, bool) {
	if !g.be || g.negated || v.form != past || v.class.Class != "request" && v.lemma != "ask" || !r.is(g.b, "by") {
		return attribution{}, false
	}
	k := g.b + 1
	for k < s.b && k < g.b+12 && r.toks[k].kind == word && !r.is(k, "to") && r.time[k] == 0 {
		k++
	}
	if !r.is(k, "to") || k == g.b+1 {
		return attribution{}, false
	}
	a := attribution{cue: g.rng, source: rng{g.b + 1, k}, verb: v, kind: "say", stance: statement.Requests, certain: 1, foreign: true, whole: r.reach(k, r.sentenceBody(s), s)}
	r.fill(&a)
	return a, a.whole.b-a.whole.a > 2
}

// referring parts who passes on from whom he refers to: "the newspaper, with reference to an officer, writes".
func (r *reading) referring(src rng) (from, to rng, ok bool) {
	for k := src.a + 1; k+3 < src.b; k++ {
		if r.is(k, "with") && r.is(k+1, "reference", "link") && r.is(k+2, "to") || r.is(k, "with") && r.is(k+1, "a") && r.is(k+2, "reference", "link") && r.is(k+3, "to") {
			n := k + 3
			if r.is(k+1, "a") {
				n++
			}
			if r.is(n, "own", "its", "their", "his", "her") {
				return rng{}, src, false // "with reference to own sources": the paper's word
			}
			return rng{src.a, k}, rng{n, src.b}, true
		}
	}
	return rng{}, src, false
}

// aboutThis: "About this the ministry reported on Friday", "This was reported by the ministry": what is told is the sentence before.
func (r *reading) aboutThis(si int, s rng) (attribution, bool) {
	if si == 0 || r.paraOf(r.sents[si-1].a) != r.paraOf(s.a) {
		return attribution{}, false
	}
	before := r.sents[si-1]
	for i := before.a; i < before.b; i++ {
		if r.used[i] {
			return attribution{}, false
		}
	}
	a := attribution{kind: "say", stance: statement.Asserts, sent: si - 1, certain: 1, foreign: true}
	for k := s.a + 2; k < s.b && k < s.a+24; k++ {
		v := r.lx.verb[r.low(k)]
		if v == nil || r.inQuote(k) || !v.class.speech() || v.class.Weak || v.form != past && v.form != third {
			continue
		}
		g := r.groupAt(k, s.a)
		switch {
		case r.is(s.a, "about", "of") && r.is(s.a+1, "this", "it") && !g.be && !g.negated:
			a.source, _ = r.subject(g, v, s)
			if a.source.empty() || a.source.a <= s.a+1 {
				if src, ok := r.invertedSubject(g.b, s, false); ok {
					a.source = src
				}
			}
			a.source = r.withoutTime(a.source, s.a+2)
		case r.is(s.a, "this", "it") && g.a == s.a+1 && g.be && !g.negated && r.byAfterTime(g.b) > 0:
			by := r.byAfterTime(g.b)
			end := by + 1
			for end < s.b && !r.is(end, ",", ".", ";") && r.time[end] == 0 && !r.is(end, "in", "on", "during") {
				end++
			}
			a.source = rng{by + 1, end}
		case r.is(g.b, "this") && !g.negated && !g.be && (v.class.Class == "say" || v.class.Class == "tell-of" || v.class.Class == "confirm") && r.onlyWhen(g.b+1, r.sentenceBody(s)):
			a.source, _ = r.subject(g, v, s)
			a.stance = v.class.Stance
		default:
			continue
		}
		a.cue, a.verb = g.rng, v
		a.whole = r.trim(before)
		a.contents, a.mode = r.split(a.whole), "indirect"
		return a, !a.source.empty() && a.source.b-a.source.a < 20
	}
	return attribution{}, false
}

// onlyWhen: nothing stands from k to the end but a time: "confirmed this on Sunday evening".
func (r *reading) onlyWhen(k, end int) bool {
	for ; k < end; k++ {
		if r.time[k] == 0 && !r.is(k, "on", "in", "late", "early", "evening", "morning", "afternoon", "night", "later") {
			return false
		}
	}
	return true
}

// byAfterTime is the "by" at k, or behind "on Wednesday evening"; 0 where none stands there.
func (r *reading) byAfterTime(k int) int {
	for n := k; n < min(len(r.toks), k+6); n++ {
		if r.is(n, "by") {
			return n
		}
		if r.time[n] == 0 && !r.is(n, "on", "in", "late", "early", "evening", "morning", "afternoon") {
			break
		}
	}
	return 0
}

// withoutTime drops what stands between "about this" and who tells it: "on Friday, April 11,".
func (r *reading) withoutTime(src rng, from int) rng {
	src.a = max(src.a, from)
	for src.a < src.b && (r.time[src.a] != 0 || r.toks[src.a].kind == punct || r.is(src.a, "on", "in") && r.time[src.a+1] != 0) {
		src.a++
	}
	return src
}

// dashed: “A, – said the commissioner at the airfield. – B”: the cue stands inside the marks, between dashes, as
// Russian and Ukrainian print it. i is the dash.
func (r *reading) dashed(i int, s rng) (attribution, bool) {
	v := r.lx.verb[r.low(i+1)]
	if !r.is(i, "–", "—", "-") || r.toks[i].glued && r.toks[i-1].kind == word || v == nil || !v.class.speech() || v.form != past && v.form != third || !r.is(i-1, ",", "!", "?", ".", "…") {
		return attribution{}, false
	}
	q := r.quotes[r.quoteOf[i]-1]
	src, ok := r.invertedSubject(i+2, rng{s.a, min(s.b, q.in.b)}, false)
	if !ok || i-1 <= q.in.a {
		return attribution{}, false
	}
	a := attribution{cue: rng{i + 1, i + 2}, source: src, verb: v, kind: "say", stance: v.class.Stance, mode: "direct", certain: 2, foreign: true}
	first := r.trim(rng{q.in.a, i})
	a.whole, a.contents, a.wholes = first, []rng{first}, []rng{first}
	for k := src.b; k < min(q.in.b, src.b+14); k++ {
		if r.is(k, "–", "—", "-") && !r.toks[k].glued && k+1 < q.in.b {
			rest := r.trim(rng{k + 1, q.in.b})
			a.contents, a.wholes = append(a.contents, rest), append(a.wholes, rest)
			break
		}
	}
	for k := q.in.a; k < q.in.b; k++ {
		r.used[k] = true
	}
	return a, true
}

// wasCalledIn: "In Zarechye the information was called a lie": those there deny it.
func (r *reading) wasCalledIn(i int, s rng) (attribution, bool) {
	if !r.is(s.a, "in", "at") || !r.is(i, "called", "named", "declared") || !r.lx.be[r.low(i-1)] {
		return attribution{}, false
	}
	k := i + 1
	if r.is(k, "a", "an") {
		k++
	}
	if !r.lx.falsehood[r.low(k)] {
		return attribution{}, false
	}
	place := s.a + 1
	for place < i && (r.toks[place].cap || place == s.a+1 && r.is(place, "the")) && r.toks[place].kind == word {
		place++
	}
	a := attribution{cue: rng{i - 1, k + 1}, source: rng{s.a + 1, place}, kind: "say", verb: r.lx.verb["denied"], stance: statement.Denies, mode: "indirect", certain: 1, foreign: true}
	if r.is(place, ",") {
		place++
	}
	a.whole = r.trim(rng{place, i - 1})
	a.contents = []rng{a.whole}
	return a, !a.source.empty() && a.whole.b-a.whole.a >= 2 && (r.lx.determiner[r.low(a.whole.a)] || r.toks[a.whole.a].cap)
}

// follows: "…, it follows from the daily bulletin of the group"; "it comes in the document that …".
func (r *reading) follows(i int, s rng) (attribution, bool) {
	if !r.is(i, "follows", "followed", "emerges", "emerged", "appears", "comes", "came", "stands", "stood") || !r.is(i-1, "it") || !r.is(i+1, "from", "in") || !r.lx.determiner[r.low(i+2)] {
		return attribution{}, false
	}
	end, doc := i+2, false
	for end < s.b && end < i+14 && r.toks[end].kind == word && !r.is(end, "that") {
		doc = doc || r.lx.document[r.low(end)]
		end++
	}
	if !doc {
		return attribution{}, false
	}
	a := attribution{cue: rng{i - 1, i + 2}, source: rng{i + 2, end}, kind: "say", verb: r.lx.verb["said"], stance: statement.Asserts, mode: "indirect", certain: 1, foreign: true}
	if r.is(end, "that") {
		a.whole = r.reach(end, r.sentenceBody(s), s)
	} else if r.is(i-2, ",") {
		a.whole = r.trim(rng{r.bodyStart(s, i-1), i - 2})
	}
	if a.whole.b-a.whole.a < 3 {
		return a, false
	}
	if x := r.framed(i+2, end); !x.empty() {
		a.source = x
	}
	r.fill(&a)
	return a, true
}

// isSure: “…”, – is sure the woman.
func (r *reading) isSure(i int, s rng) (attribution, bool) {
	if !r.lx.be[r.low(i)] || i < s.a+3 || !r.afterQuote(i) {
		return attribution{}, false
	}
	st, ok := r.lx.attitude(r.low(i + 1))
	if !ok {
		return attribution{}, false
	}
	src, ok := r.invertedSubject(i+2, s, false)
	a := attribution{cue: rng{i, i + 2}, source: src, kind: "say", verb: r.lx.verb["said"], stance: st, certain: 1, foreign: true}
	a.whole = r.trim(rng{r.bodyStart(s, i), i})
	r.fill(&a)
	return a, ok && !a.whole.empty()
}

// lendsNot: "At independent verification the recording does not lend itself": nobody has checked it.
func (r *reading) lendsNot(i int, s rng) (attribution, bool) {
	if !r.is(i, "lend", "lends") || !r.is(i+1, "itself", "themselves") || !r.groupAt(i, s.a).negated || r.has(s, "verification", "check", "confirmation") < 0 {
		return attribution{}, false
	}
	a := attribution{cue: rng{r.groupAt(i, s.a).a, i + 2}, kind: "unverified", stance: statement.NotVerified, mode: "meta", certain: 1, narrator: true, foreign: true}
	a.whole = r.trim(rng{s.a, r.clauseEnd(i, s.b)})
	a.contents = []rng{a.whole}
	return a, true
}

// labelEnd is where a paragraph goes on behind a label ("Details:", "Direct speech:"), a where it has none.
func (r *reading) labelEnd(a int) int {
	if r.is(a, "[", "(") {
		// "[Haeum = Correspondent X]": where it is from, and whose.
		for k, own := a+1, false; k < min(len(r.toks)-1, a+14); k++ {
			own = own || r.is(k, "=", "correspondent", "reporter")
			if r.is(k, "]", ")") && own {
				return k + 1
			}
		}
	}
	for _, rest := range r.lx.phrases["paragraph label"][r.low(a)] {
		k := 0
		for k < len(rest) && r.is(a+1+k, rest[k]) {
			k++
		}
		if k == len(rest) && r.is(a+1+k, ":") {
			return a + k + 2
		}
	}
	return a
}

// quotedAs: "The newspaper quoted an official who did not give his name as saying that …": the official says it.
func (r *reading) quotedAs(i int, s rng) (attribution, bool) {
	if !r.is(i, "quoted", "quotes", "cited", "cites", "quoting", "citing") {
		return attribution{}, false
	}
	for k := i + 2; k+2 < s.b && k < i+24; k++ {
		if r.inQuote(k) != r.inQuote(i) || r.is(k, ".", ";") {
			break
		}
		if !r.is(k, "as") || !r.is(k+1, "saying", "stating", "reporting", "telling", "claiming", "warning") {
			continue
		}
		a := attribution{cue: rng{k, k + 2}, source: rng{i + 1, k}, kind: "say", verb: r.lx.verb["said"], stance: statement.Asserts, certain: 1, foreign: true}
		from := k + 2
		if r.is(from, ",", ":") {
			from++
		}
		a.whole = r.reach(from, r.sentenceBody(s), s)
		if who, _ := r.subject(r.groupAt(i, s.a), &cueVerb{form: past, class: r.lx.verb["said"].class}, s); !who.empty() {
			a.via = append(a.via, r.untimed(who))
		}
		r.fill(&a)
		return a, a.whole.b-a.whole.a > 2
	}
	return attribution{}, false
}
