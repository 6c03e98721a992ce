package intake

import (
	"strings"

	"homeward/statement"
)

// Speech whose speaker is no subject of a verb: "it was reported that", "is
// believed to have died", "his claim that", "as the ministry said, …", and the
// orders of words that translation leaves ("the ministry has the exchange
// confirmed", "noted in the headquarters", "so the minister").

// unnamedSpeaker is how a speaker is called whom the text does not name.
const unnamedSpeaker = "unnamed"

// impersonal reads such a cue at token i.
func (r *reading) impersonal(i int, s rng) (attribution, bool) {
	switch l := r.low(i); l {
	case "it":
		if !r.inQuote(i) {
			return r.itWas(i, s)
		}
	case "became", "becomes":
		if r.is(i+1, "known") && r.is(i+2, "that") && i < s.a+3 {
			a := attribution{cue: rng{i, i + 2}, kind: "impersonal", stance: statement.Asserts, unnamed: true, certain: 1, whole: r.reach(i+2, r.sentenceBody(s), s)}
			r.fill(&a)
			return a, !a.whole.empty()
		}
	case "used", "uses":
		if r.is(i+1, "the") && r.is(i+2, "expression", "expressions", "phrase", "words") && r.inQuote(i+3) {
			// "used the expressions “We want justice”"
			a := attribution{cue: rng{i, i + 3}, kind: "say", stance: statement.Asserts, certain: 1, verb: r.lx.verb["said"]}
			a.source, _ = r.subject(group{rng: rng{i, i + 1}, at: i}, &cueVerb{form: participle}, s)
			a.whole = r.reach(i+3, r.sentenceBody(s), s)
			r.fill(&a)
			return a, !a.source.empty()
		}
	case "let", "lets", "made", "makes", "make":
		if r.is(i+1, "it") && r.knownAfter(i+2) > 0 {
			return r.letsKnow(i, s)
		}
		if l == "made" {
			return r.appeals(i, s)
		}
	case "there":
		if i == s.a || r.is(i-1, ",", "and", "but") {
			return r.noProof(i, s)
		}
	case "cast", "casts", "casting", "threw", "throws", "took", "takes", "poured", "pours", "agree", "agreed":
		return r.setsAside(i, s)
	case "put", "puts":
		if r.is(i+1, "it") {
			return r.putsIt(i, s)
		}
	case "renew", "renewed", "renews", "renewing", "issued", "launched", "repeated", "reiterated", "directed", "addressed":
		return r.appeals(i, s)
	case "stands", "stand", "stood", "remains", "remain", "remained", "feels", "feel", "felt", "seems":
		return r.attitude(i, s)
	default:
		switch {
		case r.lx.saying[l] && !r.lx.be[l]:
			return r.nominal(i, s)
		case !r.lx.be[l] || r.byTheWay(i, s):
			return attribution{}, false
		}
		if a, ok := r.isSure(i, s); ok {
			return a, true
		}
		if a, ok := r.toldTo(i, s); ok {
			return a, true
		}
		if a, ok := r.attitude(i, s); ok {
			return a, true
		}
		return r.isSaidTo(i, s)
	}
	return attribution{}, false
}

// byTheWay: i stands in a relative clause between commas, after which the sentence goes on:
// "the government, whose ship is thought to have fired, says …".
func (r *reading) byTheWay(i int, s rng) bool {
	for k := i - 1; k > s.a && k > i-8; k-- {
		if r.is(k, ",") {
			return r.is(k+1, "whose", "which", "who") && r.asideEnd(k+1, s.b) > i
		}
	}
	return false
}

