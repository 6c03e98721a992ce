package intake

import (
	"slices"
	"strings"

	"homeward/statement"
)

// Shapes of reported speech in Ukrainian and Russian. The two share them; the words
// are data (others.yaml).

// slavic finds the cues of one sentence, from left to right: frames ("за словами
// X, …"), verbs of saying with what they introduce, answers, what nobody is named for.
func (g cueGrammar) slavic(r *reading, si int, s rng) {
	body := r.sentenceBody(s)
	first := len(r.out)
	if g.before(r, si, s, body) || g.asTold(r, si, s, body) || g.allegedly(r, si, s, body) {
		return
	}
	g.frames(r, si, s, body)
	for i := s.a; i < body; i++ {
		if r.cued[i] {
			continue
		}
		if r.inQuote(i) {
			if g.insideMarks(r, si, i) {
				i = r.quotes[r.quoteOf[i]-1].in.b
			}
			continue
		}
		if r.used[i] {
			continue
		}
		for _, shape := range []func(*reading, int, rng, int, int, int) bool{g.answered, g.impersonal, g.declined, g.calledIt, g.published, g.said} {
			if shape(r, si, s, body, i, first) {
				break
			}
		}
	}
	if len(r.out) == first {
		g.colon(r, si, s, body)
	}
	if len(r.out) == first && r.is(s.a, "—", "–") && r.inQuote(s.a+1) {
		// «Text», — said X. — «Text.»
		if k := r.lastSpeaker(si); k >= 0 && r.paraOf(r.sents[r.out[k].sent].a) == r.paraOf(s.a) {
			a := attribution{source: r.out[k].source, whole: rng{s.a + 1, s.b}, kind: "continue", stance: statement.Asserts, sent: si, certain: 1}
			g.fill(r, &a)
			r.add(a)
		}
	}
}

// stem: w begins with one of the stems; with "=" a stem is the whole word.
func stem(w string, stems []string) bool {
	for _, x := range stems {
		if whole, is := strings.CutPrefix(x, "="); is && w == whole || !is && strings.HasPrefix(w, x) {
			return true
		}
	}
	return false
}

