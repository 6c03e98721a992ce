package intake

import (
	"strings"

	"homeward/statement"
)

// Acts are statements that are made without saying: declining, publishing,
// neither confirming nor denying, not verifying, a shaken head.

// silent: "did not say whether", "has not commented on": the speaker declines.
func (r *reading) silent(a attribution, g group, v *cueVerb, s rng) (attribution, bool) {
	if r.is(g.at, "want", "wanted", "wish", "wished") && r.is(g.b, "to") && (r.informs(g.b+1) || r.is(g.b+1, "express")) && !a.source.empty() {
		a.cue.b = g.b + 2
	} else if r.is(g.at, "give", "gave", "provide", "offer") && (r.is(g.b, "information", "details", "comment", "figures", "reasons", "answers", "any", "further") || r.is(g.b+1, "information", "details", "comment", "answer")) && !a.source.empty() {
		a.cue.b = g.b + 1
	} else if r.is(g.at, "know", "knew") && r.is(g.b, "if", "whether", "where", "why", "how", "what", "who", "when") && a.source.b-a.source.a == 1 && r.is(a.source.a, "he", "she", "they") {
		a.cue.b = g.b // "he does not know where the call came from"
	} else if r.is(g.at, "know", "knew", "say", "tell") && g.b >= r.sentenceBody(rng{g.a, r.sents[r.sentOf[g.a]].b}) && r.is(s.a, "what", "where", "who", "how", "why", "whether", "when", "which") && (r.is(g.at, "know", "knew") || r.unable(g)) {
		a.kind, a.stance, a.mode = "decline", statement.ProfessesIgnorance, "act"
		a.whole = r.trim(rng{s.a, g.b}) // "What has become of the others he does not know"
		a.contents = []rng{a.whole}
		return a, !a.source.empty()
	} else if r.is(g.at, "begin", "start", "become", "undertake", "venture") && r.is(g.b, "to") && r.informs(g.b+1) && !a.source.empty() {
		a.cue.b = g.b + 2 // "did not begin to comment"
	} else if !r.is(g.at, "say", "said", "comment", "commented", "respond", "responded", "specify", "specified", "reply", "replied", "elaborate", "elaborated", "answer", "answered", "disclose", "disclosed", "reveal", "revealed", "explain", "explained", "divulge", "divulged", "clarify") && !r.unwillingTo(g) || a.source.empty() {
		return a, false
	}
	a.kind, a.stance, a.mode = "decline", statement.Declines, "act"
	if r.is(g.at, "know", "knew") || r.is(g.at, "say", "specify", "explain") && r.unable(g) {
		a.stance = statement.ProfessesIgnorance // "could not say who had the keys"
	}
	a.whole = r.trim(rng{g.a, r.clauseEnd(g.a, s.b)})
	a.contents = []rng{a.whole}
	return a, true
}

// unwillingTo: "would not name the camps", "will not speculate": what one could tell and will not.
func (r *reading) unwillingTo(g group) bool {
	for k := g.a; k < g.at; k++ {
		if r.is(k, "would", "will", "wouldn't", "won't") {
			return r.informs(g.at)
		}
	}
	return false
}

// unable: "could not say", "cannot say".
func (r *reading) unable(g group) bool {
	for k := g.a; k < g.at; k++ {
		if r.is(k, "could", "can", "cannot", "couldn't", "can't") {
			return true
		}
	}
	return false
}

// informs: the verb at i is one of giving information, in its base form.
func (r *reading) informs(i int) bool {
	switch {
	case r.is(i, "be"):
		return r.is(i+1, "drawn", "named", "identified", "quoted", "interviewed", "specific", "recorded", "photographed", "filmed", "more", "pressed")
	case r.is(i, "put"):
		return r.is(i+1, "a", "any") && r.is(i+2, "number", "figure", "date", "name", "figures")
	case r.is(i, "go"):
		return r.is(i+1, "into", "further", "beyond")
	case r.is(i, "take"):
		return r.is(i+1, "questions") || r.is(i+2, "questions")
	}
	return r.lx.telling[r.low(i)]
}