// appeals: "renewed their appeal to the elders to intervene", "made a call for calm".
func (r *reading) appeals(i int, s rng) (attribution, bool) {
	n := i + 1
	for n < s.b && n < i+5 && (r.lx.determiner[r.low(n)] || r.toks[n].kind == word && !r.lx.preposition[r.low(n)] && !r.is(n, "appeal", "call", "plea", "request", "demand", "appeals", "calls", "demands")) {
		n++
	}
	if !r.is(n, "appeal", "call", "plea", "request", "demand", "appeals", "calls", "demands") || n == i+1 || !r.is(n+1, "to", "for", "on", "that") || r.lx.be[r.low(i-1)] {
		return attribution{}, false
	}
	a := attribution{cue: rng{i, n + 1}, kind: "appeal", stance: statement.Requests, certain: 1}
	a.source, _ = r.subject(r.groupAt(i, s.a), &cueVerb{form: participle}, s)
	a.whole = r.reach(n+1, r.sentenceBody(s), s)
	if a.source.empty() || a.whole.b-a.whole.a < 3 {
		return a, false
	}
	a.contents, a.mode = []rng{r.trim(a.whole)}, r.modeOf(a.whole)
	return a, true
}

// notPossible: "It was not possible to verify the recording", "It could not be determined
// whether …": the state of what others say.
func (r *reading) notPossible(i int, s rng) (attribution, bool) {
	not, k := false, i+1
	for ; k < s.b && k < i+8; k++ {
		l := r.low(k)
		not = not || l == "not" || strings.HasSuffix(l, "n't") || l == "impossible"
		if !(r.lx.auxiliary[l] || r.lx.be[l] || r.lx.adverb[l] || strings.HasSuffix(l, "ly") || r.is(k, "possible", "impossible", "to", "yet")) {
			break
		}
	}
	if !not || !r.is(k, "verify", "verified", "confirm", "confirmed", "determine", "determined", "establish", "established", "ascertain", "ascertained", "check", "checked", "authenticate", "corroborate", "corroborated") || r.is(k, "verify", "confirm", "determine", "establish", "ascertain", "check", "authenticate", "corroborate") != r.is(k-1, "to") {
		return attribution{}, false
	}
	whole := r.trim(rng{i, r.clauseEnd(k, s.b)})
	return attribution{cue: rng{i + 1, k + 1}, kind: "unverified", stance: statement.NotVerified, mode: "meta", certain: 2, narrator: true, whole: whole, contents: []rng{whole}}, whole.b-whole.a > 4
}