// said is a verb of saying with what it introduces.
func (g cueGrammar) said(r *reading, si int, s rng, body, i, first int) bool {
	l := r.low(i)
	stance, ok := g.lx.verb[l]
	begin := i
	for _, pair := range g.lx.pairs {
		if at := r.standsAt(i, min(body, i+len(pair)), pair); at > i && !ok {
			stance, ok, i = statement.Asserts, true, at-1 // "drew attention to the fact that"
			if stem(r.low(i), g.lx.Hopes) {
				stance = statement.Wishes // "expressed the hope that"
			}
		}
	}
	if !ok && g.uttered(r, s.a, i, body) {
		stance, ok = statement.Asserts, true // “…”, weeps X; “…”, spreads her hands the woman
	}
	if !ok || r.toks[i].kind != word {
		return false
	}
	converb := g.lx.converb[l]
	if g.lx.not[r.low(begin-1)] {
		return false // "did not say that"; "did not confirm" is a word not given, see declined
	}
	a := attribution{cue: rng{begin, i + 1}, kind: "say", stance: stance, sent: si, certain: 1}
	left := s.a
	for k := first; k < len(r.out); k++ {
		if r.out[k].cue.b <= i && r.out[k].whole.b <= i {
			left = max(left, r.out[k].whole.b, r.out[k].cue.b)
		}
	}
	source := func() {
		if converb {
			return
		}
		a.source = g.subject(r, begin, left)
	}
	stop := r.clauseEnd(i, body)
	quoted := rng{} // "said that he is ill: “He is thin.”"
	that := -1
	for k := i + 1; k < body && k < i+18; k++ {
		if r.inQuote(k) {
			continue
		}
		if r.is(k, ";", ":", "—", "–") {
			break
		}
		if r.is(k, ",") && (g.lx.that[r.low(k+1)] || stance == statement.Requests && r.is(k+1, "чтобы", "щоб", "аби") || r.is(k+1, g.lx.Whether...) && !r.is(k+1, "як", "как")) {
			that = k
			break
		}
		if r.is(k, ",") && k > i+1 && k+1 < len(r.toks) && !r.toks[k+1].cap && !g.aside(r, k, body) {
			break
		}
	}
	quote := r.colonQuote(i, body)
	back := i > s.a && (r.is(i-1, "—", "–", "-", ",") || r.toks[i-1].kind == closeMark)
	if that > 0 && (stance == statement.Requests || stance == statement.Offers) {
		for k := i + 1; k < that; k++ {
			if r.is(k, "передать", "передати") && k+1 == that {
				stance, a.stance = statement.Asserts, statement.Asserts // a message passed on
				break
			}
			if g.infinitive(r, k) {
				that = -1 // "asks to tell his wife that he lives": what is asked is to tell
				break
			}
		}
	}
	if g.firstPerson(l) && r.modeOf(rng{left, i}) == "indirect" {
		back = false
	}
	of := i + 1
	for of < body && of < i+3 && slices.Contains(g.lx.Objects, r.low(of)) {
		of++
	}
	if slices.Contains(g.lx.Complains, l) && r.is(of, "на") {
		of = -of
	} else if stem(l, g.lx.Insists) && r.is(of, "на") && !r.is(of+1, "том", "тому") {
		of, a.stance = -of, statement.Requests
	}
	if that < 0 && (stem(l, g.lx.Learns) || quote <= 0 && stem(r.low(i-1), g.lx.Relative)) {
		return false // "learned of his fate": what, is not told; "a letter that a released man passed on"
	}
	promised := -1
	if stem(l, g.lx.Promises) {
		for k := i + 1; k < stop && k < i+4; k++ {
			if g.infinitive(r, k) {
				promised = k
				break
			}
		}
	}
	switch {
	case that > 0:
		source()
		if r.worded(rng{i + 1, that}) && !r.worded(a.source) && !converb {
			a.source = g.after(r, rng{i + 1, that})
		}
		a.whole = r.trim(rng{that + 2, g.sayingEnd(r, that+2, body)})
		if end := a.whole.b; r.is(end, ":") && r.inQuote(end+1) {
			quoted = r.trim(rng{end + 1, max(body, s.b)})
		}
		if r.is(that+1, g.lx.Whether...) && !g.lx.that[r.low(that+1)] {
			a.whole.a = that + 1
		}
	case quote > 0 && (stop >= quote-1 || r.is(stop, ",") && quote-stop < 10) && (r.inQuote(quote) || r.toks[quote].kind == openMark):
		source()
		if r.worded(rng{i + 1, quote - 1}) && (!r.worded(a.source) || g.subject(r, i, left).empty()) && !converb {
			a.source = g.after(r, rng{i + 1, min(stop, quote-1)})
		}
		a.whole = r.trim(rng{quote, max(body, s.b)})
	case back && r.is(i-1, ",") && r.is(stop, ",") && stop-i < 5 && !converb && g.somebody(r, rng{i + 1, stop}) && r.modeOf(rng{left, i - 1}) == "indirect" && r.worded(rng{left, i - 1}) && r.worded(rng{stop, body}):
		// "The second man, he says, was wounded": set off in the middle.
		a.source = g.after(r, rng{i + 1, stop})
		a.whole = r.trim(rng{g.opening(r, left, i-1), body})
		g.fill(r, &a)
		rest := g.split(r, r.trim(rng{stop, a.whole.b}))
		rest[0].a = a.whole.a
		a.contents = rest
		r.add(a)
		return true
	case back && g.spokenBefore(r, left, i-1) && (r.modeOf(rng{left, i - 1}) != "indirect" || g.somebody(r, g.after(r, rng{i + 1, stop}))):
		a.source = g.after(r, rng{i + 1, stop})
		if a.source.b == stop && r.is(stop, ",") && !r.inQuote(stop) {
			// "recalls one of them, sergeant X.": what he is called.
			e := r.clauseEnd(stop+1, body)
			if x := (rng{stop + 1, e}); e-stop < 8 && g.somebody(r, x) && !g.finite(r, stop+1, e) && !stem(r.low(stop+1), g.lx.Relative) && g.verbIn(r, stop+1, e) < 0 && !g.participle(r, x) {
				a.source.b = e
			}
		}
		if slices.Contains(g.lx.Quotes, l) {
			a.source = g.quotedBy(r, a.source)
		}
		x := rng{g.opening(r, left, i-1), i - 1}
		if r.toks[i-1].kind == closeMark {
			x.b = i
		}
		a.whole = r.trim(x)
		if r.is(i+1, g.lx.He...) && stop > i+1 {
			a.source = rng{i + 1, i + 2}
		}
		if a.source.empty() || !r.worded(a.source) {
			if r.modeOf(a.whole) == "indirect" {
				return false
			}
		}
	case back && r.modeOf(rng{left, i - 1}) != "indirect" && r.worded(rng{left, i - 1}):
		return false
	case promised > 0:
		stance, a.stance = statement.Offers, statement.Offers
		source()
		a.whole = r.trim(rng{promised, g.objectEnd(r, promised, body)})
	case of < 0 || slices.Contains(g.lx.Of, r.low(of)):
		of = max(of, -of)
		if r.is(of+1, g.lx.This...) {
			return false // "said of this": the sentence before, see before
		}
		source()
		a.whole = r.trim(rng{of + 1, g.objectEnd(r, of+1, body)})
	case g.objective(stance) && !r.is(i+1, ",") && (i+1 < stop || r.is(i-1, "це", "это", "цього", "этого")):
		if g.trailing(r, i, body) {
			return false // "They ask for lists, said the lawyer": all of it is said by the last
		}
		source()
		n := i + 1
		for n < body && (slices.Contains(g.lx.Objects, r.low(n)) || r.is(n, "ж", "же", "від", "от", "у")) {
			n++
		}
		if slices.Contains(g.lx.Of, r.low(n)) {
			n++
		}
		if stance == statement.Requests || stance == statement.Offers {
			// "asks the Bureau to find": what is asked begins at the verb; "calls on the sides to let" is of them.
			for k := n; !stem(l, g.lx.Appeals) && k < body && k < n+8 && !r.is(k, ","); k++ {
				if g.infinitive(r, k) && !(k+1 < len(r.toks) && r.toks[k+1].kind == openMark && g.infinitive(r, k+2)) {
					n = k
					break
				}
			}
			if r.is(n-1, "не") && !g.lx.not[r.low(i)] && n-1 > i {
				n--
			}
			if stance == statement.Offers && !g.infinitive(r, n) {
				return false
			}
			if k := r.clauseEnd(n, body); r.is(k, ",") && r.is(k+1, "щоб", "чтобы") && !g.infinitive(r, n) {
				n = k + 2
			}
		}
		if converb && a.source.empty() {
			return false
		}
		a.whole = r.trim(rng{n, g.objectEnd(r, n, body)})
		if r.is(i-1, "це", "это", "цього", "этого") || r.is(i-2, "це", "это", "цього", "этого") && r.is(i-1, "не") {
			a.whole = rng{i - 1, i + 1}
		}
	case g.objective(stance) && stop == i+1 && g.object(r, left, begin) > 0:
		// "The command the capture of the company denies."
		k := g.object(r, left, begin)
		a.source, a.whole = g.stripped(r, rng{left, k}), r.trim(rng{k, begin})
	case quote > 0 && stance == statement.Asserts && r.worded(rng{quote, body}) && quote < body:
		source()
		if a.source.empty() {
			a.source = g.after(r, rng{i + 1, min(stop, quote-1)})
		}
		a.whole = r.trim(rng{quote, body})
	case slices.Contains(g.lx.Considers, l) && g.considered(r, i+1, stop):
		// "considers the likeness probable"
		source()
		a.whole = r.trim(rng{i + 1, stop})
	case i > left+1 && !r.worded(rng{i + 1, stop}) && stop >= body && r.lastComma(i, left) > left:
		// "…, the adviser said."
		k := r.lastComma(i, left)
		a.source = g.stripped(r, rng{k + 1, i})
		a.whole = r.trim(rng{g.opening(r, left, k), k})
		if !r.worded(a.whole) || g.lx.that[r.low(k+1)] || stem(r.low(k+1), g.lx.Relative) {
			return false
		}
	default:
		return false
	}
	if r.is(a.source.a, "щоб", "чтобы", "аби", "якби") && !a.source.empty() {
		return false // "did not want that his name be mentioned"
	}
	if a.source.b-a.source.a == 1 && r.is(a.source.a, "там") {
		a.source = rng{} // the body that spoke before
	}
	if w := g.writer(r); g.firstPerson(l) && r.worded(w) {
		a.source = w
	}
	if !r.worded(a.source) {
		a.source = rng{}
		k := -1
		if len(r.out) > first {
			k = len(r.out) - 1 // the same sentence: the subject is shared
		} else if p := r.lastSpeaker(si); p >= 0 && (converb || !g.firstPerson(l)) && (r.modeOf(a.whole) == "direct" || !g.plural(l)) {
			k = p
		}
		switch {
		case g.firstPerson(l):
			a.source = g.writer(r)
			a.narrator = a.source.empty()
		case k >= 0 && !r.out[k].unnamed:
			a.source = r.out[k].source
		case converb:
			return false
		default:
			a.unnamed = true
		}
	}
	if a.whole.b-a.whole.a < 1 || !r.worded(a.whole) || a.source.b-a.source.a > 18 {
		return false
	}
	if a.whole.b-a.whole.a < 2 && stance != statement.Requests && that < 0 {
		return false
	}
	a.whole = g.withoutLaw(r, a.whole)
	g.fill(r, &a)
	r.add(a)
	if r.worded(quoted) {
		a.whole, a.stance = quoted, statement.Asserts
		g.fill(r, &a)
		r.add(a)
	}
	return true
}