// decline: "declined to comment on …". The act is the statement.
func (r *reading) decline(a attribution, g group, s rng) (attribution, bool) {
	if !r.is(g.b, "to") || a.source.empty() {
		return a, false
	}
	if !r.informs(g.b + 1) {
		return a, false
	}
	a.kind, a.mode = "decline", "act"
	a.cue = rng{g.a, g.b + 2}
	a.whole = r.trim(rng{g.a, r.pastAside(r.clauseEnd(g.a, s.b), s.b)})
	a.contents = []rng{a.whole}
	return a, true
}

// unwilling: "preferred not to speak", "chose not to comment".
func (r *reading) unwilling(a attribution, g group, s rng) (attribution, bool) {
	if !r.is(g.b, "not") || !r.is(g.b+1, "to") || a.source.empty() || !r.informs(g.b+2) && !(r.is(g.b+2, "make", "take") && r.is(g.b+3, "statements", "comments", "questions")) {
		return a, false
	}
	for k := g.b + 3; a.verb.form == ing && k < g.b+8 && k < s.b; k++ {
		if r.is(k, "name", "named", "names", "identified", "quoted") {
			return a, false // "preferring not to give his name": it tells of the source
		}
	}
	a.kind, a.stance, a.mode, a.certain = "decline", statement.Declines, "act", 2
	a.cue = rng{g.a, g.b + 3}
	a.whole = r.trim(rng{g.a, r.clauseEnd(g.a, s.b)})
	a.contents = []rng{a.whole}
	return a, true
}

// refraining are the words by which refrains knows that somebody may keep silent.
var refraining = set{"avoided": true, "avoids": true, "refrained": true, "refrains": true, "abstained": true, "yet": true, "not": true, "wouldn't": true, "won't": true, "stopped": true, "stops": true, "pleaded": true, "pleads": true, "pled": true,
	"remained": true, "remains": true, "kept": true, "keeps": true, "stayed": true, "exercised": true, "invoked": true, "exercises": true, "invokes": true,
	"gave": true, "gives": true, "made": true, "makes": true, "offered": true, "offers": true, "provided": true, "had": true, "has": true, "left": true, "leaves": true, "ignored": true, "ignores": true, "follow": true, "give": true, "provide": true, "offer": true, "make": true}