// itWas: "it was reported that …", "it is claimed by the ministry that …", "it became known that …".
func (r *reading) itWas(i int, s rng) (attribution, bool) {
	if a, ok := r.notPossible(i, s); ok {
		return a, true
	}
	k, be := i+1, false
	for k < s.b && k < i+6 && (r.lx.auxiliary[r.low(k)] || r.lx.be[r.low(k)] || r.lx.adverb[r.low(k)] || strings.HasSuffix(r.low(k), "ly") || r.is(k, "became", "becomes", "become")) {
		be = be || r.lx.be[r.low(k)] || r.is(k, "became", "becomes", "become")
		k++
	}
	if !be {
		return attribution{}, false
	}
	v := r.lx.verb[r.low(k)]
	known := r.is(k, "known", "understood", "learned", "learnt", "clear") && (r.is(k-1, "became", "becomes", "become", "was", "is", "been") || strings.HasSuffix(r.low(k-1), "ly"))
	if v != nil && v.form == past && v.class.Class == "request" && (r.is(k+1, "to") || r.is(k+1, "not") && r.is(k+2, "to")) {
		a := attribution{cue: rng{i + 1, k + 1}, verb: v, kind: "impersonal", stance: v.class.Stance, unnamed: true, certain: 1, whole: r.reach(k+1, r.sentenceBody(s), s)}
		if src := r.framed(s.a, i); !src.empty() {
			a.source, a.unnamed = src, false
		}
		r.fill(&a)
		return a, !a.whole.empty()
	}
	if !(known && !r.is(k, "clear") || v != nil && v.form == past && (v.class.clause || v.class.that && r.is(k+1, "that", "by"))) {
		return attribution{}, false
	}
	for j := i + 1; j < k; j++ {
		if r.is(j, "not", "never") || strings.HasSuffix(r.low(j), "n't") {
			return attribution{}, false // "it is not known whether" says nothing
		}
	}
	a := attribution{cue: rng{i + 1, k + 1}, verb: v, kind: "impersonal", stance: statement.Asserts, unnamed: true, certain: 1}
	if v != nil {
		a.stance = v.class.Stance
	}
	j := k + 1
	if end := i; a.unnamed && r.is(s.a, "in", "at") && r.is(s.a+1, "the") && i-s.a < 14 && !r.clauseLike(rng{s.a, i}) {
		if r.is(end-1, ",") {
			end--
		}
		if body := (rng{s.a + 1, end}); r.has(body, ",") < 0 && r.anyAuthority(body) {
			a.source, a.unnamed = body, false // "In the Ministry of Defence it was stated that"
		}
	}
	if k := r.lastSpeaker(int(r.sentOf[s.a])); a.unnamed && r.is(j, "there") && k >= 0 {
		a.source, a.unnamed = r.out[k].source, false // "It was also noted there that"
		j++
	}
	if a.unnamed && r.is(s.a, "from") && i > s.a+1 && i-s.a < 9 && !r.clauseLike(rng{s.a, i}) && r.time[s.a+1] == 0 && !r.is(i-1, "circles", "sources", "quarters") {
		a.source, a.unnamed = r.trimRight(rng{s.a + 1, i}), false // "From the mayor's office it was heard that"
	}
	if a.unnamed {
		// "In the communiqué it was underlined that": the body that spoke before, of whose writing it is told.
		if src := r.inWriting(s, i); !src.empty() {
			a.source, a.unnamed = src, false
		}
	}
	// "“…”, it is said in the letter"
	if r.is(j, "in") && r.lx.determiner[r.low(j+1)] && i > s.a+2 && (r.is(i-1, ",") || r.endsQuote(i-1)) {
		e := r.clauseEnd(j, s.b)
		a.whole = r.trim(rng{r.bodyStart(s, i), i})
		if a.whole.b-a.whole.a > 2 && e-j < 10 {
			a.source, a.unnamed = rng{j + 1, e}, false
			r.fill(&a)
			return a, true
		}
	}
	if r.is(j, "by") {
		e := j + 1
		for e < s.b && e < j+12 && !r.is(e, "that", ",", ".") && r.time[e] == 0 {
			e++
		}
		a.source, a.unnamed = rng{j + 1, e}, false
		j = e
	} else if src := r.framed(s.a, i); !src.empty() {
		a.source, a.unnamed = src, false
	}
	for j < s.b && j < k+16 && !r.is(j, "that") && (r.time[j] != 0 || r.lx.preposition[r.low(j)] || r.lx.adverb[r.low(j)] || j > k+1 && !r.lx.auxiliary[r.low(j)]) {
		if r.is(j, "about") && j == k+1 {
			a.whole = r.trim(rng{j + 1, r.sentenceBody(s)})
			a.contents = r.split(a.whole)
			a.mode = r.modeOf(a.whole)
			return a, !a.whole.empty()
		}
		j++
	}
	if !r.is(j, "that") && !(j == k+1 && r.phraseStart(j, s.b)) {
		return a, false
	}
	a.whole = r.reach(j, r.sentenceBody(s), s)
	r.fill(&a)
	return a, !a.whole.empty()
}

// anyAuthority: a word for a body stands in it, and none for a writing.
func (r *reading) anyAuthority(x rng) bool {
	has := false
	for k := x.a; k < x.b; k++ {
		if r.lx.document[r.low(k)] {
			return false
		}
		has = has || r.lx.authority[r.low(k)]
	}
	return has
}

// nameBetween: capitals alone stand from a to b.
func (r *reading) nameBetween(a, b int) bool {
	for k := a; k < b; k++ {
		if !r.toks[k].cap {
			return false
		}
	}
	return b > a && b-a <= 4
}

