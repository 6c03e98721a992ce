package intake

import (
	"strings"

	"homeward/statement"
)

// What a verb of saying introduces: after it, before it, or around it.

// content finds what is said: after the cue, or before it.
func (r *reading) content(a attribution, g group, s rng, inverted bool, first int) (attribution, bool) {
	after := g.b
	if inverted {
		after = a.source.b
	}
	if !inverted && r.saidBefore(a, s) && !(r.is(g.b, ":") || r.inQuote(g.b)) {
		if b, ok := r.contentBefore(a, s, after, inverted, first); ok {
			return b, true
		}
	}
	if !inverted {
		if c, cueEnd, ok := r.contentAfter(a, g.b, s); ok {
			a.cue.b = cueEnd
			a.whole = c
			// "the ministry, which confirmed the exchange, said": what is told by the way ends at its comma.
			if v := a.verb; v.form == ing && r.is(g.a-1, ",") && (a.source.b == g.a-1 || a.source.b == g.a) && a.source.a == s.a && r.asideEnd(g.a, s.b) > c.a {
				a.whole.b = min(a.whole.b, r.asideEnd(g.a, s.b))
				a.parted = true
			}
			if r.is(g.a-1, "who", "which") && r.is(g.a-2, ",") && r.asideEnd(g.a-1, s.b) > c.a {
				a.whole.b = min(a.whole.b, r.asideEnd(g.a-1, s.b))
				if !a.verb.class.object && !r.is(a.whole.a, "that", "to") && !r.inQuote(a.whole.a) && !r.clauseLike(a.whole) && !r.verbIn(a.whole) {
					return a, false // "who is expecting their first child, said"
				}
			}
			// "Although X said that A, B": the clause set before ends with its comma.
			if k := a.source.a - 1; a.source.b <= a.cue.a && k >= s.a && r.is(k, "although", "though", "while", "when", "after", "as", "because", "if", "since", "whereas", "before") && (k == s.a || r.is(k-1, ",", "even", "and", "but")) {
				if e := r.clauseEnd(c.a, c.b); e > c.a+1 && r.modeOf(c) != "direct" && !r.inQuote(c.a) {
					a.whole.b = e
				}
			}
			if r.is(a.whole.a, "goodbye", "farewell", "hello") || a.verb.class.Class == "call" && r.toks[a.whole.a].kind == number {
				return a, false // "said goodbye to X"; "called 80 families"
			}
			if a.source.empty() || r.is(a.source.a, "how") && r.is(a.source.a+1, "many", "much") {
				return a, false
			}
			if a.verb.class.Class == "evidence" && a.source.b-a.source.a == 1 && r.is(a.source.a, "he", "she", "they") && r.is(a.whole.a, "his", "her", "their") {
				return a, false // "He shows his legs"
			}
			if v := a.verb; v.class.object && !r.is(a.whole.a, "that", "to") && !r.inQuote(a.whole.a) {
				if e := r.writersWhile(a.whole); e > 0 {
					a.whole.b = e // "has estimated the losses at thirty, while X has given no figures"
				}
				if e := r.channelTail(a.whole); e < a.whole.b && e > a.whole.a+1 && !r.clauseLike(rng{a.whole.a, e}) && !r.verbIn(rng{a.whole.a, e}) {
					a.whole.b = e
				}
			}
			if a.verb.class.Class == "offer" && r.is(a.whole.a, "no") {
				return a, false // "offered no evidence"
			}
			r.fill(&a)
			return a, true
		}
	}
	return r.contentBefore(a, s, after, inverted, first)
}