// refrains: "refrained from speaking", "has yet to comment".
func (r *reading) refrains(i int, s rng) (attribution, bool) {
	if !refraining[r.low(i)] {
		return attribution{}, false
	}
	a := attribution{kind: "decline", stance: statement.Declines, mode: "act", certain: 2}
	switch {
	case r.is(i, "refrained", "refrains", "abstained") && r.is(i+1, "from") && r.is(i+2, "speaking", "commenting", "answering", "talking", "giving", "responding", "making"):
		a.cue = rng{i, i + 3}
	case r.is(i, "avoided", "avoids") && (r.is(i+1, "to") && r.informs(i+2) || r.is(i+1, "commenting", "answering", "speaking", "responding", "giving", "saying", "specifying", "confirming", "mentioning", "revealing", "pronouncing")):
		a.cue = rng{i, i + 2}
		if r.is(i+1, "to") {
			a.cue.b++
		}
	case r.is(i, "yet") && r.is(i+1, "to") && r.is(i+2, "comment", "respond", "reply", "answer", "react") && (r.lx.auxiliary[r.low(i-1)] || r.lx.be[r.low(i-1)]):
		a.cue = rng{i - 1, i + 3}
	case (r.is(i, "not") && r.is(i-1, "would", "will") || r.is(i, "wouldn't", "won't")) && r.lx.verb[r.low(i+1)] == nil && r.informs(i+1):
		a.cue = rng{i, i + 2}
		if r.is(i, "not") {
			a.cue.a--
		}
	case r.is(i, "stopped", "stops") && r.is(i+1, "short") && r.is(i+2, "of") && (r.is(i+3, "confirming", "saying", "naming", "giving", "commenting", "denying", "admitting", "acknowledging", "calling", "blaming")):
		a.cue = rng{i, i + 4}
	case r.is(i, "pleaded", "pleads", "pled") && (r.is(i+1, "guilty", "innocent") || r.is(i+1, "not") && r.is(i+2, "guilty")):
		a.cue, a.stance = rng{r.groupAt(i, s.a).a, i + 2}, statement.Denies
		if r.is(i+1, "guilty") {
			a.stance = statement.Confirms
		} else if r.is(i+2, "guilty") {
			a.cue.b++
		}
	case r.is(i, "remained", "remains", "kept", "keeps", "stayed") && r.is(i+1, "silent", "mum", "tight-lipped") && !r.is(i+2, "for") && (r.is(i+2, "on", "about", "over", "when", ".") || i+2 == s.b):
		a.cue = rng{r.groupAt(i, s.a).a, i + 2}
	case r.is(i, "ignored", "ignores") && r.has(rng{i + 1, min(s.b, i+6)}, "request", "requests", "question", "questions", "inquiry", "inquiries", "enquiry") >= 0:
		a.cue = rng{i, i + 1}
	case r.is(i, "left", "leaves") && r.unansweredAfter(i+1, s.b) > 0:
		a.cue = rng{i, r.unansweredAfter(i+1, s.b) + 1}
	case r.is(i, "exercised", "invoked", "exercises", "invokes") && r.is(i+2, "right") && r.is(i+4, "silence", "remain"):
		a.cue = rng{r.groupAt(i, s.a).a, i + 5}
	case r.is(i, "gave", "gives", "made", "makes", "offered", "offers", "provided", "had", "has") && r.is(i+1, "no") && (r.lx.unanswered[r.low(i+2)] || r.is(i+2, "further", "immediate", "public", "official", "other") && r.lx.unanswered[r.low(i+3)]):
		a.cue = rng{i, i + 3}
		if !r.lx.unanswered[r.low(i+2)] {
			a.cue.b++
		}
	case r.is(i, "not") && r.is(i-1, "did", "does", "do") && r.is(i+1, "name", "list", "indicate", "provide", "share") && r.withheld(i+2, s.b):
		a.cue = rng{i - 1, i + 2}
	case r.is(i, "follow") && r.is(i+1, "up") && r.is(i-1, "not"), r.is(i, "give", "provide", "offer", "make") && r.is(i-1, "not") && (r.is(i+1, "information", "details", "figures", "reasons") || r.lx.unanswered[r.low(i+1)] || r.lx.unanswered[r.low(i+2)] || r.is(i+1, "a", "an", "any") && r.lx.unanswered[r.low(i+3)]):
		a.cue = rng{r.groupAt(i, s.a).a, i + 2}
	default:
		return a, false
	}
	g := r.groupAt(a.cue.a, s.a)
	a.source, _ = r.subject(group{rng: rng{g.a, a.cue.b}, at: a.cue.a}, &cueVerb{form: participle}, s)
	if a.source.empty() && r.is(g.a-1, "and", "but", ",") {
		a.source = r.sharedSubject(len(r.out), g.a, s)
	}
	a.whole = r.trim(rng{a.cue.a, r.clauseEnd(a.cue.a, s.b)})
	a.contents = []rng{a.whole}
	return a, !a.source.empty()
}

// unansweredAfter is where an inquiry that stands at k is told to be left "unanswered", 0 where it is not.
func (r *reading) unansweredAfter(k, end int) int {
	for n := k + 1; n < end && n < k+12 && r.toks[n].kind == word; n++ {
		if r.is(n, "unanswered", "uncommented") {
			return n
		}
		if r.is(n, "without") && (r.is(n+1, "answer", "comment", "reply", "response") || r.is(n+1, "an", "any") && r.is(n+2, "answer", "comment", "reply", "response")) {
			return n + 1
		}
	}
	return 0
}

// withheld: dates, names or figures stand at k, perhaps behind a word that describes them.
func (r *reading) withheld(k, end int) bool {
	for n := k; n < end && n < k+4; n++ {
		if r.lx.withheld[r.low(n)] {
			return true
		}
	}
	return false
}