// inWriting: "In the communiqué sent to the agency it was …" is said by the body that spoke last in
// the paragraph; where none did, by the writing itself.
func (r *reading) inWriting(s rng, i int) rng {
	if !r.is(s.a, "in", "at") || !r.lx.determiner[r.low(s.a+1)] || i-s.a > 14 {
		return rng{}
	}
	for k := s.a + 2; k < i && k < s.a+6; k++ {
		if !r.lx.document[r.low(k)] {
			continue
		}
		for n := len(r.out) - 1; n >= 0 && r.paraOf(r.sents[r.out[n].sent].a) == r.paraOf(s.a); n-- {
			if src := r.out[n].source; !src.empty() {
				for j := src.a; j < src.b; j++ {
					if r.lx.authority[r.low(j)] {
						return src
					}
				}
				break
			}
		}
		// Before any of its words: the body that is the subject of the sentence before.
		if si := int(r.sentOf[s.a]) - 1; si >= 0 && r.paraOf(r.sents[si].a) == r.paraOf(s.a) && r.lx.determiner[r.low(r.sents[si].a)] {
			for j := r.sents[si].a + 1; j < r.sents[si].a+5; j++ {
				if r.lx.authority[r.low(j)] {
					return rng{r.sents[si].a, j + 1}
				}
			}
		}
		return rng{s.a + 1, k + 1}
	}
	return rng{}
}

// framed: "In the statement made by the governor, it was said": who speaks
// stands in the frame of the sentence.
func (r *reading) framed(from, to int) rng {
	doc := false
	for k := from; k < to; k++ {
		doc = doc || r.lx.document[r.low(k)]
		if doc && r.is(k, "by", "of", "from") && k+1 < to && (r.lx.determiner[r.low(k+1)] || r.toks[k+1].cap) {
			e := k + 1
			for e < to && !r.is(e, ",") && r.time[e] == 0 && (!r.lx.preposition[r.low(e)] || r.is(e, "of", "for")) {
				e++
			}
			return rng{k + 1, e}
		}
	}
	return rng{}
}

// isSaidTo: "is believed to have died", "was reported to be ill": somebody says
// it, the text does not say who.
func (r *reading) isSaidTo(i int, s rng) (attribution, bool) {
	k := i + 1
	for k < s.b && k < i+3 && (r.lx.adverb[r.low(k)] || strings.HasSuffix(r.low(k), "ly") || r.is(k, "been")) {
		k++
	}
	if !r.is(k, "said", "reported", "believed", "thought", "known", "understood", "presumed", "feared", "alleged", "rumoured", "rumored", "claimed", "considered", "assumed") || !(r.is(k+1, "to") && r.is(k+2, "be", "have", "still") || r.is(k, "considered", "presumed", "feared") && r.is(k+1, "missing", "dead", "killed", "captured", "lost")) {
		return attribution{}, false
	}
	if r.is(i-1, "who", "which", "that") {
		return attribution{}, false
	}
	from := s.a
	for j := i - 1; j >= s.a; j-- {
		if r.is(j, ",") && r.is(j+1, "who", "whose", "which") {
			return attribution{}, false // "…, whose brother has been considered missing": told by the way
		}
		if r.is(j, "but", "and", "while", "although", ";") && !r.toks[j].cap {
			from = j + 1
			break
		}
	}
	if r.used[i] {
		return attribution{}, false
	}
	end := r.clauseEnd(k, s.b)
	if end+1 < s.b && r.is(end, ",") && r.inQuote(end+1) && r.quotes[r.quoteOf[end+1]-1].open == end+1 {
		q := r.quotes[r.quoteOf[end+1]-1]
		end = q.in.b
		if q.shut >= 0 {
			end = q.shut + 1
		}
	}
	whole := r.trim(rng{from, end})
	a := attribution{cue: rng{i, k + 1}, verb: r.lx.verb[r.low(k)], kind: "impersonal", stance: statement.Asserts, mode: "indirect", unnamed: true, whole: whole, contents: []rng{whole}}
	if r.is(i-1, "not", "never") {
		return a, false
	}
	return a, whole.b-whole.a > 3
}

// toldOfWord: what follows "that" behind the word at i tells of the word, and not what it says: "a demand that other
// families have resisted": somebody, what he did, and nothing after it.
func (r *reading) toldOfWord(i, end int) bool {
	if !r.is(i+1, "that") || end-i > 12 || end-i < 4 || !strings.HasSuffix(r.low(end-1), "ed") || r.lx.auxiliary[r.low(i+2)] {
		return false
	}
	return !r.is(end-2, "be", "been", "were", "was", "is", "are", "not") && !strings.HasSuffix(r.low(end-2), "ly")
}