// uttered: a verb right behind a quotation and its dash, and behind the verb who does it: nobody need have listed it.
func (g cueGrammar) uttered(r *reading, from, i, body int) bool {
	if i-2 <= from || r.toks[i].kind != word || r.toks[i].cap || !r.is(i-1, "—", "–", "-", ",") || !(r.toks[i-2].kind == closeMark || r.endsQuote(i-2) || r.is(i-2, ",") && r.toks[i-3].kind == closeMark) {
		return false
	}
	if stem(r.low(i), g.lx.Voices) {
		return true
	}
	if !r.is(i-1, "—", "–", "-") || !g.finite(r, i, i+1) {
		return false
	}
	for k := i + 1; k < body && k < i+4 && !r.is(k, ","); k++ {
		if r.toks[k].cap || stem(r.low(k), g.lx.Roles) || stem(r.low(k), g.lx.Kin) || g.lx.person[r.low(k)] != "" || stem(r.low(k), g.lx.Ranks) {
			return true
		}
	}
	return false
}

// considered: a thing and behind it what it is held to be: "the likeness probable".
func (g cueGrammar) considered(r *reading, a, b int) bool {
	return b-a >= 2 && !g.lx.that[r.low(a)] && endsIn(r.low(b-1), []string{"ым", "им", "ой", "ими", "ыми", "ою", "єю"})
}