// contentBefore finds what is said before speaker and cue.
func (r *reading) contentBefore(a attribution, s rng, after int, inverted bool, first int) (attribution, bool) {
	v := a.verb
	last := a.cue.b == r.sentenceBody(s) && (v.class.Class == "judge" || v.class.Class == "request" || v.class.Class == "offer") // "…, the lawyer criticised." "…, she promised."
	if !v.class.speech() && !last {
		return a, false
	}
	head := a.cue.a
	if !inverted && !a.source.empty() {
		head = min(head, a.source.a)
	}
	if k := r.lastSpeaker(int(r.sentOf[s.a])); a.source.empty() && k >= 0 && (v.form == past || v.form == third) && r.afterQuote(head) && a.cue.b >= r.sentenceBody(s) {
		a.source, a.foreign = r.out[k].source, true // “…”, says. (whoever has just spoken)
	}
	if a.source.empty() {
		return a, false
	}
	if head == s.a || head <= s.a+1 {
		return a, false
	}
	sep := r.toks[head-1]
	if !(r.endsQuote(head-1) || sep.low == "," || sep.kind == closeMark || sep.kind == plainMark || sep.low == "?" || sep.low == "!" || sep.low == "—" || sep.low == "–" || sep.low == "-" && !sep.glued) {
		return a, false
	}
	if sep.low == "-" && head-2 >= s.a && (r.is(head-2, ",") || r.toks[head-2].kind == closeMark || r.toks[head-2].kind == plainMark) {
		head-- // “…,” - said the officer
		sep = r.toks[head-1]
	}
	start := r.bodyStart(s, head)
	if r.is(start, ",") {
		start++
	}
	// What an earlier cue of the sentence introduced is not said again.
	for k := max(first, len(r.out)-32); k < len(r.out); k++ {
		if b := r.out[k]; !outranks(&a, &b) && b.sent == int(r.sentOf[s.a]) && b.cue.b > start && b.cue.b < head && b.whole.a > b.cue.a && b.whole.b >= head-2 {
			if v.class.Weak {
				return a, false
			}
			a.whole = rng{b.cue.a, head - 1}
			if b.cue.a > s.a && !b.source.empty() {
				a.whole.a = min(b.source.a, b.cue.a)
			}
			return a, true
		}
	}
	// "Still, he said, the men had not been seen": what is said stands around the cue.
	if sep.low == "," && r.is(after, ",") && r.modeOf(rng{start, head}) == "indirect" && !v.class.Weak && after+3 < s.b && !r.clauseLike(rng{start, head - 1}) {
		if rest := r.trim(rng{after + 1, r.sentenceBody(s)}); rest.b-rest.a > 2 && (r.clauseLike(rest) || r.inQuote(rest.a) || r.phraseStart(rest.a, rest.b) || rest.b-rest.a > 5 && r.toks[rest.a].kind == word && !r.lx.preposition[r.low(rest.a)] && !r.lx.conjunction[r.low(rest.a)] && r.lx.verb[r.low(rest.a)] == nil) {
			a.whole = rest
			a.mode = r.modeOf(rest)
			a.contents = r.split(rest)
			// "Under the treaty, she said, crews must …", "The list, officials said, was …": the words
			// before the cue belong to what is said, unless they only join it to what went before.
			if lead := (rng{start, head - 1}); r.leads(lead, rest) {
				a.contents[0].a = lead.a
				a.parted = true
			}
			return a, true
		}
	}
	body := rng{start, head}
	if sep.low == "," || sep.low == "—" || sep.low == "–" {
		body.b--
	}
	if e := r.writersApposition(body); e > 0 {
		body.b = e
	}
	if body.b-body.a < 2 {
		return a, false
	}
	if r.modeOf(body) == "indirect" && !r.clauseLike(body) && !r.verbIn(body) {
		return a, false // "In the same debate, he said …": a place or a time is nothing said
	}
	a.whole = body
	if qs := r.quotesIn(body); len(qs) > 0 && r.modeOf(body) == "direct" {
		a.contents, a.mode = qs, "direct"
	} else if qs := r.quotesIn(body); len(qs) > 0 && r.adjacentQuote(head-1) && r.longQuote(qs[len(qs)-1]) {
		a.contents, a.mode = []rng{qs[len(qs)-1]}, "direct"
	} else {
		if v.class.Weak && r.modeOf(body) == "indirect" && !(inverted && r.clauseLike(body) && r.lx.verb[r.low(a.cue.b-1)] != nil && r.low(a.cue.b-1) == "believes") {
			return a, false // "the men, he believes, …" is found too seldom to be told from chance
		}
		a.mode = r.modeOf(body)
		a.contents = r.split(r.trim(body))
	}
	// "He died in March, she says; she was with him.", "…, he said, and patrols would return": what follows goes on.
	if (r.is(after, ";") || r.is(after, ",") && r.is(after+1, "and") && (r.ownSubject(after+2, s.b) || r.is(after+2, "had", "was", "were", "would", "could", "will")) && !a.verb.class.Weak) && !inverted && r.modeOf(a.whole) == "indirect" && after+3 < s.b {
		rest := r.trim(rng{after + 1, r.sentenceBody(s)})
		if r.is(rest.a, "and") {
			rest.a++
		}
		if (r.clauseStart(rest.a, rest.b) || r.clauseLike(rest)) && r.modeOf(rest) != "direct" && r.noCue(rest) {
			first := a.whole
			for range a.contents {
				a.wholes = append(a.wholes, first)
			}
			a.contents, a.wholes = append(a.contents, rest), append(a.wholes, rest)
			for i := rest.a; i < rest.b; i++ {
				r.used[i] = true
			}
			return a, true
		}
	}
	// “A,” he said, “B.”
	first1 := a.whole
	j := after
	for j < s.b && j < after+14 && !r.inQuote(j) && !r.is(j, ".") {
		if w := r.lx.verb[r.low(j)]; w != nil && w.class.speech() && w.form != base && r.is(j+1, ":", ",") {
			break // "said X and continued: “…”": another cue brings it
		}
		j++
	}
	if j < s.b && r.inQuote(j) && a.mode == "direct" && r.is(j-1, ",", ":") {
		q := r.quotes[r.quoteOf[j]-1]
		a.contents = append(a.contents, r.quoted(q))
		second := rng{j, q.in.b}
		if q.shut >= 0 {
			second.b = q.shut + 1
		}
		for len(a.wholes)+1 < len(a.contents) {
			a.wholes = append(a.wholes, first1)
		}
		a.wholes = append(a.wholes, second)
		for i := second.a; i < second.b; i++ {
			r.used[i] = true
		}
	}
	return a, true
}