// nominal: "the ministry's claim that …", "his promise that …", "the allegation that … was made by …".
func (r *reading) nominal(i int, s rng) (attribution, bool) {
	if !r.is(i+1, "that") || r.is(i-1, "that", "to") || !r.clauseLike(rng{i + 2, min(s.b, i+24)}) {
		return attribution{}, false
	}
	if v := r.lx.verb[r.low(i)]; v != nil && v.form == base && i > s.a && (r.plural(i-1) || r.lx.auxiliary[r.low(i-1)] || r.is(i-1, "not")) {
		return attribution{}, false // "local channels claim that": a verb
	} else if v != nil && v.form == third && i > s.a && r.subjectOpens(i, s) {
		return attribution{}, false // "the ministry claims that"
	}
	for k := i - 1; k > i-5 && k >= s.a; k-- {
		// "clarified in a press statement that": where it was said, and no cue.
		if r.is(k, "in", "through", "via", "during", "by") {
			return attribution{}, false
		}
		if r.lx.preposition[r.low(k)] || r.toks[k].kind == punct {
			break
		}
	}
	if r.is(i-1, "a", "an") && r.is(i-2, ",") && r.toldOfWord(i, r.sentenceBody(s)) {
		return attribution{}, false // "…, a demand that other families have resisted"
	}
	a := attribution{cue: rng{i, i + 1}, kind: "nominal", stance: statement.Asserts, unnamed: true, certain: 0}
	switch {
	case r.is(i, "denial", "denials"):
		a.stance = statement.Denies
	case r.is(i, "prediction", "forecast", "expectation"):
		a.stance = statement.Predicts
	case r.is(i, "promise", "pledge", "offer", "vow"):
		a.stance = statement.Offers
	case r.is(i, "demand", "request", "appeal"):
		a.stance = statement.Requests
	case r.is(i, "hope", "hopes", "wish"):
		a.stance = statement.Wishes
	case r.is(i, "confirmation"):
		a.stance = statement.Confirms
	}
	k := i - 1
	for k > s.a && r.toks[k].kind == word && !r.lx.determiner[r.low(k)] && r.low(k) != "'s" && !r.lx.preposition[r.low(k)] && k > i-4 {
		k--
	}
	switch {
	case r.is(k, "his", "her", "their", "its", "my", "our"):
		a.source, a.unnamed = rng{k, k + 1}, false
	case r.is(k, "'s") || r.is(k, "'"):
		if src := r.leftPhrase(k, s.a); !src.empty() {
			a.source, a.unnamed = src, false
		}
	}
	if a.unnamed {
		r.lent(&a, i, s)
	}
	end := r.sentenceBody(s)
	from := i + 2
	for j := from; j < end; j++ {
		if r.is(j, "do", "does", "did") && r.is(j+1, "not") && j > from+2 && !r.is(j-1, "he", "she", "they", "it", "we") && r.clauseLike(rng{from, j}) {
			end = j
			break
		}
		if r.is(j, "was", "were", "is", "has", "have") && j > from+2 {
			// "the claim that X was made by Y": the second finite verb is the writer's.
			if e := j + 1; r.is(e, "first") || r.is(e, "made", "denied", "repeated", "rejected", "false", "untrue", "been", "raised", "voiced") {
				for e < end && e < j+6 && !r.is(e, "by") {
					e++
				}
				if r.is(e, "by") && a.unnamed {
					f := e + 1
					for f < end && f < e+10 && !r.is(f, ",") && r.time[f] == 0 && (!r.lx.preposition[r.low(f)] || r.is(f, "of", "for")) {
						f++
					}
					a.source, a.unnamed = rng{e + 1, f}, false
				}
				if !r.is(j-1, "who") {
					end = j
				}
				break
			}
		}
		if r.is(j, ",") && !r.inQuote(j) && j > from+3 {
			end = j
			break
		}
	}
	a.whole = r.trimRight(rng{i + 1, end})
	if a.whole.b-a.whole.a < 4 {
		return a, false
	}
	a.mode = r.modeOf(a.whole)
	r.fill(&a)
	return a, true
}