// object is where a thing that is told of begins between who speaks and the verb, 0 where nothing tells.
func (g cueGrammar) object(r *reading, from, verb int) int {
	for k := from + 1; k < verb; k++ {
		if stem(r.low(k), g.lx.Told) && g.somebody(r, rng{from, k}) {
			return k
		}
	}
	return 0
}

// withoutLaw leaves out the rule that what is said goes by: "according to the
// Convention, …".
func (g cueGrammar) withoutLaw(r *reading, x rng) rng {
	if !slices.Contains(g.lx.FrameAny, r.low(x.a)) {
		return x
	}
	for k := x.a + 1; k < x.b-2 && k < x.a+6; k++ {
		if stem(r.low(k), g.lx.Laws) {
			return r.trim(rng{k + 1, x.b})
		}
	}
	return x
}

// quotedBy is who is quoted in "quotes the ministry the agency X": the words up to
// the paper or body that quotes him.
func (g cueGrammar) quotedBy(r *reading, x rng) rng {
	for k := x.a + 1; k < x.b; k++ {
		if stem(r.low(k), g.lx.Sources) && !r.inQuote(k) {
			return rng{x.a, k}
		}
	}
	return x
}

// somebody: the words can name who speaks.
func (g cueGrammar) somebody(r *reading, x rng) bool {
	for k := x.a; k < x.b; k++ {
		l := r.low(k)
		if r.toks[k].cap || slices.Contains(g.lx.He, l) || stem(l, g.lx.Roles) || stem(l, g.lx.Kin) || stem(l, g.lx.Bodies) || slices.Contains(g.lx.Apart, l) || g.lx.person[l] != "" || g.lx.group[l] != "" || stem(l, g.lx.Sources) {
			return true
		}
	}
	return false
}

