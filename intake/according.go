package intake

import (
	"strings"

	"homeward/statement"
)

// Frames that name a source without a verb: "according to", "in the opinion of", "in X's telling".

// frameBody: "For the government, …": a body or an office and a comma.
func (r *reading) frameBody(i int) bool {
	for k := i; k < len(r.toks) && k < i+6; k++ {
		if r.is(k, ",") {
			return k > i && (r.lx.authority[r.low(k-1)] || r.lx.office[r.low(k-1)] || r.toks[k-1].cap && k-i == 1) && !r.is(i, "his", "her", "its", "their", "example", "instance")
		}
		if r.lx.preposition[r.low(k)] || r.toks[k].kind != word || r.time[k] != 0 {
			return false
		}
	}
	return false
}

// ownersFrame: "In Kessel's telling,", "By the ministry's own account,": the noun's place, 0 for none.
func (r *reading) ownersFrame(i int) int {
	for k := i + 2; k < len(r.toks) && k < i+9; k++ {
		if !r.is(k, "'s", "'") {
			if r.toks[k].kind != word && !r.is(k, "-") || r.lx.preposition[r.low(k)] && r.low(k) != "of" || r.lx.auxiliary[r.low(k)] || r.lx.verb[r.low(k)] != nil && !r.toks[k].cap {
				return 0
			}
			continue
		}
		n := k + 1
		for n < len(r.toks) && n < k+4 && !r.lx.account[r.low(n)] && r.toks[n].kind == word {
			n++
		}
		if !r.lx.account[r.low(n)] || !r.is(n+1, ",") && (i == 0 || r.sentOf[i-1] != r.sentOf[i] || !r.is(n+1, ".")) {
			return 0
		}
		return n
	}
	return 0
}

// sourceFrame is the end of words at i that name a source: "according to", "in
// the opinion of", "in the words of"; 0 for none.
func (r *reading) sourceFrame(i int) int {
	switch {
	case r.is(i, "according") && r.is(i+1, "to"):
		return i + 2
	case r.is(i, "for") && (i == 0 || r.sentOf[i-1] != r.sentOf[i]) && r.frameBody(i+1):
		return i + 1
	case r.is(i, "by") && r.is(i+1, "his", "her", "their", "its") && (r.is(i+2, "account", "words") || r.is(i+2, "own") && r.is(i+3, "account", "words", "admission")):
		return i + 1
	case r.is(i, "in") && r.is(i+1, "his", "her", "their", "its") && (r.lx.account[r.low(i+2)] && r.is(i+3, ",") || r.is(i+2, "own") && r.lx.account[r.low(i+3)] && r.is(i+4, ",")):
		return i + 1
	case r.is(i, "in", "by", "on") && r.ownersFrame(i) > 0:
		return i + 1
	case r.is(i, "per") && r.is(i+1, "the") && (i == 0 || r.sentOf[i-1] != r.sentOf[i]) && r.frameBody(i+1):
		return i + 1
	case r.is(i, "in", "by", "on") && r.is(i+1, "the") && r.is(i+2, "opinion", "view", "words", "assessment", "judgement", "judgment", "estimation", "account", "word", "belief") && r.is(i+3, "of"):
		return i + 4
	}
	return 0
}