// witnessed: "A reporter at the bridge saw six men being carried": what one saw who writes of it.
func (r *reading) witnessed(a attribution, g group, s rng) (attribution, bool) {
	if g.negated || a.source.empty() || !r.is(g.at, "saw", "sees", "witnessed", "witnesses", "watched", "watches", "observed", "observes", "counted", "counts", "heard") {
		return a, false
	}
	head := -1
	for k := a.source.a; k < a.source.b; k++ {
		if l := strings.TrimSuffix(r.low(k), "s"); r.lx.moderator[l] || l == "photographer" {
			head = k
		}
	}
	if head < 0 || r.is(g.b, "that") {
		return a, false
	}
	a.kind, a.stance, a.mode = "witness", statement.Observes, "indirect"
	a.whole = r.trim(r.reach(g.b, r.sentenceBody(s), s))
	a.contents = []rng{a.whole}
	return a, a.whole.b-a.whole.a > 2
}

// publish: making a recording, a picture or a letter public.
func (r *reading) publish(a attribution, g group, s rng) (attribution, bool) {
	if a.source.empty() {
		return a, false
	}
	shown := false
	from := g.b
	for from < s.b && (r.time[from] != 0 || r.is(from, "on") && from+2 < s.b && (r.time[from+1] != 0 || r.is(from+1, "the") && r.time[from+2] != 0) || r.is(from, "on") && r.is(from+1, "the") && from+2 < s.b && r.toks[from+2].kind == number || r.is(from, "the") && r.is(from-1, "on") || from > g.b+1 && r.is(from-1, "the") && r.is(from-2, "on")) {
		from++
	}
	for k := from; k < s.b && k < from+8; k++ {
		if r.is(k, ",", ".") || r.lx.preposition[r.low(k)] {
			break
		}
		shown = shown || r.lx.show[r.low(k)]
	}
	if !shown {
		return a, false
	}
	a.kind, a.mode = "publish", "act"
	a.whole = r.trim(rng{g.a, r.deedEnd(from, r.sentenceBody(s))})
	a.contents = []rng{a.whole}
	return a, true
}

// quoteAfterAct parts "refused to talk about it: “It is too early.”": the act ends at the colon, and the quotation is what
// he says.
func (r *reading) quoteAfterAct(a *attribution) attribution {
	if a.kind != "decline" || a.mode != "act" {
		return attribution{}
	}
	for k := a.cue.b; k+2 < a.whole.b; k++ {
		if r.is(k, ":") && r.inQuote(k+1) && !r.inQuote(k) {
			q := r.quotes[r.quoteOf[k+1]-1]
			end := q.in.b
			if q.shut >= 0 {
				end = q.shut + 1
			}
			a.whole.b = k
			a.contents = []rng{r.trim(a.whole)}
			return attribution{source: a.source, cue: rng{k, k + 1}, contents: []rng{q.in}, whole: rng{k + 1, end}, kind: "colon", verb: r.lx.verb["said"], stance: statement.Asserts, mode: "direct", sent: a.sent, certain: 1}
		}
	}
	return attribution{}
}

// deedEnd is where another begins to act: "released a photograph, and its spokesman said …".
func (r *reading) deedEnd(i, end int) int {
	for k := i + 1; k+2 < end; k++ {
		if r.is(k, ",") && r.is(k+1, "and", "but", "while") && !r.inQuote(k) && (r.lx.determiner[r.low(k+2)] || r.toks[k+2].cap || r.lx.pronoun[r.low(k+2)]) {
			for j := k + 3; j < min(end, k+14); j++ {
				if v := r.lx.verb[r.low(j)]; v != nil && (v.form == past || v.form == third) && v.class.speech() && !r.toks[j].cap {
					return k
				}
			}
		}
	}
	return end
}

