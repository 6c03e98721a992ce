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
	if g.before(r, si, s, body) || g.asTold(r, si, s, body) {
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

// opening is where a sentence's own words begin: after "also", "at the same time".
func (g cueGrammar) opening(r *reading, a, end int) int {
	for a < end {
		switch {
		case r.is(a, ",", "—", "–", "-", "⚡", "🔴", "❗"), a+1 < end && g.lx.between[r.low(a)]:
			a++
			continue
		}
		n := a
		for _, phrase := range g.lx.openers {
			if r.matches(a, phrase) {
				n = max(n, a+len(phrase))
			}
		}
		if n == a {
			return a
		}
		a = n
	}
	return a
}

// frame reads "according to" at i: where the source begins and ends, and whose words
// they are where only "his" tells it.
func (g cueGrammar) frame(r *reading, i, end int) (cue, src rng, his bool, stance statement.Stance) {
	stance = statement.Asserts
	if slices.Contains(g.lx.FrameAny, r.low(i)) {
		n := i + 1
		if r.is(n, "з", "із", "зі", "до", "с") {
			n++
		}
		e := min(r.clauseEnd(n, end), n+12)
		for k := n; k < e; k++ {
			if stem(r.low(k), g.lx.Laws) {
				return rng{}, rng{}, false, stance
			}
		}
		return rng{i, n}, rng{n, e}, false, stance
	}
	if !slices.Contains(g.lx.FramePre, r.low(i)) {
		return rng{}, rng{}, false, stance
	}
	for n := i + 1; n < end && n < i+4; n++ {
		if r.toks[n].kind != word {
			break
		}
		if _, verb := g.lx.verb[r.low(n)]; verb {
			break
		}
		if !stem(r.low(n), g.lx.FrameNouns) {
			continue
		}
		if stem(r.low(n), g.lx.Estimates) {
			stance = statement.Estimates
		}
		e := n + 1
		for e < end && e < n+15 && (r.inQuote(e) || !r.is(e, ",", ";", "—", "–", ":", "(", ")", ".")) {
			e++
		}
		his = n > i+1 && slices.Contains(g.lx.Whose, r.low(i+1))
		src = rng{n + 1, e}
		if !r.worded(src) && !his {
			if r.is(i+1, "нашу", "мою", "нашим", "моїм", "нашему", "моему", "нашим", "моим") {
				return rng{}, rng{}, false, stance // the writer's own opinion
			}
			src = rng{i + 1, n + 1} // "according to unconfirmed data": the words themselves
		}
		if his {
			e = n + 1
			src = rng{i + 1, i + 2}
		}
		return rng{i, n + 1}, src, his, stance
	}
	return rng{}, rng{}, false, stance
}

// frames: "According to X, …", "…, according to X", "The third man, according to X, was …".
func (g cueGrammar) frames(r *reading, si int, s rng, body int) {
	from := s.a
	for i := s.a; i < body; i++ {
		if r.inQuote(i) || r.is(i, ";") {
			if r.is(i, ";") {
				from = i + 1
			}
			continue
		}
		cue, src, his, stance := g.frame(r, i, body)
		if cue.empty() {
			continue
		}
		end := max(cue.b, src.b)
		if his {
			k := r.lastSpeaker(si)
			if k >= 0 {
				src = r.out[k].source
			} else {
				continue
			}
		}
		a := attribution{source: src, cue: cue, kind: "according", stance: stance, sent: si, certain: 1}
		lead := g.opening(r, from, i) >= i
		whole := false // one piece, with the frame in it
		stop := body
		for k := end; k < body; k++ {
			if r.is(k, ";") && !r.inQuote(k) {
				stop = k
				break
			}
		}
		switch {
		case lead:
			a.whole = r.trim(rng{end, stop})
		case r.is(i-1, ",", "(", "—", "–") && end < stop && r.is(end, ",", ")", "—", "–"):
			// Set off in the middle: the whole clause is his. What another tells ends before it.
			a.whole = r.trim(rng{g.opening(r, from, i), stop})
			if g.verbIn(r, from, i) >= 0 {
				continue // told by whom the verb before names
			}
			whole = true
		case end >= stop || r.is(end, ",", ";"):
			a.whole = r.trim(rng{g.opening(r, from, i), i})
			if g.verbIn(r, from, i) >= 0 {
				continue
			}
		default:
			continue
		}
		if a.whole.b-a.whole.a < 2 || !r.worded(src) {
			continue
		}
		g.fill(r, &a)
		if whole && a.mode == "indirect" {
			a.contents = g.split(r, r.trim(rng{end, a.whole.b}))
			a.contents[0].a = a.whole.a
		}
		r.add(a)
		for k := cue.a; k < end; k++ {
			r.used[k] = true
		}
		i = max(i, end)
		if lead || end >= stop || a.whole.b >= stop {
			i = max(i, stop)
			from = stop + 1
		}
	}
}

// verbIn is the first verb of saying between two tokens, −1 for none.
func (g cueGrammar) verbIn(r *reading, a, b int) int {
	for k := a; k < b; k++ {
		if _, is := g.lx.verb[r.low(k)]; is && !r.inQuote(k) && r.toks[k].kind == word {
			return k
		}
	}
	return -1
}

// fill gives the contents of what a cue introduces: quotations as they stand,
// indirect speech by its clauses.
func (g cueGrammar) fill(r *reading, a *attribution) {
	a.mode = r.modeOf(a.whole)
	a.contents = nil
	if a.mode == "direct" {
		a.contents = r.quotesIn(a.whole)
	}
	if a.mode == "indirect" && a.kind != "dialogue" {
		a.contents = g.split(r, a.whole)
	}
	if len(a.contents) == 0 {
		a.contents = []rng{r.trim(a.whole)}
	}
}

// split parts indirect speech where another "that" or a clause with a subject of its
// own begins.
func (g cueGrammar) split(r *reading, x rng) []rng {
	var out []rng
	start := x.a
	cut := func(end, next int) {
		if piece := r.trim(rng{start, end}); piece.b-piece.a >= 2 {
			out = append(out, piece)
			start = next
		}
	}
	for i := x.a + 1; i < x.b-1; i++ {
		if r.inQuote(i) {
			continue
		}
		if r.is(i, ";") && i-start >= 2 && x.b-i > 3 {
			cut(i, i+1)
			continue
		}
		// "and that …"
		k := i
		if r.is(k, ",") {
			k++
		}
		if r.is(k, "і", "й", "та", "а", "и", "но", "але") && k < x.b {
			n := k + 1
			if r.is(n, "також", "также") {
				n++
			}
			if g.lx.that[r.low(n)] && g.finite(r, n+1, x.b) && !g.finite(r, k+1, n) {
				cut(i, n+1)
				i = n
				continue
			}
		}
		if !r.is(i, ",") || !g.finite(r, start, i) {
			continue
		}
		n := i + 1
		for n < i+3 && (r.is(n, "а", "і", "й", "та", "и", "але", "но", "однак", "однако", "ще", "ещё", "еще") || g.lx.between[r.low(n)]) {
			n++
		}
		if g.counting(r, n) && g.finite(r, n+1, x.b) && !r.is(n, "які", "що", "которые") {
			cut(i, n-b2i(r.is(n-1, "ще", "ещё", "еще")))
			i = n
		}
	}
	cut(x.b, x.b)
	if len(out) == 0 {
		return []rng{x}
	}
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// counting: a clause's own subject that tells somebody apart: "the second", "two of
// them", "the others".
func (g cueGrammar) counting(r *reading, i int) bool {
	_, n := g.lx.Numbers[r.low(i)]
	return n || slices.Contains(g.lx.Apart, r.low(i))
}

// finite: a word that looks like a verb in the past, a short participle or "is" stands
// there before the clause ends.
func (g cueGrammar) finite(r *reading, a, b int) bool {
	for i := a; i < b && i < a+14; i++ {
		if r.is(i, ",", ";", ":") && i > a {
			return false
		}
		if r.toks[i].kind != word || r.toks[i].cap && i > a {
			continue
		}
		l := r.low(i)
		if g.lx.Ends != nil && len([]rune(l)) > 3 && endsIn(l, g.lx.Ends) || slices.Contains(g.lx.Is, l) {
			return true
		}
		if _, verb := g.lx.verb[l]; verb {
			return true
		}
	}
	return false
}

// subject is the words before a cue that name who speaks: without openings, times,
// and without an earlier verb he shares.
func (g cueGrammar) subject(r *reading, i, from int) rng {
	end := i
	for {
		if end-1 > from && r.is(end-1, ")") {
			k := end - 1
			for k > from && !r.is(k, "(") {
				k--
			}
			if k > from {
				end = k // "prisoner K. (no. 117) complains"
			}
		}
		a := end
		for a > from && !r.is(a-1, ",", ";", "—", "–", ":", "(", ")") && !(r.toks[a-1].kind == closeMark && !r.inQuote(a-2)) {
			a--
		}
		if a < end && g.lx.that[r.low(a)] {
			a++ // "we know that X published"
		}
		x := g.stripped(r, rng{a, end})
		if x.empty() || stem(r.low(x.a), g.lx.Relative) || g.participle(r, x) {
			// "X, who asked not to be named, says"; "One of them, sergeant X, says"
			if a-1 > from && r.is(a-1, ",") {
				end = a - 1
				if r.is(end-1, ",") {
					return rng{}
				}
				continue
			}
			return rng{}
		}
		return x
	}
}

// participle: "…, having come back in an exchange,".
func (g cueGrammar) participle(r *reading, x rng) bool {
	l := r.low(x.a)
	return !r.toks[x.a].cap && endsIn(l, []string{"вшая", "вшие", "вший", "вшийся", "вшаяся", "вшись", "ючи", "ши"}) && !stem(l, g.lx.Roles)
}

// stripped cuts times, openings and objects from both ends of a source.
func (g cueGrammar) stripped(r *reading, x rng) rng {
	for {
		was := x
		x.a = g.opening(r, x.a, x.b)
		if x.a < x.b && r.is(x.a, "і", "й", "та", "и", "а", "але", "но", "також", "также", "бо", "й") {
			x.a++
		}
		for x.a < x.b && r.time[x.a] != 0 {
			x.a++
		}
		if x.a+1 < x.b && r.time[x.a+1] != 0 && r.is(x.a, "в", "у", "во", "на", "о", "об") {
			x.a++
		}
		for x.b > x.a && (r.time[x.b-1] != 0 || g.lx.between[r.low(x.b-1)] || slices.Contains(g.lx.Objects, r.low(x.b-1)) || r.is(x.b-1, "не", "ще", "уже", "вже")) {
			x.b--
		}
		for x.a < x.b && slices.Contains(g.lx.Objects, r.low(x.a)) {
			x.a++
		}
		if x.b-1 > x.a && r.is(x.b-1, "в", "у", "во", "на") {
			x.b--
		}
		if x == was {
			break
		}
	}
	// "He came in and said": two verbs of one subject.
	if x.b > x.a+1 && r.is(x.b-1, "і", "й", "та", "и", "але", "но", "а") {
		x.b--
		for k := x.a; k < x.b; k++ {
			if stem(r.low(k), g.lx.Roles) || r.is(k, g.lx.He...) {
				return rng{k, k + 1}
			}
		}
		if g.verbIn(r, x.a, x.b) >= 0 {
			return rng{}
		}
	}
	// "At the end of the visit he said": the pronoun is the subject.
	for k := x.b - 1; k > x.a; k-- {
		if r.is(k, g.lx.He...) && k >= x.b-2 {
			return rng{k, k + 1}
		}
	}
	return x
}

// after is who stands after an inverted cue, without "to reporters" and without where
// he said it.
func (g cueGrammar) after(r *reading, x rng) rng {
	for x.a < x.b && (slices.Contains(g.lx.Objects, r.low(x.a)) || g.lx.between[r.low(x.a)] || r.time[x.a] != 0) {
		x.a++
	}
	if slices.Contains(g.lx.ToldIn, r.low(x.a)) && x.b-x.a > 1 {
		return rng{x.a + 1, x.b} // "it is said in the statement of X"
	}
	for k := x.a + 1; k < x.b; k++ {
		if r.is(k, "у", "в", "во", "на", "під", "во", "после", "після", "за", "про", "по", "о", "об") && !r.inQuote(k) || r.time[k] != 0 && k > x.a+1 {
			return rng{x.a, k}
		}
	}
	return x
}

// said is a verb of saying with what it introduces.
func (g cueGrammar) said(r *reading, si int, s rng, body, i, first int) bool {
	l := r.low(i)
	stance, ok := g.lx.verb[l]
	if !ok || r.toks[i].kind != word {
		return false
	}
	converb := g.lx.converb[l]
	if g.lx.not[r.low(i-1)] && stance != statement.Confirms {
		return false // "did not say that"
	}
	a := attribution{cue: rng{i, i + 1}, kind: "say", stance: stance, sent: si, certain: 1}
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
		a.source = g.subject(r, i, left)
	}
	stop := r.clauseEnd(i, body)
	that := -1
	for k := i + 1; k < body && k < i+18; k++ {
		if r.inQuote(k) {
			continue
		}
		if r.is(k, ";", ":", "—", "–") {
			break
		}
		if r.is(k, ",") && (g.lx.that[r.low(k+1)] || r.is(k+1, g.lx.Whether...) && !r.is(k+1, "як", "как")) {
			that = k
			break
		}
		if r.is(k, ",") && k > i+1 && !r.toks[k+1].cap && !g.aside(r, k, body) {
			break
		}
	}
	quote := r.colonQuote(i, body)
	back := i > s.a && (r.is(i-1, "—", "–", "-", ",") || r.toks[i-1].kind == closeMark)
	if that > 0 && (stance == statement.Requests || stance == statement.Offers) {
		for k := i + 1; k < that; k++ {
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
	}
	switch {
	case that > 0:
		source()
		if r.worded(rng{i + 1, that}) && !r.worded(a.source) && !converb {
			a.source = g.after(r, rng{i + 1, that})
		}
		a.whole = r.trim(rng{that + 2, g.sayingEnd(r, that+2, body)})
		if r.is(that+1, g.lx.Whether...) && !g.lx.that[r.low(that+1)] {
			a.whole.a = that + 1
		}
		a.cue.b = i + 1
	case quote > 0 && (stop >= quote-1 || r.is(stop, ",") && quote-stop < 10) && (r.inQuote(quote) || r.toks[quote].kind == openMark):
		source()
		if r.worded(rng{i + 1, quote - 1}) && (!r.worded(a.source) || g.subject(r, i, left).empty()) && !converb {
			a.source = g.after(r, rng{i + 1, min(stop, quote-1)})
		}
		a.whole = r.trim(rng{quote, max(body, s.b)})
	case back && g.spokenBefore(r, left, i-1) && (stop > i+1 || converb || !g.subject(r, i, left).empty() || true):
		a.source = g.after(r, rng{i + 1, stop})
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
		// "The second man, he says, was wounded": set off in the middle.
		if r.is(i-1, ",") && r.is(stop, ",") && r.modeOf(a.whole) == "indirect" && stop-i < 6 {
			a.whole = r.trim(rng{x.a, body})
		}
	case back && r.modeOf(rng{left, i - 1}) != "indirect" && r.worded(rng{left, i - 1}):
		return false
	case of < 0 || slices.Contains(g.lx.Of, r.low(of)):
		of = max(of, -of)
		if r.is(of+1, g.lx.This...) {
			return false // "said of this": the sentence before, see before
		}
		source()
		a.whole = r.trim(rng{of + 1, g.objectEnd(r, of+1, body)})
	case g.objective(stance) && !r.is(i+1, ","):
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
				if g.infinitive(r, k) {
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
	case quote > 0 && stance == statement.Asserts && r.worded(rng{quote, body}) && quote < body:
		source()
		if a.source.empty() {
			a.source = g.after(r, rng{i + 1, min(stop, quote-1)})
		}
		a.whole = r.trim(rng{quote, body})
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
	if a.whole.b-a.whole.a < 2 && stance != statement.Requests {
		return false
	}
	g.fill(r, &a)
	r.add(a)
	return true
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

// objective: what is denied, confirmed, asked for or offered may be a thing.
func (g cueGrammar) objective(s statement.Stance) bool {
	return s == statement.Denies || s == statement.Confirms || s == statement.Requests || s == statement.Offers
}

// infinitive: a verb's basic form by its ending.
func (g cueGrammar) infinitive(r *reading, k int) bool {
	l := r.low(k)
	return r.toks[k].kind == word && len([]rune(l)) > 3 && endsIn(l, g.lx.Infinitive)
}

// sayingEnd is where what "that" opens ends: before a converb of saying or "and added".
func (g cueGrammar) sayingEnd(r *reading, a, body int) int {
	for k := a + 1; k < body; k++ {
		if r.inQuote(k) {
			continue
		}
		if g.lx.converb[r.low(k)] && r.is(k-1, ",") {
			return k - 1
		}
		if _, verb := g.lx.verb[r.low(k)]; verb && r.is(k-1, "і", "й", "та", "и", "але", "но", "а") && r.is(k+1, ",") && g.lx.that[r.low(k+2)] && !g.lx.that[r.low(k-2)] {
			return k - 1
		}
		// "…, however he refused": a clause of his own deed.
		if g.lx.declines[r.low(k)] && r.lastComma(k, a) > a {
			return r.lastComma(k, a)
		}
	}
	return body
}

// objectEnd is the end of a thing that is denied or told of.
func (g cueGrammar) objectEnd(r *reading, a, body int) int {
	for k := a; k < body; k++ {
		if r.inQuote(k) {
			continue
		}
		if r.is(k, ":", ";") || r.is(k, ",") && (slices.Contains(g.lx.He, r.low(k+1)) || g.lx.converb[r.low(k+1)] || r.is(k+1, "але", "но", "а", "однак", "однако")) {
			return k
		}
		if _, verb := g.lx.verb[r.low(k)]; verb && r.is(k-1, "і", "й", "та", "и") && k > a+1 {
			return k - 1
		}
	}
	return body
}

// aside: the words between two commas only describe, so that "that" may follow.
func (g cueGrammar) aside(r *reading, k, body int) bool {
	for n := k + 1; n < body && n < k+9; n++ {
		if r.is(n, ",") {
			return g.lx.that[r.low(n+1)] && g.verbIn(r, k+1, n) < 0 && !slices.Contains(g.lx.He, r.low(k+1))
		}
	}
	return false
}

// firstPerson: the verb says that its writer says it.
func (g cueGrammar) firstPerson(l string) bool { return slices.Contains(g.lx.First, l) }

// plural: "they say" may be said by nobody the text names.
func (g cueGrammar) plural(l string) bool {
	return strings.HasSuffix(l, "ли") || strings.HasSuffix(l, "ть") && !strings.HasSuffix(l, "ить") || strings.HasSuffix(l, "ют") || strings.HasSuffix(l, "ат")
}

// writer is who writes of himself: "I, NAME, …", "from NAME", "NAME turns to you".
func (g cueGrammar) writer(r *reading) rng {
	limit := min(len(r.toks), 400)
	for i := 0; i+2 < limit; i++ {
		if r.inQuote(i) {
			continue
		}
		if r.is(i, "я", "ми", "мы") && r.is(i+1, ",") {
			e := r.clauseEnd(i+2, limit)
			if e > i+2 && e < i+12 {
				return rng{i + 2, e}
			}
		}
		if r.is(i, "від", "от") && r.toks[i].kind == word && r.toks[i+1].cap && r.toks[i+2].cap && r.paras[r.paraOf(i)].a >= i-2 {
			return rng{i + 1, i + 3}
		}
		if slices.Contains(g.lx.Turns, r.low(i)) {
			for k := i + 1; k+1 < limit && k < i+5; k++ {
				if r.toks[k].cap && r.toks[k+1].cap {
					return rng{k, k + 2}
				}
			}
		}
	}
	for i := 0; i < limit; i++ {
		if r.is(i, "ми", "мы") && !r.inQuote(i) {
			return rng{i, i + 1}
		}
	}
	return rng{}
}

// before: "This was told by X", "Such a statement made X": the sentence before is his.
func (g cueGrammar) before(r *reading, si int, s rng, body int) bool {
	i := g.opening(r, s.a, body)
	n := i
	switch {
	case slices.Contains(g.lx.Of, r.low(i)) && r.is(i+1, g.lx.This...):
		n = i + 2
	case stem(r.low(i), g.lx.Such):
		for k := i + 1; k < i+4; k++ {
			if stem(r.low(k), g.lx.SuchNouns) {
				n = k + 1
			}
		}
	}
	if n == i || si == 0 || body-s.a > 24 {
		return false
	}
	cue := -1
	for k := n; k < body && k < n+9; k++ {
		if r.is(k, ",", ";", ":") {
			break
		}
		if _, is := g.lx.verb[r.low(k)]; is || stem(r.low(k), g.lx.Made) && n > i+1 && !slices.Contains(g.lx.Of, r.low(i)) {
			cue = k
			break
		}
	}
	if cue < 0 {
		return false
	}
	src := g.stripped(r, rng{n, cue})
	if !r.worded(src) {
		src = g.after(r, rng{cue + 1, r.clauseEnd(cue+1, body)})
	}
	if !r.worded(src) {
		return false
	}
	prev := r.sents[si-1]
	if r.paraOf(prev.a) != r.paraOf(s.a) {
		return false
	}
	for k := len(r.out) - 1; k >= 0 && r.out[k].sent == si-1; k-- {
		if r.out[k].unnamed {
			r.out[k].unnamed, r.out[k].source = false, src
			g.tail(r, si, s, body, cue+1)
			return true
		}
		if r.out[k].kind != "continue" {
			return false
		}
	}
	pb := r.sentenceBody(prev)
	whole := r.trim(rng{g.opening(r, prev.a, pb), pb})
	if whole.b-whole.a < 3 || r.used[whole.a] {
		return false
	}
	a := attribution{source: src, cue: rng{cue, cue + 1}, whole: whole, kind: "say", stance: statement.Asserts, sent: si, certain: 1}
	g.fill(r, &a)
	r.add(a)
	g.tail(r, si, s, body, cue+1)
	return true
}

// tail reads the converbs after a cue that was read otherwise: "…, adding that …".
func (g cueGrammar) tail(r *reading, si int, s rng, body, from int) {
	for i := from; i < body; i++ {
		if g.lx.converb[r.low(i)] && !r.used[i] && !r.inQuote(i) {
			g.said(r, si, s, body, i, len(r.out)-1)
		}
	}
}

// asTold: "As sailor X told, …"; "…, as X says, …" in the middle or at the end.
func (g cueGrammar) asTold(r *reading, si int, s rng, body int) bool {
	for i := s.a; i < body-2; i++ {
		if r.inQuote(i) || !slices.Contains(g.lx.As, r.low(i)) {
			continue
		}
		lead := g.opening(r, s.a, i) >= i
		if !lead && !r.is(i-1, ",") {
			continue
		}
		end := r.clauseEnd(i+1, body)
		cue, unnamed := -1, false
		for k := i + 1; k < end && k < i+7; k++ {
			if slices.Contains(g.lx.Known, r.low(k)) || g.lx.impersonal[r.low(k)] {
				cue, unnamed = k, true
				break
			}
			if _, is := g.lx.verb[r.low(k)]; is {
				cue = k
				break
			}
		}
		if cue < 0 {
			continue
		}
		src := g.after(r, rng{cue + 1, end})
		if before := g.stripped(r, rng{i + 1, cue}); !r.worded(src) && r.worded(before) {
			src = before
		}
		if !unnamed && !r.worded(src) || src.b-src.a > 16 {
			continue
		}
		a := attribution{source: src, cue: rng{i, cue + 1}, kind: "according", stance: statement.Asserts, sent: si, certain: 1, unnamed: unnamed}
		if unnamed {
			a.source = rng{}
		}
		switch {
		case lead:
			a.whole = r.trim(rng{min(end+1, body), body})
		case end >= body:
			a.whole = r.trim(rng{g.opening(r, s.a, i), i - 1})
		default:
			a.whole = r.trim(rng{g.opening(r, s.a, i), body})
		}
		if a.whole.b-a.whole.a < 2 || !lead && g.verbIn(r, s.a, i) >= 0 {
			continue
		}
		g.fill(r, &a)
		r.add(a)
		return true
	}
	return false
}

// impersonal: "it is reported that", "it became known that": nobody is named.
func (g cueGrammar) impersonal(r *reading, si int, s rng, body, i, first int) bool {
	if slices.Contains(g.lx.Known, r.low(i)) && r.is(i-1, "нам", "мені", "мне", "не") {
		return false // the writer knows it himself
	}
	if !g.lx.impersonal[r.low(i)] && !(slices.Contains(g.lx.Known, r.low(i)) && r.is(r.clauseEnd(i, body), ",") && g.lx.that[r.low(r.clauseEnd(i, body)+1)] && r.clauseEnd(i, body) < i+3) {
		return false
	}
	a := attribution{cue: rng{i, i + 1}, kind: "say", stance: statement.Asserts, sent: si, certain: 1, unnamed: true}
	stop := r.clauseEnd(i, body)
	that := -1
	for k := i + 1; k < body && k < i+10; k++ {
		if r.is(k, ",") && g.lx.that[r.low(k+1)] {
			that = k
			break
		}
	}
	in := func(x rng) rng { // "in the message it is told": its writer
		for k := x.a; k+1 < x.b; k++ {
			if slices.Contains(g.lx.ToldIn, r.low(k)) && r.time[k+1] == 0 {
				return rng{k + 1, x.b}
			}
		}
		return rng{}
	}
	switch {
	case that > 0:
		if src := in(rng{i + 1, that}); r.worded(src) {
			a.source, a.unnamed = src, false
		} else if src := in(g.stripped(r, rng{s.a, i})); r.worded(src) {
			a.source, a.unnamed = src, false
		}
		a.whole = r.trim(rng{that + 2, g.sayingEnd(r, that+2, body)})
	case slices.Contains(g.lx.Of, r.low(i+1)) && !r.is(i+2, g.lx.This...):
		a.whole = r.trim(rng{i + 2, body})
	case i > s.a && r.is(i-1, "—", "–", ",") && g.spokenBefore(r, s.a, i-1):
		if src := in(rng{i + 1, stop}); r.worded(src) {
			a.source, a.unnamed = src, false
		}
		a.whole = r.trim(rng{g.opening(r, s.a, i-1), i - 1})
	default:
		return false
	}
	if a.whole.b-a.whole.a < 2 {
		return false
	}
	g.fill(r, &a)
	r.add(a)
	return true
}

// declined: who gave no word.
func (g cueGrammar) declined(r *reading, si int, s rng, body, i, first int) bool {
	end := r.clauseEnd(i, body)
	add := func(from, to, at int) bool {
		src := g.subject(r, at, s.a)
		if !r.worded(src) {
			return false
		}
		if k := from; k < at {
			src = g.subject(r, k, s.a)
			if !r.worded(src) {
				src = g.stripped(r, rng{k, at})
			}
		}
		a := attribution{source: src, cue: rng{i, i + 1}, contents: []rng{{from, to}}, whole: rng{from, to}, kind: "decline",
			stance: statement.Declines, mode: "act", sent: si, certain: 1}
		r.add(a)
		return true
	}
	switch {
	case g.lx.declines[r.low(i)]:
		for k := i + 1; k < end && k < i+5; k++ {
			if g.lx.comment[r.low(k)] {
				return add(i, end, i)
			}
		}
		// "From further comment the office abstained."
		for k := i - 1; k > s.a && k > i-9; k-- {
			if g.lx.comment[r.low(k)] {
				a := k
				for a > s.a && !r.is(a-1, ",", ";", "—") && !r.is(a, "від", "от") {
					a--
				}
				src := g.subject(r, a, s.a)
				if k := g.opening(r, a, k); !r.worded(src) && k > s.a {
					src = g.conjunct(r, s.a, a)
				}
				if !r.worded(src) {
					src = g.stripped(r, rng{k + 1, i})
				}
				if !r.worded(src) {
					return false
				}
				r.add(attribution{source: src, cue: rng{i, i + 1}, contents: []rng{{a, end}}, whole: rng{a, end}, kind: "decline",
					stance: statement.Declines, mode: "act", sent: si, certain: 1})
				return true
			}
		}
	case g.lx.answers[r.low(i)] && g.lx.not[r.low(i-1)] && i-1 > s.a:
		src := g.subject(r, i-1, s.a)
		from := i - 1
		for k := src.a + 1; k < src.b; k++ {
			if r.is(k, "цю", "це", "ці", "цього", "цих", "эту", "это", "эти", "этого", "этих") {
				from, src.b = k, k // "Ardania this offer has not commented on"
			}
		}
		// "In X to this demand nobody answered": what about stands before the verb.
		for k := src.a + 1; k < src.b; k++ {
			if r.is(k, "на", "від", "от", "до") {
				from = k
				src.b = k
				break
			}
		}
		if !r.worded(src) || src.b-src.a > 8 {
			return false
		}
		r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{{from, end}}, whole: rng{from, end}, kind: "decline",
			stance: statement.Declines, mode: "act", sent: si, certain: 1})
		return true
	case slices.Contains(g.lx.Knows, r.low(i)) && g.lx.not[r.low(i-1)]:
		// "Of the navigator he knows nothing."
		nothing := false
		for k := s.a; k < end; k++ {
			nothing = nothing || r.is(k, "ничего", "нічого")
		}
		src := rng{}
		for k := s.a; k < i; k++ {
			if slices.Contains(g.lx.He, r.low(k)) {
				src = rng{k, k + 1}
			}
		}
		if !r.worded(src) {
			src = g.subject(r, i-1, s.a)
			for src.b > src.a && r.is(src.b-1, "ничего", "нічого") {
				src.b--
			}
		}
		if !nothing || !r.worded(src) || stem(r.low(src.a), g.lx.Kin) || slices.Contains(g.lx.Of, r.low(src.a)) {
			return false
		}
		x := r.trim(rng{g.opening(r, s.a, i), end})
		r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{x}, whole: x, kind: "say",
			stance: statement.ProfessesIgnorance, mode: "indirect", sent: si, certain: 1})
		return true
	case slices.Contains(g.lx.Believes, r.low(i)) && g.lx.not[r.low(i-1)] && i-1 > s.a && !r.is(i+1, ","):
		src := g.subject(r, i-1, s.a)
		if !r.worded(src) {
			return false
		}
		r.add(attribution{source: src, cue: rng{i - 1, i + 1}, contents: []rng{{i - 1, end}}, whole: rng{i - 1, end}, kind: "say",
			stance: statement.Denies, mode: "indirect", sent: si, certain: 1})
		return true
	}
	return false
}

// conjunct is the subject of an earlier clause of the sentence that "but" goes on with.
func (g cueGrammar) conjunct(r *reading, from, i int) rng {
	k := from
	for k < i && (r.toks[k].cap || g.lx.between[r.low(k)] || stem(r.low(k), g.lx.Roles)) {
		k++
	}
	return g.stripped(r, rng{from, k})
}

// calledIt: "called the reports a lie", "rejected the estimate".
func (g cueGrammar) calledIt(r *reading, si int, s rng, body, i, first int) bool {
	if !stem(r.low(i), g.lx.Called) || r.toks[i].kind != word {
		return false
	}
	end := g.objectEnd(r, i+1, body)
	lie := -1
	for k := i + 1; k < end && k < i+12; k++ {
		if stem(r.low(k), g.lx.Lies) {
			lie = k
			break
		}
	}
	if lie < 0 {
		return false
	}
	src := g.subject(r, i, s.a)
	if !r.worded(src) {
		if k := r.lastSpeaker(si); k >= 0 {
			src = r.out[k].source
		}
	}
	if !r.worded(src) {
		return false
	}
	x := r.trim(rng{i + 1, end})
	if lie <= i+2 {
		x = r.trim(rng{lie + 1, end})
	}
	if x.b-x.a < 2 {
		x = r.trim(rng{i + 1, end})
	}
	if lie > i+1 && r.inQuote(lie) {
		x.a = i // "called the offer “cynical”": what he said is the word
	}
	r.add(attribution{source: src, cue: rng{i, i + 1}, contents: []rng{x}, whole: x, kind: "say", stance: statement.Denies, mode: "indirect", sent: si, certain: 1})
	return true
}

// published: somebody shows a recording or a list.
func (g cueGrammar) published(r *reading, si int, s rng, body, i, first int) bool {
	if !stem(r.low(i), g.lx.Publishes) {
		return false
	}
	end := r.clauseEnd(i, body)
	for k := i + 1; k < end && k < i+4; k++ {
		if stem(r.low(k), g.lx.Recordings) {
			src := g.subject(r, i, s.a)
			if !r.worded(src) {
				return false
			}
			r.add(attribution{source: src, cue: rng{i, i + 1}, contents: []rng{{i, end}}, whole: rng{i, end}, kind: "publish",
				stance: statement.Publishes, mode: "act", sent: si, certain: 1})
			return true
		}
	}
	return false
}

// answered: "To the question whether he wants …, X nods", "X shakes his head".
func (g cueGrammar) answered(r *reading, si int, s rng, body, i, first int) bool {
	if !stem(r.low(i), g.lx.Question) || i > s.a+3 || !r.is(i+1, ",") {
		return false
	}
	end := -1
	for k := i + 2; k < body && k < i+26; k++ {
		if r.is(k, ",") && !r.inQuote(k) && g.gesture(r, k+1, body) != "" {
			end = k
			break
		}
	}
	if end < 0 {
		return false
	}
	cue := end + 1
	for cue < body && !stem(r.low(cue), g.lx.Nods) && !stem(r.low(cue), g.lx.Shakes) && !stem(r.low(cue), g.lx.Affirms) {
		cue++
	}
	src := g.stripped(r, rng{end + 1, cue})
	for k := src.a; k < src.b; k++ {
		if _, verb := g.lx.verb[r.low(k)]; verb {
			src.b = k
			break
		}
	}
	if !r.worded(src) {
		return false
	}
	a := attribution{source: src, cue: rng{cue, cue + 1}, contents: []rng{{i + 2, end}}, whole: rng{i + 2, end}, sent: si, certain: 1, mode: "indirect", question: true}
	switch g.gesture(r, end+1, body) {
	case "yes":
		a.kind, a.stance = "affirm", statement.Confirms
	case "nod":
		a.kind, a.stance = "gesture", statement.Confirms
	default:
		a.kind, a.stance = "gesture", statement.DeniesNonverbal
	}
	r.add(a)
	return true
}

func (g cueGrammar) gesture(r *reading, a, b int) string {
	for k := a; k < b && k < a+9 && !r.is(k, ",", ";"); k++ {
		switch l := r.low(k); {
		case stem(l, g.lx.Nods):
			return "nod"
		case stem(l, g.lx.Shakes) && stem(r.low(k+1), g.lx.Heads):
			return "shake"
		case stem(l, g.lx.Affirms):
			return "yes"
		}
	}
	return ""
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
		if !r.worded(src) || src.b-src.a > 8 || !r.toks[src.a].cap && !stem(r.low(src.a), g.lx.Roles) {
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