// leads: the words before an interrupting cue are the subject of what follows it, or a phrase it
// depends on ("among the dead", "under the treaty").
func (r *reading) leads(lead, rest rng) bool {
	if lead.b-lead.a < 2 || r.cued[lead.a] || r.time[lead.a] != 0 || r.has(lead, ",") >= 0 || r.is(lead.a, "for", "in") && r.is(lead.a+1, "example", "instance", "addition", "fact", "turn", "the") {
		return false
	}
	finite := r.lx.auxiliary[r.low(rest.a)] || r.lx.irregular[r.low(rest.a)] || strings.HasSuffix(r.low(rest.a), "ed")
	if r.lx.determiner[r.low(lead.a)] || r.toks[lead.a].kind == number || r.is(lead.a, "one", "two", "three", "none") {
		return finite
	}
	return r.is(lead.a, "among", "under", "of", "at", "without", "between", "despite") && lead.b-lead.a >= 3
}

// noCue: no verb of saying stands in it.
func (r *reading) noCue(c rng) bool {
	for i := c.a; i < c.b; i++ {
		if v := r.lx.verb[r.low(i)]; v != nil && v.class.speech() && !v.class.Weak {
			return false
		}
	}
	return true
}

// saidBefore: a finished quotation stands right before speaker and cue.
func (r *reading) saidBefore(a attribution, s rng) bool {
	head := a.cue.a
	if !a.source.empty() {
		head = min(head, a.source.a)
	}
	return head-2 > s.a && r.endsQuote(head-1) && strings.ContainsAny(r.low(head-2), ",.?!…")
}

// endsQuote: token k is the mark that closes a quotation.
func (r *reading) endsQuote(k int) bool {
	return r.inQuote(k) && r.quotes[r.quoteOf[k]-1].shut == k
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
		if r.lx.auxiliary[r.low(i)] || r.contracted(i) {
			return true
		}
		l := r.low(i)
		if i > c.a && strings.HasSuffix(l, "ed") && !r.lx.determiner[r.low(i-1)] && !r.lx.preposition[r.low(i-1)] {
			return true
		}
	}
	return false
}