// neither: "neither denied nor confirmed", "would not confirm or deny".
func (r *reading) neither(i int, g group, v *cueVerb, s rng) (attribution, bool) {
	if !r.lx.sideWith[v.lemma] && !r.lx.sideAgainst[v.lemma] || !r.is(i+1, "nor", "or") {
		return attribution{}, false
	}
	ruled := r.is(i+2, "rule", "ruled") && r.is(i+3, "out")
	k := i + 2
	for k < i+4 && (r.lx.adverb[r.low(k)] || r.lx.auxiliary[r.low(k)]) {
		k++
	}
	other := r.lx.sideWith // the verb of the other side
	if r.lx.sideWith[v.lemma] {
		other = r.lx.sideAgainst
	}
	if w := r.lx.verb[r.low(k)]; !ruled && (w == nil || !other[w.lemma]) {
		return attribution{}, false
	}
	if ruled {
		k = i + 3
	}
	if !g.negated && !r.is(i-1, "neither") {
		return attribution{}, false
	}
	a := attribution{cue: rng{g.a, k + 1}, verb: v, kind: "neither", stance: statement.Neither, mode: "meta", certain: 2}
	if a.source = r.leftPhrase(g.a, s.a); a.source.empty() && r.is(g.a-1, ",") {
		a.source = r.aroundApposition(g.a-1, s)
	}
	end := r.sentenceBody(s)
	a.whole = r.trim(rng{k + 1, end})
	if a.source.empty() || a.whole.empty() {
		return a, false
	}
	a.contents = r.split(a.whole)
	return a, true
}

// confirmsNeither: "confirmed neither the capture nor the number".
func (r *reading) confirmsNeither(g group, v *cueVerb, s rng) (attribution, bool) {
	if c := v.class.Class; c != "confirm" && c != "deny" || !r.is(g.b, "neither") || g.be || v.form == base {
		return attribution{}, false
	}
	nor := r.has(rng{g.b + 1, min(s.b, g.b+20)}, "nor")
	a := attribution{cue: rng{g.a, g.b + 1}, verb: v, kind: "neither", stance: statement.Neither, mode: "meta", certain: 2}
	a.source, _ = r.subject(g, v, s)
	a.whole = r.trim(rng{g.b + 1, r.sentenceBody(s)})
	if nor < 0 || a.source.empty() || a.whole.empty() {
		return a, false
	}
	a.contents = []rng{a.whole}
	return a, true
}