// asSaid: "As the ministry said, …", "As informed the commissioner X, …", "as reported by X, …".
func (r *reading) asSaid(s rng) (attribution, bool) {
	if !r.is(s.a, "as") || s.b-s.a < 7 {
		return attribution{}, false
	}
	comma := r.clauseEnd(s.a+1, s.b)
	if !r.is(comma, ",") || comma > s.a+22 {
		return attribution{}, false
	}
	at := -1
	for k := s.a + 1; k < comma; k++ {
		if v := r.lx.verb[r.low(k)]; v != nil && v.class.clause && v.form != ing && v.form != base && !v.class.Weak && r.time[k] == 0 && !r.toks[k].cap {
			at = k
			break
		}
	}
	// "As the head of the office, X, specified, an examination has been ordered": the name stands before the verb.
	if name := r.clauseEnd(comma+1, s.b); at < 0 && r.is(name, ",") && r.nameBetween(comma+1, name) {
		if v := r.lx.verb[r.low(name+1)]; v != nil && v.class.clause && (v.form == past || v.form == third) {
			if end := r.clauseEnd(name+1, s.b); r.is(end, ",") && end < name+10 {
				a := attribution{cue: rng{name + 1, name + 2}, verb: v, kind: "say", stance: v.class.Stance, certain: 1, source: rng{s.a + 1, name}}
				a.whole = r.trim(rng{end + 1, r.sentenceBody(s)})
				r.fill(&a)
				return a, a.whole.b-a.whole.a > 2
			}
		}
	}
	if r.is(s.a+1, "it") && r.is(s.a+2, "became", "becomes", "has", "was", "is") {
		for k := s.a + 3; k < s.a+6; k++ {
			if r.is(k, "known", "learned", "learnt", "clear", "reported") && r.is(k+1, "to", "from", "by") && k+2 < comma {
				a := attribution{cue: rng{s.a + 1, k + 2}, verb: r.lx.verb["said"], kind: "say", stance: statement.Asserts, certain: 1, source: r.trimRight(rng{k + 2, comma})}
				a.whole = r.trim(rng{comma + 1, r.sentenceBody(s)})
				r.fill(&a)
				return a, a.whole.b-a.whole.a > 2 // "As it became known to the newspaper, …"
			}
		}
	}
	said := r.lx.verb["said"]
	if at >= 0 {
		said = r.lx.verb[r.low(at)]
	}
	for k := s.a + 2; at < 0 && k < comma-2; k++ {
		if r.is(k, "let", "lets", "made", "makes", "puts", "put") && r.is(k+1, "it") {
			at = k // "As the ministry let it be known, …"
		}
	}
	if at < 0 {
		return attribution{}, false
	}
	g := r.groupAt(at, s.a+1)
	a := attribution{cue: g.rng, verb: said, kind: "say", stance: said.class.Stance, certain: 1}
	switch {
	case r.is(at+1, "by", "earlier") || r.is(at+1, "in") && at == s.a+1:
		k := at + 1
		for k < comma && (r.is(k, "by", "earlier", "in", "to") || r.time[k] != 0) {
			k++
		}
		a.source = rng{k, comma}
	case at <= s.a+2 && g.a == s.a+1:
		a.source = rng{at + 1, comma}
	default:
		a.source = r.leftPhrase(g.a, s.a+1)
	}
	a.source = r.trimRight(a.source)
	if a.source.empty() || r.lx.determiner[r.low(a.source.a)] && a.source.b-a.source.a < 2 {
		return a, false
	}
	body := comma + 1
	if r.is(body, "citing", "quoting", "referring") || r.is(body, "with") && r.is(body+1, "reference") {
		if e := r.clauseEnd(body, s.b); r.is(e, ",") {
			body = e + 1
		}
	}
	a.whole = r.trim(rng{body, r.sentenceBody(s)})
	if a.whole.b-a.whole.a < 3 || !r.clauseLike(a.whole) && !r.verbIn(a.whole) && !r.inQuote(a.whole.a) {
		return a, false
	}
	r.fill(&a)
	return a, true
}