// trailing: a comma, a verb of saying and who says it end the sentence.
func (g cueGrammar) trailing(r *reading, i, body int) bool {
	for k := body - 2; k > i; k-- {
		if !r.is(k, ",") || r.inQuote(k) {
			continue
		}
		_, verb := g.lx.verb[r.low(k+1)]
		return verb && !g.lx.converb[r.low(k+1)] && body-k > 2
	}
	return false
}

// spokenBefore: what stands before the cue can be what is said.
func (g cueGrammar) spokenBefore(r *reading, a, b int) bool {
	n, marks := 0, false
	for k := a; k < b; k++ {
		if r.used[k] {
			return false
		}
		if r.toks[k].kind == word || r.toks[k].kind == number {
			n++
		}
		marks = marks || r.inQuote(k)
	}
	return n >= 3 || marks && n >= 1
}

// colon: "NAME: “…”" without a verb.
func (g cueGrammar) colon(r *reading, si int, s rng, body int) {
	for i := s.a + 1; i < body && i < s.a+14; i++ {
		if !r.is(i, ":") || r.inQuote(i) {
			continue
		}
		if !r.inQuote(i + 1) {
			return
		}
		src := g.subject(r, i, s.a)
		if !r.worded(src) || src.b-src.a > 8 || r.has(src, "ми", "мы", "я") >= 0 || !r.toks[src.a].cap && !stem(r.low(src.a), g.lx.Roles) {
			return
		}
		a := attribution{source: src, cue: rng{i, i + 1}, whole: r.trim(rng{i + 1, max(body, s.b)}), kind: "colon", stance: statement.Asserts, sent: si, certain: 0}
		g.fill(r, &a)
		r.add(a)
		return
	}
}

// insideMarks: «Text, — said X. — Text»: the writer's words stand inside the marks.
func (g cueGrammar) insideMarks(r *reading, si, i int) bool {
	if _, verb := g.lx.verb[r.low(i)]; !verb || !r.is(i-1, "—", "–") || !r.is(i-2, ",", ".", "!", "?", "…") {
		return false
	}
	q := r.quotes[r.quoteOf[i]-1]
	a := attribution{cue: rng{i, i + 1}, kind: "say", stance: g.lx.verb[r.low(i)], mode: "direct", sent: si, certain: 1}
	end := i + 1
	for end < q.in.b && !r.is(end, "—", "–") {
		end++
	}
	a.source = g.after(r, rng{i + 1, r.clauseEnd(i+1, end)})
	a.whole = q.in
	a.contents = []rng{r.trim(rng{q.in.a, i - 1})}
	if end+2 < q.in.b {
		a.contents = append(a.contents, r.trim(rng{end + 1, q.in.b}))
	}
	if !r.worded(a.source) {
		k := r.lastSpeaker(si)
		if k < 0 {
			return false
		}
		a.source = r.out[k].source
	}
	r.add(a)
	return true
}