// verbIn: some word in it looks like a finite verb.
func (r *reading) verbIn(c rng) bool {
	for i := c.a + 1; i < c.b; i++ {
		t := r.toks[i]
		if t.kind != word || t.cap {
			continue
		}
		if v := r.lx.verb[t.low]; v != nil && v.form != ing || r.lx.irregular[t.low] {
			return true
		}
		if l := t.low; len(l) > 3 && strings.HasSuffix(l, "s") && !strings.HasSuffix(l, "ss") && i+1 < c.b && (r.lx.determiner[r.low(i+1)] || r.lx.preposition[r.low(i+1)] || r.is(i+1, "to", "that")) && r.toks[i-1].kind == word && !r.lx.preposition[r.low(i-1)] && !r.lx.determiner[r.low(i-1)] && r.toks[c.a].low != "in" && r.toks[c.a].low != "at" && r.toks[c.a].low != "on" && r.toks[c.a].low != "for" && r.toks[c.a].low != "despite" && r.toks[c.a].low != "after" {
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
	if rest := (rng{said.a + 1, said.b}); r.is(said.a, "that") && a.verb != nil && a.verb.class.object && rest.b > rest.a && rest.b-rest.a <= 3 && !r.lx.determiner[r.low(rest.a)] && !r.lx.pronoun[r.low(rest.a)] && !r.toks[rest.a].cap && !r.clauseLike(rest) && !r.verbIn(rng{said.a, said.b}) {
		// "disputed that account": it points to what was told, and opens no clause
	} else if r.is(said.a, "that", "to") {
		said.a++
	} else if r.is(said.a, "him", "her", "them", "it") && r.is(said.a+1, "as") && a.verb != nil && a.verb.lemma == "describe" {
		said.a += 2 // "describes them as “tired but standing”"
	} else if r.is(said.a, "himself", "herself", "itself", "themselves") && r.is(said.a+1, "ready", "willing", "prepared", "disposed", "open") && r.is(said.a+2, "to") && said.b > said.a+4 {
		if r.lx.gift[r.low(said.a+3)] {
			a.stance = statement.Offers // "says himself ready to welcome the families"
		}
		said.a += 3
	} else if k := r.toDo(said); a.verb != nil && (a.verb.class.Class == "request" || a.verb.class.question) && k > 0 {
		said.a = k // "asks the released to look at the photo": what is asked, and not of whom
	} else if k := said.a + 1; a.verb != nil && (a.verb.lemma == "express" || a.verb.lemma == "voice") && r.lx.saying[r.low(k)] && r.is(k+1, "that") && k+2 < said.b {
		// "expressed the hope that …"
		if r.is(k, "hope", "hopes", "wish") {
			a.stance = statement.Wishes
		}
		said.a = k + 2
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
		if q := r.quoteOf[j]; q != 0 && r.quotes[q-1].open == j && r.namedInQuotes(r.quotes[q-1]) {
			j, adjunct = r.quotes[q-1].shut+1, true // to the "Seeburger Bote"
			continue
		}
		switch {
		case r.inQuote(j) && (t.kind == openMark || t.kind == plainMark || t.kind == closeMark) && v.class.speech():
			return r.reach(j, end, s), cueEnd, true
		case t.low == "that" && r.is(j+1, "day", "evening", "morning", "afternoon", "night", "week") && r.is(j+2, "that"):
			j, adjunct = j+2, true // "reported that day that"
			continue
		case t.low == "that" && (v.class.clause || v.class.that):
			return r.reach(j, end, s), cueEnd, j+1 < end
		case t.low == ":" && v.class.speech():
			if j+1 < end {
				return r.reach(j+1, end, s), cueEnd, true
			}
			if q, ok := r.quoteBelow(s); ok {
				return q, cueEnd, true
			}
			return rng{}, 0, false
		case t.low == "," && j+1 < end && r.inQuote(j+1) && r.toks[j+1].kind != word && v.class.speech():
			return r.reach(j+1, end, s), cueEnd, true
		case t.low == "," && r.is(j+1, "that") && v.class.speech() && j == start:
			return r.reach(j+1, end, s), cueEnd, j+2 < end
		case t.low == "," && adjunct && r.is(s.a, "as") && j+3 < end && j > start:
			return r.reach(j+1, end, s), cueEnd, true // "As the lawyer of the family, X, told the newspaper, they …"
		case v.lemma == "consider" && j == start && r.is(j, "this", "that", "it", "them") && j+2 < end && (r.lx.determiner[r.low(j+1)] || r.is(j+1, "to", "as", "absurd", "unacceptable", "impossible", "unlikely", "illegal", "necessary")):
			return r.reach(j, end, s), cueEnd, true // "considers this an excuse"
		case t.low == "," && j > start && r.time[j-1] != 0 && j+1 < end && r.time[j+1] != 0:
			if j = r.times[r.time[j+1]-1].b; r.is(j, ",") {
				j++ // "announced yesterday, Monday, the receipt"
			}
			start, adjunct = j, true
			continue
		case v.class.speech() && j == start && r.is(j, "to") && r.is(j+1, "wish", "hope", "want", "fear") && r.is(j+2, "that"):
			return r.reach(j+2, end, s), cueEnd, j+3 < end // "said to wish that"
		case v.class.Class == "estimate" && r.is(j, "between", "at", "in") && j == start && j+1 < end && r.toks[j+1].kind == number:
			return r.reach(j, end, s), cueEnd, true
		case t.low == ",":
			// A set-off adjunct: "said on Monday, in a statement, that …".
			k := j + 1
			for k < end && k < j+14 && !r.is(k, ",") && !r.lx.auxiliary[r.low(k)] {
				k++
			}
			if k < end && r.is(k, ",") && (r.is(k+1, "that") || r.is(k+1, "to") && r.is(k+2, "have", "be") || k+1 < end && r.inQuote(k+1)) {
				j, adjunct = k+1, true
				continue
			}
			return rng{}, 0, false
		case t.low == "to" && r.is(j+1, "have", "be") && v.class.speech() && (j == start || adjunct) && !r.is(j+2, "a", "an", "the"):
			return r.reach(j, end, s), cueEnd, j+2 < end // "claimed to have heard a shot"
		case v.class.Class == "request" && j == start && r.is(j, "of", "from") && r.whomTo(j+1, end):
			return r.reach(j, end, s), cueEnd, true // "demanded of the government to act"
		case v.class.Class == "request" && j == start && r.is(j, "to") && r.toWhomFor(j, end) > 0:
			return r.reach(r.toWhomFor(j, end), end, s), cueEnd, true // "appealed to the government for help"
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
		case r.lx.preposition[t.low] && (j == start || adjunct) && !(v.class.clause && r.countStart(j)):
			adjunct = true
			j++
			for j < end && !r.lx.preposition[r.low(j)] && !r.is(j, "that", ",", ":") && !r.inQuote(j) && r.time[j] == 0 && !(v.class.object && r.lx.determiner[r.low(j)] && r.toks[j-1].cap) {
				if r.lx.auxiliary[r.low(j)] {
					return rng{}, 0, false
				}
				j++
			}
			continue
		case j == start && (v.class.question || v.class.Class == "request") && r.whomTo(j, end):
			return r.reach(j, end, s), cueEnd, true
		case v.lemma == "ask" && j == start && r.is(j, "to") && j+2 < end && !r.is(j+1, "be"):
			return r.reach(j, end, s), cueEnd, true // "asked to see the survivor"
		case v.lemma == "ask" && j == start && r.whomFor(j, end):
			return r.reach(j, end, s), cueEnd, true
		case v.class.Class == "request" && j == start && t.kind == word && !t.cap && !r.plural(j) && !r.lx.determiner[t.low] && !r.lx.pronoun[t.low] && !r.lx.preposition[t.low] && !r.lx.auxiliary[t.low] && !r.lx.conjunction[t.low] && !strings.HasSuffix(t.low, "ly") && (j+1 == end || r.is(j+1, "and", "in", "on", "with", "from")):
			return r.reach(j, end, s), cueEnd, true // "advises patience"
		case v.lemma == "seek" && j == start && r.sought(j, end):
			return r.reach(j, end, s), cueEnd, true // "sought access to the camp"
		case j == start && takesWhom(v.lemma) && v.class.Class != "tell-about" && !r.is(j, "and", "or"):
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
			if j < end && (r.lx.pronoun[r.low(j)] || r.lx.determiner[r.low(j)] && !r.is(j, "that")) && (r.clauseLike(rng{j, min(end, j+10)}) || r.verbIn(rng{j, min(end, j+5)})) {
				return r.reach(j, end, s), cueEnd, true
			}
			continue
		case (v.lemma == "express" || v.lemma == "voice" || v.lemma == "signal" || v.lemma == "declare" || v.lemma == "indicate") && j == start && r.is(j, "its", "their", "his", "her") && r.is(j+1, "readiness", "willingness", "preparedness", "interest"):
			return r.reach(j, end, s), cueEnd, true // "signalled its readiness for talks"
		case (v.lemma == "consider" || v.lemma == "deem" || v.lemma == "believe" || v.lemma == "think" || v.lemma == "judge") && j == start && r.toBe(j, end):
			return r.reach(j, end, s), cueEnd, true // "considers the figure to be too low"
		case (v.lemma == "express" || v.lemma == "voice" || v.lemma == "signal") && j == start && t.kind == word && !r.lx.preposition[t.low] && !r.lx.conjunction[t.low] && !r.lx.auxiliary[t.low] && (r.is(j+1, "to", "for", "that", "about", "at", "over") || r.lx.saying[t.low]):
			return r.reach(j, end, s), cueEnd, true // "expressed readiness for the exchange"
		case v.class.Class == "put":
			k := j
			for k < end && k < j+14 && r.toks[k].kind != number && !r.is(k-1, "at") && !r.is(k, ",") {
				k++
			}
			for k < end && r.is(k-1, "at") && r.is(k, "$", "€", "£", "about", "around", "roughly", "some", "nearly", "almost", "approximately", "between", "just", "under", "over", "well") {
				if k++; r.smallNumberAt(k) {
					return r.reach(j, end, s), cueEnd, true
				}
				if !r.is(k, "$", "€", "£", "under", "over") {
					break
				}
			}
			for n := k - 1; n > j && n >= k-1 && k < end; n-- {
				if r.is(n, "at") && (r.is(k, "no", "fewer", "more", "less") && r.is(k+1, "more", "fewer", "less", "than")) {
					return r.reach(j, end, s), cueEnd, true
				}
			}
			if k < end && r.smallNumberAt(k) && r.is(k-1, "at") {
				return r.reach(j, end, s), cueEnd, true
			}
			return rng{}, 0, false
		case v.lemma == "want" && j == start && (r.lx.determiner[t.low] || t.cap || r.plural(j)) && r.toDo(rng{j, end}) > 0:
			return r.reach(j, end, s), cueEnd, true // "wants the government to halt all exchanges"
		case v.class.object && j == start && (r.inQuote(j) && t.kind != word || strings.HasSuffix(t.low, "ing") && len(t.low) > 5 && !t.cap):
			return r.reach(j, end, s), cueEnd, true
		case v.class.Class == "request" && j == start && t.kind == word && !t.cap && r.is(j-1, "for") && !r.lx.preposition[t.low] && !r.lx.conjunction[t.low] && !r.lx.auxiliary[t.low] && !r.lx.adverb[t.low]:
			return r.reach(j, end, s), cueEnd, true // "calls for immediate access"
		case v.class.Class == "request" && j == start && t.kind == word && r.clauseEnd(j, end)-j <= 3 && !r.lx.preposition[t.low] && !r.lx.conjunction[t.low] && !r.lx.auxiliary[t.low]:
			return r.reach(j, end, s), cueEnd, true // "demanded access"
		case v.class.Class == "offer" && j == start && r.toldThat(j, end) > 0:
			return r.reach(r.toldThat(j, end), end, s), cueEnd, true // "promised the families that …"
		case v.class.Class == "offer" && v.lemma != "offer" && v.lemma != "promise" && v.lemma != "pledge" && !r.lx.preposition[t.low]:
			return rng{}, 0, false // "who undertook the attack"
		case v.class.object && (j == start || !v.class.clause || adjunct && r.toks[j-1].cap) && (r.lx.determiner[t.low] || t.kind == number || t.cap || r.plural(j) || r.is(j, "him", "her", "them", "it", "us")):
			return r.reach(j, end, s), cueEnd, true
		case (v.lemma == "say" || v.lemma == "think" || v.lemma == "believe") && j == start && r.phraseStart(j, end):
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

// contracted: a pronoun with its auxiliary: "he'd", "they'll", "we've".
func (r *reading) contracted(i int) bool {
	head, tail, ok := strings.Cut(r.low(i), "'")
	return ok && r.lx.pronoun[head] && (tail == "d" || tail == "ll" || tail == "ve" || tail == "re" || tail == "m")
}

// namedInQuotes: a name written in quotation marks, after an article or what it is: the newspaper "Sever".
func (r *reading) namedInQuotes(q quote) bool {
	if q.shut < 0 || q.open < 1 || !r.nameIn(q) {
		return false
	}
	l := r.low(q.open - 1)
	return r.lx.determiner[l] || r.lx.authority[l] || r.lx.document[l] || r.is(q.open-1, "told", "tells", "to", "with", "by", "for", "portal", "outlet", "magazine", "daily", "weekly", "website", "edition") && q.in.b-q.in.a <= 3
}

// reach is the content from j: to the end of the sentence, without a question it
// answers ("when asked if …").
func (r *reading) reach(j, end int, s rng) rng {
	if j >= end {
		return rng{end, end}
	}
	// A quotation that ends with a comma of its own is all that is said.
	if q := r.quoteOf[j]; q != 0 && r.quotes[q-1].open == j {
		if shut := r.quotes[q-1].shut; shut > j+3 && shut+1 < end && r.is(shut-1, ",") && !r.inQuote(shut+1) {
			more := false
			for k := shut + 1; k < end; k++ {
				more = more || r.inQuote(k)
			}
			if !more {
				return rng{j, shut + 1}
			}
		}
	}
	for k := j + 1; k < end; k++ {
		// ", a charge the ministry says is nonsense": what the writer calls it is not said.
		if k > j+3 && !r.inQuote(k) && r.is(k, ",") && r.is(k+1, "a", "an") && r.lx.saying[r.low(k+2)] && (!r.is(k+3, "that") || r.toldOfWord(k+2, end)) && (r.clauseLike(rng{k + 3, end}) || r.verbIn(rng{k + 3, end})) {
			return r.trimRight(rng{j, k})
		}
		if !r.inQuote(k) && k > j+1 && r.is(k, "in") && r.is(k+1, "response", "reply", "answer", "reaction") && r.is(k+2, "to") && (r.is(k+3, "questions") || r.is(k+4, "question", "questions", "inquiry", "inquiries", "enquiry", "enquiries", "request", "query", "queries")) {
			return r.trimRight(rng{j, k})
		}
		if !r.inQuote(k) && r.is(k, "when") && r.is(k+1, "asked") {
			return r.trimRight(rng{j, k})
		}
		// An aside after a dash, or a second verb after "but", is the writer's.
		if k > j+1 && !r.inQuote(k) && !r.inQuote(j) && r.is(k, ";") && r.clauseLike(rng{k, end}) {
			return r.trimRight(rng{j, k})
		}
		if k > j+3 && !r.inQuote(k) && !r.inQuote(j) && (r.is(k, ",") && r.is(k+1, "however") && !r.is(k+2, ",") || r.is(k, "-", "—", "–") && !r.toks[k].glued && k+1 < end && !r.toks[k+1].glued ||
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