// asAside: "The talks, as the agency learned, are to begin on Monday": the words around are what
// it said; ", as the ministry put it" ends a sentence.
func (r *reading) asAside(i int, s rng) (attribution, bool) {
	if !r.is(i-1, ",") || i < s.a+2 || r.inQuote(i) {
		return attribution{}, false
	}
	end := r.sentenceBody(s)
	comma := r.clauseEnd(i, end)
	if comma-i > 16 || comma-i < 3 {
		return attribution{}, false
	}
	at := -1 // the verb of saying
	for k := i + 2; k < comma; k++ {
		if v := r.lx.verb[r.low(k)]; v != nil && v.class.clause && v.form != ing && (v.form != base || r.plural(k-1)) && v.class.Class != "wish" && v.class.Class != "intend" && !r.toks[k].cap {
			at = k
			break
		}
	}
	if at < 0 {
		return attribution{}, false
	}
	g := r.groupAt(at, i+1)
	if g.be && !g.negated && r.is(i+1, "it", "was", "is", "has") && g.a <= i+2 && r.is(comma, ",") {
		// "Then, as it was reported, 212 bodies were returned"
		a := attribution{cue: rng{g.a, at + 1}, verb: r.lx.verb[r.low(at)], kind: "impersonal", stance: r.lx.verb[r.low(at)].class.Stance, unnamed: true, certain: 1, parted: true}
		a.whole = r.trim(rng{comma + 1, end})
		if i-1-r.bodyStart(s, i) > 3 {
			a.whole.a = r.bodyStart(s, i)
		}
		r.fill(&a)
		return a, a.whole.b-a.whole.a > 3
	}
	if g.be || g.negated || g.to {
		return attribution{}, false
	}
	a := attribution{cue: g.rng, verb: r.lx.verb[r.low(at)], kind: "say", stance: r.lx.verb[r.low(at)].class.Stance, certain: 1, parted: true}
	a.source = r.leftPhrase(g.a, i+1)
	if a.source.empty() || a.source.a != i+1 || r.is(a.source.a, "it", "i", "you", "if", "though") {
		return a, false
	}
	if r.is(a.source.a, "he", "she") && (a.source.b == a.source.a+1 || r.is(a.source.a+1, "himself", "herself")) {
		// "The captain, as he himself told, spent eleven months …"
		if left := r.leftPhrase(i-1, s.a); left.a == r.bodyStart(s, i) {
			a.source = left
		}
	}
	if r.is(comma, ",") && comma+2 < end {
		a.whole = r.trim(rng{comma + 1, end})
		if l := r.low(a.whole.a); r.lx.auxiliary[l] || r.lx.irregular[l] || strings.HasSuffix(l, "ed") {
			a.whole.a = r.bodyStart(s, i)
		}
	} else {
		a.whole = r.trim(rng{r.bodyStart(s, i), i - 1})
	}
	if a.whole.b-a.whole.a < 4 || !r.clauseLike(a.whole) && !r.verbIn(a.whole) {
		return a, false
	}
	a.contents, a.mode = []rng{a.whole}, r.modeOf(a.whole)
	return a, true
}

// soSaid: "All would be examined, so the minister.": a German order left standing.
func (r *reading) soSaid(i int, s rng) (attribution, bool) {
	end := r.sentenceBody(s)
	if r.is(i, "as") {
		// "…, as emerges from a letter to this newspaper."
		a := attribution{cue: rng{i, i + 3}, source: r.trimRight(rng{i + 3, r.clauseEnd(i+3, s.b)}), kind: "say", stance: statement.Asserts, certain: 1}
		a.whole = r.trim(rng{r.bodyStart(s, i), i})
		for k := a.source.a + 1; k < a.source.b; k++ {
			if r.is(k, "which", "that", "who") {
				a.source.b = k
			}
		}
		if !r.is(i-1, ",") || !r.is(i+1, "emerges", "emerged", "appears", "follows", "results") || !r.is(i+2, "from") || a.source.empty() || a.whole.b-a.whole.a < 3 {
			return attribution{}, false
		}
		r.fill(&a)
		return a, true
	}
	if !r.is(i, "so") || !r.is(i-1, ",") && (i == 0 || r.toks[i-1].kind != closeMark && r.toks[i-1].kind != plainMark) || end-i > 9 || i+1 >= end {
		return attribution{}, false
	}
	if !r.toks[i+1].cap && !r.lx.determiner[r.low(i+1)] {
		return attribution{}, false
	}
	for k := i + 1; k < end; k++ {
		if r.lx.auxiliary[r.low(k)] || r.toks[k].kind == punct && !r.is(k, ".", "-") || r.lx.verb[r.low(k)] != nil && !r.toks[k].cap {
			return attribution{}, false
		}
	}
	src := rng{i + 1, end}
	if r.is(end-1, "further", "on", "again") {
		src.b--
	}
	a := attribution{cue: rng{i, i + 1}, source: src, kind: "say", stance: statement.Asserts, certain: 1}
	a.whole = r.trim(rng{r.bodyStart(s, i), i})
	if a.whole.b-a.whole.a < 3 {
		return a, false
	}
	r.fill(&a)
	return a, true
}