// unverified: "have not yet verified", "could not be independently confirmed".
func (r *reading) unverified(g group, v *cueVerb, s rng) (attribution, bool) {
	c := v.class.Class
	finds := (v.lemma == "establish" || v.lemma == "determine") && (g.to || g.be && g.modal)
	if c != "verify" && c != "confirm" && !finds {
		return attribution{}, false
	}
	start := g.a
	nobody := (g.have || g.be && g.modal) && r.nobody(g.a, s.a)
	if g.be && r.is(g.a, "be") && r.is(g.a-1, "to") {
		// "has yet to be confirmed", "remains to be verified", "was not managed to be confirmed"
		k := g.a - 2
		h := r.groupAt(k, s.a)
		if r.is(k, "yet", "remains", "remain", "failed", "impossible") || h.negated && r.is(k, "managed", "manage", "able", "possible", "succeeded") {
			nobody, start = true, h.a
		}
	}
	if !g.negated && !g.to && !nobody || c == "confirm" && r.unwillingTo(g) {
		return attribution{}, false // "would not confirm it": that is declined
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
		if r.is(k, ",") && !r.inQuote(k) {
			// "His account, which was translated, could not be verified": the clause between commas is told by the way.
			j := k - 1
			for j > s.a && !r.is(j, ",") {
				j--
			}
			if j > s.a && r.is(j+1, "which", "who", "whose") {
				k = j
				continue
			}
		}
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

// silence: "has neither published a figure nor commented on this one": the act of two silences
// is the statement.
func (r *reading) silence(i int, s rng) (attribution, bool) {
	if !r.is(i, "neither") || !r.is(i+1, "published", "publish", "publishes", "released", "commented", "comment", "replied", "reply", "responded", "respond", "answered", "answer", "acknowledged", "acknowledge", "named", "given", "announced", "apologised", "apologized", "explained", "explain", "apologise", "apologize") {
		return attribution{}, false
	}
	for k := i + 2; k < s.b && k < i+10; k++ {
		if r.is(k, "nor") && r.is(k+1, "commented", "comment", "replied", "reply", "responded", "respond", "answered", "answer", "published", "publish", "named", "given", "apologised", "apologized", "explained", "explain", "released", "acknowledged") {
			head := i
			if r.lx.auxiliary[r.low(i-1)] {
				head--
			}
			a := attribution{cue: rng{head, i + 2}, kind: "decline", stance: statement.Neither, mode: "act", certain: 1}
			a.source = r.leftPhrase(head, s.a)
			a.whole = r.trim(rng{head, r.clauseEnd(k, s.b)})
			a.contents = []rng{a.whole}
			return a, !a.source.empty()
		}
	}
	return attribution{}, false
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
	case r.is(i, "wave", "waves", "waved", "wag", "wags", "wagged", "move", "moves", "moved", "turn", "turns", "turned", "swings", "swung", "rocks", "rocked") && r.is(i+1, "his", "her", "their", "the") && r.is(i+2, "head", "heads") && r.is(i+3, "from") && r.is(i+4, "side") && r.is(i+5, "to") && r.is(i+6, "side"):
		a.kind, a.stance, end = "gesture", statement.DeniesNonverbal, i+7
	case r.is(i, "deny", "denies", "denied", "denying", "refuses", "refused") && r.is(i+1, "with") && r.is(i+2, "his", "her", "the", "their", "a") && r.is(i+3, "head", "gesture", "hand"):
		a.kind, a.stance, end = "gesture", statement.DeniesNonverbal, i+4
	case r.is(i, "nod", "nods", "nodded", "nodding"):
		a.kind, a.stance = "gesture", statement.Confirms
		if r.is(i+1, "his", "her") && r.is(i+2, "head") {
			end = i + 3
		}
	case r.is(i, "wave", "waves", "waved") && r.is(i+1, "his", "her") && r.is(i+2, "hand", "hands") && r.is(i+3, "no", "dismissively"):
		a.kind, a.stance, end = "gesture", statement.DeniesNonverbal, i+4
	case r.is(i, "wave", "waves", "waved") && r.is(i+1, "his", "her") && r.is(i+2, "hand", "hands") && (r.is(i+3, "again", ".") || i+3 == s.b):
		a.kind, a.stance, end = "gesture", statement.DeniesNonverbal, i+3
	case r.is(i, "shrug", "shrugs", "shrugged"):
		a.kind, a.stance = "gesture", statement.ProfessesIgnorance
	case r.is(i, "responds", "responded", "answers", "answered", "replies", "replied", "respond", "answer", "reply", "said", "says"):
		if r.is(i+1, "with") && r.is(i+2, "a") && r.is(i+3, "nod", "shake") {
			a.kind, a.stance, end = "gesture", statement.Confirms, i+4
			if r.is(i+3, "shake") {
				a.stance = statement.DeniesNonverbal
				if r.is(i+4, "of") && r.is(i+6, "head") {
					end = i + 7
				}
			}
			break
		}
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
		return r.refrains(i, s)
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
			w := k + 1
			for r.is(k, "question", "asked", "asks") && w < k+10 && !(r.is(w, ",") && r.is(k, "asked")) && w < g.a && !r.is(w, "if", "whether") {
				w++
			}
			if r.is(k, "asked", "asks", "question") && r.is(w, "if", "whether") {
				q = rng{w, r.clauseEnd(w, g.a)}
				break
			}
			if r.is(k, "asked", "asks", "question") && r.inQuote(k+1) && !r.inQuote(k) {
				q = r.quotes[r.quoteOf[k+1]-1].in
				break
			}
			if k == s.a && r.is(k, "regarding", "concerning", "about", "to", "on", "as") && (r.is(k+1, "whether", "if") || r.is(k+1, "to", "for") && r.is(k+2, "whether", "if")) {
				for !r.is(k, "whether", "if") {
					k++
				}
				q = rng{k, r.clauseEnd(k, g.a)}
				break
			}
		}
	}
	if q.empty() || a.source.empty() {
		return a, false
	}
	a.question = true
	q.b = r.andSays(q)
	a.whole = r.trim(q)
	a.contents = r.split(a.whole)
	return a, true
}