// according: "According to X, …", "…, according to X", "where according to X …".
func (r *reading) according(i int, s rng) (attribution, bool) {
	end := r.sourceFrame(i)
	j := end
	// "a statement from": the document is the channel, its author the source.
	if r.lx.determiner[r.low(j)] {
		k := j + 1
		for k < s.b && k < j+4 && !r.lx.document[r.low(k)] {
			k++
		}
		if k < s.b && r.lx.document[r.low(k)] && r.is(k+1, "from", "by", "of", "issued", "released", "published") {
			end = k + 2
			if r.is(end, "by") {
				end++
			}
		}
	}
	// "a version contested by the rebels, according to whom no shot was fired"
	if r.is(end, "whom", "which") {
		a := attribution{cue: rng{i, end}, kind: "according", stance: statement.Asserts, certain: 1}
		k := i
		if r.is(k-1, ",") {
			k--
		}
		a.source = r.leftPhrase(k, s.a)
		for n := a.source.b - 1; n > a.source.a; n-- {
			if r.lx.determiner[r.low(n)] {
				a.source.a = n
				break
			}
		}
		a.whole = r.trim(rng{end + 1, r.sentenceBody(s)})
		if a.source.empty() || a.whole.b-a.whole.a < 3 {
			return a, false
		}
		r.fill(&a)
		return a, true
	}
	a := attribution{cue: rng{i, end}, kind: "according", stance: statement.Asserts, mode: "indirect", certain: 2}
	leading := i == s.a || r.lx.conjunction[r.low(i-1)] || r.is(i-1, "“", "—")
	src := end
	for src < s.b && src < end+32 {
		if r.is(src, ",", ".", ";", ":") && !r.falseEnd[src] || r.toks[src].kind == openMark {
			break
		}
		if leading && i > s.a && r.toks[src].kind == number && src > end {
			break
		}
		if leading && i > s.a && src > end && r.lx.determiner[r.low(src)] && !r.lx.preposition[r.low(src-1)] {
			break
		}
		src++
	}
	a.source = rng{end, src}
	for k := end; k < src; k++ {
		if r.is(k, "circumstances", "plan", "schedule", "custom", "tradition", "age", "need", "needs", "season") && k < end+3 {
			return a, false // how, and not who
		}
	}
	if a.source.empty() || src-end > 30 || r.is(end, "our") && r.is(end+1, "information", "sources", "research", "data", "calculations") {
		return a, false // the writer's own
	}
	if r.used[i] {
		for k := end; k < src; k++ {
			if r.lx.law[r.low(k)] {
				return a, false // "believes that, according to the convention, they must …"
			}
		}
	}
	// "According to its chairwoman, Elke Dorn, the names": the name belongs to her.
	if leading && r.is(src, ",") && (r.lx.office[r.low(src-1)] || r.lx.humanOne[r.low(src-1)] || sexOfNoun(r.low(src-1)) != "") {
		e := src + 1
		for e < s.b && e < src+6 && r.toks[e].cap && r.time[e] == 0 && r.toks[e].kind == word {
			e++
		}
		if e > src+2 && r.is(e, ",") {
			a.source.b, src = e, e
		}
	}
	if n := r.ownersFrame(i); n > 0 && end == i+1 {
		k := n
		for !r.is(k, "'s", "'") {
			k--
		}
		a.source, src = rng{i + 1, k}, n+1
	}
	if leading {
		body := rng{src, r.sentenceBody(s)}
		if r.is(body.a, ",") {
			body.a++
		}
		a.whole = r.trim(body)
		if a.whole.empty() {
			return a, false
		}
		a.contents = r.split(a.whole)
		a.mode = r.modeOf(a.whole)
		return a, true
	}
	// "is according to the rebels held in the north": the frame stands inside the clause.
	if k := i - 1; k > s.a && (r.lx.be[r.low(k)] || r.is(k, ",") && r.lx.be[r.low(k-1)]) {
		for e := end + 1; e < src; e++ {
			if r.lx.irregular[r.low(e)] || strings.HasSuffix(r.low(e), "ed") && !r.toks[e].cap {
				src = e
			}
		}
		a.source = r.trimRight(rng{end, src})
		a.whole = r.trim(rng{r.bodyStart(s, i), r.sentenceBody(s)})
		a.contents, a.mode, a.certain = []rng{a.whole}, r.modeOf(a.whole), 1
		return a, !a.source.empty()
	}
	body := r.trim(rng{r.bodyStart(s, i), i})
	if body.empty() {
		return a, false
	}
	a.whole = body
	// "On the photographs, according to the mission, a fence can be seen": a place or a time is nothing said.
	if r.is(src, ",") && r.is(i-1, ",") && !r.clauseLike(body) && !r.verbIn(body) && r.lx.preposition[r.low(body.a)] {
		if rest := r.trim(rng{src + 1, r.sentenceBody(s)}); r.clauseLike(rest) {
			a.whole = rest
		}
	}
	a.contents = r.split(a.whole)
	a.mode = r.modeOf(a.whole)
	return a, true
}