// verbFinal: "The ministry has on Tuesday the exchange confirmed.": the verb
// stands at the end, what it says before it.
func (r *reading) verbFinal(i int, s rng) (attribution, bool) {
	v := r.lx.verb[r.low(i)]
	if v == nil || v.form != past && v.form != participle || !v.class.object || i+1 != r.sentenceBody(s) || i < s.a+6 {
		return attribution{}, false
	}
	for k := i - 3; k > s.a && k > i-22; k-- {
		if !r.is(k, "has", "have", "had") || r.lx.auxiliary[r.low(k+1)] || r.is(k+1, "been") {
			continue
		}
		j := k + 1
		for j < i && (r.time[j] != 0 || r.lx.preposition[r.low(j)] && r.time[j+1] != 0 || r.lx.adverb[r.low(j)]) {
			j++
		}
		if i-j < 2 || !(r.lx.determiner[r.low(j)] || r.toks[j].cap || r.toks[j].kind == number) {
			return attribution{}, false
		}
		a := attribution{cue: rng{i, i + 1}, verb: v, source: r.leftPhrase(k, s.a), kind: "say", stance: v.class.Stance, mode: "indirect", certain: 1}
		a.whole = r.trim(rng{j, i})
		if a.source.empty() || a.whole.empty() {
			return a, false
		}
		a.contents = r.split(a.whole)
		return a, true
	}
	return attribution{}, false
}

// nowhere: "…, noted in the headquarters", "In the ministry reported that …": a
// verb of saying without a subject, and the body that says it in a phrase of place.
func (r *reading) nowhere(g group, v *cueVerb, s rng) rng {
	if v.form != past && v.form != base && v.form != third || !v.class.clause || v.class.Weak {
		return rng{}
	}
	body := func(a, b int) rng {
		for k := a; k < b; k++ {
			if r.lx.determiner[r.low(a)] && (r.lx.authority[r.low(k)] || r.is(k, "department", "body", "institution")) {
				return rng{a, b}
			}
		}
		return rng{}
	}
	end := r.sentenceBody(s)
	switch {
	case g.a > s.a+2 && r.is(s.a, "in", "at") && r.is(s.a+1, "the") && g.a-s.a < 12:
		for k := s.a + 1; k < g.a; k++ {
			if r.toks[k].kind == punct && !r.is(k, "-", "'") || r.time[k] != 0 || r.lx.auxiliary[r.low(k)] {
				return rng{}
			}
		}
		if r.is(g.b, "that", "about", ":") {
			if r.is(g.a-1, "they") {
				return body(s.a+1, g.a-1)
			}
			return body(s.a+1, g.a)
		}
	case g.a > s.a+3 && (r.is(g.a-1, ",", "—", "–", "-") || r.toks[g.a-1].kind == closeMark) && r.is(g.b, "in", "at") && end-g.b < 12:
		for k := g.b; k < end; k++ {
			if r.toks[k].kind == punct && !r.is(k, "-", "'") || r.lx.auxiliary[r.low(k)] {
				return rng{}
			}
		}
		return body(g.b+1, end)
	}
	return rng{}
}
